// How a profile came to be: who changed what, when and why, word by word, with the way back.
import { get, post } from "../../shared/api.js"
import { moment } from "../../shared/format.js"
import { has, language, t } from "../../shared/text.js"
import { Button, Notice } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { Problem, useAction, useLoaded, Waiting } from "../load.js"
import { listChanges, same, words } from "./diffing.js"
import { nodeOf, stateName } from "./plan.js"
import { nameOf } from "./reading.js"
import { said } from "./saying.js"

/** @import { Measure, Profile } from "../types.js" */
/** @import { Plan } from "./sifting.js" */

/**
 * @typedef {{ version: number, at: number, by?: string, name?: string, function: string, what: string, reason?: string,
 *   state: string, content?: Profile }} Change
 */

/** @param {{ plan: Plan, measure: Measure, may: boolean, onRestored: (measure: Measure) => void }} props */
export function History({ plan, measure, may, onRestored }) {
  const [open, setOpen] = useState(location.hash === "#history")
  return html`<section class="sheet-section no-print" id="history" aria-labelledby="history-title">
    <h2 id="history-title">${t("measure.section.history")}</h2>
    ${open ? h(Changes, { key: measure.version, plan, measure, may, onRestored }) : h(Button, { onClick: () => setOpen(true), children: t("measure.history_open") })}
  </section>`
}

/** @param {{ plan: Plan, measure: Measure, may: boolean, onRestored: (measure: Measure) => void }} props */
function Changes({ plan, measure, may, onRestored }) {
  const { data, refusal, reload } = useLoaded(
    /** @returns {Promise<{ changes: Change[] }>} */ () => get(`/staff/api/measures/${measure.id}/history`),
    [measure.version],
  )
  const [shown, setShown] = useState(0)
  const restoring = useAction()
  if (!data) return h(Waiting, { refusal, retry: reload })
  const { changes } = data
  return html`
    ${h(Problem, { refusal: restoring.refusal })}
    <ol class="changes">${changes.map((change, at) => {
      const before = changes[at + 1]
      const moved = before && before.state !== change.state
      return html`<li key=${change.version} class="change">
        <p><strong>${has(`measure.did.${change.what}`) ? t(`measure.did.${change.what}`) : change.what}</strong>${moved || !before ? html` · ${stateName(plan.house, change.state)}` : null}
          <span class="muted">${moment(change.at)} · ${whoOf(plan, change)}</span></p>
        ${change.reason ? html`<p lang="">${change.reason}</p>` : null}
        <p class="change__buttons">
          <button type="button" class="more" aria-expanded=${shown === change.version} onClick=${() => setShown(shown === change.version ? 0 : change.version)}>${t("measure.history_what")}</button>
          ${may && at > 0 ? html`<button type="button" class="more" disabled=${restoring.busy} onClick=${() => restoring.run(async () => onRestored(await post(`/staff/api/measures/${measure.id}/restore`, { base: measure.version, version: change.version })))}>${t("measure.restore")}</button>` : null}
        </p>
        ${shown === change.version ? h(Differences, { plan, id: measure.id, version: change.version, before: before?.version }) : null}
      </li>`
    })}</ol>`
}

/** The person as long as that is kept, else the function. @param {Plan} plan @param {Change} change */
function whoOf({ nodes }, change) {
  const unit = change.function.startsWith("unit ") ? nameOf(nodeOf(nodes, change.function.slice(5))) : ""
  const role = has(`measure.role.${change.function}`)
    ? t(`measure.role.${change.function}`)
    : unit || change.function
  return change.name ? `${change.name} (${role})` : role
}

/** @param {{ plan: Plan, id: string, version: number, before: number | undefined }} props */
function Differences({ plan, id, version, before }) {
  const at = (/** @type {number} */ one) => get(`/staff/api/measures/${id}/versions/${one}`)
  const { data, refusal, reload } = useLoaded(
    /** @returns {Promise<[Change, Change | undefined]>} */ () =>
      Promise.all([at(version), before ? at(before) : Promise.resolve(undefined)]),
    [id, version],
  )
  if (!data) return h(Waiting, { refusal, retry: reload })
  const now = /** @type {Record<string, any>} */ (data[0].content ?? {})
  const old = /** @type {Record<string, any>} */ (data[1]?.content ?? {})
  const parts = Object.keys(now).filter(
    (part) => !same(now[part], old[part]) && !(data[1] === undefined && isEmpty(now[part])),
  )
  if (parts.length === 0) return h(Notice, { children: html`<p>${t("measure.history_same")}</p>` })
  return html`<dl class="differences">${parts.map(
    (part) =>
      html`<div key=${part}><dt>${has(`measure.part.${part}`) ? t(`measure.part.${part}`) : part}</dt><dd>${h(Difference, { plan, part, before: old[part], after: now[part] })}</dd></div>`,
  )}</dl>`
}

/** @param {any} value */
const isEmpty = (value) =>
  value === "" ||
  value === 0 ||
  value === null ||
  (Array.isArray(value)
    ? value.length === 0
    : typeof value === "object" && Object.values(value).every(isEmpty))

/** Texts word by word, lists entry by entry. @param {{ plan: Plan, part: string, before: any, after: any }} props */
function Difference({ plan, part, before, after }) {
  if (typeof after === "string" && !isReference(part)) {
    return html`<p class="diff" lang="">${words(before ?? "", after).map(({ kind, text }, at) =>
      kind === "same"
        ? text
        : kind === "added"
          ? html`<ins key=${at}><span class="kern-sr-only">${t("measure.diff.added")} </span>${text}</ins>`
          : html`<del key=${at}><span class="kern-sr-only">${t("measure.diff.gone")} </span>${text}</del>`,
    )}</p>`
  }
  if (Array.isArray(after)) {
    return html`<ul class="plain">${listChanges(before ?? [], after).map(
      ({ kind, entry, before: old }, at) =>
        html`<li key=${at}><span class=${`diff__kind diff__kind--${kind}`}>${t(`measure.diff.${kind}`)}</span> ${old === undefined ? "" : html`<del>${said(plan, part, old)}</del> `}<span lang=${language()}>${said(plan, part, entry)}</span></li>`,
    )}</ul>`
  }
  return html`<p>${isEmpty(before) ? null : html`<del>${said(plan, part, before)}</del> `}<ins>${said(plan, part, after)}</ins></p>`
}

/** Parts that hold an id or a key instead of words. @param {string} part */
const isReference = (part) =>
  ["field", "lead", "group", "priority", "kind", "visibility", "embargo"].includes(part)
