// The roadmap: when measures were to run and when they do, by topic field, with the same as a table.

import { day, span } from "../../shared/format.js"
import { t } from "../../shared/text.js"
import { Button, FieldBadge } from "../../shared/ui.js"
import { h, html, useEffect, useRef, useState } from "../../vendor/preact.js"
import { Link, place, refine } from "../place.js"
import { pathTo } from "../routes.js"
import { barOf, byField, columnsOf, firstOf, placeOf, scaleOf, slipOf } from "./geometry.js"
import { calledOf, StateBadge } from "./marks.js"
import { fieldOf, numberOf, slipDays } from "./reading.js"

/** @import { Measure, Node } from "../types.js" */
/** @import { Look } from "./list.js" */
/** @import { Column, Scale } from "./geometry.js" */
/** @import { Plan } from "./sifting.js" */

const HIGH = 44
/** Rows drawn at once; more on request. */
const STEP = 150

/** @param {Look} look */
export function Roadmap({ plan, measures }) {
  const [limit, setLimit] = useState(STEP)
  const [table, setTable] = useState(false)
  const zoom = new URLSearchParams(place.value.query).get("zoom") === "quarter" ? "quarter" : "year"
  const dated = measures.filter(
    ({ profile: { baseline, current } }) =>
      baseline?.start || baseline?.end || current?.start || current?.end,
  )
  const scale = scaleOf(dated, plan.today, zoom)
  const columns = columnsOf(scale, zoom)
  const groups = byField(
    dated,
    ({ profile }) => fieldOf(plan.nodes, profile.field),
    (field) => field.position,
  )
  const late = dated.filter(({ profile }) => (slipDays(profile) ?? 0) > 0)
  if (measures.length === 0) return html`<p class="empty">${t("measures.no_match")}</p>`
  return html`
    <div class="roadmap__bar">
      <p role="status">${t("measures.roadmap.said", { count: dated.length, late: `${late.length}` })}${measures.length > dated.length ? ` ${t("measures.roadmap.undated", { count: measures.length - dated.length })}` : ""}</p>
      <div class="actions no-print" role="group" aria-label=${t("measures.roadmap.zoom")}>${["year", "quarter"].map((one) => h(Button, { key: one, kind: "tertiary", pressed: zoom === one, onClick: () => refine({ zoom: one === "year" ? "" : one }), children: t(`measures.roadmap.${one}`) }))}</div>
    </div>
    ${h(Legend, {})}
    ${h(Chart, { plan, scale, columns, groups: firstOf(groups, limit), zoom })}
    ${dated.length > limit ? html`<button type="button" class="more roadmap__more" onClick=${() => setLimit(limit + STEP)}>${t("measures.board.more", { count: dated.length - limit })}</button>` : null}
    <details class="roadmap__table" id="roadmap-table" onToggle=${(/** @type {Event} */ event) => setTable(/** @type {HTMLDetailsElement} */ (event.target).open)}><summary>${t("measures.roadmap.table")}</summary>${table ? h(Dates, { plan, measures }) : null}</details>`
}

function Legend() {
  return html`<ul class="legend" aria-hidden="true">${[
    "baseline",
    "current",
    "slip",
    "milestone",
    "today",
  ].map(
    (key) =>
      html`<li key=${key}><svg viewBox="0 0 28 14" class="legend__mark">${
        key === "milestone"
          ? html`<path class="roadmap-milestone" d="M14 1l6 6l-6 6l-6-6z" />`
          : key === "today"
            ? html`<path class="roadmap-today" d="M14 0V14" />`
            : html`<rect class=${`roadmap-${key}`} x="1" y=${key === "baseline" ? 5 : 3} width="26" height=${key === "baseline" ? 4 : 8} rx="1" />`
      }</svg>${t(`measures.roadmap.mark.${key}`)}</li>`,
  )}</ul>`
}

/**
 * @param {{ plan: Plan, scale: Scale, columns: Column[], zoom: string,
 *   groups: { field: Node | undefined, measures: Measure[] }[] }} props
 */
function Chart({ plan, scale, columns, groups, zoom }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null))
  const now = placeOf(scale, plan.today)
  useEffect(() => {
    const element = box.current
    if (element) element.scrollLeft = Math.max(0, now - element.clientWidth / 3)
  }, [zoom])
  return html`<div class="roadmap" ref=${box} role="region" tabindex="0" aria-label=${t("measures.look.measure_roadmap")} aria-describedby="roadmap-table">
    <div class="roadmap__inner">
      <div class="roadmap__head"><span class="roadmap__corner"></span>${h(Years, { columns, scale })}</div>
      ${groups.map(
        ({
          field,
          measures,
        }) => html`<section key=${field?.id ?? ""} class=${`roadmap__group field-${field?.color ?? 0}${field ? "" : " roadmap__group--none"}`}>
          <h2 class="roadmap__field"><span>${h(FieldBadge, { field: field ? { title: field.title, color: field.color ?? 0 } : undefined })}</span></h2>
          <ol>${measures.map((measure) => h(Row, { key: measure.id, plan, scale, columns, measure }))}</ol>
        </section>`,
      )}
    </div>
  </div>`
}

/** @param {{ columns: Column[], scale: Scale }} props */
function Years({ columns, scale }) {
  return html`<svg class="roadmap__years" width=${scale.width} height="28" aria-hidden="true" focusable="false">${columns.map(
    ({ x, year, quarter }) =>
      html`<g key=${x}><path class="roadmap-grid" d=${`M${x} 0V28`} /><text class="roadmap-year" x=${x + 6} y="19">${quarter ? (quarter === 1 ? `${year} · Q1` : `Q${quarter}`) : year}</text></g>`,
  )}</svg>`
}

/** @param {{ plan: Plan, scale: Scale, columns: Column[], measure: Measure }} props */
function Row({ plan, scale, columns, measure }) {
  const { profile } = measure
  const slip = slipDays(profile) ?? 0
  return html`<li class="roadmap__row">
    <div class="roadmap__name">
      <span class="clamp"><span class="number">${numberOf(measure, plan.house)}</span> ${h(Link, { to: pathTo("measure", measure.id), children: profile.title })}</span>
      ${slip > 0 ? html`<span class="late small">${t("measure.later", { count: slip })}</span>` : html`<span class="kern-sr-only">${span(profile.current) || span(profile.baseline)}</span>`}
    </div>
    ${h(Bars, { plan, scale, columns, measure })}
  </li>`
}

/** @param {{ plan: Plan, scale: Scale, columns: Column[], measure: Measure }} props */
function Bars({ plan, scale, columns, measure: { profile, state } }) {
  const planned = barOf(scale, profile.baseline)
  const current = barOf(scale, profile.current) ?? planned
  const slip = slipOf(scale, profile)
  const done = current ? current.width * (Math.min(100, profile.progress ?? 0) / 100) : 0
  const now = placeOf(scale, plan.today)
  return html`<svg class=${`roadmap__bars roadmap__bars--${state}`} width=${scale.width} height=${HIGH} aria-hidden="true" focusable="false">
    ${columns.map(({ x }) => html`<path key=${x} class="roadmap-grid" d=${`M${x} 0V${HIGH}`} />`)}
    ${current && html`<rect class=${`roadmap-current${current.open ? " roadmap-open" : ""}`} x=${current.x} y="9" width=${current.width} height="16" rx="2" />`}
    ${current && done > 0 && html`<rect class="roadmap-done" x=${current.x} y="9" width=${done} height="16" rx="2" />`}
    ${slip && html`<rect class="roadmap-slip" x=${slip.x} y="9" width=${slip.width} height="16" />`}
    ${planned && html`<rect class="roadmap-baseline" x=${planned.x} y="31" width=${planned.width} height="4" rx="2" />`}
    ${(profile.milestones ?? [])
      .filter(({ due, done: on }) => due || on)
      .map(({ id, title, due, done: on }) => {
        const x = placeOf(scale, on || due)
        return html`<path key=${id} class=${`roadmap-milestone${on ? " roadmap-milestone--done" : ""}`} d=${`M${x} 10l7 7l-7 7l-7-7z`}><title>${`${title} · ${day(on || due)}`}</title></path>`
      })}
    <path class="roadmap-today" d=${`M${now} 0V${HIGH}`} />
  </svg>`
}

/** @param {{ plan: Plan, measures: Measure[] }} props */
function Dates({ plan, measures }) {
  return html`<div class="table-wrap" role="region" tabindex="0" aria-label=${t("measures.roadmap.table")}><table class="table">
    <thead><tr>
      <th scope="col">${t("measure.this")}</th>
      <th scope="col">${t("measures.column.state")}</th>
      <th scope="col">${t("measure.part.baseline")}</th>
      <th scope="col">${t("measure.part.current")}</th>
      <th scope="col">${t("measures.column.slip")}</th>
      <th scope="col">${t("measure.part.milestones")}</th>
    </tr></thead>
    <tbody>${measures.map((measure) => {
      const { profile } = measure
      const slip = slipDays(profile)
      return html`<tr key=${measure.id}>
        <th scope="row">${h(Link, { to: pathTo("measure", measure.id), children: calledOf(measure, plan.house) })}</th>
        <td>${h(StateBadge, { state: measure.state, house: plan.house })}</td>
        <td>${span(profile.baseline) || "–"}</td>
        <td>${span(profile.current) || "–"}</td>
        <td>${slip === undefined ? "–" : slip === 0 ? t("measures.roadmap.on_time") : t(slip > 0 ? "measure.later" : "measure.earlier", { count: Math.abs(slip) })}</td>
        <td>${(profile.milestones ?? []).map(({ title, due, done }) => `${title} ${done ? `✓ ${day(done)}` : day(due)}`).join("; ") || "–"}</td>
      </tr>`
    })}</tbody>
  </table></div>`
}
