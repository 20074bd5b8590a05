import assert from "node:assert/strict"
import { test } from "node:test"
import { cleanCode } from "../../phone/code.js"
import { journey } from "../../phone/journey.js"

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
