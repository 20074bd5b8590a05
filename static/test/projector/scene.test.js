import assert from "node:assert/strict"
import { test } from "node:test"
import { barLength, chartPages, turnout, uncovered, votedOn } from "../../projector/bars.js"
import {
  attendance,
  roundAgainst,
  roundShown,
  sceneShown,
  sessionShown,
  tallyOf,
} from "../../projector/scene.js"
import { reveal } from "../../shared/results.js"
import { panes } from "../../shared/rosette.js"

/** @param {Record<string, unknown>} [changes] @returns {any} */
function stateWith(changes) {
  return {
    sessions: [session("a", "lobby"), session("b", "collect")],
    projectors: [{ id: "me", session: "a", scene: "auto" }],
    fields: [],
    rounds: [],
    ideas: new Map(),
    pulse: {},
    followed: "a",
    ...changes,
  }
}

/** @param {string} id @param {string} kind @param {object} [settings] */
function session(id, kind, settings) {
  return { id, phase: "p", blank: false, phases: [{ id: "p", kind, ...settings }] }
}

/** @param {string} kind @param {object} [settings] */
const inPhase = (kind, settings) => ({ sessions: [session("a", kind, settings)] })

/** @type {Record<string, [Record<string, unknown>, string]>} */
const situations = {
  "the lobby shows how to join": [inPhase("lobby"), "join"],
  "collecting shows the wall": [inPhase("collect"), "wall"],
  "collecting hidden shows the prompt only": [inPhase("collect", { ideas_hidden: true }), "prompt"],
  "a directed wall shows nothing hidden either": [
    {
      ...inPhase("collect", { ideas_hidden: true }),
      projectors: [{ id: "me", session: "a", scene: "wall" }],
    },
    "prompt",
  ],
  "ordering without fields shows the wall": [inPhase("cluster"), "wall"],
  "ordering shows the board": [{ ...inPhase("cluster"), fields: [{ id: "f" }] }, "board"],
  "voting shows the vote": [inPhase("vote"), "vote"],
  "results show the results": [inPhase("results"), "results"],
  "a direction beats the phase": [
    { ...inPhase("collect"), projectors: [{ id: "me", session: "a", scene: "join" }] },
    "join",
  ],
  "another projector’s direction does not": [
    { ...inPhase("vote"), projectors: [{ id: "other", session: "a", scene: "join" }] },
    "vote",
  ],
  "blank beats everything": [
    {
      sessions: [{ ...session("a", "vote"), blank: true }],
      projectors: [{ id: "me", session: "a", scene: "results" }],
    },
    "blank",
  ],
  "an unknown scene follows the phase": [
    { ...inPhase("vote"), projectors: [{ id: "me", session: "a", scene: "new" }] },
    "vote",
  ],
  "nothing known yet shows how to join": [{ sessions: [] }, "join"],
  "a phase may have a scene of its own": [inPhase("lobby", { scene: "agenda" }), "agenda"],
  "a phase whose scene is auto shows what is usual": [inPhase("vote", { scene: "auto" }), "vote"],
  "a direction beats the phase's own scene": [
    { ...inPhase("lobby", { scene: "agenda" }), projectors: [{ id: "me", session: "a", scene: "thanks" }] },
    "thanks",
  ],
  "who follows the phase looks where everybody looks": [
    {
      sessions: [{ ...session("a", "discuss"), spotlight: { idea: 7 } }],
      ideas: new Map([[7, { number: 7 }]]),
    },
    "spotlight",
  ],
  "a spotlight on what the room may not see shows the phase": [
    {
      sessions: [{ ...session("a", "discuss"), spotlight: { idea: 7 } }],
      projectors: [{ id: "me", session: "a", scene: "spotlight" }],
    },
    "wall",
  ],
  "a direction elsewhere beats the spotlight": [
    {
      sessions: [{ ...session("a", "discuss"), spotlight: { field: "f" } }],
      fields: [{ id: "f" }],
      projectors: [{ id: "me", session: "a", scene: "agenda" }],
    },
    "agenda",
  ],
}

const me = { projector: "me", session: "" }

for (const [name, [changes, scene]] of Object.entries(situations)) {
  test(name, () => assert.equal(sceneShown(stateWith(changes), me), scene))
}

test("the directed session is on show, in a preview the one asked for", () => {
  const state = stateWith({ projectors: [{ id: "me", session: "b", scene: "auto" }] })
  assert.equal(sessionShown(state, me)?.id, "b")
  assert.equal(sessionShown(stateWith({ projectors: [] }), me)?.id, "a")
  assert.equal(sessionShown(stateWith({ projectors: [] }), { projector: "", session: "b" })?.id, "b")
  assert.equal(sceneShown(stateWith({ projectors: [] }), { projector: "", session: "b" }), "wall")
})

const criteria = [{ name: "Wirkung" }, { name: "Aufwand", less: true }]
/** @type {Record<string, any>} */
const rounds = {
  first: { id: "1", number: 1, state: "closed", subject: "ideas", method: "dots", tally: { voters: 3 } },
  scale: {
    id: "2",
    number: 2,
    state: "closed",
    subject: "ideas",
    method: "scale",
    criteria,
    tally: { voters: 3 },
  },
  again: {
    id: "3",
    number: 3,
    state: "closed",
    subject: "ideas",
    method: "dots",
    of: "1",
    tally: { voters: 3 },
  },
  open: { id: "4", number: 4, state: "open", subject: "ideas", method: "dots" },
  hidden: { id: "5", number: 5, state: "open", subject: "ideas", method: "dots", hidden: true },
}
/** @param {string[]} names @param {object} [more] */
const withRounds = (names, more) => stateWith({ rounds: names.map((name) => rounds[name]), ...more })

test("each scene is about the round that has something to show", () => {
  const live = { pulse: { round: { id: "4", tally: { voters: 1, items: {} } } } }
  assert.equal(roundShown(withRounds(["first", "open"]), undefined, "vote")?.id, "4")
  assert.equal(roundShown(withRounds(["first"]), undefined, "vote")?.id, "1")
  assert.equal(roundShown(withRounds([]), undefined, "vote"), undefined)
  assert.equal(roundShown(withRounds(["first", "again", "open"], live), undefined, "results")?.id, "3")
  assert.equal(roundShown(withRounds(["open"], live), undefined, "results")?.id, "4")
  assert.equal(roundShown(withRounds(["first", "scale", "again"]), undefined, "matrix")?.id, "2")
  const directed = /** @type {any} */ ({ round: "1" })
  assert.equal(roundShown(withRounds(["first", "again"]), directed, "results")?.id, "1")
})

test("a round is compared with the one asked for, the one it runs off, or the one before", () => {
  const state = withRounds(["first", "scale", "again"])
  assert.equal(roundAgainst(state, undefined, rounds.again)?.id, "1")
  assert.equal(roundAgainst(state, /** @type {any} */ ({ against: "2" }), rounds.again)?.id, "2")
  assert.equal(roundAgainst(state, undefined, rounds.scale)?.id, "1")
  assert.equal(roundAgainst(state, undefined, rounds.first), undefined)
})

test("of a hidden round nothing is seen before it is closed, whatever a pulse says", () => {
  const tally = { voters: 2, items: { 1: { points: 2, voters: 2 } } }
  assert.equal(
    tallyOf(withRounds(["hidden"], { pulse: { round: { id: "5", tally } } }), rounds.hidden),
    undefined,
  )
  assert.equal(tallyOf(withRounds(["open"], { pulse: { round: { id: "4", tally } } }), rounds.open), tally)
  assert.equal(
    tallyOf(withRounds(["open"], { pulse: { round: { id: "9", tally } } }), rounds.open),
    undefined,
  )
})

test("turnout counts ballots on paper on both sides", () => {
  const closed = { ...rounds.first, admitted: 10, paper: 3, tally: { voters: 8 } }
  assert.deepEqual(attendance(stateWith({}), closed), { voters: 8, admitted: 13 })
  const state = stateWith({ pulse: { admitted: 12, round: { id: "4", voters: 5 } } })
  assert.deepEqual(attendance(state, { ...rounds.open, paper: 1 }), { voters: 5, admitted: 13 })
})

/** @type {any} */
const round = { method: "dots", items: [{ item: 1 }, { item: 2 }, { item: 3 }, { item: 4 }, { item: 5 }] }
const tally = {
  voters: 9,
  items: {
    1: { points: 4, voters: 4 },
    2: { points: 8, voters: 5 },
    3: { points: 4, voters: 2 },
    5: { points: 1, voters: 1 },
  },
}
const { voted, rest } = votedOn(round, tally)

test("what nobody voted for is only counted; the best has the longest bar", () => {
  assert.deepEqual(
    voted.map(({ item, rank, tied }) => [item, rank, tied]),
    [
      [2, 1, false],
      [1, 2, true],
      [3, 2, true],
      [5, 4, false],
    ],
  )
  assert.equal(rest, 1)
  assert.deepEqual(
    voted.map((item) => barLength(item, round, tally, 8)),
    [1, 0.5, 0.5, 0.125],
  )
  const approve = { ...round, method: "approve" }
  assert.equal(barLength(voted[0], approve, tally, 8), 8 / 9, "of those who voted")
})

test("a reveal shows the next place covered, above those it has come to", () => {
  const shown = (/** @type {number} */ step) =>
    uncovered(reveal(voted, step).places).map(({ item, shown }) => `${item.item}${shown ? "" : " covered"}`)
  assert.deepEqual(shown(0), ["5 covered"])
  assert.deepEqual(shown(1), ["1 covered", "3 covered", "5"])
  assert.deepEqual(shown(2), ["2 covered", "1", "3", "5"])
  assert.deepEqual(shown(3), ["2", "1", "3", "5"])
})

test("rows take the lines they need, then pages; no text is cut or below body size", () => {
  const measure = (/** @type {string} */ text, /** @type {number} */ size) => text.length * size * 0.5
  const chart = { text: 400, height: 400, body: 20, mark: 18 }
  const texts = ["kurz", "Satz mit Wörtern ".repeat(12).trim(), "wort ".repeat(400).trim(), "Mehr Bänke"]
  const entries = texts.map((text, at) => ({
    item: { ...voted[0], item: at },
    label: { lead: "1", text },
    tags: at === 0 ? ["gleichauf"] : [],
    shown: true,
  }))
  const pages = chartPages(entries, chart, measure)
  const set = pages.flat()
  for (const [at, text] of texts.entries()) {
    const parts = set.filter((row) => row.item.item === at)
    assert.equal(parts.map((row) => row.text).join(" "), text)
  }
  assert.ok(set.every((row) => row.size >= chart.body && row.top + row.height <= chart.height))
  assert.ok(set[1].height > set[0].height, "a longer text has a higher row")
  assert.ok(
    set.some((row) => row.parts > 1),
    "a text longer than the page is continued",
  )
  for (const page of pages) {
    page.slice(1).forEach((row, at) => void assert.ok(row.top >= page[at].top + page[at].height))
  }
})

test("turnout never exceeds the room", () => {
  assert.equal(turnout(90, 180), 0.5)
  assert.equal(turnout(5, 0), 0)
  assert.equal(turnout(200, 180), 1)
})

test("the window lights up with the share, pane by pane", () => {
  const light = (/** @type {number} */ share) => panes(share).reduce((sum, pane) => sum + pane.light, 0)
  const all = panes(0).length
  assert.equal(light(0), 0)
  assert.equal(light(1), all)
  assert.ok(Math.abs(light(0.5) - all / 2) < 1e-9)
  assert.equal(light(2), all)
})
