// A device that slept is right again within two seconds of waking.
import assert from "node:assert/strict"
import { afterEach, beforeEach, mock, test } from "node:test"
import { connect } from "../../shared/connection.js"
import { emptyState } from "../../shared/session.js"
import { signal } from "../../vendor/preact.js"
import { event, FakeEvents, FakeSocket, openPage, pass, session } from "./lines.js"

const WAKING_MS = 2000
const SLEEPS = { "30 s": 30_000, "5 min": 5 * 60_000, "2 h": 2 * 3_600_000 }
const pulse = { s: "", type: "Pulse", data: {} }

let line
let state
beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] })
  mock.method(Math, "random", () => 1)
  openPage()
})
afterEach(() => {
  line?.close()
  mock.timers.reset()
  mock.restoreAll()
})

async function live() {
  state = signal(emptyState())
  line = connect({ path: "/e/CODE", state })
  FakeSocket.last.open()
  await FakeSocket.last.say(event)
  await FakeSocket.last.say(session)
}

/** Time goes by without a timer running. @param {number} ms */
function freeze(ms) {
  mock.timers.setTime(Date.now() + ms)
}

/** Somebody takes the phone out of the pocket. */
function unlock() {
  globalThis.document.dispatchEvent(new Event("visibilitychange"))
}

test("a line that answers is kept", async () => {
  await live()
  unlock()
  const [{ id, type }] = FakeSocket.last.sent
  assert.equal(type, "Ping")
  await FakeSocket.last.say({ re: id, result: {} })
  pass(WAKING_MS)
  assert.equal(FakeSocket.all.length, 1)
  assert.equal(line.status.value, "live")
})

test("a line that answers late is kept as well, and the second one given up", async () => {
  await live()
  const [first] = FakeSocket.all
  unlock()
  pass(600)
  assert.equal(FakeSocket.all.length, 2)
  await first.say({ re: first.sent[0].id, result: {} })
  assert.equal(FakeSocket.last.readyState, 3)
  assert.equal(first.readyState, 1)
  pass(WAKING_MS)
  assert.equal(line.status.value, "live")
})

test("what came while the page slept does not prove that the line lives", async () => {
  await live()
  const [first] = FakeSocket.all
  unlock()
  await first.say(pulse)
  pass(600)
  assert.equal(FakeSocket.all.length, 2)
})

for (const [name, ms] of Object.entries(SLEEPS)) {
  test(`asleep for ${name}: a dead line is replaced within two seconds`, async () => {
    await live()
    const [first] = FakeSocket.all
    freeze(ms)
    unlock()
    pass(WAKING_MS - 1000)
    assert.equal(FakeSocket.all.length, 2, "half of the time is left to connect")
    assert.equal(FakeSocket.last.url.searchParams.get("session_at"), "E.10")
    FakeSocket.last.open()
    await FakeSocket.last.say({ ...session, epoch: "F", n: 1, data: { ideas: [{ number: 8 }] } })
    assert.equal(line.status.value, "live")
    assert.equal(first.readyState, 3)
    assert.deepEqual([...state.value.ideas.keys()], [8])
  })

  test(`asleep for ${name}: where sockets are broken, events come back within two seconds`, async () => {
    await live()
    FakeSocket.last.close(1006)
    pass(1000)
    FakeSocket.last.close(1006)
    await FakeEvents.last.say(pulse)
    const [first] = FakeEvents.all
    freeze(ms)
    unlock()
    assert.equal(FakeEvents.all.length, 2, "at once: no request tells whether events still come")
    await FakeEvents.last.say(pulse)
    assert.ok(first.isClosed)
    assert.equal(line.status.value, "live")
  })

  test(`asleep for ${name}: timers that are late bring the same, with no word from the browser`, async () => {
    await live()
    freeze(ms)
    mock.timers.tick(1000)
    assert.ok(FakeSocket.all.length === 2 || FakeSocket.last.sent[0].type === "Ping")
    pass(WAKING_MS - 1000)
    assert.equal(FakeSocket.all.length, 2)
  })
}

test("a line that was closed during the sleep is replaced at once", async () => {
  await live()
  freeze(30_000)
  unlock()
  FakeSocket.last.close(1006)
  pass(100)
  assert.equal(FakeSocket.all.length, 2)
})

test("an attempt that slept as well is begun anew", async () => {
  await live()
  FakeSocket.last.close(1006)
  pass(1100)
  assert.equal(FakeSocket.all.length, 2)
  mock.timers.setTime(Date.now() + 1500)
  unlock()
  assert.equal(FakeSocket.all.length, 3)
})

test("several signs of waking are one", async () => {
  await live()
  for (const sign of ["resume", "visibilitychange"]) globalThis.document.dispatchEvent(new Event(sign))
  globalThis.dispatchEvent(new Event("pageshow"))
  assert.equal(FakeSocket.last.sent.length, 1)
})

test("a woken page that goes on being refused is as patient as any", async () => {
  await live()
  unlock()
  FakeSocket.last.close(1006)
  pass(100)
  for (let i = 0; i < 30; i++) {
    if (FakeSocket.last.readyState !== 3) {
      FakeSocket.last.close(1006)
      FakeEvents.last.fail()
    }
    pass(100)
  }
  assert.ok(FakeSocket.all.length <= 4, `${FakeSocket.all.length} attempts`)
})

test("a line proven on waking falls as gently as any other, later", async () => {
  await live()
  unlock()
  await FakeSocket.last.say({ re: FakeSocket.last.sent[0].id, result: {} })
  pass(1000)
  FakeSocket.last.close(1012)
  pass(900)
  assert.equal(FakeSocket.all.length, 1)
})

test("moved to another page, it waits until somebody looks", async () => {
  await live()
  FakeSocket.last.close(4010)
  assert.equal(line.why.value, "moved")
  assert.equal(line.status.value, "offline")
  globalThis.dispatchEvent(new Event("online"))
  pass(50_000)
  assert.equal(FakeSocket.all.length, 1)
  globalThis.document.dispatchEvent(new Event("pointerdown"))
  assert.equal(FakeSocket.all.length, 2)
  FakeSocket.last.open()
  await FakeSocket.last.say(pulse)
  assert.equal(line.why.value, "")
  assert.equal(line.status.value, "live")
})

test("pushed out by its own second line, it does not wait", async () => {
  await live()
  const [first] = FakeSocket.all
  unlock()
  pass(600)
  first.close(4010)
  assert.equal(line.why.value, "")
  FakeSocket.last.open()
  await FakeSocket.last.say(pulse)
  assert.equal(line.status.value, "live")
})

test("out of sight, nothing is asked", async () => {
  await live()
  Object.assign(globalThis.document, { hidden: true })
  unlock()
  pass(1000)
  assert.deepEqual(FakeSocket.last.sent, [])
  assert.equal(FakeSocket.all.length, 1)
})

test("moved to another page, a wall that nobody touches asks again after a minute, a hidden page never", async () => {
  await live()
  FakeSocket.last.close(4010)
  Object.assign(globalThis.document, { hidden: true })
  pass(120_000)
  assert.equal(FakeSocket.all.length, 1)
  Object.assign(globalThis.document, { hidden: false })
  unlock()
  assert.equal(FakeSocket.all.length, 2)
  await FakeSocket.last.say(pulse)
  FakeSocket.last.close(4010)
  pass(60_000)
  assert.equal(FakeSocket.all.length, 3)
})
