// The watch itself: what the other tests rely on being noticed.

import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { axe, eventually, openRoom } from "./harness.js"

/** @type {import("./harness.js").Room} */
let room

before(async () => {
  room = await openRoom()
})

after(() => room?.close())

/** What somebody who injects something would try, and what must be noticed of it. */
const attempts = {
  "an inline script": [
    () => document.body.append(Object.assign(document.createElement("script"), { textContent: "1" })),
    /Content Security Policy/,
  ],
  "a request to another house": [() => fetch("http://elsewhere.test/").catch(() => {}), /elsewhere\.test/],
  "an uncaught exception": [() => setTimeout(() => JSON.parse("broken")), /SyntaxError/],
  "a missing file": [() => fetch("/assets/none.js"), /404/],
}

for (const [name, [attempt, noticed]] of Object.entries(attempts)) {
  test(`${name} is noticed`, async () => {
    const page = await room.blank("intruder")
    room.calm("before")
    await page.evaluate(/** @type {() => unknown} */ (attempt))
    await eventually("the fault is noticed", () => room.faults.some((fault) => noticed.test(fault)))
    assert.throws(() => room.calm("afterwards"), noticed)
    await page.context().close()
  })
}

test("a button without a name is noticed", async () => {
  const page = await room.blank("nameless")
  await page.evaluate(() => document.body.replaceChildren(document.createElement("button")))
  await assert.rejects(axe(page, "nameless"), /button-name/)
})
