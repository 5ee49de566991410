// What plain HTML cannot do. Every page works without this file; nothing here decides anything.
"use strict";
(() => {
  // The cells of a column; a question below a row is a column of its own.
  const columnOf = (cell) => (cell.closest("tr.note") ? "" : `, tr:not(.note) > :is(td,th):nth-child(${cell.closest("td,th").cellIndex + 1}) input.cell`);
  const cells = (cell) => [...cell.closest("table").querySelectorAll(`input.cell[data-column="${cell.dataset.column}"]${columnOf(cell)}`)];
  const changed = (cell) => ["input", "change"].forEach((kind) => cell.dispatchEvent(new Event(kind, { bubbles: true })));

  // Enter in a grid goes to the same column of the next row; it does not send the form.
  document.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (event.key === "Escape" && cell.closest?.("details.seat[open]")) {
      const seat = cell.closest("details.seat");
      seat.open = false;
      seat.querySelector("summary").focus();
    }
    if (event.key !== "Enter" || !cell.matches?.("table input.cell")) return;
    event.preventDefault();
    const column = cells(cell);
    const next = column[column.indexOf(cell) + (event.shiftKey ? -1 : 1)];
    if (next) { next.focus(); next.select(); }
  });

  // A column or a block copied from a spreadsheet fills the cells below and to the right.
  document.addEventListener("paste", (event) => {
    const cell = event.target;
    const text = event.clipboardData?.getData("text") ?? "";
    if (!cell.matches?.("table.t--form input.cell") || !/[\n\t]/.test(text.trim())) return;
    event.preventDefault();
    const rows = text.replace(/\r/g, "").replace(/\n$/, "").split("\n").map((row) => row.split("\t"));
    const column = cells(cell);
    const from = column.indexOf(cell);
    rows.forEach((row, down) => {
      const first = column[from + down];
      if (!first) return;
      const inRow = [...first.closest("tr").querySelectorAll("input.cell:not([readonly]):not(:disabled)")];
      const start = inRow.indexOf(first);
      row.forEach((value, right) => {
        const target = inRow[start + right];
        if (target) { target.value = value.trim(); changed(target); }
      });
    });
  });

  // Ask before what cannot be undone.
  document.addEventListener("submit", (event) => {
    const words = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
    if (words && !window.confirm(words)) event.preventDefault();
  }, true);

  // A form waits while its rows are being saved: sent at once, what was typed before could be kept last.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.querySelector(".htmx-request")) return;
    event.preventDefault();
    const { submitter } = event;
    const patience = Date.now() + 10_000;
    const wait = () => {
      const saving = form.querySelector(".htmx-request") && Date.now() < patience;
      saving ? setTimeout(wait, 50) : form.requestSubmit(submitter);
    };
    setTimeout(wait, 50);
  });

  // A press takes the cell before it away, and its row is saved: what the answer adds may move the button from under a
  // pointer that never moved. The browser then gives the click to neither; the button that was pressed has it.
  let pressed = null;
  document.addEventListener("pointerdown", (event) => {
    const button = event.button === 0 && event.target.closest?.("button");
    pressed = button ? { button, x: event.clientX, y: event.clientY } : null;
  });
  document.addEventListener("pointerup", (event) => {
    const press = pressed;
    pressed = null;
    if (!press || press.button.contains(event.target) || Math.hypot(event.clientX - press.x, event.clientY - press.y) > 3) return;
    if (press.button.isConnected) press.button.click();
  });

  // Say which file was chosen; light up the field while a file is held over it.
  document.addEventListener("change", (event) => {
    const name = event.target.matches?.(".drop input[type=file]") && event.target.closest(".drop").querySelector(".drop-name");
    const file = event.target.files?.[0];
    if (name && file) name.textContent = `${file.name}, ${Math.max(1, Math.round(file.size / 1024)).toLocaleString("en-US")} kB`;
  });
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const drop = event.target.closest?.(".drop");
      if (!drop) return;
      event.preventDefault();
      drop.classList.toggle("over", kind === "dragenter" || kind === "dragover");
      const input = drop.querySelector("input[type=file]");
      if (kind === "drop" && input && event.dataTransfer.files.length) { input.files = event.dataTransfer.files; changed(input); }
    });
  }

  // htmx sends the token that plain forms carry.
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector("input[name=csrfmiddlewaretoken]");
    if (token) event.detail.headers["X-CSRFToken"] = token.value;
  });

  // What went wrong is read first.
  const toErrors = (root) => root.querySelector(".errors[tabindex]")?.focus();
  document.addEventListener("htmx:afterSwap", (event) => toErrors(event.detail.elt));

  // Time left: silent, and said aloud only 24 hours, 2 hours and 30 minutes before.
  const many = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;
  const left = (minutes) => {
    const days = Math.floor(minutes / 1440), hours = Math.floor((minutes % 1440) / 60), rest = minutes % 60;
    if (days >= 3) return many(days, "day");
    if (days) return many(days, "day") + (hours ? ` ${many(hours, "hour")}` : "");
    if (hours) return many(hours, "hour") + (rest ? ` ${many(rest, "minute")}` : "");
    return rest ? many(rest, "minute") : "less than a minute";
  };
  const start = () => {
    if (document.body.querySelector(".errors[tabindex]") && document.title.startsWith("Error:")) toErrors(document.body);
    const clocks = [...document.querySelectorAll("[role=timer][data-deadline][data-now]")];
    if (!clocks.length) return;
    const began = performance.now();
    const aloud = document.body.appendChild(document.createElement("div"));
    aloud.className = "live";
    aloud.setAttribute("aria-live", "polite");
    const before = new Map();
    const tick = () => clocks.forEach((clock) => {
      const seconds = Number(clock.dataset.deadline) - Number(clock.dataset.now) - (performance.now() - began) / 1000;
      const minutes = Math.floor(seconds / 60);
      clock.textContent = seconds > 0 ? `${left(minutes)} left` : "Closed";
      const last = before.get(clock) ?? minutes;
      if ([1440, 120, 30].some((mark) => last > mark && minutes <= mark)) aloud.textContent = `${left(minutes)} left`;
      before.set(clock, minutes);
    });
    tick();
    window.setInterval(tick, 15000);
  };
  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", start) : start();
})();
