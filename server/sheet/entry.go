package sheet

import (
	"errors"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"masswerk/store"
)

// entry is a row while it becomes a measure.
type entry struct {
	*reader
	row   *Row
	cells map[string]place
	was   *store.Measure // that there is already; nil: none
	m     store.Measure
}

// find decides which measure the row is: by number, else by title and lead unit.
func (e *entry) find() {
	title := readTitle(context{}, e.cells["title"].cell)
	name, _ := title.shown.(string)
	lead := ""
	if from, ok := e.cells["lead"]; ok {
		lead, _ = e.names.find(store.NodeUnit, joinedLines(from.text))
	}
	number := e.number(name)
	if e.was == nil && name != "" {
		found := e.matching(name, lead)
		if len(found) > 1 {
			e.row.Skip = "ambiguous"
			return
		}
		if len(found) == 1 && (number == 0 || found[0].Number == 0 || found[0].Number == number) {
			e.was = &found[0]
		}
	}
	if e.was != nil {
		e.m = *e.was
		if e.seen[e.m.ID] {
			e.row.Skip = "double"
		}
		e.seen[e.m.ID] = true
		e.row.ID, e.row.Number = e.m.ID, e.plan.House.NumberOf(e.m)
		return
	}
	if name == "" {
		e.row.Skip = "no_title"
		return
	}
	again := fold(name) + "\x00" + lead
	if e.seen[again] || number > 0 && e.seen[e.plan.House.NumberOf(store.Measure{Number: number})] {
		e.row.Skip = "double"
		return
	}
	e.m = store.Measure{
		Number: number, State: store.MeasureCandidate, Version: 1, CreatedAt: e.at, ChangedAt: e.at,
		Profile: store.Profile{Visibility: store.Internal}.Settled(),
	}
	e.seen[again] = true
	if number > 0 {
		e.row.Number = e.plan.House.NumberOf(e.m)
		e.seen[e.row.Number] = true
	}
}

// number reads the row's number, and finds its measure. A bare number means a known measure only
// when its title resembles the row's: many tables count their rows.
func (e *entry) number(title string) int {
	from, ok := e.cells[partNumber]
	if !ok {
		return 0
	}
	number, candidate, ok := e.readNumber(from.text)
	if from.numeric && from.number != float64(int(from.number)) {
		ok = false
	}
	if !ok {
		e.fault(partNumber, &Fault{Code: "measure_number"})
		return 0
	}
	id := e.measureNamed(from.text)
	at := slices.IndexFunc(e.plan.Measures, func(one store.Measure) bool { return one.ID == id })
	value := Value{Text: from.text, Value: from.text}
	if at >= 0 {
		one := e.plan.Measures[at]
		value.Value = e.plan.House.NumberOf(one)
		bare := from.numeric || strings.Trim(from.text, "0123456789.") == ""
		if bare && title != "" && !resembles(title, one.Profile.Title) {
			e.fault(partNumber, &Fault{Code: "other_title", Known: []string{value.Value.(string) + " " + one.Profile.Title}})
			return 0
		}
		e.was = &one
	} else if candidate {
		e.fault(partNumber, &Fault{Code: "unknown_measure"})
		return 0
	} else {
		value.Value = e.plan.House.NumberOf(store.Measure{Number: number})
	}
	e.row.Values[partNumber] = value
	return number
}

func resembles(one, other string) bool {
	a, b := fold(one), fold(other)
	return alike(a, b) > 0 || alike(b, a) > 0
}

// read reads all cells and tells what they change.
func (e *entry) read() {
	before := e.m
	to := e.m.Profile
	reason := ""
	if from, ok := e.cells[partReason]; ok {
		reason = from.text
		e.row.Values[partReason] = Value{Text: from.text, Value: from.text}
	}
	e.state()
	for _, money := range []bool{false, true} { // amounts need to know the year
		for _, column := range e.preview.Columns {
			if money == strings.HasPrefix(column.Part, "costs.") {
				e.readPart(column, &to)
			}
		}
	}
	if e.was == nil {
		e.m.Profile = to.Settled()
		for tries := 0; tries < len(e.cells)+1; tries++ {
			err := e.m.Profile.Check()
			if err == nil && e.titleTaken() {
				e.row.Skip = "ambiguous"
				return
			}
			if err == nil {
				e.row.Match = "new"
				e.preview.Measures = append(e.preview.Measures, e.m)
				return
			}
			if !e.takeBack(&e.m.Profile, before.Profile, invalidPart(err), "impossible") {
				break
			}
		}
		e.row.Skip = "impossible"
		return
	}
	for tries := 0; tries < len(e.cells)+2; tries++ {
		revised, err := before.Revise(to, reason, e.at)
		if err == nil {
			if e.row.Match = "same"; revised.Version != before.Version {
				e.row.Match = "changed"
				e.preview.Measures = append(e.preview.Measures, revised)
			}
			return
		}
		part, code := invalidPart(err), "impossible"
		if errors.Is(err, store.ErrReasonNeeded) {
			if part, code = "current", "reason_needed"; to.Current == before.Profile.Current {
				part = "baseline"
			}
		}
		if !e.takeBack(&to, before.Profile, part, code) {
			break
		}
	}
	e.row.Skip = "impossible"
}

// titleTaken reports whether a new measure without a number has the title of another one: nobody
// could tell them apart when the table comes again.
func (e *entry) titleTaken() bool {
	title := e.m.Profile.Title
	again := e.seen["\x00title "+title] || slices.ContainsFunc(e.plan.Measures, func(one store.Measure) bool {
		return one.Profile.Title == title && one.State != store.MeasureMerged
	})
	e.seen["\x00title "+title] = true
	return again && e.m.Number == 0
}

// readPart reads one cell into the profile. What stands there already is not read again, so that a
// table of ours changes nothing.
func (e *entry) readPart(column Column, to *store.Profile) {
	from, ok := e.cells[column.Part]
	if !ok || from.column.At != column.At || column.Part == partNumber || column.Part == partState || column.Part == partReason {
		return
	}
	part, known := partNamed(column.Part)
	if !known {
		return
	}
	if e.was != nil && part.write != nil && from.text == tidy(fitting(part.write(e.names, *e.was).text)) {
		e.row.Values[column.Part] = Value{Text: from.text, Value: from.text}
		return
	}
	switch {
	case from.text == tooLongForCell:
		return
	case from.broken:
		e.fault(column.Part, &Fault{Code: "formula"})
		return
	case blank.MatchString(from.text):
		e.row.Values[column.Part] = Value{Text: from.text, Note: "blank"}
		return
	}
	year := 0
	if len(to.Current.Start) == 10 {
		year = number(to.Current.Start[:4])
	}
	read := part.read(context{names: e.names, factor: column.factor, shares: column.Part == "progress" && e.hasShares(), year: year}, from.cell)
	e.row.Values[column.Part] = Value{Text: from.text, Value: read.shown, Note: read.note}
	if read.set != nil {
		read.set(to)
	}
	if read.fault != nil {
		e.fault(column.Part, read.fault)
	}
}

var blank = regexp.MustCompile(`(?i)^(?:[-–—./]{1,3}|k\.?\s?a\.?|n\.?\s?n\.?|n/a|tbd|offen|noch offen|keine angabe|entf\.?)$`)

// hasShares looks at the whole column, once.
func (r *reader) hasShares() bool {
	if !r.seen["\x00shares"] {
		r.seen["\x00shares"] = true
		var column []cell
		for i := r.head.last + 1; i < len(r.table); i++ {
			column = append(column, r.table.at(i, r.columnOf("progress")))
		}
		r.shares = sharesIn(column)
	}
	return r.shares
}

// state reads the state of a new measure. That of a known one is changed with a reason, step by
// step, and not by a table.
func (e *entry) state() {
	from, ok := e.cells[partState]
	all := e.states()
	if !ok || blank.MatchString(from.text) {
		if e.was == nil && e.m.Number > 0 {
			e.m.State = store.MeasureAdopted
			e.row.Values[partState] = Value{Text: from.text, Value: all.write(string(e.m.State)), Note: noteDefault}
		}
		return
	}
	if e.was != nil && from.text == all.write(string(e.was.State)) {
		e.row.Values[partState] = Value{Text: from.text, Value: from.text}
		return
	}
	value, known := all.read(joinedLines(from.text))
	e.row.Values[partState] = Value{Text: from.text, Value: all.write(value)}
	switch {
	case !known:
		e.fault(partState, &Fault{Code: "word", Known: all.known()})
		if e.was == nil && e.m.Number > 0 {
			e.m.State = store.MeasureAdopted
		}
	case e.was != nil && store.MeasureState(value) != e.was.State:
		e.fault(partState, &Fault{Code: "state_kept", Known: []string{all.write(string(e.was.State))}})
	case e.was == nil && store.MeasureState(value) == store.MeasureMerged:
		e.fault(partState, &Fault{Code: "state_merged"})
	case e.was == nil:
		e.m.State = store.MeasureState(value)
	}
	if e.was == nil && e.m.Number > 0 && slices.Contains([]store.MeasureState{store.MeasureCandidate, store.MeasureInWork, store.MeasureAssessed}, e.m.State) {
		e.m.Number, e.row.Number = 0, "" // it gets one when it is proposed
		value := e.row.Values[partNumber]
		value.Value, value.Note = nil, "later"
		e.row.Values[partNumber] = value
	}
}

// fault notes what is wrong with a cell.
func (e *entry) fault(part string, fault *Fault) {
	from := e.cells[part]
	fault.Row, fault.Column, fault.Title, fault.Part, fault.Text = e.row.Row, from.column.Name, from.column.Title, part, from.text
	value := e.row.Values[part]
	value.Text, value.Error = from.text, fault
	if fault.Code != "unknown" && fault.Code != "unknown_measure" && fault.Code != "word" {
		value.Value, value.Note = nil, ""
	}
	e.row.Values[part] = value
}

// takeBack gives a part up that cannot be so, and says it at each of its cells; false when no cell
// of the row is to blame.
func (e *entry) takeBack(to *store.Profile, before store.Profile, part, code string) bool {
	found := false
	for name := range e.cells {
		if base(name) == part && e.row.Values[name].Error == nil {
			e.fault(name, &Fault{Code: code})
			found = true
		}
	}
	fields := reflect.TypeFor[store.Profile]()
	for i := range fields.NumField() {
		if fields.Field(i).Tag.Get("json") == part {
			reflect.ValueOf(to).Elem().Field(i).Set(reflect.ValueOf(before).Field(i))
		}
	}
	return found
}
