// The idea wall: ideas fall into place like rain, and the wall pages by itself when it is full.

import { groups, hasSession } from "../shared/session.js"
import { language, n, t } from "../shared/text.js"
import { h, html, useEffect, useMemo, useRef } from "../vendor/preact.js"
import { Title } from "./join.js"
import { readingMs, setPages } from "./setting.js"
import { Leaf, measure, usePages, useRoom } from "./stagecraft.js"
import { learn, pageWithNews } from "./tour.js"

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
/** Until a card has fallen into its place. */
const FALL_MS = 1000

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
  const news = useNews(slips, hasSession(state))
  const page = usePages(
    pages.length,
    (shown) => readingMs(pages[shown]),
    () => pageWithNews(pages, news),
  )

  const leaf = pages[page]
  useEffect(() => {
    const fallen = leaf?.columns.flat().filter(({ slip }) => news.has(slip.key)) ?? []
    if (fallen.length === 0) return
    setTimeout(() => {
      for (const { slip } of fallen) news.delete(slip.key)
    }, FALL_MS)
  }, [leaf])
  return html`
    <div class="scene">
      <header>${h(Title, { text: heading.prompt })}${h(Leaf, { page, count: pages.length })}</header>
      <div class="wall" ref=${ref}>
        ${slips.length === 0 ? html`<p class="lead teach">${t("wall.empty")}</p>` : null}
        ${leaf?.columns.map(
          (column, index) => html`
            <ul key=${`${page}:${index}`} class=${leaf.wide ? "wall-wide" : "wall-column"}>
              ${column.map((placed) => h(Card, { key: placed.slip.key, placed, falls: news.has(placed.slip.key) }))}
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

/** Keys of cards that came after the first sight and have not been shown yet; whoever shows one deletes it.
 * @param {Slip[]} slips @param {boolean} arrived whether the slips are all there, not just not yet there
 * @returns {Set<string>} */
function useNews(slips, arrived) {
  const known = useRef(/** @type {Set<string> | null} */ (null))
  const news = useRef(/** @type {Set<string>} */ (new Set()))
  useMemo(() => {
    if (!arrived) return
    const learned = learn(
      known.current,
      slips.map((slip) => slip.key),
    )
    known.current = learned.known
    for (const key of learned.news) news.current.add(key)
  }, [slips, arrived])
  return news.current
}
