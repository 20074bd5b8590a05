// Somebody else's sign-in service: a real OIDC provider on this machine, with one person in it.

import { spawn, spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { eventually, openRoom } from "../harness.js"
import { freePort, HOST } from "../house.js"

const ROOT = fileURLToPath(new URL("../../../..", import.meta.url))
const START_LIMIT_MS = 20_000
const SECRET = "am-anderen-Ort-vereinbart"

/** Who is known there, by subject. */
const PEOPLE = {
  s1: {
    ID: "s1",
    Username: "bewertung@example.org",
    Password: "am anderen Ort",
    FirstName: "Bewertung",
    LastName: "FB 37",
    PreferredLanguage: "de",
    Groups: ["alle", "masswerk-bewertung"],
  },
}

export const EXPERT = {
  name: "Bewertung FB 37",
  login: PEOPLE.s1.Username,
  password: PEOPLE.s1.Password,
}

/** The provider's program: the one that SIGNIN_BIN names, else built here. @param {string} folder */
function program(folder) {
  if (process.env.SIGNIN_BIN) return process.env.SIGNIN_BIN
  const path = join(folder, "signin")
  const built = spawnSync("go", ["build", "-o", path, "./cmd/signin"], { cwd: ROOT, encoding: "utf8" })
  if (built.status !== 0) throw new Error(`go build failed:\n${built.stderr}`)
  return path
}

/** A house whose staff may sign in elsewhere, too, and the place where they do. */
export async function openRoomWithSignIn() {
  const folder = mkdtempSync(join(tmpdir(), "masswerk-signin-"))
  const leaveNothing = () => {
    child?.kill("SIGKILL")
    rmSync(folder, { recursive: true, force: true })
  }
  /** @type {import("node:child_process").ChildProcess | undefined} */
  let child
  process.once("exit", leaveNothing)
  const people = join(folder, "people.json")
  const secret = join(folder, "secret")
  writeFileSync(people, JSON.stringify(PEOPLE))
  writeFileSync(secret, SECRET)
  const listen = `127.0.0.1:${await freePort()}`
  const issuer = `http://${listen}`
  const room = await openRoom(
    [
      ...["--oidc-issuer", issuer, "--oidc-client-id", "masswerk", "--oidc-client-secret-file", secret],
      ...["--oidc-roles", "masswerk-bewertung=assessor", "--oidc-name", "Dienstkonto"],
    ],
    [`--host-resolver-rules=MAP ${HOST} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`],
  )
  try {
    const back = `${room.url}/staff/api/oidc/callback`
    const known = ["-client", "masswerk", "-secret", SECRET, "-redirect", back]
    child = spawn(program(folder), ["-listen", listen, "-people", people, ...known], { stdio: "inherit" })
    await eventually(
      "the sign-in service answers",
      () =>
        fetch(`${issuer}/.well-known/openid-configuration`).then(
          ({ ok }) => ok,
          () => false,
        ),
      START_LIMIT_MS,
    )
  } catch (error) {
    await close()
    throw error
  }
  return { room, issuer, close }

  async function close() {
    await room.close()
    process.off("exit", leaveNothing)
    leaveNothing()
  }
}
