// Which template an event starts from: those that come with Maßwerk, and one's own.
import { remove } from "../shared/api.js"
import { t } from "../shared/text.js"
import { Button, Dialog } from "../shared/ui.js"
import { h, html, useState } from "../vendor/preact.js"
import { Choice } from "./form.js"
import { Problem, useAction } from "./load.js"
import { keyOf } from "./templates.js"
import { chosenLanguage } from "./tongue.js"

/** @import { Own, Templates } from "./templates.js" */

/** How long it takes, and at how many tables. @param {{ minutes: number, tables?: number }} template */
function measure({ minutes, tables = 0 }) {
  const parts = [minutes ? t("template.minutes", { count: minutes }) : t("template.untimed")]
  if (tables) parts.push(t("template.tables", { count: tables }))
  return parts.join(" · ")
}

/**
 * @param {{ templates: Templates, value: string, onChange: (key: string) => void, onRemoved: () => Promise<void> }} props
 */
export function TemplateChoice({ templates, value, onChange, onRemoved }) {
  const [removing, setRemoving] = useState(/** @type {Own | null} */ (null))
  const language = chosenLanguage()
  return html`
    ${h(Choice, {
      name: "template",
      legend: t("create.template"),
      value,
      row: true,
      onInput: onChange,
      options: templates.shipped.map((template) => ({
        key: template.key,
        label: template.name[language],
        note: measure(template),
        hint: template.about[language],
      })),
    })}
    ${
      templates.own.length > 0 &&
      h(Choice, {
        name: "template",
        legend: t("create.own_templates"),
        value,
        row: true,
        onInput: onChange,
        options: templates.own.map((template) => ({
          key: keyOf(template),
          label: template.title,
          note: measure(template),
          hint: t("template.sessions", { count: template.sessions.length }),
          beside: h(Button, {
            kind: "tertiary",
            icon: "delete",
            iconOnly: true,
            onClick: () => setRemoving(template),
            children: t("template.remove", { title: template.title }),
          }),
        })),
      })
    }
    ${removing ? h(Removal, { template: removing, onClose: () => setRemoving(null), onRemoved }) : null}`
}

/** @param {{ template: Own, onClose: () => void, onRemoved: () => Promise<void> }} props */
function Removal({ template, onClose, onRemoved }) {
  const removing = useAction()
  const run = () =>
    removing.run(async () => {
      await remove(`/staff/api/templates/${template.id}`)
      onClose()
      await onRemoved()
    })
  return h(Dialog, {
    title: t("template.remove_title"),
    onClose,
    children: html`
      <p>${t("template.remove_what", { title: template.title })}</p>
      ${h(Problem, { refusal: removing.refusal })}
      <div class="actions">
        ${h(Button, { kind: "primary", danger: true, busy: removing.busy, onClick: run, children: t("template.remove_do") })}
        ${h(Button, { kind: "tertiary", onClick: onClose, children: t("form.cancel") })}
      </div>`,
  })
}
