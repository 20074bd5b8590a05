package sqlstore

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"os"
	"strings"
	"testing"

	"masswerk/store"
)

// What anybody needs to know to look into an example from outside.
const (
	exampleModerator = "the secret of the example's moderator"
	exampleReceipt   = "the secret of an example's author"
	exampleAt        = 4_000_000_000_000 // so far ahead that nothing here ever expires
)

// example fills a database with every kind of row there is: a workshop made of the ideas that
// rehearsals play, one event that was deleted, and one that was imported. Two runs write the same.
type example struct {
	t       *testing.T
	store   *Store
	event   store.Event
	rooms   []store.Session
	people  []store.Participant
	fields  []store.TopicField
	ideas   []store.Idea
	seq     int64
	command int
}

// exampleID returns an id that looks random and is always the same.
func exampleID(kind string, number int) string {
	sum := sha256.Sum256(fmt.Append(nil, kind, number))
	text := hex.EncodeToString(sum[:16])
	return strings.Join([]string{text[:8], text[8:12], "4" + text[13:16], "8" + text[17:20], text[20:]}, "-")
}

func fillExample(t *testing.T, s *Store) {
	t.Helper()
	x := &example{t: t, store: s}
	x.house()
	x.begin("workshop", "MARKTAG4")
	x.collect()
	x.moderate()
	x.vote()
	x.decide()
	x.lead()
	x.discuss()
	x.plan()
	x.answer()

	gone := &example{t: t, store: s}
	gone.begin("gone", "MARKTAG6")
	gone.submit(1, 0, "Ein Aufzug im Treppenhaus", store.Idea{Kind: store.Proposal, State: store.Shown})
	gone.tell()
	_, err := s.Delete(ctx, gone.event.ID, exampleAt)
	must(t, err)

	took := &example{t: t, store: s}
	took.imported()
}

func (x *example) house() {
	must(x.t, x.store.SetHouse(ctx, store.House{Name: "Musterstadt", Notice: "Was mit Ihren Beiträgen geschieht"}))
	account := store.Account{
		ID: exampleID("account", 1), Name: "Leitung", Login: "leitung", Roles: store.StaffRoles(), CreatedAt: exampleAt,
		Password: "$argon2id$v=19$m=65536,t=1,p=2$c2FsdHNhbHRzYWx0c2FsdA$bm8gcGFzc3dvcmQgaGFzIHRoaXMgaGFzaCwgZXZlci4",
	}
	must(x.t, x.store.CreateAccount(ctx, account, true))
	must(x.t, x.store.SignIn(ctx, store.Login{Token: store.HashSecret("login"), Account: account.ID, ExpiresAt: exampleAt}))
	must(x.t, x.store.Audit(ctx, []store.Audited{{At: exampleAt, Actor: account.ID, Action: "CreateEvent", Event: exampleID("workshop event", 1)}}))
}

// begin creates an event with two rooms, two moderators, two projectors and twelve participants.
func (x *example) begin(name, code string) {
	x.event = store.Event{
		ID: exampleID(name+" event", 1), Title: "Ideenwerkstatt", Format: store.Workshop, JoinCode: code, Admission: store.AdmissionOpen,
		Language: "de", Address: "sie", HeldOn: "2096-10-02", DeleteOn: "2099-12-31", Publication: store.Internal,
		Welcome: "Willkommen", Notice: "Ein eigener Hinweis", Key: []byte(strings.Repeat("k", 32)), CreatedAt: exampleAt,
	}
	for i, title := range []string{"Arbeiten", "Begegnen"} {
		room := store.Session{ID: exampleID(name+" room", i), Event: x.event.ID, Position: i, Title: title, Prompt: "Was fehlt?"}
		for position, kind := range []store.PhaseKind{store.Lobby, store.Collect, store.Cluster, store.Vote, store.Results} {
			room.Phases = append(room.Phases, store.Phase{
				ID: exampleID(name+title, position), Session: room.ID, Position: position,
				PhasePlan:     store.PhasePlan{Kind: kind, Title: "Schritt", Instruction: "Bitte"},
				PhaseSettings: store.PhaseSettings{ReleaseFirst: position == 1, LateIdeas: position == 3},
			})
		}
		room.Phase = room.Phases[0].ID
		x.rooms = append(x.rooms, room)
	}
	must(x.t, x.store.Create(ctx, x.event, x.rooms))
	for i := range 2 {
		secret, account := store.HashSecret(exampleModerator), ""
		if i > 0 {
			secret, account = exampleID(name+" moderator's secret", i), exampleID("account", 1)
		}
		moderator := store.Moderator{ID: exampleID(name+" moderator", i), Event: x.event.ID, Label: "Moderation", Secret: secret, Account: account, Role: store.Leads}
		projector := store.Projector{
			ID: exampleID(name+" projector", i), Event: x.event.ID, Secret: exampleID(name+" projector's secret", i), Session: x.rooms[i].ID, Scene: "auto",
		}
		x.do(store.ModeratorInvited{Moderator: moderator}, store.ProjectorPaired{Projector: projector},
			store.Audited{At: exampleAt, Actor: moderator.ID, Action: "Invite", Event: x.event.ID, About: moderator.ID})
		projector.Scene, projector.Revoked = "wall", i > 0
		x.do(store.ModeratorRevoked{Moderator: moderator.ID, Revoked: i > 0}, store.ProjectorDirected{Projector: projector})
	}
	for i := range 12 {
		one := store.Participant{ID: exampleID(name+" participant", i), Event: x.event.ID, Device: store.HashSecret(exampleID(name+" device", i))}
		x.people = append(x.people, one)
		x.do(store.ParticipantJoined{Participant: one})
	}
}

// collect hands in the project's own example, into both rooms and a topic field for each of its own.
func (x *example) collect() {
	file, err := os.Open("../../cmd/masswerk/rehearsal/example.csv")
	must(x.t, err)
	defer file.Close()
	reader := csv.NewReader(file)
	reader.Comma = ';'
	rows, err := reader.ReadAll()
	must(x.t, err)
	byTitle := map[string]string{}
	for i, row := range rows[1:] {
		if byTitle[row[1]] == "" {
			field := store.TopicField{ID: exampleID("field", i), Event: x.event.ID, Title: row[1], Color: len(x.fields) % 12, Position: len(x.fields)}
			byTitle[row[1]] = field.ID
			x.fields = append(x.fields, field)
			x.do(store.FieldCreated{Field: field})
		}
		x.submit(i+1, i%2, row[2], store.Idea{Kind: store.IdeaKind(row[0]), State: store.Shown, Field: byTitle[row[1]]})
	}
	last := len(rows)
	x.submit(last, 0, "Ein Bedarf, von Hand eingetragen", store.Idea{Kind: store.Expectation, State: store.Held, OnBehalf: true})
}

// submit hands in one idea, with the command that brought it.
func (x *example) submit(number, room int, text string, idea store.Idea) {
	idea.ID, idea.Event, idea.Session, idea.Number, idea.Text = exampleID(x.event.ID, number), x.event.ID, x.rooms[room].ID, number, text
	idea.Command, idea.SubmittedAt = exampleID(x.event.ID+" command", number), exampleAt
	receipt, actor := "", exampleID("workshop moderator", 0)
	if !idea.OnBehalf {
		idea.Author = x.people[number%len(x.people)].ID
		receipt, actor = store.ReceiptHash(exampleReceipt, idea.ID), idea.Author
	}
	x.ideas = append(x.ideas, idea)
	x.commit([]store.Accepted{{Actor: actor, ID: idea.Command, MAC: store.HashSecret(text), Result: fmt.Sprintf(`{"number":%d}`, number)}},
		store.IdeaSubmitted{Idea: idea, Receipt: receipt})
}

// moderate leaves ideas in every state, merged, moved, supported and nominated, and fields joined.
func (x *example) moderate() {
	idea := func(number int) string { return x.ideas[number-1].ID }
	x.do(
		store.IdeaMerged{Idea: idea(2), Into: idea(1)}, store.IdeaMerged{Idea: idea(3), Into: idea(1)},
		store.IdeaModerated{Idea: idea(5), State: store.Hidden},
		store.IdeaModerated{Idea: idea(6), State: store.Returned, Reason: "Bitte ohne Namen"},
		store.IdeaWithdrawn{Idea: idea(7), At: exampleAt},
		store.IdeaMoved{Idea: idea(8), Field: ""}, store.IdeaNominated{Idea: idea(1), On: true},
	)
	for i := range 9 {
		x.do(store.IdeaSupported{Idea: idea(i%4 + 1), Participant: x.people[i].ID, On: true})
	}
	x.do(store.IdeaModerated{Idea: idea(9), State: store.Returned, Reason: "Wird gleich zurückgezogen"}, store.IdeaWithdrawn{Idea: idea(9), At: exampleAt})
	empty := store.TopicField{ID: exampleID("field", 1000), Event: x.event.ID, Title: "Versehentlich", Position: len(x.fields)}
	x.do(store.FieldCreated{Field: empty})
	empty.Removed = true
	x.do(store.FieldEdited{Field: empty}, store.FieldJoined{Field: x.fields[1].ID, Into: x.fields[0].ID}, store.FieldNominated{Field: x.fields[2].ID, On: true})
	x.rooms[1].Blank, x.rooms[1].SupportShown = true, true
	x.do(store.SessionEdited{Session: x.rooms[1]}, store.PhaseEntered{Session: x.rooms[0].ID, Phase: x.rooms[0].Phases[3].ID})
}

// vote leaves one round of each state and secrecy, the last one with ballots on their way.
func (x *example) vote() {
	x.end(x.open(1, store.OnIdeas, store.Pseudonymous), store.RoundClosed)
	x.end(x.open(2, store.OnFields, store.OpenVote), store.RoundClosed)
	x.end(x.open(3, store.OnIdeas, store.Pseudonymous), store.RoundUnopened)
	x.cast(x.open(4, store.OnIdeas, store.Pseudonymous))
	x.do(store.ResultsShown{Round: exampleID("round", 1), On: true})
}

func (x *example) open(number int, subject store.Subject, secrecy store.Secrecy) store.Round {
	round := x.round(number, subject, secrecy)
	x.do(store.RoundOpened{Round: round})
	return round
}

// round is a vote on six items.
func (x *example) round(number int, subject store.Subject, secrecy store.Secrecy) store.Round {
	round := store.Round{
		ID: exampleID("round", number), Event: x.event.ID, Session: x.rooms[0].ID, Number: number, State: store.RoundOpen,
		RoundPlan: store.RoundPlan{Method: store.Dots, Subject: subject, Secrecy: secrecy, Budget: 5, Cap: 3, Hidden: number == 1},
	}
	for item := 1; item <= 6; item++ {
		one := store.RoundItem{Item: item, Idea: x.ideas[item+9].ID, Ideas: []string{x.ideas[item+9].ID}}
		if subject == store.OnFields {
			one.Idea, one.Field = "", x.fields[item%len(x.fields)].ID
		} else if item == 1 {
			one.Idea, one.Ideas = x.ideas[0].ID, []string{x.ideas[0].ID, x.ideas[1].ID, x.ideas[2].ID}
		}
		round.Items = append(round.Items, one)
	}
	return round
}

// cast votes for everybody, some of them twice.
func (x *example) cast(round store.Round) (ballots []store.Ballot) {
	for i, person := range x.people {
		ballot := store.Ballot{
			ID: exampleID(round.ID, i), Round: round.ID, Participant: person.ID, Counter: int64(i%3 + 1), Points: map[int]int{i%6 + 1: i%3 + 1, (i+1)%6 + 1: 1},
		}
		ballots = append(ballots, ballot)
		x.command++
		x.commit([]store.Accepted{{Actor: person.ID, ID: exampleID("vote", x.command), MAC: store.HashSecret(ballot.ID), Result: `{"left":1}`}}, store.VoteSet{Ballot: ballot})
	}
	return ballots
}

func (x *example) end(round store.Round, state store.RoundState) {
	round.State = state
	if state == store.RoundUnopened {
		x.do(store.RoundEnded{Round: round})
		return
	}
	ballots := x.cast(round)
	tally := round.Count(ballots)
	round.Tally, round.Admitted = &tally, len(x.people)
	for i := range ballots {
		ballots[i].ID = exampleID("closed "+round.ID, i)
	}
	x.do(store.RoundEnded{Round: round, Ballots: ballots})
}

// decide leaves candidates from an idea and from a field, and outcomes published and drafted.
func (x *example) decide() {
	for i, source := range []store.Source{
		{Idea: x.ideas[0].ID, Number: 1, Round: 1, Points: 9, Voters: 6, Turnout: 12, Admitted: 12, Rank: 1},
		{Field: x.fields[2].ID, Title: x.fields[2].Title, Round: 2, Points: 7, Voters: 4, Turnout: 12, Admitted: 12, Rank: 2, Ties: 1},
	} {
		_, _, err := x.store.Promote(ctx, store.Measure{
			ID: exampleID("candidate", i), Event: x.event.ID, CreatedAt: exampleAt, Sources: []store.Source{source},
			Profile: store.Profile{Title: "Maßnahme", Summary: "In eigenen Worten"},
		}, x.by())
		must(x.t, err)
	}
	outcome := store.Outcome{Event: x.event.ID, Idea: x.ideas[3].ID, Kind: store.OutcomeParked, Reason: "Später"}
	must(x.t, x.store.Decide(ctx, []store.Outcome{outcome}, exampleAt))
	_, err := x.store.Publish(ctx, x.event.ID, exampleAt)
	must(x.t, err)
	outcome.Idea, outcome.Kind = x.ideas[10].ID, store.OutcomeInProgress
	must(x.t, x.store.Decide(ctx, []store.Outcome{outcome}, exampleAt))
}

// imported stores an event as an export brings it: nobody can come back as one of its participants.
func (x *example) imported() {
	x.begin("source", "MARKTAG7")
	x.submit(1, 0, "Eine übernommene Idee", store.Idea{Kind: store.Proposal, State: store.Shown})
	contents, err := x.store.Load(ctx, x.event.ID)
	must(x.t, err)
	renamed := func(id string) string { return exampleID("imported "+id, 0) }
	contents.Event.ID, contents.Event.JoinCode = renamed(contents.Event.ID), "MARKTAG9"
	for i := range contents.Sessions {
		room := &contents.Sessions[i]
		room.ID, room.Event, room.Phase = renamed(room.ID), contents.Event.ID, renamed(room.Phase)
		for j := range room.Phases {
			room.Phases[j].ID, room.Phases[j].Session = renamed(room.Phases[j].ID), room.ID
		}
	}
	for i := range contents.Participants {
		one := &contents.Participants[i]
		one.ID, one.Event, one.Device = renamed(one.ID), contents.Event.ID, ""
	}
	for i := range contents.Ideas {
		idea := &contents.Ideas[i]
		idea.ID, idea.Event, idea.Session, idea.Author = renamed(idea.ID), contents.Event.ID, renamed(idea.Session), renamed(idea.Author)
	}
	contents.Moderators, contents.Projectors, contents.Accepted = nil, nil, nil
	must(x.t, x.store.Import(ctx, contents))
}

func (x *example) do(facts ...store.Fact) {
	x.t.Helper()
	x.commit(nil, facts...)
}

func (x *example) commit(accepted []store.Accepted, facts ...store.Fact) {
	x.t.Helper()
	must(x.t, x.store.Commit(ctx, x.event.ID, x.seq, accepted, facts))
	x.seq++
}
