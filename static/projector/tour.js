// The order in which the wall shows its pages. Pure.

/** @typedef {import('./setting.js').Page} Page */

/** The page on show, and the last one shown in the order of pages. @typedef {{ page: number, round: number }} Tour */

/**
 * Where to turn when a page's time is up: to news, if there is any elsewhere, and after that on from
 * where the round was left. So news comes soon, yet never twice in a row, and every page has its turn.
 * @param {Tour} tour @param {number} count @param {number} news page with news, or -1 @returns {Tour}
 */
export function turn({ page, round }, count, news) {
  const onRound = page === round
  if (onRound && news >= 0 && news !== page) return { page: news, round }
  const next = (round + 1) % count
  const free = next === page ? (next + 1) % count : next
  return { page: free, round: free }
}

/** The last page with a card of `news`, or -1.
 * @param {Page[]} pages @param {Set<string>} news */
export function pageWithNews(pages, news) {
  for (let page = pages.length - 1; page >= 0 && news.size > 0; page--) {
    if (pages[page].columns.some((column) => column.some(({ slip }) => news.has(slip.key)))) return page
  }
  return -1
}

/**
 * Learns which keys there are. The first sight is no news; afterwards every key never known before is.
 * @param {Set<string> | null} known @param {string[]} keys @returns {{ known: Set<string>, news: string[] }}
 */
export function learn(known, keys) {
  if (!known) return { known: new Set(keys), news: [] }
  const news = keys.filter((key) => !known.has(key))
  return { known: new Set([...known, ...news]), news }
}
