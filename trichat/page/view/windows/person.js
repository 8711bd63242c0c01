/** The window about a person: what one can do, and what an op can; and who is banned from a room. @module */
import { faceOf, hueOf, isOp, moderate, profileOf } from "../../chat/people.js";
import { fold } from "../../chat/place.js";
import { bans } from "../../chat/rooms.js";
import { t } from "../../words/words.js";
import { h } from "../dom.js";
import { nameOf } from "../talk/rows.js";
import { close, open } from "./dialog.js";

const TIMES = ["10m", "1h", "1d", ""]; // of a ban; none: until it is lifted

/** @typedef {import("../../chat/chat.js").Chat} Chat */

/** Show a person, and what one can do. @param {Chat} chat @param {string} nick */
export function showPerson(chat, place, nick, go) {
  const profile = profileOf(chat, nick),
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
          act(t("talkTo"), () => go(chat.open(nick)), "primary"),
          act(t("ignore"), () => chat.command(place, "IGNORE", [nick])),
        ),
    mine || !member || !isOp(chat, place) ? null : moderation(chat, place, nick, member, act),
  );
}

function moderation(chat, place, nick, member, act) {
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
      act(t(member.roles.includes("+") ? "devoice" : "voice"), make(member.roles.includes("+") ? "devoice" : "voice")),
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

/** Who is banned or muted, and a way to lift it. */
export async function showBans(chat, place) {
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
