/** What one types behind a slash. Pure. @module */
import { isRoom } from "./place.js";

/**
 * What the page does itself.
 * @typedef {object} Page
 * @property {(place: import("./place.js").Place) => void} go
 * @property {(room: string) => void} join
 * @property {(text: string) => void} search
 * @property {() => void} rooms
 * @property {() => void} help
 */

/**
 * @typedef {import("./place.js").Place} Place
 * @typedef {{chat: import("./chat.js").Chat, place: Place, page: Page, words: string[], rest: string}} Typed
 */

/** A command that needs a room: it may be named first, or it is the one that one is in. */
const inRoom =
  (name, ...before) =>
  ({ chat, place, words }) => {
    const isNamed = isRoom(words[0] ?? "");
    const [room, ...others] = isNamed ? words : [place.name, ...words];
    return chat.command(place, name, [room, ...before, ...others]);
  };
const mode = (change) => inRoom("MODE", change);
const plain =
  (name) =>
  ({ chat, place, rest }) =>
    chat.command(place, name, rest ? rest.split(" ") : []);
const whole =
  (name) =>
  ({ chat, place, rest }) =>
    chat.command(place, name, rest ? [rest] : []);

/** @type {Record<string, (typed: Typed) => void>} */
export const COMMANDS = {
  join: ({ chat, page, words }) => words[0] && (words[1] ? chat.join(words[0], words[1]) : page.join(words[0])),
  leave({ chat, place, page }) {
    const next = [...chat.places.values()].find((each) => each !== place);
    if (!next) return;
    page.go(next);
    chat.close(place);
  },
  msg({ chat, page, words }) {
    const [name, ...text] = words;
    const to = name && (isRoom(name) ? chat.find(name) : chat.open(name));
    if (!to) return;
    page.go(to);
    if (text.length) chat.say(to, text.join(" "));
  },
  me: ({ chat, place, rest }) => rest && chat.say(place, `\x01ACTION ${rest}\x01`),
  nick: plain("NICK"),
  topic: ({ chat, place, rest }) => chat.command(place, "TOPIC", [place.name, ...(rest ? [rest] : [])]),
  search: ({ page, rest }) => page.search(rest),
  rooms: ({ page }) => page.rooms(),
  invite: ({ chat, place, words }) => words[0] && chat.command(place, "INVITE", [words[0], words[1] ?? place.name]),
  kick({ chat, place, words: [name, ...why] }) {
    if (name) chat.command(place, "KICK", [place.name, name, ...(why.length ? [why.join(" ")] : [])]);
  },
  ban: inRoom("BAN"),
  unban: inRoom("UNBAN"),
  mute: inRoom("MUTE"),
  unmute: inRoom("UNMUTE"),
  op: mode("+o"),
  deop: mode("-o"),
  voice: mode("+v"),
  devoice: mode("-v"),
  mode: inRoom("MODE"),
  rename: ({ chat, place, words }) => words[0] && chat.command(place, "RENAME", [place.name, words[0]]),
  whois: plain("WHOIS"),
  away: whole("AWAY"),
  back: ({ chat, place }) => chat.command(place, "AWAY", []),
  ignore: plain("IGNORE"),
  unignore: plain("UNIGNORE"),
  report: ({ chat, place, words: [name, ...text] }) => name && chat.command(place, "REPORT", [name, text.join(" ")]),
  quote: ({ chat, place, words: [command, ...others] }) =>
    command && chat.command(place, command.toUpperCase(), others),
  help: ({ page }) => page.help(),
};

/** Do what was typed; false if there is no such command. @param {Omit<Typed, "words">} typed @param {string} name */
export function run(name, typed) {
  const act = Object.hasOwn(COMMANDS, name) && COMMANDS[name];
  if (act) act({ ...typed, words: typed.rest.split(" ").filter(Boolean) });
  return Boolean(act);
}
