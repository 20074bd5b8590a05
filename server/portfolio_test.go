package server

import (
	"strings"
	"testing"

	"masswerk/store"
)

func TestAPortfolioPutsValueBesideEffort(t *testing.T) {
	scored := func(measure string, benefit, effort int) store.Assessment {
		return store.Assessment{Measure: measure, Scores: map[string]int{"benefit": benefit, "effort": effort, "reach": benefit}}
	}
	benefit, effort := store.AssessmentCriterion{ID: "benefit", Weight: 60}, store.AssessmentCriterion{ID: "effort", Weight: 40, Inverse: true}
	cheap := store.Measure{ID: "cheap", Profile: store.Profile{Costs: []store.Cost{{Amount: 100}}}}
	dear := store.Measure{ID: "dear", Number: 7, Profile: store.Profile{LegalBasis: "§ 9", Costs: []store.Cost{{Amount: 300}, {Amount: 100}}}}
	said := []store.Assessment{scored("cheap", 4, 1), scored("cheap", 2, 1), scored("dear", 1, 4), scored("dear", 1, 4), scored("once", 4, 4)}
	for name, situation := range map[string]struct {
		criteria []store.AssessmentCriterion
		by       string
		cheap    [2]float64 // value, effort
		dear     [2]float64
	}{
		"effort by its criterion":          {[]store.AssessmentCriterion{benefit, effort}, "criteria", [2]float64{75, 25}, [2]float64{25, 100}},
		"effort by what it costs":          {[]store.AssessmentCriterion{benefit}, "costs", [2]float64{75, 25}, [2]float64{25, 100}},
		"a criterion that weighs nothing":  {[]store.AssessmentCriterion{benefit, {ID: "effort", Inverse: true}}, "criteria", [2]float64{75, 25}, [2]float64{25, 100}},
		"the effort is no part of a value": {[]store.AssessmentCriterion{{ID: "benefit", Weight: 1}, {ID: "effort", Weight: 99, Inverse: true}}, "criteria", [2]float64{75, 25}, [2]float64{25, 100}},
	} {
		round := store.AssessmentRound{State: "closed", Criteria: situation.criteria, Measures: []string{"cheap", "dear", "once"}}
		points, by := pointsOf(round, []store.Measure{cheap, dear, {ID: "once"}, {ID: "elsewhere"}}, said)
		if len(points) != 2 || by != situation.by {
			t.Errorf("%s: by %s %+v", name, by, points)
			continue
		}
		for i, want := range [][2]float64{situation.cheap, situation.dear} {
			if got := [2]float64{points[i].Value, points[i].Effort}; got != want {
				t.Errorf("%s: %s at %v, want %v", name, points[i].Measure, got, want)
			}
		}
		if points[0].Cost != 100 || points[1].Cost != 400 || points[0].Legal || !points[1].Legal || points[1].Number != 7 {
			t.Errorf("%s: %+v", name, points)
		}
	}
}

func TestAPortfolioIsOfAClosedRound(t *testing.T) {
	c := open(t)
	editor := c.colleague("", store.Editor)
	unit := editor.node("unit", "Fachbereich", "")
	own, foreign := editor.measure("Eigene", object{"gate": passed, "lead": unit.ID}), editor.measure("FREMDE", object{"gate": passed})
	if got := editor.get(api+"/portfolio").want(t, 200); !strings.Contains(string(got.body), `"points":[]`) {
		t.Errorf("without a round: %s", got.body)
	}
	round := editor.openedRound(own, foreign)
	editor.get(api+"/portfolio?round="+round.ID).refused(t, 404, "not_found")
	for range 2 {
		assessor := c.colleague("", store.Assessor)
		for _, one := range []store.Measure{own, foreign} {
			assessor.put(api+"/assessments/"+round.ID+"/measures/"+one.ID, scores(4, 1)).want(t, 200)
		}
	}
	editor.post(api+"/assessments/"+round.ID+"/close", `{}`).want(t, 200)
	for _, path := range []string{"/portfolio", "/portfolio?round=" + round.ID} {
		if got := told[struct{ Points []portfolioPoint }](t, editor.get(api+path).want(t, 200)).Points; len(got) != 2 || got[0].Value != 100 || got[0].Effort != 25 {
			t.Errorf("%s: %+v", path, got)
		}
	}
	lead := c.colleague(unit.ID, store.LeadUnit)
	for _, path := range []string{"/portfolio", "/assessments", "/assessments/" + round.ID} {
		if got := lead.get(api+path).want(t, 200); strings.Contains(string(got.body), foreign.ID) || strings.Contains(string(got.body), "FREMDE") {
			t.Errorf("a lead unit sees on %s: %s", path, got.body)
		}
	}
}
