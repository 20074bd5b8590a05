package server

import (
	"errors"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"masswerk/store"
)

// statusCookie is a unit's link to its form, on the form's path only.
const statusCookie = "masswerk_status"

// enterStatus handles POST /status/enter: the secret of a link becomes a cookie.
func (s *Server) enterStatus(c *fiber.Ctx) error {
	type request struct {
		Secret string `json:"secret" validate:"required,max=128"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	asked, err := s.linkedRequest(c, body.Secret)
	if err != nil {
		return err
	}
	s.keep(c, statusCookie, "/status", body.Secret, time.UnixMilli(asked.ExpiresAt).Sub(s.Now()))
	return c.JSON(struct{}{})
}

// statusRequest returns what the unit that asks was asked for. A link ends on its day, and at once
// when it is revoked.
func (s *Server) statusRequest(c *fiber.Ctx) (store.StatusRequest, error) {
	secret := c.Cookies(statusCookie)
	if secret == "" {
		return store.StatusRequest{}, store.ErrLinkEnded
	}
	return s.linkedRequest(c, secret)
}

// linkedRequest returns the request that a link's secret opens. Only wrong ones count against a
// network: one address may be a whole town hall.
func (s *Server) linkedRequest(c *fiber.Ctx, secret string) (store.StatusRequest, error) {
	asked, err := s.Store.StatusRequestBySecret(c.UserContext(), store.HashSecret(secret), s.Now().UnixMilli())
	if errors.Is(err, store.ErrLinkEnded) {
		if wait := s.wrongLinks.take(s.network(c)); wait > 0 {
			return store.StatusRequest{}, tooMany(wait)
		}
	}
	return asked, err
}

// formMeasures returns the measures that a request asks for, whole: those which its unit, or one
// below it, still leads.
func (s *Server) formMeasures(c *fiber.Ctx, asked store.StatusRequest) ([]store.Measure, error) {
	nodes, err := s.Store.Nodes(c.UserContext())
	if err != nil {
		return nil, err
	}
	units := store.Below(nodes, asked.Unit)
	var measures []store.Measure
	for _, id := range asked.Measures {
		measure, err := s.Store.Measure(c.UserContext(), id)
		if err != nil {
			return nil, err
		}
		if units[measure.Profile.Lead] {
			measures = append(measures, measure)
		}
	}
	return measures, nil
}

// formMeasure is what a unit is shown of its measure.
type formMeasure struct {
	ID           string             `json:"id"`
	Candidate    int                `json:"candidate_number"`
	Number       int                `json:"number,omitempty"`
	Title        string             `json:"title"`
	Summary      string             `json:"summary"`
	State        store.MeasureState `json:"state"`
	LeadFunction string             `json:"lead_function"`
	Baseline     store.Dates        `json:"baseline"`
	Current      store.Dates        `json:"current"`
	Milestones   []store.Milestone  `json:"milestones"`
	Indicators   []store.Indicator  `json:"indicators"`
	Progress     int                `json:"progress"`
	Lights       store.Lights       `json:"lights"`
}

// statusForm handles GET /status/form.
func (s *Server) statusForm(c *fiber.Ctx) error {
	type response struct {
		Request    store.StatusRequest           `json:"request"`
		Unit       store.Node                    `json:"unit"`
		House      string                        `json:"house"`
		Prefix     string                        `json:"prefix"`
		StateNames map[store.MeasureState]string `json:"state_names"`
		Measures   []formMeasure                 `json:"measures"`
		Reports    []store.StatusReport          `json:"reports"`
	}
	asked, err := s.statusRequest(c)
	if err != nil {
		return err
	}
	measures, err := s.formMeasures(c, asked)
	if err != nil {
		return err
	}
	reports, err := s.Store.StatusReports(c.UserContext(), "", asked.ID)
	if err != nil {
		return err
	}
	house, err := s.Store.House(c.UserContext())
	if err != nil {
		return err
	}
	unit, err := s.node(c, asked.Unit)
	if err != nil {
		return err
	}
	answer := response{
		Request: asked, Unit: store.Node{ID: unit.ID, Kind: unit.Kind, Title: unit.Title, Short: unit.Short}, House: house.Name,
		Prefix: house.Prefix, StateNames: house.StateNames, Measures: []formMeasure{}, Reports: []store.StatusReport{},
	}
	answer.Request.Measures = []string{}
	for _, one := range measures {
		p := one.Profile
		answer.Request.Measures = append(answer.Request.Measures, one.ID)
		answer.Measures = append(answer.Measures, formMeasure{
			ID: one.ID, Candidate: one.Candidate, Number: one.Number, Title: p.Title, Summary: p.Summary, State: one.State,
			LeadFunction: p.LeadFunction, Baseline: p.Baseline, Current: p.Current, Milestones: listed(p.Milestones),
			Indicators: listed(p.Indicators), Progress: p.Progress, Lights: p.Lights,
		})
	}
	for _, report := range reports {
		if slices.Contains(answer.Request.Measures, report.Measure) {
			answer.Reports = append(answer.Reports, report)
		}
	}
	return c.JSON(answer)
}

// saveReport handles PUT /status/reports/:measure: a draft, saved as it is typed, or what the unit
// sends.
func (s *Server) saveReport(c *fiber.Ctx) error {
	body, err := read[reportRequest](c)
	if err != nil {
		return err
	}
	asked, err := s.statusRequest(c)
	if err != nil {
		return err
	}
	report, err := s.reportByLink(c, asked, c.Params("measure"), body)
	if errors.Is(err, store.ErrVersion) {
		current, err := s.linkedReport(c, asked, c.Params("measure"))
		if err != nil {
			return err
		}
		return c.Status(fiber.StatusConflict).JSON(fiber.Map{"code": store.ErrVersion.Code, "current": current})
	}
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"report": report})
}

// reportByLink stores what a unit says of one of its measures. ErrVersion when another screen was
// quicker; ErrAccepted once the house has accepted the report.
func (s *Server) reportByLink(c *fiber.Ctx, asked store.StatusRequest, id string, said reportRequest) (store.StatusReport, error) {
	measures, err := s.formMeasures(c, asked)
	if err != nil {
		return store.StatusReport{}, err
	}
	at := slices.IndexFunc(measures, func(one store.Measure) bool { return one.ID == id })
	if at < 0 {
		return store.StatusReport{}, store.ErrNotFound
	}
	report := said.report(measures[at], s.today())
	report.Request, report.Period, report.Function, report.ChangedAt = asked.ID, asked.Period, "unit "+asked.Unit, s.Now().UnixMilli()
	if err := checkReport(report, measures[at], s.today()); err != nil {
		return store.StatusReport{}, err
	}
	if said.Version > 0 {
		current, err := s.linkedReport(c, asked, id)
		if err != nil {
			return store.StatusReport{}, err
		}
		report.ID = current.ID
	}
	return s.Store.SaveStatusReport(c.UserContext(), report)
}

// linkedReport returns the report on a measure that a request has got, or ErrNotFound.
func (s *Server) linkedReport(c *fiber.Ctx, asked store.StatusRequest, measure string) (store.StatusReport, error) {
	reports, err := s.Store.StatusReports(c.UserContext(), measure, asked.ID)
	if err != nil {
		return store.StatusReport{}, err
	}
	if len(reports) == 0 {
		return store.StatusReport{}, store.ErrNotFound
	}
	return reports[0], nil
}
