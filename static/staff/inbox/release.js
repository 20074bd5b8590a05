// What may be told of contributions outside the house: their own text, or a summary in its place.
import { get, put } from "../../shared/api.js"
import { t } from "../../shared/text.js"
import { Button, Dialog, Field } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { useDraft } from "../draft.js"
import { Form, Select } from "../form.js"
import { Problem, useAction, useLoaded, Waiting } from "../load.js"
import { choicesOf, releasesOf, unwritten } from "./releasing.js"
import { byEvent, keyOf } from "./selection.js"

/** @import { Release } from "./types.js" */
/** @import { Choice, Choices, Contribution } from "./releasing.js" */

/** @param {{ items: Contribution[], onClose: () => void, onDone: (news: any) => void }} props */
export function ReleaseDialog({ items, onClose, onDone }) {
  const events = [...byEvent(items).keys()]
  const { data, refusal, reload } = useLoaded(() => storedOf(events), [events.join(" ")])
  return h(Dialog, {
    title: t("release.open"),
    onClose,
    children: data
      ? h(ReleaseForm, { items, stored: choicesOf(items, data), onClose, onDone })
      : h(Waiting, { refusal, retry: reload }),
  })
}

/** What is released already, by event. @param {string[]} events @returns {Promise<Map<string, Release[]>>} */
async function storedOf(events) {
  const found = await Promise.all(events.map((event) => get(`/staff/api/events/${event}/releases`)))
  return new Map(events.map((event, at) => [event, found[at].releases]))
}

/** @param {{ items: Contribution[], stored: Choices, onClose: () => void, onDone: (news: any) => void }} props */
function ReleaseForm({ items, stored, onClose, onDone }) {
  const { values, set, discard } = useDraft(`release ${items.map(keyOf).join(" ")}`, stored)
  const [tried, setTried] = useState(false)
  const saving = useAction()
  const lacking = tried ? unwritten(values) : []
  function submit() {
    setTried(true)
    if (unwritten(values).length > 0) return
    saving.run(async () => {
      for (const [event, some] of byEvent(items))
        await put(`/staff/api/events/${event}/releases`, { releases: releasesOf(some, values) })
      discard()
      onDone(t("release.done", { count: items.length }))
    })
  }
  /** @param {"" | "text"} kind */
  const all = (kind) =>
    set(Object.fromEntries(items.map((item) => [keyOf(item), { ...values[keyOf(item)], kind }])))
  return h(Form, {
    onSubmit: submit,
    children: html`
      <p>${t("release.what")}</p>
      ${
        items.length > 1
          ? html`<div class="actions">
              ${h(Button, { onClick: () => all("text"), children: t("release.all_text") })}
              ${h(Button, { kind: "tertiary", onClick: () => all(""), children: t("release.all_none") })}
            </div>`
          : null
      }
      <ul class="releases">
        ${items.map((item) => {
          const key = keyOf(item)
          const choice = values[key]
          /** @param {Partial<Choice>} change */
          const change = (change) => set({ [key]: { ...choice, ...change } })
          return html`<li key=${key} class="releases__one">
            <p class="own-words" lang=""><span class="number">${`#${item.number}`}</span> ${item.text}</p>
            ${h(Select, {
              id: `release-${item.id}`,
              label: t("release.kind", { number: `${item.number}` }),
              value: choice.kind,
              onInput: (kind) => change({ kind: /** @type {Choice["kind"]} */ (kind) }),
              options: [
                ["", t("release.none")],
                ["text", t("release.text")],
                ["summary", t("release.summary")],
              ],
            })}
            ${choice.kind === "summary" ? h(Field, { label: t("release.summary_field", { number: `${item.number}` }), type: "textarea", rows: 3, value: choice.summary, onInput: (summary) => change({ summary }), error: lacking.includes(key) ? t("form.needed") : "", input: { maxlength: 2000 } }) : null}
          </li>`
        })}
      </ul>
      ${h(Problem, { refusal: saving.refusal })}
      <div class="actions">
        ${h(Button, { kind: "primary", type: "submit", busy: saving.busy, children: t("release.do") })}
        ${h(Button, { kind: "tertiary", onClick: onClose, children: t("form.cancel") })}
      </div>`,
  })
}
