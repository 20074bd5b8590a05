package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// voteInWaiting is a secret round in which fewer have voted than are boxed together.
type voteInWaiting struct {
	event   *event
	round   string
	answers chan error
}

const castAlone = 4 // ballots, which wait a little for a fifth

// castFew opens a secret round of an event of its own and casts ballots, without waiting for what
// comes of them.
func castFew(ctx context.Context, h *house) (*voteInWaiting, error) {
	e, err := h.newEvent(ctx)
	if err != nil {
		return nil, err
	}
	desk, err := e.desk(ctx)
	if err != nil {
		return nil, err
	}
	defer desk.leave()
	if err := desk.must(ctx, "AddIdea", object{"session": e.session, "kind": "idea", "text": "Zur Wahl"}, nil); err != nil {
		return nil, err
	}
	var pages []*told
	for range castAlone + 1 {
		page, _, err := e.guest(ctx)
		if err != nil {
			return nil, err
		}
		pages = append(pages, page)
	}
	if err := desk.must(ctx, "EnterPhase", object{"session": e.session, "phase": e.phases["vote"]}, nil); err != nil {
		return nil, err
	}
	var made struct {
		Round string `json:"round"`
	}
	if err := desk.must(ctx, "OpenRound", object{"session": e.session, "subject": "ideas", "method": "yesno", "secrecy": "secret"}, &made); err != nil {
		return nil, err
	}
	v := &voteInWaiting{event: e, round: made.Round, answers: make(chan error, castAlone)}
	for _, page := range pages[:castAlone] {
		go func() {
			defer page.leave()
			v.answers <- page.must(ctx, "CastBallot", object{"round": v.round, "points": map[string]int{"1": 1}}, nil)
		}()
	}
	pages[castAlone].leave()
	return v, nil
}

// answered wants that all ballots were acked.
func (v *voteInWaiting) answered() error {
	for range castAlone {
		select {
		case err := <-v.answers:
			if err != nil {
				return err
			}
		case <-time.After(time.Second):
			return fmt.Errorf("a secret ballot that waited for others was not acked")
		}
	}
	return nil
}

// counted closes the round and wants the ballots in it.
func (v *voteInWaiting) counted(ctx context.Context) error {
	desk, err := v.event.desk(ctx)
	if err != nil {
		return err
	}
	defer desk.leave()
	if err := desk.must(ctx, "CloseRound", object{"round": v.round}, nil); err != nil {
		return err
	}
	holds, err := v.event.export(ctx)
	if err != nil {
		return err
	}
	if len(holds.Rounds) != 1 || holds.Rounds[0].Tally.Voters != castAlone {
		return fmt.Errorf("%d secret ballots were cast, the rounds are %v", castAlone, holds.Rounds)
	}
	return nil
}

// cast gives a whole ballot. Whoever is fickle changes their mind on the way there.
func cast(ctx context.Context, page *told, round string, s situation, ballot string, fickle bool) error {
	given := points(ballot)
	if s.secrecy == "secret" {
		return page.must(ctx, "CastBallot", object{"round": round, "points": given}, nil)
	}
	items := make([]int, 0, len(given))
	for item := range given {
		number, _ := strconv.Atoi(item)
		items = append(items, number)
	}
	slices.Sort(items)
	counter := 0
	if s.method == "ranking" {
		slices.SortFunc(items, func(a, b int) int { return given[strconv.Itoa(a)] - given[strconv.Itoa(b)] })
		if fickle {
			counter++
			if err := page.must(ctx, "SetOrder", object{"round": round, "items": []int{3, 1}, "counter": counter}, nil); err != nil {
				return err
			}
		}
		return page.must(ctx, "SetOrder", object{"round": round, "items": items, "counter": counter + 1}, nil)
	}
	set := func(item, points int) error {
		counter++
		return page.must(ctx, "SetVote", object{"round": round, "item": item, "points": points, "counter": counter}, nil)
	}
	if fickle {
		if err := errors.Join(set(1, 1), set(1, 0)); err != nil {
			return err
		}
	}
	for _, item := range items {
		if err := set(item, given[strconv.Itoa(item)]); err != nil {
			return err
		}
	}
	return nil
}

// points reads a ballot as "3:2 7:1".
func points(ballot string) map[string]int {
	given := map[string]int{}
	for _, part := range strings.Fields(ballot) {
		item, value, _ := strings.Cut(part, ":")
		given[item], _ = strconv.Atoi(value)
	}
	return given
}
