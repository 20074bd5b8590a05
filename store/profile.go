package store

import (
	"cmp"
	"slices"
)

// Profile is what a measure's profile (Maßnahmensteckbrief) says. Texts are Markdown. Dates are
// "2026-10-01", or empty. References are ids.
type Profile struct {
	Title         string       `json:"title"`   // at most 120 characters
	Summary       string       `json:"summary"` // staff's own words, never an idea's
	Kind          string       `json:"kind"`    // "digital", "organisational"; empty: not said
	Effect        string       `json:"effect"`  // expected
	Situation     string       `json:"situation"`
	Field         string       `json:"field"` // topic field or sub-topic
	Areas         []string     `json:"areas"` // strategic action areas
	Goals         []string     `json:"goals"` // goals and sub-goals
	Requirements  []string     `json:"requirements"`
	LegalBasis    string       `json:"legal_basis"`
	Lead          string       `json:"lead"`          // unit
	LeadFunction  string       `json:"lead_function"` // a function, not a person
	Group         string       `json:"group"`         // working group
	Involved      []string     `json:"involved"`      // units
	External      string       `json:"external"`
	Audience      string       `json:"audience"`
	Affected      int          `json:"affected"` // employees
	Baseline      Dates        `json:"baseline"`
	Current       Dates        `json:"current"`
	DateChanges   []DateChange `json:"date_changes"` // kept by the store
	Milestones    []Milestone  `json:"milestones"`
	Projects      []Project    `json:"projects"`
	Indicators    []Indicator  `json:"indicators"`
	Costs         []Cost       `json:"costs"`
	Funding       []string     `json:"funding"` // "own", "third_party", "grant", "provided"
	FundingNote   string       `json:"funding_note"`
	Effort        Effort       `json:"effort"`
	Priority      string       `json:"priority"` // key of the house's scale
	PriorityWhy   string       `json:"priority_why"`
	DependsOn     []string     `json:"depends_on"` // measures
	Risks         []Risk       `json:"risks"`
	Obligations   []Obligation `json:"obligations"`
	Accessibility Considered   `json:"accessibility"`
	Analogue      Considered   `json:"analogue"` // alternative
	Progress      int          `json:"progress"` // percent
	Lights        Lights       `json:"lights"`
	AtRisk        string       `json:"at_risk"` // why; empty: it is not
	Paused        string       `json:"paused"`  // why; empty: it is not
	Visibility    Publication  `json:"visibility"`
	Embargo       string       `json:"embargo"` // not told outside before this day
	Gate          Gate         `json:"gate"`
}

// Dates are when something begins and ends.
type Dates struct {
	Start string `json:"start"`
	End   string `json:"end"`
}

// DateChange is a change of the current dates with its reason.
type DateChange struct {
	At     int64  `json:"at"`
	From   Dates  `json:"from"`
	To     Dates  `json:"to"`
	Reason string `json:"reason"`
}

// Milestone is a step with a date; Done is when it was reached.
type Milestone struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Due   string `json:"due"`
	Done  string `json:"done"`
}

// Project is a unit in which a measure is carried out.
type Project struct {
	ID     string `json:"id"`
	Number string `json:"number"` // the city's own
	Title  string `json:"title"`
	Lead   string `json:"lead"` // function
	Phase  string `json:"phase"`
	Start  string `json:"start"`
	End    string `json:"end"`
}

// Indicator is a measurable figure with the values reported so far.
type Indicator struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Unit     string   `json:"unit"`
	Baseline *float64 `json:"baseline"`
	Target   *float64 `json:"target"`
	Due      string   `json:"due"`
	Actuals  []Actual `json:"actuals"`
}

// Actual is a value as of a day.
type Actual struct {
	On    string  `json:"on"`
	Value float64 `json:"value"`
}

// Cost is an amount in whole euros.
type Cost struct {
	ID        string `json:"id"`
	Kind      string `json:"kind"` // "once", "running"
	Year      int    `json:"year"`
	Amount    int64  `json:"amount"`
	Certainty string `json:"certainty"` // "estimate", "calculated", "contract"
	Note      string `json:"note"`
}

// Effort is what staff a measure takes.
type Effort struct {
	FTE  float64 `json:"fte"`
	Days int     `json:"days"`
	Note string  `json:"note"`
}

// Risk is what may go wrong, and what is done about it.
type Risk struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Answer string `json:"answer"`
}

// Obligation is a duty to involve somebody. Staff enter it; it is never derived.
type Obligation struct {
	Kind  string `json:"kind"`  // "staff_council", "data_protection", "severely_disabled", "equal_opportunities", "it_security", "procurement"
	State string `json:"state"` // "", "not_required", "informed", "applied", "granted", "refused"
	On    string `json:"on"`
	File  string `json:"file"` // file number
	Note  string `json:"note"`
}

// Considered is whether something was thought of.
type Considered struct {
	Answer string `json:"answer"` // "", "yes", "no", "partly"
	Why    string `json:"why"`
}

// Lights are traffic lights; each is "", "green", "yellow" or "red".
type Lights struct {
	Time   string `json:"time"`
	Result string `json:"result"`
	Budget string `json:"budget"`
}

// Gate is whether a measure may be assessed at all.
type Gate struct {
	Competent GateAnswer `json:"competent"` // the city may decide it
	Lawful    GateAnswer `json:"lawful"`
	New       GateAnswer `json:"new"` // not done already
}

// GateAnswer is "", "yes" or "no", with a reason for a no.
type GateAnswer struct {
	Answer string `json:"answer"`
	Why    string `json:"why"`
}

// Passed reports whether every question was answered with yes.
func (g Gate) Passed() bool {
	return g.Competent.Answer == "yes" && g.Lawful.Answer == "yes" && g.New.Answer == "yes"
}

// Worst returns the worst of the lights; empty when none is set.
func (l Lights) Worst() string {
	for _, light := range []string{"red", "yellow", "green"} {
		if l.Time == light || l.Result == light || l.Budget == light {
			return light
		}
	}
	return ""
}

// SlipDays returns by how many days the current end lies behind the baseline; ok is false when
// one of them is not known.
func (p Profile) SlipDays() (days int, ok bool) {
	baseline, ok1 := day(p.Baseline.End)
	current, ok2 := day(p.Current.End)
	if !ok1 || !ok2 {
		return 0, false
	}
	return int(current.Sub(baseline).Hours() / 24), true
}

// Listed returns the profile without what a list does not show.
func (p Profile) Listed() Profile {
	return Profile{
		Title: p.Title, Kind: p.Kind, Field: p.Field, Areas: p.Areas, Goals: p.Goals, Requirements: p.Requirements,
		LegalBasis: shortened(p.LegalBasis), Lead: p.Lead, Group: p.Group, Baseline: p.Baseline, Current: p.Current, Milestones: named(p.Milestones),
		Priority: p.Priority, DependsOn: p.DependsOn, Costs: sums(p.Costs), Progress: p.Progress, Lights: p.Lights,
		AtRisk: shortened(p.AtRisk), Paused: shortened(p.Paused), Visibility: p.Visibility, Embargo: p.Embargo,
		Gate: Gate{p.Gate.Competent.listed(), p.Gate.Lawful.listed(), p.Gate.New.listed()},
	}.Filled()
}

func (g GateAnswer) listed() GateAnswer { return GateAnswer{g.Answer, shortened(g.Why)} }

// Filled returns the profile with empty lists in place of absent ones, and the visibility that
// holds when nobody said anything.
func (p Profile) Filled() Profile {
	p.Visibility = cmp.Or(p.Visibility, Internal)
	p.Areas, p.Goals, p.Requirements = listed(p.Areas), listed(p.Goals), listed(p.Requirements)
	p.Involved, p.Funding, p.DependsOn = listed(p.Involved), listed(p.Funding), listed(p.DependsOn)
	p.DateChanges, p.Milestones, p.Projects = listed(p.DateChanges), listed(p.Milestones), listed(p.Projects)
	p.Indicators, p.Costs, p.Risks, p.Obligations = slices.Clone(listed(p.Indicators)), listed(p.Costs), listed(p.Risks), listed(p.Obligations)
	for i := range p.Indicators {
		p.Indicators[i].Actuals = listed(p.Indicators[i].Actuals)
	}
	return p
}

// listed makes an empty list, not null, of no elements.
func listed[T any](all []T) []T {
	if all == nil {
		return []T{}
	}
	return all
}

// sums returns costs without their notes.
func sums(costs []Cost) []Cost {
	costs = slices.Clone(costs)
	for i := range costs {
		costs[i].Note = ""
	}
	return costs
}

// named returns milestones with titles of the length that a list shows.
func named(milestones []Milestone) []Milestone {
	milestones = slices.Clone(milestones)
	for i := range milestones {
		milestones[i].Title = shortened(milestones[i].Title)
	}
	return milestones
}

// shortText is how many characters a list shows of a text.
const shortText = 200

func shortened(text string) string {
	if runes := []rune(text); len(runes) > shortText {
		return string(runes[:shortText-1]) + "…"
	}
	return text
}
