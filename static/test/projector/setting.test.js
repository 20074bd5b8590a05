import assert from "node:assert/strict"
import { test } from "node:test"
import {
  LARGE_LINE,
  lines,
  readingMs,
  setLarge,
  setPages,
  sizeOf,
  split,
  titleSize,
} from "../../projector/setting.js"

/** Every character half as wide as it is high. @param {string} text @param {number} size */
const measure = (text, size) => [...text].length * size * 0.5
const frame = { width: 1000, height: 600, body: 20, columns: 3 }

/** @param {number} number @param {string} text */
const slip = (number, text) => ({ key: String(number), lead: String(number), text, note: "" })

/** @param {import('../../projector/setting.js').Page[]} pages */
const keys = (pages) => pages.flatMap((page) => page.columns.flat().map((placed) => placed.slip.key))

test("a short call stands larger than a long thought", () => {
  assert.ok(sizeOf("Mehr Bänke") > sizeOf("x".repeat(60)))
  assert.equal(sizeOf("x".repeat(300)), 1)
})

test("a title is a twelfth of the height until it is a paragraph", () => {
  assert.equal(titleSize("Was würde Ihre Arbeit leichter machen?"), 1 / 12)
  assert.ok(titleSize("x".repeat(170)) < 1 / 12)
  assert.ok(titleSize("Was würde Ihren Alltag leichter machen?", "alone") > 1 / 12)
  assert.ok(titleSize("x".repeat(60), "below") < 1 / 12)
  assert.equal(titleSize("Ergebnis", "below"), 1 / 12)
  for (const place of /** @type {const} */ (["", "below", "alone"]))
    assert.ok(titleSize("x".repeat(900), place) >= 1 / 30)
})

test("lines are counted as a browser breaks them", () => {
  assert.equal(lines("eins zwei drei", 20, 1000, measure), 1)
  assert.equal(lines("aaaa bbbb", 20, 50, measure), 2)
  assert.equal(lines("eins\nzwei", 20, 1000, measure), 2)
  assert.equal(lines("", 20, 100, measure), 1)
  assert.ok(lines("Donaudampfschifffahrtsgesellschaft", 20, 100, measure) >= 4, "a long word breaks")
})

test("few ideas fill one page, larger than body size", () => {
  const pages = setPages([slip(1, "Mehr Bänke im Hof"), slip(2, "Ein Formular für alles")], frame, measure)
  assert.equal(pages.length, 1)
  assert.ok(pages[0].columns.flat().every((placed) => placed.size > frame.body))
})

test("a thousand ideas all stand on some page, once and uncut, never below body size", () => {
  const slips = Array.from({ length: 1000 }, (_, index) =>
    slip(index + 1, "Wort ".repeat(1 + (index % 60)).trim()),
  )
  const pages = setPages(slips, frame, measure)
  assert.equal(new Set(keys(pages)).size, 1000)
  assert.equal(keys(pages).length, 1000)
  for (const placed of pages.flatMap((page) => page.columns.flat())) {
    assert.ok(placed.size >= frame.body)
    assert.equal(placed.text, placed.slip.text)
  }
})

test("no column is higher than the wall", () => {
  const slips = Array.from({ length: 200 }, (_, index) => slip(index, "abcde ".repeat(5 + (index % 40))))
  const width = (frame.width - 2 * 10) / 3 - 20
  for (const page of setPages(slips, frame, measure)) {
    for (const column of page.columns) {
      const height = column.reduce(
        (sum, placed) =>
          sum +
          lines(`${placed.slip.lead} ${placed.text}`, placed.size, width, measure) * placed.size * 1.25 +
          20,
        Math.max(0, column.length - 1) * 10,
      )
      assert.ok(height <= frame.height, `${height}`)
    }
  }
})

/** Where every card stands. @param {import('../../projector/setting.js').Page[]} pages */
const places = (pages) =>
  new Map(
    pages.flatMap((page, at) =>
      page.columns.flatMap((column, across) =>
        column.map(({ slip, size }, down) => [slip.key, `${at} ${across} ${down} ${size}`]),
      ),
    ),
  )

test("an idea added at the end moves no other, even where it fills a gap", () => {
  const slips = Array.from({ length: 90 }, (_, index) =>
    slip(index, "Ein Satz, der etwas länger ist als eine Zeile. ".repeat(1 + (index % 6))),
  )
  const before = setPages(slips, frame, measure)
  const after = setPages([...slips, slip(99, "Neu")], frame, measure)
  for (const [key, place] of places(before)) assert.equal(places(after).get(key), place)
  assert.ok(places(after).has("99"))
  assert.equal(after.length, before.length, "it went where there was room")
})

test("a short card fills a gap that a long one left", () => {
  const long = "Ein Satz, der lang ist und viel Raum braucht. ".repeat(11)
  const texts = [long, long, long, long, "Kurz gesagt und gut"]
  const pages = setPages(
    texts.map((text, index) => slip(index, text)),
    frame,
    measure,
  )
  assert.deepEqual(
    pages.map((page) => page.columns.flat().map((placed) => placed.slip.key)),
    [["0", "4", "1", "2"], ["3"]],
  )
})

test("a text longer than a page is continued, not cut", () => {
  const text = Array.from({ length: 1500 }, (_, index) => `wort${index}`).join(" ")
  const pages = setPages([slip(1, "kurz"), slip(2, text), slip(3, "danach")], frame, measure)
  const wide = pages.filter((page) => page.wide)
  assert.ok(wide.length > 1)
  assert.equal(wide.map((page) => page.columns[0][0].text).join(" "), text)
  assert.deepEqual([...new Set(keys(pages))].sort(), ["1", "2", "3"])
  assert.equal(wide[1].columns[0][0].part, 2)
})

test("splitting never breaks a symbol or loses one", () => {
  assert.equal(split("😀".repeat(101), 3).join(""), "😀".repeat(101))
  assert.deepEqual(split("aa bb cc dd", 2), ["aa bb", "cc dd"])
})

test("a page stands as long as its text needs", () => {
  const page = { wide: false, columns: [], characters: 400 }
  assert.ok(readingMs(page) > readingMs({ ...page, characters: 10 }))
  assert.ok(readingMs({ ...page, characters: 100_000 }) <= 25_000)
})

test("a text alone is as large as the room allows, and paged when body size is too large", () => {
  const room = { width: 1000, height: 400, body: 20 }
  const short = setLarge("Mehr Bänke", room, measure)
  const long = setLarge("Ein Gedanke mit Nebensatz. ".repeat(12).trim(), room, measure)
  assert.ok(short.size > long.size && long.size >= room.body)
  for (const { size, parts } of [short, long]) {
    for (const part of parts)
      assert.ok(lines(part, size, room.width, measure) * size * LARGE_LINE <= room.height)
  }
  const text = Array.from({ length: 900 }, (_, index) => `wort${index}`).join(" ")
  const { size, parts } = setLarge(text, room, measure)
  assert.equal(size, room.body)
  assert.ok(parts.length > 1)
  assert.equal(parts.join(" "), text)
  const word = setLarge("Donaudampfschifffahrtsgesellschaftskapitän", room, measure)
  assert.ok(
    measure("Donaudampfschifffahrtsgesellschaftskapitän", word.size) <= room.width,
    "no word breaks for size",
  )
})
