import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { randomHex, randomSecret } from "../../shared/random.js"
import { date, n, refusalText, setWords, t } from "../../shared/text.js"

const words = {
  hello: "Bitte warten Sie, {name}.",
  "hello~du": "Bitte warte, {name}.",
  "ideas.one": "{count} Idee",
  "ideas.other": "{count} Ideen",
  "own.other": "{count} Ideen von Ihnen",
  "own.other~du": "{count} Ideen von dir",
  "error.internal": "Etwas ging schief.",
  "error.busy": "Gleich.",
}
beforeEach(() => setWords("de", "sie", words))

test("speaks to people as the event does", () => {
  assert.equal(t("hello", { name: "Ada" }), "Bitte warten Sie, Ada.")
  setWords("de", "du", words)
  assert.equal(t("hello", { name: "Ada" }), "Bitte warte, Ada.")
  assert.equal(t("own", { count: 2 }), "2 Ideen von dir")
})

test("counts as the language does", () => {
  assert.equal(t("ideas", { count: 1 }), "1 Idee")
  assert.equal(t("ideas", { count: 0 }), "0 Ideen")
  assert.equal(t("ideas", { count: 12345 }), "12.345 Ideen")
  assert.equal(t("own", { count: 1 }), "1 Ideen von Ihnen", "falls back to the other form")
})

test("numbers and dates are written in the language of the event", () => {
  assert.equal(n(10000), "10.000")
  assert.equal(date("2026-11-30"), "30. November 2026")
  setWords("en", "sie", words)
  assert.equal(n(10000), "10,000")
  assert.equal(date("2026-11-30"), "30 November 2026")
  assert.equal(date("soon"), "soon")
})

test("a missing word shows its key, an unknown refusal the general one", () => {
  assert.equal(t("nobody.wrote.this"), "nobody.wrote.this")
  assert.equal(refusalText({ code: "busy" }), "Gleich.")
  assert.equal(refusalText({ code: "brand_new" }), "Etwas ging schief.")
})

test("secrets and ids have the form the server expects", () => {
  assert.match(randomSecret(), /^[A-Za-z0-9_-]{43}$/)
  assert.match(randomHex(16), /^[0-9a-f]{32}$/)
  assert.notEqual(randomSecret(), randomSecret())
})
