// Accounts and periods: the rules that stand in front of the server's.
import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import { lacking, ROLES } from "../../../staff/people/account.js"
import { leading, periodOf, REPORTING } from "../../../staff/status/period.js"

const root = new URL("../../../../", import.meta.url)

test("an account has a name, a login, a role, and a lead unit its unit", () => {
  const fine = { name: "Leitung FB 10", login: "fb10", roles: ["lead"], unit: "u" }
  assert.deepEqual(lacking(fine), {})
  assert.deepEqual(Object.keys(lacking({ name: " ", login: "", roles: [], unit: "" })), [
    "name",
    "login",
    "roles",
  ])
  assert.deepEqual(Object.keys(lacking({ ...fine, unit: "" })), ["unit"])
  assert.deepEqual(lacking({ ...fine, roles: ["reader"], unit: "" }), {})
})

test("the roles are those of the store", () => {
  const source = readFileSync(new URL("store/account.go", root), "utf8")
  const known = [...source.matchAll(/StaffRole\s+= "(\w+)"/g)].map(([, role]) => role)
  assert.deepEqual([...ROLES].sort(), known.sort())
})

test("the states with something to report are the server's", () => {
  const [, names] =
    /reporting = \[\]store\.MeasureState\{([^}]*)\}/.exec(
      readFileSync(new URL("server/status.go", root), "utf8"),
    ) ?? []
  const lifecycle = readFileSync(new URL("store/measure.go", root), "utf8")
  const states = names
    .split(",")
    .map(
      (name) =>
        new RegExp(`${name.trim().replace("store.", "")}\\s+MeasureState = "(\\w+)"`).exec(lifecycle)?.[1],
    )
  assert.deepEqual(REPORTING, states)
})

test("a period is the half-year of its day", () => {
  assert.equal(periodOf(new Date(2026, 5, 30)), "2026-H1")
  assert.equal(periodOf(new Date(2026, 6, 1)), "2026-H2")
})

test("asked are the units that lead something under way", () => {
  const measure = (/** @type {string} */ state, /** @type {string} */ lead) =>
    /** @type {any} */ ({ state, profile: { lead } })
  const unit = (/** @type {string} */ id, more = {}) => /** @type {any} */ ({ id, ...more })
  const found = leading(
    [
      measure("running", "a"),
      measure("adopted", "a"),
      measure("done", "b"),
      measure("running", ""),
      measure("planned", "c"),
    ],
    [unit("a"), unit("b"), unit("c", { removed: true })],
  )
  assert.deepEqual(
    found.map((one) => [one.unit.id, one.count]),
    [["a", 2]],
  )
})
