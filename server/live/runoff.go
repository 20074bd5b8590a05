package live

import "masswerk/store"

// Runoff opens a round over the best items of a closed one, or over those that are tied there,
// with the same plan.
type Runoff struct {
	Round string `json:"round"`
	Top   int    `json:"top"`  // so many of the best, with all that are tied with the last of them; or
	Rank  int    `json:"rank"` // the items that share this rank
}

func (c Runoff) Decide(state *State, _ Actor, means Means) (Decision, error) {
	before := state.rounds[c.Round]
	if before == nil || before.State != store.RoundClosed {
		return Decision{}, store.ErrNotFound
	}
	if c.Top < 0 || c.Rank < 0 || (c.Top == 0) == (c.Rank == 0) {
		return Decision{}, store.ErrInvalid.About("top")
	}
	ideas, fields := before.stillThere(state, c.chosen(before))
	next := store.Round{Session: before.Session, RoundPlan: before.RoundPlan, Of: before.ID}
	if len(ideas)+len(fields) < 2 {
		return Decision{}, store.ErrNoTie
	}
	decision, err := opening(state, means, next, ideas, fields)
	if err != nil {
		return Decision{}, err
	}
	// Items may have been merged or joined since.
	if opened := decision.Facts[0].(store.RoundOpened); len(opened.Round.Items) < 2 {
		return Decision{}, store.ErrNoTie
	}
	return decision, nil
}

// chosen returns the items to vote on again. What nobody voted for is not among the best. Of a
// result that is not told to anybody, none are.
func (c Runoff) chosen(before *round) []int {
	tally, results := before.Published()
	var voted []store.ItemResult
	for _, one := range results {
		if c.Rank > 0 || tally.Items[one.Item].Voters > 0 {
			voted = append(voted, one)
		}
	}
	last := c.Rank
	if c.Top > 0 && len(voted) > 0 {
		last = voted[min(c.Top, len(voted))-1].Rank
	}
	var items []int
	for _, one := range voted {
		if one.Rank == last || c.Top > 0 && one.Rank < last {
			items = append(items, one.Item)
		}
	}
	return items
}

// stillThere returns what speaks for the items, without those whose ideas or field are gone.
func (r *round) stillThere(state *State, items []int) (ideas []int, fields []string) {
	for _, item := range items {
		frozen := r.Items[item-1]
		if r.Subject == store.OnFields {
			if field := state.field(frozen.Field); field != nil && !state.headField(field).Removed {
				fields = append(fields, field.ID)
			}
			continue
		}
		for _, id := range frozen.Ideas {
			if one := state.ideas[id]; one != nil && one.Visible() {
				ideas = append(ideas, one.Number)
				break
			}
		}
	}
	return ideas, fields
}
