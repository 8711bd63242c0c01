/** What people wrote, as nodes: links, code, quotes, the formatting of IRC. Texts stay texts. @module */
import { h } from "./dom.js";
import { fileNode } from "./files.js";

const PART = new RegExp(
  [
    /(`{1,3}[^`\n]+`{1,3})/, // 1: code
    /(\*\*[^*\n]+\*\*)/, // 2: strong
    /(https?:\/\/[^\s<>"'`]+)/, // 3: a link
    /((?<![\p{L}\p{N}&/])#[\p{L}\p{N}][\p{L}\p{N}_-]*)/u, // 4: a room
  ]
    .map((each) => each.source)
    .join("|"),
  "gu",
);
const FORMAT = /(\x03(?:\d{1,2}(?:,\d{1,2})?)?|\x04[0-9a-fA-F]{0,6}|[\x02\x0f\x11\x1d\x1e\x1f])/;
const MARKS = { "\x02": "strong", "\x1d": "em", "\x1f": "u", "\x1e": "s", "\x11": "code" };
// The colours of mIRC, as the nearest of our twelve, readable on both papers. White and black are the text's own.
const COLOURS = [null, null, 7, 4, 0, 1, 10, 1, 2, 3, 5, 6, 7, 11, null, null];
// Not shown: what controls terminals, and what would turn round the text of others.
const HIDDEN = /[\x00\x01\x05-\x09\x0b-\x0e\x10\x12-\x1c\x7f\u202a-\u202e\u2066-\u2069]/g;

/** The text alone. @param {string} text */
export const strip = (text) =>
  text
    .replace(HIDDEN, " ")
    .split(FORMAT)
    .filter((_, i) => i % 2 === 0)
    .join("");

/** @param {string} text @param {string} me  is marked; empty: nobody */
export function nodes(text, me = "") {
  const found = [];
  const blocks = text.replace(HIDDEN, "").split(/^```[^\n]*\n([\s\S]*?)\n?```$/m);
  blocks.forEach((block, i) => {
    if (i % 2) found.push(h("pre", { tabIndex: 0 }, h("code", {}, strip(block))));
    else if (block) found.push(...lines(i ? block.replace(/^\n/, "") : block, me));
  });
  return found;
}

function lines(text, me) {
  const found = [];
  let quote = null;
  text.split("\n").forEach((line, i, all) => {
    if (line.startsWith("> ")) {
      if (!quote) found.push((quote = h("blockquote")));
      else quote.append("\n");
      quote.append(...formatted(line.slice(2), me));
      return;
    }
    quote = null;
    found.push(...formatted(line, me));
    if (i < all.length - 1 && !all[i + 1].startsWith("> ")) found.push("\n");
  });
  return found;
}

function formatted(text, me) {
  if (!FORMAT.test(text)) return plain(text, me);
  const found = [],
    on = new Set();
  let colour = null;
  text.split(FORMAT).forEach((part, i) => {
    if (i % 2 === 0) {
      if (part) found.push(...[...on].reduce((inner, mark) => [h(mark, {}, inner)], tinted(plain(part, me), colour)));
    } else if (part === "\x0f") {
      on.clear();
      colour = null;
    } else if (MARKS[part]) on.delete(MARKS[part]) || on.add(MARKS[part]);
    else if (part[0] === "\x03") colour = COLOURS[parseInt(part.slice(1), 10)] ?? null;
    else colour = null;
  });
  return found;
}

const tinted = (inner, colour) => (colour === null ? inner : [h("span", { className: `tint hue-${colour}` }, inner)]);

function plain(text, me) {
  const found = [];
  let at = 0;
  for (const match of text.matchAll(PART)) {
    const [whole, code, strong, link, room] = match;
    if (match.index < at) continue;
    if (match.index > at) found.push(...named(text.slice(at, match.index), me));
    at = match.index + whole.length;
    if (code) found.push(h("code", {}, code.replace(/^`+|`+$/g, "")));
    else if (strong) found.push(h("strong", {}, plain(strong.slice(2, -2), me)));
    else if (room) found.push(h("a", { href: `#${encodeURIComponent(room.slice(1))}`, className: "room" }, room));
    else {
      const address = withoutStop(link);
      at = match.index + address.length;
      const elsewhere = () => h("a", { href: address, target: "_blank", rel: "noopener noreferrer nofollow" }, address);
      found.push(fileNode(address) ?? elsewhere());
    }
  }
  if (at < text.length) found.push(...named(text.slice(at), me));
  return found;
}

/** An address ends before the full stop of its sentence, and before a bracket that was opened before it. */
function withoutStop(address) {
  const count = (sign) => address.split(sign).length;
  for (;;) {
    const last = address.at(-1);
    const isOutside =
      ".,;:!?".includes(last) ||
      ([")", "]", "}"].includes(last) && count(last) > count({ ")": "(", "]": "[", "}": "{" }[last]));
    if (!isOutside) return address;
    address = address.slice(0, -1);
  }
}

function named(text, me) {
  if (!me) return [text];
  const name = me.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const word = new RegExp(`(?<![\\p{L}\\p{N}_])(${name})(?![\\p{L}\\p{N}_])`, "iu");
  return text
    .split(word)
    .map((part, i) => (i % 2 ? h("mark", {}, part) : part))
    .filter((part) => part !== "");
}
