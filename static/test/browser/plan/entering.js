// Entering: the first account, accounts by link, and signing in at the city's own service.

import assert from "node:assert/strict"
import { named } from "../people.js"
import { PASSWORD, STAFF, UNIT } from "./city.js"
import { EXPERT } from "./signin.js"

/** @typedef {import("./city.js").City} City */

/** @param {City} city */
export async function setUp(city) {
  const admin = await city.screen("staff", "admin")
  city.staff.admin = admin
  await admin.goto(city.room.house.setup)
  await admin.getByLabel("Ihr Name").fill("Administration")
  await admin.getByLabel("Anmeldename").fill("administration")
  await admin.getByLabel("Passwort").fill(PASSWORD)
  await admin.getByRole("button", { name: "Konto anlegen" }).click()
  await admin.getByRole("heading", { name: "Veranstaltungen" }).waitFor()
}

/** A unit has to be there before somebody leads it. @param {City} city */
export async function addUnit(city) {
  const admin = await city.go("admin", "/staff/structure?show=house")
  await admin.getByRole("button", { name: "Fachbereich oder Amt hinzufügen" }).click()
  await admin.getByLabel("Titel", { exact: true }).fill(UNIT.slice(6))
  await admin.getByLabel("Kurz", { exact: true }).fill(UNIT.slice(0, 5))
  await admin.getByRole("button", { name: "Hinzufügen", exact: true }).click()
  await admin.getByText(UNIT).first().waitFor()
}

/** The administration makes accounts and hands out links; everybody enters and stays. @param {City} city */
export async function makeAccounts(city) {
  const admin = await city.go("admin", "/staff/house/accounts")
  /** @type {Record<string, string>} */
  const links = {}
  for (const [who, { name, login, roles }] of Object.entries(STAFF)) {
    await named(admin, "new-account").click()
    const dialog = admin.getByRole("dialog")
    await dialog.getByLabel("Name", { exact: true }).fill(name)
    await dialog.getByLabel("Anmeldename").fill(login)
    if (!roles.includes("Redaktion")) await dialog.getByLabel("Redaktion", { exact: true }).uncheck()
    for (const role of roles) await dialog.getByLabel(role, { exact: true }).check()
    if (who === "lead") {
      await dialog.locator("#account-unit").selectOption({ label: UNIT })
      await city.look(admin, "account")
    }
    await named(dialog, "save-account").click()
    links[who] = await named(admin, "password-link").inputValue()
    await admin.getByRole("button", { name: "Fertig" }).click()
    await admin.getByRole("row", { name: login }).getByText("wartet auf ein Passwort").waitFor()
  }
  await city.look(admin, "accounts")
  const enter = async (/** @type {keyof typeof STAFF} */ who) => {
    const page = await city.screen("staff", who)
    city.staff[who] = page
    await page.goto(links[who])
    await page.getByLabel("Neues Passwort").fill(PASSWORD)
    if (who === "reader") await city.look(page, "password")
    await page.getByRole("button", { name: "Passwort speichern und anmelden" }).click()
    await page.locator(".bar__account", { hasText: STAFF[who].name }).waitFor()
    assert.equal(new URL(page.url()).hash, "", "the secret stays in the address")
  }
  for (const who of Object.keys(STAFF)) await enter(/** @type {any} */ (who))
  await usedLink(city, links.reader)
}

/** @param {City} city @param {string} link */
async function usedLink(city, link) {
  const thief = await city.screen("staff", "somebody with a used link")
  await thief.goto(link)
  await thief.getByLabel("Neues Passwort").fill("ein anderes Kennwort")
  await city.room.expecting(/status of 4\d\d/, async () => {
    await thief.getByRole("button", { name: "Passwort speichern und anmelden" }).click()
    await thief.getByRole("alert").waitFor()
  })
  assert.equal(await thief.locator(".bar__account").count(), 0, "a link worked twice")
  await thief.context().close()
}

/** The second assessor has no password here. @param {City} city */
export async function signInElsewhere(city) {
  const page = await city.screen("staff", "expert")
  city.staff.expert = page
  await page.goto("/staff/assessing")
  await city.look(page, "signin")
  await city.room.expecting(new RegExp(`asked ${city.issuer}|\\(${city.issuer}/favicon`), async () => {
    await named(page, "oidc").click()
    await page.locator("#username").fill(EXPERT.login)
    await page.locator("#password").fill(EXPERT.password)
    await page.getByRole("button", { name: "Login" }).click()
    await page.locator(".bar__account", { hasText: EXPERT.name }).waitFor()
  })
  assert.equal(new URL(page.url()).pathname, "/staff/assessing", "one does not arrive where one was going")
  await city.go("admin", "/staff/house/accounts")
  await city.staff.admin.getByRole("row", { name: EXPERT.name }).getByText("Anmeldedienst").waitFor()
}

/** Everybody is shown what the own role may use. @param {City} city */
export async function everybodySeesTheirOwn(city) {
  const sections = async (/** @type {import("./city.js").Role} */ who) =>
    (await city.staff[who].locator(".bar__nav a").allTextContents()).map((text) => text.trim())
  const all = ["Eingang", "Maßnahmen", "Bewertung", "Struktur", "Sachstand", "Veranstaltungen", "Verwaltung"]
  assert.deepEqual(await sections("editor"), all)
  assert.deepEqual(await sections("reader"), all)
  assert.deepEqual(await sections("lead"), ["Maßnahmen", "Struktur", "Sachstand", "Verwaltung"])
}
