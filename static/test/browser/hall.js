// A hall for a whole agenda: a console, the wall, a helper and ten phones as real pages, each heard by
// an ear, under a clock that goes many times as fast. A clerk asks the server what is true.

import assert from "node:assert/strict"
import { randomBytes } from "node:crypto"
import { eventually, openRoom } from "./harness.js"
import { call, openConsole } from "./lines.js"
import { Ear } from "./listening.js"
import { Moderator } from "./moderator.js"
import { named } from "./people.js"
import { createEvent, signIn } from "./stage.js"

/** @typedef {import("playwright-core").Page} Page */

/** So many of the server's seconds pass in one of ours. */
export const RATE = 60
export const PHONES = 10
/** The phone whose own clock is an hour fast, as clocks of phones are. */
const WRONG_CLOCK = 3

const SECOND_MS = 1000

export class Hall {
  /** @type {Page[]} */
  phones = []
  /** @type {Ear[]} */
  ears = []
  /** @type {Page} */ desk
  /** @type {Page} */ wall
  /** @type {Page} the helper, once let in */ helper
  /** @type {Moderator} */ moderator
  /** @type {Awaited<ReturnType<typeof openConsole>>} */ clerk

  /** @param {import("./harness.js").Room} room @param {Page} office @param {{ id: string, code: string }} event */
  constructor(room, office, event) {
    this.room = room
    this.office = office
    this.event = event
    this.code = event.code
  }

  /** @param {object} changes to what the event is made of */
  static async open(changes) {
    const room = await openRoom(["--clock-rate", String(RATE)])
    try {
      const office = await signIn(room)
      const hall = new Hall(room, office, await createEvent(office, { template: "innovation", ...changes }))
      await hall.#fill()
      return hall
    } catch (error) {
      await room.close()
      throw error
    }
  }

  async #fill() {
    this.clerk = await openConsole(this.office, this.event.id)
    const { sessions } = await this.clerk.event()
    this.session = sessions[0]
    this.desk = await this.#screen("console", "console")
    this.wall = await this.#screen("projector", "projector")
    this.moderator = new Moderator(this.desk)
    await this.desk.goto(await this.#invitation())
    await this.moderator.at("Ankommen").waitFor()
    for (let i = 0; i < PHONES; i++) this.phones.push(await this.#screen("phone", `phone ${i}`))
    await this.phones[WRONG_CLOCK].addInitScript(() => {
      const now = Date.now
      Date.now = () => now() + 3_600_000
    })
  }

  async #invitation() {
    const secret = randomBytes(32).toString("base64url")
    await this.clerk.send("Invite", { label: "Moderation Saal 1", secret, role: "moderator" })
    return `/console/${this.event.id}#${secret}`
  }

  /** @param {import("./harness.js").Face} face @param {string} name */
  async #screen(face, name) {
    const page = await this.room.screen(face, name)
    this.ears.push(new Ear(page, name))
    return page
  }

  /** Lets a helper in by a link. @param {string} link */
  async letHelperIn(link) {
    this.helper = await this.#screen("console", "helper")
    await this.helper.goto(link)
    await this.helper.getByRole("heading", { name: "Freigabe" }).waitFor()
    return this.helper
  }

  /** @param {(phone: Page, i: number) => Promise<unknown>} act */
  everybody = (act) => Promise.all(this.phones.map(act))

  /** @param {Page} page @returns {Ear} */
  earOf = (page) => /** @type {Ear} */ (this.ears.find((ear) => ear.page === page))

  /** Waits until a page was told something. A wall of many pages does not show it at once. @param {Page} page @param {string} text */
  told = (page, text) => eventually(`told: ${text}`, () => this.earOf(page).countOf(text) > 0)

  /** What staff can read of the event. */
  contributions = () => call(this.office, `/staff/api/events/${this.event.id}/contributions`)

  /** The newest round as staff can read it. */
  async round() {
    const { rounds } = await this.contributions()
    return rounds.sort((/** @type {any} */ a, /** @type {any} */ b) => b.number - a.number)[0]
  }

  /** All pages by name. @returns {[string, Page | import("playwright-core").Frame][]} */
  pages() {
    const preview = this.desk.frames().find((frame) => frame.url().includes("/preview"))
    assert.ok(preview, "the console shows no preview of the wall")
    return [
      ...this.ears.map(({ name, page }) => /** @type {[string, Page]} */ ([name, page])),
      ["preview", preview],
    ]
  }

  /** What can be read on every page, without the agenda, where the time of day goes by. */
  async texts() {
    const read = ([name, page]) =>
      page
        .evaluate(() =>
          [...document.querySelectorAll("main, .room__people, .strip")].map((part) => part.textContent),
        )
        .then((parts) => /** @type {const} */ ([name, parts.join("\n")]))
    return new Map(await Promise.all(this.pages().map(read)))
  }

  /** Waits until a text is nowhere to be read. @param {string} text */
  async goneEverywhere(text) {
    await eventually(`${text} is gone from every page`, async () => {
      const contents = await Promise.all(this.pages().map(([, page]) => page.content()))
      return contents.every((content) => !content.includes(text))
    })
  }

  /** The server's clock. @returns {Promise<number>} */
  async now() {
    const { now } = await this.clerk.send("Ping", {})
    return now
  }

  /** The time left that each page shows, in seconds. @returns {Promise<[string, number][]>} */
  async timesLeft() {
    const read = async ([name, page]) => {
      const text = await page
        .locator(".timer__left, .strip .timer-clock, [data-name=timer]")
        .first()
        .textContent()
      const [, minutes, seconds] = /(\d+):(\d\d)/.exec(text ?? "") ?? []
      return [name, Number(minutes) * 60 + Number(seconds)]
    }
    return Promise.all(
      this.pages()
        .filter(([name]) => name !== "helper")
        .map(read),
    )
  }

  /** A running timer: every page is within a second of the server's. Pages draw the time once in one of our seconds. */
  async timersAgree() {
    await eventually("all timers agree with the server", async () => {
      const before = await this.now()
      const shown = await this.timesLeft()
      const after = await this.now()
      const { ends_at } = this.earOf(this.desk).session(this.session.id).timer
      const least = (ends_at - after) / SECOND_MS
      const most = (ends_at - before) / SECOND_MS + RATE + 1
      return shown.every(([, left]) => left >= least && left <= most)
    })
  }

  /** A timer that is held: every page shows the same. @param {number} [seconds] what it shows */
  async timersStand(seconds) {
    await eventually(`all timers stand still${seconds ? ` at ${seconds} s` : ""}`, async () => {
      const { left_ms } = this.earOf(this.desk).session(this.session.id).timer ?? {}
      const left = seconds ?? Math.ceil(left_ms / SECOND_MS)
      return left_ms && (await this.timesLeft()).every(([, shown]) => shown === left)
    })
    return Math.ceil(this.earOf(this.desk).session(this.session.id).timer.left_ms / SECOND_MS)
  }

  /** How many frames every ear has heard. */
  heard = () => this.ears.map(({ heard }) => heard.length)

  /** Lets what was just said reach every page: somebody is done, and then is not. @param {Page} phone */
  async settle(phone) {
    const done = this.wall.locator(".strip-end", { hasText: "fertig:" })
    await named(phone, "signal-done").click()
    await done.waitFor()
    await named(phone, "signal-done").click()
    await done.waitFor({ state: "hidden" })
  }
}
