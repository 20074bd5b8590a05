package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"
)

const (
	voteBudget  = 5
	voteCap     = 3
	votesTurned = 7 // how often a phone changes its mind
	ideasBacked = 4 // few, so that some support is taken back
)

// each lets all phones do something at the same time, and waits until everything is settled. Each
// decides by dice of its own. It returns an error when that came to nothing.
func (c *crowd) each(seed uint64, do func(p *phone, dice *rand.Rand)) error {
	var doing sync.WaitGroup
	for i, one := range c.phones {
		if one.path != c.event.phonePath() {
			continue
		}
		doing.Add(1)
		go func() {
			defer doing.Done()
			do(one, rand.New(rand.NewPCG(seed, uint64(i))))
		}()
	}
	doing.Wait()
	c.rest(15 * time.Second)
	if left := c.unsettled(); left > 0 {
		return fmt.Errorf("%d commands are open, %s", left, strings.Join(c.firstFaults(), ", "))
	}
	return c.ctx.Err()
}

// pace waits until the phone has three commands on their way at most, and sometimes a little more.
func (p *phone) pace(dice *rand.Rand, last *deed) {
	pause := time.Duration(dice.IntN(8)) * time.Millisecond
	select {
	case <-last.done:
	case <-time.After(pause):
	}
	if given := p.log(); len(given) >= 3 {
		select {
		case <-given[len(given)-3].done:
		case <-p.crowd.ctx.Done():
		}
	}
}

// backSome supports ideas, or takes back what it said of them.
func (p *phone) backSome(dice *rand.Rand, times int) {
	for range times {
		idea, on := 1+dice.IntN(ideasBacked), true
		for _, before := range p.log() {
			if before.support != nil && before.support.Idea == idea {
				on = !before.support.On
			}
		}
		p.pace(dice, p.back(idea, on))
	}
}

// voteOften sets and changes votes within the budget.
func (p *phone) voteOften(dice *rand.Rand, round string) {
	points, left := map[int]int{}, voteBudget
	for counter := int64(1); counter <= votesTurned; counter++ {
		item := 1 + dice.IntN(3)
		given := dice.IntN(min(voteCap, left+points[item]) + 1)
		left += points[item] - given
		points[item] = given
		p.pace(dice, p.voteFor(vote{round, item, given, counter}))
	}
}
