/** What was said in one place: a window of rows that moves over the items, so that 100,000 cost what 100 do. @module */
import * as history from "../../chat/history.js";
import { t } from "../../words/words.js";
import { h, soon } from "../dom.js";
import { drawDrafts, rowOf } from "./rows.js";
import { isSeen, JumpButton, keep, point } from "./scrolling.js";
import { Tools } from "./tools.js";

const MOST = 240; // rows in the document
const STEP = 80; // rows that are added when an edge comes near
const SCREENFUL = 48; // rows that are made when more has come than is worth making
const NEAR = 800; // pixels from an edge
const AT_END = 40; // pixels from the end that count as there
const BUSY = 250; // milliseconds between two drawings when much comes: painting costs more than reading ten lines

/**
 * @typedef {import("../../chat/place.js").Item} Item
 * @typedef {import("../../chat/place.js").Place} Place
 */

export class Timeline {
  /** @type {Place} */
  place = null;
  #from = 0;
  #to = 0; // the items that have rows
  /** @type {Map<Item, HTMLElement>} */
  #rows = new Map();
  #dirty = new Set();
  #frame = 0;
  #due = 0;
  #sticks = true; // to the end, until the reader scrolls up
  #firstNew; // above it stands the line for what is new
  #news = 0;
  #top = 0;
  #pinned = 0;
  #jumping = 0;

  /**
   * @param {HTMLElement} root @param {import("../../chat/chat.js").Chat} chat
   * @param {{reply: (item: Item) => void, drawn: () => void, person: (nick: string) => void, back: () => void,
   *   missing: () => void}} on
   */
  constructor(root, chat, on) {
    this.chat = chat;
    this.on = on;
    this.list = h("ol", { className: "rows" });
    this.box = h(
      "div",
      { className: "scroll", role: "log", "aria-live": "off", tabIndex: 0, onscroll: () => this.#scrolled() },
      this.list,
    );
    this.jump = new JumpButton(() => this.toEnd());
    root.append(this.box, this.jump.element);
    this.tools = new Tools(this, on);
    new ResizeObserver(() => this.#sticks && this.#pin()).observe(this.box);
    const here = (name, act) => chat.on(name, (detail) => (detail?.place ?? detail) === this.place && act(detail));
    here("appended", ({ item }) => this.#grew(item));
    here("drafts", () => this.#grew());
    here("updated", ({ item }) => this.#change(item));
    here("inserted", ({ put }) => this.#inserted(put));
    here("trimmed", ({ count }) => this.#trimmed(count));
    addEventListener("blur", () => this.#looksAway());
    const anew = soon(() => this.place && this.#redo(), 200);
    chat.on("profile", anew);
  }

  get atEnd() {
    return this.#sticks;
  }

  /** @param {Place} place */
  show(place) {
    this.place = place;
    this.#firstNew = place.firstUnread();
    this.#sticks = true;
    this.#news = 0;
    this.box.setAttribute("aria-label", t("messages", { place: place.name }));
    this.#clear();
    this.#from = this.#to = 0;
    this.#draw();
  }

  toEnd() {
    this.#sticks = true;
    this.#news = 0;
    this.#grew(undefined, true);
  }

  /** Show one message, wherever it is: what is not here is fetched. @param {string} id */
  async goTo(id) {
    const place = this.place,
      turn = ++this.#jumping;
    const isFound = await history.around(this.chat, place, id);
    if (place !== this.place || turn !== this.#jumping) return;
    const item = place.byId.get(id),
      at = place.items.indexOf(item);
    if (!isFound || at < 0) return this.on.missing();
    this.#sticks = false;
    this.#clear();
    this.#from = this.#to = Math.max(0, at - STEP / 2);
    this.#below(this.#to + STEP);
    const row = this.#rows.get(item);
    point(row);
    this.#top = this.box.scrollTop;
    this.#button();
  }

  /** @param {Element} [row] */
  itemOf(row) {
    return row && this.place.byId.get(/** @type {HTMLElement} */ (row).dataset.id);
  }

  /** Fetch what is missing before a row. */
  fill(row, fromAbove = false) {
    for (const [item, each] of this.#rows) if (each === row) history.fill(this.chat, this.place, item, fromAbove);
  }

  // Drawing

  #clear() {
    if (this.list.contains(document.activeElement)) this.box.focus({ preventScroll: true }); // else no key scrolls
    this.list.replaceChildren();
    this.#rows.clear();
    this.tools.hide();
  }

  /** There is something at the end: an item, or if none is given, others or drafts. @param {Item} [item] */
  #grew(item, now = false) {
    const isUnseen = item?.said && !item.mine && !(this.#sticks && document.hasFocus());
    if (isUnseen) this.#firstNew ??= item;
    if (isUnseen && !this.#sticks) this.#news++;
    if (this.#frame && !now) return;
    const wait = this.#due - performance.now(),
      draw = () => this.#draw();
    if (document.hidden) this.#frame = /** @type {any} */ (setTimeout(draw, 1000));
    else if (wait > 17 && !now) this.#frame = /** @type {any} */ (setTimeout(draw, wait));
    else this.#frame = requestAnimationFrame(draw);
  }

  /** Bring the document up to date. When much comes, this is done less often: there must be time for keys. */
  #draw() {
    const began = performance.now(),
      had = this.#to;
    this.#frame = 0;
    for (const item of this.#dirty) this.#replace(item);
    this.#dirty.clear();
    if (this.#sticks) this.#drawEnd();
    else this.#drafts();
    this.#button();
    const isMuch = this.#to - had > 10;
    if (this.#sticks && !(isMuch && had)) this.#fillUp();
    this.#due = performance.now() + (isMuch ? BUSY : Math.min(BUSY, 6 * (performance.now() - began)));
    this.on.drawn();
  }

  #drawEnd() {
    const { items } = this.place;
    if (items.length - this.#to > MOST / 2 || this.#to > items.length) {
      this.#clear();
      this.#from = this.#to = Math.max(0, items.length - SCREENFUL);
    }
    this.#below(items.length);
    while (this.#to - this.#from > MOST) this.#drop(this.#from++);
    this.#edge();
    this.#pin();
  }

  /** There is more above than is seen, so that one can scroll up; in a flood that would be made for nothing. */
  #fillUp() {
    if (this.box.scrollHeight > this.box.clientHeight + NEAR) return;
    if (this.#from > 0) this.#above();
    else history.older(this.chat, this.place);
  }

  #pin() {
    this.box.scrollTop = this.box.scrollHeight;
    this.#top = this.#pinned = this.box.scrollTop;
  }

  #make(i) {
    const { items } = this.place,
      item = items[i];
    const row = rowOf({ chat: this.chat, place: this.place, firstNew: this.#firstNew }, item, items[i - 1]);
    this.#rows.set(item, row);
    return row;
  }

  #drop(i) {
    const item = this.place.items[i],
      row = this.#rows.get(item);
    if (row?.contains(document.activeElement)) this.box.focus({ preventScroll: true }); // so that keys still scroll
    row?.remove();
    this.#rows.delete(item);
  }

  #below(until) {
    const end = Math.min(until, this.place.items.length),
      fresh = [];
    for (; this.#to < end; this.#to++) fresh.push(this.#make(this.#to));
    this.list.append(...fresh);
    this.#drafts();
  }

  #above() {
    const from = Math.max(0, this.#from - STEP);
    this.#keep(() => {
      const fresh = [],
        { items } = this.place,
        first = items[this.#from];
      for (let i = from; i < this.#from; i++) fresh.push(this.#make(i));
      this.list.prepend(...fresh);
      this.#from = from;
      if (first) this.#replace(first);
      this.#edge();
      if (!this.#sticks) while (this.#to - this.#from > MOST) this.#drop(--this.#to);
    });
  }

  /** The drafts stand behind the newest item, if that has a row. */
  #drafts() {
    const isAtEnd = this.#to === this.place.items.length;
    drawDrafts(this.list, this.chat, isAtEnd ? this.chat.outbox.of(this.place) : []);
  }

  #edge() {
    this.list.querySelector(".edge")?.remove();
    if (this.#from > 0 || !this.place.hasBegun) return;
    this.list.prepend(h("li", { className: "edge" }, t("begin", { place: this.place.name })));
  }

  /** Change rows without moving what is read. */
  #keep(change) {
    keep(this.box, this.place.items.slice(this.#from, this.#to), this.#rows, change);
    this.#top = this.box.scrollTop;
  }

  /** Make all rows anew, those around what is read. */
  #redo() {
    this.#keep((seen) => {
      const at = Math.max(this.#from, this.place.items.indexOf(seen));
      const focused = this.itemOf(document.activeElement?.closest("li.said"));
      this.#from = Math.max(this.#from, at - MOST / 2);
      const to = Math.min(this.#to, at + MOST / 2);
      this.#clear();
      this.#to = this.#from;
      this.#below(to);
      this.#edge();
      this.#rows.get(focused)?.focus({ preventScroll: true });
    });
    if (this.#sticks) this.#pin();
  }

  #inserted(put) {
    for (const { at, count } of put) {
      if (at <= this.#from) this.#from += count;
      if (at < this.#to || at <= this.#from) this.#to += count;
    }
    this.#redo();
    this.#near(false);
  }

  /** What is here has been read: what comes from now on is new. */
  #looksAway() {
    if (!this.#sticks || !this.#firstNew) return;
    this.#firstNew = undefined;
    this.#redo();
  }

  #trimmed(count) {
    [this.#from, this.#to] = [this.#from, this.#to].map((at) => Math.max(0, at - count));
  }

  #change(item) {
    this.#dirty.add(item);
    this.#frame ||= requestAnimationFrame(() => this.#draw());
  }

  #replace(item) {
    const row = this.#rows.get(item);
    if (!row) return;
    const hadFocus = row === document.activeElement;
    this.tools.leave(row);
    const fresh = this.#make(this.place.items.indexOf(item));
    row.replaceWith(fresh);
    if (hadFocus) fresh.focus({ preventScroll: true });
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.box,
      isDown = scrollTop > this.#top;
    if (this.#sticks && scrollTop >= this.#pinned - 1) return; // that was us: what comes moves the end, not the reader
    this.#top = scrollTop;
    const isAtEnd = scrollHeight - scrollTop - clientHeight < AT_END && this.#to >= this.place.items.length;
    if (isAtEnd !== this.#sticks) {
      this.#sticks = isAtEnd;
      if (isAtEnd) {
        this.#news = 0;
        this.#pinned = scrollTop;
        this.on.drawn();
      }
      this.#button();
    }
    this.#near(isDown);
  }

  /** Add rows where an edge is near; fetch what is missing there, or in a gap that is seen. */
  #near(isDown) {
    const { scrollTop, scrollHeight, clientHeight } = this.box;
    const gap = [...this.list.querySelectorAll("li:has(> .gap)")].find((row) =>
      isSeen(this.box, row.querySelector(".gap")),
    );
    if (gap) return this.fill(gap, isDown);
    if (scrollTop < NEAR) {
      if (this.#from > 0) this.#above();
      else history.older(this.chat, this.place);
    }
    if (scrollHeight - scrollTop - clientHeight < NEAR && this.#to < this.place.items.length) {
      this.#below(this.#to + STEP);
      this.#keep(() => {
        while (this.#to - this.#from > MOST) this.#drop(this.#from++);
      });
    }
  }

  #button() {
    this.jump.show(!this.#sticks, this.#news);
  }
}
