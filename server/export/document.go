// Package export writes an event down for other programs, and reads it back. It works on nouns
// alone and knows neither store nor server.
//
// Whatever stands on the projector can be recomputed from the JSON document: supports, reactions
// and whole ballots are in it beside their sums. What leads to a person is not: no participant,
// author, device, receipt, participation code or moderator, no raised hand, no time of anybody
// finer than a day, and no text that was withdrawn. Votes of fewer than store.MinPublished are not
// broken down.
package export

import (
	"encoding/json"
	"fmt"
	"time"

	"masswerk/store"
)

// Record is an event as it is exported.
type Record struct {
	Contents   store.Contents
	Ballots    []store.Ballot  // of closed rounds
	Candidates []store.Measure // that came from the event
	Outcomes   []store.Outcome
}

// format and version name the document. Version 1, which knew dots alone, is still read.
const (
	format  = "masswerk-event"
	version = 2
)

// document refers to things by small numbers of its own: ideas and rounds by their number,
// sessions, phases and fields by their place in the list, from 1; 0 is none.
type document struct {
	Format       string      `json:"format"`
	Version      int         `json:"version"`
	Event        event       `json:"event"`
	Participants int         `json:"participants"`
	Sessions     []session   `json:"sessions"`
	Fields       []field     `json:"fields"`
	Ideas        []idea      `json:"ideas"`
	Comments     []comment   `json:"comments"`
	Rounds       []round     `json:"rounds"`
	Candidates   []candidate `json:"candidates"`
	Outcomes     []outcome   `json:"outcomes"`
}

type event struct {
	Title       string            `json:"title"`
	Format      store.Format      `json:"format"`
	Admission   store.Admission   `json:"admission"`
	Language    string            `json:"language"`
	Address     string            `json:"address"`
	HeldOn      string            `json:"held_on"`
	DeleteOn    string            `json:"delete_on"`
	Publication store.Publication `json:"publication"`
	Welcome     string            `json:"welcome"`
	Notice      string            `json:"notice"`
	Tables      int               `json:"tables"`  // that go round the sessions; 0: nobody sits at any
	Step        int               `json:"step"`    // how often they went on
	Plenary     int               `json:"plenary"` // session all look at together
	Heads       int               `json:"heads"`
	Cards       []cards           `json:"cards"`
}

// cards are idea numbers that were printed on paper.
type cards struct {
	From int `json:"from"`
	To   int `json:"to"`
}

type session struct {
	Title        string  `json:"title"`
	Prompt       string  `json:"prompt"`
	Phase        int     `json:"phase"`
	Blank        bool    `json:"blank"`
	SupportShown bool    `json:"support_shown"`
	Phases       []phase `json:"phases"`
}

type phase struct {
	store.PhasePlan
	store.PhaseSettings
}

type field struct {
	Title      string `json:"title"`
	Color      int    `json:"color"`
	JoinedInto int    `json:"joined_into"`
	Nominated  bool   `json:"nominated"`
	Removed    bool   `json:"removed"`
}

type idea struct {
	Number      int             `json:"number"`
	Session     int             `json:"session"`
	Kind        store.IdeaKind  `json:"kind"`
	Text        string          `json:"text"`
	State       store.IdeaState `json:"state"`
	Reason      string          `json:"reason"`
	OnBehalf    bool            `json:"on_behalf"`
	Redacted    bool            `json:"redacted"` // a name was taken out
	Pinned      bool            `json:"pinned"`
	Table       int             `json:"table"` // where its author sat
	MergedInto  int             `json:"merged_into"`
	Field       int             `json:"field"`
	Nominated   bool            `json:"nominated"`
	Support     int             `json:"support"`
	Reactions   reactions       `json:"reactions"`
	SubmittedOn string          `json:"submitted_on"`
}

// reactions are how many participants reacted, by kind.
type reactions map[store.ReactionKind]int

type comment struct {
	Number    int             `json:"number"`
	Idea      int             `json:"idea"`
	Text      string          `json:"text"`
	State     store.IdeaState `json:"state"`
	Moderator bool            `json:"moderator"` // written by a moderator
}

type candidate struct {
	Number  int      `json:"number"`
	Title   string   `json:"title"`
	Summary string   `json:"summary"`
	Sources []source `json:"sources"`
}

type source struct {
	Idea     int `json:"idea"`
	Field    int `json:"field"`
	Round    int `json:"round"`
	Points   int `json:"points"`
	Voters   int `json:"voters"`
	Turnout  int `json:"turnout"`
	Admitted int `json:"admitted"`
	Rank     int `json:"rank"`
	Ties     int `json:"ties"`
}

type outcome struct {
	Idea      int               `json:"idea"`
	Kind      store.OutcomeKind `json:"kind"`
	Reason    string            `json:"reason"`
	Candidate int               `json:"candidate"`
	Published bool              `json:"published"`
	ReviewOn  string            `json:"review_on,omitempty"`
	Link      string            `json:"link,omitempty"`
	Whose     string            `json:"whose,omitempty"`
	Node      string            `json:"node,omitempty"` // title of the goal or guideline
	Joined    *joined           `json:"joined,omitempty"`
	Measure   int               `json:"measure,omitempty"` // number in the plan
}

// joined is the contribution, maybe of another event, that an idea goes on with.
type joined struct {
	Event string `json:"event"` // title
	Idea  int    `json:"idea"`
}

// JSON returns the event as a document that ParseJSON reads. The same event gives the same bytes.
func JSON(record Record) ([]byte, error) {
	content, err := json.MarshalIndent(describe(record), "", " ")
	if err != nil {
		return nil, fmt.Errorf("encode export: %w", err)
	}
	return append(content, '\n'), nil
}

// places finds the numbers by which a document refers to things.
type places struct{ sessions, fields, ideas, rounds map[string]int }

func describe(record Record) document {
	contents := record.Contents
	at := placesIn(contents)
	d := document{
		Format: format, Version: version, Event: describeEvent(contents.Event, at), Participants: len(contents.Participants),
		Sessions: []session{}, Fields: []field{}, Ideas: describeIdeas(contents, at), Comments: describeComments(contents, at),
		Rounds: []round{}, Candidates: []candidate{}, Outcomes: []outcome{},
	}
	for _, one := range contents.Sessions {
		d.Sessions = append(d.Sessions, describeSession(one))
	}
	for _, one := range contents.Fields {
		d.Fields = append(d.Fields, field{one.Title, one.Color, at.fields[one.JoinedInto], one.Nominated, one.Removed})
	}
	for _, one := range contents.Rounds {
		if one.State != store.RoundUnopened {
			d.Rounds = append(d.Rounds, describeRound(one, at, record.Ballots))
		}
	}
	for _, one := range record.Candidates {
		d.Candidates = append(d.Candidates, describeCandidate(one, contents.Event.ID, at))
	}
	for _, one := range record.Outcomes {
		d.Outcomes = append(d.Outcomes, describeOutcome(one))
	}
	return d
}

func placesIn(contents store.Contents) places {
	at := places{map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}}
	for i, one := range contents.Sessions {
		at.sessions[one.ID] = i + 1
	}
	for i, one := range contents.Fields {
		at.fields[one.ID] = i + 1
	}
	for _, one := range contents.Ideas {
		at.ideas[one.ID] = one.Number
	}
	for _, one := range contents.Rounds {
		at.rounds[one.ID] = one.Number
	}
	return at
}

func describeEvent(one store.Event, at places) event {
	described := event{
		one.Title, one.Format, one.Admission, one.Language, one.Address,
		one.HeldOn, one.DeleteOn, one.Publication, one.Welcome, one.Notice,
		one.Seating.Tables, one.Seating.Step, at.sessions[one.Seating.Plenary], one.Heads, []cards{},
	}
	for _, stack := range one.Cards {
		described.Cards = append(described.Cards, cards(stack))
	}
	return described
}

func describeIdeas(contents store.Contents, at places) []idea {
	supports, reacted := map[string]int{}, map[string]reactions{}
	for _, one := range contents.Supports {
		supports[one.Idea]++
	}
	for _, one := range contents.Reactions {
		if reacted[one.Idea] == nil {
			reacted[one.Idea] = reactions{}
		}
		reacted[one.Idea][one.Kind]++
	}
	all := []idea{}
	for _, one := range contents.Ideas {
		described := idea{
			Number: one.Number, Session: at.sessions[one.Session], Kind: one.Kind, Text: one.Text, State: one.State,
			Reason: one.Reason, OnBehalf: one.OnBehalf, Redacted: one.Redacted, Pinned: one.Pinned, Table: one.Table,
			MergedInto: at.ideas[one.MergedInto], Field: at.fields[one.Field], Nominated: one.Nominated,
			Support: supports[one.ID], Reactions: reacted[one.ID],
			SubmittedOn: time.UnixMilli(one.SubmittedAt).UTC().Format(time.DateOnly),
		}
		if described.Reactions == nil {
			described.Reactions = reactions{}
		}
		if one.State == store.Withdrawn {
			described.Text, described.Reason = "", ""
		}
		all = append(all, described)
	}
	return all
}

func describeComments(contents store.Contents, at places) []comment {
	all := []comment{}
	for _, one := range contents.Comments {
		described := comment{one.Number, at.ideas[one.Idea], one.Text, one.State, one.Author == ""}
		if one.State == store.Withdrawn {
			described.Text = ""
		}
		all = append(all, described)
	}
	return all
}

func describeSession(one store.Session) session {
	described := session{Title: one.Title, Prompt: one.Prompt, Blank: one.Blank, SupportShown: one.SupportShown, Phases: []phase{}}
	for i, step := range one.Phases {
		described.Phases = append(described.Phases, phase{step.PhasePlan, step.PhaseSettings})
		if step.ID == one.Phase {
			described.Phase = i + 1
		}
	}
	return described
}

// describeCandidate leaves out sources of other events, whose numbers mean something else.
func describeCandidate(one store.Measure, event string, at places) candidate {
	described := candidate{Number: one.Candidate, Title: one.Profile.Title, Summary: one.Profile.Summary, Sources: []source{}}
	for _, from := range one.Sources {
		if from.Event != event {
			continue
		}
		described.Sources = append(described.Sources, source{
			from.Number, at.fields[from.Field], from.Round, from.Points, from.Voters, from.Turnout, from.Admitted, from.Rank, from.Ties,
		})
	}
	return described
}

func describeOutcome(one store.Outcome) outcome {
	described := outcome{
		Idea: one.Number, Kind: one.Kind, Reason: one.Reason, Candidate: one.CandidateNumber, Published: one.Published,
		ReviewOn: one.ReviewOn, Link: one.Link, Whose: one.Whose, Node: one.NodeTitle, Measure: one.MeasureNumber,
	}
	if one.JoinedNumber != 0 {
		described.Joined = &joined{one.JoinedEvent, one.JoinedNumber}
	}
	return described
}
