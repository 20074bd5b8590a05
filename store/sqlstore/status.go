package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"masswerk/store"
)

// AddStatusRequests stores requests.
func (s *Store) AddStatusRequests(ctx context.Context, requests []store.StatusRequest) error {
	err := s.write(ctx, func(t *tx) error { return each(requests, t.addStatusRequest) })
	if err != nil {
		return fmt.Errorf("add status requests: %w", err)
	}
	return nil
}

func (t *tx) addStatusRequest(r store.StatusRequest) error {
	if err := t.knowMeasures(r.Measures); err != nil {
		return err
	}
	added, err := t.exec(`
		INSERT INTO status_request (id, period, unit, measures, due, note, secret, expires_at, revoked, created_at)
		SELECT $1, $2, id, $4, $5, $6, $7, $8, $9, $10 FROM node WHERE id = $3 AND kind = 'unit'`,
		r.ID, r.Period, r.Unit, strings.Join(r.Measures, " "), r.Due, r.Note, r.Secret, r.ExpiresAt, r.Revoked, r.CreatedAt)
	if err == nil && added == 0 {
		err = store.ErrInvalid.About("unit")
	}
	return err
}

const selectStatusRequest = `
	SELECT id, period, unit, measures, due, note, secret, expires_at, revoked, created_at FROM status_request `

func scanStatusRequest(rows *sql.Rows, r *store.StatusRequest) error {
	var measures string
	err := rows.Scan(&r.ID, &r.Period, &r.Unit, &measures, &r.Due, &r.Note, &r.Secret, &r.ExpiresAt, &r.Revoked, &r.CreatedAt)
	r.Measures = strings.Fields(measures)
	return err
}

// StatusRequests returns all requests, latest first.
func (s *Store) StatusRequests(ctx context.Context) (requests []store.StatusRequest, err error) {
	err = s.read(ctx, func(v view) error {
		requests, err = all(v, scanStatusRequest, selectStatusRequest+`ORDER BY created_at DESC, id`)
		return err
	})
	return requests, err
}

// RevokeStatusRequest ends a link at once.
func (s *Store) RevokeStatusRequest(ctx context.Context, id string) error {
	return s.write(ctx, func(t *tx) error {
		revoked, err := t.exec(`UPDATE status_request SET revoked = TRUE WHERE id = $1`, id)
		if err == nil && revoked == 0 {
			err = store.ErrNotFound
		}
		return err
	})
}

// StatusRequestBySecret returns a request by its link, or ErrLinkEnded.
func (s *Store) StatusRequestBySecret(ctx context.Context, hash string, now int64) (request store.StatusRequest, err error) {
	err = s.read(ctx, func(v view) error {
		request, err = first(v, store.ErrLinkEnded, scanStatusRequest,
			selectStatusRequest+`WHERE secret = $1 AND expires_at > $2 AND NOT revoked`, hash, now)
		return err
	})
	return request, err
}

// said is what a report keeps as JSON.
type said struct {
	Progress     int                `json:"progress"`
	Lights       store.Lights       `json:"lights"`
	Current      store.Dates        `json:"current"`
	DateReason   string             `json:"date_reason"`
	Actuals      map[string]float64 `json:"actuals"`
	Reached      map[string]string  `json:"reached"`
	Achievements string             `json:"achievements"`
	Outlook      string             `json:"outlook"`
	Obstacles    string             `json:"obstacles"`
	Highlight    string             `json:"highlight"`
}

// SaveStatusReport stores a draft, or submits it.
func (s *Store) SaveStatusReport(ctx context.Context, r store.StatusReport) (stored store.StatusReport, err error) {
	err = s.write(ctx, func(t *tx) error {
		if r.State != "draft" && r.State != "submitted" {
			return store.ErrInvalid.About("state")
		}
		if r.Version == 0 {
			err = t.beginReport(&r)
		} else {
			err = t.editReport(r)
		}
		if err != nil {
			return err
		}
		stored, err = t.statusReport(r.ID)
		return err
	})
	if err != nil {
		return store.StatusReport{}, fmt.Errorf("save status report: %w", err)
	}
	return stored, nil
}

func (t *tx) beginReport(r *store.StatusReport) error {
	if r.ID == "" {
		r.ID = store.NewID()
	}
	if _, err := first(t.view, store.ErrNotFound, value[string], `SELECT id FROM measure WHERE id = $1`, r.Measure); err != nil {
		return err
	}
	if r.Request != "" {
		request, err := first(t.view, store.ErrNotFound, scanStatusRequest, selectStatusRequest+`WHERE id = $1`, r.Request)
		if err != nil {
			return err
		}
		if !slices.Contains(request.Measures, r.Measure) {
			return store.ErrNotFound
		}
	}
	content, err := writeSaid(*r)
	if err != nil {
		return err
	}
	added, err := t.exec(`
		INSERT INTO status_report (id, request, measure, period, state, spoken_on, content, answer, account, function, version, changed_at)
		VALUES ($1, NULLIF($2, ''), $3, $4, $5, $6, $7, '', '', $8, 1, $9)
		ON CONFLICT DO NOTHING`,
		r.ID, r.Request, r.Measure, r.Period, r.State, r.On, content, r.Function, r.ChangedAt)
	if err == nil && added == 0 {
		err = store.ErrVersion // begun on another screen
	}
	return err
}

func (t *tx) editReport(r store.StatusReport) error {
	content, err := writeSaid(r)
	if err != nil {
		return err
	}
	changed, err := t.exec(`
		UPDATE status_report SET period = $3, state = $4, spoken_on = $5, content = $6, function = $7, changed_at = $8,
			answer = CASE WHEN $4 = 'submitted' THEN '' ELSE answer END, version = version + 1
		WHERE id = $1 AND version = $2 AND state <> 'accepted'`,
		r.ID, r.Version, r.Period, r.State, r.On, content, r.Function, r.ChangedAt)
	if err == nil && changed == 0 {
		return t.whyNot(r.ID, r.Version)
	}
	return err
}

// whyNot returns why a report was not changed.
func (v view) whyNot(id string, version int64) error {
	stored, err := v.statusReport(id)
	switch {
	case err != nil:
		return err
	case stored.State == "accepted":
		return store.ErrAccepted
	case stored.Version != version:
		return store.ErrVersion
	}
	return store.ErrNotSubmitted
}

func writeSaid(r store.StatusReport) (string, error) {
	return toJSON(&said{r.Progress, r.Lights, r.Current, r.DateReason, r.Actuals, r.Reached, r.Achievements, r.Outlook, r.Obstacles, r.Highlight})
}

// ReturnStatusReport gives a submitted report back with a reason.
func (s *Store) ReturnStatusReport(ctx context.Context, id string, version int64, reason string) (report store.StatusReport, err error) {
	err = s.write(ctx, func(t *tx) error {
		if reason == "" {
			return store.ErrReasonNeeded
		}
		changed, err := t.exec(`
			UPDATE status_report SET state = 'returned', answer = $3, version = version + 1
			WHERE id = $1 AND version = $2 AND state = 'submitted'`, id, version, reason)
		if err != nil {
			return err
		}
		if changed == 0 {
			return t.whyNot(id, version)
		}
		report, err = t.statusReport(id)
		return err
	})
	if err != nil {
		return store.StatusReport{}, fmt.Errorf("return status report %s: %w", id, err)
	}
	return report, nil
}

// AcceptStatusReport freezes a submitted report and carries what it says over to the measure.
func (s *Store) AcceptStatusReport(ctx context.Context, id string, version int64, by store.By) (report store.StatusReport, m store.Measure, err error) {
	err = s.write(ctx, func(t *tx) error {
		report, m, err = t.acceptReport(id, version, by)
		return err
	})
	if err != nil {
		return store.StatusReport{}, store.Measure{}, fmt.Errorf("accept status report %s: %w", id, err)
	}
	return report, m, nil
}

func (t *tx) acceptReport(id string, version int64, by store.By) (report store.StatusReport, m store.Measure, err error) {
	changed, err := t.exec(`
		UPDATE status_report SET state = 'accepted', account = $3, changed_at = $4, version = version + 1
		WHERE id = $1 AND version = $2 AND state = 'submitted'`, id, version, by.Account, by.At)
	if err != nil {
		return report, m, err
	}
	if changed == 0 {
		return report, m, t.whyNot(id, version)
	}
	if report, err = t.statusReport(id); err != nil {
		return report, m, err
	}
	before, err := t.measure(report.Measure)
	if err != nil {
		return report, m, err
	}
	later, err := first(t.view, nil, value[int], `
		SELECT COUNT(*) FROM status_report WHERE measure = $1 AND state = 'accepted' AND spoken_on > $2`, report.Measure, report.On)
	if err != nil {
		return report, m, err
	}
	if m, err = before.Revise(report.Carry(before.Profile, later > 0), report.DateReason, by.At); err != nil {
		return report, m, err
	}
	return report, m, t.keepMeasure(before, m, "report", report.DateReason, by)
}

const selectStatusReport = `
	SELECT id, COALESCE(request, ''), measure, period, state, spoken_on, content, answer, function, version, changed_at
	FROM status_report `

func scanStatusReport(rows *sql.Rows, r *store.StatusReport) error {
	var content string
	if err := rows.Scan(&r.ID, &r.Request, &r.Measure, &r.Period, &r.State, &r.On, &content, &r.Return,
		&r.Function, &r.Version, &r.ChangedAt); err != nil {
		return err
	}
	var text said
	err := fromJSON(content, &text)
	r.Progress, r.Lights, r.Current, r.DateReason = text.Progress, text.Lights, text.Current, text.DateReason
	r.Actuals, r.Reached = text.Actuals, text.Reached
	r.Achievements, r.Outlook, r.Obstacles, r.Highlight = text.Achievements, text.Outlook, text.Obstacles, text.Highlight
	return err
}

func (v view) statusReport(id string) (store.StatusReport, error) {
	return first(v, store.ErrNotFound, scanStatusReport, selectStatusReport+`WHERE id = $1`, id)
}

// StatusReports returns those of a measure, of a request or all (both empty), latest first.
func (s *Store) StatusReports(ctx context.Context, measure, request string) (reports []store.StatusReport, err error) {
	err = s.read(ctx, func(v view) error {
		reports, err = all(v, scanStatusReport, selectStatusReport+`
			WHERE (measure = $1 OR $1 = '') AND (request = $2 OR $2 = '') ORDER BY changed_at DESC, id`, measure, request)
		return err
	})
	return reports, err
}

// forgetAcceptors empties who accepted reports before a time.
func (t *tx) forgetAcceptors(before int64) error {
	return t.run(`UPDATE status_report SET account = '' WHERE account <> '' AND changed_at < $1`, before)
}
