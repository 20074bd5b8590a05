package live

import (
	"masswerk/store"
)

// Join admits a device. A device that joined before is admitted again, also when the doors have
// closed meanwhile. Asked by HTTP only.
type Join struct {
	Device string // store.HashSecret of the device token
}

// Joined is the result of Join.
type Joined struct {
	Participant string `json:"participant"`
}

func (c Join) Decide(state *State, _ Actor, means Means) (Decision, error) {
	if id, ok := state.devices[c.Device]; ok {
		return Decision{Result: Joined{id}}, nil
	}
	if state.event.Admission != store.AdmissionOpen {
		return Decision{}, store.ErrEventClosed
	}
	one := store.Participant{ID: means.NewID(), Event: state.event.ID, Device: c.Device}
	return Decision{Facts: []store.Fact{store.ParticipantJoined{Participant: one}}, Result: Joined{one.ID}}, nil
}
