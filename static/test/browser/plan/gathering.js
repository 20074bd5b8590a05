// Gathering: a workshop with three phones and three more without a screen, and a sprint elsewhere.

import { openConsole, openPhones } from "../lines.js"
import { ballotArrived, choice, giveDot, joinEvent, named, submitIdea } from "../people.js"
import { texts } from "../scenery.js"
import { createEvent, inDays } from "../stage.js"
import { EVENTS } from "./city.js"

/** @typedef {import("./city.js").City} City */

/** What becomes of each contribution, and which phone it comes from. @type {[string, number, "idea" | "expectation"][]} */
const CONTRIBUTIONS = [
  ["scan", 0, "idea"],
  ["same", 1, "idea"],
  ["wifi", 1, "idea"],
  ["parked", 2, "idea"],
  ["goal", 0, "expectation"],
  ["declined", 2, "idea"],
  ["elsewhere", 1, "expectation"],
]
const BACK_ROWS = 3

/** @param {City} city */
export async function holdWorkshop(city) {
  const { editor } = city.staff
  // A second page of the same browser would leave the first one in the background, drawn once a second.
  city.desk = await city.room.blank("editor's requests")
  await city.desk.context().addCookies(await editor.context().cookies())
  city.event = await createEvent(city.desk, { title: EVENTS.workshop })
  const lead = await openConsole(city.desk, city.event.id)
  const [session] = (await lead.event()).sessions
  const phase = (/** @type {string} */ kind) =>
    session.phases.find((/** @type {any} */ one) => one.kind === kind).id
  const enter = (/** @type {string} */ kind) =>
    lead.send("EnterPhase", { session: session.id, phase: phase(kind) })

  const sayings = texts(CONTRIBUTIONS.length + 1).map(({ text }) => text)
  for (let i = 0; i < 3; i++) city.phones.push(await city.screen("phone", `phone ${i}`))
  await Promise.all(city.phones.map((phone) => joinEvent(phone, city.event.code)))
  await enter("collect")
  for (const [at, [name, phone, kind]] of CONTRIBUTIONS.entries()) {
    city.said[name] = sayings[at]
    city.number[name] = await submitIdea(city.phones[phone], kind, sayings[at])
  }
  city.said.sprint = sayings[CONTRIBUTIONS.length]

  await enter("vote")
  const { round } = await lead.send("OpenRound", {
    session: session.id,
    subject: "ideas",
    budget: 5,
    cap: 2,
    hidden: true,
  })
  for (const [i, phone] of city.phones.entries()) {
    await giveDot(choice(phone, city.said.scan))
    await giveDot(choice(phone, city.said.scan))
    if (i > 0) await giveDot(choice(phone, city.said.wifi))
    await ballotArrived(phone)
  }
  const back = await openPhones(await city.room.blank("back rows"), city.event.code, BACK_ROWS)
  const { items } = await back[0].round(round)
  const itemOf = (/** @type {string} */ name) =>
    items.find((/** @type {any} */ one) => one.idea === city.number[name]).item
  for (const phone of back) {
    await phone.vote(round, itemOf("scan"), 2)
    await phone.vote(round, itemOf("wifi"), 1)
  }
  await lead.send("CloseRound", { round })
  for (const name of ["scan", "wifi", "parked"])
    await lead.send("NominateIdea", { idea: city.number[name], on: true })
  await named(city.phones[0], "door-mine").click()
  await city.phones[0].getByText("Vorgemerkt für Maßnahmen").waitFor()
}

/** Two phones say at another event what was said before. @param {City} city */
export async function holdSprint(city) {
  city.sprint = await createEvent(city.desk, { title: EVENTS.sprint, held_on: inDays(-30) })
  const lead = await openConsole(city.desk, city.sprint.id)
  const [session] = (await lead.event()).sessions
  const { id } = session.phases.find((/** @type {any} */ one) => one.kind === "collect")
  await lead.send("EnterPhase", { session: session.id, phase: id })
  const [phone] = await openPhones(await city.room.blank("sprint"), city.sprint.code, 2)
  const { number } = await phone.send("SubmitIdea", {
    session: session.id,
    kind: "idea",
    text: city.said.sprint,
    receipt: phone.receipt,
  })
  city.number.sprint = number
  await lead.send("NominateIdea", { idea: number, on: true })
}
