// A whole workshop, as it happens: staff, a console, a projector and three phones at once, over
// plain HTTP, and five more phones without a screen in the back rows.

import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { axe, eventually, openRoom, screenshot } from "./harness.js"
import { call, openPhones } from "./lines.js"
import {
  ballotArrived,
  choice,
  giveDot,
  giveTooMuch,
  joinEvent,
  named,
  numberOn,
  ownCard,
  submitIdea,
  takeDot,
  writeIdea,
} from "./people.js"
import { STAFF } from "./stage.js"

/** @typedef {import("playwright-core").Page} Page */

const TITLE = "Innovationswerkstatt Digitales Rathaus"
const PROMPT = "Was würde Ihren Arbeitsalltag leichter machen?"
const SAID = {
  scan: "Eingangspost an einer Stelle scannen.",
  search: "Eine Suche über alle Fachverfahren.",
  wifi: "WLAN in allen Dienstgebäuden, auch im Bauhof.",
  tandem: "Tandems aus Auszubildenden und Erfahrenen.",
  offline: "Tablets, die auch ohne Netz funktionieren.",
  scanner: "Scannen gleich im Posteingang.",
  named: "Herr Beispiel soll das endlich einsehen.",
  spoken: "Vorleseprogramme müssen mit jeder Software gehen.",
}
const BACK_ROWS = 5

/** @type {import("./harness.js").Room} */
let room
/** @type {Page} */ let office
/** @type {Page} */ let desk
/** @type {Page} */ let wall
/** @type {Page} */ let ada
/** @type {Page} */ let ben
/** @type {Page} */ let cem
/** @type {Awaited<ReturnType<typeof openPhones>>} */ let backRows
let event = ""
let code = ""
/** @type {Record<string, number>} */
const number = {}

before(async () => {
  room = await openRoom()
  office = await room.screen("staff", "staff")
  desk = await room.screen("console", "console")
  wall = await room.screen("projector", "projector")
  ada = await room.screen("phone", "Ada's phone")
  ben = await room.screen("phone", "Ben's phone", { colorScheme: "dark" })
  cem = await room.screen("phone", "Cem's phone", { viewport: { width: 320, height: 640 } })
})

after(() => room?.close())

/** Looks at a page as axe does once it has drawn itself, and keeps a picture of it. @param {Page} page @param {string} name */
async function look(page, name) {
  await page.getByRole("heading").first().waitFor()
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 50))))
  await screenshot(page, name)
  await axe(page, name)
}

/** Takes the console's next step. @param {string} label */
async function step(label) {
  const next = named(desk, "next").filter({ hasText: label })
  await next.waitFor()
  await desk.waitForTimeout(800) // the button takes no second press of a nervous finger
  await next.click()
}

/** A card on the console's board. @param {number} idea */
const card = (idea) => desk.locator(`[data-card="${idea}"]`)

/** The column of a topic field. @param {string} title */
const lane = (title) => desk.getByRole("region", { name: title, exact: true })

/** Another one's idea, as a phone shows it. @param {Page} phone @param {string} text */
const otherCard = (phone, text) => phone.locator("li.card:not([data-place])", { hasText: text })

/** Shows the ideas that wait behind the button, if any. @param {Page} phone @param {string} text */
async function reveal(phone, text) {
  await eventually(`${text} is shown`, async () => {
    const waiting = named(phone, "reveal")
    if (await waiting.isVisible()) await waiting.click()
    return otherCard(phone, text).isVisible()
  })
}

/** How many ideas of the export have this text. @param {string} text */
async function exported(text) {
  const { ideas } = await call(office, `/staff/api/events/${event}/contributions`)
  return ideas.filter((/** @type {{ text: string }} */ idea) => idea.text === text).length
}

const NEXT_YEAR = `${new Date().getFullYear() + 1}-06-01`

test("a whole workshop", async (workshop) => {
  /** Runs a part, and stops the workshop where one fails. @param {string} name @param {() => Promise<void>} run */
  async function part(name, run) {
    /** @type {unknown} */
    let failure
    await workshop.test(name, async () => {
      try {
        await run()
        room.calm(`when ${name}`)
      } catch (error) {
        failure = error
        for (const [page, who] of /** @type {const} */ ([
          [office, "staff"],
          [desk, "console"],
          [wall, "projector"],
          [ada, "ada"],
          [ben, "ben"],
          [cem, "cem"],
        ])) {
          await screenshot(page, `failed-${who}`)
        }
        throw error
      }
    })
    if (failure) throw new Error(`stopped when ${name}`)
  }

  await part("staff opens the set-up link and signs in", async () => {
    await office.goto(room.house.setup)
    await look(office, "staff-setup")
    assert.equal(new URL(office.url()).hash, "", "the secret stays in the address")
    await office.getByLabel("Ihr Name").fill(STAFF.name)
    await office.getByLabel("Anmeldename").fill(STAFF.login)
    await office.getByLabel("Passwort").fill("zu kurz")
    await office.getByRole("button", { name: "Konto anlegen" }).click()
    await office.getByText("mindestens 12 Zeichen").first().waitFor()
    await office.getByLabel("Passwort").fill(STAFF.password)
    await office.getByRole("button", { name: "Konto anlegen" }).click()
    await office.getByRole("heading", { name: "Veranstaltungen" }).waitFor()
    await look(office, "staff-no-events")

    await office.getByRole("button", { name: "Abmelden" }).click()
    await office.getByRole("heading", { name: "Anmelden" }).waitFor()
    await look(office, "staff-login")
    await office.getByLabel("Anmeldename").fill(STAFF.login)
    await office.getByLabel("Passwort").fill("ganz sicher falsch")
    await room.expecting(/401/, async () => {
      await office.getByRole("button", { name: "Anmelden" }).click()
      await office.getByText("stimmen nicht").waitFor()
    })
    await office.getByLabel("Passwort").fill(STAFF.password)
    await office.getByRole("button", { name: "Anmelden" }).click()
    await office.getByRole("heading", { name: "Veranstaltungen" }).waitFor()
  })

  await part("staff creates the event and prints the join sheet", async () => {
    await office.getByRole("link", { name: "Veranstaltung anlegen" }).click()
    await office.getByRole("heading", { name: "Veranstaltung anlegen" }).waitFor()
    await office.getByLabel("Titel", { exact: true }).fill(TITLE)
    await office.getByLabel("Name der 1. Arbeitsgruppe").fill("Arbeitsalltag")
    await office.getByLabel("Frage", { exact: true }).fill(PROMPT)
    await look(office, "staff-create")
    await office.getByRole("button", { name: "Veranstaltung anlegen" }).click()
    await office.getByRole("heading", { name: TITLE }).waitFor()
    await look(office, "staff-event")
    event = new URL(office.url()).pathname.split("/").pop() ?? ""
    code = (await office.locator(".join-code .kern-sr-only").first().textContent())?.replaceAll(" ", "") ?? ""
    assert.match(code, /^[ACDEFGHJKMNPQRTUVWXY34679]{8}$/)

    await office.getByRole("link", { name: "Aushang" }).click()
    await office.getByRole("heading", { name: TITLE }).waitFor()
    await office.getByRole("img", { name: "QR-Code" }).waitFor()
    await look(office, "staff-print")
    await office.goBack()
  })

  await part("a moderator enters by an invitation link", async () => {
    await office.getByRole("button", { name: "Moderationsansicht öffnen" }).click()
    await office.getByRole("heading", { name: "Ankommen" }).waitFor()
    await named(office, "open-invitations").click()
    await named(office, "invite-label").fill("Moderation Saal 2")
    await office.getByRole("button", { name: "Link erstellen" }).click()
    const link = await named(office, "invite-link").getByRole("textbox").inputValue()
    await desk.goto(link)
    await desk.getByRole("heading", { name: "Ankommen" }).waitFor()
    assert.equal(new URL(desk.url()).hash, "", "the invitation stays in the address")
    await look(desk, "console-lobby")
    await office.goto(`/staff/events/${event}`)
  })

  await part("the house's projector is paired by its code", async () => {
    await wall.goto("/p")
    const shown = wall.locator(".pairing-code", { hasText: /^\w{3} \w{3}$/ })
    await shown.waitFor()
    await look(wall, "projector-pairing")
    await desk.getByRole("button", { name: "Leinwand verbinden" }).first().click()
    await desk.getByLabel("Kopplungscode").fill("AAA AAA")
    await room.expecting(/404/, async () => {
      await desk.getByRole("button", { name: "Verbinden", exact: true }).click()
      await desk.getByText("Diesen Kopplungscode gibt es nicht").waitFor()
    })
    await desk.getByLabel("Kopplungscode").fill((await shown.textContent()) ?? "")
    await desk.getByRole("button", { name: "Verbinden", exact: true }).click()
    await wall.getByRole("heading", { name: TITLE }).waitFor()
    await look(wall, "projector-join")
  })

  await part("three phones join, by typed code and by link", async () => {
    await ada.goto("/")
    await look(ada, "phone-enter")
    await ada.locator("#code").fill(code === "AAAA3333" ? "CCCC3333" : "AAAA3333")
    await room.expecting(/404/, async () => {
      await named(ada, "enter").click()
      await ada.getByText("Zu diesem Code gibt es keine Veranstaltung").waitFor()
    })
    await ada.locator("#code").fill(`${code.slice(0, 4)}-${code.slice(4)}`.toLowerCase())
    await named(ada, "enter").click()
    await ada.getByRole("heading", { name: TITLE }).waitFor()
    await look(ada, "phone-arrive")
    await named(ada, "privacy").click()
    await ada.getByRole("dialog").getByText("Muster").first().waitFor()
    await look(ada, "phone-privacy")
    await ada.keyboard.press("Escape")
    await named(ada, "join").click()

    await ben.goto(`/e/${code.slice(0, 4)}-${code.slice(4)}`.toLowerCase())
    await named(ben, "join").click()
    await joinEvent(cem, code)
    await ada.getByRole("heading", { name: PROMPT }).waitFor()
    await look(ada, "phone-lobby")
    await wall.getByText("3 Geräte").last().waitFor()
    for (const page of [office, desk, wall, ada]) {
      assert.equal(await page.evaluate(() => isSecureContext), false, "this is not plain HTTP")
    }
    backRows = await openPhones(await room.blank("back rows"), code, BACK_ROWS)
  })

  await part("ideas and expectations arrive and are seen by others", async () => {
    await step("Sammeln beginnen")
    await ada.locator("#idea").waitFor()
    await look(ada, "phone-collect-empty")
    await look(wall, "projector-wall-empty")
    await named(ada, "send").click()
    await ada.getByText("Hier steht noch nichts").waitFor()
    number.scan = await submitIdea(ada, "idea", SAID.scan)
    number.search = await submitIdea(ada, "expectation", SAID.search)
    number.wifi = await submitIdea(ben, "idea", SAID.wifi)
    assert.deepEqual([number.scan, number.search, number.wifi], [1, 2, 3])
    await ownCard(ada, SAID.scan).getByText("sichtbar").waitFor()
    await wall.getByText(SAID.wifi).waitFor()
    await desk.getByText(SAID.search).waitFor()

    await reveal(ben, SAID.scan)
    const support = otherCard(ben, SAID.scan).getByRole("button")
    await support.click()
    await otherCard(ben, SAID.scan).locator('button[aria-pressed="true"]').waitFor()
    await desk.getByText("1 dafür").waitFor()
    await look(ben, "phone-collect-dark")
    await look(desk, "console-ideas")
    await look(wall, "projector-wall")
  })

  await part("a phone reloads in the middle and keeps everything", async () => {
    await ben.locator("#idea").fill("Angefangen und noch nicht")
    await ben.reload()
    await ownCard(ben, SAID.wifi).waitFor()
    assert.equal(await ben.locator("#idea").inputValue(), "Angefangen und noch nicht")
    await otherCard(ben, SAID.scan).locator('button[aria-pressed="true"]').waitFor()
    assert.equal(await named(ben, "reveal").count(), 0, "what is known is not news after a reload")
    await ben.locator("#idea").fill("")
    await wall.reload()
    await wall.getByText(SAID.wifi).waitFor()
    assert.equal(await wall.locator(".falls").count(), 0, "what is known does not fall again")
    await desk.reload()
    await desk.getByRole("heading", { name: "Sammeln" }).waitFor()
  })

  await part("an idea written in flight mode arrives once", async () => {
    await room.expecting(/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|WebSocket/, async () => {
      await cem.context().setOffline(true)
      await writeIdea(cem, "idea", SAID.offline)
      await cem.locator('[data-place="waiting"]', { hasText: SAID.offline }).waitFor()
      await cem.getByText("Sie sind offline").waitFor()
      await look(cem, "phone-offline")
      assert.equal(await exported(SAID.offline), 0)
      await cem.context().setOffline(false)
      number.offline = await numberOn(cem.locator('[data-place="arrived"]', { hasText: SAID.offline }))
    })
    await cem.reload()
    await cem.locator('[data-place="arrived"]', { hasText: SAID.offline }).waitFor()
    assert.equal(await cem.locator("[data-place]", { hasText: SAID.offline }).count(), 1)
    assert.equal(await exported(SAID.offline), 1)
  })

  await part("the server loses its power and nothing is lost", async () => {
    await room.expecting(/ERR_CONNECTION|WebSocket|ERR_EMPTY_RESPONSE/, async () => {
      await room.house.restart()
      await writeIdea(ada, "idea", SAID.tandem)
      number.tandem = await numberOn(ada.locator('[data-place="arrived"]', { hasText: SAID.tandem }))
      await desk.getByText(SAID.tandem).waitFor()
      await wall.getByText(SAID.tandem).waitFor()
      await reveal(cem, SAID.tandem)
    })
    assert.equal(await exported(SAID.tandem), 1)
    assert.equal(await exported(SAID.scan), 1)
    backRows = await openPhones(await room.blank("back rows"), code, BACK_ROWS)
  })

  await part("new ideas wait for release", async () => {
    await desk.getByRole("switch", { name: "Beiträge erst nach Freigabe zeigen" }).click()
    await desk.getByRole("tab", { name: "Freigabe" }).click()
    number.scanner = await submitIdea(cem, "idea", SAID.scanner)
    number.named = await submitIdea(cem, "idea", SAID.named)
    await ownCard(cem, SAID.scanner).getByText("Freigabe").waitFor()
    await desk.getByText(SAID.named).waitFor()
    await look(desk, "console-queue")
    assert.equal(await wall.getByText(SAID.scanner).count(), 0)
    assert.equal(await otherCard(ada, SAID.scanner).count(), 0)
    await desk.getByRole("button", { name: `Freigeben: #${number.scanner}` }).click()
    await wall.getByText(SAID.scanner).waitFor()
    await reveal(ada, SAID.scanner)
    await desk.getByRole("button", { name: `Zurückgeben …: #${number.named}` }).click()
    await desk.getByLabel("Grund für die Rückgabe").fill("Bitte ohne Namen.")
    await desk.getByRole("button", { name: "Mit diesem Grund zurückgeben" }).click()
    await ownCard(cem, SAID.named).getByText("zurückgegeben").waitFor()
    assert.equal(await wall.getByText(SAID.named).count(), 0)
    await desk.getByRole("switch", { name: "Beiträge erst nach Freigabe zeigen" }).click()
  })

  await part("the panic key blanks the wall, and hiding can be undone", async () => {
    await desk.getByRole("tab", { name: /^Ideen/ }).click()
    await desk.locator("body").press("b")
    await eventually("the wall is blank", async () => (await wall.getByText(SAID.scan).count()) === 0)
    await look(wall, "projector-blank")
    await desk.locator("body").press("b")
    await wall.getByText(SAID.scan).waitFor()

    await desk.getByRole("button", { name: `Mehr zu #${number.tandem}` }).click()
    await look(desk, "console-idea")
    await desk.getByRole("dialog").getByRole("button", { name: "Ausblenden" }).click()
    await eventually("others do not see it", async () => (await otherCard(ben, SAID.tandem).count()) === 0)
    await eventually(
      "the wall does not show it",
      async () => (await wall.getByText(SAID.tandem).count()) === 0,
    )
    await named(desk, "undo").click()
    await wall.getByText(SAID.tandem).waitFor()
    await reveal(ben, SAID.tandem)
  })

  await part("an idea is entered for someone without a phone", async () => {
    await named(desk, "open-add").click()
    await named(desk, "on-behalf").fill(SAID.spoken)
    await look(desk, "console-add")
    await desk.getByRole("button", { name: "Eintragen", exact: true }).click()
    number.spoken = await numberOn(desk.locator(".add__done"))
    await desk.getByRole("button", { name: "Fertig" }).click()
    await reveal(ada, SAID.spoken)
  })

  await part("ideas are sorted into topic fields by the keyboard alone", async () => {
    await step("Ordnen beginnen")
    for (const title of ["Post und Ablage", "Technik"]) {
      await named(desk, "new-field").fill(title)
      await named(desk, "new-field").press("Enter")
      await lane(title).waitFor()
    }
    for (const [idea, title] of /** @type {const} */ ([
      ["scan", "Post und Ablage"],
      ["scanner", "Post und Ablage"],
      ["wifi", "Technik"],
      ["offline", "Technik"],
    ])) {
      const letter = (await lane(title).locator("header kbd").textContent()) ?? ""
      await card(number[idea]).focus()
      await desk.keyboard.press(letter)
      await lane(title).locator(`[data-card="${number[idea]}"]`).waitFor()
    }
    await look(desk, "console-board")
    await wall.getByText("Post und Ablage").waitFor()
    await look(wall, "projector-board")
    await ben.getByText("Technik").first().waitFor()
    await look(ben, "phone-board-dark")

    await card(number.scanner).focus()
    await desk.keyboard.press("=")
    await desk.getByLabel("Dasselbe wie …").fill(`#${number.scan}`)
    await desk.getByRole("dialog").getByRole("button", { name: SAID.scan }).press("Enter")
    await card(number.scan).getByText(`#${number.scanner}`).waitFor()
    assert.equal(await card(number.scanner).count(), 0)
    await named(desk, "undo").click()
    await card(number.scanner).waitFor()
    await card(number.scanner).focus()
    await desk.keyboard.press("=")
    await desk.getByLabel("Dasselbe wie …").fill(`#${number.scan}`)
    await desk.getByRole("dialog").getByRole("button", { name: SAID.scan }).press("Enter")
    await card(number.scan).getByText(`#${number.scanner}`).waitFor()
  })

  await part("everybody votes within the budget, and nobody sees numbers yet", async () => {
    await step("Zur Abstimmung")
    await desk.getByRole("heading", { name: "Abstimmung vorbereiten" }).waitFor()
    await look(desk, "console-prepare")
    await step("Abstimmung öffnen")
    await giveDot(choice(ada, SAID.scan))
    await giveDot(choice(ada, SAID.scan))
    await giveTooMuch(choice(ada, SAID.scan)) // one more than an idea may get from one device
    await ada.getByText("Mehr Stimmen kann").waitFor()
    await giveDot(choice(ada, SAID.wifi))
    await giveDot(choice(ada, SAID.wifi))
    await giveDot(choice(ada, SAID.offline))
    await giveTooMuch(choice(ada, SAID.tandem)) // one more than the budget
    await ada.getByText("Alle Stimmen sind vergeben").waitFor()
    await ballotArrived(ada)
    await look(ada, "phone-vote")
    await takeDot(choice(ada, SAID.offline))
    await giveDot(choice(ada, SAID.search))
    await ballotArrived(ada)

    await giveDot(choice(ben, SAID.scan))
    await giveDot(choice(ben, SAID.search))
    await ballotArrived(ben)
    await ben.reload()
    await ballotArrived(ben)
    await look(ben, "phone-vote-dark")
    const { rounds } = await call(office, `/staff/api/events/${event}/contributions`)
    const round = await backRows[0].round(rounds[0].id)
    const item = round.items.find((/** @type {{ idea: number }} */ one) => one.idea === number.scan)
    assert.deepEqual(item.ideas, [number.scan, number.scanner])
    for (const phone of backRows) await phone.vote(round.id, item.item, 2)
    await assert.rejects(backRows[0].vote(round.id, item.item, 3), /cap_reached/)

    await wall.getByText("Jetzt abstimmen").waitFor()
    await wall.locator(".vote-count strong", { hasText: "7" }).waitFor()
    assert.equal(
      await wall.getByText(SAID.scan).count(),
      0,
      "the projector shows ideas while results are hidden",
    )
    await look(wall, "projector-vote")
    await desk.getByText("hat abgestimmt").or(desk.getByText("haben abgestimmt")).first().waitFor()
    assert.equal(await desk.locator(".result-table").count(), 0, "the console shows hidden numbers")
    await look(desk, "console-vote")
  })

  await part("the vote is closed and the results are opened", async () => {
    await step("Abstimmung schließen")
    const first = desk.locator(".result-table tbody tr").first()
    await first.getByText(SAID.scan).waitFor()
    assert.deepEqual(await first.locator("td.number").allTextContents(), ["13", "1,9", "0,3", "7"])
    await step("Ergebnisse zeigen")
    await wall.locator(".chart .row", { hasText: SAID.scan }).locator("strong", { hasText: "13" }).waitFor()
    await look(wall, "projector-results")
    await ada.getByRole("heading", { name: PROMPT }).waitFor()
    assert.equal(await ada.locator(".bars").count(), 0, "phones see results before they are opened")
    await step("Ergebnisse auf Telefonen zeigen")
    await ada.locator(".bar", { hasText: SAID.scan }).getByText("13").waitFor()
    await look(ada, "phone-results")
    await ben.locator(".bar--mine", { hasText: SAID.scan }).waitFor()
    await look(ben, "phone-results-dark")
    await look(desk, "console-results")
  })

  await part("an idea is nominated and its author sees it", async () => {
    await desk.getByRole("button", { name: `Vormerken: #${number.scan}` }).click()
    await named(ada, "door-mine").click()
    const mine = ada.locator("li.card", { hasText: SAID.scan })
    await mine.getByText("vorgemerkt", { exact: false }).first().waitFor()
    await look(ada, "phone-mine")
  })

  await part("staff takes it up and publishes the outcome", async () => {
    await office.goto(`/staff/events/${event}/contributions`)
    await office.getByLabel(`Beitrag ${number.scan} auswählen`).check()
    await look(office, "staff-contributions")
    await office.getByRole("button", { name: "Als Maßnahmenvorschlag übernehmen" }).click()
    await office.getByRole("dialog").getByLabel("Titel").fill("Zentrale Scanstelle")
    await office.getByRole("dialog").getByLabel("Zusammenfassung").fill("Post wird an einer Stelle gescannt.")
    await look(office, "staff-promote")
    await office.getByRole("button", { name: "Übernehmen", exact: true }).click()
    await office.getByText("Neu angelegt:").waitFor()
    await office.getByLabel(`Beitrag ${number.wifi} auswählen`).check()
    await office.getByRole("button", { name: "Ergebnis festlegen" }).click()
    await office.getByRole("dialog").getByLabel("Zurückgestellt").check()
    await office.getByRole("dialog").getByLabel("Wiedervorlage am").fill(NEXT_YEAR)
    await office.getByRole("dialog").getByLabel("Begründung").fill("Der Bauhof zieht 2027 um.")
    await look(office, "staff-decide")
    await office.getByRole("button", { name: "Ergebnis vormerken" }).click()
    const publish = office.getByRole("button", { name: /Ergebnisse? veröffentlichen/ })
    await publish.click()
    await look(office, "staff-publish")
    assert.equal(
      await ada.getByText("Als Maßnahmenvorschlag übernommen").count(),
      0,
      "an outcome is seen before it is published",
    )
    await office
      .getByRole("dialog")
      .getByRole("button", { name: /Ergebnisse? veröffentlichen/ })
      .click()
    await ada
      .locator("li.card", { hasText: SAID.scan })
      .getByText("Als Maßnahmenvorschlag übernommen")
      .waitFor()
    await named(ben, "door-mine").click()
    await ben.getByText("Der Bauhof zieht 2027 um.").waitFor()

    await office.getByRole("link", { name: "Maßnahmen", exact: true }).click()
    await look(office, "staff-measures")
    await office.getByRole("link", { name: "Zentrale Scanstelle" }).first().click()
    await office.getByText("13 Stimmen").first().waitFor()
    await look(office, "staff-measure")
    for (const [name, path] of [
      ["house", "/staff/house"],
      ["audit", `/staff/events/${event}/audit`],
      ["events", "/staff"],
    ]) {
      await office.goto(path)
      await office.getByRole("heading").first().waitFor()
      await look(office, `staff-${name}`)
    }
  })

  let link = ""
  await part("the idea link opens on another device", async () => {
    link = await ada.locator("#idea-link").inputValue()
    const elsewhere = await room.screen("phone", "elsewhere")
    await elsewhere.goto(link)
    await elsewhere
      .locator("li.card", { hasText: SAID.scan })
      .getByText("Als Maßnahmenvorschlag übernommen")
      .waitFor()
    await elsewhere.locator("li.card", { hasText: SAID.search }).waitFor()
    assert.equal(await elsewhere.getByText(SAID.wifi).count(), 0, "somebody else's idea is in the link")
    assert.equal(new URL(elsewhere.url()).hash, "", "the idea link's secret stays in the address")
    await look(elsewhere, "phone-receipt")
    await elsewhere.context().close()
  })

  await part("an author withdraws an idea", async () => {
    await named(cem, "door-mine").click()
    await look(cem, "phone-mine-small")
    await cem.locator("li.card", { hasText: SAID.offline }).locator('[data-name="withdraw"]').click()
    await named(cem, "withdraw-yes").click()
    await eventually(
      "the text is gone from the phone",
      async () => (await cem.getByText(SAID.offline).count()) === 0,
    )
    assert.equal(await exported(SAID.offline), 0)
    await named(desk, "open-history").click()
    await look(desk, "console-history")
    await desk.keyboard.press("Escape")
    await eventually(
      "the text is gone from the wall",
      async () => (await wall.getByText(SAID.offline).count()) === 0,
    )
    await eventually(
      "the text is gone from the console",
      async () => (await desk.getByText(SAID.offline).count()) === 0,
    )
  })
})
