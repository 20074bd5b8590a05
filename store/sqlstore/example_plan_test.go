package sqlstore

import (
	"encoding/json"

	"masswerk/store"
)

// by is who changes the example's plan.
func (x *example) by() store.By {
	return store.By{Account: exampleID("account", 1), Function: string(store.Editor), At: exampleAt}
}

// plan leaves people with roles and links, a structure of all kinds, and measures in several states.
func (x *example) plan() {
	x.staff()
	nodes := x.structure()
	first := x.profile(nodes)
	second := x.enter(exampleID("candidate", 1), store.MeasureMerged, "Gehört dazu", first.ID)
	x.edit(second.ID, map[string]any{"summary": "Ging auf in der anderen"}, "")
	must(x.t, x.store.SaveView(ctx, store.SavedView{
		ID: exampleID("view", 1), Account: exampleID("account", 1), Shared: true, Page: "measures", Title: "Laufende", Query: "state=running",
	}))
}

// staff leaves an account of each way to sign in, and a link to choose a password.
func (x *example) staff() {
	must(x.t, x.store.SetHouse(ctx, store.House{
		Name: "Musterstadt", Notice: "Was mit Ihren Beiträgen geschieht", StateNames: map[store.MeasureState]string{store.MeasureRunning: "in Umsetzung"},
		Priorities: store.DefaultPriorities(), AnswerWeeks: 6, AuditDays: 60, Prefix: "DM",
	}))
	elsewhere := store.Account{
		ID: exampleID("account", 2), Name: "Leitung FB 10", Login: "fb10", Roles: []store.StaffRole{store.LeadUnit}, Unit: exampleID("unit", 1),
		Issuer: "https://anmeldung.example", Subject: "4711", CreatedAt: exampleAt,
	}
	left := store.Account{ID: exampleID("account", 3), Name: "Ausgeschieden", Login: "frueher", Roles: []store.StaffRole{store.Reader}, CreatedAt: exampleAt}
	must(x.t, x.store.CreateAccount(ctx, elsewhere, false))
	must(x.t, x.store.CreateAccount(ctx, left, false))
	left.Disabled = true
	must(x.t, x.store.EditAccount(ctx, left))
	must(x.t, x.store.AddPasswordLink(ctx, store.PasswordLink{Account: exampleID("account", 1), Secret: store.HashSecret("link"), ExpiresAt: exampleAt}))
	must(x.t, x.store.SignIn(ctx, store.Login{Token: store.HashSecret("renewed"), Account: elsewhere.ID, BeganAt: exampleAt, ExpiresAt: exampleAt}))
	must(x.t, x.store.Audit(ctx, []store.Audited{{At: exampleAt, Actor: exampleID("account", 1), Action: "CreateAccount", About: elsewhere.ID}}))
}

// structure leaves a node of each kind, some below others, one removed.
func (x *example) structure() map[store.NodeKind]string {
	low, high := 12.5, 90.0
	ids := map[store.NodeKind]string{}
	for _, one := range []store.Node{
		{Kind: store.NodeUnit, Title: "Fachbereich 10", Short: "FB 10"},
		{Kind: store.NodeGroup, Title: "AG Akte"},
		{Kind: store.NodeVision, Title: "Leitbild", Text: "Wofür wir stehen"},
		{Kind: store.NodeGuideline, Title: "Leitlinie"},
		{Kind: store.NodeGoal, Title: "Papierlos"},
		{Kind: store.NodeTarget, Title: "Anteil", Unit: "%", Baseline: &low, Target: &high, Due: "2098-12-31", Actuals: []store.Actual{{On: "2097-06-30", Value: 20}}},
		{Kind: store.NodeArea, Title: "Verwaltung von morgen"},
		{Kind: store.NodeField, Title: "Akte", Short: "I", Color: 3},
		{Kind: store.NodeRequirement, Title: "Elektronische Akte", Norm: "EGovG NRW", Section: "§ 9", Due: "2096-01-01"},
	} {
		one.ID = exampleID(string(one.Kind), 1)
		ids[one.Kind] = one.ID
		if one.Kind == store.NodeTarget {
			one.Parent = ids[store.NodeGoal]
		}
		if one.Kind == store.NodeField {
			one.Lead, one.Group = ids[store.NodeUnit], ids[store.NodeGroup]
		}
		_, err := x.store.AddNode(ctx, one)
		must(x.t, err)
	}
	for number, title := range []string{"Unterthema", "Versehentlich"} {
		_, err := x.store.AddNode(ctx, store.Node{ID: exampleID("topic", number), Kind: store.NodeField, Parent: ids[store.NodeField], Title: title})
		must(x.t, err)
	}
	must(x.t, x.store.RemoveNode(ctx, exampleID("topic", 1), true))
	return ids
}

// profile fills in every part of a measure, adopts it and moves its dates.
func (x *example) profile(nodes map[store.NodeKind]string) store.Measure {
	law := store.Measure{
		ID: exampleID("candidate", 2), CreatedAt: exampleAt, Profile: store.Profile{Title: "Akte einführen"},
		Sources: []store.Source{{Requirement: nodes[store.NodeRequirement], Title: "Elektronische Akte"}},
	}
	_, _, err := x.store.Promote(ctx, law, x.by())
	must(x.t, err)
	target, yes := 100.0, store.GateAnswer{Answer: "yes"}
	id := exampleID("candidate", 0)
	x.edit(id, map[string]any{
		"kind": "digital", "effect": "Schneller", "situation": "Viel Papier", "field": nodes[store.NodeField], "areas": []string{nodes[store.NodeArea]},
		"goals": []string{nodes[store.NodeGoal]}, "requirements": []string{nodes[store.NodeRequirement]}, "legal_basis": "§ 9 EGovG NRW",
		"lead": nodes[store.NodeUnit], "lead_function": "Leitung FB 10", "group": nodes[store.NodeGroup], "involved": []string{nodes[store.NodeUnit]},
		"external": "Rechenzentrum", "audience": "Alle", "affected": 10_000, "current": store.Dates{Start: "2096-01-01", End: "2096-12-31"},
		"milestones":  []store.Milestone{{ID: "m", Title: "Plan", Due: "2096-03-31", Done: "2096-03-15"}},
		"projects":    []store.Project{{ID: "p", Number: "P-12", Title: "Einführung", Lead: "Projektleitung", Phase: "Pilot", Start: "2096-02-01", End: "2096-11-30"}},
		"indicators":  []store.Indicator{{ID: "i", Title: "Anteil", Unit: "%", Target: &target, Due: "2097-12-31", Actuals: []store.Actual{{On: "2096-06-30", Value: 30}}}},
		"costs":       []store.Cost{{ID: "c", Kind: "once", Year: 2096, Amount: 1_200_000, Certainty: "estimate", Note: "ohne Schulung"}},
		"funding":     []string{"own", "grant"},
		"effort":      store.Effort{FTE: 1.5, Days: 40, Note: "befristet"},
		"priority":    "high",
		"depends_on":  []string{law.ID},
		"risks":       []store.Risk{{ID: "r", Title: "Lieferzeit", Answer: "Früh bestellen"}},
		"obligations": []store.Obligation{{Kind: "staff_council", State: "applied", On: "2096-02-01", File: "PR 1/96"}},
		"gate":        store.Gate{Competent: yes, Lawful: yes, New: yes},
	}, "")
	for _, state := range []store.MeasureState{store.MeasureInWork, store.MeasureAssessed, store.MeasureProposed, store.MeasureAdopted, store.MeasureRunning} {
		x.enter(id, state, "", "")
	}
	return x.edit(id, map[string]any{"current": store.Dates{Start: "2096-01-01", End: "2097-06-30"}, "at_risk": "Lieferzeit", "progress": 40}, "Lieferzeit")
}

func (x *example) edit(id string, parts map[string]any, reason string) store.Measure {
	x.t.Helper()
	written := map[string]json.RawMessage{}
	for name, value := range parts {
		content, err := json.Marshal(value)
		must(x.t, err)
		written[name] = content
	}
	m, err := x.store.Measure(ctx, id)
	must(x.t, err)
	m, err = x.store.EditMeasure(ctx, id, m.Version, written, reason, x.by())
	must(x.t, err)
	return m
}

func (x *example) enter(id string, state store.MeasureState, reason, into string) store.Measure {
	x.t.Helper()
	m, err := x.store.Measure(ctx, id)
	must(x.t, err)
	m, err = x.store.EnterState(ctx, id, m.Version, state, reason, into, x.by())
	must(x.t, err)
	return m
}
