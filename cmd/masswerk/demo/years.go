package demo

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"masswerk/store"
)

// happening is something that came about on a day.
type happening struct {
	on string
	do func() error
}

// liveOn lets every measure go through what came about, day by day.
func (c *city) liveOn() error {
	all, err := c.plan()
	if err != nil {
		return err
	}
	var happenings []happening
	for _, one := range all {
		happenings = append(happenings, c.life(one)...)
	}
	slices.SortStableFunc(happenings, func(a, b happening) int { return cmp.Compare(a.on, b.on) })
	for _, one := range happenings {
		if err := one.do(); err != nil {
			return fmt.Errorf("on %s: %w", one.on, err)
		}
	}
	return nil
}

// life is what came about with one measure.
func (c *city) life(w written) (all []happening) {
	edit := func(login, on, reason string, parts func(store.Measure) store.Profile) happening {
		return happening{on, func() error { return c.edit(w.Key, login, on, reason, parts) }}
	}
	began := c.day(2025, 4, 1).Format("2006-01-02")
	all = append(all, edit("redaktion", began, "", func(store.Measure) store.Profile { return c.profile(w) }))
	for _, line := range w.States {
		step, reason, _ := strings.Cut(line, "|")
		state, on, _ := strings.Cut(strings.TrimSpace(step), " ")
		all = append(all, c.entering(w, store.MeasureState(state), on, strings.TrimSpace(reason)))
		if store.MeasureState(state) == store.MeasureAdopted {
			all = append(all, edit("freigabe", on, "", func(m store.Measure) store.Profile {
				m.Profile.Visibility = store.Public
				return m.Profile
			}))
		}
	}
	for _, line := range w.Slips {
		f := row(line, 4)
		all = append(all, edit("redaktion", f[0], f[3], func(m store.Measure) store.Profile {
			m.Profile.Current = dates(f[1], f[2])
			return m.Profile
		}))
	}
	for _, one := range w.Reports {
		all = append(all, happening{one.On, func() error { return c.report(w, one) }})
	}
	for i, line := range w.Milestones {
		if f := row(line, 3); f[2] != "" {
			all = append(all, edit("redaktion", f[2], "", func(m store.Measure) store.Profile {
				m.Profile.Milestones = slices.Clone(m.Profile.Milestones)
				m.Profile.Milestones[i].Done = f[2]
				return m.Profile
			}))
		}
	}
	if w.AtRisk+w.Paused != "" {
		all = append(all, edit("redaktion", c.day(2026, 9, 21).Format("2006-01-02"), "", func(m store.Measure) store.Profile {
			m.Profile.AtRisk, m.Profile.Paused = w.AtRisk, w.Paused
			return m.Profile
		}))
	}
	return all
}

// edit changes a measure's profile as it stands.
func (c *city) edit(key, login, on, reason string, to func(store.Measure) store.Profile) error {
	m := c.measures[key]
	parts, err := said(to(m))
	if err != nil {
		return err
	}
	delete(parts, "baseline") // it is frozen when the measure is adopted
	if c.measures[key], err = c.EditMeasure(c.ctx, m.ID, m.Version, parts, reason, by(login, on)); err != nil {
		return fmt.Errorf("edit %s: %w", key, err)
	}
	return nil
}

func (c *city) entering(w written, state store.MeasureState, on, reason string) happening {
	return happening{on, func() (err error) {
		login, into, m := "redaktion", "", c.measures[w.Key]
		if state == store.MeasureAdopted {
			login = "freigabe"
		}
		if w.Into != "" {
			into = id("measure", w.Into)
		}
		if state != store.MeasureMerged {
			into = ""
		}
		if c.measures[w.Key], err = c.EnterState(c.ctx, m.ID, m.Version, state, reason, into, by(login, on)); err != nil {
			return fmt.Errorf("%s becomes %s: %w", w.Key, state, err)
		}
		return nil
	}}
}

// The periods that units were asked for; the last one is open.
var periods = []struct {
	name       string
	asked, due [3]int
}{
	{"2025-H2", [3]int{2025, 12, 8}, [3]int{2026, 1, 31}},
	{"2026-H1", [3]int{2026, 6, 8}, [3]int{2026, 7, 31}},
	{"2026-H2", [3]int{2026, 11, 2}, [3]int{2026, 11, 30}},
}

func (c *city) period(name string) string {
	var year int
	var half string
	fmt.Sscanf(name, "%d-%s", &year, &half)
	return fmt.Sprintf("%d-%s", year+c.shift, half)
}

func requestID(period, unit string) string { return id("request", period, unit) }

// addRequests asks the units that lead something, period by period.
func (c *city) addRequests() error {
	all, err := c.plan()
	if err != nil {
		return err
	}
	for i, period := range periods {
		var requests []store.StatusRequest
		for _, one := range all {
			if !underWay(one) {
				continue
			}
			unit, measure := c.nodes[one.Lead], id("measure", one.Key)
			if at := slices.IndexFunc(requests, func(request store.StatusRequest) bool { return request.Unit == unit }); at >= 0 {
				requests[at].Measures = append(requests[at].Measures, measure)
				continue
			}
			link, asked, due := secret(), c.day(period.asked[0], period.asked[1], period.asked[2]), c.day(period.due[0], period.due[1], period.due[2])
			request := store.StatusRequest{
				ID: requestID(c.period(period.name), unit), Period: c.period(period.name), Unit: unit, Measures: []string{measure}, Due: due.Format("2006-01-02"),
				Note: "Bitte berichten Sie kurz und ohne Namen von Personen.", Secret: store.HashSecret(link), CreatedAt: asked.UnixMilli(), ExpiresAt: due.AddDate(0, 0, 14).UnixMilli(),
			}
			if i == len(periods)-1 { // still open, whenever the demonstration is looked at
				request.Due, request.ExpiresAt = c.now.AddDate(0, 0, 21).Format("2006-01-02"), c.now.AddDate(0, 0, 60).UnixMilli()
				if one.Lead == "fb12" {
					c.guide.Status = "/status#" + link
				}
			}
			requests = append(requests, request)
		}
		if err := c.AddStatusRequests(c.ctx, requests); err != nil {
			return err
		}
	}
	return nil
}

// underWay reports whether a measure was adopted, and thus reported on.
func underWay(w written) bool {
	return slices.ContainsFunc(w.States, func(state string) bool { return strings.HasPrefix(state, string(store.MeasureAdopted)) })
}

// report lets a unit say how its measure stands, and the house accept it or give it back.
func (c *city) report(w written, r report) error {
	m := c.measures[w.Key]
	colors := strings.Split(r.Lights, " ")
	said := store.StatusReport{
		ID: id("report", w.Key, r.Period), Request: requestID(r.Period, c.nodes[w.Lead]), Measure: m.ID, Period: r.Period, State: "submitted", On: r.On,
		Progress: r.Progress, Lights: store.Lights{Time: colors[0], Result: colors[1], Budget: colors[2]}, Actuals: map[string]float64{}, Reached: map[string]string{},
		Achievements: r.Achievements, Outlook: r.Outlook, Obstacles: r.Obstacles, Highlight: r.Highlight, Function: "unit " + c.nodes[w.Lead], ChangedAt: at(r.On),
	}
	for i, value := range row(r.Actuals, len(w.Indicators)) {
		if value != "" {
			said.Actuals[id(w.Key, "indicator", i)] = figure(value)
		}
	}
	saved, err := c.SaveStatusReport(c.ctx, said)
	if err != nil {
		return fmt.Errorf("report of %s: %w", w.Key, err)
	}
	switch r.State {
	case "":
		_, c.measures[w.Key], err = c.AcceptStatusReport(c.ctx, saved.ID, saved.Version, by("redaktion", r.On))
	case "returned":
		_, err = c.ReturnStatusReport(c.ctx, saved.ID, saved.Version, r.Return)
	}
	if err != nil {
		return fmt.Errorf("report of %s for %s: %w", w.Key, r.Period, err)
	}
	return nil
}

// criteria are those of both rounds.
var criteria = []store.AssessmentCriterion{
	{ID: "staff", Title: "Nutzen für Beschäftigte", Text: "Erleichtert es die Arbeit spürbar?", Weight: 25},
	{ID: "public", Title: "Nutzen für Stadt und Wirtschaft", Text: "Merken es die Menschen, für die wir da sind?", Weight: 25},
	{ID: "goals", Title: "Beitrag zu den Zielen", Text: "Wie viel trägt es zu Zielen und Zielgrößen bei?", Weight: 20},
	{ID: "feasible", Title: "Umsetzbarkeit", Text: "Technisch, rechtlich, organisatorisch", Weight: 15},
	{ID: "effort", Title: "Aufwand", Text: "Geld und Personal; weniger ist besser", Weight: 15, Inverse: true},
}

// addAssessments adds a round that is over and one that has just begun.
func (c *city) addAssessments() error {
	all, err := c.plan()
	if err != nil {
		return err
	}
	closed := store.AssessmentRound{ID: id("assessment", 1), Title: "Bewertung zum ersten Plan", Criteria: criteria, State: "draft"}
	open := store.AssessmentRound{ID: id("assessment", 2), Title: "Bewertung Herbst", Criteria: criteria, State: "draft"}
	for _, one := range all {
		if len(one.Scores) > 0 {
			closed.Measures = append(closed.Measures, id("measure", one.Key))
		} else {
			open.Measures = append(open.Measures, id("measure", one.Key))
		}
	}
	if closed, err = c.SaveAssessmentRound(c.ctx, closed); err != nil {
		return err
	}
	if _, err = c.OpenAssessmentRound(c.ctx, closed.ID, c.day(2025, 5, 26).Format("2006-01-02")); err != nil {
		return err
	}
	for n, login := range []string{"bewertung", "bewertung2", "bewertung3"} {
		for i, one := range all {
			if len(one.Scores) == 0 {
				continue
			}
			said := store.Assessment{Round: closed.ID, Measure: id("measure", one.Key), Account: id("account", login), Scores: map[string]int{}}
			if said.Biased = n == 1 && one.Lead == "fb12a"; !said.Biased {
				for k, criterion := range criteria {
					said.Scores[criterion.ID] = max(0, min(store.MaxScore, one.Scores[k]+(i+2*k+3*n)%3-1))
				}
			}
			if err := c.Assess(c.ctx, said); err != nil {
				return err
			}
		}
	}
	if _, err := c.CloseAssessmentRound(c.ctx, closed.ID, c.day(2025, 6, 20).Format("2006-01-02")); err != nil {
		return err
	}
	if open, err = c.SaveAssessmentRound(c.ctx, open); err != nil {
		return err
	}
	if _, err = c.OpenAssessmentRound(c.ctx, open.ID, c.day(2026, 11, 9).Format("2006-01-02")); err != nil {
		return err
	}
	return c.Assess(c.ctx, store.Assessment{
		Round: open.ID, Measure: open.Measures[0], Account: id("account", "bewertung2"),
		Scores: map[string]int{"staff": 3, "public": 1, "goals": 2, "feasible": 3, "effort": 2}, Note: "Erst nach der Erhebung in den Fachbereichen.",
	})
}
