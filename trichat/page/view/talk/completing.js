/** What the word at the cursor may become: commands, names, rooms, emoji. @module */

const MOST = 7; // choices
/** Names and signs, from the first colon on. @type {[string, string][]} */
let emoji = [];
/** From the first slash on. @type {Record<string, unknown>} */
let commands = {};

/** @typedef {{start: number, end: number, put: string, show: string}} Choice */

/**
 * @param {string} text  up to the cursor
 * @param {import("../../chat/chat.js").Chat} chat @param {import("../../chat/place.js").Place} place
 * @param {boolean} isAsked  by Tab: then a name needs no `@`
 * @returns {Choice[]}
 */
export function complete(text, chat, place, isAsked = false) {
  const [word] = /\S*$/.exec(text),
    start = text.length - word.length,
    typed = word.slice(1).toLowerCase();
  const choices = (all, wanted, put, show) =>
    all
      .filter((each) => String(each).toLowerCase().startsWith(wanted))
      .slice(0, MOST)
      .map((each) => ({ start, end: text.length, put: put(each), show: show(each) }));
  const nicks = () => [...place.members.values()].map(({ nick }) => nick).filter((nick) => !chat.isMe(nick));
  const address = (nick) => (start ? `${nick} ` : `${nick}: `);
  if (text === "/") import("../../chat/commands.js").then(({ COMMANDS }) => (commands = COMMANDS));
  if (word[0] === "/" && start === 0 && Object.hasOwn(commands, typed)) return []; // so that Enter does it
  if (word[0] === "/" && start === 0)
    return choices(
      Object.keys(commands),
      typed,
      (each) => `/${each} `,
      (each) => `/${each}`,
    );
  if (word[0] === "@") return choices(nicks(), typed, address, String);
  if (word[0] === "#") {
    const rooms = [...chat.places.values()].filter((each) => each.isRoom).map((each) => each.title);
    return choices(
      rooms,
      typed,
      (each) => `#${each} `,
      (each) => `#${each}`,
    );
  }
  if (word[0] === ":" && !emoji.length) import("../windows/emoji.js").then(({ EMOJI }) => (emoji = EMOJI));
  if (word[0] === ":" && word.length > 2) {
    const found = emoji.filter(([name]) => name.includes(typed)).slice(0, MOST);
    return found.map(([name, sign]) => ({ start, end: text.length, put: `${sign} `, show: `${sign} ${name}` }));
  }
  return isAsked && word ? choices(nicks(), word.toLowerCase(), address, String) : [];
}
