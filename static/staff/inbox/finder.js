// Finding another contribution of any event: by its words or its number.
import { get } from "../../shared/api.js"
import { t } from "../../shared/text.js"
import { Field } from "../../shared/ui.js"
import { h, html, useEffect, useState } from "../../vendor/preact.js"
import { Problem, useAction } from "../load.js"
import { labelOf } from "./item.js"
import { isContribution } from "./selection.js"

/** @import { Item, Page } from "./types.js" */

const WAIT_MS = 250
const SHOWN = 8

/**
 * @param {{ name: string, label: string, hint?: string, error?: string, isChosen: (item: Item) => boolean, chosenLabel?: string,
 *   not?: string[], onChoose: (item: Item) => void }} props not: ids that make no sense
 */
export function Finder({ name, label, hint, error, isChosen, chosenLabel, not = [], onChoose }) {
  const [words, setWords] = useState("")
  const [found, setFound] = useState(/** @type {Item[] | null} */ (null))
  const looking = useAction()
  useEffect(() => {
    if (!words.trim()) return setFound(null)
    let current = true
    const timer = setTimeout(() => {
      looking.run(async () => {
        const query = new URLSearchParams({ q: words.trim(), taken: "all", limit: "50" })
        const { items } = /** @type {Page} */ (await get(`/staff/api/inbox?${query}`))
        if (current) setFound(items.filter((item) => isContribution(item) && !not.includes(item.id)))
      })
    }, WAIT_MS)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [words])
  return html`<div class="finder">
    ${h(Field, { label, hint, error, type: "search", value: words, onInput: setWords, input: { autocomplete: "off" } })}
    ${chosenLabel ? html`<p class="finder__chosen">${t("finder.chosen")} <strong lang="">${chosenLabel}</strong></p>` : null}
    ${h(Problem, { refusal: looking.refusal })}
    ${found && found.length === 0 ? html`<p class="muted small" role="status">${t("finder.none")}</p>` : null}
    ${
      found && found.length > 0
        ? html`<ul class="finder__found" aria-label=${t("finder.found")}>
            ${found.slice(0, SHOWN).map(
              (item) => html`<li key=${item.id}><label class="finder__one">
                <input type="radio" name=${name} checked=${isChosen(item)} onChange=${() => onChoose(item)} />
                <span><span lang="">${labelOf(item)}</span><span class="muted small cell-note">${item.event_title}</span></span>
              </label></li>`,
            )}
          </ul>
          ${found.length > SHOWN ? html`<p class="muted small">${t("finder.more")}</p>` : null}`
        : null
    }
  </div>`
}
