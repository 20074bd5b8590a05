package sqlstore

import (
	"fmt"
	"testing"
	"time"

	"masswerk/store"
)

// largeEvents are 20,000 contributions, as a city may gather them in years.
const largeEvents = 30

// largePlan is so many events of 667 ideas: each voted twice, and of every event some ideas go on with
// those of the event before.
func largePlan(t testing.TB, events int) *Store {
	t.Helper()
	s := openFresh(t)
	requirement, err := s.AddNode(ctx, store.Node{ID: store.NewID(), Kind: store.NodeRequirement, Title: "Elektronische Akte", Norm: "EGovG NRW", Section: "§ 9"})
	must(t, err)
	_, _, err = s.Promote(ctx, store.Measure{ID: store.NewID(), Sources: []store.Source{{Requirement: requirement.ID}}, Profile: store.Profile{Title: "E-Akte"}}, store.By{At: 1})
	must(t, err)
	var before []store.Idea
	for event := range events {
		h := newHall(t, s, 200)
		h.event.Title, h.event.HeldOn = fmt.Sprintf("Werkstatt %d", event), fmt.Sprintf("20%02d-05-04", event)
		facts := []store.Fact{store.EventEdited{Event: h.event}}
		var fields []store.TopicField
		for i := range 10 {
			field := store.TopicField{ID: store.NewID(), Event: h.event.ID, Title: fmt.Sprintf("Themenfeld %d", i), Position: i, Nominated: i%4 == 0}
			fields = append(fields, field)
			facts = append(facts, store.FieldCreated{Field: field})
		}
		for i := range 667 {
			idea := store.Idea{
				ID: store.NewID(), Event: h.event.ID, Session: h.room.ID, Number: i + 1, Kind: store.Proposal, State: store.Shown,
				Text:  fmt.Sprintf("Beitrag %d: Öffentliche Räume brauchen mehr Licht und weniger Lärm, und zwar in allen Häusern der Stadt", i),
				Field: fields[i%len(fields)].ID, Nominated: i%10 == 0, SubmittedAt: int64(event+1) * 86_400_000,
			}
			if i%3 == 0 {
				idea.Kind = store.Expectation
			}
			h.ideas = append(h.ideas, idea)
			facts = append(facts, store.IdeaSubmitted{Idea: idea})
		}
		h.do(facts...)
		for range 2 {
			h.closeRound(200)
		}
		var drafts []store.Outcome
		for i, idea := range h.ideas[:400] {
			if i < 40 && before != nil {
				must(t, s.Join(ctx, idea.ID, before[i*7].ID))
			}
			drafts = append(drafts, store.Outcome{Event: h.event.ID, Idea: idea.ID, Kind: store.OutcomeDeclined, Reason: "Das gibt es schon"})
		}
		must(t, s.Decide(ctx, drafts[:200], 1))
		_, err := s.Publish(ctx, h.event.ID, 2)
		must(t, err)
		must(t, s.Decide(ctx, drafts[200:], 3))
		must(t, s.Pick(ctx, []string{h.ideas[3].ID, h.ideas[5].ID, fields[1].ID}, true))
		before = h.ideas[300:]
	}
	return s
}

// closeRound lets people vote, each for a few ideas, and closes the round.
func (h *hall) closeRound(voters int) store.Round {
	h.t.Helper()
	round := h.openRoundAs(store.Pseudonymous)
	var ballots []store.Ballot
	for i := range voters {
		ballots = append(ballots, store.Ballot{ID: store.NewID(), Round: round.ID, Points: map[int]int{
			i%len(round.Items) + 1: 3, (i*7+h.rounds)%len(round.Items) + 1: 1, (i*i)%len(round.Items) + 1: 1,
		}})
	}
	tally := round.Count(ballots)
	round.State, round.Tally, round.Admitted = store.RoundClosed, &tally, len(h.people)
	h.do(store.RoundEnded{Round: round, Ballots: ballots})
	return round
}

// inboxFilters are all kinds of looks at the inbox.
func inboxFilters(event string) map[string]store.InboxFilter {
	filters := map[string]store.InboxFilter{
		"as it opens":         {},
		"all":                 {Taken: "all"},
		"all, at the end":     {Taken: "all", After: 19_900, Limit: 200},
		"nominated":           {Taken: "nominated"},
		"picked":              {Taken: "picked"},
		"one event":           {Taken: "all", Event: event, Limit: 200},
		"searched":            {Taken: "all", Text: "ÖFFENTLICHE räume", Limit: 200},
		"searched for few":    {Taken: "all", Text: "Beitrag 66:"},
		"searched in vain":    {Taken: "all", Text: "gibt es nicht"},
		"open":                {Taken: "all", State: "open", Limit: 200},
		"drafted":             {Taken: "all", State: "drafted"},
		"published":           {Taken: "all", State: "published"},
		"ideas":               {Taken: "all", Kind: "idea", Limit: 200},
		"expectations":        {Taken: "all", Kind: "expectation"},
		"fields":              {Taken: "all", Kind: "field", Limit: 200},
		"requirements":        {Taken: "all", Kind: "requirement"},
		"open, best searched": {Taken: "all", State: "open", Sort: "points", Text: "licht", Limit: 200},
	}
	for _, by := range []string{"event", "points", "rank", "oldest"} {
		filters["by "+by] = store.InboxFilter{Taken: "all", Sort: by, Limit: 200}
	}
	return filters
}

// BenchmarkInbox measures a page of the inbox over 20,000 contributions.
func BenchmarkInbox(b *testing.B) {
	s := largePlan(b, largeEvents)
	events, err := s.List(ctx)
	must(b, err)
	for name, filter := range inboxFilters(events[3].ID) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				_, _, err := s.Inbox(ctx, filter)
				must(b, err)
			}
		})
	}
	b.Run("after a start", func(b *testing.B) {
		for b.Loop() {
			s.counted.events, s.counted.latest = nil, nil
			_, _, err := s.Inbox(ctx, store.InboxFilter{Sort: "points"})
			must(b, err)
		}
	})
}

func TestADeletedEventsVotesLeaveTheMemory(t *testing.T) {
	h := newHall(t, openFresh(t), 9)
	h.submit("Mehr Licht")
	h.closeRound(9)
	look := func(want int) {
		t.Helper()
		_, _, err := h.store.Inbox(ctx, store.InboxFilter{})
		must(t, err)
		if got := len(h.store.counted.latest.votes); got != want {
			t.Errorf("votes on %d ideas are known, want %d", got, want)
		}
	}
	look(1)
	_, err := h.store.Delete(ctx, h.event.ID, 1)
	must(t, err)
	look(0)
}

// The margin is wide, because whoever runs this may be busy: BenchmarkInbox measures.
func TestTheInboxIsFastAndWhole(t *testing.T) {
	count := largeEvents
	if underRace {
		count = 4
	}
	s := largePlan(t, count)
	events, err := s.List(ctx)
	must(t, err)
	totals := map[string]int{
		"all": count*677 + 1, "one event": 677, "picked": count*3 + 1, "fields": count * 10, "requirements": 1,
		"searched": count * 667, "searched for few": count, "searched in vain": 0, "published": count*200 + 1, "drafted": count * 200,
	}
	_, _, err = s.Inbox(ctx, store.InboxFilter{}) // after a start, votes are read once
	must(t, err)
	for name, filter := range inboxFilters(events[3].ID) {
		began := time.Now()
		items, total, err := s.Inbox(ctx, filter)
		must(t, err)
		if took := time.Since(began); took > time.Second && !underRace {
			t.Errorf("%s took %v", name, took)
		}
		if want, known := totals[name]; known && total != want {
			t.Errorf("%s: %d in all, want %d", name, total, want)
		}
		limit := filter.Limit
		if limit == 0 {
			limit = 50
		}
		if len(items) != min(limit, max(0, total-filter.After)) {
			t.Errorf("%s: %d of %d on a page of %d", name, len(items), total, limit)
		}
	}
}
