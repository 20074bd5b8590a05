// What the server says to a page, heard as it arrives, so that a test can tell what nobody may know.

import assert from "node:assert/strict"
import { gunzipSync } from "node:zlib"

/** @typedef {import("playwright-core").Page} Page */

/** What tells how a vote stands. */
const TELLTALE = new Set(["tally", "results", "counts", "points", "mean", "spread", "rank", "verdict"])

/** All that may be said of a round that is open and hidden, in a frame of its own or with the pulse. */
const PLAIN = new Set(
  (
    "id number session title method subject secrecy budget cap hidden exclude_own criteria state of admitted heads " +
    "paper items rev since voters"
  ).split(" "),
)

/** What the server answers to a vote: it is the asking phone's own. */
const OWN = new Set(["left", "points", "counter"])

/** Listens to a page and to the frames in it. */
export class Ear {
  /** @type {any[]} */
  heard = []

  /** @param {Page} page @param {string} name */
  constructor(page, name) {
    this.page = page
    this.name = name
    page.on("websocket", (socket) => {
      socket.on("framereceived", ({ payload }) => {
        const text = typeof payload === "string" ? payload : gunzipSync(payload).toString()
        this.heard.push(JSON.parse(text))
      })
    })
  }

  /** The session as it was told last. @param {string} id */
  session(id) {
    for (let at = this.heard.length - 1; at >= 0; at--) {
      const { type, data } = this.heard[at]
      const told = type === "SessionsShown" ? data.shown : type === "Snapshot" ? data.sessions : undefined
      const found = told?.find((/** @type {{ id: string }} */ session) => session.id === id)
      if (found) return found
    }
    throw new Error(`${this.name} never heard of the session`)
  }

  /** How many frames have said this. @param {string} text */
  countOf(text) {
    const written = JSON.stringify(text).slice(1, -1)
    return this.heard.filter((frame) => JSON.stringify(frame).includes(written)).length
  }
}

/**
 * Fails when anybody was told how an open round stands that is hidden until it is closed. Of its
 * own votes a phone may hear; nobody else may hear of votes at all.
 * @param {Ear[]} ears @param {string} round @param {number[]} from how much each had heard when it was opened
 */
export function assertNothingTold(ears, round, from) {
  for (const [at, ear] of ears.entries()) {
    const frames = ear.heard.slice(from[at])
    assert.ok(frames.length > 0 || ear.name === "helper", `${ear.name} heard nothing, so this proves nothing`)
    for (const frame of frames) {
      const leaks = ear.name.startsWith("phone") && isOwn(frame) ? [] : leaksIn(frame, round)
      assert.deepEqual(
        leaks,
        [],
        `${ear.name} was told of a hidden vote: ${JSON.stringify(frame).slice(0, 600)}`,
      )
    }
  }
}

/** @param {any} frame */
const isOwn = ({ type, re, result }) =>
  type === "Mine" || Boolean(re && result && Object.keys(result).every((key) => OWN.has(key)))

/** @param {any} value @param {string} round @param {boolean} [over] whether this is about a closed round @returns {string[]} */
function leaksIn(value, round, over = false) {
  if (Array.isArray(value)) return value.flatMap((one) => leaksIn(one, round, over))
  if (typeof value !== "object" || value === null) return []
  const isClosed = over || (value.state === "closed" && value.id !== round)
  return Object.entries(value).flatMap(([key, inside]) => [
    ...(TELLTALE.has(key) && !isClosed ? [key] : []),
    ...(value.id === round && !PLAIN.has(key) ? [key] : []),
    ...leaksIn(inside, round, isClosed),
  ])
}
