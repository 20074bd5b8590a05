// What becomes of a vote: revealed place by place, shown on phones, held again, compared, drawn.

import assert from "node:assert/strict"
import { mainNumber } from "../counting.js"
import { eventually } from "../harness.js"
import { about, castBallot, choice, choiceOf, named } from "../people.js"

/** @typedef {import("../hall.js").Hall} Hall */
/** @typedef {import("../counting.js").Sum} Sum */

/**
 * The places of a result come one by one, from the last, by the presenter's remote.
 * @param {Hall} hall @param {Map<string, Sum>} sums @param {(label: string) => string} textOf
 */
export async function reveal({ desk, wall, moderator }, sums, textOf) {
  const cover = named(desk, "cover").or(named(desk, "reveal-start")).first()
  await cover.click()
  await wall.locator(".covered-places").waitFor()
  const places = [...new Set([...sums.values()].map(({ rank }) => rank))].sort((a, b) => b - a)
  const shown = () => wall.locator(".picture").textContent()
  const drawn = () => wall.locator(".chart > [aria-hidden]").textContent()
  for (const [at, place] of places.entries()) {
    await desk
      .locator(".reveal", { hasText: `${at} von ${places.length}` })
      .first()
      .waitFor()
    await desk.locator("body").press("PageDown")
    for (const [label, { rank }] of sums) {
      if (rank === place)
        await eventually(`place ${place} is revealed`, async () => (await drawn())?.includes(textOf(label)))
      if (rank < place) assert.ok(!(await shown())?.includes(textOf(label)), `${label} is revealed too soon`)
    }
    assert.ok(await moderator.at("Die stärksten Ideen").isVisible(), "the remote left the phase")
  }
}

/** The wall says the same in a table for those who cannot see the picture. @param {Hall} hall @param {string} method @param {Map<string, Sum>} sums @param {(label: string) => string} textOf */
export async function assertOnWall({ wall }, method, sums, textOf) {
  const read = () =>
    wall
      .locator(".picture table tbody tr")
      .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? "")))
  await eventually("the wall shows the result", async () => (await read()).length >= sums.size)
  const rows = await read()
  for (const [label, sum] of sums) {
    const row = rows.find((cells) => cells[1] === textOf(label))
    assert.ok(row, `the wall does not tell of ${label}`)
    assert.equal(parseInt(row[0], 10), sum.rank, `the wall's rank of ${label}`)
    assert.equal(row[2], mainNumber(method, sum), `the wall's number for ${label}`)
    assert.equal(row[row.length - 2], String(sum.voters), `the wall's voters of ${label}`)
  }
}

/** Phones see a result when the moderator says so, each with its own choice. @param {Hall} hall @param {Map<string, Sum>} sums @param {import("../counting.js").Ballot[]} ballots */
export async function showOnPhones(hall, sums, ballots) {
  const { desk, everybody, moderator, phones } = hall
  for (const phone of phones)
    assert.equal(await phone.locator(".bars").count(), 0, "a phone sees it too soon")
  await moderator.step(
    "Ergebnisse auf Telefonen zeigen",
    desk.getByText("Auf den Telefonen zu sehen.").first(),
  )
  await everybody(async (phone, i) => {
    for (const [label, { points, voters }] of sums) {
      const bar = about(phone, ".bar", label)
      await bar.locator(".bar__points", { hasText: new RegExp(`^${points}$`) }).waitFor()
      await bar.locator(".bar__note", { hasText: new RegExp(`(?<!\\d)${voters} `) }).waitFor()
    }
    assert.equal(await phone.locator(".bar--mine").count(), Object.keys(ballots[i]).length, "its own choice")
  })
}

/** Two that are level are voted on again, at one press. @param {Hall} hall @param {number} rank */
export async function runOff({ desk, everybody }, rank) {
  await desk.getByRole("button", { name: `2 auf Rang ${rank} gleichauf: neu abstimmen` }).click()
  await desk.locator(".running").waitFor()
  await everybody(async (phone) => {
    await choice(phone).first().waitFor()
    assert.equal(await choice(phone).count(), 2)
  })
}

/** Both rounds stand side by side, at the console and on the wall. @param {Hall} hall @param {Map<string, Sum>} before @param {Map<string, Sum>} after @param {(label: string) => string} textOf */
export async function compare({ desk, wall }, before, after, textOf) {
  const comparison = desk.locator(".comparison")
  await comparison.locator("summary").click()
  for (const [label, { rank }] of after) {
    const row = about(desk, ".comparison tbody tr", label)
    await row.waitFor() // drawn once it is opened
    const places = await row.locator("td.number strong").allTextContents()
    assert.deepEqual(places, [`${before.get(label)?.rank}.`, `${rank}.`], `places of ${label}`)
  }
  await comparison.getByRole("button", { name: "Vergleich auf die Leinwand" }).click()
  await wall
    .locator(".picture[data-scene=compare] .compare-row")
    .nth(after.size - 1)
    .waitFor()
  const rows = await wall
    .locator(".picture table tbody tr")
    .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent ?? "")))
  for (const [label, { rank }] of after) {
    const row = rows.find((cells) => cells[0] === textOf(label))
    assert.deepEqual(
      row?.slice(1),
      [String(before.get(label)?.rank), String(rank)],
      `the wall's places of ${label}`,
    )
  }
  await follow({ desk, wall })
}

/** The wall follows the agenda again. @param {Pick<Hall, "desk">} hall */
export async function follow({ desk }) {
  await named(desk, "scene").selectOption("auto")
  await eventually("the wall follows", async () => (await named(desk, "scene").inputValue()) === "auto")
}

/** An idea stands in the light on the wall and on phones, with what is said about it. @param {Hall} hall @param {number} idea @param {string} text */
export async function light({ wall, moderator, everybody }, idea, text) {
  const dialog = await moderator.openIdea(idea)
  await named(dialog, "spotlight").click()
  await wall.locator(".picture[data-scene=spotlight] h1", { hasText: text }).waitFor()
  await everybody((phone) => named(phone, "spotlight").getByText(text).waitFor())
  await wall.locator(".spot .comments").waitFor()
  await named(dialog, "spotlight").click()
  await everybody((phone) => named(phone, "spotlight").waitFor({ state: "detached" }))
  await moderator.close()
}

/**
 * A secret ranking: half of the phones by buttons, half by the keyboard alone. Each casts once.
 * @param {Hall} hall @param {string[][]} orders by phone, best first
 */
export async function rankInSecret(hall, orders) {
  await hall.everybody(async (phone, i) => {
    const press = (/** @type {import("playwright-core").Locator} */ button) =>
      i % 2 ? button.press("Enter") : button.click()
    const [first, second, ...rest] = orders[i]
    // Placed the wrong way round, and put right.
    for (const label of [second, first, ...rest])
      await press(choiceOf(phone, label).getByRole("button").last())
    const row = about(phone, ".ranked__row", first)
    await press(row.locator('[data-move="up"]'))
    await row.locator(".ranked__place", { hasText: "1" }).waitFor()
    await castBallot(phone)
  })
}
