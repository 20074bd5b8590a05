import assert from "node:assert/strict"
import { test } from "node:test"
import { typed } from "../../shared/address.js"
import { changed } from "../../staff/draft.js"
import { pathTo, route, sectionOf, sectionsFor, startOf } from "../../staff/routes.js"
import { countsOf, drafts, rowsOf, sift, wantedOf } from "../../staff/sift.js"
import { chosen, dayOf, keyOf, later, moved, sessionsOf, untouched } from "../../staff/templates.js"

test("addresses lead to views and back", () => {
  assert.deepEqual(route("/staff"), { view: "start", id: "" })
  assert.deepEqual(route("/staff/events/"), { view: "events", id: "" })
  assert.deepEqual(route("/staff/events/new"), { view: "create", id: "" })
  assert.deepEqual(route("/staff/events/a1/contributions"), { view: "contributions", id: "a1" })
  assert.deepEqual(route("/staff/nowhere"), { view: "unknown", id: "" })
  for (const view of ["event", "contributions", "print", "audit", "measure"]) {
    assert.deepEqual(route(pathTo(view, "x/y")), { view, id: "x/y" })
  }
  assert.equal(pathTo("events"), "/staff/events")
  assert.deepEqual(route("/staff/measures/board"), { view: "measure_board", id: "" })
  assert.equal(sectionOf("measure"), "measures")
  assert.equal(sectionOf("print"), "events")
})

test("the navigation holds what one's rights open, and begins there", () => {
  const lead = ["editOwn", "readCatalogues", "readPlan", "self"]
  assert.deepEqual(sectionsFor(lead), ["measures", "structure", "status", "house"])
  assert.equal(startOf(lead), "measures")
  const editor = ["readEvents", "leadEvents", "readPlan", "editPlan", "self"]
  assert.deepEqual(sectionsFor(editor).slice(0, 3), ["inbox", "measures", "assessing"])
  assert.equal(startOf(editor), "events")
  assert.deepEqual(sectionsFor([]), [])
})

const own = {
  id: "t1",
  title: "Unsere Werkstatt",
  language: "en",
  minutes: 60,
  sessions: [{ title: "Own", prompt: "" }],
}
const templates = {
  shipped: [
    {
      key: "workshop",
      name: { de: "Ideenwerkstatt", en: "Ideas workshop" },
      about: { de: "", en: "" },
      format: "workshop",
      minutes: 0,
      tables: 0,
      sessions: {
        sie: [{ title: "Ideen", prompt: "Was hilft Ihnen?" }],
        du: [{ title: "Ideen", prompt: "Was hilft dir?" }],
        en: [{ title: "Ideas", prompt: "What helps you?" }],
      },
    },
    {
      key: "managers",
      name: { de: "Konferenz", en: "Conference" },
      about: { de: "", en: "" },
      format: "conference",
      minutes: 75,
      tables: 10,
      sessions: { sie: [], du: [], en: [] },
    },
  ],
  own: [own],
}

test("a template brings its sessions, in the event's words", () => {
  assert.equal(sessionsOf(templates, "workshop", "de", "sie")[0].prompt, "Was hilft Ihnen?")
  assert.equal(sessionsOf(templates, "workshop", "de", "du")[0].prompt, "Was hilft dir?")
  assert.equal(sessionsOf(templates, "workshop", "en", "du")[0].title, "Ideas")
  assert.deepEqual(sessionsOf(templates, keyOf(own), "de", "sie"), own.sessions)
  assert.deepEqual(sessionsOf(templates, "own:gone", "de", "sie"), [])
})

test("prompts follow the template until somebody touches them", () => {
  const sessions = sessionsOf(templates, "workshop", "de", "du")
  assert.ok(untouched(templates, sessions))
  sessions[0].prompt = "Was fehlt?"
  assert.ok(!untouched(templates, sessions))
  assert.equal(sessionsOf(templates, "workshop", "de", "du")[0].prompt, "Was hilft dir?")
  assert.ok(untouched(templates, sessionsOf(templates, keyOf(own), "de", "du")))
})

test("a template brings its format, unless another was chosen, and one's own its language", () => {
  assert.deepEqual(chosen(templates, "workshop", "managers", "workshop"), {
    template: "managers",
    format: "conference",
  })
  assert.deepEqual(chosen(templates, "workshop", "managers", "barcamp"), { template: "managers" })
  assert.deepEqual(chosen(templates, "managers", keyOf(own), "conference"), {
    template: "own:t1",
    language: "en",
  })
})

test("few votes are not broken down, few secret ones not told at all", () => {
  const items = [{ item: 1, idea: 7, ideas: [7] }]
  const round = { id: "r", number: 1, session: "s", state: "closed", method: "dots", subject: "ideas", items }
  const tally = { voters: 3, items: { 1: { points: 4, voters: 3 } }, few: true }
  const [[, open]] = countsOf({ ...round, secrecy: "pseudonymous", tally })
  assert.deepEqual([open.points, open.few, open.untold], [4, true, false])
  const [[, secret]] = countsOf({ ...round, secrecy: "secret", tally: { voters: 3, items: {}, few: true } })
  assert.deepEqual([secret.few, secret.untold], [true, true])
})

test("an event is kept ninety days by default, across months and years", () => {
  assert.equal(later("2026-11-30", 90), "2027-02-28")
  assert.equal(later("2028-02-28", 1), "2028-02-29")
  assert.equal(later("", 90), "")
  assert.equal(dayOf(new Date(2026, 0, 5, 23, 30)), "2026-01-05")
})

test("sessions move by one, not beyond the ends", () => {
  assert.deepEqual(moved(["a", "b", "c"], 2, -1), ["a", "c", "b"])
  assert.deepEqual(moved(["a", "b"], 0, -1), ["a", "b"])
  assert.deepEqual(moved(["a", "b"], 1, 1), ["a", "b"])
})

test("an address is what people type", () => {
  assert.equal(typed("http://192.168.0.7:8080/e/ACDEFGHJ"), "192.168.0.7:8080")
  assert.equal(typed("https://ideen.stadt.example/e/ACDEFGHJ"), "ideen.stadt.example")
  assert.equal(typed("https://stadt.example/ideen/e/ACDEFGHJ"), "stadt.example/ideen")
})

test("only what differs is saved", () => {
  assert.deepEqual(changed({ a: 1, b: [1] }, { a: 2, b: [1] }), { a: 2 })
})

/** @type {any} */
const all = {
  ideas: [
    { number: 1, kind: "idea", text: "Bänke im Hof", state: "shown", session: "s1", field: "hof" },
    { number: 2, kind: "idea", text: "Mehr Bänke", state: "shown", session: "s1", merged_into: 1 },
    {
      number: 3,
      kind: "expectation",
      text: "Ruhe",
      state: "shown",
      session: "s2",
      nominated: true,
      on_behalf: true,
    },
    { number: 4, kind: "idea", text: "", state: "withdrawn", session: "s1" },
  ],
  fields: [
    { id: "hof", title: "Hof", joined_into: "ort" },
    { id: "ort", title: "Ort" },
  ],
  rounds: [
    {
      id: "r1",
      number: 1,
      state: "closed",
      subject: "ideas",
      items: [
        { item: 1, idea: 1, ideas: [1, 2] },
        { item: 2, idea: 3, ideas: [3] },
      ],
      tally: { voters: 6, items: { 1: { points: 9, voters: 6 }, 2: { points: 2, voters: 2 } } },
    },
    { id: "r2", number: 2, state: "open", subject: "ideas", items: [{ item: 1, idea: 1, ideas: [1] }] },
  ],
  candidates: [],
  outcomes: [
    { number: 1, kind: "parked", reason: "später" },
    { number: 3, kind: "parked", reason: "später" },
    { number: 2, kind: "goal", reason: "", published: true },
  ],
}
const nothing = wantedOf(new URLSearchParams(""))
/** @param {object} wanted */
const numbers = (wanted) => sift(rowsOf(all), { ...nothing, ...wanted }).map((row) => row.idea.number)

test("a merged idea shows its group's votes and field, through joined fields", () => {
  const row = rowsOf(all)[1]
  assert.equal(row.points, 9)
  assert.equal(row.counts.r1.rank, 1)
  assert.equal(row.field?.id, "ort")
  assert.equal(row.counts.r2, undefined, "an open round shows nothing")
})

test("the table is sifted by words, number, field, session and what became of it", () => {
  assert.deepEqual(numbers({}), [3, 1, 2, 4], "nominated first, then most points")
  assert.deepEqual(numbers({ q: "BÄNKE mehr" }), [2])
  assert.deepEqual(numbers({ q: "#3" }), [3])
  assert.deepEqual(numbers({ field: "ort", sort: "number" }), [1, 2])
  assert.deepEqual(numbers({ field: "none", sort: "number" }), [3, 4])
  assert.deepEqual(numbers({ session: "s2" }), [3])
  assert.deepEqual(numbers({ only: "nominated" }), [3])
  const decided = {
    ...all,
    ideas: all.ideas.map((/** @type {any} */ idea) => ({
      ...idea,
      outcome: all.outcomes.find((/** @type {any} */ one) => one.number === idea.number),
    })),
  }
  const open = sift(rowsOf(decided), { ...nothing, only: "undecided" })
  assert.deepEqual(
    open.map((row) => row.idea.number),
    [],
    "withdrawn ideas wait for nothing",
  )
})

test("publishing counts who learns something, and whom nobody can tell", () => {
  const { waiting, kinds, learn, unseen } = drafts(all)
  assert.equal(waiting.length, 2)
  assert.deepEqual(kinds, { parked: 2 })
  assert.deepEqual([learn, unseen], [1, 1])
})
