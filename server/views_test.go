package server

import (
	"testing"

	"masswerk/store"
)

func TestSavedViewsAreOnesOwnUnlessShared(t *testing.T) {
	c := open(t)
	one, other := c.colleague("", store.Reader), c.colleague("", store.Assessor)
	save := func(title string, shared bool) store.SavedView {
		return told[store.SavedView](t, one.ask(api+"/views", object{"page": "measures", "title": title, "query": "?state=running", "shared": shared}).want(t, 201))
	}
	own, shared := save("Eigene", false), save("Für alle", true)
	list := func(b *browser) []store.SavedView {
		return told[struct{ Views []store.SavedView }](t, b.get(api+"/views").want(t, 200)).Views
	}
	if got := list(one); len(got) != 2 || !got[0].Own {
		t.Errorf("own: %+v", got)
	}
	if got := list(other); len(got) != 1 || got[0].ID != shared.ID || got[0].Own || got[0].Query != "?state=running" {
		t.Errorf("another's: %+v", got)
	}
	for _, id := range []string{own.ID, shared.ID, "nobody"} {
		other.send("DELETE", api+"/views/"+id, "").refused(t, 404, "not_found")
	}
	one.send("DELETE", api+"/views/"+shared.ID, "").want(t, 200)
	if got := list(other); len(got) != 0 {
		t.Errorf("removed, and still there: %+v", got)
	}
	for field, body := range map[string]object{
		"page":  {"page": "people", "title": "x", "query": ""},
		"title": {"page": "measures", "title": " ", "query": ""},
		"query": {"page": "measures", "title": "x", "query": "a\nb"},
	} {
		if got := one.ask(api+"/views", body).refused(t, 400, "invalid"); got.json()["field"] != field {
			t.Errorf("%s: %s", field, got.body)
		}
	}
	for range maxViews - 1 {
		save("Noch eine", false)
	}
	one.ask(api+"/views", object{"page": "measures", "title": "Zu viel", "query": ""}).refused(t, 409, "views_full")
}
