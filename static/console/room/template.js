// Keeps this agenda for other events.

import { asRefusal, post } from "../../shared/api.js"
import { refusalText, t } from "../../shared/text.js"
import { Button, Dialog, Field } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { close, say, state } from "../desk.js"
import { base } from "../links.js"

export function TemplateDialog() {
  const [title, setTitle] = useState(state.value.event?.title || "")
  const [error, setError] = useState("")
  const [busy, setBusy] = useState(false)

  /** @param {Event} submitted */
  async function save(submitted) {
    submitted.preventDefault()
    if (!title.trim() || busy) return
    setBusy(true)
    try {
      await post(`${base}/template`, { title: title.trim() })
      close()
      say(t("template.done", { title: title.trim() }))
    } catch (refusal) {
      setError(refusalText(asRefusal(refusal)))
      setBusy(false)
    }
  }

  return h(Dialog, {
    title: t("template.title"),
    onClose: close,
    children: html`<form class="add" onSubmit=${save}>
      <p>${t("template.text")}</p>
      ${h(Field, { label: t("template.name"), value: title, onInput: setTitle, error: error || undefined, input: { maxlength: 120, autocomplete: "off", "data-name": "template-title" } })}
      <div class="row">
        ${h(Button, { type: "submit", kind: "primary", busy, disabled: !title.trim(), children: t("template.do") })}
        ${h(Button, { kind: "tertiary", onClick: close, children: t("do.cancel") })}
      </div>
    </form>`,
  })
}
