package server

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"masswerk/server/live"
	"masswerk/store"
)

// agendaOf returns the sessions of an event as rows, without what differs from copy to copy.
func (c *city) agendaOf(event string) (bare []store.Session) {
	c.t.Helper()
	contents, err := c.db.Load(context.Background(), event)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, one := range contents.Sessions {
		one.ID, one.Event, one.Phase = "", "", ""
		for i := range one.Phases {
			one.Phases[i].ID, one.Phases[i].Session = "", ""
		}
		bare = append(bare, one)
	}
	return bare
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	a, _ := json.MarshalIndent(got, "", " ")
	b, _ := json.MarshalIndent(want, "", " ")
	if string(a) != string(b) {
		t.Errorf("%s:\n%s\nwant\n%s", what, a, b)
	}
}

func TestAnAgendaIsSavedAndUsedAgain(t *testing.T) {
	w := holdWorkshop(t)
	moderator := live.Actor{Face: live.Console, ID: w.moderators(w.id)[0]}
	session := w.hub.Sessions()[0]
	plan := session.Phases[1].PhasePlan
	plan.Title, plan.Seconds, plan.OpensAt = "Eigene Phase", 600, w.clock.Now().Add(time.Hour).UnixMilli()
	w.do(w.hub, moderator, live.EditPhase{Session: session.ID, Phase: session.Phases[1].ID, Plan: plan})
	w.do(w.hub, moderator, live.SetPhase{Session: session.ID, Phase: session.Phases[1].ID, Settings: store.PhaseSettings{IdeasHidden: true, Closed: true}})

	console := "/console/" + w.id + "/template"
	w.browser().post(console, `{"title":"Fremd"}`).refused(t, 401, "forbidden")
	w.browser().post("/staff/api/templates", `{"event":"`+w.id+`","title":"Fremd"}`).refused(t, 401, "login_needed")
	made := w.staff.post(console, `{"title":" Vom Pult "}`).want(t, 201).json()
	w.staff.post("/staff/api/templates", `{"event":"`+w.id+`","title":"Vom Pult"}`).refused(t, 409, "template_taken")
	w.staff.post("/staff/api/templates", `{"event":"`+w.id+`","title":"Vom Amt"}`).want(t, 201)
	w.staff.post("/staff/api/templates", `{"event":"none","title":"x"}`).refused(t, 404, "not_found")

	list := w.staff.get("/staff/api/templates").want(t, 200)
	var listed struct {
		Own []struct {
			ID, Title, Language string
			Minutes             int
			Sessions            []NewSession
		}
	}
	if err := json.Unmarshal(list.body, &listed); err != nil {
		t.Fatal(err)
	}
	if len(listed.Own) != 2 || listed.Own[1].Title != "Vom Pult" || listed.Own[1].ID != made["template"] || listed.Own[1].Minutes != 10 ||
		listed.Own[1].Language != "de" || len(listed.Own[1].Sessions) != 2 || listed.Own[1].Sessions[0].Prompt != "Was hilft?" {
		t.Errorf("listed %s", list.body)
	}
	w.tellsNobody(list.body)

	create := `{"template":"own:` + listed.Own[1].ID + `","title":"Wieder","format":"workshop","language":"de","address":"sie",
		"held_on":"2026-12-01","delete_on":"2027-01-01","publication":"internal","sessions":[]}`
	again := w.staff.post("/staff/api/events", create).want(t, 201).json()
	want := w.agendaOf(w.id)
	want[0].Phases[1].OpensAt, want[0].Phases[1].Closed = 0, false
	same(t, "from the template", w.agendaOf(again["id"].(string)), want)
	if again["ideas"] != 0.0 || again["participants"] != 0.0 {
		t.Errorf("somebody came along: %v", again)
	}

	w.staff.send("DELETE", "/staff/api/templates/"+listed.Own[1].ID, "").want(t, 200)
	w.staff.send("DELETE", "/staff/api/templates/"+listed.Own[1].ID, "").refused(t, 404, "not_found")
	w.staff.post("/staff/api/events", create).refused(t, 404, "not_found")
	w.agendaOf(again["id"].(string)) // what was made of it stays
}

func TestAnEventIsDuplicatedWithoutItsPeople(t *testing.T) {
	w := holdWorkshop(t)
	moderator := live.Actor{Face: live.Console, ID: w.moderators(w.id)[0]}
	session := w.hub.Sessions()[0]
	opens := func(phase int, at time.Time) {
		plan := session.Phases[phase].PhasePlan
		plan.OpensAt = at.UnixMilli()
		w.do(w.hub, moderator, live.EditPhase{Session: session.ID, Phase: session.Phases[phase].ID, Plan: plan})
	}
	later := w.clock.Now().Add(3 * time.Hour)
	opens(1, later)
	w.do(w.hub, moderator, live.Welcome{Text: "Willkommen"})
	w.do(w.hub, moderator, live.SetSeating{Seating: store.Seating{Tables: 6, Step: 2}})
	w.do(w.hub, moderator, live.CountHeads{Heads: 40})
	gone := w.do(w.hub, moderator, live.CreateField{Title: "Entfernt"})["field"].(string)
	w.do(w.hub, moderator, live.RemoveField{Field: gone})
	w.do(w.hub, moderator, live.SetAdmission{Admission: store.AdmissionClosed})

	url := "/staff/api/events/" + w.id + "/duplicate"
	body := `{"title":" Noch einmal ","held_on":"2026-12-07","delete_on":"2027-02-01"}`
	w.browser().post(url, body).refused(t, 401, "login_needed")
	w.staff.post("/staff/api/events/none/duplicate", body).refused(t, 404, "not_found")
	w.staff.post(url, `{"title":"x","held_on":"2026-12-07","delete_on":"2026-12-07"}`).refused(t, 400, "invalid")
	answer := w.staff.post(url, body).want(t, 201)
	w.tellsNobody(answer.body)
	copied := answer.json()
	for key, want := range map[string]any{
		"title": "Noch einmal", "held_on": "2026-12-07", "delete_on": "2027-02-01", "welcome": "Willkommen", "language": "de",
		"admission": "open", "participants": 0.0, "ideas": 0.0, "rounds": 0.0,
	} {
		if copied[key] != want {
			t.Errorf("%s is %v, want %v", key, copied[key], want)
		}
	}
	id := copied["id"].(string)
	if id == w.id || copied["code"] == w.code {
		t.Error("the copy is the event itself")
	}
	contents, err := w.db.Load(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	if seating := contents.Event.Seating; seating != (store.Seating{Tables: 6}) || contents.Event.Heads != 0 || string(contents.Event.Key) == string(w.hub.Event().Key) {
		t.Errorf("the copy sits at %+v, heads %d", seating, contents.Event.Heads)
	}
	var titles []string
	for _, field := range contents.Fields {
		titles = append(titles, field.Title)
		if field.Nominated || field.Removed {
			t.Errorf("field %+v", field)
		}
	}
	if strings.Join(titles, " ") != "Klima Arbeit" || len(contents.Ideas)+len(contents.Moderators)+len(contents.Rounds)+len(contents.Participants) != 0 {
		t.Errorf("the copy holds fields %v, %d ideas", titles, len(contents.Ideas))
	}
	want := w.agendaOf(w.id)
	want[0].Phases[1].OpensAt = later.AddDate(0, 0, 7).UnixMilli()
	same(t, "the copy's agenda", w.agendaOf(id), want)
	if contents.Sessions[0].Phase != contents.Sessions[0].Phases[0].ID {
		t.Error("the copy has begun already")
	}
	w.phone(copied["code"].(string), secretOf("d")) // people can join
}

func TestDatesThatWouldHaveComeAreLeftToAModerator(t *testing.T) {
	now := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	agenda := []store.Session{{Phases: []store.Phase{
		{}, {PhasePlan: store.PhasePlan{OpensAt: now.AddDate(0, 0, -7).UnixMilli()}}, {PhasePlan: store.PhasePlan{OpensAt: now.AddDate(0, 0, -6).UnixMilli()}},
	}}}
	postpone(agenda, 7, now)
	for i, want := range []int64{0, 0, now.AddDate(0, 0, 1).UnixMilli()} {
		if got := agenda[0].Phases[i].OpensAt; got != want {
			t.Errorf("phase %d opens at %d, want %d", i, got, want)
		}
	}
}
