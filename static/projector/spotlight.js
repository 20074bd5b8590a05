// One idea or topic field as large as it goes, with what is said about it.

import { commentsOn, currentPhase, fieldById, fieldOf, groups } from "../shared/session.js"
import { language, n, t } from "../shared/text.js"
import { FieldBadge } from "../shared/ui.js"
import { h, html, useMemo } from "../vendor/preact.js"
import { Title } from "./join.js"
import { setLarge, setPages } from "./setting.js"
import { Leaf, measure, usePages, useRoom } from "./stagecraft.js"
import { Cards, slipOf } from "./wall.js"

/** @import { IdeaView, SessionView, State } from "../shared/types.js" */
/** @import { Heading } from "./join.js" */

const PART_MS = 15_000
const COMMENTS_MS = 12_000
const REACTIONS = /** @type {const} */ (["agree", "question", "concern"])

/** @param {{ heading: Heading, state: State, session: SessionView }} props */
export function Spotlight({ heading, state, session }) {
  const { idea: number, field } = session.spotlight ?? {}
  const idea = number ? state.ideas.get(number) : undefined
  if (idea) return h(OneIdea, { key: number, heading, state, session, idea })
  return h(OneField, { key: field, heading, state, id: field ?? "" })
}

/** @param {{ heading: Heading, state: State, session: SessionView, idea: IdeaView }} props */
function OneIdea({ heading, state, session, idea }) {
  const phase = currentPhase(session)
  const comments = phase?.comments ? commentsOn(state, idea.number) : []
  const [ref, room] = useRoom()
  const { size, parts } = useMemo(() => setLarge(idea.text, room, measure), [idea.text, room])
  const part = usePages(parts.length, () => PART_MS)
  return html`
    <div class=${`scene spot${comments.length > 0 ? " spot-discussed" : ""}`}>
      <header>
        <p class="kicker">${heading.prompt}</p>
        ${h(Leaf, { page: part, count: parts.length })}
      </header>
      <div class="spot-body">
        <div class="spot-idea">
          <p class="spot-lead">
            <span class="spot-number">${n(idea.number)}</span>
            ${h(FieldBadge, { field: fieldOf(state, idea) ?? { title: t(`kind.${idea.kind}`), color: undefined } })}
          </p>
          <div class="spot-text" ref=${ref}>
            <h1 style=${{ fontSize: `${size}px` }} lang="">${parts[part] ?? ""}</h1>
          </div>
          ${h(Echo, { idea, on: Boolean(phase?.reactions) })}
        </div>
        ${comments.length > 0 ? h(Comments, { texts: comments.map(({ text, moderator }) => ({ text, moderator: Boolean(moderator) })) }) : null}
      </div>
    </div>`
}

/** How many support it and react to it. @param {{ idea: IdeaView, on: boolean }} props */
function Echo({ idea, on }) {
  const { support, reactions } = idea
  const told = REACTIONS.filter((kind) => on && reactions?.[kind])
  if (!support && told.length === 0) return null
  return html`<ul class="echo">
    ${support ? html`<li><strong>${n(support)}</strong> ${t("echo.support", { count: support })}</li>` : null}
    ${told.map((kind) => html`<li key=${kind}><strong>${n(reactions?.[kind] ?? 0)}</strong> ${t(`echo.${kind}`, { count: reactions?.[kind] ?? 0 })}</li>`)}
  </ul>`
}

/** @param {{ texts: { text: string, moderator: boolean }[] }} props */
function Comments({ texts }) {
  const [ref, room] = useRoom()
  const pages = useMemo(() => {
    const slips = texts.map(({ text, moderator }, at) => ({
      key: String(at),
      lead: moderator ? t("comment.moderator") : "",
      text,
      note: "",
    }))
    return room.height > 0 ? setPages(slips, { ...room, columns: 1 }, measure, [1.2]) : []
  }, [texts.map(({ text }) => text).join("\n"), room, language()])
  const page = usePages(pages.length, () => COMMENTS_MS)
  return html`<section class="comments">
    <h2>${t("comments.title")} ${pages.length > 1 ? h(Leaf, { page, count: pages.length }) : null}</h2>
    <div class="wall" ref=${ref}>${h(Cards, { page: pages[page], at: page, news: new Set() })}</div>
  </section>`
}

/** @param {{ heading: Heading, state: State, id: string }} props */
function OneField({ heading, state, id }) {
  const field = fieldById(state, id)
  const [ref, room] = useRoom()
  const slips = useMemo(
    () =>
      groups(state)
        .filter(({ head }) => fieldById(state, head.field) === field)
        .map(({ head, members }) => slipOf(head, members, undefined)),
    [state.ideas, state.fields, field, language()],
  )
  const pages = useMemo(() => {
    const columns = Math.min(4, Math.max(1, Math.floor(room.width / room.body / 14.5)))
    return room.height > 0 ? setPages(slips, { ...room, columns }, measure) : []
  }, [slips, room])
  const page = usePages(pages.length, () => PART_MS)
  if (!field) return null
  return html`
    <div class=${`scene spot-field field-${field.color ?? 0}`}>
      <header>
        ${h(Title, { text: field.title, kicker: heading.prompt, color: field.color ?? 0 })}
        ${h(Leaf, { page, count: pages.length })}
      </header>
      <div class="wall" ref=${ref}>
        ${slips.length === 0 ? html`<p class="lead teach">${t("spot.empty")}</p>` : null}
        ${h(Cards, { page: pages[page], at: page, news: new Set() })}
      </div>
    </div>`
}
