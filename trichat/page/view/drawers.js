/** On narrow screens, the lists at both sides are drawers: closed with Escape, or by a touch beside them. @module */
import { $ } from "./dom.js";

const DRAWERS = { side: "menu", people: "people-button" }; // and their buttons

export function setUp() {
  for (const [name, button] of Object.entries(DRAWERS)) {
    $(button).addEventListener("click", () => ($(name).classList.contains("open") ? close() : open(name)));
  }
  $("veil").addEventListener("click", close);
  addEventListener("keydown", (event) => event.key === "Escape" && close());
  matchMedia("(max-width: 1000px)").addEventListener("change", close); // there it is no drawer any more
}

function open(name) {
  close();
  $(name).classList.add("open");
  $(DRAWERS[name]).setAttribute("aria-expanded", "true");
  $("veil").hidden = false;
  $("place").inert = true; // the keyboard stays in the drawer
  ($(name).querySelector("[aria-current]") ?? $(name).querySelector("button"))?.focus();
}

export function close() {
  const name = Object.keys(DRAWERS).find((each) => $(each).classList.contains("open"));
  if (!name) return;
  $(name).classList.remove("open");
  $(DRAWERS[name]).setAttribute("aria-expanded", "false");
  $("veil").hidden = true;
  $("place").inert = false;
  $(DRAWERS[name]).focus();
}
