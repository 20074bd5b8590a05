import assert from "node:assert/strict"
import { test } from "node:test"

// The board reads the page's type to measure; here it need not.
globalThis.document = /** @type {any} */ ({ createElement: () => ({ getContext: () => null }) })
const { boardPages, dotSize, grid, speaking, stacked } = await import("../../projector/board.js")

/** Every character half as wide as it is high. @param {string} text @param {number} size */
const measure = (text, size) => text.length * size * 0.5
const room = { width: 1800, height: 660, body: 36 }
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
  assert.deepEqual(boardPages([], room, measure), [])
})

test("many fields are counted together first, then speak a few at a time", () => {
  const stacks = Array.from({ length: 13 }, () => ({ ideas: [], count: 0 }))
  const pages = boardPages(stacks, room, measure)
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
  assert.equal(boardPages(stacks.slice(0, 4), room, measure).length, 1)
})

test("long titles and long ideas get more room, so nothing is cut", () => {
  const title = "Zusammenarbeit zwischen Fachbereichen, Eigenbetrieben und Beteiligungen der Stadt ".repeat(2)
  const stacks = Array.from(
    { length: 12 },
    (_, at) => /** @type {any} */ ({ field: { id: `${at}`, title }, ideas: [], count: 0 }),
  )
  const counted = boardPages(stacks, room, measure).filter((page) => !page.ideas)
  assert.ok(counted.length > 1)
  assert.equal(counted.flatMap((page) => page.stacks).length, 12)

  const head = { ...idea(1), text: "sehr lang ".repeat(60) }
  const long = /** @type {any[]} */ ([0, 1, 2, 3].map(() => ({ ideas: [{ head, members: [] }], count: 1 })))
  const pages = boardPages(long, room, measure)
  assert.ok(pages.length > 1)
  assert.equal(pages.flatMap((page) => page.stacks).length, 4)
})

test("an overview has a dot for every idea, all equally large and inside their field", () => {
  const stacks = /** @type {any[]} */ (
    [3, 40, 457].map((count) => ({ ideas: [], count, field: { title: "Energie" } }))
  )
  const cell = { width: 500, height: 300, body: 36 }
  const size = dotSize(stacks, cell, measure)
  assert.ok(size > 0)
  const high = Math.ceil(457 / Math.floor(cell.width / size)) * size
  assert.ok(high <= cell.height - 36, `${high}`)
  assert.ok(dotSize(stacks.slice(0, 2), cell, measure) > size, "fewer ideas have larger dots")
  assert.equal(dotSize(stacks, { ...cell, height: 60 }, measure), 0, "no room, no dots")
})

test("the grid has a place for every field", () => {
  for (let count = 1; count <= 14; count++) {
    for (const most of [0, 1, 2, 3]) {
      const { columns, rows } = grid(count, most)
      assert.ok(!most || columns <= most)
      assert.ok(columns * rows >= count && columns <= 3)
    }
  }
})

test("what fits a cell is shown whole, and other ideas get their turn", () => {
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
  assert.deepEqual(speaking({ ideas: [ideas[1]], count: 1 }, cell, 0, measure), [], "none is shortened")
})
