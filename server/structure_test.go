package server

import (
	"slices"
	"testing"

	"masswerk/store"
)

type structureAnswer struct {
	Nodes   []store.Node        `json:"nodes"`
	Gaps    gaps                `json:"gaps"`
	Answers map[string][]string `json:"answers"`
}

func TestTheStructureShowsWhatIsMissing(t *testing.T) {
	c := open(t)
	editor := c.colleague("", store.Editor)
	goal := editor.node("goal", "Papierlos arbeiten", "")
	sub := editor.node("goal", "E-Akte für alle", goal.ID)
	alone := editor.node("goal", "Ohne Maßnahme", "")
	answered, open := editor.node("requirement", "Elektronische Akte", ""), editor.node("requirement", "Elektronischer Zugang", "")
	gone := editor.node("requirement", "Entfallen", "")
	editor.send("DELETE", api+"/structure/"+gone.ID, "").want(t, 200)
	measure := editor.measure("E-Akte", object{"goals": []string{sub.ID}, "requirements": []string{answered.ID}})
	stopped := editor.measure("Zugang", object{"requirements": []string{open.ID}})
	editor.ask(api+"/measures/"+stopped.ID+"/state", object{"base": stopped.Version, "state": "stopped", "reason": "zu teuer"}).want(t, 200)

	answer := told[structureAnswer](t, editor.get(api+"/structure").want(t, 200))
	if !slices.Equal(answer.Gaps.Requirements, []string{open.ID}) || !slices.Equal(answer.Gaps.Goals, []string{alone.ID}) {
		t.Errorf("gaps: %+v", answer.Gaps)
	}
	if !slices.Equal(answer.Answers[answered.ID], []string{measure.ID}) || len(answer.Answers[open.ID]) > 0 {
		t.Errorf("answers: %v", answer.Answers)
	}
}

func TestATargetIsMissedOnceItsDayHasPassed(t *testing.T) {
	number := func(value float64) *float64 { return &value }
	for name, situation := range map[string]struct {
		target store.Node
		missed bool
	}{
		"its day is to come":                     {store.Node{Due: "2026-12-01", Target: number(80)}, false},
		"no value yet":                           {store.Node{Due: "2026-11-01", Target: number(80)}, true},
		"below":                                  {store.Node{Due: "2026-11-01", Target: number(80), Actuals: []store.Actual{{On: "2026-10-01", Value: 79}}}, true},
		"reached":                                {store.Node{Due: "2026-11-01", Target: number(80), Actuals: []store.Actual{{On: "2026-10-01", Value: 80}}}, false},
		"the latest value counts":                {store.Node{Due: "2026-11-01", Target: number(80), Actuals: []store.Actual{{On: "2026-10-01", Value: 10}, {On: "2026-01-01", Value: 90}}}, true},
		"less is better, as the baseline says":   {store.Node{Due: "2026-11-01", Baseline: number(100), Target: number(20), Actuals: []store.Actual{{On: "2026-10-01", Value: 15}}}, false},
		"less is better, and it is more":         {store.Node{Due: "2026-11-01", Baseline: number(100), Target: number(20), Actuals: []store.Actual{{On: "2026-10-01", Value: 25}}}, true},
		"removed: it is nobody's target anymore": {store.Node{Due: "2026-11-01", Target: number(80), Removed: true}, false},
	} {
		situation.target.ID, situation.target.Kind = "target", store.NodeTarget
		found := gapsOf([]store.Node{situation.target}, nil, "2026-11-30")
		if missed := slices.Contains(found.Targets, "target"); missed != situation.missed {
			t.Errorf("%s: missed %v", name, missed)
		}
	}
}

func TestTheStructureIsEditedByOneAtATime(t *testing.T) {
	c := open(t)
	editor, other := c.colleague("", store.Editor), c.colleague("", store.Administration)
	goal := editor.node("goal", "Ziel", "")
	url := api + "/structure/"
	target := told[store.Node](t, editor.ask(api+"/structure", object{
		"kind": "target", "title": " Anteil ", "parent": goal.ID, "unit": "%", "target": 80, "actuals": []object{{"on": "2026-01-01", "value": 10}},
	}).want(t, 201))
	if target.Title != "Anteil" || target.Target == nil || *target.Target != 80 {
		t.Errorf("target: %+v", target)
	}
	edited := told[store.Node](t, editor.patch(url+target.ID, object{"version": target.Version, "title": "Anteil der Akten"}).want(t, 200))
	if edited.Title != "Anteil der Akten" || edited.Unit != "%" || len(edited.Actuals) != 1 || edited.Parent != goal.ID {
		t.Errorf("what was not named did not stay: %+v", edited)
	}
	conflict := other.patch(url+target.ID, object{"version": target.Version, "title": "Ganz anders"}).refused(t, 409, "version")
	if told[struct{ Current store.Node }](t, conflict).Current.Title != "Anteil der Akten" {
		t.Errorf("conflict: %s", conflict.body)
	}
	edited = told[store.Node](t, other.patch(url+target.ID, object{"version": edited.Version, "actuals": []object{{"on": "2026-06-01"}}, "target": nil}).want(t, 200))
	if len(edited.Actuals) != 1 || edited.Actuals[0].Value != 0 || edited.Target != nil {
		t.Errorf("old rows got into new ones: %+v", edited)
	}

	second := editor.node("goal", "Zweites Ziel", "")
	if moved := told[store.Node](t, editor.ask(url+second.ID+"/move", object{"position": 0}).want(t, 200)); moved.Position != 0 {
		t.Errorf("moved: %+v", moved)
	}
	if removed := told[store.Node](t, editor.send("DELETE", url+second.ID, "").want(t, 200)); !removed.Removed {
		t.Errorf("removed: %+v", removed)
	}
	if restored := told[store.Node](t, editor.post(url+second.ID+"/restore", `{}`).want(t, 200)); restored.Removed {
		t.Errorf("restored: %+v", restored)
	}
	for _, action := range []string{"AddNode", "EditNode", "MoveNode", "RemoveNode", "RestoreNode"} {
		c.audited(action)
	}
	for name, situation := range map[string]struct {
		body  object
		field string
	}{
		"a kind there is not":       {object{"kind": "dream", "title": "x"}, "kind"},
		"no title":                  {object{"kind": "goal", "title": "  "}, "title"},
		"a target without a goal":   {object{"kind": "target", "title": "x"}, "parent"},
		"a field below a goal":      {object{"kind": "field", "title": "x", "parent": goal.ID}, "parent"},
		"led by a goal":             {object{"kind": "field", "title": "x", "lead": goal.ID}, "lead"},
		"a day that does not exist": {object{"kind": "requirement", "title": "x", "due": "2026-13-01"}, "due"},
		"a field we do not know":    {object{"kind": "goal", "title": "x", "colour": 3}, "colour"},
	} {
		if got := editor.ask(api+"/structure", situation.body).refused(t, 400, "invalid"); got.json()["field"] != situation.field {
			t.Errorf("%s: %s", name, got.body)
		}
	}
	editor.patch(url+goal.ID, object{"title": "ohne Version"}).refused(t, 400, "invalid")
	editor.patch(url+"nobody", object{"version": 1, "title": "x"}).refused(t, 404, "not_found")
	c.colleague("", store.Reader).ask(api+"/structure", object{"kind": "goal", "title": "x"}).refused(t, 403, "forbidden")
}
