// How texts are set on the wall: size by length, columns, pages. Pure: texts and a measure in, pages out.

/**
 * What one card says. `lead` runs in before the text (its number), `note` stands below it.
 * @typedef {{ key: string, lead: string, text: string, note: string }} Slip
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
/** Browsers round where the measure does not. */
const SLACK = 0.985
/** How much larger everything may stand while it still fits on one page. */
const SCALES = [2, 1.7, 1.45, 1.2]

/** Size of a text by its length, in body sizes: a short call may be loud, a long thought may not.
 * @param {string} text */
export function sizeOf(text) {
  const length = [...text].length
  if (length <= 40) return 1.4
  if (length <= 80) return 1.2
  return 1
}

/** Size of a scene's title as a share of the screen's height. A twelfth, unless the prompt is a whole paragraph.
 * @param {string} text */
export function titleSize(text) {
  const length = [...text].length
  if (length <= 90) return 1 / 12
  if (length <= 160) return 1 / 16
  return 1 / 22
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
 * Sets all cards, in order, as large as still fits on one page, otherwise at body size on as many
 * pages as it takes. A card added at the end moves no other while the size holds.
 * @param {Slip[]} slips @param {Frame} frame @param {Measure} measure @returns {Page[]}
 */
export function setPages(slips, frame, measure) {
  for (const scale of SCALES) {
    const pages = fill(slips, frame, measure, scale, 1)
    if (pages) return pages
  }
  return fill(slips, frame, measure, 1, Number.POSITIVE_INFINITY) ?? []
}

/** @param {Frame} frame */
function columnWidth(frame) {
  return (frame.width - (frame.columns - 1) * GAP * frame.body) / frame.columns
}

/** Fills pages column by column, always the emptiest first. Nothing when `most` pages do not hold it.
 * @param {Slip[]} slips @param {Frame} frame @param {Measure} measure @param {number} scale @param {number} most
 * @returns {Page[] | undefined} */
function fill(slips, frame, measure, scale, most) {
  const gap = GAP * frame.body
  const inner = columnWidth(frame) - 2 * PADDING * frame.body
  /** @type {Page[]} */
  const pages = []
  /** @type {number[]} */
  let heights = []
  for (const slip of slips) {
    const size = sizeOf(slip.text) * scale * frame.body
    const height = cardHeight(slip, slip.text, size, inner, frame.body, measure)
    if (height > frame.height) {
      if (scale > 1) return undefined
      pages.push(...widePages(slip, frame, measure))
      heights = []
      continue
    }
    let column = heights.indexOf(Math.min(...heights))
    if (heights.length === 0 || heights[column] + height > frame.height) {
      pages.push({ wide: false, columns: Array.from({ length: frame.columns }, () => []), characters: 0 })
      heights = Array(frame.columns).fill(0)
      column = 0
    }
    if (pages.length > most) return undefined
    const page = pages[pages.length - 1]
    page.columns[column].push({ slip, text: slip.text, size, part: 1, parts: 1 })
    page.characters += slip.text.length
    heights[column] += height + gap
  }
  return pages
}

/** @param {Slip} slip @param {string} text @param {number} size @param {number} inner @param {number} body @param {Measure} measure */
function cardHeight(slip, text, size, inner, body, measure) {
  const note = slip.note ? lines(slip.note, body, inner, measure) * body * LINE_HEIGHT : 0
  return lines(`${slip.lead} ${text}`, size, inner, measure) * size * LINE_HEIGHT + note + 2 * PADDING * body
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
