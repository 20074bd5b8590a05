// What differs between two texts or lists, and what comes of two people's changes to the same one. Pure.

/** @typedef {{ kind: "same" | "added" | "gone", text: string }} Piece */
/** @typedef {{ from: number, to: number, put: string[] }} Hunk tokens of the base that are replaced */

/** Above so many comparisons a difference is told as one exchange. */
const MOST = 4_000_000

/** @param {string} text words, and what stands between them @returns {string[]} */
const tokens = (text) => text.match(/\s+|[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? []

/** @param {string} before @param {string} after @returns {Piece[]} */
export function words(before, after) {
  const base = tokens(before)
  /** @type {Piece[]} */
  const pieces = []
  const say = (/** @type {Piece["kind"]} */ kind, /** @type {string[]} */ parts) => {
    if (parts.length > 0) pieces.push({ kind, text: parts.join("") })
  }
  let at = 0
  for (const { from, to, put } of hunks(base, tokens(after))) {
    say("same", base.slice(at, from))
    say("gone", base.slice(from, to))
    say("added", put)
    at = to
  }
  say("same", base.slice(at))
  return pieces
}

/** @param {string[]} a @param {string[]} b @returns {Hunk[]} in order, none touching the next */
export function hunks(a, b) {
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head++
  let tail = 0
  while (
    tail < a.length - head &&
    tail < b.length - head &&
    a[a.length - 1 - tail] === b[b.length - 1 - tail]
  )
    tail++
  const [left, right] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)]
  if (left.length === 0 && right.length === 0) return []
  if (left.length * right.length > MOST) return [{ from: head, to: head + left.length, put: right }]
  return walk(left, right, common(left, right), head)
}

/** Lengths of the longest common sequence from each pair of places on. @param {string[]} a @param {string[]} b */
function common(a, b) {
  const wide = b.length + 1
  const lengths = new Uint32Array((a.length + 1) * wide)
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * wide + j] =
        a[i] === b[j]
          ? lengths[(i + 1) * wide + j + 1] + 1
          : Math.max(lengths[(i + 1) * wide + j], lengths[i * wide + j + 1])
    }
  }
  return lengths
}

/** @param {string[]} a @param {string[]} b @param {Uint32Array} lengths @param {number} offset @returns {Hunk[]} */
function walk(a, b, lengths, offset) {
  const wide = b.length + 1
  /** @type {Hunk[]} */
  const found = []
  /** @type {Hunk | undefined} */
  let open
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      open = undefined
      i++
      j++
      continue
    }
    if (!open) {
      open = { from: offset + i, to: offset + i, put: [] }
      found.push(open)
    }
    if (j < b.length && (i >= a.length || lengths[i * wide + j + 1] > lengths[(i + 1) * wide + j]))
      open.put.push(b[j++])
    else {
      i++
      open.to = offset + i
    }
  }
  return found
}

/**
 * Two people's texts in one. Where both changed the same place, both wordings stand one after the
 * other and clean is false: somebody has to read it.
 * @param {string} base @param {string} theirs @param {string} mine @returns {{ text: string, clean: boolean }}
 */
export function mergeTexts(base, theirs, mine) {
  const parts = tokens(base)
  const changes = [
    ...hunks(parts, tokens(theirs)).map((hunk) => ({ ...hunk, mine: false })),
    ...hunks(parts, tokens(mine)).map((hunk) => ({ ...hunk, mine: true })),
  ].sort((a, b) => a.from - b.from || a.to - b.to || Number(a.mine) - Number(b.mine))
  let text = ""
  let at = 0
  let clean = true
  for (let index = 0; index < changes.length; ) {
    const group = [changes[index]]
    let end = changes[index].to
    for (
      index++;
      index < changes.length && (changes[index].from < end || changes[index].from === group[0].from);
      index++
    ) {
      group.push(changes[index])
      end = Math.max(end, changes[index].to)
    }
    const start = group[0].from
    text += parts.slice(at, start).join("")
    const side = (/** @type {boolean} */ own) =>
      applied(
        parts,
        start,
        end,
        group.filter((one) => one.mine === own),
      )
    const both = new Set(group.map((one) => one.mine)).size > 1
    if (!both) text += side(group[0].mine)
    else if (side(false) === side(true)) text += side(true)
    else {
      clean = false
      text += [side(false), side(true)]
        .map((one) => one.trim())
        .filter(Boolean)
        .join(start === 0 && end >= parts.length ? "\n\n" : " ")
    }
    at = end
  }
  return { text: text + parts.slice(at).join(""), clean }
}

/** @param {string[]} base @param {number} from @param {number} to @param {Hunk[]} changes */
function applied(base, from, to, changes) {
  let text = ""
  let at = from
  for (const change of changes) {
    text += base.slice(at, change.from).join("") + change.put.join("")
    at = change.to
  }
  return text + base.slice(at, to).join("")
}

/** What tells two entries of a list apart. @param {any} entry @returns {string} */
export const identity = (entry) =>
  typeof entry === "object" && entry !== null
    ? `${entry.id ?? entry.kind ?? JSON.stringify(entry)}`
    : `${entry}`

/** @typedef {{ kind: "added" | "gone" | "changed", entry: any, before?: any }} ListChange */

/** Entries that were not the same. @param {any[]} before @param {any[]} after @returns {ListChange[]} */
export function listChanges(before, after) {
  const known = new Map(before.map((entry) => [identity(entry), entry]))
  const now = new Map(after.map((entry) => [identity(entry), entry]))
  /** @type {ListChange[]} */
  const changes = []
  for (const [key, entry] of known) if (!now.has(key)) changes.push({ kind: "gone", entry })
  for (const [key, entry] of now) {
    const old = known.get(key)
    if (old === undefined) changes.push({ kind: "added", entry })
    else if (!same(old, entry)) changes.push({ kind: "changed", entry, before: old })
  }
  return changes
}

/** Two people's lists in one: what either added stays, what either took out goes, and of an entry both
 * changed mine counts. @param {any[]} base @param {any[]} theirs @param {any[]} mine @returns {any[]} */
export function mergeLists(base, theirs, mine) {
  const old = new Map(base.map((entry) => [identity(entry), entry]))
  const other = new Map(theirs.map((entry) => [identity(entry), entry]))
  const own = new Map(mine.map((entry) => [identity(entry), entry]))
  const kept = mine.flatMap((entry) => {
    const key = identity(entry)
    const before = old.get(key)
    const theirsNow = other.get(key)
    if (theirsNow === undefined) return before === undefined || !same(before, entry) ? [entry] : []
    return [before !== undefined && same(before, entry) ? theirsNow : entry]
  })
  return [
    ...kept,
    ...theirs.filter((entry) => {
      const key = identity(entry)
      return !own.has(key) && (!old.has(key) || !same(old.get(key), entry))
    }),
  ]
}

/** @param {unknown} a @param {unknown} b */
export function same(a, b) {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
}
