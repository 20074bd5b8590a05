// The room's screen: lets itself in by a link or a pairing code, then shows what the console directs. In the
// console's frame it is a preview: the console's cookie lets it in, and nothing but looking is asked of it.
import { get, post, Refusal } from "../shared/api.js"
import { connect } from "../shared/connection.js"
import { emptyState } from "../shared/session.js"
import { loadWords } from "../shared/text.js"
import { effect, h, render, signal } from "../vendor/preact.js"
import { Pairing } from "./pairing.js"
import { direction } from "./scene.js"
import { Stage } from "./stage.js"

const RETRY_MS = 3_000
const IDLE_MS = 3_000
const TYPE_WITHIN_MS = 3_000

/** The path of a preview, or nothing on the room's own screen. */
const preview = /^\/console\/[^/]+\/preview/.exec(location.pathname)?.[0]
const base = preview ?? "/projector"
const asked = new URLSearchParams(location.search)

/** @param {any} node */
function show(node) {
  const app = document.getElementById("app")
  if (app) render(node, app)
}

/** Opens a projector link, once; a stale one leads to pairing. */
async function enter() {
  const secret = location.hash.slice(1)
  if (!secret) return
  history.replaceState(null, "", location.pathname)
  await post("/projector/enter", { secret }).catch(() => undefined)
}

/** Asks until the server answers who this screen is.
 * @returns {Promise<{ paired: boolean, projector?: string }>} */
async function identify() {
  for (;;) {
    try {
      return await get(`${base}/me`)
    } catch {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }
}

async function begin() {
  if (preview) return perform(asked.get("projector") ?? "", asked.get("session") ?? "")
  const me = await identify()
  if (me.paired && me.projector) perform(me.projector)
  else pair()
}

function pair() {
  show(h(Pairing, { onPaired: perform }))
}

/** Shows what the console directs, until this screen is let go.
 * @param {string} projector @param {string} [session] for a preview that follows no projector */
function perform(projector, session = "") {
  const state = signal(emptyState())
  const viewer = { projector, session }
  const connection = connect({ path: base, session: session || undefined, state, probe })
  let spoken = ""
  effect(() => {
    const event = state.value.event
    if (!event || spoken === event.language + event.address) return
    spoken = event.language + event.address
    document.title = event.title
    loadWords(event.language, event.address, "projector")
  })
  effect(() => {
    const wanted = direction(state.value, viewer)?.session || session
    if (wanted && state.value.followed) connection.follow(wanted)
  })
  effect(() => dress(direction(state.value, viewer)?.theme))
  effect(() => {
    if (connection.status.value === "ended") setTimeout(begin, RETRY_MS)
  })
  show(h(Stage, { state, status: connection.status, viewer }))
}

/** Puts on a theme; without one the device's. @param {string | undefined} theme */
function dress(theme) {
  const { dataset } = document.documentElement
  if (theme) dataset.kernTheme = theme === "dark" ? "dark" : "light"
  else delete dataset.kernTheme
  if (theme === "bright") dataset.bright = ""
  else delete dataset.bright
}

/** Why the line does not come back: perhaps the console let this screen go. @param {AbortSignal} signal */
async function probe(signal) {
  const me = await get(`${base}/me`, signal)
  if (!preview && !me.paired) throw new Refusal({ code: "forbidden", status: 403 })
}

/** No cursor while nobody moves it. */
function hideCursor() {
  let timer = 0
  const wake = () => {
    document.documentElement.classList.remove("idle")
    clearTimeout(timer)
    timer = setTimeout(() => document.documentElement.classList.add("idle"), IDLE_MS)
  }
  addEventListener("pointermove", wake)
  wake()
}

/** The screen stays on, where the browser lets a page ask for it. */
function stayAwake() {
  const ask = () => {
    if (document.visibilityState === "visible") navigator.wakeLock?.request("screen").catch(() => undefined)
  }
  document.addEventListener("visibilitychange", ask)
  ask()
}

/** The one key a screen of its own knows. */
function fillScreen() {
  addEventListener("keydown", (event) => {
    if (event.key !== "f" || event.ctrlKey || event.metaKey) return
    if (document.fullscreenElement) document.exitFullscreen()
    else document.documentElement.requestFullscreen?.().catch(() => undefined)
  })
}

/** Texts are measured before they are set, so the type has to be there; but nobody waits for it for long. */
function typeReady() {
  const late = new Promise((resolve) => setTimeout(resolve, TYPE_WITHIN_MS))
  return Promise.race([document.fonts.load("1em 'Fira Sans'"), late]).catch(() => undefined)
}

async function start() {
  if (!preview) {
    hideCursor()
    stayAwake()
    fillScreen()
  }
  await Promise.all([loadWords("de", "sie", "projector"), preview ? undefined : enter(), typeReady()])
  await begin()
}

start()
