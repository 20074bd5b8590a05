import assert from "node:assert/strict"
import { test } from "node:test"
import { bars, chartPages, turnout } from "../../projector/bars.js"
import { roundShown, sceneShown, sessionShown } from "../../projector/scene.js"
import { panes } from "../../shared/rosette.js"

/** @param {Record<string, unknown>} [changes] @returns {any} */
function stateWith(changes) {
  return {
    sessions: [session("a", "lobby"), session("b", "collect")],
    projectors: [{ id: "me", session: "a", scene: "auto" }],
    fields: [],
    rounds: [],
    ideas: new Map(),
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
}

for (const [name, [changes, scene]] of Object.entries(situations)) {
  test(name, () => assert.equal(sceneShown(stateWith(changes), "me"), scene))
}

test("the directed session is on show", () => {
  const state = stateWith({ projectors: [{ id: "me", session: "b", scene: "auto" }] })
  assert.equal(sessionShown(state, "me")?.id, "b")
  assert.equal(sessionShown(stateWith({ projectors: [] }), "me")?.id, "a")
})

test("the open round is shown, else the latest closed one", () => {
  const closed = { id: "1", state: "closed" }
  const open = { id: "2", state: "open" }
  assert.equal(roundShown(stateWith({ rounds: [closed, open] }))?.id, "2")
  assert.equal(roundShown(stateWith({ rounds: [closed] }))?.id, "1")
  assert.equal(roundShown(stateWith({ rounds: [] })), undefined)
})

/** @type {any} */
const round = { items: [{ item: 1 }, { item: 2 }, { item: 3 }, { item: 4 }, { item: 5 }] }
const tally = {
  voters: 9,
  items: {
    1: { points: 4, voters: 4 },
    2: { points: 8, voters: 5 },
    3: { points: 4, voters: 2 },
    5: { points: 1, voters: 1 },
  },
}

test("equal points share a rank and the next one counts them all", () => {
  const rows = bars(round, tally)
  assert.deepEqual(
    rows.map((bar) => [bar.item, bar.rank, bar.tied]),
    [
      [2, 1, false],
      [1, 2, true],
      [3, 2, true],
      [5, 4, false],
      [4, 0, false],
    ],
  )
  assert.equal(rows[0].length, 1)
  assert.equal(rows[1].length, 0.5)
})

test("nobody has voted: no rank, no tie, no length", () => {
  assert.ok(bars(round, undefined).every((bar) => bar.rank === 0 && !bar.tied && bar.length === 0))
})

test("rows take the lines they need, then pages; no text is cut or below body size", () => {
  const measure = (/** @type {string} */ text, /** @type {number} */ size) => text.length * size * 0.5
  const chart = { text: 400, height: 400, body: 20 }
  const texts = ["kurz", "Satz mit Wörtern ".repeat(12).trim(), "wort ".repeat(400).trim(), "Mehr Bänke"]
  const rows = texts.map((text, item) => ({
    bar: { ...bars(round, tally)[0], item },
    label: { lead: "1", text },
  }))
  const pages = chartPages(rows, chart, measure)
  const set = pages.flat()
  for (const [item, text] of texts.entries()) {
    const parts = set.filter((row) => row.bar.item === item)
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
