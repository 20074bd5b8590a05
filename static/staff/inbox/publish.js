// Decided first, published together: what authors would learn, event by event, and the one button.
import { get, post } from "../../shared/api.js"
import { date, n, t } from "../../shared/text.js"
import { Button, Notice } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { Head } from "../frame.js"
import { can, Problem, useAction, useLoaded } from "../load.js"
import { Link } from "../place.js"
import { pathTo } from "../routes.js"
import { Check } from "../tables.js"
import { OutcomeText } from "./item.js"
import { countsOf } from "./outcome.js"
import { byEvent } from "./selection.js"
import { everything } from "./wanted.js"

/** @import { Item } from "./types.js" */

export function PublishPage() {
  const [known, setKnown] = useState({ known: 0, total: 0 })
  const { data, refusal, reload } = useLoaded(
    () =>
      everything(
        (query) => get(`/staff/api/inbox?${query}`),
        { state: "drafted", taken: "all", sort: "event" },
        (found, total) => setKnown({ known: found, total }),
      ),
    [],
  )
  const [news, setNews] = useState("")
  const head = h(Head, {
    title: t("publish.title"),
    up: { to: pathTo("inbox"), label: t("nav.inbox") },
    children: html`<p class="muted">${t("publish.about")}</p>`,
  })
  if (!data) {
    return html`${head}${refusal ? h(Problem, { refusal, retry: reload }) : html`<p class="waiting" role="status">${known.total > 0 ? t("publish.loading", known) : t("load.waiting")}</p>`}`
  }
  return html`${head}
    ${news ? h(Notice, { tone: "success", onClose: () => setNews(""), children: html`<p role="status">${news}</p>` }) : null}
    ${data.length === 0 ? html`<p class="empty">${t("publish.nothing")}</p>` : h(Drafts, { items: data, onDone: (said) => reload().then(() => setNews(said)) })}`
}

/** @param {{ items: Item[], onDone: (said: string) => Promise<void> }} props */
function Drafts({ items, onDone }) {
  const events = [...byEvent(items)]
  const [left, setLeft] = useState(/** @type {Set<string>} */ (new Set()))
  const publishing = useAction()
  const chosen = events.filter(([event]) => !left.has(event))
  const count = chosen.reduce((sum, [, some]) => sum + some.length, 0)
  const publish = () =>
    publishing.run(async () => {
      await post("/staff/api/outcomes/publish", { events: chosen.map(([event]) => event) })
      await onDone(t("publish.done", { count }))
    })
  /** @param {string} event @param {boolean} on */
  function toggle(event, on) {
    const copy = new Set(left)
    if (on) copy.delete(event)
    else copy.add(event)
    setLeft(copy)
  }
  return html`
    ${events.map(([event, some]) => h(Drafted, { key: event, event, items: some, chosen: !left.has(event), onChoose: (on) => toggle(event, on) }))}
    ${h(Problem, { refusal: publishing.refusal })}
    ${
      can("publish")
        ? html`<div class="save-bar"><p role="status">${count > 0 ? t("publish.learn", { count }) : t("publish.none_chosen")}</p><div class="actions">${h(Button, { kind: "primary", busy: publishing.busy, disabled: count === 0, onClick: publish, children: t("publish.open", { count }) })}</div></div>`
        : h(Notice, { children: html`<p>${t("publish.who")}</p>` })
    }`
}

/** What the authors of one event would learn. @param {{ event: string, items: Item[], chosen: boolean, onChoose: (on: boolean) => void }} props */
function Drafted({ event, items, chosen, onChoose }) {
  const [{ event_title = "", held_on = "", devices }] = items
  return html`<section class=${`block drafted${chosen ? "" : " drafted--left"}`}>
    <header class="drafted__head">
      ${can("publish") ? h(Check, { label: t("publish.choose", { event: event_title }), checked: chosen, onChange: onChoose }) : null}
      <div>
        <h2>${h(Link, { to: pathTo("contributions", event), children: event_title })}</h2>
        <p class="muted small">${date(held_on)} · ${t("inbox.devices", { count: devices })}</p>
      </div>
    </header>
    <ul class="drafted__counts">${countsOf(items).map(([kind, count]) => html`<li key=${kind}><strong>${n(count)}</strong> ${t(`outcome.${kind}`)}</li>`)}</ul>
    <details>
      <summary>${t("publish.read", { count: items.length })}</summary>
      <ol class="drafted__texts">${items.map(
        (item) => html`<li key=${item.id}>
        <span class="number">${`#${item.number}`}</span>
        <span><span class="own-words" lang="">${item.text}</span>${item.outcome ? html`<span class="cell-note">${h(OutcomeText, { outcome: item.outcome })}</span>` : null}</span>
      </li>`,
      )}</ol>
    </details>
  </section>`
}
