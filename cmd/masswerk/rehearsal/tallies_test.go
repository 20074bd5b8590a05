package rehearsal

import (
	"testing"
	"time"
)

func TestTalliesTellWhenVotesWereShown(t *testing.T) {
	ms := func(after int) time.Duration { return time.Duration(after) * time.Millisecond }
	type sight struct{ screen, rev, at int }
	for name, situation := range map[string]struct {
		due         map[int64]int // by revision, in milliseconds
		sights      []sight
		each, every *Quantiles
	}{
		"one vote on two phones": {
			map[int64]int{1: 0}, []sight{{0, 1, 100}, {1, 1, 130}},
			&Quantiles{100, 130, 130}, &Quantiles{130, 130, 130},
		},
		"a pulse shows all votes since the one before": {
			map[int64]int{1: 0, 2: 60}, []sight{{0, 2, 100}, {1, 2, 100}},
			&Quantiles{40, 100, 100}, &Quantiles{40, 100, 100},
		},
		"a phone that missed a pulse sees the votes with the next": {
			map[int64]int{1: 0, 2: 100}, []sight{{0, 1, 50}, {0, 2, 150}, {1, 2, 160}},
			&Quantiles{50, 160, 160}, &Quantiles{60, 160, 160},
		},
		"a pulse again tells nothing": {
			map[int64]int{1: 0}, []sight{{0, 1, 10}, {0, 1, 900}, {1, 1, 20}},
			&Quantiles{10, 20, 20}, &Quantiles{20, 20, 20},
		},
		"votes of others do not count": {map[int64]int{2: 0}, []sight{{0, 5, 10}, {1, 5, 10}}, &Quantiles{10, 10, 10}, &Quantiles{10, 10, 10}},
		"nothing was measured where a server began again": {
			map[int64]int{1: 0, 2: 0}, []sight{{0, 2, 10}, {0, 1, 90}, {1, 2, 10}}, nil, nil,
		},
		"nothing was shown": {map[int64]int{1: 0}, nil, nil, nil},
	} {
		tallies := newTallies()
		tallies.follow("r1")
		for rev, due := range situation.due {
			tallies.cast(rev, tallies.began.Add(ms(due)))
		}
		phones := make([]*follower, 2)
		for i := range phones {
			phones[i] = &follower{tallies: tallies, audience: tallies.phones}
		}
		for _, one := range situation.sights {
			at := tallies.began.Add(ms(one.at))
			phones[one.screen].see(roundPulse{"r0", int64(one.rev) + 7}, at) // another round
			phones[one.screen].see(roundPulse{"r1", int64(one.rev)}, at)
		}
		each, every := tallies.until(tallies.phones)
		if !same(each, situation.each) || !same(every, situation.every) {
			t.Errorf("%s: on each %v, on every %v; want %v and %v", name, each, every, situation.each, situation.every)
		}
	}
}

func same(a, b *Quantiles) bool { return a == b || a != nil && b != nil && *a == *b }

func TestAScreenIsUpToDateWithTheNewestVote(t *testing.T) {
	tallies := newTallies()
	tallies.follow("r1")
	one := &follower{tallies: tallies, audience: tallies.phones}
	if !one.upToDate() {
		t.Error("behind before anybody voted")
	}
	tallies.cast(0, time.Now()) // hidden
	tallies.cast(3, time.Now())
	tallies.cast(2, time.Now())
	one.see(roundPulse{"r1", 2}, time.Now())
	if one.upToDate() {
		t.Error("up to date without the newest vote")
	}
	one.see(roundPulse{"r1", 3}, time.Now())
	if !one.upToDate() {
		t.Error("behind with the newest vote")
	}
}
