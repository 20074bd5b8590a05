import assert from "node:assert/strict"
import { test } from "node:test"
import { IDBFactory } from "fake-indexeddb"
import "fake-indexeddb/auto"
import { openOutbox } from "../../shared/outbox.js"

const command = (id) => ({ id, type: "SubmitIdea", data: { text: id } })

test("commands survive the page, in order, each event's apart", async () => {
  const outbox = await openOutbox("ONE")
  await outbox.put(command("b"))
  await outbox.put(command("a"))
  await (await openOutbox("TWO")).put(command("z"))
  assert.equal(outbox.durable.value, true)
  const later = await openOutbox("ONE")
  assert.deepEqual(await later.list(), [command("b"), command("a")])
  await later.remove("b")
  assert.deepEqual((await openOutbox("ONE")).pending.value, [command("a")])
})

test("without a database it keeps them in memory and says so", async () => {
  const { indexedDB } = globalThis
  for (const missing of [
    undefined,
    {
      open: () => {
        throw new Error("denied")
      },
    },
    { open: () => ({ addEventListener() {} }) },
  ]) {
    Object.defineProperty(globalThis, "indexedDB", { value: missing, configurable: true, writable: true })
    const outbox = await openOutbox("ONE")
    assert.equal(outbox.durable.value, false)
    await outbox.put(command("x"))
    assert.deepEqual(await outbox.list(), [command("x")])
    await outbox.remove("x")
    assert.deepEqual(outbox.pending.value, [])
  }
  Object.defineProperty(globalThis, "indexedDB", { value: indexedDB, configurable: true, writable: true })
})

test("a full disk is noticed and the command goes on", async () => {
  Object.assign(globalThis, { indexedDB: new IDBFactory() })
  const outbox = await openOutbox("FULL")
  await outbox.put({ ...command("f"), data: () => "cannot be stored" })
  assert.equal(outbox.durable.value, false)
  assert.equal(outbox.pending.value.length, 1)
})
