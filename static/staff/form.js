// Pieces of forms that KERN has and the other faces do not need.
import { t } from "../shared/text.js"
import { Button } from "../shared/ui.js"
import { h, html } from "../vendor/preact.js"

/** @import { ComponentChildren } from "../vendor/preact.js" */

/**
 * @param {{ id: string, label: string, value: string, onInput: (value: string) => void, hint?: string,
 *   options: [value: string, label: string][] }} props
 */
export function Select({ id, label, value, onInput, options, hint }) {
  return html`<div class="kern-form-input">
    <label class="kern-label" for=${id}>${label}</label>
    ${hint && html`<p class="kern-hint" id=${`${id}-hint`}>${hint}</p>`}
    <div class="kern-form-input__select-wrapper">
      <select
        class="kern-form-input__select"
        id=${id}
        aria-describedby=${hint ? `${id}-hint` : undefined}
        value=${value}
        onChange=${(/** @type {Event} */ event) => onInput(/** @type {HTMLSelectElement} */ (event.target).value)}
      >
        ${options.map(([key, text]) => html`<option key=${key} value=${key} selected=${key === value}>${text}</option>`)}
      </select>
    </div>
  </div>`
}

/**
 * A few choices, each with a line that explains it, and what else can be done with it beside it.
 * @param {{ name: string, legend: string, value: string, onInput: (value: string) => void, row?: boolean,
 *   options: { key: string, label: string, note?: string, hint?: string, beside?: ComponentChildren }[] }} props
 */
export function Choice({ name, legend, value, onInput, options, row }) {
  return html`<fieldset class=${`kern-fieldset choice${row ? " choice--row" : ""}`}>
    <legend class="kern-label">${legend}</legend>
    <div class="kern-fieldset__body choice__options">
      ${options.map(
        ({ key, label, note, hint, beside }) => html`<div key=${key} class="kern-form-check choice__option">
          <input
            class="kern-form-check__radio"
            type="radio"
            id=${`${name}-${key}`}
            name=${name}
            value=${key}
            checked=${key === value}
            aria-describedby=${hint ? `${name}-${key}-hint` : undefined}
            onChange=${() => onInput(key)}
          />
          <label class="kern-label" for=${`${name}-${key}`}>${label}${note && html`<span class="choice__note">${note}</span>`}</label>
          ${beside}
          ${hint && html`<p class="kern-hint choice__hint" id=${`${name}-${key}-hint`}>${hint}</p>`}
        </div>`,
      )}
    </div>
  </fieldset>`
}

/**
 * A form that is sent by Enter or its button.
 * @param {{ children: ComponentChildren, onSubmit: () => void, class?: string }} props
 */
export function Form({ children, onSubmit, class: name = "form" }) {
  return html`<form
    class=${name}
    novalidate
    onSubmit=${(/** @type {Event} */ event) => {
      event.preventDefault()
      onSubmit()
    }}
  >${children}</form>`
}

/**
 * Appears as soon as something differs from what is stored.
 * @param {{ dirty: boolean, busy: boolean, onDiscard: () => void, label: string }} props
 */
export function SaveBar({ dirty, busy, onDiscard, label }) {
  if (!dirty) return null
  return html`<div class="save-bar">
    <p role="status">${t("draft.unsaved")}</p>
    <div class="actions">
      ${h(Button, { kind: "primary", type: "submit", busy, children: label })}
      ${h(Button, { kind: "tertiary", onClick: onDiscard, children: t("draft.discard") })}
    </div>
  </div>`
}
