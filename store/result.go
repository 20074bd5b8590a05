package store

import (
	"cmp"
	"math"
	"slices"
)

// Verdict names what stands out about an item's result.
type Verdict string

const (
	Consensus Verdict = "consensus"
	Contested Verdict = "contested"
)

// ItemResult is where an item stands once its round is closed.
//
// Mean and Spread are of what its voters each gave it, as it counts towards the points: dots; 1
// for approval; 1, -1 and 0 for yes, no and abstention; Borda points; of a scale each rating by
// itself, where less is better counted backwards.
type ItemResult struct {
	Item     int               `json:"item"`
	Rank     int               `json:"rank"`           // from 1; equal ones share it, and the next rank is left out
	Tied     bool              `json:"tied,omitempty"` // another item has the same rank
	Mean     float64           `json:"mean"`
	Spread   float64           `json:"spread"` // standard deviation, of all of them and not of a sample
	Criteria []CriterionResult `json:"criteria,omitempty"`
	Verdict  Verdict           `json:"verdict,omitempty"`
}

// CriterionResult is an item's result by one criterion of a scale, as it was rated.
type CriterionResult struct {
	Voters int     `json:"voters"`
	Mean   float64 `json:"mean"` // 1 to 5; 0: nobody rated it
	Spread float64 `json:"spread"`
}

// Few reports whether so few voted that the result is not broken down.
func (r Round) Few() bool { return r.Tally != nil && r.Tally.Voters < MinPublished }

// Published returns what may be told of a closed round's result: the tally and the results by
// rank. Of few voters, it breaks nothing down; of few in a secret round, it tells their number.
func (r Round) Published() (Tally, []ItemResult) {
	switch {
	case !r.Few():
		return *r.Tally, r.Results()
	case r.Secrecy == Secret:
		return Tally{Voters: r.Tally.Voters, Items: map[int]ItemTally{}}, nil
	}
	ranks := r.Results()
	for i, one := range ranks {
		ranks[i] = ItemResult{Item: one.Item, Rank: one.Rank, Tied: one.Tied}
	}
	return r.Tally.WithoutCounts(), ranks
}

// Results returns where each item stands, by rank: by points, and on a scale by the mean of all
// ratings, where what nobody rated comes last. A round that is not closed has none.
func (r Round) Results() []ItemResult {
	if r.Tally == nil {
		return nil
	}
	order := make([]int, len(r.Items))
	for i, item := range r.Items {
		order[i] = item.Item
	}
	better := func(a, b int) int { return r.compare(r.Tally.Items[b], r.Tally.Items[a]) }
	slices.SortStableFunc(order, better)
	results := make([]ItemResult, len(order))
	for i, item := range order {
		results[i] = r.result(item)
		results[i].Rank = i + 1
		if i > 0 && better(order[i-1], item) == 0 {
			results[i].Rank, results[i].Tied = results[i-1].Rank, true
			results[i-1].Tied = true
		}
	}
	return results
}

// compare orders two items of a round, the better one last. It reckons with whole numbers, so
// that what is equal is a tie.
func (r Round) compare(a, b ItemTally) int {
	if r.Method != Scale {
		return cmp.Compare(a.Points, b.Points)
	}
	ratingsA, ratingsB := total(a.Counts), total(b.Counts)
	if ratingsA == 0 || ratingsB == 0 {
		return cmp.Compare(ratingsA, ratingsB)
	}
	return cmp.Compare(a.Points*ratingsB, b.Points*ratingsA)
}

func (r Round) result(item int) ItemResult {
	sum := r.Tally.Items[item]
	result := ItemResult{Item: item, Verdict: r.verdict(sum)}
	given := r.given(sum)
	result.Mean, result.Spread = given.mean(), given.spread()
	if r.Method != Scale && sum.Voters > 0 { // also without counts
		result.Mean = rounded(float64(sum.Points) / float64(sum.Voters))
	}
	if r.Method == Scale {
		for i := range r.Criteria {
			ratings := grading(sum, i)
			result.Criteria = append(result.Criteria, CriterionResult{ratings.voters(), ratings.mean(), ratings.spread()})
		}
	}
	return result
}

// given returns what each voter gave an item, as it counts towards the points.
func (r Round) given(sum ItemTally) distribution {
	var all distribution
	switch r.Method {
	case Approve:
		return distribution{{1, sum.Voters}}
	case Scale:
		for i, votes := range sum.Counts {
			all = append(all, share{r.Criteria[i/grades].worth(i%grades + 1), votes})
		}
	default:
		for i, votes := range sum.Counts {
			all = append(all, share{r.worth(i + 1), votes})
		}
	}
	return all
}

// grading returns how an item was rated by a criterion.
func grading(sum ItemTally, criterion int) distribution {
	var all distribution
	if len(sum.Counts) > 0 {
		for i, votes := range sum.Counts[grades*criterion : grades*(criterion+1)] {
			all = append(all, share{i + 1, votes})
		}
	}
	return all
}

// From these shares of voters on, or levels of agreement, an item has a verdict.
const (
	agreed        = 0.75
	disagreed     = 0.45
	dividedFrom   = 0.40
	dividedTo     = 0.60
	rankingAgrees = 2 // items from which places can differ
)

// verdict names an item that at least MinPublished voters judged, and on which they agree or are
// divided. Yes and no are taken by their share, abstentions aside; approval by the share of all
// voters, and so are dots, but whoever gives an item none is not against it, nor is one who may
// not approve all: of these none is contested. Ratings and places are taken by the consensus of
// W. J. Tastle and M. J. Wierman, Consensus and dissention: A measure of ordinal dispersion (2007):
// on a scale every criterion must agree, and one that divides is enough.
func (r Round) verdict(sum ItemTally) Verdict {
	switch r.Method {
	case YesNo:
		if len(sum.Counts) < Abstain {
			return ""
		}
		yes, no := sum.Counts[Yes-1], sum.Counts[No-1]
		if yes+no < MinPublished {
			return ""
		}
		return byShare(max(yes, no), yes+no, true)
	case Dots, Approve:
		if sum.Voters < MinPublished {
			return ""
		}
		return byShare(sum.Voters, r.Tally.Voters, r.Method == Approve && r.Budget == 0)
	case Ranking:
		if len(r.Items) < rankingAgrees {
			return ""
		}
		return byConsensus(r.given(sum), len(r.Items)-1)
	case Scale:
		return r.verdictOfCriteria(sum)
	}
	return ""
}

func (r Round) verdictOfCriteria(sum ItemTally) Verdict {
	all := Consensus
	for i := range r.Criteria {
		switch byConsensus(grading(sum, i), grades-1) {
		case Contested:
			return Contested
		case "":
			all = ""
		}
	}
	return all
}

func byShare(votes, of int, divides bool) Verdict {
	part := float64(votes) / float64(of)
	switch {
	case part >= agreed:
		return Consensus
	case divides && part >= dividedFrom && part <= dividedTo:
		return Contested
	}
	return ""
}

func byConsensus(votes distribution, width int) Verdict {
	if votes.voters() < MinPublished {
		return ""
	}
	switch agreement := votes.consensus(width); {
	case agreement >= agreed:
		return Consensus
	case agreement <= disagreed:
		return Contested
	}
	return ""
}

// distribution is how many voters gave each value.
type distribution []share

type share struct{ value, votes int }

func (d distribution) voters() int {
	voters := 0
	for _, one := range d {
		voters += one.votes
	}
	return voters
}

func (d distribution) sum() int {
	sum := 0
	for _, one := range d {
		sum += one.value * one.votes
	}
	return sum
}

// mean returns 0 when there are no voters, and like spread no more than four decimals, the same on
// every machine.
func (d distribution) mean() float64 {
	if d.voters() == 0 {
		return 0
	}
	return rounded(float64(d.sum()) / float64(d.voters()))
}

// spread returns the standard deviation. Its square is a fraction of whole numbers, so that equal
// votes have exactly none.
func (d distribution) spread() float64 {
	voters, sum, squares := d.voters(), d.sum(), 0
	if voters == 0 {
		return 0
	}
	for _, one := range d {
		squares += one.value * one.value * one.votes
	}
	return rounded(math.Sqrt(float64(voters*squares-sum*sum)) / float64(voters))
}

// consensus returns 1 when all voters gave the same, 0 when half of them gave one end and half
// the other: 1 + Σ p·log2(1 - |x-mean|/width).
func (d distribution) consensus(width int) float64 {
	voters := float64(d.voters())
	mean := float64(d.sum()) / voters
	agreement := 1.0
	for _, one := range d {
		if one.votes > 0 {
			agreement += float64(one.votes) / voters * math.Log2(1-math.Abs(float64(one.value)-mean)/float64(width))
		}
	}
	return agreement
}

func rounded(number float64) float64 { return math.Round(number*1e4) / 1e4 }

func total(counts []int) int {
	sum := 0
	for _, one := range counts {
		sum += one
	}
	return sum
}
