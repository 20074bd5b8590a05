package server

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/url"
	"strings"
	"testing"
	"time"

	"masswerk/store"
)

// typed posts a form, as a page without JavaScript does.
func (b *browser) typed(path, code string) answer {
	b.t.Helper()
	return b.send("POST", path, url.Values{"code": {code}}.Encode(), "Content-Type", "application/x-www-form-urlencoded")
}

// decided is a held workshop with an outcome of each of two kinds published, and a measure.
func decided(t *testing.T) *workshop {
	w := holdWorkshop(t)
	w.staff.ask(api+"/events/"+w.id+"/promote", object{"ideas": []int{1}, "fields": []string{}, "title": "Stadtgrün", "summary": ""}).want(t, 200)
	w.staff.put(api+"/events/"+w.id+"/outcomes", object{"ideas": []int{5}, "kind": "declined", "reason": "Das Geld fehlt."}).want(t, 200)
	w.staff.ask(api+"/outcomes/publish", object{"events": []string{w.id}}).want(t, 200)
	w.staff.put(api+"/events/"+w.id+"/outcomes", object{"ideas": []int{6}, "kind": "declined", "reason": "ENTWURF"}).want(t, 200)
	return w
}

func (w *workshop) setLevel(level store.Publication) {
	w.t.Helper()
	w.staff.patch(api+"/events/"+w.id, object{"publication": level}).want(w.t, 200)
}

func (w *workshop) readCode() string {
	w.t.Helper()
	return w.staff.get(api+"/events/"+w.id+"/readcode").want(w.t, 200).json()["code"].(string)
}

const (
	opens = "Das Geld fehlt."
	asks  = `name="code"`
)

// Who may read what became of contributions, by level, before and after deletion.
func TestWhoReadsWhatBecame(t *testing.T) {
	w := decided(t)
	path := "/e/" + w.code + "/outcomes"
	phone, _ := w.phone(w.code, secretOf("q"))
	reader, stranger := w.browser(), w.browser()
	code := w.readCode()
	if len(code) != 12 || strings.Trim(code, store.CodeAlphabet) != "" {
		t.Errorf("the read code is %q", code)
	}
	stranger.get(path).want(t, 403)
	reader.typed(path, "ACDEFGHJKMNP").want(t, 403)
	typed := strings.ToLower(code[:4] + "-" + code[4:8] + " " + code[8:])
	entered := reader.typed(path, typed).want(t, 303)
	if cookie := entered.cookie(t, readerCookie); cookie.Path != "/e/"+w.code || !cookie.HttpOnly || entered.Header.Get("Location") != path {
		t.Errorf("entered: %+v to %s", cookie, entered.Header.Get("Location"))
	}
	other := w.newEvent(w.staff)
	if got := reader.typed("/e/"+other["code"].(string)+"/outcomes", code); got.StatusCode != 403 {
		t.Errorf("a read code opens another event: %d", got.StatusCode)
	}
	check := func(when string, level store.Publication, may map[*browser]bool) {
		for b, opened := range may {
			got := b.get(path)
			body := string(got.body)
			if opened && (got.StatusCode != 200 || !strings.Contains(body, opens)) || !opened && (got.StatusCode != 403 || strings.Contains(body, opens) || !strings.Contains(body, asks)) {
				t.Errorf("%s, %s: %d, want opened %v: %.300s", when, level, got.StatusCode, opened, body)
			}
			if kind := got.Header.Get("Content-Type"); kind != "text/html; charset=utf-8" || got.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s: %s %s", when, kind, got.Header.Get("Cache-Control"))
			}
		}
	}
	for _, level := range []store.Publication{store.Internal, store.Committee, store.Public} {
		w.setLevel(level)
		check("standing", level, map[*browser]bool{stranger: level == store.Public, reader: true, phone: true})
	}
	staffPage := api + "/events/" + w.id + "/outcomes.html"
	stranger.get(staffPage).refused(t, 401, "login_needed")
	for _, role := range []store.StaffRole{store.Editor, store.Releaser, store.Assessor, store.Reader, store.Administration} {
		if got := w.colleague("", role).get(staffPage); got.StatusCode != 200 || !strings.Contains(string(got.body), opens) {
			t.Errorf("%s: %d", role, got.StatusCode)
		}
	}
	w.colleague("", store.LeadUnit).get(staffPage).refused(t, 403, "forbidden")
	w.colleague("", store.Editor).get(api+"/events/"+w.id+"/readcode").refused(t, 403, "forbidden")

	w.setLevel(store.Committee)
	w.staff.send("DELETE", api+"/events/"+w.id, "").want(t, 200)
	check("deleted", store.Committee, map[*browser]bool{stranger: false, reader: true, phone: false})
	again := w.browser()
	again.typed(path, code).want(t, 303)
	check("deleted, typed again", store.Committee, map[*browser]bool{again: true})
	if got := w.staff.get(staffPage).want(t, 200); !strings.Contains(string(got.body), "Die Veranstaltung ist gelöscht") {
		t.Error("staff do not see what remains")
	}
	w.staff.get(api+"/events/unknown/outcomes.html").refused(t, 404, "not_found")
}

func TestReadCodesAreNotGuessed(t *testing.T) {
	w := decided(t)
	path := "/e/" + w.code + "/outcomes"
	b := w.browser()
	for range 60 {
		b.typed(path, "ACDEFGHJKMNP").want(t, 403)
	}
	limited := b.typed(path, "ACDEFGHJKMNP").want(t, 429)
	if limited.Header.Get("Retry-After") == "" || !strings.Contains(string(limited.body), `data-refused="too_many"`) {
		t.Errorf("it is not said when to come back: %s", limited.body)
	}
	b.typed(path, w.readCode()).want(t, 303) // the right one is never limited
	b.get("/e/ACDEFGHJ/outcomes").want(t, 429)
	w.clock.advance(time.Minute)
	unknown := b.get("/e/ACDEFGHJ/outcomes").want(t, 404)
	if !strings.Contains(string(unknown.body), `data-refused="unknown_code"`) {
		t.Errorf("%s", unknown.body)
	}
	english := b.send("GET", "/e/ACDEFGHJ/outcomes", "", "Accept-Language", "en-GB,en")
	if !strings.Contains(string(english.body), "There is no event with this code") {
		t.Errorf("%s", english.body)
	}
	strange := w.browser()
	strange.origin = "https://evil.example"
	strange.typed(path, w.readCode()).want(t, 403)
	if len(strange.client.Jar.Cookies(mustParse(t, w.url+path))) != 0 {
		t.Error("another site entered a read code")
	}
}

// Whatever is not released stands in no answer to anybody outside, at no level and for no role of
// theirs, before and after deletion.
func TestUnreleasedTextAppearsNowhereOutside(t *testing.T) {
	w := decided(t)
	releases := api + "/events/" + w.id + "/releases"
	w.staff.put(releases, object{"releases": []object{
		{"number": 1, "kind": "text"}, {"number": 5, "kind": "summary", "summary": "Ein stiller Raum (von uns gefasst)"},
	}}).want(t, 200)
	const secret = "Ruhe zum Denken" // 5, of which a summary stands in its place
	unreleased := []string{"=SUMME(A1:A9)", "SUMME", "Mehr Grün", "Wird zurückgezogen", secret, "Auf Papier", "ENTWURF"}
	path := "/e/" + w.code + "/outcomes"
	code := w.readCode()
	reader, stranger := w.browser(), w.browser()
	phone, _ := w.phone(w.code, secretOf("q")) // a device of the event that wrote nothing
	reader.typed(path, code).want(t, 303)
	look := func(when string, outsiders ...*browser) {
		t.Helper()
		for _, b := range outsiders {
			for _, query := range []string{"", "?number=5", "?number=2", "?outcome=declined", "?outcome=open", "?number=%3Cscript%3E"} {
				body := string(b.get(path + query).body)
				for _, words := range unreleased {
					if strings.Contains(body, words) {
						t.Errorf("%s%s tells %q", when, query, words)
					}
				}
				w.tellsNobody([]byte(body))
			}
			for _, beside := range []string{"/e/" + w.code, "/e/" + w.code + "/ideas", "/e/" + w.code + "/about"} {
				for _, words := range unreleased {
					if body := string(b.get(beside).body); strings.Contains(body, words) {
						t.Errorf("%s: %s tells %q", when, beside, words)
					}
				}
			}
		}
	}
	for _, level := range []store.Publication{store.Internal, store.Committee, store.Public} {
		w.setLevel(level)
		look("standing, "+string(level), stranger, reader, phone)
	}
	for _, want := range []string{"Mehr Bäume", "Ein stiller Raum (von uns gefasst)", "Zusammenfassung der Verwaltung", "Der Text ist nicht freigegeben."} {
		if body := string(stranger.get(path).body); !strings.Contains(body, want) {
			t.Errorf("what is released is missing: %q", want)
		}
	}
	if got := string(stranger.get(path + "?number=4").body); !strings.Contains(got, "kein Beitrag") || strings.Contains(got, `id="4"`) {
		t.Error("a withdrawn one is told")
	}
	if counted := string(stranger.get(path).body); !strings.Contains(counted, "Was aus unseren 6 Beiträgen wurde") || !strings.Contains(counted, "Einer davon wurde zurückgezogen und steht nicht hier.") {
		t.Error("a withdrawn one is not counted")
	}
	// No tally of three voters stands there, nor anywhere else for a stranger.
	if body := string(stranger.get(path).body); strings.Contains(body, "Stimme") || strings.Contains(body, "voters") || strings.Contains(body, "points") {
		t.Error("a tally is told")
	}
	w.staff.put(releases, object{"releases": []object{{"number": 1, "kind": ""}}}).want(t, 200)
	unreleased = append(unreleased, "Mehr Bäume")
	look("taken back", stranger, reader, phone)
	w.staff.put(releases, object{"releases": []object{{"number": 1, "kind": "text"}}}).want(t, 200)
	unreleased = unreleased[:len(unreleased)-1]
	w.staff.send("DELETE", api+"/events/"+w.id, "").want(t, 200)
	look("deleted", stranger, reader, phone)
	if body := string(stranger.get(path).body); !strings.Contains(body, "Mehr Bäume") {
		t.Errorf("what was released is gone: %.900s", body)
	}
	w.staff.put(releases, object{"releases": []object{{"number": 1, "kind": ""}}}).want(t, 200)
	unreleased = append(unreleased, "Mehr Bäume")
	look("deleted, taken back", stranger, reader, phone)
}

func TestReleasingIsForThoseWhoPublish(t *testing.T) {
	w := decided(t)
	releases := api + "/events/" + w.id + "/releases"
	body := object{"releases": []object{{"number": 1, "kind": "text"}}}
	editor, release := w.colleague("", store.Editor), w.colleague("", store.Releaser)
	editor.put(releases, body).refused(t, 403, "forbidden")
	release.put(releases, body).want(t, 200)
	if kept := editor.get(releases).want(t, 200); string(kept.body) != `{"releases":[{"number":1,"kind":"text"}]}` {
		t.Errorf("%s", kept.body)
	}
	for name, item := range map[string]object{
		"not_found": {"number": 99, "kind": "text"}, "idea_withdrawn": {"number": 4, "kind": "text"}, "invalid": {"number": 1, "kind": "text", "summary": "x"},
		"text_empty": {"number": 1, "kind": "summary", "summary": "  "},
	} {
		if got := release.put(releases, object{"releases": []object{item}}); got.code() != name {
			t.Errorf("%s: %s", name, got.body)
		}
	}
	release.put(releases, object{"releases": []object{{"number": 1, "kind": "summary"}}}).refused(t, 400, "invalid")
	release.put(api+"/events/unknown/releases", body).refused(t, 404, "not_found")
	w.auditedIn(w.id, "SetReleases")
}

// The idea link tells the whole way, by the days on which the measure moved, also years later.
func TestAnIdeaLinkTellsTheWholeWay(t *testing.T) {
	w := holdWorkshop(t)
	open := func() string {
		return string(w.browser().post("/e/"+w.code+"/receipt", `{"secret":"`+secretOf("A")+`"}`).want(t, 200).body)
	}
	made := told[struct{ Candidate store.Measure }](t, w.staff.ask(api+"/events/"+w.id+"/promote", object{"ideas": []int{1}, "fields": []string{}, "title": "Stadtgrün", "summary": ""}).want(t, 200))
	if body := open(); strings.Contains(body, "Stadtgrün") || !strings.Contains(body, `"nominated":true`) {
		t.Errorf("a draft is told: %s", body)
	}
	w.staff.ask(api+"/outcomes/publish", object{"events": []string{w.id}}).want(t, 200)
	w.clock.advance(48 * time.Hour)
	staff := w.colleague("", store.Editor, store.Releaser)
	measure := staff.enter(made.Candidate, "in_work")
	patched := told[store.Measure](t, staff.patch(api+"/measures/"+measure.ID, object{"base": measure.Version, "parts": object{"gate": passed}}).want(t, 200))
	staff.enter(patched, "assessed", "proposed", "adopted")
	staff.send("DELETE", api+"/events/"+w.id, "").want(t, 200)
	w.clock.advance(5 * 365 * 24 * time.Hour)
	body := open()
	for _, want := range []string{
		`"deleted":true`, `"number":1`, `"field":"Klima"`, `"candidate_title":"Stadtgrün"`, `"measure":"M01"`, `"measure_number":1`, `"measure_state":"adopted"`,
		`{"on":"2026-11-30","state":"candidate"}`, `{"on":"2026-12-02","state":"in_work"}`, `{"on":"2026-12-02","state":"adopted"}`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the link does not tell %s: %s", want, body)
		}
	}
	if strings.Contains(body, "Mehr Bäume") {
		t.Error("the text is still there")
	}
}

// A thousand contributions are one page, within what a reader waits.
func TestWhatBecameOfAThousand(t *testing.T) {
	c := open(t)
	staff := c.staff()
	event := c.newEvent(staff)
	id, code := event["id"].(string), event["code"].(string)
	contents, err := c.db.Load(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	contents.Event.ID, contents.Event.JoinCode, contents.Event.Publication = store.NewID(), "ACDEFGHJ", store.Public
	session := store.Session{ID: store.NewID(), Event: contents.Event.ID, Title: "Alles", Phase: store.NewID()}
	session.Phases = []store.Phase{{ID: session.Phase, PhasePlan: store.PhasePlan{Kind: store.Collect}}}
	contents.Sessions = []store.Session{session}
	for i := range 1000 {
		idea := store.Idea{
			ID: store.NewID(), Event: contents.Event.ID, Session: session.ID, Number: i + 1, Kind: store.Proposal,
			Text: fmt.Sprintf("Beitrag %d: %s", i+1, strings.Repeat("wie er ist ", 12)), State: store.Shown, SubmittedAt: 1796029200000,
		}
		contents.Ideas = append(contents.Ideas, idea)
		contents.Outcomes = append(contents.Outcomes, store.Outcome{
			Event: idea.Event, Idea: idea.ID, Number: idea.Number, Kind: store.OutcomeDeclined, Reason: "Dafür fehlt das Geld.", Published: true,
		})
	}
	if err := c.db.Import(context.Background(), contents); err != nil {
		t.Fatal(err)
	}
	b := c.browser()
	b.get("/e/ACDEFGHJ/outcomes").want(t, 200)
	begin := time.Now()
	got := b.get("/e/ACDEFGHJ/outcomes").want(t, 200)
	took := time.Since(begin)
	t.Logf("%d bytes in %s", len(got.body), took)
	if took > time.Second { // alone on two cores it is a tenth
		t.Errorf("it took %s", took)
	}
	if count := strings.Count(string(got.body), `class="told"`); count != 1000 {
		t.Errorf("%d contributions", count)
	}
	if count := strings.Count(string(got.body), "Dafür fehlt das Geld."); count != 1000 {
		t.Errorf("%d reasons", count)
	}
	packed := b.send("GET", "/e/"+code+"/outcomes", "", "Accept-Encoding", "gzip")
	if packed.Header.Get("Content-Encoding") != "gzip" {
		t.Fatal("it is not packed")
	}
	reader, err := gzip.NewReader(strings.NewReader(string(packed.body)))
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := io.ReadAll(reader); err != nil || !strings.Contains(string(plain), asks) {
		t.Errorf("%v %.200s", err, plain)
	}
}
