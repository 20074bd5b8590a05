// Keeps what is typed: on this device at once, on the server a moment later. Another screen's words are
// never overwritten silently.
import { put, Refusal } from "../shared/api.js"
import { useEffect, useRef, useState } from "../vendor/preact.js"

/** @import { Report, Values } from "./report.js" */

const PAUSE_MS = 900
const AGAIN_MS = 5000

/** @typedef {"saved" | "typing" | "saving" | "offline" | "conflict"} Kept */

/** @param {string} key @returns {Values | null} */
function recalled(key) {
  try {
    return JSON.parse(localStorage.getItem(key) || "null")
  } catch {
    return null
  }
}

/** @param {string} key @param {Values | null} values */
function keep(key, values) {
  try {
    if (values) localStorage.setItem(key, JSON.stringify(values))
    else localStorage.removeItem(key)
  } catch {
    // No room: the page itself still holds it.
  }
}

/**
 * @param {object} props
 * @param {string} props.key what is written, on this device
 * @param {string} props.path
 * @param {Report | undefined} props.report as it is known
 * @param {Values} props.first values to begin with
 * @param {(values: Values, version: number, submit: boolean) => object} props.sent
 * @param {() => Promise<Report | undefined>} props.ask how the report stands now
 * @param {(report: Report) => void} props.onStored
 */
export function useSaving({ key, path, report, first, sent, ask, onStored }) {
  const [values, setValues] = useState(() => recalled(key) ?? first)
  const [kept, setKept] = useState(/** @type {Kept} */ ("saved"))
  const [theirs, setTheirs] = useState(/** @type {Report | undefined} */ (undefined))
  const [refusal, setRefusal] = useState(/** @type {Refusal | undefined} */ (undefined))
  const latest = useRef({ values, version: report?.version ?? 0, busy: false, again: false })
  const timer = useRef(/** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined))

  useEffect(() => {
    if (recalled(key)) later(0) // typed before, and never confirmed
    return () => clearTimeout(timer.current)
  }, [])

  /** @param {number} ms */
  function later(ms) {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => store(false), ms)
  }

  /** @param {Partial<Values>} change */
  function set(change) {
    const next = { ...latest.current.values, ...change }
    latest.current.values = next
    keep(key, next)
    setValues(next)
    setKept("typing")
    later(PAUSE_MS)
  }

  /** @param {boolean} submit @returns {Promise<void>} */
  async function store(submit) {
    const now = latest.current
    clearTimeout(timer.current)
    if (now.busy) {
      now.again = true
      return
    }
    now.busy = true
    const written = now.values
    setKept("saving")
    setRefusal(undefined)
    try {
      const answer = await put(path, sent(written, now.version, submit))
      now.version = answer.report.version
      if (now.values === written) keep(key, null)
      setKept(now.values === written ? "saved" : "typing")
      onStored(answer.report)
    } catch (error) {
      await failed(error, submit)
    }
    now.busy = false
    if (now.again || now.values !== written) {
      now.again = false
      later(PAUSE_MS)
    }
  }

  /** @param {unknown} error @param {boolean} submit */
  async function failed(error, submit) {
    const refused = error instanceof Refusal ? error : new Refusal()
    if (refused.code === "version") {
      setKept("conflict")
      setTheirs(await ask().catch(() => undefined))
      return
    }
    const passing = refused.status === 0 || refused.status >= 500 || refused.status === 429
    setKept("offline")
    if (passing && !submit) return later(refused.retry_ms ?? AGAIN_MS)
    setRefusal(refused)
  }

  /** Goes on with one's own words, over what the other screen wrote. @param {number} version */
  function keepOwn(version) {
    latest.current.version = version
    setTheirs(undefined)
    later(0)
  }

  /** Takes what the other screen wrote. @param {Values} other @param {number} version */
  function take(other, version) {
    latest.current = { values: other, version, busy: false, again: false }
    keep(key, null)
    setValues(other)
    setTheirs(undefined)
    setKept("saved")
  }

  return { values, kept, theirs, refusal, set, submit: () => store(true), keepOwn, take }
}
