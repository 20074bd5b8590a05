package server

import (
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"masswerk/server/live"
	"masswerk/store"
)

// Where a new event's agenda comes from: a template that comes with the program, one that somebody
// saved, or another event.

// NewSession is a session as staff ask for it.
type NewSession struct {
	Title  string `json:"title" validate:"line,max=200"`
	Prompt string `json:"prompt" validate:"max=1000"`
}

// ownTemplate begins the name of a saved template.
const ownTemplate = "own:"

// agendaFrom returns the sessions that a new event starts with, and at how many tables.
func (s *Server) agendaFrom(ctx context.Context, name string, event store.Event, asked []NewSession) ([]store.Session, int, error) {
	if id, own := strings.CutPrefix(name, ownTemplate); own {
		saved, err := s.Store.Templates(ctx)
		if err != nil {
			return nil, 0, err
		}
		for _, one := range saved {
			if one.ID == id {
				return begun(event, withQuestions(one.Sessions, asked)), 0, nil
			}
		}
		return nil, 0, store.ErrNotFound.About("template")
	}
	from, ok := templates[name]
	if !ok {
		return nil, 0, store.ErrInvalid.About("template")
	}
	return begun(event, withQuestions(from.sessionsIn(voiceOf(event)), asked)), from.Tables, nil
}

// withQuestions gives the agenda to the sessions that were asked for. Those beyond the template's
// own go as its last one.
func withQuestions(agenda []store.Session, asked []NewSession) []store.Session {
	if len(asked) == 0 {
		return agenda
	}
	var sessions []store.Session
	for i, one := range asked {
		session := agenda[min(i, len(agenda)-1)]
		session.Title, session.Prompt = one.Title, one.Prompt
		sessions = append(sessions, session)
	}
	return sessions
}

// begun makes sessions of a new event, each in its first phase, with nothing that happened
// elsewhere.
func begun(event store.Event, agenda []store.Session) []store.Session {
	var sessions []store.Session
	for position, from := range agenda {
		one := store.Session{ID: store.NewID(), Event: event.ID, Position: position, Title: from.Title, Prompt: from.Prompt}
		for position, phase := range from.Phases {
			phase.ID, phase.Session, phase.Position = store.NewID(), one.ID, position
			phase.Closed = false // its timer may have run out there
			one.Phases = append(one.Phases, phase)
		}
		one.Phase = one.Phases[0].ID
		sessions = append(sessions, one)
	}
	return sessions
}

// listTemplates handles GET /staff/api/templates: what comes with the program, by voice, and what
// was saved.
func (s *Server) listTemplates(c *fiber.Ctx) error {
	type shipped struct {
		Key      string                  `json:"key"`
		Name     said                    `json:"name"`
		About    said                    `json:"about"`
		Format   store.Format            `json:"format"`
		Minutes  int                     `json:"minutes"`
		Tables   int                     `json:"tables"`
		Sessions map[string][]NewSession `json:"sessions"` // by voice
	}
	type own struct {
		ID       string       `json:"id"`
		Title    string       `json:"title"`
		Language string       `json:"language"`
		Minutes  int          `json:"minutes"`
		Sessions []NewSession `json:"sessions"`
	}
	type response struct {
		Shipped []shipped `json:"shipped"`
		Own     []own     `json:"own"`
	}
	answer := response{[]shipped{}, []own{}}
	for _, name := range offered {
		from := templates[name]
		one := shipped{
			Key: name, Name: from.Name, About: from.About, Format: cmp.Or(from.Format, store.Workshop),
			Minutes: minutes(from.sessionsIn("en"), from.Tables), Tables: from.Tables, Sessions: map[string][]NewSession{},
		}
		for _, voice := range voices {
			one.Sessions[voice] = questions(from.sessionsIn(voice))
		}
		answer.Shipped = append(answer.Shipped, one)
	}
	saved, err := s.Store.Templates(c.UserContext())
	if err != nil {
		return err
	}
	for _, one := range saved {
		answer.Own = append(answer.Own, own{one.ID, one.Title, one.Language, minutes(one.Sessions, 0), questions(one.Sessions)})
	}
	return c.JSON(answer)
}

func questions(sessions []store.Session) []NewSession {
	asked := []NewSession{}
	for _, one := range sessions {
		asked = append(asked, NewSession{one.Title, one.Prompt})
	}
	return asked
}

// saveTemplate handles POST /staff/api/templates: an event's agenda is kept to start others with.
func (s *Server) saveTemplate(c *fiber.Ctx) error {
	type request struct {
		Event string `json:"event" validate:"required,max=40"`
		Title string `json:"title" validate:"required,filled,line,max=200"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	hub, err := s.Hubs.Hub(c.UserContext(), body.Event)
	if err != nil {
		return err
	}
	return s.keepTemplate(c, hub, body.Title, account(c).ID)
}

// saveTemplateFromConsole handles POST /console/:event/template.
func (s *Server) saveTemplateFromConsole(c *fiber.Ctx) error {
	type request struct {
		Title string `json:"title" validate:"required,filled,line,max=200"`
	}
	hub, moderator, err := s.moderator(c)
	if err != nil {
		return err
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	return s.keepTemplate(c, hub, body.Title, moderator.ID)
}

func (s *Server) keepTemplate(c *fiber.Ctx, hub *live.Hub, title, by string) error {
	event := hub.Event()
	one := store.Template{ID: store.NewID(), Title: strings.TrimSpace(title), Language: event.Language, Sessions: bare(hub.Sessions())}
	if err := s.Store.SaveTemplate(c.UserContext(), one); err != nil {
		return err
	}
	if err := s.audit(c, by, "SaveTemplate", event.ID, one.ID); err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(fiber.Map{"template": one.ID})
}

// bare returns sessions without ids and dates.
func bare(sessions []store.Session) []store.Session {
	var agenda []store.Session
	for position, from := range sessions {
		one := store.Session{Position: position, Title: from.Title, Prompt: from.Prompt}
		for position, phase := range from.Phases {
			phase.ID, phase.Session, phase.Position, phase.OpensAt = "", "", position, 0
			one.Phases = append(one.Phases, phase)
		}
		agenda = append(agenda, one)
	}
	return agenda
}

// removeTemplate handles DELETE /staff/api/templates/:template.
func (s *Server) removeTemplate(c *fiber.Ctx) error {
	id := c.Params("template")
	if err := s.Store.RemoveTemplate(c.UserContext(), id); err != nil {
		return err
	}
	if err := s.audit(c, account(c).ID, "RemoveTemplate", "", id); err != nil {
		return err
	}
	return c.JSON(struct{}{})
}

// duplicateEvent handles POST /staff/api/events/:event/duplicate: the same agenda, words and topic
// fields at another date, without people and what they contributed.
func (s *Server) duplicateEvent(c *fiber.Ctx) error {
	type request struct {
		Title    string `json:"title" validate:"required,filled,line,max=200"`
		HeldOn   string `json:"held_on" validate:"required,datetime=2006-01-02"`
		DeleteOn string `json:"delete_on" validate:"required,datetime=2006-01-02"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	from, err := s.Store.Load(c.UserContext(), c.Params("event"))
	if err != nil {
		return err
	}
	event := s.newEvent(store.Event{
		Title: strings.TrimSpace(body.Title), HeldOn: body.HeldOn, DeleteOn: body.DeleteOn,
		Format: from.Event.Format, Admission: from.Event.Admission, Language: from.Event.Language, Address: from.Event.Address,
		Publication: s.levelFor(c, from.Event), Welcome: from.Event.Welcome, Notice: from.Event.Notice,
		Seating: store.Seating{Tables: from.Event.Seating.Tables},
	})
	if event.Admission == store.AdmissionClosed {
		event.Admission = store.AdmissionOpen
	}
	if err := s.checkDates(event); err != nil {
		return err
	}
	agenda := begun(event, from.Sessions)
	postpone(agenda, daysBetween(from.Event.HeldOn, event.HeldOn), s.Now())
	contents := store.Contents{Event: event, Sessions: agenda, Fields: without(event, from.Fields)}
	if err := s.Store.Import(c.UserContext(), contents); err != nil {
		return err
	}
	if err := s.audit(c, account(c).ID, "DuplicateEvent", event.ID, from.Event.ID); err != nil {
		return err
	}
	return s.answerCreated(c, event.ID)
}

// postpone moves the dates on which phases open by so many days. Those that would have come are
// left to a moderator.
func postpone(sessions []store.Session, days int, now time.Time) {
	for _, one := range sessions {
		for i, phase := range one.Phases {
			if phase.OpensAt == 0 {
				continue
			}
			moved := time.UnixMilli(phase.OpensAt).AddDate(0, 0, days)
			if one.Phases[i].OpensAt = moved.UnixMilli(); !moved.After(now) {
				one.Phases[i].OpensAt = 0
			}
		}
	}
}

func daysBetween(from, to string) int {
	first, err1 := time.Parse(time.DateOnly, from)
	second, err2 := time.Parse(time.DateOnly, to)
	if err1 != nil || err2 != nil {
		return 0
	}
	return int(second.Sub(first) / (24 * time.Hour))
}

// without returns topic fields for another event, with nothing in them.
func without(event store.Event, fields []store.TopicField) (empty []store.TopicField) {
	ids := map[string]string{}
	for _, from := range fields {
		if !from.Removed {
			ids[from.ID] = store.NewID()
		}
	}
	for _, from := range fields {
		if from.Removed {
			continue
		}
		empty = append(empty, store.TopicField{
			ID: ids[from.ID], Event: event.ID, Title: from.Title, Color: from.Color, Position: len(empty), JoinedInto: ids[from.JoinedInto],
		})
	}
	return empty
}
