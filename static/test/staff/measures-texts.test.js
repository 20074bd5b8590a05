import assert from "node:assert/strict"
import { test } from "node:test"
import { day, typedNumber } from "../../shared/format.js"
import { setWords } from "../../shared/text.js"
import { hunks, listChanges, mergeLists, mergeTexts, words } from "../../staff/measures/diffing.js"
import { headerOf } from "../../staff/measures/import/sending.js"
import { blocks, isWeb, spans } from "../../staff/measures/markdown.js"
import { adopt, landed, merged } from "../../staff/measures/merging.js"

test("markdown knows headings, paragraphs, lists, bold, italics and links", () => {
  assert.deepEqual(
    blocks("# Ziel\nErste Zeile\nzweite\n\n- a\n- **b**\n1. eins").map((block) => block.kind),
    ["heading", "paragraph", "list", "list"],
  )
  assert.deepEqual(spans("ein **fettes** und *kursives* Wort"), [
    { kind: "text", text: "ein " },
    { kind: "bold", text: "fettes" },
    { kind: "text", text: " und " },
    { kind: "italic", text: "kursives" },
    { kind: "text", text: " Wort" },
  ])
  assert.deepEqual(spans("[Gesetz](https://example.org/a?b=1) und https://example.org."), [
    { kind: "link", text: "Gesetz", to: "https://example.org/a?b=1" },
    { kind: "text", text: " und " },
    { kind: "link", text: "https://example.org", to: "https://example.org" },
    { kind: "text", text: "." },
  ])
  assert.deepEqual(spans("2 * 3 * 4 und name_mit_strichen"), [
    { kind: "text", text: "2 * 3 * 4 und name_mit_strichen" },
  ])
})

test("an address leads to the web or is no link, and markup stays text", () => {
  for (const to of [
    "javascript:alert(1)",
    "data:text/html,x",
    "//example.org",
    "/staff",
    "JAVASCRIPT:x",
    "vbscript:x",
  ]) {
    assert.ok(!isWeb(to), to)
    assert.ok(
      spans(`[klick](${to})`).every(({ kind }) => kind === "text"),
      to,
    )
  }
  const text = "<img src=x onerror=alert(1)>"
  assert.deepEqual(blocks(text), [{ kind: "paragraph", spans: [{ kind: "text", text }] }])
})

test("a difference is told word by word, and either side can be put together from it", () => {
  const [before, after] = [
    "Alle Fachbereiche arbeiten mit Papier.",
    "Alle Bereiche arbeiten ohne Papier, überall.",
  ]
  const pieces = words(before, after)
  const side = (/** @type {string} */ but) =>
    pieces
      .filter(({ kind }) => kind !== but)
      .map(({ text }) => text)
      .join("")
  assert.equal(side("added"), before)
  assert.equal(side("gone"), after)
  assert.ok(pieces.some(({ kind, text }) => kind === "same" && text.includes("Papier")))
  assert.deepEqual(words("gleich", "gleich"), [{ kind: "same", text: "gleich" }])
  assert.deepEqual(hunks(["a"], ["a"]), [])
  const long = Array.from({ length: 3000 }, (_, at) => `w${at}`)
  assert.equal(hunks(long, [...long].reverse()).length, 1, "what is too long to compare is one exchange")
})

test("two people's changes to different places go together, those to the same place both stay", () => {
  const base = "Erster Satz. Zweiter Satz. Dritter Satz."
  const apart = mergeTexts(
    base,
    "Erster Satz. Zweiter Satz. Letzter Satz.",
    "Neuer Satz. Zweiter Satz. Dritter Satz.",
  )
  assert.deepEqual(apart, { text: "Neuer Satz. Zweiter Satz. Letzter Satz.", clean: true })
  const same = mergeTexts("Das kostet viel.", "Das kostet wenig.", "Das kostet nichts.")
  assert.equal(same.clean, false)
  assert.ok(same.text.includes("wenig") && same.text.includes("nichts"), same.text)
  const fresh = mergeTexts("", "Von ihnen.", "Von mir.")
  assert.ok(!fresh.clean && fresh.text.includes("Von ihnen.") && fresh.text.includes("Von mir."))
  assert.deepEqual(mergeTexts("a b", "a c", "a c"), { text: "a c", clean: true })
  assert.deepEqual(mergeTexts("a b", "a b", "a c"), { text: "a c", clean: true })
})

test("lists are compared and put together entry by entry", () => {
  const [a, b, c] = ["a", "b", "c"].map((id) => ({ id, title: id }))
  const changes = listChanges([a, b], [{ ...a, title: "A" }, c])
  assert.deepEqual(
    changes.map(({ kind, entry }) => `${kind} ${entry.id}`),
    ["gone b", "changed a", "added c"],
  )
  assert.deepEqual(mergeLists([a], [a, b], [a, c]), [a, c, b], "both additions stay")
  assert.deepEqual(mergeLists([a, b], [a], [a, b]), [a], "what they took out goes")
  assert.deepEqual(mergeLists([a, b], [a, b], [a]), [a], "what I took out goes")
  const mine = { ...a, title: "mein" }
  assert.deepEqual(
    mergeLists([a, b], [b], [mine, b]),
    [mine, b],
    "what I changed is not lost to their removal",
  )
  assert.deepEqual(
    mergeLists([a], [{ ...a, title: "ihr" }], []),
    [{ ...a, title: "ihr" }],
    "nor their change to mine",
  )
  assert.deepEqual(mergeLists(["x"], ["x", "y"], ["x", "z"]), ["x", "z", "y"], "ids too")
})

/** @param {object} profile @param {number} [version] @returns {any} */
const measure = (profile, version = 2) => ({ id: "m", version, profile })

test("what is unsaved is held against what the server has", () => {
  const edits = {
    title: { value: "mein Titel", from: "alt" },
    summary: { value: "mein Text", from: "alter Text" },
    effect: { value: "schon da", from: "" },
  }
  const { edits: kept, theirs } = adopt(
    edits,
    measure({ title: "alt", summary: "ihr Text", effect: "schon da" }),
  )
  assert.deepEqual(Object.keys(kept), ["title", "summary"], "what the server has already is done with")
  assert.deepEqual(theirs, { summary: "ihr Text" }, "only where somebody else was quicker")
  assert.equal(kept.summary.value, "mein Text", "nothing is lost")
})

test("what was typed while saving goes on from what was saved", () => {
  const edits = { title: { value: "neuer", from: "alt" }, effect: { value: "x", from: "" } }
  const after = landed(edits, "title", "neu", measure({ title: "neu" }))
  assert.deepEqual(after, { effect: { value: "x", from: "" }, title: { value: "neuer", from: "neu" } })
  assert.deepEqual(
    adopt(after, measure({ title: "neu", effect: "" })).theirs,
    {},
    "one's own save is no conflict",
  )
  assert.deepEqual(landed(edits, "title", "neuer", measure({ title: "neuer" })), { effect: edits.effect })
})

test("texts, lists and pairs of dates are put together", () => {
  assert.deepEqual(merged({ value: "a b X", from: "a b c" }, "Y b c"), { value: "Y b X", clean: true })
  assert.deepEqual(
    merged({ value: [{ id: "1" }, { id: "2" }], from: [{ id: "1" }] }, [{ id: "1" }, { id: "3" }]).value,
    [{ id: "1" }, { id: "2" }, { id: "3" }],
  )
  const dates = { start: "2026-01-01", end: "2026-12-31" }
  assert.deepEqual(
    merged({ value: { ...dates, end: "2027-12-31" }, from: dates }, { ...dates, start: "2026-02-01" }).value,
    {
      start: "2026-02-01",
      end: "2027-12-31",
    },
  )
})

test("numbers are typed and days are read as people write them", () => {
  setWords("de", "sie", {})
  assert.equal(typedNumber("1.234,5"), 1234.5)
  assert.equal(typedNumber("1.5"), 1.5)
  assert.equal(typedNumber("viel"), null)
  assert.equal(typedNumber(""), null)
  assert.equal(day("2026-10-01"), "01.10.2026")
  assert.equal(day("bald"), "bald")
  setWords("en", "sie", {})
  assert.equal(typedNumber("1,234.5"), 1234.5)
})

test("a mapping travels in a header, whatever its letters", () => {
  const mapping = { sheet: "Maßnahmen – Übersicht", columns: { 0: "title" } }
  const header = headerOf(mapping)
  assert.match(header, /^[\x20-\x7e]*$/)
  assert.deepEqual(JSON.parse(header), mapping)
})
