// An event with several questions: choose one, change any time.
import { currentPhase } from "../shared/session.js"
import { t } from "../shared/text.js"
import { Button, Dialog } from "../shared/ui.js"
import { h, html, useState } from "../vendor/preact.js"

/** @import { Attendance } from "./attend.js" */

/** @param {{ attendance: Attendance }} props */
export function SessionChoice({ attendance }) {
  return html`<h1>${t("sessions.title")}</h1>
    <p class="muted">${t("sessions.hint")}</p>
    ${h(SessionList, { attendance, onChosen: () => {} })}`
}

/** @param {{ attendance: Attendance }} props */
export function SessionSwitch({ attendance }) {
  const [open, setOpen] = useState(false)
  return html`${h(Button, { kind: "tertiary", icon: "autorenew", name: "sessions", onClick: () => setOpen(true), children: t("sessions.switch") })}
    ${
      open &&
      h(Dialog, {
        title: t("sessions.title"),
        onClose: () => setOpen(false),
        children: h(SessionList, { attendance, onChosen: () => setOpen(false) }),
      })
    }`
}

/** @param {{ attendance: Attendance, onChosen: () => void }} props */
function SessionList({ attendance, onChosen }) {
  const { state, chosen, choose, about } = attendance
  const sessions = state.value.sessions.length ? state.value.sessions : about.sessions
  return html`<ul class="sessions">
    ${sessions.map((session) => {
      const phase = "phases" in session ? currentPhase(session) : undefined
      return html`<li key=${session.id}>
        <button type="button" class="session" aria-current=${session.id === chosen.value ? "true" : undefined} onClick=${() => {
          choose(session.id)
          onChosen()
        }}>
          <span class="session__title">${session.title}</span>
          ${session.prompt && html`<span class="session__prompt">${session.prompt}</span>`}
          ${phase && html`<span class="session__phase">${t("now.phase", { phase: phase.title || t(`phase.${phase.kind}`) })}</span>`}
        </button>
      </li>`
    })}
  </ul>`
}
