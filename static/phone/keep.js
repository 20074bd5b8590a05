// What this device keeps for an event: its secrets, drafts, and what it voted. Made and stored
// before anything is sent, so that a lost answer or a reload costs nothing.
import { randomSecret } from "../shared/random.js"

/** @import { IdeaKind } from "../shared/types.js" */

/** @typedef {{ language: string, address: string }} Speech */
/** @typedef {{ id: string, session: string, kind: IdeaKind, text: string, code: string }} RefusedIdea */

const memory = new Map() // where a browser lets us store nothing

/** Where things lie; asking for it may already throw. */
const device = () => localStorage
const tab = () => sessionStorage

/** @param {string} key @param {() => Storage} [place] @returns {any} */
function read(key, place = device) {
  try {
    const text = place().getItem(key)
    if (text !== null) return JSON.parse(text)
  } catch {}
  return memory.get(key)
}

/** @param {string} key @param {any} value undefined removes it @param {() => Storage} [place] */
function write(key, value, place = device) {
  if (value === undefined) memory.delete(key)
  else memory.set(key, value)
  try {
    if (value === undefined) place().removeItem(key)
    else place().setItem(key, JSON.stringify(value))
  } catch {}
}

/** @typedef {ReturnType<typeof keepFor>} Keep */

/** @param {string} code of the event */
export function keepFor(code) {
  const prefix = `masswerk ${code} `
  const get = (/** @type {string} */ name) => read(prefix + name)
  const set = (/** @type {string} */ name, /** @type {any} */ value) => write(prefix + name, value)

  /** @param {"join" | "receipt"} name */
  function secret(name) {
    const known = get(name)
    if (known) return /** @type {string} */ (known)
    const made = randomSecret()
    set(name, made)
    return made
  }

  return {
    joinSecret: () => secret("join"),
    receiptSecret: () => secret("receipt"),
    hasReceipt: () => Boolean(get("receipt")),
    isJoined: () => get("joined") === true,
    setJoined: () => {
      set("joined", true)
      set("ticket", undefined)
    },
    /** The device is not admitted any more, and may come back with a new code. */
    setLeft: () => set("joined", undefined),

    /** How the event speaks, for when it can no longer say so itself. @returns {Speech | undefined} */
    speech: () => get("speech"),
    setSpeech: (/** @type {Speech} */ { language, address }) => set("speech", { language, address }),

    session: () => /** @type {string} */ (get("session") || ""),
    setSession: (/** @type {string} */ id) => set("session", id),

    /** @returns {{ text: string, kind: IdeaKind }} */
    draft: (/** @type {string} */ session) => get(`draft ${session}`) || { text: "", kind: "idea" },
    setDraft: (/** @type {string} */ session, /** @type {{ text: string, kind: IdeaKind }} */ draft) =>
      set(`draft ${session}`, draft),

    /** @returns {RefusedIdea[]} */
    refused: () => get("refused") || [],
    setRefused: (/** @type {RefusedIdea[]} */ ideas) => set("refused", ideas),

    /** Points this device gave in a round, by item. @returns {Record<string, number> | undefined} */
    points: (/** @type {string} */ round) => get(`points ${round}`),
    setPoints: (/** @type {string} */ round, /** @type {Record<string, number>} */ points) =>
      set(`points ${round}`, points),

    /** A secret ballot while it is filled in: goes with the tab, and when it is counted. @returns {Record<string, number> | undefined} */
    secretDraft: (/** @type {string} */ round) => read(`${prefix}secret ${round}`, tab),
    setSecretDraft: (/** @type {string} */ round, /** @type {Record<string, number> | undefined} */ points) =>
      write(`${prefix}secret ${round}`, points, tab),

    /** A comment being written. */
    remark: (/** @type {number} */ idea) => /** @type {string} */ (get(`remark ${idea}`) || ""),
    setRemark: (/** @type {number} */ idea, /** @type {string} */ text) =>
      set(`remark ${idea}`, text || undefined),

    /** A participation code until it has been used. */
    ticket: () => /** @type {string} */ (get("ticket") || ""),
    setTicket: (/** @type {string} */ code) => set("ticket", code || undefined),

    /** The table that a link named, or undefined; 0: rather none. @returns {number | undefined} */
    table: () => get("table"),
    setTable: (/** @type {number | undefined} */ table) => set("table", table),

    /** The event is deleted: only the key to what became of the ideas stays. */
    forget() {
      const receipt = get("receipt")
      const speech = get("speech")
      for (const key of [...memory.keys()]) if (key.startsWith(prefix)) memory.delete(key)
      try {
        for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key)
      } catch {}
      if (receipt) set("receipt", receipt)
      if (speech) set("speech", speech)
    },
  }
}
