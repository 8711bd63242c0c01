/** A room or a conversation, and what was said there. Pure. @module */

/**
 * One row of a place.
 * @typedef {object} Item
 * @property {string} id  of the event; ids grow, and sort as texts. Empty: it has none
 * @property {number} at  Unix time in milliseconds
 * @property {"said" | "action" | "notice" | "topic" | "passing" | "told"} kind
 * @property {string} nick
 * @property {string} text
 * @property {boolean} [said]  by a person: it counts as unread
 * @property {boolean} [mine]
 * @property {string} [key]  of the draft that it was
 * @property {string} [about]  the id of what it answers
 * @property {boolean} [mentions]  me
 * @property {boolean} [gone]  taken back
 * @property {Map<string, Set<string>>} [signs]  reactions, and whose
 * @property {string} [gap]  before this, something may be missing: the id from which to ask on
 * @property {string} [goesOn]  after this, something is missing: the id from which to ask on
 * @property {{nick: string, how: string, other: string}[]} [who]  came and went, for "passing"
 */

/**
 * @typedef {{nick: string, roles: string}} Member
 * @typedef {import("../irc/line.js").Message} Message
 */

/** Two names are the same if this is. @param {string} name */
export const fold = (name) => name.normalize("NFKC").toLowerCase();
/** @param {string} name */
export const isRoom = (name) => name[0] === "#";

const MOST = 100_000; // items in memory; of more, the oldest tenth is forgotten and can be asked for again

export class Place {
  /** @type {Item[]} */
  items = [];
  /** @type {Map<string, Item>} */
  byId = new Map();
  /** What changes items that are not here yet. @type {Map<string, ((item: Item) => void)[]>} */
  waiting = new Map();
  /** @type {Map<string, Member>} */
  members = new Map();
  /** @type {Map<string, {nick: string, until: number}>} */
  typists = new Map();
  topic = "";
  unread = 0;
  mentions = 0;
  readAt = 0;
  oldest = "";
  newest = ""; // ids of events: history is asked for before and after them
  hasBegun = false; // nothing is older than the first item
  isJoined = false;
  /** What was asked of history, until it is answered. @type {import("./history.js").Asked | null} */
  asked = null;
  /** What comes while history is caught up with, each with its label. @type {[Message, string | undefined][] | null} */
  held = null;
  pages = 0; // of catching up

  /** @param {string} name */
  constructor(name) {
    this.rename(name);
  }

  rename(name) {
    this.name = name;
    this.key = fold(name);
    this.isRoom = isRoom(name);
  }

  /** The name without its sign. */
  get title() {
    return this.isRoom ? this.name.slice(1) : this.name;
  }

  /** What stands behind `#` in the address of the page. */
  get hash() {
    return encodeURIComponent(this.isRoom ? this.title : `@${this.name}`);
  }

  /** The first message of others that has not been read; none for whoever has never read here. */
  firstUnread() {
    return this.readAt ? this.items.find((item) => item.said && !item.mine && item.at > this.readAt) : undefined;
  }

  /** Put an item at the end. Gives how many were forgotten at the beginning. @param {Item} item */
  add(item) {
    this.items.push(item);
    if (this.items.length <= MOST) return 0;
    const forgotten = this.items.splice(0, MOST / 10);
    for (const each of forgotten) this.byId.delete(each.id);
    this.hasBegun = false;
    this.oldest = this.items.find((each) => each.id)?.id ?? "";
    return forgotten.length;
  }

  /**
   * Put a page of history in its place: what follows each other in the page does so here. At both its ends
   * something may be missing, unless it is known what the page joins on to.
   * @param {Item[]} page  in order; some may be here already
   * @param {{after?: Item, before?: Item, from?: string, isEnd?: boolean}} [known]  the items that it follows and
   *   precedes; the id from which to ask on, before it; whether nothing comes after it
   * @returns {{at: number, count: number}[]} where something was put in, in this order
   */
  merge(page, { after, before, from = "", isEnd = false } = {}) {
    const run = [...(after ? [after] : []), ...page, ...(before ? [before] : [])];
    const put = [];
    const here = new Set(this.items);
    const isHere = (item) => here.has(item);
    let last = null; // the item of the run before
    for (let i = 0; i < run.length; i++) {
      const item = run[i];
      if (isHere(item)) {
        if (last) item.gap = undefined;
        last = item;
        continue;
      }
      let count = 1;
      while (i + count < run.length && !isHere(run[i + count])) count++;
      const fresh = run.slice(i, i + count),
        next = run[i + count];
      const at = last ? this.items.indexOf(last) + 1 : next ? this.items.indexOf(next) : this.#placeOf(fresh[0]);
      this.items.splice(at, 0, ...fresh);
      put.push({ at, count });
      if (!last && at > 0) fresh[0].gap = from || fresh[0].id;
      const following = this.items[at + count];
      if (!next && following && !isEnd) following.gap ||= following.id || fresh.at(-1).id;
      last = fresh.at(-1);
      i += count - 1;
    }
    return put;
  }

  /** Where an item belongs by its id. @param {Item} item */
  #placeOf(item) {
    let at = this.items.length;
    while (at > 0 && (this.items[at - 1].id || item.id) > item.id) at--;
    return at;
  }
}
