// How fast the phone page is on a five-year-old phone in a bad network, and how open to everybody.

import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import lighthouse from "lighthouse"
import { contributions } from "./example.js"
import { launch, Room } from "./harness.js"
import { freePort, startHouse } from "./house.js"
import { named } from "./people.js"
import { createEvent, Stage, signIn } from "./stage.js"

const RUNS = 3
const MIN_PERFORMANCE = 0.95
const METRICS = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "speed-index"]
const MAX_TRANSFER_BYTES = 120_000

/** @type {Room} */
let room
/** @type {number} */
let port
/** @type {string} */
let address

before(async () => {
  port = await freePort()
  const house = await startHouse()
  room = new Room(house, await launch([`--remote-debugging-port=${port}`]))
  const staff = await signIn(room)
  const event = await createEvent(staff)
  const stage = await Stage.open(staff, event, 3)
  await stage.enter("collect")
  await stage.submit(contributions.slice(0, 12))
  address = `${room.url}/e/${event.code}`
})

after(() => room?.close())

/** What cost points in a category. @param {import("lighthouse").Result.Category} category @param {import("lighthouse").Result} lhr */
const failed = ({ auditRefs }, { audits }) =>
  auditRefs
    .filter(({ id, weight }) => weight > 0 && audits[id].score === 0)
    .map(({ id }) => `${id}: ${audits[id].title}`)

test("Lighthouse finds the phone page fast and accessible, as the median of three", async (t) => {
  /** @type {number[]} */
  const scores = []
  /** @type {Set<string>} */
  const unusable = new Set()
  for (let run = 0; run < RUNS; run++) {
    const result = await lighthouse(address, {
      port,
      logLevel: "silent",
      onlyCategories: ["performance", "accessibility"],
    })
    assert.ok(result, "Lighthouse gave no result")
    assert.equal(result.lhr.runtimeError, undefined)
    const { performance, accessibility } = result.lhr.categories
    const metrics = METRICS.map((id) => `${id} ${result.lhr.audits[id].displayValue}`)
    t.diagnostic(`performance ${performance.score}: ${metrics.join(", ")}`)
    scores.push(performance.score ?? 0)
    if (accessibility.score !== 1) for (const id of failed(accessibility, result.lhr)) unusable.add(id)
  }
  const [, median] = scores.sort((a, b) => a - b)
  assert.deepEqual([...unusable], [], "what Lighthouse finds inaccessible")
  assert.ok(median >= MIN_PERFORMANCE, `performance ${median}, want ${MIN_PERFORMANCE}`)
})

test("little is transferred before the first idea can be typed", async (t) => {
  const page = await room.screen("phone", "phone")
  const network = await page.context().newCDPSession(page)
  await network.send("Network.enable")
  /** @type {Map<string, string>} */
  const types = new Map()
  let bytes = 0
  network.on("Network.responseReceived", ({ requestId, type }) => types.set(requestId, type))
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (types.get(requestId) !== "Font") bytes += encodedDataLength
  })
  network.on("Network.webSocketFrameReceived", ({ response }) => {
    bytes += response.payloadData.length
  })
  await page.goto(address)
  await named(page, "join").click()
  await page.locator("#idea").fill("Eine Idee")
  t.diagnostic(`${Math.round(bytes / 1000)} KB`)
  assert.ok(bytes > 0 && bytes <= MAX_TRANSFER_BYTES, `${bytes} bytes, want at most ${MAX_TRANSFER_BYTES}`)
  room.calm("while typing the first idea")
})
