// Voting: the budget as dots in the hand. They go to an idea and come back; what is left stands
// on top, what has arrived at the end.
import { fieldById, fieldOf, lastClosedRound, openRound } from "../shared/session.js"
import { n, t } from "../shared/text.js"
import { FieldBadge, IdeaNumber, Notice } from "../shared/ui.js"
import { h, html, useRef, useState } from "../vendor/preact.js"
import { fromPoints, hasArrived, spent } from "./ballot.js"
import { fly } from "./fly.js"
import { Heading } from "./heading.js"

/** @import { Attendance } from "./attend.js" */
/** @import { FieldView, IdeaView, Phase, RoundItem, RoundView, SessionView, State } from "../shared/types.js" */

/** @typedef {{ item: RoundItem, field: FieldView | undefined, idea: IdeaView | undefined, members: IdeaView[] }} Choice */

/** @param {{ attendance: Attendance, session: SessionView, phase: Phase }} props */
export function Vote({ attendance, session, phase }) {
  const round = openRound(attendance.state.value)
  return round
    ? h(OpenRound, { key: round.id, attendance, round, phase })
    : h(NoRound, { attendance, session })
}

/** @param {{ attendance: Attendance, session: SessionView }} props */
function NoRound({ attendance, session }) {
  const closed = lastClosedRound(attendance.state.value)
  const points = (closed && attendance.keep.points(closed.id)) || {}
  const chosen = closed ? choices(attendance.state.value, closed).filter(({ item }) => points[item.item]) : []
  return html`<h1>${session.prompt || session.title}</h1>
    <div class="pause">
      <h2>${closed ? t("vote.closed") : t("vote.soon")}</h2>
      <p class="muted">${closed ? t("vote.closed.text") : t("vote.soon.text")}</p>
    </div>
    ${
      chosen.length > 0 &&
      html`<section class="summary" aria-labelledby="chosen">
        <h2 id="chosen">${t("vote.summary")}</h2>
        ${h(ChosenList, { attendance, chosen, points })}
      </section>`
    }`
}

/** What can be voted for, each with what this page knows of it. @param {State} state @param {RoundView} round @returns {Choice[]} */
export function choices(state, round) {
  const ideasOf = (/** @type {number[]} */ numbers) =>
    numbers.flatMap((number) => {
      const idea = state.ideas.get(number)
      return idea ? [idea] : []
    })
  return round.items.map((item) => {
    const idea = item.idea ? state.ideas.get(item.idea) : undefined
    const members = ideasOf((item.ideas || []).filter((number) => number !== item.idea))
    const field = item.field ? fieldById(state, item.field) : idea && fieldOf(state, idea)
    return { item, field, idea, members }
  })
}

/** Each device begins elsewhere in the same circle. @template T @param {T[]} all @param {number} beginning */
export function rotated(all, beginning) {
  const from = Math.floor(beginning * all.length)
  return [...all.slice(from), ...all.slice(0, from)]
}

/** @param {{ attendance: Attendance, round: RoundView, phase: Phase }} props */
function OpenRound({ attendance, round, phase }) {
  const { state, ballot, keep } = attendance
  const [filter, setFilter] = useState("")
  const [wish, setWish] = useState("")
  const hand = useRef(/** @type {HTMLElement | null} */ (null))
  const held = ballot.value && ballot.value.round === round.id ? ballot.value : null
  const wanted = held ? held.wanted : new Map()
  const left = round.budget - spent(wanted)
  const all = rotated(choices(state.value, round), keep.beginning(round.id))
  const fields = round.subject === "ideas" ? fieldsOf(all) : []
  const shown = filter ? all.filter((choice) => (choice.field?.id || "none") === filter) : all

  /** @param {Choice} choice @param {number} by @param {HTMLElement} place */
  function give(choice, by, place) {
    const points = wanted.get(choice.item.item) || 0
    const beyond = by > 0 && (points >= round.cap ? "cap_reached" : left <= 0 ? "no_votes_left" : "")
    setWish(beyond || "")
    if (beyond) return
    attendance.vote(round, choice.item.item, points + by)
    if (hand.current) fly(by > 0 ? hand.current : place, by > 0 ? place : hand.current)
  }

  return html`${h(Heading, { title: round.subject === "ideas" ? t("vote.title.ideas") : t("vote.title.fields"), phase })}
    <p class="instruction">${t("vote.how", { count: round.budget })} ${round.cap < round.budget ? t("vote.cap", { count: round.cap }) : ""}</p>
    <div class="hand">
      <p class="hand__left" role="status">
        <strong ref=${hand}>${n(left)}</strong> ${t("vote.left", { count: left, budget: round.budget })}
      </p>
      ${h(Dots, { total: round.budget, full: left, most: 20 })}
      <p class="hand__wish" role="alert">${wish && t(`error.${wish}`)}</p>
    </div>
    ${fields.length > 1 && h(Filter, { fields, current: filter, onSelect: setFilter })}
    <ul class="cards votes">
      ${shown.map((choice) =>
        h(ChoiceCard, {
          key: choice.item.item,
          attendance,
          round,
          choice,
          points: wanted.get(choice.item.item) || 0,
          isFull: left <= 0,
          onGive: give,
        }),
      )}
    </ul>
    ${h(Summary, { attendance, round, all, wanted, left })}
    ${h(Protection, { round })}`
}

/** @param {Choice[]} all @returns {{ id: string, field: FieldView | undefined }[]} */
function fieldsOf(all) {
  const found = new Map(all.map(({ field }) => [field?.id || "none", { id: field?.id || "none", field }]))
  return [...found.values()].sort((a, b) => (a.field?.position ?? 999) - (b.field?.position ?? 999))
}

/** @param {{ fields: { id: string, field: FieldView | undefined }[], current: string, onSelect: (id: string) => void }} props */
function Filter({ fields, current, onSelect }) {
  return html`<div class="filter" role="group" aria-label=${t("vote.filter")}>
    <button type="button" class="filter__chip" aria-pressed=${current === "" ? "true" : "false"} onClick=${() => onSelect("")}>${t("vote.filter.all")}</button>
    ${fields.map(
      ({
        id,
        field,
      }) => html`<button type="button" key=${id} class="filter__chip" aria-pressed=${current === id ? "true" : "false"} onClick=${() => onSelect(id)}>
        ${h(FieldBadge, { field })}
      </button>`,
    )}
  </div>`
}

/** Dots for the eye; the number beside them is for everyone. @param {{ total: number, full: number, most?: number }} props */
function Dots({ total, full, most = 10 }) {
  if (total > most) return null
  return html`<span class="dots" aria-hidden="true">
    ${Array.from({ length: total }, (_, index) => html`<span class=${`dot${index < full ? " dot--full" : ""}`} key=${index}></span>`)}
  </span>`
}

/**
 * @param {object} props
 * @param {Attendance} props.attendance
 * @param {RoundView} props.round
 * @param {Choice} props.choice
 * @param {number} props.points
 * @param {boolean} props.isFull
 * @param {(choice: Choice, by: number, place: HTMLElement) => void} props.onGive
 */
function ChoiceCard({ attendance, round, choice, points, isFull, onGive }) {
  const place = useRef(/** @type {HTMLElement | null} */ (null))
  const { item, idea, field, members } = choice
  const id = `choice-${item.item}`
  const tally = !round.hidden && attendance.state.value.pulse.round?.tally?.items?.[item.item]
  const give = (/** @type {number} */ by) => place.current && onGive(choice, by, place.current)
  return html`<li class=${`card card--choice${points ? " card--chosen" : ""}`}>
    <div id=${id}>${h(ChoiceText, { attendance, choice })}</div>
    ${
      members.length > 0 &&
      html`<details class="members">
        <summary>${item.field ? t("vote.field.ideas", { count: members.length }) : t("vote.merged", { count: members.length })}</summary>
        <ul>${members.map((one) => html`<li key=${one.number} class="own-words">${one.text} ${h(IdeaNumber, { number: one.number })}</li>`)}</ul>
      </details>`
    }
    ${idea && field && html`<p class="card__foot">${h(FieldBadge, { field })}</p>`}
    ${tally && html`<p class="muted small">${t("vote.so_far", { count: tally.points })}</p>`}
    <div class="stepper" role="group" aria-labelledby=${id}>
      <button type="button" class="stepper__button" aria-label=${t("vote.less")} disabled=${points === 0} onClick=${() => give(-1)}>−</button>
      <output class="stepper__value" ref=${place}>
        ${h(Dots, { total: round.cap, full: points })}
        <span class=${round.cap > 10 ? "" : "kern-sr-only"}>${t("vote.given", { count: points })}</span>
      </output>
      <button type="button" class="stepper__button" aria-label=${t("vote.more")} aria-disabled=${points >= round.cap || isFull ? "true" : undefined} onClick=${() => give(1)}>+</button>
    </div>
  </li>`
}

/** @param {{ attendance: Attendance, choice: Choice, short?: boolean }} props */
export function ChoiceText({ attendance, choice: { item, idea, field }, short }) {
  if (item.field)
    return html`<span class="card__title">${h(FieldBadge, { field: field || { title: item.title || "", color: 0 } })}</span>`
  const own = attendance.own.value.find((entry) => entry.number === item.idea)
  const text = idea?.text || own?.text || item.title
  return html`<span class=${`own-words card__text${short ? " card__text--short" : ""}`}>${text || t("vote.unseen")}</span>${" "}
    ${item.idea && h(IdeaNumber, { number: item.idea })}${own && html` <span class="mine">${t("feed.own")}</span>`}`
}

/**
 * @param {{ attendance: Attendance, round: RoundView, all: Choice[], wanted: Map<number, number>, left: number }} props
 */
function Summary({ attendance, round, all, wanted, left }) {
  const { ballot, connection } = attendance
  const chosen = all.filter(({ item }) => wanted.has(item.item))
  const arrived = ballot.value && hasArrived(ballot.value)
  const state = !chosen.length
    ? "none"
    : arrived
      ? "arrived"
      : connection.status.value === "live"
        ? "sending"
        : "offline"
  return html`<section class="summary" aria-labelledby="summary">
    <h2 id="summary">${t("vote.summary")}</h2>
    ${chosen.length > 0 && h(ChosenList, { attendance, chosen, points: fromPoints(wanted) })}
    ${h(Notice, {
      tone: state === "arrived" ? "success" : "info",
      children: html`<p role="status" data-name="vote-state">
        ${t(`vote.state.${state}`)}
        ${state === "arrived" && left > 0 ? ` ${t("vote.state.left", { count: left })}` : ""}
      </p>`,
    })}
    <p class="small muted">${round.hidden ? t("vote.hidden") : t("vote.open")} ${t("vote.change")}</p>
  </section>`
}

/** @param {{ attendance: Attendance, chosen: Choice[], points: Record<string, number> }} props */
function ChosenList({ attendance, chosen, points }) {
  return html`<ul class="summary__list">
    ${chosen.map(
      (choice) => html`<li key=${choice.item.item}>
        <span>${h(ChoiceText, { attendance, choice, short: true })}</span>
        <strong>${n(points[choice.item.item])}</strong>
      </li>`,
    )}
  </ul>`
}

/** What is protected and what is not, said plainly. @param {{ round: RoundView }} props */
function Protection({ round }) {
  return html`<details class="protection">
    <summary>${t("vote.protection")}</summary>
    <p>${round.secrecy === "pseudonymous" ? t("vote.protection.pseudonymous") : t("vote.protection.open")}</p>
    <p>${t("vote.protection.not")}</p>
    <p>${t("vote.order")}</p>
  </details>`
}
