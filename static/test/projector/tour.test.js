import assert from "node:assert/strict"
import { test } from "node:test"
import { learn, pageWithNews, turn } from "../../projector/tour.js"

/** Pages shown one after the other. @param {number} count @param {number} steps @param {() => number} news */
function walk(count, steps, news) {
  let tour = { page: 0, round: 0 }
  return Array.from({ length: steps }, () => {
    tour = turn(tour, count, news())
    return tour.page
  })
}

test("without news the pages come around in order", () => {
  assert.deepEqual(
    walk(3, 6, () => -1),
    [1, 2, 0, 1, 2, 0],
  )
})

test("news is shown next, then the round goes on where it was left", () => {
  const news = [4, -1, -1, -1]
  assert.deepEqual(
    walk(5, 4, () => news.shift() ?? -1),
    [4, 1, 2, 3],
  )
})

test("while news never ends, every page still has its turn", () => {
  const shown = walk(6, 20, () => 5)
  assert.deepEqual(new Set(shown), new Set([0, 1, 2, 3, 4, 5]))
  assert.ok(shown.every((page, index) => page !== shown[index - 1]))
})

test("two pages take turns, and a page that is gone is no trap", () => {
  assert.deepEqual(
    walk(2, 4, () => 1),
    [1, 0, 1, 0],
  )
  const { page } = turn({ page: 9, round: 9 }, 3, -1)
  assert.ok(page >= 0 && page < 3)
})

test("the first sight is no news, what comes later is, once", () => {
  const first = learn(null, ["1", "2"])
  assert.deepEqual(first.news, [])
  const second = learn(first.known, ["1", "2", "3"])
  assert.deepEqual(second.news, ["3"])
  const gone = learn(second.known, ["1", "2"])
  assert.deepEqual(learn(gone.known, ["1", "2", "3"]).news, [], "hidden and shown again is not new")
  assert.deepEqual(learn(learn(null, []).known, ["1"]).news, ["1"], "an empty wall is a sight too")
})

test("of several pages with news the last is meant", () => {
  const page = (/** @type {string[]} */ ...keys) =>
    /** @type {any} */ ({ columns: [keys.map((key) => ({ slip: { key } }))] })
  const pages = [page("1", "2"), page("3"), page("4")]
  assert.equal(pageWithNews(pages, new Set(["1", "3"])), 1)
  assert.equal(pageWithNews(pages, new Set()), -1)
})
