/** Windows in front of the page: one at a time, closed with Escape, by a click beside them, or by a choice. @module */
import { t } from "../../words/words.js";
import { $, h, hasPointer, icon } from "../dom.js";

/** Show a window. @param {string} title @param {(Node | null)[]} inside */
export function open(title, ...inside) {
  const dialog = /** @type {HTMLDialogElement} */ ($("dialog"));
  const shut = h(
    "button",
    { type: "button", className: "icon shut", "aria-label": t("close"), title: t("close"), onclick: close },
    icon("close"),
  );
  dialog.replaceChildren(h("header", {}, h("h2", { id: "dialog-title" }, title), shut), ...inside.filter(Boolean));
  if (!dialog.open) dialog.showModal();
  // Where one touches, a box that has the focus brings a keyboard, which covers half of what is to be read.
  const first = hasPointer() ? "input, textarea, .primary" : ".primary, .shut";
  /** @type {HTMLElement} */ (dialog.querySelector(first))?.focus();
}

export function close() {
  $("dialog").close();
}

/** A window with a box in which one types, and what is found below it. */
export function openFinder(title, label, text, find) {
  const found = h("ul", { className: "found", "aria-label": title });
  const status = h("p", { className: "note", role: "status" });
  const field = h("input", {
    type: "text",
    enterkeyhint: "search",
    "aria-label": label,
    placeholder: label,
    value: text,
    autocomplete: "off",
    oninput: () => show(),
  });
  let turn = 0;
  const show = async () => {
    const mine = ++turn,
      rows = await find(field.value.trim(), () => mine === turn);
    if (mine !== turn || !rows) return;
    found.replaceChildren(...rows);
    status.textContent = rows.length ? "" : t("nothingFound");
  };
  open(title, field, found, status);
  found.closest("dialog").onkeydown = (event) => arrows(event, field, found);
  field.select();
  show();
}

/** Walk through what is found; Enter takes the first. */
function arrows(event, field, found) {
  const all = /** @type {HTMLElement[]} */ ([...found.querySelectorAll("button")]);
  const at = all.indexOf(/** @type {any} */ (document.activeElement));
  if (!found.isConnected) return;
  if (event.key === "Enter" && document.activeElement === field) all[0]?.click();
  else if (event.key === "ArrowDown") all[Math.min(all.length - 1, at + 1)]?.focus();
  else if (event.key === "ArrowUp") (all[at - 1] ?? field).focus();
  else return;
  event.preventDefault();
}

/** Something that can be chosen. */
export const choice = (act, ...inside) =>
  h(
    "li",
    {},
    h(
      "button",
      {
        type: "button",
        onclick: () => {
          close();
          act();
        },
      },
      ...inside,
    ),
  );

/** Ask for a word. @returns {Promise<string>} empty if nothing was given */
export function prompt(title, { text = "", type = "text", note = "" } = {}) {
  const field = h("input", { type, value: text, "aria-labelledby": "dialog-title", autocomplete: "off" });
  let given = "";
  const form = h(
    "form",
    {
      onsubmit: (event) => {
        event.preventDefault();
        given = field.value.trim();
        close();
      },
    },
    note ? h("p", { className: "note" }, note) : null,
    field,
    buttons(t("ok")),
  );
  open(title, form);
  field.select();
  return closed().then(() => given);
}

/** Resolves when the window is closed. */
export const closed = () => new Promise((then) => $("dialog").addEventListener("close", then, { once: true }));

/** The buttons below a form. */
export const buttons = (text) =>
  h(
    "div",
    { className: "buttons" },
    h("button", { type: "button", className: "plain", onclick: close }, t("cancel")),
    h("button", { type: "submit", className: "primary" }, text),
  );

/** A field with its label. @param {Record<string, any>} properties */
export function field(label, properties, ...inside) {
  const id = `field-${properties.name}`;
  return h("div", { className: "field" }, h("label", { for: id }, label), h("input", { id, ...properties }), ...inside);
}

export function setUp() {
  const dialog = $("dialog");
  dialog.addEventListener("click", (event) => event.target === dialog && close());
  dialog.addEventListener("close", () => {
    dialog.onkeydown = null;
    dialog.replaceChildren();
  });
}
