package server

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"masswerk/store"
)

// ticketed is a hall where everybody needs a participation code.
func ticketed(t *testing.T, codes ...string) *hall {
	t.Helper()
	h := openHall(t)
	h.console.must("IssueTickets", object{"codes": codes})
	h.console.must("SetAdmission", object{"admission": "tickets"})
	return h
}

func joining(secret, ticket string) string {
	return `{"secret":"` + secret + `","ticket":"` + ticket + `"}`
}

func TestATicketAdmitsOneDeviceOnce(t *testing.T) {
	h := ticketed(t, "ACDEFGHJKM", "MMMMMMMMMM")
	join := "/e/" + h.code + "/join"
	if about := h.browser().get("/e/"+h.code+"/about").want(t, 200).json(); about["admission"] != "tickets" {
		t.Errorf("about: %v", about["admission"])
	}
	ada := h.browser()
	ada.post(join, `{"secret":"`+secretOf("a")+`"}`).refused(t, 403, "ticket_needed")
	ada.post(join, joining(secretOf("a"), "ACDEFGHJKN")).refused(t, 404, "ticket_unknown")
	ada.post(join, joining(secretOf("a"), strings.Repeat("A", 41))).refused(t, 400, "text_too_long")
	ada.post(join, joining(secretOf("a"), "acde-fgh jkm")).want(t, 200) // as typed
	ada.open("/e/" + h.code + "/socket").sees(`"Mine"`)
	ada.post(join, `{"secret":"`+secretOf("a")+`"}`).want(t, 200) // known by now
	h.browser().post(join, joining(secretOf("b"), "ACDEFGHJKM")).refused(t, 409, "ticket_used")
	h.browser().post(join, joining(secretOf("b"), "MMMMMMMMMM")).want(t, 200)
	h.console.sees("TicketsShown", `"number":1,"used":true`)

	// Clear codes stand nowhere: no frame, answer, log or file.
	places := map[string][]byte{"the console": []byte(h.console.all()), "the log": h.logs.Bytes()}
	for _, path := range []string{"/console/" + h.event + "/export.json", "/staff/api/events/" + h.event + "/audit", "/staff/api/events/" + h.event} {
		places[path] = h.office.get(path).want(t, 200).body
	}
	for name, data := range h.files() {
		places[name] = data
	}
	for place, told := range places {
		if bytes.Contains(told, []byte("ACDEFGHJKM")) || bytes.Contains(told, []byte("MMMMMMMMMM")) {
			t.Errorf("a clear code stands in %s", place)
		}
	}
}

// A hundred devices come with one code at the same moment.
func TestATicketIsUsedUpAtomically(t *testing.T) {
	h := ticketed(t, "ACDEFGHJKM")
	const devices = 100
	var admitted, used, others atomic.Int64
	var all sync.WaitGroup
	start := make(chan struct{})
	for i := range devices {
		all.Go(func() {
			<-start
			request, _ := http.NewRequest("POST", h.url+"/e/"+h.code+"/join", strings.NewReader(joining(fmt.Sprintf("%043d", i), "ACDEFGHJKM")))
			request.Header.Set("Origin", h.url)
			request.Header.Set("Content-Type", "application/json")
			response, err := http.DefaultClient.Do(request)
			if err != nil {
				others.Add(1)
				return
			}
			response.Body.Close()
			switch response.StatusCode {
			case http.StatusOK:
				admitted.Add(1)
			case http.StatusConflict:
				used.Add(1)
			default:
				others.Add(1)
			}
		})
	}
	close(start)
	all.Wait()
	if admitted.Load() != 1 || used.Load() != devices-1 {
		t.Errorf("admitted %d, refused as used %d, else %d", admitted.Load(), used.Load(), others.Load())
	}
	if counts := h.hub(h.code).Counts(); counts.Participants != 1 {
		t.Errorf("%d participants", counts.Participants)
	}
}

// Wrong codes of either sort share a budget for each network. Whoever has a right one comes in.
func TestWrongTicketsAreLimitedAndRightOnesNever(t *testing.T) {
	var codes []string
	for range 80 {
		codes = append(codes, store.NewCode(store.TicketLength))
	}
	h := ticketed(t, codes...)
	join := "/e/" + h.code + "/join"
	b := h.browser()
	for range 30 {
		b.post(join, joining(secretOf("w"), "ACDEFGHJKM")).refused(t, 404, "ticket_unknown")
		b.get("/e/MMMMMMMM/about").refused(t, 404, "unknown_code")
	}
	b.post(join, joining(secretOf("w"), "ACDEFGHJKM")).refused(t, 429, "too_many")
	b.get("/e/MMMMMMMM/about").refused(t, 429, "too_many")
	for i, code := range codes { // a whole room behind the same address
		h.browser().post(join, joining(fmt.Sprintf("%043d", i), code)).want(t, 200)
	}
	b.post(join, `{"secret":"`+secretOf("w")+`"}`).refused(t, 403, "ticket_needed") // to forget it is no guess
	b.post(join, joining(secretOf("w"), codes[0])).refused(t, 409, "ticket_used")
	h.clock.advance(time.Second)
	b.post(join, joining(secretOf("w"), "ACDEFGHJKM")).refused(t, 404, "ticket_unknown")
}

func TestAReissuedTicketGoesOnAsTheSameParticipant(t *testing.T) {
	h := ticketed(t, "ACDEFGHJKM")
	join := "/e/" + h.code + "/join"
	lost := h.browser()
	lost.post(join, joining(secretOf("a"), "ACDEFGHJKM")).want(t, 200)
	screen := lost.open("/e/" + h.code + "/socket")
	screen.must("SubmitIdea", object{"session": h.session, "kind": "idea", "text": "Vom alten Gerät", "receipt": secretOf("R")})
	h.console.must("ReissueTicket", object{"ticket": 1, "code": "MMMMMMMMMM"})
	if screen.closed() != 4003 {
		t.Errorf("the lost device stays: %d", screen.code)
	}
	h.browser().post(join, joining(secretOf("b"), "ACDEFGHJKM")).refused(t, 404, "ticket_unknown")
	found := h.browser()
	found.post(join, joining(secretOf("b"), "MMMMMMMMMM")).want(t, 200)
	found.open("/e/"+h.code+"/socket").sees(`"Mine"`, "Vom alten Gerät")
	if status := lost.get("/e/" + h.code + "/events").StatusCode; status != 401 {
		t.Errorf("the lost device is let in: %d", status)
	}
	if counts := h.hub(h.code).Counts(); counts.Participants != 1 {
		t.Errorf("%d participants", counts.Participants)
	}
}
