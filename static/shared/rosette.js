// The rose window that fills as a room votes: the product's own picture.
import { html } from "../vendor/preact.js"

/** One pane: its outline and, 0 to 1, how much light falls through it. @typedef {{ path: string, light: number }} Pane */

/** @param {number} radius @param {number} degrees @returns {[number, number]} */
function point(radius, degrees) {
  const angle = ((degrees - 90) * Math.PI) / 180
  return [round(radius * Math.cos(angle)), round(radius * Math.sin(angle))]
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 100) / 100
}

/** A lancet, pointed at both ends. @param {number} from @param {number} to @param {number} degrees @param {number} spread */
function lancet(from, to, degrees, spread) {
  const middle = from + (to - from) * 0.62
  return `M${point(from, degrees)} Q${point(middle, degrees + spread)} ${point(to, degrees)} Q${point(middle, degrees - spread)} ${point(from, degrees)} Z`
}

/** A round pane. @param {number} at @param {number} degrees @param {number} radius */
function oculus(at, degrees, radius) {
  const [x, y] = point(at, degrees)
  return `M${round(x - radius)},${y} a${radius},${radius} 0 1 0 ${2 * radius},0 a${radius},${radius} 0 1 0 ${-2 * radius},0 Z`
}

/** Outlines from the middle outwards, on a disc of radius 100. */
const OUTLINES = [
  oculus(0, 0, 9),
  ...ring(8, (degrees) => lancet(13, 38, degrees, 24)),
  ...ring(16, (degrees) => lancet(36, 66, degrees + 11.25, 13)),
  ...ring(16, (degrees) => oculus(70, degrees, 7)),
  ...ring(32, (degrees) => oculus(88, degrees + 5.625, 6.5)),
]

/** @param {number} count @param {(degrees: number) => string} draw */
function ring(count, draw) {
  return Array.from({ length: count }, (_, index) => draw((index * 360) / count))
}

/** The window with a share of its panes lit, from the middle outwards.
 * @param {number} share 0 to 1 @returns {Pane[]} */
export function panes(share) {
  const lit = Math.min(1, Math.max(0, share)) * OUTLINES.length
  return OUTLINES.map((path, index) => ({ path, light: Math.min(1, Math.max(0, lit - index)) }))
}

/**
 * Draws the window. It says nothing to a screen reader: the words beside it do.
 * @param {{ share: number }} props
 */
export function Rosette({ share }) {
  return html`<svg class="rosette" viewBox="-103 -103 206 206" aria-hidden="true" focusable="false">
    <circle class="rosette-frame" r="100" />
    ${panes(share).map(({ path, light }) => html`<path class="rosette-pane" d=${path} style=${{ "--light": light }} />`)}
  </svg>`
}
