package server

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"masswerk/server/sheet"
	"masswerk/store"
)

const formSheet = "/status/form.xlsx"

// filled is what came of a workbook.
type filled struct {
	Saved  []store.StatusReport `json:"saved"`
	Same   int                  `json:"same"`
	Failed []struct {
		Measure string `json:"measure"`
		Code    string `json:"code"`
	} `json:"failed"`
	Errors []sheet.Fault `json:"errors"`
}

// fill changes cells of a workbook, by sheet and name.
func fill(t *testing.T, content []byte, cells map[string]any) string {
	t.Helper()
	file, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for at, value := range cells {
		name, place, _ := strings.Cut(at, "!")
		if err := file.SetCellValue(name, place, value); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := file.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestAUnitReportsByWorkbook(t *testing.T) {
	o := openOffice(t)
	requests := o.ask(o.unit)
	form := o.enterForm(requests.Requests[0].Link)
	workbook := form.get(formSheet).want(t, 200).body
	if mailed := o.editor.get(api+"/status/"+requests.Requests[0].ID+".xlsx").want(t, 200); len(mailed.body) == 0 {
		t.Error("staff get no workbook")
	}
	if bytes.Contains(workbook, []byte("FREMDE")) {
		t.Error("it tells of others' measures")
	}
	if same := told[filled](t, form.post(formSheet, string(workbook)).want(t, 200)); len(same.Saved) != 0 || same.Same != 2 || len(same.Errors) != 0 {
		t.Errorf("unchanged: %+v", same)
	}

	first := fill(t, workbook, map[string]any{
		"Sachstand!D4": 35, "Sachstand!E4": "gelb", "Sachstand!I4": "Q4/2027", "Sachstand!J4": "Lieferzeiten", "Sachstand!K4": "=Erfolg\nin zwei Zeilen", "Sachstand!O4": "ja",
		"Indikatoren!F3": "12,5", "Meilensteine!E3": "01.03.2020", "Sachstand!D5": "fast fertig", "Sachstand!K5": "Läuft", "Sachstand!O5": "ja",
	})
	saved := told[filled](t, form.post(formSheet, first).want(t, 200))
	if len(saved.Saved) != 2 || len(saved.Failed) != 0 || len(saved.Errors) != 1 || saved.Errors[0].Code != "percent" || saved.Errors[0].Row != 5 || saved.Errors[0].Text != "fast fertig" {
		t.Fatalf("filled in: %+v", saved)
	}
	report, other := saved.Saved[0], saved.Saved[1]
	if report.State != "submitted" || report.Progress != 35 || report.Lights.Time != "yellow" || report.Current.End != "2027-12-31" || report.Actuals["i1"] != 12.5 ||
		report.Reached["m1"] != "2020-03-01" || report.Achievements != "=Erfolg\nin zwei Zeilen" {
		t.Errorf("report %+v", report)
	}
	if other.State != "draft" || other.Achievements != "Läuft" || other.Progress != 0 {
		t.Errorf("what has a wrong cell is sent, or lost: %+v", other)
	}

	// The workbook was written before that report: it may not overwrite it.
	late := told[filled](t, form.post(formSheet, fill(t, workbook, map[string]any{"Sachstand!D4": 80})).want(t, 200))
	if len(late.Saved) != 0 || len(late.Failed) == 0 || late.Failed[0].Code != "version" {
		t.Errorf("an older workbook: %+v", late)
	}
	if again := told[filled](t, form.post(formSheet, string(form.get(formSheet).want(t, 200).body)).want(t, 200)); len(again.Saved) != 0 || again.Same != 2 {
		t.Errorf("the newer one, unchanged: %+v", again)
	}
}

func TestAWorkbookNeedsALinkThatHasNotEnded(t *testing.T) {
	o := openOffice(t)
	requests := o.ask(o.unit)
	form := o.enterForm(requests.Requests[0].Link)
	workbook := string(form.get(formSheet).want(t, 200).body)
	form.post(formSheet, "no workbook").want(t, 400)
	if status := form.announce(formSheet, maxStatusSheet+1); status != 413 {
		t.Errorf("too much: %d", status)
	}
	o.browser().get(formSheet).want(t, 403)
	o.browser().post(formSheet, workbook).want(t, 403)
	o.editor.ask(api+"/status/"+requests.Requests[0].ID+"/revoke", object{}).want(t, 200)
	form.get(formSheet).want(t, 403)
	form.post(formSheet, workbook).want(t, 403)
	o.editor.get(api+"/status/"+store.NewID()+".xlsx").want(t, 404)
}
