// Own ideas of the session, with where each one is: on this phone, arrived, visible …
import { currentPhase, fieldById, isCollecting } from "../shared/session.js"
import { refusalText, t } from "../shared/text.js"
import { Button, IdeaNumber } from "../shared/ui.js"
import { h, html, useState } from "../vendor/preact.js"
import { journey, wordsOf } from "./journey.js"

/** @import { Attendance, OwnEntry } from "./attend.js" */
/** @import { Phase, SessionView } from "../shared/types.js" */
/** @import { Step } from "./journey.js" */
/** @typedef {Pick<import("../shared/types.js").Trace, "measure" | "steps">} Found what the idea link tells of a measure */

const AT_FIRST = 3

/** @param {{ attendance: Attendance, session: SessionView, phase: Phase }} props */
export function OwnList({ attendance, session }) {
  const [all, setAll] = useState(false)
  const entries = attendance.own.value.filter((entry) => entry.session === session.id)
  if (!entries.length) return null
  const shown = all ? entries : entries.slice(0, AT_FIRST)
  return html`<section class="own" aria-labelledby="own">
    <h2 id="own">${t("own.title")}</h2>
    <ul class="cards">
      ${shown.map((entry) => h(OwnCard, { key: entry.key, attendance, entry }))}
    </ul>
    ${shown.length < entries.length && h(Button, { kind: "tertiary", onClick: () => setAll(true), children: t("own.all", { count: entries.length }) })}
  </section>`
}

/** @param {{ attendance: Attendance, entry: OwnEntry }} props */
function OwnCard({ attendance, entry }) {
  return html`<li class="card card--own" data-place=${entry.place}>
    <p class="own-words card__text">${entry.text || t("journey.withdrawn")}</p>
    <p class="card__foot">
      ${entry.number ? h(IdeaNumber, { number: entry.number }) : null}
      ${h(Standing, { attendance, entry })}
    </p>
    ${h(Redacted, { entry })}
    ${entry.place === "refused" && h(Refused, { attendance, entry })}
  </li>`
}

/** The one change a moderator may make to a text, told to who wrote it. @param {{ entry: OwnEntry }} props */
export function Redacted({ entry }) {
  return entry.idea?.redacted ? html`<p class="small redacted">${t("own.redacted")}</p>` : null
}

/** @param {Attendance} attendance @param {OwnEntry} entry @param {Found} [found] @returns {Step[]} */
export function stepsOf({ state }, { idea, number, session }, found) {
  if (!idea) return [{ key: number ? "arrived" : "waiting", values: { number }, tone: "quiet" }]
  const phase = currentPhase(state.value.sessions.find((one) => one.id === session))
  const field = fieldById(state.value, idea.field)
  return journey(idea, { field: field?.title, covered: phase?.ideas_hidden, found })
}

/** Where it stands, in one word. @param {{ attendance: Attendance, entry: OwnEntry }} props */
export function Standing({ attendance, entry }) {
  if (entry.place === "refused")
    return html`<span class="standing standing--warn">${t("journey.refused")}</span>`
  const steps = stepsOf(attendance, entry)
  const last = steps[steps.length - 1]
  const { key, tone, outcome, state } = last
  const mark = key === "waiting" ? "waiting" : tone
  return html`<span class=${`standing standing--${mark}`}>${outcome || state ? wordsOf(last) : t(`standing.${key}`)}</span>`
}

/** An idea the server did not take: why, and what can be done with the text. @param {{ attendance: Attendance, entry: OwnEntry }} props */
export function Refused({ attendance, entry }) {
  const [sure, setSure] = useState(false)
  const session = attendance.state.value.sessions.find((one) => one.id === entry.session)
  /** Text goes back into the field, behind what stands there. */
  function takeBack() {
    const { text } = attendance.draft(entry.session)
    attendance.write(entry.session, {
      kind: entry.kind,
      text: [text, entry.text].filter(Boolean).join("\n\n"),
    })
    attendance.discard(entry.key)
  }
  return html`<div class="card__refused">
    <p>${refusalText({ code: entry.code || "internal" })}</p>
    <div class="card__actions">
      ${isCollecting(session) && h(Button, { kind: "secondary", name: "take-back", onClick: takeBack, children: t("own.back") })}
      ${h(Button, { kind: "tertiary", danger: true, onClick: () => (sure ? attendance.discard(entry.key) : setSure(true)), children: sure ? t("own.discard.sure") : t("own.discard") })}
    </div>
  </div>`
}
