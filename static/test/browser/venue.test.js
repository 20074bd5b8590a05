// Networks as venues have them: what breaks sockets, cuts what is idle, answers in the server's
// place; and phones that sleep. Whatever the network does, an idea and a vote arrive once.

import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { axe, eventually, openRoom, screenshot } from "./harness.js"
import { call } from "./lines.js"
import {
  ballotArrived,
  choice,
  giveDot,
  joinEvent,
  named,
  numberOn,
  ownCard,
  submitIdea,
  writeIdea,
} from "./people.js"
import { createEvent, Stage, signIn } from "./stage.js"
import { IDLE_CUT_MS, Venue } from "./venue.js"

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("./venue.js").Mode} Mode */

const FALLBACK_WITHIN_MS = 5000
const AWAKE_WITHIN_MS = 2000
const CHECKED_WITHIN_MS = 6000
/** One network for each colour that the check can take on. */
const LOOKED_AT = new Set(["refuses", "portal", "away"])
/** What browsers say of a network that breaks things. */
const BROKEN = /WebSocket|net::ERR_|Failed to load resource|MIME type|EventSource|wlan\.example/

/** @type {import("./harness.js").Room} */
let room
/** @type {Venue} */
let venue
/** @type {import("./harness.js").Room} */
let network
/** @type {Page} */
let staff
/** Phones whose lines nobody uses while the other tests run. @type {{ code: string, since: number }[]} */
const quiet = []

before(async () => {
  room = await openRoom()
  venue = new Venue(room.house)
  network = await venue.open()
  staff = await signIn(room)
  for (const mode of /** @type {Mode[]} */ (["open", "refuses"])) {
    const { stage } = await gathering()
    await arrive(stage.event.code, mode)
    quiet.push({ code: stage.event.code, since: Date.now() })
  }
})

after(async () => {
  await venue?.close()
  await room?.close()
})

/** An event where ideas are collected, led by a console without a screen. */
async function gathering() {
  const stage = await Stage.open(staff, await createEvent(staff), 0)
  await stage.enter("collect")
  return { stage, code: stage.event.code }
}

/** A phone that has joined an event, from a network. @param {string} code @param {Mode} mode */
async function arrive(code, mode) {
  venue.mode = mode
  const phone = await network.screen("phone", `phone (${mode})`)
  await network.expecting(BROKEN, async () => {
    await joinEvent(phone, code)
    await phone.locator("#idea").waitFor()
  })
  return phone
}

/** How long until a page shows what its event is about. @param {Page} phone @param {() => Promise<unknown>} begin */
async function untilShown(phone, begin) {
  const since = Date.now()
  await begin()
  await phone.locator("#idea").waitFor()
  return Date.now() - since
}

/** An idea of this text has arrived, once. @param {Stage} stage @param {string} text */
async function arrivedOnce(stage, text) {
  await eventually(`${text} is on the console`, async () => (await stage.lead.ideas(text)).length > 0)
  assert.equal((await stage.lead.ideas(text)).length, 1)
  const { ideas } = await call(staff, `/staff/api/events/${stage.event.id}/contributions`)
  assert.equal(ideas.filter((/** @type {any} */ idea) => idea.text === text).length, 1)
}

/** The phone gives two points, and two are counted. @param {Stage} stage @param {Page} phone */
async function voteCounts(stage, phone) {
  await stage.enter("vote")
  const { round } = await stage.lead.send("OpenRound", {
    session: stage.session.id,
    subject: "ideas",
    budget: 5,
    cap: 2,
    hidden: true,
  })
  await choice(phone).first().waitFor()
  await giveDot(choice(phone).first())
  await giveDot(choice(phone).first())
  await ballotArrived(phone)
  await stage.lead.send("CloseRound", { round })
  await eventually("the vote is counted", async () => (await stage.lead.round(round)).state === "closed")
  const { tally } = await stage.lead.round(round)
  assert.equal(tally.voters, 1)
  assert.deepEqual(Object.values(tally.items), [{ points: 2, voters: 1 }])
}

/** What the check says in a network. @param {Mode} mode @param {Record<string, string>} wanted */
async function checked(mode, wanted) {
  venue.mode = "open"
  const page = await network.screen("phone", `check (${mode})`)
  const verdict = page.locator('[data-name="verdict"]')
  const again = page.locator('[data-name="again"]')
  await page.goto("/check")
  await verdict.waitFor()
  await page.locator('.check__lines[aria-busy="false"]').waitFor() // what is being tried is not begun again
  venue.mode = mode
  await network.expecting(BROKEN, async () => {
    const since = Date.now()
    await again.click()
    await page.locator(`[data-meaning="${wanted.meaning}"]`).waitFor()
    const took = Date.now() - since
    assert.ok(took <= CHECKED_WITHIN_MS, `the check took ${took} ms`)
  })
  const said = { meaning: await verdict.getAttribute("data-meaning") }
  for (const name of ["reach", "socket", "events"]) {
    said[name] = await page.locator(`[data-name="${name}"]`).getAttribute("data-outcome")
  }
  assert.deepEqual(said, wanted)
  assert.deepEqual(await page.context().cookies(), [])
  for (const colorScheme of /** @type {const} */ (LOOKED_AT.has(mode) ? ["light", "dark"] : [])) {
    await page.emulateMedia({ colorScheme })
    await screenshot(page, `check-${mode}-${colorScheme}`)
    await axe(page, `check (${mode}, ${colorScheme})`)
  }
  await page.context().close()
}

for (const mode of /** @type {Mode[]} */ (["refuses", "swallows", "mute"])) {
  test(`sockets are broken: the network ${mode} them`, async (t) => {
    const { stage, code } = await gathering()
    const phone = await network.screen("phone", `phone (${mode})`)
    venue.mode = "open"
    await joinEvent(phone, code)
    await phone.locator("#idea").waitFor()
    await phone.goto("about:blank")
    venue.mode = mode
    await network.expecting(BROKEN, async () => {
      const first = await untilShown(phone, () => phone.goto(`/e/${code}`))
      venue.upgrades.length = 0
      const again = await untilShown(phone, () => phone.reload())
      t.diagnostic(`by the fallback within ${first} ms, ${again} ms on the next page`)
      assert.ok(first <= FALLBACK_WITHIN_MS, `${first} ms`)
      assert.ok(again <= FALLBACK_WITHIN_MS, `${again} ms on the next page`)
      assert.deepEqual(venue.upgrades, [], "the next page tries no socket first")
      await submitIdea(phone, "idea", `Bänke (${mode})`)
      await arrivedOnce(stage, `Bänke (${mode})`)
      await voteCounts(stage, phone)
    })
    await phone.context().close()
    const found = { meaning: "events_only", reach: "reached", socket: "blocked", events: "open" }
    await checked(mode, found)
  })
}

test("where nothing is broken, nothing falls back", async () => {
  const { stage, code } = await gathering()
  const phone = await arrive(code, "open")
  assert.equal(await phone.evaluate(() => sessionStorage.length), 0)
  await submitIdea(phone, "idea", "Licht")
  await arrivedOnce(stage, "Licht")
  await phone.context().close()
  await checked("open", { meaning: "good", reach: "reached", socket: "open", events: "open" })
})

test("console and projector work where sockets are broken", async () => {
  const { stage, code } = await gathering()
  const { link } = await call(staff, `/console/${stage.event.id}/projector`, { session: stage.session.id })
  venue.mode = "refuses"
  const storageState = await staff.context().storageState()
  const desk = await network.screen("console", "console", { storageState })
  const wall = await network.screen("projector", "projector")
  await network.expecting(BROKEN, async () => {
    await wall.goto(link)
    await desk.goto(`/console/${stage.event.id}`)
    const phone = await arrive(code, "refuses")
    await submitIdea(phone, "idea", "Fahrradständer")
    await wall.getByText("Fahrradständer").waitFor()
    await named(desk, "blank").click()
    await wall.getByText("Fahrradständer").waitFor({ state: "detached" })
    const lines = [...venue.lasting].map(({ path }) => path.split("?")[0])
    assert.ok(lines.includes(`/console/${stage.event.id}/events`), "the console has fallen back")
    assert.ok(lines.includes("/projector/events"), "the projector has fallen back")
    for (const page of [desk, wall, phone]) await page.context().close()
  })
})

for (const [mode, before] of /** @type {[Mode, Mode][]} */ ([
  ["portal", "open"],
  ["redirects", "refuses"],
])) {
  test(`a captive portal (${mode}) is no server: nothing is lost, nothing doubled`, async () => {
    const { stage, code } = await gathering()
    const phone = await arrive(code, before)
    const text = `Schatten (${mode})`
    await network.expecting(BROKEN, async () => {
      venue.mode = mode
      if (before === "open") venue.break(`/e/${code}`)
      await writeIdea(phone, "idea", text)
      await phone.getByText("Dieses WLAN verlangt noch eine Anmeldung").waitFor()
      await screenshot(phone, `phone-${mode}`)
      assert.equal(await ownCard(phone, text).getAttribute("data-place"), "waiting")
      assert.deepEqual(await stage.lead.ideas(text), [])
      venue.mode = before
      const arrived = phone.locator('[data-place="arrived"]', { hasText: text })
      assert.ok((await numberOn(arrived)) > 0)
      await arrivedOnce(stage, text)
      await voteCounts(stage, phone)
    })
    await phone.context().close()
    await checked(mode, { meaning: "portal", reach: "portal", socket: "none", events: "none" })
  })
}

test("a server that is away is not reachable", async () => {
  await checked("away", { meaning: "unreachable", reach: "unreachable", socket: "none", events: "none" })
})

/**
 * Lets a page sleep, as a phone does with what is not in sight: none of its scripts and timers runs
 * until it is looked at again.
 * @param {Page} phone @param {() => Promise<unknown>} meanwhile
 * @returns {Promise<number>} milliseconds from waking until it knows that the phase has changed
 */
async function sleep(phone, meanwhile) {
  const session = await phone.context().newCDPSession(phone)
  await session.send("Debugger.enable")
  const asleep = new Promise((paused) => session.once("Debugger.paused", paused))
  await session.send("Debugger.pause")
  await asleep
  await meanwhile()
  const since = Date.now()
  await session.send("Debugger.resume")
  await phone.evaluate(() => document.dispatchEvent(new Event("visibilitychange")))
  await choice(phone).first().waitFor()
  return Date.now() - since
}

/** @param {Stage} stage @returns {Promise<string>} the round */
async function letVote(stage) {
  await stage.enter("vote")
  const asked = { session: stage.session.id, subject: "ideas", budget: 5, cap: 2 }
  return (await stage.lead.send("OpenRound", asked)).round
}

/** Back to where a sleep begins. @param {Stage} stage @param {string} round @param {Page} phone */
async function letCollect(stage, round, phone) {
  await stage.lead.send("CloseRound", { round })
  await stage.enter("collect")
  await phone.locator("#idea").waitFor()
}

/** What happens to the line while the page sleeps. @type {Record<string, (code: string) => unknown>} */
const sleeps = {
  "dead without a word": (code) => venue.swallow(`/e/${code}`),
  closed: (code) => venue.break(`/e/${code}`),
}
for (const mode of /** @type {Mode[]} */ (["open", "refuses"])) {
  test(`a phone that slept (${mode}) is right again within two seconds`, async (t) => {
    const { stage, code } = await gathering()
    const phone = await arrive(code, mode)
    await submitIdea(phone, "idea", "Wasser")
    for (const [how, happens] of Object.entries(sleeps)) {
      let round = ""
      const took = await network.expecting(BROKEN, () =>
        sleep(phone, async () => {
          happens(code)
          round = await letVote(stage)
        }),
      )
      t.diagnostic(`${took} ms after the line was ${how}`)
      assert.ok(took <= AWAKE_WITHIN_MS, `${took} ms after the line was ${how}`)
      await letCollect(stage, round, phone)
    }
    await phone.context().close()
  })
}

test("after 5 min and 2 h with the lid closed, a page is right again within two seconds", async (t) => {
  const { stage, code } = await gathering()
  venue.mode = "open"
  const phone = await network.screen("phone", "lid")
  await phone.clock.install()
  await joinEvent(phone, code)
  await submitIdea(phone, "idea", "Bäume")
  for (const minutes of [5, 120]) {
    venue.swallow(`/e/${code}`)
    const round = await letVote(stage)
    await phone.waitForTimeout(300)
    assert.equal(await choice(phone).count(), 0, "nothing passes")
    const since = Date.now()
    await phone.clock.fastForward(minutes * 60_000)
    await choice(phone).first().waitFor()
    const took = Date.now() - since
    t.diagnostic(`${took} ms after ${minutes} min`)
    assert.ok(took <= AWAKE_WITHIN_MS, `${took} ms after ${minutes} min`)
    await letCollect(stage, round, phone)
  }
  await phone.context().close()
})

test("heartbeats keep idle lines from being cut", async () => {
  for (const { code, since } of quiet) {
    const [line] = [...venue.lasting].filter(({ path }) => path.startsWith(`/e/${code}`))
    assert.ok(line, "the line is there")
    const held = Date.now() - since
    if (held < 2 * IDLE_CUT_MS) await new Promise((wake) => setTimeout(wake, 2 * IDLE_CUT_MS - held))
    assert.ok(venue.lasting.has(line), "the same line is still there")
    assert.deepEqual(
      venue.cut.filter((path) => path.startsWith(`/e/${code}`)),
      [],
    )
  }
})

test("a server that restarted while the phone slept is found again within two seconds", async (t) => {
  const { stage, code } = await gathering()
  const phone = await arrive(code, "open")
  await submitIdea(phone, "idea", "Schatten")
  const took = await network.expecting(BROKEN, () =>
    room.expecting(BROKEN, () =>
      sleep(phone, async () => {
        venue.swallow(`/e/${code}`)
        await letVote(stage)
        await room.house.restart()
      }),
    ),
  )
  t.diagnostic(`${took} ms`)
  assert.ok(took <= AWAKE_WITHIN_MS, `${took} ms`)
})
