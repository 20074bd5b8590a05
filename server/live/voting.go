package live

import (
	"cmp"
	"maps"
	"slices"

	"masswerk/store"
)

// RoundMade is the result of OpenRound and Runoff.
type RoundMade struct {
	Round string `json:"round"`
}

// OpenRound opens a vote over all ideas that can be seen, whole merged groups at a time, over the
// topic fields, or over those of them that are listed. Its items are frozen now. Without a method
// it is one by dots, without secrecy a pseudonymous one.
type OpenRound struct {
	Session string `json:"session"`
	store.RoundPlan
	Ideas  []int    `json:"ideas"`  // numbers; empty: all
	Fields []string `json:"fields"` // ids; empty: all
	Freeze bool     `json:"freeze"` // nobody is admitted any more from now on
}

func (c OpenRound) Decide(state *State, _ Actor, means Means) (Decision, error) {
	plan, err := cleanPlan(c.RoundPlan)
	if err != nil {
		return Decision{}, err
	}
	decision, err := opening(state, means, store.Round{Session: c.Session, RoundPlan: plan}, c.Ideas, c.Fields)
	if err == nil && c.Freeze && state.event.Admission != store.AdmissionClosed {
		frozen := state.event
		frozen.Admission = store.AdmissionClosed
		decision.Facts = append([]store.Fact{store.EventEdited{Event: frozen}}, decision.Facts...)
	}
	return decision, err
}

// cleanPlan returns a plan as it was typed in its stored form, or refuses it.
func cleanPlan(plan store.RoundPlan) (store.RoundPlan, error) {
	plan.Method = cmp.Or(plan.Method, store.Dots)
	plan.Secrecy = cmp.Or(plan.Secrecy, store.Pseudonymous)
	var err error
	if plan.Title, err = cleanLine(plan.Title, store.MaxQuestion, "title"); err != nil {
		return plan, err
	}
	plan.Criteria = slices.Clone(plan.Criteria)
	for i := range plan.Criteria {
		for _, text := range []*string{&plan.Criteria[i].Name, &plan.Criteria[i].Low, &plan.Criteria[i].High} {
			if *text, err = cleanLine(*text, store.MaxCaption, "criteria"); err != nil {
				return plan, err
			}
		}
	}
	return plan.CheckPlan()
}

// opening opens a round over the listed ideas or topic fields, or over all.
func opening(state *State, means Means, one store.Round, ideas []int, fields []string) (Decision, error) {
	in := state.session(one.Session)
	if in == nil {
		return Decision{}, store.ErrNotFound
	}
	if in.openRound() != nil {
		return Decision{}, store.ErrRoundIsOpen
	}
	if one.Secrecy == store.Secret {
		if means.Boxed == nil {
			return Decision{}, store.ErrInvalid.About("secrecy")
		}
		if len(state.devices) < store.MinSecret {
			return Decision{}, store.ErrTooFew
		}
	}
	var err error
	if one.Subject == store.OnIdeas {
		one.Items, err = ideaItems(state, in, ideas)
	} else {
		one.Items, err = fieldItems(state, in, fields)
	}
	if err != nil {
		return Decision{}, err
	}
	if len(one.Items) == 0 {
		return Decision{}, store.ErrNothingToVote
	}
	if one.Method == store.Ranking && len(one.Items) > store.MaxRanked {
		return Decision{}, store.ErrInvalid.About(string(one.Subject))
	}
	one.ID, one.Event, one.Number, one.State = means.NewID(), state.event.ID, state.lastRound+1, store.RoundOpen
	return Decision{
		Facts:  []store.Fact{store.RoundOpened{Round: one}},
		Result: RoundMade{one.ID},
		Undo:   TakeBackRound{Round: one.ID},
		About:  one.ID,
	}, nil
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
	one, err := state.votable(c.Round)
	if err != nil {
		return Decision{}, err
	}
	if one.Secrecy == store.Secret || one.Method == store.Ranking {
		return Decision{}, store.ErrWrongMethod
	}
	// Items carry the numbers 1, 2, 3 … in order.
	if c.Item < 1 || c.Item > len(one.Items) {
		return Decision{}, store.ErrNotFound
	}
	if err := one.CheckItem(c.Points); err != nil {
		return Decision{}, err
	}
	if state.barred(one, c.Item, by) {
		return Decision{}, store.ErrOwnIdea
	}
	ballot := store.Ballot{Round: one.ID, Participant: by.ID, Points: map[int]int{}}
	if before := one.ballots[by.ID]; before != nil {
		ballot.ID, ballot.Counter = before.ID, before.Counter
		ballot.Points = maps.Clone(before.Points)
	}
	if c.Counter <= ballot.Counter {
		if c.Counter == ballot.Counter && ballot.Points[c.Item] == c.Points {
			return Decision{Result: VoteCounted{one.Left(ballot.Points), c.Points, c.Counter, 0}}, nil
		}
		return Decision{}, store.ErrStaleCounter
	}
	ballot.Counter = c.Counter
	if c.Points == 0 {
		delete(ballot.Points, c.Item)
	} else {
		ballot.Points[c.Item] = c.Points
	}
	left := one.Left(ballot.Points)
	if left < 0 {
		return Decision{}, store.ErrNoVotesLeft
	}
	counted := VoteCounted{Left: left, Points: c.Points, Counter: c.Counter, Rev: one.nextRev()}
	return Decision{Facts: []store.Fact{store.VoteSet{Ballot: ballot}}, Result: counted}, nil
}

// SetOrder ranks items of an open round, best first; what is not listed is not ranked.
type SetOrder struct {
	Round   string `json:"round"`
	Items   []int  `json:"items"`
	Counter int64  `json:"counter"`
}

func (SetOrder) selfIdempotent() {}

// OrderCounted is the result of SetOrder.
type OrderCounted struct {
	Counter int64 `json:"counter"`
	Rev     int64 `json:"rev,omitempty"` // as VoteCounted has it
}

func (c SetOrder) Decide(state *State, by Actor, _ Means) (Decision, error) {
	one, err := state.votable(c.Round)
	if err != nil {
		return Decision{}, err
	}
	if one.Secrecy == store.Secret || one.Method != store.Ranking {
		return Decision{}, store.ErrWrongMethod
	}
	points := make(map[int]int, len(c.Items))
	for i, item := range c.Items {
		if points[item] != 0 {
			return Decision{}, store.ErrInvalid.About("items")
		}
		points[item] = i + 1
	}
	if err := state.checkBallot(one, points, by); err != nil {
		return Decision{}, err
	}
	ballot := store.Ballot{Round: one.ID, Participant: by.ID, Counter: c.Counter, Points: points}
	if before := one.ballots[by.ID]; before != nil {
		if c.Counter == before.Counter && maps.Equal(points, before.Points) {
			return Decision{Result: OrderCounted{Counter: c.Counter}}, nil
		}
		if c.Counter <= before.Counter {
			return Decision{}, store.ErrStaleCounter
		}
		ballot.ID = before.ID
	} else if c.Counter <= 0 {
		return Decision{}, store.ErrStaleCounter
	}
	counted := OrderCounted{Counter: c.Counter, Rev: one.nextRev()}
	return Decision{Facts: []store.Fact{store.VoteSet{Ballot: ballot}}, Result: counted}, nil
}

// CastBallot is a whole ballot in a secret round, for good. A repeat is told that the first one
// was counted, and changes nothing.
type CastBallot struct {
	Round  string      `json:"round"`
	Points map[int]int `json:"points"` // by item
}

func (CastBallot) selfIdempotent() {}

func (c CastBallot) Decide(state *State, by Actor, _ Means) (Decision, error) {
	if one := state.rounds[c.Round]; one != nil && one.cast[by.ID] {
		return Decision{}, nil
	}
	one, err := state.votable(c.Round)
	if err != nil {
		return Decision{}, err
	}
	if one.Secrecy != store.Secret {
		return Decision{}, store.ErrWrongMethod
	}
	if err := state.checkBallot(one, c.Points, by); err != nil {
		return Decision{}, err
	}
	return Decision{Cast: &store.Ballot{Round: one.ID, Participant: by.ID, Points: c.Points}}, nil
}

// votable returns a round that takes votes.
func (s *State) votable(id string) (*round, error) {
	one := s.rounds[id]
	if one == nil {
		return nil, store.ErrNotFound
	}
	if one.State != store.RoundOpen {
		return nil, store.ErrRoundClosed
	}
	return one, nil
}

// barred reports whether somebody may not vote for an item because they brought it, or an idea
// that was merged with it.
func (s *State) barred(one *round, item int, by Actor) bool {
	return one.ExcludeOwn && slices.ContainsFunc(one.Items[item-1].Ideas, func(id string) bool {
		idea := s.ideas[id]
		return idea != nil && idea.Author != "" && idea.Author == by.ID
	})
}

// checkBallot refuses a whole ballot that the round does not allow to whoever casts it.
func (s *State) checkBallot(one *round, points map[int]int, by Actor) error {
	if err := one.CheckBallot(points); err != nil {
		return err
	}
	for item := range points {
		if s.barred(one, item, by) {
			return store.ErrOwnIdea
		}
	}
	return nil
}
