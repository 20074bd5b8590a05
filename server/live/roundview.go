package live

import "masswerk/store"

// How a face sees a round.

// RoundView is a round as screens see it.
type RoundView struct {
	ID      string `json:"id"`
	Number  int    `json:"number"`
	Session string `json:"session"`
	store.RoundPlan
	State       store.RoundState `json:"state"`
	ResultsOpen bool             `json:"results_open,omitempty"`
	Of          string           `json:"of,omitempty"`
	Admitted    int              `json:"admitted,omitempty"`
	Heads       int              `json:"heads,omitempty"` // console
	Paper       int              `json:"paper,omitempty"`
	Items       []ItemView       `json:"items"`
	Tally       *TallyView       `json:"tally,omitempty"` // once closed; phones when results are open
}

// ItemView is what can be voted for.
type ItemView struct {
	Item  int    `json:"item"`
	Idea  int    `json:"idea,omitempty"`
	Field string `json:"field,omitempty"`
	Ideas []int  `json:"ideas,omitempty"`
}

// TallyView is the sum of a round's ballots.
type TallyView struct {
	Voters  int                     `json:"voters"`
	Items   map[int]store.ItemTally `json:"items"`
	Results []store.ItemResult      `json:"results,omitempty"` // once closed, by rank
	Few     bool                    `json:"few,omitempty"`     // too few voters to break anything down
}

// ViewRound returns a round as a face sees it; it needs the numbers of the ideas, by id.
func ViewRound(to Face, one store.Round, number func(id string) int) (view RoundView, visible bool) {
	return viewRound(to, one, itemViews(one, number))
}

// viewRound does so with its items as they are seen.
func viewRound(to Face, one store.Round, items []ItemView) (view RoundView, visible bool) {
	if to != Phone && to != Projector && to != Console || one.State == store.RoundUnopened {
		return RoundView{}, false
	}
	view = RoundView{
		ID: one.ID, Number: one.Number, Session: one.Session, RoundPlan: one.RoundPlan, State: one.State,
		ResultsOpen: one.ResultsOpen, Of: one.Of, Admitted: one.Admitted, Paper: one.Paper, Items: items,
	}
	if to == Console {
		view.Heads = one.Heads
	}
	if one.State == store.RoundClosed && one.Tally != nil && (to != Phone || one.ResultsOpen) {
		tally, results := one.Published()
		view.Tally = &TallyView{Voters: tally.Voters, Items: tally.Items, Results: results, Few: one.Few()}
	}
	return view, true
}

func itemViews(one store.Round, number func(id string) int) []ItemView {
	items := make([]ItemView, 0, len(one.Items))
	for _, item := range one.Items {
		seen := ItemView{Item: item.Item, Idea: number(item.Idea), Field: item.Field}
		for _, id := range item.Ideas {
			seen.Ideas = append(seen.Ideas, number(id))
		}
		items = append(items, seen)
	}
	return items
}

// standing returns how an open round stands, for everybody; nil while that is hidden. As long as
// few have voted nothing is broken down. It is a copy, and may be kept.
func (r *round) standing() *TallyView {
	if r.Hidden {
		return nil
	}
	if r.count.Voters < store.MinPublished {
		tally := r.count.WithoutCounts()
		return &TallyView{Voters: tally.Voters, Items: tally.Items, Few: true}
	}
	tally := r.count.Clone()
	return &TallyView{Voters: tally.Voters, Items: tally.Items}
}
