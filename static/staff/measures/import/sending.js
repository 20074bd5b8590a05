// Sending a table with what somebody decided about it.
import { Refusal } from "../../../shared/api.js"

/** @import { Mapping } from "./import.js" */

const TYPES = { xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", csv: "text/csv" }

/** The mapping travels in a header, so letters beyond ASCII are escaped. @param {Mapping} mapping */
export const headerOf = (mapping) =>
  JSON.stringify(mapping).replace(
    /[\u0080-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  )

/** Asks with a file as it is: what a table would do, or to do it.
 * @param {string} path @param {File} file @param {Mapping} mapping @returns {Promise<any>} */
export async function send(path, file, mapping) {
  const kind = file.name.toLowerCase().endsWith(".xlsx") ? "xlsx" : "csv"
  const response = await fetch(path, {
    method: "POST",
    credentials: "same-origin",
    cache: "no-store",
    redirect: "manual",
    headers: { "Content-Type": TYPES[kind], "X-Mapping": headerOf(mapping) },
    body: file,
  }).catch(() => {
    throw new Refusal({ code: "offline" })
  })
  const answer = await response.json().catch(() => ({}))
  if (response.ok && typeof answer === "object" && answer) return answer
  throw new Refusal({ ...answer, status: response.status })
}
