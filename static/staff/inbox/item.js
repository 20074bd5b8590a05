// The pieces an item of the inbox is shown by, the same in the list, in dialogs and when it is opened.
import { date, n, t } from "../../shared/text.js"
import { h, html } from "../../vendor/preact.js"
import { Link } from "../place.js"
import { pathTo } from "../routes.js"
import { isAddress, moreOf } from "./outcome.js"
import { standingOf } from "./standing.js"

/** @import { Decided, Item, Joined } from "./types.js" */

const LABEL_LENGTH = 90

/** "#47 Mehr Bänke im Hof" @param {Pick<Item, "number" | "text">} item */
export function labelOf({ number, text }) {
  const short = text.length > LABEL_LENGTH ? `${text.slice(0, LABEL_LENGTH - 1).trimEnd()}…` : text
  return number ? `#${number} ${short}` : short
}

/** How it stood in the vote, with the devices it came from. @param {{ item: Item }} props */
export function Votes({ item }) {
  const standing = standingOf(item)
  if (!standing) {
    return item.support
      ? html`<span class="muted">${t("inbox.support", { count: item.support })}</span>`
      : html`<span class="muted">${t("inbox.not_voted")}</span>`
  }
  const { rank, of, tied, points, turnout, admitted, small, few } = standing
  const place = rank ? t(of ? "inbox.rank_of" : "inbox.rank", { rank, of }) : ""
  return html`<span class="votes">
    ${place ? html`<strong>${place}</strong>${tied ? html` <span class="muted">${t("inbox.tied")}</span>` : null} · ` : null}<span class="nowrap">${t("inbox.points", { count: points })}</span> · <span class="nowrap">${t("inbox.turnout", { voters: turnout, count: admitted })}</span>
    ${few ? html`<span class="few small">${t("mark.few")}</span>` : small ? html`<span class="small-room">${t("inbox.small")}</span>` : null}
  </span>`
}

/** What was decided, with all it says. @param {{ outcome: Decided, silent?: boolean }} props silent: the kind alone */
export function OutcomeText({ outcome, silent }) {
  const more = silent ? undefined : moreOf(outcome)
  return html`<span class="outcome">
    <span class="outcome__kind">${t(`outcome.${outcome.kind}`)}</span>
    <span class=${`badge${outcome.published ? " badge--quiet" : " badge--draft"}`}>${t(outcome.published ? "mark.published" : "mark.draft")}</span>
    ${more ? html`<span class="small cell-note">${h(More, { outcome, more })}</span>` : null}
    ${outcome.reason ? html`<span class="muted small cell-note">${outcome.reason}</span>` : null}
  </span>`
}

/** @param {{ outcome: Decided, more: Record<string, string> }} props */
function More({ outcome, more }) {
  if (outcome.kind === "in_progress" && isAddress(more.link))
    return html`<a class="kern-link kern-link--no-visited-state" href=${more.link} target="_blank" rel="noopener noreferrer">${more.link}</a>`
  return html`${t(`outcome_more.${outcome.kind}`, { ...more, ...(more.on ? { on: date(more.on) } : {}) })}`
}

/** What it is already part of. @param {{ item: Item }} props */
export function Became({ item }) {
  const { outcome, measure, joined_to, joined = [], voters, release, nominated, picked } = item
  const marks = [
    nominated && t("mark.nominated"),
    picked && item.kind !== "requirement" && t("inbox.picked"),
    release && t(`inbox.release.${release}`),
  ].filter(Boolean)
  return html`<div class="became">
    ${marks.length > 0 ? html`<p>${marks.map((mark) => html`<span key=${mark} class="badge">${mark}</span> `)}</p>` : null}
    ${joined_to ? html`<p class="small">${t("inbox.joined_to", { number: `${joined_to.number}`, event: joined_to.event_title })}</p>` : null}
    ${joined.length > 0 ? html`<p class="small">${t("inbox.joined_from", { count: joined.length })}${voters ? ` ${t("inbox.union", { count: voters })}` : ""}</p>` : null}
    ${outcome ? html`<p>${h(OutcomeText, { outcome, silent: outcome.kind === "promoted" && Boolean(measure) })}</p>` : null}
    ${measure ? html`<p class="small">${h(MeasureLink, { item })}</p>` : null}
  </div>`
}

/** @param {{ item: Item }} props */
function MeasureLink({ item: { measure, measure_id, outcome } }) {
  const title = outcome?.candidate_number === measure ? (outcome?.candidate_title ?? "") : ""
  const name = `${t("candidate.number", { number: `${measure}` })} ${title}`
  return measure_id ? h(Link, { to: pathTo("measure", measure_id), children: name }) : html`${name}`
}

/** Where it came from, in one line. @param {{ item: Item }} props */
export function Origin({ item }) {
  const parts = [
    item.kind === "requirement" && t("inbox.kind_requirement"),
    item.kind === "field" && t("inbox.field_with", { count: item.ideas ?? 0 }),
    item.kind === "expectation" && t("kind.expectation"),
    item.event_title,
    item.held_on && date(item.held_on),
    item.kind !== "field" && item.field,
  ].filter(Boolean)
  return html`<span class="muted small cell-note">${parts.join(" · ")}</span>`
}

/** What somebody acts on, so that nobody acts on something out of sight. @param {{ items: Item[] }} props */
export function Acted({ items }) {
  return html`<ul class="chosen">
    ${items.map((item) => html`<li key=${`${item.event} ${item.number} ${item.id}`}>${item.number ? html`<span class="number">${n(item.number)}</span> ` : null}<span lang="">${item.text}</span></li>`)}
  </ul>`
}

/** @param {Joined} joined */
export const joinedLabel = ({ number, event_title }) =>
  t("inbox.joined_one", { number: `${number}`, event: event_title })
