/** Windows in which one finds something: a message, a room, a person, a key of the keyboard. @module */
import { hueOf } from "../../chat/people.js";
import { fold } from "../../chat/place.js";
import { list, search } from "../../chat/rooms.js";
import { moment, t } from "../../words/words.js";
import { choice, open, openFinder } from "./dialog.js";
import { h } from "../dom.js";
import { nameOf } from "../talk/rows.js";
import { strip } from "../text.js";

const PAUSE = 150; // milliseconds without a key until one searches
const SHOWN = 200; // rooms of the directory at once

/** @typedef {import("../../chat/chat.js").Chat} Chat */

/** Search a place. @param {Chat} chat @param {(id: string) => void} goTo */
export function findMessages(chat, place, text, goTo) {
  const row = (found) =>
    choice(
      () => goTo(found.id),
      h("span", { className: "head" }, nameOf(chat, found.nick), h("time", {}, moment(found.at))),
      h("span", { className: "line-of-text", dir: "auto" }, strip(found.text)),
    );
  openFinder(t("searchIn", { place: place.name }), t("searchWords"), text, async (words, isWanted) => {
    if (words.length < 2) return null;
    await new Promise((then) => setTimeout(then, PAUSE));
    return isWanted() ? (await search(chat, place, words)).map(row) : null;
  });
}

/** Go to a place that is open, or to anybody by name. @param {Chat} chat */
export function findPlaces(chat, go) {
  openFinder(t("jump"), t("jumpName"), "", (words) => {
    const wanted = fold(words).replace(/^#/, "");
    const people = new Set(
      [...chat.places.values()].flatMap((place) => [...place.members.values()].map((each) => each.nick)),
    );
    const known = [...chat.places.values()].filter((place) => place.key.includes(wanted));
    const others = [...people].filter(
      (nick) => wanted && fold(nick).includes(wanted) && !chat.find(nick) && !chat.isMe(nick),
    );
    const dot = (place) => (place.unread ? h("span", { className: "count" }, String(place.unread)) : null);
    return [
      ...known.slice(0, 8).map((place) => choice(() => go(place), h("bdi", {}, place.name), dot(place))),
      ...others
        .slice(0, 5)
        .map((nick) =>
          choice(() => go(chat.open(nick)), h("bdi", { className: `nick hue-${hueOf(chat, nick)}` }, nick)),
        ),
    ];
  });
}

/** All rooms of the server; a name that is not among them makes a new one. @param {Chat} chat */
export function findRooms(chat, join) {
  const all = list(chat);
  const row = (room) =>
    choice(
      () => join(room.name),
      h(
        "span",
        { className: "head" },
        h("bdi", { className: "name" }, room.name),
        h("small", {}, t("peopleHere", { n: room.people })),
      ),
      h("span", { className: "line-of-text", dir: "auto" }, strip(room.topic)),
    );
  openFinder(t("directory"), t("room"), "", async (words) => {
    const name = words.replace(/^#/, ""),
      wanted = fold(name),
      rooms = await all;
    const found = rooms
      .filter((room) => fold(room.name + room.topic).includes(wanted))
      .slice(0, SHOWN)
      .map(row);
    if (!name || rooms.some((room) => fold(room.name) === `#${wanted}`)) return found;
    return [...found, choice(() => join(`#${name}`), h("strong", {}, t("makeRoom", { name: `#${name}` })))];
  });
}

const KEYS = [
  ["Enter", "keySend"],
  ["Shift+Enter", "keyLine"],
  ["Tab", "keyComplete"],
  ["↑", "keyUp"],
  ["↑ ↓", "keyWalk"],
  ["R", "keyReply"],
  ["E", "keyReact"],
  ["P", "keyPerson"],
  ["Del", "takeBack"],
  ["Esc", "keyBack"],
  ["End", "newest"],
  ["Alt+↑ Alt+↓", "keyRooms"],
  ["Ctrl+K", "jump"],
  ["Ctrl+Shift+F", "keySearch"],
  ["Ctrl+/", "keyHelp"],
];
const TYPED = [
  "/join ROOM",
  "/leave",
  "/msg NAME TEXT",
  "/me TEXT",
  "/nick NAME",
  "/topic TEXT",
  "/rooms",
  "/search WORDS",
  "/invite NAME",
  "/kick NAME",
  "/ban NAME 2h",
  "/mute NAME 10m",
  "/op NAME",
  "/whois NAME",
  "/away TEXT",
  "/ignore NAME",
];

/** What the keyboard can do, and what can be typed. */
export function showHelp() {
  const key = ([keys, what]) => [
    h(
      "dt",
      {},
      keys.split(" ").map((each) => h("kbd", {}, each)),
    ),
    h("dd", {}, t(what)),
  ];
  open(
    t("shortcuts"),
    h("dl", { className: "keys" }, KEYS.map(key)),
    h("h3", {}, t("commands")),
    h(
      "p",
      { className: "typed" },
      TYPED.map((each) => [h("code", {}, each), " "]),
    ),
    h("h3", {}, t("writing")),
    h(
      "p",
      { className: "typed" },
      h("code", {}, "**bold**"),
      " ",
      h("code", {}, "`code`"),
      " ",
      h("code", {}, "> quote"),
      " ",
      h("code", {}, "```"),
      " ",
      h("code", {}, ":smile"),
    ),
  );
}
