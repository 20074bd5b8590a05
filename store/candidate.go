package store

import "context"

// Candidate is a measure being drafted (Maßnahmenvorschlag).
type Candidate struct {
	ID        string   `json:"id"`
	Number    int      `json:"number"` // per house, from 1: "V12"
	Event     string   `json:"event"`
	Title     string   `json:"title"`
	Summary   string   `json:"summary"` // staff's own words, never an idea's
	Version   int64    `json:"version"`
	CreatedAt int64    `json:"created_at"`
	Sources   []Source `json:"sources"`
}

// Source is an origin of a candidate, with the votes it had, frozen at promotion. It points to
// the idea and never copies its text.
type Source struct {
	Idea     string `json:"-"`                // idea id; empty for a field
	Number   int    `json:"number,omitempty"` // the idea's number
	Field    string `json:"field,omitempty"`  // topic field id; empty for an idea
	Title    string `json:"title,omitempty"`  // the topic field's title
	Round    int    `json:"round,omitempty"`  // number of the round counted; 0: never voted on
	Points   int    `json:"points"`
	Voters   int    `json:"voters"`
	Turnout  int    `json:"turnout"`  // devices that voted in the round
	Admitted int    `json:"admitted"` // devices admitted at its close
	Rank     int    `json:"rank"`     // 1 is most points; 0: not voted on
	Ties     int    `json:"ties"`     // other items with the same points
}

// OutcomeKind is what became of an idea.
type OutcomeKind string

const (
	OutcomePromoted   OutcomeKind = "promoted"    // taken up as candidate measure
	OutcomeGoal       OutcomeKind = "goal"        // taken into a goal or guideline
	OutcomeParked     OutcomeKind = "parked"      //
	OutcomeInProgress OutcomeKind = "in_progress" // already under way
	OutcomeNotOurs    OutcomeKind = "not_competent"
	OutcomeDeclined   OutcomeKind = "declined"
)

// Outcome is what became of an idea, with a reason. Authors see it once it is published.
type Outcome struct {
	Event           string      `json:"-"`
	Idea            string      `json:"-"`
	Number          int         `json:"number"`
	Kind            OutcomeKind `json:"kind"`
	Reason          string      `json:"reason"`
	Candidate       string      `json:"-"`
	CandidateNumber int         `json:"candidate_number,omitempty"`
	CandidateTitle  string      `json:"candidate_title,omitempty"`
	Published       bool        `json:"published"`
}

var (
	ErrAlreadyPromoted = &Error{Kind: Conflict, Code: "already_promoted"}
	ErrVersion         = &Error{Kind: Conflict, Code: "version"}
)

// Candidates keeps what staff made of nominated ideas.
type Candidates interface {
	// Promote stores a candidate with its sources, gives it the next number and drafts (not
	// publishes) the outcome "promoted" for the source ideas, where none was decided yet. When
	// all its sources already belong to one candidate, that one is returned unchanged with
	// created false; sources spread over several, or partly taken, are ErrAlreadyPromoted.
	Promote(ctx context.Context, candidate Candidate) (stored Candidate, created bool, err error)
	// Candidates returns all candidates of an event, or of all events when event is empty.
	Candidates(ctx context.Context, event string) ([]Candidate, error)
	// EditCandidate replaces title and summary; ErrVersion when version is not the stored one.
	EditCandidate(ctx context.Context, id string, version int64, title, summary string) (Candidate, error)
	// Decide drafts or replaces outcomes; a changed one is unpublished until published again.
	Decide(ctx context.Context, outcomes []Outcome) error
	// Outcomes returns all outcomes of an event, by idea number.
	Outcomes(ctx context.Context, event string) ([]Outcome, error)
	// Publish publishes every drafted outcome of the event and returns all published ones.
	Publish(ctx context.Context, event string) ([]Outcome, error)
}
