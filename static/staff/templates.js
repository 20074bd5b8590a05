// What a new event starts with. Pure; the words are the event's, so they depend on its language and address.

/** @typedef {{ title: string, prompt: string }} SessionDraft */
/** @typedef {"workshop" | "questions" | "empty"} Template */

/** Days an event is kept by default. */
export const KEPT_DAYS = 90

/** @type {Record<string, { first: SessionDraft, questions: SessionDraft[] }>} */
const WORDS = {
  "de sie": {
    first: { title: "Ideen", prompt: "Was würde Ihre tägliche Arbeit leichter machen?" },
    questions: [
      { title: "Arbeitsalltag", prompt: "Was würde Ihre tägliche Arbeit leichter machen?" },
      { title: "Service", prompt: "Was würde den Menschen in unserer Stadt den Weg zu uns erleichtern?" },
      {
        title: "Zusammenarbeit",
        prompt: "Was brauchen Sie, um über Ämtergrenzen hinweg gut zusammenzuarbeiten?",
      },
    ],
  },
  "de du": {
    first: { title: "Ideen", prompt: "Was würde deine tägliche Arbeit leichter machen?" },
    questions: [
      { title: "Arbeitsalltag", prompt: "Was würde deine tägliche Arbeit leichter machen?" },
      { title: "Service", prompt: "Was würde den Menschen in unserer Stadt den Weg zu uns erleichtern?" },
      {
        title: "Zusammenarbeit",
        prompt: "Was brauchst du, um über Ämtergrenzen hinweg gut zusammenzuarbeiten?",
      },
    ],
  },
  en: {
    first: { title: "Ideas", prompt: "What would make your daily work easier?" },
    questions: [
      { title: "Daily work", prompt: "What would make your daily work easier?" },
      { title: "Service", prompt: "What would make it easier for people in our city to reach us?" },
      { title: "Working together", prompt: "What do you need to work well across departments?" },
    ],
  },
}

/** The sessions a template brings.
 * @param {Template} template @param {string} language @param {string} address @returns {SessionDraft[]} */
export function sessionsOf(template, language, address) {
  const words = WORDS[language] ?? WORDS[`${language} ${address}`] ?? WORDS["de sie"]
  if (template === "questions") return words.questions.map((session) => ({ ...session }))
  if (template === "workshop") return [{ ...words.first }]
  return [{ title: "", prompt: "" }]
}

/** Whether sessions are still as some template wrote them, so that another may replace them.
 * @param {SessionDraft[]} sessions */
export function untouched(sessions) {
  const said = JSON.stringify(sessions)
  return ["de sie", "de du", "en du"].some((words) => {
    const [language, address] = words.split(" ")
    return /** @type {Template[]} */ (["workshop", "questions", "empty"]).some(
      (template) => JSON.stringify(sessionsOf(template, language, address)) === said,
    )
  })
}

/** A date so many days later. @param {string} iso "2026-11-30" @param {number} days @returns {string} */
export function later(iso, days) {
  const day = new Date(`${iso}T00:00:00Z`)
  if (Number.isNaN(day.getTime())) return ""
  day.setUTCDate(day.getUTCDate() + days)
  return day.toISOString().slice(0, 10)
}

/** Today where the reader is. @param {Date} now @returns {string} */
export function dayOf(now) {
  const two = (/** @type {number} */ value) => String(value).padStart(2, "0")
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}

/** Moves one entry of a list up (-1) or down (1); at the end nothing moves.
 * @template T @param {T[]} list @param {number} index @param {number} by @returns {T[]} */
export function moved(list, index, by) {
  const target = index + by
  if (target < 0 || target >= list.length) return list
  const copy = [...list]
  copy.splice(target, 0, ...copy.splice(index, 1))
  return copy
}
