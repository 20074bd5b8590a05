// What a column of a table may become, grouped like the profile.
import { has, t } from "../../../shared/text.js"

/** @type {[group: string, parts: string[]][]} */
export const PART_GROUPS = [
  [
    "head",
    [
      "number",
      "title",
      "state",
      "lights.time",
      "lights.result",
      "lights.budget",
      "progress",
      "at_risk",
      "paused",
    ],
  ],
  ["aims", ["summary", "effect", "situation", "kind", "audience", "affected"]],
  ["belongs", ["field", "areas", "goals", "requirements", "legal_basis"]],
  ["people", ["lead", "lead_function", "group", "involved", "external"]],
  [
    "time",
    [
      "current",
      "current.start",
      "current.end",
      "baseline",
      "baseline.start",
      "baseline.end",
      "date_reason",
      "milestones",
    ],
  ],
  ["projects", ["projects", "indicators"]],
  [
    "money",
    [
      "costs.once",
      "costs.running",
      "costs",
      "funding",
      "funding_note",
      "effort.fte",
      "effort.days",
      "effort.note",
    ],
  ],
  ["priority", ["priority", "priority_why", "depends_on", "risks"]],
  [
    "duties",
    [
      "staff_council",
      "data_protection",
      "severely_disabled",
      "equal_opportunities",
      "it_security",
      "procurement",
    ].map((kind) => `obligations.${kind}`),
  ],
  ["access", ["accessibility", "analogue", "gate.competent", "gate.lawful", "gate.new"]],
]

/** A part in words, also a part of a part and one year's costs. @param {string} part @returns {string} */
export function partName(part) {
  if (has(`measures.import_part.${part}`)) return t(`measures.import_part.${part}`)
  if (has(`measure.part.${part}`)) return t(`measure.part.${part}`)
  const [whole, of = "", year = ""] = part.split(".")
  switch (whole) {
    case "obligations":
      return t(`measure.duties.${of}`)
    case "lights":
      return `${t("measure.part.lights")}: ${t(`measure.light_of.${of}`)}`
    case "gate":
      return t(`measure.gate.${of}`)
    case "costs":
      return `${t(`measure.cost_sum.${of}`)} ${year}`
    default:
      return part
  }
}
