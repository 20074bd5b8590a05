package server

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"masswerk/server/live"
	"masswerk/store"
)

// EventInfo is an event as staff see it.
type EventInfo struct {
	live.EventView
	Notice       string             `json:"notice"`        // the event's own; empty: the house's or the sample
	NoticeSample bool               `json:"notice_sample"` // also the house has none of its own
	Participants int                `json:"participants"`
	Ideas        int                `json:"ideas"`
	Rounds       int                `json:"rounds"`
	Sessions     []live.SessionView `json:"sessions,omitempty"`
}

// info describes an event that holds so much.
func (s *Server) info(event store.Event, counts store.Counts, house store.House) EventInfo {
	_, sample := notice(event, house)
	info := EventInfo{
		EventView: live.EventView{
			ID: event.ID, Code: event.JoinCode, Title: event.Title, Format: event.Format,
			Language: event.Language, Address: event.Address, HeldOn: event.HeldOn, DeleteOn: event.DeleteOn,
			Publication: event.Publication, Admission: event.Admission, Welcome: event.Welcome,
			AddressURL: s.Address(event.JoinCode), Heads: event.Heads,
		},
		Notice: event.Notice, NoticeSample: sample,
		Participants: counts.Participants, Ideas: counts.Ideas, Rounds: counts.Rounds,
	}
	if event.Seating.Tables > 0 {
		info.Seating = &event.Seating
	}
	return info
}

// infoWithSessions describes an event with its sessions and their phases, from its hub.
func (s *Server) infoWithSessions(ctx context.Context, id string) (EventInfo, error) {
	hub, err := s.Hubs.Hub(ctx, id)
	if err != nil {
		return EventInfo{}, err
	}
	house, err := s.Store.House(ctx)
	if err != nil {
		return EventInfo{}, err
	}
	info := s.info(hub.Event(), hub.Counts(), house)
	for _, one := range hub.Sessions() {
		info.Sessions = append(info.Sessions, live.ViewSession(one))
	}
	return info, nil
}

// events handles GET /staff/api/events.
func (s *Server) events(c *fiber.Ctx) error {
	type deletion struct {
		Title        string `json:"title"`
		JoinCode     string `json:"join_code"`
		HeldOn       string `json:"held_on"`
		DeletedAt    int64  `json:"deleted_at"`
		Ideas        int    `json:"ideas"`
		Participants int    `json:"participants"`
		Ballots      int    `json:"ballots"`
	}
	type response struct {
		Events    []EventInfo `json:"events"`
		Deletions []deletion  `json:"deletions"`
	}
	events, err := s.Store.List(c.UserContext())
	if err != nil {
		return err
	}
	counts, err := s.Store.Counts(c.UserContext())
	if err != nil {
		return err
	}
	house, err := s.Store.House(c.UserContext())
	if err != nil {
		return err
	}
	answer := response{[]EventInfo{}, []deletion{}}
	for _, event := range events {
		held := counts[event.ID]
		if hub := s.Hubs.Running(event.ID); hub != nil { // never behind what screens show
			event, held = hub.Event(), hub.Counts()
		}
		answer.Events = append(answer.Events, s.info(event, held, house))
	}
	deletions, err := s.Store.Deletions(c.UserContext())
	if err != nil {
		return err
	}
	for _, gone := range deletions {
		answer.Deletions = append(answer.Deletions, deletion{
			gone.Title, gone.JoinCode, gone.HeldOn, gone.DeletedAt, gone.Ideas, gone.Participants, gone.Ballots,
		})
	}
	return c.JSON(answer)
}

// createEvent handles POST /staff/api/events.
func (s *Server) createEvent(c *fiber.Ctx) error {
	type request struct {
		Template    string            `json:"template" validate:"required,max=60"`
		Title       string            `json:"title" validate:"required,filled,line,max=200"`
		Format      store.Format      `json:"format" validate:"required,oneof=workshop barcamp conference"`
		Language    string            `json:"language" validate:"required,oneof=de en"`
		Address     string            `json:"address" validate:"required,oneof=sie du"`
		HeldOn      string            `json:"held_on" validate:"required,datetime=2006-01-02"`
		DeleteOn    string            `json:"delete_on" validate:"required,datetime=2006-01-02"`
		Publication store.Publication `json:"publication" validate:"required,oneof=internal committee public"`
		Sessions    []NewSession      `json:"sessions" validate:"max=50,dive"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	if body.Publication != store.Internal && !has(account(c), publish) {
		return store.ErrForbidden.About("publication")
	}
	event := s.newEvent(store.Event{
		Title: strings.TrimSpace(body.Title), Format: body.Format, Admission: store.AdmissionOpen, Language: body.Language,
		Address: body.Address, HeldOn: body.HeldOn, DeleteOn: body.DeleteOn, Publication: body.Publication,
	})
	if err := s.checkDates(event); err != nil {
		return err
	}
	agenda, tables, err := s.agendaFrom(c.UserContext(), body.Template, event, body.Sessions)
	if err != nil {
		return err
	}
	event.Seating.Tables = tables
	if err := s.Store.Create(c.UserContext(), event, agenda); err != nil {
		return err
	}
	if err := s.audit(c, account(c).ID, "CreateEvent", event.ID, ""); err != nil {
		return err
	}
	return s.answerCreated(c, event.ID)
}

// levelFor is how far a copy of an event may be told of: as far as the event, if whoever copies it may
// publish, and not at all otherwise.
func (s *Server) levelFor(c *fiber.Ctx, event store.Event) store.Publication {
	if has(account(c), publish) {
		return event.Publication
	}
	return store.Internal
}

// newEvent gives an event its identity.
func (s *Server) newEvent(event store.Event) store.Event {
	event.ID, event.JoinCode, event.CreatedAt = store.NewID(), store.NewCode(8), s.Now().UnixMilli()
	event.Key = make([]byte, 32)
	rand.Read(event.Key)
	return event
}

func (s *Server) answerCreated(c *fiber.Ctx, id string) error {
	info, err := s.infoWithSessions(c.UserContext(), id)
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(info)
}

// checkDates refuses an event that would be deleted at once, or before it is held.
func (s *Server) checkDates(event store.Event) error {
	if event.DeleteOn <= s.today() || event.DeleteOn <= event.HeldOn {
		return store.ErrInvalid.About("delete_on")
	}
	return nil
}

// event handles GET /staff/api/events/:event.
func (s *Server) event(c *fiber.Ctx) error {
	info, err := s.infoWithSessions(c.UserContext(), c.Params("event"))
	if err != nil {
		return err
	}
	return c.JSON(info)
}

// editEvent handles PATCH /staff/api/events/:event.
func (s *Server) editEvent(c *fiber.Ctx) error {
	type request struct {
		Title       *string            `json:"title" validate:"omitnil,filled,line,max=200"`
		Format      *store.Format      `json:"format" validate:"omitnil,oneof=workshop barcamp conference"`
		Admission   *store.Admission   `json:"admission" validate:"omitnil,oneof=open tickets closed"`
		Language    *string            `json:"language" validate:"omitnil,oneof=de en"`
		Address     *string            `json:"address" validate:"omitnil,oneof=sie du"`
		HeldOn      *string            `json:"held_on" validate:"omitnil,datetime=2006-01-02"`
		DeleteOn    *string            `json:"delete_on" validate:"omitnil,datetime=2006-01-02"`
		Publication *store.Publication `json:"publication" validate:"omitnil,oneof=internal committee public"`
		Welcome     *string            `json:"welcome" validate:"omitnil,max=1000"`
		Notice      *string            `json:"notice" validate:"omitnil,max=20000"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	hub, err := s.Hubs.Hub(c.UserContext(), c.Params("event"))
	if err != nil {
		return err
	}
	event := hub.Event()
	if body.Publication != nil && *body.Publication != event.Publication && !has(account(c), publish) {
		return store.ErrForbidden.About("publication")
	}
	if other := []bool{
		body.Title != nil, body.Format != nil, body.Admission != nil, body.Language != nil, body.Address != nil,
		body.HeldOn != nil, body.DeleteOn != nil, body.Welcome != nil, body.Notice != nil,
	}; slices.Contains(other, true) && !has(account(c), leadEvents) {
		return store.ErrForbidden
	}
	set(&event.Title, trimmed(body.Title))
	set(&event.Format, body.Format)
	set(&event.Admission, body.Admission)
	set(&event.Language, body.Language)
	set(&event.Address, body.Address)
	set(&event.HeldOn, body.HeldOn)
	set(&event.DeleteOn, body.DeleteOn)
	set(&event.Publication, body.Publication)
	set(&event.Welcome, trimmed(body.Welcome))
	set(&event.Notice, trimmed(body.Notice))
	if body.HeldOn != nil || body.DeleteOn != nil {
		if err := s.checkDates(event); err != nil {
			return err
		}
	}
	if _, err := hub.Do(c.UserContext(), actor(c), live.EditEvent{Event: event}); err != nil {
		return err
	}
	if err := s.audit(c, account(c).ID, "EditEvent", event.ID, ""); err != nil {
		return err
	}
	info, err := s.infoWithSessions(c.UserContext(), event.ID)
	if err != nil {
		return err
	}
	return c.JSON(info)
}

func set[T any](field *T, value *T) {
	if value != nil {
		*field = *value
	}
}

func trimmed(text *string) *string {
	if text != nil {
		*text = strings.TrimSpace(*text)
	}
	return text
}

// removeEvent handles DELETE /staff/api/events/:event: at once, not only at the deletion date.
func (s *Server) removeEvent(c *fiber.Ctx) error {
	id := c.Params("event")
	if _, err := s.Store.Event(c.UserContext(), id); err != nil {
		return err
	}
	if err := s.deleteEvent(c.UserContext(), id, account(c).ID); err != nil {
		return err
	}
	return c.JSON(struct{}{})
}

// openConsole handles POST /staff/api/events/:event/console: staff lead the event themselves. The
// console's secret follows from the login, so that opening it again is no second invitation.
func (s *Server) openConsole(c *fiber.Ctx) error {
	hub, err := s.Hubs.Hub(c.UserContext(), c.Params("event"))
	if err != nil {
		return err
	}
	who := account(c)
	secret := derivedToken(hub.Event().Key, "console", c.Cookies(staffCookie))
	entry := live.EnterAccount{Account: who.ID, Label: who.Name, Secret: store.HashSecret(secret)}
	if _, err := hub.Do(c.UserContext(), actor(c), entry); err != nil {
		return err
	}
	event := hub.Event()
	if err := s.audit(c, who.ID, "EnterConsole", event.ID, ""); err != nil {
		return err
	}
	s.keepConsole(c, event, secret)
	return c.JSON(fiber.Map{"url": "/console/" + event.ID})
}
