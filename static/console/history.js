// The last steps taken here, each with its way back.

import { t } from "../shared/text.js"
import { Button, Dialog } from "../shared/ui.js"
import { h, html } from "../vendor/preact.js"
import { close, steps, undo } from "./desk.js"

export function History() {
  return h(Dialog, {
    title: t("history.title"),
    onClose: close,
    children: html`<p class="hint">${t("history.hint")}</p>
      ${!steps.value.length && html`<p class="empty">${t("history.empty")}</p>`}
      <ol class="history">
        ${steps.value.map(
          (
            step,
          ) => html`<li key=${step.id} class=${step.undone ? "history__step history__step--undone" : "history__step"}>
            <span>${step.text}</span>
            ${h(Button, {
              kind: "tertiary",
              onClick: () => undo(step.id),
              label: `${t(step.undone ? "undo.redo" : "ui.undo")}: ${step.text}`,
              children: t(step.undone ? "undo.redo" : "ui.undo"),
            })}
          </li>`,
        )}
      </ol>`,
  })
}
