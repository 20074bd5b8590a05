package live

import (
	"cmp"
	"slices"

	"masswerk/store"
)

// CloseRound ends a round for good. The tally is frozen, and the ballots are written anew: random
// ids, random order and no link to a device.
type CloseRound struct {
	Round string `json:"round"`
}

func (c CloseRound) Decide(state *State, _ Actor, means Means) (Decision, error) {
	one, err := state.votable(c.Round)
	if err != nil {
		return Decision{}, err
	}
	fact, err := ending(state, one, means)
	if err != nil {
		return Decision{}, err
	}
	return Decision{Facts: []store.Fact{fact}, About: one.ID}, nil
}

// ending returns the fact that ends an open round.
func ending(state *State, one *round, means Means) (store.Fact, error) {
	ballots, err := one.devicesBallots(means)
	if err != nil {
		return nil, err
	}
	devices := len(ballots)
	marked := one.marksPaper(devices)
	for _, batch := range one.batches {
		for _, ballot := range batch.Ballots {
			ballots = append(ballots, store.Ballot{Points: ballot.Points, Paper: marked})
		}
	}
	for i := range ballots {
		ballots[i].ID, ballots[i].Round = means.NewID(), one.ID
	}
	slices.SortFunc(ballots, func(a, b store.Ballot) int { return cmp.Compare(a.ID, b.ID) })
	means.Shuffle(len(ballots), func(i, j int) { ballots[i], ballots[j] = ballots[j], ballots[i] })
	tally := one.Count(ballots)
	ended := one.Round
	ended.State, ended.Tally, ended.Heads = store.RoundClosed, &tally, state.event.Heads
	ended.Admitted = max(len(state.devices), devices) // a device whose ticket was issued anew may have voted
	return store.RoundEnded{Round: ended, Ballots: ballots}, nil
}

// devicesBallots returns the ballots of all devices that said anything.
func (r *round) devicesBallots(means Means) ([]store.Ballot, error) {
	var ballots []store.Ballot
	for _, ballot := range r.ballots {
		kept := store.Ballot{Points: ballot.Points}
		if r.Secrecy == store.OpenVote {
			kept.Participant = ballot.Participant
		}
		ballots = append(ballots, kept)
	}
	if r.Secrecy == store.Secret {
		boxed, err := means.boxed(r.ID)
		if err != nil {
			return nil, err
		}
		for _, ballot := range boxed {
			ballots = append(ballots, store.Ballot{Points: ballot.Points})
		}
	}
	return slices.DeleteFunc(ballots, func(ballot store.Ballot) bool { return len(ballot.Points) == 0 }), nil
}

// marksPaper reports whether ballots on paper can still be told from the others: not when few of
// either kind would stand out.
func (r *round) marksPaper(devices int) bool {
	return r.Secrecy == store.OpenVote || r.Paper >= store.MinPublished && devices >= store.MinPublished
}

// TakeBackRound undoes an opening as long as nobody has voted.
type TakeBackRound struct {
	Round string `json:"round"`
}

func (c TakeBackRound) Decide(state *State, _ Actor, means Means) (Decision, error) {
	one := state.rounds[c.Round]
	if one == nil {
		return Decision{}, store.ErrNotFound
	}
	if one.State != store.RoundOpen || len(one.ballots) > 0 || len(one.batches) > 0 {
		return Decision{}, store.ErrChangedSince
	}
	if one.Secrecy == store.Secret {
		boxed, err := means.boxed(one.ID)
		if err != nil {
			return Decision{}, err
		}
		if len(boxed) > 0 {
			return Decision{}, store.ErrChangedSince
		}
	}
	ended := one.Round
	ended.State = store.RoundUnopened
	return Decision{Facts: []store.Fact{store.RoundEnded{Round: ended}}, About: one.ID}, nil
}

// ShowResults opens a closed round's results to the phones, or takes them away again.
type ShowResults struct {
	Round string `json:"round"`
	On    bool   `json:"on"`
}

func (c ShowResults) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	one := state.rounds[c.Round]
	if one == nil || one.State != store.RoundClosed {
		return Decision{}, store.ErrNotFound
	}
	return Decision{
		Facts: []store.Fact{store.ResultsShown{Round: one.ID, On: c.On}},
		Undo:  ShowResults{Round: one.ID, On: one.ResultsOpen},
		About: one.ID,
	}, nil
}
