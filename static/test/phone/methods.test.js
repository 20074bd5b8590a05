import assert from "node:assert/strict"
import { test } from "node:test"
import { inFairOrder, openFirst } from "../../phone/vote/fair.js"
import {
  budgetOf,
  capOf,
  inOrder,
  isAnswered,
  moved,
  ownItems,
  placed,
  rated,
  toPlaces,
  withRating,
} from "../../phone/vote/methods.js"

test("each method has its own bounds", () => {
  assert.deepEqual([budgetOf({ method: "dots", budget: 5 }), capOf({ method: "dots", cap: 3 })], [5, 3])
  assert.deepEqual([budgetOf({ method: "approve", budget: 3 }), capOf({ method: "approve" })], [3, 1])
  for (const method of /** @type {const} */ (["approve", "yesno", "scale", "ranking"])) {
    assert.equal(budgetOf({ method }), Number.POSITIVE_INFINITY, method)
  }
})

test("a scale's points hold one digit for each criterion, the first one last", () => {
  assert.deepEqual([rated(35, 0), rated(35, 1), rated(35, 2)], [5, 3, 0])
  assert.equal(withRating(0, 1, 4), 40)
  assert.equal(withRating(43, 0, 5), 45)
  assert.equal(withRating(45, 1, 0), 5)
  assert.equal(withRating(345, 2, 1), 145)
})

test("a scale is answered by all its criteria, everything else by any points", () => {
  const criterion = { name: "", low: "", high: "", less: false }
  const scale = /** @type {const} */ ({ method: "scale", criteria: [criterion, criterion] })
  assert.deepEqual(
    [0, 3, 40, 43].map((points) => isAnswered(scale, points)),
    [false, false, false, true],
  )
  assert.equal(isAnswered({ method: "yesno" }, 3), true)
  assert.equal(isAnswered({ method: "yesno" }, 0), false)
})

test("a ranking goes to places and back", () => {
  assert.deepEqual(
    [...toPlaces([4, 2, 9])],
    [
      [4, 1],
      [2, 2],
      [9, 3],
    ],
  )
  assert.deepEqual(
    inOrder(
      new Map([
        [2, 2],
        [9, 3],
        [4, 1],
      ]),
    ),
    [4, 2, 9],
  )
})

test("what is moved in a ranking keeps everything else in order", () => {
  assert.deepEqual(moved([1, 2, 3], 2, -1), [2, 1, 3])
  assert.deepEqual(moved([1, 2, 3], 2, 1), [1, 3, 2])
  assert.deepEqual(moved([1, 2, 3], 1, -1), [1, 2, 3])
  assert.deepEqual(moved([1, 2, 3], 3, 1), [1, 2, 3])
  assert.deepEqual(moved([1, 2, 3], 7, 1), [1, 2, 3], "what is not ranked does not come in by itself")
})

test("what is placed comes from anywhere, and lands within the ranking", () => {
  assert.deepEqual(placed([1, 2, 3], 4, 3), [1, 2, 3, 4])
  assert.deepEqual(placed([1, 2, 3], 3, 0), [3, 1, 2])
  assert.deepEqual(placed([1, 2, 3], 1, 2), [2, 3, 1])
  assert.deepEqual(placed([1, 2], 9, 99), [1, 2, 9])
  assert.deepEqual(placed([1, 2], 9, -1), [9, 1, 2])
})

test("own is what this phone brought, also in a group; never a topic field", () => {
  const items = [
    { item: 1, idea: 7, ideas: [7] },
    { item: 2, idea: 8, ideas: [8, 12] },
    { item: 3, field: "f", ideas: [7] },
  ]
  assert.deepEqual([...ownItems({ items }, new Set([7, 12]))], [1, 2])
  assert.deepEqual([...ownItems({ items }, new Set())], [])
})

test("the fair order is the whole circle from another beginning", () => {
  const all = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
  assert.deepEqual(inFairOrder(all, 1), [6, 7, 8, 9, 0, 1, 2, 3, 4, 5])
  assert.deepEqual(inFairOrder(all, 2).slice(0, 2), [2, 3])
  assert.deepEqual(inFairOrder(all, 0), all)
  assert.deepEqual(inFairOrder([], 5), [])
})

test("over many phones no item is first much more often than another", () => {
  for (const size of [3, 12, 40]) {
    const first = new Map()
    const items = Array.from({ length: size }, (_, index) => index)
    for (let place = 1; place <= 400; place++) {
      const [item] = inFairOrder(items, place)
      first.set(item, (first.get(item) || 0) + 1)
    }
    const counts = items.map((item) => first.get(item) || 0)
    assert.ok(Math.max(...counts) - Math.min(...counts) <= 4, `${size}: ${counts}`)
  }
})

test("who comes back finds first what is open, both in their order", () => {
  assert.deepEqual(
    openFirst([4, 1, 3, 2], (one) => one % 2 === 0),
    [1, 3, 4, 2],
  )
})
