package live

import (
	"cmp"
	"maps"
	"slices"

	"masswerk/store"
)

// RoundMade is the result of OpenRound.
type RoundMade struct {
	Round string `json:"round"`
}

// OpenRound opens a vote by dots over all ideas that can be seen, whole merged groups at a time,
// or over the topic fields. Its items are frozen now.
type OpenRound struct {
	Session string        `json:"session"`
	Subject store.Subject `json:"subject"`
	Budget  int           `json:"budget" validate:"min=1,max=99"`
	Cap     int           `json:"cap" validate:"min=1,max=99"`
	Hidden  bool          `json:"hidden"`
}

func (c OpenRound) Decide(state *State, _ Actor, means Means) (Decision, error) {
	in := state.session(c.Session)
	if in == nil {
		return Decision{}, store.ErrNotFound
	}
	if in.openRound() != nil {
		return Decision{}, store.ErrRoundIsOpen
	}
	if c.Budget < 1 || c.Budget > 99 {
		return Decision{}, store.ErrInvalid.About("budget")
	}
	if c.Cap < 1 || c.Cap > c.Budget {
		return Decision{}, store.ErrInvalid.About("cap")
	}
	var items []store.RoundItem
	switch c.Subject {
	case store.OnIdeas:
		items = ideaItems(state, in)
	case store.OnFields:
		items = fieldItems(state, in)
	default:
		return Decision{}, store.ErrInvalid.About("subject")
	}
	if len(items) == 0 {
		return Decision{}, store.ErrNothingToVote
	}
	one := store.Round{
		ID: means.NewID(), Event: state.event.ID, Session: in.ID, Number: state.lastRound + 1,
		Method: "dots", Subject: c.Subject, Secrecy: store.Pseudonymous,
		Budget: c.Budget, Cap: c.Cap, Hidden: c.Hidden, State: store.RoundOpen, Items: items,
	}
	return Decision{
		Facts:  []store.Fact{store.RoundOpened{Round: one}},
		Result: RoundMade{one.ID},
		Undo:   TakeBackRound{Round: one.ID},
		About:  one.ID,
	}, nil
}

// ideaItems returns the groups of merged ideas, each with the ideas that can be seen. A group
// whose head cannot be seen is spoken for by its first visible member.
func ideaItems(state *State, in *session) []store.RoundItem {
	groups := map[string][]string{}
	var heads []string
	for _, one := range in.ideas {
		if !one.Visible() {
			continue
		}
		head := state.head(one)
		if len(groups[head.ID]) == 0 {
			heads = append(heads, head.ID)
		}
		if one == head {
			groups[head.ID] = slices.Insert(groups[head.ID], 0, one.ID)
		} else {
			groups[head.ID] = append(groups[head.ID], one.ID)
		}
	}
	var items []store.RoundItem
	for _, head := range heads {
		items = append(items, store.RoundItem{Item: len(items) + 1, Idea: groups[head][0], Ideas: groups[head]})
	}
	return items
}

func fieldItems(state *State, in *session) []store.RoundItem {
	var items []store.RoundItem
	for _, field := range state.fields {
		if field.Removed || field.JoinedInto != "" {
			continue
		}
		item := store.RoundItem{Item: len(items) + 1, Field: field.ID}
		for _, one := range in.ideas {
			if of := state.field(one.Field); of != nil && one.Visible() && state.headField(of) == field {
				item.Ideas = append(item.Ideas, one.ID)
			}
		}
		items = append(items, item)
	}
	return items
}

// SetVote gives one item of an open round so many points, from then on. The counter rises with
// every change a phone makes, so an older message cannot undo a newer one.
type SetVote struct {
	Round   string `json:"round"`
	Item    int    `json:"item"`
	Points  int    `json:"points"`
	Counter int64  `json:"counter"`
}

func (SetVote) selfIdempotent() {}

// VoteCounted is the result of SetVote.
type VoteCounted struct {
	Left    int   `json:"left"` // points not given yet
	Points  int   `json:"points"`
	Counter int64 `json:"counter"`
	Rev     int64 `json:"rev,omitempty"` // the tally of a pulse with this or more holds it; none while hidden
}

func (c SetVote) Decide(state *State, by Actor, _ Means) (Decision, error) {
	one := state.rounds[c.Round]
	if one == nil {
		return Decision{}, store.ErrNotFound
	}
	if one.State != store.RoundOpen {
		return Decision{}, store.ErrRoundClosed
	}
	// Items carry the numbers 1, 2, 3 … in order.
	if c.Item < 1 || c.Item > len(one.Items) {
		return Decision{}, store.ErrNotFound
	}
	if c.Points < 0 {
		return Decision{}, store.ErrInvalid.About("points")
	}
	if c.Points > one.Cap {
		return Decision{}, store.ErrCapReached
	}
	ballot := store.Ballot{Round: one.ID, Participant: by.ID, Points: map[int]int{}}
	if before := one.ballots[by.ID]; before != nil {
		ballot.ID, ballot.Counter = before.ID, before.Counter
		ballot.Points = maps.Clone(before.Points)
	}
	if c.Counter <= ballot.Counter {
		if c.Counter == ballot.Counter && ballot.Points[c.Item] == c.Points {
			return Decision{Result: VoteCounted{one.Budget - ballot.Spent(), c.Points, c.Counter, 0}}, nil
		}
		return Decision{}, store.ErrStaleCounter
	}
	ballot.Counter = c.Counter
	if c.Points == 0 {
		delete(ballot.Points, c.Item)
	} else {
		ballot.Points[c.Item] = c.Points
	}
	left := one.Budget - ballot.Spent()
	if left < 0 {
		return Decision{}, store.ErrNoVotesLeft
	}
	counted := VoteCounted{Left: left, Points: c.Points, Counter: c.Counter}
	if !one.Hidden {
		counted.Rev = one.changes + 1
	}
	return Decision{Facts: []store.Fact{store.VoteSet{Ballot: ballot}}, Result: counted}, nil
}

// CloseRound ends a round for good. The tally is frozen, and the ballots are written anew: random
// ids, random order and no link to a device.
type CloseRound struct {
	Round string `json:"round"`
}

func (c CloseRound) Decide(state *State, _ Actor, means Means) (Decision, error) {
	one := state.rounds[c.Round]
	if one == nil {
		return Decision{}, store.ErrNotFound
	}
	if one.State != store.RoundOpen {
		return Decision{}, store.ErrRoundClosed
	}
	var ballots []store.Ballot
	for _, ballot := range one.ballots {
		if len(ballot.Points) == 0 {
			continue
		}
		kept := store.Ballot{ID: means.NewID(), Round: one.ID, Points: ballot.Points}
		if one.Secrecy == store.OpenVote {
			kept.Participant = ballot.Participant
		}
		ballots = append(ballots, kept)
	}
	slices.SortFunc(ballots, func(a, b store.Ballot) int { return cmp.Compare(a.ID, b.ID) })
	means.Shuffle(len(ballots), func(i, j int) { ballots[i], ballots[j] = ballots[j], ballots[i] })
	tally := store.Count(ballots)
	ended := one.Round
	ended.State, ended.Admitted, ended.Tally = store.RoundClosed, len(state.devices), &tally
	return Decision{Facts: []store.Fact{store.RoundEnded{Round: ended, Ballots: ballots}}, About: one.ID}, nil
}

// TakeBackRound undoes an opening as long as nobody has voted.
type TakeBackRound struct {
	Round string `json:"round"`
}

func (c TakeBackRound) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	one := state.rounds[c.Round]
	if one == nil {
		return Decision{}, store.ErrNotFound
	}
	if one.State != store.RoundOpen || len(one.ballots) > 0 {
		return Decision{}, store.ErrChangedSince
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
