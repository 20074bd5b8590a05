import assert from "node:assert/strict"
import { test } from "node:test"
import { readBallot, readBatch } from "../../console/votes/ballots.js"

const ITEMS = [
  { item: 1, idea: 47, ideas: [47, 52] },
  { item: 2, idea: 12 },
  { item: 3, idea: 3 },
]
/** @param {string} method @param {object} [more] */
const round = (method, more = {}) =>
  /** @type {any} */ ({ method, subject: "ideas", items: ITEMS, budget: 5, cap: 3, ...more })
const SCALE = round("scale", { criteria: [{ name: "Wirkung" }, { name: "Aufwand" }] })
const ANY = round("approve", { budget: 0 })

/** @type {Record<string, [any, string, object]>} */
const READ = {
  "dots, each number a vote": [round("dots"), "1 1 2", { points: { 1: 2, 2: 1 } }],
  "dots, several at once": [round("dots"), "1:3, 2x2", { points: { 1: 3, 2: 2 } }],
  "dots by an idea's own number": [round("dots"), "#47 #12", { points: { 1: 1, 2: 1 } }],
  "dots by the number of a merged idea": [round("dots"), "#52", { points: { 1: 1 } }],
  "dots beyond the cap": [round("dots"), "1:4", { points: { 1: 4 }, problem: "cap", at: "1:4" }],
  "dots beyond the budget": [round("dots"), "1:3 2:3", { points: { 1: 3, 2: 3 }, problem: "budget" }],
  "no such item": [round("dots"), "1 4", { points: { 1: 1 }, problem: "unknown", at: "4" }],
  "an item's number is no idea's number": [round("dots"), "47", { points: {}, problem: "unknown", at: "47" }],
  "approve some": [ANY, "3 1", { points: { 1: 1, 3: 1 } }],
  "approve one twice": [ANY, "3 3", { points: { 3: 1 }, problem: "twice", at: "3" }],
  "approve beyond a limit": [
    round("approve", { budget: 1 }),
    "3 1",
    { points: { 1: 1, 3: 1 }, problem: "budget" },
  ],
  "yes, no, abstain": [round("yesno"), "1j 2n 3e", { points: { 1: 1, 2: 2, 3: 3 } }],
  "the same with signs": [round("yesno"), "1+ 2- 3:o", { points: { 1: 1, 2: 2, 3: 3 } }],
  "an answer that is none": [round("yesno"), "1j 2", { points: { 1: 1 }, problem: "value", at: "2" }],
  "a grade for each criterion, the first one last in the number": [
    SCALE,
    "1:5/3 2:41",
    { points: { 1: 35, 2: 14 } },
  ],
  "a criterion left out": [SCALE, "1:-/4", { points: { 1: 40 } }],
  "a grade that is none": [SCALE, "1:6/1", { points: {}, problem: "value", at: "1:6/1" }],
  "a criterion too few": [SCALE, "1:5", { points: {}, problem: "value", at: "1:5" }],
  "nothing rated": [SCALE, "1:-/-", { points: {}, problem: "value", at: "1:-/-" }],
  "ranked in the order of the line": [round("ranking"), "3 1", { points: { 3: 1, 1: 2 } }],
  "ranked twice": [round("ranking"), "3 3", { points: { 3: 1 }, problem: "twice", at: "3" }],
}
for (const [name, [about, line, expected]] of Object.entries(READ)) {
  test(`a ballot on paper: ${name}`, () => assert.deepEqual(readBallot(line, about), expected))
}

test("a batch holds what was written, and knows its first wrong line", () => {
  const good = readBatch(["1 2", "", "3"], round("dots"))
  assert.deepEqual(good.ballots, [{ 1: 1, 2: 1 }, { 3: 1 }])
  assert.equal(good.wrong, -1)
  assert.equal(readBatch(["1", "9", "8"], round("dots")).wrong, 1)
})
