// A console goes along with the phase, whoever moves it.
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { enter, followPhase, line, said, state, step, undo, work } from "../../console/desk.js"
import { emptyState } from "../../shared/session.js"
import { setWords } from "../../shared/text.js"
import { effect } from "../../vendor/preact.js"

const PHASES = ["lobby", "collect", "vote", "results"].map((kind, position) => ({
  id: kind,
  kind,
  position,
  seconds: 60,
}))
/** @type {[string, any][]} */
let sent = []

/** @param {string} phase @param {object} [more] */
function stand(phase, more = {}) {
  const session = { id: "s1", position: 0, title: "", phase, phases: PHASES }
  state.value = { ...emptyState("s1"), ...state.value, followed: "s1", sessions: [session], ...more }
}

effect(followPhase)
beforeEach(() => {
  setWords("de", "sie", { "agenda.elsewhere": "jetzt {phase}" })
  sent = []
  line.value = /** @type {any} */ ({
    send: async (/** @type {string} */ type, /** @type {any} */ data) => {
      sent.push([type, data])
      return { result: {}, undo: { type, data: { ...data, phase: data.was, was: data.phase } } }
    },
  })
  stand("lobby")
  said.value = null
})

test("another moderator's change turns the work, and is told", () => {
  stand("collect")
  assert.equal(work.value, "ideas")
  assert.equal(said.value?.text, "jetzt phase.collect")
})

test("an own change turns the work as soon as it is shown, and is not told as another's", async () => {
  enter(PHASES[2])
  assert.equal(work.value, "start", "nothing moves before the server has said so")
  stand("vote")
  assert.equal(work.value, "votes")
  await new Promise(setImmediate)
  assert.notEqual(said.value?.text, "jetzt phase.vote")
  await undo()
  stand("lobby")
  assert.equal(work.value, "start", "and back")
  assert.notEqual(said.value?.text, "jetzt phase.lobby")
})

test("within a phase the moderator stays where they are", () => {
  stand("collect")
  work.value = "board"
  stand("collect", { pulse: { here: 3 } })
  assert.equal(work.value, "board")
})

test("a phase of voting that was seen to begin wants a vote of its own", () => {
  const rounds = /** @type {any} */ ([{ id: "r", number: 1, state: "closed", items: [] }])
  stand("collect", { rounds })
  stand("vote", { rounds })
  assert.equal(step.value?.act, "open")
  stand("vote", { rounds: [...rounds, { ...rounds[0], id: "q", number: 2 }] })
  assert.equal(step.value?.act, "enter")
})

test("a planned timer starts with the phase when asked to, with a vote only once that opens", () => {
  enter(PHASES[1], { timer: true })
  enter(PHASES[2], { timer: true })
  enter(PHASES[1])
  assert.deepEqual(
    sent.map(([, { timer }]) => timer),
    [true, undefined, undefined],
  )
})
