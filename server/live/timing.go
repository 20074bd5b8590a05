package live

import (
	"math"
	"time"

	"masswerk/store"
)

// What the time brings: timers that count down, phases that open by date. The hub asks for it
// itself, with the commands at the end of this file.

// SetTimer starts, pauses, resumes, prolongs or stops a session's timer.
type SetTimer struct {
	Session string `json:"session"`
	Action  string `json:"action"`
	Seconds int    `json:"seconds"` // to start with, 0 for the phase's own; to add, also fewer
}

func (c SetTimer) Decide(state *State, _ Actor, means Means) (Decision, error) {
	most := int(maxTimer / time.Second)
	if c.Seconds > most || c.Seconds < -most {
		return Decision{}, store.ErrInvalid.About("seconds")
	}
	return editSession(state, c.Session, func(one *store.Session) (undo Command, err error) {
		again := func(action string, seconds int) Command {
			return SetTimer{Session: one.ID, Action: action, Seconds: seconds}
		}
		timer := &one.Timer
		if c.Action != "start" && *timer == (store.Timer{}) {
			return nil, store.ErrNoTimer
		}
		left := leftOf(*timer, means)
		switch c.Action {
		case "start":
			seconds := c.Seconds
			if seconds == 0 {
				seconds = one.Current().Seconds
			}
			if seconds < 1 {
				return nil, store.ErrInvalid.About("seconds")
			}
			*timer = running(time.Duration(seconds)*time.Second, means)
			return again("stop", 0), nil
		case "pause":
			if left == 0 {
				return nil, store.ErrNoTimer
			}
			timer.EndsAt, timer.Left = 0, left
			return again("resume", 0), nil
		case "resume":
			if left == 0 {
				return nil, store.ErrNoTimer
			}
			timer.EndsAt, timer.Left = means.Now.UnixMilli()+left, 0
			return again("pause", 0), nil
		case "add":
			return c.add(timer, left, again, means)
		case "stop":
			*timer = store.Timer{}
			return nil, nil
		}
		return nil, store.ErrInvalid.About("action")
	})
}

// add gives a timer more time, or less but for the last second. One that had run out runs again.
func (c SetTimer) add(timer *store.Timer, left int64, again func(string, int) Command, means Means) (Command, error) {
	if c.Seconds == 0 || left == 0 && c.Seconds < 0 {
		return nil, store.ErrInvalid.About("seconds")
	}
	asked := left + int64(c.Seconds)*1000
	now := min(max(asked, 1000), maxTimer.Milliseconds())
	timer.Total += now - left
	if timer.Left > 0 {
		timer.Left = now
	} else {
		timer.EndsAt = means.Now.UnixMilli() + now
	}
	if now != asked || left == 0 {
		return nil, nil // taking as much away again would not bring back what was
	}
	return again("add", -c.Seconds), nil
}

// running returns a timer that begins now.
func running(total time.Duration, means Means) store.Timer {
	return store.Timer{Total: total.Milliseconds(), EndsAt: means.Now.Add(total).UnixMilli()}
}

// leftOf returns the milliseconds that a timer has left; 0 when it has run out.
func leftOf(timer store.Timer, means Means) int64 {
	if timer.EndsAt != 0 {
		return max(0, timer.EndsAt-means.Now.UnixMilli())
	}
	return timer.Left
}

// nextDeadline returns when the time brings something next, in milliseconds UTC; 0: never.
func nextDeadline(state *State, now time.Time) (next int64) {
	sooner := func(at int64) {
		if at != 0 && (next == 0 || at < next) {
			next = at
		}
	}
	for _, in := range state.sessions {
		if overlong(in.Timer, now) {
			sooner(now.UnixMilli())
		}
		sooner(in.Timer.EndsAt)
		for i := range in.Phases {
			sooner(in.Phases[i].OpensAt)
		}
	}
	return next
}

// overlong reports whether a timer has more left than it was set to: the machine's clock was put
// back while nobody ran the event.
func overlong(timer store.Timer, now time.Time) bool {
	return timer.EndsAt != 0 && timer.EndsAt-now.UnixMilli() > timer.Total
}

// dueNow returns what the hub must ask of itself because the time has come. It is decided in one
// batch, in this order.
func dueNow(state *State, now time.Time) (commands []Command) {
	for _, in := range state.sessions {
		closing := func() {
			if open := in.openRound(); open != nil {
				commands = append(commands, CloseRound{Round: open.ID})
			}
		}
		timer := in.Timer
		ranOut := timer.EndsAt != 0 && timer.EndsAt <= now.UnixMilli()
		opened, opens := latestDue(in.Session, now)
		next, follows := nextPhase(in.Session)
		switch end := in.Current().End; {
		case opens && opened.ID != in.Phase:
			closing()
			commands = append(commands, OpenPhase{in.ID, opened.ID})
		case opens: // somebody was faster
			commands = append(commands, OpenPhase{in.ID, opened.ID})
		case ranOut && end == store.EndNext && follows:
			closing()
			commands = append(commands, OpenPhase{in.ID, next.ID})
		case ranOut && end == store.EndClose && in.openRound() != nil:
			closing()
			commands = append(commands, EndTimer{in.ID, false})
		case ranOut:
			commands = append(commands, EndTimer{in.ID, end == store.EndClose})
		case overlong(timer, now):
			commands = append(commands, BoundTimer{in.ID})
		}
	}
	return commands
}

// latestDue returns the phase that should be on by date: of those whose date has come, the last.
func latestDue(in store.Session, now time.Time) (latest store.Phase, ok bool) {
	for _, phase := range in.Phases {
		if isDue(phase, now) && phase.OpensAt >= latest.OpensAt {
			latest, ok = phase, true
		}
	}
	return latest, ok
}

func isDue(phase store.Phase, now time.Time) bool {
	return phase.OpensAt != 0 && phase.OpensAt <= now.UnixMilli()
}

func nextPhase(in store.Session) (next store.Phase, ok bool) {
	for i, phase := range in.Phases {
		if phase.ID == in.Phase && i+1 < len(in.Phases) {
			return in.Phases[i+1], true
		}
	}
	return store.Phase{}, false
}

// OpenPhase enters a phase whose time has come. Dates that have passed are used up. Nobody may be
// there to start a timer or to open a vote, so both happen by themselves; a vote that cannot be
// opened is left to a moderator.
type OpenPhase struct{ Session, Phase string }

func (c OpenPhase) Decide(state *State, by Actor, means Means) (Decision, error) {
	in, phase, err := planned(state, c.Session, c.Phase)
	if err != nil {
		return Decision{}, err
	}
	var facts []store.Fact
	if _, opens := latestDue(in.Session, means.Now); opens {
		facts = append(facts, usedUp(in, means.Now))
	}
	if phase.ID == in.Phase {
		return Decision{Facts: facts}, nil
	}
	if in.openRound() != nil {
		return Decision{}, store.ErrRoundIsOpen
	}
	facts = append(facts, entering(in, phase.ID, true, means)...)
	if phase.Kind == store.Vote && phase.Vote != nil {
		opened, err := OpenRound{Session: in.ID, RoundPlan: *phase.Vote}.Decide(state, by, means)
		if err == nil {
			facts = append(facts, opened.Facts...)
		}
	}
	return Decision{Facts: facts}, nil
}

// usedUp returns the agenda without the dates that have passed.
func usedUp(in *session, now time.Time) store.AgendaEdited {
	phases := append([]store.Phase(nil), in.Phases...)
	for i := range phases {
		if isDue(phases[i], now) {
			phases[i].OpensAt = 0
		}
	}
	return agenda(in, phases)
}

// EndTimer marks a timer as run out and, where the phase ends with it, takes no more ideas.
type EndTimer struct {
	Session string
	Closing bool
}

func (c EndTimer) Decide(state *State, _ Actor, means Means) (Decision, error) {
	in := state.session(c.Session)
	if in == nil || in.Timer.EndsAt == 0 || leftOf(in.Timer, means) > 0 {
		return Decision{}, nil // it was given more time
	}
	phase := in.Current()
	if phase.End == store.EndClose && in.openRound() != nil {
		return Decision{}, store.ErrRoundIsOpen // it could not be closed yet
	}
	edited := in.Session
	edited.Timer = store.Timer{Total: in.Timer.Total}
	facts := []store.Fact{store.SessionEdited{Session: edited}}
	if c.Closing && !phase.Closed {
		phase.Closed = true
		facts = append(facts, store.PhaseSet{Session: in.ID, Phase: phase.ID, Settings: phase.PhaseSettings})
	}
	return Decision{Facts: facts}, nil
}

// BoundTimer takes from a timer what it has left beyond all that it was set to.
type BoundTimer struct{ Session string }

func (c BoundTimer) Decide(state *State, _ Actor, means Means) (Decision, error) {
	in := state.session(c.Session)
	if in == nil || !overlong(in.Timer, means.Now) {
		return Decision{}, nil
	}
	edited := in.Session
	edited.Timer = running(time.Duration(in.Timer.Total)*time.Millisecond, means)
	return Decision{Facts: []store.Fact{store.SessionEdited{Session: edited}}}, nil
}

// timed reports whether a timer runs.
func (s *State) timed() bool {
	for _, in := range s.sessions {
		if in.Timer.EndsAt != 0 {
			return true
		}
	}
	return false
}

// keepTime decides what the time has come for. It reports false when the hub must end.
func (h *Hub) keepTime() bool {
	if h.untilDue() > 0 {
		return true
	}
	var waiting []request
	for _, command := range dueNow(h.state, h.clock.now()) {
		waiting = append(waiting, request{command: command})
	}
	if !h.settle(waiting) {
		return false
	}
	if h.dueAgain = (time.Time{}); h.untilDue() == 0 {
		h.dueAgain = time.Now().Add(probePace)
	}
	return true
}

// untilDue returns how long it is until the time brings something.
func (h *Hub) untilDue() time.Duration {
	next := nextDeadline(h.state, h.clock.now())
	if next == 0 {
		return math.MaxInt64
	}
	return max(h.clock.until(next), time.Until(h.dueAgain))
}
