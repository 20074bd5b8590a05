package pages

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"masswerk/store"
)

// Outcomes is what became of an event's contributions.
type Outcomes struct {
	Frame
	Title    string
	On       string // day of the event
	Level    store.Publication
	Deleted  bool
	All      int // contributions, withdrawn ones too
	Counts   []Count
	Wanted   string // number that was looked for, as typed; empty: none
	Filter   string // kind of outcome that is shown alone; empty: all
	Found    bool   // the wanted one
	Rows     []Row
	Withdrew int
}

// Count is how many contributions ended in one way.
type Count struct {
	Kind   string // "open" without an outcome
	Number int
	Chosen bool
}

// Row is a contribution with what became of it.
type Row struct {
	Number  int
	Kind    store.IdeaKind
	Text    string // as far as it is released
	Summary bool   // the text is staff's
	Field   string
	Outcome *store.Outcome
	Link    string // address of what is under way; empty: it is words
	Review  string // day
	Here    bool   // what it goes on with is on this page
	Measure string // "M07" or "V12"
	State   string // of the measure, in the city's words
	Steps   []Step
}

// Step is a stage of a measure.
type Step struct{ On, State, Reason string }

// Asked is what a reader wants to see of the page.
type Asked struct{ Number, Outcome string }

// Open stands for contributions without an outcome among the kinds.
const Open = "open"

var kinds = []string{
	string(store.OutcomePromoted), string(store.OutcomeJoined), string(store.OutcomeGoal), string(store.OutcomeInProgress),
	string(store.OutcomeParked), string(store.OutcomeNotOurs), string(store.OutcomeDeclined), Open,
}

// Fill sets what is told of contributions: all, one or those of one kind. Withdrawn ones are counted
// and nothing else.
func (o *Outcomes) Fill(told []store.Told, asked Asked, house store.House) {
	counts := map[string]int{}
	o.All, o.Wanted = len(told), strings.TrimSpace(asked.Number)
	wanted, _ := strconv.Atoi(strings.TrimPrefix(o.Wanted, "#"))
	if slices.Contains(kinds, asked.Outcome) && o.Wanted == "" {
		o.Filter = asked.Outcome
	}
	for _, one := range told {
		if one.State == store.Withdrawn {
			o.Withdrew++
			continue
		}
		kind := Open
		if one.Outcome != nil {
			kind = string(one.Outcome.Kind)
		}
		counts[kind]++
		if o.Wanted != "" && one.Number != wanted || o.Filter != "" && kind != o.Filter {
			continue
		}
		o.Found = o.Found || o.Wanted != ""
		o.Rows = append(o.Rows, o.row(one, house))
	}
	for _, kind := range kinds {
		if counts[kind] > 0 {
			o.Counts = append(o.Counts, Count{kind, counts[kind], kind == o.Filter})
		}
	}
}

func (o *Outcomes) row(told store.Told, house store.House) Row {
	row := Row{Number: told.Number, Kind: told.Kind, Text: told.Text, Summary: told.Summary, Field: told.Field, Outcome: told.Outcome}
	if told.Outcome == nil {
		return row
	}
	outcome := told.Outcome
	row.Review = o.Day(outcome.ReviewOn)
	row.Here = outcome.JoinedEvent == o.Title
	if isAddress(outcome.Link) {
		row.Link = outcome.Link
	}
	row.Measure = MeasureOf(house.Prefix, outcome)
	if outcome.MeasureState != "" {
		row.State = o.state(house, outcome.MeasureState)
	}
	for _, step := range told.Steps {
		row.Steps = append(row.Steps, Step{o.Day(step.On), o.state(house, step.State), step.Reason})
	}
	return row
}

// state names a measure's state as the city does, else in our words.
func (w Words) state(house store.House, state store.MeasureState) string {
	if name := house.StateNames[state]; name != "" {
		return name
	}
	return w.Say("state." + string(state))
}

// MeasureOf writes the number of an outcome's measure as the house does: "M07", or "V12" as long as
// it has none in the plan; empty when there is no measure.
func MeasureOf(prefix string, outcome *store.Outcome) string {
	switch {
	case outcome == nil || outcome.CandidateNumber == 0:
		return ""
	case outcome.MeasureNumber == 0:
		return "V" + strconv.Itoa(outcome.CandidateNumber)
	}
	return fmt.Sprintf("%s%02d", cmp.Or(prefix, "M"), outcome.MeasureNumber)
}

// isAddress reports whether a text is an address that a reader may follow.
func isAddress(text string) bool {
	parsed, err := url.Parse(text)
	return err == nil && (parsed.Scheme == "https" || parsed.Scheme == "http") && parsed.Host != ""
}
