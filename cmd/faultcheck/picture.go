package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"slices"
	"strings"
)

// picture is what a screen shows: all that it was told, as the README's protocol page has it.
type picture struct {
	event json.RawMessage
	shown map[string]map[string]noun // by kind and key
	pulse map[string]any
	mine  mine
}

// noun is one shown thing, told apart by how it begins and a sum of the whole: many screens show
// many of them.
type noun struct {
	key, Print string
	open       bool // a round that is
}

var sums = maphash.MakeSeed()

// UnmarshalJSON takes the key from where the server puts it, in front.
func (n *noun) UnmarshalJSON(data []byte) error {
	reader := json.NewDecoder(bytes.NewReader(data))
	reader.UseNumber()
	var head [3]json.Token // {, its name, the key
	for i := range head {
		var err error
		if head[i], err = reader.Token(); err != nil {
			return err
		}
	}
	if head[1] != "number" && head[1] != "id" {
		return fmt.Errorf("no key in front of %.60s", data)
	}
	n.key, n.Print = fmt.Sprint(head[2]), fmt.Sprintf("%.60s %x", data, maphash.Bytes(sums, data))
	n.open = bytes.Contains(data, []byte(`"state":"open"`))
	return nil
}

// mine is a participant's own view, with what answers to own votes add to it.
type mine struct {
	Ideas    []any              `json:"ideas"`
	Supports []int              `json:"supports"`
	Votes    map[string]ownVote `json:"votes"`
}

type ownVote struct {
	Counter int64         `json:"counter"`
	Points  map[int]int   `json:"points"`
	at      map[int]int64 // counters of the items, as far as answers told
}

var errPulseGap = errors.New("a pulse goes on from one that never came")

// take brings the picture up to date. The frame is the one that must come next.
func (p *picture) take(f frame) error {
	switch {
	case f.Type == "Heartbeat" || f.Type == "Clock":
		return nil
	case f.Type == "Mine":
		var told mine
		if err := json.Unmarshal(f.Data, &told); err != nil {
			return err
		}
		before := p.mine.Votes
		p.mine = told
		for round, known := range before { // what was said before it had our latest
			for item, counter := range known.at {
				if counter > told.Votes[round].Counter {
					p.voted(vote{round, item, known.Points[item], counter})
				}
			}
		}
		return nil
	case f.Type == "Pulse":
		return p.takePulse(f.Data)
	}
	var data struct {
		Event                                             json.RawMessage
		Sessions, Fields, Projectors, Moderators, Tickets []noun
		Ideas, Rounds, Comments, Shown                    []noun
		Gone                                              []json.RawMessage
	}
	if err := json.Unmarshal(f.Data, &data); err != nil {
		return err
	}
	if p.shown == nil {
		p.shown = map[string]map[string]noun{}
	}
	switch {
	case f.Type == "EventShown":
		p.event = data.Event
	case f.Type == "Snapshot" && *f.Stream == "":
		p.event = data.Event
		p.replace(map[string][]noun{"sessions": data.Sessions, "fields": data.Fields, "projectors": data.Projectors, "moderators": data.Moderators, "tickets": data.Tickets})
	case f.Type == "Snapshot":
		p.replace(map[string][]noun{"ideas": data.Ideas, "rounds": data.Rounds, "comments": data.Comments})
	default:
		kind := strings.ToLower(strings.TrimSuffix(f.Type, "Shown"))
		if p.shown[kind] == nil {
			return fmt.Errorf("a %s, which no snapshot has", f.Type)
		}
		for _, key := range data.Gone {
			delete(p.shown[kind], strings.Trim(string(key), `"`))
		}
		for _, one := range data.Shown {
			p.shown[kind][one.key] = one
		}
	}
	return nil
}

// replace forgets what was shown of some kinds.
func (p *picture) replace(by map[string][]noun) {
	for kind, nouns := range by {
		p.shown[kind] = make(map[string]noun, len(nouns))
		for _, one := range nouns {
			p.shown[kind][one.key] = one
		}
	}
}

// takePulse replaces the volatile state. Of a tally it may hold only what changed since the pulse
// before.
func (p *picture) takePulse(data json.RawMessage) error {
	var pulse map[string]any
	if err := json.Unmarshal(data, &pulse); err != nil {
		return err
	}
	items := itemsOf(pulse)
	if round, _ := pulse["round"].(map[string]any); round["since"] != nil && items != nil {
		known, _ := p.pulse["round"].(map[string]any)
		before := itemsOf(p.pulse)
		if rev, _ := known["rev"].(float64); before == nil || known["id"] != round["id"] || rev != round["since"] {
			return errPulseGap
		}
		for item, sum := range before {
			if items[item] == nil {
				items[item] = sum
			}
		}
		delete(round, "since")
	}
	for item, sum := range items {
		if sum.(map[string]any)["voters"] == 0.0 {
			delete(items, item)
		}
	}
	p.pulse = pulse
	return nil
}

func itemsOf(pulse map[string]any) map[string]any {
	round, _ := pulse["round"].(map[string]any)
	tally, _ := round["tally"].(map[string]any)
	items, _ := tally["items"].(map[string]any)
	return items
}

// voted takes in that an own vote has arrived, unless there is a newer one of its item.
func (p *picture) voted(one vote) {
	own := p.mine.Votes[one.Round]
	if own.Points == nil {
		own.Points = map[int]int{}
	}
	if own.at == nil {
		own.at = map[int]int64{}
	}
	if one.Counter <= own.at[one.Item] {
		return
	}
	own.at[one.Item] = one.Counter
	own.Counter = max(own.Counter, one.Counter)
	if own.Points[one.Item] = one.Points; one.Points == 0 {
		delete(own.Points, one.Item)
	}
	if p.mine.Votes == nil {
		p.mine.Votes = map[string]ownVote{}
	}
	p.mine.Votes[one.Round] = own
}

// text is the same for screens that show the same. What is the participant's own may be left out.
func (p *picture) text(withOwn bool) string {
	if !withOwn {
		text, _ := json.Marshal(object{"event": p.event, "shown": p.shown, "pulse": p.pulse})
		return string(text)
	}
	own := mine{Ideas: p.mine.Ideas, Supports: slices.Sorted(slices.Values(p.mine.Supports)), Votes: map[string]ownVote{}}
	for id, vote := range p.mine.Votes {
		if p.shown["rounds"][id].open {
			if vote.Points == nil { // none is left out, as a ballot that was taken back
				vote.Points = map[int]int{}
			}
			own.Votes[id] = vote
		}
	}
	text, _ := json.Marshal(object{"event": p.event, "shown": p.shown, "pulse": p.pulse, "mine": own})
	return string(text)
}

// differ shows where two pictures begin to differ.
func differ(a, b string) string {
	at := 0
	for at < min(len(a), len(b)) && a[at] == b[at] {
		at++
	}
	from := max(0, at-60)
	return fmt.Sprintf("…%s / …%s", a[from:min(len(a), at+40)], b[from:min(len(b), at+40)])
}
