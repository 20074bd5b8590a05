import assert from "node:assert/strict"
import { test } from "node:test"
import {
  barOf,
  byField,
  columnsOf,
  firstOf,
  placeOf,
  scaleOf,
  slipOf,
} from "../../staff/measures/geometry.js"
import { plotted } from "../../staff/measures/line.js"

/** @param {object} profile @returns {any} */
const measure = (profile) => ({ profile })
const scale = scaleOf(
  [
    measure({
      baseline: { start: "2025-03-01", end: "2026-06-30" },
      current: { start: "2025-03-01", end: "2027-02-28" },
    }),
    measure({ milestones: [{ due: "2028-05-01" }] }),
  ],
  "2026-11-23",
  "year",
)

test("the scale holds whole years around every date and today", () => {
  assert.deepEqual(
    columnsOf(scale, "year").map(({ year }) => year),
    [2025, 2026, 2027, 2028],
  )
  assert.equal(placeOf(scale, "2025-01-01"), 0)
  const quarters = columnsOf(scale, "quarter")
  assert.equal(quarters.length, 16)
  assert.deepEqual([quarters[5].year, quarters[5].quarter], [2026, 2])
  const columns = columnsOf(scale, "year")
  const last = columns[columns.length - 1]
  assert.ok(Math.abs(last.x + last.width - scale.width) < 1e-9, "columns fill the width")
  assert.ok(Math.abs(columns[3].width - columns[2].width - scale.unit) < 1e-9, "a leap year is a day wider")
  assert.deepEqual(
    columnsOf(scaleOf([], "2026-11-23", "year"), "year").map(({ year }) => year),
    [2026],
    "without dates there is still today's year",
  )
})

test("a bar spans its days, both ends included; with one end known it is short and says so", () => {
  const bar = barOf(scale, { start: "2025-01-01", end: "2025-12-31" })
  assert.deepEqual([bar?.x, bar?.open], [0, ""])
  assert.ok(Math.abs((bar?.width ?? 0) - 365 * scale.unit) < 1e-9)
  assert.equal(barOf(scale, { start: "2025-01-01", end: "" })?.open, "end")
  const toEnd = barOf(scale, { start: "", end: "2025-12-31" })
  assert.equal(toEnd?.open, "start")
  assert.ok(Math.abs((toEnd?.x ?? 0) + (toEnd?.width ?? 0) - 365 * scale.unit) < 1e-9)
  assert.equal(barOf(scale, { start: "", end: "" }), undefined)
  assert.equal(barOf(scale, undefined), undefined)
})

test("slippage begins where the plan ended and ends where the measure will", () => {
  const profile = /** @type {any} */ ({ baseline: { end: "2026-06-30" }, current: { end: "2026-07-10" } })
  const slip = slipOf(scale, profile)
  const planned = barOf(scale, { start: "2026-01-01", end: "2026-06-30" })
  const now = barOf(scale, { start: "2026-01-01", end: "2026-07-10" })
  assert.ok(Math.abs((slip?.x ?? 0) - ((planned?.x ?? 0) + (planned?.width ?? 0))) < 1e-9)
  assert.ok(Math.abs((slip?.x ?? 0) + (slip?.width ?? 0) - ((now?.x ?? 0) + (now?.width ?? 0))) < 1e-9)
  assert.equal(slipOf(scale, { ...profile, current: { end: "2026-06-30" } }), undefined)
  assert.equal(slipOf(scale, { ...profile, current: { end: "" } }), undefined)
})

test("measures are grouped by field, those without one last", () => {
  const fields = [{ position: 1 }, { position: 0 }]
  const measures = [measure({ f: 2 }), measure({ f: 0 }), measure({ f: 1 }), measure({ f: 0 })]
  const groups = byField(
    measures,
    ({ profile }) => fields[/** @type {any} */ (profile).f],
    ({ position }) => position,
  )
  assert.deepEqual(
    groups.map(({ field, measures: list }) => [field?.position, list.length]),
    [
      [0, 1],
      [1, 2],
      [undefined, 1],
    ],
  )
})

test("of many measures the first ones are drawn, in the order of their fields", () => {
  const [a, b, c] = [measure({}), measure({}), measure({})]
  const groups = [
    { field: 1, measures: [a, b] },
    { field: 2, measures: [c] },
  ]
  assert.deepEqual(firstOf(groups, 2), [{ field: 1, measures: [a, b] }])
  assert.deepEqual(firstOf(groups, 1), [{ field: 1, measures: [a] }])
  assert.deepEqual(firstOf(groups, 9), groups)
})

test("an indicator's values stand by day and height, with the target among them", () => {
  const figure = plotted(
    /** @type {any} */ ({
      baseline: 0,
      target: 100,
      due: "2026-12-31",
      actuals: [
        { on: "2026-12-31", value: 50 },
        { on: "2026-01-01", value: 0 },
      ],
    }),
  )
  assert.equal(figure?.points.length, 2)
  const [first, last] = figure?.points ?? []
  assert.ok(first.x < last.x && first.y > last.y, "earlier lies left, more lies higher")
  assert.ok((figure?.target ?? 99) < last.y)
  assert.equal(plotted(/** @type {any} */ ({ actuals: [], baseline: 1, target: 2, due: "" })), undefined)
})
