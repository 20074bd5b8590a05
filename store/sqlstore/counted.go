package sqlstore

import (
	"database/sql"
	"math/bits"
	"slices"
	"sync"

	"masswerk/store"
)

// counted remembers what closed rounds say, as far as it may be told. A closed round never changes,
// so an event's votes hold until another of its rounds is closed.
type counted struct {
	mu     sync.Mutex
	events map[string]eventVotes
	latest *heard
}

type eventVotes struct {
	rounds []string // closed ones, by number
	votes  map[string]*vote
}

// heard is what all events voted, by the id of the idea or topic field.
type heard struct{ votes map[string]*vote }

// vote is what the last closed round that had something as an item says about it.
type vote struct {
	round                      *countedRound
	item                       int
	points, voters, rank, ties int
}

// countedRound is a closed round.
type countedRound struct {
	id                               string
	number, turnout, admitted, items int
	few                              bool
	mu                               sync.Mutex
	ticked                           map[int][]uint64 // who voted for an item, one bit for each ballot
}

// source returns a vote as a measure would keep it.
func (o *vote) source() *store.Source {
	return &store.Source{
		Round: o.round.number, Points: o.points, Voters: o.voters, Turnout: o.round.turnout, Admitted: o.round.admitted,
		Rank: o.rank, Ties: o.ties,
	}
}

// of returns what all events voted.
func (c *counted) of(v view) (*heard, error) {
	type closed struct{ event, round string }
	rows, err := all(v, func(rows *sql.Rows, one *closed) error { return rows.Scan(&one.event, &one.round) },
		`SELECT event, id FROM round WHERE state = 'closed' AND voters IS NOT NULL ORDER BY event, number`)
	if err != nil {
		return nil, err
	}
	rounds := map[string][]string{}
	for _, one := range rows {
		rounds[one.event] = append(rounds[one.event], one.round)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	changed := c.latest == nil || len(c.events) != len(rounds)
	events := map[string]eventVotes{}
	for event, closed := range rounds {
		known := c.events[event]
		if !slices.Equal(known.rounds, closed) {
			changed = true
			if known, err = v.votesOf(event); err != nil {
				return nil, err
			}
		}
		events[event] = known
	}
	if changed {
		all := &heard{votes: map[string]*vote{}}
		for _, event := range events {
			for id, one := range event.votes {
				all.votes[id] = one
			}
		}
		c.events, c.latest = events, all
	}
	return c.latest, nil
}

// votesOf reads what an event's closed rounds say; of several about one thing, the last.
func (v view) votesOf(event string) (eventVotes, error) {
	found := eventVotes{votes: map[string]*vote{}}
	rounds, err := v.rounds(event)
	if err != nil {
		return found, err
	}
	for _, round := range rounds {
		if round.State != store.RoundClosed || round.Tally == nil {
			continue
		}
		found.rounds = append(found.rounds, round.ID)
		tally, results := round.Published()
		one := &countedRound{
			id: round.ID, number: round.Number, turnout: tally.Voters, admitted: round.Eligible(), items: len(round.Items), few: round.Few(),
		}
		ranks, shared := map[int]int{}, map[int]int{}
		for _, result := range results {
			ranks[result.Item] = result.Rank
			shared[result.Rank]++
		}
		for _, item := range round.Items {
			got := &vote{round: one, item: item.Item, points: tally.Items[item.Item].Points, voters: tally.Items[item.Item].Voters, rank: ranks[item.Item]}
			if got.rank > 0 {
				got.ties = shared[got.rank] - 1
			}
			if item.Field != "" {
				found.votes[item.Field] = got
				continue
			}
			for _, idea := range item.Ideas {
				found.votes[idea] = got
			}
		}
	}
	return found, nil
}

// voters returns how many voted for any of some contributions of one event. A ballot is one voter,
// however many of them it names. Once a round is closed nobody knows which ballots of two rounds
// are one person's, so the round in which most voted counts. The ballots of few are not compared.
func (v view) voters(votes []*vote) (int, error) {
	byRound := map[*countedRound][]*vote{}
	for _, one := range votes {
		byRound[one.round] = append(byRound[one.round], one)
	}
	most := 0
	for round, votes := range byRound {
		for _, one := range votes {
			most = max(most, one.voters)
		}
		if round.few || len(votes) == 1 {
			continue
		}
		ticked, err := round.ballots(v)
		if err != nil {
			return 0, err
		}
		var union []uint64
		for _, one := range votes {
			for i, word := range ticked[one.item] {
				if i == len(union) {
					union = append(union, 0)
				}
				union[i] |= word
			}
		}
		count := 0
		for _, word := range union {
			count += bits.OnesCount64(word)
		}
		most = max(most, count)
	}
	return most, nil
}

// ballots reads a round's ballots, once.
func (r *countedRound) ballots(v view) (map[int][]uint64, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ticked != nil {
		return r.ticked, nil
	}
	ballots, err := all(v, func(rows *sql.Rows, b *store.Ballot) error {
		var choices string
		if err := rows.Scan(&choices); err != nil {
			return err
		}
		return parse(choices, b)
	}, `SELECT choices FROM ballot WHERE round = $1`, r.id)
	if err != nil {
		return nil, err
	}
	ticked := map[int][]uint64{}
	for i, ballot := range ballots {
		for item := range ballot.Points {
			for len(ticked[item]) <= i/64 {
				ticked[item] = append(ticked[item], 0)
			}
			ticked[item][i/64] |= 1 << (i % 64)
		}
	}
	r.ticked = ticked
	return ticked, nil
}
