// One change to many measures, with a result for each.
import { post } from "../../shared/api.js"
import { pairs } from "../../shared/format.js"
import { refusalText, t } from "../../shared/text.js"
import { Button, Dialog, Field, Notice } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { Form, Select } from "../form.js"
import { can, Problem, useAction } from "../load.js"
import { nodeOptions } from "./filters.js"
import { calledOf } from "./marks.js"
import { priorities, stateName } from "./plan.js"
import { STATES } from "./reading.js"

/** @import { Measure } from "../types.js" */
/** @import { Plan } from "./sifting.js" */

/** @typedef {{ id: string, version?: number, code?: string, field?: string }} Result */

/** The server takes so many at once. */
const MOST = 500
const PARTS = ["field", "areas", "lead", "priority", "visibility", "state"]

/**
 * @param {{ plan: Plan, chosen: Measure[], onClose: () => void, onDone: () => Promise<void> }} props
 */
export function BulkDialog({ plan, chosen, onClose, onDone }) {
  const [part, setPart] = useState("field")
  const [value, setValue] = useState("")
  const [reason, setReason] = useState("")
  const [results, setResults] = useState(/** @type {Result[] | null} */ (null))
  const changing = useAction()
  const ids = chosen.map(({ id }) => id)
  const parts = PARTS.filter((one) => one !== "visibility" || can("publish"))
  const submit = () =>
    changing.run(async () => {
      const change =
        part === "state"
          ? { state: value, reason }
          : { parts: { [part]: part === "areas" ? (value ? [value] : []) : value }, reason }
      /** @type {Result[]} */
      const all = []
      for (let at = 0; at < ids.length; at += MOST) {
        const answer = await post("/staff/api/measures/bulk", { ids: ids.slice(at, at + MOST), ...change })
        all.push(...answer.results)
      }
      setResults(all)
      await onDone()
    })
  if (results) return h(Results, { plan, chosen, results, onClose })
  return h(Dialog, {
    title: t("measures.bulk.title", { count: chosen.length }),
    onClose,
    children: h(Form, {
      onSubmit: submit,
      children: html`
        ${h(Select, {
          id: "bulk-part",
          label: t("measures.bulk.part"),
          value: part,
          onInput: (next) => {
            setPart(next)
            setValue("")
          },
          options: pairs(parts, (one) => t(`measures.bulk.${one}`)),
        })}
        ${h(Select, { key: part, id: "bulk-value", label: t("measures.bulk.value"), value, onInput: setValue, options: valuesOf(plan, part) })}
        ${part === "state" ? h(Field, { label: t("measures.reason"), hint: t("measures.bulk.reason_hint"), type: "textarea", value: reason, onInput: setReason, input: { maxlength: 2000 } }) : null}
        <ul class="chosen">${chosen.map((measure) => html`<li key=${measure.id}>${calledOf(measure, plan.house)}</li>`)}</ul>
        ${h(Problem, { refusal: changing.refusal })}
        <div class="actions">
          ${h(Button, { kind: "primary", type: "submit", busy: changing.busy, disabled: part === "state" && !value, children: t("measures.bulk.do", { count: chosen.length }) })}
          ${h(Button, { kind: "tertiary", onClick: onClose, children: t("form.cancel") })}
        </div>`,
    }),
  })
}

/** @param {Plan} plan @param {string} part @returns {[string, string][]} */
function valuesOf({ nodes, house }, part) {
  const empty = /** @type {[string, string]} */ (["", t("measures.bulk.empty")])
  switch (part) {
    case "state":
      return [
        ["", t("measures.bulk.choose")],
        ...STATES.filter((state) => state !== "merged").map(
          (state) => /** @type {[string, string]} */ ([state, stateName(house, state)]),
        ),
      ]
    case "priority":
      return [empty, ...priorities(house)]
    case "visibility":
      return [
        ["internal", t("publication.internal")],
        ["committee", t("publication.committee")],
        ["public", t("publication.public")],
      ]
    default:
      return [empty, ...nodeOptions(nodes, [{ areas: "area", lead: "unit" }[part] ?? "field"])]
  }
}

/** @param {{ plan: Plan, chosen: Measure[], results: Result[], onClose: () => void }} props */
function Results({ plan, chosen, results, onClose }) {
  const failed = results.filter(({ code }) => code)
  const named = new Map(chosen.map((measure) => [measure.id, calledOf(measure, plan.house)]))
  return h(Dialog, {
    title: t("measures.bulk.results"),
    onClose,
    children: html`
      ${h(Notice, { tone: failed.length > 0 ? "warning" : "success", alert: failed.length > 0, children: html`<p>${t("measures.bulk.changed", { count: results.length - failed.length })}${failed.length > 0 ? ` ${t("measures.bulk.failed", { count: failed.length })}` : ""}</p>` })}
      ${
        failed.length > 0
          ? html`<table class="table"><thead><tr><th scope="col">${t("measures.column.title")}</th><th scope="col">${t("measures.bulk.why")}</th></tr></thead>
            <tbody>${failed.map(({ id, code = "", field }) => html`<tr key=${id}><th scope="row">${named.get(id) ?? id}</th><td>${field === "gate" ? t("measure.gate_first") : refusalText({ code })}</td></tr>`)}</tbody></table>`
          : null
      }`,
    actions: h(Button, { kind: "primary", onClick: onClose, children: t("ui.close") }),
  })
}
