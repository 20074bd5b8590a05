// Arriving: by the open code, with participation codes, at tables.

import assert from "node:assert/strict"
import { arrive, joinEvent, named } from "../people.js"

/** @typedef {import("../hall.js").Hall} Hall */

const BY_CODE = 7
const AT_FIRST_TABLE = 5
const AT_NO_TABLE = 9

/** Connects the wall by its link. @param {Hall} hall */
export async function connectWall({ desk, wall, moderator }) {
  await named(desk, "connect-projector").first().click()
  await named(desk, "make-projector-link").click()
  const link = await named(desk, "projector-link").getAttribute("href")
  await moderator.close()
  await wall.goto(link)
  await wall.locator(".picture[data-scene=join]").waitFor()
  await desk.frameLocator("iframe").locator(".picture[data-scene=join]").waitFor()
}

/** @param {Hall} hall */
export async function joinByCode({ phones, code, desk }) {
  await Promise.all(phones.slice(0, BY_CODE).map((phone) => joinEvent(phone, code)))
  await desk.locator(".room__here strong", { hasText: String(BY_CODE) }).waitFor()
}

/** @param {Hall} hall */
export async function joinByTicket({ room, phones, code, desk, wall, moderator }) {
  const late = phones.slice(BY_CODE)
  const dialog = await moderator.open("admission")
  await dialog.getByText("Nur mit Teilnahmecode").click()
  await named(dialog, "ticket-count").fill(String(late.length))
  await named(dialog, "issue-tickets").click()
  await named(dialog, "print-tickets").click()
  await desk.locator(".slip__code").first().waitFor()
  const tickets = await desk.locator(".slip__code").allTextContents()
  assert.equal(tickets.length, late.length)
  await named(desk, "print-back").click()

  await Promise.all(
    late.map(async (phone, i) => {
      await arrive(phone, code)
      await phone.locator("#ticket").fill(tickets[i])
      await named(phone, "join").click()
      await named(phone, "door-mine").waitFor()
    }),
  )
  await dialog.getByText("3 ausgegeben, 3 eingelöst").waitFor()
  await moderator.close()
  await wall.locator(".strip-end", { hasText: `${phones.length} Geräte` }).waitFor()

  const thief = await room.screen("phone", "phone with a used code")
  await arrive(thief, code)
  await thief.locator("#ticket").fill(tickets[0])
  await room.expecting(/40\d|409/, async () => {
    await named(thief, "join").click()
    await thief.locator("#ticket-error", { hasText: /\w/ }).waitFor()
  })
  assert.equal(await named(thief, "door-mine").count(), 0, "one code let two devices in")
  await thief.context().close()
}

/** @param {Hall} hall @param {{ prompt: string }[]} questions */
export async function sitAtTables(hall, [first, second]) {
  const { phones, moderator, everybody } = hall
  const dialog = await moderator.open("tables")
  await named(dialog, "table-count").fill("2")
  await dialog.getByRole("button", { name: "Übernehmen" }).click()
  await everybody((phone, i) =>
    named(phone, i === AT_NO_TABLE ? "no-table" : i < AT_FIRST_TABLE ? "table-1" : "table-2").click(),
  )
  await phones[AT_NO_TABLE].locator(".session", { hasText: first.prompt }).click()
  const asked = (/** @type {number} */ i) => (i < AT_FIRST_TABLE || i === AT_NO_TABLE ? first : second)
  await everybody((phone, i) => heading(phone, asked(i).prompt).waitFor())

  await named(dialog, "rotate").click()
  await everybody((phone, i) =>
    heading(phone, (i === AT_NO_TABLE || asked(i) === second ? first : second).prompt).waitFor(),
  )
  await dialog.getByRole("button", { name: "Einen Wechsel zurück" }).click()
  await everybody((phone, i) => heading(phone, asked(i).prompt).waitFor())
  await named(dialog, "plenary").click()
  await everybody((phone) => heading(phone, first.prompt).waitFor())
  await moderator.close()
}

/** What a table had not sent yet when it went on can still be sent. @param {Hall} hall @param {{ title: string, prompt: string }[]} questions @param {string} text */
export async function sendFromTable({ phones, moderator }, [first, second], text) {
  const phone = phones[AT_FIRST_TABLE + 1]
  await phone.locator("#idea").fill(text)
  const dialog = await moderator.open("tables")
  await named(dialog, "back-to-tables").click()
  await heading(phone, second.prompt).waitFor()
  await phone.locator(".notice__quote", { hasText: text }).waitFor()
  await named(phone, "send-left").click()
  await named(dialog, "plenary").click()
  await heading(phone, first.prompt).waitFor()
  await moderator.close()
}

/** @param {import("playwright-core").Page} phone @param {string} prompt */
const heading = (phone, prompt) => phone.getByRole("heading", { name: prompt, exact: true })
