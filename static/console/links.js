// Addresses: where this console lives, and what other people can reach.
import { state } from "./desk.js"

export const base = `/console/${location.pathname.split("/")[2]}`

/** The origin people use, which this page's own need not be. */
export function origin() {
  const address = state.value.event?.address_url
  return address ? new URL(address).origin : location.origin
}

/** A link as it is opened in this browser, whose cookies belong to this page's origin. @param {string} link */
export function local(link) {
  const { pathname, hash } = new URL(link)
  return pathname + hash
}

/** What one types to join, without what browsers add by themselves. @param {string} address */
export const typed = (address) => address.replace(/^https?:\/\//, "").replace(/\/e\/.*$/, "")
