import assert from "node:assert/strict"
import { test } from "node:test"
import {
  fromPoints,
  hasArrived,
  hearServer,
  nextVotes,
  openBallot,
  spent,
  toPoints,
  voteArrived,
  voteFailed,
  voteRefused,
  want,
} from "../../phone/vote/ballot.js"

const round = { budget: 5, cap: 3 }
const empty = () => openBallot({ arrived: new Map(), counter: 0 })

/** A server that answers in the order of `answer`, and refuses beyond the budget. */
function server() {
  const points = new Map()
  let counter = 0
  return {
    points,
    take(vote) {
      assert.ok(vote.counter > counter, "counters rise")
      counter = vote.counter
      const next = new Map(points).set(vote.item, vote.points)
      assert.ok(spent(next) <= round.budget, "never more than the budget")
      points.set(vote.item, vote.points)
    },
  }
}

test("points go out as absolute values with a rising counter", () => {
  let ballot = want(want(empty(), round, 1, 1), round, 2, 3)
  const sent = nextVotes(ballot, round)
  assert.deepEqual(sent.votes.map(({ item, points }) => [item, points]).sort(), [
    [1, 1],
    [2, 3],
  ])
  assert.deepEqual(
    sent.votes.map((vote) => vote.counter),
    [1, 2],
  )
  assert.equal(hasArrived(sent.ballot), false)
  ballot = sent.votes.reduce(voteArrived, sent.ballot)
  assert.equal(hasArrived(ballot), true)
  assert.deepEqual(nextVotes(ballot, round).votes, [])
})

test("one value is on its way per item, and the latest follows it", () => {
  let { ballot } = nextVotes(want(empty(), round, 1, 1), round)
  ballot = want(want(ballot, round, 1, 2), round, 1, 3)
  assert.deepEqual(nextVotes(ballot, round).votes, [])
  const after = nextVotes(voteArrived(ballot, { item: 1, points: 1, counter: 1 }), round)
  assert.deepEqual(after.votes, [{ item: 1, points: 3, counter: 2 }])
})

test("cap and budget hold", () => {
  const full = want(want(empty(), round, 1, 3), round, 2, 2)
  assert.equal(want(full, round, 3, 1), full)
  assert.equal(want(full, round, 1, 4), full)
  assert.equal(spent(want(full, round, 1, 2).wanted), 4)
})

test("a vote that moves waits until there is room for sure", () => {
  const arrived = toPoints({ 1: 3, 2: 2 })
  let ballot = openBallot({ arrived, counter: 7 })
  ballot = want(want(ballot, round, 1, 2), round, 3, 1)
  const first = nextVotes(ballot, round)
  assert.deepEqual(first.votes, [{ item: 1, points: 2, counter: 8 }])
  const second = nextVotes(voteArrived(first.ballot, first.votes[0]), round)
  assert.deepEqual(second.votes, [{ item: 3, points: 1, counter: 9 }])
})

test("wild tapping over a bad line never breaks the rules and ends as wanted", () => {
  let seed = 42
  const random = (below) => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return seed % below
  }
  for (let game = 0; game < 200; game++) {
    const truth = server()
    let ballot = empty()
    const line = []
    const pump = () => {
      const next = nextVotes(ballot, round)
      ballot = next.ballot
      line.push(...next.votes)
    }
    const deliver = () => {
      const vote = line.shift()
      truth.take(vote)
      ballot = voteArrived(ballot, vote)
      pump()
    }
    for (let step = 0; step < 60; step++) {
      if (random(3) === 0 && line.length) deliver()
      else {
        const item = 1 + random(4)
        ballot = want(ballot, round, item, (ballot.wanted.get(item) || 0) + (random(2) ? 1 : -1))
        pump()
      }
    }
    while (line.length) deliver()
    assert.ok(hasArrived(ballot))
    assert.deepEqual(fromPoints(ballot.wanted), fromPoints(toPoints(fromPoints(truth.points))))
  }
})

test("refused for good falls back, failed for now stays wanted", () => {
  const sent = nextVotes(want(empty(), round, 1, 2), round).ballot
  assert.equal(voteRefused(sent, 1).wanted.has(1), false)
  const again = nextVotes(voteFailed(sent, 1), round)
  assert.deepEqual(again.votes, [{ item: 1, points: 2, counter: 2 }])
})

test("after a reload the wanted goes on from the server's counter", () => {
  const ballot = openBallot({ arrived: toPoints({ 1: 1 }), counter: 4 }, toPoints({ 1: 1, 2: 2 }))
  assert.deepEqual(nextVotes(ballot, round).votes, [{ item: 2, points: 2, counter: 5 }])
})

test("the server's word is heard where nothing is changed here", () => {
  const ballot = want(openBallot({ arrived: toPoints({ 1: 1, 2: 1 }), counter: 4 }), round, 2, 0)
  const heard = hearServer(ballot, { points: toPoints({ 1: 2, 2: 1, 3: 1 }), counter: 6 })
  assert.deepEqual(fromPoints(heard.wanted), { 1: 2, 3: 1 })
  assert.deepEqual(fromPoints(heard.arrived), { 1: 2, 2: 1, 3: 1 })
  assert.equal(heard.counter, 6)
})

test("what the server said before it had our latest is not heard", () => {
  const sent = nextVotes(want(empty(), round, 1, 2), round)
  const ballot = sent.votes.reduce(voteArrived, sent.ballot)
  assert.equal(hearServer(ballot, { points: new Map(), counter: 0 }), ballot)
})
