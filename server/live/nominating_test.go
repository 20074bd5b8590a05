package live

import (
	"testing"

	"masswerk/store"
)

// Only what an author does not know yet is told; what is decided anew is no outcome any more.
func TestOutcomesAreToldOnce(t *testing.T) {
	promoted := store.Outcome{Idea: "a", Number: 1, Kind: store.OutcomePromoted, CandidateNumber: 3, CandidateTitle: "Stadtgrün", MeasureState: store.MeasureCandidate, Published: true}
	moved, draft, later := promoted, promoted, promoted
	moved.MeasureState, moved.MeasureNumber = store.MeasureAdopted, 7
	draft.Published = false
	later.DecidedAt = 99
	for name, situation := range map[string]struct {
		before, then store.Outcome
		told         bool
		kept         *store.Outcome
	}{
		"a new one is told":                      {store.Outcome{}, promoted, true, &promoted},
		"the same again is not":                  {promoted, promoted, false, &promoted},
		"neither is the same of a later day":     {promoted, later, false, &promoted},
		"a measure that moved is told":           {promoted, moved, true, &moved},
		"what is decided anew goes":              {promoted, draft, true, nil},
		"a draft that nobody knew of is nothing": {store.Outcome{}, draft, false, nil},
		"nor is one of an idea that is unknown":  {store.Outcome{}, store.Outcome{Idea: "elsewhere", Published: true}, false, nil},
	} {
		t.Run(name, func(t *testing.T) {
			state := table()
			if situation.before.Idea != "" {
				state.Apply(store.OutcomesPublished{Outcomes: []store.Outcome{situation.before}})
			}
			decision, err := TellOutcomes{Outcomes: []store.Outcome{situation.then}}.Decide(state, Actor{Face: Staff}, Means{})
			if err != nil || len(decision.Facts) > 0 != situation.told {
				t.Fatalf("facts %v, %v", decision.Facts, err)
			}
			for _, fact := range decision.Facts {
				if whose := owners(state, fact); len(whose) != 1 || whose[0] != state.ideas["a"].Author {
					t.Errorf("told to %v", whose)
				}
				state.Apply(fact)
			}
			kept, ok := state.outcomes["a"]
			if ok != (situation.kept != nil) || ok && kept != *situation.kept {
				t.Errorf("kept %+v", kept)
			}
		})
	}
}

// An author's own view carries all that an outcome says.
func TestAnAuthorSeesTheWholeOutcome(t *testing.T) {
	state := table()
	outcome := store.Outcome{
		Idea: "a", Number: 1, Kind: store.OutcomeParked, Reason: "Nach dem Umbau", ReviewOn: "2027-03-01", Link: "https://example.org", Whose: "Land",
		NodeTitle: "Kurze Wege", JoinedEvent: "Barcamp", JoinedNumber: 8, MeasureNumber: 7, MeasureState: store.MeasureRunning, Published: true,
	}
	state.Apply(store.OutcomesPublished{Outcomes: []store.Outcome{outcome}})
	seen := viewMine(state, "ada").Ideas
	if seen[0].Outcome == nil || *seen[0].Outcome != outcome || seen[1].Outcome != nil {
		t.Errorf("the author sees %+v", seen)
	}
}
