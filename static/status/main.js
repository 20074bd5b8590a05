// A unit's form: how its measures stand. Opened by a link that ends; no account.
import { asRefusal, get, post } from "../shared/api.js"
import { day } from "../shared/format.js"
import { loadWords, refusalText, t } from "../shared/text.js"
import { Button, Notice } from "../shared/ui.js"
import { h, html, render, signal } from "../vendor/preact.js"
import { Card } from "./card.js"
import { Workbook } from "./workbook.js"

/** @import { Refusal } from "../shared/api.js" */
/** @import { Form, Report } from "./report.js" */

const form = signal(/** @type {Form | null} */ (null))
const refused = signal(/** @type {Refusal | null} */ (null))
/** Counts up when reports came in beside the form's own fields, so that these begin anew. */
const round = signal(0)

async function load() {
  try {
    form.value = await get("/status/form")
    refused.value = null
  } catch (error) {
    refused.value = asRefusal(error)
  }
}

/** @param {Report} report */
function noteReport(report) {
  const known = form.value
  if (!known) return
  const others = known.reports.filter((one) => one.measure !== report.measure)
  form.value = { ...known, reports: [...others, report] }
}

function App() {
  const known = form.value
  if (!known)
    return html`<main class="status">
      <p class="status__brand">Maßwerk</p>
      <h1>${t("status.title")}</h1>
      ${
        refused.value
          ? h(Notice, {
              tone: "warning",
              alert: true,
              children: html`<p>${refusalText(refused.value)}</p>${refused.value.code === "link_ended" ? null : h(Button, { kind: "tertiary", onClick: load, children: t("status.again") })}`,
            })
          : html`<p role="status">${t("status.loading")}</p>`
      }
    </main>`
  const { request, unit, house, measures, reports } = known
  const arrived = reports.filter(({ state }) => state === "submitted" || state === "accepted").length
  const today = new Date().toLocaleDateString("sv") // 2026-10-01, where this device is
  return html`<main class="status">
    <p class="status__brand">${house || "Maßwerk"}</p>
    <h1>${t("status.title_of", { period: request.period })}</h1>
    <p class="status__unit">${[unit.short, unit.title].filter(Boolean).join(" ")}</p>
    <p>${t("status.until", { day: day(request.due) })} <strong role="status">${t("status.arrived", { count: arrived, all: measures.length })}</strong></p>
    ${request.note && html`<p class="own-words">${request.note}</p>`}
    <p class="muted small">${t("status.about")}</p>
    ${measures.length === 0 && html`<p>${t("status.nothing")}</p>`}
    ${measures.map((measure) =>
      h(Card, {
        key: `${measure.id} ${round.value}`,
        form: known,
        measure,
        report: reports.find((one) => one.measure === measure.id),
        today,
        onStored: noteReport,
      }),
    )}
    ${
      measures.length > 0 &&
      h(Workbook, {
        measures,
        onTaken: async () => {
          await load()
          round.value++
        },
      })
    }
  </main>`
}

async function start() {
  const secret = location.hash.slice(1)
  await loadWords(navigator.language.startsWith("de") ? "de" : "en", "sie", "status")
  document.title = `${t("status.title")} · Maßwerk`
  const app = document.getElementById("app")
  if (app) render(h(App, {}), app)
  try {
    if (secret) {
      await post("/status/enter", { secret })
      history.replaceState(null, "", location.pathname) // kept as a cookie from here on
    }
    await load()
  } catch (error) {
    refused.value = asRefusal(error)
  }
}

start().catch(() => undefined)
