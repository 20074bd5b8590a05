// Takes pictures of every scene of the projector:
//
//   node browser/scenes.mjs --out FOLDER [--only wall,matrix] [--count 5,50,500] [--theme light,dark,bright]
//     [--size 1920x1080,1024x768] [--language de] [--many] [--axe]
//
// Whatever is cut off or sticks out is a fault; with --axe, so is what is hard to use. --many: several sessions.

import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { outside } from "./fitting.js"
import { axe, launch } from "./harness.js"
import { openGallery, openScene, SCENES } from "./scenery.js"

const SETTLE_MS = 1300

const { values: flags } = parseArgs({
  options: {
    out: { type: "string" },
    only: { type: "string", default: Object.keys(SCENES).join() },
    count: { type: "string", default: "50" },
    theme: { type: "string", default: "light" },
    size: { type: "string", default: "1920x1080" },
    language: { type: "string", default: "de" },
    axe: { type: "boolean", default: false },
    many: { type: "boolean", default: false },
  },
})

const gallery = await openGallery()
const browser = await launch()
let faults = 0
try {
  if (flags.out) mkdirSync(flags.out, { recursive: true })
  for (const size of flags.size.split(",")) {
    const [width, height] = size.split("x").map(Number)
    for (const theme of flags.theme.split(",")) {
      for (const count of flags.count.split(",").map(Number)) {
        for (const name of flags.only.split(",")) {
          const context = await browser.newContext({ viewport: { width, height }, reducedMotion: "reduce" })
          const page = await context.newPage()
          page.on("console", (message) => {
            if (message.type() === "error") complain(name, message.text())
          })
          page.on("pageerror", (error) => complain(name, error.stack ?? String(error)))
          await openScene(page, gallery.url, name, {
            count,
            theme,
            language: flags.language,
            many: flags.many,
          })
          await page.waitForTimeout(SETTLE_MS)
          const title = `${name}-${count}-${theme}-${size}-${flags.language}`
          if (flags.out) await page.screenshot({ path: join(flags.out, `${title}.png`) })
          for (const what of await outside(page)) complain(title, what)
          if (flags.axe) await axe(page, title).catch((error) => complain(title, error.message))
          await context.close()
        }
      }
    }
  }
} finally {
  await browser.close()
  gallery.close()
}
process.exitCode = faults > 0 ? 1 : 0

/** @param {string} name @param {string} what */
function complain(name, what) {
  faults++
  process.stderr.write(`${name}: ${what}\n`)
}
