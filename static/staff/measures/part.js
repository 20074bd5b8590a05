// One part of a profile: reads like print, is edited in place, and says when somebody else was quicker.
import { refusalText, t } from "../../shared/text.js"
import { Button, Notice } from "../../shared/ui.js"
import { h, html, useEffect, useRef, useState } from "../../vendor/preact.js"
import { focusOn } from "./focus.js"
import { merged } from "./merging.js"

/** @import { ComponentChildren } from "../../vendor/preact.js" */
/** @import { Profile } from "../types.js" */
/** @import { Saving } from "./saving.js" */
/** @import { Plan } from "./sifting.js" */

/**
 * What the parts of a page share.
 * @typedef {{ plan: Plan, saving: Saving, may: boolean, publishes: boolean, self: string }} Desk
 */

/**
 * @typedef {object} PartProps
 * @property {Desk} desk
 * @property {keyof Profile} part
 * @property {(value: any) => ComponentChildren} show
 * @property {(value: any, set: (value: any) => void) => ComponentChildren} edit
 * @property {string} [label]
 * @property {string} [hint]
 * @property {boolean} [may] instead of the desk's
 * @property {boolean} [wide] takes the whole width
 */

/** @param {PartProps} props */
export function Part({ desk, part, show, edit, label, hint, may = desk.may, wide }) {
  const { saving } = desk
  const [open, setOpen] = useState(false)
  const box = useRef(/** @type {HTMLElement | null} */ (null))
  const value = saving.valueOf(part)
  const name = label ?? t(`measure.part.${part}`)
  const refused = saving.refused[part]
  const conflict = part in saving.theirs
  useEffect(() => {
    if (open) focusOn(box.current?.querySelector("textarea, input, select, button"))
  }, [open])
  const close = () => {
    setOpen(false)
    requestAnimationFrame(() => focusOn(box.current?.querySelector(".part__edit")))
  }
  /** @param {KeyboardEvent} event */
  const press = (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return
    event.preventDefault()
    close()
  }
  const shown = show(value)
  const empty = shown === null || shown === "" || shown === undefined
  return html`<div ref=${box} class=${`part${wide ? " part--wide" : ""}${open ? " part--open" : ""}${empty && !open ? " part--empty" : ""}`} id=${`part-${part}`}>
    <h3 class="part__label" id=${`label-${part}`}>${name}</h3>
    <div class="part__value">
      ${
        open
          ? html`<div class="part__editor" role="group" aria-labelledby=${`label-${part}`} onKeyDown=${press}>
              ${hint && html`<p class="muted small">${hint}</p>`}
              ${edit(value, (next) => saving.set(part, next))}
              <div class="actions">${h(Button, { onClick: close, children: t("measure.part_done") })}</div>
            </div>`
          : empty
            ? html`<span class="muted part__none">${t("measure.not_said")}</span>`
            : shown
      }
      ${conflict ? h(Conflict, { desk, part, show, edit }) : null}
      ${refused ? h(Notice, { tone: "danger", alert: true, children: html`<p>${refused.code === "invalid" ? t("measure.part_invalid") : refusalText(refused)}</p><p class="small">${t("measure.part_kept")} <button type="button" class="more" onClick=${() => saving.drop(part)}>${t("draft.discard")}</button></p>` }) : null}
    </div>
    ${may && !open ? html`<button type="button" class="part__edit no-print" onClick=${() => setOpen(true)}><span class="kern-icon kern-icon--edit" aria-hidden="true"></span><span class="kern-sr-only">${t("measure.edit", { part: name })}</span></button>` : null}
  </div>`
}

/** Both texts side by side; a person decides. Nothing is stored until then.
 * @param {Pick<PartProps, "desk" | "part" | "show" | "edit">} props */
function Conflict({ desk: { saving }, part, show, edit }) {
  const [both, setBoth] = useState(/** @type {{ value: any, clean: boolean } | null} */ (null))
  const theirs = saving.theirs[part]
  const mine = saving.edits[part]?.value
  return h(Notice, {
    tone: "warning",
    alert: true,
    title: t("measure.conflict.title"),
    children: html`
      <p>${t("measure.conflict.text")}</p>
      <div class="versions">
        <section><h4>${t("measure.conflict.mine")}</h4><div class="versions__text">${show(mine) || t("measure.not_said")}</div></section>
        <section><h4>${t("measure.conflict.theirs")}</h4><div class="versions__text">${show(theirs) || t("measure.not_said")}</div></section>
      </div>
      ${
        both
          ? html`<section class="versions__both"><h4>${t("measure.conflict.both")}</h4>
              ${both.clean ? null : html`<p class="small">${t("measure.conflict.read")}</p>`}
              ${edit(both.value, (value) => setBoth({ ...both, value }))}
              <div class="actions">
                ${h(Button, { kind: "primary", onClick: () => saving.settle(part, both.value), children: t("measure.conflict.save_both") })}
                ${h(Button, { kind: "tertiary", onClick: () => setBoth(null), children: t("form.cancel") })}
              </div></section>`
          : html`<div class="actions">
              ${h(Button, { onClick: () => saving.settle(part, mine), children: t("measure.conflict.keep") })}
              ${h(Button, { onClick: () => saving.drop(part), children: t("measure.conflict.take") })}
              ${h(Button, { onClick: () => setBoth(merged(saving.edits[part], theirs)), children: t("measure.conflict.merge") })}
            </div>`
      }`,
  })
}
