// Makes the vendored files from the packages of package.json: `npm ci && npm run vendor`.
// What it writes is committed; nothing in here runs when Maßwerk is served or installed.
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises"
import { build, transform } from "esbuild"
import { excerpt } from "./excerpt.mjs"

const target = new URL("../vendor/", import.meta.url)
const packages = new URL("./node_modules/", import.meta.url)

const modules = {
  preact: {
    from: ["preact", "htm", "@preact/signals", "@preact/signals-core"],
    source: `
      import htm from "htm"
      import { h } from "preact"
      export const html = htm.bind(h)
      export { h, render, Fragment } from "preact"
      export { useState, useEffect, useLayoutEffect, useRef, useMemo, useCallback } from "preact/hooks"
      export { signal, computed, effect, batch, useSignal, useComputed } from "@preact/signals"`,
    types: `
export { Fragment, h, render } from "preact"
export { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks"
export { batch, computed, effect, signal, useComputed, useSignal } from "@preact/signals"
export type { ComponentChildren, ComponentType, JSX, VNode } from "preact"
export type { ReadonlySignal, Signal } from "@preact/signals"
export const html: (strings: TemplateStringsArray, ...values: unknown[]) => import("preact").VNode
`,
  },
  idb: {
    from: ["idb"],
    source: `export { openDB } from "idb"`,
    types: `\nexport { openDB } from "idb"\nexport type { IDBPDatabase } from "idb"\n`,
  },
  sortable: {
    from: ["sortablejs"],
    source: `export { default } from "sortablejs/modular/sortable.esm.js"`,
    types: `
type Event = { item: HTMLElement; from: HTMLElement; to: HTMLElement; oldIndex?: number; newIndex?: number }
export default class Sortable {
  static create(list: HTMLElement, options?: Record<string, unknown>): Sortable
  constructor(list: HTMLElement, options?: Record<string, unknown>)
  option(name: string, value?: unknown): unknown
  destroy(): void
}
export type SortableEvent = Event
`,
  },
}

await mkdir(target, { recursive: true })
for (const [name, { from, source, types }] of Object.entries(modules)) {
  const origin = await Promise.all(from.map(describe))
  await build({
    stdin: { contents: source, resolveDir: new URL(".", import.meta.url).pathname },
    outfile: new URL(`${name}.js`, target).pathname,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2020",
    legalComments: "none",
    banner: { js: `/* ${origin.join(", ")}. Licences: ${name}.LICENSE.txt. Made by test/vendor.mjs. */` },
  })
  await writeFile(
    new URL(`${name}.d.ts`, target),
    `// Types of ${name}.js.${types.startsWith("\n") ? "" : "\n"}${types}`,
  )
  await writeFile(new URL(`${name}.LICENSE.txt`, target), (await Promise.all(from.map(licence))).join("\n\n"))
}

const kern = new URL("@kern-ux/native/", packages)
const out = new URL("kern/", target)
await mkdir(out, { recursive: true })
await copyFile(new URL("dist/kern.min.css", kern), new URL("kern.min.css", out))
await copyFile(new URL("LICENSE.md", kern), new URL("LICENSE.md", out))
for (const weight of ["Regular", "SemiBold"]) {
  await copyFile(
    new URL(`dist/fonts/fira-sans/FiraSans-${weight}.woff2`, kern),
    new URL(`FiraSans-${weight}.woff2`, out),
  )
}

// The phone loads only what it uses of KERN: a tenth, which counts in a bad network.
const icons =
  "account-circle|arrow-forward|arrow-up|autorenew|checklist|close|content-copy|danger|delete|info|success|visibility|warning"
const used = new RegExp(
  `^kern-(btn|label|title|dialog|sr-only|light|dark|layer|level)(?![a-z])|^kern-icon$|^kern-icon--(${icons})$`,
)
const cut = excerpt(await readFile(new URL("dist/kern.css", kern), "utf8"), used)
const { code } = await transform(cut, { loader: "css", minify: true })
const origin = `/* Excerpt of ${await describe("@kern-ux/native")}: what phones use. Licence: LICENSE.md. Made by test/vendor.mjs. */`
await writeFile(new URL("kern-phone.css", out), `${origin}\n${code}`)

async function describe(name) {
  const { version, license } = JSON.parse(await readFile(new URL(`${name}/package.json`, packages), "utf8"))
  return `${name} ${version} (${license})`
}

async function licence(name) {
  for (const file of ["LICENSE", "LICENSE.md", "LICENSE.txt"]) {
    try {
      return `${await describe(name)}\n\n${await readFile(new URL(`${name}/${file}`, packages), "utf8")}`
    } catch (error) {
      if (error.code !== "ENOENT") throw error
    }
  }
  throw new Error(`${name} carries no licence text`)
}
