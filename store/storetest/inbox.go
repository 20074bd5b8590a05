package storetest

import (
	"context"
	"slices"
	"testing"

	"masswerk/store"
)

// Inbox checks store.Inbox.
func Inbox(t *testing.T, open Open) {
	t.Run("filters", func(t *testing.T) { inboxFilters(t, open) })
	t.Run("items", func(t *testing.T) { inboxItems(t, open) })
	t.Run("picking", func(t *testing.T) { picking(t, open) })
	t.Run("joining", func(t *testing.T) { joining(t, open) })
	t.Run("votes", func(t *testing.T) { inboxVotes(t, open) })
}

// inbox returns what a filter leaves, each as its text, and fails unless that is all.
func inbox(t *testing.T, s Store, filter store.InboxFilter) (items []store.InboxItem, texts []string) {
	t.Helper()
	items, total, err := s.Inbox(context.Background(), filter)
	must(t, err)
	if total != len(items) {
		t.Errorf("%d items of %d", len(items), total)
	}
	for _, item := range items {
		texts = append(texts, item.Text)
	}
	return items, texts
}

func inboxFilters(t *testing.T, open Open) {
	ctx := context.Background()
	s := open(t)
	w, older := begin(t, s).collect(), begin(t, s).collect()
	older.event.HeldOn, older.event.Title = "2025-03-01", "Barcamp"
	older.do(store.EventEdited{Event: older.event}, store.IdeaNominated{Idea: older.ideas[3].ID, On: true},
		store.FieldNominated{Field: older.field.ID, On: true}, store.IdeaWithdrawn{Idea: older.ideas[2].ID, At: 1})
	expectation := store.Idea{
		ID: store.NewID(), Event: w.event.ID, Session: w.session.ID, Number: 5, Kind: store.Expectation, Text: "Ich brauche ÖFFENTLICHES Licht, 100 % hell",
		State: store.Shown, Nominated: true, SubmittedAt: 3_600_000,
	}
	w.do(store.IdeaSubmitted{Idea: expectation}, store.IdeaNominated{Idea: w.ideas[0].ID, On: true})
	must(t, s.Pick(ctx, []string{w.ideas[1].ID, w.field.ID}, true))
	law := node(t, s, store.NodeRequirement, "Elektronische Akte", "")
	_, _, err := s.Promote(ctx, candidate(w, store.Source{Requirement: law.ID}), editing)
	must(t, err)
	must(t, s.RemoveNode(ctx, node(t, s, store.NodeRequirement, "Aufgehoben", "").ID, true))
	must(t, s.Decide(ctx, []store.Outcome{
		{Event: w.event.ID, Idea: w.ideas[0].ID, Kind: store.OutcomeParked}, {Event: older.event.ID, Idea: older.ideas[3].ID, Kind: store.OutcomeParked},
	}, 1))
	_, err = s.Publish(ctx, older.event.ID, 1)
	must(t, err)

	lichtLaerm := []string{"Mehr Licht", "Weniger Lärm"}
	const hell, akte = "Ich brauche ÖFFENTLICHES Licht, 100 % hell", "Elektronische Akte"
	all := []string{"Mehr Licht", "Weniger Lärm", "Ein Aufzug", "Ruhe", hell, "Gebäude", "Mehr Licht", "Weniger Lärm", "Ruhe", "Gebäude", akte}
	for name, one := range map[string]struct {
		filter store.InboxFilter
		want   []string
	}{
		"as it opens":        {store.InboxFilter{}, append(slices.Clone(lichtLaerm), hell, "Gebäude", "Ruhe", "Gebäude", akte)},
		"all":                {store.InboxFilter{Taken: "all"}, all},
		"nominated":          {store.InboxFilter{Taken: "nominated"}, []string{"Mehr Licht", hell, "Ruhe", "Gebäude"}},
		"picked":             {store.InboxFilter{Taken: "picked"}, []string{"Weniger Lärm", "Gebäude", akte}},
		"one event":          {store.InboxFilter{Event: older.event.ID}, []string{"Ruhe", "Gebäude"}},
		"all of one event":   {store.InboxFilter{Event: older.event.ID, Taken: "all"}, all[6:10]},
		"expectations":       {store.InboxFilter{Kind: "expectation", Taken: "all"}, []string{hell}},
		"ideas":              {store.InboxFilter{Kind: "idea"}, append(slices.Clone(lichtLaerm), "Ruhe")},
		"fields":             {store.InboxFilter{Kind: "field"}, []string{"Gebäude", "Gebäude"}},
		"requirements":       {store.InboxFilter{Kind: "requirement"}, []string{akte}},
		"open":               {store.InboxFilter{State: "open"}, []string{"Weniger Lärm", hell, "Gebäude", "Gebäude"}},
		"drafted":            {store.InboxFilter{State: "drafted"}, []string{"Mehr Licht"}},
		"published":          {store.InboxFilter{State: "published"}, []string{"Ruhe", akte}},
		"searched":           {store.InboxFilter{Taken: "all", Text: "LÄRM"}, []string{"Weniger Lärm", "Weniger Lärm"}},
		"searched in case":   {store.InboxFilter{Taken: "all", Text: "öffentliches licht"}, []string{hell}},
		"searched per cent":  {store.InboxFilter{Taken: "all", Text: "100 %"}, []string{hell}},
		"searched wildcards": {store.InboxFilter{Taken: "all", Text: "_"}, nil},
		"searched titles":    {store.InboxFilter{Text: "gebäude"}, []string{"Gebäude", "Gebäude"}},
		"searched in law":    {store.InboxFilter{Text: "akte"}, []string{akte}},
		"searched withdrawn": {store.InboxFilter{Taken: "all", Text: "Aufzug"}, []string{"Ein Aufzug"}},
		"oldest first":       {store.InboxFilter{Kind: "expectation", Sort: "oldest"}, []string{hell}},
		"oldest of all":      {store.InboxFilter{Sort: "oldest", Taken: "all"}, slices.Concat([]string{hell, "Gebäude", "Gebäude"}, all[:4], all[6:9], []string{akte})},
		"unknown event":      {store.InboxFilter{Event: "nothing", Taken: "all"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			_, got := inbox(t, s, one.filter)
			same(t, "texts", got, one.want)
		})
	}

	t.Run("pages", func(t *testing.T) {
		var texts []string
		for after := 0; after < 15; after += 4 {
			page, total, err := s.Inbox(ctx, store.InboxFilter{Taken: "all", Limit: 4, After: after})
			must(t, err)
			if total != len(all) || len(page) != min(4, max(0, total-after)) {
				t.Errorf("%d of %d after %d", len(page), total, after)
			}
			for _, item := range page {
				texts = append(texts, item.Text)
			}
		}
		same(t, "texts", texts, all)
	})
}

func inboxItems(t *testing.T, open Open) {
	ctx := context.Background()
	s := open(t)
	w := begin(t, s).collect()
	within := store.TopicField{ID: store.NewID(), Event: w.event.ID, Title: "Keller", JoinedInto: w.field.ID}
	w.do(store.IdeaNominated{Idea: w.ideas[0].ID, On: true}, store.FieldCreated{Field: within}, store.IdeaMoved{Idea: w.ideas[0].ID, Field: within.ID},
		store.IdeaSupported{Idea: w.ideas[0].ID, Participant: w.people[1].ID, On: true}, store.IdeaSupported{Idea: w.ideas[0].ID, Participant: w.people[2].ID, On: true})
	must(t, s.Pick(ctx, []string{w.ideas[0].ID, w.field.ID}, true))
	m, _, err := s.Promote(ctx, candidate(w, store.Source{Field: w.field.ID, Title: "Gebäude"}), editing)
	must(t, err)
	must(t, s.SetReleases(ctx, []store.Release{{Event: w.event.ID, Idea: w.ideas[0].ID, Kind: "summary", Summary: "Licht"}}))
	law := node(t, s, store.NodeRequirement, "Akte", "")
	law.Norm, law.Section = "EGovG NRW", "§ 9"
	law, err = s.EditNode(ctx, law)
	must(t, err)

	items, _ := inbox(t, s, store.InboxFilter{})
	event := store.InboxItem{Event: w.event.ID, Title: w.event.Title, HeldOn: w.event.HeldOn, Devices: 3, Picked: true}
	idea, field := event, event
	idea.Kind, idea.Number, idea.ID, idea.Text, idea.Field, idea.Nominated = "idea", 1, w.ideas[0].ID, "Mehr Licht", "Keller", true
	idea.Support, idea.Release, idea.Measure, idea.MeasureID = 2, "summary", m.Candidate, m.ID
	idea.Outcome = &store.Outcome{
		Event: w.event.ID, Idea: w.ideas[0].ID, Number: 1, Kind: store.OutcomePromoted, DecidedAt: editing.At,
		Measure: m.ID, CandidateNumber: 1, CandidateTitle: m.Profile.Title, MeasureState: store.MeasureCandidate,
	}
	field.Kind, field.ID, field.Text, field.Ideas, field.Measure, field.MeasureID = "field", w.field.ID, "Gebäude", 2, m.Candidate, m.ID
	same(t, "items", items, []store.InboxItem{idea, field, {Kind: "requirement", ID: law.ID, Text: "EGovG NRW § 9 Akte", Picked: true}})
}

func picking(t *testing.T, open Open) {
	ctx := context.Background()
	s := open(t)
	w := begin(t, s).collect()
	w.do(store.IdeaWithdrawn{Idea: w.ideas[3].ID, At: 1})
	for _, id := range []string{"nothing", w.ideas[3].ID, w.event.ID} {
		refused(t, s.Pick(ctx, []string{w.ideas[0].ID, id}, true), store.ErrNotFound)
	}
	_, got := inbox(t, s, store.InboxFilter{})
	same(t, "after refusals", got, nil)
	for range 2 {
		must(t, s.Pick(ctx, []string{w.ideas[0].ID, w.ideas[1].ID, w.field.ID}, true))
	}
	must(t, s.Pick(ctx, []string{w.ideas[0].ID, "nothing"}, false))
	_, got = inbox(t, s, store.InboxFilter{})
	same(t, "picked", got, []string{"Weniger Lärm", "Gebäude"})
	events, err := s.EventsOf(ctx, []string{w.ideas[0].ID, w.field.ID, "nothing"})
	must(t, err)
	same(t, "events", events, map[string]string{w.ideas[0].ID: w.event.ID, w.field.ID: w.event.ID})

	w.do(store.IdeaWithdrawn{Idea: w.ideas[1].ID, At: 1})
	_, got = inbox(t, s, store.InboxFilter{})
	same(t, "after a withdrawal", got, []string{"Gebäude"})
	_, err = s.Delete(ctx, w.event.ID, 1)
	must(t, err)
	_, got = inbox(t, s, store.InboxFilter{Taken: "all"})
	same(t, "after the deletion", got, nil)
}
