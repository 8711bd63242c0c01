/** Who is in a room. @module */
import { isOp } from "../chat/people.js";
import { language, t } from "../words/words.js";
import { $, h, soon } from "./dom.js";
import { face, nameOf } from "./talk/rows.js";

const MOST = 500; // people that are shown
const ROLES = { "@": "roleOp", "+": "roleVoice" };

/** @typedef {import("../chat/chat.js").Chat} Chat */

export class Members {
  /** @type {import("../chat/place.js").Place} */
  #place = null;

  /** @param {Chat} chat @param {(place: import("../chat/place.js").Place) => void} go */
  constructor(chat, go) {
    this.chat = chat;
    this.go = go;
    const later = soon(() => this.draw(), 100);
    chat.on("people", (place) => place === this.#place && later());
    chat.on("profile", later);
    $("bans").addEventListener("click", async () => {
      const { showBans } = await import("./windows/person.js");
      showBans(chat, this.#place);
    });
  }

  show(place) {
    this.#place = place;
    this.draw();
  }

  draw() {
    const place = this.#place;
    if (!place) return;
    const rank = ({ roles }) => (roles.includes("@") ? 0 : roles.includes("+") ? 1 : 2);
    const both = [place.name, this.chat.me].map((nick) => ({ nick, roles: "" }));
    const here = place.isRoom ? [...place.members.values()] : both;
    const all = here.sort((a, b) => rank(a) - rank(b) || a.nick.localeCompare(b.nick, language));
    $("people-title").textContent = place.isRoom ? t("peopleHere", { n: all.length }) : t("people");
    const focused = /** @type {HTMLElement} */ (document.activeElement)?.dataset.nick;
    $("members").replaceChildren(...all.slice(0, MOST).map((member) => this.#row(member)));
    [...$("members").querySelectorAll("button")].find((each) => focused && each.dataset.nick === focused)?.focus();
    $("bans").hidden = !isOp(this.chat, place);
  }

  #row({ nick, roles }) {
    const { chat } = this,
      role = ROLES[roles[0]];
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", "data-nick": nick, onclick: () => this.person(nick) },
        face(chat, nick),
        ...nameOf(chat, nick),
        role ? h("small", {}, t(role)) : null,
      ),
    );
  }

  /** Show a person. @param {string} nick */
  async person(nick) {
    const { showPerson } = await import("./windows/person.js");
    showPerson(this.chat, this.#place, nick, this.go);
  }
}
