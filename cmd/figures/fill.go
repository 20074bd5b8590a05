package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"masswerk/cmd/masswerk/rehearsal"
	"masswerk/store"
	"masswerk/store/sqlstore"
)

// full is a database with one large event.
type full struct {
	folder, code string
	cookie       string // of a phone that joined
}

// What a full event holds. Every participant votes in every session, and all votes are still open:
// these are the ballots that a start has to read.
const (
	fullSessions     = 5
	fullParticipants = 10_000
	fullIdeas        = 5_000 // of all sessions
	pointsEach       = 5
	factsAtOnce      = 1_000
)

// fill makes the database through the store's contract, as a running event would.
func fill(ctx context.Context, in string) (_ *full, err error) {
	folder, err := os.MkdirTemp(in, "full-")
	if err != nil {
		return nil, err
	}
	db, err := sqlstore.Open(ctx, filepath.Join(folder, "masswerk.db"))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	today := time.Now()
	event := store.Event{
		ID: store.NewID(), Title: "Großveranstaltung", Format: store.Conference, JoinCode: store.NewCode(8), Admission: store.AdmissionOpen,
		Language: "de", Address: "sie", HeldOn: today.Format(time.DateOnly), DeleteOn: today.AddDate(0, 1, 0).Format(time.DateOnly),
		Publication: store.Internal, Key: []byte("0123456789abcdef0123456789abcdef"), CreatedAt: today.UnixMilli(),
	}
	sessions := fullEventSessions(event.ID)
	if err := db.Create(ctx, event, sessions); err != nil {
		return nil, err
	}
	fact, accepted := happened(event.ID, sessions)
	for seq := int64(0); len(fact) > 0; seq++ {
		now := min(factsAtOnce, len(fact))
		var answered []store.Accepted
		for _, one := range fact[:now] {
			if idea, ok := one.(store.IdeaSubmitted); ok {
				answered = append(answered, accepted[idea.Idea.ID])
			}
		}
		if err := db.Commit(ctx, event.ID, seq, answered, fact[:now]); err != nil {
			return nil, err
		}
		fact = fact[now:]
	}
	return &full{folder: folder, code: event.JoinCode}, nil
}

func fullEventSessions(event string) (sessions []store.Session) {
	for position := range fullSessions {
		one := store.Session{ID: store.NewID(), Event: event, Position: position, Title: fmt.Sprint("Raum ", position+1), Prompt: "Was hilft?"}
		for at, kind := range []store.PhaseKind{store.Collect, store.Vote} {
			one.Phases = append(one.Phases, store.Phase{ID: store.NewID(), Session: one.ID, Position: at, PhasePlan: store.PhasePlan{Kind: kind}})
		}
		one.Phase = one.Phases[1].ID
		sessions = append(sessions, one)
	}
	return sessions
}

// happened returns what brought the event to where it is, and the commands that ideas came with.
// Votes are not remembered as commands.
func happened(event string, sessions []store.Session) (facts []store.Fact, accepted map[string]store.Accepted) {
	accepted = map[string]store.Accepted{}
	var people []string
	for range fullParticipants {
		one := store.Participant{ID: store.NewID(), Event: event, Device: store.HashSecret(store.NewID())}
		people = append(people, one.ID)
		facts = append(facts, store.ParticipantJoined{Participant: one})
	}
	example := rehearsal.Example()
	items := make([][]store.RoundItem, len(sessions))
	for i := range fullIdeas {
		at := i % len(sessions)
		idea := store.Idea{
			ID: store.NewID(), Event: event, Session: sessions[at].ID, Number: i + 1, Kind: store.Proposal,
			Text: fmt.Sprintf("%s (%d)", example[i%len(example)].Text, i), State: store.Shown, Author: people[i], Command: store.NewID(),
		}
		items[at] = append(items[at], store.RoundItem{Item: len(items[at]) + 1, Idea: idea.ID, Ideas: []string{idea.ID}})
		accepted[idea.ID] = store.Accepted{
			Actor: idea.Author, ID: idea.Command, MAC: store.HashSecret(idea.ID), Result: fmt.Sprintf(`{"number":%d}`, idea.Number),
		}
		facts = append(facts, store.IdeaSubmitted{Idea: idea, Receipt: store.ReceiptHash(store.NewID(), idea.ID)})
	}
	for at, session := range sessions {
		round := store.Round{
			ID: store.NewID(), Event: event, Session: session.ID, Number: at + 1, State: store.RoundOpen, Items: items[at],
			RoundPlan: store.RoundPlan{Method: store.Dots, Subject: store.OnIdeas, Secrecy: store.Pseudonymous, Budget: pointsEach, Cap: 2},
		}
		facts = append(facts, store.RoundOpened{Round: round})
		for i, person := range people {
			facts = append(facts, store.VoteSet{Ballot: store.Ballot{
				ID: store.NewID(), Round: round.ID, Participant: person, Counter: pointsEach, Points: points(i, len(round.Items)),
			}})
		}
	}
	return slices.Clip(facts), accepted
}

// points spreads a person's points over the items.
func points(person, items int) map[int]int {
	given := map[int]int{}
	for turn := range pointsEach {
		given[1+(person*7+turn*turn*131)%items] = 1
	}
	return given
}
