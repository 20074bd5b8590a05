// The idea wall: ideas fall into place like rain, and the wall pages by itself when it is full.

import { fieldOf, groups, hasSession } from "../shared/session.js"
import { language, n, t } from "../shared/text.js"
import { FieldShape } from "../shared/ui.js"
import { h, html, useEffect, useMemo, useRef } from "../vendor/preact.js"
import { Title } from "./join.js"
import { readingMs, setPages } from "./setting.js"
import { Leaf, measure, usePages, useRoom } from "./stagecraft.js"
import { learn, pageWithNews } from "./tour.js"

/** @typedef {import('../shared/types.js').State} State */
/** @typedef {import('./join.js').Heading} Heading */
/** @typedef {import('../shared/types.js').IdeaView} IdeaView */
/** @typedef {import('../shared/types.js').FieldView} FieldView */
/** @typedef {import('./setting.js').Page} Page */
/** @typedef {import('./setting.js').Slip} Slip */
/** @typedef {import('./setting.js').Placed} Placed */

/** A card for every idea, or group of merged ones: pinned ones first. @param {State} state @returns {Slip[]} */
export function slipsOf(state) {
  const all = groups(state).map(({ head, members }) => knownSlip(head, members, fieldOf(state, head)))
  return [...all.filter(({ pinned }) => pinned), ...all.filter(({ pinned }) => !pinned)]
}

/** Cards made before: among a thousand, one arrival makes one. @type {WeakMap<IdeaView, { sign: string, slip: Slip }>} */
const made = new WeakMap()

/** @param {IdeaView} idea @param {IdeaView[]} members @param {FieldView | undefined} field @returns {Slip} */
function knownSlip(idea, members, field) {
  const sign = `${language()} ${field?.color} ${members.map(({ number }) => number)}`
  const known = made.get(idea)
  if (known?.sign === sign) return known.slip
  const slip = slipOf(idea, members, field)
  made.set(idea, { sign, slip })
  return slip
}

/** What a card says of an idea and of those merged into it.
 * @param {IdeaView} idea @param {IdeaView[]} members @param {FieldView | undefined} field @returns {Slip} */
export function slipOf(idea, members, field) {
  const notes = [
    members.length > 0 && t("wall.merged", { numbers: members.map((member) => n(member.number)).join(", ") }),
    idea.support && t("wall.support", { count: idea.support }),
  ]
  return {
    key: String(idea.number),
    lead: idea.kind === "expectation" ? `${n(idea.number)} · ${t("kind.expectation")}:` : n(idea.number),
    text: idea.text,
    note: notes.filter(Boolean).join(" · "),
    color: field && (field.color ?? 0),
    pinned: idea.pinned,
  }
}

/** Body sizes a column needs to be read comfortably. */
const COLUMN = 14.5
/** Until a card has fallen into its place. */
const FALL_MS = 1600
/** Between one card's fall and the next, for the first so many. */
const DROP_MS = 90
const DROPS = 8

/** @param {{ heading: Heading, state: State }} props */
export function Wall({ heading, state }) {
  const [ref, room] = useRoom()
  const slips = useMemo(() => slipsOf(state), [state.ideas, state.fields, language()])
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
      <header>${h(Title, { text: heading.prompt, place: "below" })}${h(Leaf, { page, count: pages.length })}</header>
      <div class="wall" ref=${ref}>
        ${slips.length === 0 ? html`<p class="lead teach">${t("wall.empty")}</p>` : null}
        ${h(Cards, { page: leaf, at: page, news })}
      </div>
    </div>`
}

/** The cards of a page. @param {{ page: Page | undefined, at: number, news: Set<string> }} props */
export function Cards({ page, at, news }) {
  if (!page) return null
  let arrived = 0
  return html`${page.columns.map(
    (column, index) => html`
      <ul key=${`${at}:${index}`} class=${page.wide ? "wall-wide" : "wall-column"}>
        ${column.map((placed) => {
          const falls = news.has(placed.slip.key)
          return h(Card, { key: placed.slip.key, placed, falls: falls ? arrived++ : -1 })
        })}
      </ul>`,
  )}`
}

/** One after the other, like rain: `falls` is the how manieth to fall, -1 for one that stands.
 * @param {{ placed: Placed, falls: number }} props */
function Card({ placed, falls }) {
  const { slip, text, size, part, parts } = placed
  const classes = [
    "slip",
    falls >= 0 && "falls",
    slip.color !== undefined && `field-${slip.color}`,
    slip.pinned && "is-pinned",
  ]
  const delay = falls > 0 ? `${Math.min(falls, DROPS) * DROP_MS}ms` : undefined
  return html`
    <li class=${classes.filter(Boolean).join(" ")} style=${{ fontSize: `${size}px`, animationDelay: delay }} lang="">
      ${slip.color === undefined ? null : h(FieldShape, { color: slip.color })}
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
