// The portfolio picture: a bubble for each measure, by value and effort, none hidden by another's name. Pure.
import { placeLabels } from "../../shared/placing.js"

/** @import { Box } from "../../shared/placing.js" */
/** @import { Point } from "./types.js" */

/** @typedef {{ width: number, height: number, unit: number }} Sheet unit: the size of its text */
/** @typedef {{ x: number, y: number, width: number, height: number }} Frame */
/**
 * @typedef {object} Bubble
 * @property {Point} point
 * @property {number} x
 * @property {number} y
 * @property {number} radius
 * @property {{ x: number, y: number, width: number } | undefined} name where its number stands; nothing where there is no room
 */

const MOST = 100
const CHARACTER = 0.6
const LABEL = 1.3
const SMALLEST = 0.55
const LARGEST = 2.2

/** The square, with room for the axes. @param {Sheet} sheet @returns {Frame} */
export function frameOf({ width, height, unit }) {
  const left = unit * 2.6
  const below = unit * 2.8
  return { x: left, y: unit * 0.6, width: width - left - unit * 0.6, height: height - below - unit * 0.6 }
}

/** Radius by cost: the area grows with it. Without cost it is the smallest.
 * @param {number} cost @param {number} most @param {number} unit */
export function radiusOf(cost, most, unit) {
  const share = most > 0 ? Math.sqrt(Math.max(0, cost) / most) : 0
  return unit * (SMALLEST + (LARGEST - SMALLEST) * share)
}

/**
 * Bubbles from large to small, so that a small one lies on a large one. Value grows upwards, effort
 * to the right, both 0 to 100.
 * @param {Point[]} points @param {Sheet} sheet @returns {Bubble[]}
 */
export function bubblesOf(points, sheet) {
  const frame = frameOf(sheet)
  const most = Math.max(0, ...points.map(({ cost }) => cost))
  const edge = sheet.unit * LARGEST
  const bubbles = points
    .map((point) => ({
      point,
      x: frame.x + edge + (within(point.effort) / MOST) * (frame.width - 2 * edge),
      y: frame.y + edge + (1 - within(point.value) / MOST) * (frame.height - 2 * edge),
      radius: radiusOf(point.cost, most, sheet.unit),
    }))
    .sort((a, b) => b.radius - a.radius || b.point.value - a.point.value)
  return named(bubbles, frame, sheet)
}

/** @param {number} value */
const within = (value) => Math.min(MOST, Math.max(0, value))

/** The most valuable ones get their name first; a name keeps clear of all bubbles but its own.
 * @param {Omit<Bubble, "name">[]} bubbles @param {Frame} frame @param {Sheet} sheet @returns {Bubble[]} */
function named(bubbles, frame, { unit }) {
  const order = [...bubbles].sort((a, b) => b.point.value - a.point.value)
  /** @param {Omit<Bubble, "name">} bubble @returns {Box} */
  const boxOf = ({ point, x, y, radius }) => ({
    x: x - frame.x,
    y: y - frame.y - radius - unit * 0.75,
    width: (point.number.length * CHARACTER + 0.4) * unit,
    height: unit * LABEL,
  })
  const places = placeLabels(
    order.map(boxOf),
    frame,
    bubbles.map(({ x, y, radius }) => ({
      x: x - frame.x,
      y: y - frame.y,
      width: radius * 1.5,
      height: radius * 1.5,
    })),
  )
  const found = new Map(
    order.map((bubble, at) => [bubble.point.measure, { place: places[at], box: boxOf(bubble) }]),
  )
  return bubbles.map((bubble) => {
    const { place, box } = found.get(bubble.point.measure) ?? {}
    return {
      ...bubble,
      name: place && box ? { x: place.x + frame.x, y: place.y + frame.y, width: box.width } : undefined,
    }
  })
}

/** Where the arrow keys lead from a bubble: the nearest one in that direction, what lies more aside
 * than ahead only when there is nothing else.
 * @param {Bubble[]} bubbles @param {string} from id of a measure @param {string} key */
export function neighbour(bubbles, from, key) {
  const start = bubbles.find(({ point }) => point.measure === from)
  const way = /** @type {Record<string, [number, number]>} */ ({
    ArrowRight: [1, 0],
    ArrowLeft: [-1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  })[key]
  if (!start || !way) return undefined
  const [right, down] = way
  const ahead = bubbles
    .map(({ point, x, y }) => {
      const [dx, dy] = [x - start.x, y - start.y]
      const along = dx * right + dy * down
      const aside = Math.abs(dx * down) + Math.abs(dy * right)
      return { id: point.measure, along, aside, far: along + 2 * aside }
    })
    .filter(({ id, along }) => id !== from && along > 0)
    .sort((a, b) => Number(a.aside > a.along) - Number(b.aside > b.along) || a.far - b.far)
  return ahead[0]?.id
}
