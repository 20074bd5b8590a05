// Cuts a stylesheet down to what a page uses: rules by the classes they are about, then the custom
// properties that nothing left refers to.

/** @typedef {{ head: string, body: string | Rule[] }} Rule */

/**
 * @param {string} css
 * @param {RegExp} used matches the class names to keep, without the dot
 * @returns {string}
 */
export function excerpt(css, used) {
  const rules = keep(parse(css.replace(/\/\*[\s\S]*?\*\//g, "").replace(/@charset[^;]*;/, "")), used)
  return print(dropUnusedProperties(rules))
}

/** @param {string} css @returns {Rule[]} */
function parse(css) {
  const rules = []
  let at = 0
  while (at < css.length) {
    const open = next(css, at, "{")
    if (open < 0) break
    const close = matching(css, open)
    const head = css.slice(at, open).trim()
    const inside = css.slice(open + 1, close)
    rules.push({ head, body: /^@(media|supports|layer)/.test(head) ? parse(inside) : inside.trim() })
    at = close + 1
  }
  return rules
}

/** @param {string} css @param {number} from @param {string} sign outside of strings */
function next(css, from, sign) {
  for (let at = from; at < css.length; at++) {
    if (css[at] === '"' || css[at] === "'") at = css.indexOf(css[at], at + 1)
    else if (css[at] === sign) return at
  }
  return -1
}

/** @param {string} css @param {number} open */
function matching(css, open) {
  let at = open
  for (let depth = 1; depth > 0; ) {
    const [opened, closed] = [next(css, at + 1, "{"), next(css, at + 1, "}")]
    const isOpening = opened >= 0 && opened < closed
    depth += isOpening ? 1 : -1
    at = isOpening ? opened : closed
  }
  return at
}

/** @param {Rule[]} rules @param {RegExp} used @returns {Rule[]} */
function keep(rules, used) {
  return rules.flatMap(({ head, body }) => {
    if (typeof body !== "string") {
      const inner = keep(body, used)
      return inner.length ? [{ head, body: inner }] : []
    }
    const selectors = selectorsOf(head).filter((selector) =>
      (selector.match(/\.kern-[\w-]+/g) || []).every((name) => used.test(name.slice(1))),
    )
    return selectors.length ? [{ head: selectors.join(","), body }] : []
  })
}

/** @param {string} head @returns {string[]} split at commas outside of brackets */
function selectorsOf(head) {
  if (head.startsWith("@")) return [head]
  return head.split(/,(?![^()]*\))/).map((selector) => selector.trim())
}

/** @param {Rule[]} rules @returns {Rule[]} */
function dropUnusedProperties(rules) {
  const before = print(rules)
  const referred = new Set([...before.matchAll(/var\(\s*(--[\w-]+)/g)].map(([, name]) => name))
  const kept = prune(rules, referred)
  return print(kept) === before ? kept : dropUnusedProperties(kept)
}

/** @param {Rule[]} rules @param {Set<string>} referred @returns {Rule[]} */
function prune(rules, referred) {
  return rules.flatMap(({ head, body }) => {
    if (typeof body !== "string") {
      const inner = prune(body, referred)
      return inner.length ? [{ head, body: inner }] : []
    }
    const declarations = declarationsOf(body).filter((declaration) => {
      const [, name] = /^(--[\w-]+)\s*:/.exec(declaration) || []
      return !name || referred.has(name)
    })
    return declarations.length ? [{ head, body: declarations.join(";") }] : []
  })
}

/** @param {string} body @returns {string[]} */
function declarationsOf(body) {
  const declarations = []
  for (let at = 0; at < body.length; ) {
    const end = next(body, at, ";")
    declarations.push(body.slice(at, end < 0 ? body.length : end).trim())
    if (end < 0) break
    at = end + 1
  }
  return declarations.filter(Boolean)
}

/** @param {Rule[]} rules @returns {string} */
function print(rules) {
  return rules.map(({ head, body }) => `${head}{${typeof body === "string" ? body : print(body)}}`).join("\n")
}
