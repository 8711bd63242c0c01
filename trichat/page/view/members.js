/** Who is in a room, and what one can do with a person: talk, and for ops: put out, ban, mute, make op. @module */
import { hueOf, faceOf, isOp, moderate, profileOf } from "../chat/people.js";
import { fold } from "../chat/place.js";
import { bans } from "../chat/rooms.js";
import { language, t } from "../words/words.js";
import { close, open } from "./windows/dialog.js";
import { $, h, soon } from "./dom.js";
import { nameOf } from "./talk/rows.js";

const MOST = 500; // people that are shown
const TIMES = ["10m", "1h", "1d", ""]; // of a ban; none: until it is lifted
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
    $("bans").addEventListener("click", () => showBans(chat, this.#place));
  }

  show(place) {
    this.#place = place;
    this.draw();
  }

  draw() {
    const place = this.#place;
    if (!place) return;
    const rank = ({ roles }) => (roles.includes("@") ? 0 : roles.includes("+") ? 1 : 2);
    const all = [...place.members.values()].sort((a, b) => rank(a) - rank(b) || a.nick.localeCompare(b.nick, language));
    $("people-title").textContent = place.isRoom ? t("peopleHere", { n: all.length }) : t("people");
    $("members").replaceChildren(...all.slice(0, MOST).map((member) => this.#row(member)));
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
        { type: "button", onclick: () => this.person(nick) },
        h("span", { className: `face hue-${hueOf(chat, nick)}`, "aria-hidden": "true" }, faceOf(chat, nick)),
        h("bdi", {}, profileOf(chat, nick).name || nick),
        role ? h("small", {}, t(role)) : null,
      ),
    );
  }

  /** Show a person, and what one can do. @param {string} nick */
  person(nick) {
    const { chat } = this,
      place = this.#place,
      profile = profileOf(chat, nick),
      member = place.members.get(fold(nick));
    const act = (text, what, className = "") =>
      h(
        "button",
        {
          type: "button",
          className,
          onclick: () => {
            close();
            what();
          },
        },
        text,
      );
    const card = h(
      "div",
      { className: "card" },
      h("span", { className: `face big hue-${hueOf(chat, nick)}`, "aria-hidden": "true" }, faceOf(chat, nick)),
      h(
        "div",
        {},
        h("p", { className: "head" }, nameOf(chat, nick)),
        h("p", { className: "note", dir: "auto" }, [profile.pronouns, profile.status].filter(Boolean).join(" · ")),
      ),
    );
    const mine = chat.isMe(nick);
    open(
      profile.name || nick,
      card,
      mine
        ? null
        : h(
            "div",
            { className: "acts" },
            act(t("talkTo"), () => this.go(chat.open(nick)), "primary"),
            act(t("ignore"), () => chat.command(place, "IGNORE", [nick])),
          ),
      mine || !member || !isOp(chat, place) ? null : this.#moderation(place, nick, member, act),
    );
  }

  #moderation(place, nick, member, act) {
    const { chat } = this;
    const reason = h("input", { id: "field-reason", maxlength: "200", autocomplete: "off" });
    const time = h(
      "select",
      { id: "field-time" },
      TIMES.map((each) => h("option", { value: each, selected: each === "1h" }, t(`time${each}`))),
    );
    const make = (what) => () => moderate(chat, place, nick, what);
    const punish = (what) => () =>
      moderate(chat, place, nick, what, what === "kick" ? "" : time.value, reason.value.trim());
    const isMade = member.roles.includes("@");
    return h(
      "section",
      { className: "moderation" },
      h("h3", {}, t("asOp", { place: place.name })),
      h(
        "div",
        { className: "acts" },
        act(t(isMade ? "deop" : "op"), make(isMade ? "deop" : "op")),
        act(
          t(member.roles.includes("+") ? "devoice" : "voice"),
          make(member.roles.includes("+") ? "devoice" : "voice"),
        ),
      ),
      h("div", { className: "field" }, h("label", { for: "field-reason" }, t("reason")), reason),
      h("div", { className: "field" }, h("label", { for: "field-time" }, t("forTime")), time),
      h(
        "div",
        { className: "acts" },
        act(t("mute"), punish("mute")),
        act(t("kick"), punish("kick")),
        act(t("ban"), punish("ban"), "danger"),
      ),
    );
  }
}

/** Who is banned or muted, and a way to lift it. */
async function showBans(chat, place) {
  const found = await bans(chat, place);
  const lift = ({ mask }) => {
    close();
    chat.command(place, "MODE", [place.name, "-b", mask]);
  };
  const rows = found.map((ban) =>
    h(
      "li",
      { className: "ban" },
      h("bdi", {}, ban.mask),
      h("small", {}, ban.by.split("!")[0]),
      h("button", { type: "button", onclick: () => lift(ban) }, t("lift")),
    ),
  );
  open(
    t("bansIn", { place: place.name }),
    rows.length ? h("ul", { className: "found" }, rows) : h("p", {}, t("nobody")),
  );
}
