// A result as rows: what stands in them, how high they are, on which page. Pure.
import { isVoted, share, standing } from "../shared/results.js"
import { LINE_HEIGHT, lines, split } from "./setting.js"

/** @import { FieldView, RoundView, Tally } from "../shared/types.js" */
/** @import { Standing } from "../shared/results.js" */
/** @import { Measure } from "./setting.js" */

/** What stands beside a bar. A field has its shape before its title. @typedef {{ lead: string, text: string, field?: FieldView }} Label */
/** What a row is made of: `tags` stand behind its text. @typedef {{ item: Standing, label: Label, tags: string[], shown: boolean }} Entry */

/**
 * A row where it stands on its page, in pixels. A text longer than a page comes in parts, a page each.
 * @typedef {Entry & { text: string, size: number, top: number, height: number, part: number, parts: number }} Row
 */

/** The room there is, in pixels: `text` is the width of the labels, `body` the size of body text, `mark` the
 * height of what is drawn below a text.
 * @typedef {{ text: number, height: number, body: number, mark: number }} Chart */

/** Air between rows and inside one, in body sizes. */
const AIR = 0.5
const ROW = 2.1
/** Sizes of the text, in body sizes: one for all rows, the largest at which they share a page. */
const SIZES = [1.6, 1.4, 1.2, 1.1, 1]
/** Room for a field's shape, and how much wider its title is set than measured. */
const SHAPE = 1.7
const BOLD = 1.08
/** A tag is set with padding of about so many characters. */
const TAG = " ···"

/** How long an item's bar is, 0 to 1.
 * @param {Standing} item @param {RoundView} round @param {Tally | undefined} tally @param {number} most */
export function barLength(item, round, tally, most) {
  if (round.method === "dots" || round.method === "ranking")
    return most > 0 ? Math.max(0, item.points) / most : 0
  return share(item, round, tally) ?? 0
}

/** What was voted on, by rank; what got nothing is only counted.
 * @param {RoundView} round @param {Tally | undefined} tally @returns {{ voted: Standing[], rest: number }} */
export function votedOn(round, tally) {
  const items = standing(round, tally)
  const voted = items.filter(isVoted)
  return { voted, rest: items.length - voted.length }
}

/** Rows in order on as many pages as they take; each as high as its text needs, none cut.
 * @param {Entry[]} entries @param {Chart} chart @param {Measure} measure @returns {Row[][]} */
export function chartPages(entries, chart, measure) {
  for (const scale of SIZES) {
    const pages = stackRows(entries, chart, scale * chart.body, measure)
    if (pages.length <= 1 || scale === 1) return pages
  }
  return []
}

/** @param {Entry[]} entries @param {Chart} chart @param {number} size @param {Measure} measure @returns {Row[][]} */
function stackRows(entries, chart, size, measure) {
  /** @type {Row[][]} */
  const pages = []
  let top = 0
  for (const row of entries.flatMap((entry) => setRow(entry, chart, size, measure))) {
    if (pages.length === 0 || top + row.height > chart.height) {
      pages.push([])
      top = 0
    }
    pages[pages.length - 1].push({ ...row, top })
    top += row.height + AIR * chart.body
  }
  return pages
}

/** @param {Entry} entry @param {Chart} chart @param {number} size @param {Measure} measure @returns {Row[]} */
function setRow(entry, chart, size, measure) {
  const { label, tags } = entry
  const width = label.field ? chart.text / BOLD - SHAPE * size : chart.text
  const behind = tags.map((tag) => ` ${tag.replace(/ /g, "\u00a0")}${TAG}`).join("")
  let parts = 1
  /** @param {string} text */
  const height = (text) => {
    const lead = parts > 1 ? `${label.lead} (${parts}/${parts})` : label.lead
    const set = lines(`${lead} ${text}${behind}`, size, width, measure) * size * LINE_HEIGHT
    return Math.max(ROW * chart.body, set + chart.mark)
  }
  let pieces = [label.text]
  while (pieces.some((text) => height(text) > chart.height) && parts < 100)
    pieces = split(label.text, ++parts)
  return pieces.map((text, at) => ({
    ...entry,
    text,
    size,
    top: 0,
    height: height(text),
    part: at + 1,
    parts: pieces.length,
  }))
}

/**
 * What a reveal shows: the next place, covered, above those that are revealed, so that the newest is on top.
 * @param {{ item: Standing, shown: boolean }[]} places by rank
 */
export function uncovered(places) {
  const next = places.filter(({ shown }) => !shown).pop()?.item.rank
  return places.filter(({ item, shown }) => shown || item.rank === next)
}

/** Turnout as a share, 0 to 1. @param {number} voters @param {number} admitted */
export function turnout(voters, admitted) {
  return admitted > 0 ? Math.min(1, voters / admitted) : 0
}
