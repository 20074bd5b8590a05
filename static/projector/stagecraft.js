// What every scene uses: the room it has, numbers that count up, pages that turn by themselves.

import { n } from "../shared/text.js"
import { html, useEffect, useLayoutEffect, useRef, useState } from "../vendor/preact.js"
import { turn } from "./tour.js"

/** True where motion is unwanted. */
const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches

/** The size of an element and of body text, in pixels, kept current; the element may come later, or another.
 * @returns {[(element: HTMLElement | null) => void, { width: number, height: number, body: number }]} */
export function useRoom() {
  const [element, setElement] = useState(/** @type {HTMLElement | null} */ (null))
  const [room, setRoom] = useState({ width: 0, height: 0, body: 0 })
  useLayoutEffect(() => {
    if (!element) return
    const measure = () => {
      const body = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
      setRoom({ width: element.clientWidth, height: element.clientHeight, body })
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [element])
  return [setElement, room]
}

const pen = document.createElement("canvas").getContext("2d")
/** Widths of words at 100 px. @type {Map<string, number>} */
const widths = new Map()

/** Width of a word in the page's own type.
 * @param {string} text @param {number} size */
export function measure(text, size) {
  let width = widths.get(text)
  if (width === undefined) {
    if (pen) pen.font = `100px ${getComputedStyle(document.body).fontFamily}`
    width = pen ? pen.measureText(text).width : text.length * 55
    widths.set(text, width)
  }
  return (width * size) / 100
}

/** A number that counts up to its value, at first from `first` if that is given.
 * @param {{ value: number, first?: number }} props */
export function Count({ value, first = value }) {
  const [shown, setShown] = useState(first)
  const from = useRef(first)
  useEffect(() => {
    const start = from.current
    from.current = value
    if (start === value || still()) {
      setShown(value)
      return
    }
    const began = performance.now()
    let frame = requestAnimationFrame(function step(now) {
      const share = Math.min(1, (now - began) / 600)
      setShown(Math.round(start + (value - start) * (1 - (1 - share) ** 3)))
      if (share < 1) frame = requestAnimationFrame(step)
    })
    return () => cancelAnimationFrame(frame)
  }, [value])
  return html`<span class="count">${n(shown)}</span>`
}

/** The page on show among `count`: it turns when its `ms` are over, not earlier, whatever is added meanwhile;
 * then to the page with `news`, or on with the round.
 * @param {number} count @param {(page: number) => number} ms @param {() => number} [news] a page, or -1 */
export function usePages(count, ms, news = () => -1) {
  const [tour, setTour] = useState({ page: 0, round: 0 })
  const page = Math.min(tour.page, Math.max(0, count - 1))
  const latest = useRef({ count, news })
  latest.current = { count, news }
  const turns = count > 1
  useEffect(() => {
    if (!turns) return
    const timer = setTimeout(
      () => setTour((before) => turn(before, latest.current.count, latest.current.news())),
      ms(page),
    )
    return () => clearTimeout(timer)
  }, [tour, turns])
  return page
}

/** Where one is among the pages; nothing when there is one.
 * @param {{ page: number, count: number }} props */
export function Leaf({ page, count }) {
  if (count < 2) return null
  return html`<p class="leaf">${n(page + 1)} / ${n(count)}</p>`
}
