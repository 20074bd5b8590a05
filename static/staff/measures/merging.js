// Unsaved changes to the parts of a profile, held against what the server has. Pure: nobody's text is lost.
import { mergeLists, mergeTexts, same } from "./diffing.js"

/** @import { Measure } from "../types.js" */

/** @typedef {{ value: any, from: any }} Edit from: what was stored when the change began */
/** @typedef {Record<string, Edit>} Edits by part */
/** @typedef {Record<string, any>} Theirs by part: what somebody else stored meanwhile */

/**
 * Takes in what the server has now. Changes it holds already are done with; parts nobody else touched
 * stay as they are; where somebody else was quicker, both are kept until a person decides.
 * @param {Edits} edits @param {Measure} measure @returns {{ edits: Edits, theirs: Theirs }}
 */
export function adopt(edits, measure) {
  /** @type {Record<string, any>} */
  const profile = measure.profile
  /** @type {Edits} */
  const kept = {}
  /** @type {Theirs} */
  const theirs = {}
  for (const [part, edit] of Object.entries(edits)) {
    if (same(profile[part], edit.value)) continue
    kept[part] = edit
    if (!same(profile[part], edit.from)) theirs[part] = profile[part]
  }
  return { edits: kept, theirs }
}

/**
 * After a part of one's own was stored: what was typed since then goes on from there.
 * @param {Edits} edits @param {string} part @param {any} sent @param {Measure} measure @returns {Edits}
 */
export function landed(edits, part, sent, measure) {
  const { [part]: edit, ...others } = edits
  if (!edit || same(edit.value, sent)) return others
  /** @type {Record<string, any>} */
  const profile = measure.profile
  return { ...others, [part]: { value: edit.value, from: profile[part] } }
}

/** Both in one, as far as that can be said; the rest is for a person to read.
 * @param {Edit} mine @param {any} theirs @returns {{ value: any, clean: boolean }} */
export function merged({ value, from }, theirs) {
  if (typeof value === "string") {
    const { text, clean } = mergeTexts(from ?? "", theirs ?? "", value)
    return { value: text, clean }
  }
  if (Array.isArray(value)) return { value: mergeLists(from ?? [], theirs ?? [], value), clean: true }
  if (value && typeof value === "object") {
    const entries = Object.keys({ ...theirs, ...value }).map((key) => [
      key,
      same(value[key], from?.[key]) ? theirs?.[key] : value[key],
    ])
    return { value: Object.fromEntries(entries), clean: true }
  }
  return { value, clean: true }
}
