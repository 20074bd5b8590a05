// Menus that open below their button close when somebody goes on elsewhere.
import { useEffect } from "../../vendor/preact.js"
import { focusOn } from "./focus.js"

export function useMenus() {
  useEffect(() => {
    /** @param {Event} event */
    const elsewhere = (event) => {
      for (const menu of openMenus())
        if (!menu.contains(/** @type {Node} */ (event.target))) menu.open = false
    }
    /** @param {KeyboardEvent} event */
    const leave = (event) => {
      const menu = openMenus().find((one) => one.contains(document.activeElement))
      if (event.key !== "Escape" || !menu) return
      event.preventDefault()
      menu.open = false
      focusOn(menu.querySelector("summary"))
    }
    document.addEventListener("click", elsewhere)
    document.addEventListener("focusin", elsewhere)
    document.addEventListener("keydown", leave, true)
    return () => {
      document.removeEventListener("click", elsewhere)
      document.removeEventListener("focusin", elsewhere)
      document.removeEventListener("keydown", leave, true)
    }
  }, [])
}

const openMenus = () =>
  /** @type {HTMLDetailsElement[]} */ ([...document.querySelectorAll("details.menu[open]")])
