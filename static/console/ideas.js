// The live list of ideas: search, filters, and what can be done with each.

import { fieldOf } from "../shared/session.js"
import { n, t } from "../shared/text.js"
import { Button, FieldBadge, IdeaNumber } from "../shared/ui.js"
import { h, html, useMemo, useState } from "../vendor/preact.js"
import { moderate, nominate } from "./actions.js"
import { fields, filter, helps, ideas, known, open, order, phase } from "./desk.js"
import { ANYTHING, arrived, filtering, matches, ordered } from "./filters.js"
import { heads, standsFor } from "./lanes.js"
import { LongList } from "./list.js"

/** @import { IdeaView, ReactionKind } from "../shared/types.js" */
/** @import { Filter, Order } from "./filters.js" */

const MARKS = ["", "pinned", "supported", "nominated", "on_behalf", "merged", "redacted"]
const HELPERS_MARKS = MARKS.filter((mark) => mark !== "supported" && mark !== "nominated")

export function Ideas() {
  const [upTo, setUpTo] = useState(Number.POSITIVE_INFINITY)
  const [revealed, setRevealed] = useState(0)
  const found = useMemo(() => {
    const state = known()
    const all = [...ideas.value.values()]
    return ordered(
      all.filter((idea) => matches(idea, filter.value, (id) => standsFor(state, id))),
      order.value,
    )
  }, [ideas.value, fields.value, filter.value, order.value])

  if (!ideas.value.size) return h(NoIdeas, {})
  const { known: before, waiting } =
    order.value === "newest" ? arrived(found, upTo) : { known: found, waiting: 0 }
  return html`<div class="ideas">
    ${h(Tools, { found: found.length })}
    <div class="ideas__body">
    ${waiting > 0 && h(Button, { icon: "arrow-up", onClick: reveal, children: t("ideas.new", { count: waiting }) })}
    ${before.length === 0 && html`<p class="empty">${t("ideas.none_found")}</p>`}
    ${h(LongList, {
      key: `${order.value}${JSON.stringify(filter.value)}${revealed}`,
      items: before,
      keyOf: (/** @type {IdeaView} */ idea) => String(idea.number),
      row: (/** @type {IdeaView} */ idea) => h(IdeaRow, { idea }),
      estimate: 76,
      label: t("work.ideas"),
      class: "ideas__list",
      onScroll: hold,
    })}
    </div>
  </div>`

  /** Shows what waits above, from the top. */
  function reveal() {
    setUpTo(Number.POSITIVE_INFINITY)
    setRevealed(revealed + 1)
  }

  /** Whoever has scrolled reads: newer ideas wait above until asked for. @param {boolean} atTop */
  function hold(atTop) {
    if (atTop && !waiting) setUpTo(Number.POSITIVE_INFINITY)
    else if (!atTop && upTo === Number.POSITIVE_INFINITY) setUpTo(Math.max(0, ...ideas.value.keys()))
  }
}

function NoIdeas() {
  return html`<div class="empty">
    <p>${t(phase.value?.kind === "lobby" ? "ideas.empty.lobby" : "ideas.empty")}</p>
    ${!helps.value && h(Button, { icon: "add", onClick: () => open("add"), children: t("add.title") })}
  </div>`
}

/** @param {{ found: number }} props */
function Tools({ found }) {
  const now = filter.value
  const [more, setMore] = useState(false)
  return html`<div class=${more ? "tools tools--more" : "tools"}>
    <div class="tools__search">
      <span class="kern-icon kern-icon--search" aria-hidden="true"></span>
      <input
        type="search"
        data-name="search"
        aria-label=${t("filter.search")}
        placeholder=${t("filter.search")}
        value=${now.search}
        onInput=${(/** @type {Event} */ event) => set("search", event)}
      />
    </div>
    <span class="tools__found" role="status">
      ${filtering(now) ? t("filter.found", { count: found, all: ideas.value.size }) : t("ideas.count", { count: found })}
    </span>
    ${
      filtering(now)
        ? h(Button, { kind: "tertiary", icon: "close", onClick: clear, children: t("filter.clear") })
        : !helps.value &&
          h(Button, {
            kind: "tertiary",
            icon: "add",
            name: "add",
            onClick: () => open("add"),
            children: t("add.title"),
          })
    }
    <span class="tools__toggle">
      ${h(Button, { kind: "tertiary", expanded: more, onClick: () => setMore(!more), children: t("filter.toggle") })}
    </span>
    <div class="tools__filters">
      ${h(Choice, { name: "state", options: ["", "shown", "held", "hidden", "returned", "withdrawn"], words: (value) => t(value ? `state.${value}` : "filter.state") })}
      ${h(Choice, { name: "kind", options: ["", "idea", "expectation"], words: (value) => t(value ? `kind.${value}` : "filter.kind") })}
      ${h(Choice, { name: "field", options: ["", "none", ...heads(fields.value).map((field) => field.id)], words: fieldWords })}
      ${h(Choice, { name: "mark", options: helps.value ? HELPERS_MARKS : MARKS, words: (value) => t(value ? `mark.${value}` : "filter.mark") })}
      <select aria-label=${t("filter.order")} onChange=${arrange}>
        ${(helps.value ? ["newest", "oldest"] : ["newest", "oldest", "support"]).map((one) => html`<option value=${one} selected=${one === order.value}>${t(`order.${one}`)}</option>`)}
      </select>
    </div>
  </div>`
}

function clear() {
  filter.value = ANYTHING
}

/** @param {string} value */
function fieldWords(value) {
  if (value === "") return t("filter.field")
  return fields.value.find((field) => field.id === value)?.title || t("field.none")
}

/** @param {keyof Filter} name @param {Event} event */
function set(name, event) {
  filter.value = { ...filter.value, [name]: /** @type {HTMLInputElement} */ (event.target).value }
}

/** @param {Event} event */
function arrange(event) {
  order.value = /** @type {Order} */ (/** @type {HTMLSelectElement} */ (event.target).value)
}

/** @param {{ name: keyof Filter, options: string[], words: (value: string) => string }} props */
function Choice({ name, options, words }) {
  const now = filter.value[name]
  return html`<select
    aria-label=${t(`filter.${name}`)}
    class=${now ? "chosen" : ""}
    onChange=${(/** @type {Event} */ event) => set(name, event)}
  >
    ${options.map((value) => html`<option value=${value} selected=${value === now}>${words(value)}</option>`)}
  </select>`
}

/** @param {{ idea: IdeaView }} props */
function IdeaRow({ idea }) {
  const { number, state = "shown", nominated } = idea
  const gone = state === "withdrawn"
  const nomination = t(nominated ? "idea.nominated" : "idea.nominate")
  return html`<article class=${`idea-row idea-row--${state}`}>
    ${h(IdeaNumber, { number })}
    <div class="idea-row__main">
      <p class="idea-text">${gone ? html`<em>${t("ideas.withdrawn")}</em>` : idea.text}</p>
      ${h(Marks, { idea })}
    </div>
    ${
      !gone &&
      html`<div class="idea-row__actions">
        ${!helps.value && h(Button, { kind: "tertiary", pressed: Boolean(nominated), onClick: () => nominate(number, !nominated), label: `${nomination}: #${number}`, children: nomination })}
        ${
          state === "shown"
            ? h(Button, {
                kind: "tertiary",
                onClick: () => moderate([number], "hidden"),
                label: `${t("idea.hide")}: #${number}`,
                children: t("idea.hide"),
              })
            : h(Button, {
                kind: "tertiary",
                onClick: () => moderate([number], "shown"),
                label: `${t(show(state))}: #${number}`,
                children: t(show(state)),
              })
        }
        ${h(Button, { kind: "tertiary", icon: "more-vert", iconOnly: true, onClick: () => open("idea", { idea: number }), children: t("idea.more", { number: String(number) }) })}
      </div>`
    }
  </article>`
}

/** @param {string} state */
export const show = (state) => (state === "held" ? "idea.release" : "idea.restore")

const KINDS = /** @type {ReactionKind[]} */ (["agree", "question", "concern"])

/** What else is to be said about an idea, in small. @param {{ idea: IdeaView, field?: boolean }} props */
export function Marks({ idea, field = true }) {
  const { state = "shown", support, merged_into: into } = idea
  const within = field && state !== "withdrawn" ? fieldOf(known(), idea) : undefined
  return html`<p class="marks">
    ${state !== "shown" && state !== "withdrawn" && html`<span class=${`mark mark--${state}`}>${t(`state.${state}`)}</span>`}
    ${idea.kind === "expectation" && html`<span class="mark">${t("kind.expectation")}</span>`}
    ${within && h(FieldBadge, { field: within })}
    ${into ? html`<span class="mark">${t("mark.same_as", { number: String(into) })}</span>` : null}
    ${idea.pinned && html`<span class="mark">${t("mark.pinned")}</span>`}
    ${idea.nominated && html`<span class="mark mark--nominated">${t("idea.nominated")}</span>`}
    ${idea.table ? html`<span class="mark">${t("mark.table", { table: String(idea.table) })}</span>` : null}
    ${idea.redacted && html`<span class="mark">${t("mark.redacted")}</span>`}
    ${idea.on_behalf && html`<span class="mark">${t("mark.on_behalf")}</span>`}
    ${support ? html`<span class="mark mark--support" title=${t("mark.supported_by", { count: support })}>${t("mark.support", { support: n(support) })}</span>` : null}
    ${KINDS.map((kind) => {
      const count = idea.reactions?.[kind]
      return count
        ? html`<span class="mark" key=${kind}>${t("mark.reaction", { count: String(count), reaction: t(`reaction.${kind}`) })}</span>`
        : null
    })}
    ${idea.reason && html`<span class="mark">„${idea.reason}“</span>`}
  </p>`
}
