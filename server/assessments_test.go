package server

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"masswerk/store"
)

type roundAnswer struct {
	Round    store.AssessmentRound    `json:"round"`
	Measures []assessedMeasure        `json:"measures"`
	Own      []store.Assessment       `json:"own"`
	Others   []store.Assessment       `json:"others"`
	Results  []store.AssessmentResult `json:"results"`
	Counts   map[string]int           `json:"counts"`
}

var benefitAndEffort = []object{
	{"id": "benefit", "title": "Nutzen", "text": "", "weight": 60, "inverse": false},
	{"id": "effort", "title": "Aufwand", "text": "", "weight": 40, "inverse": true},
}

// openedRound returns a round about measures that passed the gate.
func (b *browser) openedRound(measures ...store.Measure) store.AssessmentRound {
	b.t.Helper()
	var ids []string
	for _, one := range measures {
		ids = append(ids, one.ID)
	}
	round := told[store.AssessmentRound](b.t, b.ask(api+"/assessments", object{"title": "Bewertung", "criteria": benefitAndEffort, "measures": ids}).want(b.t, 201))
	return told[store.AssessmentRound](b.t, b.post(api+"/assessments/"+round.ID+"/open", `{}`).want(b.t, 200))
}

func (b *browser) round(id string) roundAnswer {
	b.t.Helper()
	return told[roundAnswer](b.t, b.get(api+"/assessments/"+id).want(b.t, 200))
}

func scores(benefit, effort int) object {
	return object{"scores": object{"benefit": benefit, "effort": effort}}
}

func TestScoresAndNamesAreHiddenUntilOnesOwnIsIn(t *testing.T) {
	c := open(t)
	editor := c.colleague("", store.Editor)
	first, second := c.colleague("", store.Assessor), c.colleague("", store.Assessor)
	biased, reader := c.colleague("", store.Assessor), c.colleague("", store.Reader)
	measure, other := editor.measure("Offene Werkstatt", object{"gate": passed}), editor.measure("Andere", object{"gate": passed})
	round := editor.openedRound(measure, other)
	url := api + "/assessments/" + round.ID + "/measures/"

	first.put(url+measure.ID, object{"scores": object{"benefit": 4, "effort": 1}, "note": "ÜBERZEUGT"}).want(t, 200)
	biased.put(url+measure.ID, object{"biased": true}).want(t, 200)
	for name, b := range map[string]*browser{"an assessor who has not assessed": second, "who is biased": biased, "a reader": reader, "who leads": editor} {
		got := b.get(api+"/assessments/"+round.ID).want(t, 200)
		answer := told[roundAnswer](t, got)
		if len(answer.Others)+len(answer.Results) > 0 || strings.Contains(string(got.body), "ÜBERZEUGT") || strings.Contains(string(got.body), "Funktion ") != (b == biased) {
			t.Errorf("%s sees %s", name, got.body)
		}
	}
	if counts := editor.round(round.ID).Counts; counts[measure.ID] != 1 || counts[other.ID] != 0 {
		t.Errorf("who leads sees the counts %v", counts)
	}
	if counts := reader.round(round.ID).Counts; len(counts) > 0 {
		t.Errorf("a reader sees the counts %v", counts)
	}

	second.put(url+measure.ID, scores(2, 3)).want(t, 200)
	seen := second.round(round.ID)
	if len(seen.Others) != 1 || seen.Others[0].Note != "ÜBERZEUGT" || seen.Others[0].Name == "" || len(seen.Own) != 1 {
		t.Errorf("having assessed: %+v", seen)
	}
	if len(seen.Results) != 1 || seen.Results[0].Measure != measure.ID || seen.Results[0].Count != 2 || seen.Results[0].Biased != 1 || !seen.Results[0].Enough {
		t.Errorf("results: %+v", seen.Results)
	}
	// 60 * 4 + 40 * (4 - 1) of 400 are 90; 60 * 2 + 40 * (4 - 3) are 40.
	if result := seen.Results[0]; !slices.Equal(result.Values, []float64{40, 90}) || result.Value != 65 || math.Abs(result.Spread-25) > 1e-9 {
		t.Errorf("value and spread: %+v", result)
	}
	list := told[struct {
		Rounds []struct {
			ID   string
			Done int
		}
	}](t, second.get(api+"/assessments").want(t, 200))
	if len(list.Rounds) != 1 || list.Rounds[0].Done != 1 {
		t.Errorf("own progress: %+v", list)
	}

	closing := api + "/assessments/" + round.ID + "/close"
	editor.post(closing, `{}`).refused(t, 409, "assessors_lack")
	first.put(url+other.ID, scores(1, 1)).want(t, 200)
	second.put(url+other.ID, scores(1, 1)).want(t, 200)
	editor.post(closing, `{}`).want(t, 200)
	for _, b := range []*browser{editor, biased} {
		if got := b.round(round.ID); len(got.Others) != 4 || len(got.Results) != 2 {
			t.Errorf("closed: %+v", got)
		}
	}
	if got := reader.round(round.ID); len(got.Others) != 0 || len(got.Results) != 2 {
		t.Errorf("closed, to a reader: %+v", got)
	}
	first.put(url+other.ID, scores(0, 0)).refused(t, 409, "round_not_open")
	past := told[struct{ Assessments []pastAssessment }](t, reader.get(api+"/measures/"+measure.ID).want(t, 200)).Assessments
	if len(past) != 1 || past[0].Result.Value != 65 || past[0].Title != "Bewertung" {
		t.Errorf("of the measure: %+v", past)
	}
	c.audited("Assess", round.ID, measure.ID)
}

func TestWeightsAreFrozenAndTheGateStandsBefore(t *testing.T) {
	c := open(t)
	editor := c.colleague("", store.Editor)
	waiting, ready := editor.measure("Nicht geprüft", nil), editor.measure("Geprüft", object{"gate": passed})
	url := api + "/assessments"
	body := object{"title": "Bewertung", "criteria": benefitAndEffort, "measures": []string{waiting.ID, ready.ID}}
	draft := told[store.AssessmentRound](t, editor.ask(url, body).want(t, 201))
	refused := editor.post(url+"/"+draft.ID+"/open", `{}`).refused(t, 409, "gate")
	if got := told[struct{ Measures []string }](t, refused).Measures; !slices.Equal(got, []string{waiting.ID}) {
		t.Errorf("the gate keeps %v", got)
	}
	body["version"], body["measures"] = draft.Version, []string{ready.ID}
	edited := told[store.AssessmentRound](t, editor.patch(url+"/"+draft.ID, body).want(t, 200))
	editor.patch(url+"/"+draft.ID, body).refused(t, 409, "version")
	editor.post(url+"/"+draft.ID+"/open", `{}`).want(t, 200)
	body["version"] = edited.Version + 1
	editor.patch(url+"/"+draft.ID, body).refused(t, 409, "frozen")
	editor.send("DELETE", url+"/"+draft.ID, "").refused(t, 409, "frozen")
	editor.post(url+"/"+draft.ID+"/open", `{}`).refused(t, 409, "frozen")

	spare := told[store.AssessmentRound](t, editor.ask(url, object{"title": "Leer", "criteria": benefitAndEffort, "measures": []string{}}).want(t, 201))
	editor.post(url+"/"+spare.ID+"/open", `{}`).refused(t, 400, "invalid")
	editor.send("DELETE", url+"/"+spare.ID, "").want(t, 200)
	editor.get(url+"/"+spare.ID).refused(t, 404, "not_found")
	for name, situation := range map[string]struct {
		change object
		code   string
	}{
		"nothing weighs":      {object{"criteria": []object{{"id": "a", "title": "A", "weight": 0}}}, "criteria_weight"},
		"no criteria":         {object{"criteria": []object{}}, "invalid"},
		"two of the same id":  {object{"criteria": []object{{"id": "a", "title": "A", "weight": 1}, {"id": "a", "title": "B", "weight": 1}}}, "invalid"},
		"one without a title": {object{"criteria": []object{{"id": "a", "title": " ", "weight": 1}}}, "invalid"},
		"too heavy":           {object{"criteria": []object{{"id": "a", "title": "A", "weight": 101}}}, "invalid"},
		"unknown measures":    {object{"measures": []string{"nobody"}}, "invalid"},
	} {
		asked := object{"title": "x", "criteria": benefitAndEffort, "measures": []string{ready.ID}}
		for key, value := range situation.change {
			asked[key] = value
		}
		if got := editor.ask(url, asked); got.StatusCode != 400 || got.code() != situation.code {
			t.Errorf("%s: %d %s", name, got.StatusCode, got.body)
		}
	}
	assessor := c.colleague("", store.Assessor)
	assessor.ask(url, body).refused(t, 403, "forbidden")
	one := url + "/" + draft.ID + "/measures/" + ready.ID
	editor.put(one, scores(1, 1)).refused(t, 403, "forbidden")
	assessor.put(one, object{"scores": object{"benefit": 1}}).refused(t, 400, "scores_missing")
	assessor.put(one, object{"scores": object{"benefit": 5, "effort": 1}}).refused(t, 400, "invalid")
	assessor.put(one, object{"scores": object{"benefit": 1, "effort": 1, "beauty": 4}}).refused(t, 400, "invalid")
	assessor.put(url+"/"+draft.ID+"/measures/"+waiting.ID, scores(1, 1)).refused(t, 404, "not_found")
	for _, action := range []string{"SaveAssessmentRound", "OpenAssessmentRound", "RemoveAssessmentRound"} {
		c.audited(action)
	}
}

// The staff's votes and legal duty stand beside the value and never change it.
func TestVotesAndDutyStandBesideTheValue(t *testing.T) {
	c := open(t)
	editor := c.colleague("", store.Editor)
	requirement := editor.node("requirement", "Elektronische Akte", "")
	plain := editor.measure("Freiwillig", object{"gate": passed})
	duty := editor.measure("Pflicht", object{"gate": passed, "requirements": []string{requirement.ID}})
	voted, _, err := c.db.Promote(context.Background(), store.Measure{
		ID: store.NewID(), State: store.MeasureCandidate, Version: 1, Profile: store.Profile{Title: "Gewählt"},
		Sources: []store.Source{{Field: "einfeld", Title: "Feld", Round: 1, Points: 99, Voters: 40, Turnout: 50, Admitted: 60, Rank: 1}},
	}, store.By{Function: "editor"})
	if err != nil {
		t.Fatal(err)
	}
	voted = told[store.Measure](t, editor.patch(api+"/measures/"+voted.ID, object{"base": voted.Version, "parts": object{"gate": passed}}).want(t, 200))
	round := editor.openedRound(plain, duty, voted)
	for range 2 {
		assessor := c.colleague("", store.Assessor)
		for _, one := range []store.Measure{plain, duty, voted} {
			assessor.put(api+"/assessments/"+round.ID+"/measures/"+one.ID, scores(2, 2)).want(t, 200)
		}
	}
	editor.post(api+"/assessments/"+round.ID+"/close", `{}`).want(t, 200)
	answer := editor.round(round.ID)
	for i, result := range answer.Results {
		if result.Value != 50 {
			t.Errorf("the same scores make another value: %+v %+v", answer.Measures[i], result)
		}
	}
	for _, one := range answer.Measures {
		if one.Duty != (one.ID == duty.ID) || (len(one.Votes) == 1) != (one.ID == voted.ID) {
			t.Errorf("beside the value: %+v", one)
		}
	}
	if got := told[struct{ Votes []store.Source }](t, editor.get(api+"/measures/"+voted.ID).want(t, 200)).Votes; len(got) != 1 || got[0].Voters != 40 {
		t.Errorf("votes of a measure: %+v", got)
	}
}

func TestCriteriaAreSuggestedInBothLanguages(t *testing.T) {
	german, english := suggested("de"), suggested("en")
	if len(german) != 6 || len(english) != len(german) || !(store.AssessmentRound{Criteria: german}).Weighs() {
		t.Fatalf("suggested: %+v", german)
	}
	inverse := 0
	for i, one := range german {
		if one.Title == "" || one.Text == "" || english[i].Title == "" || english[i].Text == "" || one.Title == english[i].Title {
			t.Errorf("%+v %+v", one, english[i])
		}
		if one.Inverse {
			inverse++
		}
	}
	if inverse != 1 {
		t.Errorf("%d inverse criteria", inverse)
	}
	c := open(t)
	got := c.colleague("", store.Editor).get(api+"/assessments?language=en").want(t, 200)
	if !strings.Contains(string(got.body), "Benefit for staff") {
		t.Errorf("%s", got.body)
	}
}
