package store

import (
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

func TestWhatAMethodCounts(t *testing.T) {
	for name, situation := range map[string]struct {
		round   Round
		ballots []map[int]int
		want    Tally
	}{
		"dots are added": {
			roundBy(Dots, 3), []map[int]int{{1: 3, 2: 1}, {1: 1}, {}},
			Tally{2, map[int]ItemTally{1: {4, 2, []int{1, 0, 1}}, 2: {1, 1, []int{1, 0, 0}}}},
		},
		"approvals are counted": {
			roundBy(Approve, 3), []map[int]int{{1: 1, 2: 1}, {1: 1}},
			Tally{2, map[int]ItemTally{1: {2, 2, nil}, 2: {1, 1, nil}}},
		},
		"no is taken from yes, and who abstains votes too": {
			roundBy(YesNo, 3), []map[int]int{{1: Yes, 2: No}, {1: Yes, 2: No}, {1: No, 2: Abstain}},
			Tally{3, map[int]ItemTally{1: {1, 3, []int{2, 1, 0}}, 2: {-2, 3, []int{0, 2, 1}}}},
		},
		"little effort is worth much, and each rating counts by itself": {
			roundBy(Scale, 3), []map[int]int{{1: 15}, {1: 4, 2: 50}},
			Tally{2, map[int]ItemTally{
				1: {5 + 5 + 4, 2, []int{0, 0, 0, 1, 1, 1, 0, 0, 0, 0}},
				2: {1, 1, []int{0, 0, 0, 0, 0, 0, 0, 0, 0, 1}},
			}},
		},
		"places are Borda points": {
			roundBy(Ranking, 3), []map[int]int{{1: 1, 2: 2, 3: 3}, {2: 1}, {1: 1, 2: 2}},
			Tally{3, map[int]ItemTally{1: {4, 2, []int{2, 0, 0}}, 2: {4, 3, []int{1, 2, 0}}, 3: {0, 1, []int{0, 0, 1}}}},
		},
		"nobody voted": {roundBy(Dots, 3), nil, Tally{0, map[int]ItemTally{}}},
	} {
		t.Run(name, func(t *testing.T) {
			if tally := situation.round.Count(cast(situation.ballots)); !reflect.DeepEqual(tally, situation.want) {
				t.Fatalf("got %+v, want %+v", tally, situation.want)
			}
		})
	}
}

func cast(all []map[int]int) []Ballot {
	var ballots []Ballot
	for _, points := range all {
		ballots = append(ballots, Ballot{Points: points})
	}
	return ballots
}

// randomBallot fills in a ballot that the round allows.
func randomBallot(dice *rand.Rand, round Round) map[int]int {
	points := map[int]int{}
	order := dice.Perm(len(round.Items))
	for place, item := range order[:dice.IntN(len(order)+1)] {
		given := 0
		switch round.Method {
		case Dots:
			given = dice.IntN(min(round.Cap, round.Left(points)) + 1)
		case Approve:
			given = 1
		case YesNo:
			given = 1 + dice.IntN(Abstain)
		case Scale:
			for range round.Criteria {
				given = 10*given + dice.IntN(grades+1)
			}
		case Ranking:
			given = place + 1
		}
		if given > 0 {
			points[item+1] = given
		}
	}
	return points
}

// However often people change their minds, the running tally is what a recount of the ballots
// yields, in whatever order; and the sum of a closed round hides nothing: its points follow from
// its counts.
func TestTheRunningTallyIsTheRecount(t *testing.T) {
	for _, method := range Methods {
		t.Run(string(method), func(t *testing.T) {
			dice := rand.New(rand.NewPCG(1, uint64(len(method))))
			round := roundBy(method, 6)
			running := Tally{Items: map[int]ItemTally{}}
			ballots := make([]Ballot, 12)
			for range 500 {
				voter := &ballots[dice.IntN(len(ballots))]
				points := randomBallot(dice, round)
				if err := round.CheckBallot(points); err != nil {
					t.Fatalf("%v: %v", points, err)
				}
				round.Add(&running, voter.Points, -1)
				round.Add(&running, points, 1)
				voter.Points = points
				recount := round.Count(ballots)
				dice.Shuffle(len(ballots), func(i, j int) { ballots[i], ballots[j] = ballots[j], ballots[i] })
				if again := round.Count(ballots); !reflect.DeepEqual(recount, again) {
					t.Fatalf("in another order %+v became %+v", recount, again)
				}
				frozen := running.Clone()
				if method == Dots || method == Ranking {
					recount = recount.WithoutCounts()
				}
				if !reflect.DeepEqual(frozen, recount) {
					t.Fatalf("running %+v, counted %+v", frozen, recount)
				}
				round.Add(&running, map[int]int{1: 1}, 1) // the copy shares nothing
				round.Add(&running, map[int]int{1: 1}, -1)
				if !reflect.DeepEqual(frozen, recount) {
					t.Fatal("a copy changed with the tally")
				}
			}
			addsUp(t, round, round.Count(ballots))
		})
	}
}

// addsUp recomputes points and voters of each item from its counts.
func addsUp(t *testing.T, round Round, tally Tally) {
	t.Helper()
	for item, sum := range tally.Items {
		given := round.given(sum)
		if given.sum() != sum.Points {
			t.Errorf("item %d: %d points, but %v", item, sum.Points, given)
		}
		if round.Method != Scale && given.voters() != sum.Voters {
			t.Errorf("item %d: %d voters, but %v", item, sum.Voters, given)
		}
	}
}

func TestSumsAreEqualWhenTheySayTheSame(t *testing.T) {
	one := ItemTally{3, 2, []int{1, 1}}
	for name, other := range map[string]ItemTally{
		"other points": {4, 2, []int{1, 1}}, "other voters": {3, 3, []int{1, 1}}, "other counts": {3, 2, []int{2, 0}}, "no counts": {3, 2, nil},
	} {
		if one.Equal(other) {
			t.Errorf("%s are equal", name)
		}
	}
	if !one.Equal(ItemTally{3, 2, slices.Clone(one.Counts)}) {
		t.Error("what says the same is not equal")
	}
}

func TestWithoutCountsKeepsTheOriginal(t *testing.T) {
	round := roundBy(YesNo, 2)
	tally := round.Count(cast([]map[int]int{{1: Yes}, {1: No, 2: Yes}}))
	before := maps.Clone(tally.Items)
	told := tally.WithoutCounts()
	if told.Items[1].Counts != nil || told.Voters != 2 || told.Items[2].Points != 1 || !reflect.DeepEqual(before, tally.Items) {
		t.Fatalf("told %+v of %+v", told, tally)
	}
}
