/** Logging in without sending the password. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { chunks, Scram } from "../../trichat/page/irc/login.js";

const text = (data) => new TextDecoder().decode(data);
const base64 = (words) => btoa(words);

test("SCRAM-SHA-256 says what the example of RFC 7677 says", async () => {
  const scram = new Scram("user", "pencil", "rOprNGfwEbeRWgbNEkqO");
  assert.equal(text(await scram.answer("+")), "n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
  const challenge = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
  assert.equal(
    text(await scram.answer(base64(challenge))),
    "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
  );
  assert.equal(text(await scram.answer(base64("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="))), "");
});

test("a server that does not know the password is not believed", async () => {
  const scram = new Scram("user", "pencil", "nonce");
  await scram.answer("+");
  await assert.rejects(scram.answer(base64("r=another,s=AAAA,i=4096")));
  const other = new Scram("user", "pencil", "nonce");
  await other.answer("+");
  await other.answer(base64("r=nonce1,s=AAAA,i=4096"));
  await assert.rejects(other.answer(base64("v=AAAA")));
});

test("what is long goes in pieces, and a full last one is followed by an empty one", () => {
  assert.deepEqual(chunks(new Uint8Array(0)), ["+"]);
  assert.deepEqual(chunks(new Uint8Array(300)).map((piece) => piece.length), [400, 1]);
  assert.equal(chunks(new Uint8Array(400)).length, 2);
});
