// Deciding: what goes on together, what becomes a measure, and what becomes of all the rest.

import assert from "node:assert/strict"
import { inDays } from "../stage.js"
import { EVENTS, MEASURES } from "./city.js"

/** @typedef {import("./city.js").City} City */
/** @typedef {import("playwright-core").Page} Page */

export const REASONS = {
  parked: "Der Bauhof zieht im nächsten Jahr um.",
  declined: "Das gibt es seit dem Sommer schon in anderer Form.",
  goal: "Das ist eine Haltung, keine einzelne Maßnahme.",
}
const GOAL = "Verwaltung aus einem Guss"

/** A row of the inbox. @param {Page} page @param {string} text */
const row = (page, text) => page.locator(".inbox tbody tr", { hasText: text })

/** Selects what says these words, and nothing else. @param {Page} page @param {string[]} sayings */
async function select(page, sayings) {
  const clear = page.getByRole("button", { name: "Auswahl aufheben" })
  if (await clear.isVisible()) await clear.click()
  for (const text of sayings) await row(page, text).getByRole("checkbox").check()
}

/** @param {Page} page @param {string} name */
const act = (page, name) => page.locator(".selection").getByRole("button", { name, exact: true }).click()

/** What was nominated is in the inbox, and how strong it was stands beside how large the room was. @param {City} city */
export async function findInInbox(city) {
  const editor = await city.go("editor", "/staff/inbox")
  await row(editor, city.said.scan).getByText("12 Punkte").waitFor()
  await row(editor, city.said.scan).getByText("6 Geräte", { exact: true }).waitFor()
  await row(editor, city.said.sprint).getByText("2 Geräte", { exact: true }).waitFor()
  assert.equal(await row(editor, city.said.declined).count(), 0, "what nobody nominated is in the inbox")
  await city.look(editor, "inbox")
}

/** Over two events, and back once. @param {City} city */
export async function joinOverEvents(city) {
  const editor = await city.go("editor", "/staff/inbox?taken=all")
  const join = async () => {
    await select(editor, [city.said.scan, city.said.same, city.said.sprint])
    await act(editor, "Zusammenführen")
    const dialog = editor.getByRole("dialog")
    await dialog.locator("label", { hasText: city.said.scan }).getByRole("radio").first().check()
    return dialog
  }
  const dialog = await join()
  await city.look(editor, "join")
  const done = dialog.getByRole("button", { name: "2 Beiträge zusammenführen" })
  await done.click()
  await row(editor, city.said.sprint).getByText(`geht weiter mit Nr. ${city.number.scan}`).waitFor()
  await editor.getByRole("button", { name: "Rückgängig" }).click()
  await row(editor, city.said.sprint).getByText("geht weiter mit").waitFor({ state: "detached" })
  await join()
  await done.click()
  await row(editor, city.said.scan).getByText("2 weitere Beiträge gehen mit").waitFor()
  await row(editor, city.said.scan).getByText("Stimmen von 6 Geräten").waitFor()
}

/** @param {City} city */
export async function promote(city) {
  const editor = await city.go("editor", "/staff/inbox?taken=all")
  const fillIn = async (/** @type {string} */ text) => {
    await select(editor, [text])
    await act(editor, "Als Maßnahmenvorschlag übernehmen")
    return editor.getByRole("dialog")
  }
  const first = await fillIn(city.said.scan)
  await first.getByLabel("Titel").fill(MEASURES.scan)
  await first.getByLabel("Zusammenfassung").fill("Eingangspost wird an einer Stelle gescannt.")
  await editor.reload()
  const again = await fillIn(city.said.scan)
  assert.equal(
    await again.getByLabel("Titel").inputValue(),
    MEASURES.scan,
    "what was typed is lost on reload",
  )
  await city.look(editor, "promote")
  await again.getByRole("button", { name: "Übernehmen", exact: true }).click()
  city.measure.scan = await created(editor, MEASURES.scan)

  const other = await fillIn(city.said.wifi)
  await other.getByLabel("Titel").fill(MEASURES.wifi)
  await other.getByRole("button", { name: "Übernehmen", exact: true }).click()
  city.measure.wifi = await created(editor, MEASURES.wifi)
}

/** @param {Page} page @param {string} title @returns {Promise<string>} the measure's id */
async function created(page, title) {
  const link = page.getByRole("status").getByRole("link", { name: title })
  const path = await link.getAttribute("href")
  await page.getByText("Neu angelegt:").waitFor()
  return /** @type {string} */ (path?.split("/").pop())
}

/** What the office aims at, and what the law asks for. @param {City} city */
export async function structure(city) {
  const editor = await city.go("editor", "/staff/structure")
  const add = async (/** @type {string} */ what, /** @type {Record<string, string>} */ values) => {
    await editor.getByRole("button", { name: `${what} hinzufügen` }).click()
    for (const [label, value] of Object.entries(values)) {
      const field = editor.locator(".node-new").getByLabel(label, { exact: true })
      await field.fill(value)
    }
    await editor.getByRole("button", { name: "Hinzufügen", exact: true }).click()
    await editor.locator(".branch, .duties").getByText(values.Titel).first().waitFor()
  }
  await add("Ziel", { Titel: GOAL, Text: "Wer ein Anliegen hat, wird **einmal** gefragt." })
  await city.look(editor, "goals")
  await editor.goto("/staff/structure?show=fields")
  await add("Themenfeld", { Titel: "Digitale Akte" })
  await editor.goto("/staff/structure?show=duties")
  await add("Rechtliche Vorgabe", {
    Titel: "Elektronische Aktenführung",
    Gesetz: "E-Government-Gesetz (Beispiel, nicht geprüft)",
    Paragraf: "§ 6",
    Frist: inDays(400),
  })
  await editor.getByText("1 Vorgabe wird von keiner Maßnahme erfüllt.").waitFor()
  await city.look(editor, "duties")
}

/** Everybody else gets an answer as well, with its reason. @param {City} city */
export async function decide(city) {
  const editor = await city.go("editor", "/staff/inbox?taken=all")
  const outcome = async (
    /** @type {string[]} */ names,
    /** @type {string} */ kind,
    /** @type {string} */ reason,
  ) => {
    await select(
      editor,
      names.map((name) => city.said[name]),
    )
    await act(editor, "Ergebnis festlegen")
    const dialog = editor.getByRole("dialog")
    await dialog.locator(`#kind-${kind}`).check()
    if (reason) await dialog.getByLabel("Begründung").fill(reason)
    return dialog
  }
  const send = async () => {
    await editor.getByRole("button", { name: "Ergebnis vormerken" }).click()
    await editor.getByRole("dialog").waitFor({ state: "detached" })
  }
  const parked = await outcome(["parked"], "parked", REASONS.parked)
  await editor.getByRole("button", { name: "Ergebnis vormerken" }).click()
  await parked.getByText("einen Tag, der noch kommt").waitFor()
  await parked.getByLabel("Wiedervorlage am").fill(inDays(200))
  await city.look(editor, "decide")
  await send()
  const declined = await outcome(["declined"], "declined", "")
  await editor.getByRole("button", { name: "Ergebnis vormerken" }).click()
  await declined.getByText("Wer nicht zum Zug kommt, erfährt warum").waitFor()
  await declined.getByLabel("Begründung").fill(REASONS.declined)
  await send()
  const goal = await outcome(["goal"], "goal", REASONS.goal)
  await goal.locator("#outcome-node").selectOption({ label: GOAL })
  await send()
  const elsewhere = await outcome(["elsewhere"], "not_competent", "")
  await elsewhere.getByLabel("Wer zuständig ist").fill("Landesverwaltung")
  const reason = elsewhere.getByLabel("Begründung")
  await reason.fill("Darüber entscheidet das Land.")
  await send()
  await outcome(["same", "sprint"], "joined", "")
  await send()
  for (const [name, says] of Object.entries(REASONS))
    await row(editor, city.said[name]).getByText(says).waitFor()
  await city.phones[2].getByText(REASONS.declined).waitFor({ state: "detached" })
  await editor.goto("/staff/inbox/publish")
  await editor.getByRole("heading", { name: EVENTS.workshop }).waitFor()
  await editor.getByText("Veröffentlichen kann, wer die Rolle „Freigabe“ hat.").waitFor()
  await city.assertForbidden("editor", "POST", "/staff/api/outcomes/publish", { events: [city.event.id] })
}
