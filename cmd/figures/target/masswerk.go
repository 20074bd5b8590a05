//go:build generator

// This file is compiled into the load generator, beside its own files: it teaches it Maßwerk's
// protocol. The constraint keeps it out of our builds.

package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"hash/maphash"
	"io"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

func init() { targets["masswerk"] = func() Target { return &masswerk{} } }

const (
	joining     = 32 // requests at a time
	answerLimit = 30 * time.Second
	windowItems = 4 // that a phone's ballot holds at most
)

// masswerk drives one room. Options: code, session, round and items as the room has them, projector
// (the cookie of a screen of the room, which then is socket 0), and size: the bytes that an idea
// takes at least of the frame that shows it.
type masswerk struct {
	env       *Env
	code      string
	session   string
	round     string
	items     int
	projector string
	pad       string
	phones    []phone
	commands  atomic.Int64
	unzip     unzipped
}

// phone is one participant with its socket.
type phone struct {
	cookie    string
	conn      *Conn
	snapshots int // seen on this connection

	asking  sync.Mutex // one command at a time is on its way
	awaited atomic.Pointer[string]
	answer  chan []byte
	votes   int
}

func (t *masswerk) Setup(e *Env) error {
	t.env, t.code, t.session, t.round, t.projector = e, e.opt("code", ""), e.opt("session", ""), e.opt("round", ""), e.opt("projector", "")
	t.items, _ = strconv.Atoi(e.opt("items", "0"))
	size, _ := strconv.Atoi(e.opt("size", "200"))
	// An idea that shares a frame with others takes this and its number.
	around := len(`{"number":,"kind":"idea","text":""},`) + len(Mark(0))
	t.pad = strings.Repeat("x", max(0, size-around))
	t.phones = make([]phone, e.N)
	failed := make(chan error, joining)
	for lane := range joining {
		go func() { failed <- t.join(lane) }()
	}
	var first error
	for range joining {
		if err := <-failed; err != nil {
			first = err
		}
	}
	return first
}

// join lets every so many-th phone in.
func (t *masswerk) join(lane int) error {
	h, err := NewHTTP(t.env.URL)
	if err != nil {
		return err
	}
	header := map[string]string{"Origin": t.env.URL}
	for i := lane; i < len(t.phones); i += joining {
		r, err := h.Do("POST", "/e/"+t.code+"/join", header, fmt.Appendf(nil, `{"secret":"%043d"}`, i))
		if err != nil {
			return err
		}
		if r.Status != 200 {
			return fmt.Errorf("join: %d %s", r.Status, r.Body)
		}
		t.phones[i].cookie, _, _ = strings.Cut(r.Header["set-cookie"], ";")
		t.phones[i].answer = make(chan []byte, 1)
	}
	return nil
}

func (t *masswerk) Dial(i int) (*Conn, error) {
	p := &t.phones[i]
	path, cookie := "/e/"+t.code+"/socket", p.cookie
	if i == 0 && t.projector != "" {
		path, cookie = "/projector/socket", t.projector
	}
	address := "ws" + strings.TrimPrefix(t.env.URL, "http") + path + "?zip=1&session=" + t.session
	conn, err := DialWS(address, map[string]string{"Origin": t.env.URL, "Cookie": cookie}, t.env.Wait)
	p.conn, p.snapshots = conn, 0
	return conn, err
}

var (
	answered  = []byte(`{"re":"`)
	snapshot  = []byte(`"type":"Snapshot"`)
	pulse     = []byte(`"type":"Pulse"`)
	heartbeat = []byte(`"type":"Heartbeat"`)
	revision  = []byte(`"rev":`)
	refused   = []byte(`"code":"`)
)

// Scan reads one message. What it is stands at its beginning.
func (t *masswerk) Scan(i int, msg []byte, s *Sink) {
	if len(msg) > 1 && msg[0] == 0x1f && msg[1] == 0x8b {
		msg = t.unzip.read(msg)
	}
	p, head := &t.phones[i], msg[:min(len(msg), 100)]
	switch {
	case bytes.HasPrefix(msg, answered):
		if id := p.awaited.Load(); id != nil && bytes.HasPrefix(msg[len(answered):], []byte(*id)) {
			p.awaited.Store(nil)
			p.answer <- bytes.Clone(msg)
		}
	case bytes.Contains(head, pulse):
		if rev := number(msg, revision); rev > 0 {
			s.Rev(rev)
		}
	case bytes.Contains(head, heartbeat):
		s.Heartbeat(nil)
	case bytes.Contains(head, snapshot):
		if p.snapshots++; p.snapshots == 2 { // the event's and the session's
			s.Ready()
		}
		findMarks(msg, s.Mark) // of a screen that fell behind
	default:
		findMarks(msg, s.Mark)
	}
}

// number reads the digits after the first occurrence of a key; 0 without one.
func number(msg, key []byte) (n int64) {
	at := bytes.Index(msg, key)
	if at < 0 {
		return 0
	}
	for _, c := range msg[at+len(key):] {
		if c < '0' || c > '9' {
			break
		}
		n = n*10 + int64(c-'0')
	}
	return n
}

func (t *masswerk) Idea(_ *Worker, i, seq int) error {
	idea := fmt.Sprintf(`{"session":"%s","kind":"idea","text":"%s","receipt":"%043d"}`, t.session, Mark(seq)+t.pad, i)
	_, err := t.sender(i).ask("SubmitIdea", t.commands.Add(1), func() string { return idea })
	return err
}

// Vote gives an item a point or takes one back in turn, so that ballots hold a few items and change
// with every command.
func (t *masswerk) Vote(_ *Worker, i, seq int) (int64, error) {
	p := t.sender(i)
	answer, err := p.ask("SetVote", t.commands.Add(1), func() string { return t.ballot(p) })
	return number(answer, revision), err
}

// sender is who speaks for a socket; the projector's has a phone speak.
func (t *masswerk) sender(i int) *phone {
	if i == 0 && t.projector != "" {
		i = len(t.phones) - 1
	}
	return &t.phones[i]
}

// ballot is what a phone asks next in the round.
func (t *masswerk) ballot(p *phone) string {
	p.votes++
	turn, points := p.votes/2, 1
	if p.votes%2 == 0 { // takes back what it gave some turns ago
		turn, points = turn-windowItems, 0
	}
	item := 1 + (turn+t.items)%t.items
	return fmt.Sprintf(`{"round":"%s","item":%d,"points":%d,"counter":%d}`, t.round, item, points, p.votes)
}

// ask sends a command over the phone's socket and waits for its answer. What it says is asked for
// once it is this command's turn.
func (p *phone) ask(kind string, count int64, data func() string) ([]byte, error) {
	p.asking.Lock()
	defer p.asking.Unlock()
	id := fmt.Sprintf("%032x", count)
	p.awaited.Store(&id)
	if err := p.conn.WriteText([]byte(`{"id":"` + id + `","type":"` + kind + `","data":` + data() + `}`)); err != nil {
		return nil, err
	}
	select {
	case answer := <-p.answer:
		if bytes.Contains(answer, refused) {
			return nil, fmt.Errorf("refused: %s", answer)
		}
		return answer, nil
	case <-time.After(answerLimit):
		return nil, fmt.Errorf("no answer within %v", answerLimit)
	}
}

// unzipped reads what is compressed once, however many sockets it comes to.
type unzipped struct {
	mu   sync.Mutex
	seed maphash.Seed
	kept map[uint64]*once
	keys []uint64 // the oldest first
}

type once struct {
	sync.Once
	text []byte
}

const keptAtMost = 64

func (u *unzipped) read(msg []byte) []byte {
	one := u.share(msg)
	one.Do(func() {
		from, err := gzip.NewReader(bytes.NewReader(msg))
		if err == nil {
			one.text, err = io.ReadAll(from)
		}
		if err != nil {
			panic(err)
		}
	})
	return one.text
}

func (u *unzipped) share(msg []byte) *once {
	u.mu.Lock()
	if u.kept == nil {
		u.seed, u.kept = maphash.MakeSeed(), map[uint64]*once{}
	}
	u.mu.Unlock()
	key := maphash.Bytes(u.seed, msg)
	u.mu.Lock()
	defer u.mu.Unlock()
	if one := u.kept[key]; one != nil {
		return one
	}
	if len(u.keys) == keptAtMost {
		delete(u.kept, u.keys[0])
		u.keys = u.keys[1:]
	}
	one := &once{}
	u.kept[key], u.keys = one, append(u.keys, key)
	return one
}
