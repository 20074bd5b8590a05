// The way of a secret ballot, with the phone's real parts around it and a line that the test holds.
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { keepFor } from "../../phone/keep.js"
import { fateOf, stageOf } from "../../phone/vote/secret.js"
import { createVoting } from "../../phone/vote/voting.js"
import { Refusal } from "../../shared/api.js"
import { emptyState } from "../../shared/session.js"
import { signal } from "../../vendor/preact.js"

/** @implements {Storage} */
class Shelf {
  things = new Map()
  get length() {
    return this.things.size
  }
  key = () => null
  clear = () => this.things.clear()
  getItem = (key) => this.things.get(key) ?? null
  setItem = (key, value) => {
    this.things.set(key, value)
  }
  removeItem = (key) => {
    this.things.delete(key)
  }
}

const round = {
  id: "r1",
  number: 1,
  session: "s",
  state: "open",
  method: "yesno",
  subject: "ideas",
  secrecy: "secret",
  items: [{ item: 1 }, { item: 2 }],
}

/** Everything this device holds, as text. */
const everything = () =>
  JSON.stringify([...globalThis.localStorage.things, ...globalThis.sessionStorage.things])

function phone() {
  const state = signal({ ...emptyState("s"), rounds: [round], mine: { votes: {} } })
  const pending = signal([])
  const trouble = signal("")
  const connection = {
    status: signal("live"),
    /** As the courier does: into the outbox first. */
    send(type, data) {
      pending.value = [...pending.value, { id: `c${pending.value.length}`, type, data }]
      return new Promise(() => {})
    },
  }
  const keep = keepFor("ACDEFGHJ")
  const voting = createVoting({ state, keep, connection, outbox: { pending }, trouble })
  const settle = () => {
    const [command] = pending.value
    pending.value = []
    return command
  }
  return { state, pending, trouble, voting, keep, settle }
}

beforeEach(() => {
  globalThis.localStorage = new Shelf()
  globalThis.sessionStorage = new Shelf()
})

test("it leaves the phone once, whole, and nothing of it stays when it is counted", () => {
  const { voting, pending, settle } = phone()
  voting.vote(round, 1, 1)
  voting.vote(round, 2, 3)
  voting.vote(round, 2, 2)
  assert.deepEqual(pending.value, [], "nothing leaves before it is cast")
  assert.equal(voting.stage(round), "filling")
  voting.cast(round)
  voting.cast(round)
  assert.deepEqual(
    pending.value.map(({ type, data }) => [type, data]),
    [["CastBallot", { round: "r1", points: { 1: 1, 2: 2 } }]],
  )
  assert.equal(voting.stage(round), "sending")
  voting.answered(settle())
  assert.equal(voting.stage(round), "counted")
  assert.equal(voting.wanted(round)?.size, 0)
  assert.ok(!everything().includes("r1"), everything())
})

test("an unfinished one survives a reload, and goes with its round", () => {
  phone().voting.vote(round, 1, 2)
  const again = phone()
  assert.deepEqual([...(again.voting.wanted(round) || [])], [[1, 2]])
  assert.ok(!JSON.stringify([...globalThis.localStorage.things]).includes("r1"), "only in the tab")
  again.state.value = { ...again.state.value, rounds: [{ ...round, state: "closed" }] }
  assert.ok(!everything().includes("r1"), everything())
})

test("what was cast on another page of this phone is not asked for again", () => {
  phone().voting.vote(round, 1, 2)
  const other = phone()
  other.state.value = { ...other.state.value, mine: { votes: { r1: { cast: true } } } }
  assert.equal(other.voting.stage(round), "counted")
  assert.equal(other.voting.wanted(round)?.size, 0)
  assert.ok(!everything().includes("r1"))
})

test("refused for good: too late is told and forgotten, a mistake comes back into the hand", () => {
  const late = phone()
  late.voting.vote(round, 1, 1)
  late.voting.cast(round)
  late.voting.refused(late.settle(), new Refusal({ code: "round_closed" }))
  assert.equal(late.trouble.value, "cast_missed")
  assert.ok(!everything().includes("r1"))

  const wrong = phone()
  wrong.voting.vote(round, 1, 1)
  wrong.voting.cast(round)
  wrong.voting.refused(wrong.settle(), new Refusal({ code: "own_idea" }))
  assert.equal(wrong.voting.stage(round), "filling")
  assert.deepEqual([...(wrong.voting.wanted(round) || [])], [[1, 1]])
  assert.equal(wrong.trouble.value, "own_idea")
})

test("nothing is cast that says nothing", () => {
  const { voting, pending } = phone()
  voting.cast({ ...round, id: "r2" })
  assert.deepEqual(pending.value, [])
})

test("stages and fates", () => {
  const pending = [{ id: "c", type: "CastBallot", data: { round: "r1" } }]
  assert.equal(stageOf("r1", { pending }), "sending")
  assert.equal(stageOf("r2", { pending }), "filling")
  assert.equal(stageOf("r1", { pending, isCast: true }), "counted")
  assert.deepEqual(["round_closed", "not_found", "invalid"].map(fateOf), ["missed", "missed", "again"])
})
