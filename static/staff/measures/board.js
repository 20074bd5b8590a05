// Measures by state: a column for each, in the house's own words. Cards move by menu, by key and by drag.

import { day } from "../../shared/format.js"
import { n, t } from "../../shared/text.js"
import { Live } from "../../shared/ui.js"
import { h, html, useEffect, useRef, useState } from "../../vendor/preact.js"
import Sortable from "../../vendor/sortable.js"
import { can } from "../load.js"
import { Link, refine } from "../place.js"
import { pathTo } from "../routes.js"
import { nextOf } from "./lifecycle.js"
import { calledOf, Flags, Progress, Topic, WorstLight } from "./marks.js"
import { nodeOf, noteMeasure, stateName } from "./plan.js"
import { numberOf, STATES, shortOf, worst } from "./reading.js"
import { StateDialog } from "./state.js"

/** @import { Measure } from "../types.js" */
/** @import { Look } from "./list.js" */
/** @import { Plan } from "./sifting.js" */

/** Columns that are folded while nothing lies in them. */
const ASIDE = ["stopped", "merged", "carried_over"]
/** Cards drawn at once in a column; more on request. */
const STEP = 40

/** @param {Look} look */
export function Board({ plan, measures, wanted, reload }) {
  const [moving, setMoving] = useState(/** @type {{ measure: Measure, state?: string } | null} */ (null))
  const [said, setSaid] = useState("")
  const columns = STATES.filter(
    (state) =>
      (wanted.states.length === 0 || wanted.states.includes(state)) &&
      (!ASIDE.includes(state) || measures.some((one) => one.state === state)),
  )
  const known = new Map(measures.map((measure) => [measure.id, measure]))
  /** @param {string} id @param {string} state */
  const drop = (id, state) => {
    const measure = known.get(id)
    if (!measure || measure.state === state) return
    if (nextOf(measure.state).includes(state)) setMoving({ measure, state })
    else
      setSaid(
        t("measures.board.no_step", {
          from: stateName(plan.house, measure.state),
          to: stateName(plan.house, state),
        }),
      )
  }
  return html`
    <p class="board__said" role="status">${said}</p>
    <div class="board" role="region" tabindex="0" aria-label=${t("measures.look.measure_board")}>${columns.map(
      (state) =>
        h(Column, {
          key: state,
          plan,
          state,
          measures: measures.filter((one) => one.state === state),
          onMove: (measure) => setMoving({ measure }),
          onDrop: drop,
        }),
    )}</div>
    ${h(Live, { message: said })}
    ${
      moving
        ? h(StateDialog, {
            plan,
            measure: moving.measure,
            next: nextOf(moving.measure.state),
            first: moving.state,
            onClose: () => setMoving(null),
            onDone: (measure) => {
              setMoving(null)
              setSaid(
                t("measures.board.moved", {
                  called: calledOf(measure, plan.house),
                  state: stateName(plan.house, measure.state),
                }),
              )
              noteMeasure(measure)
              reload()
            },
          })
        : null
    }`
}

/**
 * @param {{ plan: Plan, state: string, measures: Measure[], onMove: (measure: Measure) => void,
 *   onDrop: (id: string, state: string) => void }} props
 */
function Column({ plan, state, measures, onMove, onDrop }) {
  const [limit, setLimit] = useState(STEP)
  const list = useRef(/** @type {HTMLElement | null} */ (null))
  const drop = useRef(onDrop)
  drop.current = onDrop
  const movable = can("editPlan")
  useEffect(() => {
    if (!movable || !list.current) return
    const sortable = Sortable.create(list.current, {
      group: "measures",
      draggable: "li",
      filter: "button, a",
      preventOnFilter: false,
      sort: false,
      delay: 180,
      delayOnTouchOnly: true,
      ghostClass: "card--lifted",
      // The card stays where it is until the server has said so.
      onEnd(
        /** @type {{ item: HTMLElement, from: HTMLElement, to: HTMLElement, oldIndex: number }} */ {
          item,
          from,
          to,
          oldIndex,
        },
      ) {
        from.insertBefore(item, from.children[oldIndex] ?? null)
        drop.current(item.dataset.id ?? "", to.dataset.state ?? "")
      },
    })
    return () => sortable.destroy()
  }, [movable])
  return html`<section class="lane" aria-labelledby=${`lane-${state}`}>
    <h2 class="lane__title" id=${`lane-${state}`}><button type="button" class="lane__only" title=${t("measures.board.only")} onClick=${() => refine({ state })}>${stateName(plan.house, state)}</button> <span class="lane__count">${n(measures.length)}</span></h2>
    <ol class="lane__cards" ref=${list} data-state=${state}>
      ${measures.slice(0, limit).map((measure) => h(Card, { key: measure.id, plan, measure, movable, onMove }))}
    </ol>
    ${measures.length > limit ? html`<button type="button" class="more lane__more" onClick=${() => setLimit(limit + STEP)}>${t("measures.board.more", { count: measures.length - limit })}</button>` : null}
  </section>`
}

/** @param {{ plan: Plan, measure: Measure, movable: boolean, onMove: (measure: Measure) => void }} props */
function Card({ plan, measure, movable, onMove }) {
  const { profile } = measure
  /** @param {KeyboardEvent} event */
  function press(event) {
    if (event.key !== "m" || !movable || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    onMove(measure)
  }
  const unit = shortOf(nodeOf(plan.nodes, profile.lead))
  const end = day(profile.current?.end || profile.baseline?.end || "")
  return html`<li class="card" data-id=${measure.id} onKeyDown=${press}>
    <p class="card__line"><span class="number">${numberOf(measure, plan.house)}</span>${worst(profile.lights) ? h(WorstLight, { lights: profile.lights }) : null}</p>
    <p class="card__title">${h(Link, { to: pathTo("measure", measure.id), children: profile.title })}</p>
    <p class="card__flags">${h(Flags, { measure, plan })}</p>
    ${profile.field ? h(Topic, { nodes: plan.nodes, id: profile.field }) : null}
    <p class="card__line muted small"><span>${[unit, end && t("span_to", { end })].filter(Boolean).join(" · ")}</span></p>
    ${measure.state === "running" ? h(Progress, { percent: profile.progress ?? 0 }) : null}
    ${movable ? html`<button type="button" class="more card__move" aria-keyshortcuts="m" onClick=${() => onMove(measure)}>${t("measures.board.move")}<span class="kern-sr-only">: ${calledOf(measure, plan.house)}</span></button>` : null}
  </li>`
}
