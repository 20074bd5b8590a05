package server

import (
	"context"
	"slices"
	"strings"
	"testing"

	"masswerk/store"
)

// outcomesOf returns an event's outcomes as they are kept, by number.
func (c *city) outcomesOf(event string) map[int]store.Outcome {
	c.t.Helper()
	all, err := c.db.Outcomes(context.Background(), event)
	if err != nil {
		c.t.Fatal(err)
	}
	byNumber := map[int]store.Outcome{}
	for _, one := range all {
		byNumber[one.Number] = one
	}
	return byNumber
}

// Nobody is turned down without what they need to know, and each refusal names its field.
func TestAVerdictIsWhole(t *testing.T) {
	w := holdWorkshop(t)
	url := api + "/events/" + w.id + "/outcomes"
	goal, unit := w.staff.node("goal", "Kurze Wege", ""), w.staff.node("unit", "FB 10", "")
	elsewhere := object{"event": "unknown", "number": 1}
	for name, one := range map[string]struct {
		said        object
		code, field string
	}{
		"parked without a day":          {object{"kind": "parked", "reason": "Später"}, "invalid", "review_on"},
		"parked until today":            {object{"kind": "parked", "reason": "Später", "review_on": "2026-11-30"}, "invalid", "review_on"},
		"parked until nonsense":         {object{"kind": "parked", "reason": "Später", "review_on": "2026-13-01"}, "invalid", "review_on"},
		"parked without a reason":       {object{"kind": "parked", "review_on": "2027-03-01"}, "reason_needed", "reason"},
		"declined without a reason":     {object{"kind": "declined", "reason": "  "}, "reason_needed", "reason"},
		"not ours without whose":        {object{"kind": "not_competent", "reason": "Landesrecht"}, "invalid", "whose"},
		"not ours without a reason":     {object{"kind": "not_competent", "whose": "Land"}, "reason_needed", "reason"},
		"under way without any words":   {object{"kind": "in_progress"}, "invalid", "link"},
		"a goal without one":            {object{"kind": "goal"}, "invalid", "node"},
		"a goal that is a unit":         {object{"kind": "goal", "node": unit.ID}, "invalid", "node"},
		"promoted before it was":        {object{"kind": "promoted"}, "invalid", "kind"},
		"joined with nothing":           {object{"kind": "joined"}, "invalid", "joined"},
		"joined with itself":            {object{"kind": "joined", "joined": object{"event": w.id, "number": 5}}, "invalid", "joined"},
		"joined with what there is not": {object{"kind": "joined", "joined": elsewhere}, "not_found", "joined"},
		"joined with a number too high": {object{"kind": "joined", "joined": object{"event": w.id, "number": 99}}, "not_found", "joined"},
		"joined with what went back":    {object{"kind": "joined", "joined": object{"event": w.id, "number": 4}}, "idea_withdrawn", "joined"},
		"an outcome that there is not":  {object{"kind": "adopted"}, "invalid", "kind"},
	} {
		one.said["ideas"] = []int{5}
		got := w.staff.put(url, one.said)
		if got.code() != one.code || got.json()["field"] != one.field {
			t.Errorf("%s: %d %s, want %s about %s", name, got.StatusCode, got.body, one.code, one.field)
		}
	}
	if kept := w.outcomesOf(w.id); len(kept) != 0 {
		t.Errorf("refused, and yet decided: %v", kept)
	}
	for name, said := range map[string]object{
		"parked":               {"kind": "parked", "reason": "Später", "review_on": "2027-03-01"},
		"declined":             {"kind": "declined", "reason": "Zu teuer"},
		"not ours":             {"kind": "not_competent", "reason": "Landesrecht", "whose": "Land"},
		"under way by a link":  {"kind": "in_progress", "link": "https://example.org"},
		"under way by a word":  {"kind": "in_progress", "reason": "Läuft seit Mai"},
		"a goal":               {"kind": "goal", "node": goal.ID},
		"joined":               {"kind": "joined", "joined": object{"event": w.id, "number": 6}},
		"joined and then not":  {"kind": "declined", "reason": "Doch nicht", "whose": "wird nicht behalten"},
		"the same all over it": {"kind": "declined", "reason": "Doch nicht"},
	} {
		said["ideas"] = []int{5}
		if got := w.staff.put(url, said); got.StatusCode != 200 {
			t.Errorf("%s: %d %s", name, got.StatusCode, got.body)
		}
	}
	w.staff.put(url, object{"ideas": []int{5}, "kind": "declined", "reason": "x", "whose": "Land", "link": "y"}).want(t, 200)
	if kept := w.outcomesOf(w.id)[5]; kept.Whose != "" || kept.Link != "" {
		t.Errorf("what belongs to another verdict was kept: %+v", kept)
	}
}

// What was merged into an idea goes its way, unless it was told something of its own.
func TestAVerdictReachesEveryAuthor(t *testing.T) {
	w := holdWorkshop(t) // 3 is merged into 1
	url := api + "/events/" + w.id + "/outcomes"
	w.staff.put(url, object{"ideas": []int{1}, "kind": "declined", "reason": "Zu teuer"}).want(t, 200)
	if kept := w.outcomesOf(w.id); len(kept) != 2 || kept[3].Reason != "Zu teuer" {
		t.Errorf("the author of 3 is not reached: %+v", kept)
	}
	w.staff.put(url, object{"ideas": []int{1}, "kind": "parked", "reason": "Später", "review_on": "2027-03-01"}).want(t, 200)
	if kept := w.outcomesOf(w.id); kept[3].Kind != store.OutcomeParked {
		t.Errorf("what both were told changes for one: %+v", kept)
	}
	w.staff.put(url, object{"ideas": []int{3}, "kind": "in_progress", "reason": "Läuft"}).want(t, 200)
	w.staff.put(url, object{"ideas": []int{1}, "kind": "declined", "reason": "Doch nicht"}).want(t, 200)
	if kept := w.outcomesOf(w.id); kept[1].Reason != "Doch nicht" || kept[3].Reason != "Läuft" {
		t.Errorf("an outcome of its own is written over: %+v", kept)
	}
}

// secondEvent is another event with one idea.
func (w *workshop) secondEvent(text string) (id, code string) {
	w.t.Helper()
	event := w.newEvent(w.staff)
	id, code = event["id"].(string), event["code"].(string)
	w.staff.post("/staff/api/events/"+id+"/console", "").want(w.t, 200)
	w.collect(id, code, event, text)
	return id, code
}

func TestDecidedFirstPublishedTogether(t *testing.T) {
	w := holdWorkshop(t)
	second, code := w.secondEvent("Bäume vor jedem Amt")
	told := w.staff.put(api+"/outcomes", object{
		"items": []object{{"event": w.id, "number": 1}, {"event": second, "number": 1}}, "kind": "declined", "reason": "Zu teuer",
	}).want(t, 200).json()["outcomes"].([]any)
	if len(told) != 3 {
		t.Fatalf("decided: %v", told)
	}
	for _, one := range told {
		if event := one.(map[string]any)["event"]; event != w.id && event != second {
			t.Errorf("it is not said where: %v", one)
		}
	}
	if kept := w.outcomesOf(second); kept[1].Published || kept[1].Reason != "Zu teuer" {
		t.Errorf("the second event's: %+v", kept)
	}
	phone := w.browser()
	phone.post("/e/"+code+"/join", `{"secret":"`+secretOf("z")+`"}`).want(t, 200)
	screen := phone.open("/e/" + code + "/socket")
	screen.sees(`"Mine"`)

	w.staff.ask(api+"/outcomes/publish", object{"events": []string{w.id, "unknown"}}).refused(t, 404, "not_found")
	if w.outcomesOf(w.id)[1].Published {
		t.Error("part of it was published")
	}
	w.staff.ask(api+"/outcomes/publish", object{"events": []string{w.id, second}}).want(t, 200)
	screen.sees(`"Mine"`, "Zu teuer") // at once, without asking
	for _, event := range []string{w.id, second} {
		for number, one := range w.outcomesOf(event) {
			if !one.Published {
				t.Errorf("%s #%d is not published", event, number)
			}
		}
	}
	w.auditedIn(second, "DecideOutcomes", "PublishOutcomes")

	// What is decided anew is a draft again, and leaves the phone until it is published.
	w.staff.put(api+"/outcomes", object{"items": []object{{"event": second, "number": 1}}, "kind": "in_progress", "link": "Projekt Stadtgrün"}).want(t, 200)
	screen.must("Ping", object{})
	again := phone.open("/e/" + code + "/socket")
	again.sees(`"Mine"`)
	if strings.Contains(again.all(), "Zu teuer") || strings.Contains(again.all(), "Projekt Stadtgrün") {
		t.Errorf("a draft is told: %s", again.all())
	}
	w.staff.ask(api+"/outcomes/publish", object{"events": []string{second}}).want(t, 200)
	again.sees("Projekt Stadtgrün")
}

// Joining points to the other contribution, and taking the outcome back parts them.
func TestJoinedGoesOnWithTheOther(t *testing.T) {
	w := holdWorkshop(t)
	second, code := w.secondEvent("Bäume vor jedem Amt")
	items := []object{{"event": second, "number": 1}}
	w.staff.put(api+"/outcomes", object{"items": items, "kind": "joined", "joined": object{"event": w.id, "number": 1}}).want(t, 200)
	if kept := w.outcomesOf(second)[1]; kept.JoinedEvent != "Zukunft im Rathaus" || kept.JoinedNumber != 1 {
		t.Errorf("joined: %+v", kept)
	}
	head := func() store.InboxItem {
		all := told[struct{ Items []store.InboxItem }](t, w.staff.get(api+"/inbox?taken=all&event="+w.id)).Items
		at := slices.IndexFunc(all, func(one store.InboxItem) bool { return one.Number == 1 })
		return all[at]
	}
	if joined := head().Joined; len(joined) != 1 || joined[0].Event != second {
		t.Errorf("the other is not pointed to: %+v", joined)
	}
	// Its author learns what becomes of the other.
	w.staff.ask(api+"/events/"+w.id+"/promote", object{"ideas": []int{1}, "fields": []string{}, "title": "Stadtgrün", "summary": ""}).want(t, 200)
	w.staff.ask(api+"/outcomes/publish", object{"events": []string{w.id, second}}).want(t, 200)
	receipt := w.browser().post("/e/"+code+"/receipt", `{"secret":"`+secretOf("Z")+`"}`).want(t, 200)
	for _, want := range []string{`"joined_number":1`, `"candidate_title":"Stadtgrün"`, `"measure":"V1"`, `"steps":[{"on":"2026-11-30","state":"candidate"}]`} {
		if !strings.Contains(string(receipt.body), want) {
			t.Errorf("the author is not told %s: %s", want, receipt.body)
		}
	}
	w.staff.put(api+"/outcomes", object{"items": items, "kind": "declined", "reason": "Doch nicht"}).want(t, 200)
	if joined := head().Joined; len(joined) != 0 {
		t.Errorf("they are still joined: %+v", joined)
	}
	// Who goes on with somebody is nobody's head.
	w.staff.put(api+"/outcomes", object{"items": items, "kind": "joined", "joined": object{"event": w.id, "number": 1}}).want(t, 200)
	refused := w.staff.put(api+"/outcomes", object{"items": []object{{"event": w.id, "number": 5}}, "kind": "joined", "joined": object{"event": second, "number": 1}})
	refused.refused(t, 409, "joined_already")
	if refused.json()["field"] != "joined" || len(w.outcomesOf(w.id)) != 2 {
		t.Errorf("refused: %s, kept %v", refused.body, w.outcomesOf(w.id))
	}
}
