// Every scene of the projector with a made-up event: the real page, and a house that says what the
// scene needs. The contributions are real ones where a file with them is at hand, else the example's.

import { existsSync, readFileSync } from "node:fs"
import { createServer } from "node:http"
import { extname, join, normalize } from "node:path"
import { fileURLToPath } from "node:url"
import { contributions, workshop } from "./example.js"
import { HOST } from "./house.js"
import { makeRound } from "./rounds.js"

const STATIC = fileURLToPath(new URL("../..", import.meta.url))
const REAL = fileURLToPath(new URL("../../../../shared/data/klimarat/ideas.csv", import.meta.url))
const TYPES = /** @type {Record<string, string>} */ ({
  ".css": "text/css",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
})
const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' ws:"
const CODE = "K7PM4XQT"
/** Texts are taken from all over the file. */
const STRIDE = 197
const NOW = 1_780_000_000_000

/**
 * @typedef {object} Scene
 * @property {import("../../shared/types.js").SceneName} [scene] default: as the phase has it
 * @property {string} [kind] of the current phase
 * @property {object} [settings] of it
 * @property {object} [session] what else the session has
 * @property {string[]} [rounds] which ones there are, the last of them on show
 * @property {object} [open] the last one's pulse, while it is open
 * @property {string} [against] the round compared with
 * @property {number} [step]
 * @property {object} [pulse]
 */

const running = { timer: { total_ms: 300_000, ends_at: NOW + 154_000 } }
const hands = [{ number: 12, called: true }, { number: 4 }, { number: 31 }, { number: 7 }, { number: 18 }]

/** @type {Record<string, Scene>} */
export const SCENES = {
  join: { kind: "lobby" },
  prompt: { kind: "collect", scene: "prompt", session: running },
  "prompt-hidden": { kind: "collect", settings: { ideas_hidden: true }, pulse: { done: 34 } },
  wall: { kind: "collect", session: running, pulse: { done: 34 } },
  "wall-over": { kind: "collect", session: { timer: { total_ms: 300_000 } } },
  board: { kind: "cluster" },
  "vote-soon": { kind: "vote" },
  "vote-dots": { kind: "vote", rounds: ["dots"], open: { voters: 87 }, session: running },
  "vote-yesno": { kind: "vote", rounds: ["yesno"], open: { voters: 140 } },
  "vote-scale": { kind: "vote", rounds: ["scale"], open: { voters: 12 } },
  "vote-ranking": { kind: "vote", rounds: ["ranking"], open: { voters: 180 } },
  "vote-secret": { kind: "vote", rounds: ["secret"], open: { voters: 64 } },
  "vote-live": { kind: "vote", rounds: ["live"], open: { voters: 120, live: true } },
  "vote-closed": { kind: "vote", rounds: ["dots"] },
  "results-dots": { kind: "results", rounds: ["dots"], step: -1 },
  "results-start": { kind: "results", rounds: ["dots"], step: 0 },
  "results-third": { kind: "results", rounds: ["dots"], step: 3 },
  "results-approve": { kind: "results", rounds: ["approve"], step: -1 },
  "results-yesno": { kind: "results", rounds: ["yesno"], step: -1 },
  "results-scale": { kind: "results", rounds: ["scale"], step: -1 },
  "results-ranking": { kind: "results", rounds: ["ranking"], step: -1 },
  "results-fields": { kind: "results", rounds: ["fields"], step: -1 },
  "results-few": { kind: "results", rounds: ["few"], step: -1 },
  "results-none": { kind: "results" },
  matrix: { kind: "results", scene: "matrix", rounds: ["scale"], step: -1 },
  "matrix-fields": { kind: "results", scene: "matrix", rounds: ["fieldscale"], step: -1 },
  ranking: { kind: "results", scene: "ranking", rounds: ["ranking"], step: -1 },
  "ranking-reveal": { kind: "results", scene: "ranking", rounds: ["dots"], step: 3 },
  compare: { kind: "results", scene: "compare", rounds: ["dots", "runoff"], against: "dots", step: -1 },
  spotlight: {
    kind: "discuss",
    scene: "spotlight",
    settings: { comments: true, reactions: true, hands: true },
    session: { spotlight: { idea: 3 } },
    pulse: { hands, called: 12 },
  },
  "spotlight-field": { kind: "discuss", scene: "spotlight", session: { spotlight: { field: "f0" } } },
  discuss: { kind: "discuss", settings: { hands: true }, pulse: { hands, called: 12, done: 5 } },
  agenda: { kind: "vote", scene: "agenda", session: running },
  thanks: { kind: "results", scene: "thanks", rounds: ["dots"] },
  blank: { kind: "collect", session: { blank: true } },
}

/** Real contributions, or the project's own. @param {number} count */
export function texts(count) {
  const found = existsSync(REAL) ? readReal() : contributions
  return Array.from(
    { length: count },
    (_, at) => found[(at * STRIDE + Math.floor(at / found.length)) % found.length],
  )
}

function readReal() {
  return [
    ...readFileSync(REAL, "utf8").matchAll(/^[^,\n]+,([^,\n]+),[^,\n]+,\d+,\d+,(?:"((?:[^"]|"")*)"|(.*))$/gm),
  ].map(([, field, quoted, plain], at) => ({
    kind: /** @type {"idea" | "expectation"} */ (at % 5 === 4 ? "expectation" : "idea"),
    field,
    text: (quoted ?? plain).replaceAll('""', '"').trim(),
  }))
}

/**
 * What the house says to a projector that shows a scene.
 * @param {string} name @param {{ count: number, language: string, theme: string, many?: boolean }} how
 */
export function framesOf(name, { count, language, theme, many }) {
  const scene = SCENES[name]
  const all = texts(count)
  const titles = [...new Set(all.map(({ field }) => field))]
  const fields = titles.map((title, at) => ({ id: `f${at}`, title, color: (at * 5) % 12, position: at }))
  const ideas = all.map(({ kind, text, field }, at) => ({
    number: at + 1,
    kind,
    text,
    field: scene.kind === "collect" ? undefined : `f${titles.indexOf(field)}`,
    pinned: scene.kind === "collect" && at === 11 ? true : undefined,
    support: at % 9 === 2 ? (at % 13) + 1 : undefined,
    merged_into: scene.kind !== "collect" && at % 23 === 22 ? at - 4 : undefined,
    reactions: scene.settings ? { agree: 23, question: 4, concern: 7 } : undefined,
  }))
  const rounds = (scene.rounds ?? []).map((kind, at) =>
    makeRound(kind, at + 1, ideas, fields, Boolean(scene.open) && at === (scene.rounds ?? []).length - 1),
  )
  const shown = rounds[rounds.length - 1]
  const kinds = ["lobby", "collect", "cluster", "vote", "discuss", "results"]
  const minutes = [10, 20, 15, 10, 25, 10]
  const session = {
    id: "s",
    position: 1,
    title: workshop.session,
    prompt: workshop.prompt,
    phase: scene.kind,
    phases: kinds.map((kind, at) => ({
      id: kind,
      kind,
      seconds: minutes[at] * 60,
      ...(kind === scene.kind ? scene.settings : {}),
    })),
    ...scene.session,
  }
  const event = {
    code: CODE,
    title: workshop.title,
    format: "workshop",
    language,
    address: "sie",
    held_on: "2026-11-30",
    delete_on: "2027-02-28",
    publication: "internal",
    admission: "open",
    address_url: "https://ideen.example.org/e",
  }
  const projector = {
    id: "p",
    session: "s",
    scene: scene.scene ?? "auto",
    round: shown?.id,
    against: scene.against,
    step: scene.step ?? 0,
    theme,
  }
  const comments = [
    "Dafür bräuchten wir zuerst eine gemeinsame Lösung mit dem Rechenzentrum.",
    "Bei uns läuft das seit zwei Jahren so, gerne zeigen wir es.",
    "Was heißt das für die Kolleginnen und Kollegen im Außendienst?",
    "Bitte die Personalvertretung früh einbeziehen.",
  ].map((text, at) => ({ number: at + 1, idea: 3, text, moderator: at === 3 }))
  const sessions = many ? [session, { ...session, id: "s2", title: "Tisch 2" }] : [session]
  return [
    { type: "Clock", now: NOW },
    { s: "", type: "Snapshot", epoch: "e", n: 1, data: { event, sessions, fields, projectors: [projector] } },
    { s: "s", type: "Snapshot", epoch: "e", n: 1, data: { ideas, rounds, comments } },
    {
      s: "s",
      type: "Pulse",
      data: {
        here: 168,
        admitted: 180,
        ...scene.pulse,
        round: scene.open && shown ? { id: shown.id, ...pulseOf(shown, scene.open) } : undefined,
      },
    },
  ]
}

/** @param {any} round @param {any} open */
function pulseOf({ live }, { voters, live: told }) {
  return told ? { voters, tally: { ...live, voters } } : { voters }
}

/** Serves the pages as the program does, and nothing else. */
export async function openGallery() {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://gallery").pathname
    /** @param {string} type @param {string | Buffer} body */
    const answer = (type, body) =>
      response
        .writeHead(200, { "Content-Type": `${type}; charset=utf-8`, "Content-Security-Policy": POLICY })
        .end(body)
    if (path.endsWith("/qr.svg")) return answer("image/svg+xml", pattern())
    if (path.endsWith("/me"))
      return answer("application/json", JSON.stringify({ paired: true, projector: "p" }))
    if (path === "/projector" || path.endsWith("/preview")) return answer("text/html", page())
    const file = normalize(join(STATIC, path.replace(/^\/assets\/[^/]+/, "")))
    const type = TYPES[extname(file)]
    if (!file.startsWith(STATIC) || !type || !existsSync(file)) return response.writeHead(404).end()
    response.writeHead(200, { "Content-Type": type }).end(readFileSync(file))
  })
  await new Promise((listening) => server.listen(0, "127.0.0.1", () => listening(undefined)))
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address())
  return { url: `http://${HOST}:${port}`, close: () => server.close() }
}

function page() {
  return readFileSync(join(STATIC, "projector/index.html"), "utf8").replaceAll("{{build}}", "gallery")
}

/** Looks like a QR code, and leads nowhere. */
function pattern() {
  const size = 29
  const corner = (/** @type {number} */ x, /** @type {number} */ y) =>
    `<path d="M${x} ${y}h7v7h-7zM${x + 1} ${y + 1}v5h5v-5z" fill-rule="evenodd"/><path d="M${x + 2} ${y + 2}h3v3h-3z"/>`
  const cells = Array.from({ length: size * size }, (_, at) => ({ x: at % size, y: Math.floor(at / size) }))
    .filter(({ x, y }) => !(x < 8 && y < 8) && !(x > 20 && y < 8) && !(x < 8 && y > 20))
    .filter(({ x, y }) => (x * x * 7 + y * y * 13 + x * y * 5) % 11 < 5)
    .map(({ x, y }) => `M${x} ${y}h1v1h-1z`)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -2 33 33"><rect x="-2" y="-2" width="33" height="33" fill="#fff"/>${corner(0, 0)}${corner(22, 0)}${corner(0, 22)}<path d="${cells.join("")}"/></svg>`
}

/**
 * Shows a scene on a page; more can be said to it afterwards.
 * @param {import("playwright-core").Page} page @param {string} url of the gallery @param {string} name
 * @param {{ count?: number, language?: string, theme?: string, many?: boolean }} [how]
 * @returns {Promise<{ say: (frame: object) => void }>}
 */
export async function openScene(
  page,
  url,
  name,
  { count = 50, language = "de", theme = "light", many } = {},
) {
  /** @type {import("playwright-core").WebSocketRoute | undefined} */
  let line
  await page.routeWebSocket(/\/socket\?/, (socket) => {
    line = socket
    socket.onMessage((message) => {
      const { id } = JSON.parse(String(message))
      socket.send(JSON.stringify({ re: id, result: { now: NOW } }))
    })
    for (const frame of framesOf(name, { count, language, theme, many })) socket.send(JSON.stringify(frame))
  })
  await page.goto(`${url}/projector`)
  await page.locator(".stage").waitFor()
  await page.evaluate(() => document.fonts.ready)
  return { say: (frame) => line?.send(JSON.stringify(frame)) }
}
