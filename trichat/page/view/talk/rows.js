/** The rows of the timeline: what an item looks like. @module */
import { faceOf, hueOf, profileOf } from "../../chat/people.js";
import { fold } from "../../chat/place.js";
import { brief, day, moment, sameDay, t, time } from "../../words/words.js";
import { h, icon } from "../dom.js";
import { nodes, strip } from "../text.js";

const TOGETHER = 300_000; // milliseconds within which one person's messages stand under one name
const QUOTED = 140; // characters of what is answered

/**
 * @typedef {import("../../chat/place.js").Item} Item
 * @typedef {import("../../chat/place.js").Place} Place
 * @typedef {{chat: import("../../chat/chat.js").Chat, place: Place, firstNew?: Item}} Around
 */

/** The sign of somebody, in their colour; their name stands beside it. */
export const face = (chat, nick) =>
  h("span", { className: `face hue-${hueOf(chat, nick)}`, "aria-hidden": "true" }, faceOf(chat, nick));

/** Somebody's name. Who calls themselves otherwise is shown with both: nobody is to be mistaken for another. */
export function nameOf(chat, nick) {
  const shown = profileOf(chat, nick).name;
  const name = h("bdi", { className: `nick hue-${hueOf(chat, nick)}` }, shown || nick);
  return shown && fold(shown) !== fold(nick) ? [name, h("bdi", { className: "also" }, nick)] : [name];
}

/** @param {Around} around @param {Item} item @param {Item | undefined} before */
export function rowOf(around, item, before) {
  const row = item.said ? saidRow(around, item, before) : eventRow(item);
  if (item === around.firstNew) row.prepend(line("new", t("newLine")));
  if (item.gap)
    row.prepend(
      h("div", { className: "line gap" }, h("button", { type: "button", "data-gap": "", tabIndex: -1 }, t("gap"))),
    );
  if (!before || !sameDay(before.at, item.at)) row.prepend(line("day", day(item.at)));
  return row;
}

const line = (name, text) => h("div", { className: `line ${name}` }, h("span", {}, text));

function follows(item, before) {
  return (
    before?.said &&
    before.nick === item.nick &&
    before.kind === "said" &&
    item.kind === "said" &&
    item.at - before.at < TOGETHER &&
    sameDay(before.at, item.at) &&
    !item.about &&
    !item.gap
  );
}

function saidRow(around, item, before) {
  const { chat } = around,
    isMore = follows(item, before);
  const text = item.gone ? [h("em", {}, t("gone"))] : nodes(item.text, item.mine ? "" : chat.me);
  const names = [item.kind, isMore && "follows", item.mentions && "mentions", item.gone && "gone"].filter(Boolean);
  return h(
    "li",
    { className: `said ${names.join(" ")}`, tabIndex: -1, "data-id": item.id },
    isMore ? h("time", { className: "aside", "aria-hidden": "true" }, brief(item.at)) : face(chat, item.nick),
    h(
      "div",
      { className: "what" },
      item.about ? quote(around, item.about) : null,
      isMore ? h("span", { className: "unseen" }, `${item.nick}, ${time(item.at)}: `) : head(chat, item),
      h("div", { className: "text", dir: "auto" }, text),
      item.signs?.size ? signs(chat, item) : null,
    ),
  );
}

const head = (chat, item) =>
  h(
    "div",
    { className: "head" },
    h("button", { type: "button", className: "who", tabIndex: -1, "data-who": item.nick }, nameOf(chat, item.nick)),
    h("time", { datetime: new Date(item.at).toISOString(), title: moment(item.at) }, time(item.at)),
  );

function quote({ chat, place }, id) {
  const item = place.byId.get(id);
  const text = item ? strip(item.gone ? t("gone") : item.text).slice(0, QUOTED) : t("quoteAway");
  return h(
    "button",
    { type: "button", className: "quote", tabIndex: -1, "data-go": id },
    icon("reply"),
    item ? h("bdi", { className: `nick hue-${hueOf(chat, item.nick)}` }, item.nick) : null,
    h("span", { dir: "auto" }, text),
  );
}

function signs(chat, item) {
  const button = ([sign, whose]) => {
    const names = [...whose].join(", ");
    return h(
      "button",
      { type: "button", tabIndex: -1, "data-sign": sign, title: names, "aria-pressed": String(whose.has(chat.me)) },
      `${sign} ${whose.size}`,
      h("span", { className: "unseen" }, `: ${names}`),
    );
  };
  return h("div", { className: "signs" }, [...item.signs].map(button));
}

function eventRow(item) {
  const texts = {
    topic: () => t("topicSet", { nick: item.nick, text: strip(item.text) }),
    told: () => item.text,
    passing: () => item.who.map((each) => t(each.how, each)).join(" · "),
  };
  return h("li", { className: `event ${item.kind}` }, h("span", { dir: "auto" }, texts[item.kind]()));
}

/** What we said and is not stored yet, or was not taken. @param {import("../../chat/outbox.js").Draft} draft */
function draftRow(chat, draft) {
  const button = (act, text) => h("button", { type: "button", "data-draft": act, "data-key": draft.key }, text);
  const state = draft.refused
    ? h(
        "div",
        { className: "refused", role: "alert" },
        `${t("notSent")} ${draft.refused} `,
        button("again", t("again")),
        button("discard", t("discard")),
      )
    : h("span", { className: "unseen" }, t("pending"));
  return h(
    "li",
    { className: `said pending${draft.refused ? " failed" : ""}` },
    face(chat, chat.me),
    h("div", { className: "what" }, h("div", { className: "text", dir: "auto" }, nodes(draft.text)), state),
  );
}

/** Put the drafts at the end of a list of rows, in place of those that are there. */
export function drawDrafts(list, chat, drafts) {
  list.querySelectorAll(".pending").forEach((row) => row.remove());
  list.append(...drafts.map((draft) => draftRow(chat, draft)));
}
