package server

import (
	"strings"
	"testing"
)

func TestRequestsAreReadStrictly(t *testing.T) {
	c := open(t)
	staff := c.staff()
	good := `{"template":"empty","title":"T","format":"workshop","language":"de","address":"du","held_on":"2026-12-01","delete_on":"2027-01-01","publication":"internal"}`
	with := func(old, new string) string { return strings.Replace(good, old, new, 1) }
	for name, situation := range map[string]struct{ body, code, field string }{
		"nothing":                     {``, "invalid", ""},
		"no object":                   {`[]`, "invalid", ""},
		"a number":                    {`1`, "invalid", ""},
		"cut short":                   {good[:40], "invalid", ""},
		"something behind it":         {good + `{}`, "invalid", ""},
		"an unknown field":            {with(`"title"`, `"extra":1,"title"`), "invalid", "extra"},
		"a field twice":               {with(`"title"`, `"title":"A","title"`), "invalid", "title"},
		"a field in other capitals":   {with(`"title"`, `"Title"`), "invalid", "Title"},
		"another type":                {with(`"T"`, `7`), "invalid", "title"},
		"invalid UTF-8":               {with(`"T"`, "\"\xff\""), "text_invalid", ""},
		"half a surrogate pair":       {with(`"T"`, `"\ud83d"`), "text_invalid", ""},
		"NUL":                         {with(`"T"`, `"a\u0000"`), "text_invalid", ""},
		"deeply nested":               {strings.Repeat(`{"a":`, 1000) + "1" + strings.Repeat(`}`, 1000), "invalid", ""},
		"a missing field":             {with(`"title":"T",`, ``), "invalid", "title"},
		"only spaces":                 {with(`"T"`, `"  "`), "invalid", "title"},
		"two lines in a title":        {with(`"T"`, `"a\nb"`), "invalid", "title"},
		"writing turned around":       {with(`"T"`, `"a\u202eb"`), "invalid", "title"},
		"a title too long":            {with(`"T"`, `"`+strings.Repeat("ä", 201)+`"`), "text_too_long", "title"},
		"an unknown choice":           {with(`"empty"`, `"other"`), "invalid", "template"},
		"no date":                     {with(`2026-12-01`, `2026-13-01`), "invalid", "held_on"},
		"deleted before it is held":   {with(`2027-01-01`, `2026-12-01`), "invalid", "delete_on"},
		"deleted at once":             {strings.ReplaceAll(strings.ReplaceAll(good, "2026-12-01", "2026-11-01"), "2027-01-01", "2026-11-30"), "invalid", "delete_on"},
		"a fault inside a list":       {with(`"publication"`, `"sessions":[{"title":"a\nb","prompt":""}],"publication"`), "invalid", "sessions[0].title"},
		"an unknown field in a list":  {with(`"publication"`, `"sessions":[{"titel":"a"}],"publication"`), "invalid", "titel"},
		"a title of 200 is not long ": {with(`"T"`, `"`+strings.Repeat("ä", 200)+`"`), "", ""},
		"as it should be":             {good, "", ""},
	} {
		got := staff.post("/staff/api/events", situation.body)
		if situation.code == "" {
			if got.StatusCode != 201 {
				t.Errorf("%s: %d %s", name, got.StatusCode, got.body)
			}
			continue
		}
		field, _ := got.json()["field"].(string)
		if got.StatusCode != 400 || got.code() != situation.code || field != situation.field {
			t.Errorf("%s: %d %s, want %s (%s)", name, got.StatusCode, got.body, situation.code, situation.field)
		}
	}
}

func TestCompressedBodiesAreNoJSON(t *testing.T) {
	c := open(t)
	c.browser().send("POST", "/staff/api/login", "\x1f\x8b\x08\x00", "Content-Encoding", "gzip").refused(t, 400, "text_invalid")
}
