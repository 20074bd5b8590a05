// The phone's page: which of its four doors was opened, and what stands behind it.
import { asRefusal, get, post } from "../shared/api.js"
import { loadWords, t } from "../shared/text.js"
import { h, html, render, signal } from "../vendor/preact.js"
import { Arrive } from "./arrive.js"
import { cleanCode, readFragment } from "./code.js"
import { keepFor } from "./keep.js"
import { afterPaint, dress } from "./later.js"
import { fetchAhead, lazily } from "./lazily.js"
import { Stopped } from "./stopped.js"

/** @import { About } from "../shared/types.js" */
/** @import { Attendance } from "./attend.js" */
/** @import { Keep } from "./keep.js" */

/**
 * @typedef {{ name: "waiting" }
 *   | { name: "enter", typed?: string, code?: string }
 *   | { name: "arrive", about: About, keep: Keep, refused?: string }
 *   | { name: "event", attendance: Attendance }
 *   | { name: "stopped", reason: string, code: string, keep: Keep }
 *   | { name: "receipt", code: string }} Place
 */

const place = signal(/** @type {Place} */ ({ name: "waiting" }))
const Enter = lazily(() => import("./enter.js").then((module) => module.Enter))
const Event = lazily(() => import("./event.js").then((module) => module.Event))
const Receipt = lazily(() => import("./receipt.js").then((module) => module.Receipt))
const preferred = navigator.language.startsWith("de") ? "de" : "en"
const words = loadWords(preferred, "sie", "phone")

/** @param {{ language: string, address: string }} event */
async function speakLike({ language, address }) {
  await words // which must not come after, and win
  await loadWords(language, address, "phone")
}

async function start() {
  const [, typed, page] = /^\/e\/([^/]+)(\/ideas)?/.exec(location.pathname) || []
  if (!typed) return show({ name: "enter" })
  const code = cleanCode(typed)
  if (page) {
    await dress()
    return show({ name: "receipt", code })
  }
  const keep = keepFor(code)
  takeFragment(keep)
  if (keep.isJoined()) await join(code, keep)
  else await look(code, keep)
}

/** What a printed link says behind the #, kept here and gone from the address. @param {Keep} keep */
function takeFragment(keep) {
  if (!location.hash) return
  const { ticket, table } = readFragment(location.hash)
  if (ticket) keep.setTicket(ticket)
  if (table) keep.setTable(table)
  history.replaceState(history.state, "", location.pathname + location.search)
}

/** @param {Place} next */
async function show(next) {
  await words
  place.value = next
}

/** Before joining: what is this event? @param {string} code @param {Keep} keep @param {string} [refused] why joining failed */
async function look(code, keep, refused) {
  try {
    const about = await get(`/e/${code}/about`)
    await speakLike(about)
    await show({ name: "arrive", about, keep, refused })
    afterPaint(fetchAhead)
  } catch (error) {
    await stop(error, code, keep)
  }
}

/**
 * Joins, or comes back with the secret this device made.
 * @param {string} code @param {Keep} keep
 * @param {{ ticket?: string, known?: About }} [more] a participation code; what was read of the event
 */
async function join(code, keep, { ticket, known } = {}) {
  fetchAhead()
  const looks = dress()
  try {
    const asked = { secret: keep.joinSecret(), ...(ticket && { ticket }), ...(known && { known: true }) }
    const answer = await post(`/e/${code}/join`, asked)
    const about = known ? { ...answer, notice: known.notice } : answer
    keep.setJoined()
    keep.setSpeech(about)
    await speakLike(about)
    const [{ attend }] = await Promise.all([import("./attend.js"), looks])
    await show({ name: "event", attendance: await attend(about, keep) })
  } catch (error) {
    const { code: why } = asRefusal(error)
    if (!why.startsWith("ticket_") && !(ticket && why === "too_many")) return stop(error, code, keep)
    keep.setLeft()
    await look(code, keep, why)
  }
}

/** @param {unknown} error @param {string} typed @param {Keep} keep */
async function stop(error, typed, keep) {
  const { code } = asRefusal(error)
  const isTypo = code === "unknown_code" && !keep.hasReceipt()
  await show(isTypo ? { name: "enter", typed, code } : { name: "stopped", reason: code, code: typed, keep })
}

/** @param {string} code */
async function enter(code) {
  const about = await get(`/e/${code}/about`)
  history.pushState({}, "", `/e/${code}`)
  await speakLike(about)
  const keep = keepFor(code)
  if (keep.isJoined()) await join(code, keep)
  else await show({ name: "arrive", about, keep })
}

function Phone() {
  const now = place.value
  switch (now.name) {
    case "enter":
      return h(Enter, { typed: now.typed, code: now.code, onEnter: enter })
    case "arrive":
      return h(Arrive, {
        about: now.about,
        refused: now.refused,
        ticket: now.keep.ticket(),
        onJoin: (ticket) => join(now.about.code, now.keep, { ticket, known: now.about }),
      })
    case "event":
      return h(Event, { attendance: now.attendance })
    case "stopped":
      return h(Stopped, { reason: now.reason, code: now.code, keep: now.keep, onAgain: start })
    case "receipt":
      return h(Receipt, { code: now.code })
    default:
      return html`<main class="page page--waiting"><p class="brand">${t("brand")}</p></main>`
  }
}

window.addEventListener("popstate", () => location.reload())
const app = /** @type {HTMLElement} */ (document.getElementById("app"))
start().then(() => {
  app.textContent = ""
  render(h(Phone, {}), app)
  afterPaint(dress)
})
