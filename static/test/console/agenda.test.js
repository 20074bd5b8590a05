import assert from "node:assert/strict"
import { test } from "node:test"
import {
  cleaned,
  clockTime,
  clockTimes,
  fromLocal,
  moved,
  plannedMinutes,
  planOf,
  SWITCHES,
  secondsIn,
  settingsOf,
  toLocal,
} from "../../console/agenda/plan.js"
import { idle } from "../../console/agenda/settings.js"
import { endName } from "../../console/agenda/timer.js"

const NOW = Date.UTC(2026, 10, 23, 13, 5)
const MINUTE = 60_000
const PHASES = [
  { id: "a", kind: "lobby" },
  { id: "b", kind: "collect", seconds: 600 },
  { id: "c", kind: "vote", seconds: 300 },
  { id: "d", kind: "discuss" },
  { id: "e", kind: "results", seconds: 90 },
]
/** @param {string} phase @param {object} [more] */
const session = (phase, more = {}) =>
  /** @type {any} */ ({ id: "s", title: "", phase, phases: PHASES, ...more })
/** @param {ReturnType<typeof clockTimes>} times */
const inMinutes = ({ begins, ends }) => [
  ...[...begins].map(([id, at]) => `${id}+${(at - NOW) / MINUTE}`),
  `ends+${(ends - NOW) / MINUTE}`,
]

/** @type {Record<string, [string, object, string[]]>} */
const SITUATIONS = {
  "not begun: as if it began now": ["a", {}, ["b+0", "c+10", "d+15", "e+15", "ends+16.5"]],
  "planned, no timer yet: its whole time is to come": ["b", {}, ["c+10", "d+15", "e+15", "ends+16.5"]],
  "a timer runs: from its end on": [
    "b",
    { timer: { total_ms: 0, ends_at: NOW + 4 * MINUTE } },
    ["c+4", "d+9", "e+9", "ends+10.5"],
  ],
  "a timer is paused: what is left counts from now": [
    "c",
    { timer: { total_ms: 0, left_ms: 2 * MINUTE } },
    ["d+2", "e+2", "ends+3.5"],
  ],
  "a timer has run out: the next could begin now": [
    "c",
    { timer: { total_ms: 300_000 } },
    ["d+0", "e+0", "ends+1.5"],
  ],
  "the last phase": ["e", {}, ["ends+1.5"]],
}
for (const [name, [phase, more, expected]] of Object.entries(SITUATIONS)) {
  test(`clock times, ${name}`, () => {
    assert.deepEqual(inMinutes(clockTimes(session(phase, more), NOW)), expected)
  })
}

test("a phase with a date begins no sooner, and those behind it wait", () => {
  const phases = PHASES.map((one) => (one.id === "c" ? { ...one, opens_at: NOW + 60 * MINUTE } : one))
  assert.deepEqual(inMinutes(clockTimes(session("b", { phases }), NOW)), [
    "c+60",
    "d+65",
    "e+65",
    "ends+66.5",
  ])
  const early = phases.map((one) => (one.id === "c" ? { ...one, opens_at: NOW - MINUTE } : one))
  assert.deepEqual(inMinutes(clockTimes(session("b", { phases: early }), NOW))[0], "c+10")
})

test("times of day in the reader's words, a date only on another day", () => {
  const at = (/** @type {number} */ minutes, language = "de") =>
    clockTime(NOW + minutes * MINUTE, NOW, language, "Europe/Berlin")
  assert.equal(at(15), "14:20")
  assert.equal(at(15.2), "14:21", "a minute that has begun counts")
  assert.equal(at(24 * 60), "24.11., 14:05")
  assert.equal(at(24 * 60, "en"), "24/11, 14:05")
})

test("planned minutes of an agenda", () => {
  assert.equal(plannedMinutes(/** @type {any} */ (PHASES)), 16.5)
})

test("a phase moves one place, and not beyond the ends", () => {
  const order = (/** @type {string} */ id, /** @type {1 | -1} */ by) =>
    moved(/** @type {any} */ (PHASES), id, by).join("")
  assert.equal(order("c", -1), "acbde")
  assert.equal(order("c", 1), "abdce")
  assert.equal(order("a", -1), "abcde")
  assert.equal(order("e", 1), "abcde")
  assert.equal(order("gone", 1), "abcde")
})

test("plan and switches of a phase are told apart, and what says nothing is left out", () => {
  const phase = /** @type {any} */ ({
    id: "x",
    position: 3,
    kind: "collect",
    title: "",
    seconds: 60,
    hands: true,
    vote: { method: "dots" },
  })
  assert.deepEqual(planOf(phase), { kind: "collect", seconds: 60 })
  assert.deepEqual(planOf({ ...phase, kind: "vote" }), {
    kind: "vote",
    seconds: 60,
    vote: { method: "dots" },
  })
  const settings = settingsOf(phase)
  assert.deepEqual(Object.keys(settings), [...SWITCHES])
  assert.equal(settings.hands, true)
  assert.equal(settings.closed, false)
  assert.deepEqual(cleaned({ kind: "lobby", seconds: 0, end: undefined, opens_at: 0 }), { kind: "lobby" })
})

test("minutes as people type them", () => {
  const typed = { 5: 300, "2,5": 150, 0.5: 30, "": 0, "-3": 0, viel: 0, 99999: 86_400 }
  for (const [text, seconds] of Object.entries(typed)) assert.equal(secondsIn(text), seconds, text)
})

test("a moment survives the input it is typed into", () => {
  assert.equal(fromLocal(toLocal(NOW)), NOW)
  assert.equal(toLocal(0), "")
  assert.equal(fromLocal(""), 0)
})

test("switches that would do nothing are left out", () => {
  const idleIn = (/** @type {object} */ phase) =>
    SWITCHES.filter((name) => idle(/** @type {any} */ (phase), name))
  assert.deepEqual(idleIn({ kind: "collect" }), ["late_ideas"])
  assert.deepEqual(idleIn({ kind: "cluster" }), ["release_first", "closed"])
  assert.deepEqual(idleIn({ kind: "cluster", late_ideas: true }), [])
})

test("the end of a timer is named by what it closes", () => {
  assert.equal(endName("next", "vote"), "next")
  assert.equal(endName("close", "vote"), "close_vote")
  assert.equal(endName("close", "collect"), "close_ideas")
})
