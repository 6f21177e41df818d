// Single keys for what visible buttons do too. They can be switched off, for those who dictate to their browser.
import { move, shut } from "./panel.js";
import { remember } from "./zone.js";

const sheet = document.getElementById("keys");
const use = document.getElementById("use-keys");

const actions = {
  "/": () => document.getElementById("q").focus(),
  j: () => move(1),
  k: () => move(-1),
  n: () => move(1, ".failed, .stopped"),
  "?": () => sheet.showModal(),
};

for (const button of document.querySelectorAll("[data-key]")) {
  button.closest("[hidden]")?.removeAttribute("hidden");
  button.addEventListener("click", () => actions[button.dataset.key]());
}

if (use) {
  use.checked = remember("keys") !== "off";
  use.addEventListener("change", () => remember("keys", use.checked ? "on" : "off"));
}

addEventListener("keydown", (event) => {
  const busy = event.ctrlKey || event.altKey || event.metaKey || sheet?.open;
  if (event.key === "Escape" && !busy) {
    shut();
  } else if (!busy && use?.checked && !event.target.closest("input, select, textarea") && actions[event.key]) {
    event.preventDefault();
    actions[event.key]();
  }
});
