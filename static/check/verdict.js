// What the three outcomes mean together. Pure: the words stand in the catalogues.

/** @import { Found } from "./tries.js" */

/**
 * @typedef {"good" | "socket_only" | "events_only" | "no_line" | "portal" | "unreachable"} Meaning
 */

/** @param {Found} found @returns {Meaning | ""} nothing before all is known */
export function meaning({ reach, socket, events }) {
  if (reach === undefined || socket === undefined || events === undefined) return ""
  if (reach === "portal") return "portal"
  if (socket && events) return "good"
  if (socket) return "socket_only"
  if (events) return "events_only"
  return reach === "reached" ? "no_line" : "unreachable"
}

/** @type {Record<Meaning, "success" | "warning" | "danger">} */
const TONES = {
  good: "success",
  socket_only: "success",
  events_only: "success",
  no_line: "danger",
  portal: "warning",
  unreachable: "danger",
}

/** @param {Meaning} meaning */
export const toneOf = (meaning) => TONES[meaning]
