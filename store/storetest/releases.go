package storetest

import (
	"context"
	"testing"

	"masswerk/store"
)

func releases(t *testing.T, open Open) {
	ctx := context.Background()
	text := func(w *workshop, idea int) store.Release {
		return store.Release{Event: w.event.ID, Idea: w.ideas[idea].ID, Number: idea + 1, Kind: "text"}
	}
	summary := func(w *workshop, idea int, words string) store.Release {
		return store.Release{Event: w.event.ID, Idea: w.ideas[idea].ID, Number: idea + 1, Kind: "summary", Summary: words}
	}
	released := func(w *workshop, want ...store.Release) {
		t.Helper()
		got, err := w.store.Releases(ctx, w.event.ID)
		must(t, err)
		for i := range want {
			want[i].Idea = w.ideas[want[i].Number-1].ID
		}
		same(t, "releases", got, want)
	}

	t.Run("nothing is told that was not released", func(t *testing.T) {
		s := open(t)
		w, other := begin(t, s).collect(), begin(t, s).collect()
		w.do(store.IdeaMoved{Idea: w.ideas[0].ID, Field: w.field.ID})
		must(t, s.Decide(ctx, []store.Outcome{{Event: w.event.ID, Idea: w.ideas[0].ID, Kind: store.OutcomeParked, Reason: "Später", ReviewOn: "2027-05-01"}}, 1))
		must(t, s.SetReleases(ctx, []store.Release{text(w, 0), summary(w, 1, "Es ist zu laut"), text(w, 2)}))
		released(w, text(w, 0), summary(w, 1, "Es ist zu laut"), text(w, 2))
		for range 2 {
			for number, want := range []store.Told{
				{Number: 1, Kind: store.Proposal, Text: "Mehr Licht", Field: "Gebäude"}, // what was decided is a draft
				{Number: 2, Kind: store.Proposal, Text: "Es ist zu laut", Summary: true},
				{Number: 3, Kind: store.Proposal, Field: "Gebäude"}, // it was never shown to the room
				{Number: 4, Kind: store.Proposal},
			} {
				same(t, "told", told(t, w, number+1), want)
			}
			_, err := s.Delete(ctx, w.event.ID, 1)
			must(t, err)
		}
		for _, one := range []int{1, 2, 3, 4} {
			if told(t, other, one).Text != "" {
				t.Error("another event's text is told")
			}
		}
		_, err := s.Told(ctx, "nothing")
		refused(t, err, store.ErrNotFound)
	})

	t.Run("they are replaced and taken back", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		must(t, w.store.SetReleases(ctx, []store.Release{text(w, 0), text(w, 1)}))
		must(t, w.store.SetReleases(ctx, []store.Release{summary(w, 0, "Licht"), {Event: w.event.ID, Idea: w.ideas[1].ID}, {Event: w.event.ID, Idea: w.ideas[3].ID}}))
		released(w, summary(w, 0, "Licht"))
		must(t, w.store.SetReleases(ctx, []store.Release{text(w, 0)}))
		released(w, text(w, 0))
	})

	t.Run("what cannot be released is refused, and nothing stored", func(t *testing.T) {
		s := open(t)
		w, other := begin(t, s).collect(), begin(t, s).collect()
		w.do(store.IdeaWithdrawn{Idea: w.ideas[3].ID, At: 1})
		unknown, foreign := text(w, 0), text(w, 0)
		unknown.Idea, foreign.Event = "nothing", other.event.ID
		for name, one := range map[string]struct {
			release store.Release
			want    error
		}{
			"unknown":           {unknown, store.ErrNotFound},
			"of another event":  {foreign, store.ErrNotFound},
			"withdrawn":         {text(w, 3), store.ErrIdeaWithdrawn},
			"no summary":        {summary(w, 0, ""), store.ErrInvalid},
			"text with summary": {store.Release{Event: w.event.ID, Idea: w.ideas[0].ID, Kind: "text", Summary: "x"}, store.ErrInvalid},
			"another kind":      {store.Release{Event: w.event.ID, Idea: w.ideas[0].ID, Kind: "all"}, store.ErrInvalid},
		} {
			t.Run(name, func(t *testing.T) { refused(t, s.SetReleases(ctx, []store.Release{text(w, 1), one.release}), one.want) })
		}
		released(w)
	})

	t.Run("the author's words prevail", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		must(t, w.store.SetReleases(ctx, []store.Release{text(w, 0), summary(w, 1, "Es ist zu laut"), text(w, 3)}))
		w.do(store.IdeaRedacted{Idea: w.ideas[0].ID, Text: "Mehr [Name entfernt]", Number: 1},
			store.IdeaWithdrawn{Idea: w.ideas[1].ID, At: 1}, store.IdeaModerated{Idea: w.ideas[3].ID, State: store.Hidden})
		if got := told(t, w, 1); got.Text != "Mehr [Name entfernt]" {
			t.Errorf("redacted: %+v", got)
		}
		same(t, "withdrawn", told(t, w, 2), store.Told{Number: 2, Kind: store.Proposal, State: store.Withdrawn})
		if got := told(t, w, 4); got.Text != "" {
			t.Errorf("hidden: %+v", got)
		}
		released(w, text(w, 0), text(w, 3))
		w.do(store.IdeaModerated{Idea: w.ideas[3].ID, State: store.Shown})
		if got := told(t, w, 4); got.Text != "Ruhe" {
			t.Errorf("shown again: %+v", got)
		}
		_, err := w.store.Delete(ctx, w.event.ID, 1)
		must(t, err)
		if got := told(t, w, 1); got.Text != "Mehr [Name entfernt]" {
			t.Errorf("redacted and deleted: %+v", got)
		}
		same(t, "withdrawn and deleted", told(t, w, 2), store.Told{Number: 2, Kind: store.Proposal, State: store.Withdrawn})
	})

	t.Run("after the deletion they can only be taken back", func(t *testing.T) {
		s := open(t)
		w := begin(t, s).collect()
		must(t, s.SetReleases(ctx, []store.Release{text(w, 0), summary(w, 1, "Es ist zu laut")}))
		if got := trace(t, w).Text; got != "Mehr Licht" {
			t.Errorf("the author reads %q", got)
		}
		_, err := s.Delete(ctx, w.event.ID, 1)
		must(t, err)
		released(w, text(w, 0), summary(w, 1, "Es ist zu laut"))
		if got := trace(t, w).Text; got != "Mehr Licht" {
			t.Errorf("the author reads %q", got)
		}
		refused(t, s.SetReleases(ctx, []store.Release{text(w, 0)}), store.ErrNotFound)
		must(t, s.SetReleases(ctx, []store.Release{{Event: w.event.ID, Idea: w.ideas[0].ID}}))
		released(w, summary(w, 1, "Es ist zu laut"))
		if told(t, w, 1).Text != "" || trace(t, w).Text != "" || told(t, w, 2).Text == "" {
			t.Error("what was taken back is told, or what was not is gone")
		}
	})

	t.Run("a deletion keeps how far to tell", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		w.event.Publication = store.Committee
		w.do(store.EventEdited{Event: w.event})
		deletion, err := w.store.Delete(ctx, w.event.ID, 1)
		must(t, err)
		if deletion.Publication != store.Committee || deletion.ReadCode != w.event.ReadCode() || len(deletion.ReadCode) != 12 {
			t.Errorf("got %+v", deletion)
		}
	})
}
