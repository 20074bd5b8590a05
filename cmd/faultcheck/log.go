package main

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"time"
)

func (c *crowd) unsettled() int {
	return c.count(func(one *deed) bool { return !one.settled() })
}

func (c *crowd) acked() int { return c.count(func(one *deed) bool { return one.ok }) }

// count returns how many deeds are such.
func (c *crowd) count(such func(*deed) bool) (count int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, one := range c.deeds {
		if such(one) {
			count++
		}
	}
	return count
}

// told returns how many deeds were refused with a code for the time being.
func (c *crowd) told(code string) int {
	return c.count(func(one *deed) bool { return one.told[code] > 0 })
}

// latency returns a quantile of the time from due to ack, of what was due after since.
func (c *crowd) latency(part float64, since time.Time) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	var all []time.Duration
	for _, one := range c.deeds {
		if one.ok && one.due.After(since) {
			all = append(all, one.acked.Sub(one.due))
		}
	}
	return quantile(all, part)
}

func quantile(all []time.Duration, part float64) time.Duration {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[min(int(part*float64(len(all))), len(all)-1)].Round(time.Millisecond)
}

// verify holds the log against the export: what was acked is there, once, under its number; what
// was refused is not; what has no answer is there at most once; support and tallies are what was
// said last; and every screen shows the same, and what the export holds.
func (c *crowd) verify(ctx context.Context) []string {
	alike := c.alike(ctx)
	holds, err := c.event.export(ctx)
	if err != nil {
		return []string{err.Error()}
	}
	stored, times := map[int]string{}, map[string]int{}
	visible := map[string]noun{}
	for _, one := range holds.Ideas {
		stored[one.Number] = one.Text
		times[one.Text]++
		if one.State == "shown" {
			visible[fmt.Sprint(one.Number)] = noun{}
		}
	}
	found := c.firstFaults()
	c.mu.Lock()
	defer c.mu.Unlock()
	lost, twice, refused := 0, 0, 0
	for _, one := range c.deeds {
		switch {
		case one.text == "":
			continue
		case one.ok && stored[one.number] != one.text:
			lost++
		case one.refused != "" && times[one.text] > 0:
			refused++
		}
		if times[one.text] > 1 {
			twice++
		}
	}
	for what, count := range map[string]int{"acked and lost": lost, "applied twice": twice, "refused and applied": refused} {
		if count > 0 {
			found = append(found, fmt.Sprintf("%d %s", count, what))
		}
	}
	found = append(found, alike...)
	if slices.ContainsFunc(c.phones, func(one *phone) bool { return one.path == c.event.phonePath() && !sameKeys(one.ideas(), visible) }) {
		found = append(found, "phones do not show what the server holds")
	}
	backers := c.backers()
	for _, one := range holds.Ideas {
		if said := backers[one.Number]; said != one.Support {
			found = append(found, fmt.Sprintf("idea %d has the support of %d, who said so are %d", one.Number, one.Support, said))
		}
	}
	found = append(found, c.discussed(ctx, holds)...)
	voted, round := c.voted()
	if len(round) > 0 && (len(holds.Rounds) != 1 || holds.Rounds[0].State != "closed" || !reflect.DeepEqual(holds.Rounds[0].Tally, voted)) {
		found = append(found, fmt.Sprintf("the rounds are %v, the votes as set last %v", holds.Rounds, voted))
	}
	return found
}

func (c *crowd) firstFaults() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.faults[:min(len(c.faults), 5)])
}

func sameKeys[A, B any](a map[string]A, b map[string]B) bool {
	for key := range a {
		if _, ok := b[key]; !ok {
			return false
		}
	}
	return len(a) == len(b)
}

// backers counts by idea who said last that they support it.
func (c *crowd) backers() map[int]int {
	count := map[int]int{}
	for _, one := range c.phones {
		last := map[int]bool{}
		for _, deed := range one.log() {
			if deed.support != nil && deed.ok {
				last[deed.support.Idea] = deed.support.On
			}
		}
		for idea, on := range last {
			if on {
				count[idea]++
			}
		}
	}
	return count
}

// voted adds up what the phones set last in the crowd's one round.
func (c *crowd) voted() (all tally, round string) {
	all.Items = map[int]sum{}
	for _, one := range c.phones {
		last := map[int]int{}
		for _, deed := range one.log() {
			if deed.vote != nil && deed.ok {
				round = deed.vote.Round
				last[deed.vote.Item] = deed.vote.Points
			}
		}
		spent := 0
		for item, points := range last {
			if points > 0 {
				before := all.Items[item]
				all.Items[item] = sum{before.Points + points, before.Voters + 1}
				spent += points
			}
		}
		if spent > 0 {
			all.Voters++
		}
	}
	return all, round
}

func (p *phone) log() []*deed {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.given)
}

const (
	alikeWithin = 5 * time.Second
	ownCompared = 10 // phones whose own view is compared, too
)

// alike compares what the crowd's screens show with what new ones are told that come in their
// places, and returns how they differ.
func (c *crowd) alike(ctx context.Context) []string {
	ctx, cancel := context.WithCancel(ctx)
	var coming sync.WaitGroup
	defer coming.Wait()
	defer cancel()
	var others []*viewer
	for _, one := range c.phones[:min(len(c.phones), ownCompared)] {
		at := one.seat
		at.way, at.fallback = nil, false
		other := &viewer{seat: at, known: map[string]position{}, fail: func(err error) { c.fault("a new screen: %v", err) }}
		others = append(others, other)
		coming.Add(1)
		go func() { defer coming.Done(); other.stay(ctx) }()
	}
	var differing string
	if eventually(ctx, alikeWithin, func() bool {
		for i, one := range c.phones {
			mine, theirs := one.shows(true), ""
			if i < len(others) {
				theirs = others[i].shows(true)
			} else {
				mine, theirs = one.shows(false), others[0].shows(false)
			}
			if mine != theirs {
				differing = fmt.Sprintf("screen %d at %s differs from a new one: %s", i, one.path, differ(mine, theirs))
				return c.hopeless()
			}
		}
		differing = ""
		return true
	}) && differing == "" {
		return nil
	}
	return []string{differing}
}
