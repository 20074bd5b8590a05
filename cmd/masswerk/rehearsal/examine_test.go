package rehearsal

import (
	"encoding/json"
	"slices"
	"testing"
	"time"
)

// played is a small rehearsal, all confirmed: ideas 3, 4 and 5 beside two older ones.
func played() *ledger {
	l := newLedger()
	for i, text := range []string{"Tablets", "WLAN", "Tablets"} {
		l.contributions = append(l.contributions, &contribution{Idea: Idea{Text: text}, due: time.Now(), number: i + 3})
	}
	l.backings = map[backing]stance{{0, 3}: {on: true}, {1, 3}: {on: true}, {2, 3}: {on: false}}
	l.arranged.field[4], l.arranged.merged[5], l.arranged.nominated[3] = "Technik", 3, true
	l.arranged.round = 2
	l.ballots = []*ballot{{points: map[int]int{1: 2, 2: 1}}, {points: map[int]int{1: 2, 2: 1}}, {points: map[int]int{2: 2}}, {points: map[int]int{}}}
	return l
}

const before = `{"ideas": [{"number": 1, "text": "Tablets", "support": 4}, {"number": 2, "text": "Kantine"}]}`

// after is the export that fits to played.
const after = `{
	"fields": [{"title": "Kultur"}, {"title": "Technik"}],
	"ideas": [
		{"number": 1, "text": "Tablets", "support": 4}, {"number": 2, "text": "Kantine"},
		{"number": 3, "text": "Tablets", "support": 2, "nominated": true}, {"number": 4, "text": "WLAN", "field": 2},
		{"number": 5, "text": "Tablets", "merged_into": 3}
	],
	"rounds": [{"number": 1}, {"number": 2, "tally": {"voters": 3, "items": {"1": {"points": 4, "voters": 2}, "2": {"points": 4, "voters": 3}}},
		"ballots": [{"points": {"1": 2, "2": 1}}, {"points": {"2": 2}}, {"points": {"1": 2, "2": 1}}]}]
}`

func read(t *testing.T, text string) (d document) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestCompare(t *testing.T) {
	idea := func(d *document, number int) *exportedIdea {
		return &d.Ideas[slices.IndexFunc(d.Ideas, func(one exportedIdea) bool { return one.Number == number })]
	}
	for name, situation := range map[string]struct {
		change           func(l *ledger, d *document)
		lost, duplicated int
	}{
		"all is there": {func(*ledger, *document) {}, 0, 0},
		"an idea is gone": {func(l *ledger, d *document) {
			d.Ideas = slices.DeleteFunc(d.Ideas, func(one exportedIdea) bool { return one.Number == 5 })
		}, 1, 0},
		"an idea has another's text": {func(l *ledger, d *document) { idea(d, 4).Text = "Kantine" }, 1, 0},
		"an idea is there twice": {func(l *ledger, d *document) {
			d.Ideas = append(d.Ideas, exportedIdea{Number: 6, Text: "WLAN"})
		}, 0, 1},
		"somebody else's idea does not matter": {func(l *ledger, d *document) {
			d.Ideas = append(d.Ideas, exportedIdea{Number: 6, Text: "Bäume"})
		}, 0, 0},
		"one idea was confirmed to two": {func(l *ledger, d *document) { l.contributions[2].number = 3 }, 1, 0},
		"an old idea was confirmed":     {func(l *ledger, d *document) { l.contributions[0].number = 1 }, 1, 0},
		"an unanswered idea is there": {func(l *ledger, d *document) {
			l.contributions = append(l.contributions, &contribution{Idea: Idea{Text: "WLAN"}, due: time.Now()})
			d.Ideas = append(d.Ideas, exportedIdea{Number: 6, Text: "WLAN"})
		}, 0, 0},
		"a refused idea is there": {func(l *ledger, d *document) {
			l.contributions = append(l.contributions, &contribution{Idea: Idea{Text: "WLAN"}, due: time.Now(), refused: true})
			d.Ideas = append(d.Ideas, exportedIdea{Number: 6, Text: "WLAN"})
		}, 0, 1},
		"support is missing":           {func(l *ledger, d *document) { idea(d, 3).Support = 1 }, 1, 0},
		"support was counted twice":    {func(l *ledger, d *document) { idea(d, 3).Support = 4 }, 0, 2},
		"unanswered support may count": {func(l *ledger, d *document) { l.backings[backing{5, 3}] = stance{unsure: 1}; idea(d, 3).Support = 3 }, 0, 0},
		"an idea is in no field":       {func(l *ledger, d *document) { idea(d, 4).Field = 0 }, 1, 0},
		"an idea is not merged":        {func(l *ledger, d *document) { idea(d, 5).MergedInto = 0 }, 1, 0},
		"an idea is not nominated":     {func(l *ledger, d *document) { idea(d, 3).Nominated = false }, 1, 0},
		"few voted, and nothing else is told": {func(l *ledger, d *document) {
			d.Rounds[1].Ballots, d.Rounds[1].Tally = nil, &tally{Voters: d.Rounds[1].Tally.Voters, Few: true}
		}, 0, 0},
		"few voted, and one is missing": {func(l *ledger, d *document) {
			d.Rounds[1].Ballots, d.Rounds[1].Tally = nil, &tally{Voters: d.Rounds[1].Tally.Voters - 1, Few: true}
		}, 1, 0},
		"few voted, and one too many": {func(l *ledger, d *document) {
			d.Rounds[1].Ballots, d.Rounds[1].Tally = nil, &tally{Voters: d.Rounds[1].Tally.Voters + 1, Few: true}
		}, 0, 1},
		"the round is gone": {func(l *ledger, d *document) { d.Rounds = d.Rounds[:1] }, 1, 0},
		"a ballot is gone, and missing in the tally": {func(l *ledger, d *document) {
			d.Rounds[1].Ballots = d.Rounds[1].Ballots[:2]
			d.Rounds[1].Tally.add(d.Rounds[1], map[int]int{})
			d.Rounds[1].Tally.Voters, d.Rounds[1].Tally.Items[1], d.Rounds[1].Tally.Items[2] = 2, count{Points: 2, Voters: 1}, count{Points: 3, Voters: 2}
		}, 1, 0},
		"a ballot was cast twice, and counted twice": {func(l *ledger, d *document) {
			d.Rounds[1].Ballots = append(d.Rounds[1].Ballots, d.Rounds[1].Ballots[1])
			d.Rounds[1].Tally.add(d.Rounds[1], map[int]int{2: 2})
		}, 0, 1},
		"an older vote came through": {func(l *ledger, d *document) { l.ballots[2].points = map[int]int{1: 1, 2: 1} }, 1, 1},
		"an unanswered vote may have changed a ballot": {func(l *ledger, d *document) {
			l.ballots[2].points, l.ballots[2].unsure = map[int]int{1: 1}, 1
		}, 0, 0},
		"the tally has less than the ballots": {func(l *ledger, d *document) { d.Rounds[1].Tally.Items[1] = count{Points: 1, Voters: 1} }, 3, 0},
		"the tally has more than the ballots": {func(l *ledger, d *document) { d.Rounds[1].Tally.Items[7] = count{Points: 2, Voters: 1} }, 0, 2},
	} {
		l, d := played(), read(t, after)
		situation.change(l, &d)
		got := compare(l, read(t, before), d)
		if got.lost != situation.lost || got.duplicated != situation.duplicated {
			t.Errorf("%s: lost %d and duplicated %d, want %d and %d: %v",
				name, got.lost, got.duplicated, situation.lost, situation.duplicated, got.faults)
		}
	}
}
