package rehearsal

import (
	"context"
	"encoding/json"
	"sync"
	"time"
)

// phone is one participant: it joins, follows the session, and does what it is told to.
type phone struct {
	stage   *stage
	index   int
	code    string
	secret  string // made before joining, so that a lost answer costs nothing
	receipt string
	ballot  *ballot
	counter int64
	screen  *screen

	mu    sync.Mutex
	shown numbers         // ideas on the page
	round map[string]bool // rounds on the page; true: with results
}

func newPhone(stage *stage, index int, code string) *phone {
	p := &phone{
		stage: stage, index: index, code: code, secret: randomSecret(), receipt: randomSecret(),
		ballot: &ballot{points: map[int]int{}}, round: map[string]bool{},
	}
	p.screen = newScreen(stage, "/e/"+code+"/socket", "", p.see, func() {
		stage.lastHere.Store(time.Now().UnixNano())
		stage.done.Add(1)
	})
	p.screen.tally = &follower{tallies: stage.tallies, audience: stage.tallies.phones}
	return p
}

// join is the cue to come in.
func (p *phone) join(due time.Time) {
	p.stage.start(func(ctx context.Context) {
		cookie, err := p.stage.call(ctx, "POST", "/e/"+p.code+"/join", "", map[string]string{"secret": p.secret}, nil)
		if err != nil {
			p.stage.fail(err)
			return
		}
		joined := time.Since(due)
		p.stage.ledger.write(func(l *ledger) { l.joins = append(l.joins, joined) })
		p.screen.cookie = cookie
		p.screen.run(ctx)
	})
}

// see keeps what the page shows, as numbers.
func (p *phone) see(f frame) {
	if f.Type == "Snapshot" {
		p.stage.snapshots.note(*f.Stream, f.size)
	}
	if *f.Stream == "" {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if f.Type == "Snapshot" {
		p.shown = nil
	}
	says := f.content()
	p.shown = p.shown.with(says.Ideas).with(says.Shown).without(says.Gone)
	for _, one := range says.rounds {
		p.round[one.ID] = one.Tally != nil
	}
}

// shows reports whether all these ideas are on the page.
func (p *phone) shows(ideas []*contribution) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.shown.hasAll(ideas)
}

// knows reports whether the round is on the page, or its results are.
func (p *phone) knows(round string, results bool) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	open, ok := p.round[round]
	return ok && open == results
}

// ask sends a command whose cue ends with the answer. note is called inside the ledger.
func (p *phone) ask(name string, data any, due time.Time, note func(l *ledger, a answer)) {
	p.screen.send(newCommand(name, data, due, func(a answer) {
		p.stage.ledger.write(func(l *ledger) { note(l, a) })
		p.stage.done.Add(1)
	}))
}

// submit is the cue to contribute.
func (p *phone) submit(one *contribution) cue {
	return func(due time.Time) {
		p.stage.ledger.write(func(*ledger) { one.due = due })
		data := map[string]string{"session": p.stage.session, "kind": one.Kind, "text": one.Text, "receipt": p.receipt}
		p.ask("SubmitIdea", data, due, func(_ *ledger, a answer) {
			var made struct {
				Number int `json:"number"`
			}
			one.refused = a.Code != ""
			if !one.refused && json.Unmarshal(a.Result, &made) == nil {
				one.number = made.Number
			}
		})
	}
}

// support is the cue to back an idea, or not any more.
func (p *phone) support(idea int, on bool) cue {
	key := backing{p.index, idea}
	return func(due time.Time) {
		p.stage.ledger.write(func(l *ledger) { l.backings[key] = stance{l.backings[key].on, l.backings[key].unsure + 1} })
		p.ask("Support", map[string]any{"idea": idea, "on": on}, due, func(l *ledger, a answer) {
			now := l.backings[key]
			now.unsure--
			if a.Code == "" {
				now.on = on
				l.supports++
			}
			l.backings[key] = now
		})
	}
}

// vote is the cue to give an item so many points from now on.
func (p *phone) vote(round string, item, points int) cue {
	return func(due time.Time) {
		p.counter++
		p.stage.ledger.write(func(*ledger) { p.ballot.unsure++ })
		data := map[string]any{"round": round, "item": item, "points": points, "counter": p.counter}
		p.ask("SetVote", data, due, func(l *ledger, a answer) {
			p.ballot.unsure--
			if a.Code != "" {
				return
			}
			p.counted(l, a, due)
			if p.ballot.points[item] = points; points == 0 {
				delete(p.ballot.points, item)
			}
		})
	}
}

// numbers is a set of idea numbers, small enough to keep one for each of thousands of phones.
type numbers []uint64

func (n numbers) with(ideas []ideaView) numbers {
	for _, one := range ideas {
		for len(n) <= one.Number/64 {
			n = append(n, 0)
		}
		n[one.Number/64] |= 1 << (one.Number % 64)
	}
	return n
}

func (n numbers) without(gone []int) numbers {
	for _, number := range gone {
		if number/64 < len(n) {
			n[number/64] &^= 1 << (number % 64)
		}
	}
	return n
}

func (n numbers) hasAll(ideas []*contribution) bool {
	for _, one := range ideas {
		if one.number/64 >= len(n) || n[one.number/64]&(1<<(one.number%64)) == 0 {
			return false
		}
	}
	return true
}
