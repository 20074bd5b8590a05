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

// deed is one command in the log: an idea that somebody submits, under one id until it is settled.
type deed struct {
	id      string
	text    string
	message []byte
	due     time.Time
	sentAt  atomic.Int64 // when it last went out, in nanoseconds
	acked   time.Time
	number  int            // 0 until acked
	refused string         // code of a final refusal
	told    map[string]int // retryable refusals, by code
	later   bool           // it will be sent again in a moment
	done    chan struct{}  // closed when settled
}

// crowd is a number of phones that contribute. What each sent and what came back is its log.
type crowd struct {
	event *event
	once  bool
	ctx   context.Context
	stop  context.CancelFunc

	phones   []*phone
	resting  atomic.Bool // nobody begins anything new
	running  sync.WaitGroup
	mu       sync.Mutex
	deeds    map[string]*deed
	faults   []string
	returned int         // how often a phone connected again
	codes    map[int]int // close codes seen
	here     int         // phones connected, as the pulse says
}

// phone is one of the crowd: it reconnects where it stood and sends again what has no answer.
type phone struct {
	crowd   *crowd
	name    int
	cookie  string
	receipt string
	known   map[string]position

	mu      sync.Mutex
	page    *page
	waiting []*deed
	shown   map[int]bool
}

// habits is how a crowd behaves.
type habits struct {
	phones, lanes int           // each phone has so many commands under way
	pace          time.Duration // between the answer to one and the next
	words         int           // length of an idea beside its name
	once          bool          // nothing is sent twice without need
}

// gather joins a crowd that contributes until it rests.
func gather(ctx context.Context, e *event, habits habits) (*crowd, error) {
	c := &crowd{event: e, once: habits.once, deeds: map[string]*deed{}, codes: map[int]int{}}
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
		one := &phone{crowd: c, name: i, cookie: cookie, receipt: randomSecret(), known: map[string]position{}, shown: map[int]bool{}}
		c.phones = append(c.phones, one)
		c.running.Add(1)
		go func() { defer c.running.Done(); one.stay() }()
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
			go func() { defer c.running.Done(); one.contribute(lane, habits) }()
		}
	}
	return c, nil
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
}

func (p *phone) connected() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.page != nil
}

// stay keeps the phone connected.
func (p *phone) stay() {
	for first := true; p.crowd.ctx.Err() == nil; {
		opened, err := openPage(p.crowd.ctx, p.crowd.event.house, p.crowd.event.phonePath(), p.crowd.event.session, p.cookie, p.known, p.see,
			func(err error) { p.crowd.fault("phone %d: %v", p.name, err) })
		if err != nil {
			select {
			case <-time.After(50 * time.Millisecond):
			case <-p.crowd.ctx.Done():
			}
			continue
		}
		if !first {
			p.crowd.mu.Lock()
			p.crowd.returned++
			p.crowd.mu.Unlock()
		}
		first = false
		ended := context.AfterFunc(p.crowd.ctx, func() { opened.conn.Close() })
		p.mu.Lock()
		p.page = opened
		for _, one := range p.waiting {
			p.send(one)
		}
		p.mu.Unlock()
		<-opened.gone
		ended()
		p.mu.Lock()
		p.page = nil
		p.mu.Unlock()
		p.crowd.mu.Lock()
		p.crowd.codes[opened.code]++
		p.crowd.mu.Unlock()
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
	id := randomID()
	message, _ := json.Marshal(object{"id": id, "type": "SubmitIdea", "data": object{
		"session": p.crowd.event.session, "kind": "idea", "text": text, "receipt": p.receipt,
	}})
	one := &deed{id: id, text: text, message: message, due: time.Now(), told: map[string]int{}, done: make(chan struct{})}
	p.crowd.mu.Lock()
	p.crowd.deeds[id] = one
	p.crowd.mu.Unlock()
	p.mu.Lock()
	defer p.mu.Unlock()
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
		select {
		case <-one.done:
		case <-p.crowd.ctx.Done():
			return
		}
		select {
		case <-time.After(habits.pace):
		case <-p.crowd.ctx.Done():
			return
		}
	}
}

// see takes an answer into the log and keeps which ideas the page shows.
func (p *phone) see(f frame, _ []byte) {
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
	case f.Stream == nil || *f.Stream == "":
	case f.Type == "Snapshot" || f.Type == "IdeasShown":
		var ideas struct {
			Ideas, Shown []struct {
				Number int `json:"number"`
			}
			Gone []int
		}
		if err := json.Unmarshal(f.Data, &ideas); err != nil {
			p.crowd.fault("phone %d: %v", p.name, err)
			return
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		if f.Type == "Snapshot" {
			clear(p.shown)
		}
		for _, one := range append(ideas.Ideas, ideas.Shown...) {
			p.shown[one.Number] = true
		}
		for _, number := range ideas.Gone {
			delete(p.shown, number)
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
		if one.told[f.Code]++; one.number == 0 && !one.later {
			one.later = true
			time.AfterFunc(min(time.Duration(f.RetryMS)*time.Millisecond, 500*time.Millisecond), func() { p.again(one) })
		}
	case one.number != 0 || one.refused != "":
		if result.Number != one.number || f.Code != one.refused {
			p.crowd.faults = append(p.crowd.faults, fmt.Sprintf("repeated, idea %d became %d %s", one.number, result.Number, f.Code))
		}
	default:
		one.number, one.refused, one.acked = result.Number, f.Code, now
		close(one.done)
		go p.settled(one)
	}
}

func (p *phone) settled(one *deed) {
	p.mu.Lock()
	defer p.mu.Unlock()
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
	eventually(c.ctx, within, func() bool { return c.unsettled() == 0 || c.hopeless() })
	if left := c.unsettled(); left > 0 {
		c.fault("%d commands were never answered", left)
	}
}

func (c *crowd) reconnects() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.returned
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
