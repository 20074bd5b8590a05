package storetest

import (
	"context"
	"testing"

	"masswerk/store"
)

func tickets(t *testing.T, open Open) {
	// admission is an event with three tickets, and whoever comes with a device.
	type admission struct {
		*workshop
		tickets []store.Ticket
	}
	issue := func(t *testing.T) admission {
		a := admission{workshop: begin(t, open(t))}
		for number := range 3 {
			a.tickets = append(a.tickets, store.Ticket{ID: store.NewID(), Event: a.event.ID, Number: number + 1, Code: store.NewID()})
		}
		a.do(store.TicketsIssued{Tickets: a.tickets})
		return a
	}
	join := func(a admission, ticket int) (store.Participant, error) {
		one := store.Participant{ID: store.NewID(), Event: a.event.ID, Device: store.NewID()}
		err := a.store.Commit(context.Background(), a.event.ID, a.seq, nil, []store.Fact{store.ParticipantJoined{Participant: one, Ticket: a.tickets[ticket].ID}})
		return one, err
	}

	t.Run("and no second time", func(t *testing.T) {
		a := issue(t)
		one, err := join(a, 1)
		must(t, err)
		a.seq++
		a.tickets[1].Participant = one.ID
		if _, err := join(a, 1); err == nil {
			t.Error("one ticket admitted two")
		}
		got := a.load()
		same(t, "tickets", got.Tickets, a.tickets)
		same(t, "participants", got.Participants, []store.Participant{one})
	})

	t.Run("unless it was revoked", func(t *testing.T) {
		a := issue(t)
		a.do(store.TicketRevoked{Ticket: a.tickets[0].ID, Revoked: true})
		if _, err := join(a, 0); err == nil {
			t.Error("a revoked ticket admitted somebody")
		}
		same(t, "participants", a.load().Participants, nil)
		a.do(store.TicketRevoked{Ticket: a.tickets[0].ID})
		_, err := join(a, 0)
		must(t, err)
	})

	t.Run("to its own event", func(t *testing.T) {
		a := issue(t)
		other := admission{begin(t, a.store), a.tickets}
		if _, err := join(other, 0); err == nil {
			t.Error("a ticket admitted to another event")
		}
	})

	t.Run("each code", func(t *testing.T) {
		a := issue(t)
		twin := store.Ticket{ID: store.NewID(), Event: a.event.ID, Number: 4, Code: a.tickets[0].Code}
		if err := a.store.Commit(context.Background(), a.event.ID, a.seq, nil, []store.Fact{store.TicketsIssued{Tickets: []store.Ticket{twin}}}); err == nil {
			t.Error("a code was issued twice")
		}
	})

	t.Run("and again when issued anew", func(t *testing.T) {
		a := issue(t)
		one, err := join(a, 0)
		must(t, err)
		a.seq++
		replace := func(device string) error {
			return a.store.Commit(context.Background(), a.event.ID, a.seq, nil,
				[]store.Fact{store.DeviceReplaced{Participant: one.ID, Device: device, Ticket: a.tickets[0].ID}})
		}
		if replace("found on the floor") == nil {
			t.Error("a device was replaced while its ticket stood")
		}
		a.do(store.TicketReissued{Ticket: a.tickets[0].ID, Code: "new"})
		a.tickets[0].Code, a.tickets[0].Participant = "new", one.ID
		one.Device = ""
		got := a.load()
		same(t, "tickets", got.Tickets, a.tickets)
		same(t, "the lost device", got.Participants, []store.Participant{one})
		must(t, replace("new device"))
		a.seq++
		one.Device = "new device"
		same(t, "the new device", a.load().Participants, []store.Participant{one})
		if replace("a third one") == nil {
			t.Error("a new code admitted two")
		}
	})
}
