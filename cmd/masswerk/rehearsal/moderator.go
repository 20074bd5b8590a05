package rehearsal

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
)

// moderator leads the session from a console, let in by an invitation.
type moderator struct {
	stage   *stage
	console string // path of the console: /console/EVENT
	cookie  string
	screen  *screen

	mu           sync.Mutex
	code         string // to join with
	language     string
	session      sessionView
	rounds       map[string]roundView
	releaseAbove int          // ideas with a higher number are released; 0: none
	released     map[int]bool // was asked for
}

// enterConsole opens the console with a cookie and waits until everything is on the screen.
func enterConsole(ctx context.Context, stage *stage, event, cookie string) (*moderator, error) {
	m := &moderator{
		stage: stage, console: "/console/" + event, cookie: cookie,
		rounds: map[string]roundView{}, released: map[int]bool{},
	}
	here := make(chan struct{})
	m.screen = newScreen(stage, m.console+"/socket", cookie, m.see, func() { close(here) })
	stage.start(m.screen.run)
	select {
	case <-here:
		return m, nil
	case <-stage.ctx.Done():
		return nil, context.Cause(stage.ctx)
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// see keeps what the console shows. The first session is the one that is played.
func (m *moderator) see(f frame) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if *f.Stream == "" {
		var data struct {
			eventData
			Shown []sessionView `json:"shown"`
		}
		switch f.Type {
		case "Snapshot", "EventShown", "SessionsShown":
		default:
			return
		}
		if json.Unmarshal(f.Data, &data) != nil {
			return
		}
		if data.Event.Code != "" {
			m.code, m.language = data.Event.Code, data.Event.Language
		}
		for _, one := range append(data.Sessions, data.Shown...) {
			if m.stage.session == "" {
				m.stage.session = one.ID
			}
			if one.ID == m.stage.session {
				m.session = one
			}
		}
		return
	}
	says := f.content()
	for _, one := range says.rounds {
		m.rounds[one.ID] = one
	}
	if m.releaseAbove > 0 {
		m.release(says.Ideas)
		m.release(says.Shown)
	}
}

// release lets held ideas of the rehearsal through, where the event shows none before that.
func (m *moderator) release(ideas []ideaView) {
	for _, one := range ideas {
		if one.State != "held" || one.Number < m.releaseAbove || m.released[one.Number] {
			continue
		}
		m.released[one.Number] = true
		data := map[string]any{"idea": one.Number, "state": "shown", "was": "held"}
		m.screen.send(newCommand("ModerateIdea", data, time.Now(), func(answer) {}))
	}
}

// releaseFrom makes the moderator release ideas from this number on.
func (m *moderator) releaseFrom(number int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.releaseAbove = number
}

// phase returns the session's first phase of a kind.
func (m *moderator) phase(kind string) (phaseView, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	i := slices.IndexFunc(m.session.Phases, func(one phaseView) bool { return one.Kind == kind })
	if i < 0 {
		return phaseView{}, false
	}
	return m.session.Phases[i], true
}

// enter moves the session to its phase of a kind. A session that has none stays where it is.
func (m *moderator) enter(ctx context.Context, kind string) error {
	phase, ok := m.phase(kind)
	if !ok {
		return nil
	}
	_, err := m.screen.ask(ctx, "EnterPhase", map[string]string{"session": m.stage.session, "phase": phase.ID})
	return err
}

// showsIdeas reports whether ideas are on every screen at present.
func (m *moderator) showsIdeas() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, one := range m.session.Phases {
		if one.ID == m.session.Phase {
			return one.Kind != "lobby" && !one.IdeasHidden && !m.session.Blank
		}
	}
	return false
}

// event returns the code that phones join with, and the event's language.
func (m *moderator) event() (code, language string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.code, m.language
}

// round returns a round as the console shows it.
func (m *moderator) round(id string) roundView {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.rounds[id]
}

// voting reports whether a round is open that is not the rehearsal's.
func (m *moderator) voting() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, one := range m.rounds {
		if one.State == "open" {
			return true
		}
	}
	return false
}

// openRound opens a vote over ideas and waits until the console shows it.
func (m *moderator) openRound(ctx context.Context, plan map[string]any) (roundView, error) {
	result, err := m.screen.ask(ctx, "OpenRound", plan)
	if err != nil {
		return roundView{}, err
	}
	var made struct {
		Round string `json:"round"`
	}
	if err := json.Unmarshal(result, &made); err != nil {
		return roundView{}, err
	}
	err = await(ctx, answerTime, func() bool { return m.round(made.Round).State == "open" })
	if err != nil {
		return roundView{}, fmt.Errorf("the console does not show the round that was opened: %w", err)
	}
	return m.round(made.Round), nil
}

// closeRound ends the vote and waits for its tally.
func (m *moderator) closeRound(ctx context.Context, id string) (roundView, error) {
	if _, err := m.screen.ask(ctx, "CloseRound", map[string]string{"round": id}); err != nil {
		return roundView{}, err
	}
	number := m.round(id).Number
	m.stage.ledger.write(func(l *ledger) { l.arranged.round = number })
	if err := await(ctx, answerTime, func() bool { return m.round(id).Tally != nil }); err != nil {
		return roundView{}, fmt.Errorf("the console does not show the tally: %w", err)
	}
	return m.round(id), nil
}

// nominate marks the ideas with the most points for the plan.
func (m *moderator) nominate(ctx context.Context, round roundView, most int) error {
	items := slices.SortedFunc(maps.Keys(round.Tally.Items), func(a, b int) int {
		if order := round.Tally.Items[b].Points - round.Tally.Items[a].Points; order != 0 {
			return order
		}
		return a - b
	})
	for _, item := range items[:min(most, len(items))] {
		idea := round.Items[item-1].Idea
		if _, err := m.screen.ask(ctx, "NominateIdea", map[string]any{"idea": idea, "on": true}); err != nil {
			return err
		}
		m.stage.ledger.write(func(l *ledger) { l.arranged.nominated[idea] = true })
	}
	return nil
}

// export fetches the event as the server has stored it.
func (m *moderator) export(ctx context.Context) (document, error) {
	var event document
	if _, err := m.stage.call(ctx, "GET", m.console+"/export.json", m.cookie, nil, &event); err != nil {
		return event, err
	}
	if event.Format != "masswerk-event" || event.Version != 2 {
		return event, fmt.Errorf("the export is a %s of version %d, which this rehearsal cannot read", event.Format, event.Version)
	}
	return event, nil
}
