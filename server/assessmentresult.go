package server

import (
	"cmp"
	"slices"

	"masswerk/store"
)

// resultOf sums up what was said of a measure in a round, without saying who said it.
func resultOf(round store.AssessmentRound, measure string, said []store.Assessment) store.AssessmentResult {
	result := store.AssessmentResult{Measure: measure, Criteria: []store.Spread{}, Values: []float64{}}
	var scored []store.Assessment
	for _, one := range said {
		switch {
		case one.Measure != measure:
		case one.Biased:
			result.Biased++
		default:
			scored = append(scored, one)
			result.Values = append(result.Values, round.Value(one.Scores))
		}
	}
	slices.Sort(result.Values)
	result.Count = len(scored)
	if result.Enough = result.Count >= store.MinAssessors; result.Enough {
		result.Value = mean(result.Values)
		result.Spread = store.Deviation(result.Values)
	}
	for _, criterion := range round.Criteria {
		if len(scored) > 0 {
			result.Criteria = append(result.Criteria, spreadOf(criterion.ID, scored))
		}
	}
	return result
}

func spreadOf(criterion string, scored []store.Assessment) store.Spread {
	spread := store.Spread{Criterion: criterion, Low: store.MaxScore}
	for _, one := range scored {
		score := one.Scores[criterion]
		spread.Mean += float64(score) / float64(len(scored))
		spread.Low, spread.High = min(spread.Low, score), max(spread.High, score)
	}
	return spread
}

func mean(values []float64) float64 {
	sum := 0.0
	for _, value := range values {
		sum += value
	}
	return sum / float64(len(values))
}

// placeOf is where a measure stands between value and effort, each from 0 to 100. A round without
// an inverse criterion says nothing of effort: ok is false.
func placeOf(round store.AssessmentRound, result store.AssessmentResult) (value, effort float64, ok bool) {
	means := map[string]float64{}
	for _, one := range result.Criteria {
		means[one.Criterion] = one.Mean
	}
	value, _ = weighted(round.Criteria, means, false)
	effort, ok = weighted(round.Criteria, means, true)
	return value, effort, ok
}

// weighted is the mean of the scores of the inverse criteria, or of the others, from 0 to 100. Where
// none of them weighs anything, they weigh the same.
func weighted(criteria []store.AssessmentCriterion, means map[string]float64, inverse bool) (value float64, ok bool) {
	sum, weights, plain, count := 0.0, 0, 0.0, 0
	for _, one := range criteria {
		if one.Inverse != inverse {
			continue
		}
		sum += means[one.ID] * float64(one.Weight)
		weights += one.Weight
		plain += means[one.ID]
		count++
	}
	switch {
	case weights > 0:
		return 100 * sum / float64(store.MaxScore*weights), true
	case count > 0:
		return 100 * plain / float64(store.MaxScore*count), true
	}
	return 0, false
}

// costOf is what a measure costs in all that is planned, in euros.
func costOf(measure store.Measure) (sum int64) {
	for _, one := range measure.Profile.Costs {
		sum += one.Amount
	}
	return sum
}

// latestClosed returns the round that was closed last.
func latestClosed(rounds []store.AssessmentRound) (store.AssessmentRound, bool) {
	closed := slices.DeleteFunc(slices.Clone(rounds), func(one store.AssessmentRound) bool { return one.State != "closed" })
	if len(closed) == 0 {
		return store.AssessmentRound{}, false
	}
	return slices.MaxFunc(closed, func(a, b store.AssessmentRound) int {
		return cmp.Or(cmp.Compare(a.ClosedOn, b.ClosedOn), cmp.Compare(a.OpenedOn, b.OpenedOn))
	}), true
}
