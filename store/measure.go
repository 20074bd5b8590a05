package store

import (
	"context"
	"encoding/json"
)

// Measure is one unit of the plan, from its first day as a candidate (Maßnahmenvorschlag) on. It
// is numbered as a candidate at once, and gets its stable number when it is proposed for the plan.
type Measure struct {
	ID        string       `json:"id"`
	Candidate int          `json:"candidate_number"` // per house, from 1: "V12"
	Number    int          `json:"number,omitempty"` // per house, from 1: "M07"; 0: not proposed yet
	Event     string       `json:"event"`            // it came from; empty: none
	Version   int64        `json:"version"`
	CreatedAt int64        `json:"created_at"`
	ChangedAt int64        `json:"changed_at"`
	Sources   []Source     `json:"sources"`
	State     MeasureState `json:"state"`
	// Into is the measure this one was merged into.
	Into string `json:"into,omitempty"`
	// Profile is what people fill in. Every part of it is edited by its JSON name.
	Profile Profile `json:"profile"`
	// Fresh tells in which version each part of the profile changed last, by its JSON name.
	Fresh map[string]int64 `json:"-"`
}

// MeasureState is a core state of the life cycle. A city may word it in its own way.
type MeasureState string

const (
	MeasureCandidate   MeasureState = "candidate"
	MeasureInWork      MeasureState = "in_work" // profile in work
	MeasureAssessed    MeasureState = "assessed"
	MeasureProposed    MeasureState = "proposed" // for the plan
	MeasureAdopted     MeasureState = "adopted"
	MeasurePlanned     MeasureState = "planned"
	MeasureRunning     MeasureState = "running"
	MeasureDone        MeasureState = "done"
	MeasureStopped     MeasureState = "stopped"
	MeasureMerged      MeasureState = "merged"
	MeasureCarriedOver MeasureState = "carried_over"
)

// Source is an origin of a measure or of a part of the structure, with the votes it had, frozen
// when it was taken up. It points to the idea and never copies its text.
type Source struct {
	Idea        string `json:"-"`                     // idea id; empty for others
	Number      int    `json:"number,omitempty"`      // the idea's number
	Field       string `json:"field,omitempty"`       // topic field id of an event; empty for others
	Title       string `json:"title,omitempty"`       // the topic field's or requirement's title
	Requirement string `json:"requirement,omitempty"` // id of a requirement; empty for others
	Event       string `json:"event,omitempty"`       // of idea or field
	Round       int    `json:"round,omitempty"`       // number of the round counted; 0: never voted on
	Points      int    `json:"points"`
	Voters      int    `json:"voters"`
	Turnout     int    `json:"turnout"`  // devices that voted in the round
	Admitted    int    `json:"admitted"` // devices admitted at its close
	Rank        int    `json:"rank"`     // 1 is most points; 0: not voted on
	Ties        int    `json:"ties"`     // other items with the same points
}

// Change is a version of a measure in its history. Content is the profile with the state, as it
// was from then on; By is an account's id, and empty once only the function is kept.
type Change struct {
	Version  int64           `json:"version"`
	At       int64           `json:"at"`
	By       string          `json:"by,omitempty"`
	Name     string          `json:"name,omitempty"` // of the account, as long as it is kept
	Function string          `json:"function"`       // role or unit in which it was done
	What     string          `json:"what"`           // "promote", "edit", "enter", "report", "restore", "import", "gate"
	Reason   string          `json:"reason,omitempty"`
	State    MeasureState    `json:"state"`
	Content  json.RawMessage `json:"content,omitempty"` // left out of lists
}

// By is who changes something of the plan, and in which function.
type By struct {
	Account  string
	Function string // a role, or "unit <id>"
	At       int64  // milliseconds UTC
}

var (
	ErrAlreadyPromoted = &Error{Kind: Conflict, Code: "already_promoted"}
	ErrVersion         = &Error{Kind: Conflict, Code: "version"}
	ErrTransition      = &Error{Kind: Conflict, Code: "transition"}
	ErrReasonNeeded    = (&Error{Kind: Invalid, Code: "reason_needed"}).About("reason")
	ErrNumberTaken     = &Error{Kind: Conflict, Code: "number_taken"}
)

// MeasureFilter narrows a list. Zero values narrow nothing.
type MeasureFilter struct {
	Text     string // in title, number or lead unit, whatever the case
	States   []MeasureState
	Field    string // and what lies below it
	Area     string
	Goal     string // and its sub-goals
	Unit     string // lead unit, and those below it
	Priority string
	Flag     string // "at_risk", "paused", "late", "duty"
	Light    string // "red", "yellow", "green": the worst of a measure's lights
	Today    string // the day against which a measure is late; empty: the present one
}

// Measures keeps the measures of the plan, from candidate on.
type Measures interface {
	// Promote stores a candidate with its sources, gives it the next candidate number and drafts
	// (not publishes) the outcome "promoted" for the source ideas, where none was decided yet.
	// When all its sources already belong to one measure, that one is returned unchanged with
	// created false; sources spread over several, or partly taken, are ErrAlreadyPromoted.
	// A measure may also have no sources; then it is always created.
	Promote(ctx context.Context, measure Measure, by By) (stored Measure, created bool, err error)
	// Measure returns one, or ErrNotFound.
	Measure(ctx context.Context, id string) (Measure, error)
	// Measures returns those the filter leaves, by number, then by candidate number. Profiles
	// hold what a list shows and leave out texts (see Profile.Listed).
	Measures(ctx context.Context, filter MeasureFilter) ([]Measure, error)
	// MeasuresOfEvent returns those that came from an event, whole.
	MeasuresOfEvent(ctx context.Context, event string) ([]Measure, error)
	// EditMeasure sets parts of the profile by their JSON name. Parts that somebody else changed
	// since version base are refused as ErrVersion with the measure as it stands, and nothing is
	// stored; parts nobody touched meanwhile go in side by side. Changed dates need a reason once
	// there is a baseline, and current ones are appended to the profile's date changes. ErrInvalid
	// names the part that cannot be so.
	EditMeasure(ctx context.Context, id string, base int64, parts map[string]json.RawMessage, reason string, by By) (Measure, error)
	// EnterState moves a measure through its life cycle: ErrTransition when that step does not
	// exist, ErrReasonNeeded for a setback without a reason, ErrVersion for who saw another state.
	// Proposing gives the stable number. Merging needs into.
	EnterState(ctx context.Context, id string, base int64, state MeasureState, reason, into string, by By) (Measure, error)
	// RestoreMeasure sets the profile to what it was in a version of the history, but for what may
	// be told outside: ErrVersion when anything changed since base.
	RestoreMeasure(ctx context.Context, id string, base, version int64, by By) (Measure, error)
	// History returns a measure's changes, latest first, without content; Version returns one
	// with its content, or ErrNotFound. Edits by one account within ten minutes are one change,
	// under the version of the last.
	History(ctx context.Context, id string) ([]Change, error)
	Version(ctx context.Context, id string, version int64) (Change, error)
	// ForgetPeople empties who did what before a time (milliseconds UTC), in histories and
	// reports; the function stays.
	ForgetPeople(ctx context.Context, before int64) error
	// ImportMeasures stores many in one transaction: those with a known stable number are edited,
	// or without a number those whose title one measure has; others are created. What is empty
	// leaves alone what is there, but for one with a known id: it is a revision (see Rebase). What
	// may be told outside is never imported. It tells how many were created, changed and left as
	// they were. A refusal is about the row and part, "measures.3.costs", and nothing is stored.
	ImportMeasures(ctx context.Context, measures []Measure, by By) (created, changed, same int, err error)
}
