// A board of many cards by the arrow keys: the focus goes to every one of them, and is seen there.

import assert from "node:assert/strict"
import { randomBytes } from "node:crypto"
import { after, before, test } from "node:test"
import { contributions } from "./example.js"
import { eventually, openRoom } from "./harness.js"
import { openConsole } from "./lines.js"
import { named } from "./people.js"
import { createEvent, signIn } from "./stage.js"

const CARDS = 60

/** @type {import("./harness.js").Room} */ let room
/** @type {import("playwright-core").Page} */ let desk

before(async () => {
  room = await openRoom()
  const staff = await signIn(room)
  const event = await createEvent(staff)
  const lead = await openConsole(staff, event.id)
  const session = (await lead.event()).sessions[0].id
  for (const { text } of contributions.slice(0, CARDS))
    await lead.send("AddIdea", { session, kind: "idea", text })
  const secret = randomBytes(32).toString("base64url")
  await lead.send("Invite", { label: "Saal", secret, role: "moderator" })
  desk = await room.screen("console", "console")
  await desk.goto(`/console/${event.id}#${secret}`)
  await desk.getByRole("heading", { level: 1, name: "Ankommen" }).waitFor()
  await desk.keyboard.press("4")
  await desk.locator("[data-card]").first().waitFor()
})

after(() => room?.close())

/** The card with the focus, and whether it is in view. */
const focused = () =>
  desk.evaluate(() => {
    const card = document.activeElement
    const list = card?.closest(".long-list")
    if (!card || !list) return { number: 0, seen: false }
    const [here, view] = [card.getBoundingClientRect(), list.getBoundingClientRect()]
    return {
      number: Number(card.getAttribute("data-card")),
      seen: here.top >= view.top - 1 && here.bottom <= view.bottom + 1,
    }
  })

test("the arrow keys reach every card, and back", async () => {
  await desk.locator('[data-card="1"]').focus()
  for (let number = 2; number <= CARDS; number++) {
    await desk.keyboard.press("ArrowDown")
    assert.deepEqual(await focused(), { number, seen: true })
  }
  for (let number = CARDS - 1; number >= 1; number--) {
    await desk.keyboard.press("ArrowUp")
    assert.deepEqual(await focused(), { number, seen: true })
  }
})

test("a card whose neighbours were scrolled away leads on to them", async () => {
  await desk.locator('[data-card="1"]').focus()
  await desk.locator(".lane--none .long-list").evaluate((list) => {
    list.scrollTop = list.scrollHeight
  })
  await desk.locator(`[data-card="${CARDS}"]`).waitFor()
  await desk.keyboard.press("ArrowDown")
  await eventually("the next card has the focus", async () => (await focused()).number === 2)
  await eventually("it is seen", async () => (await focused()).seen)
})

test("the next column is reached at a height that was not drawn", async () => {
  await named(desk, "new-field").fill("Ablage")
  await named(desk, "new-field").press("Enter")
  const lane = desk.getByRole("region", { name: "Ablage", exact: true })
  await lane.waitFor()
  await desk.locator('[data-card="1"]').focus()
  await desk.keyboard.press("a")
  await lane.locator('[data-card="1"]').waitFor()
  await lane.locator('[data-card="1"]').focus()
  await desk.keyboard.press("ArrowLeft")
  assert.deepEqual(await focused(), { number: 2, seen: true })
})
