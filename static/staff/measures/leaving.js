// Asks before the window is closed while something is not yet with the server.
import { useEffect, useRef } from "../../vendor/preact.js"

/** @import { Saving } from "./saving.js" */

/** @param {Saving} saving */
export function useLeaving(saving) {
  const unsaved = useRef(false)
  unsaved.current = saving.status !== "saved"
  useEffect(() => {
    /** @param {BeforeUnloadEvent} event */
    const ask = (event) => {
      if (unsaved.current) event.preventDefault()
    }
    addEventListener("beforeunload", ask)
    return () => removeEventListener("beforeunload", ask)
  }, [])
}
