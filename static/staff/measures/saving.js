// Saving a profile by itself, part by part. What is typed lies on this device at once, and stays there
// until the server has it.
import { asRefusal, get, patch } from "../../shared/api.js"
import { useEffect, useRef, useState } from "../../vendor/preact.js"
import { read, write } from "../draft.js"
import { noticeLogin } from "../load.js"
import { adopt, landed } from "./merging.js"

/** @import { Refusal } from "../../shared/api.js" */
/** @import { Measure } from "../types.js" */
/** @import { Edits, Theirs } from "./merging.js" */

const WAIT_MS = 900
const AGAIN_MS = 5000
/** Refusals that pass by themselves: the same is sent again. */
const PASSING = [
  "offline",
  "portal",
  "busy",
  "too_many",
  "stopping",
  "storage",
  "storage_full",
  "internal",
  "login_needed",
]

/**
 * @typedef {object} Saving
 * @property {"saved" | "saving" | "unsaved"} status
 * @property {Edits} edits by part, not yet stored
 * @property {Theirs} theirs what somebody else stored where this person was writing, by part
 * @property {Record<string, Refusal>} refused by part
 * @property {(part: string) => any} valueOf what is shown
 * @property {(part: string, value: any, options?: { hold?: boolean }) => void} set hold: kept here until it is sent on purpose
 * @property {(part: string, reason?: string) => Promise<void>} send
 * @property {(part: string) => void} drop gives up a change
 * @property {(part: string, value: any) => void} settle ends a conflict with this value
 */

/** @param {string} id @param {string} part */
const keyOf = (id, part) => `measure ${id} ${part}`

/** @param {Measure} measure @returns {Edits} what this device still holds of it */
function heldBack(measure) {
  const edits = Object.keys(measure.profile).map((part) => [part, read(keyOf(measure.id, part))])
  return Object.fromEntries(edits.filter(([, edit]) => edit))
}

/**
 * @param {Measure} measure as the server has it @param {(measure: Measure) => void} onStored @returns {Saving}
 */
export function useSaving(measure, onStored) {
  const [, redraw] = useState({})
  const made = useRef(/** @type {ReturnType<typeof keeper> | null} */ (null))
  if (!made.current) made.current = keeper(measure, () => redraw({}), onStored)
  const keep = made.current
  keep.tell = onStored
  if (keep.measure !== measure && measure.version > keep.measure.version) keep.take(measure)
  useEffect(() => keep.begin(), [])
  return keep.view()
}

/** Holds the changes of one profile, outside of drawing.
 * @param {Measure} first @param {() => void} redraw @param {(measure: Measure) => void} tell */
function keeper(first, redraw, tell) {
  const { id } = first
  const found = heldBack(first)
  let { edits, theirs } = adopt(found, first)
  for (const part of Object.keys(found)) if (!(part in edits)) write(keyOf(id, part), null)
  let refused = /** @type {Record<string, Refusal>} */ ({})
  /** Parts that wait for a person, with a reason to give. */
  const held = new Set(/** @type {string[]} */ ([]))
  let sending = ""
  let timer = 0
  let alive = true

  const self = { measure: first, tell, begin, take, view }

  /** @param {string} part */
  const keepPart = (part) => write(keyOf(id, part), edits[part] ?? null)

  /** @param {Measure} measure */
  function take(measure) {
    const before = Object.keys(edits)
    self.measure = measure
    ;({ edits, theirs } = adopt(edits, measure))
    for (const part of before) keepPart(part)
  }

  /** @param {number} ms */
  function later(ms) {
    clearTimeout(timer)
    timer = window.setTimeout(flush, ms)
  }

  const waiting = () =>
    Object.keys(edits).filter(
      (part) => !(part in theirs) && !held.has(part) && !(part in refused && !passes(refused[part])),
    )

  async function flush() {
    for (const part of waiting()) {
      if (sending) return
      await send(part)
      if (part in refused && passes(refused[part])) return later(AGAIN_MS)
    }
  }

  /** @param {string} part @param {string} [reason] */
  async function send(part, reason = "") {
    if (sending || !edits[part]) return
    sending = part
    const { value } = edits[part]
    if (alive) redraw()
    try {
      const measure = await patch(`/staff/api/measures/${id}`, {
        base: self.measure.version,
        parts: { [part]: value },
        reason,
      })
      edits = landed(edits, part, value, measure)
      held.delete(part)
      delete refused[part]
      keepPart(part)
      stored(measure)
    } catch (error) {
      await refuse(part, asRefusal(error))
    }
    sending = ""
    if (alive) redraw()
    if (waiting().length > 0 && !(part in refused)) later(0)
  }

  /** @param {string} part @param {Refusal} refusal */
  async function refuse(part, refusal) {
    if (refusal.code === "version") return look()
    noticeLogin(refusal)
    refused = { ...refused, [part]: refusal }
  }

  /** What the server has now, with what others changed. */
  async function look() {
    try {
      const { measure } = await get(`/staff/api/measures/${id}`)
      if (measure.version > self.measure.version) stored(measure)
    } catch (error) {
      noticeLogin(asRefusal(error))
    }
  }

  /** @param {Measure} measure */
  function stored(measure) {
    take(measure)
    if (alive) self.tell(measure)
  }

  function begin() {
    alive = true
    const again = () => later(0)
    const back = () =>
      document.visibilityState === "visible" ? look().then(() => alive && redraw()) : flush()
    addEventListener("online", again)
    document.addEventListener("visibilitychange", back)
    if (waiting().length > 0) later(WAIT_MS)
    return () => {
      alive = false
      removeEventListener("online", again)
      document.removeEventListener("visibilitychange", back)
      later(0)
    }
  }

  /** @returns {Saving} */
  function view() {
    /** @type {Record<string, any>} */
    const profile = self.measure.profile
    return {
      status: sending ? "saving" : Object.keys(edits).length > 0 ? "unsaved" : "saved",
      edits,
      theirs,
      refused,
      valueOf: (part) => (part in edits ? edits[part].value : profile[part]),
      set(part, value, { hold = false } = {}) {
        edits = { ...edits, [part]: { value, from: part in edits ? edits[part].from : profile[part] } }
        ;({ edits, theirs } = adopt(edits, self.measure))
        delete refused[part]
        if (hold) held.add(part)
        else held.delete(part)
        keepPart(part)
        redraw()
        if (!hold) later(WAIT_MS)
      },
      send: (part, reason) => send(part, reason),
      drop(part) {
        const { [part]: _, ...others } = edits
        ;({ edits, theirs } = adopt(others, self.measure))
        delete refused[part]
        held.delete(part)
        keepPart(part)
        redraw()
      },
      settle(part, value) {
        edits = { ...edits, [part]: { value, from: profile[part] } }
        ;({ edits, theirs } = adopt(edits, self.measure))
        keepPart(part)
        redraw()
        later(0)
      },
    }
  }

  return self
}

/** @param {Refusal} refusal */
const passes = ({ code }) => PASSING.includes(code)
