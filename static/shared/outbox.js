// Commands a phone has given and the server has not yet answered. They survive a reload where
// the browser lets us store anything; `durable` says honestly whether it does.
import { openDB } from "../vendor/idb.js"
import { signal } from "../vendor/preact.js"

/** @import { Command } from "./types.js" */
/** @import { ReadonlySignal } from "../vendor/preact.js" */

/**
 * @typedef {object} Outbox
 * @property {(command: Command) => Promise<void>} put
 * @property {() => Promise<Command[]>} list in the order they were put
 * @property {(id: string) => Promise<void>} remove
 * @property {ReadonlySignal<Command[]>} pending the same list, for views
 * @property {ReadonlySignal<boolean>} durable false: kept in memory only, gone with the page
 */

const OPEN_WITHIN_MS = 2000 // some browsers never answer in private windows

/** @param {string} name one queue per event @returns {Promise<Outbox>} */
export async function openOutbox(name) {
  const db = await openDatabase()
  const stored = db ? await db.getAllFromIndex("commands", "queue", name).catch(() => []) : []
  stored.sort((a, b) => a.order - b.order)
  const pending = signal(/** @type {Command[]} */ (stored.map(({ id, type, data }) => ({ id, type, data }))))
  const durable = signal(Boolean(db))
  let order = stored.length ? stored[stored.length - 1].order : 0

  return {
    pending,
    durable,
    list: async () => pending.value,
    async put(command) {
      pending.value = [...pending.value.filter(({ id }) => id !== command.id), command]
      order = Math.max(order + 1, Date.now())
      if (!db) return
      await db.put("commands", { ...command, key: `${name} ${command.id}`, queue: name, order }).catch(() => {
        durable.value = false
      })
    },
    async remove(id) {
      pending.value = pending.value.filter((command) => command.id !== id)
      if (db) await db.delete("commands", `${name} ${id}`).catch(() => {})
    },
  }
}

async function openDatabase() {
  const tooLate = new Promise((resolve) => setTimeout(resolve, OPEN_WITHIN_MS, null))
  try {
    const opening = openDB("masswerk", 1, {
      upgrade: (db) => db.createObjectStore("commands", { keyPath: "key" }).createIndex("queue", "queue"),
    })
    return /** @type {Awaited<typeof opening> | null} */ (await Promise.race([opening, tooLate]))
  } catch {
    return null // no IndexedDB here, or not for us
  }
}
