package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/fasthttp/websocket"
)

// seat is whose screen it is, what it follows and how it gets to the server.
type seat struct {
	*house
	path, session, cookie string
	way                   way  // nil: straight
	fallback              bool // events and posted commands instead of a socket
}

// way makes a connection towards the server.
type way func(ctx context.Context) (net.Conn, error)

// repeating is a connection that may bring the server's frames twice.
type repeating interface{ repeats() bool }

// line carries messages between a page and the server.
type line interface {
	receive() ([]byte, error) // the next message, or a *websocket.CloseError when the server ended it
	send(message []byte) error
	Close() error
}

const lineWithin = 10 * time.Second

func (s seat) dial(ctx context.Context) (net.Conn, error) {
	if s.way != nil {
		return s.way(ctx)
	}
	return (&net.Dialer{}).DialContext(ctx, "tcp", strings.TrimPrefix(s.origin, "http://"))
}

// address returns the path of a line that goes on from known.
func (s seat) address(path string, known map[string]position) string {
	path += "?session=" + s.session
	if at, ok := known[""]; ok {
		path += fmt.Sprintf("&event_at=%s.%d", at.epoch, at.n)
	}
	if at, ok := known[s.session]; ok {
		path += fmt.Sprintf("&session_at=%s.%d", at.epoch, at.n)
	}
	return path
}

// connect opens the seat's line. lenient says that it may bring what the page knows already.
func (s seat) connect(ctx context.Context, known map[string]position) (opened line, lenient bool, err error) {
	if s.fallback {
		opened, err = openEvents(ctx, s, known)
		return opened, false, err
	}
	dialer := websocket.Dialer{
		HandshakeTimeout: lineWithin, ReadBufferSize: 2048, WriteBufferSize: 1024,
		NetDialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			conn, err := s.dial(ctx)
			if one, ok := conn.(repeating); ok && err == nil {
				lenient = one.repeats()
			}
			return conn, err
		},
	}
	header := http.Header{"Origin": {s.origin}, "Cookie": {s.cookie}}
	conn, response, err := dialer.DialContext(ctx, "ws"+s.origin[len("http"):]+s.address(s.path, known)+"&zip=1", header)
	if err != nil {
		if response != nil {
			err = fmt.Errorf("%w: %s", err, response.Status)
		}
		return nil, false, err
	}
	return newSocket(conn), lenient, nil
}

// socket is a line over a web socket. It answers pings.
type socket struct {
	*websocket.Conn
	writing sync.Mutex
}

func newSocket(conn *websocket.Conn) *socket {
	s := &socket{Conn: conn}
	conn.SetPingHandler(func(payload string) error {
		s.writing.Lock()
		defer s.writing.Unlock()
		return conn.WriteControl(websocket.PongMessage, []byte(payload), time.Now().Add(time.Second))
	})
	return s
}

func (s *socket) receive() ([]byte, error) {
	kind, raw, err := s.ReadMessage()
	if err == nil && kind == websocket.BinaryMessage {
		raw, err = unzip(raw)
	}
	return raw, err
}

func unzip(data []byte) ([]byte, error) {
	reader, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(reader)
}

func (s *socket) send(message []byte) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.SetWriteDeadline(time.Now().Add(5 * time.Second))
	return s.WriteMessage(websocket.TextMessage, message)
}

// events is a line over server-sent events; commands are posted, one after the other.
type events struct {
	seat
	ctx    context.Context
	cancel context.CancelFunc
	client *http.Client
	body   io.Closer
	heard  chan []byte // messages and answers
	posts  chan []byte
	err    error         // why the stream ended, once it has
	ended  chan struct{} // closed when it has
}

func openEvents(ctx context.Context, s seat, known map[string]position) (*events, error) {
	ctx, cancel := context.WithCancel(ctx)
	e := &events{
		seat: s, ctx: ctx, cancel: cancel, heard: make(chan []byte), posts: make(chan []byte, 64), ended: make(chan struct{}),
		client: &http.Client{Transport: &http.Transport{
			DialContext:           func(ctx context.Context, _, _ string) (net.Conn, error) { return s.dial(ctx) },
			ResponseHeaderTimeout: 5 * time.Second,
		}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
	}
	response, err := e.request(http.MethodGet, e.address(s.base()+"/events", known), nil, "text/event-stream")
	if err != nil {
		e.Close()
		return nil, err
	}
	e.body = response.Body
	go e.listen(response.Body)
	go e.post()
	return e, nil
}

// base is the path of all that belongs to a screen's line.
func (s seat) base() string { return strings.TrimSuffix(s.path, "/socket") }

// request takes an answer only if it is of the kind that the server gives.
func (e *events) request(method, path string, body io.Reader, kind string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(e.ctx, method, e.origin+path, body)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Cookie", e.cookie)
	if method == http.MethodPost {
		request.Header.Set("Origin", e.origin)
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := e.client.Do(request)
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK || !strings.HasPrefix(response.Header.Get("Content-Type"), kind) {
		response.Body.Close()
		return nil, fmt.Errorf("%s %s: %s %s", method, path, response.Status, response.Header.Get("Content-Type"))
	}
	return response, nil
}

// listen reads events until the stream ends.
func (e *events) listen(body io.Reader) {
	defer close(e.ended)
	reader := bufio.NewReader(body)
	kind, data := "", ""
	for {
		text, err := reader.ReadString('\n')
		if err != nil {
			e.err = err
			return
		}
		name, value, _ := strings.Cut(strings.TrimRight(text, "\r\n"), ":")
		value = strings.TrimPrefix(value, " ")
		switch name {
		case "event":
			kind = value
		case "data":
			data += value
		case "":
			if strings.TrimSpace(text) != "" || data == "" { // a comment, or nothing to tell
				continue
			}
			if kind == "end" {
				var end struct{ Code int }
				json.Unmarshal([]byte(data), &end)
				e.err = &websocket.CloseError{Code: end.Code}
				return
			}
			if !e.hear([]byte(data)) {
				e.err = e.ctx.Err()
				return
			}
			kind, data = "", ""
		}
	}
}

func (e *events) hear(message []byte) bool {
	select {
	case e.heard <- message:
		return true
	case <-e.ctx.Done():
		return false
	}
}

// post hands over commands in their order. Whatever cannot be posted ends the line: the page
// comes back and sends again what has no answer.
func (e *events) post() {
	defer e.cancel()
	for {
		select {
		case message := <-e.posts:
			answer, err := e.posted(message)
			if err != nil || !e.hear(answer) {
				return
			}
		case <-e.ended:
			return
		case <-e.ctx.Done():
			return
		}
	}
}

func (e *events) posted(message []byte) ([]byte, error) {
	response, err := e.request(http.MethodPost, e.base()+"/commands", bytes.NewReader(message), "application/json")
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	return io.ReadAll(response.Body)
}

func (e *events) receive() ([]byte, error) {
	select {
	case message := <-e.heard:
		return message, nil
	case <-e.ended:
		return nil, e.err
	case <-e.ctx.Done():
	}
	select {
	case <-e.ended: // which ends all else as well
		return nil, e.err
	default:
		return nil, e.ctx.Err()
	}
}

func (e *events) send(message []byte) error {
	select {
	case e.posts <- message:
		return nil
	case <-e.ctx.Done():
		return e.ctx.Err()
	case <-time.After(5 * time.Second):
		return errors.New("commands pile up")
	}
}

func (e *events) Close() error {
	e.cancel()
	if e.body != nil {
		e.body.Close()
	}
	e.client.CloseIdleConnections()
	return nil
}
