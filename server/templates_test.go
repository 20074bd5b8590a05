package server

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"masswerk/store"
)

// TestTemplatesThatComeWithTheProgram reads every file as a facilitator's mistake would leave it: a
// text missing in one voice, minutes that do not add up, a vote that nobody could hold.
func TestTemplatesThatComeWithTheProgram(t *testing.T) {
	lengths := map[string]int{
		"workshop": 0, "innovation": 90, "sprint": 20, "brainwriting": 40, "retrospective": 55, "managers": 75, "questions": 0, "empty": 0,
	}
	if len(offered) != len(lengths) {
		t.Errorf("offered: %v", offered)
	}
	for _, name := range offered {
		from := templates[name]
		if want, known := lengths[name]; !known || minutes(from.sessionsIn("en"), from.Tables) != want {
			t.Errorf("%s takes %d minutes, want %d", name, minutes(from.sessionsIn("en"), from.Tables), want)
		}
		if from.Name["de"] == "" || from.Name["en"] == "" || from.About["de"] == "" || from.About["en"] == "" || len(from.Sessions) == 0 {
			t.Errorf("%s cannot be chosen by %v, %v", name, from.Name, from.About)
		}
		if from.Tables < 0 || from.Tables > store.MaxTables {
			t.Errorf("%s has %d tables", name, from.Tables)
		}
		for _, voice := range voices {
			for _, session := range from.sessionsIn(voice) {
				checkAgenda(t, name+" in "+voice, voice, session)
			}
		}
	}
}

func checkAgenda(t *testing.T, name, voice string, session store.Session) {
	t.Helper()
	if session.Title == "" || utf8.RuneCountInString(session.Title) > 200 || utf8.RuneCountInString(session.Prompt) > 500 {
		t.Errorf("%s: the session %q asks %q", name, session.Title, session.Prompt)
	}
	if (session.Prompt == "") != strings.HasPrefix(name, "empty") {
		t.Errorf("%s: %q asks %q", name, session.Title, session.Prompt)
	}
	if len(session.Phases) == 0 || len(session.Phases) > store.MaxPhases {
		t.Errorf("%s: %d phases", name, len(session.Phases))
	}
	for _, phase := range session.Phases {
		at := name + ": " + string(phase.Kind) + " " + phase.Title
		if !slices.Contains([]store.PhaseKind{store.Lobby, store.Collect, store.Cluster, store.Vote, store.Discuss, store.Results}, phase.Kind) {
			t.Errorf("%s: no such kind", at)
		}
		if phase.Scene != "" && !slices.Contains(store.Scenes, phase.Scene) {
			t.Errorf("%s: no such scene: %s", at, phase.Scene)
		}
		if (phase.Instruction == "") != strings.HasPrefix(name, "empty") || utf8.RuneCountInString(phase.Instruction) > 500 || utf8.RuneCountInString(phase.Title) > 80 {
			t.Errorf("%s says %q", at, phase.Instruction)
		}
		if phase.Closed || phase.OpensAt != 0 {
			t.Errorf("%s starts closed or by date", at)
		}
		texts := []string{session.Title, session.Prompt, phase.Title, phase.Instruction}
		if phase.Vote != nil {
			if checked, err := phase.Vote.CheckPlan(); err != nil || phase.Kind != store.Vote || checked.Title != phase.Vote.Title {
				t.Errorf("%s: nobody can vote so: %v", at, err)
			}
			texts = append(texts, phase.Vote.Title)
			for _, one := range phase.Vote.Criteria {
				if one.Name == "" || one.Low == "" || one.High == "" {
					t.Errorf("%s asks by %+v", at, one)
				}
				texts = append(texts, one.Name, one.Low, one.High)
			}
		}
		for _, text := range texts {
			if wrong := wrongFor(voice).FindString(text); wrong != "" {
				t.Errorf("%s says %q in %q", at, wrong, text)
			}
		}
	}
}

// wrongFor finds words of another voice, and marks that we do without.
func wrongFor(voice string) *regexp.Regexp {
	return regexp.MustCompile(map[string]string{
		"sie": `\b([Dd]u|[Dd]ich|[Dd]ir|[Dd]eine?[rnms]?|[Ee]uch|[Ee]ure?|ihr)\b|[!*_]|:innen`,
		"du":  `\b(Sie (?:sich|nicht|auf|uns|bis|fünf|jedes|an|können|möchten|erwarten|müssen)|Ihnen|Ihre?[rnms]?)\b|[!*_]|:innen`,
		"en":  `\b(Sie|und|die|der|das|nicht|Ihre?)\b|[!*_]`,
	}[voice])
}

func TestAnEventStartsFromItsTemplate(t *testing.T) {
	c := open(t)
	staff := c.staff()
	create := func(template, language, address, sessions string) map[string]any {
		return staff.post("/staff/api/events", `{"template":"`+template+`","title":" Titel ","format":"workshop","language":"`+language+`",
			"address":"`+address+`","held_on":"2026-12-01","delete_on":"2027-01-01","publication":"internal","sessions":`+sessions+`}`).want(t, 201).json()
	}
	for _, name := range offered {
		for _, voice := range [][3]string{{"de", "sie", "sie"}, {"de", "du", "du"}, {"en", "sie", "en"}} {
			event := create(name, voice[0], voice[1], "[]")
			want := templates[name].sessionsIn(voice[2])
			sessions := event["sessions"].([]any)
			if len(sessions) != len(want) || event["title"] != "Titel" {
				t.Fatalf("%s: %v", name, event)
			}
			for i, one := range sessions {
				session := one.(map[string]any)
				phases := session["phases"].([]any)
				first := phases[0].(map[string]any)
				if session["title"] != want[i].Title || session["prompt"] != want[i].Prompt || session["phase"] != first["id"] || len(phases) != len(want[i].Phases) {
					t.Errorf("%s starts as %v", name, session)
				}
				for j, one := range phases {
					phase, plan := one.(map[string]any), want[i].Phases[j]
					if text, _ := phase["instruction"].(string); phase["kind"] != string(plan.Kind) || text != plan.Instruction {
						t.Errorf("%s %v: %v", name, voice, phase)
					}
					if seconds, _ := phase["seconds"].(float64); int(seconds) != plan.Seconds || (phase["vote"] != nil) != (plan.Vote != nil) {
						t.Errorf("%s: %v", name, phase)
					}
				}
			}
			if seating, _ := event["seating"].(map[string]any); (seating != nil) != (templates[name].Tables > 0) {
				t.Errorf("%s sits at %v", name, seating)
			}
		}
	}
	own := create("retrospective", "de", "sie", `[{"title":"Eins","prompt":"Erste?"},{"title":"Zwei","prompt":""},{"title":"Drei","prompt":""},{"title":"Vier","prompt":""}]`)
	sessions := own["sessions"].([]any)
	if len(sessions) != 4 || own["code"] == "" || !strings.HasSuffix(own["address_url"].(string), own["code"].(string)) {
		t.Errorf("own questions: %v", own)
	}
	third, fourth := sessions[2].(map[string]any), sessions[3].(map[string]any)
	if len(third["phases"].([]any)) != len(fourth["phases"].([]any)) || third["phase"] == fourth["phase"] {
		t.Errorf("a question beyond the template's: %v", fourth)
	}
	listed := staff.get("/staff/api/events").want(t, 200).json()
	if len(listed["events"].([]any)) != 3*len(offered)+1 || len(listed["deletions"].([]any)) != 0 {
		t.Errorf("listed: %.300v", listed)
	}
	refused := staff.post("/staff/api/events", `{"template":"none","title":"x","format":"workshop","language":"de","address":"sie",
		"held_on":"2026-12-01","delete_on":"2027-01-01","publication":"internal","sessions":[]}`).refused(t, 400, "invalid")
	if refused.json()["field"] != "template" {
		t.Errorf("an unknown template: %s", refused.body)
	}
}
