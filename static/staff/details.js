// The fields that describe an event, the same when it is made and when it is changed.
import { refusalText, t } from "../shared/text.js"
import { Field } from "../shared/ui.js"
import { h, html } from "../vendor/preact.js"
import { Choice, Select } from "./form.js"
import { KEPT_DAYS, later } from "./templates.js"

/** @import { Refusal } from "../shared/api.js" */

/**
 * @typedef {object} EventDraft
 * @property {string} title
 * @property {string} format
 * @property {string} language
 * @property {string} address
 * @property {string} held_on
 * @property {string} delete_on
 * @property {string} publication
 * @property {{ title: string, prompt: string }[]} [sessions]
 */

const OWN_FIELDS = ["title", "held_on", "delete_on"]

/** What still has to be filled in. @param {EventDraft} values @returns {string[]} */
export function missingOf(values) {
  /** @type {string[]} */
  const missing = []
  if (!values.title.trim()) missing.push("title")
  if (!values.held_on) missing.push("held_on")
  if (!values.delete_on || values.delete_on <= values.held_on) missing.push("delete_on")
  if (values.sessions?.some((session) => !session.title.trim())) missing.push("sessions")
  return missing
}

/** The field a refusal is about, if it stands in this form. @param {Refusal | undefined} refusal */
export function fieldError(refusal) {
  return refusal && OWN_FIELDS.includes(refusal.field) ? refusal.field : ""
}

/** Choices with their names. @param {string[]} keys @param {(key: string) => string} name @returns {[string, string][]} */
const named = (keys, name) => keys.map((key) => [key, name(key)])

/**
 * @param {{ values: EventDraft, set: (change: any) => void, tried: boolean, refusal: Refusal | undefined }} props
 */
export function EventFields({ values, set, tried, refusal }) {
  const missing = tried ? missingOf(values) : []
  /** @param {string} field */
  function errorOf(field) {
    if (refusal && fieldError(refusal) === field)
      return field === "delete_on" ? t("event.delete_on_wrong") : refusalText(refusal)
    if (!missing.includes(field)) return ""
    return field === "delete_on" && values.delete_on ? t("event.delete_on_wrong") : t("form.needed")
  }
  return html`
    ${h(Field, { label: t("event.title"), value: values.title, onInput: (title) => set({ title }), error: errorOf("title"), input: { name: "title", maxlength: 200 } })}
    <div class="pair">
      ${h(Field, { label: t("event.held_on"), type: "date", value: values.held_on, onInput: (held_on) => set({ held_on }), error: errorOf("held_on"), input: { name: "held_on" } })}
      ${h(Field, { label: t("event.delete_on"), hint: t("event.delete_on_hint", { days: KEPT_DAYS }), type: "date", value: values.delete_on, onInput: (delete_on) => set({ delete_on }), error: errorOf("delete_on"), input: { name: "delete_on", min: later(values.held_on, 1) || undefined } })}
    </div>
    <div class="pair">
      ${h(Choice, { name: "language", legend: t("event.language"), value: values.language, row: true, onInput: (language) => set({ language }), options: ["de", "en"].map((key) => ({ key, label: t(`language.${key}`) })) })}
      ${values.language === "de" ? h(Choice, { name: "address", legend: t("event.address"), value: values.address, row: true, onInput: (address) => set({ address }), options: ["sie", "du"].map((key) => ({ key, label: t(`address.${key}`) })) }) : null}
    </div>
    <div class="pair">
      ${h(Select, { id: "format", label: t("event.format"), value: values.format, onInput: (format) => set({ format }), options: named(["workshop", "barcamp", "conference"], (key) => t(`format.${key}`)) })}
      ${h(Select, { id: "publication", label: t("event.publication"), hint: t("event.publication_hint"), value: values.publication, onInput: (publication) => set({ publication }), options: named(["internal", "committee", "public"], (key) => t(`publication.${key}`)) })}
    </div>`
}
