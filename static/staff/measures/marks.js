// The small signs of a measure: number, state, lights, progress, field. Colour never stands alone.
import { n, t } from "../../shared/text.js"
import { FieldBadge } from "../../shared/ui.js"
import { h, html } from "../../vendor/preact.js"
import { stateName } from "./plan.js"
import { fieldOf, flagsOf, numberOf, worst } from "./reading.js"

/** @import { House, Lights, Measure, Node } from "../types.js" */
/** @import { Plan } from "./sifting.js" */

/** A shape for each light, in a box of 16 × 16: circle, triangle, octagon. @type {Record<string, string>} */
const LIGHTS = {
  green: "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13z",
  yellow: "M8 1l7.5 13.5H.5z",
  red: "M5 1h6l4 4v6l-4 4H5l-4-4V5z",
}

/** @param {{ light: string, word?: boolean, about?: string }} props about: what it is the light of */
export function Light({ light, word = true, about }) {
  if (!(light in LIGHTS)) return html`<span class="muted">–</span>`
  const said = t(`measures.light.${light}`)
  return html`<span class=${`light light--${light}`}>
    <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d=${LIGHTS[light]} /></svg>
    ${about && html`<span class="light__about">${about} </span>`}<span class=${word ? "" : "kern-sr-only"}>${said}</span>
  </span>`
}

/** The three lights, each by name. @param {{ lights: Lights }} props */
export function LightRow({ lights }) {
  const set = /** @type {const} */ (["time", "result", "budget"]).filter((key) => lights[key])
  if (set.length === 0) return html`<span class="muted">${t("measure.lights_none")}</span>`
  return html`<span class="lights">${set.map((key) => h(Light, { key, light: lights[key], about: t(`measure.light_of.${key}`) }))}</span>`
}

/** The worst light of a row. @param {{ lights: Lights }} props */
export const WorstLight = ({ lights }) => h(Light, { light: worst(lights) })

/** @param {{ state: string, house: House }} props */
export function StateBadge({ state, house }) {
  return html`<span class=${`state state--${state}`}>${stateName(house, state)}</span>`
}

/** At risk, paused, late, legal duty, in words. @param {{ measure: Measure, plan: Plan, but?: string[] }} props */
export function Flags({ measure, plan, but = [] }) {
  const flags = flagsOf(measure, plan.today).filter((flag) => !but.includes(flag))
  return html`${flags.map((flag) => html` <span key=${flag} class=${`flag flag--${flag}`}>${t(`measures.flag.${flag}`)}</span>`)}`
}

/** @param {{ percent: number, words?: boolean }} props */
export function Progress({ percent, words }) {
  return html`<span class="progress">
    <svg class="progress__bar" aria-hidden="true" focusable="false">
      <rect class="plot-ground" width="100%" height="100%" />
      <rect class="plot-fill" width=${`${Math.min(100, Math.max(0, percent))}%`} height="100%" />
    </svg>
    <span class="progress__number">${words ? t("measure.progress_said", { percent: n(percent) }) : `${n(percent)} %`}</span>
  </span>`
}

/** The topic field, or the sub-topic in its field's colour. @param {{ nodes: Node[], id: string }} props */
export function Topic({ nodes, id }) {
  const own = nodes.find((node) => node.id === id)
  if (!own) return html`<span class="muted">–</span>`
  return h(FieldBadge, { field: { title: own.title, color: fieldOf(nodes, id)?.color ?? 0 } })
}

/** "M07 Titel" in words, for lists and labels. @param {Measure} measure @param {House} house */
export const calledOf = (measure, house) => `${numberOf(measure, house)} ${measure.profile.title}`
