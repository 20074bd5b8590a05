// My ideas: each with its way so far, the link to come back with, and the way to take one back.
import { t } from "../shared/text.js"
import { Button, Dialog, IdeaNumber } from "../shared/ui.js"
import { h, html, useState } from "../vendor/preact.js"
import { IdeaLink } from "./link.js"
import { Redacted, Refused, stepsOf } from "./own.js"
import { Timeline } from "./timeline.js"

/** @import { Attendance, OwnEntry } from "./attend.js" */

/** @param {{ attendance: Attendance }} props */
export function Mine({ attendance }) {
  const { own, code, keep } = attendance
  const [leaving, setLeaving] = useState(0)
  const entries = own.value
  if (!entries.length) {
    return html`<h1>${t("mine.title")}</h1><p class="muted">${t("mine.empty")}</p>`
  }
  return html`<h1>${t("mine.title")}</h1>
    <ul class="cards">
      ${entries.map((entry) => h(MineCard, { key: entry.key, attendance, entry, onLeave: setLeaving }))}
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

/** @param {{ attendance: Attendance, entry: OwnEntry, onLeave: (number: number) => void }} props */
function MineCard({ attendance, entry, onLeave }) {
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
        : h(Timeline, { steps: stepsOf(attendance, entry) })
    }
    ${
      canLeave &&
      html`<div class="card__actions">
        ${h(Button, { kind: "tertiary", busy: isLeaving, name: "withdraw", onClick: () => onLeave(entry.number), children: isLeaving ? t("withdraw.busy") : t("withdraw") })}
      </div>`
    }
  </li>`
}
