import assert from "node:assert/strict"
import { test } from "node:test"
import { cleanCode } from "../../phone/code.js"
import { journey, movedSince } from "../../phone/journey.js"
import { isAddress } from "../../phone/timeline.js"

/** @param {object} idea @param {object} [around] */
const keys = (idea, around) =>
  journey({ number: 47, kind: "idea", state: "shown", ...idea }, around).map((step) => step.key)

test("an idea's way is told as far as it has come", () => {
  assert.deepEqual(keys({ state: "held" }), ["arrived", "held"])
  assert.deepEqual(keys({}), ["arrived", "shown"])
  assert.deepEqual(
    keys({}, { covered: true }),
    ["arrived", "covered"],
    "nobody is told visible while the phase covers ideas",
  )
  assert.deepEqual(keys({ state: "returned", reason: "Bitte ohne Namen" }), ["arrived", "returned"])
  assert.deepEqual(
    keys(
      { merged_into: 12, nominated: true, outcome: { number: 47, kind: "promoted", reason: "Passt." } },
      { field: "Mobilität" },
    ),
    ["arrived", "shown", "merged", "field", "nominated", "outcome"],
  )
})

test("a withdrawn idea tells nothing more", () => {
  assert.deepEqual(keys({ state: "withdrawn", nominated: true, merged_into: 3 }, { field: "Mobilität" }), [
    "arrived",
    "withdrawn",
  ])
})

test("reasons and outcomes travel with their step", () => {
  const steps = journey({
    number: 1,
    kind: "idea",
    state: "returned",
    reason: "Bitte ohne Namen",
    session: "s",
  })
  assert.equal(steps[1].reason, "Bitte ohne Namen")
  assert.equal(steps[1].tone, "warn")
})

const promoted = {
  number: 47,
  kind: "promoted",
  reason: "",
  candidate_number: 3,
  candidate_title: "Stadtgrün",
  measure_number: 7,
  measure_state: "adopted",
}

test("after its outcome an idea's way goes on with the measure, day by day", () => {
  const idea = { number: 47, kind: "idea", state: "", nominated: true, outcome: promoted }
  const found = {
    measure: "P07",
    steps: [
      { on: "2026-12-01", state: "candidate" },
      { on: "2027-01-10", state: "in_work" },
      { on: "2027-02-15", state: "adopted" },
    ],
  }
  const steps = journey(idea, { remains: true, found }).slice(2)
  assert.deepEqual(
    steps.map(({ key, on, state, measure }) => [key, on, state, measure]),
    [
      ["outcome", "2026-12-01", undefined, "P07"],
      ["state", "2027-01-10", "in_work", undefined],
      ["state", "2027-02-15", "adopted", undefined],
    ],
  )
  assert.equal(steps[2].tone, "good")
})

test("an open page tells where the measure stands before it knows the days", () => {
  const steps = journey({ number: 47, kind: "idea", state: "shown", outcome: promoted }).slice(2)
  assert.deepEqual(
    steps.map(({ key, on, state, measure }) => [key, on, state, measure]),
    [
      ["outcome", undefined, undefined, "M07"],
      ["state", undefined, "adopted", undefined],
    ],
  )
  const stopped = { ...promoted, measure_number: 0, measure_state: "stopped" }
  const found = { steps: [{ on: "2026-12-01", state: "candidate" }] }
  const late = journey({ number: 47, kind: "idea", state: "shown", outcome: stopped }, { found }).slice(2)
  assert.deepEqual(
    late.map(({ on, state, tone }) => [on, state, tone]),
    [
      ["2026-12-01", undefined, "good"],
      [undefined, "stopped", "quiet"],
    ],
    "what moved since is told without a day",
  )
})

test("an outcome without a measure ends the way", () => {
  assert.deepEqual(
    keys({ outcome: { number: 47, kind: "parked", reason: "Später.", review_on: "2027-03-01" } }),
    ["arrived", "shown", "outcome"],
  )
})

test("the days are asked for again when a measure moved", () => {
  assert.equal(
    movedSince([{ number: 1 }, { number: 2, outcome: { number: 2, kind: "declined", reason: "x" } }]),
    "",
  )
  const before = movedSince([{ number: 47, outcome: promoted }])
  assert.notEqual(before, movedSince([{ number: 47, outcome: { ...promoted, measure_state: "planned" } }]))
  assert.equal(before, movedSince([{ number: 47, outcome: { ...promoted, reason: "anders" } }]))
})

test("only what leads to a page becomes a link", () => {
  for (const [text, is] of /** @type {[string, boolean][]} */ ([
    ["https://example.org/projekt", true],
    ["http://intranet/projekt", true],
    ["javascript:alert(1)", false],
    ["https:", false],
    ["siehe https://example.org", false],
    ["Projekt Bürgerbüro", false],
  ]))
    assert.equal(isAddress(text), is, text)
})

test("a code is read from whatever people type or paste", () => {
  for (const typed of [
    "acde-fghj",
    " ACDE FGHJ ",
    "ACDE.FGHJ",
    "acde–fghj",
    "http://192.168.0.7:8080/e/ACDEFGHJ",
    "https://haus.example/e/acde-fghj?x#y",
  ]) {
    assert.equal(cleanCode(typed), "ACDEFGHJ", typed)
  }
})
