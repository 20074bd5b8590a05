// Judging: the gate, two assessors who do not see each other, and the way to a decision.

import assert from "node:assert/strict"
import { MEASURES, STAFF } from "./city.js"
import { EXPERT } from "./signin.js"
import { enter } from "./writing.js"

/** @typedef {import("./city.js").City} City */
/** @typedef {import("playwright-core").Page} Page */

const TITLE = "Digitale Akte 2027"
const NOTES = { assessor: "Spart jeden Tag Wege.", expert: "Braucht Geräte für drei Häuser." }

/** Without the gate nothing is assessed, and no state is jumped over. @param {City} city */
export async function passGate(city) {
  await enter(city, "editor", "wifi", "in_work")
  const editor = await enter(city, "editor", "scan", "in_work")
  await editor.getByRole("button", { name: "Stand ändern" }).click()
  await editor.getByRole("dialog").locator("#state-assessed").check()
  await editor.getByRole("dialog").getByText("müssen alle drei Fragen").waitFor()
  await city.look(editor, "state")
  await editor.keyboard.press("Escape")
  const { measure } = await city.ask("editor", "GET", `/staff/api/measures/${city.measure.scan}`)
  for (const state of ["assessed", "adopted", "running"]) {
    const path = `/staff/api/measures/${city.measure.scan}/state`
    const { status } = await city.ask("editor", "POST", path, {
      base: measure.version,
      state,
      reason: "",
      into: "",
    })
    assert.ok(status === 409 || status === 400 || status === 403, `${state} is entered with ${status}`)
  }
  for (const name of /** @type {const} */ (["scan", "wifi"])) {
    const page = await city.openMeasure("editor", name)
    const gate = page.locator("#part-gate")
    await gate.locator(".part__edit").click()
    for (const question of ["competent", "lawful", "new"]) await gate.locator(`#gate-${question}-yes`).check()
    await gate.getByRole("button", { name: "Fertig" }).click()
    await gate.getByText("Die Maßnahme kann bewertet werden.").waitFor()
    await page.locator(".save-state--saved").waitFor()
  }
}

/** @param {City} city */
export async function openRound(city) {
  const editor = await city.go("editor", "/staff/assessing/new")
  await editor.getByLabel("Name der Runde").fill(TITLE)
  for (const title of Object.values(MEASURES))
    await editor.locator(".choices label", { hasText: title }).getByRole("checkbox").check()
  await city.look(editor, "round-new")
  await editor.getByRole("button", { name: "Runde speichern" }).click()
  await editor.getByRole("button", { name: "Runde öffnen" }).click()
  await editor.getByText("Die Runde läuft.").waitFor()
  city.round = /** @type {string} */ (new URL(editor.url()).pathname.split("/").pop())
}

/** Gives every criterion a score. @param {Page} page @param {number} score */
async function score(page, score) {
  const rows = page.locator("fieldset.score")
  for (let i = 0; i < (await rows.count()); i++)
    await rows.nth(i).locator(`input[value="${score}"]`).check({ force: true })
}

/** @param {City} city @param {import("./city.js").Role} who @param {keyof typeof MEASURES} measure */
async function openScoring(city, who, measure) {
  const page = await city.go(who, `/staff/assessing/${city.round}/assess?measure=${city.measure[measure]}`)
  await page.getByRole("heading", { level: 1, name: MEASURES[measure] }).waitFor()
  return page
}

/** The first one says what it thinks of both. @param {City} city */
export async function assessFirst(city) {
  const page = await openScoring(city, "assessor", "scan")
  await page.getByRole("button", { name: "Bewertung abgeben" }).click()
  await page.getByText("fehlen noch").first().waitFor()
  await score(page, 4)
  await page.getByLabel("Notiz").fill(NOTES.assessor)
  await page.reload()
  assert.equal(
    await page.getByLabel("Notiz").inputValue(),
    NOTES.assessor,
    "a half-written assessment is lost",
  )
  await city.look(page, "assess")
  await page.getByRole("button", { name: "Bewertung abgeben" }).click()
  await page.getByRole("heading", { level: 1, name: MEASURES.wifi }).waitFor()
  await score(page, 2)
  await page.getByRole("button", { name: "Bewertung abgeben" }).click()
  await page.getByText("Sie haben alle Maßnahmen bewertet.").waitFor()
}

/** The second one learns nothing of it before the own one is in; the other measure is too close. @param {City} city */
export async function assessSecond(city) {
  const page = await openScoring(city, "expert", "scan")
  await page.getByText("steht hier, sobald Ihre Bewertung abgegeben ist").waitFor()
  await assertHidden(city, "expert")
  await assertHidden(city, "editor")
  await score(page, 2)
  await page.getByLabel("Notiz").fill(NOTES.expert)
  await page.getByRole("button", { name: "Bewertung abgeben" }).click()
  await page.getByRole("heading", { level: 1, name: MEASURES.wifi }).waitFor()
  await page.getByRole("button", { name: "Ich bin befangen" }).click()
  await page.getByText("Sie haben sich für diese Maßnahme als befangen erklärt.").waitFor()
  await openScoring(city, "expert", "scan")
  await page.getByText(NOTES.assessor).waitFor()
  await page.getByText(STAFF.assessor.name).first().waitFor()
  await city.look(page, "assess-others")
  await city.go("assessor", `/staff/assessing/${city.round}/assess?measure=${city.measure.scan}`)
  await city.staff.assessor.getByText(EXPERT.name).first().waitFor()
}

/** Neither who nor what is told to somebody whose own assessment is not in. @param {City} city @param {import("./city.js").Role} who */
async function assertHidden(city, who) {
  const { status, text, others, results } = await city.ask(who, "GET", `/staff/api/assessments/${city.round}`)
  assert.equal(status, 200)
  for (const secret of [NOTES.assessor, STAFF.assessor.name])
    assert.ok(!text.includes(secret), `${who} is told "${secret}"`)
  assert.deepEqual([others ?? [], results ?? []], [[], []], `${who} is told what others scored`)
}

/** A measure that one has assessed is not judged yet; a third one helps. @param {City} city */
export async function closeRound(city) {
  const editor = await city.go("editor", `/staff/assessing/${city.round}`)
  const close = editor.getByRole("button", { name: "Runde abschließen" })
  await city.room.expecting(/status of 4\d\d/, async () => {
    await close.click()
    await editor.getByText("Eine Maßnahme hat noch weniger als zwei Bewertungen.").waitFor()
  })
  const third = await openScoring(city, "admin", "wifi")
  await score(third, 1)
  await third.getByRole("button", { name: "Bewertung abgeben" }).click()
  await third
    .getByText(STAFF.assessor.name)
    .or(third.getByRole("heading", { name: MEASURES.scan }))
    .first()
    .waitFor()
  await close.click()
  const first = editor.locator(".results tbody tr", { hasText: MEASURES.scan })
  await first.locator(".results__value strong").waitFor()
  await first.getByText("Rang 1 · 12 Punkte · 6 von 6 Geräten").waitFor()
  const second = editor.locator(".results tbody tr", { hasText: MEASURES.wifi })
  await second.getByText("1 befangen").waitFor()
  await city.look(editor, "results")
  await editor.getByRole("link", { name: "Portfolio" }).click()
  await editor.getByRole("heading", { level: 1, name: "Portfolio" }).waitFor()
  await city.look(editor, "portfolio")
}

/** The office proposes; adopting is not the office's to do. @param {City} city */
export async function adopt(city) {
  await enter(city, "editor", "scan", "assessed")
  await enter(city, "editor", "scan", "proposed")
  const path = `/staff/api/measures/${city.measure.scan}`
  const { measure } = await city.ask("editor", "GET", path)
  const asked = { base: measure.version, state: "adopted", reason: "", into: "" }
  await city.assertForbidden("editor", "POST", `${path}/state`, asked)
  await city.assertForbidden("reader", "POST", `${path}/state`, asked)
  const page = await enter(city, "release", "scan", "adopted")
  await page.locator(".facts__number", { hasText: "M01" }).waitFor()
  await enter(city, "editor", "scan", "running")
}
