// What the room reads stands out 7:1 and more, in every theme.
import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"

const read = (/** @type {string} */ path) => readFileSync(new URL(path, import.meta.url), "utf8")
const tokens = (/** @type {string} */ css) =>
  Object.fromEntries([...css.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((found) => [found[1], found[2]]))

const common = read("../../styles/tokens.css")
const own = read("../../projector/themes.css")
/** The rules of a selector. @param {string} css @param {string} selector */
function rules(css, selector) {
  const at = css.indexOf(`\n${selector} {`)
  assert.ok(at >= 0, selector)
  return tokens(css.slice(at, css.indexOf("\n}", at)))
}
const light = { ...rules(common, ":root"), ...rules(own, "html") }
const themes = {
  light,
  dark: {
    ...light,
    ...rules(common, '[data-kern-theme="dark"]'),
    ...rules(own, 'html[data-kern-theme="dark"]'),
  },
  bright: { ...light, ...rules(own, "html[data-bright]") },
}

/** @param {string} hex */
function luminance(hex) {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** @param {string} a @param {string} b */
function contrast(a, b) {
  const [x, y] = [luminance(a), luminance(b)]
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)
}

for (const [name, theme] of Object.entries(themes)) {
  test(`${name}: every text at 7:1, marks at 3:1`, () => {
    for (const ground of ["paper", "surface"]) {
      for (const ink of ["ink", "ink-soft", "accent", "good", "warn"]) {
        const reached = contrast(theme[ink], theme[ground])
        assert.ok(reached >= 7, `${ink} on ${ground}: ${reached.toFixed(2)}`)
      }
      assert.ok(contrast(theme["line-strong"], theme[ground]) >= 3, `lines on ${ground}`)
    }
    assert.ok(contrast(theme["ink-soft"], theme["accent-soft"]) >= 7, "a note on a pinned card")
    assert.ok(contrast(theme.ink, theme["accent-soft"]) >= 7, "a pinned card")
    assert.ok(contrast(theme["on-accent"], theme.accent) >= 7, "who speaks")
  })
}

test("bright: topic fields are deep enough for a hall in daylight", () => {
  for (let field = 0; field < 12; field++) {
    const reached = contrast(themes.bright[`field-${field}`], themes.bright.paper)
    assert.ok(reached >= 5.5, `field ${field}: ${reached.toFixed(2)}`)
  }
})
