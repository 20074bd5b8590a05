// Giving a secret ballot away: everything once more, what that means, one button; then only whether it
// is counted.
import { t } from "../../shared/text.js"
import { Button, Notice } from "../../shared/ui.js"
import { h, html, useEffect, useRef } from "../../vendor/preact.js"
import { fromPoints } from "./ballot.js"
import { Protection } from "./protection.js"
import { Chosen, restOf } from "./summary.js"

/** @import { RoundView } from "../../shared/types.js" */
/** @import { Attendance } from "../attend.js" */
/** @import { Points } from "./ballot.js" */
/** @import { Choice } from "./choice.js" */

/**
 * @param {{ attendance: Attendance, round: RoundView, all: Choice[], wanted: Points, left: number, onBack: () => void }} props
 */
export function Review({ attendance, round, all, wanted, left, onBack }) {
  const head = useRef(/** @type {HTMLElement | null} */ (null))
  useEffect(() => {
    window.scrollTo(0, 0)
    head.current?.focus({ preventScroll: true })
  }, [])
  const rest = restOf(round, all, wanted, left)
  return html`<h1 tabindex="-1" ref=${head}>${t("cast.title")}</h1>
    <section class="summary">
      ${h(Chosen, { attendance, round, all, points: fromPoints(wanted) })}
      ${rest && html`<p>${rest}</p>`}
    </section>
    ${h(Notice, { tone: "warning", children: html`<p>${t("cast.final")}</p>` })}
    <div class="stack">
      ${h(Button, { kind: "primary", block: true, name: "cast", onClick: () => attendance.voting.cast(round), children: t("cast.go") })}
      ${h(Button, { kind: "secondary", block: true, name: "cast-back", onClick: onBack, children: t("cast.back") })}
    </div>
    ${h(Protection, { attendance, round })}`
}

/** @param {{ attendance: Attendance, round: RoundView, stage: "sending" | "counted" }} props */
export function CastBallot({ attendance, round, stage }) {
  const isLive = attendance.connection.status.value === "live"
  useEffect(() => window.scrollTo(0, 0), [])
  const isCounted = stage === "counted"
  return html`<h1>${round.title || t(`vote.title.${round.subject}`)}</h1>
    <div class="pause" role="status" data-name="cast-state" data-stage=${stage}>
      <h2>${isCounted ? t("cast.counted") : t("cast.sending")}</h2>
      <p class="muted">${isCounted ? t("cast.counted.text") : isLive ? t("cast.sending.text") : t("cast.offline")}</p>
    </div>
    ${isCounted && html`<p class="small muted">${t("cast.wait")}</p>`}
    ${h(Protection, { attendance, round })}`
}
