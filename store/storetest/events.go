package storetest

import (
	"context"
	"errors"
	"slices"
	"testing"

	"masswerk/store"
)

// Events checks store.Events.
func Events(t *testing.T, open Open) {
	ctx := context.Background()

	t.Run("an event is found by id and by code", func(t *testing.T) {
		w := begin(t, open(t))
		got, err := w.store.Event(ctx, w.event.ID)
		must(t, err)
		same(t, "event", got, w.event)
		got, err = w.store.EventByCode(ctx, w.event.JoinCode)
		must(t, err)
		same(t, "event by code", got, w.event)
		_, err = w.store.Event(ctx, "nobody")
		refused(t, err, store.ErrNotFound)
		_, err = w.store.EventByCode(ctx, "NOBODY22")
		refused(t, err, store.ErrUnknownCode)
		_, err = w.store.Load(ctx, "nobody")
		refused(t, err, store.ErrNotFound)
	})

	t.Run("events are listed by date, the latest first", func(t *testing.T) {
		s := open(t)
		first := begin(t, s)
		second := begin(t, s)
		second.event.HeldOn = "2027-01-01"
		second.do(store.EventEdited{Event: second.event})
		events, err := s.List(ctx)
		must(t, err)
		if len(events) != 2 || events[0].ID != second.event.ID || events[1].ID != first.event.ID {
			t.Errorf("got %+v", events)
		}
	})

	t.Run("what each event holds is counted", func(t *testing.T) {
		s := open(t)
		full, empty := begin(t, s).collect(), begin(t, s)
		full.open(1, store.OpenVote)
		counts, err := s.Counts(ctx)
		must(t, err)
		want := map[string]store.Counts{full.event.ID: {Participants: 3, Ideas: 4, Rounds: 1}, empty.event.ID: {}}
		same(t, "counts", counts, want)
	})

	t.Run("a join code belongs to one event", func(t *testing.T) {
		w := begin(t, open(t))
		twin := w.event
		twin.ID = store.NewID()
		if err := w.store.Create(ctx, twin, nil); err == nil {
			t.Error("the same code was given twice")
		}
	})

	t.Run("facts become rows", func(t *testing.T) { facts(t, open) })
	t.Run("a room is led", func(t *testing.T) { leading(t, open) })
	t.Run("ideas are discussed", func(t *testing.T) { discussion(t, open) })
	t.Run("a ticket admits once", func(t *testing.T) { tickets(t, open) })
	t.Run("rounds keep what was voted", func(t *testing.T) { rounds(t, open) })
	t.Run("a commit is whole or nothing", func(t *testing.T) { commits(t, open) })
	t.Run("a deleted event leaves a record", func(t *testing.T) { deletions(t, open) })
	t.Run("an import is what was exported", func(t *testing.T) { imports(t, open) })
}

func facts(t *testing.T, open Open) {
	t.Run("event", func(t *testing.T) {
		w := begin(t, open(t))
		edited := w.event
		edited.Title, edited.Format, edited.Admission, edited.Language = "Barcamp", store.Barcamp, store.AdmissionClosed, "en"
		edited.Address, edited.HeldOn, edited.DeleteOn, edited.Publication = "du", "2026-12-01", "2027-03-01", store.Public
		edited.Welcome, edited.Notice = "Hallo", "Neu"
		edited.Seating, edited.Heads = store.Seating{Tables: 6, Step: 2, Plenary: w.session.ID}, 41
		unasked := edited
		unasked.Cards = []store.CardRange{{From: 1, To: 9}} // cards are reserved, not edited
		w.do(store.EventEdited{Event: unasked})
		edited.Seq = w.seq
		same(t, "event", w.load().Event, edited)
	})

	t.Run("session and phases", func(t *testing.T) {
		w := begin(t, open(t))
		same(t, "as created", w.load().Sessions, []store.Session{w.session})
		w.session.Title, w.session.Prompt, w.session.Blank, w.session.SupportShown = "Kita", "Was noch?", true, true
		w.session.Phase = w.session.Phases[1].ID
		w.session.Phases[1].PhaseSettings = store.PhaseSettings{IdeasHidden: true, LateIdeas: true, Closed: true, Comments: true, Reactions: true, Hands: true}
		w.session.Timer = store.Timer{Total: 300_000, EndsAt: 1_700_000_300_000}
		w.do(store.SessionEdited{Session: w.session},
			store.PhaseEntered{Session: w.session.ID, Phase: w.session.Phase},
			store.PhaseSet{Session: w.session.ID, Phase: w.session.Phase, Settings: w.session.Phases[1].PhaseSettings})
		same(t, "as edited", w.load().Sessions, []store.Session{w.session})
	})

	t.Run("participants, moderators, projectors", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		moderator := store.Moderator{ID: store.NewID(), Event: w.event.ID, Role: store.Helps, Label: "Frau Kaya", Secret: "hash", Account: "somebody"}
		projector := store.Projector{ID: store.NewID(), Event: w.event.ID, Secret: "hash", Scene: "auto", Step: -1, Theme: "dark"}
		w.do(store.ModeratorInvited{Moderator: moderator}, store.ProjectorPaired{Projector: projector})
		moderator.Revoked = true
		first, second := w.open(1, store.OpenVote), w.open(2, store.OpenVote)
		projector.Session, projector.Scene, projector.Revoked = w.session.ID, "compare", true
		projector.Round, projector.Against, projector.Step, projector.Theme = second.ID, first.ID, 3, "bright"
		w.do(store.ModeratorRevoked{Moderator: moderator.ID, Revoked: true}, store.ProjectorDirected{Projector: projector})
		w.people[1].Table = 4
		w.do(store.ParticipantSeated{Participant: w.people[1].ID, Table: 4})
		got := w.load()
		same(t, "participants, in the order they joined", got.Participants, w.people)
		same(t, "moderators", got.Moderators, []store.Moderator{moderator})
		same(t, "projectors", got.Projectors, []store.Projector{projector})
	})

	t.Run("ideas", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		same(t, "as submitted", w.load().Ideas, w.ideas)
		ideas := slices.Clone(w.ideas)
		ideas[0].State, ideas[0].Reason, ideas[0].Nominated = store.Returned, "Bitte ohne Namen", true
		ideas[1].MergedInto, ideas[1].Field = ideas[0].ID, w.field.ID
		w.do(store.IdeaModerated{Idea: ideas[0].ID, State: store.Returned, Reason: "zuerst anders begründet"},
			store.IdeaModerated{Idea: ideas[0].ID, State: store.Returned, Reason: ideas[0].Reason},
			store.IdeaNominated{Idea: ideas[0].ID, On: true},
			store.IdeaMerged{Idea: ideas[1].ID, Into: ideas[0].ID},
			store.IdeaMoved{Idea: ideas[1].ID, Field: w.field.ID},
			store.IdeaMoved{Idea: ideas[2].ID, Field: w.field.ID})
		same(t, "as worked on", w.load().Ideas, ideas)
		w.do(store.IdeaModerated{Idea: ideas[0].ID, State: store.Shown},
			store.IdeaNominated{Idea: ideas[0].ID},
			store.IdeaMerged{Idea: ideas[1].ID},
			store.IdeaMoved{Idea: ideas[1].ID})
		same(t, "as before", w.load().Ideas, w.ideas)
	})

	t.Run("a withdrawal empties text, reason and MAC", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		w.do(store.IdeaModerated{Idea: w.ideas[1].ID, State: store.Returned, Reason: "zu scharf"})
		w.do(store.IdeaWithdrawn{Idea: w.ideas[1].ID, At: 5})
		got := w.load()
		if idea := got.Ideas[1]; idea.State != store.Withdrawn || idea.Text != "" || idea.Reason != "" || idea.Number != 2 {
			t.Errorf("got %+v", idea)
		}
		if got.Ideas[0].Text == "" || got.Ideas[3].Text == "" {
			t.Error("another idea's text went too")
		}
		for i, accepted := range got.Accepted {
			if empty := i == 1; (accepted.MAC == "") != empty {
				t.Errorf("command %d: %+v", i, accepted)
			}
		}
	})

	t.Run("an idea may come and go in one commit", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		idea := w.ideas[0]
		idea.ID, idea.Number, idea.Command = store.NewID(), 5, "both"
		w.commit([]store.Accepted{{Actor: idea.Author, ID: "both", MAC: "mac"}},
			store.IdeaSubmitted{Idea: idea}, store.IdeaWithdrawn{Idea: idea.ID})
		got := w.load()
		if got.Ideas[4].Text != "" || got.Accepted[4].MAC != "" {
			t.Errorf("got %+v, %+v", got.Ideas[4], got.Accepted[4])
		}
	})

	t.Run("support", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		support := store.Support{Idea: w.ideas[0].ID, Participant: w.people[1].ID}
		on := store.IdeaSupported{Idea: support.Idea, Participant: support.Participant, On: true}
		w.do(on, on)
		same(t, "supported twice", w.load().Supports, []store.Support{support})
		on.On = false
		w.do(on, on)
		same(t, "taken back", w.load().Supports, nil)
	})

	t.Run("topic fields", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		second := store.TopicField{ID: store.NewID(), Event: w.event.ID, Title: "Technik", Color: 11, Position: 1}
		w.do(store.FieldCreated{Field: second})
		w.field.Title, w.field.Color, w.field.Removed = "Räume", 0, true
		second.JoinedInto, second.Nominated = w.field.ID, true
		w.do(store.FieldEdited{Field: w.field}, store.FieldJoined{Field: second.ID, Into: w.field.ID},
			store.FieldNominated{Field: second.ID, On: true}, store.FieldsOrdered{Fields: []string{second.ID, w.field.ID}})
		second.Position, w.field.Position = 0, 1
		same(t, "fields", w.load().Fields, []store.TopicField{second, w.field})
		w.do(store.FieldJoined{Field: second.ID}, store.FieldNominated{Field: second.ID})
		second.JoinedInto, second.Nominated = "", false
		same(t, "parted", w.load().Fields, []store.TopicField{second, w.field})
	})

	t.Run("the audit log", func(t *testing.T) {
		w := begin(t, open(t))
		entry := store.Audited{At: 4, Actor: "a moderator", Action: "BlankWall", Event: w.event.ID, About: w.session.ID}
		w.do(entry)
		got, err := w.store.Audits(context.Background(), w.event.ID)
		must(t, err)
		same(t, "entries", got, []store.Audited{entry})
	})

	t.Run("accepted commands, in order", func(t *testing.T) {
		w := begin(t, open(t))
		accepted := []store.Accepted{{Actor: "b", ID: "2", MAC: "m", Result: "{}"}, {Actor: "a", ID: "1", MAC: "n", Result: `{"a":1}`}}
		w.commit(accepted)
		same(t, "accepted", w.load().Accepted, accepted)
	})
}

func commits(t *testing.T, open Open) {
	ctx := context.Background()
	blank := func(w *workshop) store.Fact {
		w.session.Blank = true
		return store.SessionEdited{Session: w.session}
	}

	t.Run("seq moves once, however many facts", func(t *testing.T) {
		w := begin(t, open(t))
		w.do(blank(w), blank(w), store.OutcomesPublished{})
		if got := w.load().Event.Seq; got != 1 {
			t.Errorf("seq is %d, want 1", got)
		}
	})

	t.Run("a hub that was overtaken stores nothing", func(t *testing.T) {
		w := begin(t, open(t))
		for _, after := range []int64{1, -1} {
			refused(t, w.store.Commit(ctx, w.event.ID, after, []store.Accepted{{ID: "1"}}, []store.Fact{blank(w)}), store.ErrStale)
		}
		got := w.load()
		if got.Event.Seq != 0 || got.Sessions[0].Blank || len(got.Accepted) != 0 {
			t.Errorf("got %+v", got)
		}
	})

	for name, broken := range map[string]func(*workshop) store.Fact{
		"a number given twice": func(w *workshop) store.Fact {
			idea := w.ideas[0]
			idea.ID = store.NewID()
			return store.IdeaSubmitted{Idea: idea}
		},
		"an idea merged into nothing": func(w *workshop) store.Fact {
			return store.IdeaMerged{Idea: w.ideas[0].ID, Into: "nothing"}
		},
		"an idea that does not exist": func(*workshop) store.Fact { return store.IdeaNominated{Idea: "nothing", On: true} },
		"a phase of another session":  func(w *workshop) store.Fact { return store.PhaseEntered{Session: w.session.ID, Phase: "x"} },
		"a vote in no round": func(w *workshop) store.Fact {
			return store.VoteSet{Ballot: store.Ballot{ID: store.NewID(), Round: "none", Participant: w.people[0].ID}}
		},
		"a colour off the palette": func(w *workshop) store.Fact {
			w.field.Color = 12
			return store.FieldEdited{Field: w.field}
		},
		"an agenda without the current phase": func(w *workshop) store.Fact {
			return store.AgendaEdited{Session: w.session.ID, Phases: w.session.Phases[1:]}
		},
		"a phase taken from another session": func(w *workshop) store.Fact {
			stranger := begin(w.t, w.store).session.Phases[1]
			stranger.Position = 2
			return store.AgendaEdited{Session: w.session.ID, Phases: append(slices.Clone(w.session.Phases), stranger)}
		},
		"a spotlight on nothing": func(w *workshop) store.Fact {
			w.session.Spotlight.Idea = "nothing"
			return store.SessionEdited{Session: w.session}
		},
		"a comment on nothing": func(w *workshop) store.Fact {
			return store.CommentAdded{Comment: store.Comment{ID: store.NewID(), Event: w.event.ID, Idea: "nothing", Number: 1, State: store.Shown}}
		},
		"a role nobody has": func(w *workshop) store.Fact {
			return store.ModeratorInvited{Moderator: store.Moderator{ID: store.NewID(), Event: w.event.ID, Role: "chair"}}
		},
		"paper in no round": func(w *workshop) store.Fact {
			return store.PaperEntered{Paper: store.Paper{ID: store.NewID(), Round: "none", Number: 1, Ballots: []store.Ballot{{ID: store.NewID()}}}}
		},
		"paper taken back that was never entered": func(w *workshop) store.Fact {
			return store.PaperTakenBack{Round: w.open(1, store.OpenVote).ID, Paper: "nothing"}
		},
		"a vote in a secret round": func(w *workshop) store.Fact {
			round := w.open(1, store.Secret)
			return store.VoteSet{Ballot: store.Ballot{ID: store.NewID(), Round: round.ID, Participant: w.people[0].ID, Points: map[int]int{1: 1}}}
		},
	} {
		t.Run(name+" undoes what came with it", func(t *testing.T) {
			w := begin(t, open(t)).collect()
			fact := broken(w)
			w.session.Spotlight = store.Spotlight{}
			before := w.load()
			err := w.store.Commit(ctx, w.event.ID, w.seq, []store.Accepted{{ID: "1"}},
				[]store.Fact{blank(w), fact, store.IdeaNominated{Idea: w.ideas[1].ID, On: true}})
			var foreseen *store.Error
			if err == nil || errors.As(err, &foreseen) {
				t.Errorf("got error %v, want one nobody foresaw", err)
			}
			same(t, "contents", w.load(), before)
			w.do(blank(w)) // the store still works
			if !w.load().Sessions[0].Blank {
				t.Error("the next commit was lost")
			}
		})
	}

	t.Run("whoever has no patience gets no commit", func(t *testing.T) {
		w := begin(t, open(t))
		ended, cancel := context.WithCancel(ctx)
		cancel()
		refused(t, w.store.Commit(ended, w.event.ID, 0, nil, nil), context.Canceled)
		if got := w.load().Event.Seq; got != 0 {
			t.Errorf("seq is %d, want 0", got)
		}
	})
}
