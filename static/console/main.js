// The console's door: trades the invitation for a cookie, connects, and shows the desk.

import { asRefusal, get, post, Refusal } from "../shared/api.js"
import { connect } from "../shared/connection.js"
import { language, loadWords, refusalText, t } from "../shared/text.js"
import { Button } from "../shared/ui.js"
import { effect, h, html, render, signal } from "../vendor/preact.js"
import { Console } from "./console.js"
import { followPhase, helps, keepSteps, line, session, state } from "./desk.js"
import { listen } from "./keys.js"
import { Helping } from "./talk/helping.js"
import { prepare } from "./votes/draft.js"

const event = location.pathname.split("/")[2]
const path = `/console/${event}`
const door = signal(/** @type {"opening" | "open" | string} a code when it stays shut */ ("opening"))

let secret = location.hash.slice(1)
if (secret) history.replaceState(null, "", path)

async function enter() {
  door.value = "opening"
  try {
    if (secret) await post(`${path}/enter`, { secret })
    secret = ""
    const { role } = await probe()
    helps.value = role === "helper"
    if (!line.value) connectDesk()
    door.value = "open"
  } catch (error) {
    door.value = asRefusal(error).code
  }
}

/** Asks whether this browser may be here. @param {AbortSignal} [signal] */
async function probe(signal) {
  return get(`${path}/me`, signal).catch((error) => {
    const refusal = asRefusal(error)
    const barred = refusal.status >= 400 && refusal.status < 500 && refusal.status !== 429
    throw barred ? new Refusal({ code: "link_invalid", status: refusal.status }) : refusal
  })
}

function connectDesk() {
  const remembered = sessionStorage.getItem(path) || ""
  line.value = connect({ path, session: remembered, state, probe })
  keepSteps(path)
  effect(() => {
    if (session.value) sessionStorage.setItem(path, session.value.id)
  })
  effect(followPhase)
  effect(prepare)
  effect(() => {
    const { sessions, followed, event: shown } = state.value
    if (sessions.length && !sessions.some(({ id }) => id === followed)) line.value?.follow(sessions[0].id)
    if (shown && shown.language !== language()) loadWords(shown.language, shown.address, "console")
    if (shown) document.title = `${shown.title} · ${t("page.title")}`
  })
}

function Door() {
  const reason = line.value?.reason.value || door.value
  if (reason === "open") return h(helps.value ? Helping : Console, {})
  if (reason === "opening")
    return html`<main class="door"><p class="door__wait" role="status">${t("door.opening")}</p></main>`
  const again = reason !== "link_invalid" && reason !== "forbidden" && reason !== "event_closed"
  return html`<main class="door">
    <p class="door__brand">Maßwerk</p>
    <h1>${t(again ? "door.later" : reason === "event_closed" ? "door.over" : "door.shut")}</h1>
    <p>${again ? refusalText({ code: reason }) : t(reason === "event_closed" ? "door.over.why" : "door.shut.why")}</p>
    ${
      again
        ? h(Button, { kind: "primary", onClick: enter, children: t("door.again") })
        : html`<p><a class="kern-link" href="/staff">${t("door.staff")}</a></p>`
    }
  </main>`
}

async function start() {
  await loadWords((navigator.language || "de").startsWith("de") ? "de" : "en", "sie", "console")
  document.title = t("page.title")
  render(h(Door, {}), /** @type {HTMLElement} */ (document.getElementById("page")))
  listen()
  await enter()
}

start()
