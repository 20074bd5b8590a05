import assert from "node:assert/strict"
import { test } from "node:test"
import { choose, neighbourCard, successor } from "../../console/focus.js"
import { cards, heads, lanes, letters, shifted } from "../../console/lanes.js"
import { emptyState } from "../../shared/session.js"

/** @param {object[]} ideas @param {object[]} [fields] */
function state(ideas, fields = []) {
  const views = ideas.map((idea) => ({ kind: "idea", text: "", state: "shown", ...idea }))
  return { ...emptyState(), ideas: new Map(views.map((view) => [view.number, view])), fields }
}
const VERKEHR = { id: "v", title: "Verkehr", position: 0 }
const ENERGIE = { id: "e", title: "Energie", position: 1 }
const WEGE = { id: "w", title: "Wege", position: 2, joined_into: "v" }
/** @param {ReturnType<typeof lanes>} board */
const layout = (board) =>
  board.map((lane) => [
    lane.id,
    ...lane.cards.map((card) => card.members.map(({ number }) => number).join("+")),
  ])

test("cards without a field come first, groups lie where their head lies", () => {
  const board = lanes(
    state(
      [{ number: 1 }, { number: 2, field: "v" }, { number: 3, field: "e", merged_into: 2 }],
      [VERKEHR, ENERGIE],
    ),
  )
  assert.deepEqual(layout(board), [["", "1"], ["v", "2+3"], ["e"]])
})

test("a joined field's cards lie in the field it was joined into", () => {
  const board = lanes(state([{ number: 1, field: "w" }], [VERKEHR, ENERGIE, WEGE]))
  assert.deepEqual(layout(board), [[""], ["v", "1"], ["e"]])
  assert.deepEqual(
    board[1].joined.map(({ id }) => id),
    ["w"],
  )
})

test("no card is lost when its field is unknown or fields point at each other", () => {
  const loop = [
    { id: "a", title: "A", joined_into: "b" },
    { id: "b", title: "B", joined_into: "a" },
  ]
  assert.deepEqual(
    layout(
      lanes(
        state(
          [
            { number: 1, field: "a" },
            { number: 2, field: "gone" },
          ],
          loop,
        ),
      ),
    ),
    [["", "1", "2"]],
  )
})

test("only visible ideas are cards; a hidden head is spoken for by its first visible member", () => {
  const hidden = state([
    { number: 1, state: "hidden" },
    { number: 2, state: "held" },
    { number: 4, merged_into: 1 },
    { number: 5, merged_into: 1 },
  ])
  assert.deepEqual(
    cards(hidden).map((card) => card.members.map(({ number }) => number)),
    [[4, 5]],
  )
})

test("letters come from titles, are unique, and B belongs to the panic key", () => {
  const fields = ["Verkehr", "Vielfalt", "Bildung", "Öffentlichkeit"].map((title, position) => ({
    id: title,
    title,
    position,
  }))
  assert.deepEqual([...letters(fields).values()], ["V", "I", "L", "O"])
  const more = [...fields, { id: "x", title: "Beschaffung", position: 4 }]
  assert.deepEqual(
    [...letters(more).values()].slice(0, 4),
    ["V", "I", "L", "O"],
    "a new field changes no letter",
  )
})

test("more fields than letters: the rest has none", () => {
  const fields = Array.from({ length: 30 }, (_, position) => ({ id: `${position}`, title: "Ä", position }))
  const chosen = letters(fields)
  assert.equal(new Set(chosen.values()).size, 25)
  assert.equal(chosen.get("29"), undefined)
})

test("a column moves past its neighbour, joined fields in between notwithstanding", () => {
  const fields = [VERKEHR, { ...WEGE, position: 1 }, { ...ENERGIE, position: 2 }]
  assert.deepEqual(shifted(fields, "e", -1), ["e", "v", "w"])
  assert.deepEqual(shifted(fields, "v", 1), ["w", "e", "v"])
  assert.deepEqual(shifted(fields, "v", -1), ["v", "w", "e"])
  assert.deepEqual(
    heads(fields).map(({ id }) => id),
    ["v", "e"],
  )
})

const board = lanes(
  state([{ number: 1 }, { number: 2 }, { number: 3 }, { number: 4, field: "e" }], [VERKEHR, ENERGIE]),
)

test("arrow keys walk through a column and over empty ones", () => {
  assert.equal(neighbourCard(board, 1, "ArrowDown"), 2)
  assert.equal(neighbourCard(board, 3, "ArrowDown"), 0)
  assert.equal(neighbourCard(board, 3, "ArrowRight"), 4)
  assert.equal(neighbourCard(board, 4, "ArrowLeft"), 1)
  assert.equal(neighbourCard(board, 1, "ArrowLeft"), 0)
  assert.equal(neighbourCard(board, 99, "ArrowDown"), 0)
})

test("when cards leave, the focus goes to the next one that stays", () => {
  assert.equal(successor(board, 1, new Set([1, 2])), 3)
  assert.equal(successor(board, 3, new Set([3])), 2)
  assert.equal(successor(board, 4, new Set([4])), 0)
})

test("cards are chosen one by one and as a range of their column", () => {
  const one = choose(board, new Set(), 1, { toggle: true })
  assert.deepEqual([...one], [1])
  assert.deepEqual([...choose(board, one, 3, { through: true, from: 1 })], [1, 2, 3])
  assert.deepEqual([...choose(board, new Set([3]), 1, { through: true, from: 3 })], [3, 1, 2])
  assert.deepEqual([...choose(board, one, 4, { through: true, from: 1 })], [1, 4], "no range across columns")
  assert.deepEqual([...choose(board, one, 1, { toggle: true })], [])
})
