package store

import (
	"errors"
	"strings"
	"testing"
)

func TestPlansThatNoRoundCanFollowAreRefused(t *testing.T) {
	plan := func(change func(*RoundPlan)) RoundPlan {
		p := RoundPlan{Method: Dots, Subject: OnIdeas, Secrecy: Pseudonymous, Budget: 3, Cap: 2}
		change(&p)
		return p
	}
	scale := func(criteria ...Criterion) RoundPlan {
		return plan(func(p *RoundPlan) { p.Method, p.Criteria = Scale, criteria })
	}
	effort := Criterion{Name: "Aufwand", Low: "gering", High: "hoch", Less: true}
	for name, situation := range map[string]struct {
		plan    RoundPlan
		refusal error
		field   string
	}{
		"dots with a budget":                   {plan(func(*RoundPlan) {}), nil, ""},
		"dots without a budget":                {plan(func(p *RoundPlan) { p.Budget = 0 }), ErrInvalid, "budget"},
		"dots with a budget of 100":            {plan(func(p *RoundPlan) { p.Budget = 100 }), ErrInvalid, "budget"},
		"dots with a cap above the budget":     {plan(func(p *RoundPlan) { p.Cap = 4 }), ErrInvalid, "cap"},
		"dots that allow none on an item":      {plan(func(p *RoundPlan) { p.Cap = 0 }), ErrInvalid, "cap"},
		"approving any number":                 {plan(func(p *RoundPlan) { p.Method, p.Budget = Approve, 0 }), nil, ""},
		"approving minus one":                  {plan(func(p *RoundPlan) { p.Method, p.Budget = Approve, -1 }), ErrInvalid, "budget"},
		"yes or no":                            {plan(func(p *RoundPlan) { p.Method = YesNo }), nil, ""},
		"a ranking":                            {plan(func(p *RoundPlan) { p.Method = Ranking }), nil, ""},
		"a method nobody knows":                {plan(func(p *RoundPlan) { p.Method = "lots" }), ErrInvalid, "method"},
		"no method":                            {plan(func(p *RoundPlan) { p.Method = "" }), ErrInvalid, "method"},
		"a subject nobody knows":               {plan(func(p *RoundPlan) { p.Subject = "people" }), ErrInvalid, "subject"},
		"a secrecy nobody knows":               {plan(func(p *RoundPlan) { p.Secrecy = "anonymous" }), ErrInvalid, "secrecy"},
		"a scale by one criterion":             {scale(effort), nil, ""},
		"a scale by three criteria":            {scale(effort, effort, effort), nil, ""},
		"a scale by none":                      {scale(), ErrInvalid, "criteria"},
		"a scale by four":                      {scale(effort, effort, effort, effort), ErrInvalid, "criteria"},
		"a criterion without a name":           {scale(Criterion{Low: "wenig"}), ErrTextEmpty, "criteria"},
		"a criterion with a name of a novel":   {scale(Criterion{Name: strings.Repeat("ä", MaxCaption+1)}), ErrTextTooLong, "criteria"},
		"a criterion with a long name":         {scale(Criterion{Name: strings.Repeat("ä", MaxCaption)}), nil, ""},
		"a question of 201 characters":         {plan(func(p *RoundPlan) { p.Title = strings.Repeat("ä", MaxQuestion+1) }), ErrTextTooLong, "title"},
		"a question of 200 characters":         {plan(func(p *RoundPlan) { p.Title = strings.Repeat("ä", MaxQuestion) }), nil, ""},
		"a secret vote on topic fields by yes": {plan(func(p *RoundPlan) { p.Method, p.Secrecy, p.Subject = YesNo, Secret, OnFields }), nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := situation.plan.CheckPlan()
			if !errors.Is(err, situation.refusal) {
				t.Fatalf("got %v, want %v", err, situation.refusal)
			}
			var refusal *Error
			if errors.As(err, &refusal) && refusal.Field != situation.field {
				t.Errorf("about %q, want %q", refusal.Field, situation.field)
			}
		})
	}
}

func TestAPlanKeepsNothingThatItDoesNotUse(t *testing.T) {
	full := RoundPlan{
		Subject: OnIdeas, Secrecy: OpenVote, Budget: 5, Cap: 3, ExcludeOwn: true,
		Criteria: []Criterion{{Name: "Wirkung"}},
	}
	for name, situation := range map[string]struct {
		change func(*RoundPlan)
		holds  func(RoundPlan) bool
	}{
		"dots have no criteria":                    {func(p *RoundPlan) { p.Method = Dots }, func(p RoundPlan) bool { return p.Criteria == nil && p.Budget == 5 && p.Cap == 3 }},
		"approval is worth one point":              {func(p *RoundPlan) { p.Method = Approve }, func(p RoundPlan) bool { return p.Cap == 1 && p.Budget == 5 }},
		"yes and no know no budget":                {func(p *RoundPlan) { p.Method = YesNo }, func(p RoundPlan) bool { return p.Budget == 0 && p.Cap == 0 }},
		"a scale keeps its criteria":               {func(p *RoundPlan) { p.Method = Scale }, func(p RoundPlan) bool { return len(p.Criteria) == 1 && p.Budget == 0 }},
		"an open vote may be seen":                 {func(p *RoundPlan) { p.Method = YesNo }, func(p RoundPlan) bool { return !p.Hidden }},
		"a secret vote is hidden":                  {func(p *RoundPlan) { p.Method, p.Secrecy = YesNo, Secret }, func(p RoundPlan) bool { return p.Hidden }},
		"one may be kept from what one brought":    {func(p *RoundPlan) { p.Method = YesNo }, func(p RoundPlan) bool { return p.ExcludeOwn }},
		"a topic field is nobody's own":            {func(p *RoundPlan) { p.Method, p.Subject = YesNo, OnFields }, func(p RoundPlan) bool { return !p.ExcludeOwn }},
		"what was checked is checked once for all": {func(p *RoundPlan) { p.Method, p.Secrecy = Ranking, Secret }, func(p RoundPlan) bool { again, err := p.CheckPlan(); return err == nil && again.Hidden == p.Hidden }},
	} {
		t.Run(name, func(t *testing.T) {
			plan := full
			situation.change(&plan)
			checked, err := plan.CheckPlan()
			if err != nil || !situation.holds(checked) {
				t.Fatalf("%+v: %v", checked, err)
			}
		})
	}
}

// roundBy is a closed round by a method over so many items.
func roundBy(method Method, items int) Round {
	round := Round{ID: "r1", RoundPlan: RoundPlan{Method: method}, State: RoundClosed}
	switch method {
	case Dots:
		round.Budget, round.Cap = 5, 3
	case Approve:
		round.Cap = 1
	case Scale:
		round.Criteria = []Criterion{{Name: "Wirkung"}, {Name: "Aufwand", Less: true}}
	}
	for item := range items {
		round.Items = append(round.Items, RoundItem{Item: item + 1})
	}
	return round
}

func TestBallotsThatAMethodDoesNotAllowAreRefused(t *testing.T) {
	limited := roundBy(Approve, 4)
	limited.Budget = 2
	for name, situation := range map[string]struct {
		round   Round
		points  map[int]int
		refusal error
	}{
		"an empty ballot says nothing":           {roundBy(Dots, 4), nil, nil},
		"dots within budget and cap":             {roundBy(Dots, 4), map[int]int{1: 3, 2: 2}, nil},
		"a dot too many":                         {roundBy(Dots, 4), map[int]int{1: 3, 2: 3}, ErrNoVotesLeft},
		"too many dots on one item":              {roundBy(Dots, 4), map[int]int{1: 4}, ErrCapReached},
		"an item that is not there":              {roundBy(Dots, 4), map[int]int{5: 1}, ErrNotFound},
		"item zero":                              {roundBy(Dots, 4), map[int]int{0: 1}, ErrNotFound},
		"points taken away":                      {roundBy(Dots, 4), map[int]int{1: -1, 2: 3, 3: 3}, ErrInvalid},
		"zeroes":                                 {roundBy(Dots, 4), map[int]int{1: 0}, ErrInvalid},
		"approving all":                          {roundBy(Approve, 4), map[int]int{1: 1, 2: 1, 3: 1, 4: 1}, nil},
		"approving twice":                        {roundBy(Approve, 4), map[int]int{1: 2}, ErrCapReached},
		"approving as many as one may":           {limited, map[int]int{1: 1, 2: 1}, nil},
		"approving more than one may":            {limited, map[int]int{1: 1, 2: 1, 3: 1}, ErrNoVotesLeft},
		"yes, no and abstention":                 {roundBy(YesNo, 4), map[int]int{1: Yes, 2: No, 3: Abstain}, nil},
		"a fourth answer":                        {roundBy(YesNo, 4), map[int]int{1: 4}, ErrInvalid},
		"a rating by both criteria":              {roundBy(Scale, 4), map[int]int{1: 35, 2: 11, 3: 55}, nil},
		"a rating by the second criterion alone": {roundBy(Scale, 4), map[int]int{1: 30}, nil},
		"a rating of six":                        {roundBy(Scale, 4), map[int]int{1: 36}, ErrInvalid},
		"a rating by a criterion that is not":    {roundBy(Scale, 4), map[int]int{1: 135}, ErrInvalid},
		"a whole ranking":                        {roundBy(Ranking, 4), map[int]int{1: 4, 2: 1, 3: 3, 4: 2}, nil},
		"a ranking of some":                      {roundBy(Ranking, 4), map[int]int{3: 1, 1: 2}, nil},
		"two on one place":                       {roundBy(Ranking, 4), map[int]int{3: 1, 1: 1}, ErrInvalid},
		"a place left out":                       {roundBy(Ranking, 4), map[int]int{3: 1, 1: 3}, ErrInvalid},
		"a place behind the last":                {roundBy(Ranking, 4), map[int]int{1: 5}, ErrInvalid},
		"a first place that is not taken":        {roundBy(Ranking, 4), map[int]int{1: 2}, ErrInvalid},
		"a number that fits no integer of a row": {roundBy(Scale, 4), map[int]int{1: 1 << 40}, ErrInvalid},
		"a negative rating":                      {roundBy(Scale, 4), map[int]int{1: -35}, ErrInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			if err := situation.round.CheckBallot(situation.points); !errors.Is(err, situation.refusal) {
				t.Fatalf("got %v, want %v", err, situation.refusal)
			}
		})
	}
}

func TestWhatIsLeftOfABallot(t *testing.T) {
	limited := roundBy(Approve, 4)
	limited.Budget = 3
	for name, situation := range map[string]struct {
		round  Round
		points map[int]int
		left   int
	}{
		"all of it":                     {roundBy(Dots, 4), nil, 5},
		"the dots not given":            {roundBy(Dots, 4), map[int]int{1: 3, 2: 1}, 1},
		"the items not approved":        {limited, map[int]int{1: 1}, 2},
		"nothing to count in approvals": {roundBy(Approve, 4), map[int]int{1: 1}, 0},
		"nothing to count in ratings":   {roundBy(Scale, 4), map[int]int{1: 35}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			if left := situation.round.Left(situation.points); left != situation.left {
				t.Fatalf("%d left, want %d", left, situation.left)
			}
		})
	}
}
