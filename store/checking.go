package store

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of a profile.
const (
	MaxMeasureTitle = 120    // characters
	MaxProfileText  = 20_000 // characters of any text
	MaxProfileRows  = 200    // of any list
)

// ObligationKinds returns who may have to be involved, in the order in which they are shown.
func ObligationKinds() []string {
	return []string{"staff_council", "data_protection", "severely_disabled", "equal_opportunities", "it_security", "procurement"}
}

// Check refuses a profile that cannot be so, as ErrInvalid about the part.
func (p Profile) Check() error {
	value := reflect.ValueOf(p)
	for _, name := range partNames {
		if name != "date_changes" && !bounded(value.Field(parts[name])) {
			return ErrInvalid.About(name)
		}
	}
	for _, one := range []struct {
		part string
		fine bool
	}{
		{"title", oneLine(p.Title) && utf8.RuneCountInString(p.Title) <= MaxMeasureTitle},
		{"kind", oneOf(p.Kind, "", "digital", "organisational")},
		{"areas", distinct(p.Areas, itself)},
		{"goals", distinct(p.Goals, itself)},
		{"requirements", distinct(p.Requirements, itself)},
		{"involved", distinct(p.Involved, itself)},
		{"depends_on", distinct(p.DependsOn, itself)},
		{"affected", p.Affected >= 0},
		{"baseline", p.Baseline.possible()},
		{"current", p.Current.possible()},
		{"milestones", each(p.Milestones, func(one Milestone) bool { return isDay(one.Due) && isDay(one.Done) }) &&
			distinct(p.Milestones, func(one Milestone) string { return one.ID })},
		{"projects", each(p.Projects, func(one Project) bool { return Dates{one.Start, one.End}.possible() }) &&
			distinct(p.Projects, func(one Project) string { return one.ID })},
		{"indicators", each(p.Indicators, Indicator.possible) && distinct(p.Indicators, func(one Indicator) string { return one.ID })},
		{"costs", each(p.Costs, Cost.possible) && distinct(p.Costs, func(one Cost) string { return one.ID })},
		{"funding", each(p.Funding, func(one string) bool { return oneOf(one, "own", "third_party", "grant", "provided") }) && distinct(p.Funding, itself)},
		{"effort", p.Effort.FTE >= 0 && p.Effort.Days >= 0},
		{"risks", distinct(p.Risks, func(one Risk) string { return one.ID })},
		{"obligations", each(p.Obligations, Obligation.possible) && distinct(p.Obligations, func(one Obligation) string { return one.Kind })},
		{"accessibility", oneOf(p.Accessibility.Answer, "", "yes", "no", "partly")},
		{"analogue", oneOf(p.Analogue.Answer, "", "yes", "no", "partly")},
		{"progress", p.Progress >= 0 && p.Progress <= 100},
		{"lights", each([]string{p.Lights.Time, p.Lights.Result, p.Lights.Budget}, func(light string) bool { return oneOf(light, "", "green", "yellow", "red") })},
		{"visibility", oneOf(p.Visibility, Internal, Committee, Public)},
		{"embargo", isDay(p.Embargo)},
		{"gate", each([]GateAnswer{p.Gate.Competent, p.Gate.Lawful, p.Gate.New}, func(one GateAnswer) bool { return oneOf(one.Answer, "", "yes", "no") })},
	} {
		if !one.fine {
			return ErrInvalid.About(one.part)
		}
	}
	return nil
}

func (d Dates) possible() bool {
	return isDay(d.Start) && isDay(d.End) && (d.Start == "" || d.End == "" || d.Start <= d.End)
}

func (i Indicator) possible() bool {
	return isDay(i.Due) && each(i.Actuals, func(one Actual) bool { return one.On != "" && isDay(one.On) })
}

func (c Cost) possible() bool {
	return oneOf(c.Kind, "once", "running") && oneOf(c.Certainty, "", "estimate", "calculated", "contract") &&
		(c.Year == 0 || c.Year >= 1900 && c.Year < 2200) && c.Amount >= 0 && c.Amount <= 1_000_000_000_000
}

func (o Obligation) possible() bool {
	return slices.Contains(ObligationKinds(), o.Kind) && isDay(o.On) &&
		oneOf(o.State, "", "not_required", "informed", "applied", "granted", "refused")
}

// bounded reports whether no text, list or number in a value is too long or too large.
func bounded(value reflect.Value) bool {
	switch value.Kind() {
	case reflect.String:
		return utf8.RuneCountInString(value.String()) <= MaxProfileText && utf8.ValidString(value.String()) && !strings.ContainsRune(value.String(), 0)
	case reflect.Float64:
		return !math.IsNaN(value.Float()) && math.Abs(value.Float()) <= 1e15
	case reflect.Int:
		return value.Int() <= 1_000_000_000
	case reflect.Pointer:
		return value.IsNil() || bounded(value.Elem())
	case reflect.Slice:
		if value.Len() > MaxProfileRows {
			return false
		}
		for i := range value.Len() {
			if !bounded(value.Index(i)) {
				return false
			}
		}
	case reflect.Struct:
		for i := range value.NumField() {
			if !bounded(value.Field(i)) {
				return false
			}
		}
	}
	return true
}

// oneLine reports whether a text says something, and in one line.
func oneLine(text string) bool {
	return strings.TrimSpace(text) != "" && !strings.ContainsFunc(text, unicode.IsControl)
}

// isDay reports whether a text is a day, or empty.
func isDay(text string) bool {
	_, ok := day(text)
	return ok || text == ""
}

func oneOf[T comparable](value T, allowed ...T) bool { return slices.Contains(allowed, value) }

func each[T any](rows []T, fine func(T) bool) bool {
	return !slices.ContainsFunc(rows, func(row T) bool { return !fine(row) })
}

func distinct[T any](rows []T, key func(T) string) bool {
	seen := map[string]bool{}
	for _, row := range rows {
		if seen[key(row)] || key(row) == "" {
			return false
		}
		seen[key(row)] = true
	}
	return true
}

func itself(text string) string { return text }
