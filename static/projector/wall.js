// The idea wall: ideas fall into place like rain, and the wall pages by itself when it is full.

import { groups } from "../shared/session.js"
import { language, n, t } from "../shared/text.js"
import { h, html, useEffect, useMemo, useRef } from "../vendor/preact.js"
import { Title } from "./join.js"
import { readingMs, setPages } from "./setting.js"
import { Leaf, measure, usePages, useRoom } from "./stagecraft.js"

/** @typedef {import('../shared/types.js').State} State */
/** @typedef {import('./join.js').Heading} Heading */
/** @typedef {import('../shared/types.js').IdeaView} IdeaView */
/** @typedef {import('./setting.js').Slip} Slip */
/** @typedef {import('./setting.js').Placed} Placed */

/** What a card says of an idea and of those merged into it.
 * @param {IdeaView} idea @param {IdeaView[]} members @returns {Slip} */
export function slipOf(idea, members) {
  const notes = [
    members.length > 0 && t("wall.merged", { numbers: members.map((member) => n(member.number)).join(", ") }),
    idea.support && t("wall.support", { count: idea.support }),
  ]
  return {
    key: String(idea.number),
    lead: idea.kind === "expectation" ? `${n(idea.number)} · ${t("kind.expectation")}:` : n(idea.number),
    text: idea.text,
    note: notes.filter(Boolean).join(" · "),
  }
}

/** Body sizes a column needs to be read comfortably. */
const COLUMN = 14.5

/** @param {{ heading: Heading, state: State }} props */
export function Wall({ heading, state }) {
  const [ref, room] = useRoom()
  const slips = useMemo(
    () => groups(state).map(({ head, members }) => slipOf(head, members)),
    [state.ideas, language()],
  )
  const pages = useMemo(() => {
    const columns = Math.min(4, Math.max(1, Math.floor(room.width / room.body / COLUMN)))
    return room.height > 0 ? setPages(slips, { ...room, columns }, measure) : []
  }, [slips, room])
  const { page, turnTo } = usePages(pages.length, (shown) => readingMs(pages[shown]))
  const fresh = useFresh(slips)

  const newest = slips.length > 0 ? slips[slips.length - 1].key : ""
  useEffect(() => {
    if (fresh.size > 0 && pages.length > 0) turnTo(pages.length - 1)
  }, [newest])

  const leaf = pages[page]
  return html`
    <div class="scene">
      <header>${h(Title, { text: heading.prompt })}${h(Leaf, { page, count: pages.length })}</header>
      <div class="wall" ref=${ref}>
        ${slips.length === 0 ? html`<p class="lead teach">${t("wall.empty")}</p>` : null}
        ${leaf?.columns.map(
          (column, index) => html`
            <ul key=${`${page}:${index}`} class=${leaf.wide ? "wall-wide" : "wall-column"}>
              ${column.map((placed) => h(Card, { key: placed.slip.key, placed, falls: fresh.has(placed.slip.key) }))}
            </ul>`,
        )}
      </div>
    </div>`
}

/** @param {{ placed: Placed, falls: boolean }} props */
function Card({ placed, falls }) {
  const { slip, text, size, part, parts } = placed
  return html`
    <li class=${`slip${falls ? " falls" : ""}`} style=${{ fontSize: `${size}px` }} lang="">
      <span class="slip-lead">${slip.lead}${parts > 1 ? ` (${part}/${parts})` : ""}</span> ${text}
      ${slip.note ? html`<span class="slip-note">${slip.note}</span>` : null}
    </li>`
}

/** Keys that were not there when the wall was last drawn; none on its first drawing.
 * @param {Slip[]} slips @returns {Set<string>} */
function useFresh(slips) {
  const known = useRef(/** @type {Set<string> | null} */ (null))
  const fresh = useMemo(() => {
    const before = known.current
    known.current = new Set(slips.map((slip) => slip.key))
    return new Set(before ? slips.map((slip) => slip.key).filter((key) => !before.has(key)) : [])
  }, [slips])
  return fresh
}
