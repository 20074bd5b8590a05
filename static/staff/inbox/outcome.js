// What became of contributions: which outcome needs which words, and what of a form is sent. Pure.

/** @import { Decided, Item, Kind } from "./types.js" */

/** @typedef {{ event: string, number: number, label: string }} Other another contribution */

/**
 * @typedef {object} Draft
 * @property {Kind} kind
 * @property {string} reason
 * @property {string} review_on
 * @property {string} link
 * @property {string} whose
 * @property {string} node
 * @property {Other | null} joined
 */

/** In the order of a form: from most to least taken up. @type {Kind[]} */
export const KINDS = ["promoted", "joined", "goal", "in_progress", "parked", "not_competent", "declined"]

/** What each outcome needs beside the kind. Whoever is turned down is told why.
 * @type {Record<Kind, (keyof Draft)[]>} */
const NEEDS = {
  promoted: [],
  joined: ["joined"],
  goal: ["node"],
  in_progress: ["link"], // or a reason that says where
  parked: ["review_on", "reason"],
  not_competent: ["whose", "reason"],
  declined: ["reason"],
}

/** @param {Kind} kind */
export const needsOf = (kind) => NEEDS[kind]

/** A form with what is known already. @param {Decided | undefined} known @param {Kind} kind @returns {Draft} */
export function draftOf(known, kind) {
  return {
    kind: known?.kind ?? kind,
    reason: known?.reason ?? "",
    review_on: known?.review_on ?? "",
    link: known?.link ?? "",
    whose: known?.whose ?? "",
    node: known?.node ?? "",
    joined: null,
  }
}

/** What still has to be said. A day to look again lies ahead.
 * @param {Draft} draft @param {string} today "2026-10-01" @returns {(keyof Draft)[]} */
export function missing(draft, today) {
  return NEEDS[draft.kind].filter((name) => {
    const value = draft[name]
    if (name === "review_on") return !isDay(draft.review_on) || draft.review_on <= today
    if (name === "link") return !draft.link.trim() && !draft.reason.trim()
    return typeof value === "string" ? !value.trim() : !value
  })
}

/** @param {string} text */
function isDay(text) {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(new Date(`${text}T00:00:00Z`).getTime())
}

/** What is sent: only what belongs to the kind, so that nothing of an earlier choice goes along.
 * @param {Draft} draft */
export function sentOf(draft) {
  const needs = NEEDS[draft.kind]
  /** @param {"review_on" | "link" | "whose" | "node"} name */
  const given = (name) => (needs.includes(name) ? { [name]: draft[name].trim() } : {})
  return {
    kind: draft.kind,
    reason: draft.reason.trim(),
    ...given("review_on"),
    ...given("link"),
    ...given("whose"),
    ...given("node"),
    ...(needs.includes("joined") && draft.joined
      ? { joined: { event: draft.joined.event, number: draft.joined.number } }
      : {}),
  }
}

/**
 * What an outcome says beyond its kind: values of the sentence "outcome_more.<kind>", or nothing.
 * @param {Decided} outcome @returns {Record<string, string> | undefined}
 */
export function moreOf(outcome) {
  const { kind, review_on, link, whose, node_title, joined_number, joined_event, candidate_number } = outcome
  switch (kind) {
    case "parked":
      return review_on ? { on: review_on } : undefined
    case "in_progress":
      return link ? { link } : undefined
    case "not_competent":
      return whose ? { whose } : undefined
    case "goal":
      return node_title ? { node: node_title } : undefined
    case "joined":
      return joined_number ? { number: `${joined_number}`, event: joined_event ?? "" } : undefined
    case "promoted":
      return candidate_number
        ? { number: `${candidate_number}`, title: outcome.candidate_title ?? "" }
        : undefined
  }
}

/** A link that may be followed; words are no link. @param {string} text */
export function isAddress(text) {
  try {
    return ["https:", "http:"].includes(new URL(text).protocol)
  } catch {
    return false
  }
}

/** How many drafted outcomes there are of each kind, in the order of the form.
 * @param {Item[]} items @returns {[kind: string, count: number][]} */
export function countsOf(items) {
  return KINDS.map(
    (kind) =>
      /** @type {[string, number]} */ ([kind, items.filter((item) => item.outcome?.kind === kind).length]),
  ).filter(([, count]) => count > 0)
}
