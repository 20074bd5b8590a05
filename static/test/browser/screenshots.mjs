// Takes pictures of all four faces, light and dark, in the middle of a workshop:
//
//   node browser/screenshots.mjs [--out FOLDER] [--count 60] [--csv FILE] [--language en] [--zoom 2] [--readme]
//
// The contributions are the project's own example, or the column "text" of a CSV file, sorted into
// fields by its column "topic". With --readme the pictures of the README are made anew as well.

import { copyFileSync, mkdirSync, readFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { contributions, workshop } from "./example.js"
import { launch, openRoom, Room, SIZES } from "./harness.js"
import { startDemo } from "./house.js"
import { call } from "./lines.js"
import { joinEvent, spendDots, submitIdea } from "./people.js"
import { createEvent, inDays, Stage, signIn } from "./stage.js"

const README_FOLDER = fileURLToPath(new URL("../../../.screenshots", import.meta.url))

/** Which picture stands for a face in the README. */
const README = {
  phone: "phone-3-collect-light",
  console: "console-3-cluster-light",
  staff: "staff-3-contributions-light",
  measures: "plan-1-measures-light",
  profile: "plan-2-profile-light",
  roadmap: "plan-3-roadmap-light",
  portfolio: "plan-4-portfolio-light",
  projector: "projector-5-results-light",
  voting: "console-6-voting-light",
  ballot: "phone-6-scale-light",
  matrix: "projector-6-matrix-light",
  results: "projector-7-reveal-light",
}

/** Until a page has changed its colours and nothing moves. */
const SETTLE_MS = 1200

const { values: flags } = parseArgs({
  options: {
    out: { type: "string", default: join(tmpdir(), "masswerk-screenshots") },
    count: { type: "string", default: String(contributions.length) },
    csv: { type: "string" },
    language: { type: "string", default: "de" },
    zoom: { type: "string", default: "1" },
    readme: { type: "boolean", default: false },
  },
})

/** @param {string} text @returns {Record<string, string>[]} the rows of a CSV file by their headings */
function parseCSV(text) {
  const separator = text.slice(0, text.indexOf("\n")).includes(";") ? ";" : ","
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"|([^${separator}\\r\\n]*))(${separator}|\\r?\\n|$)`, "gy")
  /** @type {string[][]} */
  const rows = [[]]
  for (const [, quoted, plain, end] of text.replace(/^\ufeff/, "").matchAll(cell)) {
    rows[rows.length - 1].push(quoted?.replaceAll('""', '"') ?? plain)
    if (end === "") break
    if (end !== separator) rows.push([])
  }
  const [headings, ...lines] = rows.filter((row) => row.length > 1)
  return lines.map((line) => Object.fromEntries(headings.map((heading, i) => [heading, line[i]])))
}

/** @returns {{ kind: string, field: string, text: string }[]} */
function chosen() {
  const all = flags.csv
    ? parseCSV(readFileSync(flags.csv, "utf8")).map(({ text, topic = "" }, i) => ({
        kind: i % 3 === 2 ? "expectation" : "idea",
        field: topic,
        text,
      }))
    : contributions
  return all.slice(0, Number(flags.count))
}

/** @param {import("playwright-core").Page} page @param {string} name */
async function picture(page, name) {
  const told = page.locator(".toast button").last() // what has just been done would cover the rest
  if (await told.isVisible()) await told.click()
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
    await page.evaluate(() => {
      window.scrollTo(0, 0)
      return document.fonts.ready
    })
    await page.waitForTimeout(SETTLE_MS)
    await page.waitForFunction(() =>
      document.getAnimations().every(({ playState }) => playState !== "running"),
    )
    await page.screenshot({ path: join(flags.out, `${name}-${colorScheme}.png`) })
  }
}

/** Zooming in makes the page smaller in its own measure. @param {keyof typeof SIZES} face */
function zoomed(face) {
  const zoom = face === "projector" ? 1 : Number(flags.zoom)
  const { width, height } = SIZES[face]
  return {
    viewport: { width: Math.round(width / zoom), height: Math.round(height / zoom) },
    deviceScaleFactor: zoom,
  }
}

/** The plan of the made-up city. */
async function takePlan() {
  const house = await startDemo()
  const city = new Room(house, await launch([]))
  try {
    const office = await city.screen("staff", "plan", zoomed("staff"))
    await office.goto("/staff")
    await office.locator("[name=login]").fill("redaktion")
    await office.locator("[name=password]").fill(house.password)
    await office.keyboard.press("Enter")
    await office.getByRole("navigation").first().waitFor()
    for (const [name, path] of [
      ["plan-1-measures", "/staff/measures"],
      ["plan-3-roadmap", "/staff/measures/roadmap"],
      ["plan-4-portfolio", "/staff/assessing/portfolio"],
      ["plan-5-structure", "/staff/structure"],
      ["plan-6-inbox", "/staff/inbox"],
    ]) {
      await office.goto(path)
      await office.getByRole("heading", { level: 1 }).waitFor()
      await picture(office, name)
    }
    await office.goto("/staff/measures")
    await office.locator("tbody a").first().click()
    await office.getByRole("heading", { level: 1, name: "Mobile Ausstattung" }).waitFor()
    await picture(office, "plan-2-profile")
    city.calm("while the plan's pictures were taken")
  } finally {
    await city.close()
  }
}

mkdirSync(flags.out, { recursive: true })
await takePlan()
const room = await openRoom()
try {
  const staff = await signIn(room)
  await call(staff, "/staff/api/house", { name: "Stadt Musterhausen", notice: "" }, "PUT")
  const event = await createEvent(staff, { language: flags.language })
  const stage = await Stage.open(staff, event, 24)
  await stage.lead.send("Welcome", { text: workshop.welcome })

  const phone = await room.screen("phone", "phone", zoomed("phone"))
  const office = await room.screen("staff", "staff", {
    ...zoomed("staff"),
    storageState: await staff.context().storageState(),
  })
  const desk = await office.context().newPage()
  const wall = await room.screen("projector", "projector")

  await phone.goto("/")
  await picture(phone, "phone-1-enter")
  await joinEvent(phone, event.code)
  const { link } = await call(staff, `/console/${event.id}/projector`, { session: stage.session.id })
  await wall.goto(link)
  await desk.goto(`/console/${event.id}`)
  await desk.getByRole("heading").first().waitFor()
  await picture(phone, "phone-2-lobby")
  await picture(desk, "console-1-lobby")
  await picture(wall, "projector-1-join")

  await stage.enter("collect")
  const all = chosen()
  for (const { kind, text } of all.slice(0, 2)) await submitIdea(phone, kind, text)
  const numbers = [1, 2, ...(await stage.submit(all.slice(2)))]
  for (const [i, one] of stage.phones.entries()) {
    for (const idea of numbers.filter((number) => (number * 7 + i * 13) % 11 < number % 5)) {
      await one.send("Support", { idea, on: true })
    }
  }
  await phone.locator("#idea").fill("Unterlagen einmal einreichen, statt sie jedem Amt neu zu schicken")
  await picture(phone, "phone-3-collect")
  await phone.locator("#idea").fill("")
  await desk.keyboard.press("2")
  await picture(desk, "console-2-collect")
  await picture(wall, "projector-2-wall")

  await stage.enter("cluster")
  await stage.cluster(all, numbers)
  await desk.keyboard.press("4")
  await picture(desk, "console-3-cluster")
  await picture(wall, "projector-3-board")

  await stage.enter("vote")
  const round = await stage.vote({})
  await spendDots(phone, 3)
  await picture(phone, "phone-4-vote")
  await desk.keyboard.press("5")
  await picture(desk, "console-4-vote")
  await picture(wall, "projector-4-vote")

  await stage.lead.send("CloseRound", { round })
  await stage.enter("results")
  await stage.lead.send("ShowResults", { round, on: true })
  for (const idea of numbers.slice(0, 3)) await stage.lead.send("NominateIdea", { idea, on: true })
  await picture(phone, "phone-5-results")
  await picture(desk, "console-5-results")
  await picture(wall, "projector-5-results")

  await stage.enter("vote")
  await desk.keyboard.press("5")
  await desk.locator(".another:not(.comparison) summary").click()
  await desk.locator("label", { has: desk.locator('input[name="method"][value="scale"]') }).click()
  await picture(desk, "console-6-voting")
  const rated = await stage.rate()
  await phone.locator(".grade").nth(3).click()
  await picture(phone, "phone-6-scale")
  await stage.lead.send("CloseRound", { round: rated })
  const [{ id: projector }] = await stage.projectors()
  const show = (/** @type {object} */ what) =>
    stage.lead.send("DirectProjector", {
      projector,
      session: stage.session.id,
      step: -1,
      theme: "light",
      ...what,
    })
  await show({ scene: "matrix", round: rated })
  await picture(wall, "projector-6-matrix")
  await show({ scene: "results", round, step: 4 })
  await picture(wall, "projector-7-reveal")

  const api = `/staff/api/events/${event.id}`
  await call(staff, `${api}/promote`, {
    ideas: numbers.slice(0, 1),
    fields: [],
    title: "Zentrale Scanstelle für die Eingangspost",
    summary: "Die Eingangspost wird an einer Stelle gescannt und noch am selben Tag digital verteilt.",
  })
  const reason = "Das prüft die Arbeitsgruppe bis zum Sommer."
  const parked = { ideas: numbers.slice(1, 2), kind: "parked", reason, review_on: inDays(180) }
  await call(staff, `${api}/outcomes`, parked, "PUT")
  await call(staff, `${api}/outcomes/publish`, {})
  await phone.goto(`/e/${event.code}/ideas`)
  await picture(phone, "phone-7-my-ideas")
  for (const [name, path] of [
    ["staff-1-events", "/staff"],
    ["staff-2-event", `/staff/events/${event.id}`],
    ["staff-3-contributions", `/staff/events/${event.id}/contributions`],
    ["staff-4-print", `/staff/events/${event.id}/print`],
  ]) {
    await office.goto(path)
    await office.getByRole("heading").first().waitFor()
    await picture(office, name)
  }

  if (flags.readme) {
    mkdirSync(README_FOLDER, { recursive: true })
    for (const [face, name] of Object.entries(README)) {
      copyFileSync(join(flags.out, `${name}.png`), join(README_FOLDER, `${face}.png`))
    }
  }
  process.stdout.write(`${flags.out}\n`)
  room.calm("while the pictures were taken")
} finally {
  await room.close()
}
