import assert from "node:assert/strict"
import { test } from "node:test"
import { agendaPage } from "../../projector/agendum.js"
import { compared, slopes } from "../../projector/comparing.js"

/** @param {string} id @param {Record<number, number>} points by idea @returns {any} */
function roundOf(id, points) {
  const items = Object.keys(points).map((idea, at) => ({
    item: at + 1,
    idea: Number(idea),
    ideas: [Number(idea)],
  }))
  const counted = items.map(({ item, idea }) => [item, { points: points[idea], voters: points[idea] }])
  return { id, method: "dots", items, tally: { voters: 20, items: Object.fromEntries(counted) } }
}

const before = roundOf("1", { 10: 9, 20: 7, 30: 5, 40: 3 })
const after = roundOf("2", { 10: 4, 20: 6, 30: 2, 50: 8, 60: 0 })

test("the later round's best with their place before; what got nothing or stayed behind is left out", () => {
  const { pairs, left } = compared(before, after)
  assert.deepEqual(
    pairs.map(({ after, before, change }) => [after.idea, before?.rank, after.rank, change]),
    [
      [50, undefined, 1, undefined],
      [20, 2, 2, 0],
      [10, 1, 3, -2],
      [30, 3, 4, -1],
    ],
  )
  assert.equal(left, 1)
})

test("lines start in the order of the earlier round, level with the rows", () => {
  const { pairs } = compared(before, after)
  const rows = pairs.map(({ after }, at) => ({ item: after, top: at * 100, height: 80, size: 40, part: 1 }))
  const lines = slopes(/** @type {any} */ (rows), new Map(pairs.map((pair) => [pair.after.item, pair])), 1000)
  assert.deepEqual(
    lines.map(({ rank, from, to }) => [rank, from, to]),
    [
      [1, 125, 225],
      [2, 225, 125],
      [3, 325, 325],
    ],
  )
})

test("the agenda shows the page with the current phase", () => {
  assert.deepEqual(agendaPage(6, 3, 8), { from: 0, to: 6, page: 0, pages: 1 })
  assert.deepEqual(agendaPage(14, 9, 8), { from: 7, to: 14, page: 1, pages: 2 })
  assert.deepEqual(agendaPage(14, -1, 8), { from: 0, to: 7, page: 0, pages: 2 })
  assert.deepEqual(agendaPage(40, 39, 8), { from: 32, to: 40, page: 4, pages: 5 })
  assert.deepEqual(agendaPage(0, -1, 8), { from: 0, to: 0, page: 0, pages: 1 })
})
