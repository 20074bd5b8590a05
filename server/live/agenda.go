package live

import (
	"bytes"
	"regexp"
	"slices"
	"time"
	"unicode/utf8"

	"masswerk/store"
)

// The phases of a session: which there are, in what order, and which is on. Changing from one to
// another loses nothing.

const (
	maxPhaseTitle  = 80
	maxInstruction = 500
	maxTimer       = 24 * time.Hour
	lastMoment     = 253_402_300_799_000 // the end of the year 9999 in milliseconds UTC
)

// EnterPhase moves a session to one of its phases, forwards or backwards. A timer that was set is
// stopped.
type EnterPhase struct {
	Session string `json:"session"`
	Phase   string `json:"phase"`
	Was     string `json:"was"`
	Timer   bool   `json:"timer"` // start the phase's own
}

func (c EnterPhase) Decide(state *State, _ Actor, means Means) (Decision, error) {
	in := state.session(c.Session)
	if in == nil || in.phaseAt(c.Phase) < 0 {
		return Decision{}, store.ErrNotFound
	}
	if c.Was != "" && c.Was != in.Phase {
		return Decision{}, store.ErrChangedSince
	}
	return Decision{
		Facts: entering(in, c.Phase, c.Timer, means),
		Undo:  EnterPhase{Session: in.ID, Phase: in.Phase, Was: c.Phase},
		About: c.Phase,
	}, nil
}

// entering returns what happens when a phase is entered, its timer running or none.
func entering(in *session, phase string, timed bool, means Means) []store.Fact {
	facts := []store.Fact{store.PhaseEntered{Session: in.ID, Phase: phase}}
	var timer store.Timer
	if seconds := in.Phases[in.phaseAt(phase)].Seconds; timed && seconds > 0 {
		timer = running(time.Duration(seconds)*time.Second, means)
	}
	if timer == in.Timer {
		return facts
	}
	edited := in.Session
	edited.Timer = timer
	return append(facts, store.SessionEdited{Session: edited})
}

// phaseAt returns where a phase stands in the agenda, -1 for nowhere.
func (s *session) phaseAt(id string) int {
	return slices.IndexFunc(s.Phases, func(one store.Phase) bool { return one.ID == id })
}

// SetPhase turns the switches of a phase.
type SetPhase struct {
	Session  string               `json:"session"`
	Phase    string               `json:"phase"`
	Settings store.PhaseSettings  `json:"settings"`
	Was      *store.PhaseSettings `json:"was"`
}

func (c SetPhase) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	in, phase, err := planned(state, c.Session, c.Phase)
	if err != nil {
		return Decision{}, err
	}
	before, after := phase.PhaseSettings, c.Settings
	if c.Was != nil && *c.Was != before {
		return Decision{}, store.ErrChangedSince
	}
	return Decision{
		Facts: []store.Fact{store.PhaseSet{Session: in.ID, Phase: phase.ID, Settings: after}},
		Undo:  SetPhase{Session: in.ID, Phase: phase.ID, Settings: before, Was: &after},
		About: phase.ID,
	}, nil
}

// PhaseMade is the result of AddPhase.
type PhaseMade struct {
	Phase string `json:"phase"`
}

// AddPhase puts a phase into the agenda. To bring back one that was removed it names its id.
type AddPhase struct {
	Session  string              `json:"session"`
	Position int                 `json:"position"` // from 0
	Plan     store.PhasePlan     `json:"plan"`
	Settings store.PhaseSettings `json:"settings"`
	Phase    string              `json:"phase"` // id; empty: a new one
}

func (c AddPhase) Decide(state *State, _ Actor, means Means) (Decision, error) {
	in := state.session(c.Session)
	if in == nil {
		return Decision{}, store.ErrNotFound
	}
	if c.Position < 0 || c.Position > len(in.Phases) {
		return Decision{}, store.ErrInvalid.About("position")
	}
	if len(in.Phases) >= store.MaxPhases {
		return Decision{}, store.ErrInvalid.About("phases")
	}
	plan, err := checkPhase(c.Plan, means)
	if err != nil {
		return Decision{}, err
	}
	id := c.Phase
	switch {
	case id == "":
		id = means.NewID()
	case !uuid.MatchString(id) || state.hasPhase(id):
		return Decision{}, store.ErrInvalid.About("phase")
	}
	added := store.Phase{ID: id, Session: in.ID, PhasePlan: plan, PhaseSettings: c.Settings}
	return Decision{
		Facts:  []store.Fact{agenda(in, slices.Insert(slices.Clone(in.Phases), c.Position, added))},
		Result: PhaseMade{id},
		Undo:   RemovePhase{Session: in.ID, Phase: id},
		About:  id,
	}, nil
}

var uuid = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

// EditPhase changes what a phase is meant to be.
type EditPhase struct {
	Session string           `json:"session"`
	Phase   string           `json:"phase"`
	Plan    store.PhasePlan  `json:"plan"`
	Was     *store.PhasePlan `json:"was"`
}

func (c EditPhase) Decide(state *State, _ Actor, means Means) (Decision, error) {
	in, phase, err := planned(state, c.Session, c.Phase)
	if err != nil {
		return Decision{}, err
	}
	before := phase.PhasePlan
	if c.Was != nil && !samePlan(*c.Was, before) {
		return Decision{}, store.ErrChangedSince
	}
	plan := c.Plan
	if !samePlan(plan, before) {
		if plan, err = checkPhase(plan, means); err != nil {
			return Decision{}, err
		}
	}
	phases := slices.Clone(in.Phases)
	phases[phase.Position].PhasePlan = plan
	return Decision{
		Facts: []store.Fact{agenda(in, phases)},
		Undo:  EditPhase{Session: in.ID, Phase: phase.ID, Plan: before, Was: &plan},
		About: phase.ID,
	}, nil
}

// samePlan reports whether two plans say the same; an empty list says what none says.
func samePlan(a, b store.PhasePlan) bool { return bytes.Equal(encode(a), encode(b)) }

// RemovePhase takes a phase out of the agenda. The one that is on stays.
type RemovePhase struct {
	Session string `json:"session"`
	Phase   string `json:"phase"`
}

func (c RemovePhase) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	in, phase, err := planned(state, c.Session, c.Phase)
	if err != nil {
		return Decision{}, err
	}
	if phase.ID == in.Phase {
		return Decision{}, store.ErrPhaseIsOn
	}
	return Decision{
		Facts: []store.Fact{agenda(in, slices.Delete(slices.Clone(in.Phases), phase.Position, phase.Position+1))},
		Undo:  AddPhase{Session: in.ID, Position: phase.Position, Plan: phase.PhasePlan, Settings: phase.PhaseSettings, Phase: phase.ID},
		About: phase.ID,
	}, nil
}

// OrderPhases puts the agenda into another order.
type OrderPhases struct {
	Session string   `json:"session"`
	Phases  []string `json:"phases"` // ids of all
	Was     []string `json:"was"`
}

func (c OrderPhases) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	in := state.session(c.Session)
	if in == nil {
		return Decision{}, store.ErrNotFound
	}
	var before []string
	for _, phase := range in.Phases {
		before = append(before, phase.ID)
	}
	if c.Was != nil && !slices.Equal(c.Was, before) {
		return Decision{}, store.ErrChangedSince
	}
	var phases []store.Phase
	for _, id := range c.Phases {
		at := in.phaseAt(id)
		if at < 0 || slices.ContainsFunc(phases, func(one store.Phase) bool { return one.ID == id }) {
			return Decision{}, store.ErrInvalid.About("phases")
		}
		phases = append(phases, in.Phases[at])
	}
	if len(phases) != len(in.Phases) {
		return Decision{}, store.ErrInvalid.About("phases")
	}
	return Decision{
		Facts: []store.Fact{agenda(in, phases)},
		Undo:  OrderPhases{Session: in.ID, Phases: before, Was: c.Phases},
		About: in.ID,
	}, nil
}

// planned returns a phase of a session, with its position as the agenda has it now.
func planned(state *State, of, phase string) (*session, store.Phase, error) {
	in := state.session(of)
	if in == nil {
		return nil, store.Phase{}, store.ErrNotFound
	}
	at := in.phaseAt(phase)
	if at < 0 {
		return nil, store.Phase{}, store.ErrNotFound
	}
	found := in.Phases[at]
	found.Position = at
	return in, found, nil
}

// agenda returns the fact that a session has these phases, in this order.
func agenda(in *session, phases []store.Phase) store.AgendaEdited {
	for position := range phases {
		phases[position].Position = position
	}
	return store.AgendaEdited{Session: in.ID, Phases: phases}
}

func (s *State) hasPhase(id string) bool {
	return slices.ContainsFunc(s.sessions, func(in *session) bool { return in.phaseAt(id) >= 0 })
}

// checkPhase refuses a plan that no phase can have, and returns it with what its kind does not use
// left out.
func checkPhase(plan store.PhasePlan, means Means) (store.PhasePlan, error) {
	switch plan.Kind {
	case store.Lobby, store.Collect, store.Cluster, store.Vote, store.Discuss, store.Results:
	default:
		return plan, store.ErrInvalid.About("kind")
	}
	var err error
	if plan.Title, err = cleanLine(plan.Title, maxPhaseTitle, "title"); err != nil {
		return plan, err
	}
	if plan.Instruction, err = cleanText(plan.Instruction); err != nil {
		return plan, store.ErrTextInvalid.About("instruction")
	}
	if utf8.RuneCountInString(plan.Instruction) > maxInstruction {
		return plan, store.ErrTextTooLong.About("instruction")
	}
	if plan.Seconds < 0 || plan.Seconds > int(maxTimer/time.Second) {
		return plan, store.ErrInvalid.About("seconds")
	}
	if plan.End != store.EndSignal && plan.End != store.EndNext && plan.End != store.EndClose {
		return plan, store.ErrInvalid.About("end")
	}
	// A date that has passed would send everybody there at once.
	if plan.OpensAt != 0 && (plan.OpensAt <= means.Now.UnixMilli() || plan.OpensAt > lastMoment) {
		return plan, store.ErrInvalid.About("opens_at")
	}
	if plan.Scene != "" && !slices.Contains(store.Scenes, plan.Scene) {
		return plan, store.ErrInvalid.About("scene")
	}
	if plan.Kind != store.Vote {
		plan.Vote = nil
	}
	if plan.Vote != nil {
		vote, err := cleanPlan(*plan.Vote)
		if err != nil {
			return plan, err
		}
		plan.Vote = &vote
	}
	return plan, nil
}
