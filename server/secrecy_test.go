package server

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"masswerk/server/live"
	"masswerk/store"
)

// A whole workshop with two participants. Nothing that one of them holds, and nothing that is
// hidden, may appear where it is not permitted: in no frame, page, export, log or file.
func TestAWorkshopTellsNobodyMoreThanTheyMayKnow(t *testing.T) {
	h := openHall(t)
	session := h.firstSession()
	ada, adasPhone := h.join("a")
	ben, bensPhone := h.join("b")
	link := h.office.post("/console/"+h.event+"/projector", `{"session":"`+h.session+`"}`).want(t, 200).json()["link"].(string)
	house := h.browser()
	_, secret, _ := strings.Cut(link, "#")
	house.post("/projector/enter", `{"secret":"`+secret+`"}`).want(t, 200)
	wall := house.open("/projector/socket")
	wall.sees(`"Snapshot"`, `"s":"`+h.session)
	// Where sockets do not get through, events tell the same.
	bensEvents, housesEvents := ben.follow("/e/"+h.code+"/events"), house.follow("/projector/events")
	for _, p := range []*page{bensEvents, housesEvents} {
		p.sees(`"Snapshot"`, `"s":"`+h.session)
	}

	adasReceipt, bensReceipt := secretOf("R"), secretOf("S")
	submit := func(p *page, receipt, text string) float64 {
		return p.must("SubmitIdea", object{"session": h.session, "kind": "idea", "text": text, "receipt": receipt})["number"].(float64)
	}

	// Held until released: only its author and consoles know.
	collect := phaseOf(session, "collect")
	h.console.must("SetPhase", object{"session": h.session, "phase": collect, "settings": object{"release_first": true, "ideas_hidden": false, "late_ideas": false}})
	held := submit(adasPhone, adasReceipt, "GEHALTEN Fahrradständer")
	h.console.sees("IdeasShown", "GEHALTEN")
	// Hidden until revealed.
	h.console.must("SetPhase", object{"session": h.session, "phase": collect, "settings": object{"release_first": false, "ideas_hidden": true, "late_ideas": false}})
	secretly := submit(adasPhone, adasReceipt, "VERDECKT Dienstrad")
	withdrawn := submit(bensPhone, bensReceipt, "ZURUECKGEZOGEN Homeoffice")
	bensPhone.must("WithdrawIdea", object{"idea": withdrawn})
	submit(bensPhone, bensReceipt, "Offene Idee")
	for name, p := range map[string]*page{"ben": bensPhone, "wall": wall, "ben's events": bensEvents, "the wall's events": housesEvents} {
		for _, hidden := range []string{"GEHALTEN", "VERDECKT"} {
			if strings.Contains(p.all(), hidden) {
				t.Errorf("%s was told of %s", name, hidden)
			}
		}
	}
	// A phone that connects now gets a snapshot, which must not know more.
	cleo, late := h.join("c")
	latesEvents := cleo.follow("/e/" + h.code + "/events")
	latesEvents.sees(`"Snapshot"`, `"s":"`+h.session)
	if all := late.all() + latesEvents.all(); strings.Contains(all, "GEHALTEN") || strings.Contains(all, "VERDECKT") {
		t.Errorf("a snapshot tells of hidden ideas")
	}

	h.console.must("ModerateIdea", object{"idea": held, "state": "shown"})
	h.console.must("SetPhase", object{"session": h.session, "phase": collect, "settings": object{"release_first": false, "ideas_hidden": false, "late_ideas": false}})
	bensPhone.sees("IdeasShown", "VERDECKT")
	bensEvents.sees("IdeasShown", "VERDECKT")
	housesEvents.sees("IdeasShown", "VERDECKT")
	bensPhone.must("Support", object{"idea": secretly, "on": true})

	// A round that is hidden until closed: turnout only, on every channel.
	h.enter("vote", session)
	round := h.console.must("OpenRound", object{"session": h.session, "subject": "ideas", "budget": 5, "cap": 3, "hidden": true})["round"].(string)
	adasPhone.must("SetVote", object{"round": round, "item": 1, "points": 3, "counter": 1})
	bensPhone.must("SetVote", object{"round": round, "item": 1, "points": 2, "counter": 1})
	wall.sees("Pulse", `"voters":2`)
	h.console.sees("Pulse", `"voters":2`)
	for name, p := range map[string]*page{"ada": adasPhone, "ben": bensPhone, "wall": wall, "console": h.console, "ben's events": bensEvents} {
		if strings.Contains(p.all(), `"tally"`) || strings.Contains(p.all(), `"points":5`) {
			t.Errorf("%s learned how a hidden vote stands", name)
		}
	}
	if export := h.office.get("/console/"+h.event+"/export.json").want(t, 200); bytes.Contains(export.body, []byte(`"points":3`)) {
		t.Error("the export tells of an open vote")
	}
	h.console.must("CloseRound", object{"round": round})
	wall.sees("RoundsShown", `"points":5`)
	h.console.must("NominateIdea", object{"idea": secretly, "on": true})
	adasPhone.sees(`"Mine"`, `"nominated":true`)
	if strings.Contains(bensPhone.all(), `"points":5`) {
		t.Error("a phone learned results that were not opened")
	}
	h.console.must("ShowResults", object{"round": round, "on": true})
	bensPhone.sees("RoundsShown", `"points":5`)
	if strings.Contains(bensPhone.all(), `"nominated":true`) {
		t.Error("a nomination was told to another phone")
	}

	// The idea link shows ada her own ideas and nobody else's.
	traces := string(h.browser().post("/e/"+h.code+"/receipt", `{"secret":"`+adasReceipt+`"}`).want(t, 200).body)
	if !strings.Contains(traces, "GEHALTEN") || strings.Contains(traces, "Offene Idee") {
		t.Errorf("the idea link shows %s", traces)
	}

	adasActor, _ := h.hub(h.code).Who("phone", hashOfCookie(ada, h))
	bensActor, _ := h.hub(h.code).Who("phone", hashOfCookie(ben, h))
	if adasActor.ID == "" || bensActor.ID == "" {
		t.Fatal("the participants are unknown")
	}
	secrets := []string{
		adasReceipt, bensReceipt, secretOf("a"), secretOf("b"),
		cookieOf(ada, h), cookieOf(ben, h), adasActor.ID, bensActor.ID,
	}
	places := map[string]string{
		"ada's frames": adasPhone.all(), "ben's frames": bensPhone.all(), "a late phone's frames": late.all(),
		"the wall's frames": wall.all(), "the console's frames": h.console.all(), "the log": h.logs.String(),
		"ben's events": bensEvents.all(), "a late phone's events": latesEvents.all(), "the wall's events": housesEvents.all(),
	}
	for _, path := range []string{
		"/console/" + h.event + "/export.json", "/console/" + h.event + "/export.csv",
		"/staff/api/events/" + h.event, "/staff/api/events/" + h.event + "/contributions", "/staff/api/events/" + h.event + "/audit",
		"/staff/api/events", "/e/" + h.code + "/about", "/e/" + h.code, "/healthz", "/readyz",
	} {
		places[path] = string(h.office.get(path).want(t, 200).body)
	}
	for place, told := range places {
		for i, secret := range secrets {
			if strings.Contains(told, secret) {
				t.Errorf("secret %d stands in %s", i, place)
			}
		}
		if strings.Contains(told, "ZURUECKGEZOGEN") && place != "ben's frames" && place != "ben's events" && place != "the console's frames" {
			t.Errorf("a withdrawn text stands in %s", place)
		}
	}
	if !strings.Contains(places["/console/"+h.event+"/export.json"], "Offene Idee") {
		t.Fatal("the export is not one")
	}
	fresh := h.office.open("/console/" + h.event + "/socket")
	if snapshot := fresh.sees(`"Snapshot"`, `"s":"`+h.session); strings.Contains(snapshot, "ZURUECKGEZOGEN") {
		t.Error("a withdrawn text stands in a new snapshot")
	}

	// On disk: tokens and receipts only as hashes, the withdrawn text not at all, and no link from a
	// closed ballot to a participant.
	h.eraseNow()
	for name, data := range h.files() {
		for _, secret := range slices.Concat(secrets[:6], []string{"ZURUECKGEZOGEN", "127.0.0.1"}) {
			if bytes.Contains(data, []byte(secret)) {
				t.Errorf("%q stands in %s", secret, name)
			}
		}
	}
	ballots, err := h.db.Ballots(context.Background(), round)
	if err != nil || len(ballots) != 2 {
		t.Fatal(ballots, err)
	}
	for _, ballot := range ballots {
		if ballot.Participant != "" {
			t.Errorf("a ballot names its participant")
		}
	}
}

func (h *hall) firstSession() live.SessionView {
	var snapshot struct {
		Data live.EventSnapshot `json:"data"`
	}
	json.Unmarshal([]byte(h.console.sees(`"Snapshot"`, `"s":""`)), &snapshot)
	return snapshot.Data.Sessions[0]
}

func phaseOf(in live.SessionView, kind store.PhaseKind) string {
	for _, phase := range in.Phases {
		if phase.Kind == kind {
			return phase.ID
		}
	}
	return ""
}

func hashOfCookie(b *browser, h *hall) string { return store.HashSecret(cookieOf(b, h)) }

func cookieOf(b *browser, h *hall) string {
	request := b.get("/e/" + h.code).Request
	for _, cookie := range b.client.Jar.Cookies(request.URL) {
		if cookie.Name == deviceCookie {
			return cookie.Value
		}
	}
	return ""
}

func (h *hall) eraseNow() {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := h.db.EraseNow(ctx); err != nil {
		h.t.Fatal(err)
	}
}

// files returns everything in the folder of the database.
func (h *hall) files() map[string][]byte {
	h.t.Helper()
	found := map[string][]byte{}
	entries, err := os.ReadDir(h.folder)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, entry := range entries {
		data, err := os.ReadFile(filepath.Join(h.folder, entry.Name()))
		if err != nil {
			h.t.Fatal(err)
		}
		found[entry.Name()] = data
	}
	if len(found["masswerk.db"]) == 0 {
		h.t.Fatal("there is no database")
	}
	return found
}
