package rehearsal

import (
	"sync"
	"sync/atomic"
	"time"
)

// tallies finds out when votes are on screens. The answer to a vote in a round that is not hidden
// names a revision; a screen that was told of this revision or of a later one shows the vote.
// Many votes share one pulse and many screens are told the same, so steps are kept, not sights.
type tallies struct {
	mu       sync.Mutex
	round    string              // the one that is played; no other counts
	due      map[int64]time.Time // of votes, by revision
	newest   int64               // revision that was answered
	began    time.Time
	restart  bool // a server began to count again: revisions tell nothing any more
	phones   audience
	projects audience
}

// audience holds, for one kind of screen, how its revisions rose.
type audience map[step]*arrivals

// step is a screen's way from one revision to a later one: everything between is shown with it.
type step struct{ from, to int64 }

// arrivals is when screens took the same step.
type arrivals struct {
	last time.Time
	at   map[int64]int // how many, by milliseconds since the beginning
}

func newTallies() *tallies {
	return &tallies{due: map[int64]time.Time{}, began: time.Now(), phones: audience{}, projects: audience{}}
}

// follow begins to count a round.
func (t *tallies) follow(round string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.round = round
}

// cast notes the answer to a vote.
func (t *tallies) cast(rev int64, due time.Time) {
	if rev == 0 {
		return // hidden, or answered before
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, again := t.due[rev]; again {
		t.restart = true
	}
	t.due[rev], t.newest = due, max(t.newest, rev)
}

// follower is one screen's view of the tally.
type follower struct {
	tallies  *tallies
	audience audience
	rev      atomic.Int64
}

// see notes a pulse.
func (f *follower) see(one roundPulse, now time.Time) {
	known := f.rev.Load()
	if one.Rev == 0 || one.Rev == known {
		return
	}
	t := f.tallies
	t.mu.Lock()
	defer t.mu.Unlock()
	if one.ID != t.round {
		return
	}
	f.rev.Store(one.Rev)
	if one.Rev < known {
		t.restart = true
		return
	}
	way := step{known, one.Rev}
	group := f.audience[way]
	if group == nil {
		group = &arrivals{at: map[int64]int{}}
		f.audience[way] = group
	}
	if now.After(group.last) {
		group.last = now
	}
	group.at[now.Sub(t.began).Milliseconds()]++
}

// upToDate reports whether the screen shows every vote that was answered.
func (f *follower) upToDate() bool {
	f.tallies.mu.Lock()
	defer f.tallies.mu.Unlock()
	return f.tallies.restart || f.rev.Load() >= f.tallies.newest
}

// until returns, from when votes were due, the times until each of the screens showed them, and
// until the last one did.
func (t *tallies) until(a audience) (each, every *Quantiles) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.restart {
		return nil, nil
	}
	shown := map[time.Duration]int{}
	last := map[int64]time.Time{}
	for way, group := range a {
		for rev := way.from + 1; rev <= way.to; rev++ {
			due, ok := t.due[rev]
			if !ok {
				continue
			}
			if group.last.After(last[rev]) {
				last[rev] = group.last
			}
			for at, times := range group.at {
				took := t.began.Add(time.Duration(at) * time.Millisecond).Sub(due)
				shown[took.Round(time.Millisecond)] += times
			}
		}
	}
	whole := map[time.Duration]int{}
	for rev, at := range last {
		whole[at.Sub(t.due[rev])]++
	}
	return weighed(shown), weighed(whole)
}
