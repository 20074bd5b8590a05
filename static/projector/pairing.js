// What a house machine shows until a moderator has typed its code into the console.
import { get, post } from "../shared/api.js"
import { Rosette } from "../shared/rosette.js"
import { t } from "../shared/text.js"
import { h, html, useEffect, useState } from "../vendor/preact.js"
import english from "./words.en.js"

const POLL_MS = 2_000
/** A code is good for ten minutes; a new one is asked for before. */
const RENEW_MS = 9 * 60_000

/** Three and three, as it is read aloud.
 * @param {string} code */
export const spaced = (code) => code.replace(/^(.{3})(.+)$/, "$1 $2")

/** @param {{ onPaired: (projector: string) => void }} props */
export function Pairing({ onPaired }) {
  const [code, setCode] = useState("")
  const [reached, setReached] = useState(true)
  useEffect(() => {
    let stopped = false
    let asked = 0
    const step = async () => {
      try {
        if (asked === 0 || Date.now() - asked > RENEW_MS) {
          setCode((await post("/projector/pair")).code)
          asked = Date.now()
        }
        const me = await get("/projector/me")
        if (stopped) return
        setReached(true)
        if (me.paired) return onPaired(me.projector)
      } catch {
        setReached(false)
        asked = 0 // a server that was away has forgotten the code
      }
      if (!stopped) timer = setTimeout(step, POLL_MS)
    }
    let timer = setTimeout(step)
    return () => {
      stopped = true
      clearTimeout(timer)
    }
  }, [])
  return html`
    <main class="pairing">
      ${h(Rosette, { share: 0 })}
      <div class="pairing-words">
        <h1 class="title">${t("pair.title")}</h1>
        <p class="pairing-code" aria-live="polite">${spaced(code) || "··· ···"}</p>
        <p class="lead">${t("pair.how")}</p>
        <p class="lead second" lang="en">${english["pair.how"]}</p>
        ${reached ? null : html`<p class="sign" role="status">${t("sign.offline")} <span lang="en">${english["sign.offline"]}</span></p>`}
      </div>
    </main>`
}
