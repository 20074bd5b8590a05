// What the check of a network makes of its three outcomes.
import assert from "node:assert/strict"
import { test } from "node:test"
import { meaning } from "../../check/verdict.js"

test("nothing is said before all is known", () => {
  assert.equal(meaning({ reach: "reached", socket: true }), "")
  assert.equal(meaning({ reach: "portal" }), "")
})

/** @type {[import("../../check/tries.js").Found, string][]} */
const cases = [
  [{ reach: "reached", socket: true, events: true }, "good"],
  [{ reach: "reached", socket: true, events: false }, "socket_only"],
  [{ reach: "reached", socket: false, events: true }, "events_only"],
  [{ reach: "reached", socket: false, events: false }, "no_line"],
  [{ reach: "portal", socket: false, events: false }, "portal"],
  [{ reach: "portal", socket: true, events: false }, "portal"],
  [{ reach: "unreachable", socket: false, events: false }, "unreachable"],
  [{ reach: "unreachable", socket: false, events: true }, "events_only"],
]
for (const [found, wanted] of cases) {
  test(`${JSON.stringify(found)} means ${wanted}`, () => assert.equal(meaning(found), wanted))
}
