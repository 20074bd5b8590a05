import assert from "node:assert/strict"
import { test } from "node:test"
import { against, asked, draftFor, obstacles, sent, USUAL, withMethod } from "../../console/votes/plan.js"
import { ties } from "../../console/votes/ties.js"

const IMPACT = { name: "Wirkung", low: "gering", high: "groß", less: false }

test("a draft takes what the phase plans, and the usual where it says nothing", () => {
  assert.deepEqual(draftFor(undefined).plan, USUAL)
  const vote = /** @type {any} */ ({ method: "yesno", subject: "fields", secrecy: "secret" })
  const draft = draftFor({ id: "p", kind: "vote", vote })
  assert.equal(draft.phase, "p")
  assert.deepEqual(
    [draft.plan.method, draft.plan.subject, draft.plan.secrecy, draft.plan.hidden],
    ["yesno", "fields", "secret", false],
    "a switch that a plan leaves out is off",
  )
})

test("another method comes with what it needs", () => {
  assert.deepEqual(withMethod({ ...USUAL, budget: 0, cap: 0 }, "dots", IMPACT).cap, 2)
  assert.equal(withMethod({ ...USUAL, budget: 9 }, "dots", IMPACT).budget, 9)
  assert.equal(withMethod(USUAL, "approve", IMPACT).budget, 0, "approving has no limit to begin with")
  assert.deepEqual(withMethod(USUAL, "scale", IMPACT).criteria, [IMPACT])
  const own = [{ ...IMPACT, name: "Nähe" }]
  assert.deepEqual(withMethod({ ...USUAL, criteria: own }, "scale", IMPACT).criteria, own)
})

test("only what a method uses is sent", () => {
  const plan = {
    ...USUAL,
    budget: 3,
    cap: 7,
    criteria: [{ ...IMPACT, name: " Wirkung " }],
    title: " Was? ",
    exclude_own: true,
  }
  assert.deepEqual(sent(plan), {
    title: "Was?",
    method: "dots",
    subject: "ideas",
    secrecy: "pseudonymous",
    budget: 3,
    cap: 3,
    hidden: true,
    exclude_own: true,
    criteria: [],
  })
  assert.deepEqual(
    [sent({ ...plan, method: "ranking" }).budget, sent({ ...plan, method: "ranking" }).cap],
    [0, 0],
  )
  assert.deepEqual(sent({ ...plan, method: "scale" }).criteria, [IMPACT])
  assert.equal(sent({ ...plan, subject: "fields" }).exclude_own, false, "nobody owns a topic field")
  assert.equal(sent({ ...plan, secrecy: "secret", hidden: false }).hidden, true)
})

test("what was picked goes along with its subject only", () => {
  const draft = { ...draftFor(undefined), picked: true, ideas: [3, 4], fields: ["f"], freeze: true }
  const ideas = /** @type {any} */ (asked(draft, "s"))
  assert.deepEqual([ideas.session, ideas.ideas, ideas.fields, ideas.freeze], ["s", [3, 4], undefined, true])
  const fields = /** @type {any} */ (asked({ ...draft, plan: { ...USUAL, subject: "fields" } }, "s"))
  assert.deepEqual([fields.ideas, fields.fields], [undefined, ["f"]])
  const all = /** @type {any} */ (asked({ ...draft, picked: false }, "s"))
  assert.deepEqual([all.ideas, all.fields], [undefined, undefined])
})

/** @type {Record<string, [object, number, number, string[]]>} */
const OBSTACLES = {
  "a usual round": [{}, 8, 2, []],
  "nothing to vote on": [{}, 0, 9, ["nothing"]],
  "one alone to rank": [{ method: "ranking" }, 1, 9, ["alone"]],
  "fifty to rank": [{ method: "ranking" }, 50, 9, []],
  "too many to rank": [{ method: "ranking" }, 51, 9, ["ranked"]],
  "a scale that asks nothing": [{ method: "scale", criteria: [] }, 8, 9, ["criteria"]],
  "a criterion without a name": [
    { method: "scale", criteria: [IMPACT, { ...IMPACT, name: " " }] },
    8,
    9,
    ["criteria"],
  ],
  "secret among four": [{ secrecy: "secret" }, 8, 4, ["secret"]],
  "secret among five": [{ secrecy: "secret" }, 8, 5, []],
}
for (const [name, [plan, count, admitted, expected]] of Object.entries(OBSTACLES)) {
  test(`what stands against opening, ${name}`, () => {
    assert.deepEqual(obstacles({ ...USUAL, ...plan }, count, admitted), expected)
  })
}

test("devices against heads", () => {
  assert.deepEqual(
    [against(5, 5), against(6, 5), against(4, 5), against(6, 0), against(6)],
    ["", "more", "fewer", "", ""],
  )
})

test("ranks that several share, the best first", () => {
  const items = [
    { rank: 1, tied: false },
    { rank: 2, tied: true },
    { rank: 2, tied: true },
    { rank: 4, tied: true },
    { rank: 4, tied: true },
    { rank: 4, tied: true },
  ]
  assert.deepEqual(ties(items), [
    { rank: 2, count: 2 },
    { rank: 4, count: 3 },
  ])
  assert.deepEqual(ties([{ rank: 1, tied: true }]), [], "the other one is not in sight")
})
