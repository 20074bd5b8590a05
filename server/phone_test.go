package server

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"masswerk/server/live"
	"masswerk/store"
)

func TestAboutTellsEverythingBeforeTheFirstInput(t *testing.T) {
	c := open(t)
	staff := c.staff()
	event := c.newEvent(staff)
	staff.send("PUT", "/staff/api/house", `{"name":"Stadt Musterhausen","notice":""}`).want(t, 200)
	about := c.browser().get("/e/"+event["code"].(string)+"/about").want(t, 200).json()
	for key, want := range map[string]any{
		"title": "Zukunft im Rathaus", "language": "de", "address": "sie", "held_on": "2026-11-30", "delete_on": "2027-01-31",
		"publication": "internal", "admission": "open", "house": "Stadt Musterhausen", "notice_sample": true,
	} {
		if about[key] != want {
			t.Errorf("%s is %v, want %v", key, about[key], want)
		}
	}
	notice := about["notice"].(string)
	for _, want := range []string{"Muster", "Stadt Musterhausen", "31.01.2027"} {
		if !strings.Contains(notice, want) {
			t.Errorf("the notice does not say %q", want)
		}
	}
	sessions := about["sessions"].([]any)
	if len(sessions) != 2 || sessions[0].(map[string]any)["prompt"] != "Was hilft?" {
		t.Errorf("sessions: %v", sessions)
	}
	for _, secret := range []string{"key", event["id"].(string)} {
		if strings.Contains(fmt.Sprint(about), secret) {
			t.Errorf("about tells %q", secret)
		}
	}
}

func TestACodeHasOneAddress(t *testing.T) {
	c := open(t)
	b := c.browser()
	for typed, want := range map[string]string{
		"/e/acde-fghj":       "/e/ACDEFGHJ",
		"/e/ACDE%20FGHJ":     "/e/ACDEFGHJ",
		"/e/acdefghj/ideas":  "/e/ACDEFGHJ/ideas",
		"/e/ACDE.FGHJ/about": "/e/ACDEFGHJ/about",
	} {
		got := b.get(typed).want(t, 302)
		if location := got.Header.Get("Location"); location != want {
			t.Errorf("%s leads to %s, want %s", typed, location, want)
		}
	}
	for _, path := range []string{"/e/ACDEFGHJ", "/e/wrong0code", "/e/%0d%0aX:y"} {
		if got := b.get(path); got.StatusCode != 200 || got.Header.Get("X") != "" {
			t.Errorf("%s: %d %v", path, got.StatusCode, got.Header)
		}
	}
}

func TestJoiningTwiceIsJoiningOnce(t *testing.T) {
	c := open(t)
	event := c.newEvent(c.staff())
	code := event["code"].(string)
	join := func(secret string) *http.Cookie {
		return c.browser().post("/e/"+code+"/join", `{"secret":"`+secret+`"}`).want(t, 200).cookie(t, deviceCookie)
	}
	first, again, other := join(secretOf("a")), join(secretOf("a")), join(secretOf("b"))
	if first.Value != again.Value || first.Value == other.Value {
		t.Error("the same secret must give the same cookie, another one another")
	}
	if strings.Contains(first.Value, secretOf("a")) {
		t.Error("the cookie holds the secret")
	}
	if first.Path != "/e/"+code || !first.HttpOnly || first.SameSite != http.SameSiteLaxMode || first.Secure {
		t.Errorf("cookie over plain HTTP: %+v", first)
	}
	if counts := c.hub(code).Counts(); counts.Participants != 2 {
		t.Errorf("%d participants, want 2", counts.Participants)
	}
	second := c.newEvent(c.staffAgain())
	if elsewhere := c.browser().post("/e/"+second["code"].(string)+"/join", `{"secret":"`+secretOf("a")+`"}`).cookie(t, deviceCookie); elsewhere.Value == first.Value {
		t.Error("the same phone can be recognised in another event")
	}
	c.browser().post("/e/"+code+"/join", `{"secret":"short"}`).refused(t, 400, "invalid")
	for known, told := range map[string]bool{"true": false, "false": true} {
		about := c.browser().post("/e/"+code+"/join", `{"secret":"`+secretOf("a")+`","known":`+known+`}`).want(t, 200).json()
		if (about["notice"] != "") != told || about["title"] == "" {
			t.Errorf("known %s: notice %.40q", known, about["notice"])
		}
	}
}

func TestACookieNeedsTLSWhereThereIsTLS(t *testing.T) {
	c := open(t, func(config *Config) { config.BaseURL = "https://ideen.example.org" })
	code := c.newEvent(c.staff())["code"].(string)
	joined := c.browser().post("/e/"+code+"/join", `{"secret":"`+secretOf("a")+`"}`).want(t, 200)
	if !joined.cookie(t, deviceCookie).Secure {
		t.Error("the cookie travels without TLS")
	}
}

func TestARoomIsOneAddress(t *testing.T) {
	c := open(t)
	code := c.newEvent(c.staff())["code"].(string)
	b := c.browser()
	for range 200 { // somebody in the room guesses codes all the time
		b.get("/e/ACDEFGHJ/about")
	}
	b.get("/e/ACDEFGHJ/about").refused(t, 429, "too_many")
	begin := time.Now()
	var failed atomic.Int32
	var all sync.WaitGroup
	queue := make(chan int)
	for range 20 {
		all.Add(1)
		go func() {
			defer all.Done()
			phone := c.browser()
			for i := range queue {
				phone.client.Jar = nil
				if phone.get("/e/"+code+"/about").StatusCode != 200 {
					failed.Add(1)
				}
				if phone.post("/e/"+code+"/join", fmt.Sprintf(`{"secret":"%043d"}`, i)).StatusCode != 200 {
					failed.Add(1)
				}
			}
		}()
	}
	for i := range 500 {
		queue <- i
	}
	close(queue)
	all.Wait()
	if failed.Load() != 0 || c.hub(code).Counts().Participants != 500 {
		t.Errorf("%d of 500 phones were kept out, %d joined", failed.Load(), c.hub(code).Counts().Participants)
	}
	if took := time.Since(begin); took > time.Minute {
		t.Errorf("it took %s", took)
	}
}

func TestWrongCodes(t *testing.T) {
	c := open(t)
	code := c.newEvent(c.staff())["code"].(string)
	b := c.browser()
	for i := range 60 {
		b.get(fmt.Sprintf("/e/ACDEFG%c%c/about", 'A'+i/26, 'A'+i%26)).refused(t, 404, "unknown_code")
	}
	limited := b.post("/e/ACDEFGHJ/join", `{"secret":"`+secretOf("a")+`"}`).refused(t, 429, "too_many")
	if limited.json()["retry_ms"].(float64) < 1000 || limited.Header.Get("Retry-After") == "" {
		t.Errorf("it is not said when to come back: %s", limited.body)
	}
	b.get("/e/"+code+"/about").want(t, 200)
	c.clock.advance(time.Minute)
	b.get("/e/ACDEFGHJ/about").refused(t, 404, "unknown_code")
	if log := c.logs.String(); strings.Contains(log, "127.0.0.1") {
		t.Errorf("an address was logged: %s", log)
	}
}

func TestClosedDoors(t *testing.T) {
	c := open(t)
	staff := c.staff()
	event := c.newEvent(staff)
	code := event["code"].(string)
	c.phone(code, secretOf("a"))
	staff.send("PATCH", "/staff/api/events/"+event["id"].(string), `{"admission":"closed"}`).want(t, 200)
	c.browser().post("/e/"+code+"/join", `{"secret":"`+secretOf("b")+`"}`).refused(t, 403, "event_closed")
	c.phone(code, secretOf("a")) // who was in may come back
	staff.send("PATCH", "/staff/api/events/"+event["id"].(string), `{"admission":"open"}`).want(t, 200)
	c.clock.advance(100 * 24 * time.Hour)
	c.browser().post("/e/"+code+"/join", `{"secret":"`+secretOf("b")+`"}`).refused(t, 403, "event_closed")
}

func TestIdeaLinkOpensOwnIdeasAlsoAfterDeletion(t *testing.T) {
	c := open(t)
	staff := c.staff()
	event := c.newEvent(staff)
	code, id := event["code"].(string), event["id"].(string)
	session := event["sessions"].([]any)[0].(map[string]any)
	collect := session["phases"].([]any)[1].(map[string]any)["id"].(string)
	hub := c.hub(code)
	_, ada := c.phone(code, secretOf("a"))
	_, bob := c.phone(code, secretOf("b"))
	c.do(hub, live.Actor{Face: live.Staff, ID: "x"}, live.EnterPhase{Session: session["id"].(string), Phase: collect})
	for text, author := range map[string]live.Actor{"Von Ada": ada, "Von Bob": bob} {
		receipt := secretOf("A")
		if author == bob {
			receipt = secretOf("B")
		}
		c.do(hub, author, &live.SubmitIdea{Session: session["id"].(string), Kind: store.Proposal, Text: text, Receipt: receipt})
	}
	open := func(secret string) map[string]any {
		return c.browser().post("/e/"+code+"/receipt", `{"secret":"`+secret+`"}`).want(t, 200).json()
	}
	found := open(secretOf("A"))
	ideas := found["ideas"].([]any)
	if len(ideas) != 1 || ideas[0].(map[string]any)["text"] != "Von Ada" || found["deleted"] != false {
		t.Errorf("Ada's link opens %v", found)
	}
	if ideas := open(secretOf("C"))["ideas"].([]any); len(ideas) != 0 {
		t.Errorf("a stranger's link opens %v", ideas)
	}
	staff.send("DELETE", "/staff/api/events/"+id, "").want(t, 200)
	found = open(secretOf("A"))
	ideas = found["ideas"].([]any)
	if len(ideas) != 1 || found["deleted"] != true || found["title"] != "Zukunft im Rathaus" || strings.Contains(fmt.Sprint(found), "Von") {
		t.Errorf("after deletion Ada's link opens %v", found)
	}
	c.browser().get("/e/"+code+"/about").refused(t, 404, "unknown_code")
	c.browser().post("/e/ACDEFGHJ/receipt", `{"secret":"`+secretOf("A")+`"}`).refused(t, 404, "unknown_code")
}

func TestNoticesAreMarkedAndClaimNothing(t *testing.T) {
	for _, voice := range []string{"sie", "du", "en"} {
		for _, publication := range []store.Publication{store.Internal, store.Committee, store.Public} {
			event := store.Event{Language: "de", Address: voice, DeleteOn: "2027-01-31", Publication: publication}
			if voice == "en" {
				event.Language, event.Address = "en", "sie"
			}
			text, sample := notice(event, store.House{})
			if !sample || !strings.Contains(text, "Muster") || strings.Contains(text, "{") {
				t.Errorf("%s: not a filled and marked sample:\n%.200s", voice, text)
			}
			for _, claim := range []string{"anonym", "DSGVO", "GDPR-compliant", "geheim", "sicher", "secure", "!"} {
				if strings.Contains(text, claim) {
					t.Errorf("%s claims %q", voice, claim)
				}
			}
		}
	}
	if du, _ := notice(store.Event{Language: "de", Address: "du"}, store.House{}); strings.Contains(du, "Ihre") || strings.Contains(du, "Ihr ") {
		t.Error("the du text says Sie")
	}
	own := store.House{Notice: "Hinweis der Stadt"}
	if text, sample := notice(store.Event{Language: "de", Address: "sie"}, own); text != own.Notice || sample {
		t.Error("the house's notice is not used")
	}
	if text, sample := notice(store.Event{Notice: "Hinweis der Veranstaltung"}, own); text != "Hinweis der Veranstaltung" || sample {
		t.Error("the event's notice is not used")
	}
}
