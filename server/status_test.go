package server

import (
	"slices"
	"strings"
	"testing"
	"time"

	"masswerk/store"
)

// office is a plan with two units, one below the other, and a measure under way in each.
type office struct {
	*city
	editor              *browser
	unit, team, other   store.Node
	measure, teams, far store.Measure
}

func openOffice(t *testing.T) *office {
	t.Helper()
	c := open(t)
	o := &office{city: c, editor: c.colleague("", store.Editor, store.Releaser)}
	o.unit, o.other = o.editor.node("unit", "Fachbereich Digitales", ""), o.editor.node("unit", "FREMDES AMT", "")
	o.team = o.editor.node("unit", "Team", o.unit.ID)
	o.measure, o.teams, o.far = o.underWay("E-Akte", o.unit), o.underWay("Serviceportal", o.team), o.underWay("FREMDE MASSNAHME", o.other)
	o.editor.measure("Erst vorgeschlagen", object{"lead": o.unit.ID})
	return o
}

func (o *office) underWay(title string, unit store.Node) store.Measure {
	o.t.Helper()
	measure := o.editor.measure(title, object{
		"lead": unit.ID, "gate": passed, "current": object{"start": "2026-01-01", "end": "2027-06-30"},
		"milestones": []object{{"id": "m1", "title": "Ausschreibung", "due": "2026-10-01"}},
		"indicators": []object{{"id": "i1", "title": "Akten", "unit": "%"}},
	})
	return o.editor.enter(measure, "in_work", "assessed", "proposed", "adopted")
}

type asked struct {
	Requests []struct {
		store.StatusRequest
		Link string `json:"link"`
	} `json:"requests"`
	Without []string `json:"without"`
}

// ask requests reports and returns what was asked, with the links.
func (o *office) ask(units ...store.Node) asked {
	o.t.Helper()
	var ids []string
	for _, unit := range units {
		ids = append(ids, unit.ID)
	}
	return told[asked](o.t, o.editor.ask(api+"/status", object{"period": "2026-H2", "units": ids, "due": "2026-12-15", "note": "Bitte kurz.", "days": 14}).want(o.t, 201))
}

// enterForm opens a link as a browser without an account.
func (o *office) enterForm(link string) *browser {
	o.t.Helper()
	page, secret, _ := strings.Cut(link, "#")
	if page != "/status" || len(secret) < 40 {
		o.t.Fatalf("link %s", link)
	}
	b := o.browser()
	cookie := b.ask("/status/enter", object{"secret": secret}).want(o.t, 200).cookie(o.t, statusCookie)
	if cookie.Path != "/status" || !cookie.HttpOnly {
		o.t.Errorf("cookie %+v", cookie)
	}
	return b
}

type form struct {
	Request  store.StatusRequest  `json:"request"`
	Unit     store.Node           `json:"unit"`
	Measures []formMeasure        `json:"measures"`
	Reports  []store.StatusReport `json:"reports"`
}

type reported struct {
	Report  store.StatusReport `json:"report"`
	Measure store.Measure      `json:"measure"`
}

type statusAnswer struct {
	Requests []store.StatusRequest           `json:"requests"`
	Reports  map[string][]store.StatusReport `json:"reports"`
	Open     []openStatus                    `json:"open"`
}

func (o *office) status(b *browser) statusAnswer {
	o.t.Helper()
	return told[statusAnswer](o.t, b.get(api+"/status").want(o.t, 200))
}

func TestAUnitReportsByItsLinkAndStaffAccept(t *testing.T) {
	o := openOffice(t)
	request := o.ask(o.unit).Requests[0]
	if !slices.Equal(request.Measures, []string{o.measure.ID, o.teams.ID}) {
		t.Errorf("asked for %v", request.Measures)
	}
	unit := o.enterForm(request.Link)
	page := unit.get("/status/form").want(t, 200)
	shown := told[form](t, page)
	if len(shown.Measures) != 2 || shown.Unit.Title != "Fachbereich Digitales" || shown.Request.Note != "Bitte kurz." || strings.Contains(string(page.body), "FREMDE") {
		t.Errorf("form: %s", page.body)
	}
	if open := o.status(o.editor).Open; len(open) != 1 || open[0].Unit != o.unit.ID || len(open[0].Measures) != 2 {
		t.Errorf("open: %+v", open)
	}

	url := "/status/reports/" + o.measure.ID
	draft := told[reported](t, unit.put(url, object{"version": 0, "progress": 30, "outlook": "NOCH NICHT GESENDET"}).want(t, 200)).Report
	if got := o.editor.get(api+"/status").want(t, 200); strings.Contains(string(got.body), "NOCH NICHT") {
		t.Error("staff read a draft")
	}
	stale := unit.put(url, object{"version": 0, "progress": 31}).refused(t, 409, "version")
	if current := told[struct{ Current store.StatusReport }](t, stale).Current; current.Progress != 30 {
		t.Errorf("conflict: %s", stale.body)
	}
	sent := object{
		"version": draft.Version, "submit": true, "on": "2026-11-28", "progress": 40, "lights": object{"time": "yellow", "result": "green", "budget": "green"},
		"current": object{"start": "2026-01-01", "end": "2027-09-30"}, "actuals": object{"i1": 35}, "reached": object{"m1": "2026-11-02"},
		"achievements": "Ausschreibung veröffentlicht", "outlook": "Zuschlag", "obstacles": "", "highlight": "",
	}
	if got := unit.put(url, sent).refused(t, 400, "reason_needed"); got.json()["field"] != "date_reason" {
		t.Errorf("other dates without a reason: %s", got.body)
	}
	sent["date_reason"] = "Vergabe dauert länger"
	report := told[reported](t, unit.put(url, sent).want(t, 200)).Report
	if report.State != "submitted" || report.Function != "unit "+o.unit.ID || report.Period != "2026-H2" {
		t.Errorf("sent: %+v", report)
	}
	if open := o.status(o.editor).Open; len(open) != 1 || !slices.Equal(open[0].Measures, []string{o.teams.ID}) {
		t.Errorf("open: %+v", open)
	}

	// Returned, corrected, accepted, and then never changed again.
	decide := api + "/status/reports/" + report.ID
	o.editor.ask(decide+"/return", object{"version": report.Version, "reason": " "}).refused(t, 400, "reason_needed")
	report = told[reported](t, o.editor.ask(decide+"/return", object{"version": report.Version, "reason": "Bitte die Kosten nennen"}).want(t, 200)).Report
	if open := o.status(o.editor).Open; len(open) != 1 || !slices.Equal(open[0].Returned, []string{o.measure.ID}) {
		t.Errorf("returned: %+v", open)
	}
	if back := told[form](t, unit.get("/status/form").want(t, 200)).Reports; len(back) != 1 || back[0].Return != "Bitte die Kosten nennen" {
		t.Errorf("the unit sees %+v", back)
	}
	o.editor.ask(decide+"/accept", object{"version": report.Version}).refused(t, 409, "not_submitted")
	sent["version"], sent["progress"] = report.Version, 45
	report = told[reported](t, unit.put(url, sent).want(t, 200)).Report
	o.editor.ask(decide+"/accept", object{"version": report.Version - 1}).refused(t, 409, "version")
	accepted := told[reported](t, o.editor.ask(decide+"/accept", object{"version": report.Version}).want(t, 200))
	p := accepted.Measure.Profile
	if accepted.Report.State != "accepted" || p.Progress != 45 || p.Lights.Time != "yellow" || p.Current.End != "2027-09-30" || p.Baseline.End != "2027-06-30" ||
		p.Milestones[0].Done != "2026-11-02" || p.Indicators[0].Actuals[0].Value != 35 || len(p.DateChanges) != 1 || p.DateChanges[0].Reason != "Vergabe dauert länger" {
		t.Errorf("carried over: %+v", p)
	}
	sent["version"] = accepted.Report.Version
	unit.put(url, sent).refused(t, 409, "accepted")
	if reports := o.status(o.editor).Reports[o.unit.ID]; len(reports) != 1 || reports[0].State != "accepted" {
		t.Errorf("reports by unit: %+v", reports)
	}
	if reports := told[struct{ Reports []store.StatusReport }](t, o.editor.get(api+"/measures/"+o.measure.ID).want(t, 200)).Reports; len(reports) != 1 {
		t.Errorf("reports of the measure: %+v", reports)
	}
	for _, action := range []string{"AskStatus", "ReturnReport", "AcceptReport"} {
		o.audited(action)
	}
}

func TestALinkEndsOnItsDayAndWhenItIsRevoked(t *testing.T) {
	o := openOffice(t)
	all := o.ask(o.unit, o.other)
	if len(all.Requests) != 2 {
		t.Fatalf("asked: %+v", all)
	}
	unit, other := o.enterForm(all.Requests[0].Link), o.enterForm(all.Requests[1].Link)
	if got := unit.get("/status/form").want(t, 200); strings.Contains(string(got.body), "FREMDE") {
		t.Errorf("one unit sees another's: %s", got.body)
	}
	unit.put("/status/reports/"+o.far.ID, object{"progress": 1}).refused(t, 404, "not_found")
	o.editor.post(api+"/status/"+all.Requests[0].ID+"/revoke", `{}`).want(t, 200)
	unit.get("/status/form").refused(t, 403, "link_ended")
	unit.put("/status/reports/"+o.measure.ID, object{"progress": 1}).refused(t, 403, "link_ended")
	other.get("/status/form").want(t, 200)
	if open := o.status(o.editor).Open; len(open) != 1 || open[0].Unit != o.other.ID {
		t.Errorf("a revoked request is still open: %+v", open)
	}
	o.clock.advance(14*24*time.Hour + time.Minute)
	other.get("/status/form").refused(t, 403, "link_ended")
	other.ask("/status/enter", object{"secret": strings.TrimPrefix(all.Requests[1].Link, "/status#")}).refused(t, 403, "link_ended")
	o.audited("RevokeStatus", all.Requests[0].ID)

	stranger := o.browser()
	stranger.get("/status/form").refused(t, 403, "link_ended")
	codes := map[any]int{}
	for range 80 {
		codes[stranger.ask("/status/enter", object{"secret": newSecret()}).code()]++
	}
	if codes["link_ended"] == 0 || codes["too_many"] == 0 {
		t.Errorf("guessing is not slowed down: %v", codes)
	}
}

func TestAMeasureThatWentToAnotherUnitLeavesTheForm(t *testing.T) {
	o := openOffice(t)
	unit := o.enterForm(o.ask(o.unit).Requests[0].Link)
	now := told[struct{ Measure store.Measure }](t, o.editor.get(api+"/measures/"+o.measure.ID).want(t, 200)).Measure
	o.editor.patch(api+"/measures/"+o.measure.ID, object{"base": now.Version, "parts": object{"lead": o.other.ID}}).want(t, 200)
	if shown := told[form](t, unit.get("/status/form").want(t, 200)); len(shown.Measures) != 1 || shown.Measures[0].ID != o.teams.ID || len(shown.Request.Measures) != 1 {
		t.Errorf("form: %+v", shown)
	}
	unit.put("/status/reports/"+o.measure.ID, object{"progress": 1}).refused(t, 404, "not_found")
}

func TestAMeasureIsAskedForByTheNearestUnit(t *testing.T) {
	o := openOffice(t)
	idle := o.editor.node("unit", "Ohne Maßnahmen", "")
	all := o.ask(o.unit, o.team, idle)
	if len(all.Requests) != 2 || !slices.Equal(all.Requests[0].Measures, []string{o.measure.ID}) || !slices.Equal(all.Requests[1].Measures, []string{o.teams.ID}) {
		t.Errorf("asked: %+v", all.Requests)
	}
	if !slices.Equal(all.Without, []string{idle.ID}) {
		t.Errorf("without: %v", all.Without)
	}
	for field, change := range map[string]object{
		"period": {"period": "im Herbst"}, "due": {"due": "2026-11-01"}, "days": {"days": 0}, "units[0]": {"units": []string{""}},
	} {
		body := object{"period": "2026-H2", "units": []string{o.unit.ID}, "due": "2026-12-15", "note": "", "days": 14}
		for key, value := range change {
			body[key] = value
		}
		if got := o.editor.ask(api+"/status", body).refused(t, 400, "invalid"); got.json()["field"] != field {
			t.Errorf("%s: %s", field, got.body)
		}
	}
	body := object{"period": "2026-H2", "units": []string{o.measure.ID}, "due": "2026-12-15", "note": "", "days": 14}
	o.editor.ask(api+"/status", body).refused(t, 404, "not_found")
}

func TestAReportFitsItsMeasure(t *testing.T) {
	o := openOffice(t)
	unit := o.enterForm(o.ask(o.unit).Requests[0].Link)
	for name, situation := range map[string]struct {
		body  object
		field string
	}{
		"an indicator it does not have":    {object{"actuals": object{"x": 1}}, "actuals"},
		"a milestone it does not have":     {object{"reached": object{"x": "2026-11-01"}}, "reached"},
		"a milestone reached tomorrow":     {object{"reached": object{"m1": "2026-12-01"}}, "reached"},
		"how it stands tomorrow":           {object{"on": "2026-12-01"}, "on"},
		"more than everything":             {object{"progress": 101}, "progress"},
		"a light of another colour":        {object{"lights": object{"budget": "blue"}}, "lights.budget"},
		"an end before the beginning":      {object{"current": object{"start": "2027-01-01", "end": "2026-01-01"}}, "current"},
		"a day that does not exist":        {object{"current": object{"start": "2027-02-30"}}, "current.start"},
		"a field we do not know":           {object{"mood": "good"}, "mood"},
		"a period, which the request says": {object{"period": "2026"}, "period"},
	} {
		situation.body["version"] = 0
		if got := unit.put("/status/reports/"+o.measure.ID, situation.body).refused(t, 400, "invalid"); got.json()["field"] != situation.field {
			t.Errorf("%s: %s", name, got.body)
		}
	}
}

func TestTheHouseAndItsLeadUnitsReportThemselves(t *testing.T) {
	o := openOffice(t)
	request := o.ask(o.unit).Requests[0]
	lead := o.colleague(o.unit.ID, store.LeadUnit)
	url := api + "/measures/" + o.measure.ID + "/reports"
	report := told[reported](t, lead.ask(url, object{"period": "2026-H2", "version": 0, "progress": 20}).want(t, 200)).Report
	if report.Function != "unit "+o.unit.ID || report.State != "draft" || report.Request != "" {
		t.Errorf("report: %+v", report)
	}
	report = told[reported](t, lead.ask(url, object{"id": report.ID, "period": "2026-H2", "version": report.Version, "submit": true, "progress": 25}).want(t, 200)).Report
	lead.ask(url, object{"id": report.ID, "period": "2026-H2", "version": report.Version - 1, "progress": 26}).refused(t, 409, "version")
	if open := o.status(o.editor).Open; len(open) != 1 || !slices.Equal(open[0].Measures, []string{o.teams.ID}) {
		t.Errorf("what was reported in the house is still asked for: %+v", open)
	}
	if seen := o.status(lead); len(seen.Requests) != 1 || len(seen.Reports) != 1 || seen.Requests[0].ID != request.ID {
		t.Errorf("a lead unit sees %+v", seen)
	}
	other := o.status(o.colleague(o.other.ID, store.LeadUnit))
	if len(other.Requests)+len(other.Reports)+len(other.Open) > 0 {
		t.Errorf("another unit sees %+v", other)
	}
	lead.ask(api+"/measures/"+o.far.ID+"/reports", object{"period": "2026-H2"}).refused(t, 404, "not_found")
	lead.ask(api+"/status/reports/"+report.ID+"/accept", object{"version": report.Version}).refused(t, 403, "forbidden")
	o.colleague("", store.Reader).ask(url, object{"period": "2026-H2"}).refused(t, 403, "forbidden")
	o.colleague(o.other.ID, store.LeadUnit, store.Reader).ask(url, object{"period": "2026-H2"}).refused(t, 403, "forbidden")
	o.editor.ask(url, object{"period": "bald"}).refused(t, 400, "invalid")
	o.editor.ask(url, object{"id": "nobody", "period": "2026-H2", "version": 1}).refused(t, 404, "not_found")
	if got := o.editor.ask(url, object{"period": "2026-H2", "lights": object{"time": "blue"}}).refused(t, 400, "invalid"); got.json()["field"] != "lights.time" {
		t.Errorf("field: %s", got.body)
	}

	// What came by a link is corrected by its link.
	unit := o.enterForm(request.Link)
	linked := told[reported](t, unit.put("/status/reports/"+o.measure.ID, object{"version": 0, "progress": 1}).want(t, 200)).Report
	lead.ask(url, object{"id": linked.ID, "period": "2026-H2", "version": linked.Version, "progress": 99}).refused(t, 404, "not_found")
	o.audited("ReportMeasure", o.measure.ID)
}
