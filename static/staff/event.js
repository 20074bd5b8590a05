// One event: what it is, how people get in, where its contributions went.

import { typed } from "../shared/address.js"
import { get, patch, post, remove } from "../shared/api.js"
import { date, n, t } from "../shared/text.js"
import { Button, Dialog, Field, JoinCode, Notice } from "../shared/ui.js"
import { h, html, useState } from "../vendor/preact.js"
import { EventFields, fieldError, missingOf } from "./details.js"
import { useDraft } from "./draft.js"
import { Choice, Form, SaveBar } from "./form.js"
import { Head } from "./frame.js"
import { Problem, useAction, useLoaded, Waiting } from "./load.js"
import { go, Link } from "./place.js"
import { Reuse } from "./reuse.js"
import { pathTo } from "./routes.js"

/** @import { EventInfo, House } from "./types.js" */

/** @param {{ id: string }} props */
export function EventPage({ id }) {
  const { data, refusal, reload, set } = useLoaded(
    /** @returns {Promise<EventInfo>} */ () => get(`/staff/api/events/${id}`),
    [id],
  )
  if (!data)
    return html`${h(Head, { title: t("event.this"), up: UP() })}${h(Waiting, { refusal, retry: reload })}`
  return html`
    ${h(Head, { title: data.title, up: UP(), actions: h(Doors, { event: data }) })}
    <div class="columns">
      <div class="columns__main">${h(Details, { event: data, onSaved: set })}${h(PrivacyNotice, { event: data, onSaved: set })}</div>
      <aside class="columns__side">${h(Entry, { event: data, onSaved: set })}${h(Traffic, { event: data })}${h(Reuse, { event: data })}</aside>
    </div>
    ${h(Deletion, { event: data })}`
}

const UP = () => ({ to: pathTo("events"), label: t("nav.events") })

/** Where one goes from here. @param {{ event: EventInfo }} props */
function Doors({ event }) {
  const opening = useAction()
  const open = () =>
    opening.run(async () => {
      const { url } = await post(`/staff/api/events/${event.id}/console`)
      location.assign(url)
    })
  return html`
    ${h(Button, { kind: "primary", busy: opening.busy, onClick: open, children: t("event.open_console") })}
    ${h(Link, { to: pathTo("contributions", event.id), class: "kern-btn kern-btn--secondary", children: html`<span class="kern-label">${t("contributions.title")}</span>` })}
    ${h(Link, { to: pathTo("print", event.id), class: "kern-btn kern-btn--secondary", children: html`<span class="kern-label">${t("print.title")}</span>` })}
    ${h(Problem, { refusal: opening.refusal })}`
}

/** @param {{ event: EventInfo, onSaved: (event: EventInfo) => void }} props */
function Details({ event, onSaved }) {
  const { title, format, language, address, held_on, delete_on, publication, welcome = "" } = event
  const { values, set, changes, dirty, discard } = useDraft(`event ${event.id}`, {
    title,
    format,
    language,
    address,
    held_on,
    delete_on,
    publication,
    welcome,
  })
  const [tried, setTried] = useState(false)
  const saving = useAction()
  function submit() {
    setTried(true)
    if (missingOf(values).length > 0) return
    saving.run(async () => {
      onSaved(await patch(`/staff/api/events/${event.id}`, changes))
      discard()
    })
  }
  return html`<section class="block">
    <h2>${t("event.details")}</h2>
    ${h(Form, {
      onSubmit: submit,
      children: html`
        ${h(EventFields, { values, set, tried, refusal: saving.refusal })}
        ${h(Field, { label: t("event.welcome"), hint: t("event.welcome_hint"), type: "textarea", rows: 3, value: values.welcome, onInput: (welcome) => set({ welcome }), input: { name: "welcome", maxlength: 1000 } })}
        ${fieldError(saving.refusal) ? null : h(Problem, { refusal: saving.refusal })}
        ${h(SaveBar, { dirty, busy: saving.busy, onDiscard: discard, label: t("event.save") })}`,
    })}
    ${
      event.sessions &&
      html`<h3>${t("sessions.title")}</h3>
        <ol class="session-summary">${event.sessions.map(
          (session) =>
            html`<li key=${session.id}><strong>${session.title}</strong>${session.prompt && html`<br />${session.prompt}`}</li>`,
        )}</ol>
        <p class="muted small">${t("sessions.in_console")}</p>`
    }
  </section>`
}

/** The text of Art. 13 GDPR is the city's own; ours is a marked sample.
 * @param {{ event: EventInfo, onSaved: (event: EventInfo) => void }} props */
function PrivacyNotice({ event, onSaved }) {
  const shown = useLoaded(
    /** @returns {Promise<{ notice: string }>} */ () => get(`/e/${event.code}/about`),
    [event.code, event.notice, event.notice_sample],
  )
  const { values, set, dirty, discard } = useDraft(`notice ${event.id}`, { notice: event.notice || "" })
  const saving = useAction()
  const submit = () =>
    saving.run(async () => {
      onSaved(await patch(`/staff/api/events/${event.id}`, { notice: values.notice }))
      discard()
    })
  const inherited = shown.data?.notice ?? ""
  return html`<section class="block">
    <h2>${t("notice.title")}</h2>
    ${
      event.notice_sample
        ? h(Notice, {
            tone: "warning",
            title: t("notice.sample_title"),
            children: html`<p>${t("notice.sample")} ${h(Link, { to: pathTo("house"), children: t("notice.to_house") })}</p>`,
          })
        : html`<p class="muted">${t(event.notice ? "notice.own" : "notice.house")}</p>`
    }
    ${!event.notice && inherited ? html`<details class="shown-notice"><summary>${t("notice.read")}</summary><div class="own-words">${inherited}</div></details>` : null}
    ${h(Form, {
      onSubmit: submit,
      children: html`
        ${h(Field, { label: t("notice.field"), hint: t("notice.hint"), type: "textarea", rows: values.notice ? 14 : 4, value: values.notice, onInput: (notice) => set({ notice }), input: { name: "notice", maxlength: 20000 } })}
        ${!values.notice && inherited ? h(Button, { kind: "tertiary", onClick: () => set({ notice: inherited }), children: t("notice.start_from_shown") }) : null}
        ${h(Problem, { refusal: saving.refusal })}
        ${h(SaveBar, { dirty, busy: saving.busy, onDiscard: discard, label: t("notice.save") })}`,
    })}
  </section>`
}

/** How people get in. @param {{ event: EventInfo, onSaved: (event: EventInfo) => void }} props */
function Entry({ event, onSaved }) {
  const switching = useAction()
  /** @param {string} admission */
  const admit = (admission) =>
    switching.run(async () => onSaved(await patch(`/staff/api/events/${event.id}`, { admission })))
  return html`<section class="block entry">
    <h2>${t("entry.title")}</h2>
    <img class="entry__qr" src=${`/e/${event.code}/qr.svg`} alt=${t("entry.qr")} width="160" height="160" />
    <p class="entry__code">${h(JoinCode, { code: event.code })}</p>
    <p class="small">${typed(event.address_url)}</p>
    ${h(Choice, {
      name: "admission",
      legend: t("entry.who"),
      value: event.admission,
      onInput: admit,
      options: ["open", "tickets", "closed"].map((key) => ({
        key,
        label: t(`entry.${key}`),
        hint: t(`entry.${key}_hint`),
      })),
    })}
    ${h(Problem, { refusal: switching.refusal })}
  </section>`
}

/** What came in and what can be taken out. @param {{ event: EventInfo }} props */
function Traffic({ event }) {
  return html`<section class="block">
    <h2>${t("traffic.title")}</h2>
    <dl class="counts">
      <div><dt>${t("events.participants")}</dt><dd>${n(event.participants)}</dd></div>
      <div><dt>${t("events.ideas")}</dt><dd>${n(event.ideas)}</dd></div>
      <div><dt>${t("events.rounds")}</dt><dd>${n(event.rounds)}</dd></div>
    </dl>
    <ul class="links">
      <li><a class="kern-link kern-link--no-visited-state" href=${`/staff/api/events/${event.id}/export.json`} download>${t("traffic.json")}</a></li>
      <li><a class="kern-link kern-link--no-visited-state" href=${`/staff/api/events/${event.id}/export.csv`} download>${t("traffic.csv")}</a></li>
      <li>${h(Link, { to: pathTo("audit", event.id), children: t("audit.title") })}</li>
    </ul>
  </section>`
}

/** Far from everything else. @param {{ event: EventInfo }} props */
function Deletion({ event }) {
  const [asking, setAsking] = useState(false)
  return html`<section class="block danger-zone">
    <h2>${t("delete.title")}</h2>
    <p>${t("delete.when", { date: date(event.delete_on) })}</p>
    ${h(Button, { danger: true, onClick: () => setAsking(true), children: t("delete.now") })}
    ${asking ? h(DeleteDialog, { event, onClose: () => setAsking(false) }) : null}
  </section>`
}

/** @param {{ event: EventInfo, onClose: () => void }} props */
function DeleteDialog({ event, onClose }) {
  const [title, setTitle] = useState("")
  const [tried, setTried] = useState(false)
  const deleting = useAction()
  const same = title.trim() === event.title.trim()
  function submit() {
    setTried(true)
    if (!same) return
    deleting.run(async () => {
      await remove(`/staff/api/events/${event.id}`)
      go(pathTo("events"), { replace: true })
    })
  }
  return h(Dialog, {
    title: t("delete.title"),
    onClose,
    children: h(Form, {
      onSubmit: submit,
      children: html`
        <p>${t("delete.what", { ideas: event.ideas, participants: event.participants })}</p>
        <p>${t("delete.stays")}</p>
        ${h(Field, { label: t("delete.type", { title: event.title }), value: title, onInput: setTitle, error: tried && !same ? t("delete.differs") : "", input: { name: "confirm", autocomplete: "off" } })}
        ${h(Problem, { refusal: deleting.refusal })}
        <div class="actions">
          ${h(Button, { kind: "primary", danger: true, type: "submit", busy: deleting.busy, children: t("delete.do") })}
          ${h(Button, { kind: "tertiary", onClick: onClose, children: t("form.cancel") })}
        </div>`,
    }),
  })
}
