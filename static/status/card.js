// One measure in the form: what is known of it, what its unit says, whether that has arrived.
import { get } from "../shared/api.js"
import { day, figure, span, typedNumber } from "../shared/format.js"
import { refusalText, t } from "../shared/text.js"
import { Button, Field, Notice } from "../shared/ui.js"
import { h, html, useState } from "../vendor/preact.js"
import { LightChoice } from "./lights.js"
import { lacking, needsReason, sentOf, valuesOf } from "./report.js"
import { useSaving } from "./saving.js"

/** @import { Form, FormMeasure, Report, Values } from "./report.js" */

/** @typedef {{ values: Values, set: (change: Partial<Values>) => void, error: (field: string) => string, shut: boolean, measure: FormMeasure }} Asking */

/** @param {{ form: Form, measure: FormMeasure, report: Report | undefined, today: string, onStored: (report: Report) => void }} props */
export function Card({ form, measure, report, today, onStored }) {
  const saving = useSaving({
    key: `masswerk status ${form.request.id} ${measure.id}`,
    path: `/status/reports/${measure.id}`,
    report,
    first: valuesOf(measure, report, today, figure),
    sent: (values, version, submit) => sentOf(values, version, submit, typedNumber),
    ask: async () =>
      /** @type {Form} */ (await get("/status/form")).reports.find((one) => one.measure === measure.id),
    onStored,
  })
  const [tried, setTried] = useState(false)
  const { values, set, kept, theirs } = saving
  const wrong = lacking(values, measure, today, typedNumber)
  const shut = report?.state === "accepted"
  const sent = report?.state === "submitted" && kept === "saved"
  const error = (/** @type {string} */ field) => (tried && wrong[field] ? t(wrong[field]) : "")
  const submit = () => {
    setTried(true)
    if (Object.keys(wrong).length === 0) saving.submit()
  }
  const number = measure.number
    ? `${form.prefix || "M"}${String(measure.number).padStart(2, "0")}`
    : `V${measure.candidate_number}`
  const asking = { values, set, error, shut, measure }

  return html`<article class="report" aria-labelledby=${`title-${measure.id}`} data-name="report">
    <header class="report__head">
      <h2 id=${`title-${measure.id}`}><span class="report__number">${number}</span> ${measure.title}</h2>
      <p class="report__kept" role="status">${shut ? t("status.accepted") : sent ? t("status.sent") : t(`status.kept.${kept}`)}</p>
    </header>
    ${measure.summary && html`<p class="muted report__summary">${measure.summary}</p>`}
    ${report?.state === "returned" && h(Notice, { tone: "warning", title: t("status.returned"), children: html`<p>${report.return}</p>` })}
    ${theirs && h(Theirs, { theirs, onKeep: () => saving.keepOwn(theirs.version), onTake: () => saving.take(valuesOf(measure, theirs, today, figure), theirs.version) })}
    ${h(Standing, asking)}
    ${h(Times, asking)}
    ${h(Figures, asking)}
    ${h(Words, asking)}
    ${saving.refusal && h(Notice, { tone: "danger", alert: true, children: html`<p>${refusalText(saving.refusal)}</p>` })}
    ${tried && Object.keys(wrong).length > 0 && h(Notice, { tone: "warning", alert: true, children: html`<p>${t("status.lacking")}</p>` })}
    ${shut ? null : h(Button, { kind: "primary", name: "send-report", busy: kept === "saving", onClick: submit, children: sent || report?.state === "submitted" ? t("status.send_again") : t("status.send") })}
  </article>`
}

/** @param {Asking} props */
function Standing({ values, set, error, shut, measure }) {
  return html`<div class="report__grid">
    ${h(Field, { label: t("status.on"), type: "date", value: values.on, onInput: (on) => set({ on }), error: error("on"), input: { disabled: shut } })}
    ${h(Field, { label: t("status.progress"), value: values.progress, onInput: (progress) => set({ progress }), error: error("progress"), input: { inputmode: "numeric", disabled: shut, name: "progress" } })}
    ${
      /** @type {const} */ (["time", "result", "budget"]).map((key) =>
        h(LightChoice, {
          key,
          id: `${key}-${measure.id}`,
          legend: t(`status.light_of.${key}`),
          value: values[key],
          disabled: shut,
          onChoose: (light) => set({ [key]: light }),
        }),
      )
    }
  </div>`
}

/** @param {Asking} props */
function Times({ values, set, error, shut, measure }) {
  return html`<section>
    <h3>${t("status.times")}</h3>
    <p class="muted small">${span(measure.baseline) ? t("status.baseline", { span: span(measure.baseline) }) : t("status.no_baseline")}</p>
    <div class="report__grid">
      ${h(Field, { label: t("status.start"), type: "date", value: values.start, onInput: (start) => set({ start }), input: { disabled: shut } })}
      ${h(Field, { label: t("status.end"), type: "date", value: values.end, onInput: (end) => set({ end }), error: error("end"), input: { disabled: shut, name: "end" } })}
    </div>
    ${needsReason(values, measure) && h(Field, { label: t("status.reason"), type: "textarea", rows: 2, value: values.date_reason, onInput: (date_reason) => set({ date_reason }), error: error("date_reason"), input: { disabled: shut, maxlength: 2000, name: "date_reason" } })}
    ${measure.milestones.length > 0 && html`<h4>${t("status.milestones")}</h4>`}
    ${measure.milestones.map((one) =>
      one.done
        ? html`<p key=${one.id} class="report__line">✓ ${one.title} <span class="muted">${day(one.done)}</span></p>`
        : h(Field, {
            key: one.id,
            label: t("status.reached", { title: one.title }),
            hint: one.due ? t("status.due", { day: day(one.due) }) : "",
            type: "date",
            value: values.reached[one.id] ?? "",
            onInput: (on) => set({ reached: { ...values.reached, [one.id]: on } }),
            error: error(`reached ${one.id}`),
            input: { disabled: shut },
          }),
    )}
  </section>`
}

/** @param {Asking} props */
function Figures({ values, set, error, shut, measure }) {
  if (measure.indicators.length === 0) return null
  return html`<section>
    <h3>${t("status.indicators")}</h3>
    <div class="report__grid">${measure.indicators.map((one) => {
      const last = (one.actuals ?? [])[one.actuals?.length - 1]
      return h(Field, {
        key: one.id,
        label: [one.title, one.unit && t("status.in", { unit: one.unit })].filter(Boolean).join(" "),
        hint: t("status.figures", {
          last: last ? figure(last.value) : figure(one.baseline),
          target: figure(one.target),
        }),
        value: values.actuals[one.id] ?? "",
        onInput: (text) => set({ actuals: { ...values.actuals, [one.id]: text } }),
        error: error(`actual ${one.id}`),
        input: { inputmode: "decimal", disabled: shut },
      })
    })}</div>
  </section>`
}

/** @param {Asking} props */
function Words({ values, set, shut }) {
  return html`<section>
    <h3>${t("status.words")}</h3>
    ${
      /** @type {const} */ (["achievements", "outlook", "obstacles"]).map((key) =>
        h(Field, {
          key,
          label: t(`status.${key}`),
          type: "textarea",
          rows: 3,
          value: values[key],
          onInput: (text) => set({ [key]: text }),
          input: { disabled: shut, maxlength: 10000, name: key },
        }),
      )
    }
    ${h(Field, { label: t("status.highlight"), hint: t("status.highlight.hint"), value: values.highlight, onInput: (highlight) => set({ highlight }), input: { disabled: shut, maxlength: 1000 } })}
  </section>`
}

/** Another screen was quicker. @param {{ theirs: Report, onKeep: () => void, onTake: () => void }} props */
function Theirs({ theirs, onKeep, onTake }) {
  return h(Notice, {
    tone: "warning",
    alert: true,
    title: t("status.conflict"),
    children: html`<p>${t("status.conflict.text")}</p>
      <dl class="report__theirs">
        <dt>${t("status.progress")}</dt><dd>${figure(theirs.progress)}</dd>
        ${/** @type {const} */ (["achievements", "outlook", "obstacles"]).filter((key) => theirs[key]).map((key) => html`<dt key=${key}>${t(`status.${key}`)}</dt><dd>${theirs[key]}</dd>`)}
      </dl>
      <div class="actions">
        ${h(Button, { onClick: onKeep, children: t("status.keep_own") })}
        ${h(Button, { onClick: onTake, children: t("status.take_theirs") })}
      </div>`,
  })
}
