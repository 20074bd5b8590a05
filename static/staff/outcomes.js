// Telling the authors of one event what became of their contributions. Deciding it: see inbox/decide.js.
import { post } from "../shared/api.js"
import { n, t } from "../shared/text.js"
import { Button, Dialog } from "../shared/ui.js"
import { h, html } from "../vendor/preact.js"
import { Problem, useAction } from "./load.js"
import { drafts } from "./sift.js"

/** @import { Contributions, EventInfo } from "./types.js" */

/** @param {{ event: EventInfo, all: Contributions, onClose: () => void, onDone: (news: any) => void }} props */
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
