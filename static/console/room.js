// The room at a glance: who is here, what the wall shows, how the line is, and the ways in.

import { n, t } from "../shared/text.js"
import { Button, Icon } from "../shared/ui.js"
import { h, html } from "../vendor/preact.js"
import { Settings } from "./agenda/settings.js"
import { alarm, blank, ideas, line, open, openRound, roomOpen, session, state } from "./desk.js"
import { base } from "./links.js"
import { Stage } from "./projector.js"
import { Hands } from "./room/hands.js"
import { Turnout } from "./votes/running.js"

/** @import { Status } from "../shared/connection.js" */

export function Room() {
  return html`<aside class="room" aria-label=${t("room.title")}>
    ${roomOpen.value && h(Button, { kind: "tertiary", icon: "close", onClick: leave, children: t("room.close") })}
    ${h(People, {})} ${h(Hands, {})} ${h(Wall, {})}
    <div class="room__settings">${h(Settings, {})}</div>
    ${h(Ways, {})}
  </aside>`
}

function leave() {
  roomOpen.value = false
}

function People() {
  const { pulse } = state.value
  const { here = 0 } = pulse
  const running = openRound.value
  return html`<section class="room__people">
    <p class="room__here"><strong>${n(here)}</strong> ${t("room.here", { count: here })}</p>
    ${running ? h(Turnout, { round: running, small: true }) : html`<p class="room__ideas">${t("ideas.count", { count: ideas.value.size })}</p>`}
    ${line.value && h(Health, { status: line.value.status.value })}
  </section>`
}

/** One word on server and network. @param {{ status: Status }} props */
function Health({ status }) {
  if (alarm.value) {
    return html`<p class="health health--alarm"><span class="health__dot" aria-hidden="true"></span>${t(`health.${alarm.value}`)}</p>`
  }
  return html`<p class=${`health health--${status}`}><span class="health__dot" aria-hidden="true"></span>${t(`health.${status}`)}</p>`
}

function Wall() {
  const dark = Boolean(session.value?.blank)
  return html`<section class="room__wall">
    <h2>${t("wall.title")}</h2>
    ${h(Stage, {})}
    <button type="button" class=${`panic${dark ? " panic--on" : ""}`} aria-pressed=${dark} data-name="blank" onClick=${blank}>
      ${h(Icon, { name: dark ? "visibility" : "visibility-off" })}
      <span>${t(dark ? "wall.show" : "wall.blank")}</span><kbd>B</kbd>
    </button>
  </section>`
}

function Ways() {
  const event = state.value.event
  return html`<section class="room__ways">
    <h2>${t("ways.title")}</h2>
    <ul>
      ${h(Way, { icon: "open-in-new", name: "join", text: t("join.show") })}
      ${h(Way, { icon: "add", name: "add", text: t("add.title") })}
      ${h(Way, { icon: "edit", name: "texts", text: t("texts.title") })}
      ${h(Way, { icon: "account-circle", name: "invitations", text: t("invite.title") })}
      ${h(Way, { icon: "checklist", name: "admission", text: t("admission.title") })}
      ${h(Way, { icon: "dehaze", name: "tables", text: t("tables.title") })}
      ${h(Way, { icon: "draft", name: "paper", text: t("paper.title") })}
      ${h(Way, { icon: "content-copy", name: "template", text: t("template.title") })}
      ${h(Way, { icon: "autorenew", name: "history", text: t("history.title") })}
      <li><a href=${`${base}/export.csv`} download>${h(Icon, { name: "download" })}<span>${t("export.csv")}</span></a></li>
      <li><a href=${`${base}/export.json`} download>${h(Icon, { name: "download" })}<span>${t("export.json")}</span></a></li>
    </ul>
    ${event?.notice_sample && html`<p class="hint">${t("room.notice_sample")}</p>`}
  </section>`
}

/** @param {{ icon: string, name: string, text: string }} props */
function Way({ icon, name, text }) {
  return html`<li>
    <button type="button" data-name=${`open-${name}`} onClick=${() => open(name)}>${h(Icon, { name: icon })}<span>${text}</span></button>
  </li>`
}
