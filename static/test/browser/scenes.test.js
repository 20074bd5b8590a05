// Every scene of the projector with few items and with many: whole on the smallest and the largest
// screen, and, in all its themes, without what axe calls serious.

import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { outside } from "./fitting.js"
import { axe, eventually, launch, SIZES } from "./harness.js"
import { framesOf, openGallery, openScene, SCENES } from "./scenery.js"

const COUNTS = [5, 50]
/** Themes, and how the page shows that it wears them. */
const THEMES = {
  light: ':root[data-kern-theme="light"]:not([data-bright])',
  dark: ':root[data-kern-theme="dark"]',
  bright: ":root[data-bright]",
}
/** What a theme can change of what axe looks for. */
const COLOURS = ["color-contrast", "link-in-text-block"]
/** Which frame tells a projector its theme. */
const EVENT = 1
const EXTREMES = [
  { width: 1024, height: 768 },
  { width: 3840, height: 2160 },
]
const LANGUAGE = "de"
const FITTING_MS = 4000
const AT_ONCE = 2

/** @type {Awaited<ReturnType<typeof openGallery>>} */
let gallery
/** @type {Awaited<ReturnType<typeof launch>>} */
let browser

before(async () => {
  gallery = await openGallery()
  browser = await launch()
})

after(async () => {
  await browser?.close()
  gallery?.close()
})

for (const count of COUNTS) {
  test(`every scene, with ${count} items`, { concurrency: AT_ONCE }, async (scenes) => {
    await Promise.all(Object.keys(SCENES).map((name) => scenes.test(name, () => examine(name, count))))
  })
}

/** @param {string} name @param {number} count */
async function examine(name, count) {
  const context = await browser.newContext({ viewport: SIZES.projector, reducedMotion: "reduce" })
  try {
    const page = await context.newPage()
    /** @type {string[]} */
    const faults = []
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()))
    page.on("pageerror", (error) => faults.push(String(error)))
    const how = { count, language: LANGUAGE }
    const { say } = await openScene(page, gallery.url, name, { ...how, theme: "light" })
    for (const [theme, worn] of Object.entries(THEMES)) {
      say(framesOf(name, { ...how, theme })[EVENT])
      await page.locator(worn).waitFor()
      await settled(page)
      await axe(page, `${name} in ${theme}`, theme === "light" ? undefined : COLOURS)
    }
    for (const size of EXTREMES) {
      await page.setViewportSize(size)
      await settled(page)
      await whole(page).catch(async () => {
        assert.deepEqual(await outside(page), [], `${name} at ${size.width}×${size.height}`)
      })
    }
    assert.deepEqual(faults, [])
  } finally {
    await context.close()
  }
}

/** Texts are set once their place is measured. @param {import("playwright-core").Page} page */
const whole = (page) =>
  eventually("nothing is cut off", async () => (await outside(page)).length === 0, FITTING_MS)

/** Waits until nothing moves and no colour changes. @param {import("playwright-core").Page} page */
async function settled(page) {
  let before = ""
  await eventually("the scene stands still", async () => {
    const now = await page.evaluate(async () => {
      await new Promise(requestAnimationFrame)
      await new Promise(requestAnimationFrame)
      const moving = document.getAnimations().some(({ playState }) => playState === "running")
      const places = [...document.querySelectorAll(".stage *")].map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect()
        return [x, y, width, height].map(Math.round).join()
      })
      return [getComputedStyle(document.body).color, moving, ...places].join(" ")
    })
    const still = now === before
    before = now
    return still
  })
}
