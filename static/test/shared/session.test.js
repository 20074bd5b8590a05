import assert from "node:assert/strict"
import { test } from "node:test"
import {
  applyFrame,
  commentsOn,
  currentPhase,
  currentSession,
  emptyState,
  fieldOf,
  follow,
  groups,
  hasSession,
  isBehind,
  isCollecting,
  lastClosedRound,
  openRound,
  sessionOfTable,
} from "../../shared/session.js"

const eventSnapshot = {
  s: "",
  type: "Snapshot",
  epoch: "E",
  n: 3,
  data: {
    event: { title: "Werkstatt" },
    sessions: [
      { id: "B", position: 1, title: "Zwei", phase: "b1", phases: [{ id: "b1", kind: "lobby" }] },
      {
        id: "A",
        position: 0,
        title: "Eins",
        phase: "a1",
        phases: [{ id: "a1", kind: "cluster", late_ideas: true }],
      },
    ],
    fields: [
      { id: "f2", title: "Zweites", position: 1, joined_into: "f1" },
      { id: "f1", title: "Erstes", position: 0 },
    ],
  },
}
const sessionSnapshot = {
  s: "A",
  type: "Snapshot",
  epoch: "E",
  n: 10,
  data: {
    ideas: [
      { number: 2, text: "zwei" },
      { number: 1, text: "eins" },
    ],
  },
}

/** @param {...object} frames */
function after(...frames) {
  return frames.reduce((state, frame) => applyFrame(state, frame).state, emptyState())
}

test("a snapshot replaces what was known, in order", () => {
  const state = after(eventSnapshot, sessionSnapshot)
  assert.deepEqual(
    state.sessions.map((session) => session.id),
    ["A", "B"],
  )
  assert.deepEqual([...state.ideas.keys()], [1, 2])
  assert.equal(state.followed, "A", "the session the server chose is followed")
  assert.deepEqual(state.at, { "": ["E", 3], A: ["E", 10] })
  const again = applyFrame(state, {
    ...sessionSnapshot,
    epoch: "F",
    n: 1,
    data: { ideas: [{ number: 5 }] },
  }).state
  assert.deepEqual([...again.ideas.keys()], [5])
  assert.deepEqual(again.at.A, ["F", 1])
})

test("dense updates are taken in, complete things replace their older selves", () => {
  const state = after(
    eventSnapshot,
    sessionSnapshot,
    { s: "A", n: 11, type: "IdeasShown", data: { shown: [{ number: 3, text: "drei" }], gone: [1] } },
    { s: "A", n: 12, type: "IdeasShown", data: { shown: [{ number: 2, text: "neu" }] } },
    { s: "", n: 4, type: "SessionsShown", data: { shown: [{ id: "A", position: 2, title: "Eins!" }] } },
  )
  assert.deepEqual(
    [...state.ideas.values()].map((idea) => idea.text),
    ["neu", "drei"],
  )
  assert.deepEqual(
    state.sessions.map((session) => session.title),
    ["Zwei", "Eins!"],
  )
  assert.deepEqual(state.at, { "": ["E", 4], A: ["E", 12] })
})

test("an idea that comes back lies where its number says", () => {
  const state = after(
    sessionSnapshot,
    { s: "A", n: 11, type: "IdeasShown", data: { gone: [1] } },
    { s: "A", n: 12, type: "IdeasShown", data: { shown: [{ number: 1, text: "eins" }] } },
  )
  assert.deepEqual([...state.ideas.keys()], [1, 2])
})

test("a repeated or older update changes nothing", () => {
  const state = after(eventSnapshot, sessionSnapshot)
  const result = applyFrame(state, { s: "A", n: 10, type: "IdeasShown", data: { gone: [1] } })
  assert.equal(result.gap, false)
  assert.equal(result.state, state)
})

test("a hole in the numbers is a gap and is not applied", () => {
  const state = after(eventSnapshot, sessionSnapshot)
  for (const n of [12, 13]) {
    const result = applyFrame(state, { s: "A", n, type: "IdeasShown", data: { gone: [1] } })
    assert.equal(result.gap, true)
    assert.equal(result.state, state)
  }
  assert.equal(applyFrame(emptyState("A"), { s: "A", n: 1, type: "IdeasShown", data: {} }).gap, true)
})

test("a type of a newer server moves the position only", () => {
  const { state, gap } = applyFrame(after(sessionSnapshot), {
    s: "A",
    n: 11,
    type: "Surprise",
    data: { gone: [1] },
  })
  assert.equal(gap, false)
  assert.equal(state.ideas.size, 2)
  assert.deepEqual(state.at.A, ["E", 11])
})

test("another session's frames are none of our business", () => {
  const state = after(eventSnapshot, sessionSnapshot)
  assert.equal(applyFrame(state, { s: "B", n: 99, type: "IdeasShown", data: {} }).state, state)
  assert.equal(applyFrame(state, { s: "B", type: "Pulse", data: { here: 4 } }).state, state)
  assert.equal(applyFrame(state, { ...sessionSnapshot, s: "B" }).state, state)
})

test("following another session forgets the old one and keeps the event", () => {
  const state = follow(after(eventSnapshot, sessionSnapshot), "B")
  assert.equal(state.ideas.size, 0)
  assert.deepEqual(state.at, { "": ["E", 3] })
  assert.equal(currentSession(state)?.title, "Zwei")
})

test("pulse and mine are the latest word", () => {
  const state = after(
    sessionSnapshot,
    { s: "A", type: "Pulse", data: { here: 3 } },
    { type: "Mine", data: { supports: [2] } },
  )
  assert.equal(state.pulse.here, 3)
  assert.deepEqual(state.mine?.supports, [2])
})

test("a heartbeat tells whether something is missing", () => {
  const state = after(eventSnapshot, sessionSnapshot)
  assert.equal(isBehind(state, { "": ["E", 3], A: ["E", 10] }), false)
  assert.equal(isBehind(state, { "": ["E", 3], A: ["E", 9] }), false)
  assert.equal(isBehind(state, { "": ["E", 3], A: ["E", 11] }), true)
  assert.equal(isBehind(state, { "": ["F", 1] }), true)
  assert.equal(isBehind(state, { B: ["E", 99] }), false)
})

test("phases: where the session stands and whether it takes ideas", () => {
  const session = currentSession(after(eventSnapshot, sessionSnapshot))
  assert.equal(currentPhase(session)?.kind, "cluster")
  assert.equal(isCollecting(session), true)
  assert.equal(isCollecting(undefined), false)
})

test("merged ideas stand behind the one that speaks for them, and lie in its field", () => {
  const state = after(eventSnapshot, {
    ...sessionSnapshot,
    data: {
      ideas: [
        { number: 1, field: "f2" },
        { number: 2, merged_into: 3 },
        { number: 3, merged_into: 1, field: "f9" },
        { number: 4, merged_into: 77 },
        { number: 5, merged_into: 6 },
        { number: 6, merged_into: 5 },
      ],
    },
  })
  const heads = groups(state).map(({ head, members }) => [head.number, members.map((idea) => idea.number)])
  assert.deepEqual(heads.slice(0, 2), [
    [1, [2, 3]],
    [4, []],
  ])
  assert.equal(
    heads.length,
    4,
    "a circle, which the server forbids, hangs nothing and leaves every idea in sight",
  )
  assert.equal(fieldOf(state, /** @type {any} */ (state.ideas.get(2)))?.title, "Erstes")
})

test("rounds: the open one and the last closed one", () => {
  /** @type {any} */
  const round = {
    id: "r",
    number: 1,
    state: "closed",
    items: [],
  }
  const state = after({
    ...sessionSnapshot,
    data: { rounds: [{ id: "q", number: 2, state: "open", items: [] }, round] },
  })
  assert.equal(openRound(state)?.id, "q")
  assert.equal(lastClosedRound(state)?.id, "r")
})

test("the event alone is not yet the session", () => {
  const event = applyFrame(emptyState(), eventSnapshot).state
  assert.equal(hasSession(event), false)
  const both = applyFrame(event, { s: "A", type: "Snapshot", epoch: "E", n: 1, data: {} }).state
  assert.equal(hasSession(both), true)
  assert.equal(hasSession(follow(both, "B")), false)
})

test("a pulse with only what changed is laid over the one before, and nothing else", () => {
  const pulse = (/** @type {any} */ round) => ({ s: "A", type: "Pulse", data: { here: 3, round } })
  const whole = pulse({
    id: "r1",
    rev: 4,
    tally: { voters: 2, items: { 1: { points: 3, voters: 2 }, 2: { points: 1, voters: 1 } } },
  })
  const step = pulse({
    id: "r1",
    rev: 6,
    since: 4,
    tally: { voters: 3, items: { 2: { points: 0, voters: 0 }, 7: { points: 1, voters: 1 } } },
  })
  const followed = follow(emptyState(), "A")
  const first = applyFrame(followed, whole)
  const second = applyFrame(first.state, step)
  assert.equal(second.gap, false)
  assert.equal(second.state.pulse.round?.tally?.voters, 3)
  assert.deepEqual(second.state.pulse.round?.tally?.items, {
    1: { points: 3, voters: 2 },
    2: { points: 0, voters: 0 },
    7: { points: 1, voters: 1 },
  })
  assert.equal(first.state.pulse.round?.tally?.voters, 2) // the state before is left as it was
  assert.equal(applyFrame(followed, step).gap, true)
  assert.equal(applyFrame(second.state, step).gap, true)
  assert.equal(applyFrame(first.state, pulse({ ...step.data.round, id: "r2" })).gap, true)
  assert.deepEqual(applyFrame(second.state, whole).state.pulse, whole.data)
})

test("comments come, change and go, and belong to their idea", () => {
  const shown = { number: 2, idea: 7, text: "Wie viel kostet das?" }
  const state = after({
    ...sessionSnapshot,
    data: { comments: [shown, { number: 1, idea: 8, text: "Gut" }] },
  })
  assert.deepEqual(commentsOn(state, 7), [shown])
  const hidden = { ...shown, state: "hidden" }
  const next = applyFrame(state, {
    s: "A",
    n: (sessionSnapshot.n || 0) + 1,
    type: "CommentsShown",
    data: { shown: [hidden, { number: 3, idea: 7, text: "Nichts" }], gone: [1] },
  }).state
  assert.deepEqual(
    [...next.comments.values()].map(({ number }) => number),
    [2, 3],
  )
  assert.deepEqual(commentsOn(next, 7)[0], hidden)
  assert.equal(follow(next, "B").comments.size, 0, "another session's are forgotten")
})

test("participation codes are kept by number", () => {
  const state = applyFrame(emptyState(), {
    ...eventSnapshot,
    data: { tickets: [{ number: 2 }, { number: 1 }] },
  }).state
  const next = applyFrame(state, {
    s: "",
    n: (eventSnapshot.n || 0) + 1,
    type: "TicketsShown",
    data: { shown: [{ number: 1, used: true }] },
  }).state
  assert.deepEqual(next.tickets, [{ number: 1, used: true }, { number: 2 }])
})

test("tables go round the sessions, and come together", () => {
  const sessions = /** @type {any[]} */ ([{ id: "A" }, { id: "B" }, { id: "C" }])
  /** @param {object} seating @param {number} [table] */
  const at = (seating, table) =>
    sessionOfTable(/** @type {any} */ ({ event: { seating }, sessions }), table)?.id
  assert.deepEqual(
    [1, 2, 3, 4].map((table) => at({ tables: 4, step: 0 }, table)),
    ["A", "B", "C", "A"],
  )
  assert.deepEqual(
    [1, 2, 3, 4].map((table) => at({ tables: 4, step: 2 }, table)),
    ["C", "A", "B", "C"],
  )
  assert.equal(at({ tables: 4, step: 2, plenary: "B" }, 1), "B")
  assert.equal(at({ tables: 4, step: 0 }), undefined, "who sits nowhere is free to go")
  assert.equal(at({ tables: 0, step: 0 }, 1), undefined)
})
