package pages

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"masswerk/store"
)

// sample is a page with a contribution of every kind of outcome.
func sample(told []store.Told, asked Asked) Outcomes {
	page := Outcomes{
		Frame: Frame{Words: Words{"de", "sie"}, Build: "0123456789abcdef", House: "Stadt Musterhausen"},
		Title: "Zukunft im Rathaus", On: "30. November 2026", Level: store.Public,
	}
	page.Fill(told, asked, store.House{StateNames: map[store.MeasureState]string{store.MeasureAdopted: "Vom Rat beschlossen"}})
	return page
}

func contributions() []store.Told {
	return []store.Told{
		{Number: 1, Kind: store.Proposal, Text: "Bäume <script>alert(1)</script>\n& mehr", Field: "Klima", Outcome: &store.Outcome{
			Kind: store.OutcomePromoted, CandidateNumber: 3, CandidateTitle: "Stadtgrün", MeasureNumber: 7, MeasureState: store.MeasureAdopted,
		}, Steps: []store.Step{{On: "2026-12-01", State: store.MeasureCandidate}, {On: "2027-02-15", State: store.MeasureAdopted}}},
		{Number: 2, Kind: store.Expectation, Text: "Kurz gefasst", Summary: true, Outcome: &store.Outcome{Kind: store.OutcomeParked, Reason: "Erst nach dem Umbau.", ReviewOn: "2027-03-01"}},
		{Number: 3, Kind: store.Proposal, Outcome: &store.Outcome{Kind: store.OutcomeNotOurs, Reason: "Das regelt das Land.", Whose: "Land"}},
		{Number: 4, Kind: store.Proposal, Outcome: &store.Outcome{Kind: store.OutcomeInProgress, Link: "https://example.org/projekt?a=1&b=2"}},
		{Number: 5, Kind: store.Proposal, Outcome: &store.Outcome{Kind: store.OutcomeInProgress, Link: "javascript:alert(1)"}},
		{Number: 6, Kind: store.Proposal, Outcome: &store.Outcome{Kind: store.OutcomeGoal, NodeTitle: "Kurze Wege"}},
		{Number: 7, Kind: store.Proposal, Outcome: &store.Outcome{Kind: store.OutcomeJoined, JoinedEvent: "Zukunft im Rathaus", JoinedNumber: 1}},
		{Number: 8, Kind: store.Proposal, Outcome: &store.Outcome{Kind: store.OutcomeJoined, JoinedEvent: "Barcamp", JoinedNumber: 12}},
		{Number: 9, Kind: store.Proposal, Outcome: &store.Outcome{Kind: store.OutcomeDeclined, Reason: "Zu teuer."}},
		{Number: 10, Kind: store.Proposal},
		{Number: 11, Kind: store.Proposal, State: store.Withdrawn, Field: "ZURÜCK", Outcome: &store.Outcome{Kind: store.OutcomeDeclined, Reason: "ZURÜCK"}},
		{Number: 12, Kind: store.Proposal, Outcome: &store.Outcome{Kind: store.OutcomePromoted, CandidateNumber: 4, CandidateTitle: "Noch im Werden", MeasureState: store.MeasureInWork}},
	}
}

func written(t *testing.T, page Outcomes) string {
	t.Helper()
	content, err := WriteOutcomes(page)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestWhatBecameTellsEveryOutcome(t *testing.T) {
	page := written(t, sample(contributions(), Asked{}))
	for _, want := range []string{
		"Was aus unseren 12 Beiträgen wurde", "Stadt Musterhausen", "Zukunft im Rathaus, 30. November 2026", "Diese Seite ist öffentlich.",
		`id="1"`, "Bäume &lt;script&gt;alert(1)&lt;/script&gt;\n&amp; mehr", "Klima", `<b class="told__name">M07</b> „Stadtgrün“`,
		"1. Dezember 2026", "15. Februar 2027", "Vom Rat beschlossen",
		"Kurz gefasst", "Zusammenfassung der Verwaltung", "Erst nach dem Umbau.", "Wird wieder angesehen am 1. März 2027",
		"Zuständig: Land", `<a href="https://example.org/projekt?a=1&amp;b=2" rel="nofollow noopener noreferrer">`, "Mehr dazu: javascript:alert(1)",
		"Aufgenommen in: „Kurze Wege“", `Geht weiter mit <a href="?number=1">#1</a>`, "Geht weiter mit #12 aus „Barcamp“",
		"Zu teuer.", "Noch ohne Ergebnis", "Der Text ist nicht freigegeben.", `<b class="told__name">V4</b> „Noch im Werden“`, "Steckbrief in Arbeit",
		"Einer davon wurde zurückgezogen und steht nicht hier.", `<b>2</b> <span>Als Maßnahmenvorschlag übernommen</span>`, `<b>1</b> <span>Nicht übernommen</span>`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	for _, never := range []string{"ZURÜCK", `id="11"`, `href="javascript`, "<script", "style=", "ZgotmplZ"} {
		if strings.Contains(page, never) {
			t.Errorf("the page holds %q", never)
		}
	}
}

func TestOneIsFoundByItsNumber(t *testing.T) {
	for typed, want := range map[string]string{"9": "Zu teuer.", "#9": "Zu teuer.", " 9 ": "Zu teuer.", "11": "kein Beitrag", "99": "kein Beitrag", "x": "kein Beitrag", "<b>": "kein Beitrag"} {
		page := written(t, sample(contributions(), Asked{Number: typed}))
		if !strings.Contains(page, want) || strings.Contains(page, "Stadtgrün") || strings.Contains(page, "ZURÜCK") || strings.Contains(page, "\"<b>\"") {
			t.Errorf("looking for %q does not say %q alone", typed, want)
		}
		if !strings.Contains(page, "Alle Beiträge zeigen") {
			t.Errorf("there is no way back from %q", typed)
		}
	}
}

func TestOneKindIsShownAlone(t *testing.T) {
	page := written(t, sample(contributions(), Asked{Outcome: "parked"}))
	if !strings.Contains(page, "Kurz gefasst") || strings.Contains(page, "Zu teuer.") || !strings.Contains(page, `aria-current="true"`) {
		t.Error("not the parked ones alone")
	}
	if page := written(t, sample(contributions(), Asked{Outcome: "open"})); strings.Count(page, `class="told"`) != 1 {
		t.Error("not the open one alone")
	}
	if page := written(t, sample(contributions(), Asked{Outcome: "nonsense"})); !strings.Contains(page, "Zu teuer.") {
		t.Error("a kind that there is not hides contributions")
	}
}

// Neither language may lack what the other says, and a page asks for nothing that is not there.
func TestPagesHaveTheirWords(t *testing.T) {
	for key := range german {
		if _, ok := english[key]; !ok && !strings.HasSuffix(key, "~du") {
			t.Errorf("English lacks %q", key)
		}
	}
	for key, text := range english {
		if _, ok := german[key]; !ok {
			t.Errorf("German lacks %q", key)
		}
		if strings.Contains(text+german[key], "!") {
			t.Errorf("%q exclaims", key)
		}
	}
	for key := range german {
		if plain, du := strings.CutSuffix(key, "~du"); du && german[plain] == "" {
			t.Errorf("%q has no other form", key)
		}
	}
	asked := regexp.MustCompile(`Say "([^"]+)"`)
	entries, err := files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		content, err := files.ReadFile(entry.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range asked.FindAllStringSubmatch(string(content), -1) {
			if german[key[1]] == "" {
				t.Errorf("%s asks for %q", entry.Name(), key[1])
			}
		}
	}
	for _, state := range store.MeasureStates() {
		if german["state."+string(state)] == "" {
			t.Errorf("no word for the state %s", state)
		}
	}
	for _, kind := range kinds {
		if german["outcome."+kind] == "" {
			t.Errorf("no word for the outcome %s", kind)
		}
	}
}

func TestWordsFollowTheEvent(t *testing.T) {
	sie, du, en := Words{"de", "sie"}, Words{"de", "du"}, Words{"en", "du"}
	for got, want := range map[string]string{
		sie.Say("find.own"):        "Ihre eigenen Beiträge mit ihrem Text zeigt Ihr Ideen-Link.",
		du.Say("find.own"):         "Deine eigenen Beiträge mit ihrem Text zeigt dein Ideen-Link.",
		du.Say("title"):            sie.Say("title"),
		en.Say("find"):             "Find a contribution",
		sie.Count("heading", 1):    "Was aus unserem einen Beitrag wurde",
		sie.Count("heading", 1312): "Was aus unseren 1.312 Beiträgen wurde",
		en.Count("heading", 20001): "What became of our 20,001 contributions",
		sie.Day("2027-03-01"):      "1. März 2027",
		en.Day("2027-03-01"):       "1 March 2027",
		sie.Day("bald"):            "bald",
		sie.Quote("Grün"):          "„Grün“",
		MeasureOf("P-", &store.Outcome{CandidateNumber: 1, MeasureNumber: 123}): "P-123",
		MeasureOf("", nil): "",
	} {
		if got != want {
			t.Errorf("said %q, want %q", got, want)
		}
	}
}

// A big event is one page: to be written well within the 200 ms that a reader may wait.
func TestABigEventIsOnePage(t *testing.T) {
	var told []store.Told
	for i := range 1000 {
		one := contributions()[i%len(contributions())]
		one.Number, one.Text = i+1, strings.Repeat("Ein Beitrag, wie er ist. ", 8)
		told = append(told, one)
	}
	begin := time.Now()
	page := written(t, sample(told, Asked{}))
	took := time.Since(begin)
	t.Logf("%d bytes in %s", len(page), took)
	if took > time.Second && !underRace {
		t.Errorf("it took %s", took)
	}
	if count := strings.Count(page, `class="told"`); count != 1000-83 {
		t.Errorf("%d contributions", count)
	}
}

func BenchmarkOutcomes(b *testing.B) {
	var told []store.Told
	for i := range 1000 {
		one := contributions()[i%len(contributions())]
		one.Number = i + 1
		told = append(told, one)
	}
	for b.Loop() {
		if _, err := WriteOutcomes(sample(told, Asked{})); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleMeasureOf() {
	fmt.Println(MeasureOf("", &store.Outcome{CandidateNumber: 12}), MeasureOf("", &store.Outcome{CandidateNumber: 12, MeasureNumber: 7}))
	// Output: V12 M07
}
