package rehearsal

import (
	"cmp"
	"math"
	"slices"
	"testing"
	"unicode/utf8"
)

// FuzzVotes reads any file as a log of votes. What is taken can be replayed: everybody has a name,
// and time is a number that does not run backwards.
func FuzzVotes(f *testing.F) {
	f.Fuzz(func(t *testing.T, content []byte) {
		votes, err := parseVotes(content)
		if err != nil {
			return
		}
		for _, one := range votes {
			if one.Voter == "" || one.Idea == "" || math.IsNaN(one.Second) || math.IsInf(one.Second, 0) {
				t.Errorf("%v is taken for a vote", one)
			}
		}
		if len(votes) == 0 || !slices.IsSortedFunc(votes, func(a, b LoggedVote) int { return cmp.Compare(a.Second, b.Second) }) {
			t.Errorf("%v is no log", votes)
		}
	})
}

// FuzzIdeas reads any file as a list of ideas. What is taken can be submitted.
func FuzzIdeas(f *testing.F) {
	f.Fuzz(func(t *testing.T, content []byte) {
		ideas, err := parseIdeas(content)
		if err != nil {
			return
		}
		for _, one := range ideas {
			if one.Text == "" || len(one.Text) > longest || !utf8.ValidString(one.Text+one.Kind+one.ID+one.Field) ||
				math.IsNaN(one.Weight) || math.IsInf(one.Weight, 0) {
				t.Errorf("%+v is taken for an idea", one)
			}
		}
		if len(ideas) == 0 {
			t.Error("an empty list is taken")
		}
	})
}
