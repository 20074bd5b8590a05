import assert from "node:assert/strict"
import { test } from "node:test"
import { draftOf, fieldsOf, numberIn, sentOf, wrongOf } from "../../../staff/structure/fields.js"
import {
  answersOf,
  choicesOf,
  filterFor,
  flat,
  isBelow,
  kindsBelow,
  reached,
  stepped,
  treeOf,
} from "../../../staff/structure/tree.js"

/** @returns {any} */
const node = (id, kind, parent = "", position = 0, more = {}) => ({
  id,
  kind,
  parent,
  position,
  title: id,
  version: 1,
  ...more,
})

const nodes = [
  node("b", "goal", "", 1),
  node("a", "goal", "", 0),
  node("a2", "goal", "a", 1),
  node("a1", "goal", "a", 0),
  node("t1", "target", "a", 0),
  node("gone", "goal", "", 2, { removed: true }),
  node("orphan", "goal", "nowhere", 0),
  node("lost", "goal", "gone", 0),
]

test("nodes stand below their parents, in order, and nothing kept is lost", () => {
  const tree = treeOf(nodes, ["target", "goal"])
  assert.deepEqual(
    flat(tree).map(({ id, depth }) => `${depth}${id}`),
    ["0a", "1t1", "1a1", "1a2", "0orphan", "0b"],
  )
  const [a, , b] = tree
  assert.deepEqual([a.first, a.last, b.last], [true, false, true])
})

test("the first and last of each kind are known, for the buttons that move them", () => {
  const [a] = treeOf(nodes, ["target", "goal"])
  assert.deepEqual(
    a.children.map(({ id, first, last }) => [id, first, last]),
    [
      ["t1", true, true],
      ["a1", true, false],
      ["a2", false, true],
    ],
  )
})

test("a step takes the neighbour's place, and stops at the edge", () => {
  assert.equal(stepped(nodes, nodes[3], 1), 1)
  assert.equal(stepped(nodes, nodes[2], -1), 0)
  assert.equal(stepped(nodes, nodes[2], 1), undefined)
  assert.equal(stepped(nodes, nodes[4], -1), undefined, "a target does not go past a sub-goal")
})

test("nothing comes to lie below itself", () => {
  assert.ok(isBelow(nodes, "a", "a"))
  assert.ok(isBelow(nodes, "a", "a1"))
  assert.ok(!isBelow(nodes, "a1", "a"))
  const circle = [node("x", "unit", "y"), node("y", "unit", "x")]
  assert.ok(isBelow(circle, "x", "y"))
  assert.ok(!isBelow(circle, "z", "y"), "a circle ends")
})

test("goals have sub-goals and targets, sub-goals targets only, units any depth", () => {
  assert.deepEqual(kindsBelow({ kind: "goal", depth: 0 }), ["goal", "target"])
  assert.deepEqual(kindsBelow({ kind: "goal", depth: 1 }), ["target"])
  assert.deepEqual(kindsBelow({ kind: "unit", depth: 3 }), ["unit"])
  assert.deepEqual(kindsBelow({ kind: "vision", depth: 0 }), [])
})

test("choices are indented by depth and carry the short name", () => {
  const units = [node("u", "unit", "", 0, { short: "FB 10" }), node("v", "unit", "u")]
  assert.deepEqual(choicesOf(units, ["unit"]), [
    ["u", "FB 10 u"],
    ["v", "– v"],
  ])
  assert.equal(filterFor(node("a", "goal")), "goal=a")
  assert.equal(filterFor(node("x", "group")), "")
})

test("a target is reached from its baseline on, upwards or downwards", () => {
  const target = (/** @type {any} */ more) => reached(node("t", "target", "a", 0, more))
  const at = (/** @type {number} */ value) => [
    { on: "2025-01-01", value: 99 },
    { on: "2026-01-01", value },
  ]
  assert.equal(target({ baseline: 20, target: 60, actuals: at(30) }), 0.25)
  assert.equal(target({ baseline: 100, target: 50, actuals: at(75) }), 0.5, "less is more here")
  assert.equal(target({ baseline: 20, target: 60, actuals: at(80) }), 1)
  assert.equal(target({ target: 10, actuals: at(5) }), 0.5)
  assert.equal(target({ baseline: 5, target: 5, actuals: at(5) }), 1)
  assert.equal(target({ baseline: 20, target: 60 }), undefined)
  assert.equal(target({ baseline: 20, target: null, actuals: at(5) }), undefined)
})

test("numbers are read as people type them", () => {
  assert.equal(numberIn("1.234,5", "de"), 1234.5)
  assert.equal(numberIn("12,5", "de"), 12.5)
  assert.equal(numberIn("12.5", "de"), 12.5)
  assert.equal(numberIn("1.234", "de"), 1234)
  assert.equal(numberIn("1,234", "en"), 1234)
  assert.equal(numberIn("-3", "de"), -3)
  assert.equal(numberIn("  ", "de"), undefined)
  assert.ok(Number.isNaN(numberIn("viel", "de")))
})

test("a form sends what its kind has, and nothing broken", () => {
  const stored = node("t", "target", "a", 0, { baseline: 1.5, actuals: [{ on: "2026-01-01", value: 2 }] })
  const draft = draftOf(stored, "de")
  assert.equal(draft.baseline, "1,5")
  assert.deepEqual(sentOf("target", { ...draft, target: "", norm: "weg" }, "de"), {
    title: "t",
    unit: "",
    baseline: 1.5,
    target: null,
    due: "",
    actuals: [{ on: "2026-01-01", value: 2 }],
  })
  const rows = [
    { on: "2026-06-01", value: "3" },
    { on: "", value: "" },
    { on: "2026-01-01", value: "2,5" },
  ]
  assert.deepEqual(sentOf("target", { ...draft, actuals: rows }, "de").actuals, [
    { on: "2026-01-01", value: 2.5 },
    { on: "2026-06-01", value: 3 },
  ])
  assert.deepEqual(
    wrongOf("target", { ...draft, title: " ", baseline: "x", actuals: [{ on: "", value: "3" }] }, "de"),
    ["title", "baseline", "actuals"],
  )
  assert.deepEqual(wrongOf("vision", { ...draft, baseline: "x" }, "de"), [], "a vision has no baseline")
  assert.ok(fieldsOf("requirement").includes("norm"))
})

test("requirements know the measures that answer them", () => {
  const measure = (/** @type {string} */ id, /** @type {string[]} */ requirements) =>
    /** @type {any} */ ({ id, profile: { requirements } })
  const answers = answersOf([measure("m1", ["r1", "r2"]), measure("m2", ["r1"]), measure("m3", [])])
  assert.deepEqual(
    answers.get("r1")?.map(({ id }) => id),
    ["m1", "m2"],
  )
  assert.equal(answers.get("r3"), undefined)
})
