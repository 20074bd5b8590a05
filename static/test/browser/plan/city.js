// The people of a city who make a plan, each in a browser of their own, and what they share.

import assert from "node:assert/strict"
import { axe, screenshot } from "../harness.js"

/** @typedef {import("playwright-core").Page} Page */

export const PASSWORD = "gut-behuetetes-Kennwort"
export const UNIT = "FB 10 Zentrale Dienste"
export const EVENTS = {
  workshop: "Innovationswerkstatt Digitales Arbeiten",
  sprint: "Ideensprint Bürgerservice",
}
export const MEASURES = { scan: "Zentrale Scanstelle", wifi: "WLAN in allen Dienstgebäuden" }

/** The accounts that the administration makes. */
export const STAFF = {
  editor: { name: "Redaktion Strategie", login: "redaktion", roles: ["Redaktion"] },
  second: { name: "Redaktion Themenfelder", login: "redaktion2", roles: ["Redaktion"] },
  release: { name: "Freigabe CIIO", login: "freigabe", roles: ["Freigabe"] },
  assessor: { name: "Bewertung FB 10", login: "bewertung", roles: ["Bewertung"] },
  lead: { name: "Leitung FB 10", login: "leitung", roles: ["Federführung"] },
  reader: { name: "Personalrat", login: "personalrat", roles: ["Einsicht"] },
}

/** @typedef {keyof typeof STAFF | "admin" | "expert"} Role */

/** How long a page of many parts may take on a busy machine. */
const PATIENCE_MS = 45_000

/** In the page: waits until it has drawn itself and no colour is on its way to another. */
async function drawn() {
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))
  const turning = document.getAnimations().filter((one) => one instanceof CSSTransition)
  await Promise.allSettled(turning.map(({ finished }) => finished))
}

export class City {
  /** @type {Record<Role, Page>} */ staff = /** @type {any} */ ({})
  /** @type {Page[]} */ phones = []
  /** @type {Page} where requests are made as the editor */ desk
  /** @type {{ id: string, code: string }} */ event
  /** @type {{ id: string, code: string }} */ sprint
  /** Numbers of contributions, by what becomes of them. @type {Record<string, number>} */ number = {}
  /** Their texts. @type {Record<string, string>} */ said = {}
  /** Ids of measures. @type {Record<keyof typeof MEASURES, string>} */ measure = { scan: "", wifi: "" }
  round = ""
  statusLink = ""
  ideaLink = ""
  /** @type {Page} the phone on which the unit reports */ unit

  /** @param {import("../harness.js").Room} room @param {string} issuer */
  constructor(room, issuer) {
    this.room = room
    this.issuer = issuer
  }

  /**
   * Opens a screen for somebody.
   * @param {import("../harness.js").Face} face
   * @param {string} name
   * @param {import("playwright-core").BrowserContextOptions} [options]
   */
  async screen(face, name, options) {
    const page = await this.room.screen(face, name, options)
    page.context().setDefaultTimeout(PATIENCE_MS)
    return page
  }

  /** Everybody's page by name. @returns {[string, Page][]} */
  pages() {
    return [
      ...Object.entries(this.staff),
      ...this.phones.map((phone, i) => /** @type {[string, Page]} */ ([`phone ${i}`, phone])),
    ]
  }

  /** Looks at a page as axe does, by day and by night, once it has drawn itself. @param {Page} page @param {string} name */
  async look(page, name) {
    await page.getByRole("heading").first().waitFor()
    await page.locator('.waiting, [aria-busy="true"]').first().waitFor({ state: "detached" })
    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      await page.emulateMedia({ colorScheme })
      await page.evaluate(drawn)
      await screenshot(page, `plan-${name}-${colorScheme}`)
      await axe(page, `${name}, ${colorScheme}`)
    }
    await page.emulateMedia({ colorScheme: "light" })
  }

  /** @param {Role} who @param {string} path */
  async go(who, path) {
    await this.staff[who].goto(path)
    await this.staff[who].getByRole("heading", { level: 1 }).waitFor()
    return this.staff[who]
  }

  /** The profile of a measure. @param {Role} who @param {keyof typeof MEASURES} measure */
  async openMeasure(who, measure) {
    const page = await this.go(who, `/staff/measures/${this.measure[measure]}`)
    await page.getByRole("heading", { level: 1, name: MEASURES[measure] }).waitFor()
    return page
  }

  /** Asks as a page would. @param {Role} who @param {string} method @param {string} path @param {object} [body] */
  ask(who, method, path, body) {
    return this.room.expecting(/status of 4\d\d/, () =>
      this.staff[who].evaluate(
        async ([method, path, body]) => {
          const headers = body ? { "Content-Type": "application/json" } : {}
          const response = await fetch(path, { method, headers, body })
          const text = await response.text()
          return { status: response.status, text, ...(text.startsWith("{") ? JSON.parse(text) : {}) }
        },
        /** @type {const} */ ([method, path, body && JSON.stringify(body)]),
      ),
    )
  }

  /** @param {Role} who @param {string} method @param {string} path @param {object} [body] */
  async assertForbidden(who, method, path, body) {
    const { status, code } = await this.ask(who, method, path, body)
    assert.deepEqual([status, code], [403, "forbidden"], `${who} may ${method} ${path}`)
  }
}
