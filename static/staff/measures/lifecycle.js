// The steps of the life cycle, as store/lifecycle.go knows them; a test holds the two against each other. Pure.

/** From a state to those that may follow, the usual one first; "!" marks a setback that is explained.
 * @type {Record<string, string[]>} */
const STEPS = {
  candidate: ["in_work", "merged!", "stopped!"],
  in_work: ["assessed", "candidate!", "merged!", "stopped!"],
  assessed: ["proposed", "in_work!", "merged!", "stopped!"],
  proposed: ["adopted", "in_work!", "merged!", "stopped!"],
  adopted: ["planned", "running", "carried_over!", "merged!", "stopped!"],
  planned: ["running", "carried_over!", "merged!", "stopped!"],
  running: ["done", "planned!", "carried_over!", "merged!", "stopped!"],
  done: ["running!"],
  carried_over: ["adopted", "planned", "running", "merged!", "stopped!"],
  stopped: ["in_work!"],
  merged: ["in_work!"],
}

/** @param {string} state @returns {string[]} */
const stepsOf = (state) => STEPS[state] ?? []

/** @param {string} state @returns {string[]} */
export const nextOf = (state) => stepsOf(state).map((step) => step.replace("!", ""))

/** Whether a step needs a reason. @param {string} from @param {string} to */
export const isSetback = (from, to) => stepsOf(from).includes(`${to}!`)
