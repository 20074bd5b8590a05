package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// reaction is what a phone says of an idea without words.
type reaction struct {
	Idea int    `json:"idea"`
	Kind string `json:"kind"`
	On   bool   `json:"on"`
}

// sign is what a phone lets the moderator know.
type sign struct {
	name string // of the command
	on   bool
}

var reactions = []string{"agree", "question", "concern"}

// enliven lets participants of the current phase comment, react and raise hands.
func (e *event) enliven(ctx context.Context) error {
	desk, err := e.desk(ctx)
	if err != nil {
		return err
	}
	defer desk.leave()
	return desk.must(ctx, "SetPhase", object{"session": e.session, "phase": e.phases["collect"], "settings": object{
		"ideas_hidden": false, "release_first": false, "late_ideas": false, "closed": false, "comments": true, "reactions": true, "hands": true,
	}}, nil)
}

func (p *phone) await(one *deed) bool {
	select {
	case <-one.done:
		return true
	case <-p.crowd.ctx.Done():
		return false
	}
}

// discuss comments on an own idea and reacts to it, sometimes taking that back; the first lane
// signals, too. It reports whether to go on.
func (p *phone) discuss(lane, i, idea int) bool {
	if idea == 0 {
		return true
	}
	text := fmt.Sprintf("Anmerkung %d-%d-%d", p.name, lane, i)
	if !p.await(p.give("AddComment", object{"idea": idea, "text": text}, &deed{remark: text})) {
		return false
	}
	for times := range 1 + i%3 {
		said := reaction{idea, reactions[i%3], times%2 == 0}
		if !p.await(p.give("React", said, &deed{react: &said})) {
			return false
		}
	}
	if lane > 0 {
		return true
	}
	said := sign{[]string{"SignalDone", "RaiseHand"}[i%2], i%4 < 2}
	return p.await(p.give(said.name, object{"session": p.session, "on": said.on}, &deed{signal: &said}))
}

// discussed holds comments, reactions and signals against the export and the console: what was
// acked is there once, and what was said last is what counts.
func (c *crowd) discussed(ctx context.Context, holds exported) (found []string) {
	texts, times := map[int]string{}, map[string]int{}
	for _, one := range holds.Comments {
		texts[one.Number] = one.Text
		times[one.Text]++
	}
	lost, twice, lively := 0, 0, false
	counts, signals := map[reaction]int{}, map[sign]int{}
	for _, one := range c.phones {
		last, said := map[reaction]bool{}, map[string]bool{}
		for _, deed := range one.log() {
			lively = lively || deed.signal != nil
			switch {
			case deed.remark != "" && deed.ok && texts[deed.number] != deed.remark:
				lost++
			case deed.remark != "" && times[deed.remark] > 1:
				twice++
			case deed.react != nil && deed.ok:
				last[reaction{deed.react.Idea, deed.react.Kind, true}] = deed.react.On
			case deed.signal != nil && deed.ok:
				said[deed.signal.name] = deed.signal.on
			}
		}
		for about, on := range last {
			if on {
				counts[about]++
			}
		}
		for name, on := range said {
			if on {
				signals[sign{name, true}]++
			}
		}
	}
	for what, count := range map[string]int{"acked and lost": lost, "there twice": twice} {
		if count > 0 {
			found = append(found, fmt.Sprintf("%d comments %s", count, what))
		}
	}
	for _, one := range holds.Ideas {
		for _, kind := range reactions {
			if count := counts[reaction{one.Number, kind, true}]; one.Reactions[kind] != count {
				found = append(found, fmt.Sprintf("idea %d has %d times %s, who said so are %d", one.Number, one.Reactions[kind], kind, count))
			}
		}
	}
	if !lively {
		return found
	}
	desk, err := c.event.desk(ctx)
	if err != nil {
		return append(found, err.Error())
	}
	defer desk.leave()
	told := ""
	if !eventually(ctx, 3*time.Second, func() bool {
		latest, known := frame{}, false
		desk.mu.Lock()
		for _, one := range desk.frames {
			if one.Type == "Pulse" {
				latest, known = one, true
			}
		}
		desk.mu.Unlock()
		var pulse struct {
			Done  int
			Hands []json.RawMessage
		}
		json.Unmarshal(latest.Data, &pulse)
		told = fmt.Sprintf("%d done and %d hands", pulse.Done, len(pulse.Hands))
		return known && pulse.Done == signals[sign{"SignalDone", true}] && len(pulse.Hands) == signals[sign{"RaiseHand", true}]
	}) {
		found = append(found, fmt.Sprintf("the console tells %s, who said so last are %d and %d", told, signals[sign{"SignalDone", true}], signals[sign{"RaiseHand", true}]))
	}
	return found
}
