// The tables of ideas and of topic fields. Every row can be chosen; every round has a column of its own.
import { n, t } from "../shared/text.js"
import { FieldBadge } from "../shared/ui.js"
import { h, html, useState } from "../vendor/preact.js"
import { CandidateLink } from "./chosen.js"
import { OutcomeText } from "./inbox/item.js"
import { countedRounds, countsOf, MIN_PUBLISHED } from "./sift.js"

/** @import { Contributions, EventInfo, StaffField } from "./types.js" */
/** @import { Count, Row } from "./sift.js" */
/** @import { RoundView } from "../shared/types.js" */

/** Text beyond this many characters is folded until asked for. */
const FOLD_AT = 280

/** @template T @param {Set<T>} set @param {T} value @param {boolean} on @returns {Set<T>} */
function toggled(set, value, on) {
  const copy = new Set(set)
  if (on) copy.add(value)
  else copy.delete(value)
  return copy
}

/** @param {{ label: string, checked: boolean, disabled?: boolean, onChange: (on: boolean) => void }} props */
export function Check({ label, checked, disabled, onChange }) {
  return html`<label class="check"><input
    type="checkbox"
    aria-label=${label}
    checked=${checked}
    disabled=${disabled}
    onChange=${(/** @type {Event} */ event) => onChange(/** @type {HTMLInputElement} */ (event.target).checked)}
  /></label>`
}

/**
 * @param {{ rows: Row[], all: Contributions, event: EventInfo, chosen: Set<number>, onChoose: (chosen: Set<number>) => void }} props
 */
export function IdeaTable({ rows, all, event, chosen, onChoose }) {
  const rounds = countedRounds(all, "ideas")
  const choosable = rows.filter((row) => row.idea.state !== "withdrawn").map((row) => row.idea.number)
  const every = choosable.length > 0 && choosable.every((number) => chosen.has(number))
  const sessions = new Map((event.sessions ?? []).map((session) => [session.id, session.title]))
  if (all.ideas.length === 0) return html`<p class="empty">${t("contributions.empty")}</p>`
  return html`<div class="table-wrap" role="region" tabindex="0" aria-label=${t("contributions.ideas")}><table class="table ideas">
    <thead><tr>
      <td>${h(Check, { label: t("table.all"), checked: every, onChange: (on) => onChoose(on ? new Set([...chosen, ...choosable]) : new Set([...chosen].filter((number) => !choosable.includes(number)))) })}</td>
      <th scope="col" class="numeric">${t("table.number")}</th>
      <th scope="col">${t("table.idea")}</th>
      <th scope="col">${t("table.field")}</th>
      <th scope="col" class="numeric">${t("table.support")}</th>
      ${rounds.map((round) => html`<th key=${round.id} scope="col" class="numeric">${t("round.name", { number: round.number })}</th>`)}
      <th scope="col">${t("table.became")}</th>
    </tr></thead>
    <tbody>${rows.map((row) =>
      h(IdeaRow, {
        key: row.idea.number,
        row,
        rounds,
        all,
        session: sessions.size > 1 ? (sessions.get(row.idea.session ?? "") ?? "") : "",
        chosen: chosen.has(row.idea.number),
        onChoose: (on) => onChoose(toggled(chosen, row.idea.number, on)),
      }),
    )}</tbody>
  </table>
  ${rows.length === 0 ? html`<p class="empty">${t("filter.none")}</p>` : null}</div>`
}

/**
 * @param {{ row: Row, rounds: RoundView[], all: Contributions, session: string, chosen: boolean, onChoose: (on: boolean) => void }} props
 */
function IdeaRow({ row: { idea, field, counts }, rounds, all, session, chosen, onChoose }) {
  const marks = [
    idea.kind === "expectation" && t("kind.expectation"),
    idea.on_behalf && t("mark.on_behalf"),
    idea.merged_into && t("mark.merged", { number: idea.merged_into }),
    idea.state && idea.state !== "shown" && t(`state.${idea.state}`),
    session,
  ].filter(Boolean)
  return html`<tr class=${chosen ? "is-chosen" : ""}>
    <td>${h(Check, { label: t("table.choose", { number: idea.number }), checked: chosen, disabled: idea.state === "withdrawn", onChange: onChoose })}</td>
    <th scope="row" class="numeric number">${n(idea.number)}</th>
    <td class="text">${h(Words, { text: idea.text })}${marks.length > 0 ? html`<span class="muted small cell-note">${marks.join(" · ")}</span>` : null}</td>
    <td>${field ? h(FieldBadge, { field }) : html`<span class="muted">–</span>`}</td>
    <td class="numeric">${idea.support ? n(idea.support) : html`<span class="muted">–</span>`}</td>
    ${rounds.map((round) => html`<td key=${round.id} class="numeric">${h(Votes, { round, count: counts[round.id] })}</td>`)}
    <td>${idea.nominated ? html`<span class="badge">${t("mark.nominated")}</span> ` : null}${h(Became, { idea, all })}</td>
  </tr>`
}

/** People's own text; a very long one opens on request. @param {{ text: string }} props */
export function Words({ text }) {
  const [open, setOpen] = useState(false)
  if (text.length <= FOLD_AT || open) return html`<span class="own-words" lang="">${text}</span>`
  return html`<span class="own-words" lang="">${`${text.slice(0, FOLD_AT).trimEnd()} … `}</span><button type="button" class="more" onClick=${() => setOpen(true)}>${t("table.more")}</button>`
}

/** How an item stands in a round, with the devices it came from, and the rank; too few devices are marked.
 * @param {{ round: RoundView, count: Count | undefined }} props */
function Votes({ round, count }) {
  if (!count) return html`<span class="muted">–</span>`
  const mark = html`<span class="few small nowrap">${t("mark.few")}</span>`
  if (count.untold) return mark
  const few = count.few || (count.voters > 0 && count.voters < MIN_PUBLISHED)
  const notes = [t("bars.voters", { count: count.voters })]
  if (count.voters > 0) notes.push(t(count.tied ? "round.rank_tied" : "round.rank", { rank: count.rank }))
  if (count.verdict) notes.push(t(`plot.${count.verdict}`))
  return html`<strong>${worthOf(round, count)}</strong>
    <span class="muted small cell-note">${notes.join(", ")}</span>
    ${few ? mark : null}`
}

/** The number a round's order goes by, as its method counts. @param {RoundView} round @param {Count} count */
function worthOf({ method }, { points, counts, mean, few }) {
  if (method === "yesno" && !few) {
    const [yes = 0, no = 0, abstain = 0] = counts
    return t("plot.votes", { yes, no, abstain })
  }
  if (method === "scale" && !few) return mean === undefined ? "–" : n(Math.round(mean * 100) / 100)
  return n(points)
}

/** @param {{ idea: import("./types.js").StaffIdea, all: Contributions }} props */
function Became({ idea, all }) {
  const { outcome, candidate } = idea
  if (!outcome && !candidate) return null
  return html`
    ${candidate ? h(CandidateLink, { number: candidate, candidates: all.candidates }) : null}
    ${outcome ? html`<span class="cell-note">${h(OutcomeText, { outcome })}</span>` : null}`
}

/** @param {{ all: Contributions, chosen: Set<string>, onChoose: (chosen: Set<string>) => void }} props */
export function FieldTable({ all, chosen, onChoose }) {
  if (all.fields.length === 0) return html`<p class="empty">${t("contributions.no_fields")}</p>`
  const rounds = countedRounds(all, "fields")
  const ranked = new Map(
    rounds.map((round) => [round.id, new Map(countsOf(round).map(([item, count]) => [item.field, count]))]),
  )
  const order = (/** @type {StaffField} */ field) => Number(field.nominated ?? false)
  const fields = [...all.fields].sort((a, b) => order(b) - order(a) || (a.position ?? 0) - (b.position ?? 0))
  const names = new Map(all.fields.map((field) => [field.id, field.title]))
  return html`<div class="table-wrap" role="region" tabindex="0" aria-label=${t("contributions.fields")}><table class="table">
    <thead><tr>
      <td></td>
      <th scope="col">${t("table.field")}</th>
      <th scope="col" class="numeric">${t("contributions.ideas")}</th>
      ${rounds.map((round) => html`<th key=${round.id} scope="col" class="numeric">${t("round.name", { number: round.number })}</th>`)}
      <th scope="col">${t("table.became")}</th>
    </tr></thead>
    <tbody>${fields.map(
      (field) => html`<tr key=${field.id} class=${chosen.has(field.id) ? "is-chosen" : ""}>
        <td>${h(Check, { label: t("table.choose_field", { title: field.title }), checked: chosen.has(field.id), onChange: (on) => onChoose(toggled(chosen, field.id, on)) })}</td>
        <th scope="row">${h(FieldBadge, { field })}${field.joined_into ? html`<span class="muted small cell-note">${t("mark.joined", { title: names.get(field.joined_into) ?? "" })}</span>` : null}</th>
        <td class="numeric">${n(all.ideas.filter((idea) => idea.field === field.id).length)}</td>
        ${rounds.map((round) => html`<td key=${round.id} class="numeric">${h(Votes, { round, count: ranked.get(round.id)?.get(field.id) })}</td>`)}
        <td>${field.nominated ? html`<span class="badge">${t("mark.nominated")}</span> ` : null}${field.candidate ? h(CandidateLink, { number: field.candidate, candidates: all.candidates }) : null}</td>
      </tr>`,
    )}</tbody>
  </table></div>`
}
