package storetest

import (
	"context"
	"testing"

	"masswerk/store"
)

// Statuses checks store.Statuses.
func Statuses(t *testing.T, open Open) {
	t.Run("requests", func(t *testing.T) { statusRequests(t, open) })
	t.Run("reports", func(t *testing.T) { statusReports(t, open) })
	t.Run("acceptance", func(t *testing.T) { acceptance(t, open) })
}

// asked is a unit that was asked how two measures stand.
func asked(t *testing.T, s Store) store.StatusRequest {
	t.Helper()
	request := store.StatusRequest{
		ID: store.NewID(), Period: "2027-H1", Unit: node(t, s, store.NodeUnit, "FB 10", "").ID, Measures: []string{draft(t, s, "Licht").ID, draft(t, s, "Lärm").ID},
		Due: "2027-07-31", Note: "Bitte kurz", Secret: store.NewID(), ExpiresAt: 1000, CreatedAt: 10,
	}
	must(t, s.AddStatusRequests(context.Background(), []store.StatusRequest{request}))
	return request
}

// reported is a full report of the first measure asked for, as a screen would send it.
func reported(request store.StatusRequest) store.StatusReport {
	return store.StatusReport{
		ID: store.NewID(), Request: request.ID, Measure: request.Measures[0], Period: request.Period, State: "submitted", On: "2027-06-30",
		Progress: 40, Lights: store.Lights{Time: "yellow", Result: "green", Budget: "green"}, Current: store.Dates{Start: "2027-01-01", End: "2027-12-31"},
		DateReason: "Lieferzeit", Actuals: map[string]float64{"i": 12.5}, Reached: map[string]string{"m": "2027-05-01"},
		Achievements: "Bestellt", Outlook: "Einbau", Obstacles: "Keine", Highlight: "Es wird heller", Function: "unit x", ChangedAt: 20,
	}
}

func statusRequests(t *testing.T, open Open) {
	ctx := context.Background()

	t.Run("they are kept, latest first, and found by their link", func(t *testing.T) {
		s := open(t)
		first := asked(t, s)
		second := first
		second.ID, second.Secret, second.CreatedAt = store.NewID(), store.NewID(), 11
		must(t, s.AddStatusRequests(ctx, []store.StatusRequest{second}))
		all, err := s.StatusRequests(ctx)
		must(t, err)
		same(t, "requests", all, []store.StatusRequest{second, first})
		got, err := s.StatusRequestBySecret(ctx, first.Secret, 999)
		must(t, err)
		same(t, "request", got, first)
	})

	t.Run("a link ends", func(t *testing.T) {
		s := open(t)
		request := asked(t, s)
		for _, one := range []struct {
			secret string
			now    int64
		}{{"a guess", 1}, {"", 1}, {request.Secret, 1000}} {
			_, err := s.StatusRequestBySecret(ctx, one.secret, one.now)
			refused(t, err, store.ErrLinkEnded)
		}
		for range 2 {
			must(t, s.RevokeStatusRequest(ctx, request.ID))
		}
		_, err := s.StatusRequestBySecret(ctx, request.Secret, 1)
		refused(t, err, store.ErrLinkEnded)
		refused(t, s.RevokeStatusRequest(ctx, "nothing"), store.ErrNotFound)
	})

	t.Run("they name a unit and measures, or none is stored", func(t *testing.T) {
		s := open(t)
		fine := asked(t, s)
		goal := node(t, s, store.NodeGoal, "Papierlos", "")
		for name, change := range map[string]func(*store.StatusRequest){
			"unknown unit":    func(r *store.StatusRequest) { r.Unit = "nothing" },
			"not a unit":      func(r *store.StatusRequest) { r.Unit = goal.ID },
			"unknown measure": func(r *store.StatusRequest) { r.Measures = []string{"nothing"} },
		} {
			another, broken := fine, fine
			another.ID, another.Secret = store.NewID(), store.NewID()
			broken.ID, broken.Secret = store.NewID(), store.NewID()
			change(&broken)
			t.Run(name, func(t *testing.T) {
				refused(t, s.AddStatusRequests(ctx, []store.StatusRequest{another, broken}), store.ErrInvalid)
			})
		}
		all, err := s.StatusRequests(ctx)
		must(t, err)
		same(t, "requests", all, []store.StatusRequest{fine})
	})
}

func statusReports(t *testing.T, open Open) {
	ctx := context.Background()

	t.Run("all of it is kept", func(t *testing.T) {
		s := open(t)
		request := asked(t, s)
		want := reported(request)
		got, err := s.SaveStatusReport(ctx, want)
		must(t, err)
		want.Version = 1
		same(t, "report", got, want)
		own := reported(request)
		own.Request, own.State, own.ChangedAt = "", "draft", 30
		own, err = s.SaveStatusReport(ctx, own)
		must(t, err)
		for name, one := range map[string]struct {
			measure, request string
			want             []store.StatusReport
		}{
			"all":        {"", "", []store.StatusReport{own, want}},
			"measure":    {want.Measure, "", []store.StatusReport{own, want}},
			"request":    {"", request.ID, []store.StatusReport{want}},
			"both":       {want.Measure, request.ID, []store.StatusReport{want}},
			"no measure": {request.Measures[1], "", nil},
		} {
			got, err := s.StatusReports(ctx, one.measure, one.request)
			must(t, err)
			same(t, name, got, one.want)
		}
	})

	t.Run("two screens never overwrite each other", func(t *testing.T) {
		s := open(t)
		request := asked(t, s)
		first, err := s.SaveStatusReport(ctx, reported(request))
		must(t, err)
		_, err = s.SaveStatusReport(ctx, reported(request)) // begun twice
		refused(t, err, store.ErrVersion)
		second := first
		second.Outlook, second.State = "Abnahme", "draft"
		second, err = s.SaveStatusReport(ctx, second)
		must(t, err)
		if second.Version != 2 || second.State != "draft" || second.Outlook != "Abnahme" {
			t.Errorf("got %+v", second)
		}
		_, err = s.SaveStatusReport(ctx, first)
		refused(t, err, store.ErrVersion)
		all, err := s.StatusReports(ctx, "", "")
		must(t, err)
		same(t, "reports", all, []store.StatusReport{second})
	})

	t.Run("what nobody asked for is refused", func(t *testing.T) {
		s := open(t)
		request := asked(t, s)
		for name, one := range map[string]struct {
			change func(*store.StatusReport)
			want   error
		}{
			"another measure": {func(r *store.StatusReport) { r.Measure = draft(t, s, "Fremd").ID }, store.ErrNotFound},
			"unknown measure": {func(r *store.StatusReport) { r.Request, r.Measure = "", "nothing" }, store.ErrNotFound},
			"unknown request": {func(r *store.StatusReport) { r.Request = "nothing" }, store.ErrNotFound},
			"accepted":        {func(r *store.StatusReport) { r.State = "accepted" }, store.ErrInvalid},
			"returned":        {func(r *store.StatusReport) { r.State = "returned" }, store.ErrInvalid},
			"never begun":     {func(r *store.StatusReport) { r.Version = 1 }, store.ErrNotFound},
		} {
			broken := reported(request)
			one.change(&broken)
			t.Run(name, func(t *testing.T) {
				_, err := s.SaveStatusReport(ctx, broken)
				refused(t, err, one.want)
			})
		}
		all, err := s.StatusReports(ctx, "", "")
		must(t, err)
		same(t, "reports", all, nil)
	})

	t.Run("a return says why until the report comes again", func(t *testing.T) {
		s := open(t)
		report, err := s.SaveStatusReport(ctx, reported(asked(t, s)))
		must(t, err)
		_, err = s.ReturnStatusReport(ctx, report.ID, report.Version, "")
		refused(t, err, store.ErrReasonNeeded)
		_, err = s.ReturnStatusReport(ctx, report.ID, report.Version+1, "Zu kurz")
		refused(t, err, store.ErrVersion)
		_, err = s.ReturnStatusReport(ctx, "nothing", 1, "Zu kurz")
		refused(t, err, store.ErrNotFound)
		report, err = s.ReturnStatusReport(ctx, report.ID, report.Version, "Zu kurz")
		must(t, err)
		if report.State != "returned" || report.Return != "Zu kurz" || report.Version != 2 {
			t.Errorf("got %+v", report)
		}
		_, err = s.ReturnStatusReport(ctx, report.ID, report.Version, "Noch einmal")
		refused(t, err, store.ErrNotSubmitted)
		_, _, err = s.AcceptStatusReport(ctx, report.ID, report.Version, editing)
		refused(t, err, store.ErrNotSubmitted)
		report.State = "draft"
		report, err = s.SaveStatusReport(ctx, report)
		must(t, err)
		if report.Return != "Zu kurz" {
			t.Error("the reason is gone while the report is a draft")
		}
		report.State = "submitted"
		report, err = s.SaveStatusReport(ctx, report)
		must(t, err)
		if report.Return != "" {
			t.Errorf("got %+v", report)
		}
	})
}

func acceptance(t *testing.T, open Open) {
	ctx := context.Background()
	// begun is a measure with an indicator and a milestone, and a report of it that was submitted.
	begun := func(t *testing.T) (s Store, m store.Measure, report store.StatusReport) {
		t.Helper()
		s = open(t)
		request := asked(t, s)
		m, err := s.Measure(ctx, request.Measures[0])
		must(t, err)
		m = edit(t, s, m, said{
			"indicators": []store.Indicator{{ID: "i", Title: "Anteil", Actuals: []store.Actual{{On: "2027-06-30", Value: 1}, {On: "2027-12-31", Value: 99}}}, {ID: "j", Title: "Anderes"}},
			"milestones": []store.Milestone{{ID: "m", Title: "Bestellt"}, {ID: "n", Title: "Eingebaut"}},
			"baseline":   store.Dates{Start: "2027-01-01", End: "2027-09-30"}, "current": store.Dates{Start: "2027-01-01", End: "2027-09-30"},
		}, "")
		report, err = s.SaveStatusReport(ctx, reported(request))
		must(t, err)
		return s, m, report
	}

	t.Run("it carries the report over to the measure", func(t *testing.T) {
		s, before, report := begun(t)
		accepted, m, err := s.AcceptStatusReport(ctx, report.ID, report.Version, after(editing, 60))
		must(t, err)
		if accepted.State != "accepted" || accepted.Version != 2 || accepted.ChangedAt != after(editing, 60).At {
			t.Errorf("got %+v", accepted)
		}
		want := before.Profile
		want.Progress, want.Lights, want.Current = report.Progress, report.Lights, report.Current
		want.DateChanges = []store.DateChange{{At: after(editing, 60).At, From: before.Profile.Current, To: report.Current, Reason: report.DateReason}}
		want.Indicators[0].Actuals = []store.Actual{{On: "2027-06-30", Value: 12.5}, {On: "2027-12-31", Value: 99}}
		want.Milestones[0].Done = "2027-05-01"
		same(t, "profile", m.Profile, want)
		stored(t, s, m)
		changes, err := s.History(ctx, m.ID)
		must(t, err)
		if changes[0].What != "report" || changes[0].Reason != report.DateReason || changes[0].By != editing.Account || m.Version != before.Version+1 {
			t.Errorf("got %+v", changes[0])
		}
	})

	t.Run("an accepted report never changes again", func(t *testing.T) {
		s, _, report := begun(t)
		accepted, m, err := s.AcceptStatusReport(ctx, report.ID, report.Version, editing)
		must(t, err)
		for _, version := range []int64{report.Version, accepted.Version} {
			again := accepted
			again.Version, again.State, again.Outlook = version, "draft", "Anders"
			_, err = s.SaveStatusReport(ctx, again)
			refused(t, err, store.ErrAccepted)
			_, err = s.ReturnStatusReport(ctx, report.ID, version, "Doch nicht")
			refused(t, err, store.ErrAccepted)
			_, _, err = s.AcceptStatusReport(ctx, report.ID, version, after(editing, 5))
			refused(t, err, store.ErrAccepted)
		}
		all, err := s.StatusReports(ctx, "", "")
		must(t, err)
		same(t, "reports", all, []store.StatusReport{accepted})
		stored(t, s, m)
	})

	t.Run("it is stored with the measure's edit, or not at all", func(t *testing.T) {
		s, m, report := begun(t)
		report.DateReason = "" // moved dates need one
		report, err := s.SaveStatusReport(ctx, report)
		must(t, err)
		_, _, err = s.AcceptStatusReport(ctx, report.ID, report.Version, editing)
		refused(t, err, store.ErrReasonNeeded)
		_, _, err = s.AcceptStatusReport(ctx, report.ID, report.Version-1, editing)
		refused(t, err, store.ErrVersion)
		_, _, err = s.AcceptStatusReport(ctx, "nothing", 1, editing)
		refused(t, err, store.ErrNotFound)
		all, err := s.StatusReports(ctx, "", "")
		must(t, err)
		same(t, "reports", all, []store.StatusReport{report})
		stored(t, s, m)
	})

	t.Run("a late report changes nothing but what is dated", func(t *testing.T) {
		s, _, report := begun(t)
		_, now, err := s.AcceptStatusReport(ctx, report.ID, report.Version, editing)
		must(t, err)
		late := reported(store.StatusRequest{Period: "2026-H2", Measures: []string{report.Measure}})
		late.On, late.Progress, late.Lights, late.Current = "2026-12-31", 5, store.Lights{Time: "red"}, store.Dates{}
		late.Actuals, late.Reached = map[string]float64{"i": 3, "unknown": 1}, map[string]string{"n": "2026-12-01", "m": ""}
		late, err = s.SaveStatusReport(ctx, late)
		must(t, err)
		_, m, err := s.AcceptStatusReport(ctx, late.ID, late.Version, after(editing, 5))
		must(t, err)
		want := now.Profile
		want.Indicators[0].Actuals = append([]store.Actual{{On: "2026-12-31", Value: 3}}, want.Indicators[0].Actuals...)
		want.Milestones[1].Done = "2026-12-01"
		same(t, "profile", m.Profile, want)
	})

	t.Run("a report without dates leaves them alone", func(t *testing.T) {
		s, before, report := begun(t)
		report.Current, report.DateReason = store.Dates{}, ""
		report, err := s.SaveStatusReport(ctx, report)
		must(t, err)
		_, m, err := s.AcceptStatusReport(ctx, report.ID, report.Version, editing)
		must(t, err)
		if m.Profile.Current != before.Profile.Current || m.Profile.Progress != 40 {
			t.Errorf("got %+v", m.Profile)
		}
	})

	t.Run("who accepted is forgotten", func(t *testing.T) {
		s, _, report := begun(t)
		accepted, _, err := s.AcceptStatusReport(ctx, report.ID, report.Version, editing)
		must(t, err)
		must(t, s.ForgetPeople(ctx, editing.At+1))
		all, err := s.StatusReports(ctx, "", "")
		must(t, err)
		same(t, "reports", all, []store.StatusReport{accepted})
	})
}
