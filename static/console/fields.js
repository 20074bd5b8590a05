// Topic fields: create, rename, recolour, order, join and part, nominate, remove.

import { t } from "../shared/text.js"
import { Button, Dialog, Field, FieldShape } from "../shared/ui.js"
import { h, html, useState } from "../vendor/preact.js"
import { act, board, close, fields } from "./desk.js"
import { heads, shifted } from "./lanes.js"

/** @import { FieldView } from "../shared/types.js" */

const COLORS = Array.from({ length: 12 }, (_, color) => color)
const LONGEST_TITLE = 120

/** The colour used least, the first of these. */
function nextColor() {
  const uses = COLORS.map(
    (color) => heads(fields.value).filter((field) => (field.color || 0) === color).length,
  )
  return uses.indexOf(Math.min(...uses))
}

/** The empty column at the end. */
export function NewField() {
  const [title, setTitle] = useState("")

  /** @param {Event} event */
  async function create(event) {
    event.preventDefault()
    const given = title.trim()
    if (!given) return
    setTitle("")
    const made = await act(t("did.field_created", { field: given }), [
      "CreateField",
      { title: given, color: nextColor() },
    ])
    if (!made) setTitle(given)
  }

  return html`<section class="lane lane--new" aria-label=${t("field.new")}>
    <form onSubmit=${create}>
      ${h(Field, {
        label: t("field.new"),
        value: title,
        onInput: setTitle,
        input: {
          maxlength: LONGEST_TITLE,
          "data-name": "new-field",
          placeholder: t("field.new.example"),
          autocomplete: "off",
        },
      })}
      ${h(Button, { type: "submit", icon: "add", block: true, children: t("field.create") })}
    </form>
  </section>`
}

/** @param {{ field: string }} props */
export function FieldDialog({ field: id }) {
  const field = fields.value.find((one) => one.id === id)
  if (!field) return null
  return h(Dialog, {
    title: field.title,
    onClose: close,
    children: html`<div class="field-sheet">
      ${h(Look, { field })} ${h(Place, { field })} ${h(Joined, { field })} ${h(Rest, { field })}
    </div>`,
  })
}

/** Title and colour. @param {{ field: FieldView }} props */
function Look({ field }) {
  const [title, setTitle] = useState(field.title)
  const was = { title: field.title, color: field.color || 0 }

  /** @param {Event} event */
  function rename(event) {
    event.preventDefault()
    const given = title.trim()
    if (!given || given === field.title) return
    act(t("did.field_renamed", { field: given }), [
      "EditField",
      { field: field.id, title: given, color: was.color, was },
    ])
  }

  /** @param {number} color */
  function paint(color) {
    act(t("did.field_coloured", { field: field.title }), [
      "EditField",
      { field: field.id, title: field.title, color, was },
    ])
  }

  return html`<form class="field-sheet__title" onSubmit=${rename}>
      ${h(Field, { label: t("field.title"), value: title, onInput: setTitle, input: { maxlength: LONGEST_TITLE, autocomplete: "off" } })}
      ${h(Button, { type: "submit", disabled: !title.trim() || title.trim() === field.title, children: t("field.rename") })}
    </form>
    <section>
      <h3>${t("field.color")}</h3>
      <div class="colors">
        ${COLORS.map(
          (color) => html`<button
            key=${color}
            type="button"
            class=${`color field-${color}`}
            aria-pressed=${color === was.color}
            aria-label=${t(`color.${color}`)}
            title=${t(`color.${color}`)}
            onClick=${() => paint(color)}
          >
            ${h(FieldShape, { color })}
          </button>`,
        )}
      </div>
    </section>`
}

/** @param {{ field: FieldView }} props */
function Place({ field }) {
  const order = heads(fields.value).map(({ id }) => id)
  const at = order.indexOf(field.id)
  if (at < 0) return null

  /** @param {1 | -1} by */
  function shift(by) {
    act(t(by < 0 ? "did.field_left" : "did.field_right", { field: field.title }), [
      "OrderFields",
      { fields: shifted(fields.value, field.id, by), was: fields.value.map(({ id }) => id) },
    ])
  }

  return html`<section class="row">
    ${h(Button, { icon: "arrow-back", disabled: at === 0, onClick: () => shift(-1), children: t("field.left") })}
    ${h(Button, { icon: "arrow-forward", disabled: at === order.length - 1, onClick: () => shift(1), children: t("field.right") })}
  </section>`
}

/** Joining is a pointer: every idea keeps its place, so parting brings all back. @param {{ field: FieldView }} props */
function Joined({ field }) {
  const others = heads(fields.value).filter(({ id }) => id !== field.id)
  const joined = fields.value.filter((one) => one.joined_into === field.id)

  /** @param {Event} event */
  function join(event) {
    const into = others.find(({ id }) => id === /** @type {HTMLSelectElement} */ (event.target).value)
    if (!into) return
    close()
    act(t("did.field_joined", { field: field.title, into: into.title }), [
      "JoinField",
      { field: field.id, into: into.id },
    ])
  }

  return html`<section>
    ${joined.map(
      (one) => html`<p class="row" key=${one.id}>
        <span>${t("field.with", { fields: one.title })}</span>
        ${h(Button, { kind: "tertiary", onClick: () => act(t("did.field_parted", { field: one.title }), ["PartField", { field: one.id }]), label: `${t("same.part")}: ${one.title}`, children: t("same.part") })}
      </p>`,
    )}
    ${
      others.length > 0 &&
      html`<label class="labelled">
        <span>${t("field.join")}</span>
        <select onChange=${join}>
          <option value="">${t("field.join.choose")}</option>
          ${others.map((one) => html`<option key=${one.id} value=${one.id}>${one.title}</option>`)}
        </select>
      </label>`
    }
  </section>`
}

/** @param {{ field: FieldView }} props */
function Rest({ field }) {
  const { id, title, nominated } = field
  const lane = board.value.find((one) => one.id === id)
  const empty = lane && !lane.cards.length && !lane.joined.length

  function remove() {
    close()
    act(t("did.field_removed", { field: title }), ["RemoveField", { field: id }])
  }

  return html`<div class="verbs">
    ${h(Button, { pressed: Boolean(nominated), onClick: () => nominateField(field, !nominated), children: t(nominated ? "idea.unnominate" : "field.nominate") })}
    ${h(Button, { kind: "tertiary", danger: true, icon: "delete", disabled: !empty, onClick: remove, children: t(empty ? "field.remove" : "field.not_empty") })}
  </div>`
}

/** @param {FieldView} field @param {boolean} on */
export const nominateField = (field, on) =>
  act(t(on ? "did.field_nominated" : "did.field_unnominated", { field: field.title }), [
    "NominateField",
    { field: field.id, on },
  ])
