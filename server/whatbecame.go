package server

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"masswerk/server/pages"
	"masswerk/store"
)

// whatBecame handles GET /e/:code/outcomes: what became of every contribution of an event, by
// number, before and after its deletion. It works without JavaScript, and holds nothing that is not
// released.
func (s *Server) whatBecame(c *fiber.Ctx) error {
	event, err := s.gatheringByCode(c)
	if err != nil {
		return s.sayWhyNot(c, err)
	}
	if !s.mayRead(c, event) {
		return s.askForReadCode(c, event, false)
	}
	return s.answerWhatBecame(c, event)
}

// whatBecameForStaff handles GET /staff/api/events/:event/outcomes.html: the same page, as readers
// see it, for who is signed in.
func (s *Server) whatBecameForStaff(c *fiber.Ctx) error {
	event, err := s.gathering(c.UserContext(), c.Params("event"))
	if err != nil {
		return err
	}
	return s.answerWhatBecame(c, event)
}

// enterReading handles POST /e/:code/outcomes: somebody typed a read code. Wrong ones count like
// wrong join codes.
func (s *Server) enterReading(c *fiber.Ctx) error {
	event, err := s.gatheringByCode(c)
	if err != nil {
		return s.sayWhyNot(c, err)
	}
	typed := c.FormValue("code")
	if !event.opens(typed) {
		if err := s.countWrongCode(c, store.ErrUnknownCode); !errors.Is(err, store.ErrUnknownCode) {
			return s.sayWhyNot(c, err)
		}
		return s.askForReadCode(c, event, true)
	}
	path := "/e/" + event.Code
	s.keep(c, readerCookie, path, event.ReadCode, readingLasts)
	return c.Redirect(path+"/outcomes", fiber.StatusSeeOther)
}

// gatheringByCode returns the event of the join code in the path, or what remains of it.
func (s *Server) gatheringByCode(c *fiber.Ctx) (gathering, error) {
	code := store.CleanCode(c.Params("code"))
	event, err := s.Store.EventByCode(c.UserContext(), code)
	if !errors.Is(err, store.ErrUnknownCode) {
		return standing(event), err
	}
	gone, err := s.Store.DeletionByCode(c.UserContext(), code)
	return remaining(gone), s.countWrongCode(c, err)
}

// gathering returns an event, or what remains of it.
func (s *Server) gathering(ctx context.Context, id string) (gathering, error) {
	event, err := s.Store.Event(ctx, id)
	if !errors.Is(err, store.ErrNotFound) {
		return standing(event), err
	}
	deletions, err := s.Store.Deletions(ctx)
	if err != nil {
		return gathering{}, err
	}
	at := slices.IndexFunc(deletions, func(gone store.Deletion) bool { return gone.Event == id })
	if at < 0 {
		return gathering{}, store.ErrNotFound
	}
	return remaining(deletions[at]), nil
}

func (s *Server) answerWhatBecame(c *fiber.Ctx, event gathering) error {
	told, err := s.Store.Told(c.UserContext(), event.ID)
	if err != nil {
		return err
	}
	house, err := s.Store.House(c.UserContext())
	if err != nil {
		return err
	}
	words := pages.Words{Language: event.Language, Address: event.Address}
	view := pages.Outcomes{
		Frame: pages.Frame{Words: words, Build: s.assets.build, House: house.Name},
		Title: event.Title, On: words.Day(event.HeldOn), Level: event.Level, Deleted: event.Deleted,
	}
	view.Fill(told, pages.Asked{Number: c.Query("number"), Outcome: c.Query("outcome")}, house)
	page, err := pages.WriteOutcomes(view)
	if err != nil {
		return err
	}
	return sendPage(c, page)
}

func (s *Server) askForReadCode(c *fiber.Ctx, event gathering, wrong bool) error {
	house, err := s.Store.House(c.UserContext())
	if err != nil {
		return err
	}
	words := pages.Words{Language: event.Language, Address: event.Address}
	page, err := pages.WriteEntrance(pages.Entrance{
		Frame: pages.Frame{Words: words, Build: s.assets.build, House: house.Name},
		Title: event.Title, On: words.Day(event.HeldOn), Wrong: wrong,
	})
	if err != nil {
		return err
	}
	c.Status(fiber.StatusForbidden)
	return sendPage(c, page)
}

// sayWhyNot answers what people bring about themselves, a wrong code, with a page; the rest is
// answered like any other error.
func (s *Server) sayWhyNot(c *fiber.Ctx, err error) error {
	var refused *store.Error
	if !errors.Is(err, store.ErrUnknownCode) && !errors.Is(err, store.ErrTooMany) || !errors.As(err, &refused) {
		return err
	}
	words := pages.Words{Language: "de"}
	if strings.HasPrefix(c.Get(fiber.HeaderAcceptLanguage), "en") {
		words.Language = "en"
	}
	page, err := pages.WriteNotice(pages.Notice{Frame: pages.Frame{Words: words, Build: s.assets.build}, Code: refused.Code})
	if err != nil {
		return err
	}
	c.Status(statuses[refused.Kind])
	if refused.Retry > 0 {
		c.Set(fiber.HeaderRetryAfter, strconv.Itoa(max(1, int(refused.Retry.Seconds()))))
	}
	return sendPage(c, page)
}

// sendPage sends a page that was just written, smaller where the browser unpacks it: a large event's
// is half a megabyte, and its like packs well.
func sendPage(c *fiber.Ctx, page []byte) error {
	c.Set(fiber.HeaderContentType, mediaTypes[".html"])
	c.Vary(fiber.HeaderAcceptEncoding)
	if c.Get(fiber.HeaderAcceptEncoding) == "" || c.AcceptsEncodings("gzip") != "gzip" {
		return c.Send(page)
	}
	var zipped bytes.Buffer
	writer, _ := gzip.NewWriterLevel(&zipped, gzip.BestSpeed)
	writer.Write(page)
	writer.Close()
	c.Set(fiber.HeaderContentEncoding, "gzip")
	return c.Send(zipped.Bytes())
}
