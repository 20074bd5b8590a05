// Times as people say them.
import { language, t } from "../shared/text.js"

/** @param {number} at milliseconds UTC @returns {string} "Montag, 14. September, 08:00" by the clock of this phone */
export function moment(at) {
  return new Intl.DateTimeFormat(language() === "en" ? "en-GB" : "de-DE", {
    weekday: "long",
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
  }).format(new Date(at))
}

/** @param {number} seconds @returns {string} "20 Minuten" */
export function duration(seconds) {
  if (seconds < 60) return t("time.seconds", { count: seconds })
  return t("time.minutes", { count: Math.round(seconds / 60) })
}
