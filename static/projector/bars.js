// A tally as rows of bars: ranks with ties, lengths, pages. Pure.
import { ranking } from "../shared/session.js"
import { LINE_HEIGHT, lines, split } from "./setting.js"

/** @typedef {import('../shared/types.js').RoundView} RoundView */
/** @typedef {import('../shared/types.js').Tally} Tally */

/**
 * One bar. `length` is its share of the longest, 0 to 1; `tied` says that others share its rank.
 * @typedef {{ item: number, points: number, voters: number, rank: number, tied: boolean, length: number }} Bar
 */

/** Bars of a tally, most points first; equal points share a rank. Items without a point stand last, without one.
 * @param {RoundView} round @param {Tally | undefined} tally @returns {Bar[]} */
export function bars(round, tally) {
  const rows = ranking({ ...round, tally })
  const most = rows[0]?.points ?? 0
  return rows.map(({ item, points, voters, rank, tied }) => ({
    item,
    points,
    voters,
    rank: points > 0 ? rank : 0,
    tied: points > 0 && tied,
    length: most > 0 ? points / most : 0,
  }))
}

/**
 * What stands beside a bar. A field has its shape before its title.
 * @typedef {{ lead: string, text: string, field?: import('../shared/types.js').FieldView }} Label
 */

/**
 * A row where it stands on its page, in pixels. A text longer than a page comes in parts, a page each.
 * @typedef {{ bar: Bar, label: Label, text: string, size: number, top: number, height: number, part: number, parts: number }} Row
 */

/** The room there is, in pixels: `text` is the width of the labels, `body` the size of body text.
 * @typedef {{ text: number, height: number, body: number }} Chart */

/** A row's least height and the air between rows, in body sizes. */
const ROW = 3
const AIR = 0.4
/** Sizes of the text, in body sizes: one for all rows, the largest at which they share a page. */
const SIZES = [1.5, 1.2, 1]
/** Room for a field's shape, and how much wider its title is set than measured. */
const SHAPE = 1.7
const BOLD = 1.08

/** Rows in order on as many pages as they take; each as high as its text needs, none cut.
 * @param {{ bar: Bar, label: Label }[]} rows @param {Chart} chart @param {import('./setting.js').Measure} measure
 * @returns {Row[][]} */
export function chartPages(rows, chart, measure) {
  for (const scale of SIZES) {
    const pages = stackRows(rows, chart, scale * chart.body, measure)
    if (pages.length <= 1 || scale === 1) return pages
  }
  return []
}

/** @param {{ bar: Bar, label: Label }[]} rows @param {Chart} chart @param {number} size
 * @param {import('./setting.js').Measure} measure @returns {Row[][]} */
function stackRows(rows, chart, size, measure) {
  /** @type {Row[][]} */
  const pages = []
  let top = 0
  for (const row of rows.flatMap((row) => setRow(row, chart, size, measure))) {
    if (pages.length === 0 || top + row.height > chart.height) {
      pages.push([])
      top = 0
    }
    pages[pages.length - 1].push({ ...row, top })
    top += row.height + AIR * chart.body
  }
  return pages
}

/** @param {{ bar: Bar, label: Label }} row @param {Chart} chart @param {number} size
 * @param {import('./setting.js').Measure} measure @returns {Row[]} */
function setRow({ bar, label }, chart, size, measure) {
  const width = label.field ? chart.text / BOLD - SHAPE * size : chart.text
  let parts = 1
  /** @param {string} text */
  const height = (text) => {
    const lead = parts > 1 ? `${label.lead} (${parts}/${parts})` : label.lead
    return Math.max(ROW * chart.body, lines(`${lead} ${text}`, size, width, measure) * size * LINE_HEIGHT)
  }
  let pieces = [label.text]
  while (pieces.some((text) => height(text) > chart.height) && parts < 100)
    pieces = split(label.text, ++parts)
  return pieces.map((text, at) => ({
    bar,
    label,
    text,
    size,
    top: 0,
    height: height(text),
    part: at + 1,
    parts: pieces.length,
  }))
}

/** Turnout as a share, 0 to 1. @param {number} voters @param {number} admitted */
export function turnout(voters, admitted) {
  return admitted > 0 ? Math.min(1, voters / admitted) : 0
}
