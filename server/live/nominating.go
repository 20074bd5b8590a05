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

// TellOutcomes brings published outcomes into a running event, so that authors see them. Asked
// by the plan only, after it has stored them.
type TellOutcomes struct{ Outcomes []store.Outcome }

func (c TellOutcomes) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	return Decision{Facts: []store.Fact{store.OutcomesPublished{Outcomes: c.Outcomes}}}, nil
}
