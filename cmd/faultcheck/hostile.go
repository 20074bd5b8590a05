package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const (
	maxMessage      = 16 << 10
	closedWithin    = 3 * time.Second
	headersWithin   = 15 * time.Second // the server gives 10
	witnessAtMost   = 250 * time.Millisecond
	rsv1, fin       = 0x40, 0x80
	text, more      = 0x1, 0x0
	ping            = 0x9
	maskedFrame     = 0x80
	closedByTheLine = 0 // no close frame was seen
)

// attack is what is sent on a socket of its own, and the close codes that may follow.
type attack struct {
	name  string
	send  func(io.Writer)
	codes []int
}

var attacks = []attack{
	{"a message of 16 KiB and 1", func(w io.Writer) { w.Write(frameOf(fin|text, bytes.Repeat([]byte(" "), maxMessage+1))) }, []int{1009}},
	{"10,000 fragments", func(w io.Writer) { w.Write(fragments(10_000)) }, []int{1007}},
	{"fragments of more than 16 KiB in all", func(w io.Writer) { w.Write(fragments(maxMessage + 1)) }, []int{1009}},
	{"a message inside an unfinished one", func(w io.Writer) {
		w.Write(frameOf(text, []byte("{")))
		w.Write(frameOf(fin|text, []byte("{}")))
	}, []int{1002}},
	{"an unmasked frame", func(w io.Writer) { w.Write([]byte{fin | text, 2, '{', '}'}) }, []int{1002}},
	{"a reserved bit", func(w io.Writer) { w.Write(frameOf(fin|rsv1|text, []byte("{}"))) }, []int{1002}},
	{"an unknown opcode", func(w io.Writer) { w.Write(frameOf(fin|0x3, nil)) }, []int{1002}},
	{"a flood of pings", func(w io.Writer) {
		flood := bytes.Repeat(frameOf(fin|ping, bytes.Repeat([]byte("p"), 125)), 100)
		for range 100 {
			if _, err := w.Write(flood); err != nil {
				return
			}
		}
	}, []int{1008}},
	{"a binary frame", func(w io.Writer) { w.Write(frameOf(fin|0x2, []byte("{}"))) }, []int{1003}},
	{"invalid UTF-8", saying("{\"id\":\"" + strings.Repeat("a", 32) + "\",\"type\":\"Ping\xff\",\"data\":{}}"), []int{1007}},
	{"a lone surrogate", saying(idea(`ein \ud800 Zeichen`)), []int{1007}},
	{"a surrogate pair the wrong way round", saying(idea(`ein \udc00\ud800 Zeichen`)), []int{1007}},
	{"NUL", saying(idea(`ein \u0000 Zeichen`)), []int{1007}},
	{"a key twice", saying(strings.Replace(idea("eins"), `"text":`, `"text":"zwei","text":`, 1)), []int{1007}},
	{"a key in capitals", saying(strings.Replace(idea("eins"), `"text":`, `"TEXT":`, 1)), []int{1007}},
	{"depth 8,000", saying(`{"id":"` + strings.Repeat("a", 32) + `","type":"Ping","data":` + strings.Repeat("[", 8000) + strings.Repeat("]", 8000) + `}`), []int{1007}},
	{"no object", saying(`[]`), []int{1007}},
	{"two objects", saying(`{"id":"` + strings.Repeat("a", 32) + `","type":"Ping","data":{}}{}`), []int{1007}},
	{"no id", saying(`{"type":"Ping","data":{}}`), []int{1007}},
}

// refusals are answered, and the socket stays.
var refusals = map[string]struct{ typ, data, code string }{
	"1e400":                         {"Support", `{"idea":1e400,"on":true}`, "invalid"},
	"a fraction":                    {"Support", `{"idea":1.5,"on":true}`, "invalid"},
	"more than a number holds":      {"Support", `{"idea":99999999999999999999,"on":true}`, "invalid"},
	"an unknown type":               {"Sudo", `{}`, "unknown_type"},
	"another's command":             {"EnterPhase", `{"session":"x","phase":"y"}`, "forbidden"},
	"an unknown key":                {"Support", `{"idea":1,"on":true,"admin":true}`, "invalid"},
	"data that is no object":        {"Support", `[]`, "invalid"},
	"an idea that does not exist":   {"Support", `{"idea":-1,"on":true}`, "not_found"},
	"a session that does not exist": {"SubmitIdea", `{"session":"x","kind":"idea","text":"x","receipt":"` + strings.Repeat("r", 43) + `"}`, "not_found"},
}

func idea(text string) string {
	return `{"id":"` + strings.Repeat("a", 32) + `","type":"SubmitIdea","data":{"session":"x","kind":"idea","text":"` + text + `","receipt":"r"}}`
}

func saying(message string) func(io.Writer) {
	return func(w io.Writer) { w.Write(frameOf(fin|text, []byte(message))) }
}

// frameOf makes a frame as a client must: masked, here with zeros.
func frameOf(head byte, payload []byte) []byte {
	made := []byte{head}
	switch size := len(payload); {
	case size < 126:
		made = append(made, maskedFrame|byte(size))
	default:
		made = binary.BigEndian.AppendUint16(append(made, maskedFrame|126), uint16(size))
	}
	return append(append(made, 0, 0, 0, 0), payload...)
}

// fragments makes one message of so many frames with a byte each.
func fragments(count int) []byte {
	made := frameOf(text, []byte(" "))
	for range count - 2 {
		made = append(made, frameOf(more, []byte(" "))...)
	}
	return append(made, frameOf(fin|more, []byte(" "))...)
}

var hostileCheck = check{
	name: "hostile", what: "malformed frames, texts and requests", run: tryHostile,
	mutants: []mutant{
		{"messages of any length", "server/socket.go", "conn.SetReadLimit(maxMessage)", "conn.SetReadLimit(maxMessage << 10)"},
		{"pings without end", "server/socket.go", "pings > pingsPerMin {", "pings > pingsPerMin && pings < 0 {"},
		{"lone surrogates are taken", "server/live/decode.go", "|| loneSurrogate(data) {", "|| loneSurrogate(nil) {"},
		{"keys may come twice", "server/live/decode.go", "if open[top].keys[text] || ", "if "},
		{"headers may take forever", "server/server.go", "ReadTimeout:           10 * time.Second,", "ReadTimeout:           10 * time.Hour,"},
	},
}

// tryHostile sends what no page would, while a phone that behaves goes on.
func tryHostile(ctx context.Context, t *trial) {
	h, e, leave, ok := t.open(ctx)
	if !ok {
		return
	}
	defer leave()
	c, err := gather(ctx, e, habits{phones: 2, lanes: 1, pace: 20 * time.Millisecond})
	if t.failed("gather", err) {
		return
	}
	cookie, err := e.join(ctx)
	if t.failed("join", err) {
		return
	}
	pid, began, memory := h.pid(), time.Now(), residentKiB(h.pid())

	var slow sync.WaitGroup
	var open atomic.Int64
	halves := t.either(200, 5000)
	slow.Add(1)
	go func() {
		defer slow.Done()
		if err := inParallel(halves, halves, func(i int) error { return halfSent(ctx, h, i, &open) }); err != nil {
			open.Add(1)
		}
	}()

	for range t.either(1, 20) {
		for _, one := range attacks {
			code, err := strike(ctx, h, e, cookie, one.send)
			if err != nil {
				t.fault("%s: %v", one.name, err)
			} else if !slices.Contains(one.codes, code) {
				t.fault("%s: closed with %d, want %v", one.name, code, one.codes)
			}
		}
	}
	page, err := look(ctx, h, e.phonePath(), e.session, cookie, map[string]position{})
	if !t.failed("phone", err) {
		for name, one := range refusals {
			answer, err := page.ask(ctx, one.typ, json.RawMessage(one.data))
			if err != nil {
				t.fault("%s: %v", name, err)
			} else if answer.Code != one.code {
				t.fault("%s: answered %q, want %s", name, answer.Code, one.code)
			}
		}
		page.leave()
	}
	t.largeBodies(ctx, h, e)
	slow.Wait()
	if open.Load() > 0 {
		t.fault("%d half-sent requests stay open for more than %v", open.Load(), headersWithin)
	}
	if h.pid() != pid || !h.alive() {
		t.fault("the server is gone: %s", h.said.last())
	}
	if strings.Contains(h.said.all(), "panic") {
		t.fault("the server panicked: %s", h.said.last())
	}
	if grown := residentKiB(pid) - memory; grown > stuckGrowth {
		t.fault("the server grew by %d KiB", grown)
	}
	p95 := c.latency(0.95, began)
	if p95 > witnessAtMost {
		t.fault("the witness's p95 is %v", p95)
	}
	if c.reconnects() > 0 {
		t.fault("the witness lost its socket")
	}
	t.note("%d attacks, %d refusals, %d half-sent requests; the witness's p95 %v", len(attacks), len(refusals), halves, p95)
	t.settle(ctx, c, 10*time.Second)
}

// strike opens a socket, attacks, and returns the code it is closed with.
func strike(ctx context.Context, h *house, e *event, cookie string, send func(io.Writer)) (int, error) {
	conn, err := dial(ctx, h, 0)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	if err := upgrade(conn, h, e.phonePath(), cookie); err != nil {
		return 0, err
	}
	conn.SetDeadline(time.Now().Add(closedWithin))
	ended := make(chan struct{})
	go func() { defer close(ended); send(conn) }()
	defer func() { conn.Close(); <-ended }()
	return closeCode(conn)
}

// closeCode reads frames until one closes the socket.
func closeCode(conn io.Reader) (int, error) {
	reader := bufio.NewReader(conn)
	for {
		var head [2]byte
		if _, err := io.ReadFull(reader, head[:]); err != nil {
			if timeout, ok := err.(net.Error); ok && timeout.Timeout() {
				return 0, fmt.Errorf("the socket is still open after %v", closedWithin)
			}
			return closedByTheLine, nil
		}
		size := uint64(head[1])
		switch size {
		case 126:
			var long [2]byte
			io.ReadFull(reader, long[:])
			size = uint64(binary.BigEndian.Uint16(long[:]))
		case 127:
			var long [8]byte
			io.ReadFull(reader, long[:])
			size = binary.BigEndian.Uint64(long[:])
		}
		payload := make([]byte, min(size, 64<<20))
		if _, err := io.ReadFull(reader, payload); err != nil {
			return closedByTheLine, nil
		}
		if head[0]&0xf == 0x8 && len(payload) >= 2 {
			return int(binary.BigEndian.Uint16(payload)), nil
		}
	}
}

// halfSent begins a request and never ends it. One in two stops in its headers, the others in
// the body.
func halfSent(ctx context.Context, h *house, i int, open *atomic.Int64) error {
	conn, err := dial(ctx, h, 0)
	if err != nil {
		return err
	}
	defer conn.Close()
	if i%2 == 0 {
		fmt.Fprintf(conn, "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
	} else {
		fmt.Fprintf(conn, "POST /staff/api/login HTTP/1.1\r\nHost: x\r\nOrigin: %s\r\nContent-Length: 60\r\n\r\n{", h.origin)
	}
	conn.SetReadDeadline(time.Now().Add(headersWithin))
	if _, err := io.Copy(io.Discard, conn); err != nil {
		if timeout, ok := err.(net.Error); ok && timeout.Timeout() {
			open.Add(1)
		}
	}
	return nil
}

// largeBodies sends more than any request may hold.
func (t *trial) largeBodies(ctx context.Context, h *house, e *event) {
	for name, path := range map[string]string{"joining": "/e/" + e.code + "/join", "importing without an account": "/staff/api/import"} {
		body := object{"secret": strings.Repeat("x", 10<<20)}
		got, err := h.call(ctx, client, "POST", path, h.origin, "", body)
		if err == nil && got.status != http.StatusRequestEntityTooLarge {
			t.fault("10 MB for %s: %d", name, got.status)
		}
	}
}
