// What people do on their phones, as they would do it. Parts that have no words of their own, or
// other words in other languages, are found by their data-name.

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").Locator} Locator */

/** @param {Page} page @param {string} name */
export const named = (page, name) => page.locator(`[data-name="${name}"]`)

/** Types the code and takes part. @param {Page} phone @param {string} code */
export async function joinEvent(phone, code) {
  await arrive(phone, code)
  await named(phone, "join").click()
  await named(phone, "door-mine").waitFor()
}

/** Types the code and is told what this is about. @param {Page} phone @param {string} code */
export async function arrive(phone, code) {
  await phone.goto("/")
  await phone.locator("#code").fill(code)
  await named(phone, "enter").click()
  await named(phone, "join").waitFor()
}

/** The card of an own idea. @param {Page} phone @param {string} text */
export const ownCard = (phone, text) => phone.locator("[data-place]", { hasText: text })

/** @param {Page} phone @param {string} kind @param {string} text */
export async function writeIdea(phone, kind, text) {
  await phone.locator("label", { has: phone.locator(`input[name="kind"][value="${kind}"]`) }).click()
  await phone.locator("#idea").fill(text)
  await named(phone, "send").click()
}

/**
 * Submits an idea and waits until it has arrived.
 * @param {Page} phone
 * @param {string} kind
 * @param {string} text
 * @returns {Promise<number>} its number
 */
export async function submitIdea(phone, kind, text) {
  await writeIdea(phone, kind, text)
  const arrived = phone.locator('[data-place="arrived"]', { hasText: text })
  return numberOn(arrived)
}

/** The number that an idea's card shows. @param {Locator} card */
export async function numberOn(card) {
  const text = await card.locator(".idea-number").first().textContent()
  return Number(/\d+/.exec(text ?? "")?.[0])
}

/** What can be voted for. @param {Page} phone @param {string} [text] */
export const choice = (phone, text = "") => phone.locator(".card--choice", { hasText: text })

/** Gives one more point. @param {Locator} card */
export const giveDot = (card) => card.locator(".stepper button").last().click()

/** Tries to give a point too many: the button says that it is disabled, and tells why. @param {Locator} card */
export const giveTooMuch = (card) => card.locator(".stepper button").last().press("Enter")

/** Takes a point back. @param {Locator} card */
export const takeDot = (card) => card.locator(".stepper button").first().click()

/** Waits until the server has the whole ballot. @param {Page} phone */
export const ballotArrived = (phone) =>
  phone.locator(".notice--success", { has: named(phone, "vote-state") }).waitFor()

/** Gives points to the first choices on the page. @param {Page} phone @param {number} points */
export async function spendDots(phone, points) {
  await choice(phone).first().waitFor()
  for (let i = 0; i < points; i++) await giveDot(choice(phone).nth(i))
  await ballotArrived(phone)
}

/**
 * Finds what is about an idea by its number, "#47", or about a topic field by its title.
 * @param {Page} page @param {string} selector @param {string} label
 */
export const about = (page, selector, label) =>
  page.locator(
    selector,
    label.startsWith("#")
      ? { has: page.locator(".idea-number", { hasText: new RegExp(`${label}$`) }) }
      : { hasText: label },
  )

/** What can be voted for. @param {Page} phone @param {string} label */
export const choiceOf = (phone, label) => about(phone, ".card--choice", label)

/**
 * Fills in a ballot as its method wants it.
 * @param {Page} phone @param {string} method @param {import("./counting.js").Ballot} ballot
 */
export async function fillIn(phone, method, ballot) {
  await choice(phone).first().waitFor()
  const given = Object.entries(ballot)
  if (method === "ranking") given.sort(([, a], [, b]) => Number(a) - Number(b))
  for (const [label, value] of given) {
    await mark(choiceOf(phone, label), method, value)
    if (method === "ranking") await about(phone, ".ranked__row", label).waitFor()
  }
}

/** @param {Locator} card @param {string} method @param {number | string | number[]} value */
async function mark(card, method, value) {
  if (method === "dots") for (let i = 0; i < Number(value); i++) await giveDot(card)
  if (method === "approve") await card.locator(".approve").click()
  if (method === "yesno") await card.locator(`.answer--${value}`).click()
  if (method === "ranking") await card.getByRole("button").last().click()
  if (method === "scale") {
    for (const [criterion, grade] of /** @type {number[]} */ (value).entries()) {
      if (grade)
        await card
          .locator(".scale")
          .nth(criterion)
          .locator(".grade")
          .nth(grade - 1)
          .click()
    }
  }
}

/** Gives a secret ballot away. @param {Page} phone */
export async function castBallot(phone) {
  await named(phone, "review").click()
  await named(phone, "cast").click()
  await phone.locator('[data-name="cast-state"][data-stage="counted"]').waitFor()
}
