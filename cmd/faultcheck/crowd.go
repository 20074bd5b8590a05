package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// deed is one command in the log, under one id until it is settled.
type deed struct {
	id      string
	text    string   // of an idea
	support *support // what it says of an idea
	vote    *vote
	remark  string // text of a comment
	react   *reaction
	signal  *sign
	message []byte
	due     time.Time
	sentAt  atomic.Int64 // when it last went out, in nanoseconds
	acked   time.Time
	ok      bool           // acked
	number  int            // of an idea, 0 until acked
	refused string         // code of a final refusal
	told    map[string]int // retryable refusals, by code
	later   bool           // it will be sent again in a moment
	done    chan struct{}  // closed when settled
}

type support struct {
	Idea int  `json:"idea"`
	On   bool `json:"on"`
}

type vote struct {
	Round   string `json:"round"`
	Item    int    `json:"item"`
	Points  int    `json:"points"`
	Counter int64  `json:"counter"`
}

func (d *deed) settled() bool { return d.ok || d.refused != "" }

// crowd is a number of phones that contribute. What each sent and what came back is its log.
type crowd struct {
	event *event
	once  bool
	frail bool
	ctx   context.Context
	stop  context.CancelFunc

	phones  []*phone
	resting atomic.Bool // nobody begins anything new
	running sync.WaitGroup
	lanes   atomic.Int64 // that contribute
	mu      sync.Mutex
	deeds   map[string]*deed
	faults  []string
	codes   map[int]int // close codes seen
	here    int         // phones connected, as the pulse says
}

// phone is one of the crowd: it sends again what has no answer.
type phone struct {
	viewer
	crowd   *crowd
	name    int
	receipt string
	given   []*deed // in their order; v.mu guards these two
	waiting []*deed
}

// habits is how a crowd behaves.
type habits struct {
	phones, lanes int           // each phone has so many commands under way
	pace          time.Duration // between the answer to one and the next
	words         int           // length of an idea beside its name
	lively        bool          // they discuss their ideas, and signal
	once, frail   bool          // nothing is sent twice without need; the first fault ends it
	// line is how each gets to the server; nil: all straight, by socket.
	line func(i int) (through way, fallback bool)
}

// gather joins a crowd that contributes until it rests.
func gather(ctx context.Context, e *event, habits habits) (*crowd, error) {
	if habits.lively {
		if err := e.enliven(ctx); err != nil {
			return nil, err
		}
	}
	c := &crowd{event: e, once: habits.once, frail: habits.frail, deeds: map[string]*deed{}, codes: map[int]int{}}
	c.ctx, c.stop = context.WithCancel(ctx)
	c.resting.Store(habits.lanes == 0)
	cookies := make([]string, habits.phones)
	if err := inParallel(32, habits.phones, func(i int) (err error) {
		cookies[i], err = e.join(ctx)
		return err
	}); err != nil {
		c.stop()
		return nil, err
	}
	for i, cookie := range cookies {
		seat := seat{house: e.house, path: e.phonePath(), session: e.session, cookie: cookie}
		if habits.line != nil {
			seat.way, seat.fallback = habits.line(i)
		}
		c.seat(seat)
	}
	if !eventually(ctx, 30*time.Second, func() bool {
		return !slices.ContainsFunc(c.phones, func(one *phone) bool { return !one.connected() })
	}) {
		c.leave()
		return nil, fmt.Errorf("the crowd did not get in")
	}
	for _, one := range c.phones {
		for lane := range habits.lanes {
			c.running.Add(1)
			c.lanes.Add(1)
			go func() { defer c.running.Done(); defer c.lanes.Add(-1); one.contribute(lane, habits) }()
		}
	}
	return c, nil
}

// seat adds a screen to the crowd and keeps it there.
func (c *crowd) seat(at seat) *phone {
	p := &phone{crowd: c, name: len(c.phones), receipt: randomSecret()}
	p.viewer = viewer{seat: at, known: map[string]position{}, heard: p.hear, came: p.sendWaiting, left: c.left,
		fail: func(err error) { c.fault("phone %d: %v", p.name, err) }}
	c.phones = append(c.phones, p)
	c.running.Add(1)
	go func() { defer c.running.Done(); p.stay(c.ctx) }()
	return p
}

// leave ends all phones.
func (c *crowd) leave() {
	c.stop()
	c.running.Wait()
}

func (c *crowd) fault(format string, about ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.faults = append(c.faults, fmt.Sprintf(format, about...))
	if c.frail {
		c.stop()
	}
}

func (c *crowd) left(code int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.codes[code]++
}

// sendWaiting sends all that has no answer; p.mu is held.
func (p *phone) sendWaiting() {
	for _, one := range p.waiting {
		p.send(one)
	}
}

// send writes a deed; p.mu is held. Every fourth goes out twice, as after a lost answer.
func (p *phone) send(one *deed) {
	if p.page == nil {
		return
	}
	one.sentAt.Store(time.Now().UnixNano())
	p.page.write(one.message)
	if !p.crowd.once && one.id[0] < '4' {
		p.page.write(one.message)
	}
}

// do puts an idea into the outbox.
func (p *phone) do(text string) *deed {
	return p.give("SubmitIdea", object{"session": p.session, "kind": "idea", "text": text, "receipt": p.receipt}, &deed{text: text})
}

func (p *phone) back(idea int, on bool) *deed {
	about := support{idea, on}
	return p.give("Support", about, &deed{support: &about})
}

func (p *phone) voteFor(about vote) *deed { return p.give("SetVote", about, &deed{vote: &about}) }

// give puts a command into the outbox.
func (p *phone) give(name string, data any, one *deed) *deed {
	one.id, one.due, one.told, one.done = randomID(), time.Now(), map[string]int{}, make(chan struct{})
	one.message, _ = json.Marshal(object{"id": one.id, "type": name, "data": data})
	p.crowd.mu.Lock()
	p.crowd.deeds[one.id] = one
	p.crowd.mu.Unlock()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.given = append(p.given, one)
	p.waiting = append(p.waiting, one)
	p.send(one)
	return one
}

// contribute submits one idea after the other.
func (p *phone) contribute(lane int, habits habits) {
	filling := strings.Repeat(" Wort", habits.words)
	for i := 1; p.crowd.ctx.Err() == nil; i++ {
		if p.crowd.resting.Load() {
			return
		}
		one := p.do(fmt.Sprintf("Beitrag %d-%d-%d%s", p.name, lane, i, filling))
		if !p.await(one) || habits.lively && !p.discuss(lane, i, one.number) {
			return
		}
		select {
		case <-time.After(habits.pace):
		case <-p.crowd.ctx.Done():
			return
		}
	}
}

// hear takes an answer into the log.
func (p *phone) hear(f frame) {
	switch {
	case f.Re != "":
		p.answered(f)
	case f.Type == "Pulse":
		var pulse struct {
			Here int `json:"here"`
		}
		if json.Unmarshal(f.Data, &pulse) == nil {
			p.crowd.mu.Lock()
			p.crowd.here = pulse.Here
			p.crowd.mu.Unlock()
		}
	}
}

func (p *phone) answered(f frame) {
	now := time.Now()
	var result struct {
		Number int `json:"number"`
	}
	json.Unmarshal(f.Result, &result)
	p.crowd.mu.Lock()
	defer p.crowd.mu.Unlock()
	one := p.crowd.deeds[f.Re]
	switch {
	case one == nil:
		p.crowd.faults = append(p.crowd.faults, "an answer came to what nobody asked")
	case f.Code != "" && f.RetryMS > 0:
		if one.told[f.Code]++; !one.settled() && !one.later {
			one.later = true
			time.AfterFunc(min(time.Duration(f.RetryMS)*time.Millisecond, 500*time.Millisecond), func() { p.again(one) })
		}
	case one.settled():
		// A vote said again is stale once there are newer ones.
		if one.vote == nil && (result.Number != one.number || f.Code != one.refused) {
			p.crowd.faults = append(p.crowd.faults, fmt.Sprintf("repeated, idea %d became %d %s", one.number, result.Number, f.Code))
		}
	default:
		one.number, one.refused, one.acked = result.Number, f.Code, now
		if f.Code == "stale_counter" && one.vote != nil {
			one.refused = "" // its answer was lost, or it came late: newer ones are there
		}
		one.ok = one.refused == ""
		close(one.done)
		go p.settled(one)
	}
}

func (p *phone) settled(one *deed) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if one.vote != nil && one.ok {
		p.picture.voted(*one.vote)
	}
	if i := slices.Index(p.waiting, one); i >= 0 {
		p.waiting = slices.Delete(p.waiting, i, i+1)
	}
}

// again sends what was refused for the time being, unless it is settled meanwhile.
func (p *phone) again(one *deed) {
	p.crowd.mu.Lock()
	one.later = false
	p.crowd.mu.Unlock()
	p.mu.Lock()
	defer p.mu.Unlock()
	if slices.Contains(p.waiting, one) {
		p.send(one)
	}
}

// rest begins nothing new and waits until everything is settled.
func (c *crowd) rest(within time.Duration) {
	c.resting.Store(true)
	eventually(c.ctx, within, func() bool { return c.unsettled() == 0 && c.lanes.Load() == 0 || c.hopeless() })
	if left := c.unsettled(); left > 0 {
		c.fault("%d commands were never answered", left)
	}
}

func (c *crowd) reconnects() (count int) {
	for _, one := range c.phones {
		one.mu.Lock()
		count += one.returned
		one.mu.Unlock()
	}
	return count
}

// hopeless reports whether so much went wrong that waiting tells nothing more.
func (c *crowd) hopeless() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.faults) > 10
}

// inParallel calls do for 0 to count-1, so many at a time, and returns the first error.
func inParallel(atOnce, count int, do func(i int) error) error {
	var next atomic.Int64
	errs := make(chan error, atOnce)
	for range atOnce {
		go func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= count {
					errs <- nil
					return
				}
				if err := do(i); err != nil {
					errs <- err
					return
				}
			}
		}()
	}
	var first error
	for range atOnce {
		if err := <-errs; err != nil && first == nil {
			first = err
		}
	}
	return first
}
