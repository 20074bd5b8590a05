package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"masswerk/store"
)

func TestTablesOfTextInAnyEncoding(t *testing.T) {
	german := "Nr.;Maßnahme;Federführung\r\n1;Größere Räume – für alle;FB 10\r\n2;„Kürzer“ arbeiten;FB 12\r\n"
	old := strings.NewReplacer("ß", "\xdf", "ö", "\xf6", "ü", "\xfc", "ä", "\xe4", "–", "\x96", "„", "\x84", "“", "\x93").Replace(german)
	var wide bytes.Buffer
	wide.WriteString("\xff\xfe")
	for _, r := range german {
		wide.WriteByte(byte(r))
		wide.WriteByte(byte(r >> 8))
	}
	for name, content := range map[string]string{
		"UTF-8":              german,
		"with a mark":        "\ufeff" + german,
		"Windows-1252":       old,
		"UTF-16":             wide.String(),
		"with commas":        strings.ReplaceAll(german, ";", ","),
		"with tabulators":    strings.ReplaceAll(german, ";", "\t"),
		"with the separator": "sep=;\r\n" + german,
	} {
		preview := readBook(t, []byte(content), cityPlan(), Mapping{})
		if len(preview.Measures) != 2 || preview.Counts.Errors != 0 {
			t.Errorf("%s: %+v", name, preview.Counts)
			continue
		}
		if first := preview.Measures[0]; first.Profile.Title != "Größere Räume – für alle" || first.Profile.Lead != "fb10" || first.Number != 1 {
			t.Errorf("%s: %+v", name, first)
		}
	}
}

func TestRowsAreCountedAsPeopleSeeThem(t *testing.T) {
	preview := readBook(t, []byte("Maßnahmenplan\n\nTitel;Ende;Beschreibung\nEins;bald;\"zwei\nZeilen\"\n\nZwei;morgen;x\n"), cityPlan(), Mapping{})
	if preview.HeadRow != 3 || len(preview.Rows) != 2 || preview.Rows[0].Row != 4 || preview.Rows[1].Row != 6 {
		t.Fatalf("head %d, rows %+v", preview.HeadRow, preview.Rows)
	}
	fault := preview.Rows[1].Values["current.end"].Error
	if fault == nil || fault.Row != 6 || fault.Column != "B" || fault.Title != "Ende" || fault.Text != "morgen" || fault.Code != "date" {
		t.Errorf("fault %+v", fault)
	}
	if preview.Counts != (Counts{New: 2, Errors: 2}) {
		t.Errorf("counts %+v", preview.Counts)
	}
}

func TestWhatIsNoTableIsRefused(t *testing.T) {
	archived := func(name string, megabytes int) []byte {
		var out bytes.Buffer
		archive := zip.NewWriter(&out)
		part, err := archive.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		zeros := make([]byte, 1<<20)
		for range megabytes {
			if _, err := part.Write(zeros); err != nil {
				t.Fatal(err)
			}
		}
		archive.Close()
		return out.Bytes()
	}
	placed := func(cells ...string) []byte {
		file := excelize.NewFile()
		defer file.Close()
		for _, at := range cells {
			if err := file.SetCellValue("Sheet1", at, "Titel"); err != nil {
				t.Fatal(err)
			}
		}
		var out bytes.Buffer
		if err := file.Write(&out); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	var far []string
	for row := range 150 {
		far = append(far, fmt.Sprint("XFD", row+1))
	}
	broken := placed("A1")
	for name, one := range map[string]struct {
		content []byte
		want    error
	}{
		"an empty file":              {nil, ErrUnreadable},
		"a picture":                  {[]byte("\x89PNG\r\n\x1a\n\x00\x00"), ErrUnreadable},
		"half a workbook":            {broken[:len(broken)/2], ErrUnreadable},
		"an archive of other things": {archived("notes.txt", 1), ErrUnreadable},
		"a bomb":                     {archived("xl/worksheets/sheet1.xml", 80), ErrTooLarge},
		"too many bytes":             {make([]byte, MaxBytes+1), ErrTooLarge},
		"a cell far below":           {placed("A1", "A900000"), ErrTooLarge},
		"cells far to the right":     {placed(far...), ErrTooLarge},
		"too many columns":           {[]byte(strings.Repeat("Titel;", 201) + "\n"), ErrTooLarge},
		"too many rows":              {[]byte(strings.Repeat("a;b\n", MaxRows+1)), ErrTooLarge},
	} {
		book, err := Open(one.content)
		if err == nil {
			_, err = book.Read(Plan{}, Mapping{}, 0)
		}
		if !errors.Is(err, one.want) {
			t.Errorf("%s: %v, want %v", name, err, one.want)
		}
	}
	book, err := Open(placed("A1", "B1"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := book.Read(Plan{}, Mapping{Sheet: "Gibt es nicht"}, 0); !errors.Is(err, ErrNoSheet) {
		t.Errorf("an unknown sheet: %v", err)
	}
	if _, err := book.Read(Plan{}, Mapping{Columns: map[int]string{0: "visibility"}}, 0); !errors.Is(err, store.ErrInvalid) {
		t.Errorf("a column that may not be read: %v", err)
	}
}

func TestNoCellBeginsAFormula(t *testing.T) {
	plan := Plan{Measures: []store.Measure{{ID: "m", Number: 1, State: store.MeasureRunning, Profile: store.Profile{
		Title: "=HYPERLINK(\"http://example.org\")", Summary: "+1", Effect: "@SUM(A1)", Situation: " -2+3", Audience: "\u200b=1",
	}.Settled()}}}
	content, err := XLSX(plan)
	if err != nil {
		t.Fatal(err)
	}
	file, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := file.GetRows(measuresSheet)
	if err != nil {
		t.Fatal(err)
	}
	for c := range rows[1] {
		name := columnName(c) + "2"
		if formula, err := file.GetCellFormula(measuresSheet, name); err != nil || formula != "" {
			t.Errorf("%s holds the formula %q (%v)", name, formula, err)
		}
	}
	if rows[1][1] != plan.Measures[0].Profile.Title {
		t.Errorf("the title is %q", rows[1][1])
	}
	table, err := CSV(plan)
	if err != nil {
		t.Fatal(err)
	}
	for _, dangerous := range []string{";=", ";+", ";@", ";-", "; -", ";\"=", ";\u200b"} {
		if bytes.Contains(table, []byte(dangerous)) {
			t.Errorf("the CSV has a cell that begins with %q", dangerous)
		}
	}
}

func TestAFormulaIsReadAsItsValue(t *testing.T) {
	file := excelize.NewFile()
	defer file.Close()
	for at, value := range map[string]any{"A1": "Titel", "B1": "Fortschritt", "A2": "Eins", "A3": "Zwei", "B2": 40, "B3": 41} {
		if err := file.SetCellValue("Sheet1", at, value); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := file.Write(&out); err != nil {
		t.Fatal(err)
	}
	content := rezip(t, out.Bytes(), "xl/worksheets/sheet1.xml", func(xml string) string {
		xml = strings.Replace(xml, `<c r="B2"><v>40</v>`, `<c r="B2"><f>20+20</f><v>40</v>`, 1)
		changed := strings.Replace(xml, `<c r="B3"><v>41</v>`, `<c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v>`, 1)
		if changed == xml || !strings.Contains(xml, "<f>") {
			t.Fatalf("the cells are not where they were: %s", xml)
		}
		return changed
	})
	preview := readBook(t, content, Plan{}, Mapping{})
	if len(preview.Measures) != 2 || preview.Measures[0].Profile.Progress != 40 {
		t.Fatalf("got %+v", preview.Rows)
	}
	if fault := preview.Rows[1].Values["progress"].Error; fault == nil || fault.Code != "formula" {
		t.Errorf("a failed formula: %+v", preview.Rows[1].Values["progress"])
	}
}

// rezip changes a part of a workbook.
func rezip(t *testing.T, content []byte, name string, change func(string) string) []byte {
	t.Helper()
	from, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	to := zip.NewWriter(&out)
	for _, part := range from.File {
		opened, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		var text bytes.Buffer
		if _, err := text.ReadFrom(opened); err != nil {
			t.Fatal(err)
		}
		written, err := to.Create(part.Name)
		if err != nil {
			t.Fatal(err)
		}
		if part.Name == name {
			text = *bytes.NewBufferString(change(text.String()))
		}
		if _, err := written.Write(text.Bytes()); err != nil {
			t.Fatal(err)
		}
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestSomebodyDecidesOtherwise(t *testing.T) {
	content := []byte("Ganz;anderes;Zeug\nEins;Presseamt;31.12.2027\nZwei;FB 12;30.06.2027\nDrei;FB 12;2027\n")
	plan := cityPlan()
	wanted := Mapping{HeadRow: 1, Columns: map[int]string{0: "title", 1: "lead", 2: "current.end"}, Leave: []int{4}}
	preview := readBook(t, content, plan, wanted)
	if preview.Counts != (Counts{New: 2, Skipped: 1, Errors: 1}) || preview.Rows[2].Skip != "left" {
		t.Fatalf("counts %+v", preview.Counts)
	}
	fault := preview.Rows[0].Values["lead"].Error
	if fault == nil || fault.Code != "unknown" || fault.Kind != "unit" || fault.Said != "Presseamt" {
		t.Errorf("fault %+v", fault)
	}
	plan.Nodes = append(plan.Nodes, store.Node{ID: "press", Kind: store.NodeUnit, Title: fault.Said})
	if again := readBook(t, content, plan, wanted); again.Counts.Errors != 0 || again.Measures[0].Profile.Lead != "press" {
		t.Errorf("once the unit is there: %+v", again.Counts)
	}
}

func TestOneMeasureOverSeveralRows(t *testing.T) {
	file := excelize.NewFile()
	defer file.Close()
	for at, value := range map[string]any{
		"A1": "Nr.", "B1": "Maßnahme", "C1": "Meilensteine", "D1": "Federführung",
		"A2": 1, "B2": "Akte", "C2": "Plan (31.03.2025)", "D2": "FB 10", "C3": "Q3/2025: Pilot", "C4": "Überall", "A5": 2, "B5": "Netz", "D5": "FB 12",
	} {
		if err := file.SetCellValue("Sheet1", at, value); err != nil {
			t.Fatal(err)
		}
	}
	for _, column := range []string{"A", "B", "D"} {
		if err := file.MergeCell("Sheet1", column+"2", column+"4"); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := file.Write(&out); err != nil {
		t.Fatal(err)
	}
	preview := readBook(t, out.Bytes(), cityPlan(), Mapping{})
	if len(preview.Measures) != 2 || preview.Counts.Errors != 0 {
		complain(t, preview)
		t.Fatalf("counts %+v", preview.Counts)
	}
	want := []store.Milestone{{Title: "Plan", Due: "2025-03-31"}, {Title: "Pilot", Due: "2025-09-30"}, {Title: "Überall"}}
	for i, one := range preview.Measures[0].Profile.Milestones {
		if one.ID = ""; one != want[i] {
			t.Errorf("milestone %+v, want %+v", one, want[i])
		}
	}
}

func TestARowThatOnlyCountsIsNotTakenForAnotherMeasure(t *testing.T) {
	plan := cityPlan()
	plan.Measures = []store.Measure{{ID: "m1", Number: 1, Version: 1, State: store.MeasureRunning, Profile: store.Profile{Title: "Elektronische Akte"}.Settled()}}
	preview := readBook(t, []byte("lfd. Nr.;Maßnahme;Federführung\n1;Neue Spielplätze;FB 10\n"), plan, Mapping{})
	if preview.Counts.New != 1 || preview.Rows[0].Values["number"].Error == nil || preview.Rows[0].Values["number"].Error.Code != "other_title" {
		t.Errorf("got %+v", preview.Rows[0])
	}
	same := readBook(t, []byte("lfd. Nr.;Maßnahme;Federführung\n1;elektronische  Akte;FB 10\n"), plan, Mapping{})
	if same.Counts.Changed != 1 || same.Measures[0].ID != "m1" {
		t.Errorf("got %+v", same.Rows[0])
	}
}

func TestTwoOfOneTitleAreToldApartByNumberOrUnit(t *testing.T) {
	plan := cityPlan()
	for i, lead := range []string{"fb10", "fb12"} {
		plan.Measures = append(plan.Measures, store.Measure{ID: lead, Candidate: i + 1, Version: 1, State: store.MeasureCandidate, Profile: store.Profile{Title: "Schulung", Lead: lead}.Settled()})
	}
	preview := readBook(t, []byte("Maßnahme;Federführung;Wirkung\nSchulung;FB 12;gut\nSchulung;;welche\nSchulung;FB 33;die dritte\nNeu;FB 10;eins\nNeu;FB 12;zwei\n"), plan, Mapping{})
	var got []string
	for _, row := range preview.Rows {
		got = append(got, row.Match+row.Skip+row.ID)
	}
	if want := "changedfb12 skippedambiguous skippedambiguous new skippedambiguous"; strings.Join(got, " ") != want {
		t.Errorf("got %v", got)
	}
}

func BenchmarkReadLargest(b *testing.B) {
	plan := anyPlan(1, 2000)
	content, err := XLSX(plan)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		book, err := Open(content)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := book.Read(plan, Mapping{}, 0); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWriteLargest(b *testing.B) {
	plan := anyPlan(1, 2000)
	for b.Loop() {
		if _, err := XLSX(plan); err != nil {
			b.Fatal(err)
		}
	}
}
