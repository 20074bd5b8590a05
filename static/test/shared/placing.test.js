import assert from "node:assert/strict"
import { test } from "node:test"
import { placeLabels } from "../../shared/placing.js"

const area = { width: 600, height: 400 }
const box = (/** @type {number} */ x, /** @type {number} */ y) => ({ x, y, width: 40, height: 20 })

/** @param {any[]} labels */
function placed(labels) {
  return placeLabels(labels, area).map((place, at) => place && { ...labels[at], ...place })
}

/** @param {any[]} boxes */
function assertApart(boxes) {
  for (const [at, a] of boxes.entries()) {
    assert.ok(a.x - a.width / 2 >= 0 && a.x + a.width / 2 <= area.width, "inside, across")
    assert.ok(a.y - a.height / 2 >= 0 && a.y + a.height / 2 <= area.height, "inside, up")
    for (const b of boxes.slice(at + 1)) {
      const apart =
        Math.abs(a.x - b.x) >= (a.width + b.width) / 2 || Math.abs(a.y - b.y) >= (a.height + b.height) / 2
      assert.ok(apart, `${JSON.stringify(a)} lies on ${JSON.stringify(b)}`)
    }
  }
}

test("a label stands on its point where nothing is in the way", () => {
  const labels = [box(100, 100), box(300, 300)]
  assert.deepEqual(placeLabels(labels, area), [
    { x: 100, y: 100 },
    { x: 300, y: 300 },
  ])
})

test("labels of one point stand around it, none on another", () => {
  const boxes = placed(Array.from({ length: 30 }, () => box(300, 200)))
  assert.ok(boxes.every(Boolean))
  assertApart(boxes)
  assert.deepEqual([boxes[0].x, boxes[0].y], [300, 200], "the first is nearest")
})

test("labels in a corner stay inside", () => {
  const boxes = placed(Array.from({ length: 12 }, () => box(0, 400)))
  assert.ok(boxes.every(Boolean))
  assertApart(boxes)
})

test("who finds no room has no label, and the first ones do", () => {
  const boxes = placed(Array.from({ length: 400 }, (_, at) => box(20 + (at % 29) * 20, 100 + (at % 7) * 30)))
  assertApart(boxes.filter(Boolean))
  assert.ok(boxes[0])
  assert.ok(boxes.some((one) => !one))
})
