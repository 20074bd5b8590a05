// What an event is good for afterwards: the same again at another date, or a template for others.
import { post } from "../shared/api.js"
import { t } from "../shared/text.js"
import { Button, Dialog, Field } from "../shared/ui.js"
import { h, html, useState } from "../vendor/preact.js"
import { Form } from "./form.js"
import { Problem, useAction } from "./load.js"
import { go } from "./place.js"
import { pathTo } from "./routes.js"
import { dayOf, KEPT_DAYS, later } from "./templates.js"

/** @import { EventInfo } from "./types.js" */

/** @param {{ event: EventInfo }} props */
export function Reuse({ event }) {
  const [open, setOpen] = useState("")
  const [saved, setSaved] = useState("")
  const close = () => setOpen("")
  /** @param {string} title */
  function kept(title) {
    setSaved(title)
    close()
  }
  return html`<section class="block">
    <h2>${t("reuse.title")}</h2>
    <div class="actions">
      ${h(Button, { onClick: () => setOpen("duplicate"), children: t("reuse.duplicate") })}
      ${h(Button, { onClick: () => setOpen("template"), children: t("reuse.template") })}
    </div>
    <p class="small" role="status">${saved ? t("reuse.saved", { title: saved }) : ""}</p>
    ${open === "duplicate" ? h(DuplicateDialog, { event, onClose: close }) : null}
    ${open === "template" ? h(TemplateDialog, { event, onClose: close, onSaved: kept }) : null}
  </section>`
}

/** @param {{ event: EventInfo, onClose: () => void }} props */
function DuplicateDialog({ event, onClose }) {
  const [values, setValues] = useState(() => {
    const held = later(dayOf(new Date()), 14)
    return { title: event.title, held_on: held, delete_on: later(held, KEPT_DAYS) }
  })
  const [tried, setTried] = useState(false)
  const duplicating = useAction()
  const wrongDate = !values.delete_on || values.delete_on <= values.held_on
  const refusedDate = duplicating.refusal?.field === "delete_on"
  /** @param {Partial<typeof values>} change */
  function set(change) {
    if (change.held_on && values.delete_on === later(values.held_on, KEPT_DAYS))
      change.delete_on = later(change.held_on, KEPT_DAYS)
    setValues({ ...values, ...change })
  }
  function submit() {
    setTried(true)
    if (!values.title.trim() || !values.held_on || wrongDate) return
    duplicating.run(async () => {
      const copy = await post(`/staff/api/events/${event.id}/duplicate`, values)
      go(pathTo("event", copy.id))
    })
  }
  const needed = (/** @type {string} */ value) => (tried && !value.trim() ? t("form.needed") : "")
  return h(Dialog, {
    title: t("reuse.duplicate"),
    onClose,
    children: h(Form, {
      onSubmit: submit,
      children: html`
        <p>${t("reuse.duplicate_what")}</p>
        ${h(Field, { label: t("event.title"), value: values.title, onInput: (title) => set({ title }), error: needed(values.title), input: { name: "title", maxlength: 200 } })}
        ${h(Field, { label: t("event.held_on"), type: "date", value: values.held_on, onInput: (held_on) => set({ held_on }), error: needed(values.held_on), input: { name: "held_on" } })}
        ${h(Field, { label: t("event.delete_on"), type: "date", value: values.delete_on, onInput: (delete_on) => set({ delete_on }), error: (tried && wrongDate) || refusedDate ? t("event.delete_on_wrong") : "", input: { name: "delete_on", min: later(values.held_on, 1) || undefined } })}
        ${refusedDate ? null : h(Problem, { refusal: duplicating.refusal })}
        <div class="actions">
          ${h(Button, { kind: "primary", type: "submit", busy: duplicating.busy, children: t("reuse.duplicate_do") })}
          ${h(Button, { kind: "tertiary", onClick: onClose, children: t("form.cancel") })}
        </div>`,
    }),
  })
}

/** @param {{ event: EventInfo, onClose: () => void, onSaved: (title: string) => void }} props */
function TemplateDialog({ event, onClose, onSaved }) {
  const [title, setTitle] = useState(event.title)
  const [tried, setTried] = useState(false)
  const saving = useAction()
  function submit() {
    setTried(true)
    if (!title.trim()) return
    saving.run(async () => {
      await post("/staff/api/templates", { event: event.id, title: title.trim() })
      onSaved(title.trim())
    })
  }
  return h(Dialog, {
    title: t("reuse.template"),
    onClose,
    children: h(Form, {
      onSubmit: submit,
      children: html`
        <p>${t("reuse.template_what")}</p>
        ${h(Field, { label: t("reuse.template_title"), value: title, onInput: setTitle, error: tried && !title.trim() ? t("form.needed") : "", input: { name: "title", maxlength: 200 } })}
        ${h(Problem, { refusal: saving.refusal })}
        <div class="actions">
          ${h(Button, { kind: "primary", type: "submit", busy: saving.busy, children: t("reuse.template_do") })}
          ${h(Button, { kind: "tertiary", onClick: onClose, children: t("form.cancel") })}
        </div>`,
    }),
  })
}
