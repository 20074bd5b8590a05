package live

import (
	"strconv"

	"masswerk/store"
)

// NominateIdea marks an idea for the plan (vormerken), or unmarks it. Its author sees it at once.
type NominateIdea struct {
	Idea int  `json:"idea"`
	On   bool `json:"on"`
}

func (c NominateIdea) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	one := state.numbers[c.Idea]
	if one == nil {
		return Decision{}, store.ErrNotFound
	}
	if one.State == store.Withdrawn {
		return Decision{}, store.ErrIdeaWithdrawn
	}
	return Decision{
		Facts: []store.Fact{store.IdeaNominated{Idea: one.ID, On: c.On}},
		Undo:  NominateIdea{Idea: c.Idea, On: one.Nominated},
		About: strconv.Itoa(one.Number),
	}, nil
}

// NominateField marks a whole topic field for the plan, or unmarks it.
type NominateField struct {
	Field string `json:"field"`
	On    bool   `json:"on"`
}

func (c NominateField) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	one := state.field(c.Field)
	if one == nil || one.Removed {
		return Decision{}, store.ErrNotFound
	}
	return Decision{
		Facts: []store.Fact{store.FieldNominated{Field: one.ID, On: c.On}},
		Undo:  NominateField{Field: c.Field, On: one.Nominated},
		About: one.ID,
	}, nil
}

// TellOutcomes brings outcomes into a running event, so that authors see them: published ones, again
// when their measure moved on, and those that are drafts again, which nobody sees any more. Asked by
// the plan only, after it has stored them; what an author knows already is not told again.
type TellOutcomes struct{ Outcomes []store.Outcome }

func (c TellOutcomes) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	var news []store.Outcome
	for _, outcome := range c.Outcomes {
		known, told := state.outcomes[outcome.Idea]
		if state.ideas[outcome.Idea] == nil || told && sameTold(known, outcome) || !told && !outcome.Published {
			continue
		}
		news = append(news, outcome)
	}
	if len(news) == 0 {
		return Decision{}, nil
	}
	return Decision{Facts: []store.Fact{store.OutcomesPublished{Outcomes: news}}}, nil
}

// sameTold reports whether an author would see no difference.
func sameTold(a, b store.Outcome) bool {
	a.DecidedAt, a.Measure, a.Node = b.DecidedAt, b.Measure, b.Node
	return a == b
}
