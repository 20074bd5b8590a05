// Parts that are lists of rows: milestones, projects, indicators, costs, risks.

import { amount, day, figure, pairs, span } from "../../shared/format.js"
import { n, t } from "../../shared/text.js"
import { h, html } from "../../vendor/preact.js"
import { LineEditor, NumberEditor, RowsEditor } from "./editors.js"
import { IndicatorLine } from "./line.js"
import { Part } from "./part.js"

/** @import { ComponentChildren } from "../../vendor/preact.js" */
/** @import { Cost, Effort, Indicator, Milestone, Project, Risk } from "../types.js" */
/** @import { Desk } from "./part.js" */

/** @param {{ heads: [string, boolean?][], rows: ComponentChildren[] }} props heads: words, and whether numbers stand below */
const Grid = ({ heads, rows }) =>
  html`<div class="table-wrap"><table class="table table--print">
    <thead><tr>${heads.map(([words, numeric]) => html`<th key=${words} scope="col" class=${numeric ? "numeric" : ""}>${words}</th>`)}</tr></thead>
    <tbody>${rows}</tbody>
  </table></div>`

/** @param {{ desk: Desk }} props */
export const MilestonesPart = ({ desk }) =>
  h(Part, {
    desk,
    part: "milestones",
    wide: true,
    show: (/** @type {Milestone[]} */ list) =>
      list.length > 0
        ? h(Grid, {
            heads: [[t("measure.milestone")], [t("measure.due")], [t("measure.done_on")]],
            rows: list.map(
              ({ id, title, due, done }) =>
                html`<tr key=${id}><th scope="row" lang="">${title}</th><td class="nowrap">${day(due) || "–"}</td><td class="nowrap">${done ? `✓ ${day(done)}` : "–"}</td></tr>`,
            ),
          })
        : null,
    edit: (value, set) =>
      h(RowsEditor, {
        value,
        set,
        add: t("measure.milestone_add"),
        named: ({ title }) => title,
        blank: () => ({ title: "", due: "", done: "" }),
        cells: [
          { key: "title", label: t("measure.milestone") },
          { key: "due", label: t("measure.due"), type: "date" },
          { key: "done", label: t("measure.done_on"), type: "date" },
        ],
      }),
  })

/** @param {{ desk: Desk }} props */
export const ProjectsPart = ({ desk }) =>
  h(Part, {
    desk,
    part: "projects",
    wide: true,
    show: (/** @type {Project[]} */ list) =>
      list.length > 0
        ? h(Grid, {
            heads: [
              [t("measure.project_number")],
              [t("measure.project")],
              [t("measure.project_lead")],
              [t("measure.phase")],
              [t("measure.period")],
            ],
            rows: list.map(
              (one) =>
                html`<tr key=${one.id}><td class="nowrap">${one.number || "–"}</td><th scope="row" lang="">${one.title}</th><td>${one.lead || "–"}</td><td>${one.phase || "–"}</td><td>${span(one) || "–"}</td></tr>`,
            ),
          })
        : null,
    edit: (value, set) =>
      h(RowsEditor, {
        value,
        set,
        add: t("measure.project_add"),
        named: ({ title }) => title,
        blank: () => ({ number: "", title: "", lead: "", phase: "", start: "", end: "" }),
        cells: [
          { key: "number", label: t("measure.project_number") },
          { key: "title", label: t("measure.project") },
          { key: "lead", label: t("measure.project_lead") },
          { key: "phase", label: t("measure.phase") },
          { key: "start", label: t("measure.start"), type: "date" },
          { key: "end", label: t("measure.end"), type: "date" },
        ],
      }),
  })

/** @param {{ desk: Desk }} props */
export const IndicatorsPart = ({ desk }) =>
  h(Part, {
    desk,
    part: "indicators",
    wide: true,
    show: (/** @type {Indicator[]} */ list) =>
      list.length > 0 ? html`${list.map((one) => h(IndicatorLine, { key: one.id, indicator: one }))}` : null,
    edit: (/** @type {Indicator[]} */ value, set) => html`
      ${h(RowsEditor, {
        value,
        set,
        add: t("measure.indicator_add"),
        named: ({ title }) => title,
        blank: () => ({ title: "", unit: "", baseline: null, target: null, due: "", actuals: [] }),
        cells: [
          { key: "title", label: t("measure.indicator") },
          { key: "unit", label: t("measure.unit") },
          { key: "baseline", label: t("measure.baseline"), type: "number" },
          { key: "target", label: t("measure.target"), type: "number" },
          { key: "due", label: t("measure.due"), type: "date" },
        ],
      })}
      ${value.map(
        (
          one,
          at,
        ) => html`<section key=${one.id} class="actuals"><h4>${t("measure.actuals_of", { indicator: one.title || `${at + 1}` })}</h4>
        ${h(RowsEditor, {
          value: one.actuals ?? [],
          set: (actuals) =>
            set(
              value.map((each) =>
                each.id === one.id
                  ? { ...each, actuals: actuals.map(({ on, value: number }) => ({ on, value: number ?? 0 })) }
                  : each,
              ),
            ),
          add: t("measure.actual_add"),
          named: ({ on }) => day(on),
          blank: () => ({ on: desk.plan.today, value: 0 }),
          cells: [
            { key: "on", label: t("measure.as_of"), type: "date" },
            { key: "value", label: t("measure.value"), type: "number" },
          ],
        })}</section>`,
      )}`,
  })

const CERTAINTIES = ["estimate", "calculated", "contract"]

/** @param {{ desk: Desk }} props */
export const CostsPart = ({ desk }) =>
  h(Part, {
    desk,
    part: "costs",
    wide: true,
    show: (/** @type {Cost[]} */ list) => (list.length > 0 ? h(CostTable, { costs: list }) : null),
    edit: (value, set) =>
      h(RowsEditor, {
        value,
        set,
        add: t("measure.cost_add"),
        named: ({ year, amount: euros }) => `${year} ${amount(euros ?? 0)}`,
        blank: () => ({
          kind: "once",
          year: Number(desk.plan.today.slice(0, 4)),
          amount: 0,
          certainty: "estimate",
          note: "",
        }),
        cells: [
          {
            key: "kind",
            label: t("measure.cost_kind"),
            type: "choice",
            options: [
              ["once", t("measure.cost.once")],
              ["running", t("measure.cost.running")],
            ],
          },
          { key: "year", label: t("measure.year"), type: "whole" },
          { key: "amount", label: t("measure.amount"), type: "whole" },
          {
            key: "certainty",
            label: t("measure.certainty"),
            type: "choice",
            options: pairs(CERTAINTIES, (key) => t(`measure.certainties.${key}`)),
          },
          { key: "note", label: t("measure.note") },
        ],
      }),
  })

/** @param {{ costs: Cost[] }} props */
function CostTable({ costs }) {
  const sum = (/** @type {string} */ kind) =>
    costs.filter((one) => one.kind === kind).reduce((all, one) => all + one.amount, 0)
  const byYear = [...costs].sort((a, b) => a.year - b.year || a.kind.localeCompare(b.kind))
  return html`<div class="table-wrap"><table class="table table--print">
    <thead><tr><th scope="col">${t("measure.year")}</th><th scope="col">${t("measure.cost_kind")}</th><th scope="col" class="numeric">${t("measure.amount")}</th><th scope="col">${t("measure.certainty")}</th></tr></thead>
    <tbody>${byYear.map((one) => html`<tr key=${one.id}><th scope="row">${`${one.year}`}</th><td>${t(`measure.cost.${one.kind}`)}${one.note ? html`<span class="cell-note muted small" lang="">${one.note}</span>` : null}</td><td class="numeric nowrap">${amount(one.amount)}</td><td>${one.certainty ? t(`measure.certainties.${one.certainty}`) : "–"}</td></tr>`)}</tbody>
    <tfoot>${["once", "running"].filter((kind) => sum(kind) > 0).map((kind) => html`<tr key=${kind}><th scope="row" colspan="2">${t(`measure.cost_sum.${kind}`)}</th><td class="numeric nowrap"><strong>${amount(sum(kind))}</strong></td><td></td></tr>`)}</tfoot>
  </table></div>`
}

/** @param {{ desk: Desk }} props */
export const EffortPart = ({ desk }) =>
  h(Part, {
    desk,
    part: "effort",
    show: (/** @type {Effort} */ { fte, days, note }) => {
      const said = [
        fte > 0 && t("measure.fte", { count: figure(fte) }),
        days > 0 && t("measure.effort_days", { count: n(days) }),
        note,
      ].filter(Boolean)
      return said.length > 0 ? said.join(" · ") : null
    },
    edit: (/** @type {Effort} */ value, set) => html`<div class="rows__cells">
      ${h(NumberEditor, { label: t("measure.effort_fte"), value: value.fte, set: (fte) => set({ ...value, fte: fte ?? 0 }) })}
      ${h(NumberEditor, { label: t("measure.effort_in_days"), value: value.days, set: (days) => set({ ...value, days: Math.round(days ?? 0) }) })}
      ${h(LineEditor, { label: t("measure.note"), value: value.note, set: (note) => set({ ...value, note }), max: 1000 })}
    </div>`,
  })

/** @param {{ desk: Desk }} props */
export const RisksPart = ({ desk }) =>
  h(Part, {
    desk,
    part: "risks",
    wide: true,
    show: (/** @type {Risk[]} */ list) =>
      list.length > 0
        ? h(Grid, {
            heads: [[t("measure.risk")], [t("measure.risk_answer")]],
            rows: list.map(
              ({ id, title, answer }) =>
                html`<tr key=${id}><th scope="row" lang="">${title}</th><td lang="">${answer || "–"}</td></tr>`,
            ),
          })
        : null,
    edit: (value, set) =>
      h(RowsEditor, {
        value,
        set,
        add: t("measure.risk_add"),
        named: ({ title }) => title,
        blank: () => ({ title: "", answer: "" }),
        cells: [
          { key: "title", label: t("measure.risk"), type: "long" },
          { key: "answer", label: t("measure.risk_answer"), type: "long" },
        ],
      }),
  })
