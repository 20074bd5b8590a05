// An alarm about storing is shown while the line holds, and says nothing once it does not.
import assert from "node:assert/strict"
import { test } from "node:test"
import { alarm, line, state } from "../../console/desk.js"
import de from "../../console/words.de.js"
import en from "../../console/words.en.js"
import { emptyState } from "../../shared/session.js"
import { signal } from "../../vendor/preact.js"

test("the console heeds the pulse's alarm while it is connected", () => {
  const status = signal("live")
  line.value = /** @type {any} */ ({ status })
  state.value = { ...emptyState(), pulse: { here: 3 } }
  assert.equal(alarm.value, "")
  state.value = { ...state.value, pulse: { here: 3, alarm: "slow" } }
  assert.equal(alarm.value, "slow")
  status.value = "reconnecting"
  assert.equal(alarm.value, "")
  status.value = "live"
  for (const one of /** @type {const} */ (["disk", "log"])) {
    state.value = { ...state.value, pulse: { here: 3, alarm: one } }
    assert.equal(alarm.value, one)
    for (const words of [de, en]) assert.ok(words[`alarm.${one}`] && words[`health.${one}`])
  }
})
