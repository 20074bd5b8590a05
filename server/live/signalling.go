package live

import (
	"strconv"

	"masswerk/store"
)

// SignalDone lets the moderator know that a participant is ready with the phase, or not yet.
type SignalDone struct {
	Session string `json:"session"`
	On      bool   `json:"on"`
}

func (c SignalDone) Decide(state *State, by Actor, _ Means) (Decision, error) {
	in := state.session(c.Session)
	if in == nil {
		return Decision{}, store.ErrNotFound
	}
	if in.done[by.ID] == c.On {
		return Decision{}, nil
	}
	signal := store.Signal{Session: in.ID, Participant: by.ID, Kind: store.Done}
	return Decision{Facts: []store.Fact{store.SignalSet{Signal: signal, On: c.On}}}, nil
}

// RaiseHand puts a participant on the speakers' list, or takes them off it, which is always
// possible.
type RaiseHand struct {
	Session string `json:"session"`
	On      bool   `json:"on"`
}

func (c RaiseHand) Decide(state *State, by Actor, _ Means) (Decision, error) {
	in := state.session(c.Session)
	if in == nil {
		return Decision{}, store.ErrNotFound
	}
	raised, up := in.handOf(by.ID)
	switch {
	case !c.On && !up:
		return Decision{}, nil
	case !c.On:
		return Decision{Facts: []store.Fact{store.SignalSet{Signal: raised}}}, nil
	case !in.Current().Hands:
		return Decision{}, store.ErrSwitchedOff
	case up:
		return Decision{Result: Numbered{raised.Number}}, nil
	}
	signal := store.Signal{Session: in.ID, Participant: by.ID, Kind: store.Hand, Number: in.lastHand + 1}
	return Decision{Facts: []store.Fact{store.SignalSet{Signal: signal, On: true}}, Result: Numbered{signal.Number}}, nil
}

// CallHand asks somebody to speak, or no more. One speaks at a time: who spoke before stays on the
// list until their hand is lowered.
type CallHand struct {
	Session string `json:"session"`
	Number  int    `json:"number"`
	On      bool   `json:"on"`
}

func (c CallHand) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	in := state.session(c.Session)
	if in == nil {
		return Decision{}, store.ErrNotFound
	}
	hand, up := in.hand(c.Number)
	if !up {
		return Decision{}, store.ErrChangedSince // lowered meanwhile
	}
	if hand.Called == c.On {
		return Decision{}, nil
	}
	decision := Decision{Undo: CallHand{in.ID, c.Number, hand.Called}, About: strconv.Itoa(c.Number)}
	if before, ok := in.called(); c.On && ok {
		decision.Undo = CallHand{in.ID, before.Number, true}
		before.Called = false
		decision.Facts = append(decision.Facts, store.SignalSet{Signal: before, On: true})
	}
	hand.Called = c.On
	decision.Facts = append(decision.Facts, store.SignalSet{Signal: hand, On: true})
	return decision, nil
}

// LowerHand takes somebody off the speakers' list. It cannot be undone: a list goes on.
type LowerHand struct {
	Session string `json:"session"`
	Number  int    `json:"number"`
}

func (c LowerHand) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	in := state.session(c.Session)
	if in == nil {
		return Decision{}, store.ErrNotFound
	}
	hand, up := in.hand(c.Number)
	if !up {
		return Decision{}, nil // already so
	}
	return Decision{Facts: []store.Fact{store.SignalSet{Signal: hand}}, About: strconv.Itoa(c.Number)}, nil
}

// ClearHands empties the speakers' list.
type ClearHands struct {
	Session string `json:"session"`
}

func (c ClearHands) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	return cleared(state, c.Session, store.Hand, func(in *session) int { return len(in.hands) })
}

// ClearDone lets everybody start again with being ready.
type ClearDone struct {
	Session string `json:"session"`
}

func (c ClearDone) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	return cleared(state, c.Session, store.Done, func(in *session) int { return len(in.done) })
}

func cleared(state *State, id string, kind store.SignalKind, count func(*session) int) (Decision, error) {
	in := state.session(id)
	if in == nil {
		return Decision{}, store.ErrNotFound
	}
	if count(in) == 0 {
		return Decision{}, nil
	}
	return Decision{Facts: []store.Fact{store.SignalsCleared{Session: in.ID, Kind: kind}}, About: in.ID}, nil
}
