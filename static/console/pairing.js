// Bringing walls in and sending them away: the house's machine by its code, any other by a link.

import { asRefusal, post } from "../shared/api.js"
import { refusalText, t } from "../shared/text.js"
import { Button, Dialog, Field, Notice } from "../shared/ui.js"
import { h, html, useState } from "../vendor/preact.js"
import { Copy } from "./copy.js"
import { act, close, say, state } from "./desk.js"
import { base, local, origin } from "./links.js"

/** Pair the house's machine by its code, or open a projector by link. */
export function ProjectorDialog() {
  return h(Dialog, {
    title: t("pair.title"),
    onClose: close,
    children: html`<div class="pair">${h(Pair, {})} ${h(OpenByLink, {})} ${h(Connected, {})}</div>`,
  })
}

function Pair() {
  const [code, setCode] = useState("")
  const [error, setError] = useState("")
  const [busy, setBusy] = useState(false)

  /** @param {Event} event */
  async function pair(event) {
    event.preventDefault()
    if (!code.trim() || busy) return
    setBusy(true)
    try {
      await post(`${base}/pair`, { code: code.trim(), session: state.value.followed })
      close()
      say(t("pair.done"))
    } catch (refusal) {
      setError(refusalText(asRefusal(refusal)))
      setBusy(false)
    }
  }

  return html`<form onSubmit=${pair}>
    <h3>${t("pair.house")}</h3>
    <p>${t("pair.house.text", { address: `${location.host}/p` })}</p>
    ${h(Field, {
      label: t("pair.code"),
      value: code,
      error: error || undefined,
      onInput: (value) => {
        setCode(value.toUpperCase())
        setError("")
      },
      input: {
        "data-name": "pairing-code",
        autocomplete: "off",
        autocapitalize: "characters",
        spellcheck: false,
        maxlength: 12,
        placeholder: "XXX XXX",
      },
    })}
    ${h(Button, { type: "submit", kind: "primary", busy, disabled: !code.trim(), children: t("pair.do") })}
  </form>`
}

function OpenByLink() {
  const [link, setLink] = useState("")

  async function make() {
    try {
      const made = await post(`${base}/projector`, { session: state.value.followed })
      setLink(new URL(made.link, origin()).href)
    } catch (refusal) {
      say(refusalText(asRefusal(refusal)), { bad: true })
    }
  }

  return html`<section>
    <h3>${t("pair.here")}</h3>
    <p>${t("pair.here.text")}</p>
    ${
      link
        ? html`<p><a class="kern-link" href=${local(link)} target="_blank" rel="noopener" data-name="projector-link">${t("pair.open")}</a></p>
            ${h(Copy, { label: t("pair.link"), text: link })}
            ${h(Notice, { children: html`<p>${t("pair.link.hint")}</p>` })}`
        : h(Button, {
            icon: "open-in-new",
            name: "make-projector-link",
            onClick: make,
            children: t("pair.make"),
          })
    }
  </section>`
}

function Connected() {
  const { projectors, sessions } = state.value
  if (!projectors.length) return null

  /** @param {string} id @param {string} name */
  function dismiss(id, name) {
    act(t("did.dismissed", { name }), ["DismissProjector", { projector: id, on: true }])
  }

  return html`<section>
    <h3>${t("pair.connected")}</h3>
    <ul class="members">
      ${projectors.map(({ id, session }, index) => {
        const name = t("wall.name", { number: String(index + 1) })
        return html`<li key=${id}>
          <span>${name}</span>
          <span class="hint">${sessions.find((one) => one.id === session)?.title}</span>
          ${h(Button, { kind: "tertiary", onClick: () => dismiss(id, name), label: t("wall.dismiss", { name }), children: t("same.part") })}
        </li>`
      })}
    </ul>
  </section>`
}
