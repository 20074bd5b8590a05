import assert from "node:assert/strict"
import { test } from "node:test"
import { bubblesOf, frameOf, neighbour, radiusOf } from "../../../staff/assessing/geometry.js"
import { linesOf, strongestVote } from "../../../staff/assessing/lines.js"
import {
  gateOf,
  missing,
  nextOf,
  shares,
  unscored,
  waiting,
  weightIn,
  worthOf,
} from "../../../staff/assessing/weights.js"
import { topOf } from "../../../staff/structure/tree.js"

const criteria = [
  { id: "use", title: "Nutzen", text: "", weight: 60, inverse: false },
  { id: "effort", title: "Aufwand", text: "", weight: 40, inverse: true },
]

test("shares are whole percent and sum up to 100", () => {
  assert.deepEqual(shares([{ weight: 1 }, { weight: 1 }, { weight: 1 }]), [34, 33, 33])
  assert.deepEqual(shares(criteria), [60, 40])
  assert.deepEqual(shares([{ weight: 0 }, { weight: 0 }]), [0, 0])
  assert.equal(
    shares([7, 11, 13, 17, 19].map((weight) => ({ weight }))).reduce((sum, one) => sum + one, 0),
    100,
  )
})

test("weights are whole numbers from 0 to 100, whatever is typed", () => {
  assert.deepEqual(["15", "12,4", "-3", "400", "viel", ""].map(weightIn), [15, 12, 0, 100, 0, 0])
})

test("a round that cannot be assessed by is not saved", () => {
  const fine = { title: "Runde", criteria, measures: ["m1"] }
  assert.deepEqual(missing(fine), [])
  assert.deepEqual(missing({ title: " ", criteria: [], measures: [] }), ["title", "criteria", "measures"])
  assert.deepEqual(missing({ ...fine, criteria: [{ ...criteria[0], weight: 0 }] }), ["weights"])
  assert.deepEqual(missing({ ...fine, criteria: [{ ...criteria[0], title: "" }] }), ["criterion"])
})

test("a value is the weighted sum, effort counted backwards", () => {
  assert.equal(worthOf(criteria, { use: 4, effort: 0 }), 100)
  assert.equal(worthOf(criteria, { use: 0, effort: 4 }), 0)
  assert.equal(worthOf(criteria, { use: 2, effort: 1 }), 60)
  assert.equal(worthOf([], {}), 0)
  assert.deepEqual(
    unscored(criteria, { use: 0 }).map(({ id }) => id),
    ["effort"],
    "0 is a score",
  )
  assert.equal(unscored(criteria, { use: 5, effort: 1 }).length, 1, "5 is none")
})

test("one measure follows the other, round again to what was left out", () => {
  const round = { measures: ["a", "b", "c", "d"] }
  const own = [{ measure: "b", biased: true, scores: {}, note: "" }]
  assert.deepEqual(waiting(round, own), ["a", "c", "d"], "whoever is biased has answered")
  assert.equal(nextOf(round, own, "b"), "c")
  assert.equal(nextOf(round, own, "d"), "a")
  const rest = [...own, ...["c", "d"].map((measure) => ({ measure, biased: false, scores: {}, note: "" }))]
  assert.equal(nextOf(round, rest, "a"), undefined)
})

test("the gate says what stands in the way", () => {
  const gate = (/** @type {string[]} */ [competent, lawful, fresh]) =>
    gateOf(
      /** @type {any} */ ({
        profile: {
          gate: { competent: { answer: competent }, lawful: { answer: lawful }, new: { answer: fresh } },
        },
      }),
    )
  assert.equal(gate(["yes", "yes", "yes"]), "")
  assert.equal(gate(["yes", "", "yes"]), "assessing.gate_open")
  assert.equal(gate(["yes", "no", ""]), "assessing.gate_no")
  assert.equal(gateOf(/** @type {any} */ ({ profile: {} })), "assessing.gate_open")
})

test("results are ordered by value; equal ones share a place, unfinished ones have none", () => {
  const measures = ["a", "b", "c", "d"].map((id) => /** @type {any} */ ({ id }))
  const result = (/** @type {string} */ measure, /** @type {number} */ value, enough = true) =>
    /** @type {any} */ ({ measure, value, enough })
  const lines = linesOf(measures, [
    result("a", 40),
    result("b", 70.2),
    result("c", 69.8),
    result("d", 99, false),
  ])
  assert.deepEqual(
    lines.map(({ measure, place }) => [measure.id, place]),
    [
      ["b", 1],
      ["c", 1],
      ["a", 3],
      ["d", 0],
    ],
  )
})

test("of several votes the one of the largest room is shown", () => {
  const votes = /** @type {any} */ ([{ round: 1, turnout: 12 }, { round: 2, turnout: 190 }, { turnout: 999 }])
  assert.equal(strongestVote(votes)?.turnout, 190)
  assert.equal(strongestVote([]), undefined)
})

const sheet = { width: 720, height: 480, unit: 13 }
const points = [
  { measure: "a", number: "M01", title: "", value: 90, effort: 10, cost: 400, legal: false },
  { measure: "b", number: "M02", title: "", value: 90, effort: 10, cost: 100, legal: false },
  { measure: "c", number: "V3", title: "", value: 0, effort: 100, cost: 0, legal: true },
  { measure: "d", number: "V4", title: "", value: 140, effort: -5, cost: 0, legal: false },
]

test("bubbles stand within the sheet, large ones below small ones", () => {
  const frame = frameOf(sheet)
  const bubbles = bubblesOf(points, sheet)
  assert.deepEqual(bubbles.map(({ point }) => point.measure)[0], "a")
  for (const { x, y, radius } of bubbles) {
    assert.ok(x - radius >= frame.x && x + radius <= frame.x + frame.width, "across")
    assert.ok(y - radius >= frame.y && y + radius <= frame.y + frame.height, "up")
  }
  const at = (/** @type {string} */ id) =>
    /** @type {any} */ (bubbles.find(({ point }) => point.measure === id))
  assert.ok(at("a").y < at("c").y, "value grows upwards")
  assert.ok(at("a").x < at("c").x, "effort grows to the right")
})

test("the area of a bubble grows with the cost", () => {
  const [none, quarter, all] = [0, 100, 400].map((cost) => radiusOf(cost, 400, 10))
  assert.ok(none > 0)
  assert.ok(
    Math.abs(quarter - (none + all) / 2) < 1e-9,
    "a quarter of the cost has half the radius above the least",
  )
  assert.equal(radiusOf(5, 0, 10), none)
})

test("names stand on no other name", () => {
  const crowd = Array.from({ length: 14 }, (_, at) => ({
    ...points[0],
    measure: `m${at}`,
    number: `M${at + 10}`,
    value: 50 + (at % 3),
    effort: 50,
    cost: at,
  }))
  const names = bubblesOf(crowd, sheet).flatMap(({ name }) => (name ? [name] : []))
  assert.ok(names.length >= 10, `${names.length} of 14 have a name`)
  for (const [at, one] of names.entries())
    for (const other of names.slice(at + 1))
      assert.ok(
        Math.abs(one.x - other.x) >= (one.width + other.width) / 2 ||
          Math.abs(one.y - other.y) >= sheet.unit * 1.3,
        "two names overlap",
      )
})

test("arrow keys go to the nearest bubble in their direction", () => {
  const bubbles = bubblesOf(
    [
      { ...points[0], measure: "middle", value: 50, effort: 50 },
      { ...points[0], measure: "right", value: 52, effort: 70 },
      { ...points[0], measure: "far", value: 90, effort: 60 },
      { ...points[0], measure: "left", value: 50, effort: 20 },
    ],
    sheet,
  )
  assert.equal(neighbour(bubbles, "middle", "ArrowRight"), "right")
  assert.equal(neighbour(bubbles, "middle", "ArrowLeft"), "left")
  assert.equal(neighbour(bubbles, "middle", "ArrowUp"), "far")
  assert.equal(neighbour(bubbles, "left", "ArrowLeft"), undefined)
  assert.equal(neighbour(bubbles, "middle", "Enter"), undefined)
})

test("a sub-topic has the colour of its topic field", () => {
  const nodes = /** @type {any} */ ([
    { id: "f", color: 4 },
    { id: "s", parent: "f", color: 0 },
  ])
  assert.equal(topOf(nodes, "s")?.id, "f")
  assert.equal(topOf(nodes, ""), undefined)
})
