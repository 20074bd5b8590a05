// What became of contributions, decided for one or many at once, of one event or of several.
import { get, put } from "../../shared/api.js"
import { t } from "../../shared/text.js"
import { Button, Dialog, Field } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { useDraft } from "../draft.js"
import { Choice, Form, Select } from "../form.js"
import { Problem, useAction, useLoaded } from "../load.js"
import { choicesOf } from "../structure/tree.js"
import { Finder } from "./finder.js"
import { Acted, labelOf } from "./item.js"
import { draftOf, KINDS, missing, needsOf, sentOf } from "./outcome.js"

/** @import { Node } from "../types.js" */
/** @import { Item, Kind } from "./types.js" */
/** @import { Draft } from "./outcome.js" */

/** Outcomes that were decided but not sent yet belong to this selection alone. @param {Item[]} items */
const draftKey = (items) => `decide ${items.map(({ event, number }) => `${event}#${number}`).join(" ")}`

/** @param {{ items: (Item & { event: string, number: number })[], onClose: () => void, onDone: (news: any) => void }} props */
export function DecideDialog({ items, onClose, onDone }) {
  // Only what already is a source of a measure can be told as such; the others are promoted first.
  const kinds = items.every((item) => item.measure) ? KINDS : KINDS.filter((kind) => kind !== "promoted")
  const stored = startOf(items, kinds)
  const { values, set, discard } = useDraft(draftKey(items), stored)
  const [tried, setTried] = useState(false)
  const deciding = useAction()
  const lacking = missing(values, new Date().toISOString().slice(0, 10))
  function submit() {
    setTried(true)
    if (lacking.length > 0) return
    deciding.run(async () => {
      await put("/staff/api/outcomes", {
        items: items.map(({ event, number }) => ({ event, number })),
        ...sentOf(values),
      })
      discard()
      onDone(t("decide.done", { count: items.length }))
    })
  }
  return h(Dialog, {
    title: t("decide.open"),
    onClose,
    children: h(Form, {
      onSubmit: submit,
      children: html`
        ${h(Acted, { items })}
        ${h(Choice, { name: "kind", legend: t("decide.kind"), value: values.kind, onInput: (kind) => set({ kind: /** @type {Kind} */ (kind) }), options: kinds.map((key) => ({ key, label: t(`outcome.${key}`) })) })}
        ${h(Needed, { values, set, lacking: tried ? lacking : [], items })}
        ${h(Field, { label: t(needsOf(values.kind).includes("reason") ? "decide.reason" : "decide.reason_optional"), hint: t("decide.reason_hint"), type: "textarea", rows: 3, value: values.reason, onInput: (reason) => set({ reason }), error: tried && lacking.includes("reason") ? t("decide.reason_needed") : "", input: { name: "reason", maxlength: 2000 } })}
        ${h(Problem, { refusal: deciding.refusal })}
        <div class="actions">
          ${h(Button, { kind: "primary", type: "submit", busy: deciding.busy, children: t("decide.do") })}
          ${h(Button, { kind: "tertiary", onClick: onClose, children: t("form.cancel") })}
        </div>
        <p class="muted small">${t("decide.later")}</p>`,
    }),
  })
}

/** One contribution begins with what was decided; joined ones with whom they go on with.
 * @param {Item[]} items @param {Kind[]} kinds @returns {Draft} */
function startOf(items, kinds) {
  const [first] = items
  const known =
    items.length === 1 && first.outcome && kinds.includes(first.outcome.kind) ? first.outcome : undefined
  const head = first.joined_to
  const together = head && items.every((item) => item.joined_to?.id === head.id)
  const draft = draftOf(known, together ? "joined" : kinds[0] === "joined" ? "goal" : kinds[0])
  if (together && draft.kind === "joined")
    draft.joined = { event: head.event, number: head.number, label: `#${head.number} ${head.event_title}` }
  return draft
}

/** The fields an outcome needs beside its reason.
 * @param {{ values: Draft, set: (change: Partial<Draft>) => void, lacking: (keyof Draft)[], items: Item[] }} props */
function Needed({ values, set, lacking, items }) {
  /** @param {keyof Draft} name @param {string} [text] */
  const errorOf = (name, text = "form.needed") => (lacking.includes(name) ? t(text) : "")
  switch (values.kind) {
    case "joined":
      return h(Finder, {
        name: "outcome-joined",
        label: t("decide.joined"),
        hint: t("decide.joined_hint"),
        error: errorOf("joined"),
        isChosen: (item) => item.event === values.joined?.event && item.number === values.joined?.number,
        chosenLabel: values.joined?.label,
        not: items.map((item) => item.id),
        onChoose: (item) =>
          set({ joined: { event: item.event ?? "", number: item.number ?? 0, label: labelOf(item) } }),
      })
    case "goal":
      return h(NodeChoice, { value: values.node, onInput: (node) => set({ node }), error: errorOf("node") })
    case "in_progress":
      return h(Field, {
        label: t("decide.link"),
        hint: t("decide.link_hint"),
        value: values.link,
        onInput: (link) => set({ link }),
        error: errorOf("link"),
        input: { name: "link", maxlength: 500 },
      })
    case "parked":
      return h(Field, {
        label: t("decide.review_on"),
        hint: t("decide.review_hint"),
        type: "date",
        value: values.review_on,
        onInput: (review_on) => set({ review_on }),
        error: errorOf("review_on", "decide.review_wrong"),
        input: { name: "review_on" },
      })
    case "not_competent":
      return h(Field, {
        label: t("decide.whose"),
        hint: t("decide.whose_hint"),
        value: values.whose,
        onInput: (whose) => set({ whose }),
        error: errorOf("whose"),
        input: { name: "whose", maxlength: 200 },
      })
    default:
      return null
  }
}

/** A goal or guideline of the structure. @param {{ value: string, onInput: (node: string) => void, error: string }} props */
function NodeChoice({ value, onInput, error }) {
  const { data, refusal, reload } = useLoaded(
    /** @returns {Promise<{ nodes: Node[] }>} */ () => get("/staff/api/structure"),
    [],
  )
  if (refusal) return h(Problem, { refusal, retry: reload })
  const choices = data ? choicesOf(data.nodes, ["vision", "guideline", "goal"]) : []
  if (data && choices.length === 0) return html`<p class="muted">${t("decide.no_goals")}</p>`
  return html`<div>
    ${h(Select, { id: "outcome-node", label: t("decide.node"), value, onInput, options: [["", t("decide.node_choose")], ...choices] })}
    ${error ? html`<p class="kern-error" role="alert"><span class="kern-body">${error}</span></p>` : null}
  </div>`
}
