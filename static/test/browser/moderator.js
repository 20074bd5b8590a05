// What a moderator does at the console, as they would do it: the next step, switches, dialogs, votes.

import { eventually } from "./harness.js"
import { about, named } from "./people.js"

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").Locator} Locator */

/**
 * @typedef {object} Plan of a vote
 * @property {string} title
 * @property {string} method
 * @property {string} secrecy
 * @property {boolean} [hidden]
 * @property {boolean} [excludeOwn]
 * @property {number[]} [ideas] picked by hand
 */

/** @typedef {{ label: string, rank: string, numbers: string[] }} Row of a result */

const PRESS_MS = 1000
const HIDDEN = "Ergebnisse bis zum Schließen verdecken"
const EXCLUDE_OWN = "Eigene Ideen ausnehmen"

export class Moderator {
  /** @param {Page} desk */
  constructor(desk) {
    this.desk = desk
  }

  /**
   * Takes the next step, and goes on pressing as nervous people do: what comes too soon after
   * another step is not taken.
   * @param {string} label @param {Locator} done what then is to be seen
   */
  async step(label, done) {
    const next = named(this.desk, "next").filter({ hasText: label })
    await next.waitFor()
    await eventually(`${label} leads on`, async () => {
      if (await done.isVisible()) return true
      await next.click({ timeout: PRESS_MS }).catch(() => {}) // it may have turned into another step
      return done.isVisible()
    })
  }

  /** The title of the present phase. @param {string} title */
  at = (title) => this.desk.getByRole("heading", { level: 1, name: title })

  /** Goes on to the next phase by the large button. @param {string} title */
  next = (title) => this.step(`Weiter: ${title}`, this.at(title))

  /** Turns to a view. @param {string} name */
  view = (name) => this.desk.getByRole("tab", { name: new RegExp(`^${name}`) }).click()

  /** Turns a switch of the page. @param {string} name @param {boolean} on @param {Page | Locator} [within] */
  async turn(name, on, within = this.desk) {
    const button = within.getByRole("switch", { name }).locator("visible=true").first()
    const wanted = String(on)
    if ((await button.getAttribute("aria-checked")) !== wanted) await button.click()
    await eventually(
      `${name} is ${wanted}`,
      async () => (await button.getAttribute("aria-checked")) === wanted,
    )
  }

  /** Opens a dialog from the list of ways. @param {string} name */
  async open(name) {
    await named(this.desk, `open-${name}`).click()
    return this.desk.getByRole("dialog")
  }

  /** Opens what can be done with one idea. @param {number} idea */
  async openIdea(idea) {
    await this.view("Ideen")
    await named(this.desk, "search").fill(`#${idea}`)
    await this.desk.getByRole("button", { name: `Mehr zu #${idea}`, exact: true }).click()
    return this.desk.getByRole("dialog")
  }

  close = () => this.desk.keyboard.press("Escape")

  /** Prepares a vote beside what the agenda plans. @param {Plan} plan */
  async prepare(plan) {
    await this.view("Abstimmung")
    const another = this.desk.locator("details.another:not(.comparison)")
    if (await another.count()) {
      const form = another.locator(".prepare")
      if (!(await form.isVisible())) await another.locator("summary").first().click()
    }
    const form = this.desk.locator(".prepare")
    await this.#choose(form, "method", plan.method)
    await this.#choose(form, "subject", "ideas")
    await this.#choose(form, "secrecy", plan.secrecy)
    await named(form, "round-title").fill(plan.title)
    if (plan.secrecy !== "secret") await this.turn(HIDDEN, Boolean(plan.hidden), form)
    await this.turn(EXCLUDE_OWN, Boolean(plan.excludeOwn), form)
    if (plan.ideas) await this.#pick(form, plan.ideas)
    return form
  }

  /** Prepares and opens it. @param {Plan} plan */
  async ask(plan) {
    await this.prepare(plan)
    await named(this.desk, "open-vote").click()
    await this.running(plan.title)
  }

  /** Waits until a vote runs. @param {string} title */
  running = (title) => this.desk.locator(".running__question", { hasText: title }).waitFor()

  /** @param {Locator} form @param {string} name @param {string} value */
  async #choose(form, name, value) {
    await form.locator("label", { has: this.desk.locator(`input[name="${name}"][value="${value}"]`) }).click()
  }

  /** Ticks these ideas and no others. @param {Locator} form @param {number[]} ideas */
  async #pick(form, ideas) {
    await this.#choose(form, "scope", "picked")
    const none = form.getByRole("button", { name: "Gefundene abwählen" })
    if (await none.isEnabled()) await none.click()
    const search = form.locator(".picker__search")
    for (const idea of ideas) {
      await search.fill(`#${idea}`)
      const tick = about(this.desk, ".prepare .tick", `#${idea}`).locator("input")
      if (!(await tick.isChecked())) await tick.check()
    }
    await search.fill("")
  }

  /** Closes the vote that runs, at a press. */
  async closeVote() {
    await this.step("Abstimmung schließen", this.desk.locator("details.results[open] .result-table").first())
  }

  /** Closes a secret one, which asks first. */
  async closeSecret() {
    await this.step("Abstimmung schließen", named(this.desk, "close-round"))
    await named(this.desk, "close-round").click()
    await this.desk.locator("details.results[open] .result-table").first().waitFor()
  }

  /** What the latest result says in numbers. @returns {Promise<Row[]>} */
  async result() {
    const table = this.desk.locator("details.results[open] .result-table").first()
    await table.waitFor()
    return table.locator("tbody tr").evaluateAll((rows) =>
      rows.map((row) => ({
        label:
          row.querySelector(".idea-number")?.lastChild?.textContent ??
          row.querySelector(".result-table__name")?.textContent?.trim() ??
          "",
        rank: row.querySelector(".result-table__rank")?.firstChild?.textContent ?? "",
        numbers: [...row.querySelectorAll("td.number")].map((cell) => cell.textContent ?? ""),
      })),
    )
  }
}
