package server

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"masswerk/server/live"
	"masswerk/store"
)

// workshop is an event that was held: five ideas, two of them merged, in two topic fields, with a
// closed vote of three phones and two nominations.
type workshop struct {
	*city
	staff       *browser
	id, code    string
	hub         *live.Hub
	ada         live.Actor
	field       string
	secretNames []string // what leads to a person
}

func holdWorkshop(t *testing.T) *workshop {
	t.Helper()
	c := open(t)
	staff, event := c.console()
	w := &workshop{city: c, staff: staff, id: event["id"].(string), code: event["code"].(string)}
	w.hub = c.hub(w.code)
	session := event["sessions"].([]any)[0].(map[string]any)
	in := session["id"].(string)
	phases := session["phases"].([]any)
	moderator := live.Actor{Face: live.Console, ID: c.moderators(w.id)[0]}
	enter := func(kind string) {
		for _, phase := range phases {
			if phase.(map[string]any)["kind"] == kind {
				c.do(w.hub, moderator, live.EnterPhase{Session: in, Phase: phase.(map[string]any)["id"].(string)})
			}
		}
	}
	var people []live.Actor
	for i := range 3 {
		secret := secretOf(string(rune('a' + i)))
		phone, person := c.phone(w.code, secret)
		people = append(people, person)
		cookie := phone.client.Jar.Cookies(mustParse(t, c.url+"/e/"+w.code))[0].Value
		w.secretNames = append(w.secretNames, secret, cookie, store.HashSecret(cookie), person.ID, secretOf(string(rune('A'+i))))
	}
	w.ada = people[0]
	enter("collect")
	for i, text := range []string{"Mehr Bäume", "=SUMME(A1:A9)", "Mehr Grün", "Wird zurückgezogen", "Ruhe zum Denken"} {
		kind := store.Proposal
		if i == 4 {
			kind = store.Expectation
		}
		c.do(w.hub, people[i%3], &live.SubmitIdea{Session: in, Kind: kind, Text: text, Receipt: secretOf(string(rune('A' + i%3)))})
	}
	c.do(w.hub, moderator, &live.AddIdea{Session: in, Kind: store.Proposal, Text: "Auf Papier\nmit \"zwei\" Zeilen; und Semikolon"})
	c.do(w.hub, people[0], live.WithdrawIdea{Idea: 4})
	c.do(w.hub, people[1], live.SupportIdea{Idea: 1, On: true})
	c.do(w.hub, people[2], live.SupportIdea{Idea: 1, On: true})
	w.field = c.do(w.hub, moderator, live.CreateField{Title: "Klima"})["field"].(string)
	other := c.do(w.hub, moderator, live.CreateField{Title: "Arbeit"})["field"].(string)
	c.do(w.hub, moderator, live.MoveIdeas{Ideas: []int{1, 3}, Field: w.field})
	c.do(w.hub, moderator, live.MoveIdeas{Ideas: []int{5}, Field: other})
	c.do(w.hub, moderator, live.MergeIdea{Idea: 3, Into: 1})
	c.do(w.hub, moderator, live.ModerateIdea{Idea: 2, State: store.Hidden})
	enter("vote")
	round := c.do(w.hub, moderator, live.OpenRound{Session: in, RoundPlan: store.RoundPlan{
		Method: store.Dots, Subject: store.OnIdeas, Secrecy: store.Pseudonymous, Budget: 3, Cap: 2, Hidden: true,
	}})["round"].(string)
	// Items are 1 (ideas 1 and 3), 2 (idea 5) and 3 (idea 6).
	for _, vote := range []struct{ person, item, points int }{{0, 1, 2}, {0, 2, 1}, {1, 1, 1}, {2, 2, 2}} {
		c.do(w.hub, people[vote.person], live.SetVote{Round: round, Item: vote.item, Points: vote.points, Counter: int64(vote.item)})
	}
	c.do(w.hub, moderator, live.CloseRound{Round: round})
	c.do(w.hub, moderator, live.NominateIdea{Idea: 1, On: true})
	c.do(w.hub, moderator, live.NominateField{Field: w.field, On: true})
	return w
}

func (c *city) moderators(event string) []string {
	contents, err := c.db.Load(context.Background(), event)
	if err != nil {
		c.t.Fatal(err)
	}
	var ids []string
	for _, one := range contents.Moderators {
		ids = append(ids, one.ID)
	}
	return ids
}

func TestEditingAnEventChangesOnlyWhatIsNamed(t *testing.T) {
	c := open(t)
	staff := c.staff()
	event := c.newEvent(staff)
	url := "/staff/api/events/" + event["id"].(string)
	edited := staff.send("PATCH", url, `{"title":"Neu","welcome":"Willkommen","notice":"Eigener Hinweis"}`).want(t, 200).json()
	for key, want := range map[string]any{
		"title": "Neu", "welcome": "Willkommen", "notice": "Eigener Hinweis", "notice_sample": false,
		"code": event["code"], "held_on": "2026-11-30", "language": "de",
	} {
		if edited[key] != want {
			t.Errorf("%s is %v, want %v", key, edited[key], want)
		}
	}
	if c.hub(event["code"].(string)).Event().Title != "Neu" {
		t.Error("the running event does not know")
	}
	staff.send("PATCH", url, `{"delete_on":"2026-11-30"}`).refused(t, 400, "invalid")
	staff.send("PATCH", url, `{"title":" "}`).refused(t, 400, "invalid")
	staff.send("PATCH", "/staff/api/events/unknown", `{"title":"x"}`).refused(t, 404, "not_found")
	staff.get("/staff/api/events/unknown").refused(t, 404, "not_found")
}

func TestContributionsShowEverythingButPeople(t *testing.T) {
	w := holdWorkshop(t)
	got := w.staff.get("/staff/api/events/"+w.id+"/contributions").want(t, 200)
	var view struct {
		Ideas  []map[string]any
		Fields []map[string]any
		Rounds []live.RoundView
	}
	if err := json.Unmarshal(got.body, &view); err != nil {
		t.Fatal(err)
	}
	if len(view.Ideas) != 6 || len(view.Fields) != 2 || len(view.Rounds) != 1 {
		t.Fatalf("%s", got.body)
	}
	if one := view.Ideas[0]; one["text"] != "Mehr Bäume" || one["support"] != 2.0 || one["field"] != w.field || one["nominated"] != true {
		t.Errorf("idea 1: %v", one)
	}
	if one := view.Ideas[2]; one["merged_into"] != 1.0 {
		t.Errorf("idea 3: %v", one)
	}
	if one := view.Ideas[3]; one["text"] != "" || one["state"] != "withdrawn" {
		t.Errorf("idea 4: %v", one)
	}
	if tally := view.Rounds[0].Tally; tally == nil || tally.Voters != 3 || !tally.Items[1].Equal(store.ItemTally{Points: 3, Voters: 2}) {
		t.Errorf("round: %+v", view.Rounds[0])
	}
	w.tellsNobody(got.body)
}

// tellsNobody fails the test when a body leads to a person.
func (w *workshop) tellsNobody(body []byte) {
	w.t.Helper()
	for _, name := range append(w.secretNames, "Wird zurückgezogen") {
		if strings.Contains(string(body), name) {
			w.t.Errorf("the answer holds %q", name)
		}
	}
}

func TestPromotionFreezesVotesAndHappensOnce(t *testing.T) {
	w := holdWorkshop(t)
	promote := "/staff/api/events/" + w.id + "/promote"
	body := `{"ideas":[1],"fields":["` + w.field + `"],"title":"Stadtgrün","summary":"Mehr davon"}`
	first := w.staff.post(promote, body).want(t, 200).json()
	again := w.staff.post(promote, body).want(t, 200).json()
	if first["created"] != true || again["created"] != false || fmt.Sprint(first["candidate"]) != fmt.Sprint(again["candidate"]) {
		t.Errorf("first %v\nagain %v", first, again)
	}
	sources := first["candidate"].(map[string]any)["sources"].([]any)
	if len(sources) != 2 {
		t.Fatalf("sources: %v", sources)
	}
	for _, source := range sources {
		one := source.(map[string]any)
		if one["field"] != nil {
			if one["title"] != "Klima" || one["rank"] != 0.0 {
				t.Errorf("the field was never voted on: %v", one)
			}
			continue
		}
		for key, want := range map[string]float64{"number": 1, "round": 1, "points": 3, "voters": 2, "turnout": 3, "admitted": 3, "rank": 1, "ties": 1} {
			if one[key] != want {
				t.Errorf("%s is %v, want %v", key, one[key], want)
			}
		}
	}
	w.staff.post(promote, `{"ideas":[1,5],"fields":[],"title":"Anders","summary":""}`).refused(t, 409, "already_promoted")
	w.staff.post(promote, `{"ideas":[4],"fields":[],"title":"Leer","summary":""}`).refused(t, 409, "idea_withdrawn")
	w.staff.post(promote, `{"ideas":[99],"fields":[],"title":"Leer","summary":""}`).refused(t, 404, "not_found")
	w.staff.post(promote, `{"ideas":[],"fields":[],"title":"Leer","summary":""}`).refused(t, 400, "invalid")

	if all := told[measureList](t, w.staff.get(api+"/measures").want(t, 200)).Measures; len(all) != 1 {
		t.Errorf("measures: %v", all)
	}
	var contributions struct {
		Ideas, Fields []map[string]any
	}
	json.Unmarshal(w.staff.get("/staff/api/events/"+w.id+"/contributions").body, &contributions)
	for i, want := range []any{1.0, nil, 1.0, nil, nil, nil} { // idea 3 with its group and field
		if contributions.Ideas[i]["candidate"] != want {
			t.Errorf("idea %d belongs to candidate %v, want %v", i+1, contributions.Ideas[i]["candidate"], want)
		}
	}
}

func TestOutcomesAreDraftsUntilPublished(t *testing.T) {
	w := holdWorkshop(t)
	outcomes := "/staff/api/events/" + w.id + "/outcomes"
	w.staff.send("PUT", outcomes, `{"ideas":[2],"kind":"declined","reason":" "}`).refused(t, 400, "reason_needed")
	w.staff.send("PUT", outcomes, `{"ideas":[2],"kind":"promoted","reason":""}`).refused(t, 400, "invalid")
	w.staff.send("PUT", outcomes, `{"ideas":[99],"kind":"declined","reason":"x"}`).refused(t, 404, "not_found")
	drafted := w.staff.send("PUT", outcomes, `{"ideas":[1,5],"kind":"declined","reason":"Das Geld fehlt."}`).want(t, 200).json()
	if list := drafted["outcomes"].([]any); len(list) != 3 || list[0].(map[string]any)["published"] != false {
		t.Errorf("drafted: %v", drafted)
	}
	mine := func() string {
		return string(w.browser().post("/e/"+w.code+"/receipt", `{"secret":"`+secretOf("A")+`"}`).want(t, 200).body)
	}
	if strings.Contains(mine(), "Das Geld fehlt") {
		t.Error("the author sees a draft")
	}
	moderated := string(w.staff.get("/console/"+w.id+"/export.json").want(t, 200).body)
	if strings.Contains(moderated, "Das Geld fehlt") {
		t.Error("the moderator's export holds a draft")
	}
	published := w.staff.post(outcomes+"/publish", "").want(t, 200).json()
	if list := published["outcomes"].([]any); list[0].(map[string]any)["published"] != true {
		t.Errorf("published: %v", published)
	}
	if !strings.Contains(mine(), "Das Geld fehlt") {
		t.Error("the author does not see the outcome")
	}
	w.staff.post(outcomes+"/publish", "").want(t, 200) // nothing new is no fault
}

func TestTheAuditLogHoldsIdsOnly(t *testing.T) {
	w := holdWorkshop(t)
	w.staff.post("/staff/api/events/"+w.id+"/promote", `{"ideas":[1],"fields":[],"title":"Stadtgrün","summary":""}`).want(t, 200)
	w.staff.send("PATCH", "/staff/api/events/"+w.id, `{"title":"Neuer Titel"}`).want(t, 200)
	got := w.staff.get("/staff/api/events/"+w.id+"/audit").want(t, 200)
	var log struct{ Audit []store.Audited }
	if err := json.Unmarshal(got.body, &log); err != nil {
		t.Fatal(err)
	}
	actions := map[string]bool{}
	for _, entry := range log.Audit {
		actions[entry.Action] = true
		if entry.Actor == "" || entry.Event != w.id {
			t.Errorf("entry %+v", entry)
		}
	}
	for _, want := range []string{"CreateEvent", "EditEvent", "EnterConsole", "Promote", "MergeIdea", "CloseRound"} {
		if !actions[want] {
			t.Errorf("%s is missing in %v", want, actions)
		}
	}
	for _, word := range []string{"Bäume", "Klima", "Stadtgrün", "Titel", "Ada", "SetVote", "SubmitIdea"} {
		if kept, _ := json.Marshal(log.Audit); strings.Contains(string(kept), word) { // who reads it is told the names of accounts, too
			t.Errorf("the log holds %q", word)
		}
	}
}
