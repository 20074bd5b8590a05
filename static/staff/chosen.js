// What was chosen in the tables, and links to the candidates it may already belong to.
import { n, t } from "../shared/text.js"
import { FieldBadge } from "../shared/ui.js"
import { h, html } from "../vendor/preact.js"
import { Link } from "./place.js"
import { pathTo } from "./routes.js"

/** @import { Contributions, Measure } from "./types.js" */

/** @typedef {{ ideas: Set<number>, fields: Set<string> }} Selection */

/** What was chosen, by number and title, so that nobody acts on something out of sight.
 * @param {{ all: Contributions, chosen: Selection }} props */
export function Chosen({ all, chosen }) {
  const ideas = all.ideas.filter((idea) => chosen.ideas.has(idea.number))
  const fields = all.fields.filter((field) => chosen.fields.has(field.id))
  return html`<ul class="chosen">
    ${fields.map((field) => html`<li key=${field.id}>${h(FieldBadge, { field })}</li>`)}
    ${ideas.map((idea) => html`<li key=${idea.number}><span class="number">${n(idea.number)}</span> <span lang="">${idea.text}</span></li>`)}
  </ul>`
}

/** @param {{ number: number, candidates: Measure[] }} props */
export function CandidateLink({ number, candidates }) {
  const candidate = candidates.find((known) => known.candidate_number === number)
  const name = t("candidate.number", { number: `${number}` })
  return candidate
    ? h(Link, { to: pathTo("measure", candidate.id), children: name })
    : html`<span>${name}</span>`
}
