// What became of contributions: decided one by one or several at once, told to their authors together.
import { post, put } from "../shared/api.js"
import { n, t } from "../shared/text.js"
import { Button, Dialog, Field } from "../shared/ui.js"
import { h, html, useState } from "../vendor/preact.js"
import { Chosen } from "./chosen.js"
import { useDraft } from "./draft.js"
import { Choice, Form } from "./form.js"
import { Problem, useAction } from "./load.js"
import { drafts } from "./sift.js"

/** @import { Contributions, EventInfo } from "./types.js" */
/** @import { Selection } from "./chosen.js" */

/** @typedef {{ event: EventInfo, all: Contributions, chosen: Selection, onClose: () => void, onDone: (news: any) => void }} Props */

const KINDS = ["goal", "in_progress", "parked", "not_competent", "declined"]
/** Whoever is turned down is told why. */
const NEED_REASON = ["parked", "not_competent", "declined"]

/** @param {Props} props */
export function DecideDialog({ event, all, chosen, onClose, onDone }) {
  const ideas = all.ideas.filter((idea) => chosen.ideas.has(idea.number))
  // Only what already is a candidate's source can be told as such; the others are promoted first.
  const kinds = ideas.every((idea) => idea.candidate) ? ["promoted", ...KINDS] : KINDS
  const known = ideas.length === 1 ? ideas[0].outcome : undefined
  const { values, set, discard } = useDraft(`decide ${event.id} ${[...chosen.ideas].join(" ")}`, {
    kind: known && kinds.includes(known.kind) ? known.kind : kinds[0],
    reason: known?.reason ?? "",
  })
  const [tried, setTried] = useState(false)
  const deciding = useAction()
  const lacking = NEED_REASON.includes(values.kind) && !values.reason.trim()
  function submit() {
    setTried(true)
    if (lacking) return
    deciding.run(async () => {
      await put(`/staff/api/events/${event.id}/outcomes`, {
        ideas: [...chosen.ideas],
        kind: values.kind,
        reason: values.reason.trim(),
      })
      discard()
      onDone(t("decide.done", { count: chosen.ideas.size }))
    })
  }
  return h(Dialog, {
    title: t("decide.open"),
    onClose,
    children: h(Form, {
      onSubmit: submit,
      children: html`
        ${h(Chosen, { all, chosen: { ...chosen, fields: new Set() } })}
        ${h(Choice, { name: "kind", legend: t("decide.kind"), value: values.kind, onInput: (kind) => set({ kind: /** @type {any} */ (kind) }), options: kinds.map((key) => ({ key, label: t(`outcome.${key}`) })) })}
        ${h(Field, { label: t("decide.reason"), hint: t("decide.reason_hint"), type: "textarea", rows: 4, value: values.reason, onInput: (reason) => set({ reason }), error: tried && lacking ? t("decide.reason_needed") : "", input: { name: "reason", maxlength: 2000 } })}
        ${h(Problem, { refusal: deciding.refusal })}
        <div class="actions">
          ${h(Button, { kind: "primary", type: "submit", busy: deciding.busy, children: t("decide.do") })}
          ${h(Button, { kind: "tertiary", onClick: onClose, children: t("form.cancel") })}
        </div>
        <p class="muted small">${t("decide.later")}</p>`,
    }),
  })
}

/** @param {Props} props */
export function PublishDialog({ event, all, onClose, onDone }) {
  const publishing = useAction()
  const { waiting, kinds, learn, unseen } = drafts(all)
  const publish = () =>
    publishing.run(async () => {
      await post(`/staff/api/events/${event.id}/outcomes/publish`)
      onDone(t("publish.done", { count: waiting.length }))
    })
  return h(Dialog, {
    title: t("publish.title"),
    onClose,
    children: html`
      <p>${t("publish.learn", { count: learn })}</p>
      ${unseen > 0 ? html`<p class="muted">${t("publish.unseen", { count: unseen })}</p>` : null}
      <table class="table">
        <thead><tr><th scope="col">${t("table.became")}</th><th scope="col" class="numeric">${t("contributions.ideas")}</th></tr></thead>
        <tbody>${Object.entries(kinds).map(([kind, count]) => html`<tr key=${kind}><th scope="row">${t(`outcome.${kind}`)}</th><td class="numeric">${n(count)}</td></tr>`)}</tbody>
      </table>
      ${h(Problem, { refusal: publishing.refusal })}`,
    actions: html`
      ${h(Button, { kind: "primary", busy: publishing.busy, onClick: publish, children: t("publish.open", { count: waiting.length }) })}
      ${h(Button, { kind: "tertiary", onClick: onClose, children: t("form.cancel") })}`,
  })
}
