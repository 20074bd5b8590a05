import assert from "node:assert/strict"
import { test } from "node:test"
import { did, forgotten, fromText, lastDone, toText, turned } from "../../console/undo.js"

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

test("the list survives a reload", () => {
  const list = did(did([], "eins", [inverse("1")]), "zwei", [inverse("2")])
  assert.deepEqual(fromText(toText(list)), list)
  assert.equal(did(fromText(toText(list)), "drei", [inverse("3")])[0].id, 3, "and goes on counting")
})

test("what is kept is bounded, the oldest steps go first", () => {
  const long = "x".repeat(50_000)
  let list = did([], "0", [inverse("x")])
  for (let count = 1; count < 20; count++)
    list = did(list, `${count}`, [{ type: "EditField", data: { title: long } }])
  const text = toText(list)
  assert.ok(text.length < 210_000, `${text.length} characters`)
  assert.equal(fromText(text)[0].text, "19")
  assert.ok(fromText(text).length < 20)
})

test("a text that is no list keeps nothing", () => {
  for (const text of [
    null,
    "",
    "{",
    "3",
    "{}",
    '[{"id":1}]',
    '[{"id":1,"text":"a","undone":false,"back":[3]}]',
  ]) {
    assert.deepEqual(fromText(text), [], String(text))
  }
})
