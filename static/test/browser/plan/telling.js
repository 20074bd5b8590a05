// Telling: outcomes are published, read by a code without scripts, and followed by their authors.

import assert from "node:assert/strict"
import { axe, eventually } from "../harness.js"
import { call } from "../lines.js"
import { named } from "../people.js"
import { EVENTS, MEASURES } from "./city.js"
import { REASONS } from "./deciding.js"

/** @typedef {import("./city.js").City} City */
/** @typedef {import("playwright-core").Page} Page */

const SUMMARY = "Funknetz in jedem Haus der Stadt."

/** Nobody outside learns anything before that. @param {City} city */
export async function publish(city) {
  const [ada] = city.phones
  assert.equal(
    await ada.getByText("Als Maßnahmenvorschlag übernommen").count(),
    0,
    "told before it is published",
  )
  const release = await city.go("release", "/staff/inbox/publish")
  await release.getByRole("heading", { name: EVENTS.sprint }).waitFor()
  await city.look(release, "publish")
  await release.getByRole("button", { name: /Ergebnisse veröffentlichen/ }).click()
  await release.getByText("Ergebnisse sind veröffentlicht.").waitFor()
  await ada.getByText("Als Maßnahmenvorschlag übernommen").first().waitFor()
}

/** One text as it is, one in other words, and no others. @param {City} city */
export async function releaseTexts(city) {
  const release = await city.go("release", "/staff/inbox?taken=all")
  for (const name of ["scan", "wifi"])
    await release.locator(".inbox tbody tr", { hasText: city.said[name] }).getByRole("checkbox").check()
  await release.locator(".selection").getByRole("button", { name: "Text freigeben" }).click()
  const dialog = release.getByRole("dialog")
  const choose = (/** @type {string} */ name, /** @type {string} */ kind) =>
    dialog.getByLabel(`Was von Nr. ${city.number[name]} gelesen`).selectOption(kind)
  await choose("scan", "text")
  await choose("wifi", "summary")
  await dialog.getByLabel(`Zusammenfassung zu Nr. ${city.number.wifi}`).fill(SUMMARY)
  await city.look(release, "release")
  await dialog.getByRole("button", { name: "Freigaben speichern" }).click()
  await dialog.waitFor({ state: "detached" })
  await city.assertForbidden("editor", "PUT", `/staff/api/events/${city.event.id}/releases`, {
    releases: [{ number: city.number.declined, kind: "text", summary: "" }],
  })
}

/** Somebody outside, whose browser runs no scripts. @param {City} city @param {boolean} [javaScriptEnabled] */
async function outsider(city, javaScriptEnabled = false) {
  const page = await city.screen("phone", "outsider", { javaScriptEnabled })
  return page
}

/** Sets who may read the page. @param {City} city @param {string} level */
async function setLevel(city, level) {
  const release = await city.go("release", `/staff/events/${city.event.id}/contributions`)
  await release.getByText("Was aus den Beiträgen wurde", { exact: true }).click()
  await release.locator(`#told-level-${level}`).click() // it is set when the server has it
  await eventually(`the page is ${level}`, async () => {
    const { publication } = await city.ask("release", "GET", `/staff/api/events/${city.event.id}`)
    return publication === level
  })
  return release
}

/** Release lets everybody read how the measure goes on. @param {City} city */
async function openUp(city) {
  const release = await city.openMeasure("release", "scan")
  const part = release.locator("#part-visibility")
  await part.locator(".part__edit").click()
  await part.locator("select").selectOption("public")
  await part.getByRole("button", { name: "Fertig" }).click()
  await eventually("the measure is public", async () => {
    const { measure } = await city.ask("release", "GET", `/staff/api/measures/${city.measure.scan}`)
    return measure.profile.visibility === "public"
  })
}

/** Internal, committee, public: each opens to whom it should; who is asked for a code is answered 403. @param {City} city */
export const readOutcomes = (city) =>
  city.room.expecting(/status of 403 .*\/outcomes/, () => readByLevel(city))

/** @param {City} city */
async function readByLevel(city) {
  const path = `/e/${city.event.code}/outcomes`
  const page = await outsider(city)
  const shut = async () => {
    await page.goto(path)
    await page.getByLabel("Lesecode").waitFor()
    assert.ok(!(await page.content()).includes(REASONS.declined), "read without a code")
  }
  await shut()
  await city.phones[1].goto(path)
  await city.phones[1].getByText(REASONS.declined).waitFor()
  await city.phones[1].goBack()

  const release = await setLevel(city, "committee")
  await shut()
  await release.getByRole("button", { name: "Lesecode zeigen" }).click()
  const code =
    (await release.locator(".told .join-code .kern-sr-only").textContent())?.replaceAll(" ", "") ?? ""
  assert.match(code, /^\w{12}$/)
  await city.room.expecting(/status of 4\d\d/, async () => {
    await page.getByLabel("Lesecode").fill("AAAACCCCDDDD")
    await page.getByRole("button", { name: "Seite öffnen" }).click()
    await page.getByText("Dieser Lesecode passt nicht").waitFor()
  })
  await page.getByLabel("Lesecode").fill(code)
  await page.getByRole("button", { name: "Seite öffnen" }).click()
  await page.getByText("Was aus unseren 7 Beiträgen wurde").first().waitFor()
  assert.equal(await page.getByText("Beschlossen").count(), 0, "an internal measure is told outside")
  await openUp(city)
  await page.reload()
  await assertTold(city, page)
  await city.look(await readable(city, path, code), "outcomes")

  await setLevel(city, "public")
  const anybody = await outsider(city)
  await anybody.goto(path)
  await assertTold(city, anybody)
  await anybody.locator("#number").fill(String(city.number.declined))
  await anybody.getByRole("button", { name: "Finden" }).click()
  await anybody.getByText(REASONS.declined).waitFor()
  assert.equal(await anybody.locator(".told").count(), 1)
  await anybody.context().close()
  await page.context().close()
}

/** The same page where axe can run. @param {City} city @param {string} path @param {string} code */
async function readable(city, path, code) {
  const page = await outsider(city, true)
  await page.goto(path)
  await axe(page, "reading code")
  await page.getByLabel("Lesecode").fill(code)
  await page.getByRole("button", { name: "Seite öffnen" }).click()
  await page.locator(".told").first().waitFor()
  return page
}

/** Every contribution by its number, and no text that was not released. @param {City} city @param {Page} page */
async function assertTold(city, page) {
  const told = (/** @type {string} */ name) => page.locator(`.told[id="${city.number[name]}"]`)
  await told("scan").getByText(MEASURES.scan).waitFor()
  await told("scan").getByText("Beschlossen").waitFor()
  await told("scan").getByText(city.said.scan).waitFor()
  await told("wifi").getByText(SUMMARY).waitFor()
  await told("same").getByText("Geht mit einem anderen Beitrag weiter").waitFor()
  for (const [name, reason] of Object.entries(REASONS)) await told(name).getByText(reason).waitFor()
  await told("elsewhere").getByText("Landesverwaltung").waitFor()
  const text = ((await page.locator("body").textContent()) ?? "").replace(/\s+/g, " ")
  for (const name of ["same", "wifi", "parked", "goal", "declined", "elsewhere"])
    assert.ok(!text.includes(city.said[name].replace(/\s+/g, " ")), `the text of ${name} was not released`)
}

/** The author's way to what became of it. @param {City} city */
export async function followIdea(city) {
  const [ada] = city.phones
  await named(ada, "door-mine").click()
  const link = await ada.locator("#idea-link").inputValue()
  city.ideaLink = link
  const page = await city.screen("phone", "author elsewhere")
  await page.goto(link)
  const card = page.locator("li.card", { hasText: `#${city.number.scan}` })
  await card.getByText("In Umsetzung").waitFor()
  assert.equal(new URL(page.url()).hash, "", "the secret stays in the address")
  await assertJourney(city, page, ["Angekommen als", "Vorgemerkt für Maßnahmen"])
  await page.locator("li.card", { hasText: city.said.goal }).getByText(REASONS.goal).waitFor()
  assert.equal(await page.getByText(city.said.wifi).count(), 0, "somebody else's idea is in the link")
  await city.look(page, "receipt")
  await page.context().close()
}

const STAGES = [
  "Als Maßnahmenvorschlag übernommen",
  "Steckbrief in Arbeit",
  "Bewertet",
  "Für den Plan vorgeschlagen",
  "Beschlossen",
  "In Umsetzung",
]

/** All stages in their order. @param {City} city @param {Page} page @param {string[]} before */
async function assertJourney(city, page, before) {
  const card = page.locator("li.card", { hasText: `#${city.number.scan}` }).first()
  await card.locator(".station", { hasText: STAGES[STAGES.length - 1] }).waitFor()
  const stations = await card.locator(".station > span:first-child").allTextContents()
  const wanted = [...before, ...STAGES]
  const found = stations.filter((station) => wanted.some((stage) => station.startsWith(stage)))
  assert.deepEqual(
    found.map((station) => wanted.find((stage) => station.startsWith(stage))),
    wanted,
    `the journey is ${stations.join(" → ")}`,
  )
  await card.getByText(`M01 „${MEASURES.scan}“`).waitFor()
}

/** When the event is gone, number, outcome and measure remain; the text does not. @param {City} city */
export async function outliveEvent(city) {
  for (const phone of city.phones) await phone.goto("about:blank")
  await city.go("editor", "/staff/events")
  await call(city.desk, `/staff/api/events/${city.event.id}`, undefined, "DELETE")
  const page = await city.screen("phone", "author after deletion")
  await page.goto(city.ideaLink)
  await page.getByText("Der Text ist gelöscht.").first().waitFor()
  await assertJourney(city, page, [])
  const text = (await page.locator("body").textContent()) ?? ""
  assert.ok(!text.includes(city.said.goal), "a text outlives its event")
  await page.goto(`/e/${city.event.code}/outcomes`)
  await page.getByText("Die Veranstaltung ist gelöscht").waitFor()
  await page.locator(`.told[id="${city.number.declined}"]`).getByText(REASONS.declined).waitFor()
  assert.ok(!(await page.content()).includes(city.said.declined), "a text outlives its event")
  await page.context().close()
}
