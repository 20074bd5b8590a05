package store

import (
	"context"
	"math"
)

// AssessmentCriterion is what measures are assessed by, from 0 to 4 each. Of an inverse one less is better.
type AssessmentCriterion struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Text    string `json:"text"`
	Weight  int    `json:"weight"`  // 0 to 100, against the others'
	Inverse bool   `json:"inverse"` // effort
}

// MaxScore is the best score of a criterion; MinAssessors is how many scores a result needs.
const (
	MaxScore     = 4
	MinAssessors = 2
)

// AssessmentRound is one assessment of some measures by all assessors. Its criteria and weights
// are frozen when it is opened.
type AssessmentRound struct {
	ID       string                `json:"id"`
	Title    string                `json:"title"`
	Criteria []AssessmentCriterion `json:"criteria"`
	Measures []string              `json:"measures"`
	State    string                `json:"state"` // "draft", "open", "closed"
	OpenedOn string                `json:"opened_on,omitempty"`
	ClosedOn string                `json:"closed_on,omitempty"`
	Version  int64                 `json:"version"`
}

// Assessment is what one assessor says of one measure. Whoever declares to be biased gives no
// scores and is asked for no reason.
type Assessment struct {
	Round   string         `json:"round"`
	Measure string         `json:"measure"`
	Account string         `json:"account"`
	Name    string         `json:"name,omitempty"`
	Biased  bool           `json:"biased"`
	Scores  map[string]int `json:"scores"` // by criterion
	Note    string         `json:"note"`
}

// AssessmentResult is the result of one measure in a round.
type AssessmentResult struct {
	Measure  string    `json:"measure"`
	Count    int       `json:"count"`  // assessors who gave scores
	Biased   int       `json:"biased"` // who declared to be biased
	Enough   bool      `json:"enough"` // at least two
	Value    float64   `json:"value"`  // weighted mean, 0 to 100; 0 while not enough
	Spread   float64   `json:"spread"` // standard deviation of the assessors' values
	Criteria []Spread  `json:"criteria"`
	Values   []float64 `json:"values"` // of each assessor, lowest first
}

// Spread is how the scores of one criterion lie.
type Spread struct {
	Criterion string  `json:"criterion"`
	Mean      float64 `json:"mean"`
	Low       int     `json:"low"`
	High      int     `json:"high"`
}

var (
	ErrFrozen         = &Error{Kind: Conflict, Code: "frozen"}
	ErrRoundNotOpen   = &Error{Kind: Conflict, Code: "round_not_open"}
	ErrScoresMissing  = (&Error{Kind: Invalid, Code: "scores_missing"}).About("scores")
	ErrAssessorsLack  = &Error{Kind: Conflict, Code: "assessors_lack"} // fewer than two have assessed
	ErrCriteriaWeight = (&Error{Kind: Invalid, Code: "criteria_weight"}).About("criteria")
)

// Weighs reports whether every criterion has a weight from 0 to 100, and one of them more than none.
func (r AssessmentRound) Weighs() bool {
	sum := 0
	for _, one := range r.Criteria {
		if one.Weight < 0 || one.Weight > 100 {
			return false
		}
		sum += one.Weight
	}
	return sum > 0
}

// Complete returns the scores of the round's criteria, or ErrScoresMissing unless each has one
// from 0 to 4.
func (r AssessmentRound) Complete(scores map[string]int) (map[string]int, error) {
	complete := map[string]int{}
	for _, one := range r.Criteria {
		score, given := scores[one.ID]
		if !given || score < 0 || score > MaxScore {
			return nil, ErrScoresMissing
		}
		complete[one.ID] = score
	}
	return complete, nil
}

// Value is the weighted sum of an assessor's scores (Nutzwertanalyse) on a scale from 0 to 100.
func (r AssessmentRound) Value(scores map[string]int) float64 {
	sum, weights := 0, 0
	for _, one := range r.Criteria {
		score := scores[one.ID]
		if one.Inverse {
			score = MaxScore - score
		}
		sum += score * one.Weight
		weights += one.Weight
	}
	if weights == 0 {
		return 0
	}
	return 100 * float64(sum) / float64(MaxScore*weights)
}

// Deviation is the standard deviation of all values, 0 of none.
func Deviation(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	mean, squares := 0.0, 0.0
	for _, value := range values {
		mean += value / float64(len(values))
	}
	for _, value := range values {
		squares += (value - mean) * (value - mean)
	}
	return math.Sqrt(squares / float64(len(values)))
}

// Assessments keeps rounds of assessment and what assessors say.
type Assessments interface {
	// AssessmentRounds returns all, latest opened first, drafts before them.
	AssessmentRounds(ctx context.Context) ([]AssessmentRound, error)
	// SaveAssessmentRound stores a draft, new (version 0) or changed: ErrFrozen once it is open,
	// ErrVersion when somebody else changed it, ErrInvalid about "measures" of which one is unknown
	// or named twice.
	SaveAssessmentRound(ctx context.Context, round AssessmentRound) (AssessmentRound, error)
	// OpenAssessmentRound freezes criteria, weights and measures; ErrCriteriaWeight when nothing weighs,
	// ErrInvalid about "measures" when there are none.
	OpenAssessmentRound(ctx context.Context, id, day string) (AssessmentRound, error)
	// CloseAssessmentRound ends it; ErrAssessorsLack when a measure has fewer than two scores,
	// ErrRoundNotOpen.
	CloseAssessmentRound(ctx context.Context, id, day string) (AssessmentRound, error)
	// RemoveAssessmentRound removes a draft; ErrFrozen for others.
	RemoveAssessmentRound(ctx context.Context, id string) error
	// Assess stores what an assessor says of a measure, as long as the round is open:
	// ErrRoundNotOpen, ErrScoresMissing unless every criterion has a score from 0 to 4, ErrNotFound
	// for a measure that is not part of the round. Who is biased leaves neither scores nor a note.
	Assess(ctx context.Context, assessment Assessment) error
	// AssessmentsOf returns everything said in a round, by measure and name.
	AssessmentsOf(ctx context.Context, round string) ([]Assessment, error)
}
