package storetest

import (
	"context"
	"fmt"
	"testing"

	"masswerk/store"
)

func lists(t *testing.T, open Open) {
	ctx := context.Background()

	t.Run("a filter narrows", func(t *testing.T) {
		s := open(t)
		must(t, s.SetHouse(ctx, store.House{Name: "Musterstadt", Prefix: "DM"}))
		field := node(t, s, store.NodeField, "Gebäude", "")
		below := node(t, s, store.NodeField, "Beleuchtung", field.ID)
		goal := node(t, s, store.NodeGoal, "Klima", "")
		subgoal := node(t, s, store.NodeGoal, "Strom", goal.ID)
		area, law := node(t, s, store.NodeArea, "Räume", ""), node(t, s, store.NodeRequirement, "Akte", "")
		unit := node(t, s, store.NodeUnit, "Fachbereich Öffentlichkeit", "")
		office := node(t, s, store.NodeUnit, "Büro", unit.ID)

		light := edit(t, s, proposed(t, s, "Mehr Übersicht"), said{
			"field": below.ID, "areas": []string{area.ID}, "goals": []string{subgoal.ID}, "lead": office.ID, "priority": "high",
			"at_risk": "Lieferzeit", "lights": store.Lights{Time: "green", Budget: "red"}, "current": store.Dates{End: "2026-06-30"},
			"summary": "Lang", "effect": "Lang", "costs": []store.Cost{{ID: "c", Kind: "once", Amount: 5}},
		}, "")
		file := edit(t, s, draft(t, s, "Akte"), said{
			"field": field.ID, "goals": []string{goal.ID}, "lead": unit.ID, "priority": "low", "paused": "Kein Geld", "requirements": []string{law.ID},
			"baseline": store.Dates{End: "2026-06-30"}, "current": store.Dates{End: "2026-07-31"}, "lights": store.Lights{Result: "yellow", Time: "green"},
		}, "")
		plain := draft(t, s, "Ruhe")
		stopped := enter(t, s, edit(t, s, draft(t, s, "Aus"), said{"current": store.Dates{End: "2026-01-01"}}, ""), store.MeasureStopped)
		// by number, then by candidate number
		whole := []store.Measure{light, file, plain, stopped}

		const today = "2026-07-01"
		for name, situation := range map[string]struct {
			filter store.MeasureFilter
			want   []store.Measure
		}{
			"nothing said":             {store.MeasureFilter{}, whole},
			"states":                   {store.MeasureFilter{States: []store.MeasureState{store.MeasureProposed, store.MeasureStopped}}, []store.Measure{light, stopped}},
			"a field and its topics":   {store.MeasureFilter{Field: field.ID}, []store.Measure{light, file}},
			"a topic":                  {store.MeasureFilter{Field: below.ID}, []store.Measure{light}},
			"an area":                  {store.MeasureFilter{Area: area.ID}, []store.Measure{light}},
			"a goal and its parts":     {store.MeasureFilter{Goal: goal.ID}, []store.Measure{light, file}},
			"a part of a goal":         {store.MeasureFilter{Goal: subgoal.ID}, []store.Measure{light}},
			"a unit and those below":   {store.MeasureFilter{Unit: unit.ID}, []store.Measure{light, file}},
			"a unit":                   {store.MeasureFilter{Unit: office.ID}, []store.Measure{light}},
			"an unknown unit":          {store.MeasureFilter{Unit: "nothing"}, nil},
			"a priority":               {store.MeasureFilter{Priority: "low"}, []store.Measure{file}},
			"at risk":                  {store.MeasureFilter{Flag: "at_risk"}, []store.Measure{light}},
			"paused":                   {store.MeasureFilter{Flag: "paused"}, []store.Measure{file}},
			"duties":                   {store.MeasureFilter{Flag: "duty"}, []store.Measure{file}},
			"late":                     {store.MeasureFilter{Flag: "late", Today: today}, []store.Measure{light, file}},
			"behind the baseline":      {store.MeasureFilter{Flag: "late", Today: "2026-01-01"}, []store.Measure{file}},
			"late as of now":           {store.MeasureFilter{Flag: "late"}, []store.Measure{light, file}},
			"no such flag":             {store.MeasureFilter{Flag: "purple"}, nil},
			"a light, the worst":       {store.MeasureFilter{Light: "red"}, []store.Measure{light}},
			"a light that is better":   {store.MeasureFilter{Light: "green"}, nil},
			"a title, with an umlaut":  {store.MeasureFilter{Text: "ÜBERSICHT"}, []store.Measure{light}},
			"the number":               {store.MeasureFilter{Text: "dm01"}, []store.Measure{light}},
			"the number as candidate":  {store.MeasureFilter{Text: " v2 "}, []store.Measure{file}},
			"the unit, with an umlaut": {store.MeasureFilter{Text: "öffentlich"}, []store.Measure{file}},
			"two things at once":       {store.MeasureFilter{Field: field.ID, Priority: "low", Text: "akte"}, []store.Measure{file}},
			"one of two things":        {store.MeasureFilter{Field: below.ID, Priority: "low"}, nil},
		} {
			got, err := s.Measures(ctx, situation.filter)
			must(t, err)
			want := []store.Measure{}
			for _, m := range situation.want {
				m.Profile, m.Fresh = m.Profile.Listed(), nil
				want = append(want, m)
			}
			same(t, name, got, want)
		}
		if listed := light.Profile.Listed(); listed.Effect != "" || listed.Summary != "" || len(listed.Costs) != 1 {
			t.Errorf("a list holds %+v", listed)
		}
	})

	t.Run("a list follows every change", func(t *testing.T) {
		s := open(t)
		var whole []store.Measure
		listed := func() {
			t.Helper()
			var want []store.Measure
			for _, m := range whole {
				m.Profile, m.Fresh = m.Profile.Listed(), nil
				want = append(want, m)
			}
			got, err := s.Measures(ctx, store.MeasureFilter{})
			must(t, err)
			same(t, "listed", got, want)
		}
		listed()
		whole = append(whole, draft(t, s, "Licht"), draft(t, s, "Ruhe"))
		listed()
		whole[1] = edit(t, s, whole[1], said{"title": "Stille", "progress": 30}, "")
		listed()
		whole[0] = enter(t, s, whole[0], store.MeasureStopped)
		listed()
		var rows []store.Measure
		for i := range 120 {
			rows = append(rows, store.Measure{Profile: store.Profile{Title: fmt.Sprint("Zeile ", i)}})
		}
		for _, effect := range []string{"", "Anders"} { // many at once: new ones, then changed ones
			for i := range rows {
				rows[i].Profile.LegalBasis = effect
			}
			_, _, _, err := s.ImportMeasures(ctx, rows, editing)
			must(t, err)
			got, err := s.Measures(ctx, store.MeasureFilter{})
			must(t, err)
			whole = whole[:2]
			for _, one := range got[2:] {
				m, err := s.Measure(ctx, one.ID)
				must(t, err)
				whole = append(whole, m)
			}
			listed()
		}
		_, err := s.EnterState(ctx, whole[7].ID, whole[7].Version, store.MeasureInWork, "", "", editing)
		must(t, err)
		whole[7], err = s.Measure(ctx, whole[7].ID)
		must(t, err)
		listed()
	})
}
