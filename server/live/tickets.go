package live

import "masswerk/store"

// What a hub knows of devices and tickets: whom they let in, and whom they keep out.

// admission is who may be here by a phone.
type admission struct {
	devices    map[string]string // participant id by hash of the device token: admitted ones
	keptOut    map[string]string // the same of those whose ticket was revoked
	away       map[string]bool   // participants who were here and may not be any more
	tickets    []*ticket         // by number, from 1
	codes      map[string]int    // ticket numbers by hash of the code
	ticketByID map[string]int
}

// ticket is a ticket and whether it waits for its participant's new device.
type ticket struct {
	store.Ticket
	open bool // issued anew: whoever comes with the code goes on as Participant
}

// newAdmission builds it from rows.
func newAdmission(contents store.Contents) admission {
	a := admission{
		devices: make(map[string]string, len(contents.Participants)), keptOut: map[string]string{}, away: map[string]bool{},
		codes: map[string]int{}, ticketByID: map[string]int{},
	}
	by := make(map[string]store.Ticket, len(contents.Tickets))
	for _, one := range contents.Tickets {
		a.addTicket(one)
		by[one.Participant] = one
	}
	for _, one := range contents.Participants {
		used, holds := by[one.ID]
		switch {
		case holds && one.Device == "":
			a.changeTicket(used.ID, func(t *ticket) { t.open = true })
			a.away[one.ID] = true
		case one.Device != "": // else imported: no device can return as this one
			a.admit(one.ID, one.Device, used.Revoked)
		}
	}
	return a
}

func (a *admission) addTicket(one store.Ticket) {
	a.tickets = append(a.tickets, &ticket{Ticket: one})
	a.codes[one.Code], a.ticketByID[one.ID] = one.Number, one.Number
}

// ticket returns a ticket by its number, or nil.
func (a *admission) ticket(number int) *ticket {
	if number < 1 || number > len(a.tickets) {
		return nil
	}
	return a.tickets[number-1]
}

// changeTicket replaces a ticket by a changed copy, which it returns.
func (a *admission) changeTicket(id string, change func(*ticket)) *ticket {
	number := a.ticketByID[id]
	copied := *a.tickets[number-1]
	change(&copied)
	a.tickets[number-1] = &copied
	return &copied
}

// admit lets a participant be here by a device, or keeps the device out.
func (a *admission) admit(participant, device string, revoked bool) {
	if revoked {
		a.keptOut[device], a.away[participant] = participant, true
		return
	}
	a.devices[device] = participant
	delete(a.away, participant)
}

// part takes a participant's device away, and returns it; empty when there is none.
func (a *admission) part(participant string) string {
	a.away[participant] = true
	for _, devices := range []map[string]string{a.devices, a.keptOut} {
		for device, id := range devices {
			if id == participant {
				delete(devices, device)
				return device
			}
		}
	}
	return ""
}

// applyToAdmission does what a fact says about devices and tickets.
func (a *admission) applyToAdmission(fact store.Fact) {
	switch f := fact.(type) {
	case store.ParticipantJoined:
		a.admit(f.Participant.ID, f.Participant.Device, false)
		if f.Ticket != "" {
			a.changeTicket(f.Ticket, func(t *ticket) { t.Participant = f.Participant.ID })
		}
	case store.DeviceReplaced:
		a.part(f.Participant)
		a.admit(f.Participant, f.Device, false)
		a.changeTicket(f.Ticket, func(t *ticket) { t.open = false })
	case store.TicketsIssued:
		for _, one := range f.Tickets {
			a.addTicket(one)
		}
	case store.TicketReissued:
		one := a.changeTicket(f.Ticket, func(t *ticket) {
			delete(a.codes, t.Code)
			t.Code, t.open = f.Code, t.Participant != ""
		})
		a.codes[one.Code] = one.Number
		if one.open {
			a.part(one.Participant)
		}
	case store.TicketRevoked:
		one := a.changeTicket(f.Ticket, func(t *ticket) { t.Revoked = f.Revoked })
		if one.Participant == "" || one.open {
			return
		}
		a.admit(one.Participant, a.part(one.Participant), f.Revoked)
	}
}

// sentAway reports whether somebody who was let in may not be here any more.
func (s *State) sentAway(actor Actor) bool {
	if moderator, ok := previewed(actor); ok {
		actor = Actor{Console, moderator}
	}
	switch actor.Face {
	case Phone:
		return s.away[actor.ID]
	case Console, Helper:
		one := s.moderator(actor.ID)
		return one == nil || one.Revoked
	case Projector:
		one := s.projector(actor.ID)
		return one == nil || one.Revoked
	}
	return false
}

// TicketView is told to consoles: never a code.
type TicketView struct {
	Number  int  `json:"number"`
	Used    bool `json:"used,omitempty"`
	Revoked bool `json:"revoked,omitempty"`
}

func viewTicket(to Face, one *ticket) (TicketView, bool) {
	return TicketView{one.Number, one.Participant != "" && !one.open, one.Revoked}, to == Console
}
