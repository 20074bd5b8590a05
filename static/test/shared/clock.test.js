import assert from "node:assert/strict"
import { test } from "node:test"
import { clockText, createClock, leftOf, timerState } from "../../shared/clock.js"

test("the server's clock goes on between readings", () => {
  let uptime = 1000
  const clock = createClock(() => uptime)
  assert.equal(clock.now(), 0)
  clock.read({ now: 50_000 })
  uptime += 2500
  assert.equal(clock.now(), 52_500)
})

test("a reading that was long on its way does not turn the clock back", () => {
  let uptime = 0
  const clock = createClock(() => uptime)
  clock.read({ now: 50_000 })
  uptime = 1000
  clock.read({ now: 50_600 }) // 400 ms late
  assert.equal(clock.now(), 51_000)
})

test("a server whose clock was set back is believed after three readings", () => {
  const clock = createClock(() => 0)
  clock.read({ now: 90_000 })
  for (let i = 0; i < 3; i++) clock.read({ now: 50_000 })
  assert.equal(clock.now(), 50_000)
})

test("a clock that was slept through is put right by the next reading", () => {
  const clock = createClock(() => 10) // uptime stands still while the device sleeps
  clock.read({ now: 50_000 })
  clock.read({ now: 650_000 })
  assert.equal(clock.now(), 650_000)
})

test("an accelerated clock runs on as fast as the server's", () => {
  let uptime = 0
  const clock = createClock(() => uptime)
  clock.read({ now: 1000, rate: 60 })
  uptime = 1000
  assert.equal(clock.now(), 61_000)
})

test("frames without a time are no readings", () => {
  const clock = createClock(() => 0)
  clock.read({})
  assert.equal(clock.now(), 0)
})

test("a timer runs, is paused, or has run out", () => {
  assert.deepEqual(
    [{ total_ms: 60_000, ends_at: 90_000 }, { total_ms: 60_000, left_ms: 20_000 }, { total_ms: 60_000 }].map(
      (timer) => [timerState(timer), leftOf(timer, 80_000)],
    ),
    [
      ["running", 10_000],
      ["paused", 20_000],
      ["over", 0],
    ],
  )
  assert.equal(leftOf({ total_ms: 1, ends_at: 5 }, 80_000), 0)
})

test("what is left is told in minutes and seconds", () => {
  assert.deepEqual([0, 1, 59_001, 60_000, 5_400_000].map(clockText), [
    "0:00",
    "0:01",
    "1:00",
    "1:00",
    "90:00",
  ])
})
