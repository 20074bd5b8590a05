// Measures as table, board and roadmap: three looks at one list, narrowed by the same address.
import { n, t } from "../../shared/text.js"
import { Button, Notice } from "../../shared/ui.js"
import { h, html, useEffect, useState } from "../../vendor/preact.js"
import { Head } from "../frame.js"
import { SavedViews } from "../inbox/views.js"
import { can, Waiting } from "../load.js"
import { Link, place } from "../place.js"
import { pathTo } from "../routes.js"
import { Board } from "./board.js"
import { BulkDialog } from "./bulk.js"
import { Filters } from "./filters.js"
import { focusOn } from "./focus.js"
import { KeysDialog } from "./keys.js"
import { useMenus } from "./menus.js"
import { usePlan } from "./plan.js"
import { Roadmap } from "./roadmap.js"
import { filterQuery, sift, wantedOf } from "./sifting.js"
import { Table } from "./table.js"

/** @import { ComponentChildren } from "../../vendor/preact.js" */
/** @import { Measure } from "../types.js" */
/** @import { Plan, Wanted } from "./sifting.js" */

/** @typedef {{ plan: Plan, measures: Measure[], wanted: Wanted, reload: () => Promise<void> }} Look */

const LOOKS = ["measures", "measure_board", "measure_roadmap"]

export const TablePage = () => h(ListPage, { view: "measures", look: (look) => h(Workbench, look) })
export const BoardPage = () => h(ListPage, { view: "measure_board", look: (look) => h(Board, look) })
export const RoadmapPage = () => h(ListPage, { view: "measure_roadmap", look: (look) => h(Roadmap, look) })

/** @param {{ view: string, look: (look: Look) => ComponentChildren }} props */
function ListPage({ view, look }) {
  const { plan, refusal, reload } = usePlan()
  const [keys, setKeys] = useState(false)
  useSearchKeys(() => setKeys(true))
  useMenus()
  const query = new URLSearchParams(place.value.query)
  const title = t("nav.measures")
  if (!plan) return html`${h(Head, { title })}${h(Waiting, { refusal, retry: reload })}`
  const wanted = wantedOf(query)
  const measures = sift(plan, wanted)
  return html`<div class="measures">
    ${h(Head, { title, actions: h(Actions, { query, any: measures.length > 0 }) })}
    <div class="looks no-print">
      <nav class="looks__tabs" aria-label=${t("measures.looks")}>${LOOKS.map((one) => h(Link, { key: one, to: pathTo(one) + place.value.query, class: "looks__tab", current: one === view, children: t(`measures.look.${one}`) }))}</nav>
      ${h(SavedViews, { page: "measures", query: query.toString() })}
    </div>
    ${
      plan.measures.length === 0
        ? h(Nothing, {})
        : html`${h(Filters, { plan, wanted, query, shown: measures.length, columns: view === "measures" })}
          ${refusal ? h(Notice, { tone: "warning", children: html`<p>${t("measures.stale")}</p>` }) : null}
          ${look({ plan, measures, wanted, reload })}`
    }
    ${keys ? h(KeysDialog, { onClose: () => setKeys(false) }) : null}
  </div>`
}

/** The table, with what can be done to the chosen rows. @param {Look} look */
function Workbench(look) {
  const [chosen, setChosen] = useState(/** @type {Set<string>} */ (new Set()))
  const [bulk, setBulk] = useState(false)
  const shown = look.measures.filter(({ id }) => chosen.has(id))
  return html`
    ${h(Table, { ...look, chosen, onChoose: setChosen })}
    ${
      chosen.size > 0
        ? html`<div class="save-bar selection no-print">
            <p role="status">${t("measures.chosen", { count: chosen.size })}${shown.length < chosen.size ? ` ${t("measures.chosen_hidden", { hidden: n(chosen.size - shown.length) })}` : ""}</p>
            <div class="actions">
              ${can("editPlan") ? h(Button, { kind: "primary", onClick: () => setBulk(true), children: t("measures.bulk.open") }) : null}
              ${h(Button, { kind: "tertiary", onClick: () => setChosen(new Set()), children: t("measures.unchoose") })}
            </div>
          </div>`
        : null
    }
    ${bulk ? h(BulkDialog, { plan: look.plan, chosen: look.plan.measures.filter(({ id }) => chosen.has(id)), onClose: () => setBulk(false), onDone: look.reload }) : null}`
}

/** @param {{ query: URLSearchParams, any: boolean }} props */
function Actions({ query, any }) {
  const said = filterQuery(query)
  const href = (/** @type {string} */ kind) => `/staff/api/measures.${kind}${said ? `?${said}` : ""}`
  return html`
    ${can("editPlan") ? h(Link, { to: pathTo("measure_new"), class: "kern-btn kern-btn--primary", children: html`<span class="kern-label">${t("measures.new")}</span>` }) : null}
    ${can("editPlan") ? h(Link, { to: pathTo("measure_import"), class: "kern-btn kern-btn--secondary", children: html`<span class="kern-label">${t("measures.import")}</span>` }) : null}
    ${
      any
        ? html`<details class="menu">
            <summary class="kern-btn kern-btn--secondary"><span class="kern-label">${t("measures.export")}</span></summary>
            <ul class="menu__list">
              ${["xlsx", "csv", "json"].map((kind) => html`<li key=${kind}><a class="menu__item" href=${href(kind)} download>${t(`measures.export.${kind}`)}</a></li>`)}
              ${said ? html`<li class="menu__note">${t("measures.export_narrowed")}</li>` : null}
            </ul>
          </details>`
        : null
    }`
}

function Nothing() {
  return html`<div class="empty">
    <p>${t("measures.empty")}</p>
    ${can("editPlan") ? html`<p class="empty__next">${h(Link, { to: pathTo("inbox"), children: t("measures.empty_inbox") })} · ${h(Link, { to: pathTo("measure_import"), children: t("measures.empty_import") })}</p>` : null}
  </div>`
}

/** "/" goes to the search, "?" tells the keys. @param {() => void} onHelp */
function useSearchKeys(onHelp) {
  useEffect(() => {
    /** @param {KeyboardEvent} event */
    function press(event) {
      if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey)
        return
      const target = /** @type {Element} */ (event.target)
      if (target.closest?.("input, textarea, select, dialog")) return
      if (event.key === "/") focusOn(document.querySelector("input[name=q]"))
      else if (event.key === "?") onHelp()
      else return
      event.preventDefault()
    }
    document.addEventListener("keydown", press)
    return () => document.removeEventListener("keydown", press)
  }, [])
}
