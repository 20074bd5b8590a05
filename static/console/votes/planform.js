// How a round is meant to be, as a form: for the round at hand, and for a phase still to come.

import { n, t } from "../../shared/text.js"
import { Field, Notice, Switch } from "../../shared/ui.js"
import { h, html } from "../../vendor/preact.js"
import { Criteria, firstCriterion } from "./criteria.js"
import { MethodPicture } from "./methods.js"
import { MAX_BUDGET, METHODS, SECRECIES, withMethod } from "./plan.js"

/** @import { RoundPlan } from "../../shared/types.js" */
/** @import { ComponentChildren } from "../../vendor/preact.js" */

/** @typedef {{ plan: RoundPlan, onChange: (plan: RoundPlan) => void }} Editing */

/** @param {Editing & { children?: ComponentChildren }} props children: what else belongs to the subject */
export function PlanForm({ plan, onChange, children }) {
  const editing = { plan, onChange }
  return html`<div class="plan">
    ${h(MethodChoice, editing)}
    ${h(Subject, { ...editing, children })}
    ${h(Field, {
      label: t("round.title"),
      hint: t("round.title.hint"),
      value: plan.title || "",
      onInput: (title) => onChange({ ...plan, title }),
      input: { maxlength: 200, "data-name": "round-title" },
    })}
    ${h(Limits, editing)}
    ${plan.method === "scale" && h(Criteria, { criteria: plan.criteria || [], onChange: (criteria) => onChange({ ...plan, criteria }) })}
    ${h(Sight, editing)}
    ${h(SecrecyChoice, editing)}
  </div>`
}

/** @param {Editing} props */
function MethodChoice({ plan, onChange }) {
  return html`<fieldset class="choices methods">
    <legend>${t("round.method")}</legend>
    ${METHODS.map(
      (method) => html`<label class="choice method" key=${method}>
        <input
          type="radio"
          name="method"
          value=${method}
          checked=${plan.method === method}
          onChange=${() => onChange(withMethod(plan, method, firstCriterion()))}
        />
        ${h(MethodPicture, { method })}
        <span class="method__words"><span>${t(`method.${method}`)}</span> <small>${t(`method.${method}.text`)}</small></span>
      </label>`,
    )}
  </fieldset>`
}

/** @param {Editing & { children?: ComponentChildren }} props */
function Subject({ plan, onChange, children }) {
  return html`<fieldset class="choices">
    <legend>${t("round.subject")}</legend>
    <div class="choices--row choices">
      ${
        /** @type {const} */ (["ideas", "fields"]).map(
          (subject) => html`<label class="choice" key=${subject}>
          <input type="radio" name="subject" value=${subject} checked=${plan.subject === subject} onChange=${() => onChange({ ...plan, subject })} />
          <span>${t(`round.subject.${subject}`)}</span>
        </label>`,
        )
      }
    </div>
    ${children}
  </fieldset>`
}

/** @param {Editing} props */
function Limits({ plan, onChange }) {
  const { method, subject, budget = 0, cap = 1 } = plan
  if (method === "approve") {
    return h(Stepper, {
      label: t("round.limit"),
      value: budget,
      least: 0,
      most: MAX_BUDGET,
      none: t("round.limit.none"),
      onChange: (value) => onChange({ ...plan, budget: value }),
    })
  }
  if (method !== "dots") return null
  return html`<div class="row row--wide">
    ${h(Stepper, { label: t("round.budget"), value: budget, most: MAX_BUDGET, onChange: (value) => onChange({ ...plan, budget: value, cap: Math.min(cap, value) }) })}
    ${h(Stepper, { label: t(`round.cap.${subject}`), value: Math.min(cap, budget), most: budget, onChange: (value) => onChange({ ...plan, cap: value }) })}
  </div>`
}

/** @param {Editing} props */
function Sight({ plan, onChange }) {
  const secret = plan.secrecy === "secret"
  return html`<div>
    ${h(Switch, {
      label: t("round.hidden"),
      hint: t(secret ? "round.hidden.always" : "round.hidden.hint"),
      checked: secret || Boolean(plan.hidden),
      disabled: secret,
      onChange: (hidden) => onChange({ ...plan, hidden }),
    })}
    ${
      plan.subject === "ideas" &&
      h(Switch, {
        label: t("round.exclude_own"),
        hint: t("round.exclude_own.hint"),
        checked: Boolean(plan.exclude_own),
        onChange: (exclude_own) => onChange({ ...plan, exclude_own }),
      })
    }
  </div>`
}

/** @param {Editing} props */
function SecrecyChoice({ plan, onChange }) {
  return html`<fieldset class="choices">
    <legend>${t("round.secrecy")}</legend>
    ${SECRECIES.map(
      (secrecy) => html`<label class="choice" key=${secrecy}>
        <input type="radio" name="secrecy" value=${secrecy} checked=${plan.secrecy === secrecy} onChange=${() => onChange({ ...plan, secrecy })} />
        <span>${t(`round.secrecy.${secrecy}`)}</span>
        <small>${t(`round.secrecy.${secrecy}.text`)}</small>
      </label>`,
    )}
  </fieldset>`
}

const UNPROTECTED = {
  open: ["operator.open", "glance", "groups", "devices"],
  pseudonymous: ["operator.pseudonymous", "backup", "glance", "groups", "devices"],
  secret: ["operator.secret", "turnout", "glance", "groups", "devices"],
}

/** What a round protects and what it does not. @param {{ plan: RoundPlan }} props */
export function Protection({ plan: { secrecy } }) {
  return html`<h3>${t("round.protected")}</h3>
    <p class="hint">${t(`round.protected.${secrecy}`)}</p>
    <h3>${t("round.unprotected")}</h3>
    <ul class="promise__words">
      ${UNPROTECTED[secrecy].map((one) => html`<li key=${one}>${t(`round.unprotected.${one}`)}</li>`)}
    </ul>
    ${secrecy === "secret" && h(Notice, { children: html`<p>${t("round.secret.not_for")}</p>` })}`
}

/**
 * A number with buttons, and to type into.
 * @param {{ label: string, value: number, least?: number, most: number, none?: string, onChange: (value: number) => void }} props
 *   none: what 0 means, in words
 */
export function Stepper({ label, value, least = 1, most, none, onChange }) {
  /** @param {Event} event */
  function typed(event) {
    const input = /** @type {HTMLInputElement} */ (event.target)
    const wanted = Math.round(Number(input.value))
    if (input.value === "" || Number.isNaN(wanted)) return
    const kept = Math.min(most, Math.max(least, wanted))
    if (event.type === "change") input.value = String(kept)
    onChange(kept)
  }
  return html`<div class="stepper" role="group" aria-label=${label}>
    <span class="stepper__label">${label}</span>
    <div class="stepper__row">
      <button type="button" disabled=${value <= least} aria-label=${t("do.less")} onClick=${() => onChange(value - 1)}>−</button>
      <input type="number" inputmode="numeric" min=${least} max=${most} value=${value} aria-label=${label} onChange=${typed} />
      <button type="button" disabled=${value >= most} aria-label=${t("do.more")} onClick=${() => onChange(value + 1)}>+</button>
    </div>
    ${none && value === 0 ? html`<span class="hint">${none}</span>` : null}
    <span class="kern-sr-only" aria-live="polite">${value === 0 && none ? none : n(value)}</span>
  </div>`
}
