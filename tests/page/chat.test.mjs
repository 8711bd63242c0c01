/** What the page knows, fed with lines: places, pages of history, reactions, refusals. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { mentions } from "../../trichat/page/chat/talking.js";
import * as history from "../../trichat/page/chat/history.js";
import { inRoom, id, said, setUp, texts } from "./helpers.mjs";

test("who comes in joins the lobby, and sees what was said last", () => {
  const { chat, link } = setUp();
  chat.takeLine(":s 001 anna :Welcome");
  assert.deepEqual(link.last("JOIN"), ["#lobby"]);
  inRoom(chat, [1, 2]);
  assert.deepEqual(texts(chat), ["1", "2"]);
  assert.ok(chat.find("#lobby").hasBegun);
});

test("what comes while history is read is put behind it, and nothing stands there twice", () => {
  const { chat } = setUp();
  chat.takeLine(":s 001 anna :Welcome");
  chat.takeLine(":anna!w@h JOIN #lobby");
  chat.takeLine(said(3));
  chat.takeLine(said(4));
  page(chat, [1, 2, 3]);
  assert.deepEqual(texts(chat), ["1", "2", "3", "4"]);
});

test("after a lost connection, what was missed is fetched from the last event on, page after page", () => {
  const { chat, link } = setUp();
  chat.takeLine(":s 001 anna :Welcome");
  inRoom(chat, [1]);
  link.onDown();
  chat.takeLine(":s 001 anna :Welcome");
  chat.takeLine(":anna!w@h JOIN #lobby");
  assert.deepEqual(link.last("CHATHISTORY"), ["AFTER", "#lobby", `msgid=${id(1)}`, "100"]);
  page(chat, range(2, 101));
  assert.deepEqual(link.last("CHATHISTORY"), ["AFTER", "#lobby", `msgid=${id(101)}`, "100"]);
  page(chat, [102]);
  assert.deepEqual(texts(chat), range(1, 102).map(String));
});

test("after a very long absence there is a gap, which is filled from both sides", () => {
  const { chat, link } = setUp();
  chat.takeLine(":s 001 anna :Welcome");
  inRoom(chat, [1]);
  link.onDown();
  chat.takeLine(":s 001 anna :Welcome");
  chat.takeLine(":anna!w@h JOIN #lobby");
  for (let i = 0; i < 10; i++) page(chat, range(2 + i * 100, 101 + i * 100));
  assert.deepEqual(link.last("CHATHISTORY"), ["LATEST", "#lobby", "*", "50"]);
  page(chat, range(1300, 1349));
  const place = chat.find("#lobby"), gap = place.items.find((item) => item.gap);
  assert.equal(gap.text, "1300");
  history.fill(chat, place, gap);
  assert.deepEqual(link.last("CHATHISTORY"), ["BEFORE", "#lobby", `msgid=${id(1300)}`, "100"]);
  page(chat, range(1200, 1299));
  assert.equal(place.items.find((item) => item.gap).text, "1200");
  history.fill(chat, place, place.items.find((item) => item.gap), true);
  assert.deepEqual(link.last("CHATHISTORY"), ["AFTER", "#lobby", `msgid=${id(1001)}`, "100"]);
  page(chat, range(1002, 1101));
  history.fill(chat, place, place.items.find((item) => item.gap));
  page(chat, range(1100, 1199));
  assert.deepEqual(texts(chat), range(1, 1349).map(String));
  assert.equal(place.items.find((item) => item.gap), undefined);
});

test("a message that is not loaded is fetched with what stands around it, between gaps", async () => {
  const { chat, link } = setUp();
  chat.takeLine(":s 001 anna :Welcome");
  inRoom(chat, range(500, 549));
  const place = chat.find("#lobby"), found = history.around(chat, place, id(100));
  assert.deepEqual(link.last("CHATHISTORY"), ["AROUND", "#lobby", `msgid=${id(100)}`, "100"]);
  page(chat, range(50, 149));
  assert.equal(await found, true);
  assert.equal(place.items.find((item) => item.gap).text, "500");
  history.older(chat, place);
  assert.deepEqual(link.last("CHATHISTORY"), ["BEFORE", "#lobby", `msgid=${id(50)}`, "100"]);
  page(chat, range(1, 49));
  assert.deepEqual(texts(chat), [...range(1, 149), ...range(500, 549)].map(String));
  assert.ok(place.hasBegun);
});

test("a message that is gone is not found, and the page goes on", async () => {
  const { chat } = setUp();
  chat.takeLine(":s 001 anna :Welcome");
  inRoom(chat, [1]);
  const found = history.around(chat, chat.find("#lobby"), id(9));
  chat.takeLine(":s FAIL CHATHISTORY INVALID_MSGREFTYPE AROUND #lobby :no");
  assert.equal(await found, false);
});

test("reactions and taking back count, whether they come before the message or after it", () => {
  const { chat } = setUp();
  chat.takeLine(":s 001 anna :Welcome");
  chat.takeLine(":anna!w@h JOIN #lobby");
  const react = (sign, about) => `@batch=h;msgid=${id(50)};+draft/react=${sign};+draft/reply=${id(about)} :bob!w@h TAGMSG #lobby`;
  page(chat, [react("👍", 2), 1, 2, `@batch=h;msgid=${id(51)} :bob!w@h REDACT #lobby ${id(1)} :`]);
  const [first, second] = chat.find("#lobby").items;
  assert.ok(first.gone);
  assert.equal(first.text, "");
  assert.deepEqual([...second.signs.get("👍")], ["bob"]);
  chat.takeLine(`@+draft/unreact=👍;+draft/reply=${id(2)} :bob!w@h TAGMSG #lobby`);
  assert.equal(second.signs.size, 0);
});

test("lines of one message are put together, wherever they come", () => {
  const { chat } = setUp();
  chat.takeLine(":s 001 anna :Welcome");
  inRoom(chat, [1]);
  chat.takeLine(`@msgid=${id(2)} :bob!w@h BATCH +m draft/multiline #lobby`);
  chat.takeLine("@batch=m :bob!w@h PRIVMSG #lobby :one ");
  chat.takeLine("@batch=m;draft/multiline-concat :bob!w@h PRIVMSG #lobby :line");
  chat.takeLine("@batch=m :bob!w@h PRIVMSG #lobby :two");
  chat.takeLine(":bob!w@h BATCH -m");
  assert.equal(texts(chat).at(-1), "one line\ntwo");
});

test("who comes and goes is told of in one row", () => {
  const { chat } = setUp();
  chat.takeLine(":s 001 anna :Welcome");
  inRoom(chat, [1]);
  for (const name of ["bob", "eve"]) chat.takeLine(`:${name}!w@h JOIN #lobby`);
  chat.takeLine(":bob!w@h QUIT :bye");
  const last = chat.find("#lobby").items.at(-1);
  assert.deepEqual(last.who.map(({ nick, how }) => `${nick} ${how}`), ["eve joined", "bob left"]);
  assert.deepEqual([...chat.find("#lobby").members.keys()], ["eve"]);
});

test("what is read on one device is read on the other", () => {
  const { chat, link } = setUp();
  chat.takeLine(":s 900 anna anna!w@h anna :in");
  chat.takeLine(":s 001 anna :Welcome");
  chat.takeLine(":anna!w@h JOIN #lobby");
  chat.takeLine(":s MARKREAD #lobby timestamp=1970-01-01T00:00:01.000Z");
  page(chat, [1, 2, 3]);
  assert.equal(chat.find("#lobby").unread, 2);
  chat.takeLine(":s MARKREAD #lobby timestamp=1970-01-01T00:00:02.000Z");
  assert.equal(chat.find("#lobby").unread, 1);
  chat.read(chat.find("#lobby"));
  assert.deepEqual(link.last("MARKREAD"), ["#lobby", "timestamp=1970-01-01T00:00:03.000Z"]);
});

test("one's own ghost is waited for, another with the name is not", () => {
  const { chat, link } = setUp();
  const refused = [];
  chat.on("refused", (why) => refused.push(why.code));
  link.isUp = false;
  chat.takeLine(":s 433 * anna :Nickname is already in use");
  assert.deepEqual(refused, ["name"]);
  chat.takeLine(":s 001 anna :Welcome");
  chat.takeLine(":s 433 * anna :Nickname is already in use");
  assert.equal(link.attempts, 1);
  for (let i = 0; i < 20; i++) chat.takeLine(":s 433 * anna :Nickname is already in use");
  assert.ok(refused.length > 1);
});

test("somebody is named by a whole word, in any case and script", () => {
  assert.ok(mentions("hello, Anna!", "anna"));
  assert.ok(mentions("annabel and anna", "anna"));
  assert.ok(!mentions("annabel", "anna"));
  assert.ok(mentions("Привет, борис", "Борис"));
  assert.ok(!mentions("anything", ""));
});

const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

function page(chat, lines, room = "#lobby") {
  chat.takeLine(`:s BATCH +h chathistory ${room}`);
  for (const line of lines) chat.takeLine(typeof line === "number" ? said(line, room, "bob", "batch=h;") : line);
  chat.takeLine(":s BATCH -h");
}

test("who goes on elsewhere, or was put out, does not come back by themselves", () => {
  const { chat, link } = setUp();
  const told = [];
  chat.on("elsewhere", ({ text }) => told.push(text));
  chat.on("notice", ({ text }) => told.push(text));
  chat.takeLine(":s 001 anna :Welcome");
  chat.takeLine("ERROR :Closing link: The server stops");
  assert.ok(link.isUp);
  chat.takeLine("ERROR :Closing link: You go on over another connection.");
  assert.ok(!link.isUp);
  assert.equal(told.length, 2);
});

test("what strangers can make the page keep has limits", () => {
  const { chat } = setUp();
  chat.takeLine(":s 001 anna :Welcome");
  inRoom(chat, [1]);
  const place = chat.find("#lobby");
  for (let i = 0; i < 3000; i++) {
    chat.takeLine(`@+draft/react=x;+draft/reply=${id(5000 + i)} :eve!w@h TAGMSG #lobby`);
    chat.takeLine(`@+draft/react=x;+draft/reply=${id(9)} :eve!w@h TAGMSG #lobby`);
    chat.takeLine(`@+draft/react=${i};+draft/reply=${id(1)} :eve!w@h TAGMSG #lobby`);
  }
  assert.ok(place.waiting.size <= 1000);
  assert.ok([...place.waiting.values()].every((each) => each.length <= 1000));
  assert.ok(place.items[0].signs.size <= 30);
});
