// What holds for all events of the house: its name and its own privacy notice.
import { get, put } from "../shared/api.js"
import { t } from "../shared/text.js"
import { Field, Notice } from "../shared/ui.js"
import { h, html } from "../vendor/preact.js"
import { useDraft } from "./draft.js"
import { Form, SaveBar } from "./form.js"
import { Head } from "./frame.js"
import { Problem, useAction, useLoaded, Waiting } from "./load.js"

/** @import { House } from "./types.js" */

export function HousePage() {
  const { data, refusal, reload, set } = useLoaded(
    /** @returns {Promise<House>} */ () => get("/staff/api/house"),
    [],
  )
  return html`${h(Head, { title: t("nav.house") })}${data ? h(Settings, { house: data, onSaved: set }) : h(Waiting, { refusal, retry: reload })}`
}

/** @param {{ house: House, onSaved: (house: House) => void }} props */
function Settings({ house, onSaved }) {
  const { values, set, dirty, discard } = useDraft("house", { name: house.name, notice: house.notice })
  const saving = useAction()
  const submit = () =>
    saving.run(async () => {
      onSaved(await put("/staff/api/house", values))
      discard()
    })
  return h(Form, {
    class: "form form--wide",
    onSubmit: submit,
    children: html`
      ${h(Field, { label: t("house.name"), hint: t("house.name_hint"), value: values.name, onInput: (name) => set({ name }), input: { name: "name", maxlength: 200, autocomplete: "organization" } })}
      ${house.notice ? null : h(Notice, { tone: "warning", title: t("notice.sample_title"), children: html`<p>${t("house.sample")}</p>` })}
      ${h(Field, { label: t("house.notice"), hint: t("house.notice_hint"), type: "textarea", rows: 18, value: values.notice, onInput: (notice) => set({ notice }), input: { name: "notice", maxlength: 20000 } })}
      ${h(Problem, { refusal: saving.refusal })}
      ${h(SaveBar, { dirty, busy: saving.busy, onDiscard: discard, label: t("house.save") })}`,
  })
}
