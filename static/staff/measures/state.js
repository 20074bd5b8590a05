// A step in the life cycle: the usual one first, a reason for setbacks, a target for merging.
import { post, Refusal } from "../../shared/api.js"
import { t } from "../../shared/text.js"
import { Button, Dialog, Field, Notice } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { Choice, Form, Select } from "../form.js"
import { Problem, useAction } from "../load.js"
import { isSetback } from "./lifecycle.js"
import { calledOf } from "./marks.js"
import { stateName } from "./plan.js"

/** @import { Measure } from "../types.js" */
/** @import { Plan } from "./sifting.js" */

/**
 * @param {{ plan: Plan, measure: Measure, next: string[], first?: string, onClose: () => void,
 *   onDone: (measure: Measure) => void }} props first: the step to begin with
 */
export function StateDialog({ plan, measure, next, first, onClose, onDone }) {
  const [state, setState] = useState(first ?? next[0] ?? "")
  const [reason, setReason] = useState("")
  const [into, setInto] = useState("")
  const [tried, setTried] = useState(false)
  const entering = useAction()
  const setback = isSetback(measure.state, state)
  const gate = measure.profile.gate
  const shut =
    state === "assessed" &&
    !(gate && [gate.competent, gate.lawful, gate.new].every(({ answer }) => answer === "yes"))
  const lacking = (setback && !reason.trim()) || (state === "merged" && !into)
  function submit() {
    setTried(true)
    if (lacking) return
    entering.run(async () => {
      const asked = {
        base: measure.version,
        state,
        reason: reason.trim(),
        into: state === "merged" ? into : "",
      }
      try {
        onDone(await post(`/staff/api/measures/${measure.id}/state`, asked))
      } catch (error) {
        if (error instanceof Refusal && error.field === "gate") throw new Refusal({ code: "gate" })
        throw error
      }
    })
  }
  return h(Dialog, {
    title: t("measure.move_title", { called: calledOf(measure, plan.house) }),
    onClose,
    children: h(Form, {
      onSubmit: submit,
      children: html`
        <p>${t("measure.move_now")} <strong>${stateName(plan.house, measure.state)}</strong></p>
        ${h(Choice, { name: "state", legend: t("measure.move_to"), value: state, onInput: setState, options: next.map((key) => ({ key, label: stateName(plan.house, key), note: isSetback(measure.state, key) ? t("measure.move_reason") : "" })) })}
        ${shut ? h(Notice, { tone: "warning", children: html`<p>${t("measure.gate_first")} <a href="#gate" onClick=${onClose}>${t("measure.section.gate")}</a></p>` }) : null}
        ${
          state === "merged"
            ? h(Select, {
                id: "into",
                label: t("measure.merge_into"),
                value: into,
                onInput: setInto,
                options: [
                  ["", t("measures.bulk.choose")],
                  ...plan.measures
                    .filter((one) => one.id !== measure.id && one.state !== "merged")
                    .map((one) => /** @type {[string, string]} */ ([one.id, calledOf(one, plan.house)])),
                ],
              })
            : null
        }
        ${tried && state === "merged" && !into ? html`<p class="kern-error" role="alert">${t("measure.merge_needed")}</p>` : null}
        ${h(Field, { label: t("measures.reason"), hint: t(setback ? "measure.reason_setback" : "measure.reason_free"), type: "textarea", rows: 3, value: reason, onInput: setReason, error: tried && setback && !reason.trim() ? t("form.needed") : "", input: { name: "reason", maxlength: 2000 } })}
        ${entering.refusal?.code === "gate" ? h(Notice, { tone: "danger", alert: true, children: html`<p>${t("measure.gate_first")}</p>` }) : h(Problem, { refusal: entering.refusal })}
        <div class="actions">
          ${h(Button, { kind: "primary", type: "submit", busy: entering.busy, disabled: !state, children: state ? t("measure.move_do", { state: stateName(plan.house, state) }) : t("measure.move") })}
          ${h(Button, { kind: "tertiary", onClick: onClose, children: t("form.cancel") })}
        </div>
        <p class="muted small">${t("measure.move_told")}</p>`,
    }),
  })
}
