// Package sheet reads tables as people have them into measures, and writes measures as tables.
// Reading is told in three steps, a file each: book finds cells, heads finds what the columns mean,
// plan reads rows. A cell that cannot be read costs that cell and nothing else, and what was
// interpreted stands beside what was written. Nothing in here knows HTTP or SQL.
package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"masswerk/store"
)

// Bounds of a table.
const (
	MaxBytes   = 10 << 20
	MaxRows    = 5000
	MaxColumns = 200

	maxUnzipped = 64 << 20
	maxCells    = 1_500_000 // with the empty ones before a row's last, which take memory too
	maxRow      = 100_000   // far below, an editor left a format behind
)

var (
	ErrUnreadable = &store.Error{Kind: store.Invalid, Code: "sheet_unreadable"}
	ErrTooLarge   = &store.Error{Kind: store.Invalid, Code: "sheet_too_large"}
	ErrNoSheet    = &store.Error{Kind: store.Invalid, Code: "sheet_unknown"}
	ErrNoHead     = &store.Error{Kind: store.Invalid, Code: "sheet_no_head"}
)

// Book is a file that was read.
type Book struct {
	Sheets []string
	read   func(sheet string) (table, error)
}

// table is what stands in a sheet, by row and column from 0. What merged cells say stands in each
// of them.
type table [][]cell

// cell is one cell with its value as people see it and, where the file knows more, as it is.
type cell struct {
	text    string
	number  float64
	numeric bool
	percent bool   // the number is shown as a percentage
	date    string // day, of a cell that is shown as a date
	broken  bool   // a formula that failed
	top     int    // row in which its merged range begins, from 1; 0: not merged
	wide    bool   // its merged range spans columns
}

// at returns a cell, empty beyond the table.
func (t table) at(row, column int) cell {
	if row < 0 || row >= len(t) || column < 0 || column >= len(t[row]) {
		return cell{}
	}
	return t[row][column]
}

// width is that of the widest row.
func (t table) width() (columns int) {
	for _, row := range t {
		columns = max(columns, len(row))
	}
	return columns
}

// Open reads a workbook (XLSX) or a table of text (CSV): a workbook is known by its first bytes.
func Open(content []byte) (book *Book, err error) {
	if len(content) > MaxBytes {
		return nil, ErrTooLarge
	}
	if !bytes.HasPrefix(content, []byte("PK")) {
		read, err := readText(content)
		return &Book{[]string{""}, func(string) (table, error) { return read, err }}, err
	}
	defer spared(&err)
	if err := weigh(content); err != nil {
		return nil, err
	}
	file, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped})
	if err != nil {
		return nil, ErrUnreadable
	}
	sheets := file.GetSheetList()
	if len(sheets) == 0 {
		return nil, ErrUnreadable
	}
	return &Book{sheets, func(sheet string) (table, error) { return readSheet(file, sheet) }}, nil
}

// spared turns a panic over a damaged file into a refusal: the reader of workbooks trusts them.
func spared(err *error) {
	if recover() != nil {
		*err = ErrUnreadable
	}
}

var placed = regexp.MustCompile(`<(?:[a-z]+:)?(?:c|row)\s[^>]*?\br="([A-Z]{0,3})([0-9]{1,7})"`)

// weigh refuses a workbook that unpacks to more than we hold, or whose rows reach so far to the
// right or down that the cells between would.
func weigh(content []byte) error {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return ErrUnreadable
	}
	var unpacked int64
	for _, part := range archive.File {
		from, err := part.Open()
		if err != nil {
			return ErrUnreadable
		}
		var text bytes.Buffer
		read, err := io.Copy(&text, io.LimitReader(from, maxUnzipped-unpacked+1))
		from.Close()
		if unpacked += read; unpacked > maxUnzipped {
			return ErrTooLarge
		}
		if err != nil {
			return ErrUnreadable
		}
		if !strings.HasPrefix(part.Name, "xl/worksheets/") {
			continue
		}
		reach := map[string]int{} // last column by row
		cells := 0
		for _, found := range placed.FindAllSubmatch(text.Bytes(), -1) {
			row := string(found[2])
			if number, _ := strconv.Atoi(row); number > maxRow {
				return ErrTooLarge
			}
			if column := columnAt(string(found[1])); column > reach[row] {
				cells += column - reach[row]
				reach[row] = column
			}
		}
		if cells > maxCells {
			return ErrTooLarge
		}
	}
	return nil
}

// columnAt returns the number of a column by its letters, from 1; 0 of none.
func columnAt(letters string) int {
	at := 0
	for _, letter := range letters {
		at = at*26 + int(letter-'A') + 1
	}
	return at
}

// columnName returns the letters of a column, from 0.
func columnName(at int) string {
	name, _ := excelize.ColumnNumberToName(at + 1)
	return name
}

func readSheet(file *excelize.File, sheet string) (read table, err error) {
	defer spared(&err)
	if index, err := file.GetSheetIndex(sheet); err != nil || index < 0 {
		return nil, ErrNoSheet
	}
	rows, err := file.Rows(sheet)
	if err != nil {
		return nil, ErrUnreadable
	}
	defer rows.Close()
	filled := 0
	for rows.Next() {
		values, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, ErrUnreadable
		}
		if len(values) > 0 {
			filled++
		}
		if filled > MaxRows || len(values) > MaxColumns {
			return nil, ErrTooLarge
		}
		row := make([]cell, len(values))
		for column, raw := range values {
			row[column].text = tidy(raw)
		}
		read = append(read, row)
	}
	for len(read) > 0 && len(read[len(read)-1]) == 0 {
		read = read[:len(read)-1]
	}
	if err := understand(file, sheet, read); err != nil {
		return nil, ErrUnreadable
	}
	return read, spread(file, sheet, read)
}

// understand tells numbers, dates and failed formulas from text.
func understand(file *excelize.File, sheet string, read table) error {
	shown := formats{file: file, known: map[int]format{}}
	for r, row := range read {
		for c := range row {
			one := &row[c]
			if one.text == "" {
				continue
			}
			name, err := excelize.CoordinatesToCellName(c+1, r+1)
			if err != nil {
				return err
			}
			kind, err := file.GetCellType(sheet, name)
			if err != nil {
				return err
			}
			switch kind {
			case excelize.CellTypeError:
				one.broken = true
			case excelize.CellTypeDate:
				if len(one.text) >= 10 {
					one.date = one.text[:10]
					one.text = germanDay(one.date)
				}
			case excelize.CellTypeUnset, excelize.CellTypeNumber:
				if one.number, err = strconv.ParseFloat(one.text, 64); err != nil {
					continue
				}
				one.numeric = true
				style, err := file.GetCellStyle(sheet, name)
				if err != nil {
					return err
				}
				shown.apply(one, style)
			}
		}
	}
	return nil
}

// spread lets every cell of a merged range say what the range says.
func spread(file *excelize.File, sheet string, read table) error {
	merged, err := file.GetMergeCells(sheet)
	if err != nil {
		return ErrUnreadable
	}
	width := read.width()
	for _, one := range merged {
		left, top, err1 := excelize.CellNameToCoordinates(one.GetStartAxis())
		right, bottom, err2 := excelize.CellNameToCoordinates(one.GetEndAxis())
		if err1 != nil || err2 != nil {
			return ErrUnreadable
		}
		value := read.at(top-1, left-1)
		value.top, value.wide = top, right > left
		for r := top - 1; r < min(bottom, len(read)); r++ {
			for c := left - 1; c < min(right, width); c++ {
				for len(read[r]) <= c {
					read[r] = append(read[r], cell{})
				}
				read[r][c] = value
			}
		}
	}
	return nil
}

// format is how a number is shown, as far as it matters.
type format struct{ date, percent bool }

type formats struct {
	file  *excelize.File
	known map[int]format
}

// apply makes a date or a percentage of a number that is shown as one.
func (f formats) apply(one *cell, style int) {
	how, ok := f.known[style]
	if !ok {
		if found, err := f.file.GetStyle(style); err == nil {
			how = formatOf(found)
		}
		f.known[style] = how
	}
	switch {
	case how.date:
		if at, err := excelize.ExcelDateToTime(one.number, f.since1904()); err == nil {
			one.date = at.Format("2006-01-02")
			one.text, one.numeric = germanDay(one.date), false
		}
	case how.percent:
		one.percent = true
		one.text = germanNumber(one.number*100) + " %"
	default:
		one.text = germanNumber(one.number)
	}
}

func (f formats) since1904() bool {
	props, err := f.file.GetWorkbookProps()
	return err == nil && props.Date1904 != nil && *props.Date1904
}

var (
	quotedFormat = regexp.MustCompile(`"[^"]*"|\[[^\]]*\]|\\.|_.|\*.`)
	datedFormat  = regexp.MustCompile(`(?i)[yj]|d|t{2,}|m{3,}|^q`)
)

// formatOf knows the built-in formats by their number and others by their letters, also German ones.
func formatOf(style *excelize.Style) format {
	if style.CustomNumFmt != nil {
		plain := quotedFormat.ReplaceAllString(*style.CustomNumFmt, "")
		percent := strings.Contains(plain, "%")
		return format{date: !percent && !strings.EqualFold(plain, "General") && !strings.EqualFold(plain, "Standard") && datedFormat.MatchString(plain), percent: percent}
	}
	n := style.NumFmt
	return format{
		date:    n >= 14 && n <= 17 || n == 22 || n >= 27 && n <= 36 || n >= 50 && n <= 58,
		percent: n == 9 || n == 10,
	}
}

// germanNumber writes a number as Germans do, without thousands.
func germanNumber(value float64) string {
	return strings.Replace(strconv.FormatFloat(value, 'f', -1, 64), ".", ",", 1)
}

func germanDay(day string) string {
	if len(day) != 10 {
		return day
	}
	return fmt.Sprintf("%s.%s.%s", day[8:], day[5:7], day[:4])
}

var blanks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u00a0", " ", "\u202f", " ", "\u2007", " ", "\u00ad", "", "\ufeff", "", "\u200b", "")

// tidy evens out line breaks and blanks, and leaves out what nobody sees.
func tidy(text string) string { return strings.TrimSpace(blanks.Replace(text)) }
