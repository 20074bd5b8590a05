import assert from "node:assert/strict"
import { test } from "node:test"
import { did, forgotten, lastDone, turned } from "../../console/undo.js"

/** @param {string} type */
const inverse = (type) => ({ type, data: {} })

test("several commands are taken back in reverse order", () => {
  const [step] = did([], "zwei Ideen", [inverse("A"), inverse("B")])
  assert.deepEqual(
    step.back.map(({ type }) => type),
    ["B", "A"],
  )
})

test("what has no way back is not in the list", () => {
  assert.deepEqual(did([], "Abstimmung geschlossen", []), [])
})

test("undo goes back step by step, over what was undone already", () => {
  let list = did(did([], "eins", [inverse("1")]), "zwei", [inverse("2")])
  assert.equal(lastDone(list)?.text, "zwei")
  list = turned(list, list[0].id, [inverse("again")])
  assert.equal(lastDone(list)?.text, "eins")
  assert.deepEqual(list[0].back, [inverse("again")], "and can be done again")
  list = turned(list, list[0].id, [inverse("back")])
  assert.equal(lastDone(list)?.text, "zwei")
})

test("a step whose undoing has no way back leaves the list", () => {
  const list = did([], "eingetragen", [inverse("WithdrawIdea")])
  assert.deepEqual(turned(list, list[0].id, []), [])
})

test("a step that others have overtaken is forgotten, the rest stays", () => {
  const list = did(did([], "eins", [inverse("1")]), "zwei", [inverse("2")])
  assert.deepEqual(
    forgotten(list, list[0].id).map(({ text }) => text),
    ["eins"],
  )
})

test("ids stay unique and old steps fall out", () => {
  let list = did([], "0", [inverse("x")])
  for (let count = 1; count < 150; count++) list = did(list, `${count}`, [inverse("x")])
  assert.equal(list.length, 100)
  assert.equal(new Set(list.map(({ id }) => id)).size, 100)
  assert.equal(list[0].text, "149")
})
