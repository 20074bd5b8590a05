// Sockets without a screen: more phones than a test has pages for, and a console that arranges
// what a picture shows. One blank page of the house carries them, so Origin and cookies are real.

import { randomBytes } from "node:crypto"

/** Runs in the page. Keeps the sockets and gives each command its answer. */
function install() {
  /** @typedef {{ event?: any, rounds: Map<string, any>, ideas: Map<number, any>, send: (type: string, data: object) => Promise<any> }} Line */
  /** @type {Line[]} */
  const lines = []

  /** @param {Line} line @param {any} frame @returns {boolean} whether all of the session is known */
  function learn(line, { s, type, data }) {
    if (type === "Snapshot" && s === "") line.event = data
    const ideas = type === "IdeasShown" ? data.shown : data?.ideas
    for (const idea of ideas ?? []) line.ideas.set(idea.number, idea)
    const rounds = type === "RoundsShown" ? data.shown : data?.rounds
    for (const round of rounds ?? []) line.rounds.set(round.id, round)
    return type === "Snapshot" && s !== ""
  }

  const randomId = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("")

  /** @param {string} path */
  function open(path) {
    const socket = new WebSocket(`ws://${location.host}${path}`)
    const waiting = new Map()

    /** @param {string} type @param {object} data */
    async function send(type, data) {
      const frame = JSON.stringify({ id: randomId(), type, data })
      for (;;) {
        const answer = await new Promise((answered) => {
          waiting.set(JSON.parse(frame).id, answered)
          socket.send(frame)
        })
        if (!answer.code) return answer.result
        if (!answer.retry_ms) throw new Error(`${type}: ${answer.code} ${answer.field ?? ""}`)
        await new Promise((wake) => setTimeout(wake, answer.retry_ms))
      }
    }

    const line = { rounds: new Map(), ideas: new Map(), send }
    return new Promise((resolve, reject) => {
      socket.onerror = () => reject(new Error(`no socket at ${path}`))
      socket.onmessage = ({ data }) => {
        const frame = JSON.parse(data)
        if (frame.re) waiting.get(frame.re)?.(frame)
        else if (learn(line, frame)) resolve(lines.push(line) - 1)
      }
    })
  }
  Object.assign(window, { masswerk: { lines, open } })
}

/**
 * @param {import("playwright-core").Page} page
 * @param {string} path
 * @param {object} [body]
 * @param {string} [method]
 */
export async function call(page, path, body, method = body ? "POST" : "GET") {
  const { status, text } = await page.evaluate(
    async ([path, method, body]) => {
      const headers = body ? { "Content-Type": "application/json" } : {}
      const response = await fetch(path, { method, headers, body })
      return { status: response.status, text: await response.text() }
    },
    /** @type {const} */ ([path, method, body && JSON.stringify(body)]),
  )
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`)
  return text ? JSON.parse(text) : {}
}

const secret = () => randomBytes(32).toString("base64url")

/** A socket in the blank page. */
class Line {
  /** @param {import("playwright-core").Page} page @param {number} index */
  constructor(page, index) {
    this.page = page
    this.index = index
    this.counter = 0
    this.receipt = secret()
  }

  /** @param {string} type @param {object} data @returns {Promise<any>} the command's result */
  send(type, data) {
    return this.page.evaluate(
      // @ts-expect-error install put it there
      ([index, type, data]) => window.masswerk.lines[index].send(type, data),
      /** @type {const} */ ([this.index, type, data]),
    )
  }

  /** The event as it was on connecting. */
  event() {
    // @ts-expect-error install put it there
    return this.page.evaluate((index) => window.masswerk.lines[index].event, this.index)
  }

  /** The numbers of the ideas with a text. @param {string} text @returns {Promise<number[]>} */
  ideas(text) {
    return this.page.evaluate(
      ([index, text]) =>
        // @ts-expect-error install put it there
        [...window.masswerk.lines[index].ideas.values()]
          .filter((idea) => idea.text === text)
          .map((idea) => idea.number),
      /** @type {const} */ ([this.index, text]),
    )
  }

  /** A round by its id, once the line heard of it. @param {string} id */
  async round(id) {
    await this.page.waitForFunction(
      // @ts-expect-error install put it there
      ([index, id]) => window.masswerk.lines[index].rounds.has(id),
      /** @type {const} */ ([this.index, id]),
    )
    return this.page.evaluate(
      // @ts-expect-error install put it there
      ([index, id]) => window.masswerk.lines[index].rounds.get(id),
      /** @type {const} */ ([this.index, id]),
    )
  }

  /** @param {string} round @param {number} item @param {number} points */
  vote(round, item, points) {
    this.counter++
    return this.send("SetVote", { round, item, points, counter: this.counter })
  }
}

/** @param {import("playwright-core").Page} page on an address of the house */
async function connect(page, path) {
  // @ts-expect-error install puts it there
  if (!(await page.evaluate(() => Boolean(window.masswerk)))) await page.evaluate(install)
  // @ts-expect-error install put it there
  return new Line(page, await page.evaluate((path) => window.masswerk.open(path), path))
}

/**
 * Lets phones join an event.
 * @param {import("playwright-core").Page} page a blank page of the house
 * @param {string} code
 * @param {number} count
 */
export async function openPhones(page, code, count) {
  const phones = []
  for (let i = 0; i < count; i++) {
    await call(page, `/e/${code}/join`, { secret: secret() })
    phones.push(await connect(page, `/e/${code}/socket`))
  }
  return phones
}

/**
 * Opens the console of an event for signed-in staff.
 * @param {import("playwright-core").Page} page where staff is signed in
 * @param {string} event
 */
export async function openConsole(page, event) {
  await call(page, `/staff/api/events/${event}/console`, {})
  return connect(page, `/console/${event}/socket`)
}
