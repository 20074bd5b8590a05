// The innovation workshop of ninety minutes, led from the console as it would be, in a room whose clock
// goes many times as fast: a wall, a helper, ten phones, and every way to vote.

import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { connectWall, joinByCode, joinByTicket, sendFromTable, sitAtTables } from "./agenda/arriving.js"
import {
  callHand,
  cluster,
  feedCard,
  holdTimer,
  inviteHelper,
  planEnd,
  releaseAndRedact,
  sayDone,
  talkAbout,
  typeInCard,
  writeInSilence,
} from "./agenda/collecting.js"
import {
  assertOnWall,
  compare,
  light,
  rankInSecret,
  reveal,
  runOff,
  showOnPhones,
} from "./agenda/deciding.js"
import {
  assertCounted,
  assertFrozen,
  assertHidden,
  countHeads,
  enterPaper,
  oneMoreVote,
  onPaper,
  turnout,
  vote,
  voteWithIncidents,
} from "./agenda/voting.js"
import { workshop } from "./example.js"
import { Hall, PHONES } from "./hall.js"
import { screenshot } from "./harness.js"
import { assertNothingTold } from "./listening.js"
import { named } from "./people.js"
import { texts } from "./scenery.js"

const QUESTIONS = [
  { title: workshop.session, prompt: workshop.prompt },
  { title: "Unsere Räume", prompt: "Wie sollen unsere Räume aussehen?" },
]
const NAME = "Herr Beispiel"
const SAID = texts(PHONES + 4).map(({ text }) => text)
const [PLAIN, CARD, LATE, LEFT] = SAID.slice(PHONES)
const FIELDS = ["Was schnell geht", "Was Geld kostet", "Was alle angeht"]

/** @type {Hall} */
let hall

before(async () => {
  hall = await Hall.open({ sessions: QUESTIONS })
})

after(() => hall?.room.close())

test("an innovation workshop of ninety minutes", async (agenda) => {
  /** Runs a part, and stops the agenda where one fails. @param {string} name @param {() => Promise<unknown>} run */
  async function part(name, run) {
    /** @type {unknown} */
    let failure
    await agenda.test(name, async () => {
      try {
        await run()
        hall.room.calm(`when ${name}`)
      } catch (error) {
        failure = error
        for (const { page, name } of hall.ears) await screenshot(page, `failed-${name}`)
        throw error
      }
    })
    if (failure) throw new Error(`stopped when ${name}`)
  }

  const { desk, wall, phones, moderator } = hall
  const title = (/** @type {string} */ text) => moderator.at(text)

  await part("the wall is connected, and the console sees it small", () => connectWall(hall))
  await part("seven people come in by the open code", () => joinByCode(hall))
  await part("three more come in with participation codes, each for one device", () => joinByTicket(hall))
  await part("tables go round the questions and come together", () => sitAtTables(hall, QUESTIONS))
  await part("what happens when time is up is planned", async () => {
    await planEnd(hall, "Still für sich sammeln", "next")
    await planEnd(hall, "Was ist am wichtigsten?", "close")
  })

  /** @type {number[]} */
  let own = []
  await part("everybody collects in silence, by the same time", async () => {
    await moderator.next("Still für sich sammeln")
    await wall.locator(".picture[data-scene=prompt]").waitFor()
    await holdTimer(hall)
    own = await writeInSilence(hall, SAID.slice(0, PHONES))
  })

  await part("three are done; time runs out, and reading begins by itself", async () => {
    await sayDone(hall)
    await named(desk, "timer-pause").click()
    await title("Lesen und ergänzen").waitFor({ timeout: 60_000 })
    await desk.locator(".timer__done").waitFor({ state: "detached" })
    await wall.locator(".picture[data-scene=wall]").waitFor()
    for (const [i, phone] of phones.entries()) {
      const other = (i + 1) % PHONES
      await feedCard(phone, own[other]).getByText(SAID[other]).waitFor()
    }
    for (const text of SAID.slice(0, PHONES)) await hall.told(wall, text)
  })

  await part("a helper is invited to the queue and to nothing else", () => inviteHelper(hall))
  await part("ideas wait for release, and a name is taken out for good", () =>
    releaseAndRedact(hall, { plain: PLAIN, named: `${NAME} soll das endlich entscheiden.`, name: NAME }),
  )
  await part("an idea is pinned, commented and reacted to", () => talkAbout(hall, own[0]))
  await part("a table goes on while somebody is writing", () => sendFromTable(hall, QUESTIONS, LEFT))
  await part("a card from the real wall is typed in", () => typeInCard(hall, CARD))

  await part("ideas are clustered; there is a late one, and somebody speaks", async () => {
    await moderator.next("Gemeinsam ordnen")
    await cluster(
      hall,
      Object.fromEntries(FIELDS.map((field, i) => [field, own.slice(2 * i, 2 * i + 2)])),
      LATE,
    )
    await callHand(hall, phones[7], { onWall: false })
  })

  await part("the moderator goes back a phase, and nothing is lost", async () => {
    await named(desk, "back").click()
    await title("Lesen und ergänzen").waitFor()
    await feedCard(phones[0], own[1]).getByText(SAID[1]).waitFor()
    await wall.locator(".picture[data-scene=wall]").waitFor()
    await moderator.next("Gemeinsam ordnen")
    for (const field of FIELDS) await desk.getByRole("region", { name: field, exact: true }).waitFor()
    for (const field of FIELDS) await phones[9].getByText(field).first().waitFor()
  })

  /** The text of what was voted on, as the wall has it. @param {string} label */
  const textOf = (label) => SAID[own.indexOf(Number(label.slice(1)))] ?? label
  const labels = () => own.map((number) => `#${number}`)
  /** @type {import("./counting.js").Ballot[]} */
  let dots = []
  /** @type {string[]} */
  let everything = []
  /** @type {Map<string, import("./counting.js").Sum>} */
  let strongest = new Map()

  await part("a vote on all ideas, hidden: nobody is told how it stands", async () => {
    await moderator.next("Was ist am wichtigsten?")
    await countHeads(hall, PHONES - 1)
    await moderator.turn("Mit dem Öffnen niemanden mehr zulassen", true)
    await moderator.turn("Eigene Ideen ausnehmen", true)
    everything = (await hall.contributions()).ideas.map((/** @type {any} */ idea) => `#${idea.number}`)
    const from = hall.heard()
    await moderator.step("Abstimmung öffnen", desk.locator(".running"))
    await desk.locator("body").press("t")
    await hall.timersStand()
    await assertFrozen(hall)
    // Three points for one of the first six, two for the next; never for an own idea.
    const of = (/** @type {number} */ i) => labels()[i % 6]
    dots = phones.map((_, i) => ({ [of(i + 1)]: 3, [of(i + 2)]: 2 }))
    const last = PHONES - 1
    const second = dots[last]
    dots[last] = { [of(last + 1)]: 3, [of(last + 3)]: 2 }
    await voteWithIncidents(hall, dots, own)
    await assertHidden(hall, from, { who: last, from: of(last + 3), to: of(last + 2), points: 2 })
    dots[last] = second
  })

  await part("ballots from paper count like any other, and time closes the vote", async () => {
    const [t0, , t2, t3, , t5] = labels()
    const paper = [
      { [t2]: 3, [t0]: 2 },
      { [t3]: 3, [t5]: 2 },
    ]
    await enterPaper(hall, paper.map(onPaper))
    await desk.locator("body").press("t")
    await desk.locator(".result-table").first().waitFor({ timeout: 30_000 })
    strongest = await assertCounted(hall, { method: "dots", labels: everything }, [...dots, ...paper])
    assert.deepEqual(
      [...strongest]
        .filter(([, { rank }]) => rank === 1)
        .map(([label]) => label)
        .sort(),
      [t2, t3].sort(),
      "two are level, or the runoff proves nothing",
    )
  })

  await part("the result is revealed place by place, then shown on phones", async () => {
    await moderator.next("Die stärksten Ideen")
    await reveal(hall, strongest, textOf)
    await assertOnWall(hall, "dots", strongest, textOf)
    await showOnPhones(hall, strongest, dots)
  })

  await part("two that are level are voted on again, and both rounds are compared", async () => {
    const tied = labels().slice(2, 4)
    await runOff(hall, 1)
    const ballots = phones.map((_, i) =>
      i === 2 || i > 6 ? { [tied[1]]: 3 } : i === 3 ? { [tied[0]]: 3 } : { [tied[0]]: 1 },
    )
    await vote(hall, "dots", ballots)
    await moderator.closeVote()
    const after = await assertCounted(hall, { method: "dots", labels: tied }, ballots)
    await compare(hall, strongest, after, textOf)
  })

  await part("the best idea stands in the light, and somebody is called to speak", async () => {
    await moderator.step("Ergebnisse auf Telefonen zeigen", named(desk, "next").getByText("Weiter"))
    await moderator.next("Ideen ausarbeiten")
    await light(hall, own[0], SAID[0])
    await callHand(hall, phones[6], { onWall: true })
  })

  await part("impact and effort of the topic fields become a matrix", async () => {
    await moderator.next("Wirkung und Aufwand")
    await moderator.step("Abstimmung öffnen", desk.locator(".running"))
    const ballots = phones.map((_, i) => ({
      [FIELDS[0]]: [1 + (i % 5), 1 + (i % 2)],
      [FIELDS[1]]: [5 - (i % 3), i % 3 ? 4 : 0],
      ...(i % 2 ? { [FIELDS[2]]: [2, 5] } : {}),
    }))
    await vote(hall, "scale", ballots)
    await moderator.closeVote()
    const sums = await assertCounted(hall, { method: "scale", labels: FIELDS, less: [false, true] }, ballots)
    await moderator.next("Was sich zuerst lohnt")
    await wall.locator(".picture[data-scene=matrix] .matrix-square svg").waitFor()
    await assertOnWall(hall, "scale", sums, (label) => label)
  })

  await part("a ranking in secret, of ideas picked by hand", async () => {
    await moderator.step("Ergebnisse auf Telefonen zeigen", named(desk, "next").getByText("Weiter"))
    await moderator.next("Wie es weitergeht")
    const picked = own.slice(0, 3)
    const [a, b, c] = picked.map((number) => `#${number}`)
    const orders = phones.map((_, i) => (i < 5 ? [a, b, c] : i < 8 ? [b, a] : [c, b]))
    const from = hall.heard()
    await moderator.ask({ title: "Reihenfolge", method: "ranking", secrecy: "secret", ideas: picked })
    await rankInSecret(hall, orders)
    await turnout(hall, PHONES)
    await phones[1].reload()
    await phones[1].locator('[data-name="cast-state"][data-stage="counted"]').waitFor()
    assertNothingTold(hall.ears, (await hall.round()).id, from)
    await moderator.closeSecret()
    const ballots = orders.map((order) => Object.fromEntries(order.map((label, at) => [label, at + 1])))
    const sums = await assertCounted(hall, { method: "ranking", labels: [a, b, c] }, ballots)
    await wall.locator(".picture[data-scene=ranking]").waitFor()
    await assertOnWall(hall, "ranking", sums, textOf)
  })

  for (const [method, secrecy, hidden] of /** @type {const} */ ([
    ["dots", "open", false],
    ["dots", "secret", true],
    ["approve", "open", false],
    ["approve", "pseudonymous", true],
    ["approve", "secret", true],
    ["yesno", "open", true],
    ["yesno", "pseudonymous", false],
    ["yesno", "secret", true],
    ["scale", "open", true],
    ["scale", "pseudonymous", false],
    ["scale", "secret", true],
    ["ranking", "open", false],
    ["ranking", "pseudonymous", true],
  ])) {
    await part(`one more vote: ${method}, ${secrecy}, ${hidden ? "hidden" : "for all to see"}`, () =>
      oneMoreVote(hall, { method, secrecy, hidden, ideas: own.slice(3, 6) }),
    )
  }

  await part("thanks", async () => {
    await moderator.next("Danke")
    await wall.locator(".picture[data-scene=thanks]").waitFor()
  })
})
