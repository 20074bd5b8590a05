// What narrows the list. Every choice goes into the address at once.
import { n, t } from "../../shared/text.js"
import { Button, Field } from "../../shared/ui.js"
import { h, html } from "../../vendor/preact.js"
import { Select } from "../form.js"
import { place, refine } from "../place.js"
import { priorities, stateName } from "./plan.js"
import { FLAGS, nameOf, outline, STATES } from "./reading.js"
import { COLUMNS, narrowedBy } from "./sifting.js"

/** @import { Plan, Wanted } from "./sifting.js" */

/** @typedef {[value: string, label: string]} Option */

/**
 * @param {{ plan: Plan, wanted: Wanted, query: URLSearchParams, shown: number, columns: boolean }} props
 */
export function Filters({ plan, wanted, query, shown, columns }) {
  const { nodes, house } = plan
  const any = (/** @type {string} */ key) => /** @type {Option} */ (["", t(`measures.any.${key}`)])
  /** @param {string} key @param {Option[]} options @param {string} value */
  const select = (key, options, value) =>
    h(Select, {
      key,
      id: `filter-${key}`,
      label: t(`measures.filter.${key}`),
      value,
      onInput: (chosen) => refine({ [key]: chosen }),
      options: [any(key), ...options],
    })
  /** @param {string} key @param {string[]} kinds @param {string} value */
  const part = (key, kinds, value) => select(key, nodeOptions(nodes, kinds, [value]), value)
  const narrowed = narrowedBy(query)
  return html`<div class="filters filters--plan no-print" role="search">
    ${h(Field, { label: t("measures.filter.q"), type: "search", value: wanted.q, onInput: (q) => refine({ q }), input: { name: "q", "aria-keyshortcuts": "/" } })}
    ${h(StateFilter, { plan, wanted })}
    ${part("field", ["field"], wanted.field)}
    ${part("unit", ["unit"], wanted.unit)}
    ${select(
      "flag",
      FLAGS.map((flag) => [flag, t(`measures.flag.${flag}`)]),
      wanted.flag,
    )}
    <details class="more-filters" open=${Boolean(wanted.area || wanted.goal || wanted.priority || wanted.light)}>
      <summary>${t("measures.more_filters")}</summary>
      <div class="more-filters__fields">
        ${part("area", ["area"], wanted.area)}
        ${part("goal", ["goal"], wanted.goal)}
        ${select("priority", priorities(house), wanted.priority)}
        ${select(
          "light",
          ["red", "yellow", "green"].map((light) => [light, t(`measures.light.${light}`)]),
          wanted.light,
        )}
      </div>
    </details>
    ${columns ? h(Columns, { wanted }) : null}
    <p class="filters__count"><span role="status">${t("measures.shown", { count: shown, all: n(plan.measures.length) })}</span>
      ${narrowed > 0 || wanted.q ? h(Button, { kind: "tertiary", onClick: clear, children: t("measures.clear") }) : null}</p>
  </div>`
}

/** Takes every filter away; sort and columns stay. */
function clear() {
  refine(
    Object.fromEntries(
      ["q", "state", "field", "area", "goal", "unit", "priority", "flag", "light"].map((key) => [key, ""]),
    ),
  )
}

/** Parts of the structure as options, indented by what they lie below.
 * @param {Plan["nodes"]} nodes @param {string[]} kinds @param {string[]} [chosen] @returns {Option[]} */
export function nodeOptions(nodes, kinds, chosen) {
  return outline(nodes, kinds, chosen).map(({ node, depth }) => [
    node.id,
    `${"\u2003".repeat(depth)}${nameOf(node)}`,
  ])
}

/** Several states at once. @param {{ plan: Plan, wanted: Wanted }} props */
function StateFilter({ plan, wanted }) {
  const counts = new Map(
    STATES.map((state) => [state, plan.measures.filter((one) => one.state === state).length]),
  )
  /** @param {string} state */
  const toggle = (state) => {
    const next = wanted.states.includes(state)
      ? wanted.states.filter((one) => one !== state)
      : [...wanted.states, state]
    refine({ state: STATES.filter((one) => next.includes(one)).join(",") })
  }
  const said =
    wanted.states.length === 0
      ? t("measures.any.state")
      : wanted.states.length === 1
        ? stateName(plan.house, wanted.states[0])
        : t("measures.states", { count: wanted.states.length })
  return html`<div class="kern-form-input">
    <p class="kern-label" id="filter-state">${t("measures.filter.state")}</p>
    <details class="menu menu--field">
      <summary class="kern-form-input__select" aria-describedby="filter-state">${said}</summary>
      <ul class="menu__list">${STATES.map(
        (state) =>
          html`<li key=${state}><label class="menu__item"><input type="checkbox" checked=${wanted.states.includes(state)} onChange=${() => toggle(state)} /> <span>${stateName(plan.house, state)}</span> <span class="muted">${n(counts.get(state) ?? 0)}</span></label></li>`,
      )}</ul>
    </details>
  </div>`
}

/** Which columns the table has; number and title always stay. @param {{ wanted: Wanted }} props */
function Columns({ wanted }) {
  /** @param {string} column */
  const toggle = (column) => {
    const next = COLUMNS.filter((one) =>
      one === column ? !wanted.columns.includes(one) : wanted.columns.includes(one),
    )
    refine({ cols: next.join(",") })
  }
  return html`<details class="menu menu--columns">
    <summary class="kern-btn kern-btn--tertiary"><span class="kern-label">${t("measures.columns")}</span></summary>
    <ul class="menu__list">
      ${COLUMNS.filter((column) => !["number", "title"].includes(column)).map(
        (column) =>
          html`<li key=${column}><label class="menu__item"><input type="checkbox" checked=${wanted.columns.includes(column)} onChange=${() => toggle(column)} /> <span>${t(`measures.column.${column}`)}</span></label></li>`,
      )}
      ${new URLSearchParams(place.value.query).has("cols") ? html`<li><button type="button" class="menu__item" onClick=${() => refine({ cols: "" })}>${t("measures.columns_usual")}</button></li>` : null}
    </ul>
  </details>`
}
