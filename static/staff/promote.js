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

/** @import { ComponentChildren } from "../vendor/preact.js" */
/** @import { Contributions, EventInfo, Measure } from "./types.js" */
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

/** Of one event. @param {{ event: EventInfo, all: Contributions, chosen: Selection, onClose: () => void, onDone: (news: any) => void }} props */
export function PromoteDialog({ event, all, chosen, onClose, onDone }) {
  const first = all.fields.find((field) => chosen.fields.has(field.id))
  const taken = holders(all, chosen)
  return h(TakeUpDialog, {
    about: event.id,
    title: first?.title ?? "",
    list: h(Chosen, { all, chosen }),
    taken:
      taken.length > 0
        ? taken.map(
            (number, index) =>
              html`${index > 0 ? ", " : ""}${h(CandidateLink, { number, candidates: all.candidates })}`,
          )
        : null,
    async send(words) {
      const { candidate, created } = await post(`/staff/api/events/${event.id}/promote`, {
        ideas: [...chosen.ideas],
        fields: [...chosen.fields],
        ...words,
      })
      return { measure: candidate, created }
    },
    onClose,
    onDone,
  })
}

/**
 * @param {object} props
 * @param {string} props.about what the words are kept for until they are sent
 * @param {string} props.title to begin with
 * @param {ComponentChildren} props.list what is taken up
 * @param {ComponentChildren} props.taken measures that hold some of it already
 * @param {(words: { title: string, summary: string }) => Promise<{ measure: Measure, created: boolean }>} props.send
 * @param {() => void} props.onClose
 * @param {(news: any) => void} props.onDone
 */
export function TakeUpDialog({ about, title, list, taken, send, onClose, onDone }) {
  const { values, set, discard } = useDraft(`promote ${about}`, { title, summary: "" })
  const [tried, setTried] = useState(false)
  const promoting = useAction()
  function submit() {
    setTried(true)
    if (!values.title.trim()) return
    promoting.run(async () => {
      const { measure, created } = await send({ title: values.title.trim(), summary: values.summary.trim() })
      if (created) discard()
      const name = t("candidate.number", { number: `${measure.candidate_number}` })
      const link = h(Link, {
        to: pathTo("measure", measure.id),
        children: `${name} ${measure.profile.title}`,
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
        ${list}
        <p class="muted small">${t("promote.company")}</p>
        ${taken ? html`<p class="small">${t("promote.taken")} ${taken}</p>` : null}
        ${h(Field, { label: t("candidate.title"), value: values.title, onInput: (words) => set({ title: words }), error: tried && !values.title.trim() ? t("form.needed") : "", input: { name: "title", maxlength: 120 } })}
        ${h(Field, { label: t("candidate.summary"), hint: t("promote.own_words"), type: "textarea", rows: 5, value: values.summary, onInput: (summary) => set({ summary }), input: { name: "summary", maxlength: 5000 } })}
        ${h(Problem, { refusal: promoting.refusal })}
        <div class="actions">
          ${h(Button, { kind: "primary", type: "submit", busy: promoting.busy, children: t("promote.do") })}
          ${h(Button, { kind: "tertiary", onClick: onClose, children: t("form.cancel") })}
        </div>`,
    }),
  })
}
