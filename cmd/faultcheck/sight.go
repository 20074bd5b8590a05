package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"time"
)

var sightCheck = check{
	name: "sight", what: "no stream shows what it may not", run: trySight,
	mutants: []mutant{
		{"old frames are served after hiding", "server/live/stream.go", "max(st.floor, floor)", "max(st.floor, 0*floor)"},
		{"phones are shown hidden ideas", "server/live/view.go", "return one.Visible() && phase.Kind", "return phase.Kind"},
		{"ideas are shown while they are hidden", "server/live/view.go", " && !phase.IdeasHidden && !in.Blank", " && !in.Blank"},
		{"phones are told the tally of a hidden round", "server/live/roundview.go", "\tif r.Hidden {\n", "\tif r.Hidden && r.Number == 0 {\n"},
	},
}

// trySight takes sight away in every way there is, and looks for what was hidden in everything
// that phones and projectors are told: those that stay, those that come, and those that come back
// to where they were.
func trySight(ctx context.Context, t *trial) {
	_, e, leave, ok := t.open(ctx)
	if !ok {
		return
	}
	defer leave()
	s := &scene{t: t, ctx: ctx, event: e}
	var err error
	if s.desk, err = e.desk(ctx); t.failed("console", err) {
		return
	}
	defer s.desk.leave()
	if s.author, _, err = e.guest(ctx); t.failed("author", err) {
		return
	}
	defer s.author.leave()

	s.takenAway("hidden", "ModerateIdea", func(number int) object { return object{"idea": number, "state": "hidden"} })
	s.takenAway("returned", "ModerateIdea", func(number int) object {
		return object{"idea": number, "state": "returned", "reason": "Bitte anders sagen"}
	})
	s.takenAway("blanked", "BlankWall", func(int) object { return object{"session": e.session, "on": true} })
	s.do("BlankWall", object{"session": e.session, "on": false})
	s.takenAway("concealed", "SetPhase", func(int) object {
		return object{"session": e.session, "phase": e.phases["collect"], "settings": object{"ideas_hidden": true, "release_first": false, "late_ideas": false}}
	})
	s.neverShown("written while others' ideas are hidden")
	s.do("SetPhase", object{"session": e.session, "phase": e.phases["collect"], "settings": object{"ideas_hidden": false, "release_first": true, "late_ideas": false}})
	s.neverShown("held until it is released")
	s.do("SetPhase", object{"session": e.session, "phase": e.phases["collect"], "settings": object{"ideas_hidden": false, "release_first": false, "late_ideas": false}})
	s.secretTally()
	t.note("%d kinds of hidden things, nowhere seen", s.kinds)
}

type scene struct {
	t            *trial
	ctx          context.Context
	event        *event
	desk, author *told
	kinds        int
}

func (s *scene) do(name string, data object) {
	s.t.failed(name, s.desk.must(s.ctx, name, data, nil))
}

// submit lets the author contribute a text that is found nowhere else.
func (s *scene) submit() (text string, number int, ok bool) {
	text = "Merkwort" + randomID()
	var made struct {
		Number int `json:"number"`
	}
	err := s.author.must(s.ctx, "SubmitIdea", object{
		"session": s.event.session, "kind": "idea", "text": text, "receipt": strings.Repeat("r", 43),
	}, &made)
	return text, made.Number, !s.t.failed("submit", err)
}

// takenAway shows an idea, hides it by a command, and lets a phone and a projector come new, and
// a phone come back that left just before it saw the idea.
func (s *scene) takenAway(how, command string, data func(number int) object) {
	s.kinds++
	witness, cookie, err := s.event.guest(s.ctx)
	if s.t.failed("guest", err) {
		return
	}
	witness.leave()
	known := maps.Clone(witness.at)
	staying, _, err := s.event.guest(s.ctx)
	if s.t.failed("guest", err) {
		return
	}
	defer staying.leave()
	text, number, ok := s.submit()
	if !ok {
		return
	}
	if !eventually(s.ctx, 3*time.Second, func() bool { return staying.has(text) }) {
		s.t.fault("an idea that may be seen is not")
	}
	s.do(command, data(number))
	gone := func(f frame) bool {
		var data struct{ Gone []int }
		json.Unmarshal(f.Data, &data)
		return f.Type == "IdeasShown" && strings.Contains(fmt.Sprint(" ", data.Gone), fmt.Sprint(number))
	}
	if !eventually(s.ctx, 3*time.Second, func() bool { _, found := staying.find(gone); return found }) {
		s.t.fault("an idea that was %s stays on a phone", how)
	}
	back, err := look(s.ctx, s.event.house, s.event.phonePath(), s.event.session, cookie, known)
	s.unseen(back, err, text, "a phone that came back", how)
	s.newcomers(text, how)
}

// neverShown lets an idea come that only the console may see.
func (s *scene) neverShown(how string) {
	s.kinds++
	staying, _, err := s.event.guest(s.ctx)
	if s.t.failed("guest", err) {
		return
	}
	text, _, ok := s.submit()
	if !ok {
		return
	}
	if !eventually(s.ctx, 3*time.Second, func() bool { return s.desk.has(text) }) {
		s.t.fault("the console does not show an idea that is %s", how)
	}
	s.unseen(staying, nil, text, "a phone", how)
	s.newcomers(text, how)
}

func (s *scene) newcomers(text, how string) {
	fresh, _, err := s.event.guest(s.ctx)
	s.unseen(fresh, err, text, "a new phone", how)
	wall, err := s.event.projector(s.ctx)
	s.unseen(wall, err, text, "a projector", how)
}

// unseen looks for a text in all that a page was told, and closes it. A command of its own that
// is refused makes sure that everything due has come.
func (s *scene) unseen(page *told, err error, text, who, how string) {
	if s.t.failed(who, err) {
		return
	}
	defer page.leave()
	if _, err := page.ask(s.ctx, "Ping", object{}); s.t.failed(who, err) {
		return
	}
	time.Sleep(20 * time.Millisecond)
	if page.has(text) {
		s.t.fault("%s is told an idea that was %s", who, how)
	}
}

// secretTally votes in a round whose tally is hidden until it is closed, and shown to phones only
// after that.
func (s *scene) secretTally() {
	s.kinds++
	if _, _, ok := s.submit(); !ok {
		return
	}
	wall, err := s.event.projector(s.ctx)
	if s.t.failed("projector", err) {
		return
	}
	defer wall.leave()
	s.do("EnterPhase", object{"session": s.event.session, "phase": s.event.phases["vote"]})
	var made struct {
		Round string `json:"round"`
	}
	asked := object{"session": s.event.session, "subject": "ideas", "budget": 3, "cap": 2, "hidden": true}
	if s.t.failed("open a round", s.desk.must(s.ctx, "OpenRound", asked, &made)) {
		return
	}
	vote := object{"round": made.Round, "item": 1, "points": 2, "counter": 1}
	if s.t.failed("vote", s.author.must(s.ctx, "SetVote", vote, nil)) {
		return
	}
	voted := func(f frame) bool {
		var pulse struct{ Round struct{ Voters int } }
		json.Unmarshal(f.Data, &pulse)
		return f.Type == "Pulse" && pulse.Round.Voters == 1
	}
	if !eventually(s.ctx, 3*time.Second, func() bool { _, found := wall.find(voted); return found }) {
		s.t.fault("the projector does not tell how many voted")
	}
	tallied := func(f frame) bool { return strings.Contains(string(f.Data), `"tally"`) }
	for who, page := range map[string]*told{"a phone": s.author, "the projector": wall, "the console": s.desk} {
		if _, found := page.find(tallied); found {
			s.t.fault("%s is told the tally of an open, hidden round", who)
		}
	}
	s.do("CloseRound", object{"round": made.Round})
	if !eventually(s.ctx, 3*time.Second, func() bool { _, found := s.desk.find(tallied); return found }) {
		s.t.fault("the console is not told the tally")
	}
	if _, found := s.author.find(tallied); found {
		s.t.fault("a phone is told a tally before the results are shown")
	}
	s.do("ShowResults", object{"round": made.Round, "on": true})
	if !eventually(s.ctx, 3*time.Second, func() bool { _, found := s.author.find(tallied); return found }) {
		s.t.fault("a phone is not told the results")
	}
}
