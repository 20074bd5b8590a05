// The others' ideas, newest first. What is there at first sight stands at once; what comes later
// waits behind a button, so that nothing jumps.
import { currentPhase, fieldOf } from "../shared/session.js"
import { n, t } from "../shared/text.js"
import { Button, FieldBadge, IdeaNumber } from "../shared/ui.js"
import { h, html, useEffect, useState } from "../vendor/preact.js"
import { lazily } from "./lazily.js"

/** @import { Attendance } from "./attend.js" */
/** @import { IdeaView, SessionView } from "../shared/types.js" */

const PAGE = 30

const Talk = lazily(() => import("./talk.js").then((module) => module.Talk), null)

/** One session's; give it the session's id as key. @param {{ attendance: Attendance, session: SessionView }} props */
export function Feed({ attendance, session }) {
  const { state, ownNumbers } = attendance
  const ideas = [...state.value.ideas.values()].filter((idea) => !ownNumbers.value.has(idea.number))
  const latest = ideas.length ? ideas[ideas.length - 1].number : 0
  const [seen, setSeen] = useState(latest)
  useEffect(() => {
    if (seen === 0) setSeen(latest)
  }, [latest])
  const upTo = seen || latest
  const [length, setLength] = useState(PAGE)
  const fresh = ideas.filter((idea) => idea.number > upTo).length
  const known = ideas
    .filter((idea) => idea.number <= upTo)
    .reverse()
    .sort(pinnedFirst)
  const shown = known.slice(0, length)
  const reveal = () => {
    setSeen(latest)
    setLength((before) => before + fresh)
  }

  return html`<section class="feed" aria-labelledby="feed">
    <h2 id="feed">${t("feed.title")}${known.length ? html` <span class="muted">${n(known.length)}</span>` : null}</h2>
    <div class="feed__fresh" role="status">
      ${fresh > 0 && h(Button, { kind: "secondary", block: true, icon: "arrow-up", name: "reveal", onClick: reveal, children: t("feed.fresh", { count: fresh }) })}
    </div>
    ${!known.length && !fresh && html`<p class="muted">${t("feed.empty")}</p>`}
    <ul class="cards">
      ${shown.map((idea) => h(IdeaCard, { key: idea.number, attendance, session, idea }))}
    </ul>
    ${
      shown.length < known.length &&
      h(Button, {
        kind: "tertiary",
        onClick: () => setLength(length + PAGE),
        children: t("feed.more", { count: Math.min(PAGE, known.length - shown.length) }),
      })
    }
  </section>`
}

/** @param {IdeaView} a @param {IdeaView} b */
export const pinnedFirst = (a, b) => Number(Boolean(b.pinned)) - Number(Boolean(a.pinned))

/**
 * @param {{ attendance: Attendance, session: SessionView, idea: IdeaView, withField?: boolean }} props
 */
export function IdeaCard({ attendance, session, idea, withField = true }) {
  const { state, ownNumbers } = attendance
  const field = withField ? fieldOf(state.value, idea) : undefined
  const isOwn = ownNumbers.value.has(idea.number)
  const phase = currentPhase(session)
  return html`<li class=${`card${isOwn ? " card--own" : ""}`}>
    <p class="card__kind">${aboutIdea(idea)}</p>
    <p class="own-words card__text">${idea.text}</p>
    <div class="card__foot">
      ${h(IdeaNumber, { number: idea.number })}
      ${isOwn && html`<span class="mine">${t("feed.own")}</span>`}
      ${field && h(FieldBadge, { field })}
      ${!isOwn && h(Support, { attendance, session, idea })}
    </div>
    ${(phase?.comments || phase?.reactions) && h(Talk, { attendance, phase, idea, isOwn })}
  </li>`
}

/** What kind it is, and where it comes from. @param {IdeaView} idea */
function aboutIdea({ kind, on_behalf, table, pinned }) {
  const parts = [t(`kind.${kind}`)]
  if (pinned) parts.unshift(t("feed.pinned"))
  if (on_behalf) parts.push(t("feed.on_behalf"))
  if (table) parts.push(t("table.number", { table }))
  return parts.join(" · ")
}

/** @param {{ attendance: Attendance, session: SessionView, idea: IdeaView }} props */
function Support({ attendance, session, idea }) {
  const on = attendance.switches.supports(idea.number)
  const count = session.support_shown ? idea.support || 0 : 0
  return html`<button
    type="button"
    class="support"
    aria-pressed=${on ? "true" : "false"}
    onClick=${() => attendance.switches.support(idea.number, !on)}
  >
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 20.5S3.5 15.3 3.5 9.300C3.5 6.6 5.6 4.5 8.1 4.500c1.6 0 3.1.9 3.9 2.300c.8-1.4 2.3-2.3 3.9-2.300c2.5 0 4.6 2.1 4.6 4.800c0 6-8.5 11.2-8.5 11.200z" /></svg>
    <span>${t("feed.support")}</span>
    <span class="kern-sr-only">${`#${idea.number}`}</span>
    ${count > 0 && html`<span class="support__count">${n(count)}</span>`}
  </button>`
}
