// Writing: a profile that two editors fill in at once.

import assert from "node:assert/strict"
import { eventually } from "../harness.js"
import { inDays } from "../stage.js"
import { MEASURES, UNIT } from "./city.js"

/** @typedef {import("./city.js").City} City */
/** @typedef {import("playwright-core").Page} Page */

const SAID = {
  summary: "Die Post kommt am Tag ihres Eingangs digital an.",
  situation: "Heute wird an **vierzehn** Stellen gescannt.",
  mine: "Wege fallen weg.",
  theirs: "Akten sind vollständig.",
  offline: "Wer zuerst umgestellt wird, entscheidet die Lenkungsgruppe.",
}

/** @param {Page} page @param {string} name */
const part = (page, name) => page.locator(`#part-${name}`)

/** Opens a part for writing. @param {Page} page @param {string} name */
async function edit(page, name) {
  const box = part(page, name)
  await box.locator(".part__edit").click()
  await box.locator(".part__editor").waitFor()
  return box
}

/** @param {Page} page */
const saved = (page) => page.locator(".save-state--saved").waitFor()

/** @param {Page} page @param {string} name @param {string} text */
async function write(page, name, text) {
  const box = await edit(page, name)
  await box.locator("textarea, input").first().fill(text)
  await box.getByRole("button", { name: "Fertig" }).click()
}

/** Both write at once, in different parts: both stay. @param {City} city */
export async function writeAtOnce(city) {
  const [one, other] = await Promise.all([
    city.openMeasure("editor", "scan"),
    city.openMeasure("second", "scan"),
  ])
  await city.look(one, "profile")
  await Promise.all([write(one, "summary", SAID.summary), write(other, "situation", SAID.situation)])
  await Promise.all([saved(one), saved(other)])
  for (const who of /** @type {const} */ (["editor", "second"])) {
    const page = await city.openMeasure(who, "scan")
    await part(page, "summary").getByText(SAID.summary).waitFor()
    await part(page, "situation").getByText("vierzehn").waitFor()
  }
}

/** Both write in the same part: the later one is shown both, and decides. @param {City} city */
export async function solveConflict(city) {
  const { editor, second } = city.staff
  await city.room.expecting(/409/, async () => {
    await write(editor, "effect", SAID.mine)
    await saved(editor)
    await write(second, "effect", SAID.theirs)
    await part(second, "effect").getByText("Jemand anderes hat das inzwischen geändert").waitFor()
  })
  await city.look(second, "conflict")
  const versions = part(second, "effect").locator(".versions__text")
  assert.deepEqual(
    (await versions.allTextContents()).map((text) => text.trim()),
    [SAID.theirs, SAID.mine],
  )
  const stored = await city.ask("reader", "GET", `/staff/api/measures/${city.measure.scan}`)
  assert.equal(stored.measure.profile.effect, SAID.mine, "the later one has overwritten the earlier one")
  await part(second, "effect").getByRole("button", { name: "Zusammenführen", exact: true }).click()
  await part(second, "effect").getByRole("button", { name: "Zusammengeführtes speichern" }).click()
  await saved(second)
  await city.openMeasure("editor", "scan")
  for (const text of [SAID.mine, SAID.theirs]) await part(editor, "effect").getByText(text).waitFor()
}

/** What is typed without a network lies on the device until it has arrived. @param {City} city */
export async function loseTheNetwork(city) {
  const editor = await city.openMeasure("editor", "scan")
  await city.room.expecting(/ERR_INTERNET_DISCONNECTED/, async () => {
    await editor.context().setOffline(true)
    await write(editor, "at_risk", SAID.offline)
    await editor.locator(".save-state--unsaved").waitFor()
    await editor.context().setOffline(false)
  })
  await editor.reload()
  await part(editor, "at_risk").getByText(SAID.offline).waitFor()
  await saved(editor)
  await part(await city.openMeasure("second", "scan"), "at_risk")
    .getByText(SAID.offline)
    .waitFor()
}

/** Who leads it, what it answers, when it happens and how it is measured. @param {City} city */
export async function fillIn(city) {
  const editor = await city.openMeasure("editor", "scan")
  const choose = async (/** @type {string} */ name, /** @type {string} */ label) => {
    const box = await edit(editor, name)
    await box.locator("select").selectOption({ label })
    await box.getByRole("button", { name: "Fertig" }).click()
  }
  const tick = async (/** @type {string} */ name, /** @type {string} */ label) => {
    const box = await edit(editor, name)
    await box.getByLabel(label).check()
    await box.getByRole("button", { name: "Fertig" }).click()
  }
  await choose("lead", UNIT)
  await write(editor, "lead_function", "Leitung FB 10")
  await choose("field", "Digitale Akte")
  await tick("goals", "Verwaltung aus einem Guss")
  await tick("requirements", "Elektronische Aktenführung")
  for (const name of ["current", "baseline"]) {
    const box = await edit(editor, name)
    await box.getByLabel("Beginn").fill(inDays(10))
    await box.getByLabel("Ende").fill(inDays(100))
    await box.getByRole("button", { name: "Fertig" }).click()
  }
  await saved(editor)
}

/** Once dates are planned, they are changed with a reason or not at all. @param {City} city */
export async function moveDates(city) {
  const { editor } = city.staff
  const box = await edit(editor, "current")
  await box.getByLabel("Ende").fill(inDays(130))
  await box.getByRole("button", { name: "Termine mit Begründung speichern" }).click()
  await box.getByText("Bitte ausfüllen").or(box.getByRole("alert")).first().waitFor()
  await box.getByLabel("Grund der Änderung").fill("Die Vergabe dauert länger.")
  await box.getByRole("button", { name: "Termine mit Begründung speichern" }).click()
  await saved(editor)
  await box.getByRole("button", { name: "Fertig" }).click()
  await box.getByText("30 Tage später als geplant").waitFor()
  await city.look(editor, "profile-filled")
  await editor.goto("/staff/structure?show=duties")
  await editor.locator(".duties").getByRole("link", { name: MEASURES.scan }).waitFor()
  assert.equal(await editor.getByText("von keiner Maßnahme erfüllt").count(), 0)
}

/** A step in the life cycle. @param {City} city @param {import("./city.js").Role} who @param {keyof typeof MEASURES} measure @param {string} state */
export async function enter(city, who, measure, state) {
  const page = await city.openMeasure(who, measure)
  await page.getByRole("button", { name: "Stand ändern" }).click()
  const dialog = page.getByRole("dialog")
  await dialog.locator(`#state-${state}`).check()
  await dialog.getByRole("button", { name: /^Auf „/ }).click()
  await dialog.waitFor({ state: "detached" })
  await eventually(`${measure} is ${state}`, async () => {
    const { measure: now } = await city.ask(who, "GET", `/staff/api/measures/${city.measure[measure]}`)
    return now.state === state
  })
  return page
}
