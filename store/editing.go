package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// parts are what a profile consists of, by JSON name: the index of the field.
var parts, partNames = func() (map[string]int, []string) {
	found, names := map[string]int{}, []string{}
	profile := reflect.TypeFor[Profile]()
	for i := range profile.NumField() {
		name := profile.Field(i).Tag.Get("json")
		found[name] = i
		names = append(names, name)
	}
	return found, names
}()

// PartNames returns the JSON names of all parts of a profile, in their order.
func PartNames() []string { return slices.Clone(partNames) }

// Edit returns the measure with parts set anew that somebody wrote who saw version base: ErrVersion
// when one of them changed since, and says something else now.
func (m Measure) Edit(base int64, changes map[string]json.RawMessage, reason string, at int64) (Measure, error) {
	to := m.Profile
	for _, name := range slices.Sorted(maps.Keys(changes)) {
		if err := to.set(name, changes[name]); err != nil {
			return m, err
		}
	}
	to = to.settled(m.Profile)
	if base < 1 || base > m.Version || slices.ContainsFunc(m.ChangedSince(base), func(name string) bool {
		_, named := changes[name]
		return named && !samePart(name, m.Profile, to)
	}) {
		return m, ErrVersion
	}
	return m.Revise(to, reason, at)
}

// ChangedSince returns the parts that changed after a version, by name. "state" is one of them.
func (m Measure) ChangedSince(version int64) (names []string) {
	for _, name := range slices.Sorted(maps.Keys(m.Fresh)) {
		if m.Fresh[name] > version {
			names = append(names, name)
		}
	}
	return names
}

// Revise returns the measure with another profile, one version on; unchanged when the profile says
// the same. ErrInvalid names the part that cannot be so. Once there is a baseline, moved dates need
// a reason, and current ones are appended to the date changes.
func (m Measure) Revise(to Profile, reason string, at int64) (Measure, error) {
	was := m.Profile
	to.DateChanges = was.DateChanges
	to = to.settled(was)
	if err := to.Check(); err != nil {
		return m, err
	}
	if slices.Contains(to.DependsOn, m.ID) {
		return m, ErrInvalid.About("depends_on")
	}
	if was.Baseline != (Dates{}) {
		if reason == "" && (to.Current != was.Current || to.Baseline != was.Baseline) {
			return m, ErrReasonNeeded
		}
		if to.Current != was.Current {
			to.DateChanges = append(slices.Clone(was.DateChanges), DateChange{at, was.Current, to.Current, reason})
		}
	}
	var changed []string
	for _, name := range partNames {
		if !samePart(name, was, to) {
			changed = append(changed, name)
		}
	}
	if len(changed) == 0 {
		return m, nil
	}
	m.Profile = to
	return m.moved(at, changed...), nil
}

// Rebase returns the measure with the parts that a revision changed which somebody made of the
// version before the revision's: ErrVersion when one of them changed since, and says something else now.
func (m Measure) Rebase(revised Measure, reason string, at int64) (Measure, error) {
	base, to := revised.Version-1, m.Profile
	if base < 1 || base > m.Version {
		return m, ErrVersion
	}
	for _, name := range revised.ChangedSince(base) {
		field, known := parts[name]
		if !known || name == "date_changes" || samePart(name, m.Profile, revised.Profile) {
			continue
		}
		if m.Fresh[name] > base {
			return m, ErrVersion
		}
		reflect.ValueOf(&to).Elem().Field(field).Set(reflect.ValueOf(revised.Profile).Field(field))
	}
	return m.Revise(to, reason, at)
}

// Entered returns the measure in another state; see Enter for what is refused. Adopting freezes the
// current dates as the baseline, unless there is one.
func (m Measure) Entered(state MeasureState, reason, into string, at int64) (Measure, error) {
	if err := m.Enter(state, reason, into); err != nil {
		return m, err
	}
	m.State, m.Into = state, ""
	changed := []string{"state"}
	if state == MeasureMerged {
		m.Into = into
	}
	if state == MeasureAdopted && m.Profile.Baseline == (Dates{}) && m.Profile.Current != (Dates{}) {
		m.Profile.Baseline = m.Profile.Current
		changed = append(changed, "baseline")
	}
	return m.moved(at, changed...), nil
}

func (m Measure) moved(at int64, changed ...string) Measure {
	m.Version, m.ChangedAt, m.Fresh = m.Version+1, at, maps.Clone(m.Fresh)
	if m.Fresh == nil {
		m.Fresh = map[string]int64{}
	}
	for _, name := range changed {
		m.Fresh[name] = m.Version
	}
	return m
}

// set replaces one part by what its JSON says.
func (p *Profile) set(name string, content json.RawMessage) error {
	field, known := parts[name]
	if !known || name == "date_changes" {
		return ErrInvalid.About(name)
	}
	var read Profile // an empty one: what is not said of a list's row is not taken from the row before
	decoder := json.NewDecoder(bytes.NewReader(fmt.Appendf(nil, "{%q:%s}", name, content)))
	decoder.DisallowUnknownFields()
	if decoder.Decode(&read) != nil || decoder.More() {
		return ErrInvalid.About(name)
	}
	reflect.ValueOf(p).Elem().Field(field).Set(reflect.ValueOf(read).Field(field))
	return nil
}

func samePart(name string, one, other Profile) bool {
	field := parts[name]
	return reflect.DeepEqual(reflect.ValueOf(one).Field(field).Interface(), reflect.ValueOf(other).Field(field).Interface())
}

// With returns the profile with all that another one says in place of what stood there.
func (p Profile) With(said Profile) Profile {
	into, from := reflect.ValueOf(&p).Elem(), reflect.ValueOf(said)
	for i := range from.NumField() {
		if one := from.Field(i); !silent(one) {
			into.Field(i).Set(one)
		}
	}
	return p
}

func silent(part reflect.Value) bool {
	return part.IsZero() || part.Kind() == reflect.Slice && part.Len() == 0
}

// Said returns what of the profile was filled in, part by part.
func (p Profile) Said() map[string]json.RawMessage {
	said := map[string]json.RawMessage{}
	value := reflect.ValueOf(p)
	for name, field := range parts {
		one := value.Field(field)
		if silent(one) {
			continue
		}
		content, err := json.Marshal(one.Interface())
		if err != nil {
			panic(err) // a profile holds nothing that JSON cannot write
		}
		said[name] = content
	}
	return said
}

// Settled returns a new profile as it is kept: no list is nil, and every row has an id.
func (p Profile) Settled() Profile { return p.settled(Profile{}) }

// settled returns the profile as it is kept. A row that came without an id is that row of the profile
// before which has the same title.
func (p Profile) settled(before Profile) Profile {
	p = p.Filled()
	p.Milestones = identified(p.Milestones, before.Milestones, func(one *Milestone) (*string, string) { return &one.ID, one.Title })
	p.Projects = identified(p.Projects, before.Projects, func(one *Project) (*string, string) { return &one.ID, one.Number + " " + one.Title })
	p.Indicators = identified(p.Indicators, before.Indicators, func(one *Indicator) (*string, string) { return &one.ID, one.Title })
	p.Costs = identified(p.Costs, before.Costs, func(one *Cost) (*string, string) { return &one.ID, fmt.Sprint(one.Kind, one.Year, one.Note) })
	p.Risks = identified(p.Risks, before.Risks, func(one *Risk) (*string, string) { return &one.ID, one.Title })
	return p
}

func identified[T any](rows, before []T, of func(*T) (id *string, title string)) []T {
	rows, before = slices.Clone(rows), slices.Clone(before)
	taken := map[string]bool{}
	for i := range rows {
		id, _ := of(&rows[i])
		taken[*id] = true
	}
	for i := range rows {
		id, title := of(&rows[i])
		for j := range before {
			if known, as := of(&before[j]); *id == "" && as == title && !taken[*known] {
				*id = *known
			}
		}
		if *id == "" {
			*id = NewID()
		}
		taken[*id] = true
	}
	return rows
}
