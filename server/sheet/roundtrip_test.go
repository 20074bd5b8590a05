package sheet

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"masswerk/store"
)

// words that tables get wrong most easily.
var awkward = []string{
	"=SUMME(A1:A9)", "+49 verboten", "-5 Grad", "@alle", "Erste Zeile\nZweite Zeile", "a | b", `zurück \ schräg`, `\n steht da`, "Semikolon; Komma, Punkt.", `„Anführung“ "gerade"`,
	"1. Punkt", "- Strich", "2025", "Q3/2024", "ja: vielleicht", "ende", "Ümläute ß €", "100 %", "| Anfang", "Ende |", "'Apostroph", "0,5", "TRUE", "x",
}

func phrase(r *rand.Rand) string { return awkward[r.IntN(len(awkward))] }

func maybe(r *rand.Rand) string {
	if r.IntN(3) == 0 {
		return ""
	}
	return phrase(r)
}

func someDay(r *rand.Rand) string {
	return fmt.Sprintf("20%02d-%02d-%02d", 20+r.IntN(15), 1+r.IntN(12), 1+r.IntN(28))
}

func maybeDay(r *rand.Rand) string {
	if r.IntN(3) == 0 {
		return ""
	}
	return someDay(r)
}

func someDates(r *rand.Rand) store.Dates {
	dates := store.Dates{Start: maybeDay(r), End: maybeDay(r)}
	if dates.Start != "" && dates.End != "" && dates.Start > dates.End {
		dates.Start, dates.End = dates.End, dates.Start
	}
	return dates
}

func maybeFigure(r *rand.Rand) *float64 {
	if r.IntN(3) == 0 {
		return nil
	}
	value := []float64{0, 1, -3.5, 0.1, 1234.567, 1e6, 1.0 / 3}[r.IntN(7)]
	return &value
}

func pick(r *rand.Rand, ids ...string) []string {
	var some []string
	for _, one := range ids {
		if r.IntN(2) == 0 {
			some = append(some, one)
		}
	}
	return some
}

func oneOf(r *rand.Rand, values ...string) string { return values[r.IntN(len(values))] }

// anyProfile fills in every part that a table carries, or not.
func anyProfile(r *rand.Rand, number int) store.Profile {
	light := func() string { return oneOf(r, "", "green", "yellow", "red") }
	gate := func() store.GateAnswer {
		if answer := oneOf(r, "", "yes", "no"); answer != "" {
			return store.GateAnswer{Answer: answer, Why: strings.TrimSpace(maybe(r))}
		}
		return store.GateAnswer{}
	}
	p := store.Profile{
		Title: fmt.Sprintf("Maßnahme %d: %s", number, strings.ReplaceAll(phrase(r), "\n", " ")), Summary: maybe(r), Kind: oneOf(r, "", "digital", "organisational"), Effect: maybe(r),
		Situation: maybe(r), Field: oneOf(r, "", "f1", "f2", "f3"), Areas: pick(r, "a1", "a2"), Goals: pick(r, "g1", "g1a", "g2"), Requirements: pick(r, "r1"), LegalBasis: maybe(r),
		Lead: oneOf(r, "", "fb10", "fb12", "fb10-1"), LeadFunction: maybe(r), Group: oneOf(r, "", "ag"), Involved: pick(r, "fb20", "fb33", "ciio"), External: maybe(r), Audience: maybe(r),
		Affected: r.IntN(3) * 1000, Baseline: someDates(r), Current: someDates(r), Funding: pick(r, "own", "third_party", "grant", "provided"), FundingNote: maybe(r),
		Effort: store.Effort{FTE: float64(r.IntN(9)) / 4, Days: r.IntN(200), Note: maybe(r)}, Priority: oneOf(r, "", "high", "medium", "low"), PriorityWhy: maybe(r),
		Accessibility: store.Considered{Answer: oneOf(r, "yes", "no", "partly"), Why: maybe(r)}, Progress: r.IntN(101), Lights: store.Lights{Time: light(), Result: light(), Budget: light()},
		AtRisk: maybe(r), Paused: maybe(r), Visibility: store.Internal, Gate: store.Gate{Competent: gate(), Lawful: gate(), New: gate()},
	}
	for i := range r.IntN(4) {
		p.Milestones = append(p.Milestones, store.Milestone{Title: fmt.Sprint(i, phrase(r)), Due: maybeDay(r), Done: maybeDay(r)})
		dates := someDates(r)
		p.Projects = append(p.Projects, store.Project{Number: fmt.Sprint("P", i), Title: maybe(r), Lead: maybe(r), Phase: maybe(r), Start: dates.Start, End: dates.End})
		p.Indicators = append(p.Indicators, store.Indicator{Title: fmt.Sprint(i, phrase(r)), Unit: maybe(r), Baseline: maybeFigure(r), Target: maybeFigure(r), Due: maybeDay(r),
			Actuals: []store.Actual{{On: "2024-01-31", Value: float64(r.IntN(100)) / 7}, {On: "2025-01-31", Value: -1}}[:r.IntN(3)]})
		p.Costs = append(p.Costs, store.Cost{Kind: oneOf(r, "once", "running"), Year: []int{0, 2025, 2026}[r.IntN(3)], Amount: r.Int64N(5e6), Certainty: oneOf(r, "", "estimate", "calculated", "contract"), Note: fmt.Sprint(i, maybe(r))})
		p.Risks = append(p.Risks, store.Risk{Title: fmt.Sprint(i, phrase(r)), Answer: maybe(r)})
	}
	for _, kind := range pick(r, store.ObligationKinds()...) {
		p.Obligations = append(p.Obligations, store.Obligation{Kind: kind, State: oneOf(r, "not_required", "informed", "applied", "granted", "refused"), On: maybeDay(r), File: maybe(r), Note: maybe(r)})
	}
	return p.Settled()
}

// anyPlan is a plan of so many measures, some of them candidates.
func anyPlan(seed uint64, count int) Plan {
	r := rand.New(rand.NewPCG(seed, 1))
	plan := cityPlan()
	for kind, all := range map[store.NodeKind][][2]string{
		store.NodeArea: {{"a1", "Mobil, flexibel und gesund"}, {"a2", "Akten; Vorgänge"}}, store.NodeGoal: {{"g1", "Gute Arbeitsplätze"}, {"g1a", "Ausstattung und Netze"}, {"g2", "Ja: einfach"}},
		store.NodeGroup: {{"ag", "AG Plan"}}, store.NodeRequirement: {{"r1", "EGovG NRW § 9 – Elektronische Akten"}},
	} {
		for _, one := range all {
			plan.Nodes = append(plan.Nodes, store.Node{ID: one[0], Kind: kind, Title: one[1]})
		}
	}
	for i := range count {
		m := store.Measure{ID: fmt.Sprint("m", i), Candidate: i + 1, Version: 3, State: store.MeasureCandidate, Profile: anyProfile(r, i)}
		if i%3 > 0 {
			m.Number, m.State = i+1, []store.MeasureState{store.MeasureProposed, store.MeasureRunning, store.MeasureDone, store.MeasureCarriedOver}[r.IntN(4)]
		}
		if i > 2 {
			m.Profile.DependsOn = pick(r, "m0", "m1", "m2")
		}
		m.Profile = m.Profile.Settled()
		plan.Measures = append(plan.Measures, m)
	}
	return plan
}

func TestWhatIsWrittenChangesNothingWhenItIsReadAgain(t *testing.T) {
	for seed := range uint64(12) {
		plan := anyPlan(seed, 8)
		for name, write := range map[string]func(Plan) ([]byte, error){"XLSX": XLSX, "CSV": CSV} {
			content, err := write(plan)
			if err != nil {
				t.Fatal(err)
			}
			preview := readBook(t, content, plan, Mapping{})
			if preview.Counts != (Counts{Same: 8}) {
				t.Errorf("seed %d, %s: %+v", seed, name, preview.Counts)
				complain(t, preview)
			}
		}
	}
}

func TestWhatIsWrittenComesInWhole(t *testing.T) {
	for seed := range uint64(12) {
		plan := anyPlan(seed, 8)
		for i := range plan.Measures {
			plan.Measures[i].Profile.DependsOn = []string{} // there are no measures yet to depend on
		}
		for name, write := range map[string]func(Plan) ([]byte, error){"XLSX": XLSX, "CSV": CSV} {
			content, err := write(plan)
			if err != nil {
				t.Fatal(err)
			}
			empty := plan
			empty.Measures = nil
			preview := readBook(t, content, empty, Mapping{})
			// "V1" is the number of a candidate that is not there: its cell is told, the row comes in.
			if preview.Counts.New != 8 || preview.Counts.Errors != 3 {
				t.Errorf("seed %d, %s: %+v", seed, name, preview.Counts)
				complain(t, preview)
				continue
			}
			for i, m := range preview.Measures {
				want := plain(t, plan.Measures[i].Profile)
				if got := plain(t, m.Profile); got != want {
					t.Errorf("seed %d, %s, measure %d:\n got %s\nwant %s", seed, name, i, got, want)
				}
				if m.State != plan.Measures[i].State || m.Number != plan.Measures[i].Number {
					t.Errorf("seed %d, %s, measure %d: %s %d", seed, name, i, m.State, m.Number)
				}
			}
		}
	}
}

// plain is a profile without the ids of its rows.
func plain(t *testing.T, p store.Profile) string {
	t.Helper()
	for i := range p.Milestones {
		p.Milestones[i].ID = ""
	}
	for i := range p.Projects {
		p.Projects[i].ID = ""
	}
	for i := range p.Indicators {
		p.Indicators[i].ID = ""
	}
	for i := range p.Costs {
		p.Costs[i].ID = ""
	}
	for i := range p.Risks {
		p.Risks[i].ID = ""
	}
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func complain(t *testing.T, preview *Preview) {
	t.Helper()
	for _, row := range preview.Rows {
		if row.Match == "changed" || row.Match == "skipped" || row.Errors > 0 {
			t.Logf("row %d %q: %s %s", row.Row, row.Title, row.Match, row.Skip)
		}
		for part, value := range row.Values {
			if value.Error != nil {
				t.Logf("  %s: %+v", part, *value.Error)
			}
		}
	}
}

func TestANameThatTwoHaveIsNotReadAgain(t *testing.T) {
	plan := cityPlan()
	plan.Nodes = append(plan.Nodes, store.Node{ID: "a", Kind: store.NodeGroup, Title: "Steuerung"}, store.Node{ID: "b", Kind: store.NodeGroup, Title: "Steuerung"})
	plan.Measures = []store.Measure{{ID: "m", Number: 1, Version: 1, State: store.MeasureRunning, Profile: store.Profile{Title: "Akte", Group: "b"}.Settled()}}
	content, err := XLSX(plan)
	if err != nil {
		t.Fatal(err)
	}
	if preview := readBook(t, content, plan, Mapping{}); preview.Counts != (Counts{Same: 1}) {
		complain(t, preview)
		t.Errorf("counts %+v", preview.Counts)
	}
	plan.Measures[0].Profile.Group = ""
	preview := readBook(t, content, plan, Mapping{})
	if fault := preview.Rows[0].Values["group"].Error; fault == nil || fault.Code != "ambiguous" || len(fault.Known) != 2 {
		t.Errorf("where it says nothing yet: %+v", preview.Rows[0].Values["group"])
	}
}

func TestOneChangedCellChangesOnePart(t *testing.T) {
	plan := anyPlan(7, 8)
	content, err := XLSX(plan)
	if err != nil {
		t.Fatal(err)
	}
	file, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	progress := columnName(slices.IndexFunc(columns(), func(one shown) bool { return one.title == "Fortschritt (%)" }))
	for at, value := range map[string]any{progress + "3": 250, progress + "4": 0, progress + "5": 17} {
		if err := file.SetCellValue(measuresSheet, at, value); err != nil {
			t.Fatal(err)
		}
	}
	plan.Measures[2].Profile.Progress, plan.Measures[3].Profile.Progress = 40, 40
	var out bytes.Buffer
	if err := file.Write(&out); err != nil {
		t.Fatal(err)
	}
	preview := readBook(t, out.Bytes(), plan, Mapping{})
	if preview.Counts != (Counts{Same: 6, Changed: 2, Errors: 1}) || len(preview.Measures) != 2 {
		complain(t, preview)
		t.Fatalf("counts %+v", preview.Counts)
	}
	for i, want := range []int{0, 17} {
		m, before := preview.Measures[i], plan.Measures[i+2]
		if m.ID != before.ID || m.Version != before.Version+1 || m.Profile.Progress != want {
			t.Errorf("measure %s in version %d has progress %d", m.ID, m.Version, m.Profile.Progress)
		}
		m.Profile.Progress = before.Profile.Progress
		if !reflect.DeepEqual(m.Profile, before.Profile) {
			t.Errorf("more changed than the cell: %+v", m.Profile)
		}
	}
}

func TestMovedDatesNeedAReasonInTheTable(t *testing.T) {
	plan := cityPlan()
	dates := store.Dates{Start: "2025-01-01", End: "2025-12-31"}
	plan.Measures = []store.Measure{{ID: "m1", Number: 1, Version: 1, State: store.MeasureRunning, Profile: store.Profile{Title: "Akte", Baseline: dates, Current: dates}.Settled()}}
	table := func(reason string) []byte {
		return []byte("Nr;Titel;Ende;Grund der Verschiebung\nM01;Akte;31.12.2026;" + reason + "\n")
	}
	refused := readBook(t, table(""), plan, Mapping{})
	if fault := refused.Rows[0].Values["current.end"].Error; fault == nil || fault.Code != "reason_needed" || refused.Counts.Same != 1 {
		t.Errorf("without a reason: %+v", refused.Rows[0])
	}
	moved := readBook(t, table("Lieferzeiten"), plan, Mapping{})
	if len(moved.Measures) != 1 {
		t.Fatalf("with a reason: %+v", moved.Rows[0])
	}
	if changes := moved.Measures[0].Profile.DateChanges; len(changes) != 1 || changes[0].Reason != "Lieferzeiten" || changes[0].To.End != "2026-12-31" {
		t.Errorf("date changes %+v", changes)
	}
}
