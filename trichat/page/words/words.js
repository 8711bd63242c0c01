/** Saying things in the language of whoever reads, and telling the time as they do. @module */
import { Memory } from "../chat/memory.js";
import { EN } from "./en.js";

const LANGUAGES = ["en", "ru"];
const DAY = 86_400_000; // milliseconds
const wanted = new Memory(() => localStorage).get("settings", /** @type {any} */ ({})).language;
const languages = [wanted, ...(navigator.languages ?? [])].filter(Boolean);

export const language = languages.map((each) => each.slice(0, 2)).find((each) => LANGUAGES.includes(each)) ?? "en";
const table = language === "ru" ? (await import("./ru.js")).RU : EN;
const plural = new Intl.PluralRules(language);

/** Say something, with its gaps filled. @param {string} key @param {Record<string, any>} gaps */
export function t(key, gaps = {}) {
  const found = table[key] ?? EN[key] ?? key;
  const text = typeof found === "string" ? found : (found[plural.select(gaps.n)] ?? found.other);
  return text.replace(/\{(\w+)\}/g, (_, name) => gaps[name] ?? "");
}

// en-GB and en-US tell the time differently, so the browser's own variety counts.
const region = (navigator.languages ?? []).find((each) => each.startsWith(language)) ?? language;
const clock = new Intl.DateTimeFormat(region, { hour: "numeric", minute: "2-digit" });
const long = new Intl.DateTimeFormat(region, { dateStyle: "full" });
const medium = new Intl.DateTimeFormat(region, { dateStyle: "medium", timeStyle: "short" });
const midnight = (at) => new Date(at).setHours(0, 0, 0, 0);

export const time = (at) => clock.format(at);
export const moment = (at) => medium.format(at);
/** Without AM and PM: for where there is little room. */
export const brief = (at) =>
  clock
    .formatToParts(at)
    .filter((part) => part.type !== "dayPeriod")
    .map((part) => part.value)
    .join("")
    .trim();

export function day(at) {
  const days = Math.round((midnight(Date.now()) - midnight(at)) / DAY);
  return days === 0 ? t("today") : days === 1 ? t("yesterday") : long.format(at);
}

let last = [0, 0]; // a midnight and the next: most rows are of the same day, and to ask for it takes microseconds
export function sameDay(a, b) {
  if (a < last[0] || a >= last[1]) last = [midnight(a), new Date(midnight(a) + DAY * 1.5).setHours(0, 0, 0, 0)];
  return b >= last[0] && b < last[1];
}
