// Where a network breaks web sockets, events and requests take their place.
import assert from "node:assert/strict"
import { afterEach, beforeEach, mock, test } from "node:test"
import { Refusal } from "../../shared/api.js"
import { connect } from "../../shared/connection.js"
import { emptyState } from "../../shared/session.js"
import { signal } from "../../vendor/preact.js"
import {
  event,
  FakeEvents,
  FakeSocket,
  html,
  json,
  memoryOutbox,
  openPage,
  pass,
  redirected,
  session,
  settle,
} from "./lines.js"

let requests
let line
beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] })
  mock.method(Math, "random", () => 0.5)
  requests = openPage()
})
afterEach(() => {
  line?.close()
  mock.timers.reset()
  mock.restoreAll()
})

function start(options = {}) {
  const state = signal(emptyState())
  line = connect({ path: "/e/CODE", state, ...options })
  return state
}

/** The line of last resort has told everything. */
async function welcome() {
  await FakeEvents.last.say(event)
  await FakeEvents.last.say(session)
}

async function byEvents(options) {
  const state = start(options)
  FakeSocket.last.close(1006)
  await welcome()
  return state
}

test("a socket that is refused gives way to events at once", async () => {
  const state = start({ session: "A" })
  FakeSocket.last.close(1006)
  assert.equal(FakeEvents.last.url.pathname, "/e/CODE/events")
  assert.equal(FakeEvents.last.url.search, "?session=A")
  await welcome()
  assert.equal(line.status.value, "live")
  assert.deepEqual([...state.value.ideas.keys()], [1])
})

for (const [what, begin] of Object.entries({
  "never opens": () => {},
  "opens and passes nothing": () => FakeSocket.last.open(),
})) {
  test(`a socket that ${what} gives way within three seconds`, async () => {
    start()
    begin()
    mock.timers.tick(2499)
    assert.equal(FakeEvents.all.length, 0)
    mock.timers.tick(1)
    await welcome()
    assert.equal(line.status.value, "live")
    assert.equal(FakeSocket.last.readyState, 3, "the silent socket is closed")
  })
}

test("a slow server is waited for: the socket that speaks first is kept", async () => {
  start()
  FakeSocket.last.open()
  mock.timers.tick(2500)
  await FakeSocket.last.say(event)
  assert.equal(line.status.value, "live")
  assert.ok(FakeEvents.last.isClosed)
  assert.equal(FakeSocket.last.readyState, 1)
})

test("a server that restarts or is away is no reason to use events", async () => {
  start()
  FakeSocket.last.close(1012)
  assert.equal(FakeEvents.all.length, 0)
  mock.timers.tick(1000)
  FakeSocket.last.close(1006)
  FakeEvents.last.fail()
  assert.equal(line.status.value, "connecting")
  mock.timers.tick(1000)
  assert.equal(FakeSocket.all.length, 3, "the socket is tried first again")
})

test("the next page of the tab begins with events, until a socket works", async () => {
  await byEvents()
  line.close()
  start()
  assert.equal(FakeSocket.all.length, 1)
  assert.equal(FakeEvents.all.length, 2)
  await welcome()
  pass(10_000)
  assert.equal(FakeSocket.all.length, 2, "a socket is tried beside them")
  FakeSocket.last.open()
  assert.ok(!FakeEvents.last.isClosed, "which stay until the socket speaks")
  await FakeSocket.last.say({ s: "", type: "Pulse", data: {} })
  assert.ok(FakeEvents.last.isClosed)
  assert.equal(line.status.value, "live")
  line.close()
  start()
  assert.equal(FakeSocket.all.length, 3)
  assert.equal(FakeEvents.all.length, 2)
})

test("while events hold, a socket is tried now and then", async () => {
  await byEvents()
  pass(10_000)
  assert.equal(FakeSocket.all.length, 2)
  FakeSocket.last.close(1006)
  assert.equal(line.status.value, "live")
  for (let i = 0; i < 299; i++) {
    if (i % 20 === 0) await FakeEvents.last.say({ type: "Heartbeat", at: {} })
    mock.timers.tick(1000)
  }
  assert.equal(FakeSocket.all.length, 2)
  mock.timers.tick(1000)
  assert.equal(FakeSocket.all.length, 3)
  assert.equal(line.status.value, "live")
})

test("events end with the server's codes", async () => {
  await byEvents()
  await FakeEvents.last.end(4001)
  assert.equal(line.reason.value, "event_closed")
})

test("events that break off are resumed where they were", async () => {
  await byEvents()
  FakeEvents.last.fail()
  assert.ok(FakeEvents.last.isClosed, "the browser does not come back by itself with old positions")
  assert.equal(line.status.value, "reconnecting")
  mock.timers.tick(1000)
  assert.equal(FakeEvents.last.url.searchParams.get("session_at"), "E.10")
})

test("commands go out one after the other, each in a request", async () => {
  const outbox = memoryOutbox()
  await byEvents({ outbox })
  const first = line.send("SubmitIdea", { text: "Bänke" })
  const second = line.send("Support", { idea: 1, on: true })
  await settle()
  assert.equal(requests.all.length, 1)
  assert.equal(requests.last.url, "/e/CODE/commands")
  assert.equal(requests.last.redirect, "manual", "a text is sent to nobody else")
  assert.deepEqual(Object.keys(requests.last.body), ["id", "type", "data"])
  await requests.last.answer(json({ re: requests.last.body.id, result: { number: 7 }, undo: { type: "X" } }))
  assert.deepEqual(await first, { result: { number: 7 }, undo: { type: "X" } })
  assert.equal(requests.all.length, 2)
  await requests.last.answer(json({ re: requests.last.body.id, code: "not_found" }))
  await assert.rejects(second, (error) => error instanceof Refusal && error.code === "not_found")
  assert.deepEqual(outbox.pending.value, [])
})

const foreign = {
  "a sign-in page": html(),
  "a redirection": redirected(),
  "a proxy's complaint": html(502),
  "a filter's page": html(403),
  "JSON of somebody else": json({ status: "ok" }),
  "the answer to something else": json({ re: "f".repeat(32), result: { number: 1 } }),
  "JSON that is none": new Response("<html>", { headers: { "Content-Type": "application/json" } }),
  "an answer of the wrong type": new Response('{"re":"?"}', { headers: { "Content-Type": "text/json" } }),
  "a bare null": json(/** @type {any} */ (null)),
}
for (const [what, response] of Object.entries(foreign)) {
  test(`${what} is no answer: the command stays, and goes out again`, async () => {
    const outbox = memoryOutbox()
    const told = []
    await byEvents({ outbox, onAnswered: () => told.push("answered"), onRefused: () => told.push("refused") })
    line.send("SubmitIdea", { text: "Bänke" })
    await settle()
    const { id } = requests.last.body
    await requests.last.answer(response)
    assert.notEqual(line.status.value, "live")
    assert.deepEqual(told, [])
    assert.equal(outbox.pending.value.length, 1)
    mock.timers.tick(1000)
    await welcome()
    assert.equal(requests.all.length, 2)
    assert.equal(requests.last.body.id, id)
    await requests.last.answer(json({ re: id, result: { number: 7 } }))
    assert.deepEqual(told, ["answered"])
    assert.equal(outbox.pending.value.length, 0)
  })
}

test("answers to requests do not hide that events have fallen silent", async () => {
  await byEvents()
  for (let i = 0; i < 5; i++) {
    pass(9000)
    line.send("Support", { idea: 1, on: true })
    await settle()
    await requests.last.answer(json({ re: requests.last.body.id, result: {} }))
  }
  assert.equal(line.status.value, "live")
  pass(5000)
  assert.equal(line.status.value, "reconnecting")
})

test("a request that is not answered counts as unreachable", async () => {
  const outbox = memoryOutbox()
  await byEvents({ outbox })
  line.send("SubmitIdea", { text: "Bänke" })
  await settle()
  mock.timers.tick(10_000)
  assert.equal(line.status.value, "reconnecting")
  assert.equal(outbox.pending.value.length, 1)
})

test("a network that wants signing in is named, and the page goes on once it is passed", async () => {
  let answer = () => Promise.reject(new Refusal({ code: "portal" }))
  start({ probe: () => answer() })
  const fail = async () => {
    FakeSocket.last.close(1006)
    FakeEvents.last.fail()
    await settle()
  }
  await fail()
  mock.timers.tick(1000)
  await fail()
  assert.equal(line.status.value, "offline")
  assert.equal(line.why.value, "portal")
  answer = () => Promise.resolve()
  mock.timers.tick(4000)
  await fail()
  assert.equal(line.why.value, "")
  assert.equal(FakeSocket.all.length, 4, "at once, without waiting for the jitter")
  FakeSocket.last.open()
  await FakeSocket.last.say(event)
  assert.equal(line.status.value, "live")
})

test("only one probe is under way, and it is given up after a while", async () => {
  const asked = []
  start({
    probe: (signal) =>
      new Promise((_, reject) => asked.push(signal) && signal.addEventListener("abort", reject)),
  })
  for (let i = 0; i < 5; i++) {
    FakeSocket.last.close(1006)
    FakeEvents.last.fail()
    mock.timers.tick(2000)
  }
  assert.equal(asked.length, 1)
  mock.timers.tick(6000)
  assert.ok(asked[0].aborted)
})
