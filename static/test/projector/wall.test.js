import assert from "node:assert/strict"
import { test } from "node:test"

// The wall reads the page's type to measure; here it need not.
globalThis.document = /** @type {any} */ ({ createElement: () => ({ getContext: () => null }) })
const { slipsOf } = await import("../../projector/wall.js")

test("pinned ideas come first, merged ones stand behind the one that speaks for them, fields give their colour", () => {
  const ideas = [
    { number: 1, kind: "idea", text: "eins", field: "a" },
    { number: 2, kind: "idea", text: "zwei", merged_into: 1 },
    { number: 3, kind: "expectation", text: "drei", pinned: true },
    { number: 4, kind: "idea", text: "vier", support: 3 },
  ]
  const state = /** @type {any} */ ({
    ideas: new Map(ideas.map((idea) => [idea.number, idea])),
    fields: [{ id: "a", title: "A", color: 4 }],
  })
  const slips = slipsOf(state)
  assert.deepEqual(
    slips.map(({ key, color, pinned }) => [key, color, Boolean(pinned)]),
    [
      ["3", undefined, true],
      ["1", 4, false],
      ["4", undefined, false],
    ],
  )
  assert.ok(slips[1].note && slips[2].note && !slips[0].note)
  assert.ok(slips[0].lead.startsWith("3 "), "an expectation says so")
})
