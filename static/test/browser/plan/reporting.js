// Reporting: a unit says by its link, on a phone, how its measure stands.

import assert from "node:assert/strict"
import { eventually } from "../harness.js"
import { named } from "../people.js"
import { MEASURES, UNIT } from "./city.js"

/** @typedef {import("./city.js").City} City */

const SAID = {
  achievements: "Zwei Scanner stehen und laufen.",
  unclear: "Es geht voran.",
  outlook: "Im Frühjahr folgt das zweite Haus.",
  missing: "Bitte nennen Sie, was bis wann folgt.",
}

/** @param {City} city */
export async function askForStatus(city) {
  const editor = await city.go("editor", "/staff/status")
  await named(editor, "ask-status").click()
  await editor.getByRole("dialog").getByLabel(UNIT).waitFor()
  await city.look(editor, "status-ask")
  await named(editor, "send-ask").click()
  city.statusLink = await named(editor, "status-link").inputValue()
  await editor.getByRole("button", { name: "Fertig" }).click()
  await editor.getByText("Noch offen").waitFor()
}

/** @param {City} city */
export async function report(city) {
  const unit = await city.screen("phone", "unit")
  city.unit = unit
  await unit.goto(city.statusLink)
  await unit.getByRole("heading", { name: MEASURES.scan }).waitFor()
  assert.equal(new URL(unit.url()).hash, "", "the secret stays in the address")
  assert.equal(await unit.getByText(MEASURES.wifi).count(), 0, "a unit sees another one's measure")
  await unit.locator('[name="achievements"]').fill(SAID.achievements)
  await unit.reload()
  assert.equal(await unit.locator('[name="achievements"]').inputValue(), SAID.achievements, "a draft is lost")
  await unit.locator('[name="outlook"]').fill(SAID.unclear)
  await unit.locator('[name="progress"]').fill("130")
  await named(unit, "send-report").click()
  await unit.getByText("Eine Zahl von 0 bis 100.").waitFor()
  await unit.locator('[name="progress"]').fill("35")
  await unit.locator(".lights-of__one--yellow").first().click()
  await unit.locator(".report__kept", { hasText: /^gespeichert$/ }).waitFor()
  await city.look(unit, "status-form")
  await named(unit, "send-report").click()
  await unit.getByText("abgesendet", { exact: true }).waitFor()
}

/** It comes back once, is corrected, and counts when it is accepted. @param {City} city */
export async function returnAndAccept(city) {
  const editor = await city.go("editor", "/staff/status")
  const review = named(editor, "review")
  await review.getByText(SAID.unclear).waitFor()
  await city.look(editor, "status-review")
  await review.getByRole("button", { name: "Zurückgeben" }).click()
  await review.getByLabel("Was noch fehlt").fill(SAID.missing)
  await review.getByRole("button", { name: "Zurückgeben", exact: true }).click()
  await review.waitFor({ state: "detached" })
  await editor.locator("table").getByText("zurückgegeben").first().waitFor()

  const { unit } = city
  await unit.reload()
  await unit.getByText(SAID.missing).waitFor()
  await city.look(unit, "status-returned")
  await unit.locator('[name="outlook"]').fill(SAID.outlook)
  await named(unit, "send-report").click()
  await unit.getByText("abgesendet", { exact: true }).waitFor()

  await city.go("editor", "/staff/status")
  await review.getByText(SAID.outlook).waitFor()
  await named(review, "accept-report").click()
  await review.waitFor({ state: "detached" })
  await unit.reload()
  await unit.getByText("angenommen, nicht mehr zu ändern").waitFor()
  const lead = await city.openMeasure("lead", "scan")
  await lead.getByText(SAID.outlook).waitFor()
  await lead.getByText("35 %").first().waitFor()
  await city.look(lead, "profile-lead")
}

/** Once its link is ended, the form tells nothing more. @param {City} city */
export async function endLink(city) {
  const editor = await city.go("editor", "/staff/status")
  await editor.getByRole("button", { name: "Link beenden" }).click()
  await editor.getByText("beendet", { exact: true }).waitFor()
  await city.room.expecting(/status of 4\d\d/, async () => {
    await city.unit.reload()
    await eventually(
      "the form is closed",
      async () => (await city.unit.getByText(MEASURES.scan).count()) === 0,
    )
    await city.unit.getByRole("alert").or(city.unit.locator(".notice")).first().waitFor()
  })
}
