package server

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	fastws "github.com/fasthttp/websocket"

	"masswerk/server/live"
)

// follow opens an event stream with the browser's cookies, as a page over a socket is opened.
func (b *browser) follow(path string) *page {
	b.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	request, _ := http.NewRequestWithContext(ctx, "GET", b.base+path, nil)
	response, err := b.client.Do(request)
	if err != nil {
		b.t.Fatal(err)
	}
	if kind := response.Header.Get("Content-Type"); response.StatusCode != 200 || kind != "text/event-stream" {
		b.t.Fatalf("events %s: %d %s", path, response.StatusCode, kind)
	}
	p := &page{t: b.t, gone: make(chan struct{})}
	go p.readEvents(response)
	b.t.Cleanup(func() { cancel(); <-p.gone })
	return p
}

func (p *page) readEvents(response *http.Response) {
	defer close(p.gone)
	defer response.Body.Close()
	lines := bufio.NewScanner(response.Body)
	lines.Buffer(nil, 1<<20)
	last := false
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), ": ")
		switch {
		case name == "event":
			last = value == "end"
		case name == "data" && last:
			var end struct{ Code int }
			json.Unmarshal([]byte(value), &end)
			p.code = end.Code
		case name == "data":
			p.mu.Lock()
			p.told = append(p.told, value)
			p.mu.Unlock()
		}
	}
}

// numbered returns the snapshots and updates among what a page was told.
func (p *page) numbered() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var found []string
	for _, told := range p.told {
		var message struct{ N *int64 }
		if json.Unmarshal([]byte(told), &message) == nil && message.N != nil {
			found = append(found, told)
		}
	}
	return found
}

func TestAnEventStreamTellsWhatASocketTells(t *testing.T) {
	h := openHall(t)
	b, first := h.join("a")
	first.must("SubmitIdea", object{"session": h.session, "kind": "idea", "text": "Die erste\nZeile & <b>", "receipt": secretOf("r")})
	for face, open := range map[string]struct {
		by   *browser
		path string
	}{
		"phone":   {b, "/e/" + h.code},
		"console": {h.office, "/console/" + h.event},
	} {
		socket, events := open.by.open(open.path+"/socket?session="+h.session), open.by.follow(open.path+"/events?zip=1&session="+h.session) // events are never zipped
		for _, p := range []*page{socket, events} {
			p.sees(`"Snapshot"`, `"s":""`)
			p.sees(`"Snapshot"`, `"s":"`+h.session)
			p.sees(`"text":"Die erste\nZeile`)
			p.sees("Pulse")
			if face == "phone" {
				p.sees("Mine", "Die erste")
			}
		}
		last := "Von " + face
		first.must("SubmitIdea", object{"session": h.session, "kind": "idea", "text": last, "receipt": secretOf("r")})
		h.console.must("CreateField", object{"title": last})
		for _, p := range []*page{socket, events} {
			p.sees("IdeasShown", last)
			p.sees("FieldsShown", last)
		}
		since := func(p *page) string { // a snapshot may be a little older than the other
			all := p.numbered()
			return strings.Join(all[slices.IndexFunc(all, func(told string) bool { return strings.Contains(told, last) }):], "\n")
		}
		if by, with := since(socket), since(events); by != with || strings.Count(by, "\n") != 1 {
			t.Errorf("the %s saw by socket\n%s\nby events\n%s", face, by, with)
		}
	}

	// Who names a position goes on from there.
	known := fmt.Sprintf("&event_at=%s&session_at=%s", positionIn(t, first, ""), positionIn(t, first, h.session))
	first.must("SubmitIdea", object{"session": h.session, "kind": "idea", "text": "Verpasst", "receipt": secretOf("r")})
	back := b.follow("/e/" + h.code + "/events?session=" + h.session + known)
	back.sees("IdeasShown", "Verpasst")
	if strings.Contains(back.all(), "Snapshot") {
		t.Errorf("a snapshot although the position was known: %s", back.all())
	}
}

// positionIn returns how far a page has followed a stream, as EPOCH.N.
func positionIn(t *testing.T, p *page, stream string) string {
	t.Helper()
	var at struct {
		Epoch string
		N     int64
		S     string
	}
	epoch := ""
	n := int64(0)
	for _, told := range p.numbered() {
		at.S = "?"
		json.Unmarshal([]byte(told), &at)
		if at.S == stream {
			n = at.N
			if at.Epoch != "" {
				epoch = at.Epoch
			}
		}
	}
	if epoch == "" {
		t.Fatalf("no position in stream %q", stream)
	}
	return fmt.Sprintf("%s.%d", epoch, n)
}

func TestAnEventStreamIsSentAsProxiesNeedIt(t *testing.T) {
	h := openHall(t)
	b, _ := h.phone(h.code, secretOf("a"))
	conn, reader, head := h.raw(b, "GET", "/e/"+h.code+"/events")
	defer conn.Close()
	for header, want := range map[string]string{
		"Content-Type": "text/event-stream", "Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no",
		"Connection": "close", "Content-Length": "", "Transfer-Encoding": "", "X-Content-Type-Options": "nosniff",
	} {
		if got := head.Header.Get(header); got != want {
			if header != "Connection" || !head.Close { // the library reads that one itself
				t.Errorf("%s: %q, want %q", header, got, want)
			}
		}
	}
	if first, _ := reader.ReadString('\n'); len(first) < 2<<10 || first[0] != ':' {
		t.Errorf("it begins with %.20q, %d bytes", first, len(first))
	}
	b.send("HEAD", "/e/"+h.code+"/events", "").want(t, 405)
}

// raw asks by hand and returns the connection, and what follows the answer's head.
func (c *city) raw(b *browser, method, path string, headers ...string) (net.Conn, *bufio.Reader, *http.Response) {
	c.t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(c.url, "http://"))
	if err != nil {
		c.t.Fatal(err)
	}
	request, _ := http.NewRequest(method, c.url+path, nil)
	for _, cookie := range b.client.Jar.Cookies(request.URL) {
		request.AddCookie(cookie)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	request.Write(conn)
	conn.SetReadDeadline(time.Now().Add(5 * time.Second))
	reader := bufio.NewReader(conn)
	response, err := http.ReadResponse(reader, request)
	if err != nil {
		c.t.Fatal(err)
	}
	return conn, reader, response
}

func TestEventStreamsAreForOurPagesAndForThoseAdmitted(t *testing.T) {
	h := openHall(t)
	b, _ := h.phone(h.code, secretOf("a"))
	projector := h.browser()
	for _, path := range []string{"/e/" + h.code + "/events", "/console/" + h.event + "/events", "/projector/events"} {
		h.browser().get(path).refused(t, 401, "forbidden")
		for name, origin := range foreign(h.url) {
			if origin == "" {
				continue // browsers name none for our own pages
			}
			if got := b.send("GET", path, "", "Origin", origin); got.StatusCode != 403 {
				t.Errorf("%s from %s: %d", path, name, got.StatusCode)
			}
		}
		for _, site := range []string{"cross-site", "same-site", "none", "anything"} {
			if got := b.send("GET", path, "", "Sec-Fetch-Site", site); got.StatusCode != 403 {
				t.Errorf("%s from a page %s: %d", path, site, got.StatusCode)
			}
		}
	}
	projector.get("/projector/events").refused(t, 401, "forbidden")
	b.get("/console/"+h.event+"/events").refused(t, 401, "forbidden")
	for _, own := range [][]string{nil, {"Origin", h.url}, {"Sec-Fetch-Site", "same-origin"}} {
		conn, _, response := h.raw(b, "GET", "/e/"+h.code+"/events", own...)
		if response.StatusCode != 200 {
			t.Errorf("our own page with %v: %d", own, response.StatusCode)
		}
		conn.Close()
	}
}

func TestAnEventStreamSaysWhyItEnds(t *testing.T) {
	h := openHall(t)
	b, _ := h.phone(h.code, secretOf("a"))
	path := "/e/" + h.code + "/events"

	first := b.follow(path)
	first.sees(`"Snapshot"`, `"s":"`+h.session)
	for range 6 {
		b.follow(path).sees("Snapshot", `"s":"`+h.session)
	}
	if code := first.closed(); code != live.CloseMoved {
		t.Errorf("the oldest of seven ended with %d", code)
	}

	kept := h.office.follow("/console/" + h.event + "/events")
	kept.sees("Snapshot", `"s":"`+h.session)
	h.office.send("DELETE", "/staff/api/events/"+h.event, `{}`).want(t, 200)
	if code := kept.closed(); code != live.CloseEventOver {
		t.Errorf("the deleted event ended with %d", code)
	}

	other := h.newEvent(h.office)
	b, _ = h.phone(other["code"].(string), secretOf("a"))
	last := b.follow("/e/" + other["code"].(string) + "/events")
	last.sees("Snapshot")
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := h.Stop(ctx); err != nil {
		t.Fatal(err)
	}
	if code := last.closed(); code != live.CloseRestart {
		t.Errorf("the stopping server ended with %d", code)
	}
}

func TestAFollowerThatLeavesIsNotHereAnyMore(t *testing.T) {
	h := openHall(t)
	b, _ := h.phone(h.code, secretOf("a"))
	conn, reader, _ := h.raw(b, "GET", "/e/"+h.code+"/events")
	h.console.sees("Pulse", `"here":1`)
	if reading := h.Hubs.Read(); reading.Screens[live.Phone] != 1 {
		t.Errorf("counted %v", reading.Screens)
	}
	conn.Write([]byte("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")) // not heard
	reader.Discard(1)
	h.console.must("CreateField", object{"title": "Noch da"})
	for {
		line, err := reader.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(line, "Noch da") {
			break
		}
	}
	h.console.mu.Lock()
	h.console.told = nil
	h.console.mu.Unlock()
	conn.Close()
	h.console.sees("Pulse", `"here":0`)
}

// hasty is a connection on which no write may be blocked for long.
type hasty struct{ net.Conn }

func (h hasty) SetWriteDeadline(time.Time) error {
	return h.Conn.SetWriteDeadline(time.Now().Add(50 * time.Millisecond))
}

func TestAFollowerThatReadsNothingIsDropped(t *testing.T) {
	h := openHall(t)
	_, actor := h.phone(h.code, secretOf("a"))
	hub := h.hub(h.code)
	for name, reads := range map[string]int{"not even the head": 0, "the head only": 100} {
		ours, theirs := net.Pipe()
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			h.narrate(hasty{ours}, make([]byte, 100), seat{hub, actor, live.Hello{}})
		}()
		theirs.Read(make([]byte, reads))
		select {
		case <-ended:
		case <-time.After(5 * time.Second):
			t.Errorf("who reads %s stays", name)
		}
		theirs.Close()
		if reading := h.Hubs.Read(); reading.Screens[live.Phone] != 0 {
			t.Errorf("who reads %s is still counted", name)
		}
	}
	if dropped := h.Hubs.Read().Dropped[live.Counted{Face: live.Phone, Code: "4008"}]; dropped != 1 {
		t.Errorf("%d were counted as too slow", dropped)
	}
}

// bursting panics where an event stream is written.
type bursting struct{ net.Conn }

func (bursting) Write([]byte) (int, error) { panic("wire") }

func TestAPanicInAnEventStreamCostsOneStream(t *testing.T) {
	h := openHall(t)
	_, actor := h.phone(h.code, secretOf("a"))
	hub := h.hub(h.code)
	screen, err := hub.Connect(actor, live.Hello{})
	if err != nil {
		t.Fatal(err)
	}
	ours, theirs := net.Pipe()
	defer theirs.Close()
	h.serve(screen, &eventWire{bursting{ours}}, func() int { untilGone(ours); return fastws.CloseNormalClosure })
	if !strings.Contains(h.logs.String(), "wire") {
		t.Error("the panic was not logged")
	}
	h.join("b")
}

func TestFramesBecomeEvents(t *testing.T) {
	long, longest := strings.Repeat("x", 200), strings.Repeat("y", 70_000)
	frame := func(opcode byte, payload string) []byte {
		to := []byte{0x80 | opcode}
		switch size := len(payload); {
		case size < 126:
			to = append(to, byte(size))
		case size < 1<<16:
			to = binary.BigEndian.AppendUint16(append(to, 126), uint16(size))
		default:
			to = binary.BigEndian.AppendUint64(append(to, 127), uint64(size))
		}
		return append(to, payload...)
	}
	frames := bytes.Join([][]byte{
		frame(fastws.TextMessage, `{"a":1}`), frame(fastws.TextMessage, long), frame(fastws.PingMessage, ""),
		frame(fastws.TextMessage, longest), frame(fastws.CloseMessage, "\x0f\xa1"),
	}, nil)
	want := "data: {\"a\":1}\n\ndata: " + long + "\n\n:\n\ndata: " + longest + "\n\nevent: end\ndata: {\"code\":4001}\n\n"
	if got := string(appendEvents(nil, frames)); got != want {
		t.Errorf("got %.300q", got)
	}

	ours, theirs := net.Pipe()
	defer theirs.Close()
	wrote := make(chan int, 1)
	go func() {
		n, _ := (&eventWire{ours}).Write(frames)
		wrote <- n
	}()
	read := make([]byte, len(want)+1) // a pipe hands over write by write
	if n, err := theirs.Read(read); err != nil || string(read[:n]) != want {
		t.Fatalf("%d of %d bytes came in one write, %v", n, len(want), err)
	}
	if n := <-wrote; n != len(frames) {
		t.Errorf("%d of %d bytes were taken", n, len(frames))
	}
	ours.SetWriteDeadline(time.Now().Add(10 * time.Millisecond))
	if _, err := (&eventWire{ours}).Write(frames); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("a write that is blocked: %v", err)
	}
}
