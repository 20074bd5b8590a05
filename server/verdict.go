package server

import (
	"context"
	"errors"
	"maps"
	"slices"

	"masswerk/store"
)

// decision is what a verdict comes to: a draft for everybody whom it reaches.
type decision struct {
	drafts []store.Outcome
	before map[string]store.Outcome // by idea
}

func (d decision) drafted(idea string) bool {
	return slices.ContainsFunc(d.drafts, func(draft store.Outcome) bool { return draft.Idea == idea })
}

// add drafts the verdict for ideas of one event.
func (d *decision) add(m *material, numbers []int, said verdict) error {
	for _, outcome := range m.outcomes {
		d.before[outcome.Idea] = outcome
	}
	for _, number := range numbers {
		if _, ok := m.ideas[number]; !ok {
			return store.ErrNotFound.About("ideas")
		}
	}
	for _, number := range m.withMerged(numbers) {
		idea := m.ideas[number]
		draft := store.Outcome{
			Event: m.Event.ID, Idea: idea.ID, Number: number, Kind: said.Kind, Reason: said.Reason,
			ReviewOn: said.ReviewOn, Link: said.Link, Whose: said.Whose, Node: said.Node,
		}
		if said.Kind == store.OutcomePromoted {
			if draft.Measure = m.measureOf(idea); draft.Measure == "" {
				return store.ErrInvalid.About("kind") // promote it first
			}
		}
		d.drafts = append(d.drafts, draft)
	}
	return nil
}

// withMerged returns numbers with those of all ideas merged into them that have no outcome of their
// own: none, or the one that both have.
func (m *material) withMerged(numbers []int) []int {
	outcomes := map[int]store.Outcome{}
	for _, outcome := range m.outcomes {
		outcomes[outcome.Number] = outcome
	}
	reached := map[int]bool{}
	for _, number := range numbers {
		reached[number] = true
	}
	for grown := true; grown; {
		grown = false
		for _, idea := range m.Ideas {
			head := m.numbers[idea.MergedInto]
			own, decided := outcomes[idea.Number]
			if reached[head] && !reached[idea.Number] && (!decided || sameVerdict(own, outcomes[head])) {
				reached[idea.Number], grown = true, true
			}
		}
	}
	return slices.Sorted(maps.Keys(reached))
}

// sameVerdict reports whether two ideas were told the same.
func sameVerdict(a, b store.Outcome) bool {
	a.Event, a.Idea, a.Number, a.Published, a.DecidedAt = b.Event, b.Idea, b.Number, b.Published, b.DecidedAt
	return a == b
}

// keepDecision stores the drafts, and lets ideas go on with another one, if into names one, or no
// longer.
func (s *Server) keepDecision(ctx context.Context, d decision, into *place) error {
	var target store.Idea
	if into != nil {
		other, err := s.material(ctx, into.Event)
		if errors.Is(err, store.ErrNotFound) {
			return store.ErrNotFound.About("joined")
		}
		if err != nil {
			return err
		}
		var ok bool
		if target, ok = other.ideas[into.Number]; !ok {
			return store.ErrNotFound.About("joined")
		}
		if target.State == store.Withdrawn {
			return store.ErrIdeaWithdrawn.About("joined")
		}
		if d.drafted(target.ID) {
			return store.ErrInvalid.About("joined") // with itself
		}
		for i := range d.drafts {
			d.drafts[i].JoinedEvent, d.drafts[i].JoinedNumber = other.Event.Title, target.Number
		}
	}
	pointed, err := s.point(ctx, d, target.ID)
	if err == nil {
		err = s.Store.Decide(ctx, d.drafts, s.Now().UnixMilli())
	}
	if err != nil { // nothing was decided, so nothing goes on with anything new
		for _, idea := range pointed {
			err = errors.Join(err, s.Store.Join(ctx, idea, ""))
		}
	}
	return err
}

// point parts ideas from what their outcome let them go on with, and joins them to the target, if
// there is one. It returns the ideas that it joined.
func (s *Server) point(ctx context.Context, d decision, target string) (pointed []string, err error) {
	for _, draft := range d.drafts {
		was := d.before[draft.Idea]
		if was.Kind != store.OutcomeJoined || was.JoinedEvent == draft.JoinedEvent && was.JoinedNumber == draft.JoinedNumber {
			continue
		}
		if err := s.Store.Join(ctx, draft.Idea, ""); err != nil && !errors.Is(err, store.ErrIdeaWithdrawn) {
			return nil, err // a withdrawn one goes on with nobody any more
		}
	}
	for _, draft := range d.drafts {
		if target == "" {
			break
		}
		err := s.Store.Join(ctx, draft.Idea, target)
		var refused *store.Error
		if errors.As(err, &refused) && refused.Kind != store.Unavailable {
			err = refused.About("joined")
		}
		if err != nil {
			return pointed, err
		}
		pointed = append(pointed, draft.Idea)
	}
	return pointed, nil
}
