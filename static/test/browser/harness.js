// A room full of screens: every one in a browser of its own, and all watched for what goes wrong
// unseen. A fault is an error in the console (a break of the content security policy among them),
// an uncaught exception, or a request to anybody but the house.

import assert from "node:assert/strict"
import { mkdirSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import { chromium } from "playwright-core"
import { HOST, startHouse } from "./house.js"

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")

/** How long a page may take to show what a test waits for. */
const PATIENCE_MS = 15_000

/** Screens by face, in the sizes they are drawn for. */
export const SIZES = {
  phone: { width: 390, height: 844 },
  console: { width: 1280, height: 800 },
  staff: { width: 1280, height: 800 },
  projector: { width: 1920, height: 1080 },
}

/** @typedef {keyof typeof SIZES} Face */

/** @param {string[]} [args] more switches for the browser */
export function launch(args = []) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-proxy-server", `--host-resolver-rules=MAP ${HOST} 127.0.0.1, MAP * ~NOTFOUND`, ...args],
  })
}

/**
 * Starts house and browser.
 * @param {string[]} [more] arguments of "serve"
 * @param {string[]} [args] more switches for the browser
 * @returns {Promise<Room>}
 */
export async function openRoom(more = [], args = []) {
  const house = await startHouse(more)
  try {
    return new Room(house, await launch(args))
  } catch (error) {
    await house.stop()
    throw error
  }
}

export class Room {
  /** @type {string[]} */
  faults = []
  /** @type {RegExp[]} */
  #expected = []

  /**
   * @param {Awaited<ReturnType<typeof startHouse>>} house
   * @param {import("playwright-core").Browser} browser
   */
  constructor(house, browser) {
    this.house = house
    this.browser = browser
    this.url = house.url
  }

  /**
   * Opens a screen: a browser profile of its own with one page.
   * @param {Face} face
   * @param {string} name in messages about faults
   * @param {import("playwright-core").BrowserContextOptions} [options]
   */
  async screen(face, name, options = {}) {
    const phone = face === "phone"
    const context = await this.browser.newContext({
      baseURL: this.url,
      viewport: SIZES[face],
      isMobile: phone,
      hasTouch: phone,
      locale: "de-DE",
      timezoneId: "Europe/Berlin",
      reducedMotion: "reduce",
      ...options,
    })
    context.setDefaultTimeout(PATIENCE_MS)
    context.on("page", (page) => this.#watch(page, name))
    return context.newPage()
  }

  /** Opens a page that shows nothing, for requests and sockets without a screen. @param {string} name */
  async blank(name) {
    const page = await this.screen("staff", name)
    await page.route("**/favicon.ico", (route) => route.fulfill({ status: 204 }))
    await page.goto("/healthz")
    return page
  }

  /** @param {import("playwright-core").Page} page @param {string} name */
  #watch(page, name) {
    const own = new URL(this.url).host
    page.on("console", (message) => {
      if (message.type() === "error") this.#fault(name, `${message.text()} (${message.location().url})`)
    })
    page.on("pageerror", (error) => this.#fault(name, error.stack ?? String(error)))
    page.on("request", (request) => {
      const { protocol, host } = new URL(request.url())
      if (host !== own && protocol !== "data:" && protocol !== "blob:")
        this.#fault(name, `asked ${request.url()}`)
    })
  }

  /** @param {string} name @param {string} what */
  #fault(name, what) {
    if (!this.#expected.some((pattern) => pattern.test(what))) this.faults.push(`${name}: ${what}`)
  }

  /**
   * Lets a fault pass that a test brings about on purpose, as long as that takes.
   * @template T
   * @param {RegExp} pattern
   * @param {() => Promise<T>} during
   */
  async expecting(pattern, during) {
    this.#expected.push(pattern)
    try {
      return await during()
    } finally {
      this.#expected.splice(this.#expected.indexOf(pattern), 1)
    }
  }

  /** Fails when anything went wrong since the last call. @param {string} when */
  calm(when) {
    const faults = this.faults.splice(0)
    assert.deepEqual(faults, [], `faults ${when}:\n${faults.join("\n")}`)
  }

  async close() {
    await this.browser.close()
    await this.house.stop()
  }
}

/**
 * Fails when axe finds something serious or critical on a page.
 * @param {import("playwright-core").Page} page
 * @param {string} name
 * @param {string[]} [rules] only these
 */
export async function axe(page, name, rules) {
  // @ts-expect-error it may be there from the last time
  if (!(await page.evaluate(() => Boolean(window.axe)))) await page.evaluate(axeSource)
  const { violations } = await page.evaluate(
    (runOnly) =>
      // @ts-expect-error axe was put there a moment ago
      window.axe.run(document, { resultTypes: ["violations"], iframes: false, ...(runOnly && { runOnly }) }),
    rules,
  )
  const serious = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(
      ({ id, help, nodes }) =>
        `${id}: ${help}\n    ${nodes.map(({ html, any }) => `${html} ${any[0]?.message ?? ""}`).join("\n    ")}`,
    )
  assert.deepEqual(serious, [], `${name} is hard to use for some:\n${serious.join("\n")}`)
}

/**
 * Takes a picture into the folder that SCREENSHOTS names; without one, none.
 * @param {import("playwright-core").Page} page
 * @param {string} name
 */
export async function screenshot(page, name) {
  const folder = process.env.SCREENSHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`) })
}

/**
 * Waits until something holds, or fails saying what did not.
 * @param {string} what
 * @param {() => Promise<unknown>|unknown} holds
 * @param {number} [limitMs]
 */
export async function eventually(what, holds, limitMs = PATIENCE_MS) {
  const until = Date.now() + limitMs
  while (!(await holds())) {
    assert.ok(Date.now() < until, `not within ${limitMs / 1000} s: ${what}`)
    await new Promise((wake) => setTimeout(wake, 100))
  }
}
