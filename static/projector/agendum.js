// Which part of a long agenda is shown. Pure.

/**
 * The page with the current phase; before the first one, the first page.
 * @param {number} count of phases @param {number} now the current one's index, or -1 @param {number} fits on a page
 * @returns {{ from: number, to: number, page: number, pages: number }}
 */
export function agendaPage(count, now, fits) {
  const pages = Math.max(1, Math.ceil(count / fits))
  const size = Math.ceil(count / pages)
  const page = Math.max(0, Math.floor(Math.max(0, now) / (size || 1)))
  return { from: page * size, to: Math.min(count, (page + 1) * size), page, pages }
}
