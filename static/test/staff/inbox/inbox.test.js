import assert from "node:assert/strict"
import { test } from "node:test"
import { meaning } from "../../../staff/inbox/keys.js"
import { countsOf, draftOf, isAddress, KINDS, missing, moreOf, sentOf } from "../../../staff/inbox/outcome.js"
import { choicesOf, releasesOf, unwritten } from "../../../staff/inbox/releasing.js"
import {
  between,
  byEvent,
  contributions,
  coverage,
  elsewhere,
  joiners,
  keyOf,
  MOST_SELECTED,
  namedFor,
  refreshed,
  select,
  strongest,
} from "../../../staff/inbox/selection.js"
import { SMALL, sizeShare, standingOf } from "../../../staff/inbox/standing.js"
import {
  addressOf,
  everything,
  isNarrowed,
  normal,
  pagesOf,
  queryOf,
  wantedOf,
} from "../../../staff/inbox/wanted.js"

/** @returns {any} */
const idea = (number, more = {}) => ({
  kind: "idea",
  id: `i${number}`,
  event: "e1",
  number,
  text: `Idee ${number}`,
  devices: 40,
  ...more,
})
const field = { kind: "field", id: "f1", event: "e1", text: "Hof", devices: 40 }
const duty = { kind: "requirement", id: "r1", text: "E-Akte", devices: 0 }

test("a wish goes from the address to the server and back", () => {
  const wanted = wantedOf(new URLSearchParams("event=e1&state=open&taken=all&q=B%C3%A4nke&page=3&nonsense=1"))
  assert.equal(queryOf(wanted), "event=e1&state=open&taken=all&q=B%C3%A4nke&limit=50&after=100")
  assert.equal(addressOf(wanted), "event=e1&state=open&taken=all&q=B%C3%A4nke&page=3")
  assert.equal(wantedOf(new URLSearchParams("page=-2")).page, 1)
  assert.equal(wantedOf(new URLSearchParams("page=x")).page, 1)
  assert.equal(queryOf(wantedOf(new URLSearchParams(""))), "limit=50")
  assert.ok(isNarrowed(wanted))
  assert.ok(!isNarrowed(wantedOf(new URLSearchParams("sort=rank&page=2"))), "an order narrows nothing")
})

test("there is always one page, and none too many", () => {
  assert.deepEqual([0, 1, 50, 51, 100].map(pagesOf), [1, 1, 1, 2, 2])
})

test("all pages are read, and what moved between them is told once", async () => {
  const asked = []
  const all = Array.from({ length: 450 }, (_, at) => idea(at + 1))
  const load = async (/** @type {string} */ query) => {
    asked.push(query)
    const { limit, after = "0" } = Object.fromEntries(new URLSearchParams(query))
    // One moved down by one since the page before.
    const from = Math.max(0, Number(after) - (Number(after) > 0 ? 1 : 0))
    return { items: all.slice(from, from + Number(limit)), total: all.length }
  }
  const found = await everything(load, { state: "drafted" })
  assert.deepEqual(asked, [
    "state=drafted&limit=200",
    "state=drafted&limit=200&after=200",
    "state=drafted&limit=200&after=400",
  ])
  assert.equal(new Set(found.map(keyOf)).size, found.length)
  assert.equal(found.length, 450)
  assert.equal((await everything(load, {}, undefined, 200)).length, 200)
})

test("a list that shrinks while it is read comes to an end", async () => {
  let calls = 0
  const load = async () => {
    calls++
    return { items: [], total: 999 }
  }
  assert.deepEqual(await everything(load, {}), [])
  assert.equal(calls, 1)
})

test("a selection outlives its page", () => {
  const first = [idea(1), idea(2)]
  const second = [idea(3), field]
  const chosen = select(select(new Map(), first, true), second, true)
  assert.equal(chosen.size, 4)
  assert.equal(coverage(chosen, second), "all")
  assert.equal(elsewhere(chosen, second), 2)
  const fewer = select(chosen, [idea(3)], false)
  assert.equal(coverage(fewer, second), "some")
  assert.equal(coverage(new Map(), second), "none")
  assert.equal(chosen.size, 4, "what was there is left alone")
  const known = refreshed(chosen, [idea(2, { text: "neu" })])
  assert.equal(known.get("idea i2")?.text, "neu")
  assert.equal(refreshed(chosen, [idea(9)]), chosen, "nothing changed, nothing is drawn anew")
})

test("no more is selected than can be acted on at once", () => {
  const many = Array.from({ length: MOST_SELECTED + 5 }, (_, at) => idea(at))
  assert.equal(select(new Map(), many, true).size, MOST_SELECTED)
})

test("Shift selects from row to row, either way", () => {
  const rows = [1, 2, 3, 4].map((number) => idea(number))
  const numbers = (/** @type {any[]} */ some) => some.map((one) => one.number)
  assert.deepEqual(numbers(between(rows, "idea i3", "idea i1")), [1, 2, 3])
  assert.deepEqual(numbers(between(rows, "", "idea i2")), [2], "from nowhere it is one row")
  assert.deepEqual(between(rows, "idea i1", "idea i9"), [])
})

test("only contributions have somebody who waits for an answer", () => {
  assert.deepEqual(
    contributions([idea(1), field, duty, idea(2, { kind: "expectation" })]).map((one) => one.number),
    [1, 2],
  )
  assert.deepEqual(namedFor([idea(1, { kind: "expectation" }), field, duty]), [
    { kind: "idea", id: "i1" },
    { kind: "field", id: "f1" },
    { kind: "requirement", id: "r1" },
  ])
  assert.deepEqual(
    [...byEvent([idea(1), idea(2, { event: "e2" }), idea(3)])].map(([event, some]) => [event, some.length]),
    [
      ["e1", 2],
      ["e2", 1],
    ],
  )
})

const today = "2026-11-23"
/** @param {any} change @returns {any} */
const draft = (change) => ({ ...draftOf(undefined, "declined"), ...change })

test("each outcome asks for what its authors need to know", () => {
  assert.equal(KINDS.length, 7)
  const needs = /** @type {const} */ ([
    ["promoted", []],
    ["joined", ["joined"]],
    ["goal", ["node"]],
    ["in_progress", ["link"]],
    ["parked", ["review_on", "reason"]],
    ["not_competent", ["whose", "reason"]],
    ["declined", ["reason"]],
  ])
  for (const [kind, wanted] of needs) assert.deepEqual(missing(draft({ kind }), today), wanted, kind)
})

test("a day to look again lies ahead, and blanks are no reason", () => {
  const parked = draft({ kind: "parked", reason: "Erst das Netz" })
  assert.deepEqual(missing({ ...parked, review_on: today }, today), ["review_on"])
  assert.deepEqual(missing({ ...parked, review_on: "2026-11-24" }, today), [])
  assert.deepEqual(missing({ ...parked, review_on: "2027-13-40" }, today), ["review_on"])
  assert.deepEqual(missing(draft({ reason: "  " }), today), ["reason"])
  assert.deepEqual(missing(draft({ kind: "in_progress", reason: "Steht im Intranet" }), today), [])
})

test("nothing of an earlier choice is sent along", () => {
  const full = draft({
    reason: " weil ",
    review_on: "2027-01-01",
    link: "https://a.example",
    whose: "Land",
    node: "n1",
    joined: { event: "e2", number: 5, label: "#5" },
  })
  const sent = (/** @type {any} */ kind) => sentOf({ ...full, kind })
  assert.deepEqual(sent("declined"), { kind: "declined", reason: "weil" })
  assert.deepEqual(sent("parked"), { kind: "parked", reason: "weil", review_on: "2027-01-01" })
  assert.deepEqual(sent("goal"), { kind: "goal", reason: "weil", node: "n1" })
  assert.deepEqual(sent("joined"), { kind: "joined", reason: "weil", joined: { event: "e2", number: 5 } })
})

test("an outcome says more than its kind where it can", () => {
  const of = (/** @type {any} */ more) => moreOf({ number: 1, reason: "", ...more })
  assert.deepEqual(of({ kind: "parked", review_on: "2027-05-01" }), { on: "2027-05-01" })
  assert.deepEqual(of({ kind: "joined", joined_number: 5, joined_event: "Werkstatt" }), {
    number: "5",
    event: "Werkstatt",
  })
  assert.equal(of({ kind: "goal" }), undefined)
  assert.equal(of({ kind: "declined" }), undefined)
})

test("words are no link, and nothing but a web address is followed", () => {
  assert.ok(isAddress("https://intranet.example.org/e-akte"))
  assert.ok(!isAddress("im Intranet unter E-Akte"))
  assert.ok(!isAddress("javascript:alert(1)"))
})

const vote = { round: 1, rank: 2, ties: 0, points: 31, voters: 20, turnout: 24, admitted: 31 }

test("a rank never stands without its room, and a small room is marked", () => {
  assert.equal(standingOf(idea(1)), undefined)
  assert.equal(standingOf(idea(1, { votes: { ...vote, round: 0 } })), undefined)
  const { rank, of, points, turnout, admitted, small, few } = /** @type {any} */ (
    standingOf(idea(1, { votes: vote, items: 14 }))
  )
  assert.deepEqual([rank, of, points, turnout, admitted], [2, 14, 31, 24, 31])
  assert.ok(small)
  assert.ok(!few)
  const marked = (/** @type {number} */ count) => standingOf(idea(1, { votes: { ...vote, turnout: count } }))
  assert.equal(marked(SMALL)?.small, false)
  assert.equal(marked(4)?.few, true)
  assert.equal(marked(5)?.few, false)
  assert.deepEqual([sizeShare(12, 200), sizeShare(5, 0), sizeShare(9, 3)], [0.06, 0, 1])
})

test("joining keeps what already goes on elsewhere where it is", () => {
  const a = idea(1, { voters: 4 })
  const b = idea(2, { votes: { ...vote, voters: 20 } })
  const c = idea(3, { joined_to: { id: "i9", number: 9 } })
  assert.equal(strongest([a, b, c]).number, 2)
  assert.deepEqual(
    joiners([a, b, c], b).map((one) => one.number),
    [1],
  )
})

test("a summary is sent only where it is told, and never an empty one", () => {
  const items = [idea(1), idea(2), idea(3)]
  const stored = new Map([["e1", [{ number: 2, kind: "summary", summary: "Kurz" }]]])
  const choices = choicesOf(items, /** @type {any} */ (stored))
  assert.deepEqual(choices["idea i2"], { kind: "summary", summary: "Kurz" })
  choices["idea i1"] = { kind: "text", summary: "übrig" }
  choices["idea i3"] = { kind: "summary", summary: "  " }
  assert.deepEqual(unwritten(choices), ["idea i3"])
  assert.deepEqual(releasesOf(items.slice(0, 2), choices), [
    { number: 1, kind: "text", summary: "" },
    { number: 2, kind: "summary", summary: "Kurz" },
  ])
})

test("what would be published is counted by kind, in the order of the form", () => {
  const with_ = (/** @type {string} */ kind) => idea(1, { outcome: { kind } })
  assert.deepEqual(countsOf([with_("declined"), with_("promoted"), with_("declined")]), [
    ["promoted", 1],
    ["declined", 2],
  ])
})

test("keys mean nothing in a form, and Enter belongs to what has the focus", () => {
  const page = { form: false, control: false }
  assert.equal(meaning({ key: "j" }, page), "next")
  assert.equal(meaning({ key: "?" }, page), "keys")
  assert.equal(meaning({ key: "j" }, { form: true, control: false }), undefined)
  assert.equal(meaning({ key: "Enter" }, { form: false, control: true }), undefined)
  assert.equal(meaning({ key: "a", ctrlKey: true }, page), undefined)
})

test("a saved view is known by its wishes, not by page or order", () => {
  assert.equal(normal("state=open&page=3&q=a"), normal("q=a&state=open&open=idea+1"))
  assert.notEqual(normal("state=open"), normal("state=drafted"))
})
