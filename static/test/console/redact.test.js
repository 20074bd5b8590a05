import assert from "node:assert/strict"
import { test } from "node:test"
import { inCodePoints, joined, parts } from "../../console/talk/redact.js"

test("a selection is counted in code points, without spaces at its ends", () => {
  const text = "👍 Frau Muster soll 🙂 gehen"
  const start = text.indexOf(" Frau")
  const span = inCodePoints(text, start, text.indexOf("soll"))
  assert.deepEqual(span, { from: 2, to: 13 })
  assert.equal(Array.from(text).slice(span.from, span.to).join(""), "Frau Muster")
})

test("a selection of nothing but spaces is empty", () => {
  const span = inCodePoints("a   b", 1, 4)
  assert.equal(span.from, span.to)
})

test("spans that touch or overlap become one, in order", () => {
  assert.deepEqual(
    joined([
      { from: 8, to: 10 },
      { from: 0, to: 3 },
      { from: 2, to: 5 },
      { from: 5, to: 6 },
    ]),
    [
      { from: 0, to: 6 },
      { from: 8, to: 10 },
    ],
  )
})

test("the pieces of a text are all of it", () => {
  const text = "Herr Muster 🙂 und Frau Probe"
  const pieces = parts(text, [
    { from: 0, to: 11 },
    { from: 18, to: 28 },
  ])
  assert.equal(pieces.map((piece) => piece.text).join(""), text)
  assert.deepEqual(
    pieces.filter((piece) => piece.gone).map((piece) => piece.text),
    ["Herr Muster", "Frau Probe"],
  )
})
