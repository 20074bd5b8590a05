// The whole agenda to work on, also while it runs: order, times, and a way into every phase.

import { serverNow } from "../../shared/clock.js"
import { language, n, t } from "../../shared/text.js"
import { Button, Dialog } from "../../shared/ui.js"
import { h, html, useLayoutEffect, useRef } from "../../vendor/preact.js"
import Sortable from "../../vendor/sortable.js"
import { act, close, open, phaseName, session } from "../desk.js"
import { clockTime, clockTimes, minutes, moved, plannedMinutes, planOf, settingsOf } from "./plan.js"

/** @import { Phase, SessionView } from "../../shared/types.js" */

const MAX_PHASES = 40

export function Planner() {
  const here = session.value
  if (!here) return null
  return h(Dialog, {
    title: t("agenda.edit"),
    onClose: close,
    actions: html`${h(Button, { kind: "primary", onClick: close, children: t("agenda.finish") })}
      ${h(Button, { icon: "add", name: "add-phase", disabled: here.phases.length >= MAX_PHASES, onClick: () => open("phase"), children: t("phase.add") })}
      ${h(Button, { kind: "tertiary", onClick: () => open("template"), children: t("template.title") })}`,
    children: html`${h(Sum, { session: here })} ${h(List, { session: here })}
      <p class="hint">${t("agenda.edit.hint")}</p>`,
  })
}

/** @param {{ session: SessionView }} props */
function Sum({ session: here }) {
  const now = serverNow()
  const { ends } = clockTimes(here, now)
  const sum = t("agenda.sum", { count: here.phases.length, minutes: n(plannedMinutes(here.phases)) })
  return html`<p class="planner__sum">${sum} ${now > 0 && ends > now ? t("agenda.ends", { time: clockTime(ends, now, language()) }) : ""}</p>`
}

/** @param {{ session: SessionView }} props */
function List({ session: here }) {
  const list = useRef(/** @type {HTMLOListElement | null} */ (null))
  const now = serverNow()
  const { begins } = clockTimes(here, now)
  useLayoutEffect(() => dragging(/** @type {HTMLOListElement} */ (list.current)), [])
  return html`<ol class="planner" ref=${list}>
    ${here.phases.map((one, index) => {
      const when = now > 0 && begins.has(one.id) ? clockTime(Number(begins.get(one.id)), now, language()) : ""
      return h(Row, { key: one.id, session: here, phase: one, index, when })
    })}
  </ol>`
}

/** @param {{ session: SessionView, phase: Phase, index: number, when: string }} props */
function Row({ session: here, phase: one, index, when }) {
  const current = one.id === here.phase
  const name = phaseName(one)
  /** @param {1 | -1} direction */
  const shift = (direction) => reorder(here, moved(here.phases, one.id, direction), one, direction)
  return html`<li class=${current ? "planner__row planner__row--now" : "planner__row"} data-phase=${one.id}>
    <span class="planner__handle" aria-hidden="true">⠿</span>
    <button type="button" class="planner__name" onClick=${() => open("phase", { phase: one.id })}>
      <strong>${name}</strong>
      <small>${[one.title ? t(`phase.${one.kind}`) : "", one.seconds ? t("agenda.minutes", { minutes: n(minutes(one.seconds)) }) : "", one.vote ? t(`method.${one.vote.method}`) : "", current ? t("agenda.now") : when].filter(Boolean).join(" · ")}</small>
    </button>
    <span class="planner__buttons">
      ${h(Button, { kind: "tertiary", icon: "arrow-up", iconOnly: true, name: "phase-up", disabled: index === 0, label: `${t("phase.up")}: ${name}`, onClick: () => shift(-1), children: t("phase.up") })}
      ${h(Button, { kind: "tertiary", icon: "arrow-down", iconOnly: true, name: "phase-down", disabled: index === here.phases.length - 1, label: `${t("phase.down")}: ${name}`, onClick: () => shift(1), children: t("phase.down") })}
      ${h(Button, { kind: "tertiary", icon: "content-copy", iconOnly: true, disabled: here.phases.length >= MAX_PHASES, label: `${t("phase.double")}: ${name}`, onClick: () => double(here, one, index), children: t("phase.double") })}
      ${h(Button, { kind: "tertiary", icon: "delete", iconOnly: true, name: "phase-remove", disabled: current, label: `${t("phase.remove")}: ${name}`, onClick: () => act(t("did.phase_removed", { phase: name }), ["RemovePhase", { session: here.id, phase: one.id }]), children: t("phase.remove") })}
    </span>
  </li>`
}

/** @param {SessionView} here @param {string[]} phases @param {Phase} one @param {number} direction */
async function reorder(here, phases, one, direction) {
  const was = here.phases.map(({ id }) => id)
  if (phases.join() === was.join()) return
  await act(t("did.phase_moved", { phase: phaseName(one) }), [
    "OrderPhases",
    { session: here.id, phases, was },
  ])
  if (direction) refocus(one.id, direction)
}

/** The button that moved a phase keeps the focus, or hands it to the other at either end. @param {string} id @param {number} direction */
function refocus(id, direction) {
  requestAnimationFrame(() => {
    const row = document.querySelector(`[data-phase="${id}"]`)
    const names = direction < 0 ? ["phase-up", "phase-down"] : ["phase-down", "phase-up"]
    const buttons = names.map((name) => row?.querySelector(`[data-name="${name}"]`))
    const free = /** @type {HTMLButtonElement[]} */ (buttons).find((button) => button && !button.disabled)
    free?.focus()
  })
}

/** @param {SessionView} here @param {Phase} one @param {number} index */
function double(here, one, index) {
  const { opens_at, ...plan } = planOf(one)
  act(t("did.phase_added", { phase: phaseName(one) }), [
    "AddPhase",
    { session: here.id, position: index + 1, plan, settings: settingsOf(one) },
  ])
}

/** Dragging, on top of the buttons: what was dropped is asked for, and the list follows the server. @param {HTMLOListElement} list */
function dragging(list) {
  let order = /** @type {Element[]} */ ([])
  const sortable = Sortable.create(list, {
    draggable: "li",
    handle: ".planner__handle",
    animation: 150,
    forceFallback: true,
    fallbackOnBody: true,
    onStart() {
      order = [...list.querySelectorAll("li")]
    },
    onEnd(/** @type {{ item: HTMLElement }} */ { item }) {
      const phases = [...list.querySelectorAll("li")].map((row) => row.dataset.phase || "")
      list.append(...order) // the view draws them where the server says
      const here = session.peek()
      const one = here?.phases.find(({ id }) => id === item.dataset.phase)
      if (here && one) reorder(here, phases, one, 0)
    },
  })
  return () => sortable.destroy()
}
