package server

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"masswerk/server/live"
	"masswerk/server/pages"
	"masswerk/store"
)

// errNotAdmitted is answered to a screen without a valid cookie: join, pair or enter again.
var errNotAdmitted = &store.Error{Kind: store.Unauthenticated, Code: store.ErrForbidden.Code}

// cleanCode sends a code typed in lower case or with hyphens to its clean address, so that there
// is one path, and one cookie, for every event. A fragment travels along in the browser.
func (s *Server) cleanCode(c *fiber.Ctx) error {
	typed, err := url.PathUnescape(c.Params("code"))
	if err != nil {
		return c.Next()
	}
	clean := store.CleanCode(typed)
	if clean == c.Params("code") || clean == "" || strings.Trim(clean, store.CodeAlphabet) != "" || c.Method() != fiber.MethodGet {
		return c.Next()
	}
	_, rest, _ := strings.Cut(strings.TrimPrefix(c.Path(), "/e/"), "/")
	address := strings.TrimSuffix("/e/"+clean+"/"+rest, "/")
	if query := string(c.Context().QueryArgs().QueryString()); query != "" {
		address += "?" + query
	}
	return c.Redirect(address, fiber.StatusFound)
}

// eventByCode returns the event of the join code in the path. Only wrong codes count against a
// network: one address may be a whole room.
func (s *Server) eventByCode(c *fiber.Ctx) (store.Event, error) {
	event, err := s.Store.EventByCode(c.UserContext(), store.CleanCode(c.Params("code")))
	return event, s.countWrongCode(c, err)
}

// countWrongCode counts wrong join codes and wrong participation codes alike.
func (s *Server) countWrongCode(c *fiber.Ctx, err error) error {
	if errors.Is(err, store.ErrUnknownCode) || errors.Is(err, store.ErrTicketUnknown) {
		if wait := s.wrongCodes.take(s.network(c)); wait > 0 {
			return tooMany(wait)
		}
	}
	return err
}

// About is what a phone is told before it joins.
type About struct {
	Code         string            `json:"code"`
	Title        string            `json:"title"`
	Format       store.Format      `json:"format"`
	Language     string            `json:"language"`
	Address      string            `json:"address"`
	HeldOn       string            `json:"held_on"`
	DeleteOn     string            `json:"delete_on"`
	Publication  store.Publication `json:"publication"`
	Admission    store.Admission   `json:"admission"`
	Welcome      string            `json:"welcome"`
	Notice       string            `json:"notice"`
	NoticeSample bool              `json:"notice_sample"`
	House        string            `json:"house"`
	Sessions     []AboutSession    `json:"sessions"`
}

// AboutSession is a session as it is announced to those who have not joined.
type AboutSession struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Prompt string `json:"prompt"`
}

// about handles GET /e/:code/about.
func (s *Server) about(c *fiber.Ctx) error {
	event, err := s.eventByCode(c)
	if err != nil {
		return err
	}
	hub, err := s.Hubs.Hub(c.UserContext(), event.ID)
	if err != nil {
		return err
	}
	about, err := s.describe(c.UserContext(), hub)
	if err != nil {
		return err
	}
	return c.JSON(about)
}

func (s *Server) describe(ctx context.Context, hub *live.Hub) (About, error) {
	event := hub.Event()
	house, err := s.Store.House(ctx)
	if err != nil {
		return About{}, err
	}
	about := About{
		Code: event.JoinCode, Title: event.Title, Format: event.Format, Language: event.Language,
		Address: event.Address, HeldOn: event.HeldOn, DeleteOn: event.DeleteOn,
		Publication: event.Publication, Admission: event.Admission, Welcome: event.Welcome, House: house.Name,
	}
	about.Notice, about.NoticeSample = notice(event, house)
	about.Sessions = []AboutSession{}
	for _, session := range hub.Sessions() {
		about.Sessions = append(about.Sessions, AboutSession{session.ID, session.Title, session.Prompt})
	}
	return about, nil
}

// join handles POST /e/:code/join. The phone made and kept the secret before it asked, so a lost
// answer costs nothing: the same secret makes the same participant and the same cookie.
func (s *Server) join(c *fiber.Ctx) error {
	type request struct {
		Secret string `json:"secret" validate:"required,secret"`
		Ticket string `json:"ticket" validate:"max=40"` // participation code, as typed
		Known  bool   `json:"known"`                    // the notice, which is long, has been read
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	event, err := s.eventByCode(c)
	if err != nil {
		return err
	}
	if event.Due(s.Now()) {
		return store.ErrEventClosed
	}
	hub, err := s.Hubs.Hub(c.UserContext(), event.ID)
	if err != nil {
		return err
	}
	token := derivedToken(event.Key, "device", body.Secret)
	entry := live.Join{Device: store.HashSecret(token), Ticket: body.Ticket}
	if _, err := hub.Do(c.UserContext(), live.Actor{Face: live.Phone}, entry); err != nil {
		return s.countWrongCode(c, err)
	}
	about, err := s.describe(c.UserContext(), hub)
	if err != nil {
		return err
	}
	if body.Known {
		about.Notice = ""
	}
	s.keep(c, deviceCookie, "/e/"+event.JoinCode, token, s.untilDeleted(event.DeleteOn))
	return c.JSON(about)
}

// derivedToken makes the cookie for one event from a secret that its holder has anyway, so that
// asking again gives the same, and another event something else.
func derivedToken(key []byte, purpose, secret string) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(purpose + " " + secret))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// participant returns who holds the phone that asks, and the event it joined.
func (s *Server) participant(c *fiber.Ctx) (*live.Hub, live.Actor, error) {
	if hub := s.Hubs.Called(store.CleanCode(c.Params("code"))); hub != nil {
		return s.admitted(c, hub.Event().ID, live.Phone, c.Cookies(deviceCookie))
	}
	event, err := s.eventByCode(c)
	if err != nil {
		return nil, live.Actor{}, err
	}
	return s.admitted(c, event.ID, live.Phone, c.Cookies(deviceCookie))
}

// admitted returns who holds a secret of an event.
func (s *Server) admitted(c *fiber.Ctx, event string, face live.Face, secret string) (*live.Hub, live.Actor, error) {
	if secret == "" {
		return nil, live.Actor{}, errNotAdmitted
	}
	hub, err := s.Hubs.Hub(c.UserContext(), event)
	if errors.Is(err, store.ErrNotFound) {
		return nil, live.Actor{}, errNotAdmitted
	}
	if err != nil {
		return nil, live.Actor{}, err
	}
	actor, ok := hub.Who(face, store.HashSecret(secret))
	if !ok {
		return nil, live.Actor{}, errNotAdmitted
	}
	return hub, actor, nil
}

// Trace is what an author learns of an own idea with the idea link.
type Trace struct {
	Number     int             `json:"number"`
	Kind       store.IdeaKind  `json:"kind"`
	Text       string          `json:"text,omitempty"`
	State      store.IdeaState `json:"state"`
	Reason     string          `json:"reason,omitempty"`
	MergedInto int             `json:"merged_into,omitempty"`
	Field      string          `json:"field,omitempty"`
	Nominated  bool            `json:"nominated,omitempty"`
	Outcome    *store.Outcome  `json:"outcome,omitempty"`
	Measure    string          `json:"measure,omitempty"` // "M07", or "V12" before it has that number
	Steps      []store.Step    `json:"steps,omitempty"`   // of the measure, oldest first
}

// receipt handles POST /e/:code/receipt: own ideas by the idea link, on any device and also when
// the event has been deleted.
func (s *Server) receipt(c *fiber.Ctx) error {
	type request struct {
		Secret string `json:"secret" validate:"required,secret"`
	}
	type response struct {
		Title      string                        `json:"title"`
		HeldOn     string                        `json:"held_on"`
		Language   string                        `json:"language"`
		Address    string                        `json:"address"`
		Deleted    bool                          `json:"deleted"`
		StateNames map[store.MeasureState]string `json:"state_names,omitempty"` // the city's own
		Ideas      []Trace                       `json:"ideas"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	event, err := s.gatheringByCode(c)
	if err != nil {
		return err
	}
	traces, err := s.Store.Traces(c.UserContext(), event.ID, body.Secret)
	if err != nil {
		return err
	}
	house, err := s.Store.House(c.UserContext())
	if err != nil {
		return err
	}
	answer := response{event.Title, event.HeldOn, event.Language, event.Address, event.Deleted, house.StateNames, []Trace{}}
	for _, trace := range traces {
		answer.Ideas = append(answer.Ideas, Trace{
			trace.Number, trace.Kind, trace.Text, trace.State, trace.Reason, trace.MergedInto, trace.Field, trace.Nominated,
			trace.Outcome, pages.MeasureOf(house.Prefix, trace.Outcome), trace.Steps,
		})
	}
	return c.JSON(answer)
}

// today is the day in the form in which events carry dates.
func (s *Server) today() string { return s.Now().UTC().Format(time.DateOnly) }
