package server

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"masswerk/store"
)

// read returns the entries that an answer holds.
func (a answer) entries(t *testing.T) (entries []auditEntry, more bool) {
	t.Helper()
	var log struct {
		Audit []auditEntry
		More  bool
	}
	if err := json.Unmarshal(a.want(t, 200).body, &log); err != nil {
		t.Fatal(err)
	}
	return log.Audit, log.More
}

func TestReadingTheAuditLogIsAudited(t *testing.T) {
	c := open(t)
	staff := c.staff()
	event := c.newEvent(staff)["id"].(string)
	reader, who := c.signedInAs("", store.Reader)
	for path, of := range map[string]string{"/staff/api/audit": "", "/staff/api/events/" + event + "/audit": event} {
		reader.get(path).want(t, 200)
		c.clock.advance(time.Minute)
		entries, _ := reader.get(path).entries(t)
		at := 0
		for at < len(entries) && entries[at].Action != "ReadAudit" {
			at++
		}
		if at == len(entries) || entries[at].Actor != who.ID || entries[at].Event != of || entries[at].Name != who.Name {
			t.Errorf("%s: %+v", path, entries)
		}
	}
	for _, role := range []store.StaffRole{store.Editor, store.Releaser, store.Assessor, store.LeadUnit} {
		b, _ := c.signedInAs("", role)
		b.get("/staff/api/audit").refused(t, 403, "forbidden")
	}
	// Nothing to read leaves no trace: nobody may fill the log with events that there are not.
	if entries, _ := reader.get("/staff/api/events/nowhere/audit").entries(t); len(entries) != 0 {
		t.Errorf("an event that there is not: %+v", entries)
	}
	if entries, _ := reader.get("/staff/api/events/nowhere/audit").entries(t); len(entries) != 0 {
		t.Errorf("its log has been read: %+v", entries)
	}
}

func TestThePlansActionsAreAudited(t *testing.T) {
	c := open(t)
	staff := c.staff()
	id, _ := c.account(staff, "eins", "editor")
	staff.send("PATCH", "/staff/api/accounts/"+id, `{"name":"Leitung FB 10"}`).want(t, 200)
	staff.post("/staff/api/accounts/"+id+"/link", "").want(t, 200)
	staff.post("/staff/api/accounts/"+id+"/signout", "").want(t, 200)
	staff.send("PUT", "/staff/api/house", `{"name":"Musterstadt","answer_weeks":6}`).want(t, 200)
	staff.post("/staff/api/structure", `{"kind":"unit","title":"FB GEHEIM"}`).want(t, 201)
	measure := staff.post("/staff/api/measures", `{"title":"Titel GEHEIM","summary":""}`).want(t, 201).json()
	staff.send("PATCH", "/staff/api/measures/"+measure["id"].(string), fmt.Sprintf(`{"base":%v,"parts":{"effect":"GEHEIM"},"reason":""}`, measure["version"])).want(t, 200)
	answered := staff.get("/staff/api/audit")
	entries, _ := answered.entries(t)
	found := map[string]string{}
	for _, one := range entries {
		found[one.Action] = one.About
		if one.Event != "" || one.Actor == "" || one.Name == "" {
			t.Errorf("entry %+v", one)
		}
	}
	for _, want := range []string{"SetUp", "CreateAccount", "EditAccount", "LinkAccount", "SignOutAccount", "SetHouse"} {
		if _, ok := found[want]; !ok {
			t.Errorf("%s is missing in %v", want, found)
		}
	}
	about := fmt.Sprint(found)
	if !strings.Contains(about, measure["id"].(string)) {
		t.Errorf("what was done to the measure is missing in %v", found)
	}
	for _, word := range []string{"GEHEIM", "Musterstadt", "Leitung"} {
		if strings.Contains(about, word) {
			t.Errorf("the log holds %q: %s", word, about)
		}
	}
}

// Pages follow one another without a gap, also when many entries are of one moment.
func TestTheAuditLogIsReadInPages(t *testing.T) {
	c := open(t)
	staff := c.staff()
	for i := range 2*auditPage + 50 {
		if i%30 == 0 {
			c.clock.advance(time.Second)
		}
		entry := store.Audited{At: c.clock.Now().UnixMilli(), Actor: "a", Action: "Numbered", About: fmt.Sprint(i)}
		if err := c.db.Audit(t.Context(), []store.Audited{entry}); err != nil {
			t.Fatal(err)
		}
	}
	seen := map[string]bool{}
	path, pages := "/staff/api/audit", 0
	for more := true; more; pages++ {
		c.clock.advance(time.Second)
		var entries []auditEntry
		entries, more = staff.get(path).entries(t)
		for _, one := range entries {
			if one.Action == "Numbered" && seen[one.About] {
				t.Errorf("%s comes twice", one.About)
			}
			seen[one.About] = true
		}
		if len(entries) == 0 || len(entries) > auditPage+30 {
			t.Fatalf("a page of %d", len(entries))
		}
		path = fmt.Sprintf("/staff/api/audit?before=%d", entries[len(entries)-1].At)
	}
	for i := range 2*auditPage + 50 {
		if !seen[fmt.Sprint(i)] {
			t.Errorf("%d is missing", i)
		}
	}
	if pages != 3 {
		t.Errorf("%d pages", pages)
	}
	staff.get("/staff/api/audit?before=gestern").refused(t, 400, "invalid")
}
