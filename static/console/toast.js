// What has just been done, with the way back. It stands above an open dialog, and can be used there.

import { Undo } from "../shared/ui.js"
import { effect, h, html, render, useEffect } from "../vendor/preact.js"
import { opened, said, steps, undo } from "./desk.js"

/** Behind a dialog everything is out of reach, so the toast goes where the user is. */
export function Toast() {
  useEffect(() => {
    const place = document.createElement("div")
    render(h(Told, {}), place)
    const stop = effect(() => {
      const inDialog = Boolean(opened.value) && Boolean(said.value)
      requestAnimationFrame(() =>
        ((inDialog && document.querySelector("dialog[open]")) || document.body).append(place),
      )
    })
    return () => {
      stop()
      render(null, place)
      place.remove()
    }
  }, [])
  return null
}

function Told() {
  const told = said.value
  if (!told) return null
  const { text, step, bad, at } = told
  const undoable = step !== undefined && steps.value.some((one) => one.id === step && !one.undone)
  return html`<div class=${`desk__toast${bad ? " desk__toast--bad" : ""}`}>
    ${h(Undo, { key: at, message: text, onUndo: undoable ? () => undo(step) : undefined, onClose: clear, forMs: bad ? 14_000 : 8000 })}
  </div>`
}

function clear() {
  said.value = null
}
