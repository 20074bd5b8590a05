// What a unit says of one measure: the form's values, and what is sent of them. Pure.

/** @import { Dates, Indicator, Lights, Milestone } from "../staff/types.js" */

/**
 * @typedef {{ id: string, candidate_number: number, number?: number, title: string, summary: string, state: string, lead_function: string,
 *   baseline: Dates, current: Dates, milestones: Milestone[], indicators: Indicator[], progress: number, lights: Lights }} FormMeasure
 * @typedef {{ id: string, request?: string, measure: string, period: string, state: "draft" | "submitted" | "returned" | "accepted", on: string,
 *   progress: number, lights: Lights, current: Dates, date_reason: string, actuals: Record<string, number>, reached: Record<string, string>,
 *   achievements: string, outlook: string, obstacles: string, highlight: string, return?: string, function: string, version: number, changed_at: number }} Report
 * @typedef {{ id: string, period: string, unit: string, measures: string[], due: string, note: string, expires_at: number, revoked: boolean, created_at: number }} StatusRequest
 * @typedef {{ request: StatusRequest, unit: { id: string, title: string, short?: string }, house: string, prefix: string,
 *   state_names: Record<string, string> | null, measures: FormMeasure[], reports: Report[] }} Form
 * @typedef {{ on: string, progress: string, time: string, result: string, budget: string, start: string, end: string, date_reason: string,
 *   actuals: Record<string, string>, reached: Record<string, string>, achievements: string, outlook: string, obstacles: string, highlight: string }} Values
 */

/**
 * What the form begins with: the report, or what is known of the measure.
 * @param {FormMeasure} measure @param {Report | undefined} report @param {string} today
 * @param {(value: number) => string} said a number, as people write it
 * @returns {Values}
 */
export function valuesOf(measure, report, today, said) {
  const lights = report?.lights ?? measure.lights
  const current = report?.current ?? measure.current
  return {
    on: report?.on || today,
    progress: `${report?.progress ?? measure.progress}`,
    time: lights.time,
    result: lights.result,
    budget: lights.budget,
    start: current.start,
    end: current.end,
    date_reason: report?.date_reason ?? "",
    actuals: Object.fromEntries(
      Object.entries(report?.actuals ?? {}).map(([id, value]) => [id, said(value)]),
    ),
    reached: { ...report?.reached },
    achievements: report?.achievements ?? "",
    outlook: report?.outlook ?? "",
    obstacles: report?.obstacles ?? "",
    highlight: report?.highlight ?? "",
  }
}

/**
 * What the server is told.
 * @param {Values} values @param {number} version @param {boolean} submit
 * @param {(text: string) => number | null} number what somebody typed as a number
 */
export function sentOf(values, version, submit, number) {
  const { time, result, budget, start, end, progress, actuals, reached, ...texts } = values
  /** @type {Record<string, number>} */
  const figures = {}
  for (const [id, text] of Object.entries(actuals)) {
    const value = number(text)
    if (value !== null) figures[id] = value
  }
  return {
    ...texts,
    version,
    submit,
    progress: Math.min(100, Math.max(0, Math.round(number(progress) ?? 0))),
    lights: { time, result, budget },
    current: { start, end },
    actuals: figures,
    reached: Object.fromEntries(Object.entries(reached).filter(([, day]) => day)),
  }
}

/**
 * What keeps a report from being sent, by field: words' keys.
 * @param {Values} values @param {FormMeasure} measure @param {string} today @param {(text: string) => number | null} number
 * @returns {Record<string, string>}
 */
export function lacking(values, measure, today, number) {
  /** @type {Record<string, string>} */
  const wrong = {}
  const percent = number(values.progress)
  if (percent === null || percent < 0 || percent > 100) wrong.progress = "status.wrong.progress"
  if (!values.on || values.on > today) wrong.on = "status.wrong.on"
  if (values.start && values.end && values.end < values.start) wrong.end = "status.wrong.dates"
  if (!values.date_reason.trim() && needsReason(values, measure)) wrong.date_reason = "status.wrong.reason"
  for (const [id, text] of Object.entries(values.actuals))
    if (text.trim() && number(text) === null) wrong[`actual ${id}`] = "status.wrong.number"
  for (const [id, day] of Object.entries(values.reached))
    if (day > today) wrong[`reached ${id}`] = "status.wrong.on"
  return wrong
}

/** Dates that differ from what is known are explained, once there is a baseline. @param {Values} values @param {FormMeasure} measure */
export function needsReason({ start, end }, { baseline, current }) {
  const planned = Boolean(baseline.start || baseline.end)
  return planned && Boolean(start || end) && (start !== current.start || end !== current.end)
}
