// Contributions that say the same, of whichever events, go on as one. It is a pointer and can be undone.
import { post } from "../../shared/api.js"
import { t } from "../../shared/text.js"
import { Button, Dialog } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { Form } from "../form.js"
import { Problem, useAction } from "../load.js"
import { Finder } from "./finder.js"
import { labelOf, Votes } from "./item.js"
import { joiners, strongest } from "./selection.js"

/** @import { Item } from "./types.js" */

/**
 * @param {{ items: Item[], onClose: () => void, onDone: (news: string, undo: () => Promise<void>) => void }} props
 */
export function JoinDialog({ items, onClose, onDone }) {
  const free = items.filter((item) => !item.joined_to)
  const [into, setInto] = useState(strongest(free.length > 0 ? free : items))
  const joining = useAction()
  const going = joiners(items, into)
  const pointed = items.filter((item) => item.joined_to && item.id !== into.id)
  const submit = () =>
    joining.run(async () => {
      const done = /** @type {Item[]} */ ([])
      try {
        for (const item of going) {
          await post("/staff/api/inbox/join", { idea: item.id, into: into.id })
          done.push(item)
        }
      } finally {
        if (done.length > 0)
          onDone(t("join.done", { count: done.length, into: labelOf(into) }), () => part(done))
      }
    })
  const others = items.some((item) => item.id === into.id) ? items : [into, ...items]
  return h(Dialog, {
    title: t("join.open"),
    onClose,
    children: h(Form, {
      onSubmit: submit,
      children: html`
        <p>${t("join.what")}</p>
        <fieldset class="kern-fieldset choice">
          <legend class="kern-label">${t("join.into")}</legend>
          <div class="join__choices">
            ${others.map(
              (item) => html`<label key=${item.id} class="finder__one">
                <input type="radio" name="join-into" checked=${item.id === into.id} disabled=${Boolean(item.joined_to)} onChange=${() => setInto(item)} />
                <span><span lang="">${labelOf(item)}</span><span class="muted small cell-note">${item.event_title}</span><span class="small cell-note">${h(Votes, { item })}</span></span>
              </label>`,
            )}
          </div>
        </fieldset>
        ${h(Finder, { name: "join-other", label: t("join.elsewhere"), isChosen: (item) => item.id === into.id, not: items.map((item) => item.id), onChoose: setInto })}
        ${pointed.length > 0 ? html`<p class="muted small">${t("join.pointed", { count: pointed.length })}</p>` : null}
        <p class="muted small">${t("join.union")}</p>
        ${h(Problem, { refusal: joining.refusal })}
        <div class="actions">
          ${h(Button, { kind: "primary", type: "submit", busy: joining.busy, disabled: going.length === 0, children: t("join.do", { count: going.length }) })}
          ${h(Button, { kind: "tertiary", onClick: onClose, children: t("form.cancel") })}
        </div>`,
    }),
  })
}

/** Parts what was joined. @param {{ id: string }[]} items */
export async function part(items) {
  for (const { id } of items) await post("/staff/api/inbox/join", { idea: id, into: "" })
}
