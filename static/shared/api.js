// Requests to the server: JSON in, JSON out, foreseen errors as Refusal.

/**
 * What the server would not do; or the network, code "offline", or "portal" when somebody else
 * answered in the server's place.
 */
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

/** @param {string} url @param {AbortSignal} [signal] @returns {Promise<any>} */
export const get = (url, signal) => request("GET", url, undefined, signal)
/** @param {string} url @param {object} [body] @param {AbortSignal} [signal] @returns {Promise<any>} */
export const post = (url, body = {}, signal) => request("POST", url, body, signal)
/** @param {string} url @param {object} body @returns {Promise<any>} */
export const put = (url, body) => request("PUT", url, body)
/** @param {string} url @param {object} body @returns {Promise<any>} */
export const patch = (url, body) => request("PATCH", url, body)
/** @param {string} url @returns {Promise<any>} */
export const remove = (url) => request("DELETE", url)

/**
 * Has something drawn: the answer is an SVG.
 * @param {string} url @param {object} body @returns {Promise<string>}
 */
export async function draw(url, body) {
  const { response, text } = await reach("POST", url, body)
  if (response.ok && isOf(response, "image/svg+xml")) return text
  throw refusalIn(response, text)
}

/**
 * Whatever did not come from our server, a sign-in page of the network for one, is no answer.
 * @param {string} method @param {string} url @param {object} [body] @param {AbortSignal} [signal]
 */
async function request(method, url, body, signal) {
  const { response, text } = await reach(method, url, body, signal)
  const answer = response.ok && objectIn(response, text)
  if (answer) return answer
  throw refusalIn(response, text)
}

/** @param {string} method @param {string} url @param {object} [body] @param {AbortSignal} [signal] */
async function reach(method, url, body, signal) {
  try {
    const response = await fetch(url, {
      method,
      credentials: "same-origin",
      cache: "no-store",
      redirect: "manual", // we never redirect: somebody else would be given the body
      headers: body ? { "Content-Type": "application/json" } : {},
      body: body && JSON.stringify(body),
      signal,
    })
    return { response, text: await response.text() }
  } catch {
    throw new Refusal({ code: "offline" })
  }
}

/** @param {Response} response @param {string} type */
function isOf(response, type) {
  const given = response.headers.get("Content-Type") || ""
  return given.split(";")[0].trim().toLowerCase() === type
}

/** @param {Response} response @param {string} text @returns {any} nothing unless it is a JSON object */
function objectIn(response, text) {
  if (!isOf(response, "application/json")) return undefined
  try {
    const answer = JSON.parse(text)
    return typeof answer === "object" && answer !== null ? answer : undefined
  } catch {
    return undefined
  }
}

/** @param {Response} response that is not what was asked for @param {string} text */
function refusalIn(response, text) {
  const { status, ok } = response
  const answer = ok ? undefined : objectIn(response, text)
  if (answer && typeof answer.code === "string") return new Refusal({ ...answer, status })
  return new Refusal({ code: foreignCode(status) })
}

/**
 * What an answer means that is not ours: a proxy whose server is away, or a network that wants
 * something first. It carries no status, because it proves nothing about what was asked for.
 * @param {number} status 0: redirected
 */
function foreignCode(status) {
  if (status === 429) return "too_many"
  if (status >= 502 && status <= 504) return "busy"
  return status < 400 || [401, 403, 407, 511].includes(status) ? "portal" : "internal"
}
