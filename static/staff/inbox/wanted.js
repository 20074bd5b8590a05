// What of the inbox is wanted: from the page's address to the server's query, and page by page. Pure.

/** @import { Item, Page } from "./types.js" */

/**
 * @typedef {object} Wanted
 * @property {string} event
 * @property {string} kind
 * @property {string} state "" | "open" | "drafted" | "published"
 * @property {string} taken "" (nominated or picked) | "nominated" | "picked" | "all"
 * @property {string} q
 * @property {string} sort "" (by event) | "points" | "rank" | "oldest"
 * @property {number} page from 1
 */

export const PAGE_SIZE = 50
/** As many as the server gives at once. */
const MOST = 200

const KEYS = /** @type {const} */ (["event", "kind", "state", "taken", "q", "sort"])

/** @param {URLSearchParams} query @returns {Wanted} */
export function wantedOf(query) {
  const page = Number.parseInt(query.get("page") || "1", 10)
  const of = (/** @type {string} */ key) => query.get(key) ?? ""
  return {
    event: of("event"),
    kind: of("kind"),
    state: of("state"),
    taken: of("taken"),
    q: of("q"),
    sort: of("sort"),
    page: page > 0 ? page : 1,
  }
}

/** What the address says of it: only what differs from nothing. @param {Partial<Wanted>} wanted */
export function addressOf(wanted) {
  const query = narrowing(wanted)
  if (wanted.page && wanted.page > 1) query.set("page", `${wanted.page}`)
  return query.toString()
}

/** The server's query for a page. @param {Wanted} wanted */
export function queryOf(wanted) {
  return slice(wanted, PAGE_SIZE, (wanted.page - 1) * PAGE_SIZE)
}

/** @param {Partial<Wanted>} wanted @param {number} limit @param {number} after */
function slice(wanted, limit, after) {
  const query = narrowing(wanted)
  query.set("limit", `${limit}`)
  if (after > 0) query.set("after", `${after}`)
  return query.toString()
}

/** @param {Partial<Wanted>} wanted */
function narrowing(wanted) {
  const query = new URLSearchParams()
  for (const key of KEYS) {
    const value = wanted[key]
    if (value) query.set(key, value)
  }
  return query
}

/** How many pages there are, at least one. @param {number} total */
export function pagesOf(total) {
  return Math.max(1, Math.ceil(total / PAGE_SIZE))
}

/** Whether anything narrows the list. @param {Wanted} wanted */
export function isNarrowed({ event, kind, state, taken, q }) {
  return Boolean(event || kind || state || taken || q)
}

/**
 * Everything a filter leaves, page after page. What moves between pages meanwhile is told once.
 * @param {(query: string) => Promise<Page>} load @param {Partial<Wanted>} wanted
 * @param {(known: number, total: number) => void} [onStep] @param {number} [atMost]
 * @returns {Promise<Item[]>}
 */
export async function everything(load, wanted, onStep, atMost = Number.POSITIVE_INFINITY) {
  /** @type {Map<string, Item>} */
  const found = new Map()
  for (let after = 0; after < atMost; after += MOST) {
    const { items, total } = await load(slice(wanted, Math.min(MOST, atMost - after), after))
    for (const item of items) found.set(`${item.kind} ${item.id}`, item)
    onStep?.(found.size, total)
    if (items.length === 0 || after + items.length >= total) break
  }
  return [...found.values()]
}

/** The same wishes, in whichever order they stand. @param {string} query */
export function normal(query) {
  const wanted = new URLSearchParams(query)
  for (const key of ["page", "open"]) wanted.delete(key)
  wanted.sort()
  return wanted.toString()
}
