// A measure that no contribution led to.
import { post } from "../../shared/api.js"
import { t } from "../../shared/text.js"
import { Button, Field } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { useDraft } from "../draft.js"
import { Form } from "../form.js"
import { Head } from "../frame.js"
import { Problem, useAction } from "../load.js"
import { go, Link } from "../place.js"
import { pathTo } from "../routes.js"
import { noteMeasure } from "./plan.js"

export function NewPage() {
  const { values, set, discard } = useDraft("measure new", { title: "", summary: "" })
  const [tried, setTried] = useState(false)
  const creating = useAction()
  function submit() {
    setTried(true)
    if (!values.title.trim()) return
    creating.run(async () => {
      const measure = await post("/staff/api/measures", {
        title: values.title.trim(),
        summary: values.summary.trim(),
      })
      discard()
      noteMeasure(measure)
      go(pathTo("measure", measure.id), { replace: true })
    })
  }
  return html`
    ${h(Head, { title: t("measures.new"), up: { to: pathTo("measures"), label: t("nav.measures") }, children: html`<p class="muted">${t("measures.new_what")} ${h(Link, { to: pathTo("inbox"), children: t("nav.inbox") })}</p>` })}
    ${h(Form, {
      class: "form form--wide",
      onSubmit: submit,
      children: html`
        ${h(Field, { label: t("measure.part.title"), value: values.title, onInput: (title) => set({ title }), error: tried && !values.title.trim() ? t("form.needed") : "", input: { name: "title", maxlength: 120 } })}
        ${h(Field, { label: t("measure.part.summary"), hint: t("measure.own_words"), type: "textarea", rows: 5, value: values.summary, onInput: (summary) => set({ summary }), input: { name: "summary", maxlength: 5000 } })}
        ${h(Problem, { refusal: creating.refusal })}
        <div class="actions">${h(Button, { kind: "primary", type: "submit", busy: creating.busy, children: t("measures.new_do") })}</div>`,
    })}`
}
