package store

import "context"

// OutcomeKind is what became of an idea.
type OutcomeKind string

const (
	OutcomePromoted   OutcomeKind = "promoted"      // taken up as candidate measure
	OutcomeJoined     OutcomeKind = "joined"        // goes on with another contribution
	OutcomeGoal       OutcomeKind = "goal"          // taken into a goal or guideline
	OutcomeParked     OutcomeKind = "parked"        // looked at again on a day
	OutcomeInProgress OutcomeKind = "in_progress"   // already under way
	OutcomeNotOurs    OutcomeKind = "not_competent" // somebody else decides it
	OutcomeDeclined   OutcomeKind = "declined"
)

// Outcome is what became of an idea, with a reason. Authors see it once it is published.
type Outcome struct {
	Event           string       `json:"-"`
	Idea            string       `json:"-"`
	Number          int          `json:"number"`
	Kind            OutcomeKind  `json:"kind"`
	Reason          string       `json:"reason"`
	ReviewOn        string       `json:"review_on,omitempty"` // parked: the day
	Link            string       `json:"link,omitempty"`      // already under way: where; an https or http address, or words
	Whose           string       `json:"whose,omitempty"`     // not our competence
	Node            string       `json:"node,omitempty"`      // goal or guideline: id
	NodeTitle       string       `json:"node_title,omitempty"`
	JoinedEvent     string       `json:"joined_event,omitempty"`  // joined: the other's event, title of it
	JoinedNumber    int          `json:"joined_number,omitempty"` // joined: the other's number
	Measure         string       `json:"-"`
	CandidateNumber int          `json:"candidate_number,omitempty"`
	CandidateTitle  string       `json:"candidate_title,omitempty"`
	MeasureNumber   int          `json:"measure_number,omitempty"` // of the plan, once it has one
	MeasureState    MeasureState `json:"measure_state,omitempty"`
	Published       bool         `json:"published"`
	DecidedAt       int64        `json:"-"` // when it was drafted; once it is published, when that was
}

// Step is a stage of an idea's measure. Where a measure was merged into another one, the other's
// steps follow.
type Step struct {
	On    string       `json:"on"` // day
	State MeasureState `json:"state"`
	// Reason is told of what ends the journey: stopped, merged, carried over. Why a profile went
	// back to be worked on stays in the house.
	Reason string `json:"reason,omitempty"`
}

// Tells reports whether those to whom a level is published may follow the measure. Before its
// embargo is over nobody outside the plan may, not even an author; an author is in the house.
//
// Of a measure that may not be followed an outcome tells what it said when it was published: the
// number and title of the candidate, and the day it was taken up.
func (p Profile) Tells(level Publication, today string) bool {
	return p.Embargo <= today && p.Visibility.reaches(level)
}

func (p Publication) reaches(level Publication) bool {
	return p == Public || p == level || level == Internal || level == ""
}

// Release is what may be told of a contribution outside the house: its own text, or a summary that
// staff wrote in its place.
type Release struct {
	Event   string `json:"-"`
	Idea    string `json:"-"`
	Number  int    `json:"number"`
	Kind    string `json:"kind"`              // "text", "summary"
	Summary string `json:"summary,omitempty"` // staff's words
}

// Told is a contribution on the page of what became of an event's contributions. It holds nothing
// that is not released.
type Told struct {
	Number  int
	Kind    IdeaKind
	Text    string    // released text or summary; empty: not released
	Summary bool      // the text is staff's
	Field   string    // title of the topic field
	State   IdeaState // withdrawn, or empty
	Outcome *Outcome  // published; nil: none yet
	Steps   []Step    // of its measure, oldest first
}

// Outcomes keeps what became of contributions.
type Outcomes interface {
	// Decide drafts or replaces outcomes; a changed one is unpublished until published again.
	Decide(ctx context.Context, outcomes []Outcome, at int64) error
	// Outcomes returns all outcomes of an event, by idea number.
	Outcomes(ctx context.Context, event string) ([]Outcome, error)
	// Publish publishes every drafted outcome of the event and returns all published ones.
	Publish(ctx context.Context, event string, at int64) ([]Outcome, error)
	// SetReleases stores or replaces what may be told; an empty kind takes it back, also after the
	// event's deletion. ErrNotFound for what is not an idea of the event, ErrIdeaWithdrawn for one
	// whose author took it back; a withdrawal takes back what was released. Releases returns those
	// of an event, by number.
	SetReleases(ctx context.Context, releases []Release) error
	Releases(ctx context.Context, event string) ([]Release, error)
	// Told returns every contribution of an event, by number, as far as it may be told, before
	// and after its deletion. ErrNotFound when there never was such an event.
	Told(ctx context.Context, event string) ([]Told, error)
	// Unanswered returns, for each event that has any, how many contributions (not withdrawn, not
	// merged into another) have no published outcome and were submitted before a time.
	Unanswered(ctx context.Context, before int64) ([]Waiting, error)
	// OutcomesOf returns the published outcomes that point to a measure, by event: whom to tell
	// when the measure moves.
	OutcomesOf(ctx context.Context, measure string) (map[string][]Outcome, error)
}

// Waiting is how many contributions of one event wait for an outcome. It counts a procedure, never
// a person.
type Waiting struct {
	Event   string `json:"event"`
	Title   string `json:"title"`
	HeldOn  string `json:"held_on"`
	Waiting int    `json:"waiting"`
	All     int    `json:"all"`
	Oldest  string `json:"oldest"` // day
}
