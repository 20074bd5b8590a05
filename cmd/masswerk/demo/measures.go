package demo

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"masswerk/store"
)

// written is a measure as the files have it.
type written struct {
	Key           string   `json:"key"`
	Field         string   `json:"field"`
	Kind          string   `json:"kind"`
	Title         string   `json:"title"`
	Summary       string   `json:"summary"`
	Effect        string   `json:"effect"`
	Situation     string   `json:"situation"`
	Areas         []string `json:"areas"`
	Goals         []string `json:"goals"`
	Requirements  []string `json:"requirements"`
	LegalBasis    string   `json:"legal_basis"`
	Lead          string   `json:"lead"`
	LeadFunction  string   `json:"lead_function"`
	Group         string   `json:"group"`
	Involved      []string `json:"involved"`
	External      string   `json:"external"`
	Audience      string   `json:"audience"`
	Affected      int      `json:"affected"`
	Baseline      string   `json:"baseline"`   // start | end
	Slips         []string `json:"slips"`      // day | start | end | reason
	Milestones    []string `json:"milestones"` // title | due | done
	Projects      []string `json:"projects"`   // number | title | lead | phase | start | end
	Indicators    []string `json:"indicators"` // title | unit | baseline | target | due
	Costs         []string `json:"costs"`      // year | kind | amount | certainty | note
	Funding       []string `json:"funding"`
	FundingNote   string   `json:"funding_note"`
	Effort        string   `json:"effort"` // full-time equivalents | days | note
	Priority      string   `json:"priority"`
	PriorityWhy   string   `json:"priority_why"`
	Depends       []string `json:"depends"`
	Risks         []string `json:"risks"`         // title | answer
	Obligations   []string `json:"obligations"`   // kind | state | on | file | note
	Accessibility string   `json:"accessibility"` // answer | why
	Analogue      string   `json:"analogue"`
	States        []string `json:"states"` // state day | reason
	Into          string   `json:"into"`
	Scores        []int    `json:"scores"` // by criterion
	AtRisk        string   `json:"at_risk"`
	Paused        string   `json:"paused"`
	Reports       []report `json:"reports"`
}

// report is how a measure stood; actuals are parted like its indicators.
type report struct {
	Period       string `json:"period"`
	On           string `json:"on"`
	State        string `json:"state"` // empty: accepted
	Return       string `json:"return"`
	Progress     int    `json:"progress"`
	Lights       string `json:"lights"` // time, result, budget
	Actuals      string `json:"actuals"`
	Achievements string `json:"achievements"`
	Outlook      string `json:"outlook"`
	Obstacles    string `json:"obstacles"`
	Highlight    string `json:"highlight"`
}

// plan returns all measures of the files, in order.
func (c *city) plan() (all []written, err error) {
	for i := range 4 {
		var file []written
		if err := c.read(fmt.Sprintf("plan%d.json", i+1), &file); err != nil {
			return nil, err
		}
		all = append(all, file...)
	}
	return all, nil
}

// addMeasures takes the contributions up as candidates.
func (c *city) addMeasures() error {
	all, err := c.plan()
	if err != nil {
		return err
	}
	file, event, err := c.event()
	if err != nil {
		return err
	}
	contents, err := c.Load(c.ctx, event.ID)
	if err != nil {
		return err
	}
	for i, one := range all {
		who := by("redaktion", file.HeldOn)
		who.At += int64(8*24*3600_000 + i*60_000)
		measure, _, err := c.Promote(c.ctx, store.Measure{
			ID: id("measure", one.Key), Event: event.ID, Version: 1, CreatedAt: who.At, ChangedAt: who.At, State: store.MeasureCandidate,
			Sources: sourcesOf(event, file, contents.Rounds[0], one.Key),
			Profile: store.Profile{Title: one.Title, Summary: one.Summary, Visibility: store.Internal},
		}, who)
		if err != nil {
			return fmt.Errorf("%s: %w", one.Key, err)
		}
		c.measures[one.Key] = measure
	}
	return nil
}

func (c *city) nodeIDs(keys []string) []string {
	ids := []string{}
	for _, key := range keys {
		ids = append(ids, c.nodes[key])
	}
	return ids
}

func (c *city) measureIDs(keys []string) []string {
	ids := []string{}
	for _, key := range keys {
		ids = append(ids, id("measure", key))
	}
	return ids
}

func dates(start, end string) store.Dates { return store.Dates{Start: start, End: end} }

// profile is a measure's profile when it was first filled in: nothing is reached yet.
func (c *city) profile(w written) store.Profile {
	effort, accessibility, analogue, span := row(w.Effort, 3), row(w.Accessibility, 2), row(w.Analogue, 2), row(w.Baseline, 2)
	p := store.Profile{
		Title: w.Title, Summary: w.Summary, Kind: w.Kind, Effect: w.Effect, Situation: w.Situation, Field: c.nodes[w.Field],
		Areas: c.nodeIDs(w.Areas), Goals: c.nodeIDs(w.Goals), Requirements: c.nodeIDs(w.Requirements), LegalBasis: w.LegalBasis,
		Lead: c.nodes[w.Lead], LeadFunction: w.LeadFunction, Group: c.nodes[w.Group], Involved: c.nodeIDs(w.Involved), External: w.External,
		Audience: w.Audience, Affected: w.Affected, Current: dates(span[0], span[1]), Funding: w.Funding, FundingNote: w.FundingNote,
		Effort: store.Effort{FTE: figure(effort[0]), Days: whole(effort[1]), Note: effort[2]}, Priority: w.Priority, PriorityWhy: w.PriorityWhy,
		DependsOn: c.measureIDs(w.Depends), Visibility: store.Internal,
		Accessibility: store.Considered{Answer: accessibility[0], Why: accessibility[1]}, Analogue: store.Considered{Answer: analogue[0], Why: analogue[1]},
	}
	for i, line := range w.Milestones {
		f := row(line, 3)
		p.Milestones = append(p.Milestones, store.Milestone{ID: id(w.Key, "milestone", i), Title: f[0], Due: f[1]})
	}
	for i, line := range w.Projects {
		f := row(line, 6)
		p.Projects = append(p.Projects, store.Project{ID: id(w.Key, "project", i), Number: f[0], Title: f[1], Lead: f[2], Phase: f[3], Start: f[4], End: f[5]})
	}
	for i, line := range w.Indicators {
		f := row(line, 5)
		p.Indicators = append(p.Indicators, store.Indicator{ID: id(w.Key, "indicator", i), Title: f[0], Unit: f[1], Baseline: given(f[2]), Target: given(f[3]), Due: f[4]})
	}
	for i, line := range w.Costs {
		f := row(line, 5)
		p.Costs = append(p.Costs, store.Cost{ID: id(w.Key, "cost", i), Year: whole(f[0]), Kind: f[1], Amount: int64(figure(f[2])), Certainty: f[3], Note: f[4]})
	}
	for i, line := range w.Risks {
		f := row(line, 2)
		p.Risks = append(p.Risks, store.Risk{ID: id(w.Key, "risk", i), Title: f[0], Answer: f[1]})
	}
	for _, line := range w.Obligations {
		f := row(line, 5)
		p.Obligations = append(p.Obligations, store.Obligation{Kind: f[0], State: f[1], On: f[2], File: f[3], Note: f[4]})
	}
	if slices.ContainsFunc(w.States, func(state string) bool { return strings.HasPrefix(state, string(store.MeasureAssessed)) }) {
		yes := store.GateAnswer{Answer: "yes"}
		p.Gate = store.Gate{Competent: yes, Lawful: yes, New: yes}
	}
	return p
}

// said is a profile's parts as an edit takes them.
func said(p store.Profile) (map[string]json.RawMessage, error) {
	content, err := json.Marshal(p)
	if err != nil {
		return nil, err
	}
	parts := map[string]json.RawMessage{}
	if err := json.Unmarshal(content, &parts); err != nil {
		return nil, err
	}
	delete(parts, "date_changes")
	return parts, nil
}
