/** Who is in which room, and what rooms there are. Pure. @module */
import { escape } from "../irc/line.js";
import * as history from "./history.js";
import { fold } from "./place.js";
import { live, passes } from "./talking.js";

const FOUND = 50; // messages of one search
const AT_ONCE = 10; // rooms of one JOIN, the most that the server takes

/** @typedef {import("./chat.js").Chat} Chat */

export function remember(chat) {
  const joined = [...chat.places.values()].filter((place) => place.isRoom && place.isJoined);
  chat.memory.set(
    "rooms",
    joined.map((place) => place.name),
  );
}

/**
 * Go where one was, and ask in the same breath what was said there: on a phone, each round trip is felt.
 * @param {Chat} chat
 */
export function rejoin(chat) {
  const names = new Set(chat.memory.get("rooms", ["#lobby"]));
  for (const place of chat.places.values()) if (place.isRoom) names.add(place.name);
  const all = [...names];
  for (let at = 0; at < all.length; at += AT_ONCE) chat.link.send("JOIN", [all.slice(at, at + AT_ONCE).join(",")]);
  for (const name of all) history.begin(chat, chat.open(name));
}

/** @param {Chat} chat @returns {Promise<{name: string, people: number, topic: string}[]>} */
export async function list(chat) {
  const lines = (await chat.ask("LIST", [])).filter((line) => line.command === "322");
  const rooms = lines.map(({ params }) => ({ name: params[1], people: Number(params[2]), topic: params[3] ?? "" }));
  return rooms.sort((a, b) => b.people - a.people || a.name.localeCompare(b.name));
}

/** Search a place, newest first. @param {Chat} chat */
export async function search(chat, place, text) {
  const lines = await chat.ask("SEARCH", [`text=${escape(text)};in=${escape(place.name)};limit=${FOUND}`]);
  const said = lines.filter((line) => line.command === "PRIVMSG" || line.command === "NOTICE");
  return said
    .map(({ tags, nick, params }) => ({
      id: tags.msgid,
      at: Date.parse(tags.time),
      nick,
      text: params[1].replace(/^\x01ACTION |\x01$/g, ""),
    }))
    .reverse();
}

/** Who is banned or muted in a room. @param {Chat} chat @returns {Promise<{mask: string, by: string}[]>} */
export async function bans(chat, place) {
  const lines = await chat.ask("MODE", [place.name, "+b"]);
  return lines.filter((line) => line.command === "367").map(({ params }) => ({ mask: params[2], by: params[3] ?? "" }));
}

function leaves(chat, place, message, nick, how) {
  if (!place) return;
  place.members.delete(fold(nick));
  place.typists.delete(fold(nick));
  if (chat.isMe(nick)) {
    place.isJoined = false;
    if (how === "left") chat.places.delete(place.key);
    remember(chat);
    chat.tell("places");
  }
  passes(chat, place, message, how, message.nick, how === "kicked" ? nick : "");
  chat.tell("people", place);
}

/** Change somebody's roles by one letter of MODE. */
function role(place, nick, letter, isAdded) {
  const member = place.members.get(fold(nick));
  if (!member) return;
  const signs = new Set(member.roles),
    sign = letter === "o" ? "@" : "+";
  if (isAdded) signs.add(sign);
  else signs.delete(sign);
  member.roles = ["@", "+"].filter((each) => signs.has(each)).join("");
}

export const HANDLERS = {
  JOIN(chat, message) {
    const [name] = message.params;
    if (chat.isMe(message.nick)) {
      const place = chat.open(name);
      place.isJoined = true;
      place.members.clear();
      remember(chat);
      if (!place.held || !place.asked) history.begin(chat, place); // else it was asked for already
      chat.tell("joined", place);
      return;
    }
    const place = chat.find(name);
    if (!place) return;
    place.members.set(fold(message.nick), { nick: message.nick, roles: "" });
    passes(chat, place, message, "joined", message.nick);
    chat.tell("people", place);
  },
  PART: (chat, message) => leaves(chat, chat.find(message.params[0]), message, message.nick, "left"),
  KICK: (chat, message) => leaves(chat, chat.find(message.params[0]), message, message.params[1], "kicked"),
  QUIT(chat, message) {
    for (const place of chat.places.values()) {
      if (place.members.has(fold(message.nick))) leaves(chat, place, message, message.nick, "left");
    }
  },
  NICK(chat, message) {
    const { nick } = message,
      [other] = message.params,
      profile = chat.profiles.get(fold(nick));
    if (profile) {
      chat.profiles.delete(fold(nick));
      chat.profiles.set(fold(other), profile);
    }
    if (chat.isMe(nick)) {
      chat.me = other;
      chat.link.renamed(other);
      chat.tell("entered");
    }
    for (const place of chat.places.values()) {
      const member = place.members.get(fold(nick));
      if (!member) continue;
      place.members.delete(fold(nick));
      place.members.set(fold(other), { ...member, nick: other });
      passes(chat, place, message, "renamed", nick, other);
      chat.tell("people", place);
    }
    const talk = chat.find(nick);
    if (talk && !talk.isRoom && !chat.find(other)) moved(chat, talk, other);
  },
  TOPIC(chat, message) {
    const place = chat.find(message.params[0]);
    if (!place) return;
    place.topic = message.params[1];
    live(chat, place, message);
    chat.tell("places");
  },
  MODE(chat, { params }) {
    const place = chat.find(params[0]),
      names = params.slice(2);
    if (!place) return;
    let isAdded = true;
    for (const letter of params[1] ?? "") {
      if (letter === "+" || letter === "-") isAdded = letter === "+";
      else if (letter === "o" || letter === "v") role(place, names.shift() ?? "", letter, isAdded);
      else if ("beIk".includes(letter) || ("lWH".includes(letter) && isAdded)) names.shift();
    }
    chat.tell("people", place);
  },
  RENAME(chat, { params }) {
    const place = chat.find(params[0]);
    if (!place) return;
    moved(chat, place, params[1]);
    remember(chat);
  },
  331: (chat, { params }) => topicIs(chat, params[1], ""),
  332: (chat, { params }) => topicIs(chat, params[1], params[2]),
  353(chat, { params }) {
    const place = chat.find(params[2]);
    for (const name of place ? params[3].split(" ") : []) {
      const [, roles, nick] = /^([@+]*)(.*)$/.exec(name);
      if (nick) place.members.set(fold(nick), { nick, roles });
    }
  },
  366(chat, { params }) {
    const place = chat.find(params[1]);
    if (place) chat.tell("people", place);
  },
};

function moved(chat, place, name) {
  chat.places.delete(place.key);
  place.rename(name);
  chat.places.set(place.key, place);
  chat.tell("places", place);
}

function topicIs(chat, name, text) {
  const place = chat.find(name);
  if (!place) return;
  place.topic = text;
  chat.tell("places");
}
