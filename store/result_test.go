package store

import (
	"math/rand/v2"
	"reflect"
	"testing"
)

// counted is the round with its ballots counted, each so many times.
func counted(round Round, ballots ...map[int]int) Round {
	tally := round.Count(cast(ballots))
	round.Tally = &tally
	return round
}

func times(n int, points map[int]int) (all []map[int]int) {
	for range n {
		all = append(all, points)
	}
	return all
}

func together(groups ...[]map[int]int) (all []map[int]int) {
	for _, group := range groups {
		all = append(all, group...)
	}
	return all
}

func TestRanks(t *testing.T) {
	type place struct {
		item, rank int
		tied       bool
	}
	for name, situation := range map[string]struct {
		round Round
		want  []place
	}{
		"the most dots come first, equal ones share a rank and the next is left out": {
			counted(roundBy(Dots, 4), map[int]int{3: 3, 2: 2}, map[int]int{1: 2}), []place{{3, 1, false}, {1, 2, true}, {2, 2, true}, {4, 4, false}},
		},
		"with no votes all are tied": {counted(roundBy(Dots, 2)), []place{{1, 1, true}, {2, 1, true}}},
		"rejected by more than voted for it is behind what nobody voted on": {
			counted(roundBy(YesNo, 3), map[int]int{1: No, 2: Yes}), []place{{2, 1, false}, {3, 2, false}, {1, 3, false}},
		},
		"a good rating by one is before a fair one by many": {
			counted(roundBy(Scale, 3), append(times(6, map[int]int{1: 33}), map[int]int{2: 15})...), []place{{2, 1, false}, {1, 2, false}, {3, 3, false}},
		},
		"means that are equal are a tie, whatever they are of": {
			counted(roundBy(Scale, 2), map[int]int{1: 2}, map[int]int{1: 4}, map[int]int{1: 4}, map[int]int{2: 2}, map[int]int{2: 4}, map[int]int{2: 4}, map[int]int{2: 2}, map[int]int{2: 4}, map[int]int{2: 4}),
			[]place{{1, 1, true}, {2, 1, true}},
		},
		"little effort is good": {counted(roundBy(Scale, 2), map[int]int{1: 53, 2: 13}), []place{{2, 1, false}, {1, 2, false}}},
		"what nobody rated is last, also behind the worst": {
			counted(roundBy(Scale, 2), map[int]int{2: 51}), []place{{2, 1, false}, {1, 2, false}},
		},
		"Borda: the second choice of all wins against the first of few": {
			counted(roundBy(Ranking, 3), map[int]int{1: 1, 2: 2, 3: 3}, map[int]int{3: 1, 2: 2, 1: 3}, map[int]int{2: 1}), []place{{2, 1, false}, {1, 2, true}, {3, 2, true}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var got []place
			for _, one := range situation.round.Results() {
				got = append(got, place{one.Item, one.Rank, one.Tied})
			}
			if !reflect.DeepEqual(got, situation.want) {
				t.Fatalf("got %v, want %v", got, situation.want)
			}
		})
	}
	if open := roundBy(Dots, 2); open.Results() != nil {
		t.Error("a round that is not closed has results")
	}
}

func TestMeansAndSpreads(t *testing.T) {
	for name, situation := range map[string]struct {
		round        Round
		mean, spread float64
	}{
		"dots of those who gave any":    {counted(roundBy(Dots, 2), map[int]int{1: 1}, map[int]int{1: 3}, map[int]int{2: 3}), 2, 1},
		"equal dots are not spread":     {counted(roundBy(Dots, 1), times(7, map[int]int{1: 3})...), 3, 0},
		"approvals are all the same":    {counted(roundBy(Approve, 1), times(3, map[int]int{1: 1})...), 1, 0},
		"yes, no and an abstention":     {counted(roundBy(YesNo, 1), map[int]int{1: Yes}, map[int]int{1: No}, map[int]int{1: Abstain}), 0, 0.8165},
		"ratings, effort backwards":     {counted(roundBy(Scale, 1), map[int]int{1: 15}, map[int]int{1: 51}), 3, 2},
		"the first of three places":     {counted(roundBy(Ranking, 3), map[int]int{1: 1}, map[int]int{2: 1, 1: 2}), 1.5, 0.5},
		"what nobody voted for":         {counted(roundBy(Dots, 1)), 0, 0},
		"thirds are cut, not carried":   {counted(roundBy(Dots, 1), map[int]int{1: 1}, map[int]int{1: 1}, map[int]int{1: 2}), 1.3333, 0.4714},
		"rows of before without counts": {Round{RoundPlan: RoundPlan{Method: Dots}, Items: []RoundItem{{Item: 1}}, Tally: &Tally{2, map[int]ItemTally{1: {3, 2, nil}}}}, 1.5, 0},
	} {
		t.Run(name, func(t *testing.T) {
			for _, one := range situation.round.Results() {
				if one.Item == 1 && (one.Mean != situation.mean || one.Spread != situation.spread) {
					t.Fatalf("mean %v, spread %v; want %v, %v", one.Mean, one.Spread, situation.mean, situation.spread)
				}
			}
		})
	}
}

func TestCriteriaAreToldAsTheyWereRated(t *testing.T) {
	round := counted(roundBy(Scale, 1), map[int]int{1: 25}, map[int]int{1: 4}, map[int]int{1: 43})
	want := []CriterionResult{{Voters: 3, Mean: 4, Spread: 0.8165}, {Voters: 2, Mean: 3, Spread: 1}}
	if got := round.Results()[0].Criteria; !reflect.DeepEqual(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
}

func TestVerdicts(t *testing.T) {
	limited := roundBy(Approve, 1)
	limited.Budget = 1
	rate := func(groups ...[]map[int]int) Round { return counted(roundBy(Scale, 1), together(groups...)...) }
	for name, situation := range map[string]struct {
		round Round
		want  Verdict
	}{
		"three of four say yes":                  {counted(roundBy(YesNo, 1), together(times(6, map[int]int{1: Yes}), times(2, map[int]int{1: No}))...), Consensus},
		"three of four say no":                   {counted(roundBy(YesNo, 1), together(times(2, map[int]int{1: Yes}), times(6, map[int]int{1: No}))...), Consensus},
		"half say yes":                           {counted(roundBy(YesNo, 1), together(times(3, map[int]int{1: Yes}), times(3, map[int]int{1: No}))...), Contested},
		"three of five say yes":                  {counted(roundBy(YesNo, 1), together(times(3, map[int]int{1: Yes}), times(2, map[int]int{1: No}))...), Contested},
		"two of three say yes":                   {counted(roundBy(YesNo, 1), together(times(4, map[int]int{1: Yes}), times(2, map[int]int{1: No}))...), ""},
		"abstentions agree with nobody":          {counted(roundBy(YesNo, 1), together(times(4, map[int]int{1: Yes}), times(9, map[int]int{1: Abstain}))...), ""},
		"four voters have no verdict":            {counted(roundBy(YesNo, 1), times(4, map[int]int{1: Yes})...), ""},
		"dots of three in four":                  {counted(roundBy(Dots, 2), together(times(6, map[int]int{1: 1}), times(2, map[int]int{2: 1}))...), Consensus},
		"dots of half are no dispute":            {counted(roundBy(Dots, 2), together(times(5, map[int]int{1: 1}), times(5, map[int]int{2: 1}))...), ""},
		"approved by all":                        {counted(roundBy(Approve, 2), times(5, map[int]int{1: 1})...), Consensus},
		"approved by half":                       {counted(roundBy(Approve, 2), together(times(5, map[int]int{1: 1}), times(5, map[int]int{2: 1}))...), Contested},
		"approved by half who had one choice":    {counted(limited, together(times(5, map[int]int{1: 1}), times(5, map[int]int{2: 1}))...), ""},
		"all rate alike":                         {rate(times(5, map[int]int{1: 24})), Consensus},
		"one step apart is agreement":            {rate(times(3, map[int]int{1: 24}), times(3, map[int]int{1: 25})), Consensus},
		"torn by the second criterion":           {rate(times(3, map[int]int{1: 14}), times(3, map[int]int{1: 54})), Contested},
		"spread a little by one criterion":       {rate(times(3, map[int]int{1: 24}), times(3, map[int]int{1: 44})), ""},
		"rated by few on one of the criteria":    {rate(times(3, map[int]int{1: 4}), times(4, map[int]int{1: 24})), ""},
		"places that all agree on":               {counted(roundBy(Ranking, 4), times(6, map[int]int{1: 1, 2: 2, 3: 3, 4: 4})...), Consensus},
		"first for half and last for half":       {counted(roundBy(Ranking, 4), together(times(3, map[int]int{1: 1, 2: 2, 3: 3, 4: 4}), times(3, map[int]int{4: 1, 3: 2, 2: 3, 1: 4}))...), Contested},
		"the only one ranked cannot be disputed": {counted(roundBy(Ranking, 1), times(6, map[int]int{1: 1})...), ""},
	} {
		t.Run(name, func(t *testing.T) {
			for _, one := range situation.round.Results() {
				if one.Item == 1 && one.Verdict != situation.want {
					t.Fatalf("got %q, want %q", one.Verdict, situation.want)
				}
			}
		})
	}
}

// By hand, from the definition, for five categories.
func TestConsensusIsTastleAndWiermans(t *testing.T) {
	for name, situation := range map[string]struct {
		votes distribution
		want  float64
	}{
		"all in one":         {distribution{{3, 12}}, 1},
		"half at each end":   {distribution{{1, 6}, {5, 6}}, 0},
		"evenly over all":    {distribution{{1, 1}, {2, 1}, {3, 1}, {4, 1}, {5, 1}}, 0.434},
		"half one step away": {distribution{{1, 6}, {2, 6}}, 0.807},
	} {
		if got := situation.votes.consensus(4); got < situation.want-0.001 || got > situation.want+0.001 {
			t.Errorf("%s: %.4f, want %v", name, got, situation.want)
		}
	}
}

func TestWhatIsPublished(t *testing.T) {
	for name, situation := range map[string]struct {
		secrecy Secrecy
		voters  int
		items   int
		counts  bool
		results int
		broken  bool // down: means and verdicts are told
	}{
		"five voters of a pseudonymous round": {Pseudonymous, 5, 1, true, 2, true},
		"four voters of a pseudonymous round": {Pseudonymous, 4, 1, false, 2, false},
		"four voters of an open round":        {OpenVote, 4, 1, false, 2, false},
		"five voters of a secret round":       {Secret, 5, 1, true, 2, true},
		"four voters of a secret round":       {Secret, 4, 0, false, 0, false},
		"nobody in a secret round":            {Secret, 0, 0, false, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			round := roundBy(YesNo, 2)
			round.Secrecy = situation.secrecy
			round = counted(round, times(situation.voters, map[int]int{1: Yes})...)
			tally, results := round.Published()
			if tally.Voters != situation.voters || len(tally.Items) != situation.items || len(results) != situation.results {
				t.Fatalf("%+v, %+v", tally, results)
			}
			if (tally.Items[1].Counts != nil) != situation.counts {
				t.Errorf("counts: %v", tally.Items[1].Counts)
			}
			for _, one := range results {
				if one.Item == 1 && (one.Mean != 0) != situation.broken || one.Item == 1 && (one.Verdict != "") != situation.broken {
					t.Errorf("%+v", one)
				}
			}
		})
	}
}

// Ranks follow from the points alone, so that another order of items changes nothing but the order
// among those that are tied.
func TestRanksDoNotDependOnTheOrderOfItems(t *testing.T) {
	for _, method := range Methods {
		dice := rand.New(rand.NewPCG(3, uint64(len(method))))
		for range 200 {
			round := roundBy(method, 5)
			var all []map[int]int
			for range dice.IntN(8) {
				all = append(all, randomBallot(dice, round))
			}
			ranks := map[int]ItemResult{}
			for _, one := range counted(round, all...).Results() {
				ranks[one.Item] = one
			}
			dice.Shuffle(len(round.Items), func(i, j int) { round.Items[i], round.Items[j] = round.Items[j], round.Items[i] })
			better := 0
			for i, one := range counted(round, all...).Results() {
				if !reflect.DeepEqual(one, ranks[one.Item]) {
					t.Fatalf("%s: %+v became %+v", method, ranks[one.Item], one)
				}
				if one.Rank > i+1 || one.Rank < better {
					t.Fatalf("%s: rank %d at place %d", method, one.Rank, i+1)
				}
				better = one.Rank
			}
		}
	}
}
