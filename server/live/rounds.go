package live

import (
	"slices"

	"masswerk/store"
)

// What a hub knows of rounds, open and closed.

// round is a round with its running count. Ballots, turnout and count are the one thing changed in
// place: no screen is told of them but by pulses.
type round struct {
	store.Round
	at      int
	items   []ItemView               // as all faces see them
	ballots map[string]*store.Ballot // by participant, while open
	batches []store.Paper            // by number, while open
	cast    map[string]bool          // participants who have voted in a secret round
	count   store.Tally
	changes int64 // votes set since the event was loaded
}

// openRound returns the session's open round, or nil.
func (s *session) openRound() *round {
	for _, one := range slices.Backward(s.rounds) {
		if one.State == store.RoundOpen {
			return one
		}
	}
	return nil
}

// addRounds adds the rounds as the rows have them.
func (s *State) addRounds(contents store.Contents) {
	for _, one := range contents.Rounds {
		if one.State == store.RoundOpen {
			one.Paper = 0 // is counted below
		}
		s.addRound(one)
	}
	for _, ballot := range contents.Ballots {
		s.rounds[ballot.Round].put(&ballot)
	}
	for _, batch := range contents.Paper {
		s.rounds[batch.Round].enter(batch)
	}
	for _, one := range contents.Turnout {
		s.rounds[one.Round].cast[one.Participant] = true
	}
}

func (s *State) addRound(one store.Round) {
	in := s.session(one.Session)
	added := &round{
		Round: one, at: len(in.rounds), items: itemViews(one, s.number), ballots: map[string]*store.Ballot{},
		cast: map[string]bool{}, count: store.Tally{Items: map[int]store.ItemTally{}},
	}
	in.rounds = append(in.rounds, added)
	s.rounds[one.ID] = added
	s.lastRound = max(s.lastRound, one.Number)
}

func (s *State) changeRound(id string, change func(*round)) {
	copied := *s.rounds[id]
	change(&copied)
	s.rounds[id] = &copied
	s.session(copied.Session).rounds[copied.at] = &copied
}

// put replaces a participant's ballot and keeps the running count.
func (r *round) put(ballot *store.Ballot) {
	r.changes++
	if before := r.ballots[ballot.Participant]; before != nil {
		r.Add(&r.count, before.Points, -1)
	}
	r.Add(&r.count, ballot.Points, 1)
	r.ballots[ballot.Participant] = ballot
}

// enter adds a batch of ballots on paper to the running count.
func (r *round) enter(batch store.Paper) {
	r.changes++
	r.Paper += len(batch.Ballots)
	r.batches = append(slices.Clip(r.batches), batch)
	for _, ballot := range batch.Ballots {
		r.Add(&r.count, ballot.Points, 1)
	}
}

// remove takes a batch out again.
func (r *round) remove(id string) {
	r.changes++
	var kept []store.Paper
	for _, batch := range r.batches {
		if batch.ID != id {
			kept = append(kept, batch)
			continue
		}
		r.Paper -= len(batch.Ballots)
		for _, ballot := range batch.Ballots {
			r.Add(&r.count, ballot.Points, -1)
		}
	}
	r.batches = kept
}

// lastBatch returns the number of the latest batch.
func (r *round) lastBatch() int {
	if len(r.batches) == 0 {
		return 0
	}
	return r.batches[len(r.batches)-1].Number
}

// voters returns how many have voted in an open round.
func (r *round) voters() int { return r.count.Voters + len(r.cast) }

// nextRev returns what the tally's rev will be with one more change; none while it is hidden.
func (r *round) nextRev() int64 {
	if r.Hidden {
		return 0
	}
	return r.changes + 1
}

// applyToRounds does what a fact says about rounds.
func (s *State) applyToRounds(fact store.Fact) {
	switch f := fact.(type) {
	case store.ParticipantJoined:
		s.places[f.Participant.ID] = len(s.places) + 1
	case store.RoundOpened:
		s.addRound(f.Round)
	case store.VoteSet:
		s.rounds[f.Ballot.Round].put(&f.Ballot)
	case store.PaperEntered:
		s.changeRound(f.Paper.Round, func(r *round) { r.enter(f.Paper) })
	case store.PaperTakenBack:
		s.changeRound(f.Round, func(r *round) { r.remove(f.Paper) })
	case store.RoundEnded:
		s.changeRound(f.Round.ID, func(r *round) {
			r.Round, r.ballots, r.batches = f.Round, map[string]*store.Ballot{}, nil
		})
	case store.ResultsShown:
		s.changeRound(f.Round, func(r *round) { r.ResultsOpen = f.On })
	}
}

// goOn lets a state that was loaded again count on from what screens were told by the one before.
func (s *State) goOn(before *State) {
	for id, one := range s.rounds {
		if was := before.rounds[id]; was != nil {
			one.changes = max(one.changes, was.changes)
		}
	}
}
