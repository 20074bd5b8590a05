// A dot that goes from one place to another, so that the hand's loss is the idea's gain.

const FLIGHT_MS = 250

/** @param {HTMLElement} from @param {HTMLElement} to */
export function fly(from, to) {
  if (!from.animate || matchMedia("(prefers-reduced-motion: reduce)").matches) return
  const start = middle(from)
  const end = middle(to)
  const dot = document.createElement("span")
  dot.className = "dot dot--full dot--flying"
  dot.setAttribute("aria-hidden", "true")
  document.body.append(dot)
  const at = (/** @type {{ x: number, y: number }} */ { x, y }) => `translate(${x}px, ${y}px)`
  const flight = dot.animate([{ transform: at(start) }, { transform: at(end) }], {
    duration: FLIGHT_MS,
    easing: "cubic-bezier(0.2, 0, 0, 1)",
  })
  flight.onfinish = flight.oncancel = () => dot.remove()
}

/** @param {HTMLElement} element */
function middle(element) {
  const { left, top, width, height } = element.getBoundingClientRect()
  return { x: left + width / 2, y: top + height / 2 }
}
