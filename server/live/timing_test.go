package live

import (
	"errors"
	"testing"
	"time"

	"masswerk/store"
)

func TestTimer(t *testing.T) {
	set := func(action string, seconds int) SetTimer { return SetTimer{"s1", action, seconds} }
	type step struct {
		command SetTimer
		after   time.Duration // since the one before
	}
	start, pause := step{set("start", 60), 0}, step{set("pause", 0), 10 * time.Second}
	ranOut := store.Timer{Total: 60_000}
	for name, situation := range map[string]struct {
		before  []step
		out     bool // the timer has run out
		command step
		want    store.Timer // EndsAt: from now
		refusal error
	}{
		"a timer starts":                         {nil, false, start, store.Timer{Total: 60_000, EndsAt: 60_000}, nil},
		"it starts with the phase's own":         {nil, false, step{set("start", 0), 0}, store.Timer{Total: 300_000, EndsAt: 300_000}, nil},
		"it starts anew while it runs":           {[]step{start}, false, step{set("start", 30), time.Second}, store.Timer{Total: 30_000, EndsAt: 30_000}, nil},
		"less than a second is refused":          {nil, false, step{set("start", -1), 0}, store.Timer{}, store.ErrInvalid},
		"more than a day is refused":             {nil, false, step{set("start", 86_401), 0}, store.Timer{}, store.ErrInvalid},
		"an unknown action is refused":           {[]step{start}, false, step{set("explode", 0), 0}, store.Timer{}, store.ErrInvalid},
		"it pauses with what is left":            {[]step{start}, false, pause, store.Timer{Total: 60_000, Left: 50_000}, nil},
		"pausing twice changes nothing":          {[]step{start, pause}, false, pause, store.Timer{Total: 60_000, Left: 50_000}, nil},
		"it resumes where it was":                {[]step{start, pause}, false, step{set("resume", 0), time.Hour}, store.Timer{Total: 60_000, EndsAt: 50_000}, nil},
		"resuming what runs changes nothing":     {[]step{start}, false, step{set("resume", 0), 10 * time.Second}, store.Timer{Total: 60_000, EndsAt: 50_000}, nil},
		"a minute is added while it runs":        {[]step{start}, false, step{set("add", 60), 10 * time.Second}, store.Timer{Total: 120_000, EndsAt: 110_000}, nil},
		"a minute is added while it is paused":   {[]step{start, pause}, false, step{set("add", 60), 0}, store.Timer{Total: 120_000, Left: 110_000}, nil},
		"half a minute is taken":                 {[]step{start}, false, step{set("add", -30), 10 * time.Second}, store.Timer{Total: 30_000, EndsAt: 20_000}, nil},
		"the last second is not taken":           {[]step{start}, false, step{set("add", -60), 10 * time.Second}, store.Timer{Total: 11_000, EndsAt: 1_000}, nil},
		"no more than a day is left":             {[]step{start}, false, step{set("add", 86_400), 0}, store.Timer{Total: 86_400_000, EndsAt: 86_400_000}, nil},
		"a minute brings one back that ran out":  {nil, true, step{set("add", 60), 0}, store.Timer{Total: 120_000, EndsAt: 60_000}, nil},
		"and one whose end is about to be told":  {[]step{start}, false, step{set("add", 60), 61 * time.Second}, store.Timer{Total: 120_000, EndsAt: 60_000}, nil},
		"nothing is taken from one that ran out": {nil, true, step{set("add", -60), 0}, ranOut, store.ErrInvalid},
		"one that ran out does not pause":        {nil, true, pause, ranOut, store.ErrNoTimer},
		"one that ran out does not resume":       {nil, true, step{set("resume", 0), 0}, ranOut, store.ErrNoTimer},
		"it stops":                               {[]step{start}, false, step{set("stop", 0), 0}, store.Timer{}, nil},
		"one that ran out goes":                  {nil, true, step{set("stop", 0), 0}, store.Timer{}, nil},
		"no timer stops":                         {nil, false, step{set("stop", 0), 0}, store.Timer{}, store.ErrNoTimer},
		"no timer pauses":                        {nil, false, step{set("pause", 0), 0}, store.Timer{}, store.ErrNoTimer},
		"no timer is prolonged":                  {nil, false, step{set("add", 60), 0}, store.Timer{}, store.ErrNoTimer},
	} {
		t.Run(name, func(t *testing.T) {
			state, now := agendaTable(), morning
			in := state.sessions[0]
			in.Phases[1].Seconds = 300
			if situation.out {
				in.Timer = ranOut
			}
			for _, step := range situation.before {
				now = now.Add(step.after)
				if _, err := at(now, state, moderator, step.command); err != nil {
					t.Fatal(err)
				}
			}
			before := in.Timer
			now = now.Add(situation.command.after)
			_, err := at(now, state, moderator, situation.command.command)
			if !errors.Is(err, situation.refusal) {
				t.Fatalf("got %v, want %v", err, situation.refusal)
			}
			want := situation.want
			if want.EndsAt != 0 {
				want.EndsAt += now.UnixMilli()
			}
			if err != nil {
				want = before
			}
			if in.Timer != want {
				t.Errorf("the timer is %+v, want %+v", in.Timer, want)
			}
		})
	}
}

// pass decides what the time has come for, as a hub does, until nothing is left.
func pass(t *testing.T, state *State, now time.Time) {
	t.Helper()
	for range 10 {
		commands := dueNow(state, now)
		if next := nextDeadline(state, now); (next != 0 && next <= now.UnixMilli()) != (len(commands) > 0) {
			t.Fatalf("the next deadline is %d, and due are %+v", next, commands)
		}
		if len(commands) == 0 {
			return
		}
		for _, command := range commands {
			if _, err := at(now, state, Actor{}, command); err != nil {
				t.Fatalf("%T: %v", command, err)
			}
		}
	}
	t.Fatal("the time asks for the same again and again")
}

func TestWhatTheTimeBrings(t *testing.T) {
	plan := store.RoundPlan{Method: store.Dots, Subject: store.OnIdeas, Secrecy: store.Pseudonymous, Budget: 3, Cap: 2}
	minute := SetTimer{Session: "s1", Action: "start", Seconds: 60}
	open := OpenRound{Session: "s1", RoundPlan: plan}
	enter := func(position int, timed bool) EnterPhase {
		return EnterPhase{Session: "s1", Phase: phaseID(position), Timer: timed}
	}
	dated := func(in *session, dates ...int64) { // minutes from now, by position
		for position, date := range dates {
			if date != 0 {
				in.Phases[position].OpensAt = morning.UnixMilli() + date*60_000
			}
		}
	}
	for name, situation := range map[string]struct {
		plan   func(in *session)
		before []Command
		after  time.Duration
		phase  int
		timer  store.Timer // EndsAt: from then
		open   bool        // a round
		closed bool        // the phase takes no more ideas
	}{
		"a timer runs out":                     {nil, []Command{minute}, time.Minute, 1, store.Timer{Total: 60_000}, false, false},
		"not a moment too soon":                {nil, []Command{minute}, time.Minute - time.Millisecond, 1, store.Timer{Total: 60_000, EndsAt: 1}, false, false},
		"a vote goes on when time is up":       {nil, []Command{minute, open}, time.Minute, 1, store.Timer{Total: 60_000}, true, false},
		"the end takes no more ideas":          {func(in *session) { in.Phases[1].End = store.EndClose }, []Command{minute}, time.Minute, 1, store.Timer{Total: 60_000}, false, true},
		"the end closes the vote, and no more": {func(in *session) { in.Phases[1].End = store.EndClose }, []Command{minute, open}, time.Minute, 1, store.Timer{Total: 60_000}, false, false},
		"the end enters the next phase":        {func(in *session) { in.Phases[1].End = store.EndNext }, []Command{minute}, time.Minute, 2, store.Timer{}, false, false},
		"and closes the vote before":           {func(in *session) { in.Phases[1].End = store.EndNext }, []Command{minute, open}, time.Minute, 2, store.Timer{}, false, false},
		"and starts the next one's timer":      {func(in *session) { in.Phases[1].End, in.Phases[2].Seconds = store.EndNext, 90 }, []Command{minute}, time.Hour, 2, store.Timer{Total: 90_000, EndsAt: 90_000}, false, false},
		"after the last phase there is none":   {func(in *session) { in.Phases[4].End = store.EndNext }, []Command{enter(4, false), minute}, time.Minute, 4, store.Timer{Total: 60_000}, false, false},
		"the next phase opens its vote":        {func(in *session) { in.Phases[2].End, in.Phases[3].Vote = store.EndNext, &plan }, []Command{enter(2, false), minute}, time.Minute, 3, store.Timer{}, true, false},
		"after one that is closed for it":      {func(in *session) { in.Phases[2].End, in.Phases[3].Vote = store.EndNext, &plan }, []Command{enter(2, false), minute, open}, time.Minute, 3, store.Timer{}, true, false},
		"a vote that cannot be is left":        {func(in *session) { in.Phases[2].End, in.Phases[3].Vote = store.EndNext, &store.RoundPlan{} }, []Command{enter(2, false), minute}, time.Minute, 3, store.Timer{}, false, false},
		"a click starts no timer by itself":    {func(in *session) { in.Phases[2].Seconds = 90 }, []Command{minute, enter(2, false)}, time.Hour, 2, store.Timer{}, false, false},
		"a click may start it":                 {func(in *session) { in.Phases[2].Seconds = 90 }, []Command{enter(2, true)}, time.Minute, 2, store.Timer{Total: 90_000, EndsAt: 30_000}, false, false},
		"a click opens and closes no vote":     {func(in *session) { in.Phases[3].Vote = &plan }, []Command{enter(3, true)}, time.Hour, 3, store.Timer{}, false, false},
		"a paused timer waits":                 {func(in *session) { in.Phases[1].End = store.EndNext }, []Command{minute, SetTimer{Session: "s1", Action: "pause"}}, time.Hour, 1, store.Timer{Total: 60_000, Left: 60_000}, false, false},
		"a phase opens by date":                {func(in *session) { dated(in, 0, 0, 5) }, nil, 5 * time.Minute, 2, store.Timer{}, false, false},
		"not before":                           {func(in *session) { dated(in, 0, 0, 5) }, nil, 5*time.Minute - time.Millisecond, 1, store.Timer{}, false, false},
		"of several that passed the latest":    {func(in *session) { dated(in, 1, 0, 5, 3, 90) }, nil, time.Hour, 2, store.Timer{}, false, false},
		"with its vote and its timer":          {func(in *session) { dated(in, 0, 0, 0, 5); in.Phases[3].Vote, in.Phases[3].Seconds = &plan, 600 }, []Command{minute}, time.Hour, 3, store.Timer{Total: 600_000, EndsAt: 600_000}, true, false},
		"closing the vote that was on":         {func(in *session) { dated(in, 0, 0, 5) }, []Command{open}, time.Hour, 2, store.Timer{}, false, false},
		"a moderator was faster":               {func(in *session) { dated(in, 0, 0, 0, 5); in.Phases[3].Vote = &plan }, []Command{enter(3, false), minute}, 5 * time.Minute, 3, store.Timer{Total: 60_000}, false, false},
		"the date comes before the timer":      {func(in *session) { dated(in, 0, 0, 0, 0, 5); in.Phases[1].End = store.EndNext }, []Command{minute}, time.Hour, 4, store.Timer{}, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			state := agendaTable()
			in := state.sessions[0]
			if situation.plan != nil {
				situation.plan(in)
			}
			for _, command := range situation.before {
				if _, err := at(morning, state, moderator, command); err != nil {
					t.Fatal(err)
				}
			}
			now := morning.Add(situation.after)
			pass(t, state, now)
			if in.Phase != phaseID(situation.phase) {
				t.Errorf("the phase is %s", in.Phase)
			}
			want := situation.timer
			if want.EndsAt != 0 {
				want.EndsAt += now.UnixMilli()
			}
			if in.Timer != want {
				t.Errorf("the timer is %+v, want %+v", in.Timer, want)
			}
			if got := in.openRound() != nil; got != situation.open {
				t.Errorf("a vote is open: %v", got)
			}
			if in.Current().Closed != situation.closed {
				t.Errorf("ideas are over: %v", in.Current().Closed)
			}
			for _, phase := range in.Phases {
				if isDue(phase, now) {
					t.Errorf("the date of %s is not used up", phase.ID)
				}
			}
		})
	}
}

// A vote whose ballots cannot be had yet is closed later: until then its phase is not left, and
// the timer that ends with it is still due.
func TestNoPhaseIsLeftByTheTimeWhileItsVoteIsOpen(t *testing.T) {
	for _, end := range []store.PhaseEnd{store.EndNext, store.EndClose} {
		state := agendaTable()
		in := state.sessions[0]
		in.Phases[1].End = end
		at(morning, state, moderator, SetTimer{Session: "s1", Action: "start", Seconds: 60})
		at(morning, state, moderator, dots(3, 2))
		now := morning.Add(time.Minute)
		for _, command := range dueNow(state, now) {
			if _, closes := command.(CloseRound); closes {
				continue // was refused
			}
			if _, err := at(now, state, Actor{}, command); !errors.Is(err, store.ErrRoundIsOpen) {
				t.Errorf("%T: %v", command, err)
			}
		}
		if in.Phase != phaseID(1) || in.Timer.EndsAt == 0 || in.Current().Closed {
			t.Errorf("%s: the session is %+v", end, in.Session)
		}
		pass(t, state, now)
		if in.openRound() != nil || in.Timer.EndsAt != 0 {
			t.Errorf("%s: then the session is %+v", end, in.Session)
		}
	}
}

// A machine whose clock was put back while it was off gives nobody more time than was set.
func TestATimerNeverHasMoreLeftThanItWasSetTo(t *testing.T) {
	state := agendaTable()
	at(morning, state, moderator, SetTimer{Session: "s1", Action: "start", Seconds: 60})
	earlier := morning.AddDate(-1, 0, 0)
	pass(t, state, earlier)
	if got, want := state.sessions[0].Timer, (store.Timer{Total: 60_000, EndsAt: earlier.UnixMilli() + 60_000}); got != want {
		t.Errorf("the timer is %+v, want %+v", got, want)
	}
}
