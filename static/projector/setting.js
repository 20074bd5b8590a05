// How texts are set on the wall: size by length, columns, pages. Pure: texts and a measure in, pages out.

/**
 * What one card says. `lead` runs in before the text (its number), `note` stands below it; `color` is that of
 * its topic field.
 * @typedef {{ key: string, lead: string, text: string, note: string, color?: number, pinned?: boolean }} Slip
 */

/**
 * Where a card stands. A text longer than a whole column is `wide` and comes in parts, a page each.
 * @typedef {{ slip: Slip, text: string, size: number, part: number, parts: number }} Placed
 */

/** @typedef {{ wide: boolean, columns: Placed[][], characters: number }} Page */

/** The room there is, in pixels; `body` is the size of body text. @typedef {{ width: number, height: number, body: number, columns: number }} Frame */

/** Width of a text in pixels at a size. @typedef {(text: string, size: number) => number} Measure */

export const LINE_HEIGHT = 1.25
/** Space around a card's text and between cards, in body sizes. */
export const PADDING = 0.5
export const GAP = 0.5
/** Room for a topic field's colour in body sizes, and something as wide as its shape. */
const EDGE = 0.3
const SHAPE = "M"
/** Browsers round where the measure does not. */
const SLACK = 0.985
/** How much larger everything may stand while it still fits on one page. */
const SCALES = [2.3, 2, 1.7, 1.45, 1.2]
/** Up to so many ideas are few. */
const FEW = 12
/** So many pages are looked through for a gap, so that a card does not leave one behind. */
const OPEN_PAGES = 4
/** Sizes of a text that has the screen to itself, in body sizes, and of its lines. */
const LARGE = [4, 3.4, 2.9, 2.5, 2.15, 1.85, 1.6, 1.4, 1.2, 1]
export const LARGE_LINE = 1.16
/** How much wider large type is set than measured. */
const LARGE_BOLD = 1.06

/** Size of a text by its length, in body sizes: a short call may be loud, a long thought may not.
 * @param {string} text */
export function sizeOf(text) {
  const length = [...text].length
  if (length <= 40) return 1.4
  if (length <= 80) return 1.2
  return 1
}

/** Size of a scene's title as a share of the screen's height. A twelfth, unless the prompt is a whole paragraph;
 * a long one gives way where there is something `below` it, and one that stands `alone` is larger.
 * @param {string} text @param {"below" | "alone" | ""} [place] */
export function titleSize(text, place = "") {
  const length = [...text].length
  const sizes = TITLES[place || "usual"]
  return (sizes.find(({ upTo }) => length <= upTo) ?? { size: 1 / 22 }).size
}

/** A text alone, as large as the room allows; one that is too long for body size in parts.
 * @param {string} text @param {{ width: number, height: number, body: number }} room @param {Measure} measure
 * @returns {{ size: number, parts: string[] }} */
export function setLarge(text, { width, height, body }, measure) {
  /** @param {string} piece @param {number} size */
  const fits = (piece, size) =>
    lines(piece, size * LARGE_BOLD, width, measure) * size * LARGE_LINE <= height &&
    widest(piece, size * LARGE_BOLD, measure) <= width
  const large = LARGE.find((scale) => fits(text, scale * body))
  if (height <= 0 || large) return { size: (large ?? 1) * body, parts: [text] }
  let parts = [text]
  for (let count = 2; count <= 100 && !parts.every((part) => fits(part, body)); count++)
    parts = split(text, count)
  return { size: body, parts }
}

/** Sizes of titles by their length. */
const TITLES = {
  usual: [
    { upTo: 90, size: 1 / 12 },
    { upTo: 160, size: 1 / 16 },
  ],
  below: [
    { upTo: 34, size: 1 / 12 },
    { upTo: 90, size: 1 / 17 },
  ],
  alone: [
    { upTo: 40, size: 1 / 7.5 },
    { upTo: 75, size: 1 / 9 },
    { upTo: 130, size: 1 / 12 },
    { upTo: 200, size: 1 / 16 },
  ],
}

/** How many lines a text takes, words unbroken unless one is wider than the line.
 * @param {string} text @param {number} size @param {number} width @param {Measure} measure */
export function lines(text, size, width, measure) {
  const room = width * SLACK
  const space = measure(" ", size)
  let total = 0
  for (const paragraph of text.split("\n")) {
    let count = 1
    let used = 0
    for (const word of paragraph.split(/\s+/).filter(Boolean)) {
      const long = measure(word, size)
      if (used > 0 && used + space + long <= room) {
        used += space + long
        continue
      }
      if (used > 0) count++
      // A word wider than the line breaks anywhere; a tenth is lost at its edges.
      const extra = long > room ? Math.ceil((long * 1.1) / room) - 1 : 0
      count += extra
      used = extra > 0 ? room : long
    }
    total += count
  }
  return total
}

/** Width of a text's longest word: none is broken for the sake of size.
 * @param {string} text @param {number} size @param {Measure} measure */
function widest(text, size, measure) {
  return Math.max(...text.split(/\s+/).map((word) => measure(word, size)))
}

/** Cuts a text into parts of about equal length, at spaces where there are any.
 * @param {string} text @param {number} parts @returns {string[]} */
export function split(text, parts) {
  /** @type {string[]} */
  const pieces = []
  let rest = text.trim()
  for (let left = parts; left > 1; left--) {
    const aim = Math.ceil(rest.length / left)
    let at = rest.lastIndexOf(" ", aim)
    if (at < aim / 2) at = aim
    // Never between the halves of a surrogate pair.
    if (/[\uD800-\uDBFF]/.test(rest[at - 1] ?? "")) at++
    pieces.push(rest.slice(0, at).trimEnd())
    rest = rest.slice(at).trimStart()
  }
  pieces.push(rest)
  return pieces.filter(Boolean)
}

/** How long a page stands, by what there is to read on it.
 * @param {Page} page */
export function readingMs(page) {
  return Math.min(25_000, Math.max(7_000, 3_000 + page.characters * 35))
}

/**
 * Sets all cards, as large as still fits on one page, otherwise at body size on as many pages as it takes: in
 * order, but a card fills a gap that longer ones left. A card added at the end moves no other while the size
 * holds.
 * @param {Slip[]} slips @param {Frame} frame @param {Measure} measure @param {number[]} [scales] sizes to try
 * @returns {Page[]}
 */
export function setPages(slips, frame, measure, scales = SCALES) {
  // Few ideas may be larger in fewer columns.
  const fewest = slips.length > FEW ? frame.columns : 1
  for (const scale of scales) {
    for (let columns = frame.columns; columns >= fewest; columns--) {
      const pages = fill(slips, { ...frame, columns }, measure, scale, 1)
      if (pages) return pages
    }
  }
  return fill(slips, frame, measure, 1, Number.POSITIVE_INFINITY) ?? []
}

/** @param {Frame} frame */
function columnWidth(frame) {
  return (frame.width - (frame.columns - 1) * GAP * frame.body) / frame.columns
}

/** Fills pages, each column by the emptiest. Nothing when `most` pages do not hold it.
 * @param {Slip[]} slips @param {Frame} frame @param {Measure} measure @param {number} scale @param {number} most
 * @returns {Page[] | undefined} */
function fill(slips, frame, measure, scale, most) {
  const inner = columnWidth(frame) - 2 * PADDING * frame.body
  /** @type {Page[]} */
  const pages = []
  /** @type {{ page: Page, heights: number[] }[]} */
  let open = []
  for (const slip of slips) {
    const size = sizeOf(slip.text) * scale * frame.body
    const height = cardHeight(slip, size, inner, frame.body, measure)
    if (scale > 1 && widest(slip.text, size, measure) > inner * SLACK) return undefined
    if (height > frame.height) {
      if (scale > 1) return undefined
      pages.push(...widePages(slip, frame, measure))
      continue
    }
    let place = open.find(({ heights }) => Math.min(...heights) + height <= frame.height)
    if (!place) {
      if (pages.length >= most) return undefined
      const page = { wide: false, columns: Array.from({ length: frame.columns }, () => []), characters: 0 }
      place = { page, heights: Array(frame.columns).fill(0) }
      pages.push(page)
      open = [...open.slice(1 - OPEN_PAGES), place]
    }
    const { page, heights } = place
    const column = heights.indexOf(Math.min(...heights))
    page.columns[column].push({ slip, text: slip.text, size, part: 1, parts: 1 })
    page.characters += slip.text.length
    heights[column] += height + GAP * frame.body
  }
  return pages
}

/** Heights found before. @type {WeakMap<Slip, { of: string, measure: Measure, height: number }>} */
const found = new WeakMap()

/** @param {Slip} slip @param {number} size @param {number} inner @param {number} body @param {Measure} measure */
function cardHeight(slip, size, inner, body, measure) {
  const of = `${size} ${inner} ${body}`
  const known = found.get(slip)
  if (known?.of === of && known.measure === measure) return known.height
  const note = slip.note ? lines(slip.note, body, inner, measure) * body * LINE_HEIGHT : 0
  // A topic field's shape stands before the number, and its colour takes a part of the width.
  const width = slip.color === undefined ? inner : inner - EDGE * body
  const lead = slip.color === undefined ? slip.lead : `${SHAPE} ${slip.lead}`
  const text = lines(`${lead} ${slip.text}`, size, width, measure) * size * LINE_HEIGHT
  const height = text + note + 2 * PADDING * body
  found.set(slip, { of, measure, height })
  return height
}

/** One text over the whole width in two columns of print, on as many pages as it needs.
 * @param {Slip} slip @param {Frame} frame @param {Measure} measure @returns {Page[]} */
function widePages(slip, frame, measure) {
  const { body } = frame
  const inner = (frame.width - 4 * PADDING * body) / 2
  const room = Math.floor((frame.height - 2 * PADDING * body) / (body * LINE_HEIGHT)) - (slip.note ? 1 : 0)
  /** @param {string} text */
  const fits = (text) => lines(`${slip.lead} ${text}`, body, inner, measure) + 1 <= 2 * room
  let parts = 1
  let pieces = [slip.text]
  while (!pieces.every(fits) && parts < 100) pieces = split(slip.text, ++parts)
  return pieces.map((text, index) => ({
    wide: true,
    columns: [[{ slip, text, size: body, part: index + 1, parts: pieces.length }]],
    characters: text.length,
  }))
}
