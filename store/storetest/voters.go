package storetest

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"masswerk/store"
)

func inboxVotes(t *testing.T, open Open) {
	ctx := context.Background()
	votes := func(t *testing.T, s Store) map[string]store.InboxItem {
		t.Helper()
		items, _ := inbox(t, s, store.InboxFilter{Taken: "all"})
		byID := map[string]store.InboxItem{}
		for _, item := range items {
			byID[item.ID] = item
		}
		return byID
	}

	t.Run("the last closed round counts, as far as it may be told", func(t *testing.T) {
		s := open(t)
		w := begin(t, s).collect()
		first := w.crowdVote(1, store.Pseudonymous, 8, func(i int) map[int]int { return map[int]int{1: 2, 2: i % 2} })
		got := votes(t, s)
		want := store.Source{Idea: w.ideas[0].ID, Number: 1, Event: w.event.ID, Round: first.Number, Points: 16, Voters: 8, Turnout: 8, Admitted: 3, Rank: 1}
		if one := got[w.ideas[0].ID]; one.Votes == nil || *one.Votes != want || one.Voters != 8 || one.Items != 2 {
			t.Errorf("got %+v, %+v", one, one.Votes)
		}
		for _, member := range []int{1, 3} { // one stands for the other
			if one := got[w.ideas[member].ID]; one.Votes == nil || one.Votes.Points != 4 || one.Votes.Voters != 4 || one.Votes.Rank != 2 || one.Voters != 4 {
				t.Errorf("got %+v, %+v", one, one.Votes)
			}
		}
		if one := got[w.ideas[2].ID]; one.Votes != nil || one.Voters != 0 || one.Items != 0 {
			t.Errorf("never voted on: %+v", one)
		}
		w.open(2, store.Pseudonymous)
		if one := votes(t, s)[w.ideas[0].ID]; one.Votes.Round != 1 {
			t.Errorf("an open round counts: %+v", one.Votes)
		}
		w.crowdVote(3, store.Secret, 5, func(int) map[int]int { return map[int]int{1: 1, 2: 1} })
		if one := votes(t, s)[w.ideas[0].ID]; one.Votes.Round != 3 || one.Votes.Ties != 1 || one.Votes.Rank != 1 || one.Voters != 5 {
			t.Errorf("after another round: %+v", one.Votes)
		}
		w.crowdVote(4, store.Secret, 4, func(int) map[int]int { return map[int]int{1: 1} })
		if one := votes(t, s)[w.ideas[0].ID]; one.Votes.Round != 4 || one.Votes.Points != 0 || one.Votes.Rank != 0 || one.Votes.Turnout != 4 || one.Voters != 0 {
			t.Errorf("four voted secretly: %+v", one.Votes)
		}
	})

	t.Run("fields, and the order by votes", func(t *testing.T) {
		s := open(t)
		w := begin(t, s).collect()
		w.crowdVote(1, store.Pseudonymous, 8, func(i int) map[int]int { return map[int]int{1: 1, 2: 3} })
		round := w.round(2, store.Pseudonymous)
		round.Subject, round.Items = store.OnFields, []store.RoundItem{{Item: 1, Field: w.field.ID, Ideas: []string{w.ideas[2].ID}}}
		w.do(store.RoundOpened{Round: round})
		w.closeCrowd(round, 6, func(int) map[int]int { return map[int]int{1: 2} })
		got := votes(t, s)
		if field := got[w.field.ID]; field.Votes == nil || field.Votes.Points != 12 || field.Votes.Field != w.field.ID || field.Votes.Title != "Gebäude" || field.Voters != 6 {
			t.Errorf("got %+v", field.Votes)
		}
		if got[w.ideas[2].ID].Votes != nil {
			t.Error("a field's votes are said to be its idea's")
		}
		_, texts := inbox(t, s, store.InboxFilter{Taken: "all", Sort: "points"})
		same(t, "by points", texts, []string{"Weniger Lärm", "Ruhe", "Gebäude", "Mehr Licht", "Ein Aufzug"})
		_, texts = inbox(t, s, store.InboxFilter{Taken: "all", Sort: "rank"})
		same(t, "by rank", texts, []string{"Weniger Lärm", "Ruhe", "Gebäude", "Mehr Licht", "Ein Aufzug"})
		_, err := s.Delete(ctx, w.event.ID, 1)
		must(t, err)
		if left := votes(t, s); len(left) != 0 {
			t.Errorf("after the deletion: %v", left)
		}
	})

	t.Run("the ballots of few are not compared", func(t *testing.T) {
		for voters, want := range map[int]int{4: 2, 6: 6} {
			s := open(t)
			w := begin(t, s).collect()
			w.crowdVote(1, store.Pseudonymous, voters, func(i int) map[int]int { return map[int]int{i%2 + 1: 1} })
			must(t, s.Join(ctx, w.ideas[0].ID, w.ideas[1].ID))
			if one := votes(t, s)[w.ideas[1].ID]; one.Voters != want {
				t.Errorf("of %d ballots: %d voters, want %d", voters, one.Voters, want)
			}
		}
	})

	t.Run("voters of what is joined are counted once", func(t *testing.T) {
		for seed := range uint64(5) {
			unionOfVoters(t, open(t), rand.New(rand.NewPCG(seed, 5)))
		}
	})
}

// unionOfVoters lets crowds vote in three events, joins ideas at random, and counts each ballot
// once by looking at them all.
func unionOfVoters(t *testing.T, s Store, random *rand.Rand) {
	t.Helper()
	ctx := context.Background()
	// counted are the ballots of the round that counts for an idea, and its item there.
	type counted struct {
		round   int
		few     bool
		item    int
		ballots []map[int]int
	}
	found := map[string]counted{}
	event := map[string]string{}
	var ideas []string
	for range 3 {
		w := begin(t, s).collect()
		for i := 5; i <= 12; i++ {
			w.ideas = append(w.ideas, store.Idea{
				ID: store.NewID(), Event: w.event.ID, Session: w.session.ID, Number: i, Kind: store.Proposal, Text: fmt.Sprint("Beitrag ", i), State: store.Shown,
			})
			w.do(store.IdeaSubmitted{Idea: w.ideas[i-1]})
		}
		for number := 1; number <= 3; number++ {
			secrecy := []store.Secrecy{store.OpenVote, store.Pseudonymous, store.Secret}[random.IntN(3)]
			round := w.round(number, secrecy)
			round.Items = nil
			for item, at := range random.Perm(len(w.ideas))[:8] {
				round.Items = append(round.Items, store.RoundItem{Item: item + 1, Idea: w.ideas[at].ID, Ideas: []string{w.ideas[at].ID}})
			}
			w.do(store.RoundOpened{Round: round})
			voters := []int{3, 40, 70}[random.IntN(3)]
			var cast []map[int]int
			w.closeCrowd(round, voters, func(int) map[int]int {
				points := map[int]int{}
				for range random.IntN(4) {
					points[random.IntN(8)+1] = random.IntN(3) + 1
				}
				cast = append(cast, points)
				return points
			})
			turnout := 0
			for _, points := range cast {
				if len(points) > 0 {
					turnout++
				}
			}
			for _, item := range round.Items {
				one := counted{number, turnout < store.MinPublished, item.Item, cast}
				if one.few && secrecy == store.Secret {
					one.ballots = nil // may not be told
				}
				found[item.Idea] = one
			}
		}
		for _, idea := range w.ideas {
			ideas, event[idea.ID] = append(ideas, idea.ID), w.event.ID
		}
	}
	groups := map[string][]string{}
	for _, idea := range ideas {
		groups[idea] = []string{idea}
	}
	for range 25 {
		one, into := ideas[random.IntN(len(ideas))], ideas[random.IntN(len(ideas))]
		if s.Join(ctx, one, into) == nil && !slices.Contains(groups[into], one) {
			groups[into] = append(groups[into], one)
		}
	}

	voters := func(group []string) (sum int) {
		byEvent := map[string]int{}
		for _, idea := range group { // the best round of each event
			of, voted := found[idea]
			if !voted {
				continue
			}
			var items []int
			for _, other := range group {
				if event[other] == event[idea] && found[other].round == of.round && (other == idea || !of.few) {
					items = append(items, found[other].item)
				}
			}
			count := 0
			for _, points := range of.ballots {
				if slices.ContainsFunc(items, func(item int) bool { return points[item] > 0 }) {
					count++
				}
			}
			byEvent[event[idea]] = max(byEvent[event[idea]], count)
		}
		for _, count := range byEvent {
			sum += count
		}
		return sum
	}
	items, _, err := s.Inbox(ctx, store.InboxFilter{Taken: "all", Kind: "idea", Limit: 200})
	must(t, err)
	if len(items) != len(ideas) {
		t.Fatalf("%d items, want %d", len(items), len(ideas))
	}
	for _, item := range items {
		if want := voters(groups[item.ID]); item.Voters != want {
			t.Errorf("%s with %d others: %d voters, want %d", item.Text, len(item.Joined), item.Voters, want)
		}
	}
}

// crowdVote opens the usual round, and closes it with so many ballots.
func (w *workshop) crowdVote(number int, secrecy store.Secrecy, voters int, points func(i int) map[int]int) store.Round {
	w.t.Helper()
	return w.closeCrowd(w.open(number, secrecy), voters, points)
}

// closeCrowd closes a round with so many ballots, of nobody in particular.
func (w *workshop) closeCrowd(round store.Round, voters int, points func(i int) map[int]int) store.Round {
	w.t.Helper()
	var ballots []store.Ballot
	for i := range voters {
		given := points(i)
		maps.DeleteFunc(given, func(_, points int) bool { return points == 0 })
		ballots = append(ballots, store.Ballot{ID: store.NewID(), Round: round.ID, Points: given})
	}
	round, _ = w.end(round, ballots...)
	return round
}
