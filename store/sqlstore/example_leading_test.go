package sqlstore

import (
	"slices"

	"masswerk/store"
)

// lead leaves an agenda with a plan, tables, cards, tickets, a spotlight and every method of voting.
func (x *example) lead() {
	x.event.Seating, x.event.Heads = store.Seating{Tables: 2, Step: 1, Plenary: x.rooms[0].ID}, 14
	x.rooms[0].Spotlight, x.rooms[1].Spotlight = store.Spotlight{Idea: x.ideas[0].ID}, store.Spotlight{Field: x.fields[0].ID}
	x.rooms[1].Timer = store.Timer{Total: 300_000, EndsAt: exampleAt}
	agenda := slices.Clone(x.rooms[1].Phases)
	agenda[3].PhasePlan = store.PhasePlan{
		Kind: store.Vote, Title: "Abstimmen", Seconds: 300, End: store.EndClose, OpensAt: exampleAt, Scene: "vote",
		Vote: &store.RoundPlan{Method: store.Approve, Subject: store.OnIdeas, Secrecy: store.OpenVote, Budget: 3, Cap: 1},
	}
	agenda[4].PhaseSettings = store.PhaseSettings{Closed: true, Comments: true, Reactions: true, Hands: true}
	helper := store.Moderator{ID: exampleID("helper", 1), Event: x.event.ID, Label: "Hilfe", Secret: exampleID("helper's secret", 1), Role: store.Helps}
	x.do(store.EventEdited{Event: x.event}, store.CardsReserved{Cards: store.CardRange{From: 201, To: 240}},
		store.SessionEdited{Session: x.rooms[0]}, store.SessionEdited{Session: x.rooms[1]},
		store.AgendaEdited{Session: x.rooms[1].ID, Phases: agenda}, store.ModeratorInvited{Moderator: helper})
	var tickets []store.Ticket
	for number := 1; number <= 3; number++ {
		tickets = append(tickets, store.Ticket{ID: exampleID("ticket", number), Event: x.event.ID, Number: number, Code: store.HashSecret(exampleID("code", number))})
	}
	guest := store.Participant{ID: exampleID("guest", 1), Event: x.event.ID, Device: exampleID("guest's device", 1)}
	x.do(store.TicketsIssued{Tickets: tickets}, store.ParticipantJoined{Participant: guest, Ticket: tickets[0].ID},
		store.ParticipantSeated{Participant: guest.ID, Table: 2}, store.TicketRevoked{Ticket: tickets[1].ID, Revoked: true},
		store.TicketReissued{Ticket: tickets[0].ID, Code: store.HashSecret("new code")},
		store.DeviceReplaced{Participant: guest.ID, Device: exampleID("guest's device", 2), Ticket: tickets[0].ID})
	x.lastRounds()
	projector := store.Projector{
		ID: exampleID("workshop projector", 0), Session: x.rooms[0].ID, Scene: "compare", Round: exampleID("round", 6), Against: exampleID("round", 5),
		Step: 2, Theme: "bright",
	}
	x.do(store.ProjectorDirected{Projector: projector})
	must(x.t, x.store.SaveTemplate(ctx, store.Template{ID: exampleID("template", 1), Title: "Unsere Werkstatt", Language: "de", Sessions: x.rooms}))
}

// lastRounds leaves a scale with a runoff, the one by secret ballot and the other partly on paper.
func (x *example) lastRounds() {
	scale := x.round(5, store.OnIdeas, store.Secret)
	scale.RoundPlan = store.RoundPlan{
		Title: "Wie viel bringt es?", Method: store.Scale, Subject: store.OnIdeas, Secrecy: store.Secret, Hidden: true, ExcludeOwn: true,
		Criteria: []store.Criterion{{Name: "Wirkung", Low: "gering", High: "groß"}, {Name: "Aufwand", Low: "klein", High: "groß", Less: true}},
	}
	x.do(store.RoundOpened{Round: scale})
	var ballots []store.Ballot
	for i := range x.people {
		ballots = append(ballots, store.Ballot{ID: exampleID("secret", i), Points: map[int]int{1: 10*(i%5+1) + 3, 2: i%5 + 1}})
	}
	tally := scale.Count(ballots)
	scale.State, scale.Tally, scale.Admitted = store.RoundClosed, &tally, len(x.people)
	x.do(store.RoundEnded{Round: scale, Ballots: ballots})

	runoff := x.round(6, store.OnIdeas, store.OpenVote)
	runoff.Of, runoff.Method, runoff.Budget, runoff.Cap = scale.ID, store.Ranking, 0, 0
	x.do(store.RoundOpened{Round: runoff})
	paper := store.Ballot{ID: exampleID("paper", 1), Points: map[int]int{2: 1, 1: 2}, Paper: true}
	tally = runoff.Count([]store.Ballot{paper})
	runoff.State, runoff.Tally, runoff.Heads, runoff.Paper = store.RoundClosed, &tally, 14, 1
	x.do(store.RoundEnded{Round: runoff, Ballots: []store.Ballot{paper}})
	paper.ID = exampleID("paper", 2)
	x.do(store.PaperEntered{Paper: store.Paper{ID: exampleID("batch", 1), Round: exampleID("round", 4), Number: 1, Ballots: []store.Ballot{paper}}})
}

// discuss leaves comments in every state, a reaction, signals, a redacted idea and a pinned one.
func (x *example) discuss() {
	for i, state := range []store.IdeaState{store.Shown, store.Hidden, store.Withdrawn} {
		one := store.Comment{
			ID: exampleID("comment", i), Event: x.event.ID, Idea: x.ideas[0].ID, Number: i + 1, Text: "Das finden auch andere", State: store.Shown,
			Command: exampleID("comment's command", i),
		}
		if i != 1 {
			one.Author = x.people[i].ID
		}
		x.commit([]store.Accepted{{Actor: one.Author, ID: one.Command, MAC: store.HashSecret(one.Text), Result: "{}"}}, store.CommentAdded{Comment: one})
		if state == store.Withdrawn {
			x.do(store.CommentWithdrawn{Comment: one.ID, At: exampleAt})
		} else {
			x.do(store.CommentModerated{Comment: one.ID, State: state})
		}
	}
	seated := len(x.ideas) + 1
	x.submit(seated, 0, "Das weiß Herr Beispiel", store.Idea{Kind: store.Proposal, State: store.Shown, Table: 2})
	x.do(
		store.ReactionSet{Reaction: store.Reaction{Idea: x.ideas[0].ID, Participant: x.people[0].ID, Kind: store.Worries}, On: true},
		store.SignalSet{Signal: store.Signal{Session: x.rooms[0].ID, Participant: x.people[0].ID, Kind: store.Done}, On: true},
		store.SignalSet{Signal: store.Signal{Session: x.rooms[0].ID, Participant: x.people[1].ID, Kind: store.Hand, Number: 1, Called: true}, On: true},
		store.IdeaPinned{Idea: x.ideas[seated-1].ID, On: true},
		store.IdeaRedacted{Idea: x.ideas[seated-1].ID, Text: "Das weiß [Name entfernt]", Spans: []store.Span{{From: 9, To: 22}}, Number: 1, At: exampleAt},
	)
}
