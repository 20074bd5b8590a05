package rehearsal

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// document is what the examination needs of a server's export.
type document struct {
	Format  string `json:"format"`
	Version int    `json:"version"`
	Fields  []struct {
		Title string `json:"title"`
	} `json:"fields"`
	Ideas  []exportedIdea  `json:"ideas"`
	Rounds []exportedRound `json:"rounds"`
}

type exportedIdea struct {
	Number     int    `json:"number"`
	Text       string `json:"text"`
	Support    int    `json:"support"`
	Field      int    `json:"field"` // place in the list of fields, from 1
	MergedInto int    `json:"merged_into"`
	Nominated  bool   `json:"nominated"`
}

type exportedRound struct {
	Number   int    `json:"number"`
	Method   string `json:"method"`
	Criteria []struct {
		Less bool `json:"less"`
	} `json:"criteria"`
	Items []struct {
		Item int `json:"item"`
		Idea int `json:"idea"`
	} `json:"items"`
	Tally   *tally `json:"tally"`
	Ballots []struct {
		Points map[int]int `json:"points"`
	} `json:"ballots"`
}

// nextNumber is that of the next idea.
func (d document) nextNumber() int {
	next := 1
	for _, one := range d.Ideas {
		next = max(next, one.Number+1)
	}
	return next
}

// round returns a round by its number, or nil.
func (d document) round(number int) *exportedRound {
	at := slices.IndexFunc(d.Rounds, func(one exportedRound) bool { return one.Number == number })
	if at < 0 {
		return nil
	}
	return &d.Rounds[at]
}

func (d document) byNumber() map[int]exportedIdea {
	ideas := map[int]exportedIdea{}
	for _, one := range d.Ideas {
		ideas[one.Number] = one
	}
	return ideas
}

// verdict is what the export says of the ledger: lost was confirmed and is not there, duplicated
// is there more often than it was confirmed.
type verdict struct {
	lost, duplicated int
	faults           []string // what exactly, by number, never by content
}

func (v *verdict) miss(count int, format string, about ...any) {
	if count > 0 {
		v.lost += count
		v.faults = append(v.faults, fmt.Sprintf(format, about...))
	}
}

func (v *verdict) surplus(count int, format string, about ...any) {
	if count > 0 {
		v.duplicated += count
		v.faults = append(v.faults, fmt.Sprintf(format, about...))
	}
}

// compare holds the ledger against the event as it was before and is after the play. What was
// never answered may be there or not.
func compare(l *ledger, before, after document) verdict {
	var v verdict
	v.compareIdeas(l, before, after)
	v.compareSupport(l, before, after)
	v.compareArrangement(l.arranged, after)
	v.compareVotes(l, after)
	return v
}

// compareIdeas looks for every confirmed idea under its number, once, and for texts that are
// there more often than they were sent.
func (v *verdict) compareIdeas(l *ledger, before, after document) {
	old, stored := before.byNumber(), after.byNumber()
	claimed := map[int]bool{}
	expected := map[string]int{} // how often each text may be there
	for _, one := range before.Ideas {
		expected[one.Text]++
	}
	sent := map[string]bool{}
	for _, one := range l.contributions {
		sent[one.Text] = true
		if one.unknown() {
			expected[one.Text]++
		}
		if one.number == 0 {
			continue
		}
		expected[one.Text]++
		found, ok := stored[one.number]
		_, older := old[one.number]
		if !ok || older || claimed[one.number] || found.Text != one.Text {
			v.miss(1, "idea %d", one.number)
		}
		claimed[one.number] = true
	}
	for _, one := range after.Ideas {
		if expected[one.Text]--; sent[one.Text] && expected[one.Text] < 0 {
			v.surplus(1, "idea %d again", one.Number)
		}
	}
}

// compareSupport counts the phones that back an idea.
func (v *verdict) compareSupport(l *ledger, before, after document) {
	old := before.byNumber()
	least, most := map[int]int{}, map[int]int{}
	for key, stance := range l.backings {
		if stance.on && stance.unsure == 0 {
			least[key.idea]++
		}
		if stance.on || stance.unsure > 0 {
			most[key.idea]++
		}
	}
	for _, one := range after.Ideas {
		grown := one.Support - old[one.Number].Support
		v.miss(least[one.Number]-grown, "support for idea %d", one.Number)
		v.surplus(grown-most[one.Number], "support for idea %d again", one.Number)
	}
}

// compareArrangement looks for what the moderator did.
func (v *verdict) compareArrangement(arranged arrangement, after document) {
	for _, one := range after.Ideas {
		field := ""
		if one.Field > 0 && one.Field <= len(after.Fields) {
			field = after.Fields[one.Field-1].Title
		}
		if wanted, ok := arranged.field[one.Number]; ok && wanted != field {
			v.miss(1, "topic field of idea %d", one.Number)
		}
		if wanted, ok := arranged.merged[one.Number]; ok && wanted != one.MergedInto {
			v.miss(1, "merging of idea %d", one.Number)
		}
		if arranged.nominated[one.Number] && !one.Nominated {
			v.miss(1, "nomination of idea %d", one.Number)
		}
	}
}

// compareVotes looks for the ballot of every phone, as last confirmed, and adds the tally up
// again from them.
func (v *verdict) compareVotes(l *ledger, after document) {
	if l.arranged.round == 0 {
		return // no round was closed: ballots are not told before that
	}
	found := after.round(l.arranged.round)
	if found == nil || found.Tally == nil {
		v.miss(1, "round %d", l.arranged.round)
		return
	}
	round := *found
	if round.Tally.Few {
		v.compareFew(l, round)
		return
	}
	stored := map[string]int{}
	counted := tally{Items: map[int]count{}}
	for _, one := range round.Ballots {
		stored[choices(one.Points)]++
		counted.add(round, one.Points)
	}
	unsure := 0
	for _, one := range l.ballots {
		switch {
		case one.unsure > 0:
			unsure++
		case len(one.points) == 0:
		case stored[choices(one.points)] > 0:
			stored[choices(one.points)]--
		default:
			v.miss(1, "a ballot of round %d", round.Number)
		}
	}
	left := 0
	for _, times := range stored {
		left += times
	}
	v.surplus(left-unsure, "%d ballots of round %d", left-unsure, round.Number)
	v.compareTally(counted, *round.Tally, round.Number)
}

// compareFew counts the voters of a round of which nothing else is told, because so few voted.
func (v *verdict) compareFew(l *ledger, round exportedRound) {
	least, most := 0, 0
	for _, one := range l.ballots {
		if len(one.points) > 0 && one.unsure == 0 {
			least++
		}
		if len(one.points) > 0 || one.unsure > 0 {
			most++
		}
	}
	v.miss(least-round.Tally.Voters, "voters in the tally of round %d", round.Number)
	v.surplus(round.Tally.Voters-most, "voters in the tally of round %d", round.Number)
}

// compareTally finds points that the tally has and no ballot gave, or the other way round.
func (v *verdict) compareTally(counted, told tally, round int) {
	v.miss(counted.Voters-told.Voters, "voters in the tally of round %d", round)
	v.surplus(told.Voters-counted.Voters, "voters in the tally of round %d", round)
	items := maps.Clone(counted.Items)
	maps.Copy(items, told.Items)
	for _, item := range slices.Sorted(maps.Keys(items)) {
		missing := counted.Items[item].Points - told.Items[item].Points
		v.miss(missing, "points for item %d in the tally of round %d", item, round)
		v.surplus(-missing, "points for item %d in the tally of round %d", item, round)
	}
}

func (t *tally) add(round exportedRound, points map[int]int) {
	if len(points) > 0 {
		t.Voters++
	}
	for item, given := range points {
		sum := t.Items[item]
		t.Items[item] = count{Points: sum.Points + worth(round, given), Voters: sum.Voters + 1}
	}
}

// choices writes a ballot so that equal ones are written alike.
func choices(points map[int]int) string {
	var text strings.Builder
	for _, item := range slices.Sorted(maps.Keys(points)) {
		fmt.Fprintf(&text, "%d:%d ", item, points[item])
	}
	return text.String()
}
