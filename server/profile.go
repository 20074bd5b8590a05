package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"masswerk/store"
)

// parts are what somebody changed of a profile, by JSON name. The store checks what each one says.
type parts map[string]json.RawMessage

// editMeasure handles PATCH /staff/api/measures/:measure, also the autosave of a profile: it takes
// the parts that somebody changed, and the version in which they saw them.
func (s *Server) editMeasure(c *fiber.Ctx) error {
	type request struct {
		Base   int64  `json:"base" validate:"required,min=1"`
		Parts  parts  `json:"parts" validate:"required,min=1,max=60"`
		Reason string `json:"reason" validate:"max=2000"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	if err := s.checkParts(c, body.Parts); err != nil {
		return err
	}
	id, by := c.Params("measure"), s.by(c)
	measure, err := s.Store.EditMeasure(c.UserContext(), id, body.Base, body.Parts, strings.TrimSpace(body.Reason), by)
	if errors.Is(err, store.ErrVersion) {
		return answerConflict(c, measure, body.Base, body.Parts)
	}
	if err != nil {
		return err
	}
	if err := s.auditEdit(c, id); err != nil {
		return err
	}
	if err := s.tellEdit(c, id, body.Parts); err != nil {
		return err
	}
	return c.JSON(measure)
}

// auditEdit notes that somebody works on a profile: once in ten minutes, not every time a page saves
// by itself.
func (s *Server) auditEdit(c *fiber.Ctx, id string) error {
	who := account(c).ID
	if s.edits.take(who+" "+id) > 0 {
		return nil
	}
	err := s.audit(c, who, "EditMeasure", "", id)
	if err != nil {
		s.edits.giveBack(who + " " + id)
	}
	return err
}

// tellEdit lets authors see what they are told of a measure: its title, and whether they may follow it.
func (s *Server) tellEdit(c *fiber.Ctx, id string, changes parts) error {
	for _, name := range []string{"title", "visibility", "embargo"} {
		if _, changed := changes[name]; changed {
			return s.tellAuthors(c.UserContext(), id)
		}
	}
	return nil
}

// answerConflict tells whoever saw an older version how the measure stands now, and which parts of
// theirs somebody else changed meanwhile. Nothing was stored.
func answerConflict(c *fiber.Ctx, current store.Measure, base int64, changes parts) error {
	names := slices.DeleteFunc(current.ChangedSince(base), func(name string) bool {
		_, changed := changes[name]
		return changes != nil && !changed
	})
	return c.Status(fiber.StatusConflict).JSON(fiber.Map{"code": store.ErrVersion.Code, "current": current, "parts": listed(names)})
}

// checkParts refuses what the account may not change: how far a measure may be told is for those who
// publish, all else for those who edit.
func (s *Server) checkParts(c *fiber.Ctx, changes parts) error {
	for _, name := range slices.Sorted(maps.Keys(changes)) {
		needed := editPlan
		if name == "visibility" || name == "embargo" {
			needed = publish
		}
		if err := act(c, needed); err != nil {
			return store.ErrForbidden.About(name)
		}
	}
	return s.checkPriority(c.UserContext(), changes["priority"])
}

// checkPriority refuses a step that the house's scale does not have.
func (s *Server) checkPriority(ctx context.Context, part json.RawMessage) error {
	var key string
	if json.Unmarshal(part, &key) != nil || key == "" {
		return nil // none, or what the store refuses
	}
	house, err := s.Store.House(ctx)
	if err != nil {
		return err
	}
	scale := house.Priorities
	if len(scale) == 0 {
		scale = store.DefaultPriorities()
	}
	if !slices.ContainsFunc(scale, func(one store.Priority) bool { return one.Key == key }) {
		return store.ErrInvalid.About("priority")
	}
	return nil
}

// bulkResult is what became of one measure among many.
type bulkResult struct {
	ID      string `json:"id"`
	Version int64  `json:"version,omitempty"`
	Code    string `json:"code,omitempty"`
	Field   string `json:"field,omitempty"`
}

// changeMany handles POST /staff/api/measures/bulk: parts of the profile or a state for many measures,
// each for itself. One that cannot be changed leaves the others alone, and says why.
func (s *Server) changeMany(c *fiber.Ctx) error {
	type request struct {
		IDs    []string           `json:"ids" validate:"required,min=1,max=500,unique,dive,required,max=64"`
		Parts  parts              `json:"parts" validate:"max=60"`
		State  store.MeasureState `json:"state" validate:"omitempty,measure_state"`
		Reason string             `json:"reason" validate:"max=2000"`
		Into   string             `json:"into" validate:"max=64"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	if (body.State == "") == (len(body.Parts) == 0) {
		return store.ErrInvalid.About("parts") // either is asked, and not both
	}
	if _, named := body.Parts["title"]; named {
		return store.ErrInvalid.About("title") // no two measures are called the same
	}
	if err := s.checkParts(c, body.Parts); err != nil {
		return err
	}
	change := stateChange{body.State, strings.TrimSpace(body.Reason), body.Into}
	results, changed := []bulkResult{}, []string{}
	for _, id := range body.IDs {
		measure, err := s.changeOne(c, id, change, body.Parts)
		var foreseen *store.Error
		switch {
		case err == nil:
			results, changed = append(results, bulkResult{ID: id, Version: measure.Version}), append(changed, id)
		case errors.As(err, &foreseen):
			results = append(results, bulkResult{ID: id, Code: foreseen.Code, Field: foreseen.Field})
		default:
			return errors.Join(fmt.Errorf("change measure %s: %w", id, err), s.auditMany(c, changed))
		}
	}
	if err := s.auditMany(c, changed); err != nil {
		return err
	}
	return c.JSON(fiber.Map{"results": results})
}

// changeOne changes a measure as it stands now: whoever changes many looks at none of them closely.
func (s *Server) changeOne(c *fiber.Ctx, id string, change stateChange, changes parts) (store.Measure, error) {
	measure, err := s.Store.Measure(c.UserContext(), id)
	if err != nil {
		return store.Measure{}, err
	}
	if change.state != "" {
		return s.step(c, id, measure.Version, change)
	}
	measure, err = s.Store.EditMeasure(c.UserContext(), id, measure.Version, changes, change.reason, s.by(c))
	if err != nil {
		return store.Measure{}, err
	}
	return measure, s.tellEdit(c, id, changes)
}

func (s *Server) auditMany(c *fiber.Ctx, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	return s.audit(c, account(c).ID, "ChangeMeasures", "", strings.Join(ids, " "))
}
