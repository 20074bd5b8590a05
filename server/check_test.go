package server

import (
	"bytes"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	fastws "github.com/fasthttp/websocket"
)

func TestOnlyThisServerAnswersTheCheck(t *testing.T) {
	c := open(t)
	b := c.browser()
	if page := b.get("/check").want(t, 200); !bytes.Contains(page.body, []byte("/check/main.js")) {
		t.Errorf("the page is %s", page.body)
	}
	const nonce = "0123456789abcdefABCDEF"
	reached := b.get("/check/reached?nonce="+nonce).want(t, 200)
	if string(reached.body) != `{"masswerk":"`+nonce+`"}` || reached.Header.Get("Content-Type") != "application/json" ||
		reached.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("reached: %s %v", reached.body, reached.Header)
	}
	for _, wrong := range []string{"", "1234567", strings.Repeat("a", 65), "0123456789g", `01234567"}`, "01234567%0a"} {
		b.get("/check/reached?nonce="+wrong).refused(t, 400, "invalid")
		b.get("/check/events?nonce="+wrong).refused(t, 400, "invalid")
	}

	conn, reader, _ := c.raw(b, "GET", "/check/events?nonce="+nonce)
	for {
		line, err := reader.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if line == `data: {"masswerk":"`+nonce+`"}`+"\n" {
			break
		}
	}
	conn.Close()
	b.send("GET", "/check/events?nonce="+nonce, "", "Sec-Fetch-Site", "cross-site").refused(t, 403, "forbidden")
	b.send("GET", "/check/events?nonce="+nonce, "", "Origin", "http://evil.example").refused(t, 403, "forbidden")
	c.untilNobodyChecks()
}

func TestTheCheckedSocketSaysOnceWhatItHears(t *testing.T) {
	c := open(t)
	b := c.browser()
	b.get("/check/socket").want(t, 426)
	for name, origin := range foreign(c.url) {
		if conn, status := b.dial("/check/socket", "Origin", origin); conn != nil || status != 403 {
			t.Errorf("from %s: %d", name, status)
		}
	}
	for name, said := range map[string]struct {
		kind int
		text string
		code int // 0: it is answered
	}{
		"a nonce":         {fastws.TextMessage, "0123456789abcdef", 0},
		"as long as may":  {fastws.TextMessage, strings.Repeat("x", maxChecking), 0},
		"one byte longer": {fastws.TextMessage, strings.Repeat("x", maxChecking+1), fastws.CloseMessageTooBig},
		"binary":          {fastws.BinaryMessage, "0123456789abcdef", fastws.CloseAbnormalClosure},
	} {
		conn, _ := b.dial("/check/socket")
		conn.WriteMessage(said.kind, []byte(said.text))
		conn.SetReadDeadline(time.Now().Add(5 * time.Second))
		_, heard, err := conn.ReadMessage()
		if said.code == 0 {
			if err != nil || string(heard) != said.text {
				t.Errorf("%s: %s, %v", name, heard, err)
			}
			_, _, err = conn.ReadMessage()
			said.code = fastws.CloseNormalClosure
		}
		if !fastws.IsCloseError(err, said.code) {
			t.Errorf("%s: ended with %v, want %d", name, err, said.code)
		}
		conn.Close()
	}
	c.untilNobodyChecks()
}

// Whoever holds lines open that nobody signs in for keeps nobody out but those who check.
func TestFewCheckAtATime(t *testing.T) {
	c := open(t)
	b := c.browser()
	var conns []net.Conn
	for range maxChecks / 2 {
		socket, status := b.dial("/check/socket")
		if socket == nil {
			t.Fatal(status)
		}
		events, _, _ := c.raw(b, "GET", "/check/events?nonce=01234567")
		conns = append(conns, socket.NetConn(), events)
	}
	c.until(func() bool { return c.trials.full() }, "the places are not taken")
	if conn, status := b.dial("/check/socket"); conn != nil || status != 503 {
		t.Errorf("one socket more: %d", status)
	}
	b.get("/check/events?nonce=01234567").refused(t, 503, "busy")
	b.get("/check/reached?nonce=01234567").want(t, 200)
	for _, conn := range conns {
		conn.Close()
	}
	c.untilNobodyChecks()
	for range maxChecks { // as if all had asked before any place was taken
		c.trials.begin()
	}
	if c.trials.begin() {
		t.Error("there is a place more than there are")
	}
}

// Nobody may stay longer than a check takes.
func TestACheckEndsByItself(t *testing.T) {
	usual := checkFor
	checkFor = 300 * time.Millisecond
	t.Cleanup(func() { checkFor = usual }) // runs when the server has stopped
	c := open(t)
	b := c.browser()
	socket, _ := b.dial("/check/socket")
	socket.WriteControl(fastws.PingMessage, nil, time.Now().Add(time.Second)) // asks for nothing
	events, reader, _ := c.raw(b, "GET", "/check/events?nonce=01234567")
	began := time.Now()
	for name, conn := range map[string]net.Conn{"the socket": socket.NetConn(), "the events": events} {
		conn.SetReadDeadline(began.Add(5 * time.Second))
		from := io.Reader(conn)
		if conn == events {
			from = reader
		}
		if _, err := io.Copy(io.Discard, from); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if took := time.Since(began); took < checkFor/2 {
			t.Errorf("%s ended after %v", name, took)
		}
		conn.Close()
	}
	c.untilNobodyChecks()
}

func (c *city) untilNobodyChecks() {
	c.t.Helper()
	c.until(func() bool { return c.trials.open.Load() == 0 }, "places of a check are not given back")
}

func (c *city) until(holds func() bool, otherwise string) {
	c.t.Helper()
	for deadline := time.Now().Add(5 * time.Second); !holds(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			c.t.Fatal(otherwise)
		}
	}
}
