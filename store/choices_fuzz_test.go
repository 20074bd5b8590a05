package store

import (
	"maps"
	"testing"
)

// FuzzChoices reads any text as a stored ballot. What is read is written and read again the same.
func FuzzChoices(f *testing.F) {
	f.Fuzz(func(t *testing.T, text string) {
		points, err := ParseChoices(text)
		if err != nil {
			return
		}
		written := Ballot{Points: points}.Choices()
		if again, err := ParseChoices(written); err != nil || !maps.Equal(points, again) {
			t.Errorf("%q is read as %v, written as %q and read as %v: %v", text, points, written, again, err)
		}
	})
}
