// The keyboard of a list: go, select, open, act; and the page that explains it.
import { t } from "../../shared/text.js"
import { Dialog } from "../../shared/ui.js"
import { h, html, useEffect, useRef } from "../../vendor/preact.js"

/** What a key asks for. @type {Record<string, string>} */
const KEYS = {
  j: "next",
  ArrowDown: "next",
  k: "before",
  ArrowUp: "before",
  x: "select",
  X: "select_to",
  a: "all",
  Enter: "open",
  u: "promote",
  e: "decide",
  z: "join",
  "/": "search",
  "?": "keys",
  Escape: "clear",
}

const SHOWN = [
  ["J", "↓", "next"],
  ["K", "↑", "before"],
  ["X", "", "select"],
  ["⇧ X", "", "select_to"],
  ["A", "", "all"],
  ["Enter", "", "open"],
  ["U", "", "promote"],
  ["E", "", "decide"],
  ["Z", "", "join"],
  ["/", "", "search"],
  ["Esc", "", "clear"],
  ["?", "", "keys"],
]

/**
 * What a key means where it was pressed; nothing in a form, on a control of its own, or with Ctrl.
 * @param {{ key: string, ctrlKey?: boolean, metaKey?: boolean, altKey?: boolean }} event
 * @param {{ form: boolean, control: boolean }} where
 */
export function meaning({ key, ctrlKey, metaKey, altKey }, { form, control }) {
  if (form || ctrlKey || metaKey || altKey) return undefined
  if (control && key === "Enter") return undefined
  return KEYS[key]
}

/** @param {(what: string) => boolean} act tells whether it did something */
export function useKeys(act) {
  const latest = useRef(act)
  latest.current = act
  useEffect(() => {
    /** @param {KeyboardEvent} event */
    function press(event) {
      if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return
      const target = /** @type {Element} */ (event.target)
      const what = meaning(event, {
        form: Boolean(target.closest?.("input:not([type=checkbox]), textarea, select, [role=tablist]")),
        control: Boolean(target.closest?.("a, button, summary")),
      })
      if (what && latest.current(what)) event.preventDefault()
    }
    document.addEventListener("keydown", press)
    return () => document.removeEventListener("keydown", press)
  }, [])
}

/** @param {{ onClose: () => void }} props */
export function KeysDialog({ onClose }) {
  return h(Dialog, {
    title: t("list_keys.title"),
    onClose,
    children: html`<dl class="keys">
      ${SHOWN.map(([key, other, what]) => html`<div key=${what}><dt><kbd>${key}</kbd>${other ? html` <kbd>${other}</kbd>` : null}</dt><dd>${t(`list_keys.${what}`)}</dd></div>`)}
    </dl>`,
  })
}
