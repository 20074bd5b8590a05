package server

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

func mustParse(t *testing.T, address string) *url.URL {
	t.Helper()
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

// console returns staff who entered an event's console, with the event.
func (c *city) console() (*browser, map[string]any) {
	c.t.Helper()
	b := c.staff()
	event := c.newEvent(b)
	opened := b.post("/staff/api/events/"+event["id"].(string)+"/console", "").want(c.t, 200)
	if opened.json()["url"] != "/console/"+event["id"].(string) {
		c.t.Fatalf("opened %s", opened.body)
	}
	cookie := opened.cookie(c.t, consoleCookie)
	if cookie.Path != "/console/"+event["id"].(string) || !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode {
		c.t.Fatalf("cookie %+v", cookie)
	}
	return b, event
}

func sessionOf(event map[string]any, index int) string {
	return event["sessions"].([]any)[index].(map[string]any)["id"].(string)
}

func TestAProjectorIsPairedByItsCode(t *testing.T) {
	c := open(t)
	console, event := c.console()
	pair := "/console/" + event["id"].(string) + "/pair"
	wall := c.browser()
	if me := wall.get("/projector/me").want(t, 200).json(); me["paired"] != false {
		t.Errorf("unasked: %v", me)
	}
	shown := wall.post("/projector/pair", "").want(t, 200)
	code := shown.json()["code"].(string)
	if cookie := shown.cookie(t, projectorCookie); cookie.Path != "/projector" || !cookie.HttpOnly || len(code) != 6 {
		t.Errorf("code %q, cookie %+v", code, cookie)
	}
	if me := wall.get("/projector/me").json(); me["paired"] != false {
		t.Errorf("before the code was typed: %v", me)
	}
	c.browser().post(pair, `{"code":"`+code+`","session":"`+sessionOf(event, 0)+`"}`).refused(t, 401, "forbidden")
	console.post(pair, `{"code":"ACDEFG","session":"`+sessionOf(event, 0)+`"}`).refused(t, 404, "pairing_code_unknown")
	console.post(pair, `{"code":"`+code+`","session":"unknown"}`).refused(t, 404, "not_found")
	typed := strings.ToLower(code[:3] + " " + code[3:])
	console.post(pair, `{"code":"`+typed+`","session":"`+sessionOf(event, 0)+`"}`).want(t, 200)
	me := wall.get("/projector/me").want(t, 200)
	if me.json()["paired"] != true || me.json()["projector"] == "" {
		t.Errorf("paired: %s", me.body)
	}
	console.post(pair, `{"code":"`+code+`","session":"`+sessionOf(event, 0)+`"}`).refused(t, 404, "pairing_code_unknown")
	// The cookie it got now is enough: pairings in memory are gone after a restart.
	c.pairings.waiting = map[string]pairing{}
	if again := wall.get("/projector/me").json(); again["projector"] != me.json()["projector"] {
		t.Errorf("after a restart: %v", again)
	}
}

func TestPairingCodesExpireAndCannotBeGuessed(t *testing.T) {
	c := open(t)
	console, event := c.console()
	pair := "/console/" + event["id"].(string) + "/pair"
	wall := c.browser()
	first := wall.post("/projector/pair", "").json()["code"].(string)
	second := wall.post("/projector/pair", "").json()["code"].(string)
	body := func(code string) string { return `{"code":"` + code + `","session":"` + sessionOf(event, 0) + `"}` }
	console.post(pair, body(first)).refused(t, 404, "pairing_code_unknown") // the same screen shows another
	c.clock.advance(pairingLasts)
	console.post(pair, body(second)).refused(t, 404, "pairing_code_unknown")
	last := wall.post("/projector/pair", "").json()["code"].(string)
	for range 20 {
		console.post(pair, body("ACDEFG"))
	}
	console.post(pair, body(last)).refused(t, 429, "too_many")
	c.clock.advance(10 * time.Second)
	console.post(pair, body(last)).want(t, 200)
}

func TestALinkOpensAProjector(t *testing.T) {
	c := open(t)
	console, event := c.console()
	link := console.post("/console/"+event["id"].(string)+"/projector", `{"session":"`+sessionOf(event, 1)+`"}`).want(t, 200).json()["link"].(string)
	secret, ok := strings.CutPrefix(link, "/projector#")
	if !ok {
		t.Fatalf("link %s", link)
	}
	wall := c.browser()
	wall.post("/projector/enter", `{"secret":"`+secret+`x"}`).refused(t, 403, "link_invalid")
	wall.post("/projector/enter", `{"secret":"guessed"}`).refused(t, 403, "link_invalid")
	wall.post("/projector/enter", `{"secret":"`+secret+`"}`).want(t, 200)
	if me := wall.get("/projector/me").json(); me["paired"] != true {
		t.Errorf("entered: %v", me)
	}
	// A projector is no moderator and no phone.
	token := secret[strings.Index(secret, ".")+1:]
	c.browser().send("GET", "/console/"+event["id"].(string)+"/export.json", "", "Cookie", consoleCookie+"="+token).refused(t, 401, "forbidden")
}

func TestAnInvitationOpensOneConsoleOnly(t *testing.T) {
	c := open(t)
	_, event := c.console()
	b := c.browser()
	enter := "/console/" + event["id"].(string) + "/enter"
	b.post(enter, `{"secret":"guessed"}`).refused(t, 403, "link_invalid")
	b.post("/console/no-such-event/enter", `{"secret":"guessed"}`).refused(t, 403, "link_invalid")
	b.get("/console/"+event["id"].(string)+"/export.json").refused(t, 401, "forbidden")
}
