package server

import (
	"errors"
	"io"
	"net"
	"os"
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
	pingsPerMin = 60               // and pongs
	// messageWithin is how long a message may take once it has begun.
	messageWithin = 10 * time.Second
)

// seat is who a screen belongs to and what it knows already.
type seat struct {
	hub   *live.Hub
	actor live.Actor
	hello live.Hello
}

// seatOf recognises who asks, and for which event.
type seatOf func(*fiber.Ctx) (*live.Hub, live.Actor, error)

// socket upgrades the connection of whoever who recognises.
func (s *Server) socket(who seatOf) fiber.Handler {
	// Small buffers: reading is buffered below already, and writing goes past the library.
	upgrade := websocket.New(s.converse, websocket.Config{ReadBufferSize: 256, WriteBufferSize: 128})
	return func(c *fiber.Ctx) error {
		at, err := takeSeat(c, who)
		if err != nil {
			return err
		}
		c.Locals("seat", at)
		return upgrade(c)
	}
}

// takeSeat reads what a screen says when it connects.
func takeSeat(c *fiber.Ctx, who seatOf) (seat, error) {
	hub, actor, err := who(c)
	return seat{hub, actor, live.Hello{
		Session: c.Query("session"),
		Event:   position(c.Query("event_at")),
		At:      position(c.Query("session_at")),
		Zip:     c.Query("zip") == "1",
	}}, err
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

// converse goes on beside this call: when it returns, fasthttp takes back what it keeps for a
// request, several kilobytes a phone. The outer Conn is given to somebody else then, so only the
// inner one is used.
func (s *Server) converse(pooled *websocket.Conn) {
	go s.hold(pooled.Conn, pooled.Locals("seat").(seat))
}

// hold reads commands until the socket ends, and closes it once the writer is done. A panic in
// here would end the process.
func (s *Server) hold(conn *fastws.Conn, at seat) {
	wire := conn.NetConn()
	defer wire.Close()
	defer s.caught("socket")
	screen, err := at.hub.Connect(at.actor, at.hello)
	if err != nil {
		code := live.CloseRestart
		conn.WriteControl(fastws.CloseMessage, fastws.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
		return
	}
	s.serve(screen, wire, func() int { return listen(conn, screen) })
}

// serve writes to a screen while hear, which reads, finds out the code to end with. Both are done
// when it returns.
func (s *Server) serve(screen *live.Screen, wire net.Conn, hear func() int) {
	joined := make(chan struct{})
	go func() {
		defer close(joined)
		defer s.caught("screen")
		defer wire.SetReadDeadline(time.Now()) // whoever listens is to stop
		if errors.Is(screen.Serve(wire), os.ErrDeadlineExceeded) {
			abandon(wire)
		}
	}()
	defer func() {
		screen.Leave()
		<-joined
	}()
	screen.End(hear())
}

// listen hands every message to the screen and returns the code to close with.
func listen(conn *fastws.Conn, screen *live.Screen) int {
	begun := false // a message has, and is to end: fragments, pings and pongs between buy it no time
	heard := func() {
		if !begun {
			conn.SetReadDeadline(time.Now().Add(silentFor))
		}
	}
	conn.SetReadLimit(maxMessage)
	frames, since := 0, time.Now()
	tooMany := func() bool {
		if time.Since(since) > time.Minute {
			frames, since = 0, time.Now()
		}
		frames++
		return frames > pingsPerMin
	}
	conn.SetPingHandler(func(payload string) error {
		if tooMany() {
			return errTooManyPings
		}
		heard()
		screen.Pong([]byte(payload))
		return nil
	})
	conn.SetPongHandler(func(string) error {
		if tooMany() {
			return errTooManyPings
		}
		heard()
		return nil
	})
	conn.SetCloseHandler(func(int, string) error { return nil }) // the writer answers
	for {
		begun = false
		heard()
		select {
		case <-screen.Ended():
			return fastws.CloseNormalClosure
		default:
		}
		kind, reader, err := conn.NextReader()
		var data []byte
		if err == nil {
			begun = true
			conn.SetReadDeadline(time.Now().Add(messageWithin))
			data, err = io.ReadAll(reader)
		}
		switch {
		case errors.Is(err, errTooManyPings), begun && errors.Is(err, os.ErrDeadlineExceeded):
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
