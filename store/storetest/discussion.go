package storetest

import (
	"context"
	"slices"
	"testing"

	"masswerk/store"
)

func discussion(t *testing.T, open Open) {
	t.Run("in comments", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		var comments []store.Comment
		for i, text := range []string{"Ja, bitte", "Nur im Winter", "Wer zahlt das?"} {
			one := store.Comment{
				ID: store.NewID(), Event: w.event.ID, Idea: w.ideas[i%2].ID, Number: i + 1, Text: text, State: store.Shown, Command: "comment " + text,
			}
			if i > 0 {
				one.Author = w.people[i].ID
			}
			comments = append(comments, one)
			w.commit([]store.Accepted{{Actor: one.Author, ID: one.Command, MAC: "mac " + text}}, store.CommentAdded{Comment: one})
		}
		same(t, "as added", w.load().Comments, comments)
		w.do(store.CommentModerated{Comment: comments[0].ID, State: store.Hidden}, store.CommentWithdrawn{Comment: comments[1].ID, At: 5})
		comments[0].State = store.Hidden
		comments[1].State, comments[1].Text = store.Withdrawn, ""
		got := w.load()
		same(t, "as moderated", got.Comments, comments)
		same(t, "ideas", got.Ideas, w.ideas)
		for _, accepted := range got.Accepted {
			if empty := accepted.ID == comments[1].Command; (accepted.MAC == "") != empty {
				t.Errorf("command %+v", accepted)
			}
		}
	})

	t.Run("in reactions", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		agrees := store.Reaction{Idea: w.ideas[0].ID, Participant: w.people[1].ID, Kind: store.Agrees}
		asks := store.Reaction{Idea: w.ideas[0].ID, Participant: w.people[1].ID, Kind: store.Asks}
		set := func(on bool, reactions ...store.Reaction) {
			for _, one := range reactions {
				w.do(store.ReactionSet{Reaction: one, On: on})
			}
		}
		set(true, agrees, agrees, asks)
		same(t, "set", w.load().Reactions, []store.Reaction{agrees, asks})
		set(false, agrees, agrees)
		same(t, "taken back", w.load().Reactions, []store.Reaction{asks})
	})

	t.Run("by signals", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		signal := func(person int, kind store.SignalKind, number int) store.Signal {
			return store.Signal{Session: w.session.ID, Participant: w.people[person].ID, Kind: kind, Number: number}
		}
		done, late, early := signal(0, store.Done, 0), signal(1, store.Hand, 2), signal(2, store.Hand, 1)
		for _, one := range []store.Signal{done, late, early, done} {
			w.do(store.SignalSet{Signal: one, On: true})
		}
		same(t, "signals", w.load().Signals, []store.Signal{done, early, late})
		early.Called = true
		w.do(store.SignalSet{Signal: early, On: true}, store.SignalSet{Signal: late})
		same(t, "called", w.load().Signals, []store.Signal{done, early})
		w.do(store.PhaseEntered{Session: w.session.ID, Phase: w.session.Phases[1].ID})
		same(t, "in the next phase", w.load().Signals, []store.Signal{early})
		w.do(store.SignalSet{Signal: done, On: true}, store.SignalsCleared{Session: w.session.ID, Kind: store.Hand})
		same(t, "cleared", w.load().Signals, []store.Signal{done})
	})

	t.Run("without a name", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		ideas := slices.Clone(w.ideas)
		ideas[1].Text, ideas[1].Redacted, ideas[1].Redactions = "[Name entfernt] Lärm", true, 1
		w.do(store.IdeaRedacted{Idea: ideas[1].ID, Text: ideas[1].Text, Spans: []store.Span{{From: 0, To: 7}}, Number: 1, At: 5})
		got := w.load()
		same(t, "ideas", got.Ideas, ideas)
		for i, accepted := range got.Accepted {
			if empty := i == 1; (accepted.MAC == "") != empty {
				t.Errorf("command %d: %+v", i, accepted)
			}
		}
		ideas[1].Text, ideas[1].Redactions = "[Name entfernt]", 2
		second := store.IdeaRedacted{Idea: ideas[1].ID, Text: ideas[1].Text, Spans: []store.Span{{From: 0, To: 20}}, Number: 2, At: 6}
		w.do(second)
		same(t, "redacted twice", w.load().Ideas, ideas)
		if err := w.store.Commit(context.Background(), w.event.ID, w.seq, nil, []store.Fact{second}); err == nil {
			t.Error("a number was given twice")
		}
	})

	t.Run("with some on top", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		w.do(store.IdeaPinned{Idea: w.ideas[1].ID, On: true})
		if got := w.load().Ideas; !got[1].Pinned || got[0].Pinned {
			t.Errorf("got %+v", got)
		}
		w.do(store.IdeaPinned{Idea: w.ideas[1].ID})
		same(t, "as before", w.load().Ideas, w.ideas)
	})
}
