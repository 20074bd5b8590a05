package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"masswerk/store"
)

func editingMeasures(t *testing.T, open Open) {
	ctx := context.Background()

	t.Run("parts go in side by side", func(t *testing.T) {
		s := open(t)
		m := draft(t, s, "Licht")
		edited := edit(t, s, m, said{"effect": "Weniger Strom", "risks": []store.Risk{{ID: "r", Title: "Lieferzeit"}}}, "")
		if edited.Version != 2 || edited.ChangedAt != editing.At || edited.Profile.Effect != "Weniger Strom" {
			t.Errorf("got %+v", edited)
		}
		later, err := s.EditMeasure(ctx, m.ID, 1, said{"situation": "Zu dunkel", "title": "Mehr Licht"}.parts(t), "", other)
		must(t, err)
		want := edited
		want.Version, want.Profile.Situation, want.Profile.Title = 3, "Zu dunkel", "Mehr Licht"
		want.Fresh = map[string]int64{"effect": 2, "risks": 2, "situation": 3, "title": 3}
		same(t, "measure", later, want)
		stored(t, s, want)
		same(t, "changed since", later.ChangedSince(2), []string{"situation", "title"})
	})

	t.Run("a part that somebody else changed is refused", func(t *testing.T) {
		s := open(t)
		m := draft(t, s, "Licht")
		now := edit(t, s, m, said{"effect": "Weniger Strom"}, "")
		for _, one := range []struct {
			base  int64
			parts said
		}{
			{1, said{"effect": "Mehr Strom", "situation": "Zu dunkel"}},
			{1, said{"effect": ""}},
			{0, said{"situation": "Nie gesehen"}},
			{3, said{"situation": "Aus der Zukunft"}},
		} {
			got, err := s.EditMeasure(ctx, m.ID, one.base, one.parts.parts(t), "", other)
			refused(t, err, store.ErrVersion)
			same(t, "measure with the refusal", got, now)
			stored(t, s, now)
		}
		got, err := s.EditMeasure(ctx, m.ID, 1, said{"effect": "Weniger Strom"}.parts(t), "", other)
		must(t, err) // both say the same, as when an answer was lost
		same(t, "measure", got, now)
		_, err = s.EditMeasure(ctx, "nothing", 1, nil, "", editing)
		refused(t, err, store.ErrNotFound)
	})

	t.Run("a part that cannot be so is refused", func(t *testing.T) {
		s := open(t)
		m := draft(t, s, "Licht")
		unit := node(t, s, store.NodeUnit, "Fachbereich 10", "")
		long, many := strings.Repeat("ä", store.MaxProfileText+1), make([]store.Risk, store.MaxProfileRows+1)
		for i := range many {
			many[i].ID = fmt.Sprint(i)
		}
		for name, contents := range map[string][]string{
			"title":         {`""`, `" "`, `"a\nb"`, jsonOf(strings.Repeat("ä", store.MaxMeasureTitle+1)), `7`, `null`},
			"summary":       {jsonOf(long)},
			"kind":          {`"both"`},
			"effect":        {`{}`, `"a\u0000"`},
			"field":         {`"nothing"`, jsonOf(unit.ID)},
			"areas":         {`["nothing"]`},
			"goals":         {`["nothing"]`},
			"requirements":  {`["nothing"]`},
			"lead":          {`"nothing"`},
			"group":         {jsonOf(unit.ID)},
			"involved":      {jsonOf([]string{unit.ID, unit.ID}), `[""]`},
			"depends_on":    {`["nothing"]`, jsonOf([]string{m.ID})},
			"affected":      {`-1`, `1.5`},
			"baseline":      {`{"start": "2026-02-30"}`, `{"begin": "2026-02-01"}`},
			"current":       {`{"start": "2026-02-01", "end": "2026-01-01"}`, `"2026"`},
			"date_changes":  {`[]`},
			"milestones":    {`[{"due": "morgen"}]`, `[{"id": "1"}, {"id": "1"}]`, `[{"titel": "x"}]`},
			"projects":      {`[{"start": "2026-01-02", "end": "2026-01-01"}]`},
			"indicators":    {`[{"actuals": [{"on": "", "value": 1}]}]`, `[{"target": "viel"}]`},
			"costs":         {`[{"kind": "sometimes"}]`, `[{"kind": "once", "amount": -1}]`, `[{"kind": "once", "certainty": "maybe"}]`, `[{"kind": "once", "year": 26}]`},
			"funding":       {`["lottery"]`, `["own", "own"]`},
			"effort":        {`{"fte": -1}`},
			"risks":         {jsonOf(many), jsonOf([]store.Risk{{Title: long}})},
			"obligations":   {`[{"kind": "staff_council"}, {"kind": "staff_council", "state": "informed"}]`, `[{"kind": "mayor"}]`, `[{"kind": "procurement", "state": "asked"}]`},
			"accessibility": {`{"answer": "maybe"}`},
			"analogue":      {`{"answer": "maybe"}`},
			"progress":      {`101`, `-1`},
			"lights":        {`{"time": "blue"}`},
			"visibility":    {`"friends"`},
			"embargo":       {`"soon"`},
			"gate":          {`{"new": {"answer": "partly"}}`},
			"nothing":       {`""`},
			"Title":         {`"Licht"`},
		} {
			for _, content := range contents {
				_, err := s.EditMeasure(ctx, m.ID, 1, map[string]json.RawMessage{"effect": []byte(`"geht verloren"`), name: []byte(content)}, "", editing)
				var refusal *store.Error
				if !errors.As(err, &refusal) || refusal.Code != store.ErrInvalid.Code || refusal.Field != name {
					t.Errorf("%s: %.80s: got error %v", name, content, err)
				}
			}
		}
		stored(t, s, m)
	})

	t.Run("a new row gets an id, and keeps it", func(t *testing.T) {
		s := open(t)
		m := draft(t, s, "Licht")
		rows := said{"milestones": []store.Milestone{{ID: "given", Title: "Plan"}, {Title: "Bau"}}, "costs": []store.Cost{{Kind: "once", Year: 2027, Amount: 5}}}
		edited := edit(t, s, m, rows, "")
		if p := edited.Profile; p.Milestones[0].ID != "given" || len(p.Milestones[1].ID) != 36 || len(p.Costs[0].ID) != 36 {
			t.Errorf("got %+v, %+v", p.Milestones, p.Costs)
		}
		same(t, "sent again", edit(t, s, edited, rows, ""), edited)
		again, err := s.EditMeasure(ctx, m.ID, 1, rows.parts(t), "", editing)
		must(t, err)
		same(t, "sent again by who did not get the answer", again, edited)
	})

	t.Run("moved dates need a reason and are noted", func(t *testing.T) {
		s := open(t)
		m := draft(t, s, "Licht")
		first, second := store.Dates{Start: "2026-01-01", End: "2026-06-30"}, store.Dates{Start: "2026-01-01", End: "2026-09-30"}
		m = edit(t, s, m, said{"current": first}, "")
		m = edit(t, s, m, said{"current": second}, "") // there is no baseline yet
		m = edit(t, s, m, said{"baseline": first}, "")
		same(t, "date changes", m.Profile.DateChanges, nil)
		for _, parts := range []said{{"current": first}, {"baseline": second}} {
			_, err := s.EditMeasure(ctx, m.ID, m.Version, parts.parts(t), "", editing)
			refused(t, err, store.ErrReasonNeeded)
		}
		stored(t, s, m)
		m = edit(t, s, m, said{"current": first}, "Doch früher")
		want := []store.DateChange{{At: editing.At, From: second, To: first, Reason: "Doch früher"}}
		same(t, "date changes", m.Profile.DateChanges, want)
		if m.Fresh["current"] != m.Version || m.Fresh["date_changes"] != m.Version {
			t.Errorf("fresh is %v", m.Fresh)
		}
		m = edit(t, s, m, said{"effect": "Weniger Strom"}, "")
		same(t, "date changes", m.Profile.DateChanges, want)
	})

	t.Run("no acknowledged edit is lost", func(t *testing.T) {
		s := open(t)
		m := draft(t, s, "Licht")
		random := rand.New(rand.NewPCG(5, 7))
		texts := []string{"effect", "situation", "legal_basis", "lead_function", "external", "audience"}
		seen := []store.Measure{m, m} // what each of two writers looks at
		latest, refusals := map[string]string{}, 0
		for turn := range 400 {
			writer := random.IntN(2)
			parts := said{}
			for _, name := range texts {
				if random.IntN(4) == 0 {
					parts[name] = fmt.Sprintf("%d of writer %d", turn, writer)
				}
			}
			if random.IntN(3) == 0 { // looks again first
				now, err := s.Measure(ctx, m.ID)
				must(t, err)
				seen[writer] = now
			}
			base := seen[writer].Version
			before, err := s.Measure(ctx, m.ID)
			must(t, err)
			foreign := false // somebody changed what this one writes, unseen
			for name := range parts {
				foreign = foreign || before.Fresh[name] > base
			}
			got, err := s.EditMeasure(ctx, m.ID, base, parts.parts(t), "", []store.By{editing, other}[writer])
			if foreign {
				refused(t, err, store.ErrVersion)
				refusals++
			} else {
				must(t, err)
				seen[writer] = got
				for name, text := range parts {
					latest[name] = text.(string)
				}
			}
			now, err := s.Measure(ctx, m.ID)
			must(t, err)
			p := now.Profile
			same(t, "texts", []string{p.Effect, p.Situation, p.LegalBasis, p.LeadFunction, p.External, p.Audience},
				[]string{latest["effect"], latest["situation"], latest["legal_basis"], latest["lead_function"], latest["external"], latest["audience"]})
			if t.Failed() {
				return
			}
		}
		if refusals < 40 || refusals > 360 {
			t.Errorf("%d of 400 edits were refused: this test proves little", refusals)
		}
	})
}

func jsonOf(value any) string {
	content, err := json.Marshal(value)
	if err != nil {
		panic(err) // of a test's own making
	}
	return string(content)
}
