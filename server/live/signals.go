package live

import (
	"maps"
	"slices"

	"masswerk/store"
)

// What a hub knows of signals, and how a face sees them: they are volatile, and told by pulses.

// signals are what participants of a session let the moderator know. They are changed in place: no
// stream tells of them.
type signals struct {
	done     map[string]bool // participants who are ready with the phase
	hands    []store.Signal  // by number
	lastHand int
}

func (s *signals) hand(number int) (store.Signal, bool) {
	return s.find(func(hand store.Signal) bool { return hand.Number == number })
}

func (s *signals) handOf(participant string) (store.Signal, bool) {
	return s.find(func(hand store.Signal) bool { return hand.Participant == participant })
}

// called returns the hand whose turn it is.
func (s *signals) called() (store.Signal, bool) {
	return s.find(func(hand store.Signal) bool { return hand.Called })
}

func (s *signals) find(is func(store.Signal) bool) (store.Signal, bool) {
	if i := slices.IndexFunc(s.hands, is); i >= 0 {
		return s.hands[i], true
	}
	return store.Signal{}, false
}

// set gives a signal, replaces it, or takes it back.
func (s *signals) set(signal store.Signal, on bool) {
	if signal.Kind == store.Done {
		if s.done == nil {
			s.done = map[string]bool{}
		}
		delete(s.done, signal.Participant)
		if on {
			s.done[signal.Participant] = true
		}
		return
	}
	s.lastHand = max(s.lastHand, signal.Number)
	i, up := slices.BinarySearchFunc(s.hands, signal.Number, func(hand store.Signal, number int) int { return hand.Number - number })
	switch {
	case up && on:
		s.hands[i] = signal
	case on:
		s.hands = slices.Insert(s.hands, i, signal)
	case up:
		s.hands = slices.Delete(s.hands, i, i+1)
	}
}

func (s *signals) clear(kind store.SignalKind) {
	if kind == store.Done {
		s.done = nil
	} else {
		s.hands = nil
	}
}

// givers lists who gave a signal of a kind.
func (s *signals) givers(kind store.SignalKind) []string {
	if kind == store.Done {
		return slices.Collect(maps.Keys(s.done))
	}
	var all []string
	for _, hand := range s.hands {
		all = append(all, hand.Participant)
	}
	return all
}

// SignalPulse is the part of a pulse that tells of signals.
type SignalPulse struct {
	Done   int        `json:"done,omitempty"`
	Hands  []HandView `json:"hands,omitempty"`  // console and projector
	Called int        `json:"called,omitempty"` // the hand whose turn it is
}

// HandView is a raised hand: a number, no name.
type HandView struct {
	Number int  `json:"number"`
	Called bool `json:"called,omitempty"`
	Table  int  `json:"table,omitempty"`
}

// viewSignals tells phones how many are ready and whose turn it is, consoles and projectors the
// speakers' list as well. Hands are seen while the phase has them. A helper sees nothing of it.
func viewSignals(to Face, in *session, table func(participant string) int) SignalPulse {
	if to != Phone && to != Projector && to != Console {
		return SignalPulse{}
	}
	view := SignalPulse{Done: len(in.done)}
	if !in.Current().Hands {
		return view
	}
	for _, hand := range in.hands {
		if hand.Called {
			view.Called = hand.Number
		}
		if to != Phone {
			view.Hands = append(view.Hands, HandView{hand.Number, hand.Called, table(hand.Participant)})
		}
	}
	return view
}

// OwnSignals are what a participant signals in a session.
type OwnSignals struct {
	Done   bool `json:"done,omitempty"`
	Hand   int  `json:"hand,omitempty"`
	Called bool `json:"called,omitempty"`
}

// own returns what a participant signals, and whether that is anything.
func (s *signals) own(participant string) (OwnSignals, bool) {
	hand, up := s.handOf(participant)
	own := OwnSignals{s.done[participant], hand.Number, hand.Called}
	return own, own.Done || up
}
