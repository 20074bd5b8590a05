package store

import (
	"slices"
	"unicode/utf8"
)

// Method says how a ballot is filled in, what its points mean, and how they are counted.
type Method string

const (
	// Dots: a budget of points, at most cap on one item.
	Dots Method = "dots"
	// Approve: 1 for each item one is for.
	Approve Method = "approve"
	// YesNo: 1 yes, 2 no, 3 abstain.
	YesNo Method = "yesno"
	// Scale: 1 to 5 for each criterion, a decimal digit each, the first criterion last; 0 is not
	// rated. 35 is 5 by the first criterion and 3 by the second.
	Scale Method = "scale"
	// Ranking: the item's place, from 1; a ballot ranks as many items as its voter likes.
	Ranking Method = "ranking"
)

// Methods are all there are.
var Methods = []Method{Dots, Approve, YesNo, Scale, Ranking}

// Values of a yes/no vote.
const (
	Yes     = 1
	No      = 2
	Abstain = 3
)

const (
	MaxBudget   = 99
	MaxCriteria = 3
	MaxRanked   = 50  // items of a ranking
	MaxQuestion = 200 // code points of a round's title
	MaxCaption  = 40  // code points of a criterion's name, and of its words at 1 and 5
	grades      = 5   // of a scale
)

// Rated returns what a scale's points say by a criterion, counted from 0: 1 to 5, or 0.
func Rated(points, criterion int) int {
	for range criterion {
		points /= 10
	}
	return points % 10
}

// CheckPlan refuses a plan that no round can follow, and returns it with what it does not use set
// to its only value: a secret vote shows no results before it is closed, and topic fields are
// nobody's own.
func (p RoundPlan) CheckPlan() (RoundPlan, error) {
	if utf8.RuneCountInString(p.Title) > MaxQuestion {
		return p, ErrTextTooLong.About("title")
	}
	if !slices.Contains(Methods, p.Method) {
		return p, ErrInvalid.About("method")
	}
	if p.Subject != OnIdeas && p.Subject != OnFields {
		return p, ErrInvalid.About("subject")
	}
	if p.Secrecy != OpenVote && p.Secrecy != Pseudonymous && p.Secrecy != Secret {
		return p, ErrInvalid.About("secrecy")
	}
	p.Hidden = p.Hidden || p.Secrecy == Secret
	p.ExcludeOwn = p.ExcludeOwn && p.Subject == OnIdeas
	switch p.Method {
	case Dots:
		if p.Budget < 1 || p.Budget > MaxBudget {
			return p, ErrInvalid.About("budget")
		}
		if p.Cap < 1 || p.Cap > p.Budget {
			return p, ErrInvalid.About("cap")
		}
	case Approve:
		if p.Budget < 0 || p.Budget > MaxBudget {
			return p, ErrInvalid.About("budget")
		}
		p.Cap = 1
	default:
		p.Budget, p.Cap = 0, 0
	}
	if p.Method != Scale {
		p.Criteria = nil
		return p, nil
	}
	return p, checkCriteria(p.Criteria)
}

func checkCriteria(criteria []Criterion) error {
	if len(criteria) < 1 || len(criteria) > MaxCriteria {
		return ErrInvalid.About("criteria")
	}
	for _, one := range criteria {
		if one.Name == "" {
			return ErrTextEmpty.About("criteria")
		}
		for _, text := range []string{one.Name, one.Low, one.High} {
			if utf8.RuneCountInString(text) > MaxCaption {
				return ErrTextTooLong.About("criteria")
			}
		}
	}
	return nil
}

// CheckItem refuses points that the method does not allow for one item by itself. Zero takes
// back what was given.
func (r Round) CheckItem(points int) error {
	if points < 0 {
		return ErrInvalid.About("points")
	}
	most := r.Cap
	switch r.Method {
	case Dots, Approve:
		if points > most {
			return ErrCapReached
		}
		return nil
	case YesNo:
		most = Abstain
	case Ranking:
		most = len(r.Items)
	case Scale:
		most = 0
		for criterion := range r.Criteria {
			if Rated(points, criterion) > grades {
				return ErrInvalid.About("points")
			}
			most = 10*most + grades
		}
	}
	if points > most {
		return ErrInvalid.About("points")
	}
	return nil
}

// CheckBallot refuses a whole ballot that the method does not allow.
func (r Round) CheckBallot(points map[int]int) error {
	places := make([]bool, len(r.Items)+1)
	for item, given := range points {
		if item < 1 || item > len(r.Items) {
			return ErrNotFound
		}
		if given == 0 { // a ballot says nothing about an item by leaving it out
			return ErrInvalid.About("points")
		}
		if err := r.CheckItem(given); err != nil {
			return err
		}
		if r.Method == Ranking {
			if places[given] {
				return ErrInvalid.About("points")
			}
			places[given] = true
		}
	}
	if r.Method == Ranking {
		for place := range len(points) {
			if !places[place+1] {
				return ErrInvalid.About("points") // places have no gaps
			}
		}
	}
	if r.Left(points) < 0 {
		return ErrNoVotesLeft
	}
	return nil
}

// Left returns how many points, or items to approve, a ballot has left; 0 where the method sets
// no limit.
func (r Round) Left(points map[int]int) int {
	if r.Method != Dots && (r.Method != Approve || r.Budget == 0) {
		return 0
	}
	left := r.Budget
	for _, given := range points {
		left -= given
	}
	return left
}
