/** What we say is said once, whatever happens to the connection. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parts } from "../../trichat/page/chat/outbox.js";
import { bytes } from "../../trichat/page/irc/line.js";
import { id, inRoom, setUp, storage, texts } from "./helpers.mjs";

function talk(tab) {
  const all = setUp(tab);
  all.chat.takeLine(":s 001 anna :Welcome");
  inRoom(all.chat, [1]);
  return { ...all, place: all.chat.find("#lobby") };
}
const echo = ({ params, tags }, number) =>
  `@label=${tags.label};+trichat/key=${tags["+trichat/key"]};msgid=${id(number)} :anna!w@h PRIVMSG #lobby :${params[1]}`;

test("a message stays a draft until the server has stored it", () => {
  const { chat, link, place } = talk();
  chat.say(place, "hello");
  assert.equal(chat.outbox.drafts.length, 1);
  chat.takeLine(echo(link.all("PRIVMSG")[0], 2));
  assert.equal(chat.outbox.drafts.length, 0);
  assert.deepEqual(texts(chat), ["1", "hello"]);
});

test("what had arrived when the connection broke is found in history, what had not is sent again", () => {
  const { chat, link, place } = talk();
  chat.say(place, "arrived");
  chat.say(place, "lost");
  const [arrived] = link.all("PRIVMSG");
  link.isUp = false;
  link.onDown();
  chat.say(place, "meanwhile");
  link.sent.length = 0;
  link.isUp = true;
  chat.takeLine(":s 001 anna :Welcome");
  chat.takeLine(":anna!w@h JOIN #lobby");
  chat.takeLine(":s BATCH +h chathistory #lobby");
  chat.takeLine(echo(arrived, 2).replace("@label=w1;", "@batch=h;"));
  chat.takeLine(":s BATCH -h");
  assert.deepEqual(link.all("PRIVMSG").map(({ params }) => params[1]), ["lost", "meanwhile"]);
});

test("a page that is loaded again sends what it had not", () => {
  const tab = storage(), first = setUp(tab);
  first.link.isUp = false;
  first.chat.say(first.chat.open("#lobby"), "hello");
  const second = talk(tab);
  assert.deepEqual(second.link.all("PRIVMSG").map(({ params }) => params[1]), ["hello"]);
});

test("what the server does not take stays, with the reason, and can be sent again", () => {
  const { chat, link, place } = talk();
  chat.say(place, "hello");
  const label = link.all("PRIVMSG")[0].tags.label;
  chat.takeLine(`@label=${label} :s 404 anna #lobby :You are muted`);
  const [draft] = chat.outbox.drafts;
  assert.equal(draft.refused, "You are muted");
  chat.outbox.again(draft);
  chat.takeLine(echo(link.all("PRIVMSG")[1], 2));
  assert.equal(chat.outbox.drafts.length, 0);
});

test("several lines go as one message, and a long line in pieces", () => {
  const { chat, link, place } = talk();
  chat.say(place, `one\n\n${"word ".repeat(100)}`);
  const [open, close] = link.all("BATCH"), lines = link.all("PRIVMSG");
  assert.deepEqual(open.params.slice(1), ["draft/multiline", "#lobby"]);
  assert.equal(close.params[0], `-${open.params[0].slice(1)}`);
  assert.ok(lines.length > 3 && lines.every((line) => bytes(line.params[1]) <= 400));
  assert.ok("draft/multiline-concat" in lines.at(-1).tags);
});

test("what is too long for one message becomes several, and a block of code stays one in each", () => {
  const found = parts(`look:\n\`\`\`\n${"x = 1\n".repeat(100)}\`\`\`\nthat is all`);
  assert.ok(found.length > 3);
  for (const part of found) {
    assert.ok(part.split("\n").length <= 32 && bytes(part) <= 4096);
    assert.equal(part.split("\n").filter((line) => line.startsWith("```")).length % 2, 0);
  }
  assert.equal(found.join("\n").match(/x = 1/g).length, 100);
  assert.deepEqual(parts("short"), ["short"]);
});
