// Single keys on the review desk. Each has a button or a link of its own; they can be switched off, and stay off.
"use strict";
(() => {
  const bar = document.querySelector("[data-keys]");
  if (!bar) return;
  const REMEMBERED = "commonlot.single-keys";
  const chip = bar.querySelector("[data-keys-switch]");
  const marks = document.querySelectorAll("kbd[hidden]");
  const read = () => { try { return window.localStorage.getItem(REMEMBERED) !== "off"; } catch { return true; } };
  const keep = (on) => { try { window.localStorage.setItem(REMEMBERED, on ? "on" : "off"); } catch { /* not kept */ } };
  let on = read();

  const show = () => {
    marks.forEach((key) => { key.hidden = !on; });
    chip.hidden = false;
    chip.setAttribute("aria-pressed", String(on));
    chip.textContent = on ? "Single keys: on" : "Single keys: off";
  };
  chip.addEventListener("click", () => { on = !on; keep(on); show(); });

  const act = (target) => {
    const fold = target.dataset.open && document.querySelector(target.dataset.open);
    if (fold) fold.open = true;
    const to = fold ? fold.querySelector("input:not([type=hidden]), button, summary") : document.querySelector(target.dataset.focus || "none");
    if (to) { to.focus(); return true; }
    return false;
  };
  bar.addEventListener("click", (event) => {
    const target = event.target.closest("[data-open], [data-focus]");
    if (target && act(target)) event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    if (!on || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]")) return;
    const target = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!target) return;
    event.preventDefault();
    // Nothing can be split before lines are ticked: until then the key goes to the first box.
    if (target.dataset.first && !document.querySelector(`${target.dataset.first}:checked`)) {
      document.querySelector(target.dataset.first)?.focus();
      return;
    }
    target.click();
    if (target.matches("summary")) target.parentElement.querySelector("input:not([type=hidden])")?.focus();
  });
  show();
})();
