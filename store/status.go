package store

import (
	"context"
	"slices"
	"strings"
)

// StatusRequest asks a unit, by a link that ends, how its measures stand in a period.
type StatusRequest struct {
	ID        string   `json:"id"`
	Period    string   `json:"period"` // "2026-H2", "2026-Q3", "2026"
	Unit      string   `json:"unit"`
	Measures  []string `json:"measures"`
	Due       string   `json:"due"`
	Note      string   `json:"note"`
	Secret    string   `json:"-"` // hash of the link's
	ExpiresAt int64    `json:"expires_at"`
	Revoked   bool     `json:"revoked"`
	CreatedAt int64    `json:"created_at"`
}

// StatusReport is how a measure stood on a day. Once accepted it is never changed again.
type StatusReport struct {
	ID           string             `json:"id"`
	Request      string             `json:"request,omitempty"`
	Measure      string             `json:"measure"`
	Period       string             `json:"period"`
	State        string             `json:"state"` // "draft", "submitted", "returned", "accepted"
	On           string             `json:"on"`    // the day it speaks of
	Progress     int                `json:"progress"`
	Lights       Lights             `json:"lights"`
	Current      Dates              `json:"current"`
	DateReason   string             `json:"date_reason"`
	Actuals      map[string]float64 `json:"actuals"` // by indicator
	Reached      map[string]string  `json:"reached"` // milestone -> day
	Achievements string             `json:"achievements"`
	Outlook      string             `json:"outlook"`
	Obstacles    string             `json:"obstacles"`
	Highlight    string             `json:"highlight"`
	Return       string             `json:"return,omitempty"` // why it was returned
	Function     string             `json:"function"`         // in which it was written
	Version      int64              `json:"version"`
	ChangedAt    int64              `json:"changed_at"`
}

var (
	ErrLinkEnded = &Error{Kind: Forbidden, Code: "link_ended"}
	ErrAccepted  = &Error{Kind: Conflict, Code: "accepted"}

	ErrNotSubmitted = &Error{Kind: Conflict, Code: "not_submitted"}
)

// Carry returns a measure's profile with what the report says. What the profile says of today, its
// progress, lights and dates, a late report leaves alone: one whose day lies before that of another
// one accepted.
func (r StatusReport) Carry(p Profile, late bool) Profile {
	if !late {
		p.Progress, p.Lights = r.Progress, r.Lights
		if r.Current != (Dates{}) {
			p.Current = r.Current
		}
	}
	p.Indicators, p.Milestones = slices.Clone(p.Indicators), slices.Clone(p.Milestones)
	for i := range p.Indicators {
		if value, reported := r.Actuals[p.Indicators[i].ID]; reported {
			p.Indicators[i].Actuals = withActual(p.Indicators[i].Actuals, Actual{On: r.On, Value: value})
		}
	}
	for i := range p.Milestones {
		if day := r.Reached[p.Milestones[i].ID]; day != "" {
			p.Milestones[i].Done = day
		}
	}
	return p
}

// withActual returns values by day with one more, or with another one for its day.
func withActual(actuals []Actual, one Actual) []Actual {
	others := slices.DeleteFunc(slices.Clone(actuals), func(other Actual) bool { return other.On == one.On })
	actuals = append(others, one)
	slices.SortStableFunc(actuals, func(a, b Actual) int { return strings.Compare(a.On, b.On) })
	return actuals
}

// Statuses keeps requests and reports.
type Statuses interface {
	// AddStatusRequests stores requests; StatusRequests returns all, latest first.
	AddStatusRequests(ctx context.Context, requests []StatusRequest) error
	StatusRequests(ctx context.Context) ([]StatusRequest, error)
	// RevokeStatusRequest ends a link at once, or returns ErrNotFound.
	RevokeStatusRequest(ctx context.Context, id string) error
	// StatusRequestBySecret returns a request by its link, or ErrLinkEnded.
	StatusRequestBySecret(ctx context.Context, hash string, now int64) (StatusRequest, error)
	// SaveStatusReport stores a draft, or submits it: ErrVersion when another screen was quicker,
	// ErrAccepted for one that was accepted. A zero version begins one; there is at most one per
	// request and measure: ErrVersion when that has begun, ErrNotFound for a measure the request
	// does not ask for. The reason of a return stays until the report is submitted again.
	SaveStatusReport(ctx context.Context, report StatusReport) (StatusReport, error)
	// ReturnStatusReport gives a submitted one back with a reason: ErrReasonNeeded, ErrVersion,
	// ErrAccepted, ErrNotSubmitted.
	ReturnStatusReport(ctx context.Context, id string, version int64, reason string) (StatusReport, error)
	// AcceptStatusReport freezes a submitted report and carries progress, lights, dates, actuals
	// and milestones over to the measure, in one transaction. A report that speaks of an earlier
	// day than one accepted before carries over what is dated itself: actuals and milestones. It is
	// refused as a return is, and as an edit of the measure would be.
	AcceptStatusReport(ctx context.Context, id string, version int64, by By) (StatusReport, Measure, error)
	// StatusReports returns those of a measure, of a request or all (both empty), latest first.
	StatusReports(ctx context.Context, measure, request string) ([]StatusReport, error)
}
