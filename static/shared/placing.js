// Labels beside their points, none on another. Pure.

/** @typedef {{ x: number, y: number, width: number, height: number }} Box centred on x and y */
/** @typedef {{ width: number, height: number }} Area */

/** Air between labels, as a share of their height. */
const AIR = 0.16
const DIRECTIONS = 16
const FARTHEST = 14

/**
 * A place for each label as near to its point as there is room, the first ones first. A label that
 * finds none within reach has none.
 * @param {Box[]} labels on their points @param {Area} area @param {Box[]} [obstacles] to keep clear of
 * @returns {({ x: number, y: number } | undefined)[]}
 */
export function placeLabels(labels, area, obstacles = []) {
  const taken = [...obstacles]
  return labels.map((label) => {
    for (const { x, y } of around(label)) {
      const box = { ...label, x, y }
      if (!isInside(box, area) || taken.some((other) => overlap(box, other))) continue
      taken.push(box)
      return { x, y }
    }
    return undefined
  })
}

/** Places to try: on the point, then in growing rings. @param {Box} label */
function* around({ x, y, width, height }) {
  yield { x, y }
  for (let ring = 1; ring <= FARTHEST; ring++) {
    for (let direction = 0; direction < DIRECTIONS; direction++) {
      const angle = ((direction + (ring % 2) / 2) * 2 * Math.PI) / DIRECTIONS
      const far = ring * height * 0.6
      yield { x: x + Math.cos(angle) * far * Math.min(2, width / height), y: y + Math.sin(angle) * far }
    }
  }
}

/** @param {Box} box @param {Area} area */
function isInside({ x, y, width, height }, area) {
  return (
    x - width / 2 >= 0 && x + width / 2 <= area.width && y - height / 2 >= 0 && y + height / 2 <= area.height
  )
}

/** @param {Box} a @param {Box} b */
function overlap(a, b) {
  const air = AIR * Math.min(a.height, b.height)
  return (
    Math.abs(a.x - b.x) < (a.width + b.width) / 2 + air &&
    Math.abs(a.y - b.y) < (a.height + b.height) / 2 + air
  )
}
