package storetest

import (
	"context"
	"slices"
	"testing"

	"masswerk/store"
)

func leading(t *testing.T, open Open) {
	ctx := context.Background()

	t.Run("by an agenda", func(t *testing.T) {
		w := begin(t, open(t))
		vote := store.Phase{ID: store.NewID(), Session: w.session.ID, Position: 1, PhasePlan: store.PhasePlan{
			Kind: store.Vote, Title: "Abstimmen", Instruction: "Drei Punkte", Seconds: 300, End: store.EndClose,
			OpensAt: 1_700_000_000_000, Scene: "vote", Vote: &store.RoundPlan{
				Title: "Was zuerst?", Method: store.Scale, Subject: store.OnFields, Secrecy: store.Secret, Hidden: true, ExcludeOwn: true,
				Criteria: []store.Criterion{{Name: "Aufwand", Low: "klein", High: "groß", Less: true}},
			},
		}}
		lobby, collect := w.session.Phases[0], w.session.Phases[1]
		edit := func(phases ...store.Phase) {
			t.Helper()
			for i := range phases {
				phases[i].Position = i
			}
			w.do(store.AgendaEdited{Session: w.session.ID, Phases: phases})
			w.session.Phases = phases
			same(t, "agenda", w.load().Sessions, []store.Session{w.session})
		}
		edit(lobby, vote, collect)
		edit(collect, vote, lobby)
		edit(vote, lobby)
		vote.Kind, vote.Title, vote.Vote, vote.Hands = store.Discuss, "", nil, true
		edit(lobby, vote)
		edit(lobby, vote, collect) // a removal undone
	})

	t.Run("by a timer and a spotlight", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		for _, session := range []store.Session{
			{Timer: store.Timer{Total: 60_000, EndsAt: 1_700_000_060_000}, Spotlight: store.Spotlight{Idea: w.ideas[1].ID}},
			{Timer: store.Timer{Total: 60_000, Left: 12_345}, Spotlight: store.Spotlight{Field: w.field.ID}},
			{},
		} {
			w.session.Timer, w.session.Spotlight = session.Timer, session.Spotlight
			w.do(store.SessionEdited{Session: w.session})
			same(t, "session", w.load().Sessions, []store.Session{w.session})
		}
	})

	t.Run("by dates", func(t *testing.T) {
		s := open(t)
		due := func(now int64, want ...*workshop) {
			t.Helper()
			got, err := s.DuePhases(ctx, now)
			must(t, err)
			var ids []string
			for _, w := range want {
				ids = append(ids, w.event.ID)
			}
			slices.Sort(ids)
			same(t, "due", got, ids)
		}
		early, late := begin(t, s), begin(t, s)
		begin(t, s)
		for i, w := range []*workshop{early, late} {
			for position := range w.session.Phases {
				w.session.Phases[position].OpensAt = int64(100*i + 100 + position)
			}
			w.do(store.AgendaEdited{Session: w.session.ID, Phases: w.session.Phases})
		}
		due(99)
		due(100, early)
		due(300, early, late)
		for position := range early.session.Phases {
			early.session.Phases[position].OpensAt = 0
		}
		early.do(store.AgendaEdited{Session: early.session.ID, Phases: early.session.Phases})
		due(300, late)
	})

	t.Run("with paper cards", func(t *testing.T) {
		w := begin(t, open(t))
		first, second := store.CardRange{From: 1, To: 40}, store.CardRange{From: 101, To: 101}
		w.do(store.CardsReserved{Cards: first})
		w.do(store.CardsReserved{Cards: second})
		w.event.Cards, w.event.Seq = []store.CardRange{first, second}, w.seq
		same(t, "event", w.load().Event, w.event)
	})
}
