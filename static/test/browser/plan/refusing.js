// Refusing: what somebody may not do is neither offered nor done.

import assert from "node:assert/strict"
import { MEASURES, STAFF } from "./city.js"

/** @typedef {import("./city.js").City} City */

/** The reader reads everything and changes nothing. @param {City} city */
export async function readerOnlyReads(city) {
  const reader = await city.openMeasure("reader", "scan")
  await reader.getByText("Sie lesen diesen Steckbrief.").waitFor()
  assert.equal(await reader.locator(".part__edit").count(), 0, "the reader may edit")
  assert.equal(await reader.getByRole("button", { name: "Stand ändern" }).count(), 0)
  await city.look(reader, "profile-reader")
  const measure = `/staff/api/measures/${city.measure.scan}`
  for (const [method, path, body] of /** @type {[string, string, object][]} */ ([
    ["PATCH", measure, { base: 1, parts: { summary: "Geändert" }, reason: "" }],
    ["POST", "/staff/api/measures", { title: "Neu", summary: "" }],
    ["POST", "/staff/api/structure", { kind: "unit", title: "FB 99" }],
    ["POST", "/staff/api/inbox/pick", { ids: [], on: true }],
    [
      "PUT",
      `/staff/api/assessments/${city.round}/measures/${city.measure.scan}`,
      { biased: true, scores: {}, note: "" },
    ],
    ["PUT", "/staff/api/house", {}],
  ]))
    await city.assertForbidden("reader", method, path, body)
}

/** The reader reads the audit log, and that is in it, too. @param {City} city */
export async function readerReadsLog(city) {
  const reader = await city.go("reader", "/staff/house/audit")
  await reader.getByText(STAFF.editor.name).first().waitFor()
  await city.look(reader, "audit")
  for (const name of ["editor", "assessor", "lead", "release"])
    await city.assertForbidden(/** @type {any} */ (name), "GET", "/staff/api/audit")
  await city.go("reader", "/staff/house/catalogues")
  await city.look(reader, "catalogues")
}

/** A lead unit knows its own measures. @param {City} city */
export async function unitSeesItsOwn(city) {
  const lead = await city.go("lead", "/staff/measures")
  await lead.getByText(MEASURES.scan).first().waitFor()
  assert.equal(await lead.getByText(MEASURES.wifi).count(), 0, "a unit sees another one's measure")
  await city.look(lead, "measures-lead")
  const other = await city.ask("lead", "GET", `/staff/api/measures/${city.measure.wifi}`)
  assert.equal(other.status, 404)
  await city.assertForbidden("lead", "GET", "/staff/api/inbox")
  await city.assertForbidden("lead", "GET", "/staff/api/events")
  const path = `/staff/api/measures/${city.measure.scan}`
  await city.assertForbidden("lead", "PATCH", path, { base: 1, parts: { summary: "Geändert" }, reason: "" })
}

/** What a disabled account had open is shut at once. @param {City} city */
export async function shutOut(city) {
  const { accounts } = await city.ask("admin", "GET", "/staff/api/accounts")
  const { id } = accounts.find((/** @type {any} */ one) => one.login === STAFF.second.login)
  const done = await city.ask("admin", "PATCH", `/staff/api/accounts/${id}`, { disabled: true })
  assert.equal(done.status, 200)
  const { status, code } = await city.ask("second", "GET", "/staff/api/measures")
  assert.deepEqual([status, code], [401, "login_needed"])
  await city.room.expecting(/status of 401/, async () => {
    await city.staff.second.goto("/staff/measures")
    await city.staff.second.getByRole("heading", { name: "Anmelden" }).waitFor()
  })
}
