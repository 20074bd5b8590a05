// How far a secret ballot has come. Pure. It is filled in on this phone alone and leaves it once; when
// it is counted, nothing of it stays here.

/** @import { Command } from "../../shared/types.js" */

/** @typedef {"filling" | "sending" | "counted"} Stage */

/**
 * @param {string} round id
 * @param {{ isCast?: boolean, isCounted?: boolean, pending: Command[] }} known isCast: the server says
 *   so; isCounted: it answered so just now; pending: the outbox
 * @returns {Stage}
 */
export function stageOf(round, { isCast, isCounted, pending }) {
  if (isCast || isCounted) return "counted"
  const isSending = pending.some(({ type, data }) => type === "CastBallot" && data.round === round)
  return isSending ? "sending" : "filling"
}

/**
 * What a refusal for good means: the round went by, and nobody can tell whether an earlier try was
 * counted; or something can be put right, so that the choice comes back into the hand.
 * @param {string} code @returns {"missed" | "again"}
 */
export function fateOf(code) {
  return code === "round_closed" || code === "not_found" ? "missed" : "again"
}
