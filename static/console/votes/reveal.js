// A result on the wall: all at once, or place by place from the last to the first.

import { matrixAxes } from "../../shared/results.js"
import { t } from "../../shared/text.js"
import { Button } from "../../shared/ui.js"
import { h, html } from "../../vendor/preact.js"
import { projectors, session } from "../desk.js"
import { direct, Reveal, sceneShown } from "../projector.js"
import { places } from "../steps.js"

/** @import { ProjectorView, RoundView, SceneName } from "../../shared/types.js" */

const NOTHING = 0
const EVERYTHING = -1

/** Projectors that show the session at hand, or none yet. */
export const projectorsHere = () =>
  projectors.value.filter((one) => !one.session || one.session === session.value?.id)

/** @param {{ round: RoundView, latest: boolean }} props */
export function OnWall({ round, latest }) {
  const here = projectorsHere()
  return html`${here.map((projector, index) =>
    h(Wall, {
      key: projector.id,
      projector,
      round,
      latest,
      name: here.length > 1 ? t("wall.name", { number: String(index + 1) }) : t("wall.title"),
    }),
  )}`
}

/** @param {{ projector: ProjectorView, round: RoundView, latest: boolean, name: string }} props */
function Wall({ projector, round, latest, name }) {
  const scene = /** @type {SceneName} */ (round.method === "ranking" ? "ranking" : "results")
  const shown = sceneShown(projector)
  const isHere = projector.round ? projector.round === round.id : latest
  const on = isHere && (shown === "results" || shown === "ranking")

  /** @param {SceneName} to @param {number} step */
  function show(to, step) {
    const change = { session: session.value?.id, scene: to, round: round.id, against: "", step }
    return direct(projector, change, t("did.directed", { scene: t(`scene.${to}`) }))
  }

  return html`<div class="on-wall" role="group" aria-label=${name}>
    <p>${t(on ? "onwall.on" : isHere && shown === "matrix" ? "onwall.matrix" : "onwall.off", { name })}</p>
    ${
      on
        ? h(Reveal, { projector, places: places(round) })
        : html`<div class="row">
            ${h(Button, { name: "reveal-start", onClick: () => show(scene, NOTHING), children: t("reveal.cover") })}
            ${h(Button, { kind: "tertiary", name: "reveal-whole", onClick: () => show(scene, EVERYTHING), children: t("reveal.all") })}
          </div>`
    }
    ${matrixAxes(round) && h(Button, { kind: "tertiary", pressed: isHere && shown === "matrix", onClick: () => show("matrix", EVERYTHING), children: t("scene.matrix") })}
    ${projector.scene !== "auto" && h(Button, { kind: "tertiary", onClick: () => direct(projector, { scene: "auto", round: "", against: "" }, t("did.directed", { scene: t("scene.auto") })), children: t("scene.auto") })}
  </div>`
}

/** Reveals one place more. @param {{ projector: ProjectorView, round: RoundView }} revealing */
export function revealNext({ projector, round }) {
  const step = projector.step + 1 >= places(round) ? EVERYTHING : projector.step + 1
  return direct(projector, { step }, t("did.revealed"))
}
