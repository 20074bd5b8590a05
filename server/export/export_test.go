package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"masswerk/store"
)

// sample is an event with one of everything that an export has to get right.
func sample() Record {
	session := store.Session{
		ID: "session-1", Event: "event-1", Title: "Bürgerservice", Prompt: "Was hilft?", Phase: "phase-2", SupportShown: true,
		Phases: []store.Phase{
			{ID: "phase-1", Kind: store.Lobby, Instruction: "Gleich geht es los."},
			{ID: "phase-2", Kind: store.Vote, Position: 1, PhaseSettings: store.PhaseSettings{LateIdeas: true}},
		},
	}
	tally := store.Tally{Voters: 3, Items: map[int]store.ItemTally{1: {Points: 5, Voters: 3}, 2: {Points: 1, Voters: 1}}}
	fields := store.Tally{Voters: 1, Items: map[int]store.ItemTally{1: {Points: 2, Voters: 1}}}
	return Record{
		Contents: store.Contents{
			Event: store.Event{
				ID: "event-1", Title: "Zukunft", Format: store.Workshop, JoinCode: "ACDEFGHJ", Admission: store.AdmissionOpen,
				Language: "de", Address: "sie", HeldOn: "2026-11-30", DeleteOn: "2027-01-31", Publication: store.Internal,
				Welcome: "Willkommen", Key: []byte("key-of-the-event"),
			},
			Sessions: []store.Session{session, {ID: "session-2", Title: "Arbeit", Phase: "phase-3", Phases: []store.Phase{{ID: "phase-3", Kind: store.Collect}}}},
			Participants: []store.Participant{
				{ID: "participant-1", Device: "device-1"}, {ID: "participant-2", Device: "device-2"}, {ID: "participant-3", Device: "device-3"},
			},
			Moderators: []store.Moderator{{ID: "moderator-1", Label: "Kollegin Beispiel", Secret: "secret-1"}},
			Projectors: []store.Projector{{ID: "projector-1", Secret: "secret-2"}},
			Fields: []store.TopicField{
				{ID: "field-1", Title: "Klima", Color: 3, Nominated: true}, {ID: "field-2", Title: "Grün", Color: 4, JoinedInto: "field-1"},
				{ID: "field-3", Title: "Leer", Removed: true},
			},
			Ideas: []store.Idea{
				{ID: "idea-1", Number: 1, Session: "session-1", Kind: store.Proposal, Text: "=1+1", State: store.Shown, Author: "participant-1",
					Field: "field-1", Nominated: true, Command: "command-1", SubmittedAt: 1796029200000},
				{ID: "idea-2", Number: 2, Session: "session-1", Kind: store.Expectation, Text: "Ruhe;\n\"Raum\"", State: store.Returned, Reason: "Bitte kürzer",
					Author: "participant-2", SubmittedAt: 1796032800000},
				{ID: "idea-3", Number: 4, Session: "session-2", Kind: store.Proposal, Text: "Bäume", State: store.Shown, OnBehalf: true,
					MergedInto: "idea-1", Field: "field-2", SubmittedAt: 1796032800000},
				{ID: "idea-4", Number: 5, Session: "session-1", Kind: store.Proposal, Text: "left in memory", Reason: "left too", State: store.Withdrawn,
					Author: "participant-3", SubmittedAt: 1796032800000},
			},
			Supports: []store.Support{{Idea: "idea-1", Participant: "participant-2"}, {Idea: "idea-1", Participant: "participant-3"}, {Idea: "idea-2", Participant: "participant-1"}},
			Rounds: []store.Round{
				{ID: "round-1", Number: 1, Session: "session-1", Method: "dots", Subject: store.OnIdeas, Secrecy: store.Pseudonymous, Budget: 3, Cap: 2,
					Hidden: true, State: store.RoundClosed, ResultsOpen: true, Admitted: 3, Tally: &tally,
					Items: []store.RoundItem{{Item: 1, Idea: "idea-1", Ideas: []string{"idea-1", "idea-3"}}, {Item: 2, Idea: "idea-2", Ideas: []string{"idea-2"}}}},
				{ID: "round-2", Number: 2, Session: "session-1", Method: "dots", Subject: store.OnIdeas, Secrecy: store.Pseudonymous, State: store.RoundUnopened},
				{ID: "round-3", Number: 3, Session: "session-1", Method: "dots", Subject: store.OnFields, Secrecy: store.OpenVote, Budget: 2, Cap: 2,
					State: store.RoundClosed, Admitted: 3, Tally: &fields,
					Items: []store.RoundItem{{Item: 1, Field: "field-1", Ideas: []string{"idea-1", "idea-3"}}}},
			},
		},
		Ballots: []store.Ballot{
			{ID: "ballot-1", Round: "round-1", Participant: "participant-1", Counter: 7, Points: map[int]int{1: 2, 2: 1}},
			{ID: "ballot-2", Round: "round-1", Points: map[int]int{1: 2}},
			{ID: "ballot-3", Round: "round-1", Points: map[int]int{1: 1}},
			{ID: "ballot-4", Round: "round-1", Participant: "participant-2", Counter: 3},
			{ID: "ballot-5", Round: "round-3", Participant: "participant-3", Points: map[int]int{1: 2}},
		},
		Candidates: []store.Candidate{{
			ID: "candidate-1", Number: 12, Title: "Stadtgrün", Summary: "Mehr davon",
			Sources: []store.Source{{Idea: "idea-1", Number: 1, Round: 1, Points: 5, Voters: 3, Turnout: 3, Admitted: 3, Rank: 1}, {Field: "field-1", Title: "Klima"}},
		}},
		Outcomes: []store.Outcome{{Idea: "idea-1", Number: 1, Kind: store.OutcomePromoted, CandidateNumber: 12, Published: true}},
	}
}

func exported(t *testing.T, record Record) []byte {
	t.Helper()
	content, err := JSON(record)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestNothingInAnExportLeadsToAPerson(t *testing.T) {
	record := sample()
	table, err := CSV(record)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"JSON": exported(t, record), "CSV": table} {
		for _, secret := range []string{
			"participant-", "device-", "moderator-", "projector-", "secret-", "Kollegin", "ballot-", "command-", "idea-", "session-",
			"key-of", "a2V5", "ACDEFGHJ", "counter", "left in memory", "left too", "1796", "T10:",
		} {
			if bytes.Contains(content, []byte(secret)) {
				t.Errorf("%s holds %q", name, secret)
			}
		}
	}
}

func TestTheOrderOfBallotsSaysNothing(t *testing.T) {
	record := sample()
	before := exported(t, record)
	slices.Reverse(record.Ballots)
	for i := range record.Ballots {
		record.Ballots[i].ID = fmt.Sprint("other-", i)
	}
	if after := exported(t, record); !bytes.Equal(before, after) {
		t.Error("the export depends on the order or the ids of stored ballots")
	}
}

func TestTalliesCanBeRecomputed(t *testing.T) {
	var d document
	if err := json.Unmarshal(exported(t, sample()), &d); err != nil {
		t.Fatal(err)
	}
	if d.Participants != 3 || d.Ideas[0].Support != 2 || len(d.Rounds) != 2 {
		t.Errorf("people %d, support %d, rounds %d", d.Participants, d.Ideas[0].Support, len(d.Rounds))
	}
	for _, one := range d.Rounds {
		var ballots []store.Ballot
		for _, cast := range one.Ballots {
			ballots = append(ballots, store.Ballot{Points: cast.Points})
		}
		counted := store.Count(ballots)
		if counted.Voters != one.Tally.Voters || !sameItems(counted.Items, one.Tally.Items) {
			t.Errorf("round %d: counted %+v, written %+v", one.Number, counted, one.Tally)
		}
	}
}

func TestWhatIsReadIsWhatWasWritten(t *testing.T) {
	first := exported(t, sample())
	contents, err := ParseJSON(first)
	if err != nil {
		t.Fatal(err)
	}
	second := exported(t, Record{Contents: contents, Ballots: contents.Ballots})
	without := func(content []byte) map[string]any {
		var d map[string]any
		if err := json.Unmarshal(content, &d); err != nil {
			t.Fatal(err)
		}
		d["candidates"], d["outcomes"] = nil, nil // the plan's, which an import leaves alone
		return d
	}
	a, _ := json.MarshalIndent(without(first), "", " ")
	b, _ := json.MarshalIndent(without(second), "", " ")
	if !bytes.Equal(a, b) {
		t.Errorf("written\n%s\nread\n%s", a, b)
	}
}

func TestAnImportIsAnEventOfItsOwn(t *testing.T) {
	first, err := ParseJSON(exported(t, sample()))
	if err != nil {
		t.Fatal(err)
	}
	second, err := ParseJSON(exported(t, sample()))
	if err != nil {
		t.Fatal(err)
	}
	if first.Event.ID == second.Event.ID || first.Event.JoinCode == second.Event.JoinCode || bytes.Equal(first.Event.Key, second.Event.Key) || len(first.Event.Key) != 32 {
		t.Error("two imports share what must be their own")
	}
	if len(first.Moderators)+len(first.Projectors)+len(first.Accepted)+len(first.Outcomes) != 0 {
		t.Error("somebody could come in")
	}
	for i, one := range first.Participants {
		if one.ID == second.Participants[i].ID || one.Device == second.Participants[i].Device || one.Device == "" {
			t.Error("participants are known")
		}
	}
	for _, one := range first.Ideas {
		if one.Author != "" || one.Command != "" || one.Event != first.Event.ID {
			t.Errorf("idea %+v", one)
		}
	}
	for _, one := range first.Ballots {
		if one.Participant != "" || one.Counter != 0 {
			t.Errorf("ballot %+v", one)
		}
	}
}

func TestAnOpenRoundIsMarkedAndLeftOut(t *testing.T) {
	record := sample()
	record.Contents.Rounds[0].State, record.Contents.Rounds[0].Tally = store.RoundOpen, nil
	content := exported(t, record)
	var d document
	json.Unmarshal(content, &d)
	if d.Rounds[0].State != store.RoundOpen || d.Rounds[0].Tally != nil || d.Rounds[0].Ballots != nil {
		t.Errorf("an open round shows %+v", d.Rounds[0])
	}
	contents, err := ParseJSON(content)
	if err != nil || len(contents.Rounds) != 1 || contents.Rounds[0].Number != 3 {
		t.Errorf("imported %+v, %v", contents.Rounds, err)
	}
}

func TestWhatDoesNotFitIsRefusedByItsPlace(t *testing.T) {
	for name, situation := range map[string]struct {
		change func(*document)
		field  string
	}{
		"another format":               {func(d *document) { d.Format = "x" }, "format"},
		"a later version":              {func(d *document) { d.Version = 2 }, "version"},
		"no session":                   {func(d *document) { d.Sessions = nil }, "sessions"},
		"fewer than nobody":            {func(d *document) { d.Participants = -1 }, "participants"},
		"a city of people":             {func(d *document) { d.Participants = 1 << 30 }, "participants"},
		"no title":                     {func(d *document) { d.Event.Title = "" }, "event.title"},
		"an unknown language":          {func(d *document) { d.Event.Language = "fr" }, "event.language"},
		"no date":                      {func(d *document) { d.Event.DeleteOn = "bald" }, "event.delete_on"},
		"a phase that is none":         {func(d *document) { d.Sessions[1].Phase = 2 }, "sessions[1].phase"},
		"an unknown phase":             {func(d *document) { d.Sessions[0].Phases[1].Kind = "party" }, "sessions[0].phases[1].kind"},
		"a colour beyond the palette":  {func(d *document) { d.Fields[1].Color = 12 }, "fields[1].color"},
		"fields joined in a circle":    {func(d *document) { d.Fields[0].JoinedInto = 2 }, "fields[0].joined_into"},
		"a field that is none":         {func(d *document) { d.Fields[0].JoinedInto = 9 }, "fields[0].joined_into"},
		"two ideas of one number":      {func(d *document) { d.Ideas[1].Number = 1 }, "ideas[1].number"},
		"an idea in no session":        {func(d *document) { d.Ideas[0].Session = 3 }, "ideas[0].session"},
		"an idea in no field":          {func(d *document) { d.Ideas[0].Field = -1 }, "ideas[0].field"},
		"an idea without text":         {func(d *document) { d.Ideas[0].Text = "" }, "ideas[0].text"},
		"an idea too long":             {func(d *document) { d.Ideas[0].Text = strings.Repeat("ä", 10_001) }, "ideas[0].text"},
		"a control character":          {func(d *document) { d.Ideas[0].Text = "a\x00b" }, "ideas[0].text"},
		"a withdrawn text":             {func(d *document) { d.Ideas[3].Text = "wieder da" }, "ideas[3].text"},
		"ideas merged in a circle":     {func(d *document) { d.Ideas[0].MergedInto = 4 }, "ideas[0].merged_into"},
		"merged into itself":           {func(d *document) { d.Ideas[1].MergedInto = 2 }, "ideas[1].merged_into"},
		"merged into nothing":          {func(d *document) { d.Ideas[1].MergedInto = 77 }, "ideas[1].merged_into"},
		"more support than people":     {func(d *document) { d.Ideas[0].Support = 4 }, "ideas[0].support"},
		"another method":               {func(d *document) { d.Rounds[0].Method = "ranking" }, "rounds[0].method"},
		"a cap above the budget":       {func(d *document) { d.Rounds[0].Cap = 4 }, "rounds[0].cap"},
		"an item twice":                {func(d *document) { d.Rounds[0].Items[1].Item = 1 }, "rounds[0].items[1].item"},
		"an item of nothing":           {func(d *document) { d.Rounds[0].Items[1].Idea = 77 }, "rounds[0].items[1].idea"},
		"an item of another subject":   {func(d *document) { d.Rounds[1].Items[0].Field = 0 }, "rounds[1].items[0].field"},
		"an unknown idea in an item":   {func(d *document) { d.Rounds[0].Items[0].Ideas = []int{1, 77} }, "rounds[0].items[0].ideas"},
		"a ballot over the budget":     {func(d *document) { d.Rounds[0].Ballots[0].Points = map[int]int{1: 2, 2: 2} }, "rounds[0].ballots[0].points"},
		"a ballot over the cap":        {func(d *document) { d.Rounds[0].Ballots[0].Points = map[int]int{1: 3} }, "rounds[0].ballots[0].points"},
		"a ballot for nothing":         {func(d *document) { d.Rounds[0].Ballots[0].Points = map[int]int{9: 1} }, "rounds[0].ballots[0].points"},
		"an empty ballot":              {func(d *document) { d.Rounds[0].Ballots[0].Points = nil }, "rounds[0].ballots[0].points"},
		"a ballot taken out":           {func(d *document) { d.Rounds[0].Ballots = d.Rounds[0].Ballots[1:] }, "rounds[0].tally"},
		"a tally made better":          {func(d *document) { d.Rounds[0].Tally.Items[2] = store.ItemTally{Points: 9, Voters: 3} }, "rounds[0].tally"},
		"a closed round without tally": {func(d *document) { d.Rounds[0].Tally = nil }, "rounds[0].tally"},
	} {
		var d document
		if err := json.Unmarshal(exported(t, sample()), &d); err != nil {
			t.Fatal(err)
		}
		situation.change(&d)
		content, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		_, err = ParseJSON(content)
		var refused *store.Error
		if !errors.As(err, &refused) || refused.Code != "invalid" || refused.Field != situation.field {
			t.Errorf("%s: %v, want invalid (%s)", name, err, situation.field)
		}
	}
}

func TestMalformedImportsAreRefused(t *testing.T) {
	good := string(exported(t, sample()))
	for name, content := range map[string]string{
		"nothing":            "",
		"not JSON":           "masswerk",
		"a list":             "[]",
		"cut short":          good[:len(good)/2],
		"something behind":   good + "{}",
		"an unknown field":   strings.Replace(good, `"welcome"`, `"key": "x", "welcome"`, 1),
		"a number as a text": strings.Replace(good, `"Zukunft"`, `7`, 1),
		"invalid UTF-8":      strings.Replace(good, `"Zukunft"`, "\"\xff\"", 1),
	} {
		_, err := ParseJSON([]byte(content))
		var refused *store.Error
		if !errors.As(err, &refused) || refused.Kind != store.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNoCellBeginsAFormula(t *testing.T) {
	for cell, want := range map[string]string{
		"=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\r=1": "'\r=1",
		" =1": "' =1", "\ufeff=1": "'\ufeff=1", "\u200b\u00a0=1": "'\u200b\u00a0=1", "\n=1": "'\n=1",
		"＝1": "'＝1", "＋1": "'＋1", "－1": "'－1", "＠a": "'＠a", "a\tb": "a\tb",
		"": "", "Bäume": "Bäume", "1-2": "1-2", " Bäume = Luft": " Bäume = Luft", "'=1": "'=1",
	} {
		if got := harmless(cell); got != want {
			t.Errorf("%q became %q, want %q", cell, got, want)
		}
	}
}

func TestTable(t *testing.T) {
	content, err := CSV(sample())
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(content, []byte("\ufeffNr.;Art;Text;")) {
		t.Errorf("begins %q", content[:20])
	}
	for i, one := range content {
		if one == '\n' && content[i-1] != '\r' {
			t.Fatal("a line end is not CRLF")
		}
	}
	reader := csv.NewReader(bytes.NewReader(content[3:]))
	reader.Comma = ';'
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for i, head := range rows[0] {
		got[head] = rows[1][i]
	}
	for head, want := range map[string]string{
		"Nr.": "1", "Art": "Idee", "Text": "'=1+1", "Sitzung": "Bürgerservice", "Themenfeld": "Klima", "Status": "sichtbar", "Unterstützung": "2",
		"Vorgemerkt": "ja", "Abstimmung 1: Punkte": "5", "Abstimmung 1: Geräte": "3", "Abstimmung 3: Punkte": "", "Maßnahmenvorschlag": "V12",
		"Ergebnis": "als Maßnahmenvorschlag übernommen", "Veröffentlicht": "ja",
	} {
		if got[head] != want {
			t.Errorf("%s is %q, want %q", head, got[head], want)
		}
	}
	if len(rows) != 1+4+2 || rows[5][1] != "Themenfeld" || rows[5][2] != "Klima" {
		t.Errorf("rows: %v", rows)
	}
	if rows[2][2] != "Ruhe;\n\"Raum\"" || rows[3][7] != "1" || rows[4][2] != "" || rows[4][5] != "zurückgezogen" {
		t.Errorf("rows: %q", rows)
	}
	english := sample()
	english.Contents.Event.Language = "en"
	if content, _ := CSV(english); !bytes.Contains(content, []byte("Topic field")) {
		t.Error("the English table is not English")
	}
}
