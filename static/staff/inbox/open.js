// One item of the inbox, opened: whole text, votes, what goes on with it, what can be done.
import { t } from "../../shared/text.js"
import { Button, Dialog } from "../../shared/ui.js"
import { h, html } from "../../vendor/preact.js"
import { can, Problem, useAction } from "../load.js"
import { Link } from "../place.js"
import { pathTo } from "../routes.js"
import { Became, joinedLabel, Origin, Votes } from "./item.js"
import { part } from "./join.js"
import { isContribution } from "./selection.js"

/** @import { Item } from "./types.js" */

/**
 * @param {{ item: Item, onClose: () => void, onAct: (what: string) => void, onParted: (news: string) => void }} props
 */
export function ItemDialog({ item, onClose, onAct, onParted }) {
  const parting = useAction()
  const { joined = [], joined_to } = item
  /** @param {{ id: string }[]} items */
  const separate = (items) =>
    parting.run(async () => {
      await part(items)
      onParted(t("join.parted", { count: items.length }))
    })
  const title = item.number ? t("inbox.item", { number: `${item.number}` }) : t(`inbox.kind_${item.kind}`)
  return h(Dialog, {
    title,
    onClose,
    children: html`
      <p class="own-words opened__text" lang="">${item.text}</p>
      ${h(Origin, { item })}
      <dl class="opened__facts">
        <div><dt>${t("inbox.vote")}</dt><dd>${h(Votes, { item })}</dd></div>
        ${item.event ? html`<div><dt>${t("inbox.size")}</dt><dd>${t("inbox.devices", { count: item.devices })}</dd></div>` : null}
        ${item.voters ? html`<div><dt>${t("inbox.together")}</dt><dd>${t("inbox.union", { count: item.voters })}</dd></div>` : null}
        <div><dt>${t("table.became")}</dt><dd>${h(Became, { item })}</dd></div>
      </dl>
      ${
        joined.length > 0
          ? html`<h3>${t("inbox.joined_title", { count: joined.length })}</h3><ul class="bare">
              ${joined.map((one) => html`<li key=${one.id}>${joinedLabel(one)} ${can("editPlan") ? h(Button, { kind: "tertiary", busy: parting.busy, onClick: () => separate([one]), children: t("join.part") }) : null}</li>`)}
            </ul>`
          : null
      }
      ${joined_to && can("editPlan") ? h(Button, { busy: parting.busy, onClick: () => separate([item]), children: t("join.part_from", { number: `${joined_to.number}` }) }) : null}
      ${h(Problem, { refusal: parting.refusal })}
      ${item.event ? html`<p class="small">${h(Link, { to: `${pathTo("contributions", item.event)}${item.number ? `?q=${encodeURIComponent(`#${item.number}`)}` : "?show=fields"}`, children: t("inbox.to_event", { event: item.event_title ?? "" }) })}</p>` : null}`,
    actions: html`${h(Doings, { item, onAct })}`,
  })
}

/** @param {{ item: Item, onAct: (what: string) => void }} props */
function Doings({ item, onAct }) {
  const told = isContribution(item)
  return html`
    ${can("editPlan") && !item.measure ? h(Button, { kind: "primary", onClick: () => onAct("promote"), children: t("promote.short") }) : null}
    ${can("editPlan") && told ? h(Button, { onClick: () => onAct("decide"), children: t("decide.open") }) : null}
    ${can("publish") && told ? h(Button, { kind: "tertiary", onClick: () => onAct("release"), children: t("release.short") }) : null}`
}

/** How many there are on a page, and ways to the next ones.
 * @param {{ page: number, pages: number, total: number, onGo: (page: number) => void }} props */
export function Pager({ page, pages, total, onGo }) {
  if (pages <= 1) return null
  return html`<nav class="pager" aria-label=${t("pager.label")}>
    ${h(Button, { kind: "tertiary", disabled: page <= 1, onClick: () => onGo(page - 1), children: t("pager.before") })}
    <p role="status">${t("pager.at", { page, pages })} <span class="muted">${t("pager.total", { count: total })}</span></p>
    ${h(Button, { kind: "tertiary", disabled: page >= pages, onClick: () => onGo(page + 1), children: t("pager.next") })}
  </nav>`
}
