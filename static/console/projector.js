// What the wall shows: a live picture where that is possible, and the choice of session and scene.

import { get } from "../shared/api.js"
import { t } from "../shared/text.js"
import { Button } from "../shared/ui.js"
import { h, html, signal, useEffect } from "../vendor/preact.js"
import { act, open, session, state } from "./desk.js"
import { phaseOf } from "./steps.js"

/** @import { ProjectorView } from "../shared/types.js" */

const SCENES = ["auto", "join", "wall", "board", "vote", "results"]
/** @type {Record<string, string>} */
const SCENE_OF_PHASE = {
  lobby: "join",
  collect: "wall",
  cluster: "board",
  vote: "vote",
  discuss: "board",
  results: "results",
}

const mirrored = signal("") // id of the projector this browser may show as well

export function Stage() {
  const { projectors } = state.value
  const ids = projectors.map(({ id }) => id).join()
  useEffect(() => {
    findMirror()
    const again = () => document.hidden || findMirror()
    document.addEventListener("visibilitychange", again)
    return () => document.removeEventListener("visibilitychange", again)
  }, [ids])

  if (!projectors.length) {
    return html`<div class="stage stage--none"><p>${t("wall.none")}</p></div>
      <div class="row">${h(Button, { onClick: () => open("projector"), name: "connect-projector", children: t("wall.connect") })}</div>`
  }
  return html`${projectors.map((one, index) => h(Screen, { key: one.id, projector: one, index, alone: projectors.length === 1 }))}
    ${h(Button, { kind: "tertiary", onClick: () => open("projector"), name: "connect-projector", children: t("wall.manage") })}`
}

/** The projector page has its own cookie: opened in this browser too, its picture can be shown here. */
async function findMirror() {
  const me = await get("/projector/me").catch(() => ({ paired: false }))
  mirrored.value = me.paired ? me.projector || "" : ""
}

/** @param {{ projector: ProjectorView, index: number, alone: boolean }} props */
function Screen({ projector, index, alone }) {
  const { id, session: followed } = projector
  const shown = projector.scene || "auto"
  const { sessions } = state.value
  const here = session.value
  const there = sessions.find((one) => one.id === followed)
  const elsewhere = here && there && there.id !== here.id
  const name = t("wall.name", { number: String(index + 1) })

  /** @param {string} to @param {string} at */
  function direct(to, at) {
    act(t("did.directed", { scene: t(`scene.${to}`) }), [
      "DirectProjector",
      { projector: id, session: at, scene: to },
    ])
  }

  /** The choice shows what the server says, not what was asked for. @param {Event} event */
  function choose(event) {
    const select = /** @type {HTMLSelectElement} */ (event.target)
    const asked = select.value
    select.value = shown
    direct(asked, followed || here?.id || "")
  }

  return html`<div class="screen">
    ${!alone && html`<h3>${name}</h3>`}
    ${h(Picture, { projector })}
    ${
      elsewhere &&
      html`<p class="screen__elsewhere">
        ${t("wall.elsewhere", { title: there.title })}
        ${h(Button, { kind: "tertiary", onClick: () => direct("auto", here.id), children: t("wall.bring_here") })}
      </p>`
    }
    <label class="labelled">
      <span class="kern-sr-only">${`${name}: ${t("wall.scene")}`}</span>
      <select data-name="scene" onChange=${choose}>
        ${SCENES.map((one) => html`<option key=${one} value=${one} selected=${one === shown}>${t(`scene.${one}`)}</option>`)}
      </select>
    </label>
  </div>`
}

/** The live picture when this browser may show it, else the scene in words. @param {{ projector: ProjectorView }} props */
function Picture({ projector }) {
  const there = state.value.sessions.find((one) => one.id === projector.session)
  const scene =
    projector.scene && projector.scene !== "auto"
      ? projector.scene
      : SCENE_OF_PHASE[there ? phaseOf(there).kind : "lobby"]
  if (there?.blank) return html`<div class="stage stage--dark"><p>${t("wall.is_dark")}</p></div>`
  if (mirrored.value === projector.id) {
    return html`<div class="stage stage--live">
      <iframe src="/projector" title=${t("wall.preview")} tabindex="-1" inert scrolling="no"></iframe>
    </div>`
  }
  return html`<div class=${`stage stage--${scene}`}>
    <span class="stage__sketch" aria-hidden="true"><i></i><i></i><i></i><i></i></span>
    <p>${t(`scene.${scene}`)}</p>
  </div>`
}
