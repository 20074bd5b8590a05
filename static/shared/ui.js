// Components that all faces share. Each is KERN's markup, or stands on KERN's tokens.
import { h, html, useEffect, useRef, useState } from "../vendor/preact.js"
import { SHAPES } from "./shapes.js"
import { n, t } from "./text.js"

/** @import { ComponentChildren } from "../vendor/preact.js" */
/** @import { Connection } from "./connection.js" */
/** @import { FieldView } from "./types.js" */

let made = 0
/** An id for one mounted component. @param {string} [given] */
function useId(given) {
  const id = useRef("")
  if (!id.current) {
    made += 1
    id.current = `id-${made}`
  }
  return given || id.current
}

/** @param {{ name: string }} props one of KERN's icons, "add", "check", "close" … */
export function Icon({ name }) {
  return html`<span class=${`kern-icon kern-icon--${name}`} aria-hidden="true"></span>`
}

/**
 * @param {object} props
 * @param {ComponentChildren} props.children what it does, in words
 * @param {"primary" | "secondary" | "tertiary"} [props.kind]
 * @param {"button" | "submit"} [props.type]
 * @param {string} [props.icon]
 * @param {boolean} [props.iconOnly] the words are for screen readers and the tooltip
 * @param {boolean} [props.block] as wide as its place
 * @param {boolean} [props.danger]
 * @param {boolean} [props.busy] works on it; cannot be pressed twice
 * @param {boolean} [props.disabled]
 * @param {boolean} [props.pressed] of a button that stays pressed
 * @param {boolean} [props.expanded] of a button that opens something
 * @param {string} [props.label] what a screen reader says instead of the words
 * @param {string} [props.describedBy]
 * @param {string} [props.name] data-name, for tests and styles
 * @param {(event: MouseEvent) => void} [props.onClick]
 */
export function Button({ children, kind = "secondary", type = "button", icon, iconOnly, ...rest }) {
  const { block, danger, busy, disabled, pressed, expanded, label, describedBy, name, onClick } = rest
  const classes = ["kern-btn", `kern-btn--${kind}`, block && "kern-btn--block", danger && "btn--danger"]
  return html`<button
    type=${type}
    class=${classes.filter(Boolean).join(" ")}
    disabled=${disabled}
    aria-disabled=${busy ? "true" : undefined}
    aria-busy=${busy ? "true" : undefined}
    aria-pressed=${pressed}
    aria-expanded=${expanded}
    aria-label=${label}
    aria-describedby=${describedBy}
    title=${iconOnly && typeof children === "string" ? children : undefined}
    data-name=${name}
    onClick=${busy ? undefined : onClick}
  >
    ${icon && h(Icon, { name: icon })}
    <span class=${iconOnly ? "kern-label kern-sr-only" : "kern-label"}>${children}</span>
  </button>`
}

/**
 * A labelled input.
 * @param {object} props
 * @param {string} props.label
 * @param {string} props.value
 * @param {(value: string) => void} props.onInput
 * @param {string} [props.hint]
 * @param {string} [props.error]
 * @param {string} [props.type] of the input; "textarea" for several lines
 * @param {number} [props.rows]
 * @param {string} [props.id]
 * @param {Record<string, unknown>} [props.input] further attributes of the input
 */
export function Field({
  label,
  value,
  onInput,
  hint,
  error,
  type = "text",
  rows = 3,
  id: given,
  input = {},
}) {
  const id = useId(given)
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ")
  const shared = {
    id,
    value,
    class: `kern-form-input__input${error ? " kern-form-input__input--error" : ""}`,
    "aria-describedby": described || undefined,
    "aria-invalid": error ? "true" : undefined,
    onInput: (/** @type {Event} */ event) => onInput(/** @type {HTMLInputElement} */ (event.target).value),
    ...input,
  }
  return html`<div class=${`kern-form-input${error ? " kern-form-input--error" : ""}`}>
    <label class="kern-label" for=${id}>${label}</label>
    ${hint && html`<p class="kern-hint" id=${`${id}-hint`}>${hint}</p>`}
    ${type === "textarea" ? html`<textarea ...${shared} rows=${rows}></textarea>` : html`<input ...${shared} type=${type} />`}
    ${error && html`<p class="kern-error" id=${`${id}-error`} role="alert">${h(Icon, { name: "danger" })}<span class="kern-body">${error}</span></p>`}
  </div>`
}

/**
 * @param {object} props
 * @param {ComponentChildren} props.children
 * @param {"info" | "success" | "warning" | "danger"} [props.tone]
 * @param {string} [props.title]
 * @param {boolean} [props.alert] interrupts a screen reader
 * @param {() => void} [props.onClose]
 */
export function Notice({ children, tone = "info", title, alert, onClose }) {
  return html`<div class=${`notice notice--${tone}`} role=${alert ? "alert" : undefined}>
    ${h(Icon, { name: tone })}
    <div class="notice__text">
      ${title && html`<p class="notice__title">${title}</p>`}
      ${children}
    </div>
    ${onClose && h(Button, { kind: "tertiary", icon: "close", iconOnly: true, onClick: onClose, children: t("ui.close") })}
  </div>`
}

/**
 * Nothing when all is well, a quiet line while reconnecting, a clear one when offline.
 * @param {{ connection: Connection, offline?: string }} props offline: what that means here
 */
export function ConnectionLine({ connection, offline }) {
  const status = connection.status.value
  const why = status === "offline" ? connection.why.value : ""
  const text =
    status === "offline"
      ? why
        ? t(`connection.${why}`)
        : offline || t("connection.offline")
      : status === "reconnecting"
        ? t("connection.reconnecting")
        : ""
  return html`<div role="status" class=${`connection connection--${why || status}`}>
    ${text && html`<p>${text}${why === "portal" ? html` <a href="/check" target="_blank" rel="noopener">${t("connection.portal.open")}</a>` : null}</p>`}
  </div>`
}

/**
 * @param {object} props
 * @param {string} props.title
 * @param {ComponentChildren} props.children
 * @param {ComponentChildren} [props.actions] buttons, the main one first
 * @param {() => void} props.onClose
 */
export function Dialog({ title, children, actions, onClose }) {
  const id = useId()
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null))
  useEffect(() => {
    const element = dialog.current
    if (element && !element.open) element.showModal()
    return () => element?.close()
  }, [])
  return html`<dialog
    ref=${dialog}
    class="kern-dialog"
    aria-labelledby=${id}
    onCancel=${(/** @type {Event} */ event) => {
      event.preventDefault()
      onClose()
    }}
    onClick=${(/** @type {Event} */ event) => event.target === dialog.current && onClose()}
  >
    <header class="kern-dialog__header">
      <h2 class="kern-title" id=${id}>${title}</h2>
      ${h(Button, { kind: "tertiary", icon: "close", iconOnly: true, onClick: onClose, children: t("ui.close") })}
    </header>
    <section class="kern-dialog__body">${children}</section>
    ${actions && html`<footer class="kern-dialog__footer">${actions}</footer>`}
  </dialog>`
}

/** @param {{ color?: number }} props */
export function FieldShape({ color = 0 }) {
  return html`<svg class=${`field-shape field-${color}`} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
    <path fill-rule="evenodd" d=${SHAPES[color % SHAPES.length]} />
  </svg>`
}

/** A topic field: colour, shape and title. @param {{ field: Pick<FieldView, "color" | "title"> | undefined }} props */
export function FieldBadge({ field }) {
  if (!field) return html`<span class="field-badge field-badge--none">${t("field.none")}</span>`
  return html`<span class=${`field-badge field-${field.color || 0}`}>
    ${h(FieldShape, { color: field.color })}<span>${field.title}</span>
  </span>`
}

/** @param {{ number: number }} props */
export function IdeaNumber({ number }) {
  return html`<span class="idea-number"><span class="kern-sr-only">${t("idea.number")} </span>${`#${number}`}</span>`
}

/**
 * @typedef {object} Bar
 * @property {string | number} key
 * @property {ComponentChildren} label
 * @property {number} points
 * @property {number} voters
 * @property {number} [mine] points given from this device
 * @property {number} [color] of a topic field
 * @property {number} [rank]
 */

/**
 * Results as bars. The numbers are text, so they are read out; the bars are for the eye.
 * @param {{ rows: Bar[], max?: number }} props max: points of a full bar; default the most of any row
 */
export function Bars({ rows, max }) {
  const full = Math.max(1, max || 0, ...rows.map((row) => row.points))
  return html`<ol class="bars">
    ${rows.map(
      (
        row,
      ) => html`<li key=${row.key} class=${`bar${row.mine ? " bar--mine" : ""}${row.color === undefined ? "" : ` field-${row.color}`}`}>
        <div class="bar__label">
          ${row.rank ? html`<span class="bar__rank"><span class="kern-sr-only">${t("bars.rank")} </span>${`${n(row.rank)}.`}</span>` : null}
          <span class="bar__name">${row.label}</span>
          <span class="bar__points">${n(row.points)}<span class="kern-sr-only"> ${t("bars.points", { count: row.points })}</span></span>
        </div>
        <div class="bar__track" aria-hidden="true">
          <div class="bar__fill" style=${{ "--share": row.points / full }}></div>
        </div>
        <p class="bar__note">
          ${t("bars.voters", { count: row.voters })}${row.mine ? html` · <strong>${t("bars.mine", { count: row.mine })}</strong>` : null}
        </p>
      </li>`,
    )}
  </ol>`
}

const SPEAK_EVERY_MS = 4000

/** Tells screen readers what changed, at most once every few seconds. @param {{ message: string }} props */
export function Live({ message }) {
  const [spoken, setSpoken] = useState("")
  const last = useRef(0)
  useEffect(() => {
    const wait = Math.max(0, last.current + SPEAK_EVERY_MS - Date.now())
    const timer = setTimeout(() => {
      last.current = Date.now()
      setSpoken(message)
    }, wait)
    return () => clearTimeout(timer)
  }, [message])
  return html`<div class="kern-sr-only" role="status" aria-live="polite">${spoken}</div>`
}

/** A join code in two groups of four; read out symbol by symbol. @param {{ code: string }} props */
export function JoinCode({ code }) {
  const half = Math.ceil(code.length / 2)
  return html`<span class="join-code">
    <span class="kern-sr-only">${code.split("").join(" ")}</span>
    <span aria-hidden="true">${code.slice(0, half)}</span><span aria-hidden="true">${code.slice(half)}</span>
  </span>`
}

/**
 * @param {object} props
 * @param {string} props.label
 * @param {boolean} props.checked
 * @param {(checked: boolean) => void} props.onChange
 * @param {string} [props.hint]
 * @param {boolean} [props.disabled]
 */
export function Switch({ label, checked, onChange, hint, disabled }) {
  const id = useId()
  return html`<div class="switch">
    <button
      type="button"
      role="switch"
      class="switch__button"
      aria-checked=${checked ? "true" : "false"}
      aria-describedby=${hint ? `${id}-hint` : undefined}
      disabled=${disabled}
      onClick=${() => onChange(!checked)}
    >
      <span class="switch__track" aria-hidden="true"><span class="switch__knob"></span></span>
      <span>${label}</span>
    </button>
    ${hint && html`<p class="switch__hint" id=${`${id}-hint`}>${hint}</p>`}
  </div>`
}

/**
 * @param {object} props
 * @param {string} props.label what the tabs choose between
 * @param {{ key: string, label: ComponentChildren, count?: number }[]} props.tabs
 * @param {string} props.current
 * @param {(key: string) => void} props.onSelect
 * @param {string} [props.panel] id of what they show
 */
export function Tabs({ label, tabs, current, onSelect, panel }) {
  /** @param {KeyboardEvent} event */
  function step(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!by) return
    event.preventDefault()
    const at = tabs.findIndex((tab) => tab.key === current)
    const next = (at + by + tabs.length) % tabs.length
    onSelect(tabs[next].key)
    const buttons = /** @type {HTMLElement} */ (event.currentTarget).querySelectorAll("button")
    buttons[next].focus()
  }
  return html`<div class="tabs" role="tablist" aria-label=${label} onKeyDown=${step}>
    ${tabs.map(
      (tab) => html`<button
        key=${tab.key}
        type="button"
        role="tab"
        class="tab"
        aria-selected=${tab.key === current ? "true" : "false"}
        aria-controls=${panel}
        tabindex=${tab.key === current ? 0 : -1}
        onClick=${() => onSelect(tab.key)}
      >
        ${tab.label}${tab.count === undefined ? null : html` <span class="tab__count">${n(tab.count)}</span>`}
      </button>`,
    )}
  </div>`
}

/**
 * What has just been done, with the way back. Goes by itself.
 * @param {{ message: string, onUndo?: () => void, onClose: () => void, forMs?: number }} props
 */
export function Undo({ message, onUndo, onClose, forMs = 8000 }) {
  const close = useRef(onClose)
  close.current = onClose
  useEffect(() => {
    const timer = setTimeout(() => close.current(), forMs)
    return () => clearTimeout(timer)
  }, [message, forMs])
  return html`<div class="toast" role="status">
    <p>${message}</p>
    ${onUndo && h(Button, { kind: "tertiary", onClick: onUndo, children: t("ui.undo") })}
    ${h(Button, { kind: "tertiary", icon: "close", iconOnly: true, onClick: onClose, children: t("ui.close") })}
  </div>`
}
