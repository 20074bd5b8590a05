// The join code in what somebody typed, pasted or followed.

export const CODE_LENGTH = 8

/** A code in any spelling, or a whole link, as the server writes the code. @param {string} typed */
export function cleanCode(typed) {
  const [, inLink] = /\/e\/([^/?#\s]+)/.exec(typed) || []
  return (inLink || typed).replace(/[\s\-–.]/g, "").toUpperCase()
}

/** @param {string} code */
export function hasStrangeSymbols(code) {
  return !/^[ACDEFGHJKMNPQRTUVWXY34679]*$/.test(code)
}
