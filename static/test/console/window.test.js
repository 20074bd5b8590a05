import assert from "node:assert/strict"
import { test } from "node:test"
import { anchorAt, held, offsets, range } from "../../console/window.js"

const KEYS = ["a", "b", "c", "d", "e"]

test("measured rows count as measured, others as estimated", () => {
  const { tops, total } = offsets(
    KEYS,
    new Map([
      ["a", 10],
      ["c", 100],
    ]),
    50,
  )
  assert.deepEqual(tops, [0, 10, 60, 160, 210])
  assert.equal(total, 260)
})

test("only rows that touch the view stand on the page", () => {
  const { tops, total } = offsets(KEYS, new Map(), 50)
  assert.deepEqual(range(tops, total, 0, 100, 0), { from: 0, to: 2 })
  assert.deepEqual(range(tops, total, 60, 100, 0), { from: 1, to: 4 })
  assert.deepEqual(range(tops, total, 100, 50, 50), { from: 1, to: 4 })
  assert.deepEqual(range(tops, total, 150, 100, 0), { from: 3, to: 5 })
  assert.deepEqual(range([], 0, 0, 100, 50), { from: 0, to: 0 })
})

test("of a thousand rows a screenful stands on the page", () => {
  const keys = Array.from({ length: 1000 }, (_, row) => `${row}`)
  const { tops, total } = offsets(keys, new Map(), 80)
  const { from, to } = range(tops, total, 40_000, 800, 400)
  assert.equal(from, 495)
  assert.equal(to, 515)
})

test("the row being read stays in its place when others come or go above it", () => {
  const before = offsets(KEYS, new Map(), 50)
  const anchor = anchorAt(KEYS, before.tops, 120)
  assert.deepEqual(anchor, { key: "c", into: 20 })
  const more = ["x", "y", ...KEYS]
  assert.equal(held(anchor, more, offsets(more, new Map(), 50).tops, 120), 220)
  const fewer = ["b", "c", "d"]
  assert.equal(held(anchor, fewer, offsets(fewer, new Map(), 50).tops, 120), 70)
})

test("at the top, and when the row is gone, the view stays where it is", () => {
  const { tops } = offsets(KEYS, new Map(), 50)
  assert.equal(held({ key: "c", into: 0 }, KEYS, tops, 0), 0)
  assert.equal(held({ key: "gone", into: 5 }, KEYS, tops, 130), 130)
  assert.equal(held(null, KEYS, tops, 130), 130)
  assert.equal(anchorAt([], [], 0), null)
})
