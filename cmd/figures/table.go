package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// line is something that is measured, and what it must reach.
type line struct {
	what, unit string
	bounds     []bound // none: only told
}

// bound is a demand on a value, or on its ratio to the floor's.
type bound struct {
	least   bool // else at most
	ofFloor bool
	limit   float64
}

func atLeastOfFloor(limit float64) bound { return bound{true, true, limit} }
func atMostOfFloor(limit float64) bound  { return bound{false, true, limit} }
func atMost(limit float64) bound         { return bound{false, false, limit} }

// verdict is what became of a line's demands.
type verdict string

const (
	ok       verdict = "ok"
	short    verdict = "SHORT"
	untested verdict = "needs --bench" // nothing else was missed
	told     verdict = ""              // nothing is demanded
)

// result is a line as it was measured.
type result struct {
	Figure   int       `json:"figure"`
	What     string    `json:"what"`
	Unit     string    `json:"unit"`
	Floor    *float64  `json:"floor"` // median
	Ours     *float64  `json:"ours"`  // median
	Ratio    *float64  `json:"ratio"` // of the medians
	Demanded string    `json:"demanded"`
	Verdict  verdict   `json:"verdict"`
	Floors   []float64 `json:"floor_runs,omitempty"`
	All      []float64 `json:"our_runs,omitempty"`
}

// judge compares the medians with what the line must reach.
func (l line) judge(number int, floors, ours []float64) result {
	r := result{Figure: number, What: l.what, Unit: l.unit, Floor: median(floors), Ours: median(ours), Demanded: l.demanded(), Floors: known(floors), All: known(ours)}
	if r.Floor != nil && r.Ours != nil && *r.Floor > 0 {
		ratio := *r.Ours / *r.Floor
		r.Ratio = &ratio
	}
	for _, one := range l.bounds {
		value := r.Ours
		if one.ofFloor {
			value = r.Ratio
		}
		switch {
		case value == nil && r.Verdict != short:
			r.Verdict = untested
		case value != nil && !one.holds(*value):
			r.Verdict = short
		case r.Verdict == told:
			r.Verdict = ok
		}
	}
	return r
}

func (b bound) holds(value float64) bool {
	if b.least {
		return value >= b.limit
	}
	return value <= b.limit
}

func (l line) demanded() string {
	var all []string
	for _, one := range l.bounds {
		sign, of := "≤ ", " "+l.unit
		if one.least {
			sign = "≥ "
		}
		if one.ofFloor {
			of = " × floor"
		}
		all = append(all, strings.TrimSpace(sign+strconv.FormatFloat(one.limit, 'f', -1, 64)+of))
	}
	return strings.Join(all, ", ")
}

// median returns the middle of the values that were measured, nil without any.
func median(values []float64) *float64 {
	sorted := slices.Sorted(slices.Values(known(values)))
	if len(sorted) == 0 {
		return nil
	}
	middle := sorted[len(sorted)/2]
	if len(sorted)%2 == 0 {
		middle = (sorted[len(sorted)/2-1] + middle) / 2
	}
	return &middle
}

// unknown stands for a line that a side does not have.
var unknown = math.NaN()

func known(values []float64) []float64 {
	return slices.DeleteFunc(slices.Clone(values), math.IsNaN)
}

// summary is all that was found out.
type summary struct {
	On    string   `json:"on"`
	Runs  int      `json:"runs"`
	Floor bool     `json:"floor"` // was measured in the same runs
	Lines []result `json:"lines"`
}

func (s summary) table(to io.Writer) {
	fmt.Fprintf(to, "%s; medians of %d\n", s.On, s.Runs)
	if !s.Floor {
		fmt.Fprintln(to, "Ratios need the load generator and its floor: name their folder with --bench. Times here are from the\nproduct's own rehearsal, whose phones cost more than the generator's.")
	}
	fmt.Fprintf(to, "\n %-2s%-58s%12s%12s%7s  %s\n", "#", "figure", "floor", "ours", "ratio", "demanded")
	for _, one := range s.Lines {
		what := one.What
		if one.Unit != "" {
			what += ", " + one.Unit
		}
		fmt.Fprintf(to, "%2d %-58s%12s%12s%7s  %-26s%s\n", one.Figure, what, number(one.Floor), number(one.Ours), ratio(one.Ratio), one.Demanded, one.Verdict)
	}
}

func number(value *float64) string {
	switch {
	case value == nil:
		return "–"
	case *value >= 1000 || *value == math.Trunc(*value):
		return strconv.FormatFloat(*value, 'f', 0, 64)
	case *value < 1:
		return strconv.FormatFloat(*value, 'f', 3, 64)
	}
	return strconv.FormatFloat(*value, 'f', 2, 64)
}

func ratio(value *float64) string {
	if value == nil {
		return "–"
	}
	return strconv.FormatFloat(*value, 'f', 2, 64)
}
