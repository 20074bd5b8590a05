package sqlstore

import "masswerk/store"

// answer leaves contributions picked, joined and released, an outcome of every field, a round of
// assessment that is closed, and reports of a unit in every state.
func (x *example) answer() {
	idea := func(number int) string { return x.ideas[number-1].ID }
	must(x.t, x.store.Pick(ctx, []string{idea(12), x.fields[0].ID}, true))
	must(x.t, x.store.Join(ctx, idea(13), idea(14)))
	must(x.t, x.store.SetReleases(ctx, []store.Release{
		{Event: x.event.ID, Idea: idea(12), Kind: "text"}, {Event: x.event.ID, Idea: idea(13), Kind: "summary", Summary: "Staff found words"},
	}))
	must(x.t, x.store.Decide(ctx, []store.Outcome{
		{Event: x.event.ID, Idea: idea(13), Kind: store.OutcomeJoined, JoinedEvent: x.event.Title, JoinedNumber: 14},
		{Event: x.event.ID, Idea: idea(15), Kind: store.OutcomeParked, Reason: "Später", ReviewOn: "2097-03-01"},
		{Event: x.event.ID, Idea: idea(16), Kind: store.OutcomeInProgress, Link: "https://musterstadt.example/akte"},
		{Event: x.event.ID, Idea: idea(17), Kind: store.OutcomeNotOurs, Reason: "Das Land", Whose: "Land"},
		{Event: x.event.ID, Idea: idea(18), Kind: store.OutcomeGoal, Reason: "Passt", Node: exampleID(string(store.NodeGoal), 1)},
	}, exampleAt))
	_, err := x.store.Publish(ctx, x.event.ID, exampleAt)
	must(x.t, err)
	must(x.t, x.store.Decide(ctx, []store.Outcome{{Event: x.event.ID, Idea: idea(19), Kind: store.OutcomeDeclined, Reason: "Gibt es schon"}}, exampleAt))
	x.assess()
	x.report()
}

func (x *example) assess() {
	round, err := x.store.SaveAssessmentRound(ctx, store.AssessmentRound{
		ID: exampleID("assessment", 1), Title: "Bewertung", Measures: []string{exampleID("candidate", 0)},
		Criteria: []store.AssessmentCriterion{{ID: "benefit", Title: "Nutzen", Weight: 70}, {ID: "effort", Title: "Aufwand", Weight: 30, Inverse: true}},
	})
	must(x.t, err)
	_, err = x.store.OpenAssessmentRound(ctx, round.ID, "2096-11-01")
	must(x.t, err)
	for number := 1; number <= 3; number++ {
		must(x.t, x.store.Assess(ctx, store.Assessment{
			Round: round.ID, Measure: round.Measures[0], Account: exampleID("account", number), Biased: number == 3,
			Scores: map[string]int{"benefit": number, "effort": 1}, Note: "Begründung",
		}))
	}
	_, err = x.store.CloseAssessmentRound(ctx, round.ID, "2096-11-30")
	must(x.t, err)
}

func (x *example) report() {
	var measures []string
	for number := range 3 {
		measures = append(measures, exampleID("candidate", number))
	}
	request := store.StatusRequest{
		ID: exampleID("request", 1), Period: "2096-H2", Unit: exampleID(string(store.NodeUnit), 1), Measures: measures, Due: "2097-01-31",
		Note: "Bitte kurz", Secret: store.HashSecret("status"), ExpiresAt: exampleAt, CreatedAt: exampleAt,
	}
	must(x.t, x.store.AddStatusRequests(ctx, []store.StatusRequest{request}))
	for number, state := range []string{"submitted", "submitted", "draft"} {
		report, err := x.store.SaveStatusReport(ctx, store.StatusReport{
			ID: exampleID("report", number), Request: request.ID, Measure: measures[number], Period: request.Period, State: state, On: "2096-12-31",
			Progress: 50, Lights: store.Lights{Time: "yellow"}, Achievements: "Bestellt", Function: "unit", ChangedAt: exampleAt,
		})
		must(x.t, err)
		switch number {
		case 0:
			_, _, err = x.store.AcceptStatusReport(ctx, report.ID, report.Version, x.by())
		case 1:
			_, err = x.store.ReturnStatusReport(ctx, report.ID, report.Version, "Mehr dazu, bitte")
		}
		must(x.t, err)
	}
	must(x.t, x.store.RevokeStatusRequest(ctx, request.ID))
}

// tell publishes what became of the first idea, as it outlives the event.
func (x *example) tell() {
	must(x.t, x.store.SetReleases(ctx, []store.Release{{Event: x.event.ID, Idea: x.ideas[0].ID, Kind: "text"}}))
	must(x.t, x.store.Decide(ctx, []store.Outcome{{
		Event: x.event.ID, Idea: x.ideas[0].ID, Kind: store.OutcomeGoal, Reason: "Passt", ReviewOn: "2097-03-01", Link: "https://musterstadt.example", Whose: "Land",
		Node: exampleID(string(store.NodeGoal), 1), JoinedEvent: "Ideenwerkstatt", JoinedNumber: 3, Measure: exampleID("candidate", 0),
	}}, exampleAt))
	_, err := x.store.Publish(ctx, x.event.ID, exampleAt)
	must(x.t, err)
}

// answeredKinds are what examples must hold of answers since schema 3.
var answeredKinds = map[string]string{
	"a joined outcome":         `SELECT COUNT(*) FROM outcome WHERE kind = 'joined' AND joined_event <> '' AND joined_number > 0`,
	"a parked outcome":         `SELECT COUNT(*) FROM outcome WHERE review_on <> ''`,
	"an outcome under way":     `SELECT COUNT(*) FROM outcome WHERE link <> ''`,
	"another's outcome":        `SELECT COUNT(*) FROM outcome WHERE whose <> ''`,
	"an outcome of a goal":     `SELECT COUNT(*) FROM outcome WHERE node IS NOT NULL`,
	"an idea picked":           `SELECT COUNT(*) FROM pick JOIN idea ON idea.id = pick.id`,
	"a field picked":           `SELECT COUNT(*) FROM pick JOIN topic_field ON topic_field.id = pick.id`,
	"a released text":          `SELECT COUNT(*) FROM release WHERE kind = 'text' AND summary = ''`,
	"a released summary":       `SELECT COUNT(*) FROM release WHERE kind = 'summary' AND summary <> ''`,
	"a whole trace":            `SELECT COUNT(*) FROM trace WHERE measure <> '' AND text <> '' AND review_on <> '' AND link <> '' AND whose <> '' AND node_title <> '' AND joined_event <> '' AND joined_number > 0`,
	"a readable deletion":      `SELECT COUNT(*) FROM deletion WHERE read_code <> ''`,
	"a closed assessment":      `SELECT COUNT(*) FROM assessment_round WHERE state = 'closed' AND opened_on <> '' AND closed_on <> ''`,
	"scores":                   `SELECT COUNT(*) FROM assessment WHERE NOT biased AND scores <> '{}' AND note <> ''`,
	"somebody biased":          `SELECT COUNT(*) FROM assessment WHERE biased AND scores = '{}' AND note = ''`,
	"a revoked request":        `SELECT COUNT(*) FROM status_request WHERE revoked`,
	"an accepted report":       `SELECT COUNT(*) FROM status_report WHERE state = 'accepted' AND account <> ''`,
	"a returned report":        `SELECT COUNT(*) FROM status_report WHERE state = 'returned' AND answer <> ''`,
	"a report that is a draft": `SELECT COUNT(*) FROM status_report WHERE state = 'draft' AND request IS NOT NULL`,
}
