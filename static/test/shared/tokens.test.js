// The colours, measured: contrast of text on every ground, topic fields apart for every eye.
import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import { SHAPES } from "../../shared/shapes.js"

const css = readFileSync(new URL("../../styles/tokens.css", import.meta.url), "utf8")

/** @param {string} block */
function tokens(block) {
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((m) => [m[1], m[2]]))
}
const [, light, byDevice, told] = /** @type {RegExpExecArray} */ (
  /^([\s\S]*?)@media \(prefers-color-scheme: dark\) \{([\s\S]*?)\n\}\n([\s\S]*?)\/\* KERN's own/.exec(css)
)
const themes = { light: tokens(light), dark: tokens(told) }

/** @param {string} hex @returns {number[]} */
function linear(hex) {
  return [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
}

/** @param {string} a @param {string} b */
function contrast(a, b) {
  const [x, y] = [a, b].map(linear).map(([r, g, bl]) => 0.2126 * r + 0.7152 * g + 0.0722 * bl)
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)
}

/** @param {number[]} rgb */
function oklab(rgb) {
  const [r, g, b] = rgb.map((value) => Math.max(0, value))
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

// Machado, Oliveira, Fernandes 2009, severity 1.
const EYES = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
}

test("the dark theme is the same, taken from the device or told", () => {
  assert.deepEqual(tokens(byDevice), tokens(told))
})

for (const [theme, color] of Object.entries(themes)) {
  test(`${theme}: text can be read on every ground`, () => {
    for (const ground of ["paper", "surface", "raised", "accent-soft"]) {
      assert.ok(contrast(color.ink, color[ground]) >= 7, `ink on ${ground}`)
      assert.ok(contrast(color["ink-soft"], color[ground]) >= 4.5, `ink-soft on ${ground}`)
    }
    for (const ground of ["paper", "surface"]) {
      for (const ink of ["accent", "good", "warn", "bad"]) {
        assert.ok(contrast(color[ink], color[ground]) >= 4.5, `${ink} on ${ground}`)
      }
      assert.ok(contrast(color["line-strong"], color[ground]) >= 3, `line-strong on ${ground}`)
    }
    for (const tone of ["accent", "good", "warn", "bad"]) {
      assert.ok(contrast(color[tone], color[`${tone}-soft`]) >= 4.5, `${tone} on its own ground`)
    }
    assert.ok(contrast(color["on-accent"], color.accent) >= 4.5, "label of a primary button")
  })

  test(`${theme}: topic fields stand out from the ground and from each other`, () => {
    const fields = SHAPES.map((_, index) => color[`field-${index}`])
    for (const field of fields) {
      assert.ok(contrast(field, color.surface) >= 3, `${field} on the surface`)
      assert.ok(contrast(field, color.paper) >= 3, `${field} on paper`)
    }
    for (const [eye, matrix] of Object.entries(EYES)) {
      const seen = fields.map((field) => {
        const rgb = linear(field)
        return oklab(matrix.map((row) => row.reduce((sum, part, at) => sum + part * rgb[at], 0)))
      })
      seen.forEach((a, i) => {
        seen.slice(0, i).forEach((b, j) => {
          const apart = Math.hypot(...a.map((value, at) => value - b[at]))
          assert.ok(apart > 0.05, `fields ${j} and ${i} look alike with ${eye}: ${apart.toFixed(3)}`)
        })
      })
    }
  })
}

test("each colour has a shape of its own", () => {
  assert.equal(new Set(SHAPES).size, 12)
})
