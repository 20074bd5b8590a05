// What an event brought, with its tallies: the table from which candidates and outcomes are made.
import { get } from "../shared/api.js"
import { t } from "../shared/text.js"
import { Button, Field, Notice, Tabs } from "../shared/ui.js"
import { h, html, useMemo, useState } from "../vendor/preact.js"
import { Select } from "./form.js"
import { Head } from "./frame.js"
import { DecideDialog } from "./inbox/decide.js"
import { ReleaseDialog } from "./inbox/release.js"
import { OutcomePage } from "./inbox/told.js"
import { can, useLoaded, Waiting } from "./load.js"
import { PublishDialog } from "./outcomes.js"
import { place, refine } from "./place.js"
import { PromoteDialog } from "./promote.js"
import { pathTo } from "./routes.js"
import { countedRounds, drafts, MIN_PUBLISHED, rowsOf, sift, wantedOf } from "./sift.js"
import { FieldTable, IdeaTable } from "./tables.js"

/** @import { Contributions, EventInfo } from "./types.js" */
/** @import { Selection } from "./chosen.js" */
/** @import { Wanted } from "./sift.js" */

/** @param {{ id: string }} props */
export function ContributionsPage({ id }) {
  const { data, refusal, reload } = useLoaded(
    /** @returns {Promise<[Contributions, EventInfo]>} */
    () => Promise.all([get(`/staff/api/events/${id}/contributions`), get(`/staff/api/events/${id}`)]),
    [id],
  )
  const up = { to: pathTo("event", id), label: data ? data[1].title : t("event.this") }
  if (!data)
    return html`${h(Head, { title: t("contributions.title"), up })}${h(Waiting, { refusal, retry: reload })}`
  return h(Workbench, { all: data[0], event: data[1], reload })
}

/** @param {{ all: Contributions, event: EventInfo, reload: () => Promise<void> }} props */
function Workbench({ all, event, reload }) {
  const [chosen, setChosen] = useState(/** @type {Selection} */ ({ ideas: new Set(), fields: new Set() }))
  const [dialog, setDialog] = useState("")
  const [news, setNews] = useState(/** @type {any} */ (null))
  const query = new URLSearchParams(place.value.query)
  const wanted = wantedOf(query)
  const tab = query.get("show") === "fields" ? "fields" : "ideas"
  const rows = useMemo(() => rowsOf(all), [all])
  const shown = sift(rows, wanted)
  const waiting = drafts(all).waiting.length
  const close = () => setDialog("")
  /** @param {any} said */
  async function done(said) {
    close()
    setNews(said)
    setChosen({ ideas: new Set(), fields: new Set() })
    await reload()
  }
  const base = { event, all, chosen, onClose: close, onDone: done }
  return html`
    ${h(Head, {
      title: t("contributions.title"),
      up: { to: pathTo("event", event.id), label: event.title },
      actions:
        waiting > 0 && can("publish")
          ? h(Button, {
              onClick: () => setDialog("publish"),
              children: t("publish.open", { count: waiting }),
            })
          : null,
    })}
    ${h(Turnouts, { all })}
    ${h(OutcomePage, { event })}
    ${waiting > 0 && !can("publish") ? h(Notice, { children: html`<p>${t("inbox.drafts", { count: waiting })}. ${t("publish.who")}</p>` }) : null}
    ${news ? h(Notice, { tone: "success", onClose: () => setNews(null), children: html`<p role="status">${news}</p>` }) : null}
    ${h(Tabs, {
      label: t("contributions.title"),
      current: tab,
      panel: "contributions-panel",
      onSelect: (show) => refine({ show: show === "fields" ? show : "" }),
      tabs: [
        { key: "ideas", label: t("contributions.ideas"), count: all.ideas.length },
        { key: "fields", label: t("contributions.fields"), count: all.fields.length },
      ],
    })}
    <div id="contributions-panel" role="tabpanel" aria-label=${t(`contributions.${tab}`)}>
      ${
        tab === "fields"
          ? h(FieldTable, {
              all,
              chosen: chosen.fields,
              onChoose: (fields) => setChosen({ ...chosen, fields }),
            })
          : html`${h(Filters, { wanted, all, event, shown: shown.length })}
            ${h(IdeaTable, { rows: shown, all, event, chosen: chosen.ideas, onChoose: (ideas) => setChosen({ ...chosen, ideas }) })}`
      }
    </div>
    ${h(SelectionBar, { chosen, onClear: () => setChosen({ ideas: new Set(), fields: new Set() }), onAct: setDialog })}
    ${dialog === "promote" ? h(PromoteDialog, base) : null}
    ${dialog === "decide" ? h(DecideDialog, { ...base, items: itemsOf(all, event, chosen) }) : null}
    ${dialog === "release" ? h(ReleaseDialog, { ...base, items: itemsOf(all, event, chosen) }) : null}
    ${dialog === "publish" ? h(PublishDialog, base) : null}`
}

/** Turnouts side by side, so that no number stands without its room.
 * @param {{ all: Contributions }} props */
function Turnouts({ all }) {
  const rounds = [...countedRounds(all, "ideas"), ...countedRounds(all, "fields")].sort(
    (a, b) => a.number - b.number,
  )
  if (rounds.length === 0) return html`<p class="muted">${t("contributions.no_rounds")}</p>`
  return html`<ul class="turnouts">
    ${rounds.map(
      (round) => html`<li key=${round.id}>
        <strong>${t("round.name", { number: round.number })}</strong> <span class="muted">${t(`subject.${round.subject}`)}</span><br />
        ${t("turnout", { voters: round.tally?.voters ?? 0, count: (round.admitted ?? 0) + (round.paper ?? 0) })}
      </li>`,
    )}
    <li class="muted turnouts__note">${t("contributions.opinion")}. ${t("mark.few_hint", { count: MIN_PUBLISHED })}</li>
  </ul>`
}

/** @param {{ wanted: Wanted, all: Contributions, event: EventInfo, shown: number }} props */
function Filters({ wanted, all, event, shown }) {
  const sessions = event.sessions ?? []
  return html`<div class="filters" role="search">
    ${h(Field, { label: t("filter.search"), type: "search", value: wanted.q, onInput: (q) => refine({ q }), input: { name: "q" } })}
    ${h(Select, { id: "only", label: t("filter.only"), value: wanted.only, onInput: (only) => refine({ only }), options: [["", t("filter.all")], ...["nominated", "undecided", "drafted", "taken"].map((key) => /** @type {[string, string]} */ ([key, t(`filter.${key}`)]))] })}
    ${h(Select, { id: "field", label: t("filter.field"), value: wanted.field, onInput: (field) => refine({ field }), options: [["", t("filter.all_fields")], ...all.fields.filter((field) => !field.joined_into).map((field) => /** @type {[string, string]} */ ([field.id, field.title])), ["none", t("field.none")]] })}
    ${sessions.length > 1 ? h(Select, { id: "session", label: t("filter.session"), value: wanted.session, onInput: (session) => refine({ session }), options: [["", t("filter.all_sessions")], ...sessions.map((session) => /** @type {[string, string]} */ ([session.id, session.title]))] }) : null}
    ${h(Select, { id: "sort", label: t("filter.sort"), value: wanted.sort, onInput: (sort) => refine({ sort }), options: [["", t("sort.nominated")], ...["points", "support", "number"].map((key) => /** @type {[string, string]} */ ([key, t(`sort.${key}`)]))] })}
    <p class="filters__count" role="status">${t("filter.shown", { count: shown, all: all.ideas.length })}</p>
  </div>`
}

/** What was chosen, as the inbox knows it.
 * @param {Contributions} all @param {EventInfo} event @param {Selection} chosen */
function itemsOf(all, event, chosen) {
  return all.ideas
    .filter((idea) => chosen.ideas.has(idea.number))
    .map(({ number, kind, text, candidate, measure, outcome }) => ({
      kind,
      event: event.id,
      event_title: event.title,
      devices: event.participants,
      id: `${event.id}#${number}`,
      number,
      text,
      measure: candidate,
      measure_id: measure,
      outcome,
    }))
}

/** @param {{ chosen: Selection, onClear: () => void, onAct: (what: string) => void }} props */
function SelectionBar({ chosen, onClear, onAct }) {
  const { ideas, fields } = chosen
  if (ideas.size + fields.size === 0) return null
  const parts = [
    ideas.size > 0 && t("selection.ideas", { count: ideas.size }),
    fields.size > 0 && t("selection.fields", { count: fields.size }),
  ]
  return html`<div class="save-bar selection">
    <p role="status">${parts.filter(Boolean).join(", ")}</p>
    <div class="actions">
      ${can("editPlan") ? h(Button, { kind: "primary", onClick: () => onAct("promote"), children: t("promote.open") }) : null}
      ${can("editPlan") && ideas.size > 0 ? h(Button, { onClick: () => onAct("decide"), children: t("decide.open") }) : null}
      ${can("publish") && ideas.size > 0 ? h(Button, { kind: "tertiary", onClick: () => onAct("release"), children: t("release.short") }) : null}
      ${h(Button, { kind: "tertiary", onClick: onClear, children: t("selection.clear") })}
    </div>
  </div>`
}
