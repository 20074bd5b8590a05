package store

import (
	"maps"
	"slices"
)

// Tally is the sum of a round's ballots.
type Tally struct {
	Voters int // ballots that say anything
	Items  map[int]ItemTally
}

// ItemTally is one item's share of a tally.
//
// Points are the order's measure: the sum of dots; how many approve; yes less no; the sum of all
// ratings, where less is better counted backwards (6 - rating); for a ranking Borda points (J.-C.
// de Borda, Mémoire sur les élections au scrutin, 1781: the first of n items gets n-1, the next
// n-2, one left unranked 0).
//
// Counts tell how the ballots are spread: yes, no, abstain; for a scale how many gave 1 to 5, one
// criterion after the other. Once the round is closed, for dots how many gave 1, 2, 3 …, for a
// ranking how many put it first, second …. Approving has none.
type ItemTally struct {
	Points int   `json:"points"`
	Voters int   `json:"voters"`
	Counts []int `json:"counts,omitempty"`
}

// Equal reports whether two sums say the same.
func (t ItemTally) Equal(other ItemTally) bool {
	return t.Points == other.Points && t.Voters == other.Voters && slices.Equal(t.Counts, other.Counts)
}

// Count adds whole ballots up, as they are frozen when the round is closed.
func (r Round) Count(ballots []Ballot) Tally {
	tally := Tally{Items: map[int]ItemTally{}}
	for _, ballot := range ballots {
		r.Add(&tally, ballot.Points, 1)
		switch r.Method {
		case Dots:
			tally.spread(ballot.Points, r.Cap)
		case Ranking:
			tally.spread(ballot.Points, len(r.Items))
		}
	}
	return tally
}

// Add adds a ballot's points to a running tally, which it changes in place, or with sign -1 takes
// them out again. The counts of dots and rankings are left out: they are too many to be told with
// every vote.
func (r Round) Add(tally *Tally, points map[int]int, sign int) {
	if len(points) == 0 {
		return
	}
	tally.Voters += sign
	for item, given := range points {
		sum := tally.Items[item]
		sum.Voters += sign
		if sum.Voters == 0 {
			delete(tally.Items, item)
			continue
		}
		sum.Points += sign * r.worth(given)
		switch r.Method {
		case YesNo:
			sum.count(Abstain, given-1, sign)
		case Scale:
			for criterion := range r.Criteria {
				if grade := Rated(given, criterion); grade > 0 {
					sum.count(grades*len(r.Criteria), grades*criterion+grade-1, sign)
				}
			}
		}
		tally.Items[item] = sum
	}
}

// spread counts how often each number of points up to most was given.
func (t Tally) spread(points map[int]int, most int) {
	for item, given := range points {
		sum := t.Items[item]
		sum.count(most, given-1, 1)
		t.Items[item] = sum
	}
}

// count changes one of so many counts. What is not among them is passed over: it can only come
// with rows that no ballot of ours made.
func (t *ItemTally) count(size, at, sign int) {
	if at < 0 || at >= size {
		return
	}
	if t.Counts == nil {
		t.Counts = make([]int, size)
	}
	t.Counts[at] += sign
}

// worth returns what an item gets for a ballot's points.
func (r Round) worth(points int) int {
	switch r.Method {
	case YesNo:
		switch points {
		case Yes:
			return 1
		case No:
			return -1
		}
		return 0
	case Scale:
		worth := 0
		for i, criterion := range r.Criteria {
			if grade := Rated(points, i); grade > 0 {
				worth += criterion.worth(grade)
			}
		}
		return worth
	case Ranking:
		return len(r.Items) - points
	}
	return points
}

// worth returns a rating so that more is better.
func (c Criterion) worth(grade int) int {
	if c.Less {
		return grades + 1 - grade
	}
	return grade
}

// Clone returns a copy that shares nothing.
func (t Tally) Clone() Tally {
	size := 0
	for _, sum := range t.Items {
		size += len(sum.Counts)
	}
	counts := make([]int, 0, size)
	items := maps.Clone(t.Items)
	for item, sum := range items {
		if sum.Counts != nil {
			from := len(counts)
			counts = append(counts, sum.Counts...)
			sum.Counts = counts[from:len(counts):len(counts)]
			items[item] = sum
		}
	}
	return Tally{Voters: t.Voters, Items: items}
}

// WithoutCounts returns a copy that breaks nothing down.
func (t Tally) WithoutCounts() Tally {
	items := make(map[int]ItemTally, len(t.Items))
	for item, sum := range t.Items {
		items[item] = ItemTally{Points: sum.Points, Voters: sum.Voters}
	}
	return Tally{Voters: t.Voters, Items: items}
}
