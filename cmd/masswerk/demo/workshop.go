package demo

import (
	"crypto/rand"
	"fmt"
	randv2 "math/rand/v2"
	"slices"

	"masswerk/store"
)

// workshop is the file of the event.
type workshop struct {
	Title    string        `json:"title"`
	HeldOn   string        `json:"held_on"`
	JoinCode string        `json:"join_code"`
	Prompt   string        `json:"prompt"`
	Welcome  string        `json:"welcome"`
	Devices  int           `json:"devices"`
	Fields   []string      `json:"fields"`
	Ideas    []contributed `json:"ideas"`
}

// contributed is a contribution with what became of it.
type contributed struct {
	Field   int               `json:"field"` // from 1
	Likes   int               `json:"likes"` // how much the room wants it
	Kind    store.IdeaKind    `json:"kind"`
	Text    string            `json:"text"`
	To      string            `json:"to"`     // key of the measure it is a source of
	Joined  int               `json:"joined"` // number of the one it goes on with
	Outcome store.OutcomeKind `json:"outcome"`
	Why     string            `json:"why"`
	Review  string            `json:"review"`
	Link    string            `json:"link"`
	Whose   string            `json:"whose"`
	Node    string            `json:"node"` // key
}

func (c *city) event() (workshop, store.Event, error) {
	var file workshop
	if err := c.read("workshop.json", &file); err != nil {
		return file, store.Event{}, err
	}
	return file, store.Event{
		ID: id("event"), Title: file.Title, Format: store.Workshop, JoinCode: file.JoinCode, Admission: store.AdmissionClosed,
		Language: "de", Address: "sie", HeldOn: file.HeldOn, DeleteOn: c.now.AddDate(1, 0, 0).Format("2006-01-02"), Publication: store.Public,
		Welcome: file.Welcome, CreatedAt: at(file.HeldOn) - 14*24*3600_000, Heads: file.Devices + 2,
	}, nil
}

// shownIdea is the contribution whose Ideen-Link is told.
const shownIdea = 1

// addWorkshop adds the event with its contributions and a vote that is over.
func (c *city) addWorkshop() error {
	file, event, err := c.event()
	if err != nil {
		return err
	}
	event.Key = make([]byte, 32)
	rand.Read(event.Key)
	if err := c.Create(c.ctx, event, []store.Session{sessionOf(event, file)}); err != nil {
		return err
	}
	chance := randv2.New(randv2.NewPCG(2025, 312))
	var facts []store.Fact
	devices := make([]string, file.Devices)
	for i := range devices {
		devices[i] = id("device", i)
		facts = append(facts, store.ParticipantJoined{Participant: store.Participant{ID: devices[i], Event: event.ID, Device: store.HashSecret(secret())}})
	}
	for i, title := range file.Fields {
		facts = append(facts, store.FieldCreated{Field: store.TopicField{ID: fieldID(i + 1), Event: event.ID, Title: title, Color: []int{1, 4, 7, 9}[i], Position: i, Nominated: i == 0}})
	}
	link := secret()
	for i, one := range file.Ideas {
		idea := store.Idea{
			ID: ideaID(i + 1), Event: event.ID, Session: id("session"), Number: i + 1, Kind: store.Proposal, Text: one.Text, State: store.Shown,
			Author: devices[(i*7)%len(devices)], Field: fieldID(one.Field), Nominated: one.To != "", SubmittedAt: at(event.HeldOn),
		}
		if one.Kind != "" {
			idea.Kind = one.Kind
		}
		submitted := store.IdeaSubmitted{Idea: idea}
		if idea.Number == shownIdea {
			submitted.Receipt = store.ReceiptHash(link, idea.ID)
		}
		facts = append(facts, submitted)
		for _, device := range chosen(chance, devices, one.Likes) {
			if device != idea.Author {
				facts = append(facts, store.IdeaSupported{Idea: idea.ID, Participant: device, On: true})
			}
		}
	}
	round, ballots := vote(chance, event, file, devices)
	opened := round
	opened.State, opened.Tally, opened.Admitted, opened.Heads = store.RoundOpen, nil, 0, 0
	facts = append(facts, store.RoundOpened{Round: opened}, store.RoundEnded{Round: round, Ballots: ballots}, store.ResultsShown{Round: round.ID, On: true})
	c.guide.JoinCode, c.guide.IdeaLink = event.JoinCode, "/e/"+event.JoinCode+"/ideas#"+link
	return c.Commit(c.ctx, event.ID, 0, nil, facts)
}

func ideaID(number int) string { return id("idea", number) }

func fieldID(number int) string { return id("topic field", number) }

// sessionOf is the agenda, with its last phase on.
func sessionOf(event store.Event, file workshop) store.Session {
	session := store.Session{ID: id("session"), Event: event.ID, Title: "Innovationswerkstatt", Prompt: file.Prompt, SupportShown: true}
	for i, one := range []struct {
		kind    store.PhaseKind
		title   string
		minutes int
	}{
		{store.Lobby, "Ankommen", 10}, {store.Collect, "Ideen sammeln", 20}, {store.Cluster, "Gemeinsam ordnen", 20},
		{store.Vote, "Was ist am wichtigsten?", 10}, {store.Results, "Ergebnisse und nächste Schritte", 15},
	} {
		phase := store.Phase{ID: id("phase", i), Session: session.ID, Position: i}
		phase.PhasePlan = store.PhasePlan{Kind: one.kind, Title: one.title, Seconds: one.minutes * 60}
		session.Phases = append(session.Phases, phase)
		session.Phase = phase.ID
	}
	return session
}

// chosen returns so many of the devices.
func chosen(chance *randv2.Rand, devices []string, count int) []string {
	all := slices.Clone(devices)
	chance.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:min(count, len(all))]
}

// vote lets all but three devices give five dots, more of them to what the room wants more.
func vote(chance *randv2.Rand, event store.Event, file workshop, devices []string) (store.Round, []store.Ballot) {
	round := store.Round{
		ID: id("round"), Event: event.ID, Session: id("session"), Number: 1, State: store.RoundClosed, Admitted: len(devices), Heads: event.Heads,
		RoundPlan: store.RoundPlan{Title: "Was ist am wichtigsten?", Method: store.Dots, Subject: store.OnIdeas, Secrecy: store.Pseudonymous, Budget: 5, Cap: 3, Hidden: true},
	}
	var urn []int // each item as often as it is wanted
	for i, one := range file.Ideas {
		round.Items = append(round.Items, store.RoundItem{Item: i + 1, Idea: ideaID(i + 1), Ideas: []string{ideaID(i + 1)}})
		for range one.Likes * one.Likes {
			urn = append(urn, i+1)
		}
	}
	var ballots []store.Ballot
	for i := range devices[3:] {
		ballot := store.Ballot{ID: id("ballot", i), Round: round.ID, Points: map[int]int{}}
		for given := 0; given < round.Budget; {
			if item := urn[chance.IntN(len(urn))]; ballot.Points[item] < round.Cap {
				ballot.Points[item]++
				given++
			}
		}
		ballots = append(ballots, ballot)
	}
	tally := round.Count(ballots)
	round.Tally = &tally
	return round, ballots
}

// sourcesOf returns the contributions that lead to a measure, with the votes they had.
func sourcesOf(event store.Event, file workshop, round store.Round, key string) (sources []store.Source) {
	tally, results := round.Published()
	for i, one := range file.Ideas {
		if one.To != key {
			continue
		}
		sum := tally.Items[i+1]
		source := store.Source{
			Idea: ideaID(i + 1), Number: i + 1, Event: event.ID, Round: round.Number, Points: sum.Points, Voters: sum.Voters,
			Turnout: tally.Voters, Admitted: round.Eligible(),
		}
		for _, result := range results {
			if result.Item == i+1 {
				source.Rank = result.Rank
			}
		}
		for _, result := range results {
			if result.Rank == source.Rank && result.Item != i+1 {
				source.Ties++
			}
		}
		sources = append(sources, source)
	}
	return sources
}

// publishedAfterDays is how long after the event all contributions got their answer.
const publishedAfterDays = 48

// addOutcomes decides what became of every contribution, publishes it, and releases the texts.
func (c *city) addOutcomes() error {
	file, event, err := c.event()
	if err != nil {
		return err
	}
	when := at(file.HeldOn) + publishedAfterDays*24*3600_000
	var outcomes []store.Outcome
	var releases []store.Release
	for i, one := range file.Ideas {
		number := i + 1
		releases = append(releases, store.Release{Event: event.ID, Idea: ideaID(number), Number: number, Kind: "text"})
		outcome := store.Outcome{
			Event: event.ID, Idea: ideaID(number), Number: number, Kind: one.Outcome, Reason: one.Why,
			ReviewOn: one.Review, Link: one.Link, Whose: one.Whose, Node: c.nodes[one.Node],
		}
		switch {
		case one.To != "":
			m := c.measures[one.To]
			outcome.Kind, outcome.Measure, outcome.Reason = store.OutcomePromoted, m.ID, "Ihr Beitrag gehört zu den Quellen der Maßnahme „"+m.Profile.Title+"“."
		case one.Joined > 0:
			outcome.Kind, outcome.JoinedEvent, outcome.JoinedNumber = store.OutcomeJoined, file.Title, one.Joined
			if err := c.Join(c.ctx, ideaID(number), ideaID(one.Joined)); err != nil {
				return fmt.Errorf("join %d: %w", number, err)
			}
		case one.Outcome == "":
			return fmt.Errorf("contribution %d has no outcome", number)
		}
		outcomes = append(outcomes, outcome)
	}
	if err := c.Decide(c.ctx, outcomes, when-24*3600_000); err != nil {
		return err
	}
	if err := c.SetReleases(c.ctx, releases); err != nil {
		return err
	}
	_, err = c.Publish(c.ctx, event.ID, when)
	return err
}
