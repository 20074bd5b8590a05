package export

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"masswerk/store"
)

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

func TestWhatDoesNotFitIsRefusedByItsPlace(t *testing.T) {
	for name, situation := range map[string]struct {
		change func(*document)
		field  string
	}{
		"another format":               {func(d *document) { d.Format = "x" }, "format"},
		"a later version":              {func(d *document) { d.Version = 3 }, "version"},
		"no version":                   {func(d *document) { d.Version = 0 }, "version"},
		"too many tables":              {func(d *document) { d.Event.Tables = 201 }, "event.tables"},
		"a plenary nowhere":            {func(d *document) { d.Event.Plenary = 3 }, "event.plenary"},
		"cards backwards":              {func(d *document) { d.Event.Cards[0].To = 5 }, "event.cards[0]"},
		"an unknown end":               {func(d *document) { d.Sessions[0].Phases[0].End = "bang" }, "sessions[0].phases[0].end"},
		"an unknown scene":             {func(d *document) { d.Sessions[0].Phases[1].Scene = "circus" }, "sessions[0].phases[1].scene"},
		"more than a day":              {func(d *document) { d.Sessions[0].Phases[0].Seconds = 86_401 }, "sessions[0].phases[0].seconds"},
		"a vote of no method":          {func(d *document) { d.Sessions[0].Phases[1].Vote.Method = "" }, "sessions[0].phases[1].vote"},
		"more reactions than people":   {func(d *document) { d.Ideas[0].Reactions[store.Asks] = 7 }, "ideas[0].reactions"},
		"an unknown reaction":          {func(d *document) { d.Ideas[0].Reactions["yawn"] = 1 }, "ideas[0].reactions"},
		"a table beyond the last":      {func(d *document) { d.Ideas[0].Table = 201 }, "ideas[0].table"},
		"a comment on nothing":         {func(d *document) { d.Comments[0].Idea = 77 }, "comments[0].idea"},
		"two comments of one number":   {func(d *document) { d.Comments[1].Number = 1 }, "comments[1].number"},
		"a held comment":               {func(d *document) { d.Comments[0].State = store.Held }, "comments[0].state"},
		"a withdrawn comment":          {func(d *document) { d.Comments[2].Text = "wieder da" }, "comments[2].text"},
		"a runoff of what comes later": {func(d *document) { d.Rounds[0].Of = 3 }, "rounds[0].of"},
		"a scale without criteria":     {func(d *document) { d.Rounds[3].Criteria = nil }, "rounds[3].criteria"},
		"a criterion without a name":   {func(d *document) { d.Rounds[3].Criteria[0].Name = "" }, "rounds[3].criteria"},
		"a rating beyond the scale":    {func(d *document) { d.Rounds[3].Ballots[0].Points = map[int]int{1: 66} }, "rounds[3].ballots[0].points"},
		"an answer that is none":       {func(d *document) { d.Rounds[2].Ballots[0].Points = map[int]int{1: 4} }, "rounds[2].ballots[0].points"},
		"few with ballots":             {func(d *document) { d.Rounds[1].Ballots = []ballot{{1, false, map[int]int{1: 1}}} }, "rounds[1].tally"},
		"few broken down": {func(d *document) {
			d.Rounds[1].Tally.Items[1] = store.ItemTally{Points: 2, Voters: 1, Counts: []int{0, 1}}
		}, "rounds[1].tally"},
		"few who gave too much":        {func(d *document) { d.Rounds[1].Tally.Items[1] = store.ItemTally{Points: 3, Voters: 1} }, "rounds[1].tally"},
		"few who are not few":          {func(d *document) { d.Rounds[1].Tally.Voters = 5 }, "rounds[1].tally"},
		"a few secret votes told":      {func(d *document) { d.Rounds[4].Tally.Items = map[int]store.ItemTally{1: {Points: 1, Voters: 1}} }, "rounds[4].tally"},
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
		"more support than people":     {func(d *document) { d.Ideas[0].Support = 7 }, "ideas[0].support"},
		"another method":               {func(d *document) { d.Rounds[0].Method = "lottery" }, "rounds[0].method"},
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

// TestTheFirstVersionIsRead reads a document as the first release wrote it.
func TestTheFirstVersionIsRead(t *testing.T) {
	content, err := os.ReadFile("testdata/version1.json")
	if err != nil {
		t.Fatal(err)
	}
	contents, err := ParseJSON(content)
	if err != nil {
		t.Fatal(err)
	}
	first := contents.Rounds[0]
	if len(contents.Ideas) != 4 || len(contents.Rounds) != 2 || first.Method != store.Dots || first.Tally.Items[1].Points != 5 || len(contents.Ballots) != 4 {
		t.Errorf("read %d ideas, %+v", len(contents.Ideas), contents.Rounds)
	}
	if !first.Few() || bytes.Contains(exported(t, Record{Contents: contents, Ballots: contents.Ballots}), []byte(`"ballot"`)) {
		t.Error("few votes of the first version are broken down")
	}
}
