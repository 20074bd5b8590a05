// Unsaved work is never lost: what somebody types stays on this device until it is saved or thrown away.
import { useRef, useState } from "../vendor/preact.js"

const PREFIX = "masswerk staff "

/** Whose drafts these are; another person signing in on this machine does not see them. */
let owner = ""

/** @param {string} account */
export function draftsOf(account) {
  owner = account
}

/** What was kept of something unsaved. @param {string} key @returns {any} */
export function read(key) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + owner + key) || "null")
  } catch {
    return null
  }
}

/** @param {string} key @param {any} value nothing to forget it */
export function write(key, value) {
  try {
    if (value === null) localStorage.removeItem(PREFIX + owner + key)
    else localStorage.setItem(PREFIX + owner + key, JSON.stringify(value))
  } catch {
    // No room, or not allowed: the page itself still holds it.
  }
}

/** Only what differs. @param {Record<string, any>} before @param {Record<string, any>} after */
export function changed(before, after) {
  return Object.fromEntries(
    Object.entries(after).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key])),
  )
}

/**
 * A form's values: as stored, with unsaved changes laid over them. `from` is what was stored when the changes began.
 * @template {Record<string, any>} T
 * @param {string} key what is being edited @param {T} stored
 * @returns {{ values: T, from: T, set: (change: Partial<T>) => void, changes: Partial<T>, dirty: boolean, discard: () => void }}
 */
export function useDraft(key, stored) {
  const [, redraw] = useState({})
  const kept = useRef({ key: "", changes: /** @type {Partial<T>} */ ({}), from: stored })
  if (kept.current.key !== key) kept.current = { key, changes: {}, from: stored, ...read(key) }
  const values = { ...stored, ...kept.current.changes }
  const changes = /** @type {Partial<T>} */ (changed(stored, values))
  const dirty = Object.keys(changes).length > 0
  /** @param {Partial<T>} next */
  function keep(next) {
    const any = Object.keys(next).length > 0
    kept.current = { key, changes: next, from: dirty ? kept.current.from : stored }
    write(key, any ? { changes: next, from: kept.current.from } : null)
    redraw({})
  }
  return {
    values,
    from: dirty ? kept.current.from : stored,
    changes,
    dirty,
    set: (change) =>
      keep(/** @type {Partial<T>} */ (changed(stored, { ...stored, ...kept.current.changes, ...change }))),
    discard: () => keep({}),
  }
}
