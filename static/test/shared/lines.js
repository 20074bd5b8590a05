// A page whose lines end at the test: sockets, events, and the requests that go with them.
import { mock } from "node:test"
import { signal } from "../../vendor/preact.js"

export class FakeSocket {
  static OPEN = 1
  /** @type {FakeSocket[]} */
  static all = []
  static get last() {
    return FakeSocket.all[FakeSocket.all.length - 1]
  }
  readyState = 0
  /** @type {any[]} */
  sent = []
  constructor(url) {
    this.url = new URL(url)
    FakeSocket.all.push(this)
  }
  send(text) {
    this.sent.push(JSON.parse(text))
  }
  open() {
    this.readyState = 1
    this.onopen?.()
  }
  close(code = 1000) {
    if (this.readyState === 3) return
    this.readyState = 3
    this.onclose({ code })
  }
  /** @param {any} frame */
  async say(frame) {
    this.onmessage({ data: frame instanceof ArrayBuffer ? frame : JSON.stringify(frame) })
    await settle()
  }
}

export class FakeEvents extends EventTarget {
  /** @type {FakeEvents[]} */
  static all = []
  static get last() {
    return FakeEvents.all[FakeEvents.all.length - 1]
  }
  isClosed = false
  constructor(url) {
    super()
    this.url = new URL(url, "http://haus:8080")
    FakeEvents.all.push(this)
  }
  close() {
    this.isClosed = true
  }
  fail() {
    this.onerror()
  }
  /** @param {any} frame */
  async say(frame) {
    this.onmessage({ data: JSON.stringify(frame) })
    await settle()
  }
  /** @param {number} code */
  async end(code) {
    this.dispatchEvent(new MessageEvent("end", { data: JSON.stringify({ code }) }))
    await settle()
  }
}

/** Requests that wait for their answer. */
export class FakeRequests {
  /** @type {{ url: string, body: any, redirect: string, answer: (response: object) => Promise<void>, fail: () => Promise<void> }[]} */
  all = []
  get last() {
    return this.all[this.all.length - 1]
  }
  /** @param {string} url @param {any} options */
  fetch = (url, { body, redirect, signal }) =>
    new Promise((resolve, reject) => {
      const refuse = () => reject(new TypeError("failed"))
      signal?.addEventListener("abort", refuse)
      const answer = async (response) => {
        resolve(response)
        await settle()
      }
      const fail = async () => {
        refuse()
        await settle()
      }
      this.all.push({ url, body: body && JSON.parse(body), redirect, answer, fail })
    })
}

/** @param {object} data */
export const json = (data, status = 200) =>
  new Response(JSON.stringify(data), { status, headers: { "Content-Type": "application/json" } })
/** What a network's sign-in page looks like. */
export const html = (status = 200) =>
  new Response("<!doctype html><title>Willkommen</title>", {
    status,
    headers: { "Content-Type": "text/html" },
  })
/** What fetch gives for a redirection it does not follow. */
export const redirected = () => ({ ok: false, status: 0, headers: new Headers(), text: async () => "" })

export const settle = async () => {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve))
}

/** What the browser keeps for a tab. */
class FakeStorage extends Map {
  getItem = (key) => (this.has(key) ? this.get(key) : null)
  setItem = (key, value) => this.set(key, value)
  removeItem = (key) => this.delete(key)
}

/** A page just loaded in a new tab. @returns {FakeRequests} what it asks by HTTP */
export function openPage() {
  FakeSocket.all = []
  FakeEvents.all = []
  const page = new EventTarget()
  const requests = new FakeRequests()
  Object.assign(globalThis, {
    WebSocket: FakeSocket,
    EventSource: FakeEvents,
    fetch: requests.fetch,
    sessionStorage: new FakeStorage(),
    location: { protocol: "http:", host: "haus:8080" },
    document: Object.assign(new EventTarget(), { hidden: false }),
  })
  for (const name of ["addEventListener", "removeEventListener", "dispatchEvent"]) {
    Object.assign(globalThis, { [name]: page[name].bind(page) })
  }
  return requests
}

export const event = { s: "", type: "Snapshot", epoch: "E", n: 3, data: { event: {}, sessions: [] } }
export const session = { s: "A", type: "Snapshot", epoch: "E", n: 10, data: { ideas: [{ number: 1 }] } }

export function memoryOutbox(commands = []) {
  const pending = signal(commands)
  return {
    pending,
    durable: signal(true),
    list: async () => pending.value,
    put: async (command) => {
      pending.value = [...pending.value, command]
    },
    remove: async (id) => {
      pending.value = pending.value.filter((command) => command.id !== id)
    },
  }
}

/** Time goes by, and every timer runs when it is due. @param {number} ms */
export function pass(ms) {
  for (let gone = 0; gone < ms; gone += 100) mock.timers.tick(100)
}
