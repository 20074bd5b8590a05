// The words people read: title and prompt of the session, the welcome in the lobby.

import { t } from "../shared/text.js"
import { Button, Dialog, Field } from "../shared/ui.js"
import { h, html, useState } from "../vendor/preact.js"
import { act, close, session, state } from "./desk.js"

export function Texts() {
  const here = session.value
  const { event } = state.value
  const was = { title: here?.title || "", prompt: here?.prompt || "" }
  const [known] = useState(was)
  const [title, setTitle] = useState(was.title)
  const [prompt, setPrompt] = useState(was.prompt)
  const [welcome, setWelcome] = useState(event?.welcome || "")
  if (!here || !event) return null

  /** @param {Event} submit */
  async function save(submit) {
    submit.preventDefault()
    const asked = /** @type {import("./desk.js").Asked[]} */ ([])
    const edited = { title: title.trim(), prompt: prompt.trim() }
    if (edited.title !== known.title || edited.prompt !== known.prompt) {
      asked.push(["EditSession", { session: here?.id, ...edited, was: known }])
    }
    if (welcome.trim() !== (event?.welcome || "")) asked.push(["Welcome", { text: welcome.trim() }])
    if (!asked.length || (await act(t("did.texts"), ...asked))) close()
  }

  return h(Dialog, {
    title: t("texts.title"),
    onClose: close,
    children: html`<form class="texts" onSubmit=${save}>
      ${h(Field, { label: t("texts.prompt"), hint: t("texts.prompt.hint"), type: "textarea", rows: 3, value: prompt, onInput: setPrompt, input: { maxlength: 500, "data-name": "prompt" } })}
      ${h(Field, { label: t("texts.session"), value: title, onInput: setTitle, input: { maxlength: 120, required: true } })}
      ${h(Field, { label: t("texts.welcome"), hint: t("texts.welcome.hint"), type: "textarea", rows: 3, value: welcome, onInput: setWelcome, input: { maxlength: 1000 } })}
      <div class="row">
        ${h(Button, { type: "submit", kind: "primary", children: t("do.save") })}
        ${h(Button, { kind: "tertiary", onClick: close, children: t("do.cancel") })}
      </div>
    </form>`,
  })
}
