package server

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"masswerk/server/sheet"
	"masswerk/store"
)

// statusSheet handles GET /status/form.xlsx: a unit's form as a workbook.
func (s *Server) statusSheet(c *fiber.Ctx) error {
	asked, err := s.statusRequest(c)
	if err != nil {
		return err
	}
	return s.sendStatus(c, asked)
}

// statusSheetForStaff handles GET /staff/api/status/:request.xlsx: the same workbook, for a unit that
// gets it by mail.
func (s *Server) statusSheetForStaff(c *fiber.Ctx) error {
	asked, err := s.requestNamed(c, strings.TrimSuffix(c.Params("request"), ".xlsx"))
	if err != nil {
		return err
	}
	if err := s.audit(c, account(c).ID, "ExportStatus", "", asked.ID); err != nil {
		return err
	}
	return s.sendStatus(c, asked)
}

func (s *Server) requestNamed(c *fiber.Ctx, id string) (store.StatusRequest, error) {
	requests, err := s.Store.StatusRequests(c.UserContext())
	if err != nil {
		return store.StatusRequest{}, err
	}
	for _, one := range requests {
		if one.ID == id {
			return one, nil
		}
	}
	return store.StatusRequest{}, store.ErrNotFound
}

func (s *Server) sendStatus(c *fiber.Ctx, asked store.StatusRequest) error {
	form, err := s.statusOf(c, asked)
	if err != nil {
		return err
	}
	content, err := s.writeSheet(func() ([]byte, error) { return sheet.WriteStatus(form) })
	if err != nil {
		return err
	}
	return sendFile(c, workbookKind, "masswerk-sachstand-"+asked.Period+".xlsx", content)
}

// statusOf returns what a workbook of a request is made from.
func (s *Server) statusOf(c *fiber.Ctx, asked store.StatusRequest) (form sheet.Status, err error) {
	form = sheet.Status{Request: asked, Today: s.today()}
	if form.Measures, err = s.formMeasures(c, asked); err != nil {
		return form, err
	}
	if form.Reports, err = s.Store.StatusReports(c.UserContext(), "", asked.ID); err != nil {
		return form, err
	}
	if form.House, err = s.Store.House(c.UserContext()); err != nil {
		return form, err
	}
	unit, err := s.node(c, asked.Unit)
	if err != nil {
		return form, err
	}
	form.Unit = strings.TrimSpace(unit.Short + " " + unit.Title)
	return form, nil
}

// maxStatusSheet bounds a filled-in workbook: a unit has some dozens of measures.
const maxStatusSheet = 2 << 20

// allowStatusSheet lets whoever holds a link that has not ended send a workbook.
func (s *Server) allowStatusSheet(header *fasthttp.RequestHeader) fasthttp.RequestConfig {
	secret := string(header.Cookie(statusCookie))
	if secret == "" || string(header.Method()) != fiber.MethodPost {
		return fasthttp.RequestConfig{}
	}
	if _, err := s.Store.StatusRequestBySecret(context.Background(), store.HashSecret(secret), s.Now().UnixMilli()); err != nil {
		return fasthttp.RequestConfig{}
	}
	return fasthttp.RequestConfig{MaxRequestBodySize: maxStatusSheet, ReadTimeout: time.Minute}
}

// readStatusSheet handles POST /status/form.xlsx: the workbook, filled in. Each measure's report is
// saved by itself; what could not be is told, and so is every cell that could not be read.
func (s *Server) readStatusSheet(c *fiber.Ctx) error {
	type failure struct {
		Measure string `json:"measure"`
		Code    string `json:"code"`
		Field   string `json:"field,omitempty"`
	}
	type response struct {
		Saved  []store.StatusReport `json:"saved"`
		Same   int                  `json:"same"`
		Failed []failure            `json:"failed"`
		Errors []sheet.Fault        `json:"errors"` // cells
	}
	asked, err := s.statusRequest(c)
	if err != nil {
		return err
	}
	form, err := s.statusOf(c, asked)
	if err != nil {
		return err
	}
	rows, faults, err := s.readFilled(c.BodyRaw(), form)
	if err != nil {
		return err
	}
	answer := response{Saved: []store.StatusReport{}, Failed: []failure{}, Errors: faults}
	for _, row := range rows {
		if !row.Changed {
			answer.Same++
			continue
		}
		said := saidIn(row)
		err := validate(said)
		var saved store.StatusReport
		if err == nil {
			saved, err = s.reportByLink(c, asked, row.Report.Measure, said)
		}
		var refused *store.Error
		switch {
		case err == nil:
			answer.Saved = append(answer.Saved, saved)
		case errors.As(err, &refused) && refused.Kind != store.Unavailable:
			answer.Failed = append(answer.Failed, failure{row.Report.Measure, refused.Code, refused.Field})
		default:
			return err
		}
	}
	return c.JSON(answer)
}

func (s *Server) readFilled(content []byte, form sheet.Status) ([]sheet.StatusRow, []sheet.Fault, error) {
	s.sheets.Lock()
	defer s.sheets.Unlock()
	return sheet.ReadStatus(content, form)
}

// saidIn is a row as if it had been typed into the form.
func saidIn(row sheet.StatusRow) reportRequest {
	r := row.Report
	return reportRequest{
		Version: r.Version, Submit: row.Submit, On: r.On, Progress: r.Progress, Lights: lightsRequest(r.Lights), Current: datesRequest(r.Current),
		DateReason: r.DateReason, Actuals: r.Actuals, Reached: r.Reached,
		Achievements: r.Achievements, Outlook: r.Outlook, Obstacles: r.Obstacles, Highlight: r.Highlight,
	}
}
