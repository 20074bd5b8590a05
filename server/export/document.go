// Package export writes an event down for other programs, and reads it back. It works on nouns
// alone and knows neither store nor server.
//
// Whatever stands on the projector can be recomputed from the JSON document: supports and whole
// ballots are in it beside their sums. What leads to a person is not: no participant, author,
// device, receipt or moderator, no time finer than a day, and no text that was withdrawn.
package export

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"masswerk/store"
)

// Record is an event as it is exported.
type Record struct {
	Contents   store.Contents
	Ballots    []store.Ballot // of closed rounds
	Candidates []store.Candidate
	Outcomes   []store.Outcome
}

// format and version name the document. A reader of version 1 refuses any other.
const (
	format  = "masswerk-event"
	version = 1
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
	Kind        store.PhaseKind `json:"kind"`
	Title       string          `json:"title"`
	Instruction string          `json:"instruction"`
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
	MergedInto  int             `json:"merged_into"`
	Field       int             `json:"field"`
	Nominated   bool            `json:"nominated"`
	Support     int             `json:"support"`
	SubmittedOn string          `json:"submitted_on"`
}

type round struct {
	Number      int              `json:"number"`
	Session     int              `json:"session"`
	Method      string           `json:"method"`
	Subject     store.Subject    `json:"subject"`
	Secrecy     store.Secrecy    `json:"secrecy"`
	Budget      int              `json:"budget"`
	Cap         int              `json:"cap"`
	Hidden      bool             `json:"hidden"`
	State       store.RoundState `json:"state"` // an open round has neither tally nor ballots here, and is not imported
	ResultsOpen bool             `json:"results_open"`
	Admitted    int              `json:"admitted"`
	Items       []item           `json:"items"`
	Tally       *tally           `json:"tally,omitempty"`
	Ballots     []ballot         `json:"ballots,omitempty"`
}

type item struct {
	Item  int   `json:"item"`
	Idea  int   `json:"idea"`
	Field int   `json:"field"`
	Ideas []int `json:"ideas"`
}

type tally struct {
	Voters int                     `json:"voters"`
	Items  map[int]store.ItemTally `json:"items"`
}

type ballot struct {
	Ballot int         `json:"ballot"` // numbers this list only
	Points map[int]int `json:"points"`
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
type places struct{ sessions, fields, ideas map[string]int }

func describe(record Record) document {
	contents := record.Contents
	at := places{map[string]int{}, map[string]int{}, map[string]int{}}
	for i, one := range contents.Sessions {
		at.sessions[one.ID] = i + 1
	}
	for i, one := range contents.Fields {
		at.fields[one.ID] = i + 1
	}
	supports := map[string]int{}
	for _, one := range contents.Ideas {
		at.ideas[one.ID] = one.Number
	}
	for _, one := range contents.Supports {
		supports[one.Idea]++
	}
	d := document{
		Format: format, Version: version, Event: describeEvent(contents.Event), Participants: len(contents.Participants),
		Sessions: []session{}, Fields: []field{}, Ideas: []idea{}, Rounds: []round{}, Candidates: []candidate{}, Outcomes: []outcome{},
	}
	for _, one := range contents.Sessions {
		d.Sessions = append(d.Sessions, describeSession(one))
	}
	for _, one := range contents.Fields {
		d.Fields = append(d.Fields, field{one.Title, one.Color, at.fields[one.JoinedInto], one.Nominated, one.Removed})
	}
	for _, one := range contents.Ideas {
		described := idea{
			Number: one.Number, Session: at.sessions[one.Session], Kind: one.Kind, Text: one.Text, State: one.State,
			Reason: one.Reason, OnBehalf: one.OnBehalf, MergedInto: at.ideas[one.MergedInto], Field: at.fields[one.Field],
			Nominated: one.Nominated, Support: supports[one.ID], SubmittedOn: time.UnixMilli(one.SubmittedAt).UTC().Format(time.DateOnly),
		}
		if one.State == store.Withdrawn {
			described.Text, described.Reason = "", ""
		}
		d.Ideas = append(d.Ideas, described)
	}
	for _, one := range contents.Rounds {
		if one.State != store.RoundUnopened {
			d.Rounds = append(d.Rounds, describeRound(one, at, record.Ballots))
		}
	}
	for _, one := range record.Candidates {
		d.Candidates = append(d.Candidates, describeCandidate(one, at))
	}
	for _, one := range record.Outcomes {
		d.Outcomes = append(d.Outcomes, outcome{one.Number, one.Kind, one.Reason, one.CandidateNumber, one.Published})
	}
	return d
}

func describeEvent(one store.Event) event {
	return event{
		one.Title, one.Format, one.Admission, one.Language, one.Address,
		one.HeldOn, one.DeleteOn, one.Publication, one.Welcome, one.Notice,
	}
}

func describeSession(one store.Session) session {
	described := session{Title: one.Title, Prompt: one.Prompt, Blank: one.Blank, SupportShown: one.SupportShown, Phases: []phase{}}
	for i, step := range one.Phases {
		described.Phases = append(described.Phases, phase{step.Kind, step.Title, step.Instruction, step.PhaseSettings})
		if step.ID == one.Phase {
			described.Phase = i + 1
		}
	}
	return described
}

func describeRound(one store.Round, at places, ballots []store.Ballot) round {
	described := round{
		Number: one.Number, Session: at.sessions[one.Session], Method: one.Method, Subject: one.Subject, Secrecy: one.Secrecy,
		Budget: one.Budget, Cap: one.Cap, Hidden: one.Hidden, State: one.State, ResultsOpen: one.ResultsOpen,
		Admitted: one.Admitted, Items: []item{},
	}
	for _, choice := range one.Items {
		described.Items = append(described.Items, describeItem(choice, at))
	}
	if one.State == store.RoundClosed && one.Tally != nil {
		described.Tally = &tally{one.Tally.Voters, one.Tally.Items}
		described.Ballots = shuffled(one.ID, ballots)
	}
	return described
}

func describeItem(one store.RoundItem, at places) item {
	described := item{Item: one.Item, Idea: at.ideas[one.Idea], Field: at.fields[one.Field], Ideas: []int{}}
	for _, id := range one.Ideas {
		described.Ideas = append(described.Ideas, at.ideas[id])
	}
	return described
}

// shuffled returns a round's ballots in the order of their content, and numbered so: like any
// shuffle that says nothing about whose they are or when they came, and it is the same every
// time, so two exports do not differ. A ballot without points is no vote.
func shuffled(round string, ballots []store.Ballot) []ballot {
	var cast []store.Ballot
	for _, one := range ballots {
		if one.Round == round && len(one.Points) > 0 {
			cast = append(cast, one)
		}
	}
	slices.SortFunc(cast, func(a, b store.Ballot) int { return cmp.Compare(a.Choices(), b.Choices()) })
	described := []ballot{}
	for i, one := range cast {
		described = append(described, ballot{i + 1, one.Points})
	}
	return described
}

func describeCandidate(one store.Candidate, at places) candidate {
	described := candidate{Number: one.Number, Title: one.Title, Summary: one.Summary, Sources: []source{}}
	for _, from := range one.Sources {
		described.Sources = append(described.Sources, source{
			from.Number, at.fields[from.Field], from.Round, from.Points, from.Voters, from.Turnout, from.Admitted, from.Rank, from.Ties,
		})
	}
	return described
}
