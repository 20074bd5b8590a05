package main

import "testing"

func TestWhatARehearsalNeeds(t *testing.T) {
	for name, situation := range map[string]struct {
		change func(*rehearseCommand)
		ok     bool
	}{
		"nothing said":                      {func(*rehearseCommand) {}, true},
		"votes with their ideas":            {func(r *rehearseCommand) { r.Votes, r.Ideas = "v.csv", "i.csv" }, true},
		"votes without ideas":               {func(r *rehearseCommand) { r.Votes = "v.csv" }, false},
		"votes, and ideas so many a phone":  {func(r *rehearseCommand) { r.Votes, r.Ideas, r.IdeasPerPhone = "v.csv", "i.csv", 2 }, false},
		"a rate below nothing":              {func(r *rehearseCommand) { r.Rate = -1 }, false},
		"a speed of nothing":                {func(r *rehearseCommand) { r.Speed = 0 }, false},
		"more points than a round may give": {func(r *rehearseCommand) { r.Points = 100 }, false},
		"less than no phones":               {func(r *rehearseCommand) { r.Phones = -1 }, false},
		"killing somebody else's server":    {func(r *rehearseCommand) { r.Kills, r.Invite = 1, "https://x/console/e#s" }, false},
		"a server without an invitation":    {func(r *rehearseCommand) { r.URL = "https://x" }, false},
	} {
		r := &rehearseCommand{Points: 5, Rate: 100, Speed: 600}
		situation.change(r)
		if err := r.Validate(); (err == nil) != situation.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}
