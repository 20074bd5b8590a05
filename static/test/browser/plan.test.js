// From a workshop to a plan, as it goes: seven people of the city signed in at once, each with a role of
// their own and one by the city's own sign-in service, three phones, a unit, and readers outside.

import { after, before, test } from "node:test"
import { screenshot } from "./harness.js"
import { City } from "./plan/city.js"
import { decide, findInInbox, joinOverEvents, promote, structure } from "./plan/deciding.js"
import { addUnit, everybodySeesTheirOwn, makeAccounts, setUp, signInElsewhere } from "./plan/entering.js"
import { holdSprint, holdWorkshop } from "./plan/gathering.js"
import { adopt, assessFirst, assessSecond, closeRound, openRound, passGate } from "./plan/judging.js"
import { readerOnlyReads, readerReadsLog, shutOut, unitSeesItsOwn } from "./plan/refusing.js"
import { askForStatus, endLink, report, returnAndAccept } from "./plan/reporting.js"
import { openRoomWithSignIn } from "./plan/signin.js"
import { followIdea, outliveEvent, publish, readOutcomes, releaseTexts } from "./plan/telling.js"
import { fillIn, loseTheNetwork, moveDates, solveConflict, writeAtOnce } from "./plan/writing.js"

/** @type {Awaited<ReturnType<typeof openRoomWithSignIn>>} */
let opened
/** @type {City} */
let city

before(async () => {
  opened = await openRoomWithSignIn()
  city = new City(opened.room, opened.issuer)
})

after(() => opened?.close())

test("from a workshop to a plan", async (plan) => {
  /** Runs a part, and stops where one fails. @param {string} name @param {(city: City) => Promise<unknown>} run */
  async function part(name, run) {
    /** @type {unknown} */
    let failure
    await plan.test(name, async () => {
      try {
        await run(city)
        city.room.calm(`when ${name}`)
      } catch (error) {
        failure = error
        for (const [name, page] of city.pages()) await screenshot(page, `failed-${name}`)
        throw error
      }
    })
    if (failure) throw new Error(`stopped when ${name}`)
  }

  await part("the administration opens the set-up link", setUp)
  await part("it names the unit that will lead", addUnit)
  await part("it makes accounts, and everybody enters by a link of their own", makeAccounts)
  await part("the second assessor signs in at the city's service", signInElsewhere)
  await part("everybody is shown what their role may use", everybodySeesTheirOwn)

  await part("a workshop collects, votes and nominates", holdWorkshop)
  await part("another event says the same", holdSprint)
  await part("the office finds both in its inbox", findInInbox)
  await part("what means the same is joined over events, and parted, and joined", joinOverEvents)
  await part("two ideas become candidate measures, and a reload loses no word", promote)
  await part("goals, a field and a requirement make the structure", structure)
  await part("every other contribution gets its outcome with a reason", decide)

  await part("two editors write in one profile at once", writeAtOnce)
  await part("where both changed the same, both are kept until one decides", solveConflict)
  await part("what is written without a network arrives later", loseTheNetwork)
  await part("the profile is filled in", fillIn)
  await part("planned dates move with a reason alone", moveDates)

  await part("nothing is assessed before the gate", passGate)
  await part("a round is prepared and opened", openRound)
  await part("one assessor scores both measures", assessFirst)
  await part("the other learns nothing before the own scores are in, and is biased once", assessSecond)
  await part("the round is closed, and the vote stands beside the value", closeRound)
  await part("the office proposes, and release adopts", adopt)

  await part("the unit is asked how its measure stands", askForStatus)
  await part("it answers by its link, on a phone", report)
  await part("the answer comes back once, is corrected and accepted", returnAndAccept)
  await part("the link ends", endLink)

  await part("outcomes are published together", publish)
  await part("one text is released, and one in other words", releaseTexts)
  await part("the outcome page opens to whom its level says, without scripts", readOutcomes)
  await part("the author follows the whole journey", followIdea)

  await part("the reader reads and changes nothing", readerOnlyReads)
  await part("the reader reads the log", readerReadsLog)
  await part("the unit sees its own measures and no others", unitSeesItsOwn)
  await part("who is shut out is out at once", shutOut)
  await part("the journey outlives its event", outliveEvent)
})
