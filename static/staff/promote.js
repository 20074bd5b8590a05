// Taking contributions up as a candidate measure, in staff's own words.
import { post } from "../shared/api.js"
import { t } from "../shared/text.js"
import { Button, Dialog, Field } from "../shared/ui.js"
import { h, html, useState } from "../vendor/preact.js"
import { CandidateLink, Chosen } from "./chosen.js"
import { useDraft } from "./draft.js"
import { Form } from "./form.js"
import { Problem, useAction } from "./load.js"
import { Link } from "./place.js"
import { pathTo } from "./routes.js"

/** @import { Contributions, EventInfo } from "./types.js" */
/** @import { Selection } from "./chosen.js" */

/** The candidates that already hold some of what was chosen. @param {Contributions} all @param {Selection} chosen */
export function holders(all, chosen) {
  const numbers = new Set([
    ...all.ideas.filter((idea) => chosen.ideas.has(idea.number)).map((idea) => idea.candidate ?? 0),
    ...all.fields.filter((field) => chosen.fields.has(field.id)).map((field) => field.candidate ?? 0),
  ])
  numbers.delete(0)
  return [...numbers].sort((a, b) => a - b)
}

/**
 * @param {{ event: EventInfo, all: Contributions, chosen: Selection, onClose: () => void, onDone: (news: any) => void }} props
 */
export function PromoteDialog({ event, all, chosen, onClose, onDone }) {
  const first = all.fields.find((field) => chosen.fields.has(field.id))
  const { values, set, discard } = useDraft(`promote ${event.id}`, { title: first?.title ?? "", summary: "" })
  const [tried, setTried] = useState(false)
  const promoting = useAction()
  const taken = holders(all, chosen)
  function submit() {
    setTried(true)
    if (!values.title.trim()) return
    promoting.run(async () => {
      const { candidate, created } = await post(`/staff/api/events/${event.id}/promote`, {
        ideas: [...chosen.ideas],
        fields: [...chosen.fields],
        title: values.title.trim(),
        summary: values.summary.trim(),
      })
      if (created) discard()
      const link = h(Link, {
        to: pathTo("candidate", candidate.id),
        children: `${t("candidate.number", { number: `${candidate.number}` })} ${candidate.title}`,
      })
      onDone(html`${t(created ? "promote.created" : "promote.existed")} ${link}`)
    })
  }
  return h(Dialog, {
    title: t("promote.open"),
    onClose,
    children: h(Form, {
      onSubmit: submit,
      children: html`
        ${h(Chosen, { all, chosen })}
        <p class="muted small">${t("promote.company")}</p>
        ${
          taken.length > 0
            ? html`<p class="small">${t("promote.taken")} ${taken.map((number, index) => html`${index > 0 ? ", " : ""}${h(CandidateLink, { number, candidates: all.candidates })}`)}</p>`
            : null
        }
        ${h(Field, { label: t("candidate.title"), value: values.title, onInput: (title) => set({ title }), error: tried && !values.title.trim() ? t("form.needed") : "", input: { name: "title", maxlength: 120 } })}
        ${h(Field, { label: t("candidate.summary"), hint: t("promote.own_words"), type: "textarea", rows: 5, value: values.summary, onInput: (summary) => set({ summary }), input: { name: "summary", maxlength: 5000 } })}
        ${h(Problem, { refusal: promoting.refusal })}
        <div class="actions">
          ${h(Button, { kind: "primary", type: "submit", busy: promoting.busy, children: t("promote.do") })}
          ${h(Button, { kind: "tertiary", onClick: onClose, children: t("form.cancel") })}
        </div>`,
    }),
  })
}
