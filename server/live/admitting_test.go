package live

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"masswerk/store"
)

func byTicket(state store.Admission) step { return step{moderator, SetAdmission{Admission: state}} }

func TestAdmissionRules(t *testing.T) {
	nobody, onlyTickets, shut := Actor{Phone, ""}, byTicket(store.AdmissionTickets), byTicket(store.AdmissionClosed)
	join := func(ticket string) Join { return Join{Device: "device-new", Ticket: ticket} }
	revoked, anew := step{moderator, RevokeTicket{2, true}}, step{moderator, ReissueTicket{2, anotherCode}}
	issue := func(codes ...string) IssueTickets { return IssueTickets{codes} }
	cards := step{moderator, ReserveCards{10}}
	card := func(number int) *AddIdea {
		return &AddIdea{Session: "s1", Kind: store.Proposal, Text: "Karte", Number: number}
	}
	tryAll(t, map[string]situation{
		"a ticket lets in":                                  {[]step{onlyTickets}, nobody, join(freshTicket), nil},
		"a ticket lets in as it is typed":                   {[]step{onlyTickets}, nobody, join("aaaaa-aaaa 3"), nil},
		"without a ticket nobody comes in":                  {[]step{onlyTickets}, nobody, join(""), store.ErrTicketNeeded},
		"an unknown ticket is refused":                      {[]step{onlyTickets}, nobody, join(unknownCode), store.ErrTicketUnknown},
		"a used ticket is refused":                          {[]step{onlyTickets}, nobody, join(usedTicket), store.ErrTicketUsed},
		"a ticket lets in once":                             {[]step{onlyTickets, {nobody, join(freshTicket)}}, nobody, Join{"device-third", freshTicket}, store.ErrTicketUsed},
		"a known device needs no ticket":                    {[]step{onlyTickets}, nobody, Join{Device: "device-ada"}, nil},
		"asking again with the ticket is a repeat":          {[]step{onlyTickets, {nobody, join(freshTicket)}}, nobody, join(freshTicket), nil},
		"a revoked ticket is unknown":                       {[]step{onlyTickets, {moderator, RevokeTicket{1, true}}}, nobody, join(freshTicket), store.ErrTicketUnknown},
		"a revoked ticket that is valid again lets in":      {[]step{onlyTickets, {moderator, RevokeTicket{1, true}}, {moderator, RevokeTicket{1, false}}}, nobody, join(freshTicket), nil},
		"where the code is enough no ticket keeps out":      {nil, nobody, join(usedTicket), nil},
		"nobody new joins by ticket when the doors closed":  {[]step{shut}, nobody, join(freshTicket), store.ErrEventClosed},
		"a device whose ticket was revoked is kept out":     {[]step{revoked}, nobody, Join{Device: "device-ben"}, store.ErrForbidden},
		"and is so with another ticket":                     {[]step{revoked}, nobody, Join{"device-ben", freshTicket}, store.ErrForbidden},
		"it is back when the ticket is valid again":         {[]step{onlyTickets, revoked, {moderator, RevokeTicket{2, false}}}, nobody, Join{Device: "device-ben"}, nil},
		"a code issued anew lets another device go on":      {[]step{onlyTickets, anew}, nobody, join(anotherCode), nil},
		"also when the doors have closed: nobody new comes": {[]step{shut, anew}, nobody, join(anotherCode), nil},
		"the code before is worth nothing":                  {[]step{onlyTickets, anew}, nobody, join(usedTicket), store.ErrTicketUnknown},
		"the device before needs a ticket":                  {[]step{onlyTickets, anew}, nobody, Join{Device: "device-ben"}, store.ErrTicketNeeded},
		"a code issued anew is used once":                   {[]step{onlyTickets, anew, {nobody, join(anotherCode)}}, nobody, Join{"device-third", anotherCode}, store.ErrTicketUsed},
		"a revoked ticket is not issued anew":               {[]step{revoked}, moderator, ReissueTicket{2, anotherCode}, store.ErrForbidden},
		"an unknown ticket is not issued anew":              {nil, moderator, ReissueTicket{3, anotherCode}, store.ErrNotFound},
		"ticket 0 is not found":                             {nil, moderator, RevokeTicket{0, true}, store.ErrNotFound},
		"a code that another ticket has is refused":         {nil, moderator, ReissueTicket{2, freshTicket}, store.ErrInvalid},
		"tickets are issued":                                {nil, moderator, issue(anotherCode, unknownCode), nil},
		"no tickets are refused":                            {nil, moderator, issue(), store.ErrInvalid},
		"201 tickets are refused":                           {nil, moderator, issue(make([]string, 201)...), store.ErrInvalid},
		"a code twice is refused":                           {nil, moderator, issue(anotherCode, anotherCode), store.ErrInvalid},
		"a code that exists is refused":                     {nil, moderator, issue(freshTicket), store.ErrInvalid},
		"a code with look-alikes is refused":                {nil, moderator, issue("AAAAAAAAA0"), store.ErrInvalid},
		"a code with look-alikes inside is refused":         {nil, moderator, issue("AAAA0AAAAA"), store.ErrInvalid},
		"a short code is refused":                           {nil, moderator, issue("AAAAAAAAA"), store.ErrInvalid},
		"no cards are refused":                              {nil, moderator, ReserveCards{0}, store.ErrInvalid},
		"201 cards are refused":                             {nil, moderator, ReserveCards{201}, store.ErrInvalid},
		"a card comes in":                                   {[]step{cards}, moderator, card(15), nil},
		"a number that is on no card is refused":            {[]step{cards}, moderator, card(16), store.ErrInvalid},
		"an idea's number is no card's":                     {[]step{cards}, moderator, card(5), store.ErrInvalid},
		"a card comes in once":                              {[]step{cards, {moderator, card(7)}}, moderator, card(7), store.ErrInvalid},
		"a table that is not there is refused":              {nil, moderator, &AddIdea{Session: "s1", Kind: store.Proposal, Text: "Karte", Table: 1}, store.ErrInvalid},
		"a table that is there is taken":                    {[]step{{moderator, SetSeating{Seating: store.Seating{Tables: 3}}}}, moderator, &AddIdea{Session: "s1", Kind: store.Proposal, Text: "Karte", Table: 3}, nil},
		"a helper is invited":                               {nil, moderator, Invite{"Hilfe", strings.Repeat("A", 43), store.Helps}, nil},
		"an unknown role is refused":                        {nil, moderator, Invite{"Hilfe", strings.Repeat("A", 43), "owner"}, store.ErrInvalid},
	})
}

func TestReservedNumbersAreLeftToCards(t *testing.T) {
	state := table()
	decision, err := settled(state, moderator, ReserveCards{3})
	if made := decision.Result.(Numbers); err != nil || made != (Numbers{6, 8}) {
		t.Fatalf("reserved %v: %v", decision.Result, err)
	}
	decision, _ = settled(state, Actor{Phone, "ada"}, &SubmitIdea{Session: "s1", Kind: store.Proposal, Text: "Vom Telefon", Receipt: receipt})
	if made := decision.Result.(Numbered); made.Number != 9 {
		t.Fatalf("a phone's idea got number %d", made.Number)
	}
	decision, _ = settled(state, moderator, ReserveCards{2})
	if made := decision.Result.(Numbers); made != (Numbers{10, 11}) {
		t.Fatalf("reserved %v", made)
	}
	if view := viewEvent(Console, state.event, ""); !slices.Equal(view.Cards, []Numbers{{6, 8}, {10, 11}}) {
		t.Fatalf("consoles see %v", view.Cards)
	}
	for _, face := range []Face{Phone, Projector, Helper} {
		if view := viewEvent(face, state.event, ""); view.Cards != nil {
			t.Fatalf("%s sees %v", face, view.Cards)
		}
	}
}

// One code admits one device, however many ask at once: all wait for the same commit, and are
// decided as one batch.
func TestATicketAdmitsOneOfAHundredAtOnce(t *testing.T) {
	contents := sampleContents()
	discussed(&contents)
	contents.Comments, contents.Signals, contents.Tickets[1].Participant = nil, nil, ""
	contents.Event.Admission = store.AdmissionTickets
	r := openRoom(t, contents)
	waiting, release := make(chan struct{}), make(chan struct{})
	var once sync.Once
	r.events.mu.Lock()
	r.events.fail = func([]store.Fact) error {
		once.Do(func() { close(waiting); <-release })
		return nil
	}
	r.events.mu.Unlock()
	var asking sync.WaitGroup
	asking.Go(func() { r.do(moderator, BlankWall{Session: "s1", On: true}) })
	<-waiting
	var mu sync.Mutex
	let := map[string]int{}
	for i := range 100 {
		asking.Go(func() {
			_, err := r.do(Actor{Phone, ""}, Join{fmt.Sprint("device-", i), freshTicket})
			mu.Lock()
			let[code(err)]++
			mu.Unlock()
		})
	}
	for len(r.hub.intake) < 100 {
		if t.Context().Err() != nil {
			t.Fatal("they do not wait")
		}
	}
	close(release)
	asking.Wait()
	if let[""] != 1 || let["ticket_used"] != 99 {
		t.Fatalf("%v", let)
	}
	if r.events.commits != 2 {
		t.Fatalf("%d commits: it was not one batch", r.events.commits)
	}
	if counts := r.hub.Counts(); counts.Participants != 1 {
		t.Fatalf("%d participants", counts.Participants)
	}
}

func TestWhoIsSentAwayAndWhoGoesOn(t *testing.T) {
	contents := quiet()
	contents.Event.Admission = store.AdmissionTickets
	r := openRoom(t, contents)
	console := r.connect(moderator, Hello{}).settled()
	r.must(moderator, IssueTickets{[]string{freshTicket, usedTicket}})
	r.must(Actor{Phone, ""}, Join{"device-1", freshTicket})
	console.sees("TicketsShown", `{"number":1,"used":true}`)
	first, _ := r.hub.Who(Phone, "device-1")
	r.submit(first, "Vom ersten Gerät")
	screen := r.connect(first, Hello{})
	screen.sees("Mine", "Vom ersten Gerät")

	r.must(moderator, RevokeTicket{1, true})
	screen.sees("close 4003")
	console.sees("TicketsShown", `{"number":1,"used":true,"revoked":true}`)
	console.sees("Pulse", `"admitted":0`)
	if _, ok := r.hub.Who(Phone, "device-1"); ok {
		t.Fatal("a device is known whose ticket was revoked")
	}
	if _, err := r.do(first, SupportIdea{1, true}); code(err) != "forbidden" {
		t.Fatalf("who was sent away may still ask: %v", err)
	}
	r.connect(first, Hello{}).sees("close 4003")
	r.must(moderator, RevokeTicket{1, false})
	if back, ok := r.hub.Who(Phone, "device-1"); !ok || back != first {
		t.Fatal("the device does not come back")
	}
	screen = r.connect(first, Hello{})
	screen.sees("Mine", "Vom ersten Gerät")

	r.must(moderator, ReissueTicket{1, anotherCode})
	screen.sees("close 4003")
	if _, ok := r.hub.Who(Phone, "device-1"); ok {
		t.Fatal("a device is known whose ticket was issued anew")
	}
	if _, err := r.do(Actor{Phone, ""}, Join{"device-1", freshTicket}); code(err) != "ticket_unknown" {
		t.Fatalf("the code before: %v", err)
	}
	r.must(Actor{Phone, ""}, Join{"device-2", anotherCode})
	second, ok := r.hub.Who(Phone, "device-2")
	if !ok || second != first {
		t.Fatal("the new device is somebody else")
	}
	r.connect(second, Hello{}).sees("Mine", "Vom ersten Gerät")
	if counts := r.hub.Counts(); counts.Participants != 1 {
		t.Fatalf("%d participants", counts.Participants)
	}

	r.must(moderator, &AddIdea{Session: "s1", Kind: store.Proposal, Text: "Zum Schluss"})
	all := r.everybody(second, Hello{})
	all[Console].sees(`{"number":1,"used":true}`)
	for face, p := range all {
		p.sees("Zum Schluss")
		if face != Console {
			p.neverSaw(`"tickets":[`)
			p.neverSaw("TicketsShown")
		}
	}
	r.events.mu.Lock()
	defer r.events.mu.Unlock()
	written := string(encode(r.events.facts)) + string(encode(r.events.contents.Accepted))
	for _, code := range []string{freshTicket, usedTicket, anotherCode} {
		for _, p := range append([]*page{console}, all[Console], all[Phone]) {
			p.neverSaw(code)
			p.neverSaw(store.TicketHash([]byte("key"), code))
		}
		if strings.Contains(written, code) {
			t.Error("a clear code is stored")
		}
	}
}
