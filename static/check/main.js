// Tells whether this device reaches the house from this network, and by which way.
import { loadWords, t } from "../shared/text.js"
import { Button, Icon } from "../shared/ui.js"
import { h, html, render, signal } from "../vendor/preact.js"
import { tryAll } from "./tries.js"
import { meaning, toneOf } from "./verdict.js"

/** @import { Found } from "./tries.js" */
/** @import { Meaning } from "./verdict.js" */

const found = signal(/** @type {Found} */ ({}))
const busy = signal(false)

async function check() {
  found.value = {}
  busy.value = true
  await tryAll((news) => {
    found.value = { ...found.value, ...news }
  })
  busy.value = false
}

function Check() {
  const { reach, socket, events } = found.value
  return html`<main class="check">
    <p class="check__brand">Maßwerk</p>
    <header>
      <h1>${t("check.title")}</h1>
      <p class="check__address">${location.host}</p>
    </header>
    <ul class="check__lines" aria-busy=${busy.value ? "true" : "false"}>
      ${h(Line, { name: "reach", outcome: reach })}
      ${h(Line, { name: "socket", outcome: outcomeOf(socket, reach) })}
      ${h(Line, { name: "events", outcome: outcomeOf(events, reach) })}
    </ul>
    <div class="check__verdict" role="status" aria-live="polite">${h(Verdict, { found: meaning(found.value) })}</div>
    ${h(Button, { kind: "primary", block: true, busy: busy.value, name: "again", onClick: check, children: t("check.again") })}
  </main>`
}

/**
 * Nothing can be said to block a way to a server that is not reached at all.
 * @param {boolean | undefined} good @param {Found["reach"]} reach
 */
function outcomeOf(good, reach) {
  if (good === undefined || (!good && reach === undefined)) return undefined
  if (good) return "open"
  return reach === "reached" ? "blocked" : "none"
}

/** @type {Record<string, { tone: string, icon: string }>} */
const MARKS = {
  reached: { tone: "good", icon: "success" },
  open: { tone: "good", icon: "success" },
  portal: { tone: "warn", icon: "warning" },
  blocked: { tone: "warn", icon: "warning" },
  unreachable: { tone: "bad", icon: "danger" },
  none: { tone: "none", icon: "close" },
  waiting: { tone: "none", icon: "autorenew" },
}

/** @param {{ name: string, outcome: string | undefined }} props */
function Line({ name, outcome = "waiting" }) {
  const { tone, icon } = MARKS[outcome]
  return html`<li class=${`check__line check__line--${tone}`} data-name=${name} data-outcome=${outcome}>
    ${h(Icon, { name: icon })}
    <div>
      <h2>${t(`line.${name}`)}</h2>
      <p>${t(`outcome.${outcome}`)}</p>
    </div>
  </li>`
}

/** @param {{ found: Meaning | "" }} props */
function Verdict({ found }) {
  if (!found) return html`<p class="check__wait">${t("check.wait")}</p>`
  return html`<section class=${`check__meaning check__meaning--${toneOf(found)}`} data-name="verdict" data-meaning=${found}>
      <h2>${t(`verdict.${found}`)}</h2>
      <p>${t(`todo.${found}`)}</p>
    </section>
    <section class="check__it">
      <h2>${t("it.title")}</h2>
      <p>${t(`it.${found}`, { address: location.host })}</p>
    </section>`
}

async function start() {
  await loadWords((navigator.language || "de").startsWith("de") ? "de" : "en", "sie", "check")
  document.title = `${t("check.title")} · Maßwerk`
  render(h(Check, {}), /** @type {HTMLElement} */ (document.getElementById("app")))
  await check()
}

start()
