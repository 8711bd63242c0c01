/** What one is told in passing: the state of the connection, who is typing, short notes. @module */
import { t } from "../words/words.js";
import { $, h } from "./dom.js";

const SHOWN = 8000; // milliseconds for which a note is shown
const NOTES = 3; // at once

/** Show a note for a while. @param {string} text */
export function note(text) {
  const element = h("div", { className: "toast" }, text);
  $("notes").append(element);
  while ($("notes").children.length > NOTES) $("notes").firstElementChild.remove();
  setTimeout(() => element.remove(), SHOWN);
}

export class Status {
  #ended = "";

  /** @param {import("../chat/chat.js").Chat} chat @param {() => import("../chat/place.js").Place} current */
  constructor(chat, current, comeBack) {
    this.chat = chat;
    this.current = current;
    this.comeBack = comeBack;
    chat.on("notice", ({ text }) => note(text));
    chat.on("places", () => this.draw());
    chat.on("drafts", () => this.draw());
    chat.on("typing", () => this.#typing());
    chat.on("entered", () => this.#isOver(""));
    chat.on("elsewhere", ({ text }) => this.#isOver(text));
    setInterval(() => this.#typing(), 1000);
    addEventListener("beforeunload", (event) => {
      if (chat.outbox.drafts.some((draft) => !draft.refused)) event.preventDefault();
    });
  }

  #isOver(text) {
    this.#ended = text;
    this.draw();
  }

  draw() {
    const { chat } = this,
      place = this.current(),
      n = chat.outbox.drafts.length;
    const isOutside = chat.link.isUp && place?.isRoom && !place.isJoined && !place.held;
    const button = (act) => h("button", { type: "button", onclick: act }, t("comeBack"));
    let inside = [];
    if (this.#ended) inside = [t("elsewhere", { text: this.#ended }), button(this.comeBack)];
    else if (!chat.link.isUp) inside = [n ? t("waiting", { n }) : t("offline")];
    else if (isOutside) inside = [t("outside", { place: place.name }), button(() => chat.join(place.name))];
    const line = $("state"),
      text = inside[0] ?? "";
    if (line.dataset.text === text) return; // it is read aloud whenever it changes
    line.dataset.text = text;
    line.hidden = !text;
    line.replaceChildren(...inside);
  }

  #typing() {
    const typists = [...(this.current()?.typists.values() ?? [])].filter(({ until }) => until > Date.now());
    const names = typists.map(({ nick }) => nick),
      [a, b] = names;
    const text = names.length ? t(`typing${Math.min(3, names.length)}`, { a, b }) : "";
    if ($("typing").textContent !== text) $("typing").textContent = text;
  }
}
