// Ways to look at a list that somebody keeps, for themselves or for all: a title for an address.
import { get, post, remove } from "../../shared/api.js"
import { t } from "../../shared/text.js"
import { Button, Dialog, Field, Switch } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { Form } from "../form.js"
import { Problem, useAction, useLoaded } from "../load.js"
import { Link, place } from "../place.js"
import { normal } from "./wanted.js"

/** @typedef {{ id: string, own: boolean, shared: boolean, page: string, title: string, query: string }} View */

/** @param {{ page: string, query: string }} props query: what is on show, as the address says it */
export function SavedViews({ page, query }) {
  const { data, reload } = useLoaded(
    /** @returns {Promise<{ views: View[] }>} */ () => get("/staff/api/views"),
    [page],
  )
  const [saving, setSaving] = useState(false)
  const views = (data?.views ?? []).filter((view) => view.page === page)
  const present = views.find((view) => normal(view.query) === normal(query))
  const taking = useAction()
  /** @param {View} view */
  const take = (view) =>
    taking.run(async () => {
      await remove(`/staff/api/views/${view.id}`)
      await reload()
    })
  if (!data) return null
  return html`<div class="views">
    ${
      views.length > 0
        ? html`<ul class="views__list" aria-label=${t("views.title")}>
            ${views.map((view) => html`<li key=${view.id}>${h(Link, { to: `${place.value.path}?${view.query}`, class: `views__one${view === present ? " views__one--on" : ""}`, current: view === present, children: html`${view.title}${view.shared ? html` <span class="muted small">${t("views.shared")}</span>` : null}` })}</li>`)}
          </ul>`
        : null
    }
    ${!present && normal(query) ? h(Button, { kind: "tertiary", onClick: () => setSaving(true), children: t("views.save") }) : null}
    ${present?.own ? h(Button, { kind: "tertiary", busy: taking.busy, onClick: () => take(present), children: t("views.remove", { title: present.title }) }) : null}
    ${h(Problem, { refusal: taking.refusal })}
    ${saving ? h(SaveDialog, { page, query: normal(query), onClose: () => setSaving(false), onDone: () => reload().then(() => setSaving(false)) }) : null}
  </div>`
}

/** @param {{ page: string, query: string, onClose: () => void, onDone: () => Promise<void> }} props */
function SaveDialog({ page, query, onClose, onDone }) {
  const [title, setTitle] = useState("")
  const [shared, setShared] = useState(false)
  const [tried, setTried] = useState(false)
  const saving = useAction()
  function submit() {
    setTried(true)
    if (!title.trim()) return
    saving.run(async () => {
      await post("/staff/api/views", { page, title: title.trim(), query, shared })
      await onDone()
    })
  }
  return h(Dialog, {
    title: t("views.save"),
    onClose,
    children: h(Form, {
      onSubmit: submit,
      children: html`
        <p>${t("views.what")}</p>
        ${h(Field, { label: t("views.name"), value: title, onInput: setTitle, error: tried && !title.trim() ? t("form.needed") : "", input: { maxlength: 80 } })}
        ${h(Switch, { label: t("views.share"), hint: t("views.share_hint"), checked: shared, onChange: setShared })}
        ${h(Problem, { refusal: saving.refusal })}
        <div class="actions">
          ${h(Button, { kind: "primary", type: "submit", busy: saving.busy, children: t("views.do") })}
          ${h(Button, { kind: "tertiary", onClick: onClose, children: t("form.cancel") })}
        </div>`,
    }),
  })
}
