// Requests to the server: JSON in, JSON out, foreseen errors as Refusal.

/** What the server (or the network, code "offline") would not do. */
export class Refusal extends Error {
  /** @param {{ code?: string, field?: string, status?: number, retry_ms?: number }} answer */
  constructor({ code = "internal", field = "", status = 0, retry_ms } = {}) {
    super(field ? `${code} (${field})` : code)
    this.name = "Refusal"
    this.code = code
    this.field = field
    this.status = status
    this.retry_ms = retry_ms
  }
}

/** @param {unknown} error @returns {Refusal} */
export function asRefusal(error) {
  return error instanceof Refusal ? error : new Refusal()
}

/** @param {string} url @returns {Promise<any>} */
export const get = (url) => request("GET", url)
/** @param {string} url @param {object} [body] @returns {Promise<any>} */
export const post = (url, body = {}) => request("POST", url, body)
/** @param {string} url @param {object} body @returns {Promise<any>} */
export const put = (url, body) => request("PUT", url, body)
/** @param {string} url @param {object} body @returns {Promise<any>} */
export const patch = (url, body) => request("PATCH", url, body)
/** @param {string} url @returns {Promise<any>} */
export const remove = (url) => request("DELETE", url)

/** @param {string} method @param {string} url @param {object} [body] @returns {Promise<any>} */
async function request(method, url, body) {
  const response = await reach(method, url, body)
  const text = await response.text().catch(() => {
    throw new Refusal({ code: "offline" })
  })
  const isJSON = (response.headers.get("Content-Type") || "").includes("json")
  const answer = isJSON && text ? JSON.parse(text) : text
  if (response.ok) return answer
  throw new Refusal({ ...(isJSON ? answer : { code: codeOf(response.status) }), status: response.status })
}

/** @param {string} method @param {string} url @param {object} [body] */
async function reach(method, url, body) {
  try {
    return await fetch(url, {
      method,
      credentials: "same-origin",
      cache: "no-store",
      headers: body ? { "Content-Type": "application/json" } : {},
      body: body && JSON.stringify(body),
    })
  } catch {
    throw new Refusal({ code: "offline" })
  }
}

/** A proxy's answer carries no code of ours. @param {number} status */
function codeOf(status) {
  if (status === 429) return "too_many"
  if (status === 404) return "not_found"
  return status >= 502 && status <= 504 ? "busy" : "internal"
}
