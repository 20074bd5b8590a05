package sqlstore

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"masswerk/store"
	"masswerk/store/storetest"
)

var ctx = context.Background()

func TestContracts(t *testing.T) {
	open := func(t *testing.T) storetest.Store { return openFresh(t) }
	t.Run("events", func(t *testing.T) { storetest.Events(t, open) })
	t.Run("receipts", func(t *testing.T) { storetest.Receipts(t, open) })
	t.Run("measures", func(t *testing.T) { storetest.Measures(t, open) })
	t.Run("structure", func(t *testing.T) { storetest.Structure(t, open) })
	t.Run("views", func(t *testing.T) { storetest.Views(t, open) })
	t.Run("outcomes", func(t *testing.T) { storetest.Outcomes(t, open) })
	t.Run("inbox", func(t *testing.T) { storetest.Inbox(t, open) })
	t.Run("assessments", func(t *testing.T) { storetest.Assessments(t, open) })
	t.Run("statuses", func(t *testing.T) { storetest.Statuses(t, open) })
	t.Run("accounts", func(t *testing.T) { storetest.Accounts(t, open) })
	t.Run("templates", func(t *testing.T) { storetest.Templates(t, open) })
	t.Run("boxes", func(t *testing.T) { storetest.Boxes(t, open) })
}

func openAt(t testing.TB, path string) *Store {
	t.Helper()
	s, err := Open(ctx, path)
	must(t, err)
	t.Cleanup(func() { s.Close() })
	return s
}

// migrated is a database with all tables and no rows. Making one takes longer than most contracts, so
// it is made once and copied.
var migrated = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "masswerk-empty-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "masswerk.db")
	s, err := Open(ctx, path)
	if err != nil {
		return nil, err
	}
	if err := s.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// openFresh opens a copy of the empty database, which lies in a folder of its own.
func openFresh(t testing.TB) *Store {
	t.Helper()
	content, err := migrated()
	must(t, err)
	path := filepath.Join(t.TempDir(), "masswerk.db")
	must(t, os.WriteFile(path, content, 0o600))
	return openAt(t, path)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// hall is an event with people in it.
type hall struct {
	t      testing.TB
	store  *Store
	event  store.Event
	room   store.Session
	people []store.Participant
	ideas  []store.Idea
	rounds int
	said   int // comments
	papers int
	seq    int64
}

func newHall(t testing.TB, s *Store, people int) *hall {
	t.Helper()
	h := &hall{t: t, store: s}
	h.event = store.Event{ID: store.NewID(), Title: "Werkstatt", JoinCode: store.NewCode(8), Address: "sie"}
	h.room = store.Session{ID: store.NewID(), Event: h.event.ID}
	must(t, s.Create(ctx, h.event, []store.Session{h.room}))
	var facts []store.Fact
	for range people {
		p := store.Participant{ID: store.NewID(), Event: h.event.ID, Device: store.NewID()}
		h.people = append(h.people, p)
		facts = append(facts, store.ParticipantJoined{Participant: p})
	}
	h.do(facts...)
	return h
}

func (h *hall) do(facts ...store.Fact) {
	h.t.Helper()
	must(h.t, h.try(facts...))
}

func (h *hall) try(facts ...store.Fact) error { return h.answer(nil, facts...) }

func (h *hall) answer(accepted []store.Accepted, facts ...store.Fact) error {
	err := h.store.Commit(ctx, h.event.ID, h.seq, accepted, facts)
	if err == nil {
		h.seq++
	}
	return err
}

// submit hands in an idea, which is kept with its id.
func (h *hall) submit(text string) store.Idea {
	h.t.Helper()
	idea := store.Idea{
		ID: store.NewID(), Event: h.event.ID, Session: h.room.ID, Number: len(h.ideas) + 1, Kind: store.Proposal,
		State: store.Shown, Text: text, Author: h.people[len(h.ideas)%len(h.people)].ID, Command: store.NewID(),
	}
	h.ideas = append(h.ideas, idea)
	must(h.t, h.answer([]store.Accepted{{Actor: idea.Author, ID: idea.Command, MAC: store.HashSecret(text), Result: "{}"}},
		store.IdeaSubmitted{Idea: idea, Receipt: store.ReceiptHash("secret", idea.ID)}))
	return idea
}

// comment adds one to the last idea.
func (h *hall) comment(text string) store.Comment {
	h.t.Helper()
	h.said++
	one := store.Comment{
		ID: store.NewID(), Event: h.event.ID, Idea: h.ideas[len(h.ideas)-1].ID, Number: h.said, Text: text, State: store.Shown,
		Author: h.people[0].ID, Command: store.NewID(),
	}
	must(h.t, h.answer([]store.Accepted{{Actor: one.Author, ID: one.Command, MAC: store.HashSecret(text), Result: "{}"}}, store.CommentAdded{Comment: one}))
	return one
}

// redact takes a part out of an idea's text, as a hub does.
func (h *hall) redact(idea, from, to int) {
	h.t.Helper()
	one := &h.ideas[idea]
	spans := []store.Span{{From: from, To: to}}
	text, err := store.Redact(one.Text, spans, store.RedactedMark(h.event.Language))
	must(h.t, err)
	one.Text = text
	one.Redactions++
	h.do(store.IdeaRedacted{Idea: one.ID, Text: text, Spans: spans, Number: one.Redactions, At: int64(one.Redactions)})
}

// paper enters a batch of ballots.
func (h *hall) paper(round store.Round, cast ...map[int]int) store.Paper {
	h.t.Helper()
	h.papers++
	paper := store.Paper{ID: store.NewID(), Round: round.ID, Number: h.papers}
	for _, points := range cast {
		paper.Ballots = append(paper.Ballots, store.Ballot{ID: store.NewID(), Round: round.ID, Points: points, Paper: true})
	}
	h.do(store.PaperEntered{Paper: paper})
	return paper
}

func (h *hall) openRound() store.Round {
	h.t.Helper()
	return h.openRoundAs(store.Pseudonymous)
}

func (h *hall) openRoundAs(secrecy store.Secrecy) store.Round {
	h.t.Helper()
	if len(h.ideas) == 0 {
		h.submit("etwas")
	}
	h.rounds++
	round := store.Round{
		ID: store.NewID(), Event: h.event.ID, Session: h.room.ID, Number: h.rounds, State: store.RoundOpen,
		RoundPlan: store.RoundPlan{Method: store.Dots, Subject: store.OnIdeas, Secrecy: secrecy, Budget: 5, Cap: 3},
	}
	for i, idea := range h.ideas {
		round.Items = append(round.Items, store.RoundItem{Item: i + 1, Idea: idea.ID, Ideas: []string{idea.ID}})
	}
	h.do(store.RoundOpened{Round: round})
	return round
}

func (h *hall) vote(round store.Round, person int, counter int64, points map[int]int) store.VoteSet {
	return store.VoteSet{Ballot: store.Ballot{
		ID: store.NewID(), Round: round.ID, Participant: h.people[person%len(h.people)].ID, Counter: counter, Points: points,
	}}
}

// BenchmarkCommit measures 64 votes and their commands in one commit, as a full hall sends them.
func BenchmarkCommit(b *testing.B) {
	for _, people := range []int{300, 10_000} {
		b.Run(fmt.Sprint(people), func(b *testing.B) {
			h := newHall(b, openAt(b, filepath.Join(b.TempDir(), "masswerk.db")), people)
			round := h.openRound()
			vote := 0
			for b.Loop() {
				var facts []store.Fact
				var accepted []store.Accepted
				for range 64 {
					cast := h.vote(round, vote*7919, int64(vote), map[int]int{1: vote%3 + 1, 2: 2})
					facts = append(facts, cast)
					accepted = append(accepted, store.Accepted{
						Actor: cast.Ballot.Participant, ID: cast.Ballot.ID, MAC: h.event.ID + h.event.ID, Result: `{"left":2,"points":3,"counter":1}`,
					})
					vote++
				}
				must(b, h.store.Commit(ctx, h.event.ID, h.seq, accepted, facts))
				h.seq++
			}
			b.ReportMetric(float64(vote)/b.Elapsed().Seconds(), "votes/s")
		})
	}
}

// BenchmarkLoad measures the start of a large event.
func BenchmarkLoad(b *testing.B) {
	h := newHall(b, openAt(b, filepath.Join(b.TempDir(), "masswerk.db")), 10_000)
	var facts []store.Fact
	for i := range 5_000 {
		idea := store.Idea{
			ID: store.NewID(), Event: h.event.ID, Session: h.room.ID, Number: i + 1, Kind: store.Proposal,
			State: store.Shown, Text: "Mehr Licht in den Fluren, und zwar bald", Author: h.people[i].ID,
		}
		h.ideas = append(h.ideas, idea)
		facts = append(facts, store.IdeaSubmitted{Idea: idea})
	}
	h.do(facts...)
	for range 5 {
		round := h.openRound()
		facts = facts[:0]
		for i := range h.people {
			facts = append(facts, h.vote(round, i, 1, map[int]int{i%5_000 + 1: 3, 7: 2}))
		}
		h.do(facts...)
	}
	for b.Loop() {
		contents, err := h.store.Load(ctx, h.event.ID)
		must(b, err)
		if len(contents.Ballots) != 50_000 || len(contents.Ideas) != 5_000 {
			b.Fatal("something is missing")
		}
	}
}
