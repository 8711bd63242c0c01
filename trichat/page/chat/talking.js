/** Messages and what happens to them: reactions, taking back, typing, what has been read. Pure. @module */
import { fold, isRoom } from "./place.js";

export const KEY = "+trichat/key"; // names a message of ours, in history too: so it is known after a connection broke
const TYPING = 6000; // milliseconds for which somebody counts as typing
const SIGN = 8; // characters, as people count them, of a reaction
const SIGNS = 30; // different reactions to one message; of more, the page would be full
const WAITING = 1000; // messages that are not here, of which it is kept what happened to them
const TOGETHER = 600_000; // milliseconds in which those who come and go are told of in one row
const ACTION = "\x01ACTION ";

/**
 * @typedef {import("./chat.js").Chat} Chat
 * @typedef {import("./place.js").Place} Place
 * @typedef {import("./place.js").Item} Item
 * @typedef {import("../irc/line.js").Message} Message
 */

const timeOf = (message) => Date.parse(message.tags.time ?? "") || Date.now();
const answered = (message) => message.tags["+draft/reply"] ?? message.tags["+reply"] ?? "";

/**
 * Give the item that a message is, the same one each time; null if it is none, but changes another.
 * @param {Chat} chat @param {Place} place @param {Message} message @returns {Item | null}
 */
export function itemOf(chat, place, message) {
  const { tags, params, command } = message,
    id = tags.msgid ?? "";
  if (command === "REDACT") return change(chat, place, params[1], takeBack);
  if (tags["+draft/react"] || tags["+draft/unreact"]) return reaction(chat, place, message);
  const known = id && place.byId.get(id);
  if (known) return known;
  const item = command === "TOPIC" ? topic(message) : said(chat, message);
  if (!item) return null;
  item.id = id;
  item.at = timeOf(message);
  if (id) {
    place.byId.set(id, item);
    for (const each of place.waiting.get(id) ?? []) each(item);
    place.waiting.delete(id);
  }
  return item;
}

/** @returns {Item} */
const topic = ({ nick, params }) => ({ id: "", at: 0, kind: "topic", nick, text: params[1] ?? "" });

/** @returns {Item | null} */
function said(chat, message) {
  const { nick, command, tags } = message;
  if (command !== "PRIVMSG" && command !== "NOTICE") return null;
  let text = message.params[1] ?? "",
    kind = command === "NOTICE" ? "notice" : "said";
  if (text[0] === "\x01") {
    if (!text.startsWith(ACTION)) return null; // programs that ask each other questions
    kind = "action";
    text = text.slice(ACTION.length).replace(/\x01$/, "");
  }
  const mine = chat.isMe(nick),
    mentioned = !mine && mentions(text, chat.me);
  const key = mine ? tags[KEY] : undefined;
  return {
    id: "",
    at: 0,
    kind: /** @type {any} */ (kind),
    nick,
    text,
    said: true,
    mine,
    key,
    about: answered(message),
    mentions: mentioned,
  };
}

function takeBack(item) {
  item.gone = true;
  item.text = "";
  item.signs = undefined;
  item.mentions = false;
}

function reaction(chat, place, { tags, nick }) {
  const isNew = "+draft/react" in tags,
    text = tags["+draft/react"] || tags["+draft/unreact"];
  const sign = [...new Intl.Segmenter().segment(text)]
    .slice(0, SIGN)
    .map((each) => each.segment)
    .join("");
  return change(chat, place, answered({ tags }), (item) => {
    if (item.gone || (item.signs?.size >= SIGNS && !item.signs.has(sign))) return;
    item.signs ??= new Map();
    const whose = item.signs.get(sign) ?? new Set();
    if (isNew) whose.add(nick);
    else whose.delete(nick);
    if (whose.size) item.signs.set(sign, whose);
    else item.signs.delete(sign);
  });
}

/** Change an item now, or when it comes: pages of history may bring what happened to it first. */
function change(chat, place, id, how) {
  const item = place.byId.get(id);
  if (item) {
    how(item);
    chat.tell("updated", { place, item });
  } else if (id) {
    place.waiting.set(id, [...(place.waiting.get(id) ?? []).slice(1 - WAITING), how]);
    if (place.waiting.size > WAITING) place.waiting.delete(place.waiting.keys().next().value);
  }
  return null;
}

/** Take what happens now. @param {Chat} chat @param {Place} place @param {Message} message @param {string} [label] */
export function live(chat, place, message, label) {
  if (place.held) return void place.held.push([message, label]);
  const { msgid } = message.tags;
  const isKnown = Boolean(msgid) && place.byId.has(msgid);
  if (msgid && msgid > place.newest) place.newest = msgid;
  const item = itemOf(chat, place, message);
  if (item?.mine && label) chat.outbox.arrived(label);
  if (!item || isKnown) return;
  if (item.said) place.typists.delete(fold(item.nick));
  append(chat, place, item);
}

function append(chat, place, item) {
  const forgotten = place.add(item);
  if (forgotten) chat.tell("trimmed", { place, count: forgotten });
  if (item.said && !item.mine) {
    place.unread++;
    if (item.mentions || !place.isRoom) place.mentions++;
  }
  chat.tell("appended", { place, item });
}

/** Note somebody who comes or goes, in one row with those just before. */
export function passes(chat, place, message, how, nick, other = "") {
  if (place.held) return;
  const { msgid } = message.tags,
    at = timeOf(message),
    last = place.items.at(-1);
  if (msgid && msgid > place.newest) place.newest = msgid;
  if (last?.kind === "passing" && at - last.at < TOGETHER) {
    last.who = [...last.who.filter((each) => each.nick !== nick || each.how === "renamed"), { nick, how, other }];
    last.who = last.who.slice(-12);
    chat.tell("updated", { place, item: last });
    return;
  }
  append(chat, place, { id: "", at, kind: "passing", nick: "", text: "", who: [{ nick, how, other }] });
}

/** Show what the server says to us alone, where we are. */
export function told(chat, place, text) {
  append(chat, place, { id: "", at: Date.now(), kind: "told", nick: "", text });
}

/** Tell whether somebody is named in a text, as a word of its own. */
export function mentions(text, name) {
  const inside = fold(text),
    wanted = fold(name),
    letter = /[\p{L}\p{N}_]/u;
  for (let at = inside.indexOf(wanted); wanted && at >= 0; at = inside.indexOf(wanted, at + 1)) {
    if (!letter.test(inside[at - 1] ?? "") && !letter.test(inside[at + wanted.length] ?? "")) return true;
  }
  return false;
}

/** The name of the place that a message is for: a room, or the other one of a conversation. */
function placeName(chat, { params, nick }) {
  const to = params[0].replace(/^[@+](?=#)/, "");
  return isRoom(to) || (chat.isMe(nick) && !chat.isMe(to)) ? to : nick;
}

export const HANDLERS = {
  PRIVMSG: (chat, message, label) => live(chat, chat.open(placeName(chat, message)), message, label),
  NOTICE(chat, message, label) {
    if (message.source.includes("!")) live(chat, chat.open(placeName(chat, message)), message, label);
    else chat.notice(message.params[1]);
  },
  TAGMSG(chat, message) {
    const { tags, nick } = message,
      state = tags["+typing"],
      place = chat.find(placeName(chat, message));
    if (!place) return;
    if (!state) return live(chat, place, message);
    if (chat.isMe(nick)) return;
    if (state === "active") place.typists.set(fold(nick), { nick, until: Date.now() + TYPING });
    else place.typists.delete(fold(nick));
    chat.tell("typing", place);
  },
  REDACT(chat, message) {
    const place = chat.find(placeName(chat, message)) ?? chat.find(message.params[0]);
    if (place) live(chat, place, message);
  },
  MARKREAD(chat, { params }) {
    const place = chat.find(params[0]),
      at = Date.parse(params[1]?.replace("timestamp=", "") ?? "");
    if (!place || !(at > place.readAt)) return;
    place.readAt = at;
    chat.count(place);
  },
};
