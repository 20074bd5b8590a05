package sqlstore

import (
	"testing"

	"masswerk/store"
)

func TestClosingARoundRemovesLinksToDevicesFromTheDisk(t *testing.T) {
	s := openFresh(t)
	h, neighbour := newHall(t, s, 300), newHall(t, s, 200)
	for range 40 {
		h.submit("Mehr Licht")
	}
	round, running := h.openRound(), neighbour.openRound()
	var cast []store.VoteSet
	for i := range 600 {
		points := map[int]int{}
		for item := range i/30 + 1 { // ballots grow
			points[item+1] = 1
		}
		cast = append(cast, h.vote(round, i*7, int64(i), points))
		if i%10 == 9 {
			h.do(facts(cast[i-9:])...)
			neighbour.do(facts([]store.VoteSet{
				neighbour.vote(running, i, int64(i), points), neighbour.vote(running, i+1, int64(i), points),
				neighbour.vote(running, i+2, int64(i), points), neighbour.vote(running, i+3, int64(i), points),
			})...)
		}
	}
	var papers []store.Paper
	for i := range 60 { // some are taken back
		papers = append(papers, h.paper(round, map[int]int{i%40 + 1: 1}, map[int]int{1: 3, i%39 + 2: 2}))
		if i%3 == 0 {
			h.do(store.PaperTakenBack{Round: round.ID, Paper: papers[i].ID})
		}
	}
	standing := neighbour.paper(running, map[int]int{1: 1})
	before, links, batches := readDisk(t, s.path), 0, 0
	for _, vote := range cast {
		links += before.count(vote.Ballot.ID)
	}
	for _, paper := range papers {
		batches += before.count(paper.ID)
	}
	if links == 0 || batches == 0 {
		t.Fatal("no ballot was ever there: this test proves nothing")
	}
	var ballots []store.Ballot
	for _, paper := range papers {
		for _, ballot := range paper.Ballots {
			ballot.ID = store.NewID()
			ballots = append(ballots, ballot)
		}
	}
	for _, vote := range cast[400:] {
		ballot := vote.Ballot
		ballot.ID = store.NewID() // the participant stays in the fact: the store must drop it
		ballots = append(ballots, ballot)
	}
	tally := round.Count(ballots)
	round.State, round.Tally = store.RoundClosed, &tally
	h.do(store.RoundEnded{Round: round, Ballots: ballots})
	must(t, s.EraseNow(ctx))
	after := readDisk(t, s.path)
	for _, vote := range cast {
		if count := after.count(vote.Ballot.ID); count != 0 {
			t.Fatalf("a ballot cast is on disk %d times", count)
		}
	}
	for _, paper := range papers {
		if after.count(paper.ID) != 0 || after.count(paper.Ballots[0].ID) != 0 {
			t.Fatal("what was entered together is on disk")
		}
	}
	for _, ballot := range ballots {
		if after.count(ballot.ID) == 0 {
			t.Fatal("a closed ballot is missing")
		}
		if ballot.Paper {
			continue
		}
		if after.count(round.ID+ballot.Participant) != 0 || after.count(ballot.Participant+round.ID) != 0 {
			t.Fatal("a link to a participant is on disk")
		}
	}
	contents, err := s.Load(ctx, neighbour.event.ID)
	must(t, err)
	if len(contents.Ballots) != 80 || len(contents.Paper) != 1 || contents.Paper[0].ID != standing.ID {
		t.Errorf("the round still open has %d ballots, want 80, and on paper %+v", len(contents.Ballots), contents.Paper)
	}
}

func facts(votes []store.VoteSet) (list []store.Fact) {
	for _, vote := range votes {
		list = append(list, vote)
	}
	return list
}
