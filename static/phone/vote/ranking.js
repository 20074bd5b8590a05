// A ranking: what is placed on top in its order, what is not yet below. Buttons do everything; who
// likes to drag may do that as well.
import { n, t } from "../../shared/text.js"
import { Button } from "../../shared/ui.js"
import { h, html, useEffect, useLayoutEffect, useRef, useState } from "../../vendor/preact.js"
import { ChoiceBody, ChoiceText } from "./choice.js"
import { moved, placed } from "./methods.js"

/** @import { Attendance } from "../attend.js" */
/** @import { Choice } from "./choice.js" */
/** @import { SortableEvent } from "../../vendor/sortable.js" */

const ARROWS = { up: "M12 19V6m-6 6l6-6 6 6", down: "M12 5v13m-6-6l6 6 6-6", out: "M6 6l12 12M18 6L6 18" }

/**
 * @param {{ attendance: Attendance, votable: Choice[], order: number[], onRank: (items: number[]) => void }} props
 */
export function Ranking({ attendance, votable, order, onRank }) {
  const [said, setSaid] = useState("")
  const root = useRef(/** @type {HTMLElement | null} */ (null))
  const held = useRef(/** @type {Hold | null} */ (null))
  const known = new Map(votable.map((choice) => [choice.item.item, choice]))
  const ranked = order.flatMap((item) => known.get(item) || [])
  const open = votable.filter(({ item }) => !order.includes(item.item))

  useLayoutEffect(() => {
    if (root.current && held.current) settle(root.current, held.current)
    held.current = null
  })

  /** @param {number} item @param {number[]} items @param {Hold} hold */
  function change(item, items, hold) {
    held.current = hold
    const place = items.indexOf(item) + 1
    setSaid(place ? t("rank.at", { place, of: items.length }) : t("rank.out.done"))
    onRank(items)
  }

  /** @param {number} item */
  function place(item) {
    const next = open[open.findIndex((choice) => choice.item.item === item) + 1] || open[0]
    const focus = next && next.item.item !== item ? `[data-item="${next.item.item}"] button` : ""
    const mark = root.current?.querySelector(focus || ".rank__end")
    change(item, placed(order, item, order.length), {
      focus: focus || `[data-item="${item}"] [data-move="up"]`,
      mark: focus || ".rank__end",
      top: mark ? mark.getBoundingClientRect().top : undefined,
    })
  }

  /** @param {number} item @param {number} by @param {string} way */
  const move = (item, by, way) =>
    change(item, moved(order, item, by), { focus: `[data-item="${item}"] [data-move="${way}"]` })

  return html`<div class="rank" ref=${root}>
    <section aria-labelledby="ranked">
      <h2 id="ranked" tabindex="-1">${t("rank.title")}</h2>
      ${!ranked.length && html`<p class="muted">${t("rank.empty")}</p>`}
      ${h(Ranked, {
        attendance,
        ranked,
        onMove: move,
        onPlace: (item, at) => change(item, placed(order, item, at), {}),
        onOut: (item) =>
          change(
            item,
            order.filter((one) => one !== item),
            { focus: "#ranked" },
          ),
      })}
    </section>
    <section aria-labelledby="unranked" class="rank__open">
      <h2 id="unranked">${open.length ? t("rank.open") : t("rank.open.none")}</h2>
      <ul class="cards">
        ${open.map(
          (
            choice,
          ) => html`<li key=${choice.item.item} class="card card--choice" data-item=${choice.item.item}>
            ${h(ChoiceBody, { attendance, choice, id: `choice-${choice.item.item}` })}
            ${h(Button, {
              kind: "secondary",
              block: true,
              describedBy: `choice-${choice.item.item}`,
              onClick: () => place(choice.item.item),
              children: t("rank.place", { place: order.length + 1 }),
            })}
          </li>`,
        )}
      </ul>
    </section>
    <span class="rank__end"></span>
    <p class="kern-sr-only" role="status">${said}</p>
  </div>`
}

/**
 * What to hold on to over a change: the focus, and a place on the page that must not move.
 * @typedef {{ focus?: string, mark?: string, top?: number }} Hold
 */

/** @param {HTMLElement} root @param {Hold} hold */
function settle(root, { focus, mark, top }) {
  const element = mark && root.querySelector(mark)
  if (element && top !== undefined) window.scrollBy(0, element.getBoundingClientRect().top - top)
  const target = focus ? /** @type {HTMLElement | null} */ (root.querySelector(focus)) : null
  target?.focus({ preventScroll: top !== undefined })
}

/**
 * @param {object} props
 * @param {Attendance} props.attendance
 * @param {Choice[]} props.ranked
 * @param {(item: number, by: number, way: string) => void} props.onMove
 * @param {(item: number, at: number) => void} props.onPlace
 * @param {(item: number) => void} props.onOut
 */
function Ranked({ attendance, ranked, onMove, onPlace, onOut }) {
  const list = useRef(/** @type {HTMLElement | null} */ (null))
  const drop = useRef(onPlace)
  drop.current = onPlace
  useEffect(() => dragging(list, (item, at) => drop.current(item, at)), [])
  return html`<ol class="ranked" ref=${list}>
    ${ranked.map((choice, index) => {
      const { item } = choice.item
      const id = `ranked-${item}`
      return html`<li key=${item} class="ranked__row" data-item=${item}>
        <span class="ranked__place" aria-hidden="true">${n(index + 1)}</span>
        <div class="ranked__text" id=${id}>${h(ChoiceText, { attendance, choice, short: true })}</div>
        <div class="ranked__moves">
          <span class="ranked__handle" aria-hidden="true"><svg viewBox="0 0 24 24"><path d="M5 9h14M5 15h14" /></svg></span>
          ${h(MoveButton, { way: "up", label: t("rank.up"), describedBy: id, isEnd: index === 0, onClick: () => onMove(item, -1, "up") })}
          ${h(MoveButton, { way: "down", label: t("rank.down"), describedBy: id, isEnd: index === ranked.length - 1, onClick: () => onMove(item, 1, "down") })}
          ${h(MoveButton, { way: "out", label: t("rank.out"), describedBy: id, onClick: () => onOut(item) })}
        </div>
      </li>`
    })}
  </ol>`
}

/** @param {{ way: "up" | "down" | "out", label: string, describedBy: string, isEnd?: boolean, onClick: () => void }} props */
function MoveButton({ way, label, describedBy, isEnd, onClick }) {
  return html`<button type="button" class="ranked__move" data-move=${way} aria-label=${label} aria-describedby=${describedBy} aria-disabled=${isEnd ? "true" : undefined} onClick=${isEnd ? undefined : onClick}>
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${ARROWS[way]} /></svg>
  </button>`
}

/**
 * Makes the rows draggable by their handles, once the library is there; returns how to stop.
 * @param {{ current: HTMLElement | null }} list @param {(item: number, at: number) => void} onDrop
 */
function dragging(list, onDrop) {
  let stop = () => {}
  let isOver = false
  import("../../vendor/sortable.js").then(
    ({ default: Sortable }) => {
      if (isOver || !list.current) return
      const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches
      const sortable = Sortable.create(list.current, {
        handle: ".ranked__handle",
        animation: isCalm ? 0 : 150,
        forceFallback: true,
        fallbackTolerance: 4,
        ghostClass: "ranked__row--gap",
        fallbackClass: "ranked__row--carried",
        scroll: true,
        /** @param {SortableEvent} event */
        onEnd({ item, from, oldIndex = 0, newIndex = 0 }) {
          // The page is drawn from what is known: the row goes back, and moves with the next drawing.
          from.insertBefore(item, from.children[oldIndex + (oldIndex > newIndex ? 1 : 0)] || null)
          if (oldIndex !== newIndex) onDrop(Number(item.dataset.item), newIndex)
        },
      })
      stop = () => sortable.destroy()
    },
    () => {}, // the buttons do it
  )
  return () => {
    isOver = true
    stop()
  }
}
