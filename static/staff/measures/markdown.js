// Markdown as far as a profile needs it: headings, paragraphs, lists, bold, italics, links. Pure: text in,
// blocks out. There is no way to write HTML, so nothing has to be taken out again.

/**
 * @typedef {{ kind: "text" | "bold" | "italic", text: string } | { kind: "link", text: string, to: string }} Span
 * @typedef {{ kind: "heading", spans: Span[] } | { kind: "paragraph", spans: Span[] } | { kind: "list", ordered: boolean, items: Span[][] }} Block
 */

const ITEM = /^\s*(?:[-*•]|(\d+)[.)])\s+(.*)$/
const HEADING = /^#{1,6}\s+(.*)$/
/** Bold, italics, a link with words, or a bare address. */
const SPAN =
  /\*\*([^*]+)\*\*|__([^_]+)__|\*([^*\s][^*]*)\*|\b_([^_\s][^_]*)_\b|\[([^\]]+)\]\(([^()\s]+)\)|(https?:\/\/[^\s<>()]*[^\s<>().,;:?])/g

/** @param {string} text @returns {Block[]} */
export function blocks(text) {
  /** @type {Block[]} */
  const found = []
  /** @type {string[]} */
  let lines = []
  const close = () => {
    if (lines.length > 0) found.push({ kind: "paragraph", spans: spans(lines.join("\n")) })
    lines = []
  }
  for (const line of text.replace(/\r\n?/g, "\n").split("\n")) {
    const heading = HEADING.exec(line)
    const item = ITEM.exec(line)
    if (!line.trim()) {
      close()
      found.push({ kind: "paragraph", spans: [] })
    } else if (heading) {
      close()
      found.push({ kind: "heading", spans: spans(heading[1]) })
    } else if (item) {
      close()
      const last = found[found.length - 1]
      const ordered = item[1] !== undefined
      if (last?.kind === "list" && last.ordered === ordered) last.items.push(spans(item[2]))
      else found.push({ kind: "list", ordered, items: [spans(item[2])] })
    } else {
      lines.push(line)
    }
  }
  close()
  return found.filter((block) => block.kind === "list" || block.spans.length > 0)
}

/** @param {string} text @returns {Span[]} */
export function spans(text) {
  /** @type {Span[]} */
  const found = []
  let at = 0
  const plain = (/** @type {number} */ to) => {
    if (to > at) found.push({ kind: "text", text: text.slice(at, to) })
  }
  for (const match of text.matchAll(SPAN)) {
    const [whole, bold1, bold2, italic1, italic2, words, to, bare] = match
    const span = spanOf(bold1 ?? bold2, italic1 ?? italic2, words, to ?? bare)
    if (!span) continue
    plain(match.index ?? 0)
    found.push(span)
    at = (match.index ?? 0) + whole.length
  }
  plain(text.length)
  return found
}

/** @param {string | undefined} bold @param {string | undefined} italic @param {string | undefined} words @param {string | undefined} to
 * @returns {Span | undefined} nothing where an address leads anywhere but to the web */
function spanOf(bold, italic, words, to) {
  if (bold !== undefined) return { kind: "bold", text: bold }
  if (italic !== undefined) return { kind: "italic", text: italic }
  return to && isWeb(to) ? { kind: "link", text: words ?? to, to } : undefined
}

/** @param {string} address */
export function isWeb(address) {
  try {
    return ["http:", "https:"].includes(new URL(address).protocol)
  } catch {
    return false
  }
}
