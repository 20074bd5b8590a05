package export

import (
	"errors"
	"maps"
	"slices"

	"masswerk/store"
)

func (r *reader) readRounds() {
	ids := map[int]string{}
	for i, in := range r.document.Rounds {
		r.want(in.Number >= 1 && in.Number <= maxThings && ids[in.Number] == "", "rounds", i, "number")
		ids[in.Number] = store.NewID()
		r.want(in.Session >= 1 && in.Session <= len(r.contents.Sessions), "rounds", i, "session")
		r.want(oneOf(in.State, store.RoundOpen, store.RoundClosed), "rounds", i, "state")
		r.want(in.Of == 0 || in.Of < in.Number && ids[in.Of] != "", "rounds", i, "of")
		for name, people := range map[string]int{"admitted": in.Admitted, "heads": in.Heads, "paper": in.Paper} {
			r.want(people >= 0 && people <= maxPeople, "rounds", i, name)
		}
		plan := r.readRoundPlan(in, i)
		if r.err != nil {
			return
		}
		if in.State == store.RoundOpen {
			continue
		}
		one := store.Round{
			ID: ids[in.Number], Event: r.contents.Event.ID, Session: r.contents.Sessions[in.Session-1].ID, Number: in.Number,
			RoundPlan: plan, State: in.State, ResultsOpen: in.ResultsOpen, Of: r.closed(ids[in.Of]),
			Admitted: in.Admitted, Heads: in.Heads, Paper: in.Paper,
		}
		one.Items = r.readItems(in, i)
		ballots := r.readBallots(in, i, one)
		if r.err != nil {
			return
		}
		one.Tally = r.readTally(in, i, one, ballots)
		r.contents.Rounds = append(r.contents.Rounds, one)
		r.contents.Ballots = append(r.contents.Ballots, ballots...)
	}
}

// closed returns the id of a round that was read, or none: an open one is left out.
func (r *reader) closed(id string) string {
	for _, one := range r.contents.Rounds {
		if one.ID == id {
			return id
		}
	}
	return ""
}

func (r *reader) readRoundPlan(in round, at int) store.RoundPlan {
	plan, err := store.RoundPlan{
		Title: in.Title, Method: in.Method, Subject: in.Subject, Secrecy: in.Secrecy, Budget: in.Budget, Cap: in.Cap,
		Hidden: in.Hidden, ExcludeOwn: in.ExcludeOwn, Criteria: in.Criteria,
	}.CheckPlan()
	var refused *store.Error
	if errors.As(err, &refused) {
		r.want(false, "rounds", at, refused.Field)
	}
	r.want(saysLittle(plan), "rounds", at, "criteria")
	return plan
}

func (r *reader) readItems(in round, at int) (items []store.RoundItem) {
	for i, it := range in.Items {
		r.want(it.Item == i+1, "rounds", at, "items", i, "item")
		one := store.RoundItem{Item: it.Item}
		if in.Subject == store.OnFields {
			if r.want(it.Field >= 1 && it.Field <= len(r.contents.Fields) && it.Idea == 0, "rounds", at, "items", i, "field") {
				one.Field = r.fieldID(it.Field)
			}
		} else if r.want(r.ideaIDs[it.Idea] != "" && it.Field == 0 && slices.Contains(it.Ideas, it.Idea), "rounds", at, "items", i, "idea") {
			one.Idea = r.ideaIDs[it.Idea]
		}
		for _, number := range it.Ideas {
			r.want(r.ideaIDs[number] != "", "rounds", at, "items", i, "ideas")
			one.Ideas = append(one.Ideas, r.ideaIDs[number])
		}
		items = append(items, one)
	}
	return items
}

func (r *reader) readBallots(in round, at int, into store.Round) (ballots []store.Ballot) {
	r.want(len(in.Ballots) <= maxPeople, "rounds", at, "ballots")
	for i, b := range in.Ballots {
		r.want(len(b.Points) > 0 && into.CheckBallot(b.Points) == nil, "rounds", at, "ballots", i, "points")
		ballots = append(ballots, store.Ballot{ID: store.NewID(), Round: into.ID, Points: b.Points, Paper: b.Paper})
	}
	return ballots
}

// readTally counts the ballots again. Where few voted there are none to count, and what the
// document says is taken as long as so few could have said it.
func (r *reader) readTally(in round, at int, into store.Round, ballots []store.Ballot) *store.Tally {
	if !r.want(in.Tally != nil, "rounds", at, "tally") {
		return nil
	}
	if in.Tally.Few {
		r.want(len(ballots) == 0 && r.fewCould(in, into), "rounds", at, "tally")
		return &store.Tally{Voters: in.Tally.Voters, Items: voted(in.Tally.Items)}
	}
	counted := into.Count(ballots)
	same := in.Tally.Voters == counted.Voters && maps.EqualFunc(voted(in.Tally.Items), voted(counted.Items), func(told, sum store.ItemTally) bool {
		if r.Version == 1 {
			sum.Counts = nil
		}
		return told.Equal(sum)
	})
	r.want(same, "rounds", at, "tally")
	return &counted
}

// fewCould reports whether a tally that is not broken down holds no more than it may, and what so
// few can have given.
func (r *reader) fewCould(in round, into store.Round) bool {
	holds := in.Tally.Voters >= 0 && in.Tally.Voters < store.MinPublished
	for number, sum := range in.Tally.Items {
		most := sum.Voters * highest(into)
		holds = holds && number >= 1 && number <= len(into.Items) && len(sum.Counts) == 0 && in.Secrecy != store.Secret &&
			sum.Voters >= 0 && sum.Voters <= in.Tally.Voters && sum.Points >= -most && sum.Points <= most
	}
	return holds
}

// highest is what one ballot can give one item at most.
func highest(in store.Round) int {
	switch in.Method {
	case store.Dots:
		return in.Cap
	case store.Scale:
		return 5 * len(in.Criteria)
	case store.Ranking:
		return len(in.Items)
	}
	return 1
}

// voted returns the items that anybody voted for; the others may stand in a tally or not.
func voted(items map[int]store.ItemTally) map[int]store.ItemTally {
	kept := map[int]store.ItemTally{}
	for number, sum := range items {
		if sum.Voters != 0 || sum.Points != 0 {
			kept[number] = sum
		}
	}
	return kept
}
