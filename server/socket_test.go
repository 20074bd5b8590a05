package server

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	fastws "github.com/fasthttp/websocket"

	"masswerk/server/live"
	"masswerk/store"
)

// page is a screen over a real socket; what it is told is kept.
type page struct {
	t    *testing.T
	conn *fastws.Conn
	mu   sync.Mutex
	told []string
	gone chan struct{}
	code int // close code
}

// dial opens a socket with the browser's cookies, and returns the status when it is refused.
func (b *browser) dial(path string, headers ...string) (*fastws.Conn, int) {
	b.t.Helper()
	header := http.Header{"Origin": {b.origin}}
	for i := 0; i+1 < len(headers); i += 2 {
		header.Set(headers[i], headers[i+1])
		if headers[i+1] == "" {
			header.Del(headers[i])
		}
	}
	request, _ := http.NewRequest("GET", b.base+path, nil)
	for _, cookie := range b.client.Jar.Cookies(request.URL) {
		header.Add("Cookie", cookie.Name+"="+cookie.Value)
	}
	conn, response, err := fastws.DefaultDialer.Dial("ws"+strings.TrimPrefix(b.base, "http")+path, header)
	if err != nil {
		if response == nil {
			b.t.Fatal(err)
		}
		return nil, response.StatusCode
	}
	return conn, 101
}

func (b *browser) open(path string) *page {
	b.t.Helper()
	conn, status := b.dial(path)
	if conn == nil {
		b.t.Fatalf("socket %s: %d", path, status)
	}
	p := &page{t: b.t, conn: conn, gone: make(chan struct{})}
	go p.read()
	b.t.Cleanup(func() { conn.Close(); <-p.gone })
	return p
}

func (p *page) read() {
	defer close(p.gone)
	for {
		kind, data, err := p.conn.ReadMessage()
		var closed *fastws.CloseError
		if errors.As(err, &closed) {
			p.code = closed.Code
		}
		if err != nil {
			return
		}
		if kind == fastws.BinaryMessage {
			zip, _ := gzip.NewReader(bytes.NewReader(data))
			data, _ = io.ReadAll(zip)
		}
		p.mu.Lock()
		p.told = append(p.told, string(data))
		p.mu.Unlock()
	}
}

// all is everything the screen was told, as one text.
func (p *page) all() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Join(p.told, "\n")
}

// sees waits for a message that holds all the parts.
func (p *page) sees(parts ...string) string {
	p.t.Helper()
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); time.Sleep(2 * time.Millisecond) {
		p.mu.Lock()
		told := p.told
		p.mu.Unlock()
	messages:
		for _, message := range told {
			for _, part := range parts {
				if !strings.Contains(message, part) {
					continue messages
				}
			}
			return message
		}
	}
	p.t.Fatalf("nothing with %q in\n%s", parts, p.all())
	return ""
}

// ask sends a command and returns the answer.
func (p *page) ask(typ string, data any) map[string]any {
	p.t.Helper()
	return p.answer(p.send(typ, data))
}

// send sends a command and returns its id.
func (p *page) send(typ string, data any) (id string) {
	p.t.Helper()
	id = strings.ReplaceAll(store.NewID(), "-", "")
	message, _ := json.Marshal(map[string]any{"id": id, "type": typ, "data": data})
	if err := p.conn.WriteMessage(fastws.TextMessage, message); err != nil {
		p.t.Fatal(err)
	}
	return id
}

// answer waits for the answer to a command.
func (p *page) answer(id string) (answer map[string]any) {
	p.t.Helper()
	json.Unmarshal([]byte(p.sees(`"re":"`+id+`"`)), &answer)
	return answer
}

// must is ask, and fails on a refusal.
func (p *page) must(typ string, data any) map[string]any {
	p.t.Helper()
	answer := p.ask(typ, data)
	result, ok := answer["result"].(map[string]any)
	if !ok {
		p.t.Fatalf("%s: %v", typ, answer)
	}
	return result
}

// closed waits for the end and returns the close code.
func (p *page) closed() int {
	p.t.Helper()
	select {
	case <-p.gone:
		return p.code
	case <-time.After(5 * time.Second):
		p.t.Fatal("the socket stays open")
		return 0
	}
}

type object = map[string]any

// hall is a city with an event and a socket of its console.
type hall struct {
	*city
	office  *browser
	event   string
	code    string
	session string
	console *page
}

func openHall(t *testing.T) *hall {
	t.Helper()
	c := open(t)
	h := &hall{city: c, office: c.staff()}
	event := c.newEvent(h.office)
	h.event, h.code = event["id"].(string), event["code"].(string)
	h.office.post("/staff/api/events/"+h.event+"/console", `{}`).want(t, 200)
	h.console = h.office.open("/console/" + h.event + "/socket")
	first := h.firstSession()
	h.session = first.ID
	h.enter("collect", first)
	return h
}

func (h *hall) enter(kind store.PhaseKind, in live.SessionView) {
	h.t.Helper()
	h.console.must("EnterPhase", object{"session": in.ID, "phase": phaseOf(in, kind)})
}

func (h *hall) join(letter string) (*browser, *page) {
	h.t.Helper()
	b, _ := h.phone(h.code, secretOf(letter))
	p := b.open("/e/" + h.code + "/socket?zip=1")
	p.sees(`"Snapshot"`, `"s":"`+h.session)
	return b, p
}

func TestSocketsAreOpenedFromOurOwnPagesOnly(t *testing.T) {
	h := openHall(t)
	b, _ := h.join("a")
	port := h.url[strings.LastIndex(h.url, ":"):]
	for origin, want := range map[string]int{
		h.url:                              101,
		"":                                 403,
		"null":                             403,
		"http://evil.example":              403,
		"http://127.0.0.1.evil.example":    403,
		"http://127.0.0.1":                 403,
		"https://127.0.0.1" + port:         403,
		h.url + ".evil.example":            403,
		"http://evil.example" + port:       403,
		"http://127.0.0.1:1":               403,
		strings.ToUpper(h.url[:4]) + "s:/": 403,
	} {
		conn, status := b.dial("/e/"+h.code+"/socket", "Origin", origin)
		if status != want {
			t.Errorf("origin %q: %d, want %d", origin, status, want)
		}
		if conn != nil {
			conn.Close()
		}
	}
	if _, status := h.browser().dial("/e/" + h.code + "/socket"); status != 401 {
		t.Errorf("a socket without a cookie: %d", status)
	}
	if _, status := b.dial("/console/" + h.event + "/socket"); status != 401 {
		t.Errorf("a phone at the console: %d", status)
	}
	b.get("/e/"+h.code+"/socket").want(t, 426)
}

func TestHostileFramesEndOnlyTheirOwnSocket(t *testing.T) {
	h := openHall(t)
	_, witness := h.join("w")
	valid := func(text string) []byte {
		data, _ := json.Marshal(object{"id": "0123456789abcdef", "type": "SubmitIdea", "data": object{"session": h.session, "kind": "idea", "text": text, "receipt": secretOf("r")}})
		return data
	}
	for name, hostile := range map[string]struct {
		kind int
		data []byte
		code int
	}{
		"a message of 16 KiB and one byte": {fastws.TextMessage, bytes.Repeat([]byte("x"), maxMessage+1), 1009},
		"a binary message":                 {fastws.BinaryMessage, valid("x"), 1003},
		"no JSON":                          {fastws.TextMessage, []byte("hello"), 1007},
		"invalid UTF-8":                    {fastws.TextMessage, []byte("{\"id\":\"0123456789abcdef\xff\"}"), 1007},
		"an id of one letter":              {fastws.TextMessage, []byte(`{"id":"x","type":"Support","data":{}}`), 1007},
		"an unknown key beside the data":   {fastws.TextMessage, []byte(`{"id":"0123456789abcdef","type":"Support","data":{},"admin":true}`), 1007},
	} {
		t.Run(name, func(t *testing.T) {
			_, p := h.join(string(rune('A' + len(name)%26)))
			p.conn.WriteMessage(hostile.kind, hostile.data)
			if code := p.closed(); code != hostile.code {
				t.Fatalf("closed with %d, want %d", code, hostile.code)
			}
		})
	}
	_, flood := h.join("f")
	for range pingsPerMin + 1 {
		flood.conn.WriteControl(fastws.PingMessage, []byte("x"), time.Now().Add(time.Second))
	}
	if code := flood.closed(); code != fastws.ClosePolicyViolation {
		t.Fatalf("a flood of pings closed with %d", code)
	}
	for _, refused := range []struct{ message, code string }{
		{`{"id":"0123456789abcdeA","type":"CloseRound","data":{"round":"x"}}`, "forbidden"},
		{`{"id":"0123456789abcdeB","type":"Destroy","data":{}}`, "unknown_type"},
		{`{"id":"0123456789abcdeC","type":"Support","data":{"idea":1,"on":true,"sudo":1}}`, "invalid"},
	} {
		witness.conn.WriteMessage(fastws.TextMessage, []byte(refused.message))
		witness.sees(refused.message[7:23], refused.code)
	}
	witness.must("SubmitIdea", object{"session": h.session, "kind": "idea", "text": "Es geht weiter", "receipt": secretOf("r")})
}

// exploding panics where the socket's handler runs: in the writer.
type exploding struct{}

func (exploding) Write([]byte) (int, error)        { panic("wire") }
func (exploding) SetWriteDeadline(time.Time) error { return nil }

func TestAPanicInASocketCostsOneSocket(t *testing.T) {
	h := openHall(t)
	_, actor := h.phone(h.code, secretOf("p"))
	screen, err := h.hub(h.code).Connect(actor, live.Hello{})
	if err != nil {
		t.Fatal(err)
	}
	func() {
		defer h.caught("screen")
		screen.Serve(exploding{})
	}()
	if !strings.Contains(h.logs.String(), "wire") {
		t.Fatal("the panic was not logged")
	}
	screen.Leave()
	h.join("q")
}

// The library gives its Conn to the next socket when a handler returns. Two hundred sockets that
// come and go must each be told of their own participant only.
func TestNobodyIsToldAnotherOnesOwnView(t *testing.T) {
	h := openHall(t)
	const phones, rounds = 20, 10
	var all sync.WaitGroup
	for i := range phones {
		b, _ := h.phone(h.code, fmt.Sprintf("%043d", i))
		mark := fmt.Sprintf("Marke-%02d-", i)
		all.Go(func() {
			for round := range rounds {
				p := b.open("/e/" + h.code + "/socket")
				p.must("SubmitIdea", object{"session": h.session, "kind": "idea", "text": fmt.Sprint(mark, round), "receipt": fmt.Sprintf("%043d", i)})
				p.sees(`"Mine"`, fmt.Sprint(mark, round))
				p.mu.Lock()
				for _, told := range p.told {
					if strings.Contains(told, `"type":"Mine"`) && strings.Count(told, "Marke-") != strings.Count(told, mark) {
						t.Errorf("phone %d was told %s", i, told)
					}
				}
				p.mu.Unlock()
				p.conn.Close()
				<-p.gone
			}
		})
	}
	all.Wait()
}

func TestStopCommitsWhatWasAskedAndSaysRestart(t *testing.T) {
	h := openHall(t)
	_, p := h.join("a")
	const count = 50
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		for i := range count {
			message, _ := json.Marshal(object{"id": fmt.Sprintf("%032d", i), "type": "SubmitIdea", "data": object{
				"session": h.session, "kind": "idea", "text": fmt.Sprint("Idee ", i), "receipt": secretOf("r")}})
			if p.conn.WriteMessage(fastws.TextMessage, message) != nil {
				return
			}
		}
	}()
	p.sees(`"number":1}`)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := h.Stop(ctx); err != nil {
		t.Fatal(err)
	}
	<-sent
	if code := p.closed(); code != live.CloseRestart {
		t.Fatalf("closed with %d", code)
	}
	contents, err := h.db.Load(ctx, h.event)
	if err != nil {
		t.Fatal(err)
	}
	stored := map[int]bool{}
	for _, idea := range contents.Ideas {
		stored[idea.Number] = true
	}
	acknowledged := 0
	for _, told := range strings.Split(p.all(), "\n") {
		var answer struct {
			Re     string `json:"re"`
			Result struct {
				Number int `json:"number"`
			} `json:"result"`
		}
		if json.Unmarshal([]byte(told), &answer) == nil && answer.Result.Number > 0 {
			acknowledged++
			if !stored[answer.Result.Number] {
				t.Errorf("idea %d was acknowledged and is not stored", answer.Result.Number)
			}
		}
	}
	if acknowledged == 0 || acknowledged != len(stored) {
		t.Fatalf("%d acknowledged, %d stored", acknowledged, len(stored))
	}
}
