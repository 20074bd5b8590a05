package export

import (
	"fmt"
	"testing"

	"masswerk/store"
)

// sample is an event with one of everything that an export has to get right.
func sample() Record {
	session := store.Session{
		ID: "session-1", Event: "event-1", Title: "Bürgerservice", Prompt: "Was hilft?", Phase: "phase-2", SupportShown: true,
		Phases: []store.Phase{
			{ID: "phase-1", PhasePlan: store.PhasePlan{Kind: store.Lobby, Instruction: "Gleich geht es los.", Seconds: 300, End: store.EndNext, OpensAt: 1_796_029_200_000}},
			{ID: "phase-2", PhasePlan: store.PhasePlan{Kind: store.Vote, Title: "Abstimmen", Scene: "vote", Vote: &store.RoundPlan{
				Title: "Was zuerst?", Method: store.Scale, Subject: store.OnIdeas, Secrecy: store.Secret, Hidden: true,
				Criteria: []store.Criterion{{Name: "Aufwand", Low: "klein", High: "groß", Less: true}},
			}}, Position: 1, PhaseSettings: store.PhaseSettings{LateIdeas: true, Comments: true}},
		},
		Spotlight: store.Spotlight{Idea: "idea-1"}, Timer: store.Timer{Total: 60_000, Left: 30_000},
	}
	record := Record{
		Contents: store.Contents{
			Event: store.Event{
				ID: "event-1", Title: "Zukunft", Format: store.Workshop, JoinCode: "ACDEFGHJ", Admission: store.AdmissionOpen,
				Language: "de", Address: "sie", HeldOn: "2026-11-30", DeleteOn: "2027-01-31", Publication: store.Internal,
				Welcome: "Willkommen", Key: []byte("key-of-the-event"), Heads: 9,
				Seating: store.Seating{Tables: 4, Step: 1, Plenary: "session-2"}, Cards: []store.CardRange{{From: 6, To: 25}},
			},
			Sessions:     []store.Session{session, {ID: "session-2", Title: "Arbeit", Phase: "phase-3", Phases: []store.Phase{{ID: "phase-3", PhasePlan: store.PhasePlan{Kind: store.Collect}}}}},
			Participants: people(6),
			Tickets:      []store.Ticket{{ID: "ticket-1", Number: 1, Code: "hash-of-a-code", Participant: "participant-1"}},
			Signals:      []store.Signal{{Session: "session-1", Participant: "participant-2", Kind: store.Hand, Number: 77}},
			Comments: []store.Comment{
				{ID: "comment-1", Idea: "idea-1", Number: 1, Text: "Gute Sache", State: store.Shown, Author: "participant-2", Command: "command-2"},
				{ID: "comment-2", Idea: "idea-1", Number: 2, Text: "Wird geprüft", State: store.Hidden},
				{ID: "comment-3", Idea: "idea-2", Number: 3, Text: "left in a comment", State: store.Withdrawn, Author: "participant-1"},
			},
			Reactions: []store.Reaction{
				{Idea: "idea-1", Participant: "participant-2", Kind: store.Agrees}, {Idea: "idea-1", Participant: "participant-3", Kind: store.Agrees},
				{Idea: "idea-1", Participant: "participant-3", Kind: store.Worries},
			},
			Moderators: []store.Moderator{{ID: "moderator-1", Label: "Kollegin Beispiel", Secret: "secret-1"}},
			Projectors: []store.Projector{{ID: "projector-1", Secret: "secret-2"}},
			Fields: []store.TopicField{
				{ID: "field-1", Title: "Klima", Color: 3, Nominated: true}, {ID: "field-2", Title: "Grün", Color: 4, JoinedInto: "field-1"},
				{ID: "field-3", Title: "Leer", Removed: true},
			},
			Ideas: []store.Idea{
				{ID: "idea-1", Number: 1, Session: "session-1", Kind: store.Proposal, Text: "=1+1", State: store.Shown, Author: "participant-1",
					Field: "field-1", Nominated: true, Redacted: true, Pinned: true, Table: 3, Command: "command-1", SubmittedAt: 1796029200000},
				{ID: "idea-2", Number: 2, Session: "session-1", Kind: store.Expectation, Text: "Ruhe;\n\"Raum\"", State: store.Returned, Reason: "Bitte kürzer",
					Author: "participant-2", SubmittedAt: 1796032800000},
				{ID: "idea-3", Number: 4, Session: "session-2", Kind: store.Proposal, Text: "Bäume", State: store.Shown, OnBehalf: true,
					MergedInto: "idea-1", Field: "field-2", SubmittedAt: 1796032800000},
				{ID: "idea-4", Number: 5, Session: "session-1", Kind: store.Proposal, Text: "left in memory", Reason: "left too", State: store.Withdrawn,
					Author: "participant-3", SubmittedAt: 1796032800000},
			},
			Supports: []store.Support{{Idea: "idea-1", Participant: "participant-2"}, {Idea: "idea-1", Participant: "participant-3"}, {Idea: "idea-2", Participant: "participant-1"}},
			Rounds: []store.Round{
				{ID: "round-1", Number: 1, Session: "session-1", State: store.RoundClosed, ResultsOpen: true, Admitted: 6, Heads: 9, Paper: 1,
					RoundPlan: store.RoundPlan{Method: store.Dots, Subject: store.OnIdeas, Secrecy: store.Pseudonymous, Budget: 3, Cap: 2, Hidden: true},
					Items:     items},
				{ID: "round-2", Number: 2, Session: "session-1", State: store.RoundUnopened,
					RoundPlan: store.RoundPlan{Method: store.Dots, Subject: store.OnIdeas, Secrecy: store.Pseudonymous, Budget: 3, Cap: 2}},
				{ID: "round-3", Number: 3, Session: "session-1", State: store.RoundClosed, Admitted: 6,
					RoundPlan: store.RoundPlan{Method: store.Dots, Subject: store.OnFields, Secrecy: store.OpenVote, Budget: 2, Cap: 2},
					Items:     []store.RoundItem{{Item: 1, Field: "field-1", Ideas: []string{"idea-1", "idea-3"}}}},
				{ID: "round-4", Number: 4, Session: "session-1", State: store.RoundClosed, Admitted: 6, Of: "round-1",
					RoundPlan: store.RoundPlan{Title: "Ja?", Method: store.YesNo, Subject: store.OnIdeas, Secrecy: store.Secret, Hidden: true, ExcludeOwn: true},
					Items:     items},
				{ID: "round-5", Number: 5, Session: "session-1", State: store.RoundClosed, Admitted: 6,
					RoundPlan: store.RoundPlan{Method: store.Scale, Subject: store.OnIdeas, Secrecy: store.Pseudonymous, Hidden: true,
						Criteria: []store.Criterion{{Name: "Wirkung", High: "groß"}, {Name: "Aufwand", Less: true}}},
					Items: items},
				{ID: "round-6", Number: 6, Session: "session-1", State: store.RoundClosed, Admitted: 6,
					RoundPlan: store.RoundPlan{Method: store.Ranking, Subject: store.OnIdeas, Secrecy: store.Secret, Hidden: true},
					Items:     items},
			},
		},
		Ballots: []store.Ballot{
			{ID: "ballot-1", Round: "round-1", Participant: "participant-1", Counter: 7, Points: map[int]int{1: 2, 2: 1}},
			{ID: "ballot-2", Round: "round-1", Points: map[int]int{1: 2}},
			{ID: "ballot-3", Round: "round-1", Points: map[int]int{1: 1}},
			{ID: "ballot-4", Round: "round-1", Participant: "participant-2", Counter: 3},
			{ID: "ballot-5", Round: "round-1", Points: map[int]int{2: 1}},
			{ID: "ballot-6", Round: "round-1", Points: map[int]int{1: 1, 2: 2}, Paper: true},
			{ID: "ballot-7", Round: "round-3", Participant: "participant-3", Points: map[int]int{1: 2}},
			{ID: "ballot-8", Round: "round-4", Points: map[int]int{1: store.Yes, 2: store.No}},
			{ID: "ballot-9", Round: "round-4", Points: map[int]int{1: store.Yes}},
			{ID: "ballot-10", Round: "round-4", Points: map[int]int{1: store.Abstain}},
			{ID: "ballot-11", Round: "round-4", Points: map[int]int{2: store.No}},
			{ID: "ballot-12", Round: "round-4", Points: map[int]int{1: store.Yes, 2: store.Yes}},
			{ID: "ballot-13", Round: "round-5", Points: map[int]int{1: 25}},
			{ID: "ballot-14", Round: "round-5", Points: map[int]int{1: 14, 2: 51}},
			{ID: "ballot-15", Round: "round-5", Points: map[int]int{1: 5}},
			{ID: "ballot-16", Round: "round-5", Points: map[int]int{1: 35}},
			{ID: "ballot-17", Round: "round-5", Points: map[int]int{2: 40}},
			{ID: "ballot-18", Round: "round-6", Points: map[int]int{1: 1, 2: 2}},
		},
		Candidates: []store.Measure{{
			ID: "candidate-1", Candidate: 12, Profile: store.Profile{Title: "Stadtgrün", Summary: "Mehr davon"},
			Sources: []store.Source{
				{Event: "event-1", Idea: "idea-1", Number: 1, Round: 1, Points: 6, Voters: 4, Turnout: 5, Admitted: 6, Rank: 1},
				{Event: "event-1", Field: "field-1", Title: "Klima"},
				{Event: "event-2", Idea: "idea-77", Number: 2, Points: 99}, {Requirement: "node-1", Title: "Ein Gesetz"},
			},
		}},
		Outcomes: []store.Outcome{
			{Idea: "idea-1", Number: 1, Kind: store.OutcomePromoted, CandidateNumber: 12, MeasureNumber: 7, Published: true},
			{Idea: "idea-2", Number: 2, Kind: store.OutcomeJoined, JoinedEvent: "Barcamp", JoinedNumber: 8},
		},
	}
	for i := range record.Contents.Rounds {
		count(&record.Contents.Rounds[i], record.Ballots)
	}
	return record
}

var items = []store.RoundItem{{Item: 1, Idea: "idea-1", Ideas: []string{"idea-1", "idea-3"}}, {Item: 2, Idea: "idea-2", Ideas: []string{"idea-2"}}}

func people(n int) (all []store.Participant) {
	for i := range n {
		all = append(all, store.Participant{ID: fmt.Sprint("participant-", i+1), Device: fmt.Sprint("device-", i+1), Table: 2})
	}
	return all
}

// count gives a closed round the tally of its ballots.
func count(round *store.Round, ballots []store.Ballot) {
	var own []store.Ballot
	for _, one := range ballots {
		if one.Round == round.ID {
			own = append(own, one)
		}
	}
	if round.State == store.RoundClosed {
		tally := round.Count(own)
		round.Tally = &tally
	}
}

func exported(t *testing.T, record Record) []byte {
	t.Helper()
	content, err := JSON(record)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
