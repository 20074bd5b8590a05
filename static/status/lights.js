// A traffic light as a choice of three: shape, word and colour.
import { t } from "../shared/text.js"
import { html } from "../vendor/preact.js"

/** A shape for each light, in a box of 16 × 16. @type {[light: string, path: string][]} */
const LIGHTS = [
  ["green", "M8 1.500a6.500 6.500 0 1 0 0 13a6.500 6.500 0 1 0 0-13z"],
  ["yellow", "M8 1l7.500 13.500H.5z"],
  ["red", "M5 1h6l4 4v6l-4 4H5l-4-4V5z"],
]

/** @param {{ id: string, legend: string, value: string, disabled: boolean, onChoose: (light: string) => void }} props */
export function LightChoice({ id, legend, value, disabled, onChoose }) {
  return html`<fieldset class="lights-of">
    <legend class="kern-label">${legend}</legend>
    <div class="lights-of__row">${LIGHTS.map(
      ([light, path]) => html`<label key=${light} class=${`lights-of__one lights-of__one--${light}`}>
        <input type="radio" name=${id} value=${light} checked=${value === light} disabled=${disabled} onChange=${() => onChoose(light)} />
        <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d=${path} /></svg>
        <span>${t(`status.light.${light}`)}</span>
      </label>`,
    )}</div>
  </fieldset>`
}
