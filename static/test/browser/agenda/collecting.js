// Collecting in silence, reading, releasing, talking, typing in from paper, clustering.

import assert from "node:assert/strict"
import { eventually } from "../harness.js"
import { call } from "../lines.js"
import { about, named, numberOn, ownCard, submitIdea } from "../people.js"

/** @typedef {import("../hall.js").Hall} Hall */
/** @typedef {import("playwright-core").Page} Page */

/** @param {Page} phone @param {number} idea */
export const feedCard = (phone, idea) => about(phone, "li.card:not([data-place])", `#${idea}`)

/** Sets what happens when a phase's time is up. @param {Hall} hall @param {string} title @param {string} end */
export async function planEnd({ desk, moderator }, title, end) {
  await named(desk, "edit-agenda").click()
  await desk.locator(".planner__name", { hasText: title }).click()
  await named(desk, "phase-end").selectOption(end)
  await named(desk, "save-phase").click()
  await desk.getByText(`Phase „${title}“ geändert`).first().waitFor()
  await moderator.close()
}

/** The timer runs, is held, gets a minute more: everywhere the same. @param {Hall} hall */
export async function holdTimer(hall) {
  const { desk } = hall
  await desk.locator(".timer__left").waitFor()
  await hall.everybody((phone) => named(phone, "timer").waitFor())
  await hall.timersAgree()
  await named(desk, "timer-pause").click()
  const left = await hall.timersStand()
  await named(desk, "timer-add").click()
  await hall.timersStand(left + 60)
  await named(desk, "timer-pause").click()
  await hall.timersAgree()
  await named(desk, "timer-pause").click()
  await hall.timersStand()
}

/** Everybody writes, and sees nobody else's. @param {Hall} hall @param {string[]} texts @returns {Promise<number[]>} */
export async function writeInSilence(hall, texts) {
  const { phones, wall, everybody } = hall
  const own = await everybody((phone, i) => submitIdea(phone, "idea", texts[i]))
  await phones[0].reload()
  await ownCard(phones[0], texts[0]).waitFor()
  await everybody(async (phone, i) => {
    const others = texts.filter((text) => text !== texts[i])
    const content = await phone.content()
    for (const text of others) assert.ok(!content.includes(text), `phone ${i} sees what is hidden`)
  })
  const shown = await wall.content()
  for (const text of texts) assert.ok(!shown.includes(text), "the wall shows what is hidden")
  for (const ear of hall.ears.slice(1)) {
    const heard = texts.filter((text) => ear.countOf(text) > 0)
    const may = ear.name.startsWith("phone") ? 1 : 0
    assert.ok(heard.length <= may, `${ear.name} was told of hidden ideas: ${heard}`)
  }
  return own
}

/** @param {Hall} hall */
export async function sayDone({ phones, desk, wall }) {
  await Promise.all(phones.slice(0, 3).map((phone) => named(phone, "signal-done").click()))
  await desk.locator(".timer__done strong", { hasText: "3" }).waitFor()
  await wall.locator(".strip-end", { hasText: `fertig: 3 von ${phones.length}` }).waitFor()
}

/** A helper gets a link of their own, and no more than the queue. @param {Hall} hall */
export async function inviteHelper(hall) {
  const { desk, moderator, event, room } = hall
  const dialog = await moderator.open("invitations")
  await named(dialog, "invite-label").fill("Freigabe am Tisch vorn")
  await dialog.locator("label", { has: desk.locator('input[value="helper"]') }).click()
  await dialog.getByRole("button", { name: "Link erstellen" }).click()
  const link = await named(dialog, "invite-link").getByRole("textbox").inputValue()
  await moderator.close()
  const helper = await hall.letHelperIn(link)
  await helper.getByRole("tab", { name: "Freigabe" }).waitFor()
  for (const place of [".agenda", ".room", "[data-name=next]", ".votes"])
    assert.equal(await helper.locator(place).count(), 0, `a helper finds ${place}`)
  await room.expecting(/40\d/, () =>
    assert.rejects(call(helper, `/console/${event.id}/export.json`), /40\d/, "a helper exports the event"),
  )
}

/** Nothing is seen before the helper lets it through, and a name goes for good. @param {Hall} hall @param {{ plain: string, named: string, name: string }} texts */
export async function releaseAndRedact(hall, texts) {
  const { phones, wall, helper, moderator, everybody } = hall
  await moderator.turn("Beiträge erst nach Freigabe zeigen", true)
  const plain = await submitIdea(phones[2], "idea", texts.plain)
  const told = await submitIdea(phones[1], "expectation", texts.named)
  await helper.getByRole("button", { name: `Freigeben: #${told}` }).waitFor()
  assert.equal(await feedCard(phones[0], plain).count(), 0)
  for (const text of [texts.plain, texts.named])
    assert.equal(hall.earOf(wall).countOf(text), 0, "the wall was told what was not released")
  await helper.getByRole("button", { name: `Freigeben: #${plain}` }).click()
  await hall.told(wall, texts.plain)
  await helper.getByRole("button", { name: `Freigeben: #${told}` }).click()
  await hall.told(wall, texts.name)
  await showFresh(phones[0], told)

  await helper.getByRole("tab", { name: "Ideen" }).click()
  await helper.getByRole("button", { name: `Mehr zu #${told}`, exact: true }).click()
  await named(helper, "redact-idea").click()
  await named(helper, "redact-text").evaluate((area, name) => {
    const from = area.value.indexOf(name)
    area.setSelectionRange(from, from + name.length)
  }, texts.name)
  await named(helper, "mark-name").click()
  await named(helper, "redact").click()
  await helper.keyboard.press("Escape")
  await hall.goneEverywhere(texts.name)
  await ownCard(phones[1], "[Name entfernt]").getByText("einen Namen entfernt").waitFor()
  await everybody((phone, i) => i === 1 || showFresh(phone, told))

  const before = hall.heard()
  await Promise.all([phones[1].reload(), wall.reload()])
  await ownCard(phones[1], "[Name entfernt]").waitFor()
  await wall.locator(".picture[data-scene=wall]").waitFor()
  await hall.goneEverywhere(texts.name)
  for (const [at, ear] of hall.ears.entries()) {
    const again = ear.heard.slice(before[at]).filter((frame) => JSON.stringify(frame).includes(texts.name))
    assert.deepEqual(again, [], `${ear.name} was told the name again`)
  }
  assert.ok(!JSON.stringify(await hall.contributions()).includes(texts.name), "the export knows the name")
  await moderator.turn("Beiträge erst nach Freigabe zeigen", false)
  return { plain, named: told }
}

/** Shows what waits behind the button. @param {Page} phone @param {number} idea */
export async function showFresh(phone, idea) {
  await eventually(`#${idea} is shown`, async () => {
    const fresh = named(phone, "reveal")
    if (await fresh.isVisible()) await fresh.click()
    return feedCard(phone, idea).first().isVisible()
  })
}

/** Pinning, reactions, comments; a helper hides one. @param {Hall} hall @param {number} idea */
export async function talkAbout({ desk, helper, phones, moderator }, idea) {
  const dialog = await moderator.openIdea(idea)
  await named(dialog, "pin").click()
  await named(dialog, "pin").and(dialog.locator('[aria-pressed="true"]')).waitFor()
  await phones[4].locator("li.card:not([data-place])").first().getByText("Hervorgehoben").waitFor()

  const talkers = [phones[4], phones[5]]
  for (const phone of talkers) await feedCard(phone, idea).locator(".reaction").first().click()
  await dialog.locator(".about-idea .reactions strong", { hasText: "2" }).waitFor()
  await moderator.close()

  const sayings = ["Dafür braucht es zuerst Platz.", "Das stimmt so nicht."]
  for (const [i, phone] of talkers.entries()) {
    const card = feedCard(phone, idea)
    await card.locator(".comments summary").click()
    await card.locator(".comments__text").fill(sayings[i])
    await card.locator(".comments__form button").click()
    await card.locator(".comment--own", { hasText: "von mir" }).waitFor()
  }
  await moderator.view("Gespräch")
  await desk.locator(".said", { hasText: sayings[1] }).waitFor()
  await helper.getByRole("tab", { name: "Gespräch" }).click()
  await helper.getByRole("button", { name: `Ausblenden: ${sayings[1]}` }).click()
  const other = feedCard(phones[4], idea)
  await other.locator(".comment", { hasText: sayings[0] }).waitFor()
  await eventually(
    "others do not see the hidden comment",
    async () => !(await other.textContent())?.includes(sayings[1]),
  )
}

/** A card from a real wall keeps the number on its stub. @param {Hall} hall @param {string} text */
export async function typeInCard({ desk, phones, moderator }, text) {
  const paper = await moderator.open("paper")
  await named(paper, "card-count").fill("3")
  await named(paper, "reserve-cards").click()
  await desk.locator(".paper-card__stub").nth(2).waitFor()
  const stubs = await desk.locator(".paper-card__stub .paper-card__number").allTextContents()
  assert.equal(stubs.length, 3)
  const number = Number(stubs[1].replace("#", ""))
  await named(desk, "print-back").click()
  await desk.locator("main.work").waitFor()

  const dialog = await moderator.open("add")
  await named(dialog, "on-behalf").fill(text)
  await named(dialog, "card-number").fill(String(number))
  await dialog.getByRole("button", { name: "Eintragen", exact: true }).click()
  assert.equal(await numberOn(dialog.locator(".add__done")), number)
  await dialog.getByRole("button", { name: "Fertig" }).click()
  await showFresh(phones[0], number)
  await feedCard(phones[0], number).getByText(text).waitFor()
  return number
}

/** Fields are made and filled by the keyboard; somebody has a late idea. @param {Hall} hall @param {Record<string, number[]>} fields @param {string} late */
export async function cluster(hall, fields, late) {
  const { desk, wall, phones } = hall
  const lane = (/** @type {string} */ title) => desk.getByRole("region", { name: title, exact: true })
  for (const [title, ideas] of Object.entries(fields)) {
    await named(desk, "new-field").fill(title)
    await named(desk, "new-field").press("Enter")
    await lane(title).waitFor()
    const letter = await lane(title).locator("header kbd").textContent()
    for (const idea of ideas) {
      const card = await reach(desk, idea)
      await card.press(letter ?? "")
      await lane(title).locator(`[data-card="${idea}"]`).waitFor()
    }
    await wall.getByText(title).first().waitFor()
  }
  await phones[4].locator("details.late summary").click()
  const number = await submitIdea(phones[4], "idea", late)
  await hall.told(desk, late)
  return number
}

/** Walks along the unsorted cards, which stand by number, to one of them; those out of sight are not drawn. @param {Page} desk @param {number} idea */
async function reach(desk, idea) {
  const card = desk.locator(`[data-card="${idea}"]`)
  await eventually(`#${idea} is reached`, async () => {
    if (await card.count()) return true
    const at = await desk.evaluate(() => document.activeElement?.getAttribute("data-card"))
    if (at) await desk.keyboard.press(Number(at) > idea ? "ArrowUp" : "ArrowDown")
    else await desk.locator("[data-card]").first().focus()
    return false
  })
  return card
}

/** Whoever raises a hand is called by number, and sees it. @param {Hall} hall @param {Page} phone @param {{ onWall: boolean }} where */
export async function callHand({ desk, wall, phones }, phone, { onWall }) {
  const other = phones.find((one) => one !== phone)
  await named(phone, "signal-hand").click()
  await phone.locator("[data-name=signal-hand]", { hasText: /Nr\. \d+/ }).waitFor()
  const number = /\d+/.exec((await named(phone, "signal-hand").textContent()) ?? "")?.[0]
  await desk.getByRole("button", { name: `Aufrufen: ${number}`, exact: true }).click()
  await named(phone, "called").waitFor()
  await other.getByText(`Gerade spricht Nr. ${number}.`).waitFor()
  assert.equal(await named(other, "called").count(), 0)
  if (onWall) await wall.locator(".hands-now strong", { hasText: String(number) }).waitFor()
  await desk.getByRole("button", { name: `Fertig: ${number}`, exact: true }).click()
  await named(phone, "called").waitFor({ state: "detached" })
}
