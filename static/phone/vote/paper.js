// The ballot being filled in: what is asked on top, what is left always in sight, the choices in fair
// order, the summary at the end.
import { n, t } from "../../shared/text.js"
import { Button, FieldBadge } from "../../shared/ui.js"
import { h, html, useEffect, useRef, useState } from "../../vendor/preact.js"
import { fly } from "../fly.js"
import { Heading } from "../heading.js"
import { spent } from "./ballot.js"
import { Review } from "./casting.js"
import { ChoiceBody, choices } from "./choice.js"
import { inFairOrder, openFirst } from "./fair.js"
import { Dots, Mark } from "./marking.js"
import { asksEach, budgetOf, capOf, inOrder, isAnswered, ownItems } from "./methods.js"
import { Protection } from "./protection.js"
import { Ranking } from "./ranking.js"
import { Summary } from "./summary.js"

/** @import { FieldView, Phase, RoundView } from "../../shared/types.js" */
/** @import { Attendance } from "../attend.js" */
/** @import { Points } from "./ballot.js" */
/** @import { Choice } from "./choice.js" */

/** @param {{ attendance: Attendance, round: RoundView, phase: Phase }} props */
export function Paper({ attendance, round, phase }) {
  const { state, voting, ownNumbers } = attendance
  const wanted = voting.wanted(round) || /** @type {Points} */ (new Map())
  const [isReviewing, setReviewing] = useState(false)
  const undo = useUndo(attendance, round)
  // The order is made once: nothing moves while somebody looks.
  const order = useRef(/** @type {number[] | null} */ (null))
  if (!order.current) order.current = firstOrder(round, wanted, state.value.mine?.place || 0)
  const known = new Map(choices(state.value, round).map((choice) => [choice.item.item, choice]))
  const all = order.current.flatMap((item) => known.get(item) || [])
  const own = round.exclude_own ? ownItems(round, ownNumbers.value) : new Set()
  const votable = all.filter(({ item }) => !own.has(item.item))
  const left = budgetOf(round) - spent(wanted)
  const isSecret = round.secrecy === "secret"

  if (isSecret && isReviewing) {
    return h(Review, { attendance, round, all: votable, wanted, left, onBack: () => setReviewing(false) })
  }
  return html`${h(Heading, { title: round.title || t(`vote.title.${round.subject}`), phase })}
    <p class="instruction">${howTo(round)}</p>
    ${h(Protection, { attendance, round })}
    ${h(round.method === "ranking" ? RankedPaper : MarkedPaper, { attendance, round, all, votable, own, wanted, left, undo })}
    ${
      isSecret
        ? html`<section class="summary">
            ${h(Button, { kind: "primary", block: true, name: "review", disabled: !wanted.size, onClick: () => setReviewing(true), children: t("cast.review") })}
            <p class="small muted">${t("cast.hint")}</p>
          </section>`
        : h(Summary, { attendance, round, all: votable, wanted, left })
    }
    <p class="small muted">${t("vote.order")}</p>`
}

/** @param {RoundView} round @param {Points} wanted @param {number} place */
function firstOrder(round, wanted, place) {
  const items = inFairOrder(
    round.items.map(({ item }) => item),
    place,
  )
  return asksEach(round) ? openFirst(items, (item) => isAnswered(round, wanted.get(item) || 0)) : items
}

/** @param {RoundView} round */
function howTo(round) {
  const { method, budget = 0, cap = 1 } = round
  if (method === "approve") return budget ? t("vote.how.approve", { count: budget }) : t("vote.how.any")
  if (method !== "dots") return t(`vote.how.${method}`)
  return `${t("vote.how.dots", { count: budget })}${cap < budget ? ` ${t("vote.cap", { count: cap })}` : ""}`
}

/**
 * @typedef {object} Filled
 * @property {Attendance} attendance
 * @property {RoundView} round
 * @property {Choice[]} all in fair order
 * @property {Choice[]} votable without what this phone brought
 * @property {Set<number>} own items this phone brought
 * @property {Points} wanted
 * @property {number} left
 * @property {ReturnType<typeof useUndo>} undo
 */

/** What was wanted before, change by change, to go back to. @param {Attendance} attendance @param {RoundView} round */
function useUndo({ voting }, round) {
  const [steps, setSteps] = useState(/** @type {(() => void)[]} */ ([]))
  return {
    count: steps.length,
    /** @param {number} item @param {number} points @param {number} before */
    vote(item, points, before) {
      voting.vote(round, item, points)
      setSteps([...steps, () => voting.vote(round, item, before)])
    },
    /** @param {number[]} items @param {number[]} before */
    rank(items, before) {
      voting.rank(round, items)
      setSteps([...steps, () => voting.rank(round, before)])
    },
    back() {
      steps[steps.length - 1]?.()
      setSteps(steps.slice(0, -1))
    },
  }
}

/** @param {Filled} props */
function MarkedPaper({ attendance, round, all, votable, own, wanted, left, undo }) {
  const [filter, setFilter] = useState("")
  const [beyond, setBeyond] = useState("")
  const hand = useRef(/** @type {HTMLElement | null} */ (null))
  const fields = round.subject === "ideas" ? fieldsOf(all) : []
  const shown = filter ? all.filter((choice) => (choice.field?.id || "none") === filter) : all
  useEffect(() => {
    if (filter && !fields.some(({ id }) => id === filter)) setFilter("")
  })

  /** @param {number} item @param {number} points @param {HTMLElement} [place] */
  function mark(item, points, place) {
    const before = wanted.get(item) || 0
    const wrong = points > capOf(round) ? "cap_reached" : points - before > left ? "no_votes_left" : ""
    setBeyond(wrong)
    if (wrong) return
    undo.vote(item, points, before)
    if (!hand.current || !place) return
    fly(points > before ? hand.current : place, points > before ? place : hand.current)
  }

  return html`<div class="hand">
      ${h(Progress, { round, votable, wanted, left, hand })}
      ${h(UndoButton, { undo })}
      ${round.method === "dots" && h(Dots, { total: budgetOf(round), full: left, most: 20 })}
      <p class="hand__wish" role="alert">${beyond && t(`error.${beyond}`)}</p>
    </div>
    ${fields.length > 1 && h(Filter, { fields, current: filter, onSelect: setFilter })}
    <ul class="cards votes">
      ${shown.map((choice) => {
        const { item } = choice.item
        const points = wanted.get(item) || 0
        const id = `choice-${item}`
        return html`<li key=${item} class=${`card card--choice${points ? " card--chosen" : ""}`}>
          ${h(ChoiceBody, { attendance, choice, id })}
          ${h(SoFar, { attendance, round, item })}
          ${
            own.has(item)
              ? html`<p class="small muted">${t("vote.own")}</p>`
              : h(Mark, {
                  round,
                  item,
                  points,
                  labelledBy: id,
                  isFull: left <= 0,
                  onMark: (value, place) => mark(item, value, place),
                })
          }
        </li>`
      })}
    </ul>`
}

/** @param {Filled} props */
function RankedPaper({ attendance, round, all, votable, own, wanted, undo }) {
  const order = inOrder(wanted)
  return html`<div class="hand">
      ${h(Progress, { round, votable, wanted, left: 0 })}
      ${h(UndoButton, { undo })}
    </div>
    ${h(Ranking, { attendance, votable, order, onRank: (items) => undo.rank(items, order) })}
    ${
      own.size > 0 &&
      html`<ul class="cards">
        ${all
          .filter(({ item }) => own.has(item.item))
          .map(
            (choice) => html`<li key=${choice.item.item} class="card">
              ${h(ChoiceBody, { attendance, choice })}
              <p class="small muted">${t("vote.own")}</p>
            </li>`,
          )}
      </ul>`
    }`
}

/**
 * What is left, or how far one has come.
 * @param {{ round: RoundView, votable: Choice[], wanted: Points, left: number, hand?: { current: HTMLElement | null } }} props
 */
function Progress({ round, votable, wanted, left, hand }) {
  if (Number.isFinite(budgetOf(round))) {
    return html`<p class="hand__left" role="status">
      <strong ref=${hand}>${n(left)}</strong> ${t("vote.left", { count: left, budget: budgetOf(round) })}
    </p>`
  }
  const done = votable.filter(({ item }) => isAnswered(round, wanted.get(item.item) || 0)).length
  return html`<p class="hand__left" role="status">
      <strong>${n(done)}</strong> ${t(`vote.done.${round.method}`, { of: votable.length, count: done })}
    </p>
    ${asksEach(round) && html`<progress class="hand__bar" max=${votable.length} value=${done} aria-hidden="true"></progress>`}`
}

/** @param {{ undo: ReturnType<typeof useUndo> }} props */
function UndoButton({ undo }) {
  return html`<button type="button" class="hand__undo" disabled=${!undo.count} data-name="undo" onClick=${undo.back}>${t("ui.undo")}</button>`
}

/** How an item stands, in rounds that everybody watches. @param {{ attendance: Attendance, round: RoundView, item: number }} props */
function SoFar({ attendance, round, item }) {
  const pulse = attendance.state.value.pulse.round
  if (round.hidden || pulse?.id !== round.id || !pulse.tally) return null
  const { points = 0, voters = 0, counts = [] } = pulse.tally.items?.[item] || {}
  const [yes = 0, no = 0, abstain = 0] = counts
  const text =
    round.method === "yesno"
      ? t("plot.votes", { yes, no, abstain })
      : round.method === "scale"
        ? t("vote.so_far.voters", { count: voters })
        : t("vote.so_far", { count: points })
  return html`<p class="muted small">${text}</p>`
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
