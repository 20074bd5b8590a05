// Any value of a profile in one line of words, for the history.

import { amount, day, figure, span } from "../../shared/format.js"
import { has, t } from "../../shared/text.js"
import { calledOf } from "./marks.js"
import { nodeOf, priorityName } from "./plan.js"
import { nameOf } from "./reading.js"

/** @import { Plan } from "./sifting.js" */

/** Words for keys of a part, where it has some. @type {Record<string, string>} */
const KEYED = { kind: "measure.kind.", visibility: "publication.", funding: "measure.funding." }

/** @param {Plan} plan @param {string} part @param {any} value @returns {string} */
export function said(plan, part, value) {
  if (value === "" || value === null || value === undefined) return t("measure.not_said")
  if (typeof value === "number") return part === "progress" ? `${figure(value)} %` : figure(value)
  if (typeof value === "string") return sayString(plan, part, value)
  return sayObject(part, value)
}

/** @param {Plan} plan @param {string} part @param {string} value */
function sayString({ nodes, house, measures }, part, value) {
  if (part === "priority") return priorityName(house, value)
  if (part === "depends_on") {
    const other = measures.find(({ id }) => id === value)
    return other ? calledOf(other, house) : t("measure.gone")
  }
  const key = `${KEYED[part] ?? ""}${value}`
  if (part in KEYED && has(key)) return t(key)
  if (part === "embargo") return day(value)
  return nameOf(nodeOf(nodes, value)) || value
}

/** @param {string} part @param {any} value */
function sayObject(part, value) {
  const keys = Object.keys(value)
  switch (part) {
    case "costs":
      return `${value.year} ${t(`measure.cost.${value.kind}`)} ${amount(value.amount)}`
    case "obligations":
      return [
        t(`measure.duties.${value.kind}`),
        value.state && t(`measure.duty_states.${value.state}`),
        day(value.on),
        value.file,
        value.note,
      ]
        .filter(Boolean)
        .join(", ")
    case "lights":
      return (
        keys
          .filter((key) => value[key])
          .map((key) => `${t(`measure.light_of.${key}`)} ${t(`measures.light.${value[key]}`)}`)
          .join(", ") || t("measure.not_said")
      )
    case "gate":
      return keys.map((key) => `${t(`measure.gate.${key}`)} ${answered(value[key])}`).join(" · ")
    case "accessibility":
    case "analogue":
      return answered(value)
    case "effort":
      return (
        [
          value.fte && t("measure.fte", { count: figure(value.fte) }),
          value.days && t("measure.effort_days", { count: figure(value.days) }),
          value.note,
        ]
          .filter(Boolean)
          .join(", ") || t("measure.not_said")
      )
    case "date_changes":
      return `${span(value.from)} → ${span(value.to)}: ${value.reason}`
    case "indicators":
      return [
        value.title,
        `${figure(value.baseline)} → ${figure(value.target)}`,
        ...(value.actuals ?? []).map(
          (/** @type {{ on: string, value: number }} */ one) => `${day(one.on)} ${figure(one.value)}`,
        ),
      ].join(", ")
    default:
      return (
        [
          value.number,
          value.title,
          value.lead,
          value.phase,
          value.answer,
          value.due && day(value.due),
          value.done && `✓ ${day(value.done)}`,
          span(value),
        ]
          .filter(Boolean)
          .join(", ") || t("measure.not_said")
      )
  }
}

/** @param {{ answer: string, why: string }} value */
const answered = ({ answer, why }) =>
  [answer ? t(`measure.answer.${answer}`) : t("measure.not_said"), why].filter(Boolean).join(" – ")
