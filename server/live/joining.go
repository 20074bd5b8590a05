package live

import (
	"masswerk/store"
)

// Join admits a device. A device that joined before is admitted again, also when the doors have
// closed meanwhile. Asked by HTTP only.
type Join struct {
	Device string // store.HashSecret of the device token
	Ticket string // a participation code as typed; empty: none
}

// Joined is the result of Join.
type Joined struct {
	Participant string `json:"participant"`
}

func (c Join) Decide(state *State, _ Actor, means Means) (Decision, error) {
	if id, ok := state.devices[c.Device]; ok {
		return Decision{Result: Joined{id}}, nil
	}
	if _, ok := state.keptOut[c.Device]; ok {
		return Decision{}, store.ErrForbidden // until its ticket is valid again
	}
	by, refusal := usable(state, c.Ticket)
	if by != nil && by.open { // also when the doors have closed: nobody new comes
		return Decision{
			Facts:  []store.Fact{store.DeviceReplaced{Participant: by.Participant, Device: c.Device, Ticket: by.ID}},
			Result: Joined{by.Participant},
		}, nil
	}
	switch state.event.Admission {
	case store.AdmissionOpen: // a code of no use keeps nobody out
	case store.AdmissionTickets:
		if by == nil {
			return Decision{}, refusal
		}
	default:
		return Decision{}, store.ErrEventClosed
	}
	joined := store.ParticipantJoined{Participant: store.Participant{ID: means.NewID(), Event: state.event.ID, Device: c.Device}}
	if by != nil {
		joined.Ticket = by.ID
	}
	return Decision{Facts: []store.Fact{joined}, Result: Joined{joined.Participant.ID}}, nil
}

// usable returns the ticket with the code, if somebody can still come in by it.
func usable(state *State, typed string) (one *ticket, refusal error) {
	if typed == "" {
		return nil, store.ErrTicketNeeded
	}
	one = state.ticket(state.codes[store.TicketHash(state.event.Key, store.CleanCode(typed))])
	switch {
	case one == nil || one.Revoked:
		return nil, store.ErrTicketUnknown
	case one.Participant != "" && !one.open:
		return nil, store.ErrTicketUsed
	}
	return one, nil
}
