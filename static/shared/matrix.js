// Items by two criteria on a square, each with its number or name beside no other.

import { h, html } from "../vendor/preact.js"
import { placeLabels } from "./placing.js"
import { matrixAxes, matrixPoints } from "./results.js"
import { SHAPES } from "./shapes.js"
import { n, t } from "./text.js"

/** @import { Criterion, RoundItem, RoundView, Tally } from "./types.js" */
/** @import { Point } from "./results.js" */

/**
 * @typedef {object} Chart
 * @property {RoundView} round
 * @property {Tally} [tally]
 * @property {(item: RoundItem) => string} label
 * @property {(item: RoundItem) => number | undefined} [color]
 * @property {number} width of the drawing
 * @property {number} height
 * @property {number} unit the size of its text
 * @property {number} [limit] the first so many have a label
 * @property {Set<number>} [focus] items that stand out
 * @property {(text: string, size: number) => number} [measure] the width of a text
 */

/** @typedef {{ x: number, y: number, text: string, width: number }} Name */
/** @typedef {Point & { color?: number, name?: Name }} Mark */
/** @typedef {{ x: number, y: number, width: number, height: number }} Frame */
/** @typedef {{ right: boolean, top: boolean, best: boolean, text: string }} Corner */

const GRADES = 4
/** Width of a character where nobody measures; height and padding of a label; in text sizes. */
const CHARACTER = 0.58
const LABEL = 1.35
const PAD = 0.4
const LONGEST = 22
const DEFAULT_LIMIT = 40
const DOT = 0.5

/** @param {Chart} props */
export function MatrixChart(props) {
  const { round, width, height, unit, focus } = props
  const axes = matrixAxes(round)
  const { criteria = [] } = round
  if (!axes) return null
  const [across, up] = [criteria[axes.x], criteria[axes.y]]
  const frame = frameOf(props)
  const marks = marksOf(props)
  /** @param {Mark} mark */
  const look = ({ item, color }) =>
    `${color === undefined ? "" : `field-${color}`}${focus?.has(item.item) ? " matrix-on" : ""}`
  return html`<svg class="matrix" viewBox=${`0 0 ${width} ${height}`} font-size=${unit} focusable="false">
    ${quadrants(across, up).map((corner) => h(Quadrant, { key: corner.text, corner, frame, unit }))}
    <path class="matrix-cross" d=${`M${frame.x + frame.width / 2} ${frame.y}v${frame.height}M${frame.x} ${frame.y + frame.height / 2}h${frame.width}`} />
    <text class="matrix-axis" x=${frame.x + frame.width / 2} y=${height - unit * 0.4} text-anchor="middle">${axisText(across)}</text>
    <text class="matrix-axis" transform=${`translate(${unit} ${frame.y + frame.height / 2}) rotate(-90)`} text-anchor="middle">${axisText(up)}</text>
    ${marks.map(({ item, x, y, name }) => name && html`<path key=${`line ${item.item}`} class="matrix-leader" d=${`M${x} ${y}L${name.x} ${name.y}`} />`)}
    ${marks.map((mark) => html`<path key=${`dot ${mark.item.item}`} class=${`matrix-dot ${look(mark)}`} d=${SHAPES[(mark.color || 0) % SHAPES.length]} transform=${`translate(${mark.x - (unit * DOT) / 2} ${mark.y - (unit * DOT) / 2}) scale(${(unit * DOT) / 20})`} />`)}
    ${marks.map(
      (mark) =>
        mark.name &&
        html`<g key=${mark.item.item} class=${look(mark)}>
          <rect class="matrix-label" x=${mark.name.x - mark.name.width / 2} y=${mark.name.y - (unit * LABEL) / 2} width=${mark.name.width} height=${unit * LABEL} rx=${unit * 0.3} />
          <text class="matrix-text" x=${mark.name.x} y=${mark.name.y + unit * 0.35} text-anchor="middle">${mark.name.text}</text>
        </g>`,
    )}
  </svg>`
}

/** @param {{ corner: Corner, frame: Frame, unit: number }} props */
function Quadrant({ corner: { right, top, best, text }, frame, unit }) {
  const [width, height] = [frame.width / 2, frame.height / 2]
  const [x, y] = [right ? frame.x + width : frame.x, top ? frame.y : frame.y + height]
  return html`<g>
    <rect class=${best ? "matrix-best" : "matrix-quadrant"} x=${x} y=${y} width=${width} height=${height} />
    <text class="matrix-name" x=${right ? x + width - unit * 0.5 : x + unit * 0.5} y=${top ? y + unit * 1.15 : y + height - unit * 0.45} text-anchor=${right ? "end" : "start"}>${text}</text>
  </g>`
}

/** The square, with room for the names of its axes. @param {Chart} chart @returns {Frame} */
function frameOf({ width, height, unit }) {
  return { x: unit * 1.6, y: 1, width: width - unit * 1.6 - 1, height: height - unit * 1.7 }
}

/** Items where they stand on the drawing, with a label where there is room for one.
 * @param {Chart} chart @returns {Mark[]} */
export function marksOf(chart) {
  const { round, tally, label, color, unit, limit = DEFAULT_LIMIT } = chart
  const frame = frameOf(chart)
  const wide = chart.measure || ((text, size) => text.length * size * CHARACTER)
  // Extreme means stand a little inside, so that they can be seen whole.
  const edge = unit * 0.6
  const marks = matrixPoints(round, tally).map(({ item, x, y }) => ({
    item,
    x: edge + ((x - 1) / GRADES) * (frame.width - 2 * edge),
    y: edge + (1 - (y - 1) / GRADES) * (frame.height - 2 * edge),
    color: color?.(item),
  }))
  const texts = marks.slice(0, limit).map(({ item }) => (item.idea ? n(item.idea) : shortened(label(item))))
  const boxes = texts.map((text, at) => ({
    x: marks[at].x,
    y: marks[at].y,
    width: wide(text, unit) * 1.08 + 2 * PAD * unit,
    height: unit * LABEL,
  }))
  const places = placeLabels(boxes, frame, cornerNames(round, frame, unit, wide))
  return marks.map((mark, at) => {
    const place = places[at]
    const name = place && {
      x: place.x + frame.x,
      y: place.y + frame.y,
      text: texts[at],
      width: boxes[at].width,
    }
    return { ...mark, x: mark.x + frame.x, y: mark.y + frame.y, name }
  })
}

/** Where the names of the quadrants stand: labels keep clear of them.
 * @param {RoundView} round @param {Frame} frame @param {number} unit @param {(text: string, size: number) => number} wide */
function cornerNames(round, frame, unit, wide) {
  const axes = matrixAxes(round)
  const { criteria = [] } = round
  if (!axes) return []
  return quadrants(criteria[axes.x], criteria[axes.y]).map(({ right, top, text }) => {
    const width = wide(text, unit) * 1.1 + unit
    return {
      x: right ? frame.width - width / 2 : width / 2,
      y: top ? unit * 0.75 : frame.height - unit * 0.75,
      width,
      height: unit * 1.5,
    }
  })
}

/** @param {string} text */
function shortened(text) {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1).trimEnd()}…`
}

/** @param {Criterion} criterion */
function axisText({ name, low, high }) {
  return low && high ? t("plot.axis", { name, low, high }) : `${name} →`
}

/** The four corners and what they mean; one of them is best.
 * @param {Criterion} across @param {Criterion} up @returns {Corner[]} */
export function quadrants(across, up) {
  return [
    { right: false, top: true },
    { right: true, top: true },
    { right: false, top: false },
    { right: true, top: false },
  ].map(({ right, top }) => {
    const easy = across.less ? !right : right
    const good = up.less ? !top : top
    const corner = good ? (easy ? "first" : "plan") : easy ? "aside" : "later"
    return { right, top, best: good && easy, text: t(`plot.corner.${corner}`) }
  })
}
