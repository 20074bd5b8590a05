// Before it begins: what is ready, what is still missing, and the words people will read first.

import { n, t } from "../shared/text.js"
import { Button, Icon, JoinCode } from "../shared/ui.js"
import { h, html } from "../vendor/preact.js"
import { open, session, state } from "./desk.js"
import { typed } from "./links.js"

export function Start() {
  const { event, projectors, pulse } = state.value
  const here = session.value
  if (!event || !here) return null
  const count = pulse.here || 0
  return html`<div class="start">
    <ol class="ready">
      ${h(Ready, {
        done: projectors.length > 0,
        title: t(projectors.length ? "start.wall.done" : "start.wall"),
        text: t(projectors.length ? "start.wall.done.text" : "start.wall.text"),
        action: t("wall.connect"),
        onAction: () => open("projector"),
      })}
      ${h(Ready, {
        done: Boolean(here.prompt),
        title: t("start.prompt"),
        text: here.prompt || t("work.no_prompt"),
        action: t("texts.edit"),
        onAction: () => open("texts"),
      })}
      ${h(Ready, {
        done: Boolean(event.welcome),
        title: t("start.welcome"),
        text: event.welcome || t("start.welcome.none"),
        action: t("texts.edit"),
        onAction: () => open("texts"),
      })}
      ${h(Ready, {
        done: count > 0,
        title: count ? t("start.people.done", { count }) : t("start.people"),
        text: t("start.people.text"),
        action: t("join.show"),
        onAction: () => open("join"),
      })}
    </ol>
    <aside class="start__join">
      <img src=${`/e/${event.code}/qr.svg`} alt=${t("join.qr")} />
      <p>${typed(event.address_url)}</p>
      <p class="start__code">${h(JoinCode, { code: event.code })}</p>
      <p class="start__here"><strong>${n(count)}</strong> ${t("room.here", { count })}</p>
    </aside>
  </div>`
}

/** @param {{ done: boolean, title: string, text: string, action: string, onAction: () => void }} props */
function Ready({ done, title, text, action, onAction }) {
  return html`<li class=${done ? "ready__item ready__item--done" : "ready__item"}>
    <span class="ready__sign">${done ? h(Icon, { name: "check" }) : null}</span>
    <div>
      <h2>${title}${done && html`<span class="kern-sr-only"> (${t("start.done")})</span>`}</h2>
      <p>${text}</p>
    </div>
    ${h(Button, { kind: "tertiary", onClick: onAction, children: action })}
  </li>`
}
