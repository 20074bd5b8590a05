import assert from "node:assert/strict"
import { test } from "node:test"

// The board reads the page's type to measure; here it need not.
globalThis.document = /** @type {any} */ ({ createElement: () => ({ getContext: () => null }) })
const { boardPages, grid, speaking, stacked } = await import("../../projector/board.js")

/** @param {number} number @param {object} [more] */
const idea = (number, more) => ({ number, kind: "idea", text: `Idee ${number}`, ...more })
/** @param {any[]} ideas @param {any[]} fields @returns {any} */
const stateOf = (ideas, fields) => ({ fields, ideas: new Map(ideas.map((one) => [one.number, one])) })

test("ideas stand in their group's field, through joined fields, the rest at the end", () => {
  const ideas = [idea(1, { field: "a" }), idea(2, { merged_into: 1 }), idea(3, { field: "b" }), idea(4)]
  const stacks = stacked(stateOf(ideas, [{ id: "a", joined_into: "b" }, { id: "b" }, { id: "c" }]))
  assert.deepEqual(
    stacks.map((stack) => [stack.field?.id, stack.count]),
    [
      ["b", 3],
      ["c", 0],
      [undefined, 1],
    ],
  )
  assert.equal(stacks[0].ideas[0].head.number, 1, "the idea that speaks for most comes first")
})

test("without any field there is no board", () => {
  assert.deepEqual(stacked(stateOf([idea(1)], [])), [])
  assert.deepEqual(boardPages([]), [])
})

test("many fields are counted together first, then speak a few at a time", () => {
  const stacks = Array.from({ length: 13 }, () => ({ ideas: [], count: 0 }))
  const pages = boardPages(stacks)
  assert.deepEqual(
    pages.map((page) => [page.stacks.length, page.ideas]),
    [
      [13, false],
      [4, true],
      [4, true],
      [4, true],
      [1, true],
    ],
  )
  assert.equal(boardPages(stacks.slice(0, 4)).length, 1)
})

test("the grid has a place for every field", () => {
  for (let count = 1; count <= 14; count++) {
    const { columns, rows } = grid(count)
    assert.ok(columns * rows >= count && columns <= 3)
  }
})

test("what fits a cell is shown whole, and other ideas get their turn", () => {
  const measure = (/** @type {string} */ text, /** @type {number} */ size) => text.length * size * 0.5
  const group = (/** @type {number} */ number, /** @type {string} */ text) => ({
    head: { ...idea(number), text },
    members: [],
  })
  const ideas = /** @type {any[]} */ ([
    group(1, "kurz"),
    group(2, "sehr lang ".repeat(80)),
    group(3, "auch kurz"),
  ])
  const cell = { width: 400, height: 120, body: 20 }
  const shown = (/** @type {number} */ turn) =>
    speaking({ ideas, count: 3 }, cell, turn, measure).map(({ head }) => head.number)
  assert.deepEqual(shown(0), [1, 3])
  assert.deepEqual(shown(2), [3, 1])
  assert.deepEqual(
    speaking({ ideas: [ideas[1]], count: 1 }, cell, 0, measure).length,
    1,
    "one stands even if it must be shortened",
  )
})
