// Asking the server: what is loading, what came, what went wrong, and whether one has to sign in.
import { asRefusal } from "../shared/api.js"
import { refusalText, t } from "../shared/text.js"
import { Button, Notice } from "../shared/ui.js"
import { h, html, signal, useEffect, useState } from "../vendor/preact.js"

/** @import { Refusal } from "../shared/api.js" */
/** @import { Me } from "./types.js" */

/** Who is signed in; nothing until the server has said. */
export const me = signal(/** @type {Me | null} */ (null))

/** What whoever is signed in may do. @returns {string[]} */
export const rights = () => me.value?.account?.rights ?? []

/** @param {string} right as the server names it: "editPlan", "publish" … */
export const can = (right) => rights().includes(right)

/** A login that has run out shows the sign-in form in place; the page behind it stays as it is.
 * @param {Refusal} refusal */
export function noticeLogin(refusal) {
  if (refusal.code === "login_needed" && me.value?.account) me.value = { ...me.value, account: null }
}

/**
 * @template T
 * @typedef {{ data: T | undefined, refusal: Refusal | undefined, reload: () => Promise<void>, set: (data: T) => void }} Loaded
 */

/**
 * @template T
 * @param {() => Promise<T>} load @param {unknown[]} about what it depends on
 * @returns {Loaded<T>}
 */
export function useLoaded(load, about) {
  const [state, setState] = useState(/** @type {{ data?: T, refusal?: Refusal }} */ ({}))
  let current = true
  async function reload() {
    try {
      const data = await load()
      if (current) setState({ data })
    } catch (error) {
      const refusal = asRefusal(error)
      noticeLogin(refusal)
      if (current) setState(({ data }) => ({ data, refusal }))
    }
  }
  useEffect(() => {
    setState({})
    reload()
    return () => {
      current = false
    }
  }, about)
  return { data: state.data, refusal: state.refusal, reload, set: (data) => setState({ data }) }
}

/**
 * Something a person asked for: runs once at a time and keeps what went wrong.
 * @returns {{ busy: boolean, refusal: Refusal | undefined, run: (work: () => Promise<void>) => Promise<void>, clear: () => void }}
 */
export function useAction() {
  const [state, setState] = useState({ busy: false, refusal: /** @type {Refusal | undefined} */ (undefined) })
  return {
    ...state,
    clear: () => setState({ busy: false, refusal: undefined }),
    async run(work) {
      if (state.busy) return
      setState({ busy: true, refusal: undefined })
      try {
        await work()
        setState({ busy: false, refusal: undefined })
      } catch (error) {
        const refusal = asRefusal(error)
        noticeLogin(refusal)
        setState({ busy: false, refusal })
      }
    },
  }
}

/** What went wrong, in words, with what was kept.
 * @param {{ refusal: Refusal | undefined, retry?: () => void }} props */
export function Problem({ refusal, retry }) {
  if (!refusal) return null
  return h(Notice, {
    tone: "danger",
    alert: true,
    children: html`<p>${refusalText(refusal)}</p>${retry ? h(Button, { kind: "tertiary", onClick: retry, children: t("load.retry") }) : null}`,
  })
}

/** Stands where something will be.
 * @param {{ refusal: Refusal | undefined, retry: () => void }} props */
export function Waiting({ refusal, retry }) {
  if (refusal) return h(Problem, { refusal, retry })
  return html`<p class="waiting" role="status">${t("load.waiting")}</p>`
}
