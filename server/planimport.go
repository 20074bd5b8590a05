package server

import (
	"context"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"masswerk/server/live"
	"masswerk/server/sheet"
	"masswerk/store"
)

// mappingHeader carries what somebody decided about a table, beside the table itself.
const mappingHeader = "X-Mapping"

// previewImport handles POST /staff/api/measures/import: what a table would do to the plan, cell by
// cell. Nothing is stored.
func (s *Server) previewImport(c *fiber.Ctx) error {
	wanted, err := mappingOf(c)
	if err != nil {
		return err
	}
	plan, err := s.wholePlan(c.UserContext())
	if err != nil {
		return err
	}
	for _, one := range wanted.Create { // as if they were there
		plan.Nodes = append(plan.Nodes, store.Node{ID: store.NewID(), Kind: one.Kind, Title: one.Title})
	}
	preview, err := s.readSheet(c.BodyRaw(), plan, wanted)
	if err != nil {
		return err
	}
	return c.JSON(preview)
}

// applyImport handles POST /staff/api/measures/import/apply: the same table once more, now for good.
// All rows go in together, or none. Read against the plan as it stands now, a second time changes
// nothing.
func (s *Server) applyImport(c *fiber.Ctx) error {
	type skipped struct {
		Row    int           `json:"row"`
		Code   string        `json:"code,omitempty"` // why the row was left; empty: it went in without some cells
		Errors []sheet.Fault `json:"errors"`
	}
	type response struct {
		Created int       `json:"created"`
		Changed int       `json:"changed"`
		Same    int       `json:"same"`
		Skipped []skipped `json:"skipped"` // rows that were left
		Partial []skipped `json:"partial"` // rows that went in without some cells
	}
	wanted, err := mappingOf(c)
	if err != nil {
		return err
	}
	plan, err := s.wholePlan(c.UserContext())
	if err != nil {
		return err
	}
	if err := s.createNamed(c, &plan, wanted.Create); err != nil {
		return err
	}
	preview, err := s.readSheet(c.BodyRaw(), plan, wanted)
	if err != nil {
		return err
	}
	answer := response{Same: preview.Counts.Same, Skipped: []skipped{}, Partial: []skipped{}}
	for _, row := range preview.Rows {
		one := skipped{Row: row.Row, Code: row.Skip, Errors: []sheet.Fault{}}
		for _, value := range row.Values {
			if value.Error != nil {
				one.Errors = append(one.Errors, *value.Error)
			}
		}
		slices.SortFunc(one.Errors, func(a, b sheet.Fault) int { return strings.Compare(a.Part, b.Part) })
		if row.Match == "skipped" {
			answer.Skipped = append(answer.Skipped, one)
		} else if len(one.Errors) > 0 {
			answer.Partial = append(answer.Partial, one)
		}
	}
	if len(preview.Measures) > 0 {
		created, changed, same, err := s.Store.ImportMeasures(c.UserContext(), preview.Measures, s.by(c))
		if err != nil {
			return err
		}
		answer.Created, answer.Changed, answer.Same = created, changed, answer.Same+same
		if err := s.audit(c, account(c).ID, "ImportMeasures", "", joined([]int{created, changed})); err != nil {
			return err
		}
	}
	return c.JSON(answer)
}

// mappingOf reads what was decided. Without the header all is found.
func mappingOf(c *fiber.Ctx) (wanted sheet.Mapping, err error) {
	if text := c.Get(mappingHeader); text != "" {
		if err := live.Decode([]byte(text), &wanted); err != nil {
			return wanted, store.ErrInvalid.About("mapping")
		}
	}
	if asked := c.Query("sheet"); asked != "" {
		wanted.Sheet = asked
	}
	creatable := []store.NodeKind{store.NodeUnit, store.NodeField, store.NodeArea, store.NodeGoal, store.NodeRequirement, store.NodeGroup}
	for i, one := range wanted.Create {
		wanted.Create[i].Title = strings.TrimSpace(one.Title)
		if !slices.Contains(creatable, one.Kind) || wanted.Create[i].Title == "" || strings.ContainsFunc(one.Title, breaksLine) || i >= 200 {
			return wanted, store.ErrInvalid.About("create")
		}
	}
	if wanted.HeadRow < 0 || wanted.HeadLines < 0 || wanted.HeadLines > 10 {
		return wanted, store.ErrInvalid.About("header_row")
	}
	return wanted, nil
}

// createNamed adds what a table names to the structure, unless it is there already.
func (s *Server) createNamed(c *fiber.Ctx, plan *sheet.Plan, create []sheet.Created) error {
	for _, one := range create {
		if slices.ContainsFunc(plan.Nodes, func(node store.Node) bool {
			return node.Kind == one.Kind && !node.Removed && strings.EqualFold(node.Title, one.Title)
		}) {
			continue
		}
		node, err := s.Store.AddNode(c.UserContext(), store.Node{ID: store.NewID(), Kind: one.Kind, Title: one.Title})
		if err != nil {
			return err
		}
		if err := s.audit(c, account(c).ID, "AddNode", "", node.ID); err != nil {
			return err
		}
		plan.Nodes = append(plan.Nodes, node)
	}
	return nil
}

// readSheet reads a table, one at a time: a large one takes its share of memory.
func (s *Server) readSheet(content []byte, plan sheet.Plan, wanted sheet.Mapping) (*sheet.Preview, error) {
	s.sheets.Lock()
	defer s.sheets.Unlock()
	book, err := sheet.Open(content)
	if err != nil {
		return nil, err
	}
	return book.Read(plan, wanted, s.Now().UnixMilli())
}

// wholePlan returns what the names in a table may mean, with all measures whole.
func (s *Server) wholePlan(ctx context.Context) (plan sheet.Plan, err error) {
	measures, err := s.Store.Measures(ctx, store.MeasureFilter{})
	if err != nil {
		return plan, err
	}
	return s.planOf(ctx, measures)
}

// planOf returns some measures, whole, with what they refer to.
func (s *Server) planOf(ctx context.Context, measures []store.Measure) (plan sheet.Plan, err error) {
	if plan.Nodes, err = s.Store.Nodes(ctx); err != nil {
		return plan, err
	}
	if plan.House, err = s.Store.House(ctx); err != nil {
		return plan, err
	}
	plan.Measures = make([]store.Measure, len(measures))
	for i, listed := range measures {
		if plan.Measures[i], err = s.Store.Measure(ctx, listed.ID); err != nil {
			return plan, err
		}
	}
	return plan, nil
}
