// Every word a page asks for is in the catalogues, and every word there is asked for.
import assert from "node:assert/strict"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { test } from "node:test"
import plan from "../../shared/words.plan.de.js"

const root = new URL("../../", import.meta.url)
const FACES = ["phone", "console", "projector", "staff", "check", "status"]
const present = FACES.filter((face) => existsSync(new URL(`${face}/words.de.js`, root)))

/** @param {string} folder */
async function catalogues(folder) {
  const [de, en] = await Promise.all(
    ["de", "en"].map((language) => import(new URL(`${folder}/words.${language}.js`, root).href)),
  )
  return { de: de.default, en: en.default }
}

/** The keys a folder's modules name: whole ones, and beginnings such as `error.${code}`. @param {string} folder */
function asked(folder) {
  const whole = new Set()
  const beginnings = new Set()
  for (const file of readdirSync(new URL(`${folder}/`, root), { recursive: true })) {
    if (!String(file).endsWith(".js") || String(file).includes("words.")) continue
    const source = readFileSync(new URL(`${folder}/${file}`, root), "utf8")
    for (const [, key] of source.matchAll(/["'`]([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)["'`]/g)) whole.add(key)
    for (const [, key] of source.matchAll(/`([a-z][a-z0-9_.]*\.)\$\{/g)) beginnings.add(key)
  }
  return { whole, beginnings }
}

/** The keys a folder certainly uses as words: what stands in t(…). @param {string} folder */
function said(folder) {
  const keys = new Set()
  for (const file of readdirSync(new URL(`${folder}/`, root), { recursive: true })) {
    if (!String(file).endsWith(".js") || String(file).includes("words.")) continue
    const source = readFileSync(new URL(`${folder}/${file}`, root), "utf8")
    for (const [, key] of source.matchAll(/\bt\(\s*["'`]([a-z][\w.]*)["'`]/g)) keys.add(key)
  }
  return keys
}

/** @param {string} folder */
function everything(folder) {
  const { whole, beginnings } = asked(folder)
  return { whole: new Set([...whole, ...said(folder)]), beginnings }
}

const stem = (key) => key.replace(/~du$/, "").replace(/\.(one|other)$/, "")
const holes = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort()
const isAsked = (key, { whole, beginnings }) =>
  whole.has(key.replace(/~du$/, "")) ||
  whole.has(stem(key)) ||
  [...beginnings].some((beginning) => key.startsWith(beginning))

const common = await catalogues("shared")

for (const folder of ["shared", ...present]) {
  const words = await catalogues(folder)

  test(`${folder}: German and English say the same things`, () => {
    const german = Object.keys(words.de).filter((key) => !key.endsWith("~du"))
    assert.deepEqual(german.sort(), Object.keys(words.en).sort())
    for (const [key, text] of Object.entries(words.de)) {
      assert.ok(text.trim(), `${key} is empty`)
      assert.deepEqual(holes(text), holes(words.en[key.replace(/~du$/, "")] || text), `values of ${key}`)
    }
    for (const key of Object.keys(words.de).filter((one) => one.endsWith("~du"))) {
      assert.ok(key.replace(/~du$/, "") in words.de, `${key} varies nothing`)
    }
  })

  test(`${folder}: counted words have both forms`, () => {
    for (const { de, en } of [words]) {
      for (const catalogue of [de, en]) {
        for (const key of Object.keys(catalogue).filter((one) => /\.one$/.test(one))) {
          assert.ok(key.replace(/one$/, "other") in catalogue, `${key} without .other`)
        }
      }
    }
  })

  test(`${folder}: whoever is called du is never called Sie`, () => {
    for (const [key, text] of Object.entries(words.de)) {
      const formal = /\b(Sie|Ihnen|Ihre?[mnrs]?)\b/.test(text)
      if (key.endsWith("~du")) assert.ok(!formal, `${key}: ${text}`)
      else if (formal && !["console", "staff", "status"].includes(folder))
        assert.ok(`${key}~du` in words.de, `${key} needs a ~du`)
    }
  })

  test(`${folder}: no word is missing`, () => {
    const known = { ...common.de, ...words.de }
    for (const key of said(folder)) {
      assert.ok(key in known || `${key}.other` in known, `${key} is in no catalogue`)
    }
  })
}

for (const folder of present) {
  const words = await catalogues(folder)
  test(`${folder}: no word is unused`, () => {
    const used = everything(folder)
    const unused = Object.keys(words.de).filter((key) => !(key in plan) && !isAsked(key, used))
    assert.deepEqual(unused, [])
  })
}

test("the plan's words are refusals that the server knows", () => {
  const source = ["store", "server", "server/sheet"]
    .flatMap((folder) => readdirSync(new URL(`../${folder}/`, root)).map((file) => `../${folder}/${file}`))
    .filter((file) => file.endsWith(".go"))
    .map((file) => readFileSync(new URL(file, root), "utf8"))
    .join("")
  const strange = Object.keys(plan).filter((key) => !source.includes(`"${key.replace("error.", "")}"`))
  assert.deepEqual(strange, [])
})

test("shared: no word is unused by all", {
  skip: present.length < FACES.length && "faces are missing",
}, () => {
  const used = ["shared", ...FACES].map(everything)
  const unused = Object.keys(common.de).filter((key) => !used.some((one) => isAsked(key, one)))
  assert.deepEqual(unused, [])
})

test("people are addressed without exclamation marks", () => {
  for (const text of Object.values({ ...common.de, ...common.en })) assert.ok(!text.includes("!"), text)
})
