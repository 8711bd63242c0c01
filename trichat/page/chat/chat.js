/** What is known: places, people, what was said. Fed with messages; tells its listeners what has changed. @module */
import { parse } from "../irc/line.js";
import * as history from "./history.js";
import { Outbox } from "./outbox.js";
import * as people from "./people.js";
import { fold, Place } from "./place.js";
import * as rooms from "./rooms.js";
import { Signals } from "./signals.js";
import * as talking from "./talking.js";
import * as visit from "./visit.js";

const HANDLERS = { ...talking.HANDLERS, ...rooms.HANDLERS, ...people.HANDLERS, ...visit.HANDLERS };

const UNHEARD = "typing"; // the label of what nobody needs an answer to: who may not speak is told so when they do

/**
 * @typedef {import("../irc/line.js").Message} Message
 * @typedef {import("./place.js").Item} Item
 */

/**
 * Listeners are told: `entered`, `refused`, `elsewhere`, `places`, `joined`, `people`, `typing`, `drafts`, `notice`,
 * `account`, and of a place `appended`, `inserted`, `updated`, `trimmed`.
 */
export class Chat extends Signals {
  /** @type {Map<string, Place>} */
  places = new Map();
  /** @type {Map<string, import("./people.js").Profile>} */
  profiles = new Map();
  me = "";
  account = "";
  network = "trichat";
  server = "";
  fileHost = "";
  isOperator = false;
  /** What runs out when one has entered for the first time: a name that is taken is then our own ghost's. */
  ghosts = 0;
  #batches = new Map();
  #label = 0;
  /** Who waits for the answer to a question with a label. @type {Map<string, (lines: Message[]) => void>} */
  #questions = new Map();

  /**
   * @param {any} link @param {import("./memory.js").Memory} memory  of this browser
   * @param {import("./memory.js").Memory} mine  of this one tab
   */
  constructor(link, memory, mine) {
    super();
    this.link = link;
    this.memory = memory;
    this.outbox = new Outbox(this, mine);
    link.onMessage = (message) => this.take(message);
    link.onDown = () => visit.lost(this);
  }

  isMe(nick) {
    return fold(nick) === fold(this.me);
  }

  find(name) {
    return this.places.get(fold(name ?? ""));
  }

  /** Give a place; one that is not here yet is opened. @param {string} name */
  open(name) {
    const known = this.find(name);
    if (known) return known;
    const place = new Place(name);
    place.readAt = this.memory.get("read", {})[place.key] ?? 0;
    this.places.set(place.key, place);
    if (!place.isRoom && this.link.isUp) history.begin(this, place);
    this.tell("places");
    return place;
  }

  close(place) {
    if (place.isRoom && place.isJoined) this.link.send("PART", [place.name]);
    this.places.delete(place.key);
    rooms.remember(this);
    this.tell("places");
  }

  /** Say something to whoever sits at the screen. */
  notice(text, place) {
    this.tell("notice", { text, place });
  }

  /** Ask the server something. @returns {Promise<Message[]>} the lines of its answer */
  ask(command, params) {
    const label = `q${++this.#label}`;
    return new Promise((then) => {
      this.#questions.set(label, then);
      if (!this.link.send(command, params, { label })) this.#answer(label, []);
    });
  }

  /** Do what was typed behind a slash; what the server answers is shown in that place. */
  async command(place, command, params) {
    for (const line of await this.ask(command, params)) {
      if (HANDLERS[line.command] && !/^[45]\d\d$/.test(line.command) && line.command !== "NOTICE") this.handle(line);
      else if (!/^(315|318|366|368|323|ACK)$/.test(line.command)) {
        talking.told(this, place, line.params.slice(/^\d/.test(line.command) ? 1 : 0).join(" "));
      }
    }
  }

  // What comes

  /** @param {Message} message */
  take(message) {
    if (message.command === "BATCH") return this.#batch(message);
    const batch = message.tags.batch && this.#batches.get(message.tags.batch);
    if (batch) batch.lines.push(message);
    else this.#whole(message, message.tags.label);
  }

  /** Take a line, as it came, from a test or a socket. @param {string} line */
  takeLine(line) {
    this.take(parse(line));
  }

  /** @param {Message} message @param {string} [label] */
  handle(message, label) {
    const handler = HANDLERS[message.command];
    if (handler) handler(this, message, label);
    else if (/^[45]\d\d$/.test(message.command)) visit.refused(this, message, label);
  }

  #whole(message, label) {
    if (label === UNHEARD) return;
    if (label && this.#answer(label, message.command === "ACK" ? [] : [message])) return;
    this.handle(message, label);
  }

  #answer(label, lines) {
    const question = this.#questions.get(label);
    this.#questions.delete(label);
    question?.(lines);
    return question !== undefined;
  }

  #batch(message) {
    const [reference, type, ...params] = message.params,
      name = reference.slice(1);
    if (reference[0] === "+") return void this.#batches.set(name, { type, params, lines: [], head: message });
    const batch = this.#batches.get(name);
    this.#batches.delete(name);
    if (batch) this.#batchEnded(batch, this.#batches.get(batch.head.tags.batch));
  }

  #batchEnded({ type, params, lines, head }, outer) {
    const label = head.tags.label;
    if (type === "draft/multiline") {
      const whole = oneOf(head, params[0], lines);
      if (outer) outer.lines.push(whole);
      else this.#whole(whole, label);
    } else if (type === "chathistory" && outer === undefined && !label) history.page(this, params[0], lines);
    else if (outer) outer.lines.push(...lines);
    else if (!label || !this.#answer(label, lines)) for (const line of lines) this.handle(line, label);
  }

  // What is done

  say(place, text, about = "") {
    this.outbox.say(place, text, about);
  }

  react(place, item, sign) {
    const mine = item.signs?.get(sign)?.has(this.me),
      tag = mine ? "+draft/unreact" : "+draft/react";
    this.link.send("TAGMSG", [place.name], { [tag]: sign, "+draft/reply": item.id });
  }

  takeBack(place, item) {
    this.link.send("REDACT", [place.name, item.id]);
  }

  typing(place, state) {
    this.link.send("TAGMSG", [place.name], { "+typing": state, label: UNHEARD });
  }

  join(name, key = "") {
    this.link.send("JOIN", [name[0] === "#" ? name : `#${name}`, ...(key ? [key] : [])]);
  }

  /** Note that all of a place has been read. @param {Place} place */
  read(place) {
    const last = place.items.findLast((item) => item.said);
    const isNew = last && last.at > place.readAt;
    if (!isNew && !place.unread) return;
    place.unread = place.mentions = 0;
    if (isNew) {
      place.readAt = last.at;
      this.memory.set("read", { ...this.memory.get("read", {}), [place.key]: last.at });
      const time = new Date(last.at).toISOString();
      if (this.account) this.link.send("MARKREAD", [place.name, `timestamp=${time}`]);
    }
    this.tell("places");
  }

  /** Count what has not been read. @param {Place} place */
  count(place) {
    const last = place.items.at(-1);
    // Who comes for the first time has missed nothing.
    if (!place.readAt && place.isRoom && last) place.readAt = last.at;
    const news = place.items.filter((item) => item.said && !item.mine && item.at > place.readAt);
    place.unread = news.length;
    place.mentions = news.filter((item) => item.mentions || !place.isRoom).length;
    this.tell("places");
  }
}

/** Put the lines of a message of several together. @returns {Message} */
function oneOf(head, to, lines) {
  const end = (line, i) => (i && !("draft/multiline-concat" in line.tags) ? "\n" : "");
  const text = lines.map((line, i) => end(line, i) + line.params[1]).join("");
  return { ...head, command: lines[0]?.command ?? "PRIVMSG", params: [to, text] };
}
