package server

import (
	"encoding/binary"
	"net"
	"strconv"
	"strings"
	"sync"
	"time"

	fastws "github.com/fasthttp/websocket"
	"github.com/gofiber/fiber/v2"

	"masswerk/server/live"
)

// Networks break web sockets: proxies that know no upgrade, boxes that look into everything. A
// screen there follows its streams as server-sent events, and asks by single requests
// (commands.go).

// opening is a comment that makes proxies which collect the beginning of an answer let go of it.
var opening = ": " + strings.Repeat(".", 2<<10) + "\n\n"

// eventStream answers whoever who recognises with everything that a socket would carry.
func (s *Server) eventStream(who seatOf) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if err := s.fromOurPage(c); err != nil {
			return err
		}
		at, err := takeSeat(c, who)
		if err != nil {
			return err
		}
		at.hello.Zip = false // events are text
		return s.stream(c, func(conn net.Conn, head []byte) { s.narrate(conn, head, at) })
	}
}

// stream takes the connection from the application, with the head of an answer that lasts as long
// as the connection. The head is not sent yet. It goes on beside the request; a panic in run would
// end the process.
func (s *Server) stream(c *fiber.Ctx, run func(conn net.Conn, head []byte)) error {
	if c.Method() != fiber.MethodGet { // HEAD
		return fiber.ErrMethodNotAllowed
	}
	c.Set(fiber.HeaderContentType, "text/event-stream")
	c.Set(fiber.HeaderCacheControl, "no-store, no-transform")
	c.Set("X-Accel-Buffering", "no")
	c.Response().Header.SetContentLength(untilClosed)
	head := append(c.Response().Header.Header(), opening...)
	c.Context().HijackSetNoResponse(true)
	c.Context().Hijack(func(hijacked net.Conn) {
		// Nothing more is heard, so what reads for the request, with its buffer, is left behind.
		conn := hijacked.(interface{ UnsafeConn() net.Conn }).UnsafeConn()
		go func() {
			defer conn.Close()
			defer s.caught("events")
			run(conn, head)
		}()
	})
	return nil
}

const untilClosed = -2 // as fasthttp has it: neither a length nor chunks

// narrate tells a screen's updates until the peer has gone or the screen is ended.
func (s *Server) narrate(conn net.Conn, head []byte, at seat) {
	noticeDeath(conn)
	conn.SetWriteDeadline(time.Now().Add(headWithin))
	if _, err := conn.Write(head); err != nil {
		return
	}
	screen, err := at.hub.Connect(at.actor, at.hello)
	if err != nil {
		conn.Write(appendEnd(nil, live.CloseRestart))
		return
	}
	s.serve(screen, &eventWire{conn}, func() int {
		untilGone(conn)
		return fastws.CloseNormalClosure
	})
}

const headWithin = 10 * time.Second

// untilGone returns when the peer closes the connection, or its deadline comes. Whatever the peer
// says after its request is not heard.
func untilGone(conn net.Conn) {
	var ignored [64]byte
	for {
		if _, err := conn.Read(ignored[:]); err != nil {
			return
		}
	}
}

// eventWire turns the frames of a screen into events. One Write stays one write.
type eventWire struct{ net.Conn }

func (w *eventWire) Write(frames []byte) (int, error) {
	events := eventBuffers.Get().(*[]byte)
	defer eventBuffers.Put(events)
	*events = appendEvents((*events)[:0], frames)
	if _, err := w.Conn.Write(*events); err != nil {
		return 0, err
	}
	return len(frames), nil
}

var eventBuffers = sync.Pool{New: func() any { return new([]byte) }}

// appendEvents appends what whole WebSocket frames, unmasked and not compressed, say. Messages are
// JSON on one line, as the hub encodes them, so each is one line of data.
func appendEvents(to, frames []byte) []byte {
	for len(frames) > 0 {
		size, from := int(frames[1]), 2
		switch size {
		case 126:
			size, from = int(binary.BigEndian.Uint16(frames[2:])), 4
		case 127:
			size, from = int(binary.BigEndian.Uint64(frames[2:])), 10
		}
		payload := frames[from : from+size]
		switch frames[0] & 0x0f {
		case fastws.TextMessage:
			to = append(append(append(to, "data: "...), payload...), "\n\n"...)
		case fastws.CloseMessage:
			to = appendEnd(to, int(binary.BigEndian.Uint16(payload)))
		default: // a ping: proxies see that the line is in use
			to = append(to, ":\n\n"...)
		}
		frames = frames[from+size:]
	}
	return to
}

// appendEnd appends the last event, with the code that a socket would be closed with.
func appendEnd(to []byte, code int) []byte {
	to = append(to, `event: end`+"\n"+`data: {"code":`...)
	return append(strconv.AppendInt(to, int64(code), 10), "}\n\n"...)
}
