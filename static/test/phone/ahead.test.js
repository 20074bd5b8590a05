// What the phone fetches ahead is what an event's modules import and the page does not have yet.
import assert from "node:assert/strict"
import { existsSync, readFileSync } from "node:fs"
import { test } from "node:test"

const phone = new URL("../../phone/", import.meta.url)

/** @param {string[]} entries @returns {Set<string>} modules reached by import statements */
function graph(entries) {
  const found = new Set()
  const waiting = entries.map((entry) => new URL(entry, phone).href)
  while (waiting.length) {
    const module = waiting.pop() || ""
    if (found.has(module)) continue
    found.add(module)
    const source = readFileSync(new URL(module), "utf8")
    for (const [, path] of source.matchAll(/^(?:import|export)[^"]*?from "(\.[^"]+)"/gm)) {
      waiting.push(new URL(path, module).href)
    }
  }
  return found
}

/** @param {string} name @param {string} file */
function list(name, file) {
  const source = readFileSync(new URL(file, phone), "utf8")
  const [, inside] = new RegExp(`const ${name} = \\[([^\\]]*)\\]`).exec(source) || ["", ""]
  return [...inside.matchAll(/"([^"]+)"/g)].map(([, path]) => new URL(path, phone).href)
}

test("everything an event needs is fetched ahead, and nothing twice", () => {
  const page = graph(["main.js"])
  const needed = [...graph(["attend.js", "event.js"])].filter((module) => !page.has(module))
  assert.deepEqual(list("AHEAD", "lazily.js").sort(), needed.sort())
})

test("what comes later exists", () => {
  for (const href of [
    ...list("LATER", "lazily.js"),
    ...list("SHEETS", "later.js"),
    ...list("SHEETS_OF_VOTES", "later.js"),
  ]) {
    assert.ok(existsSync(new URL(href)), href)
  }
})

test("the page starts with few modules", () => {
  assert.ok(graph(["main.js"]).size <= 16, `${graph(["main.js"]).size} modules`)
})
