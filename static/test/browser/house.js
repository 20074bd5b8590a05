// The real program as a child process, on a free port of this machine and a folder of its own.

import { spawn, spawnSync } from "node:child_process"
import { randomInt } from "node:crypto"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const ROOT = fileURLToPath(new URL("../../..", import.meta.url))
const START_LIMIT_MS = 20_000
const STOP_LIMIT_MS = 12_000

// Below the range from which systems take ports for outgoing connections.
const FIRST_PORT = 20_000
const LAST_PORT = 32_000

/**
 * The name under which the browser finds this machine. Unlike 127.0.0.1 it is no trustworthy
 * origin: over plain HTTP the browser withholds what it withholds in a venue's Wi-Fi.
 */
export const HOST = "masswerk.test"

/** @param {number} port @returns {Promise<boolean>} whether nobody listens there */
function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once("error", () => resolve(false))
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)))
  })
}

/** @returns {Promise<number>} a port of this machine where nobody listens */
export async function freePort() {
  for (let tries = 0; tries < 50; tries++) {
    const port = randomInt(FIRST_PORT, LAST_PORT)
    if (await isFree(port)) return port
  }
  throw new Error("found no free port")
}

/** The program to drive: the one that MASSWERK_BIN names, else built here. */
function program(folder) {
  if (process.env.MASSWERK_BIN) return process.env.MASSWERK_BIN
  const path = join(folder, "masswerk")
  const built = spawnSync("go", ["build", "-o", path, "./cmd/masswerk"], { cwd: ROOT, encoding: "utf8" })
  if (built.status !== 0) throw new Error(`go build failed:\n${built.stderr}`)
  return path
}

/**
 * Starts the program on an empty database.
 * @param {string[]} [more] arguments of "serve"
 */
export async function startHouse(more = []) {
  const { house, said } = await startProgram("serve", more, /\/staff\/setup#[\w-]+(?=\s)/)
  return Object.assign(house, { setup: said })
}

/** Starts the made-up city; everybody in it has one password. */
export async function startDemo() {
  const { house, said } = await startProgram("demo", [], /(?<=\n\n {2})\w{10}(?=\n)/)
  return Object.assign(house, { password: said })
}

/** @param {string} command @param {string[]} more @param {RegExp} waited for in what it prints */
async function startProgram(command, more, waited) {
  const folder = mkdtempSync(join(tmpdir(), "masswerk-browser-"))
  /** @type {import("node:child_process").ChildProcess|undefined} */
  let child
  process.once("exit", leaveNothing)
  const bin = program(folder)
  const port = await freePort()
  const url = `http://${HOST}:${port}`
  const house = { url, output: "", stop, restart }
  await start()
  await until("say who may sign in", () => waited.test(house.output))
  return { house, said: waited.exec(house.output)?.[0] ?? "" }

  async function start() {
    const args = [command, "--listen", `127.0.0.1:${port}`, "--data", join(folder, "data"), "--base-url", url]
    child = spawn(bin, [...args, ...more], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] })
    child.stdout?.on("data", (text) => {
      house.output += text
    })
    child.stderr?.on("data", (text) => {
      house.output += text
    })
    await until("answer", isReady)
  }

  /** @param {string} what the program should do @param {() => unknown} done */
  async function until(what, done) {
    const limit = Date.now() + START_LIMIT_MS
    while (!(await done())) {
      if (child?.exitCode !== null || Date.now() > limit)
        throw new Error(`the program did not ${what}:\n${house.output}`)
      await new Promise((wake) => setTimeout(wake, 50))
    }
  }

  async function isReady() {
    try {
      return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok
    } catch {
      return false
    }
  }

  /** @param {NodeJS.Signals} signal */
  async function end(signal) {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, "exit")
    child.kill(signal)
    const late = setTimeout(() => child?.kill("SIGKILL"), STOP_LIMIT_MS)
    await exited
    clearTimeout(late)
  }

  /** Pulls the plug and starts again on the same database. */
  async function restart() {
    await end("SIGKILL")
    await start()
  }

  async function stop() {
    await end("SIGTERM")
    process.off("exit", leaveNothing)
    leaveNothing()
  }

  function leaveNothing() {
    child?.kill("SIGKILL")
    rmSync(folder, { recursive: true, force: true })
  }
}
