// The console without a mouse: a whole workshop led by the keys alone. Every stop of the focus is
// looked at, every dialog is walked round, and every view and dialog is examined by axe.

import assert from "node:assert/strict"
import { randomBytes } from "node:crypto"
import { after, before, test } from "node:test"
import { contributions } from "./example.js"
import { axe, eventually, openRoom, screenshot } from "./harness.js"
import { Keyboard } from "./keyboard.js"
import { call, openConsole, openPhones } from "./lines.js"
import { named } from "./people.js"
import { createEvent, signIn } from "./stage.js"

const PHONES = 8
const METHODS = ["dots", "approve", "yesno", "scale", "ranking"]

/** @type {import("./harness.js").Room} */ let room
/** @type {import("playwright-core").Page} */ let staff
/** @type {import("playwright-core").Page} */ let desk
/** @type {import("playwright-core").Page} */ let wall
/** @type {Keyboard} */ let keys
/** @type {Awaited<ReturnType<typeof openPhones>>} */ let phones
/** @type {{ id: string, code: string }} */ let event
/** @type {any} */ let lead
let session = ""

before(async () => {
  room = await openRoom()
  staff = await signIn(room)
  event = await createEvent(staff)
  lead = await openConsole(staff, event.id)
  session = (await lead.event()).sessions[0].id
  phones = await openPhones(staff, event.code, PHONES)
  desk = await room.screen("console", "console")
  wall = await room.screen("projector", "projector")
  keys = new Keyboard(desk)
})

after(() => room?.close())

/** @param {string} name */
async function look(name) {
  await desk.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 50))))
  await screenshot(desk, `keys-${name}`)
  await axe(desk, name)
}

/** Walks round a dialog, has it examined, and leaves it; the focus is back where it was. @param {string} opener @param {string} name */
async function leave(opener, name) {
  await look(name)
  await keys.round()
  await keys.press("Escape")
  await desk.getByRole("dialog").waitFor({ state: "hidden" })
  assert.equal(await keys.name(), opener, `the focus is not back after ${name}`)
}

/** Takes the large next step. @param {string} label */
async function next(label) {
  await keys.to(named(desk, "next").filter({ hasText: label }))
  await desk.waitForTimeout(800) // the button takes no second press of a nervous finger
  await keys.press("Enter")
}

/** @param {string} title of the phase */
const inPhase = (title) => desk.getByRole("heading", { level: 1, name: title }).waitFor()

/** @param {string} text said by the desk */
const told = (text) => desk.locator(".toast", { hasText: text }).waitFor()

test("a workshop by the keyboard", async (workshop) => {
  /** @param {string} name @param {() => Promise<void>} run */
  async function part(name, run) {
    /** @type {unknown} */
    let failure
    await workshop.test(name, async () => {
      try {
        await run()
        room.calm(`when ${name}`)
      } catch (error) {
        failure = error
        await screenshot(desk, "failed-keys")
        throw error
      }
    })
    if (failure) throw new Error(`stopped when ${name}`)
  }

  await part("a moderator opens the invitation", async () => {
    const secret = randomBytes(32).toString("base64url")
    await lead.send("Invite", { label: "Saal", secret, role: "moderator" })
    const { link } = await call(staff, `/console/${event.id}/projector`, { session })
    await wall.goto(link)
    await desk.goto(`/console/${event.id}#${secret}`)
    await inPhase("Ankommen")
    await look("start")
    await keys.everywhere()
    await keys.press("?")
    await desk.getByRole("dialog").waitFor()
    await leave("", "keys")
  })

  await part("the agenda gets another phase, and it moves", async () => {
    await keys.open("edit-agenda")
    await look("agenda")
    await keys.to(named(desk, "add-phase"))
    await keys.press("Enter")
    await keys.choose("kind", "discuss")
    await keys.fill(named(desk, "phase-title"), "Murmelrunde")
    await keys.fill(named(desk, "phase-minutes"), "7")
    await look("phase")
    await keys.round()
    await keys.to(named(desk, "save-phase"))
    await keys.press("Enter")
    const row = desk.locator("[data-phase]", { hasText: "Murmelrunde" })
    await row.waitFor()
    await told("Murmelrunde")
    const at = () => row.evaluate((one) => [...(one.parentElement?.children ?? [])].indexOf(one))
    const last = await at()
    await keys.to(named(row, "phase-up"))
    await keys.press("Enter")
    await eventually("the phase moves up", async () => (await at()) === last - 1)
    assert.equal(await keys.name(), "phase-up", "the button that moved the phase has lost the focus")
    await leave("edit-agenda", "agenda")
    await keys.press("Control+z")
    await told("Zurückgenommen")
  })

  await part("phases and their time", async () => {
    await keys.press("PageDown")
    await inPhase("Sammeln")
    await keys.press("PageUp")
    await inPhase("Ankommen")
    await keys.press("PageDown")
    await inPhase("Sammeln")
    await keys.fill(named(desk, "timer-minutes"), "3")
    await keys.press("Enter")
    await named(desk, "timer-pause").waitFor()
    await keys.to(named(desk, "timer-add"))
    await keys.press("t")
    await desk.getByText("angehalten", { exact: true }).waitFor()
    await keys.press("+")
    await desk.locator(".timer__left", { hasText: /^3:|^4:/ }).waitFor()
    await keys.to(named(desk, "timer-stop"))
    await keys.press("Enter")
    await named(desk, "timer-start").waitFor()
  })

  await part("ideas are released, given back and freed of names", async () => {
    await keys.to(desk.getByRole("switch", { name: "Beiträge erst nach Freigabe zeigen" }).first())
    await keys.press("Space")
    await told("Beiträge erst nach Freigabe zeigen")
    const texts = ["Berta Beispiel soll das lesen.", ...contributions.slice(0, 7).map(({ text }) => text)]
    for (const [at, text] of texts.entries()) {
      const data = { session, kind: "idea", text, receipt: phones[at].receipt }
      await phones[at].send("SubmitIdea", data)
    }
    await keys.press("3")
    await desk.locator('[data-release="8"]').waitFor()
    await look("queue")
    await keys.to(desk.getByRole("button", { name: "Namen entfernen …: #1" }))
    await keys.press("Enter")
    await keys.to(named(desk, "redact-text"))
    await keys.press("Control+Home")
    await keys.press("Shift+Control+ArrowRight")
    await keys.press("Shift+Control+ArrowRight")
    await keys.to(named(desk, "mark-name"))
    await keys.press("Enter")
    await desk.locator(".redact__after", { hasText: "soll das lesen." }).waitFor()
    await look("redact")
    await keys.to(named(desk, "redact"))
    await keys.press("Enter")
    await desk
      .locator(".waiting", { hasText: "soll das lesen." })
      .getByText("Name entfernt", { exact: true })
      .waitFor()
    await keys.to(desk.getByRole("button", { name: "Freigeben: #1", exact: true }))
    await keys.press("Enter")
    await told("#1 freigegeben")
    await keys.to(desk.getByRole("button", { name: "Zurückgeben …: #2" }))
    await keys.press("Enter")
    await desk.keyboard.type("Bitte genauer.")
    await keys.press("Enter")
    await told("#2 zurückgegeben")
    await keys.to(desk.getByRole("button", { name: /^Alle 6/ }))
    await keys.press("Enter")
    await eventually("nothing waits", async () => (await desk.locator("[data-release]").count()) === 0)
    await keys.press("2")
    await look("ideas")
    await keys.everywhere()
  })

  await part("ideas are sorted on the board, and commented on", async () => {
    await next("Ordnen beginnen")
    await inPhase("Ordnen")
    for (const title of ["Ablage", "Technik"]) {
      await keys.fill(named(desk, "new-field"), title)
      await keys.press("Enter")
      await desk.getByRole("region", { name: title, exact: true }).waitFor()
    }
    const card = (/** @type {number} */ number) => desk.locator(`[data-card="${number}"]`)
    await keys.to(desk.locator("[data-card]").first())
    const first = Number(await keys.attribute("data-card"))
    await keys.press("A")
    await desk.getByRole("region", { name: "Ablage" }).locator(`[data-card="${first}"]`).waitFor()
    await keys.press("ArrowDown")
    const second = Number(await keys.attribute("data-card"))
    assert.ok(second && second !== first, "the arrow key goes nowhere")
    await keys.press("T")
    await desk.getByRole("region", { name: "Technik" }).locator(`[data-card="${second}"]`).waitFor()
    await look("board")
    await keys.press("Control+z")
    await desk
      .getByRole("region", { name: "Noch ohne Themenfeld" })
      .locator(`[data-card="${second}"]`)
      .waitFor()
    await keys.to(card(first))
    await keys.press("Enter")
    await desk.getByRole("dialog").waitFor()
    await look("idea")
    await keys.to(named(desk, "pin"))
    await keys.press("Enter")
    await told("angeheftet")
    await keys.round()
    await keys.press("Escape")
    assert.equal(await keys.attribute("data-card"), String(first), "the focus is not back on the card")
    await keys.to(desk.locator(".settings__more summary").first())
    await keys.press("Enter")
    await keys.to(desk.getByRole("switch", { name: "Kommentare" }))
    await keys.press("Space")
    await told("Kommentare")
    await phones[0].send("AddComment", { idea: first, text: "Das brauchen wir auch." })
    await keys.press("6")
    await desk.getByText("Das brauchen wir auch.").waitFor()
    await look("discussion")
  })

  await part("every method is opened, and one is voted by", async () => {
    await keys.press("PageDown")
    await inPhase("Abstimmen")
    for (const method of METHODS.slice(1)) {
      await keys.choose("method", method)
      await look(`prepare-${method}`)
      await next("Abstimmung öffnen")
      await named(desk, "take-back").waitFor()
      await keys.to(named(desk, "take-back"))
      await keys.press("Enter")
      await named(desk, "next").filter({ hasText: "Abstimmung öffnen" }).waitFor()
    }
    await keys.choose("method", "dots")
    await next("Abstimmung öffnen")
    await named(desk, "enter-ballots").waitFor()
    await look("voting")
    const { id, items } = await openRound()
    for (const [at, phone] of phones.entries()) {
      await phone.vote(id, items[at % 3].item, 2)
      await phone.vote(id, items[(at + 3) % items.length].item, 1)
    }
    await keys.open("enter-ballots")
    await leave("enter-ballots", "ballots")
    await keys.press("PageDown")
    await told("Die Abstimmung ist offen")
    await next("Abstimmung schließen")
    await next("Ergebnisse zeigen")
    await inPhase("Ergebnisse")
    await look("results")
  })

  await part("the result is revealed, shown to phones, and voted on again", async () => {
    await keys.to(desk.locator(".on-wall").getByRole("button", { name: "Schrittweise enthüllen" }).first())
    await keys.press("Enter")
    const going = named(desk, "next").filter({ hasText: "Nächsten Platz enthüllen" })
    await going.waitFor()
    const places = Number(/von (\d+)/.exec((await desk.locator("#next-note").textContent()) ?? "")?.[1])
    assert.ok(places >= 1 && places <= 8, `${places} places`)
    for (let place = 1; place <= places; place++) {
      await keys.press("PageDown")
      const note = desk.locator("#next-note", { hasText: `${place} von ${places}` })
      await (place < places ? note.waitFor() : going.waitFor({ state: "hidden" }))
    }
    await next("Ergebnisse auf Telefonen zeigen")
    await told("Ergebnisse auf den Telefonen gezeigt")
    await keys.to(named(desk, "runoff"))
    await keys.press("Enter")
    await named(desk, "next").filter({ hasText: "Abstimmung schließen" }).waitFor()
    await next("Abstimmung schließen")
    await desk.locator(".results").nth(1).waitFor()
  })

  await part("the projector shows something else", async () => {
    await keys.to(named(desk, "scene"))
    await keys.press("ArrowDown")
    await eventually(
      "the projector shows how to join",
      async () => (await named(desk, "scene").inputValue()) === "join",
    )
    await wall.getByRole("heading", { level: 1 }).first().waitFor()
    await keys.open("connect-projector")
    await leave("connect-projector", "projectors")
    await keys.press("b")
    await named(desk, "blank").filter({ hasText: "Wieder zeigen" }).waitFor()
    await keys.press("b")
  })

  await part("admission, tickets and paper", async () => {
    await keys.open("open-admission")
    await keys.choose("admission", "tickets")
    await keys.fill(named(desk, "ticket-count"), "3")
    await keys.press("Enter")
    await keys.to(named(desk, "print-tickets"))
    await look("admission")
    await keys.press("Enter")
    await desk.locator(".slip").nth(2).waitFor()
    await look("print-tickets")
    assert.equal(await keys.name(), "print")
    await keys.press("Escape")
    await desk.getByRole("dialog").waitFor()
    await keys.press("Escape")
    for (const way of ["tables", "paper", "template", "history", "texts", "add", "join"]) {
      await keys.open(`open-${way}`)
      await leave(`open-${way}`, way)
    }
    await keys.open("open-paper")
    await keys.to(named(desk, "print-wall"))
    await keys.press("Enter")
    await desk.locator(".wall-card").first().waitFor()
    await keys.press("Escape")
    await eventually("the focus is back", async () => (await keys.name()) === "open-paper")
  })

  await part("a helper is invited, and everything can be taken back", async () => {
    await keys.open("open-invitations")
    await keys.fill(named(desk, "invite-label"), "Freigabe am Rand")
    await keys.choose("role", "helper")
    await keys.press("Enter")
    await named(desk, "invite-link").waitFor()
    await leave("open-invitations", "invitations")
    await keys.press("Control+z")
    await told("Zurückgenommen")
    await keys.open("open-invitations")
    await desk.locator(".invited--revoked", { hasText: "Freigabe am Rand" }).waitFor()
    await keys.press("Escape")
  })
})

/** The round opened last, as the console without a screen knows it. @returns {Promise<{ id: string, items: { item: number }[] }>} */
async function openRound() {
  /** @param {number[]} from */
  const find = ([index, number]) =>
    // @ts-expect-error the line put it there
    [...window.masswerk.lines[index].rounds.values()].find((round) => round.number === number)
  const heading = (await desk.locator("#running").textContent()) ?? ""
  const from = [lead.index, Number(/\d+/.exec(heading)?.[0])]
  await staff.waitForFunction(find, from)
  return staff.evaluate(find, from)
}
