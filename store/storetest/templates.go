package storetest

import (
	"context"
	"testing"

	"masswerk/store"
)

// Templates checks store.Templates.
func Templates(t *testing.T, open Open) {
	ctx := context.Background()

	t.Run("an agenda is kept without what happened", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		w.session.Phases[1].PhasePlan.Vote = &store.RoundPlan{Method: store.Approve, Subject: store.OnIdeas, Secrecy: store.OpenVote, Budget: 3}
		w.session.Phases[1].Seconds, w.session.Phases[1].Hands = 600, true
		w.session.Timer, w.session.Blank = store.Timer{Total: 1}, true
		second := store.Template{ID: store.NewID(), Title: "Zweite", Language: "en"}
		saved := store.Template{ID: store.NewID(), Title: "Erste", Language: "de", Sessions: []store.Session{w.session, {Title: "Noch eine"}}}
		must(t, w.store.SaveTemplate(ctx, second))
		must(t, w.store.SaveTemplate(ctx, saved))
		twin := saved
		twin.ID = store.NewID()
		refused(t, w.store.SaveTemplate(ctx, twin), store.ErrTemplateTaken)

		bare := store.Session{Title: w.session.Title, Prompt: w.session.Prompt}
		for i, phase := range w.session.Phases {
			bare.Phases = append(bare.Phases, store.Phase{Position: i, PhasePlan: phase.PhasePlan, PhaseSettings: phase.PhaseSettings})
		}
		saved.Sessions = []store.Session{bare, {Position: 1, Title: "Noch eine"}}
		got, err := w.store.Templates(ctx)
		must(t, err)
		same(t, "templates", got, []store.Template{saved, second})

		must(t, w.store.RemoveTemplate(ctx, saved.ID))
		refused(t, w.store.RemoveTemplate(ctx, saved.ID), store.ErrNotFound)
		got, err = w.store.Templates(ctx)
		must(t, err)
		same(t, "the one left", got, []store.Template{second})
	})
}
