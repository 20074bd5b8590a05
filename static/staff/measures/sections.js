// The sections of a profile in the order of the printed form.
import { t } from "../../shared/text.js"
import { h, html } from "../../vendor/preact.js"
import { Assessments } from "./assessed.js"
import {
  AnsweredPart,
  ChoicePart,
  LinePart,
  ManyPart,
  NodePart,
  NodesPart,
  NumberPart,
  TextPart,
} from "./fields.js"
import { GatePart, LightsPart, ObligationsPart, ProgressPart } from "./judged.js"
import { CostsPart, EffortPart, IndicatorsPart, MilestonesPart, ProjectsPart, RisksPart } from "./lists.js"
import { calledOf } from "./marks.js"
import { Origin } from "./origin.js"
import { priorities } from "./plan.js"
import { Reports } from "./reports.js"
import { Times } from "./times.js"

/** @import { ComponentChildren } from "../../vendor/preact.js" */
/** @import { Desk } from "./part.js" */
/** @import { Told } from "./profile.js" */

/** @type {Record<string, (desk: Desk, told: Told) => ComponentChildren>} */
const CONTENTS = {
  head: (desk) => html`
    ${h(LinePart, { desk, part: "title", max: 120 })}
    ${h(LightsPart, { desk })}
    ${h(ProgressPart, { desk })}
    ${h(LinePart, { desk, part: "at_risk", hint: t("measure.at_risk_hint"), max: 500 })}
    ${h(LinePart, { desk, part: "paused", hint: t("measure.paused_hint"), max: 500 })}`,
  origin: (desk, told) => h(Origin, { plan: desk.plan, measure: told.measure }),
  aims: (desk) => html`
    ${h(TextPart, { desk, part: "summary", hint: t("measure.own_words"), max: 5000 })}
    ${h(TextPart, { desk, part: "effect" })}
    ${h(ChoicePart, {
      desk,
      part: "kind",
      options: [
        ["digital", t("measure.kind.digital")],
        ["organisational", t("measure.kind.organisational")],
      ],
    })}
    ${h(LinePart, { desk, part: "audience" })}
    ${h(NumberPart, { desk, part: "affected" })}`,
  situation: (desk) => h(TextPart, { desk, part: "situation" }),
  belongs: (desk) => html`
    ${h(NodePart, { desk, part: "field", kinds: ["field"] })}
    ${h(NodesPart, { desk, part: "areas", kinds: ["area"] })}
    ${h(NodesPart, { desk, part: "goals", kinds: ["goal"] })}
    ${h(NodesPart, { desk, part: "requirements", kinds: ["requirement"] })}
    ${h(LinePart, { desk, part: "legal_basis", max: 1000 })}`,
  people: (desk) => html`
    ${h(NodePart, { desk, part: "lead", kinds: ["unit"] })}
    ${h(LinePart, { desk, part: "lead_function", hint: t("measure.lead_function_hint"), max: 200 })}
    ${h(NodePart, { desk, part: "group", kinds: ["group"] })}
    ${h(NodesPart, { desk, part: "involved", kinds: ["unit"] })}
    ${h(LinePart, { desk, part: "external" })}`,
  time: (desk) => html`${h(Times, { desk })}${h(MilestonesPart, { desk })}`,
  projects: (desk) => h(ProjectsPart, { desk }),
  indicators: (desk) => h(IndicatorsPart, { desk }),
  money: (desk) => html`
    ${h(CostsPart, { desk })}
    ${h(ManyPart, { desk, part: "funding", options: ["own", "third_party", "grant", "provided"].map((key) => ({ key, label: t(`measure.funding.${key}`) })) })}
    ${h(LinePart, { desk, part: "funding_note", max: 1000 })}
    ${h(EffortPart, { desk })}`,
  priority: (desk) => html`
    ${h(ChoicePart, { desk, part: "priority", hint: t("measure.priority_hint"), options: priorities(desk.plan.house) })}
    ${h(LinePart, { desk, part: "priority_why", max: 1000 })}`,
  depends: (desk) =>
    h(ManyPart, {
      desk,
      part: "depends_on",
      options: desk.plan.measures
        .filter(({ id }) => id !== desk.self)
        .map((measure) => ({ key: measure.id, label: calledOf(measure, desk.plan.house) })),
    }),
  risks: (desk) => h(RisksPart, { desk }),
  duties: (desk) => h(ObligationsPart, { desk }),
  access: (desk) =>
    html`${h(AnsweredPart, { desk, part: "accessibility" })}${h(AnsweredPart, { desk, part: "analogue" })}`,
  gate: (desk) => h(GatePart, { desk }),
  assessed: (_desk, told) => h(Assessments, { assessments: told.assessments, sources: told.measure.sources }),
  reports: (desk, told) =>
    h(Reports, { plan: desk.plan, reports: told.reports, profile: told.measure.profile }),
  visibility: (desk) => html`
    ${h(ChoicePart, {
      desk,
      part: "visibility",
      may: desk.publishes,
      hint: t("measure.visibility_hint"),
      options: [
        ["internal", t("publication.internal")],
        ["committee", t("publication.committee")],
        ["public", t("publication.public")],
      ],
    })}
    ${h(LinePart, { desk, part: "embargo", type: "date", may: desk.publishes, hint: t("measure.embargo_hint") })}`,
}

export const SECTIONS = Object.keys(CONTENTS)

/** @param {{ name: string, desk: Desk, told: Told }} props */
export function Section({ name, desk, told }) {
  return html`<section class="sheet-section" id=${name} aria-labelledby=${`${name}-title`}>
    <h2 id=${`${name}-title`}>${t(`measure.section.${name}`)}</h2>
    ${CONTENTS[name](desk, told)}
  </section>`
}
