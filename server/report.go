package server

import (
	"errors"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"masswerk/server/live"
	"masswerk/store"
)

// reportRequest is what somebody says of how a measure stands: in a form, a sheet or in the house.
type reportRequest struct {
	Version      int64              `json:"version" validate:"min=0"`
	Submit       bool               `json:"submit"` // false: a draft, which nobody else reads
	On           string             `json:"on" validate:"omitempty,datetime=2006-01-02"`
	Progress     int                `json:"progress" validate:"min=0,max=100"`
	Lights       lightsRequest      `json:"lights"`
	Current      datesRequest       `json:"current"`
	DateReason   string             `json:"date_reason" validate:"max=2000"`
	Actuals      map[string]float64 `json:"actuals" validate:"max=200,dive,min=-1e15,max=1e15"`
	Reached      map[string]string  `json:"reached" validate:"max=200,dive,omitempty,datetime=2006-01-02"`
	Achievements string             `json:"achievements" validate:"max=10000"`
	Outlook      string             `json:"outlook" validate:"max=10000"`
	Obstacles    string             `json:"obstacles" validate:"max=10000"`
	Highlight    string             `json:"highlight" validate:"max=1000"`
}

type lightsRequest struct {
	Time   string `json:"time" validate:"omitempty,oneof=green yellow red"`
	Result string `json:"result" validate:"omitempty,oneof=green yellow red"`
	Budget string `json:"budget" validate:"omitempty,oneof=green yellow red"`
}

type datesRequest struct {
	Start string `json:"start" validate:"omitempty,datetime=2006-01-02"`
	End   string `json:"end" validate:"omitempty,datetime=2006-01-02"`
}

// report writes down what was said of a measure on a day.
func (r reportRequest) report(measure store.Measure, today string) store.StatusReport {
	report := store.StatusReport{
		Measure: measure.ID, State: "draft", On: r.On, Progress: r.Progress, Lights: store.Lights(r.Lights), Current: store.Dates(r.Current),
		DateReason: strings.TrimSpace(r.DateReason), Actuals: r.Actuals, Reached: r.Reached,
		Achievements: strings.TrimSpace(r.Achievements), Outlook: strings.TrimSpace(r.Outlook),
		Obstacles: strings.TrimSpace(r.Obstacles), Highlight: strings.TrimSpace(r.Highlight), Version: r.Version,
	}
	if report.On == "" {
		report.On = today
	}
	if r.Submit {
		report.State = "submitted"
	}
	if report.Actuals == nil {
		report.Actuals = map[string]float64{}
	}
	if report.Reached == nil {
		report.Reached = map[string]string{}
	}
	return report
}

// checkReport refuses what does not fit the measure. A draft may still lack the reason for other
// dates, which a report that is sent may not.
func checkReport(report store.StatusReport, measure store.Measure, today string) error {
	p := measure.Profile
	for id := range report.Actuals {
		if !slices.ContainsFunc(p.Indicators, func(one store.Indicator) bool { return one.ID == id }) {
			return store.ErrInvalid.About("actuals")
		}
	}
	for id, day := range report.Reached {
		if day > today || !slices.ContainsFunc(p.Milestones, func(one store.Milestone) bool { return one.ID == id }) {
			return store.ErrInvalid.About("reached")
		}
	}
	dates := report.Current
	switch {
	case report.On > today:
		return store.ErrInvalid.About("on")
	case dates.Start != "" && dates.End != "" && dates.End < dates.Start:
		return store.ErrInvalid.About("current")
	case report.State == "submitted" && report.DateReason == "" && p.Baseline != (store.Dates{}) && dates != (store.Dates{}) && dates != p.Current:
		return store.ErrReasonNeeded.About("date_reason")
	}
	return nil
}

// reportMeasure handles POST /staff/api/measures/:measure/reports: the house, or the lead unit signed
// in, says how a measure stands. It is accepted like one that came by a link.
func (s *Server) reportMeasure(c *fiber.Ctx) error {
	type which struct {
		ID     string `json:"id" validate:"max=64"` // of the report that is continued; empty: a new one
		Period string `json:"period" validate:"required,period"`
	}
	type request struct {
		which
		reportRequest
	}
	var body request
	if err := live.Decode(c.BodyRaw(), &body); err != nil {
		return err
	}
	for _, part := range []any{body.which, body.reportRequest} {
		if err := validate(part); err != nil { // apart, so that fields go by their own names
			return err
		}
	}
	measure, err := s.measureInSight(c)
	if err != nil {
		return err
	}
	if err := s.mayReport(c, measure); err != nil {
		return err
	}
	by := s.by(c)
	report := body.report(measure, s.today())
	report.ID, report.Period, report.Function, report.ChangedAt = body.ID, body.Period, by.Function, by.At
	if (report.ID == "") != (report.Version == 0) {
		return store.ErrInvalid.About("version")
	}
	if report.ID == "" {
		report.ID = store.NewID()
	} else if err := s.ownReport(c, measure.ID, report.ID); err != nil {
		return err
	}
	if err := checkReport(report, measure, s.today()); err != nil {
		return err
	}
	saved, err := s.Store.SaveStatusReport(c.UserContext(), report)
	if errors.Is(err, store.ErrVersion) {
		return s.answerReportConflict(c, report.ID)
	}
	if err != nil {
		return err
	}
	if err := s.audit(c, by.Account, "ReportMeasure", "", saved.ID+" "+measure.ID); err != nil {
		return err
	}
	return c.JSON(fiber.Map{"report": saved})
}

// ownReport returns ErrNotFound unless a report is about the measure and was begun in the house: what
// came by a link is corrected by its link.
func (s *Server) ownReport(c *fiber.Ctx, measure, id string) error {
	reports, err := s.Store.StatusReports(c.UserContext(), measure, "")
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(reports, func(one store.StatusReport) bool { return one.ID == id && one.Request == "" }) {
		return store.ErrNotFound
	}
	return nil
}
