import assert from "node:assert/strict"
import { test } from "node:test"
import { cleanTicket, readFragment } from "../../phone/code.js"
import { saidOf } from "../../phone/timer.js"

test("a participation code is read from whatever people type or paste", () => {
  for (const typed of [
    "acdef ghjkm",
    "ACDEF-GHJKM",
    "http://192.168.0.7:8080/e/ACDEFGHJ#code=ACDEFGHJKM",
    "https://haus.example/e/ACDEFGHJ#tisch=3&code=acdef-ghjkm",
  ]) {
    assert.equal(cleanTicket(typed), "ACDEFGHJKM", typed)
  }
})

test("a printed link says code and table behind the #", () => {
  assert.deepEqual(readFragment("#code=ACDEFGHJKM"), { ticket: "ACDEFGHJKM", table: undefined })
  assert.deepEqual(readFragment("#tisch=3"), { ticket: "", table: 3 })
  assert.deepEqual(readFragment("#table=12&code=acdef-ghjkm"), { ticket: "ACDEFGHJKM", table: 12 })
  for (const odd of ["", "#", "#tisch=0", "#tisch=-1", "#tisch=drei", "#anders"]) {
    assert.deepEqual(readFragment(odd), { ticket: "", table: undefined }, odd)
  }
})

test("a timer is heard a minute before its end and at its end, not before and not paused", () => {
  const running = { total_ms: 300_000, ends_at: 1 }
  assert.deepEqual(
    [61_000, 60_000, 1, 0].map((left) => saidOf(running, left)),
    ["", "timer.minute", "timer.minute", "timer.over"],
  )
  assert.equal(saidOf({ total_ms: 30_000, ends_at: 1 }, 20_000), "", "a short one has no last minute")
  assert.equal(saidOf({ total_ms: 300_000, left_ms: 20_000 }, 20_000), "")
})
