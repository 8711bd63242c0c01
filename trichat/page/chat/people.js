/** What people tell of themselves (metadata), and what one may do with them. Pure. @module */
import { fold } from "./place.js";

/** @typedef {{name?: string, face?: string, color?: string, status?: string, pronouns?: string}} Profile */

// An avatar is a sign or two letters, not an image: an image is fetched from somewhere, which tells who reads.
export const FIELDS = {
  name: "display-name",
  face: "trichat/face",
  color: "color",
  status: "status",
  pronouns: "pronouns",
};
const BY_KEY = Object.fromEntries(Object.entries(FIELDS).map(([field, key]) => [key, field]));
const FACE = 2; // characters, as people count them
const segmenter = new Intl.Segmenter(); // to make one takes longer than to use it

/** What the server is asked to tell of everybody. */
export const subscribe = (chat) => chat.link.send("METADATA", ["*", "SUB", ...Object.values(FIELDS)]);

/** @param {import("./chat.js").Chat} chat @returns {Profile} */
export const profileOf = (chat, nick) => chat.profiles.get(fold(nick)) ?? {};

/** The sign of a person: their own, or the first of their name. */
export function faceOf(chat, nick) {
  const signs = [...segmenter.segment(profileOf(chat, nick).face || nick)].map((each) => each.segment);
  return profileOf(chat, nick).face ? signs.slice(0, FACE).join("") : (signs[0] ?? "").toUpperCase();
}

/** A number of 0 to 11 for the colour of a person: the nearest to the one that they want, else one by their name. */
export function hueOf(chat, nick) {
  const wanted = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(profileOf(chat, nick).color ?? "");
  if (wanted) return Math.round(angle(wanted.slice(1).map((part) => parseInt(part, 16))) / 30) % 12;
  return [...fold(nick)].reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)) >>> 0, 7) % 12;
}

/** The hue of a colour, in degrees. @param {number[]} colour */
function angle([red, green, blue]) {
  const most = Math.max(red, green, blue),
    range = most - Math.min(red, green, blue) || 1;
  if (most === red) return (60 * (green - blue)) / range + (green < blue ? 360 : 0);
  return most === green ? (60 * (blue - red)) / range + 120 : (60 * (red - green)) / range + 240;
}

/** Tell of oneself. Only what has changed is sent. @param {Profile} profile */
export function tellProfile(chat, profile) {
  const before = profileOf(chat, chat.me);
  for (const [field, key] of Object.entries(FIELDS)) {
    const value = (profile[field] ?? "").trim();
    if (value !== (before[field] ?? "")) chat.link.send("METADATA", ["*", "SET", key, ...(value ? [value] : [])]);
  }
}

/** Tell whether one may moderate a place. @param {import("./chat.js").Chat} chat */
export const isOp = (chat, place) =>
  place.isRoom && (chat.isOperator || Boolean(place.members.get(fold(chat.me))?.roles.includes("@")));

/** @param {import("./chat.js").Chat} chat @param {keyof ReturnType<typeof orders>} what */
export function moderate(chat, place, nick, what, time = "", reason = "") {
  const [command, ...params] = orders(place.name, nick, time, reason)[what];
  return chat.command(place, command, params.filter(Boolean));
}

const orders = (room, nick, time, reason) => ({
  kick: ["KICK", room, nick, reason],
  ban: ["BAN", room, nick, time, reason],
  mute: ["MUTE", room, nick, time, reason],
  op: ["MODE", room, "+o", nick],
  deop: ["MODE", room, "-o", nick],
  voice: ["MODE", room, "+v", nick],
  devoice: ["MODE", room, "-v", nick],
});

function note(chat, target, key, value) {
  const field = BY_KEY[key];
  if (!field || target[0] === "#") return;
  const name = fold(target === "*" ? chat.me : target);
  chat.profiles.set(name, { ...chat.profiles.get(name), [field]: value });
  chat.tell("profile", name);
}

export const HANDLERS = {
  METADATA: (chat, { params }) => note(chat, params[0], params[1], params.length > 3 ? params[3] : ""),
  761: (chat, { params }) => note(chat, params[1], params[2], params[4] ?? ""),
  766: (chat, { params }) => note(chat, params[1], params[2], ""),
  770() {},
};
