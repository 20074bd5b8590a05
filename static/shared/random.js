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

// No look-alikes, as the server has them (store.CodeAlphabet).
const CODE_ALPHABET = "ACDEFGHJKMNPQRTUVWXY34679"

/** A code for people to type, each symbol equally likely. @param {number} length @returns {string} */
export function randomCode(length) {
  const limit = 256 - (256 % CODE_ALPHABET.length)
  let code = ""
  while (code.length < length) {
    const [byte] = randomBytes(1)
    if (byte < limit) code += CODE_ALPHABET[byte % CODE_ALPHABET.length]
  }
  return code
}
