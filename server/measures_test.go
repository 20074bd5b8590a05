package server

import (
	"context"
	"slices"
	"strings"
	"testing"

	"masswerk/store"
)

type measureList struct {
	ETag     string          `json:"etag"`
	Measures []store.Measure `json:"measures"`
}

func TestAListOfMeasuresIsToldOnceAndOnlyWhatItShows(t *testing.T) {
	c := open(t)
	editor := c.colleague("", store.Editor)
	unit := editor.node("unit", "Fachbereich Digitales", "")
	below := editor.node("unit", "Stabsstelle", unit.ID)
	first := editor.measure("Offene Werkstatt", object{"effect": "GEHEIMER LANGTEXT", "lead": below.ID, "priority": "high"})
	editor.measure("Zweiter Bildschirm", object{"lights": object{"time": "red"}})

	all := editor.get(api+"/measures").want(t, 200)
	list := told[measureList](t, all)
	if len(list.Measures) != 2 || list.Measures[0].Profile.Title != "Offene Werkstatt" || strings.Contains(string(all.body), "LANGTEXT") {
		t.Errorf("list: %s", all.body)
	}
	if list.ETag == "" || list.ETag != all.Header.Get("ETag") {
		t.Errorf("etag %q, header %q", list.ETag, all.Header.Get("ETag"))
	}
	if again := editor.send("GET", api+"/measures", "", "If-None-Match", list.ETag); again.StatusCode != 304 || len(again.body) != 0 {
		t.Errorf("the same list again: %d %s", again.StatusCode, again.body)
	}
	for query, want := range map[string][]string{
		"?q=werkstatt":                   {"Offene Werkstatt"},
		"?unit=" + unit.ID:               {"Offene Werkstatt"},
		"?priority=high&state=candidate": {"Offene Werkstatt"},
		"?light=red":                     {"Zweiter Bildschirm"},
		"?state=running,done":            nil,
	} {
		var titles []string
		for _, one := range told[measureList](t, editor.get(api+"/measures"+query).want(t, 200)).Measures {
			titles = append(titles, one.Profile.Title)
		}
		if !slices.Equal(titles, want) {
			t.Errorf("%s: %v, want %v", query, titles, want)
		}
	}
	for query, field := range map[string]string{"?state=flying": "state[0]", "?flag=x": "flag", "?light=blue": "light"} {
		if got := editor.get(api+"/measures"+query).refused(t, 400, "invalid"); got.json()["field"] != field {
			t.Errorf("%s: %s", query, got.body)
		}
	}
	editor.patch(api+"/measures/"+first.ID, object{"base": first.Version, "parts": object{"progress": 5}}).want(t, 200)
	editor.send("GET", api+"/measures", "", "If-None-Match", list.ETag).want(t, 200)
}

func TestAPartThatSomebodyElseChangedIsNeverOverwritten(t *testing.T) {
	c := open(t)
	one, other := c.colleague("", store.Editor), c.colleague("", store.Administration)
	measure := one.measure("Offene Werkstatt", object{"effect": "alt", "audience": "alle"})
	url := api + "/measures/" + measure.ID

	one.patch(url, object{"base": measure.Version, "parts": object{"effect": "von der einen"}}).want(t, 200)
	merged := told[store.Measure](t, other.patch(url, object{"base": measure.Version, "parts": object{"audience": "von der anderen"}}).want(t, 200))
	if merged.Profile.Effect != "von der einen" || merged.Profile.Audience != "von der anderen" {
		t.Errorf("side by side: %+v", merged.Profile)
	}
	type conflict struct {
		Code    string        `json:"code"`
		Current store.Measure `json:"current"`
		Parts   []string      `json:"parts"`
	}
	refused := told[conflict](t, other.patch(url, object{"base": measure.Version, "parts": object{"effect": "auch ich", "external": "bleibt"}}).want(t, 409))
	if refused.Code != "version" || !slices.Equal(refused.Parts, []string{"effect"}) || refused.Current.Profile.Effect != "von der einen" || refused.Current.Version != merged.Version {
		t.Errorf("conflict: %+v", refused)
	}
	now := told[struct{ Measure store.Measure }](t, one.get(url).want(t, 200)).Measure
	if now.Profile.Effect != "von der einen" || now.Profile.External != "" {
		t.Errorf("something of what was refused is stored: %+v", now.Profile)
	}
	other.patch(url, object{"base": refused.Current.Version, "parts": object{"effect": "auch ich"}}).want(t, 200)

	one.ask(url+"/state", object{"base": now.Version, "state": "in_work"}).want(t, 200)
	moved := told[conflict](t, other.ask(url+"/state", object{"base": now.Version, "state": "stopped", "reason": "doppelt"}).want(t, 409))
	if moved.Code != "version" || moved.Current.State != store.MeasureInWork {
		t.Errorf("two states at once: %+v", moved)
	}
	c.audited("EditMeasure", measure.ID)
	c.audited("EnterState", measure.ID)
}

func TestWhatAProfileCannotSayIsRefusedByItsPart(t *testing.T) {
	c := open(t)
	editor := c.colleague("", store.Editor)
	unit := editor.node("unit", "Fachbereich", "")
	measure := editor.measure("Offene Werkstatt", object{"baseline": object{"start": "2026-01-01", "end": "2026-12-31"}})
	url := api + "/measures/" + measure.ID
	for name, situation := range map[string]struct {
		parts object
		code  string
		field string
	}{
		"an unknown part":                      {object{"colour": "red"}, "invalid", "colour"},
		"an empty title":                       {object{"title": " "}, "invalid", "title"},
		"a title of two lines":                 {object{"title": "a\nb"}, "invalid", "title"},
		"a day that does not exist":            {object{"current": object{"start": "2026-02-30"}}, "invalid", "current"},
		"an end before the beginning":          {object{"current": object{"start": "2026-02-02", "end": "2026-02-01"}}, "invalid", "current"},
		"other dates without a reason":         {object{"current": object{"start": "2026-02-02", "end": ""}}, "reason_needed", "reason"},
		"more than everything":                 {object{"progress": 101}, "invalid", "progress"},
		"a light of another colour":            {object{"lights": object{"time": "blue"}}, "invalid", "lights"},
		"a unit in the place of a topic field": {object{"field": unit.ID}, "invalid", "field"},
		"a measure that does not exist":        {object{"depends_on": []string{"nobody"}}, "invalid", "depends_on"},
		"a measure that waits for itself":      {object{"depends_on": []string{measure.ID}}, "invalid", "depends_on"},
		"a step the scale does not have":       {object{"priority": "at once"}, "invalid", "priority"},
		"the store's own record":               {object{"date_changes": []object{}}, "invalid", "date_changes"},
		"a number in the place of a text":      {object{"effect": 7}, "invalid", "effect"},
	} {
		got := editor.patch(url, object{"base": measure.Version, "parts": situation.parts})
		if got.StatusCode != 400 || got.code() != situation.code || got.json()["field"] != situation.field {
			t.Errorf("%s: %d %s", name, got.StatusCode, got.body)
		}
	}
	editor.patch(url, object{"base": 0, "parts": object{"effect": "x"}}).refused(t, 400, "invalid")
	editor.patch(url, object{"base": 1, "parts": object{}}).refused(t, 400, "invalid")
	editor.patch(api+"/measures/nobody", object{"base": 1, "parts": object{"effect": "x"}}).refused(t, 404, "not_found")
	if now := told[struct{ Measure store.Measure }](t, editor.get(url).want(t, 200)).Measure; now.Version != measure.Version {
		t.Errorf("something was stored: version %d, was %d", now.Version, measure.Version)
	}
}

func TestOnlyWhoPublishesAdoptsAndSaysHowFarAMeasureIsTold(t *testing.T) {
	c := open(t)
	editor, release := c.colleague("", store.Editor), c.colleague("", store.Releaser)
	measure := editor.measure("Offene Werkstatt", object{"gate": passed})
	measure = editor.enter(measure, "in_work", "assessed", "proposed")
	if measure.Number != 1 {
		t.Errorf("proposed without a number: %+v", measure)
	}
	url := api + "/measures/" + measure.ID
	next := func(b *browser) []store.MeasureState {
		return told[struct{ Next []store.MeasureState }](t, b.get(url).want(t, 200)).Next
	}
	if got := next(editor); slices.Contains(got, store.MeasureAdopted) || !slices.Contains(got, store.MeasureStopped) {
		t.Errorf("an editor may enter %v", got)
	}
	if got := next(release); !slices.Equal(got, []store.MeasureState{store.MeasureAdopted}) {
		t.Errorf("who publishes may enter %v", got)
	}
	if got := next(c.colleague("", store.Reader)); len(got) != 0 {
		t.Errorf("a reader may enter %v", got)
	}
	editor.ask(url+"/state", object{"base": measure.Version, "state": "adopted"}).refused(t, 403, "forbidden")
	release.ask(url+"/state", object{"base": measure.Version, "state": "in_work", "reason": "x"}).refused(t, 403, "forbidden")
	editor.patch(url, object{"base": measure.Version, "parts": object{"visibility": "public"}}).refused(t, 403, "forbidden")
	editor.patch(url, object{"base": measure.Version, "parts": object{"embargo": "2027-01-01", "effect": "x"}}).refused(t, 403, "forbidden")
	release.patch(url, object{"base": measure.Version, "parts": object{"effect": "x"}}).refused(t, 403, "forbidden")
	measure = told[store.Measure](t, release.patch(url, object{"base": measure.Version, "parts": object{"visibility": "public"}}).want(t, 200))
	measure = release.enter(measure, "adopted")
	c.colleague("", store.Assessor).patch(url, object{"base": measure.Version, "parts": object{"effect": "x"}}).refused(t, 403, "forbidden")

	history := told[struct{ Changes []store.Change }](t, editor.get(url+"/history").want(t, 200)).Changes
	if history[0].What != "enter" || history[0].Function != "release" || history[0].State != store.MeasureAdopted {
		t.Errorf("latest change: %+v", history[0])
	}
}

func TestALifeCycleHasNoOtherSteps(t *testing.T) {
	c := open(t)
	editor := c.colleague("", store.Editor)
	measure, other := editor.measure("Offene Werkstatt", nil), editor.measure("Andere", nil)
	url := api + "/measures/" + measure.ID + "/state"
	editor.ask(url, object{"base": measure.Version, "state": "running"}).refused(t, 409, "transition")
	editor.ask(url, object{"base": measure.Version, "state": "stopped"}).refused(t, 400, "reason_needed")
	editor.ask(url, object{"base": measure.Version, "state": "merged", "reason": "doppelt"}).refused(t, 400, "invalid")
	editor.ask(url, object{"base": measure.Version, "state": "merged", "reason": "doppelt", "into": "nobody"}).refused(t, 400, "invalid")
	editor.ask(url, object{"base": measure.Version, "state": "flying"}).refused(t, 400, "invalid")
	measure = editor.enter(measure, "in_work")
	if got := editor.ask(url, object{"base": measure.Version, "state": "assessed"}).refused(t, 409, "transition"); got.json()["field"] != "gate" {
		t.Errorf("assessed without a gate: %s", got.body)
	}
	merged := told[store.Measure](t, editor.ask(url, object{"base": measure.Version, "state": "merged", "reason": "doppelt", "into": other.ID}).want(t, 200))
	if merged.Into != other.ID {
		t.Errorf("merged: %+v", merged)
	}
	editor.ask(api+"/measures/"+other.ID+"/state", object{"base": other.Version, "state": "merged", "reason": "x", "into": measure.ID}).refused(t, 400, "invalid")
}

func TestManyMeasuresAreChangedEachForItself(t *testing.T) {
	c := open(t)
	editor := c.colleague("", store.Editor)
	one, two := editor.measure("Eine", nil), editor.measure("Andere", nil)
	dated := editor.measure("Mit Terminen", object{"baseline": object{"start": "2026-01-01", "end": "2026-12-31"}})
	bulk := api + "/measures/bulk"
	results := func(a answer) (codes []string) {
		for _, one := range told[struct{ Results []bulkResult }](t, a.want(t, 200)).Results {
			codes = append(codes, one.Code)
			if (one.Code == "") != (one.Version > 0) {
				t.Errorf("neither changed nor refused: %+v", one)
			}
		}
		return codes
	}
	moved := object{"ids": []string{one.ID, "nobody", dated.ID}, "parts": object{"current": object{"start": "2026-02-01", "end": "2027-01-31"}}}
	if got := results(editor.ask(bulk, moved)); !slices.Equal(got, []string{"", "not_found", "reason_needed"}) {
		t.Errorf("dates of many: %q", got)
	}
	if got := results(editor.ask(bulk, object{"ids": []string{one.ID, two.ID}, "state": "in_work"})); !slices.Equal(got, []string{"", ""}) {
		t.Errorf("many are worked on: %q", got)
	}
	if got := results(editor.ask(bulk, object{"ids": []string{one.ID, two.ID}, "state": "running"})); !slices.Equal(got, []string{"transition", "transition"}) {
		t.Errorf("many run: %q", got)
	}
	if got := results(editor.ask(bulk, object{"ids": []string{one.ID}, "state": "adopted"})); !slices.Equal(got, []string{"forbidden"}) {
		t.Errorf("an editor adopts many: %q", got)
	}
	c.audited("ChangeMeasures", one.ID, two.ID)
	for name, body := range map[string]object{
		"nothing asked":      {"ids": []string{one.ID}},
		"both asked":         {"ids": []string{one.ID}, "parts": object{"progress": 1}, "state": "in_work"},
		"one title for all":  {"ids": []string{one.ID}, "parts": object{"title": "x"}},
		"the same one twice": {"ids": []string{one.ID, one.ID}, "parts": object{"progress": 1}},
		"too many":           {"ids": slices.Repeat([]string{"x"}, 501), "parts": object{"progress": 1}},
	} {
		if got := editor.ask(bulk, body); got.StatusCode != 400 {
			t.Errorf("%s: %d %s", name, got.StatusCode, got.body)
		}
	}
	editor.ask(bulk, object{"ids": []string{one.ID}, "parts": object{"visibility": "public"}}).refused(t, 403, "forbidden")
}

func TestAnOlderVersionIsShownAndRestored(t *testing.T) {
	c := open(t)
	editor, other := c.colleague("", store.Editor), c.colleague("", store.Editor)
	measure := editor.measure("Offene Werkstatt", object{"effect": "so war es"})
	url := api + "/measures/" + measure.ID
	edited := told[store.Measure](t, other.patch(url, object{"base": measure.Version, "parts": object{"effect": "so nicht"}}).want(t, 200))
	history := told[struct{ Changes []store.Change }](t, editor.get(url+"/history").want(t, 200)).Changes
	if len(history) < 2 || history[0].Version != edited.Version || history[0].Function != "editor" || history[0].Name == "" || len(history[0].Content) > 0 {
		t.Fatalf("history: %+v", history)
	}
	was := history[1].Version
	if got := editor.get(url+"/versions/"+text(was)).want(t, 200); !strings.Contains(string(got.body), "so war es") {
		t.Errorf("version %d: %s", was, got.body)
	}
	editor.get(url+"/versions/99").refused(t, 404, "not_found")
	editor.get(url+"/versions/x").refused(t, 404, "not_found")
	editor.ask(url+"/restore", object{"base": measure.Version, "version": was}).refused(t, 409, "version")
	restored := told[store.Measure](t, editor.ask(url+"/restore", object{"base": edited.Version, "version": was}).want(t, 200))
	if restored.Profile.Effect != "so war es" {
		t.Errorf("restored: %+v", restored.Profile)
	}
	c.audited("RestoreMeasure", measure.ID)
}

func TestALeadUnitSeesItsOwnMeasuresAlone(t *testing.T) {
	c := open(t)
	editor := c.colleague("", store.Editor)
	unit, elsewhere := editor.node("unit", "Fachbereich", ""), editor.node("unit", "Anderswo", "")
	below := editor.node("unit", "Team", unit.ID)
	own := editor.measure("Eigene", object{"lead": unit.ID})
	team := editor.measure("Des Teams", object{"lead": below.ID})
	foreign := editor.measure("FREMDE", object{"lead": elsewhere.ID})
	nobodys := editor.measure("NIEMANDES", nil)

	lead := c.colleague(unit.ID, store.LeadUnit)
	list := lead.get(api+"/measures").want(t, 200)
	if got := told[measureList](t, list).Measures; len(got) != 2 || strings.Contains(string(list.body), "FREMDE") || strings.Contains(string(list.body), "NIEMANDES") {
		t.Errorf("a lead unit sees %s", list.body)
	}
	for _, one := range []store.Measure{foreign, nobodys} {
		for _, path := range []string{"", "/history", "/versions/1"} {
			lead.get(api+"/measures/"+one.ID+path).refused(t, 404, "not_found")
		}
		lead.ask(api+"/measures/"+one.ID+"/reports", object{"period": "2026-H2"}).refused(t, 404, "not_found")
	}
	for _, one := range []store.Measure{own, team} {
		lead.get(api+"/measures/"+one.ID).want(t, 200)
		lead.patch(api+"/measures/"+one.ID, object{"base": 1, "parts": object{"effect": "x"}}).refused(t, 403, "forbidden")
	}
	if got := told[measureList](t, c.colleague("", store.LeadUnit).get(api+"/measures").want(t, 200)).Measures; len(got) != 0 {
		t.Errorf("a lead without a unit sees %v", got)
	}
	if got := told[measureList](t, c.colleague(unit.ID, store.LeadUnit, store.Reader).get(api+"/measures").want(t, 200)).Measures; len(got) != 4 {
		t.Errorf("a reader who leads sees %d", len(got))
	}
	structure := lead.get(api+"/structure").want(t, 200)
	if strings.Contains(string(structure.body), foreign.ID) {
		t.Errorf("the structure names another unit's measure: %s", structure.body)
	}
}

// A measure moves, and the phones of those whose ideas led to it show that at once.
func TestAuthorsAreToldWhenTheirMeasureMoves(t *testing.T) {
	h := openHall(t)
	_, ada := h.join("a")
	idea := ada.must("SubmitIdea", object{"session": h.session, "kind": "idea", "text": "Eine Werkstatt", "receipt": secretOf("R")})["number"]
	h.console.must("NominateIdea", object{"idea": idea, "on": true})
	editor, release := h.colleague("", store.Editor), h.colleague("", store.Releaser)
	promoted := editor.ask(api+"/events/"+h.event+"/promote", object{"ideas": []any{idea}, "fields": []string{}, "title": "Offene Werkstatt", "summary": ""}).want(t, 200)
	measure := told[struct{ Candidate store.Measure }](t, promoted).Candidate
	release.post(api+"/events/"+h.event+"/outcomes/publish", `{}`).want(t, 200)
	ada.sees(`"Mine"`, `"measure_state":"candidate"`)
	measure = editor.enter(measure, "in_work")
	ada.sees(`"Mine"`, `"measure_state":"in_work"`)
	editor.patch(api+"/measures/"+measure.ID, object{"base": measure.Version, "parts": object{"title": "Werkstatt für alle"}}).want(t, 200)
	ada.sees(`"Mine"`, `"candidate_title":"Werkstatt für alle"`)

	// Of an event that nobody runs, nobody is told; the rows have it.
	h.Hubs.End(h.event)
	if err := h.tellAuthors(context.Background(), measure.ID); err != nil {
		t.Error(err)
	}
	if h.Hubs.Running(h.event) != nil {
		t.Error("an event was loaded to tell nobody")
	}
}
