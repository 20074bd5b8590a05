// A part of the structure, made or changed in place. When somebody else was quicker, both stand side by side.
import { Refusal } from "../../shared/api.js"
import { language, t } from "../../shared/text.js"
import { Button, Field, FieldShape, Notice } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { useDraft } from "../draft.js"
import { Form, Select } from "../form.js"
import { Problem, useAction } from "../load.js"
import { draftOf, fieldsOf, sentOf, wrongOf } from "./fields.js"
import { choicesOf, isBelow, nameOf } from "./tree.js"

/** @import { Node } from "../types.js" */
/** @import { Draft } from "./fields.js" */

const COLORS = Array.from({ length: 12 }, (_, color) => color)

/**
 * @param {object} props
 * @param {string} props.kind
 * @param {Node} [props.node] absent: a new one
 * @param {string} [props.parent] of a new one
 * @param {Node[]} props.nodes
 * @param {(sent: Partial<Node>, version: number | undefined) => Promise<void>} props.save
 * @param {() => Promise<Node | undefined>} props.current what is stored now
 * @param {() => void} props.onClose
 */
export function NodeForm({ kind, node, parent = "", nodes, save, current, onClose }) {
  const key = node ? `node ${node.id}` : `node new ${kind} ${parent}`
  const stored = { ...draftOf(node ?? { parent }, language()), version: node?.version ?? 0 }
  const { values, from, set, dirty, discard } = useDraft(key, stored)
  const [theirs, setTheirs] = useState(/** @type {Node | undefined} */ (undefined))
  const [tried, setTried] = useState(false)
  const saving = useAction()
  const wrong = wrongOf(kind, values, language())
  /** @param {number | undefined} based the version these words were written on */
  const send = (based) =>
    saving.run(async () => {
      setTried(true)
      if (wrong.length > 0) return
      try {
        await save(sentOf(kind, values, language()), based)
        discard()
        onClose()
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== "version") throw error
        setTheirs(await current())
      }
    })
  function cancel() {
    discard()
    onClose()
  }
  return h(Form, {
    class: "form node-form",
    onSubmit: () => send(node ? from.version : undefined),
    children: html`
      ${fieldsOf(kind).map((name) => h(Part, { key: name, name, kind, node, nodes, values, set, error: tried && wrong.includes(name) }))}
      ${theirs ? h(Conflict, { theirs, busy: saving.busy, onKeep: () => send(theirs.version), onTake: cancel }) : null}
      ${h(Problem, { refusal: saving.refusal })}
      ${
        theirs
          ? null
          : html`<div class="actions">
              ${h(Button, { kind: "primary", type: "submit", busy: saving.busy, children: t(node ? "structure.save" : "structure.add_do") })}
              ${h(Button, { kind: "tertiary", onClick: cancel, children: t(dirty && node ? "draft.discard" : "form.cancel") })}
            </div>`
      }`,
  })
}

/**
 * @param {{ name: keyof Draft, kind: string, node?: Node, nodes: Node[], values: Draft, set: (change: Partial<Draft>) => void, error: boolean }} props
 */
function Part({ name, kind, node, nodes, values, set, error }) {
  const label = t(`node.${kind === "target" && name === "target" ? "goal_value" : name}`)
  const none = /** @type {[string, string]} */ (["", t("node.none")])
  switch (name) {
    case "text":
      return h(Field, {
        label,
        hint: t("node.markdown"),
        type: "textarea",
        rows: 4,
        value: values.text,
        onInput: (text) => set({ text }),
        input: { maxlength: 10000 },
      })
    case "due":
      return h(Field, {
        label: t(kind === "requirement" ? "node.deadline" : "node.due"),
        type: "date",
        value: values.due,
        onInput: (due) => set({ due }),
      })
    case "parent":
      return h(Select, {
        id: `parent-${node?.id ?? "new"}`,
        label: t(`node.parent_${kind}`),
        value: values.parent,
        onInput: (parent) => set({ parent }),
        options: [none, ...parents(nodes, kind, node)],
      })
    case "lead":
      return h(Select, {
        id: `lead-${node?.id ?? "new"}`,
        label,
        value: values.lead,
        onInput: (lead) => set({ lead }),
        options: [none, ...choicesOf(nodes, ["unit"])],
      })
    case "group":
      return h(Select, {
        id: `group-${node?.id ?? "new"}`,
        label,
        value: values.group,
        onInput: (group) => set({ group }),
        options: [none, ...choicesOf(nodes, ["group"])],
      })
    case "color":
      return h(Colors, { id: node?.id ?? "new", value: values.color, onInput: (color) => set({ color }) })
    case "actuals":
      return h(Actuals, { values, set, error })
    default:
      return h(Field, {
        label,
        value: values[name],
        onInput: (value) => set({ [name]: value }),
        error: error ? t(name === "title" ? "form.needed" : "node.no_number") : "",
        input: {
          maxlength: name === "short" ? 20 : 300,
          name,
          inputmode: name === "baseline" || name === "target" ? "decimal" : undefined,
        },
      })
  }
}

/** Where a node may lie: not below itself, and sub-goals and sub-topics have none below them.
 * @param {Node[]} nodes @param {string} kind @param {Node | undefined} node @returns {[string, string][]} */
function parents(nodes, kind, node) {
  const hasOwn = node && nodes.some((one) => one.parent === node.id && one.kind === kind && !one.removed)
  return choicesOf(nodes, [kind]).filter(([id]) => {
    const one = nodes.find((known) => known.id === id)
    if (!one || (node && isBelow(nodes, node.id, id))) return false
    return kind === "unit" || (!one.parent && !hasOwn)
  })
}

/** @param {{ id: string, value: number, onInput: (color: number) => void }} props */
function Colors({ id, value, onInput }) {
  return html`<fieldset class="kern-fieldset choice">
    <legend class="kern-label">${t("node.color")}</legend>
    <div class="colors">${COLORS.map(
      (color) => html`<label key=${color} class=${`colors__one field-${color}`}>
        <input type="radio" name=${`color-${id}`} checked=${color === value} aria-label=${t("node.color_of", { number: color + 1 })} onChange=${() => onInput(color)} />
        ${h(FieldShape, { color })}
      </label>`,
    )}</div>
  </fieldset>`
}

/** Values as of a day. @param {{ values: Draft, set: (change: Partial<Draft>) => void, error: boolean }} props */
function Actuals({ values: { actuals }, set, error }) {
  /** @param {number} at @param {Partial<{ on: string, value: string }>} change */
  const change = (at, change) =>
    set({ actuals: actuals.map((one, index) => (index === at ? { ...one, ...change } : one)) })
  return html`<fieldset class="kern-fieldset node-actuals">
    <legend class="kern-label">${t("node.actuals")}</legend>
    ${actuals.map(
      (one, at) => html`<div key=${at} class="node-actuals__one">
        ${h(Field, { label: t("node.on"), type: "date", value: one.on, onInput: (on) => change(at, { on }) })}
        ${h(Field, { label: t("node.value"), value: one.value, onInput: (value) => change(at, { value }), input: { inputmode: "decimal" } })}
        ${h(Button, { kind: "tertiary", icon: "delete", iconOnly: true, onClick: () => set({ actuals: actuals.filter((_, index) => index !== at) }), children: t("node.actual_remove") })}
      </div>`,
    )}
    ${error ? html`<p class="kern-error" role="alert"><span class="kern-body">${t("node.actuals_wrong")}</span></p>` : null}
    ${h(Button, { kind: "tertiary", icon: "add", onClick: () => set({ actuals: [...actuals, { on: "", value: "" }] }), children: t("node.actual_add") })}
  </fieldset>`
}

/** @param {{ theirs: Node, busy: boolean, onKeep: () => void, onTake: () => void }} props */
function Conflict({ theirs, busy, onKeep, onTake }) {
  return h(Notice, {
    tone: "warning",
    alert: true,
    title: t("structure.conflict"),
    children: html`
      <p>${t("structure.conflict_text")}</p>
      <blockquote class="theirs"><p><strong>${nameOf(theirs)}</strong></p>${theirs.text ? html`<p class="own-words">${theirs.text}</p>` : null}${facts(theirs)}</blockquote>
      <div class="actions">
        ${h(Button, { busy, onClick: onKeep, children: t("structure.keep_mine") })}
        ${h(Button, { onClick: onTake, children: t("structure.take_theirs") })}
      </div>`,
  })
}

/** All a conflict may be about, in one line. @param {Node} node */
function facts({ norm, section, due, unit, baseline, target }) {
  const said = [norm, section, due, unit, baseline, target].filter(
    (one) => one !== undefined && one !== null && one !== "",
  )
  return said.length > 0 ? html`<p class="muted small">${said.join(" · ")}</p>` : null
}
