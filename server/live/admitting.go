package live

import (
	"fmt"
	"strconv"
	"strings"

	"masswerk/store"
)

// maxIssued is how many tickets or cards are made at once: a message holds no more.
const maxIssued = 200

// Numbers is a range of numbers, both ends included.
type Numbers struct {
	From int `json:"from"`
	To   int `json:"to"`
}

func (n Numbers) String() string { return fmt.Sprintf("%d-%d", n.From, n.To) }

// IssueTickets makes participation codes valid. The console makes and prints them; here only what
// they are recognised by is kept, so they are never sent back, and there is no undo: a ticket is
// revoked.
type IssueTickets struct {
	Codes []string `json:"codes"`
}

func (c IssueTickets) Decide(state *State, _ Actor, means Means) (Decision, error) {
	if len(c.Codes) == 0 || len(c.Codes) > maxIssued {
		return Decision{}, store.ErrInvalid.About("codes")
	}
	last := len(state.tickets)
	seen := map[string]bool{}
	var issued []store.Ticket
	for i, code := range c.Codes {
		hash, err := freshCode(state, code, "codes")
		if err != nil {
			return Decision{}, err
		}
		if seen[hash] {
			return Decision{}, store.ErrInvalid.About("codes")
		}
		seen[hash] = true
		issued = append(issued, store.Ticket{ID: means.NewID(), Event: state.event.ID, Number: last + 1 + i, Code: hash})
	}
	made := Numbers{last + 1, last + len(issued)}
	return Decision{Facts: []store.Fact{store.TicketsIssued{Tickets: issued}}, Result: made, About: made.String()}, nil
}

// freshCode returns the stored form of a code that no ticket has yet.
func freshCode(state *State, code, field string) (string, error) {
	if len(code) != store.TicketLength || strings.Trim(code, store.CodeAlphabet) != "" {
		return "", store.ErrInvalid.About(field)
	}
	hash := store.TicketHash(state.event.Key, code)
	if _, taken := state.codes[hash]; taken {
		return "", store.ErrInvalid.About(field)
	}
	return hash, nil
}

// ReissueTicket gives a ticket another code; the one before is worth nothing any more. The device
// that came in by it is sent away, and whoever comes with the new code goes on as that participant.
// It cannot be undone: nobody knows the code before.
type ReissueTicket struct {
	Ticket int    `json:"ticket"`
	Code   string `json:"code"`
}

func (c ReissueTicket) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	one := state.ticket(c.Ticket)
	if one == nil {
		return Decision{}, store.ErrNotFound
	}
	if one.Revoked {
		return Decision{}, store.ErrForbidden // it would still admit nobody
	}
	hash, err := freshCode(state, c.Code, "code")
	if err != nil {
		return Decision{}, err
	}
	return Decision{Facts: []store.Fact{store.TicketReissued{Ticket: one.ID, Code: hash}}, About: strconv.Itoa(one.Number)}, nil
}

// RevokeTicket makes a ticket worthless, or valid again. The device that came in by it is sent
// away, or may come back.
type RevokeTicket struct {
	Ticket int  `json:"ticket"`
	On     bool `json:"on"`
}

func (c RevokeTicket) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	one := state.ticket(c.Ticket)
	if one == nil {
		return Decision{}, store.ErrNotFound
	}
	if one.Revoked == c.On {
		return Decision{}, nil
	}
	return Decision{
		Facts: []store.Fact{store.TicketRevoked{Ticket: one.ID, Revoked: c.On}},
		Undo:  RevokeTicket{Ticket: one.Number, On: one.Revoked},
		About: strconv.Itoa(one.Number),
	}, nil
}

// ReserveCards keeps the next idea numbers for paper cards, on which they are printed at once. So
// there is no undo.
type ReserveCards struct {
	Count int `json:"count"`
}

func (c ReserveCards) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	if c.Count < 1 || c.Count > maxIssued {
		return Decision{}, store.ErrInvalid.About("count")
	}
	cards := store.CardRange{From: state.lastNumber + 1, To: state.lastNumber + c.Count}
	return Decision{
		Facts:  []store.Fact{store.CardsReserved{Cards: cards}},
		Result: Numbers(cards),
		About:  Numbers(cards).String(),
	}, nil
}
