// A person with a keyboard and nothing else. Each time the focus stops, it has to be seen.

import assert from "node:assert/strict"

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").Locator} Locator */

/** More stops than any page has. */
const FAR = 220

export class Keyboard {
  /** @param {Page} page */
  constructor(page) {
    this.page = page
  }

  /** @param {string} key */
  async press(key) {
    await this.page.keyboard.press(key)
  }

  /** Steps on until something has the focus. @param {Locator} target */
  async to(target) {
    await target.waitFor()
    for (let stops = 0; stops < FAR; stops++) {
      if (await target.evaluate((element) => element === document.activeElement)) return this.seen()
      await this.press("Tab")
      await this.seen()
    }
    assert.fail(`no way by keyboard to ${target}`)
  }

  /** @param {string} name of a button that opens a dialog */
  async open(name) {
    await this.to(this.page.locator(`[data-name="${name}"]`).locator("visible=true").first())
    await this.press("Enter")
    await this.page.getByRole("dialog").waitFor()
  }

  /** Types into a field, instead of what stands there. @param {Locator} field @param {string} text */
  async fill(field, text) {
    await this.to(field)
    await this.press("Control+a")
    await this.page.keyboard.type(text)
  }

  /** Chooses among radio buttons with the arrow keys. @param {string} group @param {string} value */
  async choose(group, value) {
    const wanted = this.page.locator(`input[name="${group}"][value="${value}"]`)
    const count = await this.page.locator(`input[name="${group}"]`).count()
    await this.to(this.page.locator(`input[name="${group}"]:checked`))
    for (let tries = 0; tries < count && !(await wanted.isChecked()); tries++) {
      await this.press("ArrowDown")
      await this.seen()
    }
    assert.ok(await wanted.isChecked(), `${group} cannot be ${value}`)
  }

  /** Goes once through everything that can have the focus, and fails where it is caught. */
  async everywhere() {
    const met = await this.#stops()
    assert.ok(met > 5, `the focus stops at ${met} places`)
  }

  /** Goes once round the open dialog: all of it is reached, and nothing behind it. */
  async round() {
    const met = await this.#stops()
    assert.ok(met > 0, "nothing in the dialog can have the focus")
    const outside = await this.page.evaluate(() => {
      const { activeElement } = document
      return activeElement !== document.body && !activeElement?.closest("dialog")
    })
    assert.ok(!outside, "the focus gets behind the dialog")
  }

  /** How many places the focus stops at until it comes back to the first. */
  async #stops() {
    await this.page.evaluate(() => {
      for (const one of document.querySelectorAll("[data-met]")) one.removeAttribute("data-met")
    })
    for (let stops = 0; stops < FAR; stops++) {
      const known = await this.page.evaluate(() => {
        const element = document.activeElement
        if (!element || element === document.body || element.tagName === "HTML") return false
        const met = element.hasAttribute("data-met")
        element.setAttribute("data-met", "")
        return met
      })
      if (known) return this.page.locator("[data-met]").count()
      await this.press("Tab")
      await this.seen()
    }
    return assert.fail("the focus never comes back to where it was")
  }

  /** Fails when something has the focus and does not show it. */
  async seen() {
    const hidden = await this.page.evaluate(async () => {
      await new Promise(requestAnimationFrame) // styles change at the next picture
      await new Promise(requestAnimationFrame)
      const element = document.activeElement
      if (!element || element === document.body || element.tagName === "HTML") return ""
      const marked = [element, element.closest("label"), element.closest(".choice")].some((one) => {
        if (!one) return false
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one)
        return (outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2) || boxShadow !== "none"
      })
      const { width, height } = element.getBoundingClientRect()
      if (element.matches(":focus-visible") && marked && width > 0 && height > 0) return ""
      return `${element.outerHTML.slice(0, 200)} (${getComputedStyle(element).outline})`
    })
    assert.equal(hidden, "", "the focus cannot be seen")
  }

  /** The data-name of what has the focus, "" without one. @returns {Promise<string>} */
  async name() {
    return (await this.attribute("data-name")) ?? ""
  }

  /** @param {string} name of an attribute of what has the focus */
  attribute(name) {
    return this.page.evaluate((name) => document.activeElement?.getAttribute(name) ?? null, name)
  }
}
