/** The words of the page. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { EN } from "../../trichat/page/words/en.js";
import { RU } from "../../trichat/page/words/ru.js";

const forms = (text) => (typeof text === "string" ? [text] : Object.values(text));
const gaps = (text) => [...new Set(forms(text).flatMap((form) => form.match(/\{\w+\}/g) ?? []))].sort();

test("whatever is said in English is said in Russian, with the same gaps", () => {
  assert.deepEqual(Object.keys(RU), Object.keys(EN));
  for (const key of Object.keys(EN)) assert.deepEqual(gaps(RU[key]), gaps(EN[key]), key);
});

test("a text with a number has each form that the language has", () => {
  for (const [table, language] of [[EN, "en"], [RU, "ru"]]) {
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
    for (const [key, text] of Object.entries(table)) {
      if (typeof text !== "string") assert.deepEqual(Object.keys(text).sort(), [...pluralCategories].sort(), key);
    }
  }
});
