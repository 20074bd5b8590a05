// Switches and comments on their way, over a line that the test holds.
import assert from "node:assert/strict"
import { test } from "node:test"
import { createRemarks } from "../../phone/remarks.js"
import { createSwitches } from "../../phone/switches.js"
import { createWishes } from "../../phone/wishes.js"
import { emptyState } from "../../shared/session.js"
import { signal } from "../../vendor/preact.js"

const soon = () => new Promise((resolve) => setTimeout(resolve))

test("what was tapped counts at once, one is on its way, and the latest follows", async () => {
  const sent = []
  const answers = []
  const wishes = createWishes((key, on) => {
    sent.push([key, on])
    return new Promise((resolve) => answers.push(resolve))
  })
  wishes.wish("7", true)
  wishes.wish("7", false)
  wishes.wish("7", true)
  wishes.wish("7", false)
  assert.deepEqual([...wishes.over(["7", "8"])], ["8"])
  assert.deepEqual(sent, [["7", true]])
  answers[0]()
  await soon()
  assert.deepEqual(sent, [
    ["7", true],
    ["7", false],
  ])
})

test("what was refused is as the server has it", async () => {
  const wishes = createWishes(() => Promise.reject(new Error("switched_off")))
  wishes.wish("7", true)
  assert.deepEqual([...wishes.over([])], ["7"])
  await soon()
  assert.deepEqual([...wishes.over([])], [])
})

test("a switch stays as tapped until the server says how things are, then it follows", async () => {
  const state = signal({ ...emptyState("s"), mine: {} })
  const { isDone, signalDone } = createSwitches({ state, connection: { send: async () => ({}) } })
  signalDone("s", true)
  await soon()
  assert.equal(isDone("s"), true, "answered, but not told yet")
  state.value = { ...state.value, mine: { signals: { s: { done: true } } } }
  assert.equal(isDone("s"), true)
  state.value = { ...state.value, mine: { signals: {} } }
  assert.equal(isDone("s"), false, "the next phase begins with nobody ready")
})

/** @param {object} [mine] */
function talking(mine = {}) {
  const state = signal({ ...emptyState("s"), mine })
  const pending = signal([])
  const kept = new Map()
  const keep = { remark: (idea) => kept.get(idea) || "", setRemark: (idea, text) => kept.set(idea, text) }
  const send = async (type, data) => {
    pending.value = [...pending.value, { id: "c1", type, data }]
  }
  const remarks = createRemarks({ state, keep, connection: { send }, outbox: { pending } })
  return { state, pending, remarks }
}

test("a comment is there from writing on: waiting, arrived, shown, never twice", () => {
  const { state, pending, remarks } = talking()
  remarks.write(3, "Ja.")
  remarks.add(3, "Ja.")
  assert.equal(remarks.draft(3), "")
  const seen = () => remarks.on(3).map(({ number, isOwn }) => [number, isOwn])
  assert.deepEqual(seen(), [[0, true]])
  const [command] = pending.value
  pending.value = []
  remarks.answered(command, { number: 9 })
  assert.deepEqual(seen(), [[9, true]])
  state.value = { ...state.value, comments: new Map([[9, { number: 9, idea: 3, text: "Ja." }]]) }
  assert.deepEqual(seen(), [[9, true]])
  remarks.withdraw(9)
  assert.deepEqual(seen(), [], "what is taken back goes at once")
})

test("a refused comment comes back into the field, behind what stands there", () => {
  const { remarks } = talking()
  remarks.write(3, "Schon wieder.")
  remarks.refused({ id: "c", type: "AddComment", data: { idea: 3, text: "Ja." } })
  assert.equal(remarks.draft(3), "Schon wieder.\nJa.")
})
