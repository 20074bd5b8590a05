package export

import (
	"cmp"
	"slices"

	"masswerk/store"
)

type round struct {
	Number      int               `json:"number"`
	Session     int               `json:"session"`
	Method      store.Method      `json:"method"`
	Title       string            `json:"title"`
	Subject     store.Subject     `json:"subject"`
	Secrecy     store.Secrecy     `json:"secrecy"`
	Budget      int               `json:"budget"`
	Cap         int               `json:"cap"`
	Hidden      bool              `json:"hidden"`
	ExcludeOwn  bool              `json:"exclude_own"`
	Criteria    []store.Criterion `json:"criteria"`
	Of          int               `json:"of"`    // number of the round whose best or tied items it voted on again
	State       store.RoundState  `json:"state"` // an open round has neither tally nor ballots here, and is not imported
	ResultsOpen bool              `json:"results_open"`
	Admitted    int               `json:"admitted"`
	Heads       int               `json:"heads"`
	Paper       int               `json:"paper"` // ballots on paper
	Items       []item            `json:"items"`
	Tally       *tally            `json:"tally,omitempty"`
	Ballots     []ballot          `json:"ballots,omitempty"`
}

type item struct {
	Item  int   `json:"item"`
	Idea  int   `json:"idea"`
	Field int   `json:"field"`
	Ideas []int `json:"ideas"`
}

// tally is the sum of a round's ballots and where each item stands. With few voters it is not
// broken down, and there are no ballots beside it.
type tally struct {
	Voters  int                     `json:"voters"`
	Few     bool                    `json:"few"`
	Items   map[int]store.ItemTally `json:"items"`
	Results []store.ItemResult      `json:"results"` // by rank; they follow from the rest
}

type ballot struct {
	Ballot int         `json:"ballot"`          // numbers this list only
	Paper  bool        `json:"paper,omitempty"` // where enough voted on paper, and enough did not
	Points map[int]int `json:"points"`
}

func describeRound(one store.Round, at places, ballots []store.Ballot) round {
	described := round{
		Number: one.Number, Session: at.sessions[one.Session], Method: one.Method, Title: one.Title, Subject: one.Subject,
		Secrecy: one.Secrecy, Budget: one.Budget, Cap: one.Cap, Hidden: one.Hidden, ExcludeOwn: one.ExcludeOwn,
		Criteria: []store.Criterion{}, Of: at.rounds[one.Of], State: one.State, ResultsOpen: one.ResultsOpen,
		Admitted: one.Admitted, Heads: one.Heads, Paper: one.Paper, Items: []item{},
	}
	described.Criteria = append(described.Criteria, one.Criteria...)
	for _, choice := range one.Items {
		described.Items = append(described.Items, describeItem(choice, at))
	}
	if one.State == store.RoundClosed && one.Tally != nil {
		described.Tally = describeTally(one)
		if !described.Tally.Few {
			described.Ballots = shuffled(one.ID, ballots)
		}
	}
	return described
}

// describeTally tells what may be published. Where few voted the points say all, and ranks of what
// is not broken down could not be found again by a reader.
func describeTally(one store.Round) *tally {
	sum, results := one.Published()
	described := &tally{Voters: sum.Voters, Few: one.Few(), Items: sum.Items, Results: []store.ItemResult{}}
	if !described.Few {
		described.Results = append(described.Results, results...)
	}
	return described
}

func describeItem(one store.RoundItem, at places) item {
	described := item{Item: one.Item, Idea: at.ideas[one.Idea], Field: at.fields[one.Field], Ideas: []int{}}
	for _, id := range one.Ideas {
		described.Ideas = append(described.Ideas, at.ideas[id])
	}
	return described
}

// shuffled returns a round's ballots in the order of their content, and numbered so: like any
// shuffle that says nothing about whose they are or when they came, and it is the same every
// time, so two exports do not differ. A ballot without points is no vote.
func shuffled(round string, ballots []store.Ballot) []ballot {
	var cast []store.Ballot
	paper := 0
	for _, one := range ballots {
		if one.Round == round && len(one.Points) > 0 {
			cast = append(cast, one)
			if one.Paper {
				paper++
			}
		}
	}
	marked := paper >= store.MinPublished && len(cast)-paper >= store.MinPublished
	slices.SortFunc(cast, func(a, b store.Ballot) int {
		return cmp.Or(cmp.Compare(a.Choices(), b.Choices()), paperLast(a)-paperLast(b))
	})
	described := []ballot{}
	for i, one := range cast {
		described = append(described, ballot{i + 1, one.Paper && marked, one.Points})
	}
	return described
}

func paperLast(one store.Ballot) int {
	if one.Paper {
		return 1
	}
	return 0
}
