// Random ids and secrets. Works in an insecure context, where crypto.randomUUID does not exist.

/** @param {number} bytes */
function randomBytes(bytes) {
  return crypto.getRandomValues(new Uint8Array(bytes))
}

/** @param {number} [bytes] @returns {string} */
export function randomHex(bytes = 16) {
  return Array.from(randomBytes(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("")
}

/** A secret of 32 bytes, 43 characters of base64url. @returns {string} */
export function randomSecret() {
  return btoa(String.fromCharCode(...randomBytes(32)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "")
}
