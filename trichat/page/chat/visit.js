/** Coming in, going on with a visit, leaving, accounts, refusals. Pure. @module */
import * as history from "./history.js";
import { fold, isRoom } from "./place.js";
import { subscribe } from "./people.js";
import { rejoin } from "./rooms.js";

const MONTH = 30 * 86_400_000; // milliseconds: of conversations that are older, somebody has to think
const TALKS = 50; // conversations
const GHOSTS = 12; // attempts to get one's name back that another connection of ours still seems to have

/** @typedef {import("./chat.js").Chat} Chat */

/** The connection is lost. @param {Chat} chat */
export function lost(chat) {
  chat.outbox.lost();
  for (const place of chat.places.values()) {
    place.isJoined = false;
    history.failed(chat, place);
    place.held = [];
    place.typists.clear();
  }
  chat.tell("places");
}

/** Something was refused. @param {Chat} chat @param {import("../irc/line.js").Message} message */
export function refused(chat, message, label) {
  const { command, params } = message,
    why = params.at(-1);
  if (command === "422" || (label && chat.outbox.refuse(label, why))) return;
  const place = chat.find(params[1] ?? "");
  if (command === "475" && isRoom(params[1])) return chat.tell("locked", { name: params[1], text: why });
  const isAbout = params.length > 2 && params[1] !== "*" ? `${params[1]}: ` : "";
  chat.notice(isAbout + why, place);
}

/** We are in: for the first time, or again. */
function entered(chat, nick) {
  chat.me = nick;
  chat.ghosts = 0;
  chat.tell("entered");
  subscribe(chat);
}

/** Somebody has our name. */
function taken(chat, message, label) {
  if (chat.link.isUp) return refused(chat, message, label);
  if (chat.me && fold(message.params[1] ?? "") === fold(chat.me) && chat.ghosts++ < GHOSTS) return chat.link.again();
  chat.tell("refused", { code: "name", text: message.params.at(-1) });
}

const wrongPassword = (chat, { params }) => {
  if (chat.link.isUp) chat.notice(params.at(-1));
  else chat.tell("refused", { code: "password", text: params.at(-1) });
  chat.tell("account", { refused: params.at(-1) });
};

export const HANDLERS = {
  "001"(chat, message) {
    chat.server = message.source;
    entered(chat, message.params[0]);
    rejoin(chat);
    for (const place of chat.places.values()) if (!place.isRoom) history.begin(chat, place);
    for (const draft of chat.outbox.drafts) if (!isRoom(draft.to)) chat.open(draft.to);
    if (chat.account) talks(chat);
  },
  "005"(chat, { params }) {
    const value = (name) => params.find((token) => token.startsWith(`${name}=`))?.slice(name.length + 1);
    chat.fileHost = value("soju.im/FILEHOST") ?? chat.fileHost;
    chat.network = value("NETWORK") ?? chat.network;
    chat.tell("entered");
  },
  433: taken,
  432: taken,
  900(chat, { params }) {
    chat.account = params[2];
    chat.tell("account", { name: chat.account });
    if (chat.link.isUp) talks(chat);
  },
  901(chat) {
    chat.account = "";
    chat.tell("account", { name: "" });
  },
  903() {},
  904: wrongPassword,
  464(chat, message, label) {
    if (chat.link.isUp) return refused(chat, message, label);
    chat.tell("refused", { code: "key", text: message.params.at(-1) });
  },
  381(chat, { params }) {
    chat.isOperator = true;
    chat.notice(params.at(-1));
  },
  REGISTER(chat, { params }) {
    if (params[0] === "SUCCESS") chat.tell("account", { registered: params[1] });
  },
  ERROR(chat, { params }) {
    // Whoever was put out, or goes on elsewhere, does not come back by themselves: two devices would do so for ever.
    const text = params.at(-1),
      isOver = /another connection|Killed/.test(text);
    if (isOver) {
      chat.link.stop();
      lost(chat);
    }
    chat.tell(isOver ? "elsewhere" : "notice", { text });
  },
  FAIL(chat, message, label) {
    const [command, , ...rest] = message.params;
    if (command !== "CHATHISTORY") {
      if (command === "REGISTER") chat.tell("account", { refused: message.params.at(-1) });
      return refused(chat, message, label);
    }
    const asking = [...chat.places.values()].filter((place) => place.asked);
    const place = asking.find((each) => rest.some((word) => fold(word) === each.key)) ?? asking[0];
    if (place) history.failed(chat, place);
  },
  NOTE(chat, { params }) {
    if (params[1] !== "RESUMED" && params[0] !== "RESUME") chat.notice(params.at(-1));
  },
};

/** Open the conversations that this account has had on other devices. */
async function talks(chat) {
  const time = (at) => `timestamp=${new Date(at).toISOString()}`,
    now = Date.now();
  const lines = await chat.ask("CHATHISTORY", ["TARGETS", time(now + 60_000), time(now - MONTH), String(TALKS)]);
  for (const { command, params } of lines) {
    if (command === "CHATHISTORY" && !isRoom(params[1])) chat.open(params[1]);
  }
}
