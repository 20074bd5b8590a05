package rehearsal

import (
	"sync"
	"time"
)

// ledger is what the rehearsal knows of its own doing: what it asked, what was confirmed and what
// was seen. The server's export is held against it in the end.
type ledger struct {
	mu             sync.Mutex
	asked, settled int
	acked          int
	refused        map[string]int // for good, by code
	resent         int
	reconnects     int
	broken         int // sockets that broke though nobody here cut them
	behind         int // phones that did not show what they should
	gaps           []string
	acks, joins    []time.Duration
	contributions  []*contribution
	projecting     bool              // ideas are on the wall as soon as they are there
	projected      map[int]time.Time // when the projector showed an idea first, by number
	backings       map[backing]stance
	ballots        []*ballot
	supports       int // confirmed commands
	votes          int
	voteBegan      time.Time
	lastVote       time.Time // confirmed
	storm          *Storm
	perPhone       *float64 // KiB of the server's memory
	arranged       arrangement
}

// contribution is one idea that a phone submits.
type contribution struct {
	Idea
	due     time.Time // zero: never sent
	number  int       // 0 until confirmed
	refused bool
}

// unknown says that nobody knows whether the server took it.
func (c *contribution) unknown() bool { return !c.due.IsZero() && c.number == 0 && !c.refused }

// backing is one phone's support for one idea.
type backing struct{ phone, idea int }

// stance is whether a phone backs an idea, as last confirmed.
type stance struct {
	on     bool
	unsure int // commands still unanswered
}

// ballot is one phone's vote in the round, as last confirmed.
type ballot struct {
	points  map[int]int
	counter int64 // of the order that was confirmed last
	unsure  int   // commands still unanswered
}

// arrangement is what the moderator did with ideas, by number, as far as it was confirmed.
type arrangement struct {
	field     map[int]string // title of the topic field
	merged    map[int]int
	nominated map[int]bool
	round     int // number of the closed round; 0: none
}

func newLedger() *ledger {
	return &ledger{
		refused: map[string]int{}, projected: map[int]time.Time{}, backings: map[backing]stance{},
		arranged: arrangement{field: map[int]string{}, merged: map[int]int{}, nominated: map[int]bool{}},
	}
}

// write changes the ledger.
func (l *ledger) write(change func(l *ledger)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change(l)
}

func (l *ledger) ask()         { l.write(func(l *ledger) { l.asked++ }) }
func (l *ledger) resend()      { l.write(func(l *ledger) { l.resent++ }) }
func (l *ledger) lose()        { l.write(func(l *ledger) { l.broken++ }) }
func (l *ledger) reconnected() { l.write(func(l *ledger) { l.reconnects++ }) }

func (l *ledger) gap(where string) { l.write(func(l *ledger) { l.gaps = append(l.gaps, where) }) }

// settle notes the final answer to a command.
func (l *ledger) settle(c *command, a answer, now time.Time) {
	l.write(func(l *ledger) {
		l.settled++
		if a.Code != "" {
			l.refused[a.Code]++
			return
		}
		l.acked++
		l.acks = append(l.acks, now.Sub(c.due))
	})
}

// project notes that the projector shows ideas.
func (l *ledger) project(ideas []ideaView, now time.Time) {
	l.write(func(l *ledger) {
		for _, one := range ideas {
			if _, before := l.projected[one.Number]; !before {
				l.projected[one.Number] = now
			}
		}
	})
}

// arrived returns the contributions that were confirmed.
func (l *ledger) arrived() []*contribution {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []*contribution
	for _, one := range l.contributions {
		if one.number != 0 {
			all = append(all, one)
		}
	}
	return all
}

// headed returns what the rehearsal knows of the idea that speaks for each item of a round.
func (l *ledger) headed(round roundView) []*contribution {
	byNumber := map[int]*contribution{}
	for _, one := range l.arrived() {
		byNumber[one.number] = one
	}
	var heads []*contribution
	for _, item := range round.Items {
		head := byNumber[item.Idea]
		if head == nil {
			head = &contribution{} // somebody else's
		}
		heads = append(heads, head)
	}
	return heads
}
