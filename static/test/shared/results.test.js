import assert from "node:assert/strict"
import { test } from "node:test"
import {
  compare,
  isVoted,
  matrixAxes,
  matrixPoints,
  reveal,
  share,
  standing,
  votesOf,
} from "../../shared/results.js"

/** @param {object} plan @param {Record<string, object>} items by item @param {object} [more] @returns {any} */
function roundOf(plan, items, more = {}) {
  return {
    method: "dots",
    state: "closed",
    items: Object.keys(items).map((item) => ({ item: Number(item), idea: Number(item) * 10 })),
    tally: { voters: 10, items, ...more },
    ...plan,
  }
}

const byRank = (/** @type {any} */ round) => standing(round).map(({ item, rank, tied }) => [item, rank, tied])

test("most points first, equal points share a rank, what got none is last", () => {
  const round = roundOf(
    {},
    { 1: { points: 2, voters: 2 }, 2: { points: 5, voters: 3 }, 3: { points: 2, voters: 1 } },
  )
  round.items.push({ item: 4, idea: 40 })
  assert.deepEqual(byRank(round), [
    [2, 1, false],
    [1, 2, true],
    [3, 2, true],
    [4, 4, false],
  ])
  const last = standing(round)[3]
  assert.deepEqual([last.points, last.voters, isVoted(last)], [0, 0, false])
})

test("a running count stands in for the round's own", () => {
  const round = roundOf({ state: "open" }, { 1: { points: 9, voters: 9 }, 2: { points: 0, voters: 0 } })
  assert.equal(standing(round, { items: { 2: { points: 1, voters: 1 } } })[0].item, 2)
  assert.deepEqual(
    standing({ ...round, tally: undefined }).map(({ points }) => points),
    [0, 0],
  )
})

test("the server's results are believed", () => {
  const results = [
    { item: 2, rank: 1, tied: true, mean: 1, spread: 0, verdict: "consensus" },
    { item: 1, rank: 1, tied: true, mean: 2, spread: 0.5 },
  ]
  const round = roundOf({}, { 1: { points: 8, voters: 4 }, 2: { points: 4, voters: 4 } }, { results })
  assert.deepEqual(byRank(round), [
    [1, 1, true],
    [2, 1, true],
  ])
  assert.equal(standing(round)[1].verdict, "consensus")
  assert.equal(standing(round)[0].spread, 0.5)
})

const effort = { name: "Aufwand", low: "", high: "", less: true }
const impact = { name: "Wirkung", low: "", high: "", less: false }
const scale = () =>
  roundOf(
    { method: "scale", criteria: [impact, effort] },
    {
      1: { points: 18, voters: 2, counts: [0, 0, 0, 1, 1, 1, 1, 0, 0, 0] }, // 4.5 impact, 1.5 effort
      2: { points: 24, voters: 4, counts: [1, 1, 1, 1, 0, 0, 0, 2, 1, 0] }, // more points of more people
      3: { points: 5, voters: 1, counts: [0, 0, 0, 0, 1, 0, 0, 0, 0, 0] }, // nobody rated its effort
      4: { points: 0, voters: 0 },
    },
  )

test("a scale goes by the mean of its ratings, and nobody's choice comes last", () => {
  assert.deepEqual(
    standing(scale()).map(({ item }) => item),
    [3, 1, 2, 4],
  )
  const [, first] = standing(scale())
  assert.deepEqual(
    first.criteria.map(({ voters, mean, spread }) => [voters, mean, spread]),
    [
      [2, 4.5, 0.5],
      [2, 1.5, 0.5],
    ],
  )
})

test("the matrix has effort across, whichever criterion it is, and only what has both", () => {
  assert.deepEqual(matrixAxes(scale()), { x: 1, y: 0 })
  assert.deepEqual(matrixAxes({ ...scale(), criteria: [effort, impact] }), { x: 0, y: 1 })
  assert.deepEqual(matrixAxes({ ...scale(), criteria: [impact, impact, impact] }), { x: 1, y: 0 })
  assert.equal(matrixAxes({ ...scale(), criteria: [impact] }), undefined)
  assert.deepEqual(
    matrixPoints(scale()).map(({ item, x, y }) => [item.item, x, y]),
    [
      [1, 1.5, 4.5],
      [2, 3.3333333333333335, 2.5],
    ],
  )
})

test("a share says how strongly the room is for an item", () => {
  const shares = (/** @type {any} */ round) => standing(round).map((item) => share(item, round))
  assert.deepEqual(
    shares(roundOf({}, { 1: { points: 6, voters: 3 }, 2: { points: 2, voters: 2 } })),
    [0.75, 0.25],
  )
  assert.deepEqual(shares(roundOf({ method: "approve" }, { 1: { points: 6, voters: 6 } })), [0.6])
  const yesno = roundOf(
    { method: "yesno" },
    { 1: { points: 1, voters: 9, counts: [3, 1, 5] }, 2: { points: 0, voters: 1, counts: [0, 0, 1] } },
  )
  assert.deepEqual(shares(yesno), [0.75, undefined])
  assert.deepEqual(votesOf(standing(yesno)[0]), { yes: 3, no: 1, abstain: 5 })
  assert.deepEqual(
    shares(
      roundOf(
        { method: "ranking" },
        { 1: { points: 10, voters: 10 }, 2: { points: 0, voters: 0 }, 3: { points: 20, voters: 10 } },
      ),
    ),
    [1, 0.5, undefined],
  )
  const [best] = shares(scale())
  assert.equal(best, 1)
})

test("of too few voters nothing is broken down", () => {
  const round = roundOf(
    { method: "scale", criteria: [impact, effort] },
    { 1: { points: 9, voters: 2 } },
    { few: true },
  )
  const [item] = standing(round)
  assert.deepEqual(
    item.criteria.map(({ mean, counts }) => [mean, counts]),
    [
      [0, []],
      [0, []],
    ],
  )
  assert.equal(share(item, round), undefined)
  assert.deepEqual(matrixPoints(round), [])
  assert.deepEqual(standing({ ...round, tally: { voters: 2, few: true } })[0].voters, 0)
})

test("two rounds side by side: matched by idea, by a group's member, by field", () => {
  const first = roundOf(
    {},
    { 1: { points: 5, voters: 1 }, 2: { points: 4, voters: 1 }, 3: { points: 3, voters: 1 } },
  )
  first.items = [
    { item: 1, idea: 10, ideas: [10] },
    { item: 2, idea: 20, ideas: [20, 21] },
    { item: 3, idea: 30, ideas: [30] },
  ]
  const second = roundOf(
    {},
    { 1: { points: 9, voters: 1 }, 2: { points: 4, voters: 1 }, 3: { points: 1, voters: 1 } },
  )
  second.items = [
    { item: 1, idea: 21, ideas: [21, 20] },
    { item: 2, idea: 10, ideas: [10] },
    { item: 3, idea: 40, ideas: [40] },
  ]
  assert.deepEqual(
    compare(first, second).map(({ key, before, after, change }) => [key, before?.rank, after?.rank, change]),
    [
      ["#21", 2, 1, 1],
      ["#10", 1, 2, -1],
      ["#40", undefined, 3, undefined],
      ["#30", 3, undefined, undefined],
    ],
  )
  const fields = (/** @type {string[]} */ ids) => ({
    ...roundOf({}, {}),
    items: ids.map((field, at) => ({ item: at + 1, field, ideas: [1, 2] })),
  })
  assert.deepEqual(
    compare(fields(["a", "b"]), fields(["b", "c"])).map(({ key, before, after }) => [
      key,
      before?.item,
      after?.item,
    ]),
    [
      ["b", 2, 1],
      ["c", undefined, 2],
      ["a", 1, undefined],
    ],
  )
})

test("places are revealed from the last, those that share one at once, and ten at most", () => {
  const points = [9, 7, 7, 3, 0]
  const round = roundOf({}, Object.fromEntries(points.map((p, at) => [at + 1, { points: p, voters: p }])))
  const shown = (/** @type {number} */ step) =>
    reveal(standing(round), step)
      .places.filter((place) => place.shown)
      .map(({ item }) => item.item)
  assert.deepEqual([0, 1, 2, 3, -1].map(shown), [[], [4], [2, 3, 4], [1, 2, 3, 4], [1, 2, 3, 4]])
  assert.equal(reveal(standing(round), 0).steps, 3)
  assert.deepEqual(
    [0, 2, 3, 99, -1].map((step) => reveal(standing(round), step).done),
    [false, false, true, true, true],
  )
  const many = Object.fromEntries(
    Array.from({ length: 30 }, (_, at) => [at + 1, { points: 90 - at, voters: 1 }]),
  )
  const { places, steps } = reveal(standing(roundOf({}, many)), 1)
  assert.deepEqual([places.length, steps, places.findIndex((place) => place.shown)], [10, 10, 9])
})
