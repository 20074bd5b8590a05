// One measure: reads like the printed profile and is edited in place. What is typed is saved by itself.
import { get } from "../../shared/api.js"
import { day } from "../../shared/format.js"
import { t } from "../../shared/text.js"
import { Button, Notice } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { Head } from "../frame.js"
import { can, useLoaded, Waiting } from "../load.js"
import { Link } from "../place.js"
import { pathTo } from "../routes.js"
import { History } from "./history.js"
import { useLeaving } from "./leaving.js"
import { calledOf, Flags, LightRow, Progress, StateBadge } from "./marks.js"
import { nodeOf, noteMeasure, usePlan } from "./plan.js"
import { nameOf, numberOf } from "./reading.js"
import { useSaving } from "./saving.js"
import { SECTIONS, Section } from "./sections.js"
import { StateDialog } from "./state.js"

/** @import { Measure } from "../types.js" */
/** @import { Desk } from "./part.js" */
/** @import { Saving } from "./saving.js" */
/** @import { Plan } from "./sifting.js" */
/** @import { Report } from "./reports.js" */
/** @import { Assessed } from "./assessed.js" */

/** @typedef {{ measure: Measure, next: string[], reports: Report[], assessments: Assessed[] }} Told */

/** @param {{ id: string }} props */
export function MeasurePage({ id }) {
  const { plan, refusal: missing, reload: retry } = usePlan()
  const { data, refusal, reload, set } = useLoaded(
    /** @returns {Promise<Told>} */ () => get(`/staff/api/measures/${id}`),
    [id],
  )
  const up = { to: pathTo("measures"), label: t("nav.measures") }
  if (!data || !plan)
    return html`${h(Head, { title: t("measure.this"), up })}${h(Waiting, { refusal: refusal ?? missing, retry: () => Promise.all([reload(), retry()]) })}`
  return h(Profile, { plan, told: data, onTold: set, reload })
}

/** @param {{ plan: Plan, told: Told, onTold: (told: Told) => void, reload: () => Promise<void> }} props */
function Profile({ plan, told, onTold, reload }) {
  const { measure } = told
  const saving = useSaving(measure, (stored) => {
    noteMeasure(stored)
    onTold({ ...told, measure: stored })
  })
  const [moving, setMoving] = useState(false)
  useLeaving(saving)
  const may = can("editPlan")
  const desk = /** @type {Desk} */ ({ plan, saving, may, publishes: can("publish"), self: measure.id })
  const title = saving.valueOf("title")
  const number = numberOf(measure, plan.house)
  return html`<article class="profile">
    <p class="profile__house only-print">${[plan.house.name, t("measure.profile")].filter(Boolean).join(" · ")}</p>
    ${h(Head, {
      title,
      up: { to: pathTo("measures"), label: t("nav.measures") },
      actions: html`
        ${told.next.length > 0 ? h(Button, { kind: "primary", onClick: () => setMoving(true), children: t("measure.move") }) : null}
        ${h(Button, { onClick: () => print(), children: t("measure.print") })}`,
      children: h(Facts, { desk, measure, number }),
    })}
    ${measure.into ? h(Into, { plan, measure }) : null}
    <div class="profile__columns">
      <nav class="contents no-print" aria-label=${t("measure.contents")}>
        ${h(SaveState, { saving, may })}
        <ol>${SECTIONS.map((key) => html`<li key=${key}><a href=${`#${key}`}>${t(`measure.section.${key}`)}</a></li>`)}<li><a href="#history">${t("measure.section.history")}</a></li></ol>
      </nav>
      <div class="profile__body">
        ${SECTIONS.map((key) => h(Section, { key, name: key, desk, told }))}
        ${h(History, {
          plan,
          measure,
          may,
          onRestored: (stored) => {
            noteMeasure(stored)
            onTold({ ...told, measure: stored })
          },
        })}
        <p class="profile__foot only-print">${t("measure.printed", { called: calledOf(measure, plan.house), date: day(plan.today) })}</p>
      </div>
    </div>
    ${
      moving
        ? h(StateDialog, {
            plan,
            measure,
            next: told.next,
            onClose: () => setMoving(false),
            onDone: async (stored) => {
              setMoving(false)
              noteMeasure(stored)
              onTold({ ...told, measure: stored, next: [] })
              await reload()
            },
          })
        : null
    }
  </article>`
}

/** What one wants to know first. @param {{ desk: Desk, measure: Measure, number: string }} props */
function Facts({ desk: { plan, saving }, measure, number }) {
  const lead = nameOf(nodeOf(plan.nodes, saving.valueOf("lead")))
  return html`<div class="facts">
    <span class="facts__number">${number}</span>
    ${measure.number ? html`<span class="muted">${t("measure.was", { number: `${measure.candidate_number}` })}</span>` : null}
    ${h(StateBadge, { state: measure.state, house: plan.house })}
    ${h(LightRow, { lights: saving.valueOf("lights") })}
    ${h(Progress, { percent: saving.valueOf("progress") ?? 0, words: true })}
    ${lead ? html`<span>${lead}</span>` : null}
    <span>${h(Flags, { measure, plan })}</span>
  </div>`
}

/** @param {{ plan: Plan, measure: Measure }} props */
function Into({ plan, measure }) {
  const other = plan.measures.find(({ id }) => id === measure.into)
  return h(Notice, {
    children: html`<p>${t("measure.into")} ${other ? h(Link, { to: pathTo("measure", other.id), children: calledOf(other, plan.house) }) : t("measure.gone")}</p>`,
  })
}

/** @param {{ saving: Saving, may: boolean }} props */
function SaveState({ saving, may }) {
  if (!may) return html`<p class="save-state muted">${t("measure.read_only")}</p>`
  const conflicts = Object.keys(saving.theirs)
  return html`<div class=${`save-state save-state--${saving.status}`} role="status">
    <p>${t(`measure.save.${saving.status}`)}</p>
    ${saving.status === "unsaved" && conflicts.length === 0 ? html`<p class="small">${t("measure.save.kept")}</p>` : null}
    ${conflicts.map((part) => html`<p key=${part} class="small"><a href=${`#part-${part}`}>${t("measure.save.conflict", { part: t(`measure.part.${part}`) })}</a></p>`)}
  </div>`
}
