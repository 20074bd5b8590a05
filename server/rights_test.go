package server

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"masswerk/store"
)

// signedInAs returns a browser that is signed in with an account of these roles.
func (c *city) signedInAs(unit string, roles ...store.StaffRole) (*browser, store.Account) {
	c.t.Helper()
	hash, err := c.hashPassword(password)
	if err != nil {
		c.t.Fatal(err)
	}
	one := store.Account{
		ID: store.NewID(), Name: fmt.Sprint("Funktion ", roles), Password: hash, Roles: roles, Unit: unit, CreatedAt: c.clock.Now().UnixMilli(),
	}
	one.Login = one.ID
	if err := c.db.CreateAccount(context.Background(), one, false); err != nil {
		c.t.Fatal(err)
	}
	b := c.browser()
	b.post("/staff/api/login", `{"login":"`+one.Login+`","password":"`+password+`"}`).want(c.t, 200)
	return b, one
}

// Every role at every staff route, as the router has them: a cell that says no answers forbidden,
// and one that says yes anything else.
func TestWhoMayDoWhatAsStaff(t *testing.T) {
	c := open(t)
	c.staff()
	browsers := map[store.StaffRole]*browser{}
	for _, role := range store.StaffRoles() {
		browsers[role], _ = c.signedInAs("", role)
	}
	nobody := c.browser()
	known := map[string]right{}
	for _, route := range c.staffRoutes() {
		known[route.method+" /staff/api"+route.path] = route.right
	}
	allowed, denied := 0, 0
	for _, route := range c.app.GetRoutes(true) {
		if !strings.HasPrefix(route.Path, "/staff/api/") || route.Path == "/staff/api/*" || route.Method == http.MethodHead {
			continue
		}
		right, ok := known[route.Method+" "+route.Path]
		if !ok {
			t.Errorf("%s %s is registered beside the list, without a right", route.Method, route.Path)
			continue
		}
		delete(known, route.Method+" "+route.Path)
		if right == anybody {
			continue
		}
		url := parameter.ReplaceAllString(route.Path, "x")
		nobody.send(route.Method, url, `{}`).refused(t, 401, "login_needed")
		for _, role := range store.StaffRoles() {
			got := browsers[role].send(route.Method, url, `{}`)
			if slices.Contains(holders[right], role) {
				allowed++
				if got.StatusCode == 401 || got.StatusCode == 403 {
					t.Errorf("%s may not %s %s: %d %s", role, route.Method, route.Path, got.StatusCode, got.body)
				}
				if got.StatusCode == 500 {
					t.Errorf("%s %s %s: %s", role, route.Method, route.Path, got.body)
				}
				continue
			}
			denied++
			if got.StatusCode != 403 || got.code() != "forbidden" {
				t.Errorf("%s may %s %s: %d %s", role, route.Method, route.Path, got.StatusCode, got.body)
			}
		}
	}
	for route := range known {
		t.Errorf("%s is listed and not registered", route)
	}
	if allowed < 100 || denied < 100 {
		t.Errorf("the matrix has %d allowed and %d denied cells", allowed, denied)
	}
}

// What each role may do, written down a second time: whoever changes the one must mean it.
func TestRightsOfRoles(t *testing.T) {
	for role, want := range map[store.StaffRole]string{
		store.Administration: "changeEvent changeMeasure editOwn editPlan leadEvents manageAccounts readAudit readCatalogues readEvents readPlan self setHouse",
		store.Editor:         "changeEvent changeMeasure editOwn editPlan leadAssessment leadEvents readCatalogues readEvents readPlan self",
		store.Releaser:       "changeEvent changeMeasure publish readCatalogues readEvents readPlan self",
		store.Assessor:       "assess readCatalogues readEvents readPlan self",
		store.LeadUnit:       "editOwn readCatalogues readPlan self",
		store.Reader:         "readAudit readCatalogues readEvents readPlan self",
	} {
		if got := strings.Trim(fmt.Sprint(rightsOf(store.Account{Roles: []store.StaffRole{role}})), "[]"); got != want {
			t.Errorf("%s: %s, want %s", role, got, want)
		}
	}
}

func TestARouteWithoutARightIsNotRegistered(t *testing.T) {
	c := open(t)
	for _, missing := range []right{"", "readPlans"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("a route that takes %q is registered", missing)
				}
			}()
			c.addStaffRoutes(fiber.New(), []staffRoute{{fiber.MethodGet, "/new", missing, c.me}})
		}()
	}
}

func TestWhoHasSeveralRolesActsInTheNarrowest(t *testing.T) {
	for name, situation := range map[string]struct {
		roles []store.StaffRole
		right right
		want  string
		ok    bool
	}{
		"an editor edits as editor":                {[]store.StaffRole{store.Administration, store.Editor}, editPlan, "editor", true},
		"administration edits as such":             {[]store.StaffRole{store.Administration, store.Releaser}, editPlan, "administration", true},
		"a lead unit reports":                      {[]store.StaffRole{store.LeadUnit}, editOwn, "lead", true},
		"an editor who leads a unit edits":         {[]store.StaffRole{store.Editor, store.LeadUnit}, editOwn, "editor", true},
		"nobody without the right":                 {[]store.StaffRole{store.Reader, store.Assessor}, editPlan, "", false},
		"somebody without any role may do nothing": {nil, self, "", false},
	} {
		role, ok := roleFor(store.Account{Roles: situation.roles}, situation.right)
		if string(role) != situation.want || ok != situation.ok {
			t.Errorf("%s: %q %v", name, role, ok)
		}
	}
}

// A lead unit's account sees the measures of its unit and below, and not that there are others.
func TestALeadUnitSeesItsOwnMeasures(t *testing.T) {
	c := open(t)
	staff := c.staff()
	unit := func(title, parent string) string {
		return staff.post("/staff/api/structure", `{"kind":"unit","title":"`+title+`","parent":"`+parent+`"}`).want(t, 201).json()["id"].(string)
	}
	top := unit("Fachbereich 10", "")
	below := unit("Fachdienst 10.1", top)
	other := unit("Fachbereich 20", "")
	measure := func(lead string) string {
		made := staff.post("/staff/api/measures", `{"title":"Maßnahme","summary":""}`).want(t, 201).json()
		id := made["id"].(string)
		staff.send("PATCH", "/staff/api/measures/"+id, fmt.Sprintf(`{"base":%v,"parts":{"lead":%q},"reason":""}`, made["version"], lead)).want(t, 200)
		return id
	}
	own, lower, foreign, without := measure(top), measure(below), measure(other), measure("")
	lead, _ := c.signedInAs(top, store.LeadUnit)
	listed := string(lead.get("/staff/api/measures").want(t, 200).body)
	for id, seen := range map[string]bool{own: true, lower: true, foreign: false, without: false} {
		if strings.Contains(listed, id) != seen {
			t.Errorf("listed %v, want %v", !seen, seen)
		}
		if got := lead.get("/staff/api/measures/" + id); seen && got.StatusCode != 200 || !seen && got.StatusCode != 404 {
			t.Errorf("seen %v: %d", seen, got.StatusCode)
		}
		if got := lead.get("/staff/api/measures/" + id + "/history"); seen && got.StatusCode != 200 || !seen && got.StatusCode != 404 {
			t.Errorf("history seen %v: %d", seen, got.StatusCode)
		}
	}
	all, _ := c.signedInAs(top, store.LeadUnit, store.Reader)
	if listed := string(all.get("/staff/api/measures").want(t, 200).body); !strings.Contains(listed, foreign) {
		t.Error("a reader who leads a unit, too, sees less than a reader")
	}
	without2, _ := c.signedInAs("", store.LeadUnit)
	if listed := string(without2.get("/staff/api/measures").want(t, 200).body); strings.Contains(listed, own) || strings.Contains(listed, without) {
		t.Error("who leads no unit sees measures")
	}
}

// How far an event is told of is for those to say who publish; everything else is not theirs.
func TestTheLevelOfPublicationIsReleased(t *testing.T) {
	c := open(t)
	c.staff()
	editor, _ := c.signedInAs("", store.Editor)
	releaser, _ := c.signedInAs("", store.Releaser)
	create := func(b *browser, level string) answer {
		return b.post("/staff/api/events", `{"template":"empty","title":"Werkstatt","format":"workshop","language":"de","address":"sie",
			"held_on":"2026-12-01","delete_on":"2027-06-01","publication":"`+level+`"}`)
	}
	create(editor, "public").refused(t, 403, "forbidden")
	event := "/staff/api/events/" + create(editor, "internal").want(t, 201).json()["id"].(string)
	for _, body := range []string{`{"publication":"public"}`, `{"title":"Neu","publication":"committee"}`} {
		editor.send("PATCH", event, body).refused(t, 403, "forbidden")
	}
	editor.send("PATCH", event, `{"title":"Neu","publication":"internal"}`).want(t, 200)
	releaser.send("PATCH", event, `{"publication":"public","title":"Anders"}`).refused(t, 403, "forbidden")
	changed := releaser.send("PATCH", event, `{"publication":"public"}`).want(t, 200).json()
	if changed["publication"] != "public" || changed["title"] != "Neu" {
		t.Errorf("changed: %v", changed)
	}
	copied := editor.post(event+"/duplicate", `{"title":"Kopie","held_on":"2026-12-02","delete_on":"2027-06-02"}`)
	if copied.StatusCode != 201 || copied.json()["publication"] != "internal" {
		t.Errorf("the copy: %d %s", copied.StatusCode, copied.body)
	}
}
