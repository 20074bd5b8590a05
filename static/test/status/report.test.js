// What a unit says of a measure: what the form begins with, what is sent, what is missing.
import assert from "node:assert/strict"
import { test } from "node:test"
import { lacking, needsReason, sentOf, valuesOf } from "../../status/report.js"

const TODAY = "2026-11-30"

/** @param {string} text */
const number = (text) => {
  const value = Number(text.replace(",", "."))
  return text.trim() && Number.isFinite(value) ? value : null
}
/** @param {number} value */
const said = (value) => `${value}`.replace(".", ",")

/** @type {any} */
const MEASURE = {
  id: "m",
  candidate_number: 4,
  title: "Digitale Poststelle",
  baseline: { start: "2026-01-01", end: "2026-12-31" },
  current: { start: "2026-01-01", end: "2027-03-31" },
  milestones: [{ id: "s", title: "Pilot", due: "2026-06-01", done: "" }],
  indicators: [],
  progress: 40,
  lights: { time: "yellow", result: "green", budget: "" },
}

const first = () => valuesOf(MEASURE, undefined, TODAY, said)

test("the form begins with what is known of the measure", () => {
  const values = first()
  assert.deepEqual(
    [values.on, values.progress, values.time, values.end],
    [TODAY, "40", "yellow", "2027-03-31"],
  )
})

test("a report that was begun goes on, its figures as people write them", () => {
  /** @type {any} */
  const report = {
    on: "2026-11-01",
    progress: 55,
    lights: { time: "red", result: "", budget: "" },
    current: { start: "", end: "" },
    date_reason: "",
    actuals: { i: 12.5 },
    reached: { s: "2026-10-01" },
    achievements: "Pilot läuft.",
  }
  const values = valuesOf(MEASURE, report, TODAY, said)
  assert.deepEqual(
    [values.progress, values.time, values.actuals.i, values.reached.s],
    ["55", "red", "12,5", "2026-10-01"],
  )
  assert.equal(values.achievements, "Pilot läuft.")
})

test("what is sent holds numbers, and nothing that was left empty", () => {
  const values = {
    ...first(),
    progress: "60,4",
    actuals: { i: "12,5", j: " " },
    reached: { s: "", u: "2026-10-01" },
  }
  const sent = sentOf(values, 3, true, number)
  assert.deepEqual(sent.actuals, { i: 12.5 })
  assert.deepEqual(sent.reached, { u: "2026-10-01" })
  assert.deepEqual([sent.progress, sent.version, sent.submit], [60, 3, true])
  assert.deepEqual(sent.lights, { time: "yellow", result: "green", budget: "" })
  assert.equal("time" in sent, false, "a light stands among the lights only")
})

test("other dates want a reason once there is a baseline", () => {
  const moved = { ...first(), end: "2027-06-30" }
  assert.equal(needsReason(moved, MEASURE), true)
  assert.equal(needsReason(first(), MEASURE), false)
  assert.equal(needsReason(moved, { ...MEASURE, baseline: { start: "", end: "" } }), false)
  assert.deepEqual(Object.keys(lacking(moved, MEASURE, TODAY, number)), ["date_reason"])
  assert.deepEqual(lacking({ ...moved, date_reason: "Ausschreibung" }, MEASURE, TODAY, number), {})
})

test("a report is held back by what cannot be so", () => {
  const wrong = {
    ...first(),
    progress: "101",
    on: "2026-12-01",
    start: "2027-05-01",
    date_reason: "x",
    actuals: { i: "viel" },
    reached: { s: "2027-01-01" },
  }
  assert.deepEqual(Object.keys(lacking(wrong, MEASURE, TODAY, number)).sort(), [
    "actual i",
    "end",
    "on",
    "progress",
    "reached s",
  ])
})
