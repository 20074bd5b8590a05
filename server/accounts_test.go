package server

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"masswerk/store"
)

// account makes an account by the interface and returns its id and link.
func (c *city) account(staff *browser, login string, roles ...string) (id, secret string) {
	c.t.Helper()
	made := staff.post("/staff/api/accounts", fmt.Sprintf(`{"name":"Funktion %s","login":%q,"roles":["%s"]}`, login, login, strings.Join(roles, `","`))).want(c.t, 201).json()
	_, secret, _ = strings.Cut(made["link"].(string), "#")
	return made["account"].(map[string]any)["id"].(string), secret
}

func choosing(secret, password string) string {
	return `{"secret":"` + secret + `","password":"` + password + `"}`
}

func TestTheHolderOfAnAccountChoosesThePassword(t *testing.T) {
	c := open(t)
	staff := c.staff()
	id, secret := c.account(staff, "Redaktion", "editor")
	listed := staff.get("/staff/api/accounts").want(t, 200)
	if !strings.Contains(string(listed.body), `"waiting":true`) || strings.Contains(string(listed.body), "argon2") {
		t.Errorf("listed: %s", listed.body)
	}
	b := c.browser()
	b.post("/staff/api/login", `{"login":"redaktion","password":"`+password+`"}`).refused(t, 401, "wrong_login") // none yet
	b.post("/staff/api/password/link", choosing("geraten", password)).refused(t, 403, "setup_link")
	b.post("/staff/api/password/link", choosing(secret, "zu kurz")).refused(t, 400, "password_short")
	me := b.post("/staff/api/password/link", choosing(secret, password)).want(t, 200).json()["account"].(map[string]any)
	if me["id"] != id || fmt.Sprint(me["roles"]) != "[editor]" || !strings.Contains(fmt.Sprint(me["rights"]), "editPlan") || me["passwordless"] != false {
		t.Errorf("me: %v", me)
	}
	c.browser().post("/staff/api/password/link", choosing(secret, password)).refused(t, 403, "setup_link")
	c.browser().post("/staff/api/login", `{"login":"REDAKTION","password":"`+password+`"}`).want(t, 200)

	// A new link replaces the one before, and lasts seven days.
	link := func() string {
		_, secret, _ := strings.Cut(staff.post("/staff/api/accounts/"+id+"/link", "").want(t, 200).json()["link"].(string), "#")
		return secret
	}
	old := link()
	again := link()
	b.post("/staff/api/password/link", choosing(old, password)).refused(t, 403, "setup_link")
	c.clock.advance(7*24*time.Hour + time.Second)
	b.post("/staff/api/password/link", choosing(again, password)).refused(t, 403, "setup_link")
}

func TestGuessingPasswordLinksIsSlow(t *testing.T) {
	c := open(t)
	c.staff()
	b := c.browser()
	for range 60 {
		b.post("/staff/api/password/link", choosing("geraten", password)).refused(t, 403, "setup_link")
	}
	b.post("/staff/api/password/link", choosing("geraten", password)).refused(t, 429, "too_many")
}

func TestAccountsAreChecked(t *testing.T) {
	c := open(t)
	staff := c.staff()
	for body, field := range map[string]string{
		`{"name":"A","login":"a","roles":["chief"]}`:                 "roles",
		`{"name":"A","login":"a","roles":[]}`:                        "roles",
		`{"name":"A","login":"a","roles":["lead"]}`:                  "unit",
		`{"name":"A","login":"a","roles":["lead"],"unit":"nowhere"}`: "unit",
		`{"name":" ","login":"a","roles":["editor"]}`:                "name",
		`{"name":"A","login":"a\nb","roles":["editor"]}`:             "login",
	} {
		if got := staff.post("/staff/api/accounts", body).refused(t, 400, "invalid"); got.json()["field"] != field {
			t.Errorf("%s: about %v, want %s", body, got.json()["field"], field)
		}
	}
	id, _ := c.account(staff, "eins", "editor", "editor", "reader")
	staff.post("/staff/api/accounts", `{"name":"A","login":" EINS ","roles":["editor"]}`).refused(t, 409, "login_taken")
	staff.send("PATCH", "/staff/api/accounts/"+id, `{"login":"Ada"}`).refused(t, 409, "login_taken")
	staff.send("PATCH", "/staff/api/accounts/nobody", `{"name":"B"}`).refused(t, 404, "not_found")
	edited := staff.send("PATCH", "/staff/api/accounts/"+id, `{"name":"Leitung","roles":["reader","administration"]}`).want(t, 200).json()
	if edited["name"] != "Leitung" || fmt.Sprint(edited["roles"]) != "[administration reader]" || edited["login"] != "eins" {
		t.Errorf("edited: %v", edited)
	}
}

func TestAnAdministratorStays(t *testing.T) {
	c := open(t)
	staff := c.staff()
	me := staff.get("/staff/api/me").json()["account"].(map[string]any)["id"].(string)
	staff.send("PATCH", "/staff/api/accounts/"+me, `{"disabled":true}`).refused(t, 409, "last_administrator")
	staff.send("PATCH", "/staff/api/accounts/"+me, `{"roles":["editor"]}`).refused(t, 409, "last_administrator")
	_, secret := c.account(staff, "zwei", "administration")
	c.browser().post("/staff/api/password/link", choosing(secret, password)).want(t, 200)
	staff.send("PATCH", "/staff/api/accounts/"+me, `{"roles":["editor"]}`).want(t, 200)
	staff.get("/staff/api/accounts").refused(t, 403, "forbidden") // at once
}

func TestRevokingWorksAtOnce(t *testing.T) {
	c := open(t)
	staff := c.staff()
	event := c.newEvent(staff)
	for name, revoke := range map[string]func(id string){
		"signed out everywhere": func(id string) { staff.post("/staff/api/accounts/"+id+"/signout", "").want(t, 200) },
		"disabled":              func(id string) { staff.send("PATCH", "/staff/api/accounts/"+id, `{"disabled":true}`).want(t, 200) },
	} {
		one, who := c.signedInAs("", store.Editor)
		other := c.browser()
		other.post("/staff/api/login", `{"login":"`+who.Login+`","password":"`+password+`"}`).want(t, 200)
		one.post("/staff/api/events/"+event["id"].(string)+"/console", `{}`).want(t, 200)
		console := one.open("/console/" + event["id"].(string) + "/socket")
		console.sees(`"Snapshot"`)
		revoke(who.ID)
		for _, b := range []*browser{one, other} {
			b.get("/staff/api/house").refused(t, 401, "login_needed")
		}
		if code := console.closed(); code != 4003 {
			t.Errorf("%s: the console goes on, %d", name, code)
		}
		one.get("/console/"+event["id"].(string)+"/me").refused(t, 401, "forbidden")
		if name == "disabled" {
			one.post("/staff/api/login", `{"login":"`+who.Login+`","password":"`+password+`"}`).refused(t, 403, "account_disabled")
			one.post("/staff/api/login", `{"login":"`+who.Login+`","password":"falsch geraten"}`).refused(t, 401, "wrong_login")
			staff.post("/staff/api/accounts/"+who.ID+"/link", "").refused(t, 403, "account_disabled")
		}
	}
}

func TestWhoMayNotLeadAnyMoreLeavesTheConsole(t *testing.T) {
	c := open(t)
	staff := c.staff()
	event := c.newEvent(staff)["id"].(string)
	b, who := c.signedInAs("", store.Editor, store.Assessor)
	b.post("/staff/api/events/"+event+"/console", `{}`).want(t, 200)
	staff.send("PATCH", "/staff/api/accounts/"+who.ID, `{"roles":["editor"]}`).want(t, 200)
	b.get("/console/"+event+"/me").want(t, 200)
	staff.send("PATCH", "/staff/api/accounts/"+who.ID, `{"roles":["assessor"]}`).want(t, 200)
	b.get("/console/"+event+"/me").refused(t, 401, "forbidden")
	b.get("/staff/api/house").want(t, 200) // still signed in
}

func TestOwnPassword(t *testing.T) {
	c := open(t)
	staff := c.staff()
	other := c.staffAgain()
	const next = "ein ganz anderes Kennwort"
	body := func(old, chosen string) string { return `{"old":"` + old + `","new":"` + chosen + `"}` }
	if got := staff.post("/staff/api/password", body("geraten, lang genug", next)).refused(t, 400, "old_password"); got.json()["field"] != "old" {
		t.Errorf("about %v", got.json()["field"])
	}
	if got := staff.post("/staff/api/password", body(password, "kurz")).refused(t, 400, "password_short"); got.json()["field"] != "new" {
		t.Errorf("about %v", got.json()["field"])
	}
	other.get("/staff/api/house").want(t, 200)
	staff.post("/staff/api/password", body(password, next)).want(t, 200)
	staff.get("/staff/api/house").want(t, 200)
	other.get("/staff/api/house").refused(t, 401, "login_needed")
	b := c.browser()
	b.post("/staff/api/login", `{"login":"ada","password":"`+password+`"}`).refused(t, 401, "wrong_login")
	b.post("/staff/api/login", `{"login":"ada","password":"`+next+`"}`).want(t, 200)
	for range 8 {
		staff.post("/staff/api/password", body("geraten, lang genug", next))
	}
	staff.post("/staff/api/password", body(next, password)).refused(t, 429, "too_many")
}

func TestALoginThatIsUsedGoesOn(t *testing.T) {
	c := open(t)
	b := c.staff()
	token := b.client.Jar.Cookies(mustParse(t, c.url+"/staff"))[0].Value
	c.clock.advance(time.Minute)
	if got := b.get("/staff/api/house").want(t, 200); len(got.Cookies()) != 0 {
		t.Error("every request moves the end")
	}
	for range 13 { // 143 hours
		c.clock.advance(11 * time.Hour)
		got := b.get("/staff/api/house").want(t, 200)
		if renewed := got.cookie(t, staffCookie); renewed.Value != token || renewed.MaxAge > 12*60*60 || !renewed.HttpOnly || renewed.SameSite != http.SameSiteLaxMode {
			t.Fatalf("renewed: %+v", renewed)
		}
	}
	c.clock.advance(11 * time.Hour)
	b.get("/staff/api/house").want(t, 200)
	c.clock.advance(11 * time.Hour) // 165 of 168 hours
	if got := b.get("/staff/api/house").want(t, 200).cookie(t, staffCookie); got.MaxAge > 3*60*60 {
		t.Errorf("at the end of the week it lasts another %d s", got.MaxAge)
	}
	c.clock.advance(3*time.Hour + time.Minute)
	b.get("/staff/api/house").refused(t, 401, "login_needed")
}

func TestALoginThatIsNotUsedEnds(t *testing.T) {
	c := open(t)
	b := c.staff()
	c.clock.advance(12*time.Hour + time.Second)
	b.get("/staff/api/house").refused(t, 401, "login_needed")
}

// Every staff route that changes something refuses what another site makes a browser send, also
// for somebody who is signed in and holds every right.
func TestStaffRoutesNeedOurOrigin(t *testing.T) {
	c := open(t)
	c.staff()
	b, _ := c.signedInAs("", store.StaffRoles()...)
	changing := 0
	for _, route := range c.staffRoutes() {
		if route.method == http.MethodGet {
			continue
		}
		changing++
		url := parameter.ReplaceAllString("/staff/api"+route.path, "x")
		for name, origin := range foreign(c.url) {
			b.origin = origin
			if got := b.send(route.method, url, `{}`); got.StatusCode != 403 || got.code() != "forbidden" {
				t.Errorf("%s %s from %s: %d %s", route.method, url, name, got.StatusCode, got.body)
			}
		}
	}
	b.origin = c.url
	b.get("/staff/api/house").want(t, 200) // nothing signed it out
	if changing < 30 {
		t.Errorf("only %d routes change something", changing)
	}
}
