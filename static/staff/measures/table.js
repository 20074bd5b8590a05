// The table of measures. Only the rows in sight are drawn, so that two thousand stay as quick as twenty.

import { amount, day } from "../../shared/format.js"
import { n, t } from "../../shared/text.js"
import { h, html, useEffect, useLayoutEffect, useRef, useState } from "../../vendor/preact.js"
import { go, Link, refine } from "../place.js"
import { pathTo } from "../routes.js"
import { focusOn } from "./focus.js"
import { calledOf, Flags, Progress, StateBadge, Topic, WorstLight } from "./marks.js"
import { nodeOf, priorityName } from "./plan.js"
import { costOf, nameOf, numberOf, shortOf, slipDays } from "./reading.js"
import { turned } from "./sifting.js"
import { stepOf, windowOf } from "./window.js"

/** @import { ComponentChildren } from "../../vendor/preact.js" */
/** @import { Measure } from "../types.js" */
/** @import { Look } from "./list.js" */
/** @import { Plan } from "./sifting.js" */

/** Height of a row in px, as measures.css sets it; on a narrow screen each row is a small card. */
const ROW = 52
const CARD = 132
const NUMERIC = ["slip", "cost"]

/** @param {Look & { chosen: Set<string>, onChoose: (chosen: Set<string>) => void }} props */
export function Table({ plan, measures, wanted, chosen, onChoose }) {
  const body = useRef(/** @type {HTMLTableSectionElement | null} */ (null))
  const { seen, high } = useSight(body)
  const [active, setActive] = useState(0)
  const [anchor, setAnchor] = useState(-1)
  const moved = useRef(false)
  const at = Math.min(active, Math.max(0, measures.length - 1))
  const { from, to } = windowOf(measures.length, high, seen.top, seen.height)
  const rows = measures.slice(from, to)
  const every = measures.length > 0 && measures.every(({ id }) => chosen.has(id))

  useLayoutEffect(() => {
    const row = moved.current && body.current?.querySelector(`[data-at="${at}"]`)
    if (!row) return // it is drawn once the page has scrolled there
    moved.current = false
    focusOn(row)
  })

  /** @param {Iterable<string>} ids @param {boolean} on */
  const choose = (ids, on) => {
    const next = new Set(chosen)
    for (const id of ids) on ? next.add(id) : next.delete(id)
    onChoose(next)
  }
  /** @param {number} index @param {boolean} [stretch] */
  const move = (index, stretch) => {
    if (stretch) {
      const start = anchor < 0 ? at : anchor
      setAnchor(start)
      choose(
        measures.slice(Math.min(start, index), Math.max(start, index) + 1).map(({ id }) => id),
        true,
      )
    } else setAnchor(-1)
    moved.current = true
    setActive(index)
    reveal(body.current, index, high)
  }
  /** @param {KeyboardEvent} event */
  function press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (/** @type {Element} */ (event.target).closest("input") && event.key === " ") return
    const measure = measures[at]
    const step = stepOf(event.key, at, measures.length, Math.max(1, Math.floor(innerHeight / high) - 3))
    if (step !== undefined) move(step, event.shiftKey)
    else if (event.key === "Enter" && /** @type {Element} */ (event.target).matches("tr"))
      go(pathTo("measure", measure.id))
    else if (event.key === "x" || event.key === " ") choose([measure.id], !chosen.has(measure.id))
    else if (event.key === "Escape" && chosen.size > 0) onChoose(new Set())
    else return
    event.preventDefault()
  }

  if (measures.length === 0) return html`<p class="empty">${t("measures.no_match")}</p>`
  return html`<div class="table-wrap measures__wrap">
    <table class="table measures__table" aria-rowcount=${measures.length + 1}>
      <caption class="kern-sr-only">${t("measures.table_about")}</caption>
      <thead><tr aria-rowindex="1">
        <td class="measures__check"><label class="check"><input type="checkbox" aria-label=${t("measures.choose_all", { count: measures.length })} checked=${every} onChange=${() =>
          choose(
            measures.map(({ id }) => id),
            !every,
          )} /></label></td>
        ${wanted.columns.map((column) => h(Heading, { key: column, column, sort: wanted.sort }))}
      </tr></thead>
      <tbody ref=${body} onKeyDown=${press}>
        ${from > 0 ? html`<tr class="measures__gap" aria-hidden="true"><td colspan=${wanted.columns.length + 1} height=${from * high}></td></tr>` : null}
        ${rows.map((measure, index) => {
          const place = from + index
          return h(Row, {
            key: measure.id,
            plan,
            measure,
            at: place,
            columns: wanted.columns,
            active: place === at,
            chosen: chosen.has(measure.id),
            onChoose: (on) => choose([measure.id], on),
            onFocus: () => setActive(place),
          })
        })}
        ${to < measures.length ? html`<tr class="measures__gap" aria-hidden="true"><td colspan=${wanted.columns.length + 1} height=${(measures.length - to) * high}></td></tr>` : null}
      </tbody>
    </table>
  </div>`
}

/** @param {{ column: string, sort: string }} props */
function Heading({ column, sort }) {
  const by = sort === column ? "ascending" : sort === `-${column}` ? "descending" : undefined
  return html`<th scope="col" aria-sort=${by} class=${`col-${column}${NUMERIC.includes(column) ? " numeric" : ""}`}>
    <button type="button" class="sort" onClick=${() => refine({ sort: turned(sort, column) === "number" ? "" : turned(sort, column) })}>
      ${t(`measures.column.${column}`)}<span class="sort__mark" aria-hidden="true">${by === "ascending" ? "↑" : by === "descending" ? "↓" : ""}</span>
    </button>
  </th>`
}

/**
 * @param {{ plan: Plan, measure: Measure, at: number, columns: string[], active: boolean, chosen: boolean,
 *   onChoose: (on: boolean) => void, onFocus: () => void }} props
 */
function Row({ plan, measure, at, columns, active, chosen, onChoose, onFocus }) {
  return html`<tr
    data-at=${at}
    aria-rowindex=${at + 2}
    tabindex=${active ? 0 : -1}
    class=${`measures__row${chosen ? " is-chosen" : ""}`}
    onFocusIn=${onFocus}
  >
    <td class="measures__check"><label class="check"><input type="checkbox" tabindex="-1" aria-label=${t("measures.choose", { called: calledOf(measure, plan.house) })} checked=${chosen} onChange=${() => onChoose(!chosen)} /></label></td>
    ${columns.map((column) =>
      column === "title"
        ? html`<th key=${column} scope="row" class="col-title"><span class="clamp">${h(Link, { to: pathTo("measure", measure.id), children: measure.profile.title })}</span><span class="row-flags">${h(Flags, { measure, plan })}</span></th>`
        : html`<td key=${column} class=${`col-${column}${NUMERIC.includes(column) ? " numeric" : ""}`}>${cellOf(plan, measure, column)}</td>`,
    )}
  </tr>`
}

/** @param {Plan} plan @param {Measure} measure @param {string} column @returns {ComponentChildren} */
function cellOf({ nodes, house }, measure, column) {
  const { profile, state } = measure
  const dates = (/** @type {"start" | "end"} */ key) =>
    profile.current?.[key] || profile.baseline?.[key] || ""
  const slip = slipDays(profile) ?? 0
  switch (column) {
    case "number":
      return html`<span class="number">${numberOf(measure, house)}</span>`
    case "state":
      return h(StateBadge, { state, house })
    case "field":
      return h(Topic, { nodes, id: profile.field })
    case "areas":
      return html`<span class="clamp">${(profile.areas ?? []).map((id) => shortOf(nodeOf(nodes, id))).join(", ") || "–"}</span>`
    case "lead": {
      const unit = nodeOf(nodes, profile.lead)
      return html`<span title=${nameOf(unit)}>${shortOf(unit) || "–"}</span>`
    }
    case "priority":
      return priorityName(house, profile.priority) || "–"
    case "start":
    case "end":
      return html`<span class="nowrap">${day(dates(column)) || "–"}</span>`
    case "slip":
      return slip > 0 ? html`<span class="late">${t("measures.days", { count: slip })}</span>` : "–"
    case "progress":
      return h(Progress, { percent: profile.progress ?? 0 })
    case "light":
      return h(WorstLight, { lights: profile.lights })
    case "cost":
      return costOf(profile) ? amount(costOf(profile)) : "–"
    default:
      return n(0)
  }
}

/** What of the list is in sight, and how high its rows are. @param {{ current: HTMLElement | null }} body */
function useSight(body) {
  const [seen, setSeen] = useState({ top: 0, height: 1200 })
  const [narrow, setNarrow] = useState(false)
  const [paper, setPaper] = useState(false)
  useEffect(() => {
    let waiting = 0
    const look = () => {
      waiting = 0
      const top = -(body.current?.getBoundingClientRect().top ?? 0)
      setSeen((old) =>
        Math.abs(old.top - top) < ROW && old.height === innerHeight ? old : { top, height: innerHeight },
      )
    }
    const later = () => {
      if (!waiting) waiting = requestAnimationFrame(look)
    }
    const small = matchMedia("(max-width: 40rem)")
    const measure = () => setNarrow(small.matches)
    const print = () => setPaper(true)
    const printed = () => setPaper(false)
    measure()
    look()
    addEventListener("scroll", later, { passive: true })
    addEventListener("resize", later)
    addEventListener("beforeprint", print)
    addEventListener("afterprint", printed)
    small.addEventListener("change", measure)
    return () => {
      cancelAnimationFrame(waiting)
      removeEventListener("scroll", later)
      removeEventListener("resize", later)
      removeEventListener("beforeprint", print)
      removeEventListener("afterprint", printed)
      small.removeEventListener("change", measure)
    }
  }, [])
  return { seen: paper ? { top: 0, height: Number.MAX_SAFE_INTEGER } : seen, high: narrow ? CARD : ROW }
}

/** Scrolls as far as it takes to see a row. @param {HTMLElement | null} body @param {number} index @param {number} high */
function reveal(body, index, high) {
  if (!body) return
  const top = body.getBoundingClientRect().top + index * high
  const margin = 72
  if (top < margin) scrollBy(0, top - margin)
  else if (top + high > innerHeight - margin) scrollBy(0, top + high - innerHeight + margin)
}
