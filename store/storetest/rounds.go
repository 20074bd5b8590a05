package storetest

import (
	"context"
	"slices"
	"testing"

	"masswerk/store"
)

func rounds(t *testing.T, open Open) {
	ctx := context.Background()

	t.Run("while open", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		round := w.open(1, store.Pseudonymous)
		w.vote(round, 0, 1, map[int]int{1: 3})
		first := w.vote(round, 0, 2, map[int]int{1: 2, 2: 3})
		second := w.vote(round, 1, 7, map[int]int{})
		got := w.load()
		same(t, "rounds", got.Rounds, []store.Round{round})
		want := []store.Ballot{first, second}
		slices.SortFunc(want, byID)
		same(t, "ballots", got.Ballots, want)
		_, err := w.store.Ballots(ctx, round.ID)
		refused(t, err, store.ErrRoundIsOpen)
		_, err = w.store.Ballots(ctx, "nothing")
		refused(t, err, store.ErrNotFound)
	})

	t.Run("on topic fields", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		round := w.open(1, store.Pseudonymous)
		w.end(round)
		round.ID, round.Number, round.Subject = store.NewID(), 2, store.OnFields
		round.Items = []store.RoundItem{{Item: 1, Field: w.field.ID, Ideas: []string{w.ideas[2].ID}}}
		w.do(store.RoundOpened{Round: round})
		same(t, "round", w.load().Rounds[1], round)
	})

	t.Run("by every method", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		criteria := []store.Criterion{{Name: "Wirkung", Low: "gering", High: "groß"}, {Name: "Aufwand", Low: "klein", High: "groß", Less: true}}
		of := ""
		var want []store.Round
		for i, plan := range []store.RoundPlan{
			{Title: "Was zuerst?", Method: store.Dots, Budget: 99, Cap: 7, ExcludeOwn: true},
			{Method: store.Approve, Cap: 1},
			{Method: store.YesNo},
			{Method: store.Scale, Criteria: criteria, Hidden: true},
			{Method: store.Ranking},
		} {
			round := w.round(i+1, store.Pseudonymous)
			plan.Subject, plan.Secrecy = round.Subject, round.Secrecy
			round.RoundPlan, round.Of = plan, of
			w.do(store.RoundOpened{Round: round})
			of = round.ID
			points := map[int]int{1: 1, 2: 2}
			if plan.Method == store.Scale {
				points = map[int]int{1: 35, 2: 14}
			}
			round.Heads, round.Paper = 40, 2
			round, cast := w.end(round, w.vote(round, 0, 1, points), w.vote(round, 1, 1, map[int]int{2: 1}))
			ballots, err := w.store.Ballots(ctx, round.ID)
			must(t, err)
			slices.SortFunc(cast, byID)
			same(t, "ballots", ballots, cast)
			want = append(want, round)
		}
		same(t, "rounds", w.load().Rounds, want)
	})

	t.Run("on paper", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		round := w.open(1, store.Pseudonymous)
		enter := func(number int, cast ...map[int]int) store.Paper {
			paper := store.Paper{ID: store.NewID(), Round: round.ID, Number: number}
			for _, points := range cast {
				paper.Ballots = append(paper.Ballots, store.Ballot{ID: store.NewID(), Round: round.ID, Points: points, Paper: true})
			}
			slices.SortFunc(paper.Ballots, byID)
			w.do(store.PaperEntered{Paper: paper})
			return paper
		}
		kept, wrong := enter(1, map[int]int{1: 3}, map[int]int{2: 1}), enter(2, map[int]int{1: 1})
		same(t, "entered", w.load().Paper, []store.Paper{kept, wrong})
		w.do(store.PaperTakenBack{Round: round.ID, Paper: wrong.ID})
		same(t, "taken back", w.load().Paper, []store.Paper{kept})
		round.Paper = 2
		round, cast := w.end(round, kept.Ballots[0], w.vote(round, 0, 1, map[int]int{1: 1}), kept.Ballots[1])
		got := w.load()
		same(t, "rounds", got.Rounds, []store.Round{round})
		same(t, "paper", got.Paper, nil)
		ballots, err := w.store.Ballots(ctx, round.ID)
		must(t, err)
		slices.SortFunc(cast, byID)
		same(t, "ballots", ballots, cast)
		err = w.store.Commit(ctx, w.event.ID, w.seq, nil, []store.Fact{store.PaperEntered{Paper: kept}})
		if err == nil {
			t.Error("a closed round took paper")
		}
	})

	for _, secrecy := range []store.Secrecy{store.Pseudonymous, store.OpenVote} {
		t.Run("closed, "+string(secrecy), func(t *testing.T) {
			w := begin(t, open(t)).collect()
			round := w.open(1, secrecy)
			first := w.vote(round, 0, 1, map[int]int{1: 2, 2: 3})
			second := w.vote(round, 1, 1, map[int]int{2: 1})
			round, cast := w.end(round, second, first)
			got := w.load()
			same(t, "rounds", got.Rounds, []store.Round{round})
			same(t, "open ballots", got.Ballots, nil)
			ballots, err := w.store.Ballots(ctx, round.ID)
			must(t, err)
			for i := range cast {
				cast[i].Participant = "" // an export never learns it
			}
			slices.SortFunc(cast, byID)
			same(t, "ballots", ballots, cast)
			same(t, "tally", round.Count(ballots), *round.Tally)

			w.do(store.ResultsShown{Round: round.ID, On: true})
			if !w.load().Rounds[0].ResultsOpen {
				t.Error("results are not open")
			}
			err = w.store.Commit(ctx, w.event.ID, w.seq, nil, []store.Fact{store.RoundEnded{Round: round}})
			if err == nil {
				t.Error("a closed round was closed again")
			}
			err = w.store.Commit(ctx, w.event.ID, w.seq, nil, []store.Fact{store.VoteSet{Ballot: first}})
			if err == nil {
				t.Error("a closed round took a vote")
			}
		})
	}

	t.Run("taken back", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		round := w.open(1, store.Pseudonymous)
		w.vote(round, 0, 3, map[int]int{})
		round.State = store.RoundUnopened
		w.do(store.RoundEnded{Round: round})
		got := w.load()
		same(t, "rounds", got.Rounds, []store.Round{round})
		same(t, "ballots", got.Ballots, nil)
	})

	t.Run("closing one leaves the ballots of another", func(t *testing.T) {
		s := open(t)
		w, other := begin(t, s).collect(), begin(t, s).collect()
		round, running := w.open(1, store.Pseudonymous), other.open(1, store.Pseudonymous)
		kept := other.vote(running, 2, 1, map[int]int{1: 1})
		w.end(round, w.vote(round, 0, 1, map[int]int{1: 1}))
		same(t, "ballots", other.load().Ballots, []store.Ballot{kept})
	})
}

func deletions(t *testing.T, open Open) {
	ctx := context.Background()

	t.Run("and nothing else but traces", func(t *testing.T) {
		s := open(t)
		w, other := begin(t, s).collect(), begin(t, s).collect()
		round := w.open(1, store.Pseudonymous)
		w.end(round, w.vote(round, 0, 1, map[int]int{1: 1}))
		running := w.open(2, store.Pseudonymous)
		w.vote(running, 1, 1, map[int]int{1: 1})
		w.do(store.PaperEntered{Paper: store.Paper{ID: store.NewID(), Round: running.ID, Number: 1, Ballots: []store.Ballot{{ID: store.NewID()}}}})
		secret := w.open(3, store.Secret)
		must(t, s.Cast(ctx, secret.ID, w.ballots(secret, map[int]int{1: 1}, map[int]int{1: 1})))
		comment := store.Comment{ID: store.NewID(), Event: w.event.ID, Idea: w.ideas[0].ID, Number: 1, Text: "Ja", State: store.Shown, Author: w.people[1].ID}
		moderator := store.Moderator{ID: store.NewID(), Event: w.event.ID, Role: store.Leads, Secret: "hash"}
		projector := store.Projector{ID: store.NewID(), Event: w.event.ID, Session: w.session.ID, Secret: "hash", Round: round.ID, Against: running.ID}
		w.session.Spotlight.Idea = w.ideas[0].ID
		w.do(store.CommentAdded{Comment: comment}, store.SessionEdited{Session: w.session},
			store.ReactionSet{Reaction: store.Reaction{Idea: w.ideas[0].ID, Participant: w.people[0].ID, Kind: store.Asks}, On: true},
			store.SignalSet{Signal: store.Signal{Session: w.session.ID, Participant: w.people[0].ID, Kind: store.Hand, Number: 1}, On: true},
			store.TicketsIssued{Tickets: []store.Ticket{{ID: store.NewID(), Event: w.event.ID, Number: 1, Code: "hash", Participant: w.people[0].ID}}},
			store.IdeaRedacted{Idea: w.ideas[0].ID, Text: "Mehr", Number: 1, Spans: []store.Span{{From: 4, To: 10}}},
		)
		w.do(store.IdeaMerged{Idea: w.ideas[0].ID, Into: w.ideas[1].ID},
			store.ModeratorInvited{Moderator: moderator}, store.ProjectorPaired{Projector: projector},
			store.IdeaSupported{Idea: w.ideas[0].ID, Participant: w.people[2].ID, On: true})
		want := store.Deletion{
			Event: w.event.ID, Title: w.event.Title, JoinCode: w.event.JoinCode,
			Language: w.event.Language, Address: w.event.Address, HeldOn: w.event.HeldOn,
			DeletedAt: 42, Publication: w.event.Publication, ReadCode: w.event.ReadCode(), Ideas: 4, Participants: 3, Ballots: 5,
		}
		before := other.load()
		got, err := s.Delete(ctx, w.event.ID, 42)
		must(t, err)
		same(t, "record", got, want)
		got, err = s.Delete(ctx, w.event.ID, 43)
		must(t, err)
		same(t, "record the second time", got, want)

		_, err = s.Event(ctx, w.event.ID)
		refused(t, err, store.ErrNotFound)
		_, err = s.EventByCode(ctx, w.event.JoinCode)
		refused(t, err, store.ErrUnknownCode)
		refused(t, s.Commit(ctx, w.event.ID, w.seq, nil, nil), store.ErrStale)
		got, err = s.DeletionByCode(ctx, w.event.JoinCode)
		must(t, err)
		same(t, "record by code", got, want)
		_, err = s.DeletionByCode(ctx, other.event.JoinCode)
		refused(t, err, store.ErrUnknownCode)
		same(t, "the other event", other.load(), before)
		boxed, err := s.Boxed(ctx, secret.ID)
		must(t, err)
		same(t, "ballots of a secret round", boxed, nil)
	})

	t.Run("the latest first", func(t *testing.T) {
		s := open(t)
		early, late := begin(t, s), begin(t, s)
		for at, w := range map[int64]*workshop{1: early, 2: late} {
			_, err := s.Delete(ctx, w.event.ID, at)
			must(t, err)
		}
		got, err := s.Deletions(ctx)
		must(t, err)
		if len(got) != 2 || got[0].Event != late.event.ID || got[1].Event != early.event.ID {
			t.Errorf("got %+v", got)
		}
	})

	t.Run("an unknown event does not", func(t *testing.T) {
		_, err := open(t).Delete(ctx, "nobody", 1)
		refused(t, err, store.ErrNotFound)
	})
}

func imports(t *testing.T, open Open) {
	ctx := context.Background()
	w := begin(t, open(t)).collect()
	w.do(store.IdeaMerged{Idea: w.ideas[1].ID, Into: w.ideas[3].ID},
		store.IdeaModerated{Idea: w.ideas[2].ID, State: store.Returned, Reason: "bitte kürzer"},
		store.IdeaSupported{Idea: w.ideas[0].ID, Participant: w.people[1].ID, On: true})
	comment := store.Comment{ID: store.NewID(), Event: w.event.ID, Idea: w.ideas[0].ID, Number: 1, Text: "Ja, bitte", State: store.Hidden, Author: w.people[1].ID}
	w.session.Spotlight = store.Spotlight{Field: w.field.ID}
	w.event.Seating = store.Seating{Tables: 2, Plenary: w.session.ID}
	w.do(store.CommentAdded{Comment: comment}, store.IdeaPinned{Idea: w.ideas[3].ID, On: true},
		store.ReactionSet{Reaction: store.Reaction{Idea: w.ideas[0].ID, Participant: w.people[0].ID, Kind: store.Agrees}, On: true},
		store.SessionEdited{Session: w.session}, store.EventEdited{Event: w.event}, store.CardsReserved{Cards: store.CardRange{From: 7, To: 9}},
		store.ParticipantSeated{Participant: w.people[2].ID, Table: 2})
	closed := w.open(1, store.Pseudonymous)
	closed, cast := w.end(closed, w.vote(closed, 0, 1, map[int]int{1: 2}), w.vote(closed, 1, 1, map[int]int{1: 1, 2: 1}))
	must(t, w.store.Decide(ctx, []store.Outcome{{Event: w.event.ID, Idea: w.ideas[0].ID, Kind: store.OutcomeParked, Reason: "später"}}, 1))
	_, err := w.store.Publish(ctx, w.event.ID, 1)
	must(t, err)
	running := w.open(2, store.Pseudonymous)
	w.do(store.PaperEntered{Paper: store.Paper{ID: store.NewID(), Round: running.ID, Number: 1, Ballots: []store.Ballot{
		{ID: store.NewID(), Round: running.ID, Points: map[int]int{1: 2}, Paper: true},
	}}})

	exported := w.load()
	exported.Accepted = nil
	for i := range exported.Participants {
		exported.Participants[i].Device = ""
	}
	into := &workshop{t: t, store: open(t), event: w.event, seq: w.seq}
	contents := exported
	contents.Ballots = cast
	must(t, into.store.Import(ctx, contents))
	same(t, "contents", into.load(), exported)
	ballots, err := into.store.Ballots(ctx, closed.ID)
	must(t, err)
	slices.SortFunc(cast, byID)
	same(t, "ballots", ballots, cast)

	refused := into.store.Import(ctx, contents)
	if refused == nil {
		t.Error("the same ids were imported twice")
	}
	into.session = w.session
	into.do(store.SessionEdited{Session: w.session}) // goes on from the seq it had
}
