/** What we say, until it is stored: kept, sent again after a lost connection, and never said twice. Pure. @module */
import { bytes, pieces } from "../irc/line.js";
import { fold } from "./place.js";
import { KEY } from "./talking.js";

const LINE = 400; // bytes of text in one PRIVMSG, so that it fits into a line for everybody
const LINES = 32; // of one message, the most that the server takes
const WHOLE = 4000; // bytes of one message: it takes 4,096

/**
 * @typedef {object} Draft
 * @property {string} key  of its own, by which it is known in history
 * @property {string} to
 * @property {string} text
 * @property {string} about  the id of what it answers
 * @property {number} at
 * @property {string} label  on its way over this connection
 * @property {boolean} sent  perhaps it has arrived
 * @property {string} refused  why the server did not take it
 */

const newKey = () => [...crypto.getRandomValues(new Uint8Array(9))].map((byte) => byte.toString(36)).join("");

export class Outbox {
  #label = 0;
  /** @type {Draft[]} */
  drafts = [];

  /** @param {import("./chat.js").Chat} chat @param {import("./memory.js").Memory} memory  of this one tab */
  constructor(chat, memory) {
    this.chat = chat;
    this.memory = memory;
    this.drafts = memory.get("drafts", []).map((draft) => ({ ...draft, label: "" }));
  }

  /** Those for a place. */
  of(place) {
    return this.drafts.filter((draft) => fold(draft.to) === place.key);
  }

  /** Say something; what is too long for one message becomes several. */
  say(place, text, about = "") {
    for (const part of parts(text)) {
      const draft = {
        key: newKey(),
        to: place.name,
        text: part,
        about,
        at: Date.now(),
        label: "",
        sent: false,
        refused: "",
      };
      this.drafts.push(draft);
      about = "";
      if (this.chat.link.isUp && !place.held) this.#post(draft);
    }
    this.#changed(place);
  }

  /** The connection is lost: whether what was on its way has arrived, history will tell. */
  lost() {
    for (const draft of this.drafts) draft.label = "";
  }

  /** History is caught up with: what is in it has arrived, the rest is sent. */
  settle(place) {
    const arrived = new Set(place.items.map((item) => item.key));
    for (const draft of this.of(place)) {
      if (draft.label || draft.refused) continue;
      if (draft.sent && arrived.has(draft.key)) this.discard(draft);
      else this.#post(draft);
    }
  }

  /** It came back from the server, which tells of nothing before it is stored. */
  arrived(label) {
    const draft = this.drafts.find((each) => each.label === label);
    if (draft) this.discard(draft);
  }

  /** The server did not take it. Gives whether it was one of ours. */
  refuse(label, why) {
    const draft = this.drafts.find((each) => each.label === label);
    if (!draft) return false;
    draft.refused = why;
    draft.label = "";
    this.#changed(this.chat.find(draft.to));
    return true;
  }

  again(draft) {
    draft.refused = "";
    this.#post(draft);
    this.#changed(this.chat.find(draft.to));
  }

  discard(draft) {
    this.drafts.splice(this.drafts.indexOf(draft), 1);
    this.#changed(this.chat.find(draft.to));
  }

  #changed(place) {
    this.memory.set("drafts", this.drafts);
    this.chat.tell("drafts", place);
  }

  #post(draft) {
    const { link } = this.chat,
      label = (draft.label = `w${++this.#label}`);
    draft.sent = true;
    const tags = { label, [KEY]: draft.key, "+draft/reply": draft.about || undefined };
    const lines = draft.text.split("\n");
    if (lines.length === 1 && bytes(draft.text) <= LINE) return void link.send("PRIVMSG", [draft.to, draft.text], tags);
    link.send("BATCH", [`+${label}`, "draft/multiline", draft.to], tags);
    for (const line of lines) {
      pieces(line || " ", LINE).forEach((piece, i) => {
        const goesOn = i ? { "draft/multiline-concat": "" } : {};
        link.send("PRIVMSG", [draft.to, piece], { batch: label, ...goesOn });
      });
    }
    link.send("BATCH", [`-${label}`]);
  }
}

/** Cut a text into messages, between lines if it can be; a block of code goes on as one. */
export function parts(text) {
  const found = [];
  let lines = [],
    size = 0,
    count = 0,
    fence = "";
  const end = () => {
    if (lines.length) found.push([...lines, ...(fence ? ["```"] : [])].join("\n"));
    lines = fence ? [fence] : [];
    size = bytes(fence);
    count = lines.length;
  };
  for (const line of text.split("\n").flatMap((each) => (each ? pieces(each, WHOLE - 100) : [""]))) {
    const more = bytes(line) + 1,
      rows = Math.ceil(more / (LINE - 40)); // pieces end at spaces, before they are full
    if (count && (count + rows > LINES - 1 || size + more > WHOLE - 8)) end();
    lines.push(line);
    size += more;
    count += rows;
    if (line.startsWith("```")) fence = fence ? "" : line;
  }
  fence = "";
  end();
  return found;
}
