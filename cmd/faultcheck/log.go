package main

import (
	"context"
	"fmt"
	"slices"
	"time"
)

func (c *crowd) unsettled() int {
	return c.count(func(one *deed) bool { return one.number == 0 && one.refused == "" })
}

func (c *crowd) acked() int { return c.count(func(one *deed) bool { return one.number != 0 }) }

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
		if one.number != 0 && one.due.After(since) {
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
// was refused is not; what has no answer is there at most once; and every phone shows the same.
func (c *crowd) verify(ctx context.Context) []string {
	holds, err := c.event.export(ctx)
	if err != nil {
		return []string{err.Error()}
	}
	stored, times := map[int]string{}, map[string]int{}
	visible := map[int]bool{}
	for _, one := range holds.Ideas {
		stored[one.Number] = one.Text
		times[one.Text]++
		if one.State == "shown" {
			visible[one.Number] = true
		}
	}
	converged := eventually(ctx, 5*time.Second, func() bool {
		return c.hopeless() || !slices.ContainsFunc(c.phones, func(one *phone) bool { return !one.shows(visible) })
	})
	c.mu.Lock()
	defer c.mu.Unlock()
	lost, twice, refused := 0, 0, 0
	for _, one := range c.deeds {
		switch {
		case one.number != 0 && stored[one.number] != one.text:
			lost++
		case one.refused != "" && times[one.text] > 0:
			refused++
		}
		if times[one.text] > 1 {
			twice++
		}
	}
	found := slices.Clone(c.faults[:min(len(c.faults), 5)])
	for what, count := range map[string]int{"acked and lost": lost, "applied twice": twice, "refused and applied": refused} {
		if count > 0 {
			found = append(found, fmt.Sprintf("%d %s", count, what))
		}
	}
	if !converged {
		found = append(found, "phones do not show what the server holds")
	}
	return found
}

func (p *phone) shows(visible map[int]bool) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.shown) != len(visible) {
		return false
	}
	for number := range visible {
		if !p.shown[number] {
			return false
		}
	}
	return true
}
