// What counts as an answer of our server.
import assert from "node:assert/strict"
import { test } from "node:test"
import { draw, get, post } from "../../shared/api.js"
import { html, json, redirected } from "./lines.js"

/** @param {object} response */
const answering = (response) => Object.assign(globalThis, { fetch: async () => response })

test("an object in JSON is an answer, also with a charset", async () => {
  answering(json({ title: "Werkstatt" }))
  assert.deepEqual(await get("/e/CODE/about"), { title: "Werkstatt" })
  answering(new Response("{}", { headers: { "Content-Type": "application/json; charset=utf-8" } }))
  assert.deepEqual(await post("/e/CODE/join"), {})
})

test("a refusal of ours carries its code and status", async () => {
  answering(json({ code: "unknown_code", field: "code" }, 404))
  await assert.rejects(get("/"), { code: "unknown_code", field: "code", status: 404 })
})

// None carries a status: it is not our server's, and must not end a page for good.
const foreign = {
  "a sign-in page": [html(), "portal"],
  "a redirection": [redirected(), "portal"],
  "a network that asks for a sign-in": [html(511), "portal"],
  "a filter that forbids": [html(403), "portal"],
  "an empty success": [new Response(null, { status: 204 }), "portal"],
  "a number": [json(/** @type {any} */ (1)), "portal"],
  "JSON that is none": [new Response("<p>", { headers: { "Content-Type": "application/json" } }), "portal"],
  "an object that does not call itself JSON": [
    new Response('{"title":"WLAN"}', { headers: { "Content-Type": "text/html" } }),
    "portal",
  ],
  "a page that is not there": [html(404), "internal"],
  "a refusal without our code": [json({ error: "forbidden" }, 403), "portal"],
  "a proxy whose server is away": [html(502), "busy"],
  "a proxy with too much to do": [html(429), "too_many"],
}
for (const [what, [response, code]] of Object.entries(foreign)) {
  test(`${what} is no answer of ours`, async () => {
    answering(response)
    await assert.rejects(get("/e/CODE/about"), { code, status: 0 })
  })
}

test("a drawing is an SVG and nothing else", async () => {
  answering(new Response("<svg/>", { headers: { "Content-Type": "image/svg+xml" } }))
  assert.equal(await draw("/e/CODE/qr", {}), "<svg/>")
  answering(html())
  await assert.rejects(draw("/e/CODE/qr", {}), { code: "portal" })
})

test("no answer at all is offline", async () => {
  Object.assign(globalThis, { fetch: () => Promise.reject(new TypeError("failed")) })
  await assert.rejects(get("/"), { code: "offline" })
})
