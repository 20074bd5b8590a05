package server

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"masswerk/server/live"
	"masswerk/store"
)

const (
	pairingLasts  = 10 * time.Minute
	pairingLength = 6
	pairingsMax   = 1000
)

// pairings are the projectors that show a code and wait to be let in. They live in memory only:
// after a restart a projector shows a new code.
type pairings struct {
	now func() time.Time

	mu      sync.Mutex
	waiting map[string]pairing // by store.HashSecret of the projector's token
}

type pairing struct {
	code  string
	event string // empty until a moderator typed the code
	until time.Time
}

func newPairings(now func() time.Time) *pairings {
	return &pairings{now: now, waiting: map[string]pairing{}}
}

// wait gives a projector a code, or refuses when too many wait.
func (p *pairings) wait(projector string) (code string, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.expire()
	if len(p.waiting) >= pairingsMax {
		return "", store.ErrBusy
	}
	for code == "" || p.find(code) != "" {
		code = store.NewCode(pairingLength)
	}
	p.waiting[projector] = pairing{code: code, until: p.now().Add(pairingLasts)}
	return code, nil
}

// claim takes a code: nobody else can, unless it is put back.
func (p *pairings) claim(code string) (projector string, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.expire()
	projector = p.find(code)
	if projector == "" {
		return "", false
	}
	delete(p.waiting, projector)
	return projector, true
}

// putBack lets a projector wait on with the code it shows.
func (p *pairings) putBack(projector, code string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waiting[projector] = pairing{code: code, until: p.now().Add(pairingLasts)}
}

// paired remembers the event a claimed projector was let into, until it asks.
func (p *pairings) paired(projector, event string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waiting[projector] = pairing{event: event, until: p.now().Add(pairingLasts)}
}

// eventOf returns the event a waiting projector was let into.
func (p *pairings) eventOf(projector string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.expire()
	return p.waiting[projector].event
}

// forget ends the wait of a projector.
func (p *pairings) forget(projector string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.waiting, projector)
}

func (p *pairings) find(code string) (projector string) {
	for projector, one := range p.waiting {
		if one.code == code && code != "" {
			return projector
		}
	}
	return ""
}

func (p *pairings) expire() {
	for projector, one := range p.waiting {
		if !p.now().Before(one.until) {
			delete(p.waiting, projector)
		}
	}
}

// waitForPairing handles POST /projector/pair: the projector shows a code that a moderator types.
func (s *Server) waitForPairing(c *fiber.Ctx) error {
	if wait := s.newPairings.take(s.network(c)); wait > 0 {
		return tooMany(wait)
	}
	if before := c.Cookies(projectorCookie); before != "" {
		s.pairings.forget(store.HashSecret(before))
	}
	token := newSecret()
	code, err := s.pairings.wait(store.HashSecret(token))
	if err != nil {
		return err
	}
	s.keep(c, projectorCookie, "/projector", token, pairingLasts)
	return c.JSON(fiber.Map{"code": code})
}

// projectorMe handles GET /projector/me, which a waiting projector asks every two seconds.
func (s *Server) projectorMe(c *fiber.Ctx) error {
	if token := c.Cookies(projectorCookie); token != "" && !strings.Contains(token, ".") {
		event := s.pairings.eventOf(store.HashSecret(token))
		if event == "" {
			return c.JSON(fiber.Map{"paired": false})
		}
		return s.answerProjector(c, event, token)
	}
	event, token, _ := strings.Cut(c.Cookies(projectorCookie), ".")
	return s.answerProjector(c, event, token)
}

// answerProjector tells a projector whether it is let in, and gives it the cookie that names its
// event as well.
func (s *Server) answerProjector(c *fiber.Ctx, event, token string) error {
	hub, actor, err := s.admitted(c, event, live.Projector, token)
	if errors.Is(err, errNotAdmitted) {
		return c.JSON(fiber.Map{"paired": false})
	}
	if err != nil {
		return err
	}
	s.keep(c, projectorCookie, "/projector", event+"."+token, s.untilDeleted(hub.Event().DeleteOn))
	return c.JSON(fiber.Map{"paired": true, "projector": actor.ID})
}

// enterProjector handles POST /projector/enter: the link made on a console was opened.
func (s *Server) enterProjector(c *fiber.Ctx) error {
	type request struct {
		Secret string `json:"secret" validate:"required,max=128"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	event, token, _ := strings.Cut(body.Secret, ".")
	hub, _, err := s.admitted(c, event, live.Projector, token)
	if errors.Is(err, errNotAdmitted) {
		return store.ErrLinkInvalid
	}
	if err != nil {
		return err
	}
	s.keep(c, projectorCookie, "/projector", body.Secret, s.untilDeleted(hub.Event().DeleteOn))
	return c.JSON(struct{}{})
}

// projector returns which projector asks.
func (s *Server) projector(c *fiber.Ctx) (*live.Hub, live.Actor, error) {
	event, token, _ := strings.Cut(c.Cookies(projectorCookie), ".")
	return s.admitted(c, event, live.Projector, token)
}

// newSecret returns 32 random bytes as text.
func newSecret() string {
	b := make([]byte, 32)
	rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}
