import assert from "node:assert/strict"
import { afterEach, beforeEach, mock, test } from "node:test"
import { gzipSync } from "node:zlib"
import { Refusal } from "../../shared/api.js"
import { connect } from "../../shared/connection.js"
import { emptyState } from "../../shared/session.js"
import { signal } from "../../vendor/preact.js"
import { event, FakeEvents, FakeSocket, memoryOutbox, openPage, session, settle } from "./lines.js"

/** Unpacking happens elsewhere and takes its time. @param {() => boolean} condition */
async function until(condition) {
  for (let i = 0; i < 100_000 && !condition(); i++) await new Promise((resolve) => setImmediate(resolve))
}

let random = 0.5
let line
beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] })
  openPage()
  mock.method(Math, "random", () => random)
})
afterEach(() => {
  line?.close()
  mock.timers.reset()
  mock.restoreAll()
  random = 0.5
})

function start(options = {}) {
  const state = signal(emptyState())
  line = connect({ path: "/e/CODE", state, ...options })
  return state
}

/** The server lets the last socket open and says something on it. */
async function welcome() {
  FakeSocket.last.open()
  await FakeSocket.last.say({ s: "", type: "Pulse", data: {} })
}

/** The last attempt comes to nothing, whichever way it goes. */
function fail() {
  FakeSocket.last.close(1006)
  FakeEvents.last.fail()
}

async function live(options) {
  const state = start(options)
  FakeSocket.last.open()
  await FakeSocket.last.say(event)
  await FakeSocket.last.say(session)
  return state
}

test("connects, follows, and takes a packed snapshot in its order", async () => {
  const state = start({ session: "A" })
  assert.equal(line.status.value, "connecting")
  assert.equal(FakeSocket.last.url.href, "ws://haus:8080/e/CODE/socket?session=A&zip=1")
  FakeSocket.last.open()
  assert.equal(line.status.value, "connecting", "a line that says nothing may be of no use")
  const packed = gzipSync(JSON.stringify(session))
  FakeSocket.last.say(packed.buffer.slice(packed.byteOffset, packed.byteOffset + packed.byteLength))
  await FakeSocket.last.say({ s: "A", n: 11, type: "IdeasShown", data: { shown: [{ number: 2 }] } })
  await until(() => state.value.ideas.size === 2)
  assert.deepEqual([...state.value.ideas.keys()], [1, 2])
  assert.equal(line.status.value, "live")
})

test("comes back within the jittered time, with the positions it knows", async () => {
  await live()
  FakeSocket.last.close(1012)
  assert.equal(line.status.value, "reconnecting")
  mock.timers.tick(499)
  assert.equal(FakeSocket.all.length, 1)
  mock.timers.tick(2)
  assert.equal(FakeSocket.all.length, 2)
  const { searchParams } = FakeSocket.last.url
  assert.equal(searchParams.get("event_at"), "E.3")
  assert.equal(searchParams.get("session_at"), "E.10")
  assert.equal(searchParams.get("session"), "A")
})

test("waits longer after each failure, never more than fifteen seconds", () => {
  random = 1
  start()
  const waits = []
  for (let i = 0; i < 8; i++) {
    const known = FakeSocket.all.length
    fail()
    let waited = 0
    while (FakeSocket.all.length === known) {
      mock.timers.tick(100)
      waited += 100
    }
    waits.push(waited)
  }
  assert.deepEqual(waits, [1000, 2000, 4000, 8000, 15000, 15000, 15000, 15000])
})

test("says offline when no line comes for a while", async () => {
  random = 1
  await live()
  FakeSocket.last.close(1006)
  for (let i = 0; i < 4; i++) {
    mock.timers.tick(2500)
    if (FakeSocket.last.readyState !== 3) fail()
  }
  assert.equal(line.status.value, "offline")
  mock.timers.tick(15000)
  await welcome()
  assert.equal(line.status.value, "live")
})

test("a gap, silence and a heartbeat nothing follows each bring a new line", async () => {
  await live()
  await FakeSocket.last.say({ s: "A", n: 12, type: "IdeasShown", data: {} })
  assert.equal(line.status.value, "reconnecting")
  mock.timers.tick(1000)
  await welcome()
  await FakeSocket.last.say({ type: "Heartbeat", at: { "": ["E", 3], A: ["E", 11] } })
  assert.equal(line.status.value, "live", "what the heartbeat announced may be on its way")
  mock.timers.tick(3001)
  assert.equal(line.status.value, "reconnecting")
  mock.timers.tick(2000)
  FakeSocket.last.open()
  await FakeSocket.last.say({ type: "Heartbeat", at: { A: ["E", 11] } })
  await FakeSocket.last.say({ s: "A", n: 11, type: "IdeasShown", data: {} })
  mock.timers.tick(3001)
  assert.equal(line.status.value, "live")
  mock.timers.tick(50_000)
  assert.equal(line.status.value, "reconnecting")
})

test("an answer finds its command, a refusal too", async () => {
  await live()
  const good = line.send("Support", { idea: 1, on: true })
  const bad = line.send("Support", { idea: 9, on: true })
  await settle()
  const [first, second] = FakeSocket.last.sent
  assert.match(first.id, /^[0-9a-f]{32}$/)
  await FakeSocket.last.say({ re: second.id, code: "not_found" })
  await FakeSocket.last.say({ re: first.id, result: { number: 4 } })
  assert.deepEqual((await good).result, { number: 4 })
  await assert.rejects(bad, (error) => error instanceof Refusal && error.code === "not_found")
})

test("what was not answered goes out again with the same id", async () => {
  const outbox = memoryOutbox()
  await live({ outbox })
  const promise = line.send("SubmitIdea", { text: "Bänke" })
  await settle()
  const [first] = FakeSocket.last.sent
  FakeSocket.last.close(1006)
  assert.equal(outbox.pending.value.length, 1)
  mock.timers.tick(1000)
  FakeSocket.last.open()
  await settle()
  assert.deepEqual(FakeSocket.last.sent, [], "nothing goes out before the server has spoken")
  await welcome()
  assert.deepEqual(FakeSocket.last.sent, [first])
  await FakeSocket.last.say({ re: first.id, result: { number: 7 } })
  assert.equal((await promise).result.number, 7)
  assert.equal(outbox.pending.value.length, 0)
})

test("what an earlier page left in the outbox is sent and told", async () => {
  const command = { id: "c".repeat(32), type: "SubmitIdea", data: { text: "alt" } }
  const told = []
  await live({
    outbox: memoryOutbox([command]),
    onAnswered: (given, result) => told.push([given.data.text, result.number]),
  })
  assert.deepEqual(FakeSocket.last.sent, [command])
  await FakeSocket.last.say({ re: command.id, result: { number: 3 } })
  assert.deepEqual(told, [["alt", 3]])
})

test("a refusal for good leaves the outbox and is told, one for now waits and goes again", async () => {
  const outbox = memoryOutbox()
  const told = []
  await live({ outbox, onRefused: (command, refusal) => told.push([command.data.text, refusal.code]) })
  line.send("SubmitIdea", { text: "spät" }).catch(() => {})
  await settle()
  const [{ id }] = FakeSocket.last.sent
  await FakeSocket.last.say({ re: id, code: "busy", retry_ms: 1000 })
  assert.equal(outbox.pending.value.length, 1)
  assert.deepEqual(told, [])
  mock.timers.tick(900)
  assert.equal(FakeSocket.last.sent.length, 1)
  mock.timers.tick(200)
  assert.equal(FakeSocket.last.sent.length, 2)
  assert.equal(FakeSocket.last.sent[1].id, id)
  await FakeSocket.last.say({ re: id, code: "collecting_is_over" })
  assert.deepEqual(told, [["spät", "collecting_is_over"]])
  assert.equal(outbox.pending.value.length, 0)
})

test("without an outbox, what could not be sent is refused offline after ten seconds", async () => {
  start()
  const promise = line.send("EnterPhase", {})
  await settle()
  mock.timers.tick(10_001)
  await assert.rejects(promise, (error) => error.code === "offline")
  mock.timers.tick(15_000)
  await welcome()
  assert.deepEqual(FakeSocket.last.sent, [])
})

test("only so many commands are on the way at once", async () => {
  await live({ outbox: memoryOutbox() })
  for (let i = 0; i < 12; i++) line.send("Support", { idea: i })
  await settle()
  assert.equal(FakeSocket.last.sent.length, 8)
  await FakeSocket.last.say({ re: FakeSocket.last.sent[0].id, result: {} })
  assert.equal(FakeSocket.last.sent.length, 9)
})

test("an event that is over ends the line, and so does what the probe learns", async () => {
  await live()
  FakeSocket.last.close(4001)
  assert.equal(line.status.value, "ended")
  assert.equal(line.reason.value, "event_closed")

  start({ probe: () => Promise.reject(new Refusal({ code: "unknown_code", status: 404 })) })
  fail()
  mock.timers.tick(1000)
  fail()
  await settle()
  assert.equal(line.status.value, "ended")
  assert.equal(line.reason.value, "unknown_code")
})

test("a probe that cannot reach the server proves nothing", async () => {
  start({ probe: () => Promise.reject(new Refusal({ code: "offline" })) })
  fail()
  mock.timers.tick(1000)
  fail()
  await settle()
  assert.notEqual(line.status.value, "ended")
})

test("in flight mode it says offline at once, and is back as soon as the network is", async () => {
  await live()
  Object.defineProperty(globalThis, "navigator", { value: { onLine: false }, configurable: true })
  globalThis.dispatchEvent(new Event("offline"))
  assert.equal(line.status.value, "offline")
  Object.defineProperty(globalThis, "navigator", { value: { onLine: true }, configurable: true })
  globalThis.dispatchEvent(new Event("online"))
  await welcome()
  assert.equal(line.status.value, "live")
  assert.equal(FakeSocket.all.length, 2)
})

test("going offline between two attempts shows at once, and no hanging attempt delays the way back", async () => {
  await live()
  FakeSocket.last.close(1006)
  assert.equal(line.status.value, "reconnecting")
  globalThis.dispatchEvent(new Event("offline"))
  assert.equal(line.status.value, "offline")
  mock.timers.tick(1000)
  const hanging = FakeSocket.last
  globalThis.dispatchEvent(new Event("online"))
  assert.notEqual(FakeSocket.last, hanging)
  await welcome()
  assert.equal(line.status.value, "live")
})

test("following another session opens a line there", async () => {
  const state = await live()
  line.follow("B")
  assert.equal(FakeSocket.last.url.searchParams.get("session"), "B")
  assert.equal(FakeSocket.last.url.searchParams.get("event_at"), "E.3")
  assert.equal(FakeSocket.last.url.searchParams.get("session_at"), null)
  assert.equal(state.value.ideas.size, 0)
})
