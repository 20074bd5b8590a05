package server

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"masswerk/server/sheet"
	"masswerk/store"
)

const importPath = api + "/measures/import"

// applied is what an import did.
type applied struct {
	Created int `json:"created"`
	Changed int `json:"changed"`
	Same    int `json:"same"`
	Skipped []struct {
		Row  int    `json:"row"`
		Code string `json:"code"`
	} `json:"skipped"`
	Partial []struct {
		Row    int           `json:"row"`
		Errors []sheet.Fault `json:"errors"`
	} `json:"partial"`
}

const cityTable = "Maßnahmenplan;;;;\n" +
	"lfd. Nr.;Maßnahme;Federführend;Zeitraum;Kosten in T€\n" +
	"1;Elektronische Akte;FB 10;2024–2027;1,2 Mio. €\n" +
	"2;Digitaler Bauantrag;Presseamt;Q3/2024 – Q2/2026;350\n" +
	";;FB 10;2025;\n"

func TestAPlanComesInOnceAndASecondTimeChangesNothing(t *testing.T) {
	c := open(t)
	editor := c.colleague("", store.Editor)
	unit := told[store.Node](t, editor.ask(api+"/structure", object{"kind": "unit", "title": "Personal", "short": "FB 10"}).want(t, 201))

	preview := told[sheet.Preview](t, editor.post(importPath, cityTable).want(t, 200))
	if preview.Counts != (sheet.Counts{New: 2, Skipped: 1, Errors: 1}) || preview.HeadRow != 2 {
		t.Fatalf("preview %+v", preview)
	}
	if list := told[measureList](t, editor.get(api+"/measures").want(t, 200)); len(list.Measures) != 0 {
		t.Errorf("a preview stored %+v", list.Measures)
	}
	fault := preview.Rows[1].Values["lead"].Error
	if fault == nil || fault.Row != 4 || fault.Column != "C" || fault.Text != "Presseamt" || fault.Code != "unknown" || fault.Kind != "unit" {
		t.Errorf("fault %+v", fault)
	}

	first := told[applied](t, editor.post(importPath+"/apply", cityTable).want(t, 200))
	if first.Created != 2 || len(first.Skipped) != 1 || first.Skipped[0].Row != 5 || len(first.Partial) != 1 || first.Partial[0].Errors[0].Text != "Presseamt" {
		t.Errorf("first %+v", first)
	}
	list := told[measureList](t, editor.get(api+"/measures").want(t, 200)).Measures
	if len(list) != 2 || list[0].Number != 1 || list[0].State != store.MeasureAdopted || list[0].Profile.Lead != unit.ID || list[1].Profile.Lead != "" {
		t.Fatalf("measures %+v", list)
	}
	if p := list[0].Profile; p.Current != (store.Dates{Start: "2024-01-01", End: "2027-12-31"}) || p.Baseline != p.Current || p.Costs[0].Amount != 1_200_000 {
		t.Errorf("profile %+v", p)
	}
	if again := told[applied](t, editor.post(importPath+"/apply", cityTable).want(t, 200)); again.Created+again.Changed != 0 || again.Same != 2 {
		t.Errorf("again %+v", again)
	}
	create := `{"create":[{"kind":"unit","title":"Presseamt"}]}`
	for range 2 { // the unit is made once
		third := told[applied](t, editor.send("POST", importPath+"/apply", cityTable, mappingHeader, create).want(t, 200))
		if third.Created != 0 || len(third.Partial) != 0 {
			t.Errorf("with the unit %+v", third)
		}
	}
	list = told[measureList](t, editor.get(api+"/measures").want(t, 200)).Measures
	structure := told[struct{ Nodes []store.Node }](t, editor.get(api+"/structure").want(t, 200))
	if len(structure.Nodes) != 2 || list[1].Profile.Lead == "" || list[1].Version != 2 || list[0].Version != 1 {
		t.Errorf("structure %+v, measures %+v", structure.Nodes, list)
	}
	c.audited("ImportMeasures", "2 0")
}

func TestAnImportKeepsWhatOthersDecided(t *testing.T) {
	c := open(t)
	editor := c.colleague("", store.Editor, store.Releaser)
	m := editor.measure("Elektronische Akte", object{"summary": "Unser Text", "visibility": "committee", "progress": 40})
	table := "Nummer;Titel;Kurzbeschreibung;Status;Fortschritt (%);Sichtbarkeit\nV1;Elektronische Akte;;in Umsetzung;0;öffentlich\n"
	answer := told[applied](t, editor.post(importPath+"/apply", table).want(t, 200))
	now := told[struct{ Measure store.Measure }](t, editor.get(api+"/measures/"+m.ID).want(t, 200)).Measure
	if p := now.Profile; p.Summary != "Unser Text" || p.Visibility != store.Committee || p.Progress != 0 || now.State != store.MeasureCandidate {
		t.Errorf("now %+v", now)
	}
	if answer.Changed != 1 || len(answer.Partial) != 1 || answer.Partial[0].Errors[0].Code != "state_kept" {
		t.Errorf("answer %+v", answer)
	}
}

func TestBrokenImportsAreRefusedAndStoreNothing(t *testing.T) {
	c := open(t)
	editor := c.colleague("", store.Editor)
	for name, one := range map[string]struct{ body, mapping, code string }{
		"nothing":                 {"", "", "sheet_unreadable"},
		"half a workbook":         {"PK\x03\x04half", "", "sheet_unreadable"},
		"too many rows":           {strings.Repeat("Titel;Ende\n", 5001), "", "sheet_too_large"},
		"too many bytes":          {strings.Repeat("a", sheet.MaxBytes+1), "", "sheet_too_large"},
		"an unknown sheet":        {cityTable, `{"sheet":"Plan"}`, "sheet_unknown"},
		"a mapping that is none":  {cityTable, `{"columns":`, "invalid"},
		"an unknown part":         {cityTable, `{"columns":{"1":"visibility"}}`, "invalid"},
		"a vision out of a table": {cityTable, `{"create":[{"kind":"vision","title":"x"}]}`, "invalid"},
		"a head below the table":  {cityTable, `{"header_row":900}`, "sheet_no_head"},
	} {
		for _, path := range []string{importPath, importPath + "/apply"} {
			a := editor.send("POST", path, one.body, mappingHeader, one.mapping)
			if a.StatusCode != 400 || !strings.Contains(string(a.body), `"`+one.code+`"`) {
				t.Errorf("%s: %d %s", name, a.StatusCode, a.body)
			}
		}
	}
	if list := told[measureList](t, editor.get(api+"/measures").want(t, 200)); len(list.Measures) != 0 {
		t.Errorf("stored %+v", list.Measures)
	}
}

func TestAnExportHoldsWhatOneMaySeeAndChangesNothingWhenItComesBack(t *testing.T) {
	o := openOffice(t)
	o.editor.measure("=GEFAEHRLICH()", object{"depends_on": []string{o.measure.ID}})
	workbook := o.editor.get(api+"/measures.xlsx").want(t, 200)
	if kind := workbook.Header.Get("Content-Type"); kind != workbookKind || !strings.Contains(workbook.Header.Get("Content-Disposition"), ".xlsx") {
		t.Errorf("headers %v", workbook.Header)
	}
	table := o.editor.get(api+"/measures.csv").want(t, 200)
	for name, content := range map[string][]byte{"XLSX": workbook.body, "CSV": table.body} {
		preview := told[sheet.Preview](t, o.editor.post(importPath, string(content)).want(t, 200))
		if preview.Counts != (sheet.Counts{Same: 5}) {
			t.Errorf("%s comes back as %+v", name, preview.Counts)
		}
	}
	if bytes.Contains(table.body, []byte(";=")) || !bytes.HasPrefix(table.body, []byte("\ufeffNummer;")) || !bytes.Contains(table.body, []byte("\r\n")) {
		t.Errorf("CSV %s", table.body)
	}
	file, err := excelize.OpenReader(bytes.NewReader(workbook.body))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if sheets := file.GetSheetList(); !slices.Equal(sheets, []string{"Maßnahmen", "Indikatoren", "Kosten"}) {
		t.Errorf("sheets %v", sheets)
	}

	lead := o.colleague(o.unit.ID, store.LeadUnit)
	for _, path := range []string{"/measures.xlsx", "/measures.csv", "/measures.json"} {
		body := string(lead.get(api+path).want(t, 200).body)
		if path == "/measures.csv" {
			reader := csv.NewReader(strings.NewReader(body))
			reader.Comma = ';'
			rows, err := reader.ReadAll()
			if err != nil || len(rows) != 4 || rows[1][1] != "E-Akte" {
				t.Errorf("a lead unit's table: %v %v", rows, err)
			}
		}
		if strings.Contains(body, "FREMDE MASSNAHME") {
			t.Errorf("%s tells a lead unit of others' measures", path)
		}
	}
	if one := o.editor.get(api+"/measures.json?q=E-Akte").want(t, 200); !strings.Contains(string(one.body), "E-Akte") || strings.Contains(string(one.body), "Serviceportal") {
		t.Errorf("filtered: %s", one.body)
	}
	o.audited("ExportMeasures")
}
