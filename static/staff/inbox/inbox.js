// The inbox: what events nominated or staff picked, with votes and the room they came from side by side.
import { get, post } from "../../shared/api.js"
import { t } from "../../shared/text.js"
import { Button, Field, Notice, Undo } from "../../shared/ui.js"
import { h, html, useEffect, useState } from "../../vendor/preact.js"
import { Select } from "../form.js"
import { Head } from "../frame.js"
import { can, Problem, useAction, useLoaded, Waiting } from "../load.js"
import { Link, place, refine } from "../place.js"
import { pathTo } from "../routes.js"
import { ActionDialog } from "./actions.js"
import { KeysDialog, useKeys } from "./keys.js"
import { ItemDialog, Pager } from "./open.js"
import { between, elsewhere, isContribution, keyOf, MOST_SELECTED, refreshed, select } from "./selection.js"
import { InboxTable } from "./table.js"
import { SavedViews } from "./views.js"
import { addressOf, everything, isNarrowed, pagesOf, queryOf, wantedOf } from "./wanted.js"

/** @import { EventInfo } from "../types.js" */
/** @import { Item, Page } from "./types.js" */
/** @import { Selection } from "./selection.js" */
/** @import { Wanted } from "./wanted.js" */

/** @param {string} query @returns {Promise<Page>} */
const load = (query) => get(`/staff/api/inbox?${query}`)

export function InboxPage() {
  const query = new URLSearchParams(place.value.query)
  const wanted = wantedOf(query)
  const { data, refusal, reload } = useLoaded(() => load(queryOf(wanted)), [queryOf(wanted)])
  const kept = useKept(data)
  return html`
    ${h(Head, { title: t("nav.inbox"), children: html`<p class="muted">${t("inbox.about")}</p>`, actions: h(Doors, { stamp: data }) })}
    ${h(SavedViews, { page: "inbox", query: addressOf(wanted) })}
    ${h(Filters, { wanted, total: kept?.total })}
    ${refusal && kept ? h(Problem, { refusal, retry: reload }) : null}
    ${kept ? h(List, { page: kept, fresh: data !== undefined, wanted, opened: query.get("open") ?? "", reload }) : h(Waiting, { refusal, retry: reload })}`
}

/** The page shown before stays while the next one loads, so that nothing jumps. @param {Page | undefined} data */
function useKept(data) {
  const [kept, keep] = useState(/** @type {Page | undefined} */ (undefined))
  useEffect(() => {
    if (data) keep(data)
  }, [data])
  return data ?? kept
}

/** What waits elsewhere. @param {{ stamp: unknown }} props changes when it may have changed */
function Doors({ stamp }) {
  const { data } = useLoaded(() => load("state=drafted&taken=all&limit=1"), [stamp])
  const [drafts, setDrafts] = useState(0)
  useEffect(() => {
    if (data) setDrafts(data.total)
  }, [data])
  return html`
    ${h(Link, { to: pathTo("inbox_waiting"), class: "kern-btn kern-btn--tertiary", children: html`<span class="kern-label">${t("waiting.title")}</span>` })}
    ${drafts > 0 ? h(Link, { to: pathTo("inbox_publish"), class: "kern-btn kern-btn--secondary", children: html`<span class="kern-label">${t("inbox.drafts", { count: drafts })}</span>` }) : null}`
}

/** @param {{ wanted: Wanted, total: number | undefined }} props */
function Filters({ wanted, total }) {
  const { data } = useLoaded(
    /** @returns {Promise<{ events: EventInfo[] }>} */ () => get("/staff/api/events"),
    [],
  )
  const [words, setWords] = useState(wanted.q)
  useEffect(() => setWords(wanted.q), [wanted.q])
  useEffect(() => {
    const timer = setTimeout(() => words !== wanted.q && narrow({ q: words }), 250)
    return () => clearTimeout(timer)
  }, [words])
  const events = [...(data?.events ?? [])].sort((a, b) => b.held_on.localeCompare(a.held_on))
  /** @param {string} name @param {string[]} keys @param {string} [all] @returns {[string, string][]} */
  const named = (name, keys, all = `filter.${name}_all`) => [
    ["", t(all)],
    ...keys.map((key) => /** @type {[string, string]} */ ([key, t(`inbox.${name}_${key}`)])),
  ]
  return html`<div class="filters" role="search">
    ${h(Field, { label: t("filter.search"), type: "search", value: words, onInput: setWords, id: "inbox-search", input: { name: "q" } })}
    ${h(Select, { id: "inbox-event", label: t("filter.event"), value: wanted.event, onInput: (event) => narrow({ event }), options: [["", t("filter.event_all")], ...events.map((event) => /** @type {[string, string]} */ ([event.id, event.title]))] })}
    ${h(Select, { id: "inbox-taken", label: t("filter.only"), value: wanted.taken, onInput: (taken) => narrow({ taken }), options: [...named("taken", ["nominated", "picked", "all"])] })}
    ${h(Select, { id: "inbox-kind", label: t("inbox.kind"), value: wanted.kind, onInput: (kind) => narrow({ kind }), options: named("kind", ["idea", "expectation", "field", "requirement"]) })}
    ${h(Select, { id: "inbox-state", label: t("inbox.state"), value: wanted.state, onInput: (state) => narrow({ state }), options: named("state", ["open", "drafted", "published"]) })}
    ${h(Select, { id: "inbox-sort", label: t("filter.sort"), value: wanted.sort, onInput: (sort) => narrow({ sort }), options: named("sort", ["rank", "points", "oldest"], "inbox.sort_event") })}
    <p class="filters__count" role="status">${total === undefined ? "" : t("inbox.total", { count: total })}</p>
  </div>`
}

/** Another wish begins on the first page. @param {Record<string, string>} wish */
const narrow = (wish) => refine({ ...wish, page: "", open: "" })

/** @param {{ page: Page, fresh: boolean, wanted: Wanted, opened: string, reload: () => Promise<void> }} props */
function List({ page: { items, total }, fresh, wanted, opened, reload }) {
  const [selection, setSelection] = useState(/** @type {Selection} */ (new Map()))
  const [at, setAt] = useState("")
  const [last, setLast] = useState("")
  const [dialog, setDialog] = useState(/** @type {{ what: string, items: Item[] } | null} */ (null))
  const [news, setNews] = useState(/** @type {any} */ (null))
  const [undo, setUndo] = useState(/** @type {{ message: string, run: () => Promise<void> } | null} */ (null))
  const working = useAction()
  const editing = can("editPlan")
  const selectable = editing || can("publish")
  useEffect(() => setSelection((known) => refreshed(known, items)), [items])
  const open = items.find((item) => keyOf(item) === opened)
  const chosen = [...selection.values()]

  /** @param {Item[]} some @param {boolean} on */
  function choose(some, on) {
    setSelection(select(selection, some, on))
    if (some.length === 1) setLast(keyOf(some[0]))
  }
  /** @param {string} what @param {Item[]} [some] */
  function act(what, some = chosen) {
    if (some.length > 0) setDialog({ what, items: some })
  }
  /** @param {any} said @param {(() => Promise<void>)} [back] */
  async function done(said, back) {
    setDialog(null)
    setSelection(new Map())
    if (back) setUndo({ message: said, run: back })
    else setNews(said)
    await reload()
  }
  /** @param {boolean} on */
  const pick = (on) =>
    working.run(async () => {
      const ids = chosen.filter((item) => item.kind !== "requirement").map((item) => item.id)
      await post("/staff/api/inbox/pick", { ids, on })
      await done(t(on ? "pick.done" : "pick.undone", { count: ids.length }), () =>
        post("/staff/api/inbox/pick", { ids, on: !on }),
      )
    })
  const all = () =>
    working.run(async () => {
      setSelection(select(selection, await everything(load, wanted, undefined, MOST_SELECTED), true))
    })
  useKeys((what) =>
    press(what, {
      items,
      at,
      setAt,
      choose,
      to: (key) => choose(between(items, last, key), true),
      selected: (item) => selection.has(keyOf(item)),
      open: (item) => refine({ open: keyOf(item) }),
      act: (name) => editing && act(name),
      keys: () => setDialog({ what: "keys", items: [] }),
      clear: () => setSelection(new Map()),
    }),
  )
  return html`<div aria-busy=${fresh ? undefined : "true"}>
    ${news ? h(Notice, { tone: "success", onClose: () => setNews(null), children: html`<p role="status">${news}</p>` }) : null}
    ${
      items.length === 0
        ? html`<p class="empty">${t(isNarrowed(wanted) ? "filter.none" : "inbox.empty")}</p>`
        : h(InboxTable, {
            items,
            selection,
            at,
            selectable,
            onSelect: choose,
            onAt: setAt,
            onOpen: (item) => refine({ open: keyOf(item) }),
          })
    }
    ${selectable && selection.size > 0 && total > selection.size ? html`<p class="small">${h(Button, { kind: "tertiary", busy: working.busy, onClick: all, children: t("inbox.all", { count: Math.min(total, MOST_SELECTED) }) })}</p>` : null}
    ${h(Pager, { page: wanted.page, pages: pagesOf(total), total, onGo: (page) => refine({ page: page > 1 ? `${page}` : "" }) })}
    <p class="muted small">${t("contributions.opinion")}. ${t("inbox.small_hint")} ${h(Button, { kind: "tertiary", onClick: () => setDialog({ what: "keys", items: [] }), children: t("list_keys.title") })}</p>
    ${selectable ? h(SelectionBar, { chosen, hidden: elsewhere(selection, items), busy: working.busy, onAct: act, onPick: pick, onClear: () => setSelection(new Map()) }) : null}
    ${h(Problem, { refusal: working.refusal })}
    ${open && !dialog ? h(ItemDialog, { item: open, onClose: () => refine({ open: "" }), onAct: (what) => act(what, [open]), onParted: (said) => done(said) }) : null}
    ${dialog?.what === "keys" ? h(KeysDialog, { onClose: () => setDialog(null) }) : null}
    ${dialog && dialog.what !== "keys" ? h(ActionDialog, { ...dialog, onClose: () => setDialog(null), onDone: done }) : null}
    ${
      undo
        ? h(Undo, {
            message: undo.message,
            onClose: () => setUndo(null),
            onUndo: () =>
              working.run(async () => {
                await undo.run()
                setUndo(null)
                await reload()
              }),
          })
        : null
    }
  </div>`
}

/**
 * @typedef {object} Hands what a key can do
 * @property {Item[]} items
 * @property {string} at
 * @property {(key: string) => void} setAt
 * @property {(items: Item[], on: boolean) => void} choose
 * @property {(key: string) => void} to
 * @property {(item: Item) => boolean} selected
 * @property {(item: Item) => void} open
 * @property {(what: string) => void} act
 * @property {() => void} keys
 * @property {() => void} clear
 */

/** @param {string} what @param {Hands} hands @returns {boolean} whether it did something */
function press(what, { items, at, setAt, choose, to, selected, open, act, keys, clear }) {
  const index = items.findIndex((item) => keyOf(item) === at)
  const item = items[index]
  switch (what) {
    case "next":
    case "before": {
      const step = what === "next" ? 1 : -1
      const next = items[index < 0 ? 0 : Math.min(items.length - 1, Math.max(0, index + step))]
      if (next) setAt(keyOf(next))
      return Boolean(next)
    }
    case "select":
      if (item) choose([item], !selected(item))
      return Boolean(item)
    case "select_to":
      if (item) to(at)
      return Boolean(item)
    case "all":
      choose(items, !items.every(selected))
      return true
    case "open":
      if (item) open(item)
      return Boolean(item)
    case "search":
      document.getElementById("inbox-search")?.focus()
      return true
    case "keys":
      keys()
      return true
    case "clear":
      clear()
      return true
    default:
      act(what)
      return true
  }
}

/**
 * @param {{ chosen: Item[], hidden: number, busy: boolean, onAct: (what: string) => void, onPick: (on: boolean) => void, onClear: () => void }} props
 */
function SelectionBar({ chosen, hidden, busy, onAct, onPick, onClear }) {
  if (chosen.length === 0) return null
  const told = chosen.filter(isContribution).length
  const editing = can("editPlan")
  const out = chosen.some((item) => item.picked)
  const into = chosen.some((item) => !item.picked && !item.nominated && item.kind !== "requirement")
  return html`<div class="save-bar selection">
    <p role="status">${t("selection.count", { count: chosen.length })}${hidden > 0 ? html` <span class="muted">${t("selection.elsewhere", { count: hidden })}</span>` : null}</p>
    <div class="actions">
      ${editing ? h(Button, { kind: "primary", onClick: () => onAct("promote"), children: t("promote.open") }) : null}
      ${editing && told > 0 ? h(Button, { onClick: () => onAct("decide"), children: t("decide.open") }) : null}
      ${editing && told > 1 ? h(Button, { onClick: () => onAct("join"), children: t("join.open") }) : null}
      ${editing && into ? h(Button, { kind: "tertiary", busy, onClick: () => onPick(true), children: t("pick.in") }) : null}
      ${editing && out ? h(Button, { kind: "tertiary", busy, onClick: () => onPick(false), children: t("pick.out") }) : null}
      ${can("publish") && told > 0 ? h(Button, { kind: "tertiary", onClick: () => onAct("release"), children: t("release.short") }) : null}
      ${h(Button, { kind: "tertiary", onClick: onClear, children: t("selection.clear") })}
    </div>
  </div>`
}
