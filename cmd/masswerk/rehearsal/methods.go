package rehearsal

import (
	"encoding/json"
	"slices"
	"time"
)

// How phones vote by each method, and how such votes add up: written from the protocol, and not
// shared with the server.

// The choices of a yes/no vote.
const (
	yes     = 1
	no      = 2
	abstain = 3
)

// ranked is the most items that a ranking takes.
const ranked = 50

// plan is what the round is opened with.
func (p *play) plan() map[string]any {
	plan := map[string]any{
		"session": p.session, "subject": "ideas", "method": p.Method, "secrecy": "pseudonymous", "hidden": !p.Open,
	}
	if p.Final {
		plan["secrecy"] = "secret"
	}
	switch p.Method {
	case "dots":
		plan["budget"], plan["cap"] = p.Votes, p.most()
	case "approve":
		plan["budget"] = p.Votes
	case "scale":
		plan["criteria"] = []map[string]any{
			{"name": "Wirkung", "low": "gering", "high": "groß"},
			{"name": "Aufwand", "low": "gering", "high": "groß", "less": true},
		}
	case "ranking":
		var numbers []int
		for _, one := range p.ledger.arrived() {
			numbers = append(numbers, one.number)
		}
		slices.Sort(numbers)
		plan["ideas"] = numbers[:min(len(numbers), ranked)]
	}
	return plan
}

// most is how many points one item may get.
func (p *play) most() int {
	if p.Method == "dots" {
		return min(2, p.Votes)
	}
	return 1
}

// choice is a vote for one item by a method that asks about each: the weightier ones are liked.
func (p *play) choice() int {
	switch p.Method {
	case "yesno":
		return []int{yes, yes, yes, no, no, abstain}[p.chance.IntN(6)]
	case "scale":
		return 1 + p.chance.IntN(5) + 10*p.chance.IntN(6) // some leave the second criterion out
	}
	return 1
}

// ballots makes each phone vote by the round's method, one phone in twenty not at all.
func (p *play) ballots(round roundView) []cue {
	if p.Method == "dots" && !p.Final {
		return p.votes(round)
	}
	urn := newUrn(p.chance, p.ledger.headed(round))
	var cues []cue
	for _, one := range p.phones {
		if p.chance.IntN(20) == 0 {
			continue
		}
		drawn := map[int]bool{}
		var items []int
		for range 3 * p.Votes {
			if item := round.Items[urn.draw(p.chance)].Item; len(items) < p.Votes && !drawn[item] {
				drawn[item] = true
				items = append(items, item)
			}
		}
		cues = append(cues, p.fillIn(one, round.ID, items)...)
	}
	p.chance.Shuffle(len(cues), func(i, j int) { cues[i], cues[j] = cues[j], cues[i] })
	return cues
}

// fillIn is a phone's ballot with these items. Every fifth phone changes its mind, where it may.
func (p *play) fillIn(one *phone, round string, items []int) []cue {
	changes := p.chance.IntN(5) == 0
	if p.Method == "ranking" && !p.Final {
		turned := slices.Clone(items)
		slices.Reverse(turned)
		if changes {
			return []cue{one.order(round, items), one.order(round, turned)}
		}
		return []cue{one.order(round, items)}
	}
	points := map[int]int{}
	for place, item := range items {
		if points[item] = p.choice(); p.Method == "ranking" {
			points[item] = place + 1
		}
	}
	if p.Final {
		return []cue{one.cast(round, points)}
	}
	var cues []cue
	for item, given := range points {
		cues = append(cues, one.vote(round, item, given))
	}
	if changes {
		cues = append(cues, one.vote(round, items[0], 0))
	}
	return cues
}

// order is the cue to rank items, the best first.
func (p *phone) order(round string, items []int) cue {
	return func(due time.Time) {
		p.counter++
		p.stage.ledger.write(func(*ledger) { p.ballot.unsure++ })
		data := map[string]any{"round": round, "items": items, "counter": p.counter}
		counter := p.counter
		p.ask("SetOrder", data, due, func(l *ledger, a answer) {
			p.ballot.unsure--
			if a.Code != "" || counter < p.ballot.counter {
				return
			}
			p.counted(l, a, due)
			p.ballot.counter, p.ballot.points = counter, map[int]int{}
			for place, item := range items {
				p.ballot.points[item] = place + 1
			}
		})
	}
}

// cast is the cue to cast a secret ballot.
func (p *phone) cast(round string, points map[int]int) cue {
	return func(due time.Time) {
		p.stage.ledger.write(func(*ledger) { p.ballot.unsure++ })
		p.ask("CastBallot", map[string]any{"round": round, "points": points}, due, func(l *ledger, a answer) {
			p.ballot.unsure--
			if a.Code == "" {
				p.counted(l, a, due)
				p.ballot.points = points
			}
		})
	}
}

// counted notes that a vote was confirmed.
func (p *phone) counted(l *ledger, a answer, due time.Time) {
	var told struct {
		Rev int64 `json:"rev"`
	}
	if json.Unmarshal(a.Result, &told) == nil {
		p.stage.tallies.cast(told.Rev, due)
	}
	l.votes, l.lastVote = l.votes+1, time.Now()
}

// worth is what an item gets for a ballot's points.
func worth(round exportedRound, points int) int {
	switch round.Method {
	case "yesno":
		return map[int]int{yes: 1, no: -1}[points]
	case "scale":
		sum := 0
		for _, criterion := range round.Criteria {
			grade := points % 10
			if criterion.Less && grade > 0 {
				grade = 6 - grade
			}
			sum, points = sum+grade, points/10
		}
		return sum
	case "ranking":
		return len(round.Items) - points
	}
	return points
}
