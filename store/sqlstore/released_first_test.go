package sqlstore

import (
	"fmt"
	"slices"
	"testing"

	"masswerk/store"
)

// What schema 1 did not know has the value under which everything is as it was.
func TestReleasedDatabasesGoOnAsTheyWere(t *testing.T) {
	s := openAt(t, releases(t)[0].unpack(t))
	contents, err := s.Load(ctx, exampleID("workshop event", 1))
	must(t, err)
	if e := contents.Event; e.Seating != (store.Seating{}) || e.Heads != 0 || e.Cards != nil {
		t.Errorf("event: %+v", e)
	}
	for _, session := range contents.Sessions {
		if session.Spotlight != (store.Spotlight{}) || session.Timer != (store.Timer{}) {
			t.Errorf("session: %+v", session)
		}
		for _, phase := range session.Phases {
			plan := store.PhasePlan{Kind: phase.Kind, Title: "Schritt", Instruction: "Bitte"}
			switches := store.PhaseSettings{ReleaseFirst: phase.Position == 1, LateIdeas: phase.Position == 3}
			if phase.PhasePlan != plan || phase.PhaseSettings != switches {
				t.Errorf("phase: %+v", phase)
			}
		}
	}
	for _, moderator := range contents.Moderators {
		if moderator.Role != store.Leads {
			t.Errorf("moderator: %+v", moderator)
		}
	}
	for _, projector := range contents.Projectors {
		if projector.Step != -1 || projector.Theme != "dark" || projector.Round != "" || projector.Against != "" {
			t.Errorf("projector: %+v", projector)
		}
	}
	for _, idea := range contents.Ideas {
		if idea.Redacted || idea.Redactions != 0 || idea.Pinned || idea.Table != 0 {
			t.Errorf("idea: %+v", idea)
		}
	}
	for i, round := range contents.Rounds {
		want := store.RoundPlan{Method: store.Dots, Subject: store.OnIdeas, Secrecy: store.Pseudonymous, Budget: 5, Cap: 3, Hidden: i == 0}
		if i == 1 {
			want.Subject, want.Secrecy = store.OnFields, store.OpenVote
		}
		if fmt.Sprint(round.RoundPlan) != fmt.Sprint(want) || round.Of != "" || round.Heads != 0 || round.Paper != 0 {
			t.Errorf("round: %+v", round)
		}
	}
	// Somebody who joins stands behind all who were there.
	late := store.Participant{ID: store.NewID(), Event: contents.Event.ID, Device: "late"}
	must(t, s.Commit(ctx, contents.Event.ID, contents.Event.Seq, nil, []store.Fact{store.ParticipantJoined{Participant: late}}))
	after, err := s.Load(ctx, contents.Event.ID)
	must(t, err)
	if !slices.Equal(after.Participants, append(contents.Participants, late)) {
		t.Errorf("participants %v, then %v", contents.Participants, after.Participants)
	}
	// Neither the agenda nor a vote is bound to what schema 1 knew.
	room := contents.Sessions[0]
	round := store.Round{ID: store.NewID(), Event: contents.Event.ID, Session: room.ID, Number: 5, State: store.RoundOpen, RoundPlan: store.RoundPlan{
		Method: store.YesNo, Subject: store.OnIdeas, Secrecy: store.Secret,
	}}
	slices.Reverse(room.Phases)
	for i := range room.Phases {
		room.Phases[i].Position = i
	}
	must(t, s.Commit(ctx, contents.Event.ID, after.Event.Seq, nil, []store.Fact{store.AgendaEdited{Session: room.ID, Phases: room.Phases}, store.RoundOpened{Round: round}}))
	must(t, checkDatabase(ctx, s.path))
}
