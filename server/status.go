package server

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"masswerk/store"
)

// openStatus is what a unit was asked for and has not answered. It names the unit, never a person.
type openStatus struct {
	Unit     string   `json:"unit"`
	Request  string   `json:"request"`
	Period   string   `json:"period"`
	Due      string   `json:"due"`
	Measures []string `json:"measures"` // without a report that was submitted
	Returned []string `json:"returned"` // those of them whose report was given back
}

// status handles GET /staff/api/status.
func (s *Server) status(c *fiber.Ctx) error {
	type response struct {
		Requests []store.StatusRequest           `json:"requests"`
		Reports  map[string][]store.StatusReport `json:"reports"` // by lead unit of the measure
		Open     []openStatus                    `json:"open"`
	}
	measures, err := s.measuresInSight(c, store.MeasureFilter{})
	if err != nil {
		return err
	}
	requests, err := s.Store.StatusRequests(c.UserContext())
	if err != nil {
		return err
	}
	reports, err := s.Store.StatusReports(c.UserContext(), "", "")
	if err != nil {
		return err
	}
	view, err := s.sightOf(c.UserContext(), account(c))
	if err != nil {
		return err
	}
	requests = slices.DeleteFunc(requests, func(one store.StatusRequest) bool { return !view.all && !view.units[one.Unit] })
	leads := map[string]string{}
	for _, measure := range measures {
		leads[measure.ID] = measure.Profile.Lead
	}
	answer := response{listed(requests), map[string][]store.StatusReport{}, openOf(requests, reports)}
	for _, report := range shownTo(account(c), reports) {
		if unit, seen := leads[report.Measure]; seen {
			answer.Reports[unit] = append(answer.Reports[unit], report)
		}
	}
	return c.JSON(answer)
}

// openOf returns what was asked for and not answered, by unit. Of several requests for a measure the
// latest one counts; they come latest first. What the house reported itself for the same period is
// an answer, too.
func openOf(requests []store.StatusRequest, reports []store.StatusReport) []openStatus {
	type asked struct{ request, measure string }
	states, own := map[asked]string{}, map[asked]bool{}
	for _, report := range reports {
		states[asked{report.Request, report.Measure}] = report.State
		if report.Request == "" && (report.State == "submitted" || report.State == "accepted") {
			own[asked{report.Period, report.Measure}] = true
		}
	}
	open, seen := []openStatus{}, map[string]bool{}
	for _, request := range requests {
		if request.Revoked {
			continue
		}
		one := openStatus{Unit: request.Unit, Request: request.ID, Period: request.Period, Due: request.Due, Measures: []string{}, Returned: []string{}}
		for _, measure := range request.Measures {
			if seen[measure] {
				continue
			}
			seen[measure] = true
			if own[asked{request.Period, measure}] {
				continue
			}
			switch states[asked{request.ID, measure}] {
			case "submitted", "accepted":
				continue
			case "returned":
				one.Returned = append(one.Returned, measure)
			}
			one.Measures = append(one.Measures, measure)
		}
		if len(one.Measures) > 0 {
			open = append(open, one)
		}
	}
	return open
}

// shownTo returns the reports that somebody in the house may read: what a unit has not sent yet is
// its own, and drafts of the house are for who writes them.
func shownTo(who store.Account, reports []store.StatusReport) []store.StatusReport {
	return slices.DeleteFunc(slices.Clone(reports), func(one store.StatusReport) bool {
		return one.State == "draft" && (one.Request != "" || !has(who, editOwn))
	})
}

// reporting are the states in which a measure has something to report.
var reporting = []store.MeasureState{store.MeasureAdopted, store.MeasurePlanned, store.MeasureRunning, store.MeasureCarriedOver}

// askStatus handles POST /staff/api/status: units are asked by a link each how their measures stand.
// A measure is asked for once, from the nearest unit that was named.
func (s *Server) askStatus(c *fiber.Ctx) error {
	type request struct {
		Period string   `json:"period" validate:"required,period"`
		Units  []string `json:"units" validate:"required,min=1,max=200,unique,dive,required,max=64"`
		Due    string   `json:"due" validate:"required,datetime=2006-01-02"`
		Note   string   `json:"note" validate:"max=2000"`
		Days   int      `json:"days" validate:"required,min=1,max=180"`
	}
	type linked struct {
		store.StatusRequest
		Link string `json:"link"` // shown this once
	}
	type response struct {
		Requests []linked `json:"requests"`
		Without  []string `json:"without"` // units that lead nothing that is under way
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	if body.Due < s.today() {
		return store.ErrInvalid.About("due")
	}
	led, err := s.ledBy(c, body.Units)
	if err != nil {
		return err
	}
	answer := response{[]linked{}, []string{}}
	var requests []store.StatusRequest
	now := s.Now()
	for _, unit := range body.Units {
		if len(led[unit]) == 0 {
			answer.Without = append(answer.Without, unit)
			continue
		}
		secret := newSecret()
		one := store.StatusRequest{
			ID: store.NewID(), Period: body.Period, Unit: unit, Measures: led[unit], Due: body.Due, Note: strings.TrimSpace(body.Note),
			Secret: store.HashSecret(secret), ExpiresAt: now.Add(time.Duration(body.Days) * 24 * time.Hour).UnixMilli(), CreatedAt: now.UnixMilli(),
		}
		requests = append(requests, one)
		answer.Requests = append(answer.Requests, linked{one, "/status#" + secret})
	}
	if err := s.Store.AddStatusRequests(c.UserContext(), requests); err != nil {
		return err
	}
	for _, one := range requests {
		if err := s.audit(c, account(c).ID, "AskStatus", "", one.ID+" "+one.Unit); err != nil {
			return err
		}
	}
	return c.Status(fiber.StatusCreated).JSON(answer)
}

// ledBy returns the measures under way by the nearest of some units that leads them, itself or
// through a unit below it.
func (s *Server) ledBy(c *fiber.Ctx, units []string) (map[string][]string, error) {
	nodes, err := s.Store.Nodes(c.UserContext())
	if err != nil {
		return nil, err
	}
	parents := map[string]string{}
	for _, node := range nodes {
		if node.Kind == store.NodeUnit {
			parents[node.ID] = node.Parent
		}
	}
	for _, unit := range units {
		if _, known := parents[unit]; !known {
			return nil, store.ErrNotFound.About("units")
		}
	}
	measures, err := s.Store.Measures(c.UserContext(), store.MeasureFilter{States: reporting})
	if err != nil {
		return nil, err
	}
	led := map[string][]string{}
	for _, measure := range measures {
		unit := measure.Profile.Lead
		for range parents {
			if unit == "" || slices.Contains(units, unit) {
				break
			}
			unit = parents[unit]
		}
		led[unit] = append(led[unit], measure.ID)
	}
	return led, nil
}

// revokeStatus handles POST /staff/api/status/:request/revoke: the link ends at once.
func (s *Server) revokeStatus(c *fiber.Ctx) error {
	id := c.Params("request")
	if err := s.Store.RevokeStatusRequest(c.UserContext(), id); err != nil {
		return err
	}
	if err := s.audit(c, account(c).ID, "RevokeStatus", "", id); err != nil {
		return err
	}
	return c.JSON(struct{}{})
}

// acceptReport handles POST /staff/api/status/reports/:report/accept: what it says goes over to the
// measure, and it is never changed again.
func (s *Server) acceptReport(c *fiber.Ctx) error {
	type request struct {
		Version int64 `json:"version" validate:"required,min=1"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	id := c.Params("report")
	report, measure, err := s.Store.AcceptStatusReport(c.UserContext(), id, body.Version, s.by(c))
	if errors.Is(err, store.ErrVersion) {
		return s.answerReportConflict(c, id)
	}
	if err != nil {
		return err
	}
	if err := s.audit(c, account(c).ID, "AcceptReport", "", id+" "+measure.ID); err != nil {
		return err
	}
	return c.JSON(fiber.Map{"report": report, "measure": measure})
}

// returnReport handles POST /staff/api/status/reports/:report/return.
func (s *Server) returnReport(c *fiber.Ctx) error {
	type request struct {
		Version int64  `json:"version" validate:"required,min=1"`
		Reason  string `json:"reason" validate:"max=2000"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	id := c.Params("report")
	report, err := s.Store.ReturnStatusReport(c.UserContext(), id, body.Version, strings.TrimSpace(body.Reason))
	if errors.Is(err, store.ErrVersion) {
		return s.answerReportConflict(c, id)
	}
	if err != nil {
		return err
	}
	if err := s.audit(c, account(c).ID, "ReturnReport", "", id); err != nil {
		return err
	}
	return c.JSON(fiber.Map{"report": report})
}

// answerReportConflict tells how a report stands now, that somebody saw in an older version.
func (s *Server) answerReportConflict(c *fiber.Ctx, id string) error {
	reports, err := s.Store.StatusReports(c.UserContext(), "", "")
	if err != nil {
		return err
	}
	at := slices.IndexFunc(reports, func(one store.StatusReport) bool { return one.ID == id })
	if at < 0 {
		return store.ErrNotFound
	}
	return c.Status(fiber.StatusConflict).JSON(fiber.Map{"code": store.ErrVersion.Code, "current": reports[at]})
}
