/** Pages of the past: scrolling up, catching up, jumping, filling what is missing in between. Pure. @module */
import { itemOf } from "./talking.js";

const PAGE = 100; // events, the most that the server gives at once
const FIRST = 50; // events of a place that is opened
const CATCH_UP = 10; // pages; after a longer absence only the newest page is fetched, and a gap is shown

/**
 * @typedef {import("./chat.js").Chat} Chat
 * @typedef {import("./place.js").Place} Place
 * @typedef {import("./place.js").Item} Item
 * @typedef {{how: string, item?: Item, then?: (found: boolean) => void, id?: string}} Asked
 */

/** @param {Chat} chat @param {Place} place @param {Asked} asked */
function ask(chat, place, asked, reference, count = PAGE) {
  if (place.asked) return false;
  place.asked = asked;
  return chat.link.send("CHATHISTORY", [asked.how, place.name, reference, String(count)]);
}

/** Fetch what was said meanwhile, or the newest; what comes live is held until then. */
export function begin(chat, place) {
  place.held ??= [];
  place.pages = 0;
  place.asked = null;
  if (place.newest) ask(chat, place, { how: "AFTER" }, `msgid=${place.newest}`);
  else ask(chat, place, { how: "LATEST" }, "*", FIRST);
}

/** Fetch what is older than all that is here. */
export function older(chat, place) {
  if (!place.hasBegun && place.oldest) ask(chat, place, { how: "BEFORE" }, `msgid=${place.oldest}`);
}

/** Fetch what is missing before an item: from there, or for somebody who comes from above, from the other end. */
export function fill(chat, place, item, fromAbove = false) {
  const last = place.items[place.items.indexOf(item) - 1];
  if (!item.gap) return;
  if (fromAbove && last?.id) ask(chat, place, { how: "AFTER", item: last }, `msgid=${last.goesOn ?? last.id}`);
  else ask(chat, place, { how: "BEFORE", item }, `msgid=${item.gap}`);
}

/** Fetch a message and what stands around it; tells whether it was found. @returns {Promise<boolean>} */
export function around(chat, place, id) {
  if (place.byId.has(id)) return Promise.resolve(true);
  return new Promise((then) => {
    const went = () => ask(chat, place, { how: "AROUND", id, then }, `msgid=${id}`);
    if (place.asked)
      setTimeout(() => went() || then(false), 300); // scrolling has just asked for a page
    else if (!went()) then(false);
  });
}

/** Take a page. @param {Chat} chat @param {import("../irc/line.js").Message[]} lines */
export function page(chat, target, lines) {
  const place = chat.find(target),
    asked = place?.asked;
  if (!asked) return;
  place.asked = null;
  const items = lines.map((line) => itemOf(chat, place, line)).filter((each) => each !== null);
  const ids = lines.map((line) => line.tags.msgid).filter(Boolean);
  ({ BEFORE: before, AFTER: after, LATEST: latest, AROUND: found })[asked.how](chat, place, asked, items, ids);
}

function before(chat, place, asked, items, ids) {
  const first = place.items[0],
    next = asked.item ?? first;
  if (asked.item && ids.length) asked.item.gap = ids[0];
  if (!asked.item) {
    if (ids.length) place.oldest = ids[0];
    place.hasBegun = ids.length < PAGE;
  }
  const put = place.merge(items, { before: next, from: ids[0] });
  if (asked.item && ids.length < PAGE) asked.item.gap = items.length ? asked.item.gap : undefined;
  chat.tell("inserted", { place, put });
}

function after(chat, place, asked, items, ids) {
  if (asked.item) {
    if (ids.length) asked.item.goesOn = ids.at(-1);
    return chat.tell("inserted", { place, put: place.merge(items, { after: asked.item }) });
  }
  if (ids.length) place.newest = ids.at(-1);
  place.merge(items, { after: place.items.at(-1), isEnd: true });
  chat.tell("appended", { place });
  if (ids.length < PAGE) return caughtUp(chat, place);
  if (++place.pages < CATCH_UP) ask(chat, place, { how: "AFTER" }, `msgid=${place.newest}`);
  else ask(chat, place, { how: "LATEST" }, "*", FIRST);
}

function latest(chat, place, _asked, items, ids) {
  if (ids.length) place.newest = ids.at(-1);
  if (!place.items.length) {
    place.oldest = ids[0] ?? "";
    place.hasBegun = ids.length < FIRST;
  }
  place.merge(items, { from: ids[0], isEnd: true });
  chat.tell("appended", { place });
  caughtUp(chat, place);
}

function found(chat, place, asked, items, ids) {
  const put = place.merge(items, { from: ids[0] });
  if (put[0]?.at === 0) place.oldest = ids[0];
  chat.tell("inserted", { place, put });
  asked.then(place.byId.has(asked.id));
}

/** What was asked for will not come. */
export function failed(chat, place) {
  const asked = place.asked;
  if (!asked) return;
  place.asked = null;
  asked.then?.(false);
  if (place.held) caughtUp(chat, place);
}

function caughtUp(chat, place) {
  const held = place.held ?? [];
  place.held = null;
  for (const [message, label] of held) chat.handle(message, label);
  chat.count(place);
  chat.outbox.settle(place);
}
