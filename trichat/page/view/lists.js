/** The rooms and conversations that are open, at the side. @module */
import { language, t } from "../words/words.js";
import { $, h, soon } from "./dom.js";
import { face, nameOf } from "./talk/rows.js";

const MOST = 999; // of a number that is shown

export class Lists {
  /** @type {import("../chat/place.js").Place} */
  current = null;

  /** @param {import("../chat/chat.js").Chat} chat @param {(place: import("../chat/place.js").Place) => void} go */
  constructor(chat, go) {
    this.chat = chat;
    this.go = go;
    this.soon = soon(() => this.draw(), 50);
    chat.on("places", this.soon);
    chat.on("profile", this.soon);
  }

  get #sorted() {
    return [...this.chat.places.values()].sort((a, b) => a.title.localeCompare(b.title, language));
  }

  draw() {
    const places = this.#sorted,
      focused = /** @type {HTMLElement} */ (document.activeElement)?.dataset.place;
    $("rooms").replaceChildren(...places.filter((place) => place.isRoom).map((place) => this.#row(place)));
    $("talks").replaceChildren(...places.filter((place) => !place.isRoom).map((place) => this.#row(place)));
    $("talks-title").hidden = !$("talks").children.length;
    if (focused) this.#buttons.find((button) => button.dataset.place === focused)?.focus();
    const mentions = places.reduce((sum, place) => sum + place.mentions, 0);
    document.title = `${mentions ? `(${mentions}) ` : ""}${this.current ? this.current.name : this.chat.network}`;
    $("menu").classList.toggle(
      "news",
      places.some((place) => place !== this.current && place.mentions > 0),
    );
  }

  /** Go to the place so many further down. */
  step(way) {
    const all = this.#buttons,
      at = all.findIndex((button) => button.hasAttribute("aria-current"));
    all[(at + way + all.length) % all.length]?.click();
  }

  /** @returns {HTMLElement[]} */
  get #buttons() {
    return [...document.querySelectorAll("#lists [data-place]")].map((each) => /** @type {HTMLElement} */ (each));
  }

  #row(place) {
    const { chat } = this,
      isCurrent = place === this.current,
      n = isCurrent ? 0 : place.unread;
    const named = place.isRoom
      ? [h("span", { className: "hash", "aria-hidden": "true" }, "#"), h("bdi", {}, place.title)]
      : [face(chat, place.name), ...nameOf(chat, place.name)];
    const count = h(
      "span",
      { className: `count${place.mentions ? " loud" : ""}` },
      h("span", { "aria-hidden": "true" }, String(Math.min(n, MOST))),
      h("span", { className: "unseen" }, t("unread", { n })),
    );
    return h(
      "li",
      {},
      h(
        "button",
        {
          type: "button",
          "data-place": place.key,
          "aria-current": isCurrent ? "page" : undefined,
          className: [n ? "unread" : "", place.isRoom && !place.isJoined ? "away" : ""].join(" "),
          onclick: () => this.go(place),
        },
        ...named,
        n ? count : null,
      ),
    );
  }
}
