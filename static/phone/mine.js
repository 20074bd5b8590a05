// My ideas: each with its way so far, the link to come back with, and the way to take one back.
import { post } from "../shared/api.js"
import { t } from "../shared/text.js"
import { Button, Dialog, IdeaNumber } from "../shared/ui.js"
import { h, html, useEffect, useState } from "../vendor/preact.js"
import { movedSince } from "./journey.js"
import { IdeaLink } from "./link.js"
import { Redacted, Refused, stepsOf } from "./own.js"
import { Timeline } from "./timeline.js"

/** @import { Receipt } from "../shared/types.js" */
/** @import { Attendance, OwnEntry } from "./attend.js" */
/** @import { StateNames } from "./journey.js" */

/** @param {{ attendance: Attendance }} props */
export function Mine({ attendance }) {
  const { own, code, keep } = attendance
  const [leaving, setLeaving] = useState(0)
  const entries = own.value
  const found = useJourney(attendance)
  if (!entries.length) {
    return html`<h1>${t("mine.title")}</h1><p class="muted">${t("mine.empty")}</p>`
  }
  return html`<h1>${t("mine.title")}</h1>
    <ul class="cards">
      ${entries.map((entry) => h(MineCard, { key: entry.key, attendance, entry, found, onLeave: setLeaving }))}
    </ul>
    ${entries.some((entry) => entry.number) && h(IdeaLink, { code, secret: keep.receiptSecret() })}
    ${
      leaving > 0 &&
      h(Dialog, {
        title: t("withdraw.title", { number: `${leaving}` }),
        onClose: () => setLeaving(0),
        children: html`<p>${t("withdraw.text")}</p>`,
        actions: [
          h(Button, {
            key: "yes",
            kind: "primary",
            danger: true,
            name: "withdraw-yes",
            onClick: () => {
              attendance.withdraw(leaving).catch(() => {}) // shown on top
              setLeaving(0)
            },
            children: t("withdraw.yes"),
          }),
          h(Button, {
            key: "no",
            kind: "secondary",
            onClick: () => setLeaving(0),
            children: t("withdraw.no"),
          }),
        ],
      })
    }`
}

/**
 * What the own idea link tells of measures: the days on which they moved. Asked for only while
 * somebody looks at this page and there is a measure; without an answer the days are missing.
 * @param {Attendance} attendance @returns {Receipt | null}
 */
function useJourney({ own, code, keep }) {
  const [found, setFound] = useState(/** @type {Receipt | null} */ (null))
  const moved = movedSince(own.value.flatMap((entry) => entry.idea ?? []))
  useEffect(() => {
    if (!moved || !keep.hasReceipt()) return
    let isGone = false
    post(`/e/${code}/receipt`, { secret: keep.receiptSecret() })
      .then((receipt) => !isGone && setFound(receipt))
      .catch(() => {}) // tried again when the measure moves, or the page is opened anew
    return () => {
      isGone = true
    }
  }, [moved])
  return found
}

/** @param {{ attendance: Attendance, entry: OwnEntry, found: Receipt | null, onLeave: (number: number) => void }} props */
function MineCard({ attendance, entry, found, onLeave }) {
  /** @type {StateNames | undefined} */
  const names = found?.state_names
  const trace = found?.ideas.find((idea) => idea.number === entry.number)
  const { state, withdrawing } = attendance
  const session =
    state.value.sessions.length > 1 && state.value.sessions.find((one) => one.id === entry.session)
  const isLeaving = withdrawing.value.has(entry.number)
  const canLeave = entry.idea && entry.idea.state !== "withdrawn"
  return html`<li class="card">
    <p class="card__kind">
      ${entry.number ? html`${h(IdeaNumber, { number: entry.number })} · ` : null}${t(`kind.${entry.kind}`)}${session ? ` · ${session.title}` : ""}
    </p>
    ${entry.text && html`<p class="own-words card__text">${entry.text}</p>`}
    ${h(Redacted, { entry })}
    ${
      entry.place === "refused"
        ? html`<p class="standing standing--warn">${t("journey.refused")}</p>
            ${h(Refused, { attendance, entry })}`
        : h(Timeline, { steps: stepsOf(attendance, entry, trace), names })
    }
    ${
      canLeave &&
      html`<div class="card__actions">
        ${h(Button, { kind: "tertiary", busy: isLeaving, name: "withdraw", onClick: () => onLeave(entry.number), children: isLeaving ? t("withdraw.busy") : t("withdraw") })}
      </div>`
    }
  </li>`
}
