// What the wall shows: its live picture, the choice of session and scene, and the steps of a reveal.

import { SCENES, sceneOf } from "../shared/scenes.js"
import { t } from "../shared/text.js"
import { Button } from "../shared/ui.js"
import { h, html, useLayoutEffect, useRef } from "../vendor/preact.js"
import { act, open, rounds, session, state } from "./desk.js"
import { base } from "./links.js"
import { places } from "./steps.js"

/** @import { ProjectorView, RoundView, SceneName, Theme } from "../shared/types.js" */

const THEMES = /** @type {Theme[]} */ (["dark", "light", "bright"])
const OF_ROUND = new Set(["results", "ranking", "matrix", "compare"])
/** Where a reveal begins, and where everything is shown. */
const NOTHING = 0
const EVERYTHING = -1

/** So many pixels the wall believes to be wide; the stylesheet knows it as well. */
const PICTURE_WIDTH = 1280

export function Stage() {
  const { projectors } = state.value
  if (!projectors.length) {
    return html`<div class="stage stage--none"><p>${t("wall.none")}</p></div>
      <div class="row">${h(Button, { onClick: () => open("projector"), name: "connect-projector", children: t("wall.connect") })}</div>`
  }
  return html`${projectors.map((one, index) => h(Screen, { key: one.id, projector: one, index, alone: projectors.length === 1 }))}
    ${h(Button, { kind: "tertiary", onClick: () => open("projector"), name: "connect-projector", children: t("wall.manage") })}`
}

/**
 * Tells a projector what to show; what is not said stays.
 * @param {ProjectorView} projector @param {Partial<ProjectorView>} change @param {string} text what was done
 */
export function direct(projector, change, text) {
  const { id, session: at, scene, round, against, step = EVERYTHING, theme } = { ...projector, ...change }
  return act(text, [
    "DirectProjector",
    {
      projector: id,
      session: at,
      scene,
      round: round || "",
      against: against || "",
      step,
      theme: theme || "",
    },
  ])
}

/** The scene that a projector shows at present. @param {ProjectorView} projector @returns {SceneName} */
export function sceneShown(projector) {
  const { fields, sessions } = state.value
  const there = sessions.find((one) => one.id === projector.session)
  if (!there) return projector.scene
  const lit = Boolean(there.spotlight?.idea || there.spotlight?.field)
  return sceneOf(there, projector.scene, { lit, sorted: fields.some((field) => !field.joined_into) })
}

/** @param {{ projector: ProjectorView, index: number, alone: boolean }} props */
function Screen({ projector, index, alone }) {
  const { session: followed, scene, theme } = projector
  const { sessions } = state.value
  const here = session.value
  const there = sessions.find((one) => one.id === followed)
  const elsewhere = here && there && there.id !== here.id
  const name = t("wall.name", { number: String(index + 1) })
  const shown = sceneShown(projector)

  return html`<div class="screen" role="group" aria-label=${name}>
    ${!alone && html`<h3>${name}</h3>`}
    ${h(Picture, { projector, dark: Boolean(there?.blank) })}
    ${
      elsewhere &&
      html`<p class="screen__elsewhere">
        ${t("wall.elsewhere", { title: there.title })}
        ${h(Button, { kind: "tertiary", onClick: () => direct(projector, { session: here.id, scene: "auto", round: "", against: "" }, t("did.directed", { scene: t("scene.auto") })), children: t("wall.bring_here") })}
      </p>`
    }
    ${h(Choice, {
      label: `${name}: ${t("wall.scene")}`,
      name: "scene",
      value: scene,
      options: /** @type {SceneName[]} */ (["auto", ...SCENES]).map((one) => ({
        value: one,
        text: one === "auto" ? t("scene.auto.now", { scene: t(`scene.${shown}`) }) : t(`scene.${one}`),
      })),
      onChoose: (value) => chooseScene(projector, /** @type {SceneName} */ (value)),
    })}
    ${!elsewhere && OF_ROUND.has(shown) && h(OfRound, { projector, shown })}
    ${h(Choice, {
      label: `${name}: ${t("wall.theme")}`,
      shown: t("wall.theme"),
      name: "theme",
      value: theme,
      options: THEMES.map((one) => ({ value: one, text: t(`theme.${one}`) })),
      onChoose: (value) =>
        direct(
          projector,
          { theme: /** @type {Theme} */ (value) },
          t("did.theme", { theme: t(`theme.${value}`) }),
        ),
    })}
  </div>`
}

/** A reveal begins anew with the scene. @param {ProjectorView} projector @param {SceneName} scene */
function chooseScene(projector, scene) {
  const change = OF_ROUND.has(scene) ? { scene } : { scene, round: "", against: "", step: EVERYTHING }
  return direct(projector, change, t("did.directed", { scene: t(`scene.${scene}`) }))
}

/** Which round, against which other, and how much of it is revealed. @param {{ projector: ProjectorView, shown: SceneName }} props */
function OfRound({ projector, shown }) {
  const closed = rounds.value.filter((round) => round.state === "closed")
  const round = closed.find(({ id }) => id === projector.round) || closed[closed.length - 1]
  if (!round) return null
  const options = closed.map((one) => ({ value: one.id, text: nameOf(one) }))
  return html`${
    closed.length > 1 &&
    h(Choice, {
      label: t("wall.round"),
      shown: t("wall.round"),
      name: "shown-round",
      value: round.id,
      options,
      onChoose: (value) =>
        direct(projector, { round: value }, t("did.directed", { scene: t(`scene.${shown}`) })),
    })
  }
  ${
    shown === "compare" &&
    h(Choice, {
      label: t("wall.against"),
      shown: t("wall.against"),
      name: "against",
      value: projector.against || "",
      options: [
        { value: "", text: t("wall.against.none") },
        ...options.filter(({ value }) => value !== round.id),
      ],
      onChoose: (value) =>
        direct(
          projector,
          { round: round.id, against: value },
          t("did.directed", { scene: t("scene.compare") }),
        ),
    })
  }
  ${(shown === "results" || shown === "ranking") && h(Reveal, { projector, places: places(round) })}`
}

/** @param {{ projector: ProjectorView, places: number }} props */
export function Reveal({ projector, places }) {
  const { step = EVERYTHING } = projector
  /** @param {number} to */
  const reveal = (to) => direct(projector, { step: to }, t(to === NOTHING ? "did.covered" : "did.revealed"))
  return html`<div class="row reveal">
    ${
      step === EVERYTHING
        ? h(Button, {
            kind: "tertiary",
            name: "cover",
            onClick: () => reveal(NOTHING),
            children: t("reveal.cover"),
          })
        : html`${h(Button, { kind: "tertiary", name: "reveal-next", onClick: () => reveal(step + 1 >= places ? EVERYTHING : step + 1), children: t("reveal.next") })}
            ${h(Button, { kind: "tertiary", name: "reveal-all", onClick: () => reveal(EVERYTHING), children: t("reveal.all") })}
            <span class="hint" role="status">${t("reveal.at", { step: String(step), places: String(places) })}</span>`
    }
  </div>`
}

/** @param {RoundView} round */
export const nameOf = (round) =>
  round.title || t("round.name", { number: String(round.number), method: t(`method.${round.method}`) })

/**
 * The choice shows what the server says, not what was asked for; `shown` stands beside it.
 * @param {{ label: string, shown?: string, name: string, value: string, options: { value: string, text: string }[], onChoose: (value: string) => void }} props
 */
function Choice({ label, shown, name, value, options, onChoose }) {
  /** @param {Event} event */
  function choose(event) {
    const select = /** @type {HTMLSelectElement} */ (event.target)
    const asked = select.value
    select.value = value
    onChoose(asked)
  }
  return html`<label class=${shown ? "labelled labelled--beside" : "labelled"}>
    <span class=${shown ? "" : "kern-sr-only"}>${shown || label}</span>
    <select data-name=${name} aria-label=${shown ? label : undefined} onChange=${choose}>
      ${options.map((one) => html`<option key=${one.value} value=${one.value} selected=${one.value === value}>${one.text}</option>`)}
    </select>
  </label>`
}

/** The wall itself, small: a page that is told what the projector is told, and nothing else. @param {{ projector: ProjectorView, dark: boolean }} props */
function Picture({ projector, dark }) {
  const place = useRef(/** @type {HTMLDivElement | null} */ (null))
  useLayoutEffect(() => {
    const element = place.current
    if (!element) return
    const watch = new ResizeObserver(() =>
      element.style.setProperty("--shrink", String(element.clientWidth / PICTURE_WIDTH)),
    )
    watch.observe(element)
    return () => watch.disconnect()
  }, [dark])
  if (dark) return html`<div class="stage stage--dark"><p>${t("wall.is_dark")}</p></div>`
  return html`<div class="stage stage--live" ref=${place}>
    <iframe key=${projector.id} src=${`${base}/preview?projector=${projector.id}`} title=${t("wall.preview")} tabindex="-1" inert scrolling="no"></iframe>
  </div>`
}
