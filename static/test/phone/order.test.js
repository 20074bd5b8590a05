import assert from "node:assert/strict"
import { test } from "node:test"
import {
  hearOrder,
  nextOrder,
  openOrder,
  orderArrived,
  orderFailed,
  orderHasArrived,
  orderRefused,
} from "../../phone/vote/order.js"

const empty = () => openOrder({ arrived: [], counter: 0 })
/** @param {import("../../phone/vote/order.js").Order} order @param {number[]} wanted */
const want = (order, wanted) => ({ ...order, wanted })

test("an order goes out whole, with a rising counter, one at a time", () => {
  const first = nextOrder(want(empty(), [3]))
  assert.deepEqual(first.sent, { items: [3], counter: 1 })
  const meanwhile = want(want(first.order, [3, 1]), [1, 3])
  assert.equal(nextOrder(meanwhile).sent, null, "the latest waits for the first")
  const second = nextOrder(orderArrived(meanwhile, { items: [3], counter: 1 }))
  assert.deepEqual(second.sent, { items: [1, 3], counter: 2 })
  const done = orderArrived(second.order, { items: [1, 3], counter: 2 })
  assert.ok(orderHasArrived(done))
  assert.equal(nextOrder(done).sent, null)
})

test("taking everything out is an order as well", () => {
  const { sent, order } = nextOrder(want(openOrder({ arrived: [2, 1], counter: 4 }), []))
  assert.deepEqual(sent, { items: [], counter: 5 })
  assert.equal(orderHasArrived(order), false)
  assert.equal(orderHasArrived(orderArrived(order, { items: [], counter: 5 })), true)
})

test("failed for now stays wanted, refused for good falls back", () => {
  const { order } = nextOrder(want(openOrder({ arrived: [1], counter: 1 }), [2, 1]))
  assert.deepEqual(nextOrder(orderFailed(order)).sent, { items: [2, 1], counter: 3 })
  assert.deepEqual(orderRefused(order).wanted, [1])
  assert.equal(nextOrder(orderRefused(order)).sent, null)
})

test("after a reload the wanted goes on from the server's counter", () => {
  assert.deepEqual(nextOrder(openOrder({ arrived: [1, 2], counter: 7 }, [2, 1])).sent, {
    items: [2, 1],
    counter: 8,
  })
})

test("the server's word is heard where nothing is changed here, and never one from before", () => {
  const settled = openOrder({ arrived: [1, 2], counter: 3 })
  assert.deepEqual(hearOrder(settled, { items: [2, 1], counter: 4 }).wanted, [2, 1])
  const changed = hearOrder(want(settled, [2]), { items: [2, 1], counter: 4 })
  assert.deepEqual([changed.wanted, changed.arrived, changed.counter], [[2], [2, 1], 4])
  const { order } = nextOrder(want(settled, [2]))
  assert.equal(hearOrder(order, { items: [], counter: 9 }), order, "not while one is on its way")
  const arrived = orderArrived(order, { items: [2], counter: 4 })
  assert.equal(hearOrder(arrived, { items: [1, 2], counter: 3 }), arrived)
})
