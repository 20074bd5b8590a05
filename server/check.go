package server

import (
	"net"
	"regexp"
	"sync/atomic"
	"time"

	fastws "github.com/fasthttp/websocket"
	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/websocket/v2"

	"masswerk/store"
)

// The page /check tries from a phone what the faces need: an answer that really comes from here,
// a socket, and an event stream. Nobody signs in for it, so it is short and few at a time.

// checkFor is how long a line may be tried. Tests shorten it.
var checkFor = 10 * time.Second

const (
	maxChecks   = 200 // sockets and streams at a time
	maxChecking = 128 // bytes of a message
)

// nonces are made by the page. Who answers for us, like a captive portal, does not know them.
var nonces = regexp.MustCompile(`^[0-9A-Fa-f]{8,64}$`)

// reached is what only this server answers.
type reached struct {
	Masswerk string `json:"masswerk"`
}

// checkReached handles GET /check/reached.
func (s *Server) checkReached(c *fiber.Ctx) error {
	nonce := c.Query("nonce")
	if !nonces.MatchString(nonce) {
		return store.ErrInvalid.About("nonce")
	}
	return c.JSON(reached{nonce})
}

// checkSocket handles GET /check/socket: it says once what it hears.
func (s *Server) checkSocket() fiber.Handler {
	upgrade := websocket.New(func(pooled *websocket.Conn) {
		defer s.caught("check")
		conn := pooled.Conn
		defer conn.Close()
		if !s.trials.begin() {
			conn.WriteControl(fastws.CloseMessage, fastws.FormatCloseMessage(fastws.CloseTryAgainLater, ""), time.Now().Add(time.Second))
			return
		}
		defer s.trials.end()
		echo(conn)
	}, websocket.Config{ReadBufferSize: 256, WriteBufferSize: 256})
	return func(c *fiber.Ctx) error {
		if s.trials.full() {
			return store.ErrBusy
		}
		return upgrade(c)
	}
}

func echo(conn *fastws.Conn) {
	end := time.Now().Add(checkFor)
	conn.SetReadDeadline(end)
	conn.SetWriteDeadline(end)
	conn.SetReadLimit(maxChecking)
	kind, text, err := conn.ReadMessage()
	if err != nil || kind != fastws.TextMessage {
		return
	}
	if conn.WriteMessage(kind, text) != nil {
		return
	}
	conn.WriteControl(fastws.CloseMessage, fastws.FormatCloseMessage(fastws.CloseNormalClosure, ""), end)
	conn.ReadMessage() // the peer closes, so that nothing of it is lost
}

// checkEvents handles GET /check/events: one event that only this server sends.
func (s *Server) checkEvents(c *fiber.Ctx) error {
	if err := s.fromOurPage(c); err != nil {
		return err
	}
	nonce := c.Query("nonce")
	if !nonces.MatchString(nonce) {
		return store.ErrInvalid.About("nonce")
	}
	if s.trials.full() {
		return store.ErrBusy
	}
	return s.stream(c, func(conn net.Conn, head []byte) {
		if !s.trials.begin() {
			return
		}
		defer s.trials.end()
		conn.SetDeadline(time.Now().Add(checkFor))
		if _, err := conn.Write(append(head, `data: {"masswerk":"`+nonce+`"}`+"\n\n"...)); err == nil {
			untilGone(conn)
		}
	})
}

// trials counts the lines that are being tried. A place is taken only once the connection is ours,
// for nobody gives it back when an answer cannot be sent.
type trials struct{ open atomic.Int32 }

func (t *trials) full() bool { return t.open.Load() >= maxChecks }

func (t *trials) begin() bool {
	if t.open.Add(1) > maxChecks {
		t.open.Add(-1)
		return false
	}
	return true
}

func (t *trials) end() { t.open.Add(-1) }
