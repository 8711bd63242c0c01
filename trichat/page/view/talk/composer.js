/** The box that one writes in: grows, completes, remembers what is half written, and tells that one types. @module */
import { t } from "../../words/words.js";
import { complete } from "./completing.js";
import { $, h } from "../dom.js";
import { strip } from "../text.js";

const AGAIN = 3000; // milliseconds between two times that others are told that one types
const QUOTED = 100; // characters of what is answered

export class Composer {
  /** @type {import("../../chat/place.js").Place} */
  place = null;
  /** What is half written, by place. @type {Map<string, string>} */
  halves = new Map();
  #about = null;
  #told = 0;
  #chosen = 0;
  /** @type {import("./completing.js").Choice[]} */
  #choices = [];

  /**
   * @param {import("../../chat/chat.js").Chat} chat
   * @param {{up: () => void, command: (name: string, rest: string) => void, sent: () => void}} on
   */
  constructor(chat, on) {
    this.chat = chat;
    this.on = on;
    this.box = /** @type {HTMLTextAreaElement} */ ($("say"));
    this.box.addEventListener("input", () => this.#changed());
    this.box.addEventListener("keydown", (e) => this.#key(e));
    this.box.addEventListener("blur", () => setTimeout(() => this.#offer([]), 200));
    $("composer").addEventListener("submit", (e) => {
      e.preventDefault();
      this.#send();
    });
    $("choices").addEventListener("pointerdown", (e) => this.#pointed(e));
    $("emoji").addEventListener("click", () => this.#emoji());
    $("replying").lastElementChild.addEventListener("click", () => this.replyTo(null));
  }

  show(place) {
    if (this.place) this.halves.set(this.place.key, this.box.value);
    this.place = place;
    this.box.value = this.halves.get(place.key) ?? "";
    this.box.placeholder = t("write", { place: place.name });
    this.box.setAttribute("aria-label", this.box.placeholder);
    this.replyTo(null);
    this.#offer([]);
    this.#grow();
  }

  focus() {
    this.box.focus();
  }

  /** @param {import("../../chat/place.js").Item | null} item */
  replyTo(item) {
    this.#about = item;
    $("replying").hidden = !item;
    if (!item) return;
    const text = strip(item.text).slice(0, QUOTED);
    $("replying").firstElementChild.textContent = `${t("replyTo", { nick: item.nick })}: ${text}`;
    this.box.focus();
  }

  #grow() {
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight, innerHeight / 3)}px`;
  }

  get #before() {
    return this.box.value.slice(0, this.box.selectionStart);
  }

  #changed() {
    this.#grow();
    this.#offer(complete(this.#before, this.chat, this.place));
    const { value } = this.box,
      now = Date.now();
    if (value && value[0] !== "/" && now - this.#told > AGAIN) {
      this.#told = now;
      this.chat.typing(this.place, "active");
    } else if (!value && this.#told) {
      this.#told = 0;
      this.chat.typing(this.place, "done");
    }
  }

  #offer(choices, chosen = 0) {
    this.#choices = choices;
    this.#chosen = chosen;
    const row = (choice, i) =>
      h("li", { role: "option", id: `choice-${i}`, "aria-selected": String(i === chosen) }, choice.show);
    $("choices").hidden = !choices.length;
    $("choices").replaceChildren(...choices.map(row));
    if (choices.length) this.box.setAttribute("aria-activedescendant", `choice-${chosen}`);
    else this.box.removeAttribute("aria-activedescendant");
  }

  #take(at) {
    const { start, end, put } = this.#choices[at];
    this.box.setRangeText(put, start, end, "end");
    this.#offer([]);
    this.#grow();
  }

  #pointed(event) {
    event.preventDefault(); // the box keeps the focus
    const at = [...$("choices").children].indexOf(event.target.closest("li"));
    if (at >= 0) this.#take(at);
  }

  async #emoji() {
    const { pickEmoji } = await import("../windows/emoji.js");
    const sign = await pickEmoji($("emoji"));
    if (sign) this.box.setRangeText(sign, this.box.selectionStart, this.box.selectionEnd, "end");
    this.box.focus();
    this.#changed();
  }

  #key(event) {
    if (event.isComposing) return;
    const { key, shiftKey } = event,
      n = this.#choices.length;
    if (n && key === "ArrowDown") this.#offer(this.#choices, (this.#chosen + 1) % n);
    else if (n && key === "ArrowUp") this.#offer(this.#choices, (this.#chosen + n - 1) % n);
    else if (n && (key === "Tab" || key === "Enter") && !shiftKey) this.#take(this.#chosen);
    else if (n && key === "Escape") this.#offer([]);
    else if (key === "Enter" && !shiftKey) this.#send();
    else if (key === "Escape" && this.#about) this.replyTo(null);
    else if (key === "ArrowUp" && !this.box.value) this.on.up();
    else if (key !== "Tab" || shiftKey || !this.#completeName()) return;
    event.preventDefault();
  }

  /** Complete a name, as any IRC client does with Tab; where there is none, Tab goes on as elsewhere. */
  #completeName() {
    const choices = complete(this.#before, this.chat, this.place, true);
    this.#choices = choices;
    if (choices.length === 1) this.#take(0);
    else if (choices.length) this.#offer(choices);
    return choices.length > 0;
  }

  #send() {
    const text = this.box.value.replace(/\s+$/, "").replace(/^\n+/, "");
    if (!text) return;
    const command = /^\/(\w+)(?:\s+([\s\S]*))?$/.exec(text);
    this.box.value = "";
    this.#grow();
    this.#offer([]);
    this.#told = 0;
    if (command) this.on.command(command[1].toLowerCase(), command[2] ?? "");
    else this.chat.say(this.place, text.replace(/^\/\//, "/"), this.#about?.id);
    this.replyTo(null);
    this.on.sent();
  }
}
