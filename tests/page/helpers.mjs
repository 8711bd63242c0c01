/** A chat without a browser and without a server. */
import { Chat } from "../../trichat/page/chat/chat.js";
import { Memory } from "../../trichat/page/chat/memory.js";

class FakeLink {
  isUp = true;
  sent = [];
  attempts = 0;
  send(command, params, tags = {}) {
    this.sent.push({ command, params, tags });
    return true;
  }
  again() {
    this.attempts++;
  }
  renamed() {}
  stop() {
    this.isUp = false;
  }
  last(command) {
    return this.sent.findLast((each) => each.command === command)?.params;
  }
  all(command) {
    return this.sent.filter((each) => each.command === command);
  }
}

export function storage(kept = new Map()) {
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) };
}

export function setUp(tab = storage()) {
  const link = new FakeLink(), browser = storage();
  return { link, tab, chat: new Chat(link, new Memory(() => browser), new Memory(() => tab)) };
}

/** The id of the message with this number; numbers are seconds, too. */
export const id = (number) => (number * 1000).toString(16).padStart(16, "0");

export function said(number, room = "#lobby", nick = "bob", tags = "") {
  return `@${tags}msgid=${id(number)};time=${new Date(number * 1000).toISOString()} :${nick}!w@h PRIVMSG ${room} :${number}`;
}

/** Be in a room, with these messages in its history. */
export function inRoom(chat, numbers, room = "#lobby") {
  chat.takeLine(`:anna!w@h JOIN ${room}`);
  chat.takeLine(`:s BATCH +h chathistory ${room}`);
  for (const number of numbers) chat.takeLine(said(number, room, "bob", "batch=h;"));
  chat.takeLine(":s BATCH -h");
}

export const texts = (chat, room = "#lobby") => chat.find(room).items.filter((item) => item.said).map((item) => item.text);
