package server

import (
	"context"
	"errors"
	"strings"

	"github.com/gofiber/fiber/v2"

	"masswerk/server/export"
	"masswerk/server/live"
	"masswerk/store"
)

// exportFormat is one way to write an event down.
type exportFormat struct {
	extension, kind string
	write           func(export.Record) ([]byte, error)
}

var (
	jsonExport = exportFormat{".json", "application/json", export.JSON}
	csvExport  = exportFormat{".csv", "text/csv; charset=utf-8", export.CSV}
)

// exportForStaff handles GET /staff/api/events/:event/export.json and .csv.
func (s *Server) exportForStaff(format exportFormat) fiber.Handler {
	return func(c *fiber.Ctx) error {
		record, err := s.record(c.UserContext(), c.Params("event"))
		if err != nil {
			return err
		}
		if err := s.auditExport(c, account(c).ID, record); err != nil {
			return err
		}
		return format.send(c, record)
	}
}

// exportForModerator handles GET /console/:event/export.json and .csv. What staff have drafted
// and not published is not a moderator's.
func (s *Server) exportForModerator(format exportFormat) fiber.Handler {
	return func(c *fiber.Ctx) error {
		_, moderator, err := s.moderator(c)
		if err != nil {
			return err
		}
		record, err := s.record(c.UserContext(), c.Params("event"))
		if err != nil {
			return err
		}
		record.Candidates = nil
		var published []store.Outcome
		for _, outcome := range record.Outcomes {
			if outcome.Published {
				published = append(published, outcome)
			}
		}
		record.Outcomes = published
		if err := s.auditExport(c, moderator.ID, record); err != nil {
			return err
		}
		return format.send(c, record)
	}
}

// auditExport notes who took an export. When nothing can be stored, the way to save what there is
// stays open, and the operator's log has the entry.
func (s *Server) auditExport(c *fiber.Ctx, actor string, record export.Record) error {
	err := s.audit(c, actor, "ExportEvent", record.Contents.Event.ID, "")
	if errors.Is(err, store.ErrStorage) || errors.Is(err, store.ErrStorageFull) {
		s.Log.Warn("export not noted in the audit log", "event", record.Contents.Event.ID, "actor", actor, "error", err)
		return nil
	}
	return err
}

func (s *Server) record(ctx context.Context, event string) (export.Record, error) {
	m, err := s.material(ctx, event)
	if err != nil {
		return export.Record{}, err
	}
	record := export.Record{Contents: m.Contents, Candidates: m.measures, Outcomes: m.outcomes}
	for _, round := range m.Rounds {
		if round.State != store.RoundClosed {
			continue
		}
		ballots, err := s.Store.Ballots(ctx, round.ID)
		if err != nil {
			return export.Record{}, err
		}
		record.Ballots = append(record.Ballots, ballots...)
	}
	return record, nil
}

func (f exportFormat) send(c *fiber.Ctx, record export.Record) error {
	content, err := f.write(record)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, f.kind)
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="masswerk-`+fileName(record.Contents.Event)+f.extension+`"`)
	return c.Send(content)
}

// fileName makes a plain name of an event's title and date.
func fileName(event store.Event) string {
	umlauts := strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss")
	words := strings.FieldsFunc(umlauts.Replace(strings.ToLower(event.Title)), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	title := strings.Join(words, "-")
	return strings.Trim(title[:min(len(title), 60)]+"-"+event.HeldOn, "-")
}

// importEvent handles POST /staff/api/import: an export becomes a new event, with a join code of
// its own and nobody in it.
func (s *Server) importEvent(c *fiber.Ctx) error {
	var document jsonObject
	if err := live.Decode(c.BodyRaw(), &document); err != nil {
		return err
	}
	contents, err := export.ParseJSON(document)
	if err != nil {
		return err
	}
	contents.Event.CreatedAt, contents.Event.Publication = s.Now().UnixMilli(), s.levelFor(c, contents.Event)
	postpone(contents.Sessions, 0, s.Now())
	if contents.Event.DeleteOn <= s.today() {
		return store.ErrInvalid.About("event.delete_on") // what was to be gone by now stays gone
	}
	if err := s.Store.Import(c.UserContext(), contents); err != nil {
		return err
	}
	if err := s.audit(c, account(c).ID, "ImportEvent", contents.Event.ID, ""); err != nil {
		return err
	}
	return s.answerCreated(c, contents.Event.ID)
}

// jsonObject keeps a JSON object as it came, once live.Decode has looked through it.
type jsonObject []byte

func (o *jsonObject) UnmarshalJSON(data []byte) error {
	*o = append((*o)[:0], data...)
	return nil
}
