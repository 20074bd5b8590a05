// Package storetest says what every store must do, written as tests. A store runs them with a
// function that opens an empty one.
package storetest

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"masswerk/store"
)

// Store is all contracts at once, and what an export and a late visitor need besides.
type Store interface {
	store.Events
	store.Receipts
	store.Measures
	store.Structure
	store.SavedViews
	store.Outcomes
	store.Inbox
	store.Assessments
	store.Statuses
	store.Accounts
	store.Templates
	store.BallotBoxes
	Ballots(ctx context.Context, round string) ([]store.Ballot, error)
	DeletionByCode(ctx context.Context, code string) (store.Deletion, error)
}

// Open returns an empty store that closes when the test ends.
type Open func(t *testing.T) Store

const (
	phoneSecret = "the secret of a phone"
	otherSecret = "the secret of another phone"
)

// workshop is an event that a test plays through a store.
type workshop struct {
	t       *testing.T
	store   Store
	event   store.Event
	session store.Session
	people  []store.Participant
	ideas   []store.Idea
	field   store.TopicField
	seq     int64
}

// begin creates an event with one session of two phases.
func begin(t *testing.T, s Store) *workshop {
	t.Helper()
	w := &workshop{t: t, store: s}
	w.event = store.Event{
		ID: store.NewID(), Title: "Ideenwerkstatt", Format: store.Workshop, JoinCode: store.NewCode(8),
		Admission: store.AdmissionOpen, Language: "de", Address: "sie", HeldOn: "2026-11-30", DeleteOn: "2027-02-28",
		Publication: store.Internal, Welcome: "Willkommen", Notice: "Hinweis", Key: []byte{0, 1, 2, 255}, CreatedAt: 1_700_000_000_000,
	}
	w.session = store.Session{ID: store.NewID(), Event: w.event.ID, Title: "Schule", Prompt: "Was fehlt?"}
	for position, kind := range []store.PhaseKind{store.Lobby, store.Collect} {
		w.session.Phases = append(w.session.Phases, store.Phase{
			ID: store.NewID(), Session: w.session.ID, Position: position,
			PhasePlan:     store.PhasePlan{Kind: kind, Title: "Schritt", Instruction: "Bitte warten"},
			PhaseSettings: store.PhaseSettings{IdeasHidden: position == 0, ReleaseFirst: true},
		})
	}
	w.session.Phase = w.session.Phases[0].ID
	must(t, s.Create(context.Background(), w.event, []store.Session{w.session}))
	return w
}

// collect lets three people join and hand in four ideas, the third one held, one topic field.
func (w *workshop) collect() *workshop {
	w.t.Helper()
	for _, device := range []string{"ada", "ben", "cem"} {
		w.people = append(w.people, store.Participant{ID: store.NewID(), Event: w.event.ID, Device: store.HashSecret(device)})
		w.do(store.ParticipantJoined{Participant: w.people[len(w.people)-1]})
	}
	w.field = store.TopicField{ID: store.NewID(), Event: w.event.ID, Title: "Gebäude", Color: 3}
	w.do(store.FieldCreated{Field: w.field})
	for i, text := range []string{"Mehr Licht", "Weniger Lärm", "Ein Aufzug", "Ruhe"} {
		idea := store.Idea{
			ID: store.NewID(), Event: w.event.ID, Session: w.session.ID, Number: i + 1, Kind: store.Proposal, Text: text,
			State: store.Shown, Author: w.people[i%3].ID, Command: "command " + text, SubmittedAt: 1_700_000_400_000,
		}
		if i == 2 {
			idea.State, idea.Field = store.Held, w.field.ID
		}
		secret := phoneSecret
		if i%3 != 0 {
			secret = otherSecret
		}
		w.ideas = append(w.ideas, idea)
		w.commit([]store.Accepted{{Actor: idea.Author, ID: idea.Command, MAC: "mac " + text, Result: `{"number":1}`}},
			store.IdeaSubmitted{Idea: idea, Receipt: store.ReceiptHash(secret, idea.ID)})
	}
	return w
}

// open begins a round on the first two ideas; the second stands for the fourth as well.
func (w *workshop) open(number int, secrecy store.Secrecy) store.Round {
	w.t.Helper()
	round := w.round(number, secrecy)
	w.do(store.RoundOpened{Round: round})
	return round
}

func (w *workshop) round(number int, secrecy store.Secrecy) store.Round {
	return store.Round{
		ID: store.NewID(), Event: w.event.ID, Session: w.session.ID, Number: number, State: store.RoundOpen,
		RoundPlan: store.RoundPlan{Method: store.Dots, Subject: store.OnIdeas, Secrecy: secrecy, Budget: 5, Cap: 3, Hidden: true},
		Items: []store.RoundItem{
			{Item: 1, Idea: w.ideas[0].ID, Ideas: []string{w.ideas[0].ID}},
			{Item: 2, Idea: w.ideas[1].ID, Ideas: []string{w.ideas[1].ID, w.ideas[3].ID}},
		},
	}
}

// ballots fills in one for each person, one after the other.
func (w *workshop) ballots(round store.Round, cast ...map[int]int) (ballots []store.Ballot) {
	for i, points := range cast {
		ballots = append(ballots, store.Ballot{ID: store.NewID(), Round: round.ID, Participant: w.people[i].ID, Points: points})
	}
	return ballots
}

// vote sets one person's ballot.
func (w *workshop) vote(round store.Round, person int, counter int64, points map[int]int) store.Ballot {
	w.t.Helper()
	ballot := store.Ballot{ID: store.NewID(), Round: round.ID, Participant: w.people[person].ID, Counter: counter, Points: points}
	w.do(store.VoteSet{Ballot: ballot})
	return ballot
}

// end closes a round with ballots under new ids, and returns both as they should be found.
func (w *workshop) end(round store.Round, cast ...store.Ballot) (store.Round, []store.Ballot) {
	w.t.Helper()
	tally := round.Count(cast)
	round.State, round.Tally, round.Admitted = store.RoundClosed, &tally, 3
	var ballots []store.Ballot
	for _, ballot := range cast {
		ballot.ID, ballot.Counter = store.NewID(), 0
		if round.Secrecy != store.OpenVote {
			ballot.Participant = ""
		}
		ballots = append(ballots, ballot)
	}
	w.do(store.RoundEnded{Round: round, Ballots: ballots})
	return round, ballots
}

func (w *workshop) do(facts ...store.Fact) {
	w.t.Helper()
	w.commit(nil, facts...)
}

func (w *workshop) commit(accepted []store.Accepted, facts ...store.Fact) {
	w.t.Helper()
	must(w.t, w.store.Commit(context.Background(), w.event.ID, w.seq, accepted, facts))
	w.seq++
}

// load returns what the store has; what has no order is sorted.
func (w *workshop) load() store.Contents {
	w.t.Helper()
	contents, err := w.store.Load(context.Background(), w.event.ID)
	must(w.t, err)
	slices.SortFunc(contents.Ballots, byID)
	return contents
}

func byID(a, b store.Ballot) int { return strings.Compare(a.ID, b.ID) }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// same fails unless two values are deeply equal; nothing and an empty list are the same.
func same(t *testing.T, what string, got, want any) {
	t.Helper()
	nothing := func(v any) bool {
		list := reflect.ValueOf(v)
		return !list.IsValid() || list.Kind() == reflect.Slice && list.Len() == 0
	}
	if !reflect.DeepEqual(got, want) && !(nothing(got) && nothing(want)) {
		t.Errorf("%s:\n got %+v\nwant %+v", what, got, want)
	}
}

func refused(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("got error %v, want %v", err, want)
	}
}
