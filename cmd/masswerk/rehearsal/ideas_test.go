package rehearsal

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestParseIdeas(t *testing.T) {
	for name, situation := range map[string]struct {
		file string
		want []Idea
	}{
		"commas, with quotes":  {"id,topic,agrees,text\n1,Energie,118,\"Strom, Wärme\"\n", []Idea{{"idea", "Strom, Wärme", "Energie", 118, "1"}}},
		"semicolons and a BOM": {"\ufeffkind;text\r\nexpectation;Ich brauche Zeit\r\n", []Idea{{"expectation", "Ich brauche Zeit", "", 0, ""}}},
		"tabs, and a title":    {"title\tx\n Bäume, Bänke \t1\n", []Idea{{"idea", "Bäume, Bänke", "", 0, ""}}},
		"text before title":    {"id,title,text,topics\n1,Platz,Mehr Platz,a|b\n", []Idea{{"idea", "Mehr Platz", "a", 0, "1"}}},
		"empty and overlong lines are left out": {
			"text\n\nA\n  \n" + strings.Repeat("ü", longest) + "\nB\n", []Idea{{"idea", "A", "", 0, ""}, {"idea", "B", "", 0, ""}},
		},
		"refused: nothing":        {"", nil},
		"refused: no such column": {"Beitrag\nA\n", nil},
		"refused: only a heading": {"text\n", nil},
	} {
		got, err := parseIdeas([]byte(situation.file))
		if (err != nil) != (situation.want == nil) || len(got) != len(situation.want) {
			t.Errorf("%s: got %v, %v", name, got, err)
			continue
		}
		for i := range got {
			if got[i] != situation.want[i] {
				t.Errorf("%s: got %+v, want %+v", name, got[i], situation.want[i])
			}
		}
	}
}

func TestExample(t *testing.T) {
	kinds, fields := map[string]int{}, map[string]int{}
	texts := map[string]bool{}
	var ideas []*contribution
	for i, one := range Example() {
		kinds[one.Kind]++
		fields[one.Field]++
		texts[one.Text] = true
		ideas = append(ideas, &contribution{Idea: one, number: i + 1})
	}
	if len(kinds) != 2 || kinds["idea"] == 0 || kinds["expectation"] == 0 {
		t.Errorf("the example has the kinds %v", kinds)
	}
	if len(texts) != len(ideas) || fields[""] > 0 || len(fields) > fieldsAtMost {
		t.Errorf("%d different texts of %d, in the fields %v", len(texts), len(ideas), fields)
	}
	if pairs := similar(ideas, mergedPairs); len(pairs) != mergedPairs {
		t.Errorf("%d pairs of ideas say the same, want at least %d", len(pairs), mergedPairs)
	}
}

func TestLikedIdeasAreDrawnMoreOften(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	urn := newUrn(chance, []*contribution{{Idea: Idea{Weight: 1}}, {Idea: Idea{Weight: 8}}, {Idea: Idea{Weight: 1}}})
	var drawn [3]int
	for range 1000 {
		drawn[urn.draw(chance)]++
	}
	if drawn[0] < 50 || drawn[1] < 700 || drawn[2] < 50 {
		t.Errorf("drawn %v times, want about 100, 800 and 100", drawn)
	}
}

func TestReportForMachinesAndPeople(t *testing.T) {
	report := newLedger().report(document{}, document{})
	told, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{
		"phones", "acked", "refused", "lost", "duplicated", "ack_ms", "projector_ms", "ideas", "supports", "votes", "reconnects", "seconds",
		"storm", "rss_kib_per_phone", "ballots_per_s", "ballot_projector_ms", "ballot_phone_ms", "every_phone_ms", "sockets_lost",
	} {
		if !strings.Contains(string(told), `"`+key+`":`) {
			t.Errorf("%s is not in %s", key, told)
		}
	}
	report.Storm, report.EveryPhoneMS = &Storm{1.5, 1.04}, &Quantiles{1, 2, 12345.6}
	report.Gaps, report.Faults = 1, []string{"update 9 came after 7"}
	for language, word := range map[string]string{"de": "Verstöße gegen das Protokoll", "en": "Breaches of the protocol"} {
		measured := map[string]string{"de": "12345,6", "en": "12345.6"}[language]
		var table bytes.Buffer
		report.Table(&table, language)
		if !strings.Contains(table.String(), word) || !strings.Contains(table.String(), measured) || !strings.Contains(table.String(), report.Faults[0]) || strings.Contains(table.String(), "%!") {
			t.Errorf("%s:\n%s", language, table.String())
		}
	}
	for key := range words["de"] {
		if words["en"][key] == "" {
			t.Errorf("%q has no English word", key)
		}
	}
}

func TestLanguage(t *testing.T) {
	for want, environment := range map[string]map[string]string{
		"de": {"LANG": "de_DE.UTF-8"},
		"en": {"LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8"},
	} {
		if got := Language(func(name string) string { return environment[name] }); got != want {
			t.Errorf("%v is %s, want %s", environment, got, want)
		}
	}
}
