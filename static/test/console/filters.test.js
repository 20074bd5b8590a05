import assert from "node:assert/strict"
import { test } from "node:test"
import { ANYTHING, arrived, filtering, fold, matches, numberIn, ordered } from "../../console/filters.js"

/** @param {object} more */
const idea = (more) => ({
  number: 47,
  kind: "idea",
  state: "shown",
  text: "Mehr Bäume an der Straße",
  ...more,
})
/** @param {object} filter @param {object} [more] */
const found = (filter, more = {}) =>
  matches(idea(more), { ...ANYTHING, ...filter }, (id) => (id === "old" ? "new" : id))

test("search ignores case, accents and ß", () => {
  assert.equal(fold("GRÖSSE Straße"), "grosse strasse")
  assert.ok(found({ search: "STRASSE baume" }))
  assert.ok(!found({ search: "Bäume Haus" }))
})

test("a number finds the idea with that number, and texts that name it", () => {
  assert.deepEqual(["47", "#47", " Nr. 47 ", "47 Bäume", ""].map(numberIn), [47, 47, 47, 0, 0])
  assert.ok(found({ search: "#47" }))
  assert.ok(!found({ search: "7" }))
  assert.ok(found({ search: "2035" }, { text: "Klimaneutral bis 2035" }))
})

const SITUATIONS = {
  state: [{ state: "hidden" }, { state: "hidden" }, { state: "shown" }],
  kind: [{ kind: "expectation" }, { kind: "expectation" }, { kind: "idea" }],
  "a field": [{ field: "f1" }, { field: "f1" }, { field: "f2" }],
  "a field that others were joined into": [{ field: "new" }, { field: "old" }, { field: "" }],
  "no field yet": [{ field: "none" }, { field: "" }, { field: "f1" }],
  supported: [{ mark: "supported" }, { support: 2 }, { support: 0 }],
  nominated: [{ mark: "nominated" }, { nominated: true }, {}],
  "entered here": [{ mark: "on_behalf" }, { on_behalf: true }, {}],
  merged: [{ mark: "merged" }, { merged_into: 3 }, {}],
}
for (const [name, [filter, inside, outside]] of Object.entries(SITUATIONS)) {
  test(`filter by ${name}`, () => {
    assert.ok(found(filter, inside))
    assert.ok(!found(filter, outside))
  })
}

test("a withdrawn idea has no text and still can be found by number", () => {
  assert.ok(found({ search: "47" }, { text: undefined, state: "withdrawn" }))
})

test("only a filter that says something counts as one", () => {
  assert.ok(!filtering(ANYTHING))
  assert.ok(filtering({ ...ANYTHING, mark: "supported" }))
})

test("most support first, older first among equals", () => {
  const ideas = [idea({ number: 3, support: 2 }), idea({ number: 1 }), idea({ number: 2, support: 2 })]
  assert.deepEqual(
    ordered(ideas, "support").map(({ number }) => number),
    [2, 3, 1],
  )
  assert.deepEqual(
    ordered(ideas, "newest").map(({ number }) => number),
    [3, 2, 1],
  )
  assert.deepEqual(
    ideas.map(({ number }) => number),
    [3, 1, 2],
    "the given list stays as it was",
  )
})

test("what is newer than the reader's mark waits", () => {
  const { known, waiting } = arrived([idea({ number: 9 }), idea({ number: 8 }), idea({ number: 7 })], 8)
  assert.deepEqual(
    known.map(({ number }) => number),
    [8, 7],
  )
  assert.equal(waiting, 1)
})
