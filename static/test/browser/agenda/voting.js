// Voting: what ten phones do, what is told meanwhile, and whether the sums are theirs.

import assert from "node:assert/strict"
import { count, mainNumber } from "../counting.js"
import { eventually } from "../harness.js"
import { assertNothingTold } from "../listening.js"
import { about, ballotArrived, castBallot, choiceOf, fillIn, giveDot, named, takeDot } from "../people.js"

/** @typedef {import("../hall.js").Hall} Hall */
/** @typedef {import("../counting.js").Ballot} Ballot */
/** @typedef {import("playwright-core").Page} Page */

/** Everybody votes. @param {Hall} hall @param {string} method @param {Ballot[]} ballots by phone */
export async function vote(hall, method, ballots) {
  await hall.everybody(async (phone, i) => {
    await fillIn(phone, method, ballots[i])
    await ballotArrived(phone)
  })
  await turnout(hall, ballots.length)
}

/** @param {Hall} hall @param {number} voters */
export const turnout = ({ desk }, voters) =>
  desk.locator(".running .turnout strong", { hasText: new RegExp(`^${voters}$`) }).waitFor()

/** Counts heads, and is warned when they are fewer than devices. @param {Hall} hall @param {number} heads */
export async function countHeads({ desk }, heads) {
  const form = desk.locator(".prepare .heads")
  await named(form, "heads").fill(String(heads))
  await form.getByRole("button", { name: "So viele sind da" }).click()
  await form
    .locator(".notice--warning, .kern-alert--warning", { hasText: "mehr zugelassen" })
    .or(form.getByText("mehr zugelassen"))
    .first()
    .waitFor()
}

/** Nobody comes in any more. @param {Hall} hall */
export async function assertFrozen({ room, code }) {
  const late = await room.screen("phone", "late phone")
  await room.expecting(/4\d\d/, async () => {
    await late.goto(`/e/${code}`)
    await late.getByRole("heading").first().waitFor()
  })
  assert.equal(await named(late, "join").count(), 0, "somebody can come in during a frozen vote")
  await late.context().close()
}

/**
 * The first vote, with everything that may happen: own ideas excluded, a change, an undo, a phone
 * without network, one that reloads, one that thinks again when all have voted.
 * @param {Hall} hall @param {Ballot[]} ballots @param {number[]} own
 */
export async function voteWithIncidents(hall, ballots, own) {
  const { phones, room } = hall
  const [offline, reloading, changing, undoing] = [8, 7, 6, 5]
  await hall.everybody(async (phone, i) => {
    const card = choiceOf(phone, `#${own[i]}`)
    await card.getByText("Ihr eigener Beitrag").waitFor()
    assert.equal(await card.locator(".stepper").count(), 0, "somebody can vote for an own idea")
  })
  const fill = (/** @type {number} */ i) => fillIn(phones[i], "dots", ballots[i])
  const first = (/** @type {number} */ i) => choiceOf(phones[i], Object.keys(ballots[i])[0])
  await Promise.all(
    phones.map(async (phone, i) => {
      if (i === offline) return
      if (i === changing) {
        await giveDot(choiceOf(phone, `#${own[9]}`))
        await takeDot(choiceOf(phone, `#${own[9]}`))
      }
      if (i === undoing) {
        await giveDot(choiceOf(phone, `#${own[9]}`))
        await named(phone, "undo").click()
      }
      await fill(i)
      await ballotArrived(phone)
    }),
  )
  await room.expecting(/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|WebSocket/, async () => {
    await phones[offline].context().setOffline(true)
    await fill(offline)
    await phones[offline].getByText("Sie sind offline").first().waitFor()
    await turnout(hall, phones.length - 1)
    await phones[offline].context().setOffline(false)
    await ballotArrived(phones[offline])
  })
  await phones[reloading].reload()
  await ballotArrived(phones[reloading])
  await first(reloading).locator(".dot--full").nth(2).waitFor()
  await turnout(hall, phones.length)
}

/** Types in ballots from paper, as one batch. @param {Hall} hall @param {string[]} lines */
export async function enterPaper({ desk }, lines) {
  await named(desk, "enter-ballots").click()
  const dialog = desk.getByRole("dialog")
  for (const [i, line] of lines.entries()) await dialog.locator(`#paper-${i}`).fill(line)
  await named(dialog, "enter-paper").click()
  await dialog.waitFor({ state: "detached" })
  await desk.locator(".running .turnout", { hasText: `${lines.length} auf Papier` }).waitFor()
}

/** A ballot on paper as it is typed in: "#12:3 #14:2". @param {Ballot} ballot */
export const onPaper = (ballot) =>
  Object.entries(ballot)
    .map(([label, points]) => `${label}:${points}`)
    .join(" ")

/**
 * A vote that changes while turnout does not must change nothing on any other page, and no frame may
 * have told how it stands.
 * @param {Hall} hall @param {number[]} from what had been heard when the vote was opened
 * @param {{ who: number, from: string, to: string, points: number }} change
 */
export async function assertHidden(hall, from, { who, from: less, to: more, points }) {
  const { phones } = hall
  const voter = `phone ${who}`
  await hall.settle(phones[0])
  const before = await hall.texts()
  for (let i = 0; i < points; i++) await takeDot(choiceOf(phones[who], less))
  for (let i = 0; i < points; i++) await giveDot(choiceOf(phones[who], more))
  await ballotArrived(phones[who])
  await hall.settle(phones[0])
  const after = await hall.texts()
  assert.notEqual(after.get(voter), before.get(voter), "the vote did not change, so this proves nothing")
  for (const [name, text] of after)
    if (name !== voter) assert.equal(text, before.get(name), `${name} tells how it stands`)
  const round = await hall.round()
  assertNothingTold(hall.ears, round.id, from)
  assert.equal(round.tally, undefined, "the export tells how it stands")
}

/**
 * The sums are those of what everybody did: for staff, at the console, and in every column.
 * @param {Hall} hall @param {{ method: string, labels: string[], less?: boolean[] }} counted @param {Ballot[]} ballots
 * @returns {Promise<Map<string, import("../counting.js").Sum>>}
 */
export async function assertCounted(hall, counted, ballots) {
  const expected = count(counted, ballots)
  const round = await hall.round()
  assert.equal(round.state, "closed")
  assert.equal(round.method, counted.method)
  assert.equal(round.items.length, counted.labels.length, "items")
  assert.equal(round.tally.voters, ballots.length, "turnout")
  const { fields } = await hall.contributions()
  for (const { item, idea, field } of round.items) {
    const label = idea
      ? `#${idea}`
      : fields.find((/** @type {{ id: string }} */ { id }) => id === field).title
    const sum = expected.get(label)
    const told = round.tally.items[item]
    assert.equal(told?.points ?? 0, sum?.points ?? 0, `points of ${label}`)
    assert.equal(told?.voters ?? 0, sum?.voters ?? 0, `voters of ${label}`)
    if (sum?.counts) assert.deepEqual(told.counts, sum.counts, `spread of ${label}`)
    if (sum) assert.equal(placeOf(round, item), sum.rank, `rank of ${label}`)
  }
  await eventually("the console has the result", async () => (await hall.moderator.result()).length > 0)
  for (const { label, rank, numbers } of await hall.moderator.result()) {
    const sum = expected.get(label)
    if (!sum) continue
    assert.equal(rank, String(sum.rank), `the console's rank of ${label}`)
    assert.equal(numbers[0], mainNumber(counted.method, sum), `the console's number for ${label}`)
    assert.equal(numbers[numbers.length - 1], String(sum.voters), `the console's voters of ${label}`)
    if (counted.method === "yesno") assert.deepEqual(numbers.slice(1, 4), sum.counts?.map(String))
  }
  return expected
}

/** @param {any} round @param {number} item */
const placeOf = (round, item) => round.tally.results.find((/** @type {any} */ one) => one.item === item).rank

/**
 * One more vote on a few ideas: asked, answered by everybody, closed, counted.
 * @param {Hall} hall @param {{ method: string, secrecy: string, hidden: boolean, ideas: number[] }} plan
 */
export async function oneMoreVote(hall, { method, secrecy, hidden, ideas }) {
  const { desk, moderator } = hall
  const labels = ideas.map((idea) => `#${idea}`)
  const ballots = hall.phones.map((_, i) => shortBallot(method, labels, i))
  const from = hall.heard()
  await moderator.ask({ title: `${method}, ${secrecy}`, method, secrecy, hidden, ideas })
  await hall.everybody(async (phone, i) => {
    await fillIn(phone, method, ballots[i])
    await (secrecy === "secret" ? castBallot(phone) : ballotArrived(phone))
  })
  await turnout(hall, ballots.length)
  if (hidden || secrecy === "secret") {
    assert.equal(await desk.locator(".running .result-table").count(), 0)
    assertNothingTold(hall.ears, (await hall.round()).id, from)
  } else {
    await assertRunning(hall, method, labels, ballots)
  }
  await (secrecy === "secret" ? moderator.closeSecret() : moderator.closeVote())
  await assertCounted(hall, { method, labels, less: [false, true] }, ballots)
}

/** Everybody sees how an open vote with open results stands. @param {Hall} hall @param {string} method @param {string[]} labels @param {Ballot[]} ballots */
async function assertRunning({ desk, wall, phones }, method, labels, ballots) {
  const expected = count({ method, labels, less: [false, true] }, ballots)
  for (const [label, sum] of expected) {
    const cells = about(desk, ".running .result-table tbody tr", label).locator("td.number")
    const number = cells.first().getByText(mainNumber(method, sum), { exact: true })
    await number.waitFor().catch(async () => {
      assert.equal((await cells.allTextContents())[0], mainNumber(method, sum), `${label}, as the vote runs`)
    })
  }
  await wall.locator(".chart").waitFor()
  if (method === "dots" || method === "approve") {
    const [label, sum] = [...expected][0]
    await choiceOf(phones[0], label)
      .getByText(new RegExp(`^Bisher ${sum.points} Stimmen?$`))
      .waitFor()
  }
}

/** Ballots that differ from phone to phone and leave something out. @param {string} method @param {string[]} labels @param {number} i @returns {Ballot} */
export function shortBallot(method, labels, i) {
  const at = (/** @type {number} */ step) => labels[(i + step) % labels.length]
  switch (method) {
    case "dots":
      return { [at(0)]: 1 + (i % 2), [at(1)]: 1 }
    case "yesno":
      return { [at(0)]: i % 4 ? "yes" : "no", [at(1)]: i % 3 ? "abstain" : "yes" }
    case "scale":
      return { [at(0)]: [1 + (i % 5), 5 - (i % 3)], [at(1)]: [3, 0] }
    case "ranking":
      return { [at(0)]: 1, [at(1)]: 2 }
    default:
      return i % 3 ? { [at(0)]: 1 } : { [at(0)]: 1, [at(1)]: 1 }
  }
}
