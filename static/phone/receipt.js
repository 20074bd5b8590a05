// What became of my ideas: opened with the Ideen-Link, on any device, also after the event is
// deleted. The secret leaves the address bar at once and goes to nobody but our own server.
import { asRefusal, post } from "../shared/api.js"
import { date, loadWords, refusalText, t } from "../shared/text.js"
import { Button, IdeaNumber, Notice } from "../shared/ui.js"
import { h, html, useEffect, useState } from "../vendor/preact.js"
import { journey } from "./journey.js"
import { keepFor } from "./keep.js"
import { IdeaLink } from "./link.js"
import { Timeline } from "./timeline.js"

/** @import { Receipt as Found, Trace } from "../shared/types.js" */
/** @import { StateNames } from "./journey.js" */

/** @param {string} code @returns {string} */
function takeSecret(code) {
  const place = `masswerk ${code} opened`
  const inAddress = location.hash.slice(1)
  if (inAddress) history.replaceState(history.state, "", location.pathname)
  try {
    if (inAddress) sessionStorage.setItem(place, inAddress)
    const opened = inAddress || sessionStorage.getItem(place)
    if (opened) return opened
  } catch {}
  const keep = keepFor(code)
  return inAddress || (keep.hasReceipt() ? keep.receiptSecret() : "")
}

/** @param {{ code: string }} props */
export function Receipt({ code }) {
  const [secret] = useState(() => takeSecret(code))
  const [found, setFound] = useState(/** @type {Found | null} */ (null))
  const [error, setError] = useState(secret ? "" : "link_invalid")

  async function open() {
    setError("")
    try {
      const receipt = await post(`/e/${code}/receipt`, { secret })
      const { language, address } = (receipt.deleted && keepFor(code).speech()) || receipt
      await loadWords(language, address, "phone")
      setFound(receipt)
    } catch (refusal) {
      setError(asRefusal(refusal).code)
    }
  }
  useEffect(() => {
    if (secret) open()
  }, [])

  return html`<main class="page receipt">
    <p class="brand">${t("brand")}</p>
    <h1>${t("receipt.title")}</h1>
    ${
      error &&
      html`${h(Notice, { tone: "warning", alert: true, children: html`<p>${error === "link_invalid" ? t("receipt.none") : refusalText({ code: error })}</p>` })}
        ${secret && h(Button, { kind: "primary", onClick: open, children: t("stopped.again") })}`
    }
    ${!error && !found && html`<div class="waiting" aria-busy="true"></div>`}
    ${found && h(Traces, { code, secret, found })}
  </main>`
}

/** @param {{ code: string, secret: string, found: Found }} props */
function Traces({ code, secret, found }) {
  return html`<p>${found.title}, ${date(found.held_on)}</p>
    ${found.deleted && h(Notice, { tone: "info", children: html`<p>${t("receipt.deleted")}</p>` })}
    ${!found.ideas.length && html`<p class="muted">${t("receipt.empty")}</p>`}
    <ul class="cards">
      ${found.ideas.map((idea) => h(TraceCard, { key: idea.number, idea, names: found.state_names, isDeleted: Boolean(found.deleted) }))}
    </ul>
    ${found.ideas.length > 0 && h(IdeaLink, { code, secret, withCode: keepFor(code).isJoined() && !found.deleted })}
    ${!found.deleted && html`<p class="no-print"><a href=${`/e/${code}`}>${t("receipt.event")}</a></p>`}`
}

/** @param {{ idea: Trace, names?: StateNames, isDeleted: boolean }} props */
function TraceCard({ idea, names, isDeleted }) {
  return html`<li class="card">
    <p class="card__kind">${h(IdeaNumber, { number: idea.number })} · ${t(`kind.${idea.kind}`)}</p>
    ${
      idea.text
        ? html`<p class="own-words card__text">${idea.text}</p>`
        : isDeleted && idea.state !== "withdrawn" && html`<p class="muted">${t("receipt.text.gone")}</p>`
    }
    ${h(Timeline, { steps: journey(idea, { field: idea.field, remains: true, found: idea }), names })}
    ${!idea.outcome && idea.state !== "withdrawn" && html`<p class="small muted">${t("receipt.open")}</p>`}
  </li>`
}
