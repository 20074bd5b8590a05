// Brings an event to where a test or a picture needs it, by the same requests the pages make.

import { fields, workshop } from "./example.js"
import { call, openConsole, openPhones } from "./lines.js"

export const STAFF = { name: "Büro CIIO", login: "ciio", password: "gut-behuetetes-Kennwort" }

/** @param {number} days from today @returns {string} "2026-11-30" */
export const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

/**
 * Opens a blank page of the house where the first account is signed in.
 * @param {import("./harness.js").Room} room
 */
export async function signIn(room) {
  const page = await room.blank("requests")
  const secret = room.house.setup.split("#")[1]
  await call(page, "/staff/api/setup", { secret, ...STAFF })
  return page
}

/**
 * @param {import("playwright-core").Page} staff
 * @param {object} [changes] to what the event is made of
 * @returns {Promise<{ id: string, code: string }>}
 */
export function createEvent(staff, changes = {}) {
  return call(staff, "/staff/api/events", {
    template: "workshop",
    title: workshop.title,
    format: "workshop",
    language: "de",
    address: "sie",
    held_on: inDays(0),
    delete_on: inDays(90),
    publication: "internal",
    sessions: [{ title: workshop.session, prompt: workshop.prompt }],
    ...changes,
  })
}

const criteria = [
  { name: "Wirkung", low: "gering", high: "groß", less: false },
  { name: "Aufwand", low: "gering", high: "hoch", less: true },
]

/** About so much from 1 to 5, as people differ. @param {number} leaning @param {number} person */
const grade = (leaning, person) => 1 + Math.min(4, Math.round((leaning / 22) * 4 + ((person * 5) % 3) * 0.4))

/** An event under way: led by a console without a screen, attended by phones without one. */
export class Stage {
  /** @param {import("playwright-core").Page} staff @param {{ id: string, code: string }} event */
  constructor(staff, event) {
    this.staff = staff
    this.event = event
  }

  /**
   * @param {import("playwright-core").Page} staff
   * @param {{ id: string, code: string }} event
   * @param {number} phones
   */
  static async open(staff, event, phones) {
    const stage = new Stage(staff, event)
    stage.lead = await openConsole(staff, event.id)
    stage.phones = await openPhones(staff, event.code, phones)
    stage.session = (await stage.lead.event()).sessions[0]
    return stage
  }

  /** @param {string} kind of the phase to enter */
  enter(kind) {
    const phase = this.session.phases.find((phase) => phase.kind === kind)
    return this.lead.send("EnterPhase", { session: this.session.id, phase: phase.id })
  }

  /**
   * The phones take turns in submitting.
   * @param {{ kind: string, text: string }[]} contributions
   * @returns {Promise<number[]>} their numbers
   */
  async submit(contributions) {
    const numbers = []
    for (const [i, { kind, text }] of contributions.entries()) {
      const phone = this.phones[i % this.phones.length]
      const { number } = await phone.send("SubmitIdea", {
        session: this.session.id,
        kind,
        text,
        receipt: phone.receipt,
      })
      numbers.push(number)
    }
    return numbers
  }

  /**
   * Creates the topic fields that occur and moves every idea to its own.
   * @param {{ field: string }[]} contributions
   * @param {number[]} numbers of them
   */
  async cluster(contributions, numbers) {
    const titles = [...new Set(contributions.map(({ field }) => field))].filter(Boolean)
    for (const [i, title] of titles.entries()) {
      const color = fields.find((known) => known.title === title)?.color ?? i % 12
      const { field } = await this.lead.send("CreateField", { title, color })
      const ideas = numbers.filter((_, at) => contributions[at].field === title)
      await this.lead.send("MoveIdeas", { ideas, field })
    }
  }

  /** Opens a round by impact and effort, and lets every phone rate every item. */
  async rate() {
    const { round } = await this.lead.send("OpenRound", {
      session: this.session.id,
      subject: "ideas",
      method: "scale",
      secrecy: "pseudonymous",
      hidden: true,
      criteria,
    })
    const { items } = await this.lead.round(round)
    for (const [i, phone] of this.phones.entries()) {
      for (const { item } of items) {
        const impact = grade((item * 7) % 23, i)
        const effort = grade((item * 11) % 19, i + 3)
        await phone.vote(round, item, impact + 10 * effort)
      }
    }
    return round
  }

  /** The projectors as a console sees them. */
  async projectors() {
    const lead = await openConsole(this.staff, this.event.id)
    return (await lead.event()).projectors
  }

  /**
   * Opens a round and lets every phone spend its five points.
   * @param {object} settings
   */
  async vote(settings) {
    const { round } = await this.lead.send("OpenRound", {
      session: this.session.id,
      subject: "ideas",
      budget: 5,
      cap: 2,
      hidden: true,
      ...settings,
    })
    const { items } = await this.lead.round(round)
    for (const [i, phone] of this.phones.entries()) {
      const choice = [i % 3, 3 + ((i * i) % 5), 8 + (i % 4)]
      for (const [turn, points] of [2, 2, 1].entries()) {
        await phone.vote(round, items[choice[turn] % items.length].item, points)
      }
    }
    return round
  }
}
