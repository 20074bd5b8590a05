package sheet

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"masswerk/store"
)

// cityRow is a row of the table below as the city wrote it, and what it means.
type cityRow struct {
	title, unit, involved string
	begin, end            any
	once, running         any // of 2025, and by year
	priority, state       string
	progress              any

	wantLead           string
	wantBegin, wantEnd string
	wantOnce           int64
	wantRunning        int64
	wantPriority       string
	wantState          store.MeasureState
	wantProgress       int
	wrong              []string // "column code", by column
}

// cityPlan is the structure that the table refers to.
func cityPlan() Plan {
	plan := Plan{House: store.House{StateNames: map[store.MeasureState]string{store.MeasureRunning: "in Realisierung"}}}
	add := func(kind store.NodeKind, id, short, title, parent string) {
		plan.Nodes = append(plan.Nodes, store.Node{ID: id, Kind: kind, Short: short, Title: title, Parent: parent})
	}
	add(store.NodeUnit, "fb10", "FB 10", "Personal und Organisation", "")
	add(store.NodeUnit, "fb10-1", "Abt. 10/1", "Personalentwicklung", "fb10")
	add(store.NodeUnit, "fb12", "FB 12", "Digitale Infrastruktur", "")
	add(store.NodeUnit, "fb20", "FB 20", "Finanzen", "")
	add(store.NodeUnit, "fb33", "FB 33", "Bürgerdienste", "")
	add(store.NodeUnit, "fb63", "FB 63", "Bauordnung", "")
	add(store.NodeUnit, "ciio", "CIIO", "Stabsstelle Innovation", "")
	add(store.NodeField, "f1", "I", "Arbeitsplatz und Infrastruktur", "")
	add(store.NodeField, "f2", "II", "Prozesse und Services", "")
	add(store.NodeField, "f3", "III", "Zusammenarbeit und Führung", "")
	add(store.NodeField, "f4", "IV", "Lernen und Qualifizierung", "")
	return plan
}

var cityRows = [][]cityRow{
	{
		{"Mobile Ausstattung für alle Büroarbeitsplätze", "FB 12", "FB 10, FB 20", "Q3/2024", "bis Ende 2025", "1.200", 90, "hoch", "in Realisierung", 0.6, "fb12", "2024-07-01", "2025-12-31", 1_200_000, 90_000, "high", store.MeasureRunning, 60, nil},
		{"Einheitliche Telefonie\nmit Erreichbarkeitsanzeige", "Fachbereich 12", "", "01.02.2025", "31.12.2026", 350, "45", "mittel", "geplant", 0.0, "fb12", "2025-02-01", "2026-12-31", 350_000, 45_000, "medium", store.MeasurePlanned, 0, nil},
		{"WLAN in allen Dienstgebäuden", "Digitale Infrastruktur", "", "2023", "12/2025", "1,4 Mio. €", "ca. 60", "hoch", "in Umsetzung", 0.75, "fb12", "2023-01-01", "2025-12-31", 1_400_000, 60_000, "high", store.MeasureRunning, 75, nil},
		{"Buchungssystem für Räume und Arbeitsplätze", "FB12", "CIIO", "3. Quartal 2024", "2. Quartal 2025", 80, 12, "niedrig", "abgeschlossen", 1.0, "fb12", "2024-07-01", "2025-06-30", 80_000, 12_000, "low", store.MeasureDone, 100, nil},
		{"Kreativräume in zwei Verwaltungsgebäuden", "CIIO", "FB 10", "Herbst 2024", "Mitte 2026", "250 T€", "", "mittel", "geplant", 0.1, "ciio", "2024-09-01", "2026-06-30", 250_000, 0, "medium", store.MeasurePlanned, 10, nil},
		{"Gemeinsame Gerätestandards", "FB 12", "", 45658, 46022, "k. A.", "", "Prio 2", "beschlossen", "", "fb12", "2025-01-01", "2025-12-31", 0, 0, "medium", store.MeasureAdopted, 0, nil},
	},
	{
		{"Elektronische Akte in allen Fachbereichen", "FB 12", "FB 10; FB 20; FB 33", "2021", "31.12.2028", "2.500", "300", "hoch", "in Realisierung", 0.35, "fb12", "2021-01-01", "2028-12-31", 2_500_000, 300_000, "high", store.MeasureRunning, 35, nil},
		{"Online-Dienste von Anfang bis Ende", "FB 33", "FB 12 / FB 63", "ab 2024", "2026", 600, 120, "hoch", "läuft", 0.4, "fb33", "2024-01-01", "2026-12-31", 600_000, 120_000, "high", store.MeasureRunning, 40, nil},
		{"Digitaler Bauantrag", "Bauordnung", "FB 12 und FB 33", "Jan. 2024", "Dez. 2025", "0,45 Mio. €", 30, "hoch", "in Realisierung", 0.8, "fb63", "2024-01-01", "2025-12-31", 450_000, 30_000, "high", store.MeasureRunning, 80, nil},
		{"Rechnungen ohne Papier", "FB 20 Finanzen", "", "1. Halbjahr 2024", "30.06.2025", 95, 18, "mittel", "abgeschlossen", 1.0, "fb20", "2024-01-01", "2025-06-30", 95_000, 18_000, "medium", store.MeasureDone, 100, nil},
		{"Prozesswerkstatt", "FB 10", "CIIO", "2025", "2027", 40, "", "mittel", "geplant", 0.0, "fb10", "2025-01-01", "2027-12-31", 40_000, 0, "medium", store.MeasurePlanned, 0, nil},
		{"Zentrale Scanstelle", "FB 10", "FB 12", "bis 2025", "Q4/2026", 180, 70, "niedrig", "geplant", 0.0, "fb10", "", "2026-12-31", 180_000, 70_000, "low", store.MeasurePlanned, 0, []string{"F one_date"}},
		{"Servicekonto für Unternehmen", "FB 33", "Wirtschaftsförderung, FB 12", "Q1/2025", "Q4/2026", 150, 25, "mittel", "geplant", 0.0, "fb33", "2025-01-01", "2026-12-31", 150_000, 25_000, "medium", store.MeasurePlanned, 0, []string{"E unknown"}},
	},
	{
		{"Videokonferenzen und gemeinsame Dateien", "FB 12", "", "April 2024", "März 2025", 120, 55, "hoch", "abgeschlossen", 1.0, "fb12", "2024-04-01", "2025-03-31", 120_000, 55_000, "high", store.MeasureDone, 100, nil},
		{"Leitlinien für mobiles Arbeiten", "FB 10", "FB 12", "2024", "2025", "", "", "hoch", "in Realisierung", 0.9, "fb10", "2024-01-01", "2025-12-31", 0, 0, "high", store.MeasureRunning, 90, nil},
		{"Führen auf Distanz", "Personalentwicklung", "FB 10", "Q2/2025", "Q2/2026", 60, 15, "mittel", "in Realisierung", 0.25, "fb10-1", "2025-04-01", "2026-06-30", 60_000, 15_000, "medium", store.MeasureRunning, 25, nil},
		{"Internes soziales Netzwerk", "Presseamt", "FB 10", "2025", "2026", 70, 20, "niedrig", "geplant", 0.0, "", "2025-01-01", "2026-12-31", 70_000, 20_000, "low", store.MeasurePlanned, 0, []string{"D unknown"}},
		{"Innovationswerkstatt als Dauereinrichtung", "CIIO", "FB 10", "2024", "laufend", 35, 35, "hoch", "läuft", 0.5, "ciio", "2024-01-01", "", 35_000, 35_000, "high", store.MeasureRunning, 50, nil},
		{"Wissensdatenbank", "CIIO", "FB 10, FB 12", "01/2025", "06/2026", "100.000 – 150.000 €", 10, "mittel", "geplant", 0.0, "ciio", "2025-01-01", "2026-06-30", 0, 10_000, "medium", store.MeasurePlanned, 0, []string{"H amount"}},
	},
	{
		{"Digitalführerschein für alle", "Abt. 10/1", "CIIO", "2024", "2027", 200, 80, "hoch", "in Realisierung", 0.3, "fb10-1", "2024-01-01", "2027-12-31", 200_000, 80_000, "high", store.MeasureRunning, 30, nil},
		{"Lernplattform", "FB 10", "FB 12", "Q4/2024", "Q4/2025", 90, 40, "mittel", "in Realisierung", 0.55, "fb10", "2024-10-01", "2025-12-31", 90_000, 40_000, "medium", store.MeasureRunning, 55, nil},
		{"Multiplikatorinnen und Multiplikatoren in den Fachbereichen", "FB 10", "", "2025", "2026", 15, "", "mittel", "wartet", 0.0, "fb10", "2025-01-01", "2026-12-31", 15_000, 0, "medium", store.MeasureAdopted, 0, []string{"L word"}},
		{"Ausbildung digital begleiten", "FB 10", "", "2025", "2026", 25, 5, "sehr hoch", "geplant", 0.0, "fb10", "2025-01-01", "2026-12-31", 25_000, 5_000, "high", store.MeasurePlanned, 0, nil},
		{"Hospitationen bei anderen Städten", "CIIO", "", "demnächst", "2026", 10, "", "egal", "geplant", 0.0, "ciio", "", "2026-12-31", 10_000, 0, "", store.MeasurePlanned, 0, []string{"F date", "K word"}},
	},
}

// cityWorkbook is a plan of 24 measures as cities draw it: a title across the sheet, headings in two
// rows with merged cells and line breaks, a row for each topic field, a sum at the end.
func cityWorkbook(t *testing.T) []byte {
	t.Helper()
	file := excelize.NewFile()
	defer file.Close()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	sheet := "Plan 2025"
	_, err := file.NewSheet(sheet)
	must(err)
	must(file.SetCellStr("Sheet1", "A1", "Deckblatt"))
	set := func(at string, value any) { t.Helper(); must(file.SetCellValue(sheet, at, value)) }
	merge := func(from, to string) { t.Helper(); must(file.MergeCell(sheet, from, to)) }
	set("A1", "Maßnahmenplan Digitale Verwaltung\nStand: Oktober 2024")
	merge("A1", "N1")
	set("A2", "nur für den Dienstgebrauch")
	for at, title := range map[string]string{
		"A4": "lfd.\nNr.", "B4": "Maßnahme", "C4": "Kurz-\nbeschreibung", "D4": "Feder-\nführung", "E4": "Mitwirkung", "F4": "Umsetzungszeitraum", "F5": "Beginn", "G5": "Ende",
		"H4": "Kosten in T€", "H5": "2025", "I5": "2026", "J5": "lfd. p. a.", "K4": "Prio", "L4": "Umsetzungs-\nstand", "M4": "Stand in %", "N4": "Bemerkungen",
	} {
		set(at, title)
	}
	for _, column := range []string{"A", "B", "C", "D", "E", "K", "L", "M", "N"} {
		merge(column+"4", column+"5")
	}
	merge("F4", "G4")
	merge("H4", "J4")
	day := "dd.mm.yyyy"
	dated, err := file.NewStyle(&excelize.Style{CustomNumFmt: &day})
	must(err)
	percent, err := file.NewStyle(&excelize.Style{NumFmt: 9})
	must(err)
	row, number := 6, 0
	for i, section := range cityRows {
		set(fmt.Sprintf("A%d", row), []string{"Themenfeld I: Arbeitsplatz und Infrastruktur", "Themenfeld II: Prozesse und Services", "Themenfeld III", "Lernen und Qualifizierung"}[i])
		merge(fmt.Sprintf("A%d", row), fmt.Sprintf("N%d", row))
		row++
		for _, one := range section {
			number++
			for column, value := range map[string]any{
				"A": number, "B": one.title, "C": "Was mit „" + one.title + "“ gemeint ist.\nZweiter Absatz.", "D": one.unit, "E": one.involved,
				"F": one.begin, "G": one.end, "H": one.once, "J": one.running, "K": one.priority, "L": one.state, "M": one.progress, "N": "siehe Akte",
			} {
				if value != "" {
					set(fmt.Sprintf("%s%d", column, row), value)
				}
			}
			if _, serial := one.begin.(int); serial {
				must(file.SetCellStyle(sheet, fmt.Sprintf("F%d", row), fmt.Sprintf("G%d", row), dated))
			}
			must(file.SetCellStyle(sheet, fmt.Sprintf("M%d", row), fmt.Sprintf("M%d", row), percent))
			row++
		}
	}
	set(fmt.Sprintf("A%d", row), "Summe")
	must(file.SetCellFormula(sheet, fmt.Sprintf("H%d", row), "SUM(H7:H30)"))
	var out bytes.Buffer
	must(file.Write(&out))
	return out.Bytes()
}

func TestAPlanAsACityDrewItComesIn(t *testing.T) {
	plan := cityPlan()
	content := cityWorkbook(t)
	preview := readBook(t, content, plan, Mapping{})
	if preview.Sheet != "Plan 2025" || preview.HeadRow != 5 || preview.HeadLines != 2 {
		t.Errorf("sheet %q, head in row %d of %d lines", preview.Sheet, preview.HeadRow, preview.HeadLines)
	}
	want := map[string]string{
		"A": "number", "B": "title", "C": "summary", "D": "lead", "E": "involved", "F": "current.start", "G": "current.end",
		"H": "costs.once.2025", "I": "costs.once.2026", "J": "costs.running", "K": "priority", "L": "state", "M": "progress", "N": "", "": "field",
	}
	for _, column := range preview.Columns {
		if column.Part != want[column.Name] {
			t.Errorf("column %s %q is taken for %q (%v), want %q", column.Name, column.Title, column.Part, column.Confidence, want[column.Name])
		}
	}
	rows := slices.Concat(cityRows...)
	var got []Row
	for _, row := range preview.Rows {
		if row.Match != "skipped" {
			got = append(got, row)
		} else if row.Skip != "sum" {
			t.Errorf("row %d is skipped: %s", row.Row, row.Skip)
		}
	}
	if len(got) != 24 || len(preview.Measures) != 24 {
		t.Fatalf("%d rows and %d measures, want 24", len(got), len(preview.Measures))
	}
	fields := []string{"f1", "f2", "f3", "f4"}
	at := 0
	for i, section := range cityRows {
		for range section {
			one, m := rows[at], preview.Measures[at]
			p := m.Profile
			var wrong []string
			for _, value := range got[at].Values {
				if fault := value.Error; fault != nil {
					wrong = append(wrong, fault.Column+" "+fault.Code)
					if fault.Row != got[at].Row || fault.Text == "" || fault.Title == "" {
						t.Errorf("%s: the error %+v does not say where it is", one.title, fault)
					}
				}
			}
			slices.Sort(wrong)
			if !slices.Equal(wrong, one.wrong) {
				t.Errorf("%s: wrong cells %v, want %v", one.title, wrong, one.wrong)
			}
			year := 0
			if len(p.Current.Start) > 0 {
				year = number(p.Current.Start[:4])
			}
			for what, pair := range map[string][2]any{
				"number": {m.Number, at + 1}, "title": {p.Title, joinedLines(one.title)}, "field": {p.Field, fields[i]}, "lead": {p.Lead, one.wantLead},
				"summary": {p.Summary, "Was mit „" + one.title + "“ gemeint ist.\nZweiter Absatz."},
				"begin":   {p.Current.Start, one.wantBegin}, "end": {p.Current.End, one.wantEnd}, "priority": {p.Priority, one.wantPriority},
				"state": {m.State, one.wantState}, "progress": {p.Progress, one.wantProgress},
				"once in 2025": {amountOf(p, "once", 2025), one.wantOnce}, "running": {amountOf(p, "running", year), one.wantRunning},
			} {
				if pair[0] != pair[1] {
					t.Errorf("%s: %s is %v, want %v", one.title, what, pair[0], pair[1])
				}
			}
			at++
		}
	}
	if first := preview.Measures[0].Profile.Involved; !slices.Equal(first, []string{"fb10", "fb20"}) {
		t.Errorf("involved in the first: %v", first)
	}
	if partly := preview.Measures[12].Profile.Involved; !slices.Equal(partly, []string{"fb12"}) {
		t.Errorf("of two units one is not known, and the other is %v", partly)
	}

	for i := range preview.Measures {
		preview.Measures[i].ID = fmt.Sprint("m", i) // as the store gives them
	}
	plan.Measures = preview.Measures
	again := readBook(t, content, plan, Mapping{})
	if again.Counts.Same != 24 || len(again.Measures) != 0 {
		t.Errorf("a second time: %+v", again.Counts)
	}
}

func amountOf(p store.Profile, kind string, year int) (sum int64) {
	for _, one := range p.Costs {
		if one.Kind == kind && one.Year == year {
			sum += one.Amount
		}
	}
	return sum
}

func readBook(t *testing.T, content []byte, plan Plan, wanted Mapping) *Preview {
	t.Helper()
	book, err := Open(content)
	if err != nil {
		t.Fatal(err)
	}
	preview, err := book.Read(plan, wanted, 1_790_000_000_000)
	if err != nil {
		t.Fatal(err)
	}
	return preview
}
