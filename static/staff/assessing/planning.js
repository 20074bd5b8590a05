// A round is prepared: criteria with their weights, and the measures to assess. Frozen when it opens.
import { get, patch, post, Refusal } from "../../shared/api.js"
import { language, t } from "../../shared/text.js"
import { Button, Field, Notice, Switch } from "../../shared/ui.js"
import { h, html, useEffect, useState } from "../../vendor/preact.js"
import { useDraft } from "../draft.js"
import { Form } from "../form.js"
import { Head } from "../frame.js"
import { Problem, useAction, useLoaded, Waiting } from "../load.js"
import { stateName, usePlan } from "../measures/plan.js"
import { numberOf } from "../measures/reading.js"
import { go, Link } from "../place.js"
import { pathTo } from "../routes.js"
import { loadRounds } from "./rounds.js"
import { gateOf, missing, shares, weightIn } from "./weights.js"

/** @import { Measure } from "../types.js" */
/** @import { Plan } from "../measures/sifting.js" */
/** @import { Criterion, Round } from "./types.js" */

/** @typedef {{ title: string, criteria: Criterion[], measures: string[] }} Values */

/** What is worth assessing unless somebody says otherwise. */
const USUAL = ["candidate", "in_work"]

/** A new round. */
export function NewRoundPage() {
  const { data, refusal, reload } = useLoaded(loadRounds, [language()])
  const head = h(Head, {
    title: t("assessing.new"),
    up: { to: pathTo("assessing"), label: t("nav.assessing") },
  })
  if (!data) return html`${head}${h(Waiting, { refusal, retry: reload })}`
  return html`${head}${h(RoundForm, {
    about: "new",
    stored: { title: "", criteria: data.suggested, measures: [] },
    suggested: data.suggested,
    version: 0,
    async save(values) {
      const round = await post("/staff/api/assessments", { ...values, version: 0 })
      go(pathTo("assessment", round.id), { replace: true })
    },
  })}`
}

/** One that is not open yet. @param {{ round: Round, onSaved: () => Promise<void>, onDirty: (dirty: boolean) => void }} props */
export function DraftForm({ round, onSaved, onDirty }) {
  const { data } = useLoaded(loadRounds, [language()])
  const { title, criteria, measures } = round
  return h(RoundForm, {
    about: round.id,
    stored: { title, criteria, measures },
    suggested: data?.suggested ?? [],
    version: round.version,
    onDirty,
    async save(values, version) {
      await patch(`/staff/api/assessments/${round.id}`, { ...values, version })
      await onSaved()
    },
    current: async () => (await get(`/staff/api/assessments/${round.id}`)).round,
  })
}

/**
 * @param {{ about: string, stored: Values, suggested: Criterion[], version: number,
 *   save: (values: Values, version: number) => Promise<void>, current?: () => Promise<Round>, onDirty?: (dirty: boolean) => void }} props
 */
function RoundForm({ about, stored, suggested, version, save, current, onDirty }) {
  const { values, from, set, dirty, discard } = useDraft(`assessment ${about}`, { ...stored, version })
  const [tried, setTried] = useState(false)
  const [theirs, setTheirs] = useState(/** @type {Round | undefined} */ (undefined))
  const saving = useAction()
  const lacking = tried ? missing(values) : []
  useEffect(() => onDirty?.(dirty), [dirty])
  /** @param {number} based */
  const send = (based) =>
    saving.run(async () => {
      setTried(true)
      if (missing(values).length > 0) return
      try {
        const { title, criteria, measures } = values
        await save({ title: title.trim(), criteria, measures }, based)
        discard()
        setTheirs(undefined)
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== "version" || !current) throw error
        setTheirs(await current())
      }
    })
  return h(Form, {
    onSubmit: () => send(from.version),
    children: html`
      ${h(Field, { label: t("assessing.name"), hint: t("assessing.name_hint"), value: values.title, onInput: (title) => set({ title }), error: lacking.includes("title") ? t("form.needed") : "", input: { maxlength: 120 } })}
      ${h(Criteria, { criteria: values.criteria, suggested, lacking, onChange: (criteria) => set({ criteria }) })}
      ${h(Measures, { chosen: values.measures, lacking: lacking.includes("measures"), onChange: (measures) => set({ measures }) })}
      ${
        theirs
          ? h(Conflict, {
              theirs,
              busy: saving.busy,
              onKeep: () => send(theirs.version),
              onTake: () => {
                discard()
                setTheirs(undefined)
              },
            })
          : null
      }
      ${lacking.length > 0 ? html`<p class="kern-error" role="alert"><span class="kern-body">${t("form.incomplete")}</span></p>` : null}
      ${h(Problem, { refusal: saving.refusal })}
      ${
        about === "new" || dirty
          ? html`<div class="save-bar">
              <p role="status">${dirty ? t("draft.unsaved") : t("assessing.frozen_later")}</p>
              <div class="actions">
                ${h(Button, { kind: "primary", type: "submit", busy: saving.busy, children: t("assessing.save") })}
                ${dirty ? h(Button, { kind: "tertiary", onClick: discard, children: t("draft.discard") }) : null}
              </div>
            </div>`
          : null
      }`,
  })
}

/** @param {{ criteria: Criterion[], suggested: Criterion[], lacking: string[], onChange: (criteria: Criterion[]) => void }} props */
function Criteria({ criteria, suggested, lacking, onChange }) {
  const parts = shares(criteria)
  const left = suggested.filter((one) => !criteria.some(({ id }) => id === one.id))
  /** @param {number} at @param {Partial<Criterion>} change */
  const change = (at, change) =>
    onChange(criteria.map((one, index) => (index === at ? { ...one, ...change } : one)))
  return html`<section class="block criteria">
    <h2>${t("assessing.criteria")}</h2>
    <p class="muted">${t("assessing.criteria_about")}</p>
    <ol class="criteria__list">${criteria.map(
      (one, at) => html`<li key=${at} class="criteria__one">
        ${h(Field, { label: t("assessing.criterion", { number: at + 1 }), value: one.title, onInput: (title) => change(at, { title }), error: lacking.includes("criterion") && !one.title.trim() ? t("form.needed") : "", input: { maxlength: 120 } })}
        ${h(Field, { label: t("assessing.weight"), type: "number", value: `${one.weight}`, onInput: (text) => change(at, { weight: weightIn(text) }), input: { min: 0, max: 100, inputmode: "numeric" } })}
        <p class="criteria__share">${t("assessing.share", { share: parts[at] })}</p>
        ${h(Button, { kind: "tertiary", icon: "delete", iconOnly: true, onClick: () => onChange(criteria.filter((_, index) => index !== at)), children: t("assessing.criterion_remove", { title: one.title || `${at + 1}` }) })}
      ${h(Field, { label: t("assessing.criterion_text"), type: "textarea", rows: 2, value: one.text, onInput: (text) => change(at, { text }), input: { maxlength: 1000 } })}
        <div class="criteria__inverse">${h(Switch, { label: t("assessing.inverse"), checked: one.inverse, onChange: (inverse) => change(at, { inverse }) })}</div>
      </li>`,
    )}</ol>
    ${lacking.includes("weights") || lacking.includes("criteria") ? html`<p class="kern-error" role="alert"><span class="kern-body">${t(lacking.includes("criteria") ? "assessing.criteria_needed" : "error.criteria_weight")}</span></p>` : null}
    <div class="actions">
      ${h(Button, { kind: "tertiary", icon: "add", onClick: () => onChange([...criteria, { id: "", title: "", text: "", weight: 10, inverse: false }]), children: t("assessing.criterion_add") })}
      ${left.map((one) => h(Button, { key: one.id, kind: "tertiary", icon: "add", onClick: () => onChange([...criteria, one]), children: one.title }))}
    </div>
  </section>`
}

/** @param {{ chosen: string[], lacking: boolean, onChange: (measures: string[]) => void }} props */
function Measures({ chosen, lacking, onChange }) {
  const { plan, refusal, reload } = usePlan()
  const [words, setWords] = useState("")
  const [all, setAll] = useState(false)
  if (!plan) return h(Waiting, { refusal, retry: reload })
  const wanted = words.trim().toLocaleLowerCase("de")
  const shown = plan.measures.filter(
    (one) =>
      (all || USUAL.includes(one.state) || chosen.includes(one.id)) &&
      (!wanted ||
        `${numberOf(one, plan.house)} ${one.profile.title}`.toLocaleLowerCase("de").includes(wanted)),
  )
  const every = shown.length > 0 && shown.every(({ id }) => chosen.includes(id))
  const toggleAll = () => {
    const ids = shown.map(({ id }) => id)
    onChange(every ? chosen.filter((id) => !ids.includes(id)) : [...new Set([...chosen, ...ids])])
  }
  return html`<section class="block">
    <h2>${t("assessing.which")} <span class="muted">${t("assessing.measures", { count: chosen.length })}</span></h2>
    ${lacking ? html`<p class="kern-error" role="alert"><span class="kern-body">${t("assessing.measures_needed")}</span></p>` : null}
    <div class="filters">
      ${h(Field, { label: t("filter.search"), type: "search", value: words, onInput: setWords })}
      ${h(Switch, { label: t("assessing.all_states"), checked: all, onChange: setAll })}
      ${shown.length > 0 ? h(Button, { kind: "tertiary", onClick: toggleAll, children: t(every ? "assessing.choose_none" : "assessing.choose_all") }) : null}
    </div>
    ${
      shown.length === 0
        ? html`<p class="muted">${t("assessing.no_measures")}</p>`
        : html`<ul class="choices">${shown.map((one) => h(MeasureChoice, { key: one.id, one, plan, on: chosen.includes(one.id), onChange: (on) => onChange(on ? [...chosen, one.id] : chosen.filter((id) => id !== one.id)) }))}</ul>`
    }
  </section>`
}

/** @param {{ one: Measure, plan: Plan, on: boolean, onChange: (on: boolean) => void }} props */
function MeasureChoice({ one, plan, on, onChange }) {
  const open = gateOf(one)
  return html`<li><label class="finder__one">
    <input type="checkbox" checked=${on} onChange=${(/** @type {Event} */ event) => onChange(/** @type {HTMLInputElement} */ (event.target).checked)} />
    <span><span class="number">${numberOf(one, plan.house)}</span> ${one.profile.title} <span class="muted small">${stateName(plan.house, one.state)}</span>
      ${open ? html`<span class="few small cell-note">${t(open)} ${h(Link, { to: pathTo("measure", one.id), children: t("assessing.to_gate") })}</span>` : null}
    </span>
  </label></li>`
}

/** @param {{ theirs: Round, busy: boolean, onKeep: () => void, onTake: () => void }} props */
function Conflict({ theirs, busy, onKeep, onTake }) {
  return h(Notice, {
    tone: "warning",
    alert: true,
    title: t("structure.conflict"),
    children: html`
      <p>${t("structure.conflict_text")}</p>
      <blockquote class="theirs"><p><strong>${theirs.title}</strong></p><p>${theirs.criteria.map((one) => `${one.title} (${one.weight})`).join(" · ")}</p><p class="muted small">${t("assessing.measures", { count: theirs.measures.length })}</p></blockquote>
      <div class="actions">
        ${h(Button, { busy, onClick: onKeep, children: t("structure.keep_mine") })}
        ${h(Button, { onClick: onTake, children: t("structure.take_theirs") })}
      </div>`,
  })
}
