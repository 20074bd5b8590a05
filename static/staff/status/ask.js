// Asking units, by a link each, how their measures stand.
import { post } from "../../shared/api.js"
import { t } from "../../shared/text.js"
import { Button, Dialog, Field } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { Form } from "../form.js"
import { Problem, useAction } from "../load.js"
import { leading, periodOf } from "./period.js"
import { nameOf } from "./status.js"

/** @import { Linked, Standing } from "./status.js" */

const DAY_MS = 86_400_000
const USUAL_DAYS = 21

/** @param {{ data: Standing, onClose: () => void, onAsked: (made: Linked[]) => void }} props */
export function AskDialog({ data, onClose, onAsked }) {
  const units = leading([...data.measures.values()], [...data.units.values()])
  const [values, setValues] = useState(() => ({
    period: periodOf(new Date()),
    units: units.map(({ unit }) => unit.id),
    due: new Date(Date.now() + USUAL_DAYS * DAY_MS).toISOString().slice(0, 10),
    note: "",
    days: `${USUAL_DAYS + 14}`,
  }))
  const [tried, setTried] = useState(false)
  const asking = useAction()
  /** @param {Partial<typeof values>} change */
  const set = (change) => setValues({ ...values, ...change })
  const fits = /^\d{4}(-(H[12]|Q[1-4]))?$/.test(values.period)
  const days = Number(values.days)
  const wrongDays = !(days >= 1 && days <= 180)
  const submit = () =>
    asking.run(async () => {
      setTried(true)
      if (!fits || values.units.length === 0 || wrongDays) return
      onAsked((await post("/staff/api/status", { ...values, days })).requests)
    })
  return h(Dialog, {
    title: t("reports.ask"),
    onClose,
    actions: h(Button, {
      kind: "primary",
      busy: asking.busy,
      name: "send-ask",
      onClick: submit,
      children: t("reports.ask.do"),
    }),
    children: h(Form, {
      onSubmit: submit,
      children: html`
        ${h(Field, { label: t("reports.period"), hint: t("reports.period.hint"), value: values.period, onInput: (period) => set({ period: period.trim().toUpperCase() }), error: tried && !fits ? t("reports.period.wrong") : "", input: { name: "period", maxlength: 7 } })}
        ${h(Field, { label: t("reports.due"), type: "date", value: values.due, onInput: (due) => set({ due }), input: { name: "due" } })}
        ${h(Field, { label: t("reports.days"), hint: t("reports.days.hint"), value: values.days, onInput: (text) => set({ days: text }), error: tried && wrongDays ? t("reports.days.wrong") : "", input: { inputmode: "numeric", name: "days" } })}
        <fieldset class="kern-fieldset">
          <legend class="kern-label">${t("reports.units")}</legend>
          ${units.length === 0 && html`<p>${t("reports.units.none")}</p>`}
          <div class="kern-fieldset__body">${units.map(
            ({ unit, count }) => html`<div key=${unit.id} class="kern-form-check">
              <input class="kern-form-check__checkbox" type="checkbox" id=${`ask-${unit.id}`} checked=${values.units.includes(unit.id)} onChange=${() => set({ units: values.units.includes(unit.id) ? values.units.filter((id) => id !== unit.id) : [...values.units, unit.id] })} />
              <label class="kern-label" for=${`ask-${unit.id}`}>${nameOf(unit)} <span class="muted">${t("reports.count", { count })}</span></label>
            </div>`,
          )}</div>
          ${tried && values.units.length === 0 && html`<p class="kern-error" role="alert">${t("reports.units.needed")}</p>`}
        </fieldset>
        ${h(Field, { label: t("reports.note"), type: "textarea", rows: 3, value: values.note, onInput: (note) => set({ note }), input: { name: "note", maxlength: 2000 } })}
        ${h(Problem, { refusal: asking.refusal })}`,
    }),
  })
}
