// A long list of which only the rows in view stand on the page. Rows are measured as they come;
// the row being read stays where it is, and the row with the focus stays on the page.
import { h, html, useLayoutEffect, useRef, useState } from "../vendor/preact.js"
import { anchorAt, held, offsets, range } from "./window.js"

const MARGIN = 600

/**
 * @param {object} props
 * @param {any[]} props.items
 * @param {(item: any) => string} props.keyOf
 * @param {(item: any) => any} props.row what stands inside the <li>
 * @param {number} props.estimate height of a row not yet measured
 * @param {string} props.label
 * @param {string} [props.keep] key of a row that stays on the page with its neighbours, wherever it is
 * @param {string} [props.class]
 * @param {(atTop: boolean) => void} [props.onScroll]
 */
export function LongList({ items, keyOf, row, estimate, label, keep, class: name = "", onScroll }) {
  const scroller = useRef(/** @type {HTMLDivElement | null} */ (null))
  const heights = useRef(/** @type {Map<string, number>} */ (new Map()))
  const anchor = useRef(/** @type {{ key: string, into: number } | null} */ (null))
  const position = useRef(0)
  const laid = useRef({ keys: /** @type {string[]} */ ([]), tops: /** @type {number[]} */ ([]) })
  const [view, setView] = useState({ height: 900, measured: 0 })
  const observer = useRowHeights(heights, () => setView((was) => ({ ...was, measured: was.measured + 1 })))

  const drawn = useRef({ row, rows: /** @type {Map<any, any>} */ (new Map()) })
  if (drawn.current.row !== row) drawn.current = { row, rows: new Map() }

  /** Scrolling draws no row anew. @param {any} item */
  function content(item) {
    const { rows } = drawn.current
    if (!rows.has(item)) rows.set(item, row(item))
    return rows.get(item)
  }

  const keys = items.map(keyOf)
  const { tops, total } = offsets(keys, heights.current, estimate)
  const found = scroller.current?.scrollTop ?? 0
  if (found !== position.current) {
    // The focus scrolls at once; the event that tells it comes later.
    anchor.current = anchorAt(laid.current.keys, laid.current.tops, found)
    position.current = found
  }
  const scrolled = held(anchor.current, keys, tops, position.current)
  const shown = range(tops, total, scrolled, view.height, MARGIN)

  function look() {
    const element = scroller.current
    if (!element) return
    const { scrollTop, clientHeight } = element
    anchor.current = anchorAt(keys, tops, scrollTop)
    position.current = scrollTop
    const seen = range(tops, total, scrollTop, clientHeight, MARGIN)
    if (seen.from !== shown.from || seen.to !== shown.to) setView({ ...view, height: clientHeight })
    onScroll?.(scrollTop <= 0)
  }

  useLayoutEffect(() => {
    const element = /** @type {HTMLDivElement} */ (scroller.current)
    laid.current = { keys, tops }
    if (Math.abs(element.scrollTop - scrolled) > 1) element.scrollTop = scrolled
    position.current = element.scrollTop
  })
  useLayoutEffect(() => {
    const element = /** @type {HTMLDivElement} */ (scroller.current)
    const resized = new ResizeObserver(() => {
      heights.current.clear()
      for (const child of element.querySelectorAll("li")) observer.again(child)
      setView((was) => ({ ...was, height: element.clientHeight, measured: was.measured + 1 }))
    })
    resized.observe(element)
    return () => resized.disconnect()
  }, [])

  const focused = document.activeElement?.closest?.("li[data-key]")
  const kept = focused && scroller.current?.contains(focused) ? focused.getAttribute("data-key") : null
  const around = keep ? keys.indexOf(keep) : -1

  /** @param {number} index */
  function isDrawn(index) {
    if (index >= shown.from && index < shown.to) return true
    return keys[index] === kept || (around >= 0 && Math.abs(index - around) <= 1)
  }

  return html`<div class=${`long-list ${name}`} ref=${scroller} onScroll=${look} tabindex="-1">
    <ul aria-label=${label} style=${{ height: `${total}px` }}>
      ${items.map((item, index) => {
        const key = keys[index]
        if (!isDrawn(index)) return null
        const place = { key, observer, top: tops[index], index, count: items.length, content: content(item) }
        return h(Row, { ...place, id: key })
      })}
    </ul>
  </div>`
}

/**
 * @param {{ id: string, observer: ReturnType<typeof useRowHeights>, top: number, index: number, count: number, content: any }} props
 */
function Row({ id, observer, top, index, count, content }) {
  const element = useRef(/** @type {HTMLLIElement | null} */ (null))
  useLayoutEffect(() => observer.watch(/** @type {HTMLLIElement} */ (element.current)), [])
  return html`<li
    ref=${element}
    data-key=${id}
    aria-posinset=${index + 1}
    aria-setsize=${count}
    style=${{ top: `${top}px` }}
  >
    ${content}
  </li>`
}

/**
 * Measures rows as they appear and whenever they change, before anything is painted.
 * @param {{ current: Map<string, number> }} heights
 * @param {() => void} onChange
 */
function useRowHeights(heights, onChange) {
  const changed = useRef(onChange)
  changed.current = onChange
  const made = useRef(
    /** @type {{ watch: (row: Element) => () => void, again: (row: Element) => void } | null} */ (null),
  )
  if (!made.current) {
    const observer = new ResizeObserver((entries) => {
      let different = false
      for (const { target } of entries) {
        const key = target.getAttribute("data-key")
        const height = /** @type {HTMLElement} */ (target).offsetHeight
        if (!key || !height || heights.current.get(key) === height) continue
        heights.current.set(key, height)
        different = true
      }
      if (different) changed.current()
    })
    made.current = {
      watch(row) {
        observer.observe(row)
        return () => observer.unobserve(row)
      },
      again(row) {
        observer.unobserve(row)
        observer.observe(row)
      },
    }
  }
  return made.current
}
