package sheet

import (
	"slices"
	"strconv"
	"strings"

	"masswerk/store"
)

// StatusRow is what a workbook says of a measure. Submit is false for a row with a fault.
type StatusRow struct {
	Report  store.StatusReport
	Submit  bool
	Changed bool // says something else than was said so far
}

// ReadStatus reads a workbook that WriteStatus wrote and somebody filled in. What a cell says wrong
// is told, and stays as it was.
func ReadStatus(content []byte, s Status) (rows []StatusRow, faults []Fault, err error) {
	book, err := Open(content)
	if err != nil {
		return nil, nil, err
	}
	form := &statusForm{Status: s, book: book, faults: []Fault{}}
	cells, err := form.sheet(statusSheet, statusTitles)
	if err != nil {
		return nil, nil, err
	}
	byMeasure := map[string]int{}
	for _, row := range cells {
		id, version, _ := strings.Cut(row.text("Kennung"), " ")
		at := form.measure(id, row.text("Nummer"))
		if _, twice := byMeasure[at]; at == "" || twice {
			form.fault(row, "Nummer", "unknown_measure")
			continue
		}
		byMeasure[at] = len(rows)
		rows = append(rows, form.read(row, at, version))
	}
	if err := form.readActuals(rows, byMeasure); err != nil {
		return nil, nil, err
	}
	if err := form.readReached(rows, byMeasure); err != nil {
		return nil, nil, err
	}
	wrong := map[string]bool{}
	for _, fault := range form.faults {
		wrong[fault.Part] = true
	}
	for i := range rows {
		rows[i].Submit = rows[i].Submit && !wrong[rows[i].Report.Measure]
		rows[i].Changed = form.changed(rows[i])
	}
	return rows, form.faults, nil
}

// statusForm reads one workbook.
type statusForm struct {
	Status
	book   *Book
	faults []Fault
}

// statusLine is a row with its headings.
type statusLine struct {
	sheet   string
	row     int
	columns map[string]int
	cells   []cell
	measure string
}

func (l statusLine) cell(title string) cell {
	at, ok := l.columns[title]
	if !ok || at >= len(l.cells) {
		return cell{}
	}
	return l.cells[at]
}

func (l statusLine) text(title string) string { return l.cell(title).text }

// sheet returns the rows below a sheet's headings.
func (f *statusForm) sheet(name string, titles []string) (rows []statusLine, err error) {
	if !slices.Contains(f.book.Sheets, name) {
		return nil, ErrNoHead
	}
	read, err := f.book.read(name)
	if err != nil {
		return nil, err
	}
	columns := map[string]int(nil)
	for i, cells := range read {
		if columns == nil {
			found := map[string]int{}
			for at, one := range cells {
				if slices.Contains(titles, one.text) {
					found[one.text] = at
				}
			}
			if len(found) >= len(titles)-1 {
				columns = found
			}
			continue
		}
		if firstText(cells) != "" {
			rows = append(rows, statusLine{sheet: name, row: i + 1, columns: columns, cells: cells})
		}
	}
	if columns == nil {
		return nil, ErrNoHead
	}
	return rows, nil
}

// measure finds a row's measure by its id or, should that be lost, by its number.
func (f *statusForm) measure(id, number string) string {
	for _, m := range f.Measures {
		if m.ID == id || id == "" && f.House.NumberOf(m) == number {
			return m.ID
		}
	}
	return ""
}

func (f *statusForm) fault(row statusLine, title, code string, known ...string) {
	f.faults = append(f.faults, Fault{
		Row: row.row, Column: columnName(row.columns[title]), Title: row.sheet + ": " + title, Part: row.measure, Text: row.text(title), Code: code, Known: known,
	})
}

func (f *statusForm) read(row statusLine, measure, version string) StatusRow {
	row.measure = measure
	m := f.Measures[slices.IndexFunc(f.Measures, func(one store.Measure) bool { return one.ID == measure })]
	report := f.reportOf(m)
	if seen, err := strconv.ParseInt(version, 10, 64); err == nil {
		report.Version = seen // as the workbook was written; another one since is a conflict
	}
	report.Actuals, report.Reached = map[string]float64{}, map[string]string{}
	for title, day := range map[string]*string{"Stichtag": &report.On, "Beginn": &report.Current.Start, "Ende": &report.Current.End} {
		if row.text(title) == "" {
			continue
		}
		if read, _, code := readDay(row.cell(title), title != "Beginn"); code != "" || read == "" {
			f.fault(row, title, "date")
		} else {
			*day = read
		}
	}
	if row.text("Fortschritt (%)") != "" {
		if percent, _, code := readPercent(row.cell("Fortschritt (%)"), false); code != "" {
			f.fault(row, "Fortschritt (%)", code)
		} else {
			report.Progress = percent
		}
	}
	for title, to := range map[string]*string{"Ampel Termine": &report.Lights.Time, "Ampel Ergebnis": &report.Lights.Result, "Ampel Budget": &report.Lights.Budget} {
		value, ok := lights.read(row.text(title))
		if !ok && row.text(title) != "" {
			f.fault(row, title, "word", lights.known()...)
			continue
		}
		*to = value
	}
	for title, text := range map[string]*string{
		"Grund der Terminänderung": &report.DateReason, "Erfolge im Zeitraum": &report.Achievements, "Ausblick": &report.Outlook, "Hindernisse": &report.Obstacles, "Highlight": &report.Highlight,
	} {
		if row.text(title) != tooLongForCell {
			*text = row.text(title)
		}
	}
	submit, _ := answers.read(row.text("Abgeben (ja)"))
	return StatusRow{Report: report, Submit: submit == "yes"}
}

func (f *statusForm) readActuals(rows []StatusRow, byMeasure map[string]int) error {
	lines, err := f.sheet(indicatorsSheet, statusIndicatorTitles)
	if err != nil {
		return err
	}
	for _, row := range lines {
		measure, indicator, _ := strings.Cut(row.text("Kennung"), " ")
		at, known := byMeasure[measure]
		if row.measure = measure; row.text("Istwert") == "" || !known {
			continue
		}
		value, _, code := readNumber(row.cell("Istwert"))
		if code != "" || indicator == "" {
			f.fault(row, "Istwert", "number")
			if was, said := f.before(measure).Actuals[indicator]; said {
				rows[at].Report.Actuals[indicator] = was
			}
			continue
		}
		rows[at].Report.Actuals[indicator] = value
	}
	return nil
}

func (f *statusForm) readReached(rows []StatusRow, byMeasure map[string]int) error {
	lines, err := f.sheet(milestonesSheet, statusMilestoneTitles)
	if err != nil {
		return err
	}
	for _, row := range lines {
		measure, milestone, _ := strings.Cut(row.text("Kennung"), " ")
		at, known := byMeasure[measure]
		if row.measure = measure; row.text("Erreicht am") == "" || !known {
			continue
		}
		day, _, code := readDay(row.cell("Erreicht am"), true)
		if code != "" || day == "" || day > f.Today {
			f.fault(row, "Erreicht am", "past_date")
			if was := f.before(measure).Reached[milestone]; was != "" {
				rows[at].Report.Reached[milestone] = was
			}
			continue
		}
		if day != f.done(measure, milestone) || f.before(measure).Reached[milestone] != "" {
			rows[at].Report.Reached[milestone] = day
		}
	}
	return nil
}

func (f *statusForm) before(measure string) store.StatusReport {
	for _, report := range f.Reports {
		if report.Measure == measure {
			return report
		}
	}
	return store.StatusReport{}
}

// done is when a milestone was reached, as the measure has it.
func (f *statusForm) done(measure, milestone string) string {
	for _, m := range f.Measures {
		for _, one := range m.Profile.Milestones {
			if m.ID == measure && one.ID == milestone {
				return one.Done
			}
		}
	}
	return ""
}

// changed reports whether a row says something that was not said before.
func (f *statusForm) changed(row StatusRow) bool {
	at := slices.IndexFunc(f.Measures, func(one store.Measure) bool { return one.ID == row.Report.Measure })
	was, now := f.reportOf(f.Measures[at]), row.Report
	if row.Submit != (was.State == "submitted") {
		return true
	}
	same := was.On == now.On && was.Progress == now.Progress && was.Lights == now.Lights && was.Current == now.Current &&
		tidy(was.DateReason) == now.DateReason && tidy(was.Achievements) == now.Achievements && tidy(was.Outlook) == now.Outlook &&
		tidy(was.Obstacles) == now.Obstacles && tidy(was.Highlight) == now.Highlight && len(was.Actuals) == len(now.Actuals) && len(was.Reached) == len(now.Reached)
	for id, value := range now.Actuals {
		before, said := was.Actuals[id]
		same = same && said && before == value
	}
	for id, day := range now.Reached {
		same = same && was.Reached[id] == day
	}
	return !same
}
