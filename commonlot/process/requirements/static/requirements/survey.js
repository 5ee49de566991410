// The grid of a survey by keyboard: arrows, a new line at the end, and as many lines as a spreadsheet brings.
"use strict";
(() => {
  const table = document.querySelector("#needs table.t--form");
  if (!table) return;
  const rows = () => [...table.tBodies];
  const NAMED = /^(line-|[lespckh])(\d+)/;

  // A new line is the last one again, under the next number and without what was typed into it.
  const addRow = () => {
    const last = rows().at(-1);
    const from = last.dataset.row, to = String(Math.max(...rows().map((row) => Number(row.dataset.row))) + 1);
    const row = last.cloneNode(true);
    row.dataset.row = to;
    [row, ...row.querySelectorAll("*")].forEach((part) => {
      ["id", "name", "for", "aria-describedby"].forEach((kind) => {
        const value = part.getAttribute(kind);
        if (value && NAMED.exec(value)?.[2] === from) part.setAttribute(kind, value.replace(NAMED, `$1${to}`));
      });
      if (part.hasAttribute("hx-vals")) part.setAttribute("hx-vals", JSON.stringify({ row: to, number: String(rows().length + 1) }));
      if (part.getAttribute("hx-target")?.startsWith("#")) part.setAttribute("hx-target", `#s${to}`);
      if (part.hasAttribute("aria-label")) part.setAttribute("aria-label", part.getAttribute("aria-label").replace(/^Line \d+/, `Line ${rows().length + 1}`));
      part.removeAttribute("aria-invalid");
    });
    row.querySelectorAll("input, select").forEach((field) => {
      if (field.name.endsWith("-key")) field.value = crypto.randomUUID();
      else if (field.name.endsWith("-id")) field.remove();
      else if (field.tagName === "SELECT") field.selectedIndex = 0;
      else { field.value = ""; field.removeAttribute("value"); }
    });
    if (!row.querySelector("input[name$='-key']")) {
      const key = Object.assign(document.createElement("input"), { type: "hidden", name: `line-${to}-key`, value: crypto.randomUUID() });
      row.querySelector("th").append(key);
    }
    row.querySelectorAll("th .soft").forEach((number) => { number.textContent = rows().length + 1; });
    row.querySelectorAll(".state").forEach((state) => { state.innerHTML = '<span class="tag tag--plain">Blank</span>'; });
    row.querySelectorAll("td[data-l='Comes to']").forEach((come) => { come.innerHTML = '<span class="soft">–</span>'; });
    row.querySelectorAll(".note .why, button[name=remove], .note p").forEach((old) => old.remove());
    row.querySelector("details summary .small")?.replaceChildren("Proof, site, date and more");
    row.querySelector("details")?.removeAttribute("open");
    table.append(row);
    window.htmx?.process(row);
    return row;
  };

  document.querySelectorAll("[data-without-script]").forEach((button) => { button.hidden = true; });
  document.querySelectorAll("[data-add-line]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => addRow().querySelector("input.cell").focus());
  });

  const place = (cell) => [...cell.closest("tr").querySelectorAll("input.cell")].indexOf(cell);
  const inRow = (row, at) => row?.querySelectorAll("tr:first-child input.cell")[at];

  // Enter in the last line makes one more. Arrows stay in the column; a cell with choices keeps them for itself.
  table.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!cell.matches("input.cell") || event.altKey || event.ctrlKey || event.metaKey) return;
    const at = place(cell), row = cell.closest("tbody");
    if (event.key === "Enter" && !event.shiftKey && !row.nextElementSibling) addRow();
    const step = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" }[event.key];
    if (!step || cell.hasAttribute("list") || event.shiftKey) return;
    const next = inRow(row[step], at);
    if (next) { event.preventDefault(); next.focus(); next.select(); }
  });

  // Before a block is pasted there must be as many lines as it has rows; the house's own script fills the cells.
  document.addEventListener("paste", (event) => {
    const cell = event.target;
    if (!table.contains(cell) || !cell.matches("input.cell")) return;
    const text = event.clipboardData?.getData("text") ?? "";
    if (!/[\n\t]/.test(text.trim())) return;
    const all = rows();
    let lacking = text.replace(/\r/g, "").replace(/\n$/, "").split("\n").length - (all.length - all.indexOf(cell.closest("tbody")));
    for (; lacking > 0; lacking -= 1) addRow();
  }, true);
})();
