// A line to the server by web socket, the usual way.

/** @import { Frame } from "./types.js" */

/**
 * @typedef {object} Line one way to the server; opened by whoever calls, gone for good once closed
 * @property {"socket" | "events"} way
 * @property {(command: { id: string, type: string, data: any }) => void} send
 * @property {() => void} close nothing more is heard of it
 */

/**
 * @typedef {object} Ears
 * @property {(frame: Frame) => void} heard in the order in which the server said it
 * @property {(code: number, why?: string) => void} closed once, and not after close(); why: "portal"
 */

/** The code of a line that broke off without a word from the server. */
export const BROKEN = 1006

/**
 * @param {string} path of the face, "/e/CODE" @param {URLSearchParams} query what the page knows
 * @param {Ears} ears @returns {Line}
 */
export function openSocket(path, query, { heard, closed }) {
  const socket = new WebSocket(address(path, query))
  socket.binaryType = "arraybuffer"
  let isOver = false
  let arrived = Promise.resolve()

  /** @param {number} code */
  function end(code) {
    if (isOver) return
    isOver = true
    socket.close()
    closed(code)
  }

  // Frames are taken in as they came, although unpacking one takes a moment.
  socket.onmessage = ({ data }) => {
    arrived = arrived
      .then(() => decode(data))
      .then((frame) => {
        if (!isOver) heard(frame)
      })
      .catch(() => end(BROKEN))
  }
  socket.onclose = ({ code }) => end(code)

  return {
    way: "socket",
    send(command) {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(command))
    },
    close() {
      isOver = true
      socket.close()
    },
  }
}

/** @param {string} path @param {URLSearchParams} query */
function address(path, query) {
  const { protocol, host } = location
  const asked = new URLSearchParams(query)
  if (typeof DecompressionStream === "function") asked.set("zip", "1")
  return `${protocol === "https:" ? "wss:" : "ws:"}//${host}${path}/socket?${asked}`
}

/** @param {string | ArrayBuffer} data @returns {Promise<Frame>} */
async function decode(data) {
  if (typeof data === "string") return JSON.parse(data)
  const unzipped = /** @type {ReadableStream} */ (new Response(data).body).pipeThrough(
    new DecompressionStream("gzip"),
  )
  return JSON.parse(await new Response(unzipped).text())
}
