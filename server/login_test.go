package server

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// staffAgain returns a browser that signed in to the house that is set up.
func (c *city) staffAgain() *browser {
	c.t.Helper()
	b := c.browser()
	b.post("/staff/api/login", `{"login":" ADA ","password":"`+password+`"}`).want(c.t, 200)
	return b
}

func TestTheSetUpLinkWorksOnce(t *testing.T) {
	c := open(t)
	b := c.browser()
	if me := b.get("/staff/api/me").want(t, 200).json(); me["setup"] != true || me["account"] != nil {
		t.Errorf("before: %v", me)
	}
	with := func(secret, login, password string) string {
		return `{"secret":"` + secret + `","name":"Ada Beispiel","login":"` + login + `","password":"` + password + `"}`
	}
	b.post("/staff/api/setup", with("guessed", "ada", password)).refused(t, 403, "setup_link")
	b.post("/staff/api/setup", with(setupLink, "ada", "zu kurz")).refused(t, 400, "password_short")
	b.post("/staff/api/setup", with("", "ada", password)).refused(t, 400, "invalid")

	var all sync.WaitGroup
	statuses := make([]int, 4)
	for i := range statuses {
		all.Add(1)
		go func() {
			defer all.Done()
			statuses[i] = c.browser().post("/staff/api/setup", with(setupLink, "ada", password)).StatusCode
		}()
	}
	all.Wait()
	made := 0
	for _, status := range statuses {
		if status == 200 {
			made++
		} else if status != 403 {
			t.Errorf("status %d", status)
		}
	}
	if count, _ := c.db.CountAccounts(context.Background()); made != 1 || count != 1 {
		t.Errorf("%d accounts were made, %d stand", made, count)
	}
	b.post("/staff/api/setup", with(setupLink, "bob", password)).refused(t, 403, "setup_link")
	if me := b.get("/staff/api/me").json(); me["setup"] != false {
		t.Errorf("afterwards: %v", me)
	}
	me := c.staffAgain().get("/staff/api/me").json()["account"].(map[string]any)
	if me["login"] != "ada" || me["name"] != "Ada Beispiel" || len(me) != 7 || len(me["rights"].([]any)) != len(holders)-1 {
		t.Errorf("me: %v", me)
	}
}

func TestThereIsNoSetUpWithoutALink(t *testing.T) {
	c := open(t, func(config *Config) { config.Setup = "" })
	c.browser().post("/staff/api/setup", `{"secret":" ","name":"A","login":"a","password":"`+password+`"}`).refused(t, 403, "setup_link")
}

func TestLoginsExpireAndEnd(t *testing.T) {
	c := open(t)
	b := c.staff()
	first := b.client.Jar.Cookies(mustParse(t, c.url+"/staff"))[0].Value
	again := b.post("/staff/api/login", `{"login":"ada","password":"`+password+`"}`).want(t, 200).cookie(t, staffCookie)
	if again.Value == first {
		t.Error("a new login keeps the old token")
	}
	if again.Path != "/staff" || !again.HttpOnly || again.SameSite != http.SameSiteLaxMode || again.MaxAge != 12*60*60 {
		t.Errorf("cookie: %+v", again)
	}
	old := c.browser()
	old.send("GET", "/staff/api/house", "", "Cookie", staffCookie+"="+first).refused(t, 401, "login_needed")
	b.get("/staff/api/house").want(t, 200)
	c.clock.advance(12*time.Hour + time.Second)
	b.get("/staff/api/house").refused(t, 401, "login_needed")
	b = c.staffAgain()
	b.post("/staff/api/logout", "").want(t, 200)
	b.get("/staff/api/house").refused(t, 401, "login_needed")
}

func TestGuessingPasswordsIsSlow(t *testing.T) {
	c := open(t)
	c.staff()
	b := c.browser()
	guess := func(login string) answer {
		return b.post("/staff/api/login", `{"login":"`+login+`","password":"falsch geraten"}`)
	}
	for range 8 {
		guess("ada").refused(t, 401, "wrong_login")
	}
	limited := guess("ada").refused(t, 429, "too_many")
	if limited.json()["retry_ms"].(float64) <= 0 {
		t.Errorf("it is not said when to come back: %s", limited.body)
	}
	b.post("/staff/api/login", `{"login":"ada","password":"`+password+`"}`).refused(t, 429, "too_many")
	guess("nobody").refused(t, 401, "wrong_login") // as for a known one
	c.clock.advance(time.Minute)
	b.post("/staff/api/login", `{"login":"ada","password":"`+password+`"}`).want(t, 200)
	b.post("/staff/api/login", `{"login":"ada","password":"`+password+`"}`).want(t, 200) // success costs nothing
	if log := c.logs.String(); strings.Contains(log, "falsch") || strings.Contains(log, "ada") {
		t.Errorf("logged: %s", log)
	}
}

func TestLoginBudgetsDoNotLockOthersOut(t *testing.T) {
	c := open(t)
	b := c.logins
	for range 200 {
		b.take("ada", "10.0.0.0/24")
	}
	if b.take("ada", "10.0.0.0/24") == 0 {
		t.Error("one network may guess on")
	}
	if b.take("ada", "10.1.0.0/24") != 0 {
		t.Error("guessing from one network locks the account everywhere")
	}
	for i := range 200 {
		b.take("somebody"+string(rune(i)), "10.2.0.0/24")
	}
	if b.take("ada", "10.2.0.0/24") == 0 {
		t.Error("one network may try one account after the other")
	}
}

func TestStaffPagesNeedALogin(t *testing.T) {
	c := open(t)
	b := c.browser()
	for _, route := range c.staffRoutes() {
		if route.right == anybody {
			continue
		}
		url := parameter.ReplaceAllString("/staff/api"+route.path, "x")
		b.send(route.method, url, `{}`).refused(t, 401, "login_needed")
		b.send(route.method, url, `{}`, "Cookie", staffCookie+"=guessed").refused(t, 401, "login_needed")
	}
}

func TestHashingIsExpensiveAndNeverCrowds(t *testing.T) {
	config := Config{Files: frontEnd(), Now: time.Now}
	s, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	if s.effort.Memory < 64<<10 || s.effort.KeyLength < 32 {
		t.Errorf("hashing takes %d KB", s.effort.Memory)
	}
	hash, err := s.hashPassword(password)
	if err != nil || !strings.HasPrefix(hash, "$argon2id$") {
		t.Errorf("%s %v", hash, err)
	}
	if cap(s.hashing) != 2 {
		t.Errorf("%d passwords are hashed at a time", cap(s.hashing))
	}
	s.hashing <- struct{}{}
	s.hashing <- struct{}{}
	waiting := make(chan bool)
	go func() {
		right, _ := s.rightPassword(password, hash)
		waiting <- right
	}()
	select {
	case <-waiting:
		t.Error("a third one does not wait")
	case <-time.After(50 * time.Millisecond):
	}
	<-s.hashing
	if !<-waiting {
		t.Error("the third one is not served")
	}
}

func TestOpeningTheConsoleAgainIsNoSecondInvitation(t *testing.T) {
	c := open(t)
	staff := c.staff()
	event := c.newEvent(staff)
	for range 3 {
		staff.post("/staff/api/events/"+event["id"].(string)+"/console", `{}`).want(t, 200)
	}
	staff.post("/staff/api/login", `{"login":"ada","password":"`+password+`"}`).want(t, 200)
	staff.post("/staff/api/events/"+event["id"].(string)+"/console", `{}`).want(t, 200)
	contents, err := c.db.Load(context.Background(), event["id"].(string))
	if err != nil || len(contents.Moderators) != 2 {
		t.Fatalf("%d entries for two logins, %v", len(contents.Moderators), err)
	}
}
