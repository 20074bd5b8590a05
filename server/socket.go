package server

import (
	"errors"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	fastws "github.com/fasthttp/websocket"
	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/websocket/v2"

	"masswerk/server/live"
)

const (
	maxMessage  = 16 << 10
	silentFor   = 45 * time.Second // a screen that answers no ping for so long is gone
	pingsPerMin = 60
)

// seat is who a socket belongs to and what its screen knows already.
type seat struct {
	hub   *live.Hub
	actor live.Actor
	hello live.Hello
}

// socket upgrades the connection of whoever who recognises.
func (s *Server) socket(who func(*fiber.Ctx) (*live.Hub, live.Actor, error)) fiber.Handler {
	// Small buffers: reading is buffered below already, and writing goes past the library.
	upgrade := websocket.New(s.converse, websocket.Config{ReadBufferSize: 256, WriteBufferSize: 128})
	return func(c *fiber.Ctx) error {
		hub, actor, err := who(c)
		if err != nil {
			return err
		}
		c.Locals("seat", seat{hub, actor, live.Hello{
			Session: c.Query("session"),
			Event:   position(c.Query("event_at")),
			At:      position(c.Query("session_at")),
			Zip:     c.Query("zip") == "1",
		}})
		return upgrade(c)
	}
}

// position reads EPOCH.N; anything else is no position.
func position(text string) live.Position {
	epoch, number, _ := strings.Cut(text, ".")
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return live.Position{}
	}
	return live.Position{Epoch: epoch, N: n}
}

// converse reads commands until the socket ends. The outer Conn belongs to a pool and is given to
// somebody else when this returns, so only the inner one is used, and the writer is joined first.
// A panic in here would end the process.
func (s *Server) converse(pooled *websocket.Conn) {
	defer s.caught("socket")
	conn, at := pooled.Conn, pooled.Locals("seat").(seat)
	screen, err := at.hub.Connect(at.actor, at.hello)
	if err != nil {
		code := live.CloseRestart
		conn.WriteControl(fastws.CloseMessage, fastws.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
		return
	}
	wire := conn.NetConn()
	// Close does nothing on a hijacked connection before the handler returns: deadlines end it.
	hangUp := func() { wire.SetReadDeadline(time.Now()) }
	joined := make(chan struct{})
	go func() {
		defer close(joined)
		defer s.caught("screen")
		defer hangUp()
		screen.Serve(wire)
	}()
	defer func() {
		screen.Leave()
		<-joined
	}()
	screen.End(listen(conn, screen))
}

// listen hands every message to the screen and returns the code to close with.
func listen(conn *fastws.Conn, screen *live.Screen) int {
	heard := func() { conn.SetReadDeadline(time.Now().Add(silentFor)) }
	conn.SetReadLimit(maxMessage)
	pings, since := 0, time.Now()
	conn.SetPingHandler(func(payload string) error {
		if time.Since(since) > time.Minute {
			pings, since = 0, time.Now()
		}
		if pings++; pings > pingsPerMin {
			return errTooManyPings
		}
		heard()
		screen.Pong([]byte(payload))
		return nil
	})
	conn.SetPongHandler(func(string) error { heard(); return nil })
	conn.SetCloseHandler(func(int, string) error { return nil }) // the writer answers
	for {
		heard()
		select {
		case <-screen.Ended():
			return fastws.CloseNormalClosure
		default:
		}
		kind, data, err := conn.ReadMessage()
		switch {
		case errors.Is(err, errTooManyPings):
			return fastws.ClosePolicyViolation
		case errors.Is(err, fastws.ErrReadLimit):
			return live.CloseTooBig
		case err != nil:
			return fastws.CloseNormalClosure
		case kind != fastws.TextMessage:
			return fastws.CloseUnsupportedData
		}
		if code := screen.Receive(data); code != 0 {
			return code
		}
	}
}

var errTooManyPings = errors.New("too many pings")

// caught ends one connection instead of the process.
func (s *Server) caught(where string) {
	if cause := recover(); cause != nil {
		s.Log.Error("panic", "where", where, "cause", cause, "stack", string(debug.Stack()))
	}
}
