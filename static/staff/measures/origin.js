// The line back: from the measure to the ideas, fields and duties it comes from, with their events and votes.
import { get } from "../../shared/api.js"
import { n, t } from "../../shared/text.js"
import { h, html } from "../../vendor/preact.js"
import { can, useLoaded } from "../load.js"
import { Link } from "../place.js"
import { pathTo } from "../routes.js"
import { Vote } from "./assessed.js"
import { nodeOf, stateName } from "./plan.js"
import { nameOf, numberOf } from "./reading.js"

/** @import { Contributions, EventInfo, Measure, Source } from "../types.js" */
/** @import { Plan } from "./sifting.js" */

/** @typedef {{ title: string, texts: Map<number, string> }} Known of an event that still exists */

/** @param {string[]} ids @returns {Promise<Map<string, Known>>} deleted events are missing */
async function eventsOf(ids) {
  const known = await Promise.all(
    ids.map(async (id) => {
      try {
        const [event, all] = await /** @type {Promise<[EventInfo, Contributions]>} */ (
          Promise.all([get(`/staff/api/events/${id}`), get(`/staff/api/events/${id}/contributions`)])
        )
        const texts = new Map(all.ideas.map((idea) => [idea.number, idea.text]))
        return /** @type {[string, Known]} */ ([id, { title: event.title, texts }])
      } catch {
        return undefined // It was deleted, or is out of reach; the frozen numbers stay.
      }
    }),
  )
  return new Map(known.filter((one) => one !== undefined))
}

/** @param {{ plan: Plan, measure: Measure }} props */
export function Origin({ plan, measure }) {
  const ids = [...new Set(measure.sources.map(({ event }) => event ?? measure.event).filter(Boolean))]
  const { data } = useLoaded(
    () => (can("readEvents") ? eventsOf(ids) : Promise.resolve(new Map())),
    [ids.join(" ")],
  )
  const groups = groupsOf(measure)
  const [first, ...later] = [
    t("candidate.number", { number: `${measure.candidate_number}` }),
    measure.number ? numberOf(measure, plan.house) : "",
  ].filter(Boolean)
  return html`
    ${
      measure.sources.length === 0
        ? html`<p class="muted">${t("measure.origin_none")}</p>`
        : html`<p class="muted small">${t("measure.frozen")}</p>
          <div class="journey">
            <ol class="journey__from">${groups.map(
              ({ event, sources }) => html`<li key=${event} class="journey__event">
                <p class="journey__where">${h(Where, { event, known: data?.get(event), loading: !data })}</p>
                <ul>${sources.map((source, at) => html`<li key=${at} class="journey__source">${h(From, { plan, source, known: data?.get(event) })}</li>`)}</ul>
              </li>`,
            )}</ol>
            <ol class="journey__to" aria-label=${t("measure.journey_to")}>
              <li class="journey__stop"><strong>${first}</strong><span class="muted small">${t("measures.state.candidate")}</span></li>
              ${later.map((number) => html`<li key=${number} class="journey__stop"><strong>${number}</strong><span class="muted small">${t("measure.this")}</span></li>`)}
              <li class="journey__stop journey__stop--now"><a href="#history">${stateName(plan.house, measure.state)}</a></li>
            </ol>
          </div>`
    }`
}

/** Sources by event; requirements under none. @param {Measure} measure */
function groupsOf({ sources, event: own }) {
  /** @type {Map<string, Source[]>} */
  const groups = new Map()
  for (const source of sources) {
    const event = source.requirement ? "" : (source.event ?? own)
    groups.set(event, [...(groups.get(event) ?? []), source])
  }
  return [...groups].map(([event, list]) => ({ event, sources: list }))
}

/** @param {{ event: string, known: Known | undefined, loading: boolean }} props */
function Where({ event, known, loading }) {
  if (!event) return html`<strong>${t("measure.requirements")}</strong>`
  if (known)
    return html`<strong>${h(Link, { to: pathTo("contributions", event), children: known.title })}</strong>`
  return html`<span class="muted">${loading ? t("load.waiting") : t("measure.event_gone")}</span>`
}

/** @param {{ plan: Plan, source: Source, known: Known | undefined }} props */
function From({ plan, source, known }) {
  const requirement = source.requirement ? nodeOf(plan.nodes, source.requirement) : undefined
  return html`
    ${
      source.requirement
        ? html`<span class="badge">${t("measures.flag.duty")}</span> ${nameOf(requirement) || source.title}`
        : source.number
          ? html`<span class="number">${n(source.number)}</span> ${known ? h(Link, { to: `${pathTo("contributions", source.event ?? "")}?q=%23${source.number}`, children: html`<span lang="">${known.texts.get(source.number) || t("measure.text_gone")}</span>` }) : html`<span class="muted">${t("measure.text_gone")}</span>`}`
          : html`<span class="muted">${t("table.field")}</span> <strong lang="">${source.title}</strong>`
    }
    ${source.round ? html`<br />${h(Vote, { source })}` : source.requirement ? null : html`<br /><span class="muted small">${t("measure.not_voted")}</span>`}`
}
