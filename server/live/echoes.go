package live

import (
	"slices"

	"masswerk/store"
)

// What a hub knows of how participants answered ideas without words: support, and reactions. Both
// are counted the same way, and what screens are told of the counts is gathered into pulses.

// echo counts the participants who answered an idea.
type echo struct {
	support   int
	reactions [3]int // in the order of store.ReactionKinds
}

// of returns the count of a kind; the empty kind is support.
func (e *echo) of(kind store.ReactionKind) *int {
	if kind == "" {
		return &e.support
	}
	return &e.reactions[slices.Index(store.ReactionKinds, kind)]
}

// said returns how many gave each reaction, without zeroes; nil for none.
func (e echo) said() Reactions {
	var counts Reactions
	for i, count := range e.reactions {
		if count > 0 {
			if counts == nil {
				counts = Reactions{}
			}
			counts[store.ReactionKinds[i]] = count
		}
	}
	return counts
}

// backing is support as an answer like the others.
func backing(idea, participant string) store.Reaction {
	return store.Reaction{Idea: idea, Participant: participant}
}

// addEchoes adds support and reactions as the rows have them; they count as told.
func (s *State) addEchoes(contents store.Contents) {
	for _, one := range contents.Supports {
		s.noteEcho(backing(one.Idea, one.Participant))
	}
	for _, one := range contents.Reactions {
		s.noteEcho(one)
	}
	for _, one := range s.ideas {
		one.told = one.echo
	}
}

func (s *State) noteEcho(answer store.Reaction) {
	s.echoes[answer] = true
	s.echoed[answer.Participant] = append(s.echoed[answer.Participant], answer)
	if one := s.ideas[answer.Idea]; one != nil {
		*one.echo.of(answer.Kind)++
	}
}

// setEcho sets an answer or takes it back.
func (s *State) setEcho(answer store.Reaction, on bool) {
	step := 1
	if on {
		s.echoes[answer] = true
		s.echoed[answer.Participant] = append(s.echoed[answer.Participant], answer)
	} else {
		step = -1
		delete(s.echoes, answer)
		s.echoed[answer.Participant] = slices.DeleteFunc(s.echoed[answer.Participant], func(one store.Reaction) bool { return one == answer })
	}
	s.changeIdea(answer.Idea, func(i *idea) { *i.echo.of(answer.Kind) += step })
}
