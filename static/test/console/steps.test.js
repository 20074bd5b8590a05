import assert from "node:assert/strict"
import { test } from "node:test"
import { neighbour, nextStep, remoteStep, workFor } from "../../console/steps.js"

const KINDS = ["lobby", "collect", "cluster", "vote", "results"]
/** @param {string} kind @param {object} [more] */
function session(kind, more = {}) {
  const phases = KINDS.map((one, position) => ({ id: `${one}-id`, kind: one, position }))
  return { id: "s1", position: 0, title: "", phase: `${kind}-id`, phases, ...more }
}
const OPEN = { id: "r2", number: 2, state: "open" }
const CLOSED = { id: "r1", number: 1, state: "closed" }
const SHOWN = { ...CLOSED, results_open: true }
const TAKEN_BACK = { id: "r0", number: 0, state: "unopened" }

/** @type {Record<string, [kind: string, rounds: object[], expected: object]>} */
const SITUATIONS = {
  "from the lobby into collecting": ["lobby", [], { act: "enter", phase: "collect-id" }],
  "from collecting into clustering": ["collect", [], { act: "enter", phase: "cluster-id" }],
  "nothing voted yet: open": ["vote", [], { act: "open" }],
  "an opening taken back does not count": ["vote", [TAKEN_BACK], { act: "open" }],
  "while people vote: close": ["vote", [OPEN], { act: "close", round: "r2" }],
  "stepped away while people vote: still close": ["cluster", [CLOSED, OPEN], { act: "close", round: "r2" }],
  "voted: on to the results": ["vote", [CLOSED], { act: "enter", phase: "results-id" }],
  "results on the wall: show them on phones": ["results", [CLOSED], { act: "show", round: "r1" }],
  "results everywhere: done": ["results", [SHOWN], { act: "done" }],
  "results phase without a vote: done": ["results", [], { act: "done" }],
}
for (const [name, [kind, rounds, expected]] of Object.entries(SITUATIONS)) {
  test(`next step, ${name}`, () => {
    const here = session(kind)
    const step = nextStep(here, rounds, [here])
    const told = {
      act: step.act,
      ...("phase" in step && { phase: step.phase.id }),
      ...("round" in step && { round: step.round.id }),
    }
    assert.deepEqual(told, expected)
  })
}

/** @param {object[]} rounds @param {number} [since] */
function inSecondVote(rounds, since) {
  const kinds = ["lobby", "vote", "discuss", "vote", "results"]
  const phases = kinds.map((kind, position) => ({ id: `${position}`, kind, position }))
  const here = { id: "s1", position: 0, title: "", phase: "3", phases }
  return nextStep(here, rounds, [here], { since }).act
}

test("a second phase of voting has a vote of its own", () => {
  assert.equal(inSecondVote([CLOSED]), "open")
  assert.equal(inSecondVote([CLOSED, { ...CLOSED, id: "r2", number: 2 }]), "enter")
  assert.equal(
    inSecondVote([CLOSED, { ...CLOSED, id: "r2", number: 2, of: "r1" }]),
    "open",
    "a runoff is not it",
  )
  assert.equal(
    inSecondVote([CLOSED, { ...CLOSED, id: "r2", number: 2 }], 2),
    "open",
    "both came before this phase",
  )
  assert.equal(inSecondVote([CLOSED, { ...CLOSED, id: "r2", number: 2 }], 1), "enter")
})

/** @param {object} projector @param {string} [kind] @param {object[]} [rounds] @param {object} [more] of the session */
function onWall(projector, kind = "results", rounds = [COUNTED], more = {}) {
  const here = session(kind, more)
  const projectors = [{ id: "w", session: "s1", scene: "auto", step: 0, theme: "dark", ...projector }]
  const step = nextStep(here, rounds, [here], { projectors })
  return step.act === "reveal" ? `reveal ${step.projector.step} of ${step.round.id}` : step.act
}
const COUNTED = countedWith(5, 3)

/** A round that was counted. @param {number[]} points of its items, in turn */
function countedWith(...points) {
  const items = points.map((_, at) => ({ item: at + 1, idea: at + 1, ideas: [at + 1] }))
  const sums = Object.fromEntries(points.map((given, at) => [at + 1, { points: given, voters: given }]))
  return { ...CLOSED, method: "dots", items, tally: { voters: 5, items: sums } }
}

test("a reveal on the wall goes on place by place, then come the phones", () => {
  assert.equal(onWall({}), "reveal 0 of r1")
  assert.equal(onWall({ step: 1, scene: "ranking" }), "reveal 1 of r1")
  assert.equal(onWall({ step: 2 }), "show")
  assert.equal(onWall({ step: -1 }), "show")
  assert.equal(onWall({ scene: "wall" }), "show")
  assert.equal(onWall({ session: "other" }), "show")
  assert.equal(onWall({ round: "gone" }), "show")
  const earlier = { ...COUNTED, id: "r0", number: 0 }
  assert.equal(onWall({ round: "r0" }, "results", [earlier, COUNTED]), "reveal 0 of r0")
  assert.equal(onWall({ scene: "results" }, "vote"), "reveal 0 of r1", "whatever the phase")
})

test("what shares a place is revealed in one step, and what nobody voted for in none", () => {
  const told = [countedWith(5, 3, 3, 0)]
  assert.equal(onWall({ step: 1 }, "results", told), "reveal 1 of r1")
  assert.equal(onWall({ step: 2 }, "results", told), "show")
})

test("what is in the light covers a result that a projector shows by itself", () => {
  const lit = { spotlight: { idea: 3 } }
  assert.equal(onWall({}, "results", [COUNTED], lit), "show")
  assert.equal(onWall({ scene: "results" }, "results", [COUNTED], lit), "reveal 0 of r1", "unless told to")
})

test("at the end of one session the next unfinished one follows", () => {
  const here = session("results")
  const finished = session("results", { id: "s2", position: 1 })
  const waiting = session("lobby", { id: "s3", position: 2 })
  const step = nextStep(here, [], [here, finished, waiting])
  assert.equal(step.act === "session" && step.session.id, "s3")
})

test("the remote steps both ways, and never past an open round", () => {
  assert.equal(remoteStep(session("collect"), [], 1).phase?.kind, "cluster")
  assert.equal(remoteStep(session("collect"), [], -1).phase?.kind, "lobby")
  assert.equal(remoteStep(session("lobby"), [], -1).refused, "end")
  assert.equal(remoteStep(session("vote"), [OPEN], 1).refused, "round")
})

test("a session that points at no phase stands at its first", () => {
  assert.equal(neighbour(session("lobby", { phase: "gone" }), 1)?.kind, "collect")
})

test("every phase has its work", () => {
  assert.deepEqual(KINDS.map(workFor), ["start", "ideas", "board", "votes", "votes"])
  assert.equal(workFor("discuss"), "ideas")
})
