package sheet

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"masswerk/store"
)

// Read tells what a book would do to the plan at a time (milliseconds UTC).
func (b *Book) Read(plan Plan, wanted Mapping, at int64) (*Preview, error) {
	known := scores{}
	sheet, cells, of, err := b.choose(wanted, known)
	if err != nil {
		return nil, err
	}
	r := &reader{
		names: namesOf(plan), table: cells, head: of, at: at, wanted: wanted, seen: map[string]bool{},
		preview: &Preview{Sheets: b.Sheets, Sheet: sheet, HeadRow: of.last + 1, HeadLines: of.last - of.first + 1, Rows: []Row{}},
	}
	r.preview.Columns = mapColumns(of, known)
	r.addSections()
	if err := r.decide(wanted.Columns); err != nil {
		return nil, err
	}
	for _, one := range r.records() {
		r.take(one)
	}
	return r.preview, nil
}

// choose returns the sheet that was asked for, or the one whose headings say most.
func (b *Book) choose(wanted Mapping, known scores) (sheet string, cells table, of head, err error) {
	sheets := b.Sheets
	if wanted.Sheet != "" {
		if !slices.Contains(sheets, wanted.Sheet) {
			return "", nil, head{}, ErrNoSheet
		}
		sheets = []string{wanted.Sheet}
	}
	most := 0.0
	for _, name := range sheets {
		read, err := b.read(name)
		if err != nil {
			return "", nil, head{}, err
		}
		found, _ := findHead(read, known)
		if wanted.HeadRow > 0 {
			found = headAt(read, max(0, wanted.HeadRow-max(1, wanted.HeadLines)), wanted.HeadRow-1)
		} else if found.titles == nil {
			first := max(0, slices.IndexFunc(read, func(row []cell) bool { return len(row) > 0 }))
			found = headAt(read, first, first)
		}
		score := 0.01 * float64(min(len(read), 10))
		for _, column := range mapColumns(found, known) {
			score += column.Confidence
		}
		if score > most {
			sheet, cells, of, most = name, read, found, score
		}
	}
	if cells == nil || of.last >= len(cells) {
		return "", nil, head{}, ErrNoHead
	}
	return sheet, cells, of, nil
}

// reader reads one table.
type reader struct {
	*names
	table   table
	head    head
	wanted  Mapping
	at      int64
	seen    map[string]bool // measures and names that the table had already
	shares  bool
	preview *Preview
}

// sectionTitle heads the column that we make of rows which say something about all below them.
const sectionTitle = "Zwischenüberschrift"

// addSections makes a column of the headings between rows.
func (r *reader) addSections() {
	title := r.columnOf("title")
	at, said := len(r.head.titles), ""
	found := false
	for i := r.head.last + 1; i < len(r.table); i++ {
		row := r.table[i]
		if section, ok := sectionOf(row, title); ok {
			said, found = section, true
			r.table[i] = nil
			continue
		}
		if said != "" && len(row) > 0 {
			full := make([]cell, at+1)
			copy(full, row)
			full[at] = cell{text: said}
			r.table[i] = full
		}
	}
	if !found {
		return
	}
	column := Column{At: at, Title: sectionTitle, factor: 1}
	if r.columnOf("field") < 0 {
		column.Part, column.Confidence = "field", 0.7
	}
	r.preview.Columns = append(r.preview.Columns, column)
}

// sectionOf reports whether a row says one thing only, and no title of a measure.
func sectionOf(row []cell, title int) (said string, ok bool) {
	wide := false
	for at, one := range row {
		if one.text == "" {
			continue
		}
		if said != "" && one.text != said || one.numeric || one.date != "" || at == title && !one.wide {
			return "", false
		}
		said, wide = one.text, wide || one.wide
	}
	return said, said != "" && !sums[fold(said)] && (wide || len(row) > 1)
}

var sums = map[string]bool{"summe": true, "gesamt": true, "gesamtsumme": true, "zwischensumme": true, "total": true, "summen": true, "insgesamt": true}

func (r *reader) columnOf(part string) int {
	return slices.IndexFunc(r.preview.Columns, func(one Column) bool { return one.Part == part })
}

// decide replaces what was found by what somebody decided.
func (r *reader) decide(columns map[int]string) error {
	if columns == nil {
		return nil
	}
	for i := range r.preview.Columns {
		one := &r.preview.Columns[i]
		one.Part, one.Confidence = columns[one.At], 1
		if _, known := partNamed(one.Part); one.Part != "" && !known {
			return store.ErrInvalid.About("columns")
		}
		if one.Part == "" {
			one.Confidence = 0
		}
	}
	return nil
}

// record is a measure's cells: those of one row, and of rows below that share its merged title.
type record struct {
	row   int
	cells []cell
}

func (r *reader) records() (all []record) {
	title := r.columnOf("title")
	for i := r.head.last + 1; i < len(r.table); i++ {
		cells := r.table[i]
		if !slices.ContainsFunc(cells, func(one cell) bool { return one.text != "" }) {
			continue
		}
		if top := r.table.at(i, title).top; top > 0 && len(all) > 0 && top <= all[len(all)-1].row && top-1 > r.head.last {
			all[len(all)-1].goOn(cells)
			continue
		}
		all = append(all, record{i + 1, slices.Clone(cells)})
	}
	return all
}

// goOn adds what another row says beside the same title: a line more in each cell.
func (one *record) goOn(cells []cell) {
	for at, more := range cells {
		if more.text == "" || more.top > 0 && more.top <= one.row {
			continue
		}
		for len(one.cells) <= at {
			one.cells = append(one.cells, cell{})
		}
		if was := one.cells[at]; was.text == "" {
			one.cells[at] = more
		} else {
			one.cells[at] = cell{text: was.text + "\n" + more.text}
		}
	}
}

// take reads one record.
func (r *reader) take(one record) {
	row := Row{Row: one.row, Values: map[string]Value{}}
	defer func() {
		switch row.Match {
		case "new":
			r.preview.Counts.New++
		case "same":
			r.preview.Counts.Same++
		case "changed":
			r.preview.Counts.Changed++
		default:
			row.Match = "skipped"
			r.preview.Counts.Skipped++
		}
		for _, value := range row.Values {
			if value.Error != nil {
				row.Errors++
			}
		}
		r.preview.Counts.Errors += row.Errors
		r.preview.Rows = append(r.preview.Rows, row)
	}()
	said := r.saidBy(one)
	row.Title = joinedLines(said["title"].text)
	switch {
	case slices.Contains(r.wanted.Leave, one.row):
		row.Skip = "left"
		return
	case r.repeatsHead(one):
		row.Skip = "head_again"
		return
	case sums[fold(firstText(one.cells))]:
		row.Skip = "sum"
		return
	}
	m := &entry{reader: r, row: &row, cells: said}
	if m.find(); row.Skip == "" {
		m.read()
	}
}

// place is a cell with its column.
type place struct {
	cell
	column Column
}

// saidBy returns a record's cells by part. What several columns say of one part is put together.
func (r *reader) saidBy(one record) map[string]place {
	said := map[string]place{}
	for i, column := range r.preview.Columns {
		if column.Part == "" || i >= len(one.cells) || one.cells[i].text == "" {
			continue
		}
		if before, ok := said[column.Part]; ok {
			before.cell = cell{text: before.text + "\n" + one.cells[i].text}
			said[column.Part] = before
			continue
		}
		said[column.Part] = place{one.cells[i], column}
	}
	return said
}

func (r *reader) repeatsHead(one record) bool {
	same := 0
	for i, title := range r.head.titles {
		if i < len(one.cells) && one.cells[i].text != "" && title != "" {
			if fold(one.cells[i].text) != fold(title) {
				return false
			}
			same++
		}
	}
	return same > 1
}

func firstText(cells []cell) string {
	for _, one := range cells {
		if one.text != "" {
			return one.text
		}
	}
	return ""
}

// matching finds the measures that a title, with a lead unit, may mean. Several without a lead unit
// to tell them apart are ambiguous.
func (r *reader) matching(title, lead string) (found []store.Measure) {
	for _, one := range r.plan.Measures {
		same := fold(one.Profile.Title) == fold(title) && one.State != store.MeasureMerged
		if same && (lead == "" || one.Profile.Lead == "" || one.Profile.Lead == lead) {
			found = append(found, one)
		}
	}
	if len(found) > 1 && lead != "" {
		found = slices.DeleteFunc(found, func(one store.Measure) bool { return one.Profile.Lead != lead })
	}
	return found
}

// invalidPart returns the part that a refusal is about.
func invalidPart(err error) string {
	var refused *store.Error
	if errors.As(err, &refused) {
		return refused.Field
	}
	return ""
}

// base is the part of the profile that a column's part belongs to.
func base(part string) string { return cmp.Or(strings.Split(part, ".")[0], part) }
