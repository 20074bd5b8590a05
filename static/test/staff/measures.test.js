import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import { isSetback, nextOf } from "../../staff/measures/lifecycle.js"
import {
  flagsOf,
  isLate,
  numberOf,
  outline,
  STATES,
  slipDays,
  withBelow,
  worst,
} from "../../staff/measures/reading.js"
import { filterQuery, narrowedBy, sift, turned, wantedOf } from "../../staff/measures/sifting.js"
import { stepOf, windowOf } from "../../staff/measures/window.js"

const nodes = [
  { id: "f1", kind: "field", title: "Arbeit", position: 1 },
  { id: "f2", kind: "field", title: "Dienste", position: 0 },
  { id: "f1a", kind: "field", title: "Mobil", parent: "f1", position: 0 },
  { id: "u1", kind: "unit", title: "Personal", short: "FB 10", position: 0 },
  { id: "gone", kind: "unit", title: "Aufgelöst", position: 1, removed: true },
]
const lights = { time: "", result: "", budget: "" }
const nobody = { start: "", end: "" }
/** @param {number} candidate @param {object} [profile] @param {object} [more] @returns {any} */
const measure = (candidate, profile = {}, more = {}) => ({
  id: `m${candidate}`,
  candidate_number: candidate,
  state: "candidate",
  ...more,
  profile: {
    title: `Maßnahme ${candidate}`,
    field: "",
    lead: "",
    areas: [],
    goals: [],
    lights,
    baseline: nobody,
    current: nobody,
    progress: 0,
    ...profile,
  },
})
/** @type {any} */
const plan = {
  nodes,
  house: { name: "", notice: "" },
  today: "2026-11-23",
  measures: [
    measure(1, { title: "Zentrale Akte", field: "f1a", priority: "low", lights: { ...lights, time: "red" } }),
    measure(
      2,
      { title: "Äpfel", field: "f2", priority: "high", lead: "u1" },
      { number: 7, state: "running" },
    ),
    measure(
      3,
      { title: "Bänke", field: "f1", current: { start: "", end: "2026-01-01" } },
      { number: 2, state: "done" },
    ),
    measure(4, { title: "Café", at_risk: "Geld fehlt", current: { start: "", end: "2026-01-01" } }),
  ],
}
const wanted = (/** @type {string} */ query) => wantedOf(new URLSearchParams(query))
const found = (/** @type {string} */ query) => sift(plan, wanted(query)).map(({ id }) => id)

test("measures stand by number, those without one after them", () => {
  assert.deepEqual(found(""), ["m3", "m2", "m1", "m4"])
  assert.equal(numberOf(plan.measures[1], plan.house), "M07")
  assert.equal(numberOf(plan.measures[1], { ...plan.house, prefix: "D" }), "D07")
  assert.equal(numberOf(plan.measures[0], plan.house), "V1")
})

test("the list is narrowed by words, state, field with what lies below, unit, flag and light", () => {
  assert.deepEqual(found("q=akte"), ["m1"])
  assert.deepEqual(found("q=m07"), ["m2"])
  assert.deepEqual(found("q=fb+10"), ["m2"], "the lead unit counts")
  assert.deepEqual(found("state=running,done"), ["m3", "m2"])
  assert.deepEqual(found("field=f1"), ["m3", "m1"], "a sub-topic lies in its field")
  assert.deepEqual(found("field=f1a"), ["m1"])
  assert.deepEqual(found("unit=u1"), ["m2"])
  assert.deepEqual(found("flag=late"), ["m4"], "what is done is not late")
  assert.deepEqual(found("flag=at_risk&field=f1"), [])
  assert.deepEqual(found("light=red"), ["m1"])
  assert.deepEqual(found("priority=high"), ["m2"])
})

test("columns sort in both directions, and what is not known comes last", () => {
  assert.deepEqual(found("sort=title"), ["m2", "m3", "m4", "m1"], "umlauts stand with their letters")
  assert.deepEqual(found("sort=-title"), ["m1", "m4", "m3", "m2"])
  assert.deepEqual(found("sort=priority"), ["m2", "m1", "m3", "m4"])
  assert.deepEqual(found("sort=-priority"), ["m1", "m2", "m3", "m4"])
  assert.deepEqual(found("sort=field").slice(0, 1), ["m2"], "fields in the order of the structure")
  assert.equal(turned("number", "title"), "title")
  assert.equal(turned("title", "title"), "-title")
})

test("the address keeps columns and sort, an export hears the filters only", () => {
  assert.deepEqual(wanted("cols=cost,slip,nonsense").columns, ["number", "title", "slip", "cost"])
  assert.ok(wanted("").columns.includes("lead"))
  assert.deepEqual(wanted("state=running,nonsense").states, ["running"])
  const query = new URLSearchParams("q=a&state=done&sort=title&cols=cost&zoom=quarter")
  assert.equal(filterQuery(query), "q=a&state=done")
  assert.equal(narrowedBy(query), 1)
})

test("a measure is late when it should have ended, or is to end behind its baseline", () => {
  assert.equal(
    slipDays({
      ...plan.measures[0].profile,
      baseline: { end: "2026-02-28" },
      current: { end: "2026-03-02" },
    }),
    2,
  )
  assert.equal(slipDays(plan.measures[0].profile), undefined)
  const behind = measure(9, { baseline: { end: "2027-01-01" }, current: { end: "2027-02-01" } })
  assert.ok(isLate(behind, plan.today))
  assert.ok(!isLate({ ...behind, state: "done" }, plan.today))
  assert.deepEqual(flagsOf(measure(9, { legal_basis: "EGovG NRW § 9", paused: "wartet" }), plan.today), [
    "paused",
    "duty",
  ])
  assert.equal(worst({ time: "green", result: "yellow", budget: "" }), "yellow")
})

test("the structure is an outline, without what was removed unless it is chosen", () => {
  const ids = (/** @type {string[]} */ kinds, /** @type {string[]} */ chosen = []) =>
    outline(/** @type {any} */ (nodes), kinds, chosen).map(({ node, depth }) => `${node.id} ${depth}`)
  assert.deepEqual(ids(["field"]), ["f2 0", "f1 0", "f1a 1"])
  assert.deepEqual(ids(["unit"]), ["u1 0"])
  assert.deepEqual(ids(["unit"], ["gone"]), ["u1 0", "gone 0"])
  assert.deepEqual([...withBelow(/** @type {any} */ (nodes), "f1")], ["f1", "f1a"])
})

test("the life cycle is the store's", () => {
  const source = readFileSync(new URL("../../../store/lifecycle.go", import.meta.url), "utf8")
  const names = new Map(
    [
      ...readFileSync(new URL("../../../store/measure.go", import.meta.url), "utf8").matchAll(
        /(Measure\w+)\s+MeasureState = "(\w+)"/g,
      ),
    ].map(([, name, state]) => [name, state]),
  )
  assert.equal(names.size, STATES.length)
  const lines = [...source.matchAll(/^\t(Measure\w+):\s+\{(.*)\},$/gm)]
  assert.equal(lines.length, STATES.length)
  for (const [, from, steps] of lines) {
    const state = names.get(from) ?? ""
    const there = [...steps.matchAll(/\{(Measure\w+), (true|false)\}/g)]
    assert.deepEqual(
      nextOf(state),
      there.map(([, to]) => names.get(to)),
      state,
    )
    for (const [, to, reason] of there)
      assert.equal(isSetback(state, names.get(to) ?? ""), reason === "true", `${from} ${to}`)
  }
})

test("of two thousand rows those in sight are drawn, wherever one scrolled", () => {
  assert.deepEqual(windowOf(2000, 50, -300, 800), { from: 0, to: 22 })
  const middle = windowOf(2000, 50, 50_000, 800)
  assert.ok(middle.from < 1000 && middle.to > 1016 && middle.to - middle.from < 60)
  assert.equal(windowOf(2000, 50, 99_500, 800).to, 2000)
  assert.deepEqual(windowOf(3, 50, 0, 800), { from: 0, to: 3 })
  assert.deepEqual(windowOf(0, 50, 0, 800), { from: 0, to: 0 })
})

test("keys lead through the rows and not beyond them", () => {
  assert.equal(stepOf("ArrowDown", 0, 3, 10), 1)
  assert.equal(stepOf("ArrowDown", 2, 3, 10), 2)
  assert.equal(stepOf("ArrowUp", 0, 3, 10), 0)
  assert.equal(stepOf("PageDown", 5, 2000, 10), 15)
  assert.equal(stepOf("End", 5, 2000, 10), 1999)
  assert.equal(stepOf("x", 5, 2000, 10), undefined)
})
