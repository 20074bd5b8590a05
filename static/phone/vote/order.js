// A ranking in the hand: what is wanted, what is on its way, what has arrived. It travels whole, one
// at a time, with a rising counter. Pure.

/**
 * @typedef {object} Order items, best first
 * @property {number[]} wanted
 * @property {number[]} arrived
 * @property {number[] | null} onWay
 * @property {number} counter of the last order sent
 * @property {number} confirmed counter of the last order that arrived
 */

/** @param {number[]} a @param {number[]} b */
const isSame = (a, b) => a.length === b.length && a.every((item, index) => item === b[index])

/** @param {Order} order */
export function orderHasArrived({ wanted, arrived, onWay }) {
  return !onWay && isSame(wanted, arrived)
}

/** @param {{ arrived: number[], counter: number }} known @param {number[]} [wanted] @returns {Order} */
export function openOrder({ arrived, counter }, wanted = arrived) {
  return { wanted, arrived, onWay: null, counter, confirmed: counter }
}

/** What can be sent now. @param {Order} order @returns {{ order: Order, sent: { items: number[], counter: number } | null }} */
export function nextOrder(order) {
  if (order.onWay || isSame(order.wanted, order.arrived)) return { order, sent: null }
  const counter = order.counter + 1
  return { order: { ...order, onWay: order.wanted, counter }, sent: { items: order.wanted, counter } }
}

/** @param {Order} order @param {{ items: number[], counter: number }} sent @returns {Order} */
export function orderArrived(order, { items, counter }) {
  return { ...order, onWay: null, arrived: items, confirmed: Math.max(order.confirmed, counter) }
}

/** Not now: it is still wanted and will be sent again. @param {Order} order @returns {Order} */
export function orderFailed(order) {
  return { ...order, onWay: null }
}

/** Not at all: what counts is what had arrived. @param {Order} order @returns {Order} */
export function orderRefused(order) {
  return { ...order, onWay: null, wanted: order.arrived }
}

/**
 * The server's word on what it has of us; heard where nothing is changed here.
 * @param {Order} order @param {{ items: number[], counter: number }} server @returns {Order}
 */
export function hearOrder(order, { items, counter }) {
  if (counter < order.confirmed || order.onWay) return order
  const wanted = isSame(order.wanted, order.arrived) ? items : order.wanted
  return { ...order, arrived: items, wanted, counter: Math.max(order.counter, counter) }
}
