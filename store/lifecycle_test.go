package store

import (
	"errors"
	"maps"
	"slices"
	"testing"
)

func TestEveryStateHasItsSteps(t *testing.T) {
	states := MeasureStates()
	if got := slices.Sorted(maps.Keys(lifecycle)); !slices.Equal(got, slices.Sorted(slices.Values(states))) {
		t.Errorf("there are steps for %q, and states %q", got, states)
	}
	reached := map[MeasureState]bool{MeasureCandidate: true}
	for _, from := range states {
		for _, to := range from.Next() {
			reached[to] = true
			if to == from || !slices.Contains(states, to) {
				t.Errorf("%s leads to %q", from, to)
			}
		}
	}
	for _, state := range states {
		if !reached[state] {
			t.Errorf("nothing leads to %s", state)
		}
	}
}

func TestAStepIsCheckedInOrder(t *testing.T) {
	yes := GateAnswer{Answer: "yes"}
	passed := Gate{yes, yes, yes}
	for name, situation := range map[string]struct {
		from, to     MeasureState
		gate         Gate
		reason, into string
		want         error
	}{
		"forward needs no reason":         {MeasureCandidate, MeasureInWork, Gate{}, "", "", nil},
		"the gate is open":                {MeasureInWork, MeasureAssessed, passed, "", "", nil},
		"one answer is missing":           {MeasureInWork, MeasureAssessed, Gate{yes, yes, GateAnswer{}}, "", "", ErrTransition},
		"one answer is no":                {MeasureInWork, MeasureAssessed, Gate{yes, GateAnswer{Answer: "no"}, yes}, "", "", ErrTransition},
		"nothing is skipped":              {MeasureCandidate, MeasureAdopted, passed, "weil", "", ErrTransition},
		"a setback needs a reason":        {MeasureRunning, MeasureStopped, Gate{}, "", "", ErrReasonNeeded},
		"a setback with one":              {MeasureRunning, MeasureStopped, Gate{}, "weil", "", nil},
		"a merger needs a measure":        {MeasureRunning, MeasureMerged, Gate{}, "weil", "", ErrInvalid},
		"nothing goes on with itself":     {MeasureRunning, MeasureMerged, Gate{}, "weil", "m", ErrInvalid},
		"a merger needs a reason":         {MeasureRunning, MeasureMerged, Gate{}, "", "other", ErrReasonNeeded},
		"a merger":                        {MeasureRunning, MeasureMerged, Gate{}, "weil", "other", nil},
		"what is done may run once more":  {MeasureDone, MeasureRunning, Gate{}, "weil", "", nil},
		"what is done is not stopped":     {MeasureDone, MeasureStopped, Gate{}, "weil", "", ErrTransition},
		"what is stopped may be taken up": {MeasureStopped, MeasureInWork, Gate{}, "weil", "", nil},
	} {
		m := Measure{ID: "m", State: situation.from, Profile: Profile{Gate: situation.gate}}
		if err := m.Enter(situation.to, situation.reason, situation.into); !errors.Is(err, situation.want) || situation.want == nil && err != nil {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// A list is read two thousand times as often as a profile: what it holds stays short.
func TestAListHoldsNoLongTexts(t *testing.T) {
	long := string(make([]rune, 5000))
	p := Profile{
		Summary: long, Effect: long, Situation: long, LegalBasis: long, External: long, Audience: long, FundingNote: long, PriorityWhy: long,
		Risks: []Risk{{Title: long}}, Milestones: []Milestone{{Title: long}}, AtRisk: long, Paused: long,
		Gate: Gate{Competent: GateAnswer{Answer: "no", Why: long}}, Costs: []Cost{{ID: "c", Kind: "once", Amount: 7, Note: long}},
	}
	listed := p.Listed()
	for name, content := range listed.Said() {
		if len(content) > 7*shortText {
			t.Errorf("%s takes %d bytes", name, len(content))
		}
	}
	if listed.AtRisk == "" || listed.Paused == "" || listed.LegalBasis == "" || listed.Gate.Competent.Answer != "no" || listed.Costs[0].Amount != 7 {
		t.Errorf("a list holds %+v", listed)
	}
}
