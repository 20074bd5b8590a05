package server

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"masswerk/store"
)

func TestExportsTellNobody(t *testing.T) {
	w := holdWorkshop(t)
	for _, url := range []string{
		"/staff/api/events/" + w.id + "/export.json", "/staff/api/events/" + w.id + "/export.csv",
		"/console/" + w.id + "/export.json", "/console/" + w.id + "/export.csv",
	} {
		got := w.staff.get(url).want(t, 200)
		w.tellsNobody(got.body)
		if name := got.Header.Get("Content-Disposition"); !strings.HasPrefix(name, `attachment; filename="masswerk-zukunft-im-rathaus-2026-11-30.`) {
			t.Errorf("%s is saved as %s", url, name)
		}
		w.browser().get(url).want(t, 401)
	}
}

func TestSpreadsheetsTakeNoFormulaFromAnIdea(t *testing.T) {
	w := holdWorkshop(t)
	body := w.staff.get("/staff/api/events/"+w.id+"/export.csv").want(t, 200).body
	if !bytes.HasPrefix(body, []byte("\ufeff")) || !bytes.Contains(body, []byte("\r\n")) {
		t.Error("German Excel would not read it")
	}
	reader := csv.NewReader(bytes.NewReader(body[3:]))
	reader.Comma = ';'
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if rows[2][2] != "'=SUMME(A1:A9)" {
		t.Errorf("cell %q", rows[2][2])
	}
}

func TestAnEventCanBeMoved(t *testing.T) {
	w := holdWorkshop(t)
	first := w.staff.get("/staff/api/events/"+w.id+"/export.json").want(t, 200).body
	if again := w.staff.get("/staff/api/events/" + w.id + "/export.json").body; !bytes.Equal(first, again) {
		t.Error("two exports of the same event differ")
	}

	elsewhere := open(t)
	staff := elsewhere.staff()
	imported := staff.post("/staff/api/import", string(first)).want(t, 201).json()
	if imported["id"] == w.id || imported["code"] == w.code || imported["participants"] != 3.0 || imported["ideas"] == 0.0 {
		t.Errorf("imported: %v", imported)
	}
	second := staff.get("/staff/api/events/"+imported["id"].(string)+"/export.json").want(t, 200).body
	if !bytes.Equal(first, second) {
		t.Errorf("the event changed on its way:\n%s\n%s", first, second)
	}
	// Whoever took part there is nobody here.
	code := imported["code"].(string)
	elsewhere.browser().send("POST", "/e/"+code+"/qr", `{"text":"x"}`, "Cookie", deviceCookie+"="+w.secretNames[1]).refused(t, 401, "forbidden")
	if ideas := elsewhere.browser().post("/e/"+code+"/receipt", `{"secret":"`+secretOf("A")+`"}`).json()["ideas"].([]any); len(ideas) != 0 {
		t.Errorf("a receipt came along: %v", ideas)
	}
	elsewhere.phone(code, secretOf("n")) // and it goes on
	staff.post("/staff/api/import", string(first)).want(t, 201)
}

func TestTamperedImportsAreRefused(t *testing.T) {
	w := holdWorkshop(t)
	good := string(w.staff.get("/staff/api/events/"+w.id+"/export.json").want(t, 200).body)
	var d map[string]any
	if err := json.Unmarshal([]byte(good), &d); err != nil {
		t.Fatal(err)
	}
	for name, situation := range map[string]struct{ old, new, field string }{
		"another format":          {`"masswerk-event"`, `"other"`, "format"},
		"an unknown field":        {`"participants":`, `"people": 1, "participants":`, "people"},
		"a field twice":           {`"participants":`, `"version": 1, "participants":`, "version"},
		"a past deletion date":    {`"delete_on": "2027-01-31"`, `"delete_on": "2026-11-30"`, "event.delete_on"},
		"a changed tally":         {`"voters": 3`, `"voters": 9`, "rounds[0].tally"},
		"an idea of another kind": {`"kind": "expectation"`, `"kind": "order"`, "ideas[4].kind"},
	} {
		if !strings.Contains(good, situation.old) {
			t.Fatalf("%s: %s is not in the export", name, situation.old)
		}
		got := w.staff.post("/staff/api/import", strings.Replace(good, situation.old, situation.new, 1)).refused(t, 400, "invalid")
		if got.json()["field"] != situation.field {
			t.Errorf("%s: %s, want %s", name, got.body, situation.field)
		}
	}
	if events := w.staff.get("/staff/api/events").json()["events"].([]any); len(events) != 1 {
		t.Errorf("a refused import left %d events", len(events))
	}
}

// filling is a store whose disk takes nothing more once it is full.
type filling struct {
	Store
	full atomic.Bool
}

func (f *filling) Audit(ctx context.Context, entries []store.Audited) error {
	if f.full.Load() {
		return fmt.Errorf("audit: %w", store.ErrStorageFull)
	}
	return f.Store.Audit(ctx, entries)
}

func TestAnExportIsTakenFromAFullDisk(t *testing.T) {
	disk := &filling{}
	c := open(t, func(config *Config) { disk.Store, config.Store = config.Store, disk })
	office := c.staff()
	event := c.newEvent(office)
	disk.full.Store(true)
	office.get("/staff/api/events/"+event["id"].(string)+"/export.json").want(t, 200)
}
