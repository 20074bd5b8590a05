package live

import (
	"strconv"

	"masswerk/store"
)

// Tables: groups that share a question for a while and then go on to the next. A seat is kept when
// there are fewer tables for a while; until they are back its holder sits at none.

const mostRotations = 10_000

// SetSeating says how many tables there are, how often they went on, and whether all look at one
// session together.
type SetSeating struct {
	store.Seating
	Was *store.Seating `json:"was"`
}

func (c SetSeating) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	after := c.Seating
	switch {
	case after.Tables < 0 || after.Tables > store.MaxTables:
		return Decision{}, store.ErrInvalid.About("tables")
	case after.Step < 0 || after.Step > mostRotations:
		return Decision{}, store.ErrInvalid.About("step")
	case after.Plenary != "" && state.session(after.Plenary) == nil:
		return Decision{}, store.ErrNotFound
	case after.Tables == 0:
		after = store.Seating{}
	}
	before := state.event.Seating
	if c.Was != nil && *c.Was != before {
		return Decision{}, store.ErrChangedSince
	}
	edited := state.event
	edited.Seating = after
	return Decision{
		Facts: []store.Fact{store.EventEdited{Event: edited}},
		Undo:  SetSeating{Seating: before, Was: &after},
		About: strconv.Itoa(after.Tables) + " " + strconv.Itoa(after.Step),
	}, nil
}

// SitDown says at which table the participant sits.
type SitDown struct {
	Table int `json:"table"` // 0: at none
}

func (c SitDown) Decide(state *State, by Actor, _ Means) (Decision, error) {
	if c.Table < 0 || c.Table > state.event.Seating.Tables {
		return Decision{}, store.ErrInvalid.About("table")
	}
	if state.seats[by.ID] == c.Table {
		return Decision{}, nil
	}
	return Decision{Facts: []store.Fact{store.ParticipantSeated{Participant: by.ID, Table: c.Table}}}, nil
}

// tableOf returns where a participant sits; 0: at none.
func (s *State) tableOf(participant string) int {
	if table := s.seats[participant]; table <= s.event.Seating.Tables {
		return table
	}
	return 0
}

// unseated lists whose table comes or goes with another seating.
func (s *State) unseated(by store.Seating) (participants []string) {
	fewer, more := min(by.Tables, s.event.Seating.Tables), max(by.Tables, s.event.Seating.Tables)
	if fewer == more {
		return nil
	}
	for participant, table := range s.seats {
		if fewer < table && table <= more {
			participants = append(participants, participant)
		}
	}
	return participants
}
