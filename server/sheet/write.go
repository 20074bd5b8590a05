package sheet

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"masswerk/store"
)

// tooLongForCell stands where a text does not fit a cell; reading passes it over.
const tooLongForCell = "[zu lang für eine Tabellenzelle, siehe Ausgabe als JSON]"

// shown is a column that is written for people and never read.
type shown struct {
	title string
	width float64
	write func(n *names, m store.Measure) content
}

// display stands behind the parts.
var display = []shown{
	{"Sichtbarkeit (" + displayOnly + ")", 16, func(_ *names, m store.Measure) content {
		return textContent(map[store.Publication]string{store.Internal: "intern", store.Committee: "Ausschuss", store.Public: "öffentlich"}[m.Profile.Visibility])
	}},
	{"Sperrfrist (" + displayOnly + ")", 14, func(_ *names, m store.Measure) content { return dayContent(m.Profile.Embargo) }},
	{"Terminänderungen (" + displayOnly + ")", 44, func(_ *names, m store.Measure) content {
		var lines []string
		for _, one := range m.Profile.DateChanges {
			lines = append(lines, fmt.Sprintf("%s: %s statt %s (%s)", germanDay(time.UnixMilli(one.At).UTC().Format(time.DateOnly)), period(one.To), period(one.From), one.Reason))
		}
		return textContent(strings.Join(lines, "\n"))
	}},
	{"Kosten einmalig in Euro (" + displayOnly + ")", 16, func(_ *names, m store.Measure) content { return sumOf(m, "once") }},
	{"Kosten laufend in Euro (" + displayOnly + ")", 16, func(_ *names, m store.Measure) content { return sumOf(m, "running") }},
	{"Herkunft (" + displayOnly + ")", 30, func(_ *names, m store.Measure) content {
		var lines []string
		for _, one := range m.Sources {
			said := one.Title
			if one.Number > 0 {
				said = fmt.Sprintf("Beitrag %d", one.Number)
			}
			if one.Round > 0 && one.Voters > 0 {
				said += fmt.Sprintf(" (%d Punkte, Platz %d, %d Stimmende)", one.Points, one.Rank, one.Turnout)
			}
			lines = append(lines, said)
		}
		return textContent(strings.Join(lines, "\n"))
	}},
}

func period(dates store.Dates) string { return germanDay(dates.Start) + "–" + germanDay(dates.End) }

func sumOf(m store.Measure, kind string) content {
	sum := int64(0)
	for _, one := range m.Profile.Costs {
		if one.Kind == kind {
			sum += one.Amount
		}
	}
	return numberContent(float64(sum))
}

// columns are all that are written, in order.
func columns() (all []shown) {
	for _, one := range parts {
		if one.write != nil && one.title != "" {
			all = append(all, shown{one.title, one.width, one.write})
		}
	}
	return append(all, display...)
}

// CSV writes measures as German Excel reads it: UTF-8 with a byte order mark, semicolons, CRLF and
// decimal commas. No cell can begin a formula.
func CSV(plan Plan) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("\ufeff")
	to := csv.NewWriter(&out)
	to.Comma, to.UseCRLF = ';', true
	n, all := namesOf(plan), columns()
	head := make([]string, len(all))
	for i, one := range all {
		head[i] = one.title
	}
	if err := to.Write(head); err != nil {
		return nil, fmt.Errorf("write CSV: %w", err)
	}
	for _, m := range plan.Measures {
		row := make([]string, len(all))
		for i, one := range all {
			if cell := one.write(n, m); cell.value != nil {
				row[i] = cell.text
			} else {
				row[i] = guarded(cell.text)
			}
		}
		if err := to.Write(row); err != nil {
			return nil, fmt.Errorf("write CSV: %w", err)
		}
	}
	to.Flush()
	return out.Bytes(), to.Error()
}

// guarded puts an apostrophe before a text that a spreadsheet could take for a formula, also when
// blanks or other invisible characters come first.
func guarded(text string) string {
	for _, r := range text {
		switch {
		case strings.ContainsRune("=+-@\t\r＝＋－＠", r):
			return "'" + text
		case unicode.IsSpace(r), unicode.In(r, unicode.Cf, unicode.Cc):
			continue
		}
		break
	}
	return text
}

// JSON writes measures as the product keeps them, with what they refer to.
func JSON(plan Plan) ([]byte, error) {
	type document struct {
		Format   string          `json:"format"`
		Version  int             `json:"version"`
		Measures []store.Measure `json:"measures"`
		Nodes    []store.Node    `json:"structure"`
	}
	all := document{"masswerk-plan", 1, plan.Measures, plan.Nodes}
	if all.Measures == nil {
		all.Measures = []store.Measure{}
	}
	if all.Nodes == nil {
		all.Nodes = []store.Node{}
	}
	return json.MarshalIndent(all, "", "  ")
}

// The sheets of a workbook. What stands in the second and third is also in the first, which alone
// is read again.
const (
	measuresSheet   = "Maßnahmen"
	indicatorsSheet = "Indikatoren"
	costsSheet      = "Kosten"
	onlyFirst       = "Zum Auswerten. Beim Einlesen wird nur das Blatt „" + measuresSheet + "“ gelesen."
)

// XLSX writes measures as a workbook: a row for each, then the indicators and the costs.
func XLSX(plan Plan) ([]byte, error) {
	w := newWriting()
	defer w.file.Close()
	n := namesOf(plan)
	all := columns()
	w.sheet(measuresSheet, 1, 3, all)
	for _, m := range plan.Measures {
		row := make([]content, len(all))
		for i, one := range all {
			row[i] = one.write(n, m)
		}
		w.row(row)
	}
	w.sheet(indicatorsSheet, 2, 2, titled4("Nummer", "Maßnahme", "Indikator", "Einheit", "Ausgangswert", "Zielwert", "Zieldatum", "Stand vom", "Istwert"))
	for _, m := range plan.Measures {
		for _, one := range m.Profile.Indicators {
			row := []content{textContent(plan.House.NumberOf(m)), textContent(m.Profile.Title), textContent(one.Title), textContent(one.Unit), given(one.Baseline), given(one.Target), dayContent(one.Due)}
			if len(one.Actuals) == 0 {
				w.row(row)
			}
			for _, actual := range one.Actuals {
				w.row(append(slices.Clone(row), dayContent(actual.On), given(&actual.Value)))
			}
		}
	}
	w.sheet(costsSheet, 2, 2, titled4("Nummer", "Maßnahme", "Jahr", "Art", "Betrag in Euro", "Verlässlichkeit", "Hinweis"))
	for _, m := range plan.Measures {
		for _, one := range m.Profile.Costs {
			amount, year := float64(one.Amount), content{}
			if one.Year > 0 {
				year = content{text: strconv.Itoa(one.Year)}
			}
			w.row([]content{textContent(plan.House.NumberOf(m)), textContent(m.Profile.Title), year, textContent(costKinds.write(one.Kind)), given(&amount), textContent(certainties.write(one.Certainty)), textContent(one.Note)})
		}
	}
	return w.bytes()
}

func given(value *float64) content {
	if value == nil {
		return content{}
	}
	return content{text: germanNumber(*value), value: value}
}

func titled4(titles ...string) (all []shown) {
	for _, title := range titles {
		all = append(all, shown{title: title, width: float64(max(12, min(40, 2*len(title))))})
	}
	return all
}

// writing is a workbook being written. The first error stays.
type writing struct {
	file             *excelize.File
	name             string
	at               int // last row
	head, text, date int // styles
	columns          int
	err              error
}

func newWriting() *writing {
	w := &writing{file: excelize.NewFile()}
	day := "dd.mm.yyyy"
	wrapped := &excelize.Alignment{Vertical: "top", WrapText: true}
	w.head, w.err = w.file.NewStyle(&excelize.Style{
		Font: &excelize.Font{Bold: true}, Alignment: wrapped,
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8EDF3"}},
	})
	w.keep(func() (err error) { w.text, err = w.file.NewStyle(&excelize.Style{Alignment: wrapped}); return })
	w.keep(func() (err error) {
		w.date, err = w.file.NewStyle(&excelize.Style{Alignment: wrapped, CustomNumFmt: &day})
		return
	})
	return w
}

func (w *writing) keep(do func() error) {
	if w.err == nil {
		w.err = do()
	}
}

// sheet begins a sheet: its heading in a row, which stays in sight with some columns.
func (w *writing) sheet(name string, headRow, frozen int, all []shown) {
	w.keep(func() error {
		if w.name == "" {
			return w.file.SetSheetName("Sheet1", name)
		}
		_, err := w.file.NewSheet(name)
		return err
	})
	w.name, w.at, w.columns = name, headRow, len(all)
	if headRow > 1 {
		w.keep(func() error { return w.file.SetCellStr(name, "A1", onlyFirst) })
	}
	for i, one := range all {
		letters := columnName(i)
		w.keep(func() error { return w.file.SetCellStr(name, letters+strconv.Itoa(headRow), one.title) })
		w.keep(func() error { return w.file.SetColWidth(name, letters, letters, max(one.width, 10)) })
	}
	last := columnName(len(all) - 1)
	w.keep(func() error {
		return w.file.SetCellStyle(name, "A"+strconv.Itoa(headRow), last+strconv.Itoa(headRow), w.head)
	})
	corner := columnName(frozen-1) + strconv.Itoa(headRow+1)
	w.keep(func() error {
		return w.file.SetPanes(name, &excelize.Panes{Freeze: true, XSplit: frozen - 1, YSplit: headRow, TopLeftCell: corner, ActivePane: "bottomRight"})
	})
	w.keep(func() error {
		return w.file.AutoFilter(name, fmt.Sprintf("A%d:%s%d", headRow, last, headRow), nil)
	})
}

// row writes the next row: dates and numbers as such, texts as texts, so that none is a formula.
func (w *writing) row(cells []content) {
	w.at++
	for i, one := range cells {
		name := columnName(i) + strconv.Itoa(w.at)
		switch {
		case one.text == "":
			continue
		case one.day != "":
			w.keep(func() error {
				at, err := time.Parse(time.DateOnly, one.day)
				if err != nil {
					return err
				}
				if err := w.file.SetCellValue(w.name, name, at); err != nil {
					return err
				}
				return w.file.SetCellStyle(w.name, name, name, w.date)
			})
		case one.value != nil:
			w.keep(func() error { return w.file.SetCellFloat(w.name, name, *one.value, -1, 64) })
		default:
			w.keep(func() error { return w.file.SetCellStr(w.name, name, fitting(one.text)) })
			w.keep(func() error { return w.file.SetCellStyle(w.name, name, name, w.text) })
		}
	}
}

var unwritable = regexp.MustCompile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

// fitting returns a text as a cell can hold it.
func fitting(text string) string {
	if len(utf16.Encode([]rune(text))) > excelize.TotalCellChars {
		return tooLongForCell
	}
	return unwritable.ReplaceAllString(text, "")
}

func (w *writing) bytes() ([]byte, error) {
	if w.err != nil {
		return nil, fmt.Errorf("write workbook: %w", w.err)
	}
	var out bytes.Buffer
	if err := w.file.Write(&out); err != nil {
		return nil, fmt.Errorf("write workbook: %w", err)
	}
	return out.Bytes(), nil
}
