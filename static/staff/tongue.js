// The language staff read: German unless somebody chose otherwise on this device.
import { loadWords } from "../shared/text.js"

const KEY = "masswerk staff language"

/** @returns {"de" | "en"} */
export function chosenLanguage() {
  try {
    return localStorage.getItem(KEY) === "en" ? "en" : "de"
  } catch {
    return "de"
  }
}

/** @param {"de" | "en"} language */
export function choose(language) {
  try {
    localStorage.setItem(KEY, language)
  } catch {
    // Only for this visit, then.
  }
  return loadWords(language, "sie", "staff")
}
