/** Lines of IRC, in and out. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes, escape, format, parse, pieces } from "../../trichat/page/irc/line.js";

test("a line is read into tags, source, command and parameters", () => {
  const line = parse("@time=2026-01-01T00:00:00.000Z;+a=b\\:c\\sd\\\\ :anna!web@host privmsg  #lobby :hello  there :)");
  assert.deepEqual(line.tags, { time: "2026-01-01T00:00:00.000Z", "+a": "b;c d\\" });
  assert.equal(line.nick, "anna");
  assert.equal(line.command, "PRIVMSG");
  assert.deepEqual(line.params, ["#lobby", "hello  there :)"]);
});

test("what is odd is read all the same", () => {
  assert.deepEqual(parse("PING").params, []);
  assert.deepEqual(parse("PING :").params, [""]);
  assert.deepEqual(parse("@a;b= PING").tags, { a: "", b: "" });
  assert.equal(parse(":server.name 001 anna :hi").nick, "server.name");
  assert.equal(parse("").command, "");
});

test("what is written is read as the same", () => {
  const written = format("PRIVMSG", ["#lobby", ":) two words"], { label: "a;b c", "+x": "", none: undefined });
  const line = parse(written);
  assert.deepEqual(line.params, ["#lobby", ":) two words"]);
  assert.deepEqual(line.tags, { label: "a;b c", "+x": "" });
});

test("no text ends a line and begins another", () => {
  assert.ok(!/[\r\n\0]/.test(format("PRIVMSG", ["#a", "one\r\nQUIT\0"], { x: "a\r\nb" })));
});

test("what SEARCH takes is written as tags are", () => assert.equal(escape("tea; bags"), "tea\\:\\sbags"));

test("a long text is cut at spaces, and never inside a character", () => {
  const text = `${"word ".repeat(60)}${"ж".repeat(300)} 👩‍👩‍👧${"x".repeat(5)}`;
  const found = pieces(text, 100);
  assert.equal(found.join(""), text);
  assert.ok(found.every((piece) => bytes(piece) <= 100));
  assert.ok(found.some((piece) => piece.includes("👩‍👩‍👧")));
});
