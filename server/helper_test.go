package server

import (
	"strings"
	"testing"
	"time"
)

// helper returns somebody who came in by a helper's invitation.
func (h *hall) helper() *browser {
	h.t.Helper()
	secret := secretOf("H")
	h.console.must("Invite", object{"label": "Warteschlange", "secret": secret, "role": "helper"})
	b := h.browser()
	b.post("/console/"+h.event+"/enter", `{"secret":"`+secret+`"}`).want(h.t, 200)
	return b
}

// Every route of a console, and who may use it. A cell that says no answers forbidden, with 403 to
// whoever is in and 401 to whoever is not.
func TestWhoMayDoWhatAtAConsole(t *testing.T) {
	h := openHall(t)
	helper, stranger := h.helper(), h.browser()
	phone, _ := h.phone(h.code, secretOf("a"))
	ping := `{"id":"0123456789abcdef0123456789abcdef","type":"Ping","data":{}}`
	for _, route := range []struct {
		method, path, body string
		helps              bool
	}{
		{"GET", "/me", "", true},
		{"POST", "/commands", ping, true},
		{"GET", "/export.json", "", false},
		{"GET", "/export.csv", "", false},
		{"POST", "/pair", `{"code":"ACDEFG","session":"` + h.session + `"}`, false},
		{"POST", "/projector", `{"session":"` + h.session + `"}`, false},
		{"POST", "/qr", `{"texts":["` + h.url + `/e/` + h.code + `"]}`, false},
		{"POST", "/template", `{"title":"Vorlage"}`, false},
		{"GET", "/preview/me", "", false},
		{"POST", "/preview/commands", ping, false},
	} {
		url := "/console/" + h.event + route.path
		stranger.send(route.method, url, route.body).refused(t, 401, "forbidden")
		phone.send(route.method, url, route.body).refused(t, 401, "forbidden")
		if route.helps {
			helper.send(route.method, url, route.body).want(t, 200)
		} else {
			helper.send(route.method, url, route.body).refused(t, 403, "forbidden")
		}
		if leads := h.office.send(route.method, url, route.body); leads.code() == "forbidden" {
			t.Errorf("a moderator may not %s %s: %s", route.method, route.path, leads.body)
		}
	}
	for path, want := range map[string][2]int{ // to a helper, to a stranger
		"/socket": {101, 401}, "/preview/socket": {403, 401},
	} {
		for i, b := range []*browser{helper, stranger} {
			conn, status := b.dial("/console/" + h.event + path)
			if conn != nil {
				conn.Close()
			}
			if status != want[i] {
				t.Errorf("%s: %d, want %d", path, status, want[i])
			}
		}
	}
	helper.get("/console/"+h.event+"/preview/events").refused(t, 403, "forbidden")
	for who, want := range map[*browser]string{h.office: "moderator", helper: "helper"} {
		if role := who.get("/console/" + h.event + "/me").json()["role"]; role != want {
			t.Errorf("role %v, want %s", role, want)
		}
	}
}

// A helper looks after what waits, and neither sees nor does anything else.
func TestAHelperLooksAfterTheQueueAlone(t *testing.T) {
	h := openHall(t)
	_, ada := h.join("a")
	collect := phaseOf(h.firstSession(), "collect")
	h.console.must("SetPhase", object{"session": h.session, "phase": collect, "settings": object{"release_first": true, "comments": true}})
	number := ada.must("SubmitIdea", object{"session": h.session, "kind": "idea", "text": "Wartet auf Freigabe", "receipt": secretOf("R")})["number"]

	invited := h.helper()
	screen := invited.open("/console/" + h.event + "/socket")
	events := invited.follow("/console/" + h.event + "/events")
	for _, p := range []*page{screen, events} {
		p.sees(`"Snapshot"`, "Wartet auf Freigabe", `"state":"held"`)
	}
	screen.must("ModerateIdea", object{"idea": number, "state": "shown", "was": "held"})
	ada.sees("IdeasShown", "Wartet auf Freigabe")
	for command, data := range map[string]object{
		"EnterPhase":      {"session": h.session, "phase": collect},
		"OpenRound":       {"session": h.session, "method": "dots", "subject": "ideas", "secrecy": "pseudonymous", "budget": 1, "cap": 1},
		"Invite":          {"label": "Noch jemand", "secret": secretOf("X"), "role": "moderator"},
		"IssueTickets":    {"codes": []string{"ACDEFGHJKM"}},
		"NominateIdea":    {"idea": number, "on": true},
		"DirectProjector": {"projector": "x", "session": h.session, "scene": "wall", "step": -1},
		"WithdrawIdea":    {"idea": number},
		"SubmitIdea":      {"session": h.session, "kind": "idea", "text": "x", "receipt": secretOf("S")},
	} {
		if answer := screen.ask(command, data); answer["code"] != "forbidden" {
			t.Errorf("a helper asks %s: %v", command, answer)
		}
	}
	// What a helper is not told, as long as the helper is there.
	h.console.must("IssueTickets", object{"codes": []string{"ACDEFGHJKM"}})
	h.console.must("NominateIdea", object{"idea": number, "on": true})
	h.office.post("/console/"+h.event+"/projector", `{"session":"`+h.session+`"}`).want(t, 200)
	ada.must("Support", object{"idea": number, "on": true})
	h.console.must("OpenRound", object{"session": h.session, "method": "dots", "subject": "ideas", "secrecy": "pseudonymous", "budget": 1, "cap": 1})
	ada.sees(`"RoundsShown"`)
	h.console.sees("IdeasShown", `"support":1`)
	h.console.must("Welcome", object{"text": "Das sehen auch Helfende"})
	for _, p := range []*page{screen, events} {
		p.sees("EventShown", "Das sehen auch Helfende")
		for _, told := range []string{`"moderators"`, "ModeratorsShown", "Warteschlange", `"tickets"`, "TicketsShown", "ProjectorsShown", `"nominated":true`, `"support":1`, "RoundsShown", `"budget"`} {
			if strings.Contains(p.all(), told) {
				t.Errorf("a helper is told %s", told)
			}
		}
	}
	// Sent away: both lines end, and the link opens nothing any more.
	var me string
	for _, id := range h.moderators(h.event) {
		if answer := h.console.ask("Revoke", object{"moderator": id, "on": true}); answer["code"] == nil {
			me = id
		}
	}
	if me == "" || screen.closed() != 4003 || events.closed() != 4003 {
		t.Errorf("the helper stays: %d %d", screen.code, events.code)
	}
	invited.get("/console/"+h.event+"/me").refused(t, 401, "forbidden")
}

// The preview shows what a projector shows, word by word, and nothing of the console that it
// stands in.
func TestAPreviewShowsWhatTheRoomSees(t *testing.T) {
	h := openHall(t)
	link := h.office.post("/console/"+h.event+"/projector", `{"session":"`+h.session+`"}`).want(t, 200).json()["link"].(string)
	house := h.browser()
	_, secret, _ := strings.Cut(link, "#")
	house.post("/projector/enter", `{"secret":"`+secret+`"}`).want(t, 200)
	me := h.office.get("/console/"+h.event+"/preview/me?projector=abc").want(t, 200).json()
	if me["paired"] != true || me["projector"] != "abc" {
		t.Errorf("preview: %v", me)
	}
	if page := h.office.get("/console/"+h.event+"/preview").want(t, 200); string(page.body) != string(house.get("/projector").body) {
		t.Error("the preview is another page than the projector's")
	}
	wall, preview := house.open("/projector/socket"), h.office.open("/console/"+h.event+"/preview/socket")
	events := h.office.follow("/console/" + h.event + "/preview/events")
	pages := []*page{wall, preview, events}
	for _, p := range pages {
		p.sees(`"Snapshot"`, `"s":"`+h.session)
	}
	_, ada := h.join("a")
	ada.must("SubmitIdea", object{"session": h.session, "kind": "idea", "text": "Sichtbar", "receipt": secretOf("R")})
	h.console.must("SetPhase", object{"session": h.session, "phase": phaseOf(h.firstSession(), "collect"), "settings": object{"release_first": true}})
	ada.must("SubmitIdea", object{"session": h.session, "kind": "idea", "text": "GEHALTEN", "receipt": secretOf("R")})
	h.console.must("NominateIdea", object{"idea": 1, "on": true})
	h.console.must("Invite", object{"label": "GEHEIME KOLLEGIN", "secret": secretOf("I"), "role": "moderator"})
	h.console.must("IssueTickets", object{"codes": []string{"ACDEFGHJKM"}})
	h.console.must("Welcome", object{"text": "Zum Schluss"})
	for _, p := range pages {
		p.sees("EventShown", "Zum Schluss")
	}
	if seen := strings.Join(wall.numbered(), "\n"); strings.Join(preview.numbered(), "\n") != seen || strings.Join(events.numbered(), "\n") != seen {
		t.Errorf("the preview was told\n%s\nand its events\n%s\nthe wall\n%s", preview.numbered(), events.numbered(), seen)
	}
	for _, secret := range []string{"GEHALTEN", "GEHEIME", "nominated", "moderators", "ModeratorsShown", "tickets", "TicketsShown", h.event} {
		if strings.Contains(preview.all()+events.all(), secret) {
			t.Errorf("a preview tells %s", secret)
		}
	}
	for _, command := range []string{"EnterPhase", "SubmitIdea", "DirectProjector"} {
		if answer := preview.ask(command, object{}); answer["code"] != "forbidden" {
			t.Errorf("a preview asks %s: %v", command, answer)
		}
	}
	// Previews are no projectors that somebody paired, and are not counted as people.
	if strings.Contains(h.console.all(), `preview:`) {
		t.Error("a console is told of previews")
	}
	h.console.sees("Pulse", `"here":1`)
	// Dismissing a projector leaves the preview alone.
	h.console.must("DismissProjector", object{"projector": house.get("/projector/me").json()["projector"], "on": true})
	if wall.closed() != 4003 {
		t.Errorf("the wall stays: %d", wall.code)
	}
	select {
	case <-preview.gone:
		t.Errorf("the preview went with a projector: %d", preview.code)
	case <-time.After(50 * time.Millisecond):
	}
	preview.must("Ping", object{})
}
