package server

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"masswerk/store"
)

func TestSigningInByOIDC(t *testing.T) {
	c, l := openWithOIDC(t)
	c.staff()
	l.set(func() { l.groups["s1"] = []string{"alle", "masswerk-redaktion"} })
	b := c.browser()
	if me := b.get("/staff/api/me").json(); me["oidc"] != true || me["oidc_name"] != "Dienstkonto" {
		t.Errorf("the door: %v", me)
	}
	began := b.get("/staff/api/oidc?to=/staff/measures%3Fstate%3Drunning")
	asked, err := url.Parse(began.location(t))
	if err != nil {
		t.Fatal(err)
	}
	query := asked.Query()
	if query.Get("response_type") != "code" || query.Get("code_challenge_method") != "S256" || len(query.Get("code_challenge")) != 43 ||
		len(query.Get("state")) != 43 || len(query.Get("nonce")) != 43 || query.Get("redirect_uri") != c.url+"/staff/api/oidc/callback" {
		t.Errorf("asked: %v", query)
	}
	kept := began.cookie(t, oidcCookie)
	if !kept.HttpOnly || kept.SameSite != http.SameSiteLaxMode || kept.Path != "/staff/api/oidc" || kept.MaxAge != 600 {
		t.Errorf("cookie: %+v", kept)
	}
	for _, secret := range []string{query.Get("state"), query.Get("nonce")} {
		if strings.Contains(kept.Value, secret) {
			t.Error("the cookie holds what must be secret")
		}
	}
	back := b.get(c.path(l.prove(b, asked.String(), editorThere)))
	if to := back.location(t); to != "/staff/measures?state=running" {
		t.Errorf("afterwards at %s", to)
	}
	me := b.get("/staff/api/me").json()["account"].(map[string]any)
	if me["name"] != "Redaktion CIIO" || me["login"] != editorThere || fmt.Sprint(me["roles"]) != "[editor assessor]" || me["passwordless"] != true {
		t.Errorf("me: %v", me)
	}
	b.post("/staff/api/password", `{"old":"x","new":"`+password+`"}`).refused(t, 409, "signs_in_elsewhere")
	c.browser().post("/staff/api/login", `{"login":"`+editorThere+`","password":"am anderen Ort"}`).refused(t, 401, "wrong_login")
	c.staffAgain().get("/staff/api/house").want(t, 200) // local accounts stay
}

func TestRolesFollowTheGroups(t *testing.T) {
	c, l := openWithOIDC(t)
	admin := c.staff()
	l.set(func() { l.groups["s1"] = []string{"masswerk-redaktion"} })
	first := c.browser()
	c.signInAt(l, first, editorThere, "")
	id := first.get("/staff/api/me").json()["account"].(map[string]any)["id"]
	first.get("/staff/api/templates").want(t, 200)

	l.set(func() { l.groups["s1"], l.inInfo = []string{"masswerk-lesen", "masswerk-leitung"}, true })
	second := c.browser()
	c.signInAt(l, second, editorThere, "")
	me := second.get("/staff/api/me").json()["account"].(map[string]any)
	if me["id"] != id || fmt.Sprint(me["roles"]) != "[lead reader]" {
		t.Errorf("me: %v", me)
	}
	first.post("/staff/api/structure", `{"kind":"unit","title":"FB"}`).refused(t, 403, "forbidden") // the other login as well
	second.get("/staff/api/audit").want(t, 200)
	admin.send("PATCH", "/staff/api/accounts/"+id.(string), `{"roles":["administration"]}`).refused(t, 409, "signs_in_elsewhere")
	admin.post("/staff/api/accounts/"+id.(string)+"/link", "").refused(t, 409, "signs_in_elsewhere")

	// In no group any more: refused, and out everywhere.
	l.set(func() { l.groups["s1"] = []string{"alle"} })
	third := c.browser()
	if to := c.signInAt(l, third, editorThere, ""); to != "/staff?refused=oidc_no_role" {
		t.Errorf("without a group: %s", to)
	}
	for _, b := range []*browser{first, second, third} {
		b.get("/staff/api/house").refused(t, 401, "login_needed")
	}
	l.set(func() { l.groups["s1"] = []string{"masswerk-redaktion"} })
	admin.send("PATCH", "/staff/api/accounts/"+id.(string), `{"disabled":true}`).want(t, 200)
	if to := c.signInAt(l, third, editorThere, ""); to != "/staff?refused=account_disabled" {
		t.Errorf("disabled: %s", to)
	}
	third.get("/staff/api/house").refused(t, 401, "login_needed")
}

func TestWhoIsInNoGroupGetsNoAccount(t *testing.T) {
	c, l := openWithOIDC(t)
	c.staff()
	for _, groups := range [][]string{nil, {"alle"}, {"masswerk"}} {
		l.set(func() { l.groups["s2"] = groups })
		b := c.browser()
		if to := c.signInAt(l, b, "ada", ""); to != "/staff?refused=oidc_no_role" {
			t.Errorf("%v: %s", groups, to)
		}
		b.get("/staff/api/house").refused(t, 401, "login_needed")
	}
	if count, err := c.db.CountAccounts(context.Background()); count != 1 || err != nil {
		t.Errorf("%d accounts, %v", count, err)
	}
}

// A login that a local account has stays that one's.
func TestAnAccountFromElsewhereTakesNobodysLogin(t *testing.T) {
	c, l := openWithOIDC(t)
	c.staff() // "ada"
	l.set(func() { l.groups["s2"] = []string{"masswerk-leitung"} })
	b := c.browser()
	if to := c.signInAt(l, b, "ada", ""); to != "/staff" {
		t.Fatalf("ends at %s", to)
	}
	me := b.get("/staff/api/me").json()["account"].(map[string]any)
	if login := me["login"].(string); login == "ada" || !strings.HasPrefix(login, "oidc-") || me["name"] != "Leitung FB 10" {
		t.Errorf("me: %v", me)
	}
	c.staffAgain().get("/staff/api/accounts").want(t, 200)
}

func TestAnswersThatProveNothingAreRefused(t *testing.T) {
	c, l := openWithOIDC(t)
	c.staff()
	l.set(func() { l.groups["s1"] = []string{"masswerk-redaktion"} })
	refused := func(name string, b *browser, path, code string) {
		t.Helper()
		if to := b.get(path).location(t); to != "/staff?refused="+code {
			t.Errorf("%s: %s, want %s", name, to, code)
		}
		b.get("/staff/api/house").refused(t, 401, "login_needed")
	}
	b := c.browser()
	refused("nothing was begun", b, "/staff/api/oidc/callback?code=x&state=y", "oidc_again")

	// Another state, and then the right one: the attempt is used up.
	began := b.get("/staff/api/oidc")
	cookie := oidcCookie + "=" + began.cookie(t, oidcCookie).Value
	back := c.path(l.prove(b, began.location(t), editorThere))
	parsed, _ := url.Parse(back)
	forged := parsed.Query()
	forged.Set("state", secretOf("x"))
	refused("another state", b, parsed.Path+"?"+forged.Encode(), "oidc_again")
	if to := b.send("GET", back, "", "Cookie", cookie).location(t); to != "/staff?refused=oidc_again" {
		t.Errorf("the right state afterwards, with the cookie that was taken away: %s", to)
	}

	// Somebody else's answer: the attacker's code in the victim's browser, which began one of its own.
	attacker, victim := c.browser(), c.browser()
	answer := c.path(l.prove(attacker, attacker.begin(""), editorThere))
	victim.begin("")
	refused("an answer to another browser", victim, answer, "oidc_again")
	refused("an answer to a browser that asked nothing", c.browser(), answer, "oidc_again")

	// A code that was used, in an attempt of its own.
	used := c.browser()
	answer = c.path(l.prove(used, used.begin(""), editorThere))
	if to := used.get(answer).location(t); to != "/staff" {
		t.Fatalf("not signed in: %s", to)
	}
	refused("the same answer twice", func() *browser { used.post("/staff/api/logout", ""); return used }(), answer, "oidc_again")
	replay := c.browser()
	begun, _ := url.Parse(replay.begin(""))
	parsed, _ = url.Parse(answer)
	forged = parsed.Query()
	forged.Set("state", begun.Query().Get("state"))
	refused("a used code", replay, parsed.Path+"?"+forged.Encode(), "oidc_refused")

	// A code that was made for another attempt has another challenge.
	stolen, thief := c.browser(), c.browser()
	parsed, _ = url.Parse(c.path(l.prove(stolen, stolen.begin(""), editorThere)))
	begun, _ = url.Parse(thief.begin(""))
	forged = parsed.Query()
	forged.Set("state", begun.Query().Get("state"))
	refused("a stolen code", thief, parsed.Path+"?"+forged.Encode(), "oidc_refused")

	// Another nonce.
	l.set(func() { l.nonce = "another" })
	replayed := c.browser()
	refused("another nonce", replayed, c.path(l.prove(replayed, replayed.begin(""), editorThere)), "oidc_refused")
	l.set(func() { l.nonce = "" })

	// Too late, and refused by the provider.
	late := c.browser()
	answer = c.path(l.prove(late, late.begin(""), editorThere))
	c.clock.advance(10*time.Minute + time.Second)
	refused("too late", late, answer, "oidc_again")
	no := c.browser()
	begun, _ = url.Parse(no.begin(""))
	refused("refused there", no, "/staff/api/oidc/callback?error=access_denied&state="+begun.Query().Get("state"), "oidc_refused")
	for _, word := range []string{"geheim", "code=", "am anderen Ort", editorThere} {
		if strings.Contains(c.logs.String(), word) {
			t.Errorf("the log holds %q: %s", word, c.logs)
		}
	}
}

// A token for another server, or with another signature, or from another provider lets nobody in.
func TestForeignTokensAreRefused(t *testing.T) {
	c, l := openWithOIDC(t)
	c.staff()
	l.set(func() { l.groups["s1"] = []string{"masswerk-redaktion"} })
	for name, swapFor := range map[string]func(nonce string) func(token string) string{
		"for another server": func(nonce string) func(string) string {
			foreign := l.tokenFor(c.browser(), "anderer", c.url+oidcPath+"/callback", nonce)
			return func(string) string { return foreign }
		},
		"another signature": func(string) func(string) string {
			return func(token string) string {
				at := strings.LastIndex(token, ".") + 10
				letter := "A"
				if token[at] == 'A' {
					letter = "B"
				}
				return token[:at] + letter + token[at+1:]
			}
		},
		"none at all": func(string) func(string) string { return func(string) string { return "" } },
	} {
		b := c.browser()
		address := b.begin("")
		begun, _ := url.Parse(address)
		back := c.path(l.prove(b, address, editorThere))
		swap := swapFor(begun.Query().Get("nonce"))
		l.set(func() { l.swap = swap })
		if to := b.get(back).location(t); to != "/staff?refused=oidc_refused" {
			t.Errorf("%s: %s", name, to)
		}
		l.set(func() { l.swap = nil })
		b.get("/staff/api/house").refused(t, 401, "login_needed")
	}
	c.provider.Secret = "geraten"
	if to := c.signInAt(l, c.browser(), editorThere, ""); to != "/staff?refused=oidc_refused" {
		t.Errorf("with another secret: %s", to)
	}
}

func TestADeadProviderStopsNobodyElse(t *testing.T) {
	c, l := openWithOIDC(t)
	c.staff()
	l.set(func() { l.groups["s1"] = []string{"masswerk-redaktion"}; l.ended = true })
	began := time.Now()
	b := c.browser()
	if to := b.begin(""); to != "/staff?refused=oidc_unavailable" {
		t.Errorf("at %s", to)
	}
	if took := time.Since(began); took > askFor+time.Second {
		t.Errorf("it took %s", took)
	}
	c.staffAgain().get("/staff/api/house").want(t, 200)

	// It is back, and goes away between the two halves of a sign-in.
	l.set(func() { l.ended = false })
	c.provider.now = func() time.Time { return time.Now().Add(time.Minute) }
	back := c.path(l.prove(b, b.begin(""), editorThere))
	l.set(func() { l.ended = true })
	if to := b.get(back).location(t); to != "/staff?refused=oidc_unavailable" {
		t.Errorf("at %s", to)
	}
	l.set(func() { l.ended = false })
	if to := c.signInAt(l, b, editorThere, ""); to != "/staff" {
		t.Errorf("at %s", to)
	}
}

// A provider that takes the connection and says nothing costs one timeout, not the server.
func TestASilentProviderIsNotWaitedForLong(t *testing.T) {
	silent := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	silent.Start()
	defer silent.CloseClientConnections()
	c := open(t, func(config *Config) { config.OIDC = OIDC{Issuer: silent.URL, ClientID: "x"} })
	c.staff()
	began := time.Now()
	if to := c.browser().begin(""); to != "/staff?refused=oidc_unavailable" {
		t.Errorf("at %s", to)
	}
	first := time.Since(began)
	c.staffAgain()
	began = time.Now()
	c.browser().begin("")
	if again := time.Since(began); first > askFor+2*time.Second || again > time.Second {
		t.Errorf("waited %s, then %s", first, again)
	}
}

func TestWithoutAProviderThereIsNone(t *testing.T) {
	c := open(t)
	b := c.browser()
	if me := b.get("/staff/api/me").json(); me["oidc"] != false {
		t.Errorf("the door: %v", me)
	}
	for _, path := range []string{"/staff/api/oidc", "/staff/api/oidc/callback?code=x&state="} {
		if to := b.get(path).location(t); !strings.HasPrefix(to, "/staff?refused=oidc_") {
			t.Errorf("%s: %s", path, to)
		}
	}
}

// The provider sends people back to us, whatever address the browser claims to have asked.
func TestTheWayBackIsOurs(t *testing.T) {
	c, _ := openWithOIDC(t)
	b := c.browser()
	request, _ := http.NewRequest("GET", c.url+"/staff/api/oidc", nil)
	request.Host = "evil.example"
	response, err := b.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if to := response.Header.Get("Location"); to != "/staff?refused=forbidden" {
		t.Errorf("to %s", to)
	}
	c.BaseURL = "https://plan.example.org"
	response, err = b.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if to, _ := url.Parse(response.Header.Get("Location")); to.Query().Get("redirect_uri") != "https://plan.example.org/staff/api/oidc/callback" {
		t.Errorf("to %s", to)
	}
}

func TestWhereSomebodyWantsToBeIsAStaffPage(t *testing.T) {
	for asked, want := range map[string]string{
		"/staff/measures?state=running": "/staff/measures?state=running",
		"/staff":                        "/staff",
		"":                              "/staff",
		"https://evil.example/staff":    "/staff",
		"//evil.example/staff":          "/staff",
		"/\\evil.example/staff":         "/staff",
		"/staff/../e/ABC":               "/staff",
		"/staff/%2e%2e/e":               "/staff",
		"/staffs":                       "/staff",
		"/staff/api/logout":             "/staff",
		"javascript:alert(1)":           "/staff",
		"/staff\r\nX: y":                "/staff",
	} {
		if got := staffPage(asked); got != want {
			t.Errorf("%q: %q, want %q", asked, got, want)
		}
	}
}

func TestGroupsAndRolesAreRead(t *testing.T) {
	groups, err := ParseGroupRoles([]string{"CN=Redaktion,OU=Stadt=editor+assessor", " lesen =reader", "lesen=release"})
	if err != nil {
		t.Fatal(err)
	}
	if got := groups.of([]string{"CN=Redaktion,OU=Stadt", "lesen", "andere"}); !slices.Equal(got, []store.StaffRole{store.Editor, store.Releaser, store.Assessor, store.Reader}) {
		t.Errorf("roles: %v", got)
	}
	for _, wrong := range []string{"editor", "=editor", "gruppe=chief", "gruppe=", "gruppe=editor+"} {
		if _, err := ParseGroupRoles([]string{wrong}); err == nil {
			t.Errorf("%q is accepted", wrong)
		}
	}
	claims := map[string]any{"groups": []any{"a", 1.0}, "realm_access": map[string]any{"roles": []any{"b"}}, "a.b": "c"}
	for name, want := range map[string]string{"groups": "[a]", "realm_access.roles": "[b]", "a.b": "[c]", "none": "[]", "groups.x": "[]"} {
		if got := fmt.Sprint(groupsIn(claimed(claims, name))); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
