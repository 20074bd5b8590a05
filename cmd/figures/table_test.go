package main

import (
	"slices"
	"strings"
	"testing"
)

func TestMedian(t *testing.T) {
	for name, situation := range map[string]struct {
		values []float64
		want   float64
	}{
		"of one":                           {[]float64{7}, 7},
		"of an odd number, in any order":   {[]float64{9, 1, 5}, 5},
		"of an even number: between":       {[]float64{4, 1, 2, 8}, 3},
		"what was not measured is no zero": {[]float64{unknown, 4, unknown, 6, 5}, 5},
	} {
		before := slices.Clone(situation.values)
		if got := median(situation.values); got == nil || *got != situation.want {
			t.Errorf("%s: got %v, want %v", name, got, situation.want)
		}
		if len(before) > 1 && before[1] != situation.values[1] {
			t.Errorf("%s: the values were moved", name)
		}
	}
	if got := median([]float64{unknown}); got != nil {
		t.Errorf("the median of nothing is %v", *got)
	}
}

func TestVerdicts(t *testing.T) {
	both := []bound{atMostOfFloor(1.5), atMost(250)}
	for name, situation := range map[string]struct {
		bounds       []bound
		floor, ours  []float64
		want         verdict
		wantDemanded string
	}{
		"within both bounds":                     {both, []float64{100}, []float64{150}, ok, "≤ 1.5 × floor, ≤ 250 ms"},
		"beyond the ratio":                       {both, []float64{100}, []float64{151}, short, ""},
		"beyond the value, though not the ratio": {both, []float64{200}, []float64{251}, short, ""},
		"medians are compared, not the worst":    {both, []float64{100, 100, 100}, []float64{110, 120, 900}, ok, ""},
		"without a floor the ratio is untested":  {both, nil, []float64{100}, untested, ""},
		"without a floor a value may be short":   {both, nil, []float64{251}, short, ""},
		"at least so much of the floor":          {[]bound{atLeastOfFloor(0.8)}, []float64{10}, []float64{8}, ok, "≥ 0.8 × floor"},
		"less than that":                         {[]bound{atLeastOfFloor(0.8)}, []float64{10}, []float64{7.9}, short, ""},
		"nothing may be lost":                    {[]bound{atMost(0)}, nil, []float64{1}, short, "≤ 0 ms"},
		"never measured":                         {both, nil, nil, untested, ""},
		"nothing is demanded":                    {nil, []float64{1}, []float64{9}, told, ""},
	} {
		got := line{"x", "ms", situation.bounds}.judge(2, situation.floor, situation.ours)
		if got.Verdict != situation.want {
			t.Errorf("%s: %q, want %q", name, got.Verdict, situation.want)
		}
		if situation.wantDemanded != "" && got.Demanded != situation.wantDemanded {
			t.Errorf("%s: demanded %q, want %q", name, got.Demanded, situation.wantDemanded)
		}
	}
}

func TestTheTableSaysWhatIsMissing(t *testing.T) {
	var text strings.Builder
	summary{On: "2 cores", Runs: 5, Lines: []result{
		line{"ballots", "1/s", []bound{atLeastOfFloor(0.4)}}.judge(1, nil, []float64{12_345.6}),
	}}.table(&text)
	for _, want := range []string{"medians of 5", "--bench", "12346", "needs --bench"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("no %q in\n%s", want, text.String())
		}
	}
}

func TestFiguresAreChosen(t *testing.T) {
	if all, err := choose(figures, ""); err != nil || len(all) != len(figures) {
		t.Errorf("all: %d, %v", len(all), err)
	}
	numbers := map[int]bool{}
	for _, one := range figures {
		numbers[one.number] = true
		if one.ours == nil || len(one.lines) == 0 {
			t.Errorf("figure %d measures nothing", one.number)
		}
	}
	for number := 1; number <= 9; number++ {
		if !numbers[number] {
			t.Errorf("figure %d is missing", number)
		}
	}
	some, err := choose(figures, "5, 1")
	if err != nil || len(some) != 3 || some[2].number != 1 { // two crowds are saturated
		t.Errorf("5 and 1: %d figures, %v", len(some), err)
	}
	for _, wrong := range []string{"10", "x", "1,,2"} {
		if _, err := choose(figures, wrong); err == nil {
			t.Errorf("%q was understood", wrong)
		}
	}
}
