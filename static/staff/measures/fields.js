// The parts of a profile by what they hold, each with its way to be read and edited.

import { day, figure } from "../../shared/format.js"
import { t } from "../../shared/text.js"
import { h, html } from "../../vendor/preact.js"
import {
  ChoiceEditor,
  LineEditor,
  ManyEditor,
  NodeEditor,
  NodesEditor,
  NumberEditor,
  TextEditor,
} from "./editors.js"
import { Part } from "./part.js"
import { nodeOf } from "./plan.js"
import { Prose } from "./prose.js"
import { nameOf } from "./reading.js"

/** @import { Profile } from "../types.js" */
/** @import { Desk } from "./part.js" */

/** @typedef {{ desk: Desk, part: keyof Profile, label?: string, hint?: string, max?: number, may?: boolean }} Props */

/** @param {Props} props @returns {string} */
const labelOf = ({ part, label }) => label ?? t(`measure.part.${part}`)

/** Markdown over the whole width. @param {Props} props */
export const TextPart = (props) =>
  h(Part, {
    ...props,
    wide: true,
    show: (value) => (value ? h(Prose, { text: value }) : null),
    edit: (value, set) => h(TextEditor, { value: value ?? "", set, label: labelOf(props), max: props.max }),
  })

/** @param {Props & { type?: string }} props */
export const LinePart = (props) =>
  h(Part, {
    ...props,
    show: (value) =>
      value ? html`<span lang="">${props.type === "date" ? day(value) : value}</span>` : null,
    edit: (value, set) =>
      h(LineEditor, { value: value ?? "", set, label: labelOf(props), max: props.max, type: props.type }),
  })

/** @param {Props} props */
export const NumberPart = (props) =>
  h(Part, {
    ...props,
    show: (value) => (value ? figure(value) : null),
    edit: (value, set) =>
      h(NumberEditor, {
        value: value || null,
        set: (next) => set(Math.round(next ?? 0)),
        label: labelOf(props),
      }),
  })

/** @param {Props & { options: [string, string][] }} props */
export const ChoicePart = (props) =>
  h(Part, {
    ...props,
    show: (value) => (value ? (props.options.find(([key]) => key === value)?.[1] ?? value) : null),
    edit: (value, set) =>
      h(ChoiceEditor, { value: value ?? "", set, label: labelOf(props), options: props.options }),
  })

/** @param {Props & { kinds: string[] }} props */
export const NodePart = (props) =>
  h(Part, {
    ...props,
    show: (value) => nameOf(nodeOf(props.desk.plan.nodes, value)) || null,
    edit: (value, set) =>
      h(NodeEditor, {
        value: value ?? "",
        set,
        label: labelOf(props),
        nodes: props.desk.plan.nodes,
        kinds: props.kinds,
      }),
  })

/** @param {Props & { kinds: string[] }} props */
export const NodesPart = (props) =>
  h(Part, {
    ...props,
    show: (value) =>
      listOf(
        (value ?? []).map(
          (/** @type {string} */ id) => nameOf(nodeOf(props.desk.plan.nodes, id)) || t("measure.gone"),
        ),
      ),
    edit: (value, set) =>
      h(NodesEditor, { value: value ?? [], set, nodes: props.desk.plan.nodes, kinds: props.kinds }),
  })

/** @param {Props & { options: { key: string, label: string }[] }} props */
export const ManyPart = (props) =>
  h(Part, {
    ...props,
    show: (value) =>
      listOf(
        (value ?? []).map(
          (/** @type {string} */ key) => props.options.find((one) => one.key === key)?.label ?? key,
        ),
      ),
    edit: (value, set) => h(ManyEditor, { value: value ?? [], set, options: props.options }),
  })

/** Yes, partly or no, and why. @param {Props & { partly?: boolean }} props */
export const AnsweredPart = (props) => {
  const options = /** @type {[string, string][]} */ (
    ["yes", ...(props.partly === false ? [] : ["partly"]), "no"].map((key) => [
      key,
      t(`measure.answer.${key}`),
    ])
  )
  return h(Part, {
    ...props,
    show: (value) =>
      value?.answer || value?.why
        ? html`<p>${value.answer ? t(`measure.answer.${value.answer}`) : t("measure.not_said")}${value.why ? html` – <span lang="">${value.why}</span>` : null}</p>`
        : null,
    edit: (value, set) => html`
      ${h(ChoiceEditor, { label: t("measure.answered"), value: value?.answer ?? "", set: (answer) => set({ ...value, answer }), options })}
      ${h(LineEditor, { label: t("measure.why"), value: value?.why ?? "", set: (why) => set({ ...value, why }), max: 1000 })}`,
  })
}

/** @param {string[]} names */
export function listOf(names) {
  if (names.length === 0) return null
  return names.length === 1
    ? html`<span>${names[0]}</span>`
    : html`<ul class="plain">${names.map((name) => html`<li key=${name}>${name}</li>`)}</ul>`
}
