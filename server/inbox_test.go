package server

import (
	"context"
	"strings"
	"testing"
	"time"

	"masswerk/server/live"
	"masswerk/store"
)

// collect lets a phone submit an idea to an event; the phone's secret is z, its receipt Z.
func (w *workshop) collect(id, code string, event map[string]any, text string) {
	w.t.Helper()
	session := event["sessions"].([]any)[0].(map[string]any)
	moderator := live.Actor{Face: live.Console, ID: w.moderators(id)[0]}
	for _, phase := range session["phases"].([]any) {
		if phase.(map[string]any)["kind"] == "collect" {
			w.do(w.city.hub(code), moderator, live.EnterPhase{Session: session["id"].(string), Phase: phase.(map[string]any)["id"].(string)})
		}
	}
	_, author := w.phone(code, secretOf("z"))
	w.do(w.city.hub(code), author, &live.SubmitIdea{Session: session["id"].(string), Kind: store.Proposal, Text: text, Receipt: secretOf("Z")})
}

// auditedIn fails the test unless an event's log has these actions.
func (c *city) auditedIn(event string, actions ...string) {
	c.t.Helper()
	entries, err := c.db.Audits(context.Background(), event)
	if err != nil {
		c.t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, entry := range entries {
		seen[entry.Action] = true
	}
	for _, action := range actions {
		if !seen[action] {
			c.t.Errorf("%s is not in the log of the event: %v", action, seen)
		}
	}
}

type inboxPage struct {
	Items []store.InboxItem
	Total int
}

func TestTheInboxHoldsWhatWasNominatedOrPicked(t *testing.T) {
	w := holdWorkshop(t)
	second, _ := w.secondEvent("Bäume vor jedem Amt")
	page := func(query string) inboxPage {
		return told[inboxPage](t, w.staff.get(api+"/inbox?"+query).want(t, 200))
	}
	if got := page(""); got.Total != 2 || len(got.Items) != 2 { // idea 1 and the field
		t.Errorf("nominated: %+v", got)
	}
	all := page("taken=all&event=" + second)
	if len(all.Items) != 1 || all.Items[0].Text != "Bäume vor jedem Amt" || all.Items[0].Picked {
		t.Fatalf("the second event's: %+v", all)
	}
	id := all.Items[0].ID
	w.staff.ask(api+"/inbox/pick", object{"ids": []string{id}, "on": true}).want(t, 200)
	if got := page("taken=picked"); got.Total != 1 || !got.Items[0].Picked {
		t.Errorf("picked: %+v", got)
	}
	w.staff.ask(api+"/inbox/pick", object{"ids": []string{id}, "on": false}).want(t, 200)
	if got := page("taken=picked"); got.Total != 0 || got.Items == nil {
		t.Errorf("put back: %+v", got)
	}
	w.staff.ask(api+"/inbox/pick", object{"ids": []string{"unknown"}, "on": true}).refused(t, 404, "not_found")
	w.staff.ask(api+"/inbox/pick", object{"ids": []string{}, "on": true}).refused(t, 400, "invalid")
	for _, wrong := range []string{"limit=201", "limit=-1", "after=-1", "kind=measure", "sort=random", "taken=mine", "state=x"} {
		if got := w.staff.get(api + "/inbox?" + wrong); got.StatusCode != 400 {
			t.Errorf("%s: %d %s", wrong, got.StatusCode, got.body)
		}
	}
	if got := page("taken=all&limit=2&after=1"); len(got.Items) != 2 || got.Total <= 2 {
		t.Errorf("a page: %+v", got)
	}

	one, other := id, w.ideaID(1)
	w.staff.ask(api+"/inbox/join", object{"idea": one, "into": other}).want(t, 200)
	w.staff.ask(api+"/inbox/join", object{"idea": other, "into": one}).refused(t, 409, "joined_already")
	w.staff.ask(api+"/inbox/join", object{"idea": one, "into": ""}).want(t, 200)
	w.staff.ask(api+"/inbox/join", object{"idea": "unknown", "into": ""}).refused(t, 404, "not_found")
	w.audited("JoinIdea", one, other)
	w.audited("PartIdea", one)
}

func (w *workshop) ideaID(number int) string {
	w.t.Helper()
	contents, err := w.db.Load(context.Background(), w.id)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, idea := range contents.Ideas {
		if idea.Number == number {
			return idea.ID
		}
	}
	w.t.Fatalf("no idea %d", number)
	return ""
}

// What comes from several events and from law becomes one measure, each source with its votes.
func TestPromotingOverEvents(t *testing.T) {
	w := holdWorkshop(t)
	second, _ := w.secondEvent("Bäume vor jedem Amt")
	other := told[inboxPage](t, w.staff.get(api+"/inbox?taken=all&event="+second)).Items[0]
	law, goal := w.staff.node("requirement", "Klimaschutzgesetz", ""), w.staff.node("goal", "Kurze Wege", "")
	body := object{"title": "Stadtgrün", "summary": "Mehr davon", "items": []object{
		{"kind": "idea", "id": w.ideaID(1)}, {"kind": "field", "id": w.field}, {"kind": "idea", "id": other.ID}, {"kind": "requirement", "id": law.ID},
	}}
	made := told[struct {
		Measure store.Measure
		Created bool
	}](t, w.staff.ask(api+"/promote", body).want(t, 200))
	if !made.Created || made.Measure.Event != "" || len(made.Measure.Sources) != 4 || made.Measure.Profile.Requirements[0] != law.ID {
		t.Fatalf("made: %+v", made)
	}
	for _, source := range made.Measure.Sources {
		switch {
		case source.Requirement != "":
			if source.Title != "Klimaschutzgesetz" || source.Event != "" {
				t.Errorf("requirement: %+v", source)
			}
		case source.Event == second:
			if source.Number != 1 || source.Turnout != 0 {
				t.Errorf("never voted on: %+v", source)
			}
		case source.Number == 1:
			if source.Event != w.id || source.Points != 3 || source.Voters != 2 || source.Turnout != 3 {
				t.Errorf("votes: %+v", source)
			}
		}
	}
	if again := told[struct{ Created bool }](t, w.staff.ask(api+"/promote", body).want(t, 200)); again.Created {
		t.Error("promoted twice")
	}
	// Its first idea has number 1 in either event: each is taken for itself.
	for _, event := range []string{w.id, second} {
		kept := w.outcomesOf(event)[1]
		if kept.Kind != store.OutcomePromoted || kept.CandidateTitle != "Stadtgrün" {
			t.Errorf("%s: %+v", event, kept)
		}
	}
	export := string(w.staff.get(api+"/events/"+second+"/export.json").want(t, 200).body)
	if strings.Count(export, `"points": 3`) != 0 || !strings.Contains(export, `"title": "Stadtgrün"`) {
		t.Errorf("an event's export holds another's votes: %s", export)
	}
	for name, items := range map[string][]object{
		"not_found": {{"kind": "idea", "id": "unknown"}}, "idea_withdrawn": {{"kind": "idea", "id": w.ideaID(4)}}, "invalid": {{"kind": "measure", "id": "x"}},
	} {
		if got := w.staff.ask(api+"/promote", object{"title": "x", "summary": "", "items": items}); got.code() != name {
			t.Errorf("%s: %s", name, got.body)
		}
	}
	w.staff.ask(api+"/promote", object{"title": "x", "summary": "", "items": []object{{"kind": "requirement", "id": goal.ID}}}).refused(t, 404, "not_found")
	w.staff.ask(api+"/promote", object{"title": "x", "summary": "", "items": []object{}}).refused(t, 400, "invalid")
}

// Numbers mean something else in every event.
func TestATakenNumberIsItsEventsOwn(t *testing.T) {
	w := holdWorkshop(t)
	second, _ := w.secondEvent("Bäume vor jedem Amt") // its only idea is number 1
	other := told[inboxPage](t, w.staff.get(api+"/inbox?taken=all&event="+second)).Items[0]
	items := []object{{"kind": "idea", "id": other.ID}, {"kind": "expectation", "id": w.ideaID(5)}}
	w.staff.ask(api+"/promote", object{"title": "Ruhe im Grünen", "summary": "", "items": items}).want(t, 200)
	contributions := told[struct{ Ideas []StaffIdea }](t, w.staff.get(api+"/events/"+w.id+"/contributions").want(t, 200))
	for _, idea := range contributions.Ideas {
		if (idea.Measure != "") != (idea.Number == 5) {
			t.Errorf("idea %d belongs to %q", idea.Number, idea.Measure)
		}
	}
	w.staff.put(api+"/events/"+w.id+"/outcomes", object{"ideas": []int{1}, "kind": "promoted"}).refused(t, 400, "invalid")
}

// What waits too long is counted by procedure; neither a person nor a text is in it.
func TestWhatWaitsForAnOutcome(t *testing.T) {
	w := holdWorkshop(t)
	type waiting struct {
		Weeks   int
		Waiting []store.Waiting
	}
	if got := told[waiting](t, w.staff.get(api+"/waiting").want(t, 200)); got.Weeks != 8 || got.Waiting == nil || len(got.Waiting) != 0 {
		t.Errorf("on the day of the event: %+v", got)
	}
	w.clock.advance(57 * 24 * time.Hour)
	reader := w.colleague("", store.Reader)
	answer := reader.get(api+"/waiting").want(t, 200)
	if got := told[waiting](t, answer).Waiting; len(got) != 1 || got[0].Waiting != 4 || got[0].Event != w.id { // 1, 2, 5 and 6; 3 is merged, 4 withdrawn
		t.Errorf("after eight weeks: %+v", got)
	}
	w.tellsNobody(answer.body)
	if strings.Contains(string(answer.body), "Bäume") {
		t.Error("a text is told")
	}
}
