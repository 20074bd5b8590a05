// The network of a venue: a proxy before the house that lets through what its mode says, cuts what
// is idle, and can swallow what people think is still connected.

import { createHash } from "node:crypto"
import { createServer, request } from "node:http"
import { connect } from "node:net"
import { launch, Room } from "./harness.js"
import { freePort, HOST } from "./house.js"

/** Idle connections are cut after less than two heartbeats and more than one. */
export const IDLE_CUT_MS = 25_000

/**
 * open: lets everything through; refuses: answers every upgrade with 400; swallows: never answers
 * one; mute: accepts it and passes nothing; portal: answers everything itself, with a page;
 * redirects: with the way to one; away: the house is not there.
 * @typedef {"open" | "refuses" | "swallows" | "mute" | "portal" | "redirects" | "away"} Mode
 * @typedef {import("node:net").Socket} Socket
 * @typedef {{ path: string, near: Socket, stop: () => void, isSwallowed: boolean }} Lasting a socket or an event stream
 */

export class Venue {
  /** @type {Mode} */
  mode = "open"
  /** @type {string[]} paths of upgrades asked for */
  upgrades = []
  /** @type {string[]} paths of lasting connections cut for being idle */
  cut = []
  /** @type {Set<Lasting>} */
  lasting = new Set()
  /** @type {Set<Socket>} */
  #sockets = new Set()

  /** @param {import("./harness.js").Room["house"]} house */
  constructor(house) {
    this.port = Number(new URL(house.url).port)
    this.house = house
    this.server = createServer((asked, answer) => this.#answer(asked, answer))
    this.server.on("upgrade", (asked, socket, head) =>
      this.#upgrade(asked, /** @type {Socket} */ (socket), head),
    )
    this.server.on("connection", (socket) => {
      this.#sockets.add(socket)
      socket.on("error", () => {})
      socket.on("close", () => this.#sockets.delete(socket))
    })
  }

  /** A browser whose every request to the house goes through the network. */
  async open() {
    const own = await freePort()
    await new Promise((listening) => this.server.listen(own, "127.0.0.1", () => listening(undefined)))
    const rules = `MAP ${HOST}:${this.port} 127.0.0.1:${own}, MAP * ~NOTFOUND`
    this.room = new Room(this.house, await launch([`--host-resolver-rules=${rules}`]))
    return this.room
  }

  async close() {
    await this.room?.browser.close()
    for (const socket of this.#sockets) socket.destroy()
    this.server.close()
  }

  /** Cuts the lasting connections to a path. @param {string} path */
  break(path) {
    for (const { near } of this.#at(path)) near.destroy()
  }

  /** From now on nothing passes on the lasting connections to a path; nobody is told. @param {string} path */
  swallow(path) {
    for (const one of this.#at(path)) {
      one.isSwallowed = true
      one.stop()
    }
  }

  /** @param {string} path */
  #at(path) {
    return [...this.lasting].filter((one) => one.path.startsWith(path))
  }

  /** @param {import("node:http").IncomingMessage} asked @param {import("node:http").ServerResponse} answer */
  #answer(asked, answer) {
    if (this.mode === "away") return asked.socket.destroy()
    if (this.mode === "portal") return answer.writeHead(200, { "Content-Type": "text/html" }).end(PORTAL)
    if (this.mode === "redirects") return answer.writeHead(302, { Location: "http://wlan.example/" }).end()
    const onward = request(
      { port: this.port, host: "127.0.0.1", method: asked.method, path: asked.url, headers: asked.headers },
      (given) => {
        answer.writeHead(given.statusCode ?? 502, given.headers)
        answer.flushHeaders()
        given.pipe(answer)
        given.on("error", () => {})
        if (given.headers["content-type"] !== "text/event-stream") return
        const one = this.#last(asked, asked.socket, () => given.unpipe(answer).resume())
        given.on("close", () => one.isSwallowed || answer.destroy())
      },
    )
    onward.on("error", () => answer.destroy())
    answer.on("close", () => onward.destroy())
    asked.pipe(onward)
  }

  /** @param {import("node:http").IncomingMessage} asked @param {Socket} near @param {Buffer} head */
  #upgrade(asked, near, head) {
    this.upgrades.push(asked.url ?? "")
    if (this.mode === "away") return near.destroy()
    if (this.mode === "swallows") return
    if (this.mode === "portal")
      return near.end(`HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n${PORTAL}`)
    if (this.mode === "redirects")
      return near.end("HTTP/1.1 302 Found\r\nLocation: http://wlan.example/\r\nConnection: close\r\n\r\n")
    if (this.mode === "refuses") return near.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
    if (this.mode === "mute") return near.write(accepted(asked.headers["sec-websocket-key"] ?? ""))
    const far = connect(this.port, "127.0.0.1", () => {
      const headers = Object.entries(asked.headers).map(([name, value]) => `${name}: ${value}`)
      far.write(`GET ${asked.url} HTTP/1.1\r\n${headers.join("\r\n")}\r\n\r\n`)
      far.write(head)
      near.pipe(far)
      far.pipe(near)
    })
    far.on("error", () => near.destroy())
    const one = this.#last(asked, near, () => {
      far.unpipe(near).resume()
      near.unpipe(far).resume()
    })
    far.on("close", () => one.isSwallowed || near.destroy())
    near.on("close", () => far.destroy())
  }

  /**
   * Watches a connection that is to last.
   * @param {import("node:http").IncomingMessage} asked @param {Socket} near
   * @param {() => void} stop passes nothing more
   */
  #last(asked, near, stop) {
    const path = asked.url ?? ""
    const one = { path, near, stop, isSwallowed: false }
    this.lasting.add(one)
    near.on("close", () => this.lasting.delete(one))
    near.setTimeout(IDLE_CUT_MS, () => {
      this.cut.push(path)
      near.destroy()
    })
    return one
  }
}

const PORTAL = "<!doctype html><title>WLAN</title><h1>Willkommen im WLAN</h1>"

/** @param {string} key */
function accepted(key) {
  const proof = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64")
  return `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${proof}\r\n\r\n`
}
