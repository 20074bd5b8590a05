package live

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"masswerk/store"
)

// phaseID is the id of the phase at a position of agendaTable.
func phaseID(position int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", position) }

// agendaTable is the rules' table with an agenda like a real one: lobby, collect (on), cluster,
// vote, results.
func agendaTable() *State {
	state := table()
	in := state.sessions[0]
	for i := range in.Phases {
		in.Phases[i].ID = phaseID(i)
	}
	in.Phase = phaseID(1)
	return state
}

var morning = time.UnixMilli(1_700_000_000_000)

// at decides and applies a command at a time.
func at(now time.Time, state *State, by Actor, command Command) (Decision, error) {
	made := 0
	newID := func() string { made++; return fmt.Sprintf("%08d-0000-4000-8000-%012d", made, now.UnixMilli()%1e12) }
	decision, err := command.Decide(state, by, Means{NewID: newID, Now: now, Shuffle: func(int, func(i, j int)) {}})
	for _, fact := range decision.Facts {
		state.Apply(fact)
	}
	return decision, err
}

func TestAgenda(t *testing.T) {
	add := func(change func(*AddPhase)) AddPhase {
		command := AddPhase{Session: "s1", Position: 2, Plan: store.PhasePlan{Kind: store.Discuss}}
		change(&command)
		return command
	}
	plan := func(change func(*store.PhasePlan)) AddPhase { return add(func(c *AddPhase) { change(&c.Plan) }) }
	edit := func(change func(*store.PhasePlan)) EditPhase {
		command := EditPhase{Session: "s1", Phase: phaseID(3), Plan: store.PhasePlan{Kind: store.Vote}}
		change(&command.Plan)
		return command
	}
	vote := func(change func(*store.RoundPlan)) *store.RoundPlan {
		round := store.RoundPlan{Method: store.Dots, Subject: store.OnIdeas, Secrecy: store.Pseudonymous, Budget: 3, Cap: 1}
		change(&round)
		return &round
	}
	ids := func(positions ...int) (ids []string) {
		for _, position := range positions {
			ids = append(ids, phaseID(position))
		}
		return ids
	}
	full := make([]Command, store.MaxPhases-5)
	for i := range full {
		full[i] = add(func(*AddPhase) {})
	}
	for name, situation := range map[string]struct {
		before  []Command
		command Command
		refusal error
		field   string
		agenda  string // positions as they were, or the kind of a new phase
	}{
		"a phase is put between others":           {nil, add(func(*AddPhase) {}), nil, "", "0 1 discuss 2 3 4"},
		"a phase is put first":                    {nil, add(func(c *AddPhase) { c.Position = 0 }), nil, "", "discuss 0 1 2 3 4"},
		"a phase is put last":                     {nil, add(func(c *AddPhase) { c.Position = 5 }), nil, "", "0 1 2 3 4 discuss"},
		"beyond the end is refused":               {nil, add(func(c *AddPhase) { c.Position = 6 }), store.ErrInvalid, "position", ""},
		"before the beginning is refused":         {nil, add(func(c *AddPhase) { c.Position = -1 }), store.ErrInvalid, "position", ""},
		"an unknown session is not found":         {nil, add(func(c *AddPhase) { c.Session = "s9" }), store.ErrNotFound, "", ""},
		"one phase too many is refused":           {full, add(func(*AddPhase) {}), store.ErrInvalid, "phases", ""},
		"an id in use is refused":                 {nil, add(func(c *AddPhase) { c.Phase = phaseID(4) }), store.ErrInvalid, "phase", ""},
		"an id of another shape is refused":       {nil, add(func(c *AddPhase) { c.Phase = "results" }), store.ErrInvalid, "phase", ""},
		"a removed phase comes back under its id": {[]Command{RemovePhase{"s1", phaseID(2)}}, add(func(c *AddPhase) { c.Phase, c.Plan.Kind = phaseID(2), store.Cluster }), nil, "", "0 1 2 3 4"},
		"an unknown kind is refused":              {nil, plan(func(p *store.PhasePlan) { p.Kind = "party" }), store.ErrInvalid, "kind", ""},
		"a title of 80 characters is taken":       {nil, plan(func(p *store.PhasePlan) { p.Title = strings.Repeat("ä", 80) }), nil, "", "0 1 discuss 2 3 4"},
		"a title of 81 characters is too long":    {nil, plan(func(p *store.PhasePlan) { p.Title = strings.Repeat("ä", 81) }), store.ErrTextTooLong, "title", ""},
		"500 characters of instruction are taken": {nil, plan(func(p *store.PhasePlan) { p.Instruction = strings.Repeat("ä", 500) }), nil, "", "0 1 discuss 2 3 4"},
		"501 are too long":                        {nil, plan(func(p *store.PhasePlan) { p.Instruction = strings.Repeat("ä", 501) }), store.ErrTextTooLong, "instruction", ""},
		"control characters are refused":          {nil, plan(func(p *store.PhasePlan) { p.Instruction = "a\x1bb" }), store.ErrTextInvalid, "instruction", ""},
		"a day is the longest timer":              {nil, plan(func(p *store.PhasePlan) { p.Seconds = 86_400 }), nil, "", "0 1 discuss 2 3 4"},
		"a second more is refused":                {nil, plan(func(p *store.PhasePlan) { p.Seconds = 86_401 }), store.ErrInvalid, "seconds", ""},
		"less than no time is refused":            {nil, plan(func(p *store.PhasePlan) { p.Seconds = -1 }), store.ErrInvalid, "seconds", ""},
		"an unknown end is refused":               {nil, plan(func(p *store.PhasePlan) { p.End = "explode" }), store.ErrInvalid, "end", ""},
		"a date that has passed is refused":       {nil, plan(func(p *store.PhasePlan) { p.OpensAt = morning.UnixMilli() }), store.ErrInvalid, "opens_at", ""},
		"a date to come is taken":                 {nil, plan(func(p *store.PhasePlan) { p.OpensAt = morning.UnixMilli() + 1 }), nil, "", "0 1 discuss 2 3 4"},
		"a date beyond all calendars is refused":  {nil, plan(func(p *store.PhasePlan) { p.OpensAt = lastMoment + 1 }), store.ErrInvalid, "opens_at", ""},
		"an unknown scene is refused":             {nil, plan(func(p *store.PhasePlan) { p.Scene = "disco" }), store.ErrInvalid, "scene", ""},
		"a vote that nobody can hold is refused":  {nil, edit(func(p *store.PhasePlan) { p.Vote = vote(func(r *store.RoundPlan) { r.Budget = 0 }) }), store.ErrInvalid, "budget", ""},
		"a vote with an endless title is refused": {nil, edit(func(p *store.PhasePlan) {
			p.Vote = vote(func(r *store.RoundPlan) { r.Title = strings.Repeat("ä", store.MaxQuestion+1) })
		}), store.ErrTextTooLong, "title", ""},
		"editing what one saw, lists empty":        {[]Command{edit(func(p *store.PhasePlan) { p.Vote = vote(func(*store.RoundPlan) {}) })}, EditPhase{Session: "s1", Phase: phaseID(3), Plan: store.PhasePlan{Kind: store.Vote}, Was: &store.PhasePlan{Kind: store.Vote, Vote: vote(func(r *store.RoundPlan) { r.Criteria = []store.Criterion{} })}}, nil, "", "0 1 2 3 4"},
		"a vote is planned":                        {nil, edit(func(p *store.PhasePlan) { p.Vote = vote(func(*store.RoundPlan) {}) }), nil, "", "0 1 2 3 4"},
		"editing what was edited meanwhile":        {[]Command{edit(func(p *store.PhasePlan) { p.Title = "Punkte" })}, EditPhase{Session: "s1", Phase: phaseID(3), Plan: store.PhasePlan{Kind: store.Vote}, Was: &store.PhasePlan{Kind: store.Vote}}, store.ErrChangedSince, "", ""},
		"an unknown phase is not edited":           {nil, EditPhase{Session: "s1", Phase: phaseID(9), Plan: store.PhasePlan{Kind: store.Vote}}, store.ErrNotFound, "", ""},
		"a phase is removed":                       {nil, RemovePhase{"s1", phaseID(3)}, nil, "", "0 1 2 4"},
		"the phase that is on stays":               {nil, RemovePhase{"s1", phaseID(1)}, store.ErrPhaseIsOn, "", ""},
		"the last phase stays":                     {[]Command{RemovePhase{"s1", phaseID(0)}, RemovePhase{"s1", phaseID(2)}, RemovePhase{"s1", phaseID(3)}, RemovePhase{"s1", phaseID(4)}}, RemovePhase{"s1", phaseID(1)}, store.ErrPhaseIsOn, "", ""},
		"removing twice finds nothing":             {[]Command{RemovePhase{"s1", phaseID(3)}}, RemovePhase{"s1", phaseID(3)}, store.ErrNotFound, "", ""},
		"the order changes while running":          {nil, OrderPhases{Session: "s1", Phases: ids(4, 3, 2, 1, 0), Was: ids(0, 1, 2, 3, 4)}, nil, "", "4 3 2 1 0"},
		"an order that misses a phase is refused":  {nil, OrderPhases{Session: "s1", Phases: ids(4, 3, 2, 1)}, store.ErrInvalid, "phases", ""},
		"an order with a phase twice is refused":   {nil, OrderPhases{Session: "s1", Phases: ids(4, 3, 2, 1, 1)}, store.ErrInvalid, "phases", ""},
		"an order with a strange phase is refused": {nil, OrderPhases{Session: "s1", Phases: ids(4, 3, 2, 1, 9)}, store.ErrInvalid, "phases", ""},
		"ordering what was ordered meanwhile":      {[]Command{OrderPhases{Session: "s1", Phases: ids(1, 0, 2, 3, 4)}}, OrderPhases{Session: "s1", Phases: ids(4, 3, 2, 1, 0), Was: ids(0, 1, 2, 3, 4)}, store.ErrChangedSince, "", ""},
		"entering what was left meanwhile":         {[]Command{EnterPhase{Session: "s1", Phase: phaseID(2)}}, EnterPhase{Session: "s1", Phase: phaseID(4), Was: phaseID(1)}, store.ErrChangedSince, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			state := agendaTable()
			for _, command := range situation.before {
				if _, err := at(morning, state, moderator, command); err != nil {
					t.Fatal(err)
				}
			}
			_, err := at(morning, state, moderator, situation.command)
			if !errors.Is(err, situation.refusal) {
				t.Fatalf("got %v, want %v", err, situation.refusal)
			}
			var refusal *store.Error
			if errors.As(err, &refusal) && refusal.Field != situation.field {
				t.Errorf("the refusal is about %q", refusal.Field)
			}
			if err == nil {
				if got := agendaOf(state.sessions[0]); got != situation.agenda {
					t.Errorf("the agenda is %s, want %s", got, situation.agenda)
				}
			}
		})
	}
}

// agendaOf lists the phases by the position they had in agendaTable, new ones by their kind.
func agendaOf(in *session) string {
	var all []string
	for position, phase := range in.Phases {
		if phase.Position != position {
			return fmt.Sprintf("%s stands at %d and says %d", phase.ID, position, phase.Position)
		}
		known := string(phase.Kind)
		for old := range 5 {
			if phase.ID == phaseID(old) {
				known = fmt.Sprint(old)
			}
		}
		all = append(all, known)
	}
	return strings.Join(all, " ")
}

// Every undo brings back what was, also over the wire, and not what another moderator has changed.
func TestUndoOfLeadingRestores(t *testing.T) {
	seconds := func(seconds int) EditPhase {
		return EditPhase{Session: "s1", Phase: phaseID(3), Plan: store.PhasePlan{Kind: store.Vote, Seconds: seconds}}
	}
	start, pause := SetTimer{Session: "s1", Action: "start", Seconds: 60}, SetTimer{Session: "s1", Action: "pause"}
	for name, situation := range map[string]struct {
		before    []Command
		command   Command
		meanwhile Command // by another moderator; nil: the undo knows nothing to guard
	}{
		"a phase is added":            {nil, AddPhase{Session: "s1", Position: 1, Plan: store.PhasePlan{Kind: store.Discuss}}, nil},
		"a phase is removed":          {[]Command{seconds(90)}, RemovePhase{"s1", phaseID(3)}, nil},
		"a phase is edited":           {nil, seconds(90), seconds(120)},
		"the agenda is ordered":       {nil, OrderPhases{Session: "s1", Phases: []string{phaseID(4), phaseID(3), phaseID(2), phaseID(1), phaseID(0)}}, RemovePhase{"s1", phaseID(0)}},
		"a phase is entered":          {nil, EnterPhase{Session: "s1", Phase: phaseID(2)}, EnterPhase{Session: "s1", Phase: phaseID(3)}},
		"a phase's switches":          {nil, SetPhase{Session: "s1", Phase: phaseID(1), Settings: store.PhaseSettings{Hands: true}}, SetPhase{Session: "s1", Phase: phaseID(1)}},
		"a timer is started":          {nil, start, nil},
		"a timer is paused":           {[]Command{start}, pause, nil},
		"a timer is resumed":          {[]Command{start, pause}, SetTimer{Session: "s1", Action: "resume"}, nil},
		"a timer is prolonged":        {[]Command{start}, SetTimer{Session: "s1", Action: "add", Seconds: 60}, nil},
		"a timer is shortened":        {[]Command{start, pause}, SetTimer{Session: "s1", Action: "add", Seconds: -30}, nil},
		"the spotlight is on an idea": {[]Command{Spotlight{Session: "s1", Spot: Spot{Idea: 3}}}, Spotlight{Session: "s1", Spot: Spot{Idea: 1}}, Spotlight{Session: "s1"}},
		"the spotlight is on a field": {nil, Spotlight{Session: "s1", Spot: Spot{Field: "f1"}}, Spotlight{Session: "s1", Spot: Spot{Field: "f2"}}},
		"tables are set":              {nil, SetSeating{Seating: store.Seating{Tables: 8, Plenary: "s1"}}, SetSeating{Seating: store.Seating{Tables: 8, Step: 1}}},
		"tables are taken away":       {[]Command{SetSeating{Seating: store.Seating{Tables: 8, Step: 2}}}, SetSeating{}, SetSeating{Seating: store.Seating{Tables: 1}}},
		"the doors are closed":        {nil, SetAdmission{Admission: store.AdmissionClosed}, SetAdmission{Admission: store.AdmissionTickets}},
		"heads are counted":           {nil, CountHeads{Heads: 42}, CountHeads{Heads: 43}},
		"a projector is directed":     {nil, DirectProjector{Projector: "p1", Session: "s1", Scene: "results", Step: 2, Theme: "light"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			state := agendaTable()
			for _, command := range situation.before {
				if _, err := at(morning, state, moderator, command); err != nil {
					t.Fatal(err)
				}
			}
			before := picture(state)
			decision, err := at(morning, state, moderator, situation.command)
			if err != nil {
				t.Fatal(err)
			}
			if picture(state) == before {
				t.Fatal("the command changed nothing")
			}
			data, _ := json.Marshal(decision.Undo)
			undo, err := Parse(Console, nameOf(decision.Undo), data)
			if err != nil {
				t.Fatalf("undo %s %s cannot be sent: %v", nameOf(decision.Undo), data, err)
			}
			if _, err := at(morning, state, moderator, undo); err != nil {
				t.Fatal(err)
			}
			if after := picture(state); after != before {
				t.Fatalf("undo left\n%s\ninstead of\n%s", after, before)
			}
			if situation.meanwhile == nil {
				return
			}
			at(morning, state, moderator, situation.command)
			if _, err := at(morning, state, Actor{Console, "m2"}, situation.meanwhile); err != nil {
				t.Fatal(err)
			}
			changed := picture(state)
			if _, err := at(morning, state, moderator, undo); !errors.Is(err, store.ErrChangedSince) || picture(state) != changed {
				t.Fatalf("what another moderator did was undone: %v", err)
			}
		})
	}
}

// Two moderators who saw the same and change it differently: the second is told.
func TestTwoModeratorsAtOnce(t *testing.T) {
	heads, other := 0, Actor{Console, "m2"}
	asWas := store.PhasePlan{Kind: store.Vote}
	for name, both := range map[string][2]Command{
		"editing a phase":   {EditPhase{Session: "s1", Phase: phaseID(3), Plan: store.PhasePlan{Kind: store.Vote, Title: "A"}, Was: &asWas}, EditPhase{Session: "s1", Phase: phaseID(3), Plan: store.PhasePlan{Kind: store.Vote, Title: "B"}, Was: &asWas}},
		"entering phases":   {EnterPhase{Session: "s1", Phase: phaseID(2), Was: phaseID(1)}, EnterPhase{Session: "s1", Phase: phaseID(2), Was: phaseID(1)}},
		"the spotlight":     {Spotlight{Session: "s1", Spot: Spot{Idea: 1}, Was: &Spot{}}, Spotlight{Session: "s1", Spot: Spot{Idea: 2}, Was: &Spot{}}},
		"the tables":        {SetSeating{Seating: store.Seating{Tables: 6}, Was: &store.Seating{}}, SetSeating{Seating: store.Seating{Tables: 8}, Was: &store.Seating{}}},
		"the doors":         {SetAdmission{store.AdmissionClosed, store.AdmissionOpen}, SetAdmission{store.AdmissionTickets, store.AdmissionOpen}},
		"the heads":         {CountHeads{40, &heads}, CountHeads{41, &heads}},
		"removing a phase":  {RemovePhase{"s1", phaseID(2)}, RemovePhase{"s1", phaseID(2)}},
		"leaving what goes": {EnterPhase{Session: "s1", Phase: phaseID(2)}, RemovePhase{"s1", phaseID(2)}},
	} {
		t.Run(name, func(t *testing.T) {
			state := agendaTable()
			if _, err := at(morning, state, moderator, both[0]); err != nil {
				t.Fatal(err)
			}
			seen := picture(state)
			if _, err := at(morning, state, other, both[1]); code(err) != "changed_since" && code(err) != "not_found" && code(err) != "phase_is_on" {
				t.Errorf("the second was told %v", err)
			}
			if picture(state) != seen {
				t.Error("the second changed it all the same")
			}
		})
	}
}

// Switching between phases loses nothing: not what was written late, no vote, no setting.
func TestSwitchingPhasesLosesNothing(t *testing.T) {
	state := agendaTable()
	ada, ben := Actor{Phone, "ada"}, Actor{Phone, "ben"}
	do := func(by Actor, command Command) Decision {
		t.Helper()
		decision, err := at(morning, state, by, command)
		if err != nil {
			t.Fatalf("%T: %v", command, err)
		}
		return decision
	}
	enter := func(position int) { do(moderator, EnterPhase{Session: "s1", Phase: phaseID(position)}) }
	late := &SubmitIdea{Session: "s1", Kind: store.Proposal, Text: "Spät, aber da", Receipt: receipt}

	do(moderator, SetPhase{Session: "s1", Phase: phaseID(1), Settings: store.PhaseSettings{ReleaseFirst: true, Comments: true}})
	enter(3)
	plan := store.RoundPlan{Method: store.Dots, Subject: store.OnIdeas, Secrecy: store.Pseudonymous, Budget: 3, Cap: 2}
	round := do(moderator, OpenRound{Session: "s1", RoundPlan: plan}).Result.(RoundMade).Round
	do(ada, SetVote{Round: round, Item: 1, Points: 2, Counter: 1})
	if _, err := at(morning, state, ada, late); !errors.Is(err, store.ErrCollectingIsOver) {
		t.Fatalf("a draft that was sent late was told %v", err)
	}
	do(moderator, SetPhase{Session: "s1", Phase: phaseID(3), Settings: store.PhaseSettings{LateIdeas: true}})
	number := do(ada, late).Result.(Numbered).Number

	enter(2)
	enter(1)
	do(ben, SetVote{Round: round, Item: 2, Points: 1, Counter: 1})
	do(moderator, OrderPhases{Session: "s1", Phases: []string{phaseID(1), phaseID(3), phaseID(0), phaseID(2), phaseID(4)}})
	enter(3)
	do(moderator, RemovePhase{"s1", phaseID(2)})

	in := state.sessions[0]
	if open := in.openRound(); open == nil || open.ID != round || open.tally().Voters != 2 || open.tally().Items[1].Points != 2 {
		t.Errorf("the vote is %+v", open)
	}
	if idea := state.numbers[number]; idea == nil || idea.Text != "Spät, aber da" || idea.State != store.Shown {
		t.Errorf("the late idea is %+v", idea)
	}
	if collect := in.Phases[0]; !collect.ReleaseFirst || !collect.Comments || !in.Current().LateIdeas {
		t.Errorf("the switches are %+v", in.Phases)
	}
	if len(viewMine(state, "ada").Votes[round].Points) != 1 {
		t.Error("an own vote is not told any more")
	}
	if _, err := at(morning, state, ben, SetVote{Round: round, Item: 2, Points: 2, Counter: 2}); err != nil {
		t.Errorf("a vote cannot be changed any more: %v", err)
	}
}

// A lobby shows no ideas, so turning the phase that is on into one takes them away.
func TestEditingThePhaseThatIsOnMayHideIdeas(t *testing.T) {
	r := openRoom(t, sampleContents())
	phone := r.connect(r.join("ada"), Hello{})
	phone.sees("Snapshot", `"s":"s1"`)
	r.must(moderator, &AddIdea{Session: "s1", Kind: store.Proposal, Text: "Für alle"})
	phone.sees("IdeasShown", "Für alle")
	r.must(moderator, EditPhase{Session: "s1", Phase: "collect", Plan: store.PhasePlan{Kind: store.Lobby}})
	phone.sees("SessionsShown", `"kind":"lobby"`)
	phone.sees("IdeasShown", `"gone":[1]`)
	late := r.connect(r.join("ben"), Hello{})
	late.sees("Snapshot", `"s":"s1"`)
	late.neverSaw("Für alle")
}
