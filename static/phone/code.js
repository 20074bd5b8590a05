// The codes in what somebody typed, pasted or followed.

export const CODE_LENGTH = 8
export const TICKET_LENGTH = 10

/** A code in any spelling, or a whole link, as the server writes the code. @param {string} typed */
export function cleanCode(typed) {
  const [, inLink] = /\/e\/([^/?#\s]+)/.exec(typed) || []
  return (inLink || typed).replace(/[\s\-–.]/g, "").toUpperCase()
}

/** @param {string} code */
export function hasStrangeSymbols(code) {
  return !/^[ACDEFGHJKMNPQRTUVWXY34679]*$/.test(code)
}

/** A participation code in any spelling, or the link of a printed sheet. @param {string} typed */
export function cleanTicket(typed) {
  const [, inLink] = /#(?:.*&)?code=([^&\s]+)/.exec(typed) || []
  return cleanCode(inLink || typed).slice(0, TICKET_LENGTH)
}

/**
 * What a printed link says behind the #: a participation code, a table.
 * @param {string} fragment @returns {{ ticket: string, table: number | undefined }}
 */
export function readFragment(fragment) {
  const said = new URLSearchParams(fragment.replace(/^#/, ""))
  const table = Number(said.get("tisch") || said.get("table"))
  return {
    ticket: cleanTicket(said.get("code") || ""),
    table: Number.isInteger(table) && table > 0 ? table : undefined,
  }
}
