package live

import (
	"errors"
	"testing"

	"masswerk/store"
)

func TestDirecting(t *testing.T) {
	direct := func(change func(*DirectProjector)) DirectProjector {
		command := DirectProjector{Projector: "p1", Session: "s1", Scene: "results", Step: -1}
		change(&command)
		return command
	}
	for name, situation := range map[string]struct {
		command DirectProjector
		refusal error
		field   string
	}{
		"a scene is shown":                         {direct(func(*DirectProjector) {}), nil, ""},
		"an unknown scene is refused":              {direct(func(c *DirectProjector) { c.Scene = "disco" }), store.ErrInvalid, "scene"},
		"no scene is refused":                      {direct(func(c *DirectProjector) { c.Scene = "" }), store.ErrInvalid, "scene"},
		"a theme is worn":                          {direct(func(c *DirectProjector) { c.Theme = "bright" }), nil, ""},
		"an unknown theme is refused":              {direct(func(c *DirectProjector) { c.Theme = "pink" }), store.ErrInvalid, "theme"},
		"a result is revealed step by step":        {direct(func(c *DirectProjector) { c.Step = 3 }), nil, ""},
		"a step below all is refused":              {direct(func(c *DirectProjector) { c.Step = -2 }), store.ErrInvalid, "step"},
		"a step beyond all is refused":             {direct(func(c *DirectProjector) { c.Step = 1001 }), store.ErrInvalid, "step"},
		"a closed round is shown":                  {direct(func(c *DirectProjector) { c.Round = "closed" }), nil, ""},
		"an open round is shown":                   {direct(func(c *DirectProjector) { c.Round = "open" }), nil, ""},
		"rounds are compared":                      {direct(func(c *DirectProjector) { c.Round, c.Against = "closed", "open" }), nil, ""},
		"a round that was taken back is not found": {direct(func(c *DirectProjector) { c.Round = "unopened" }), store.ErrNotFound, ""},
		"nor is it to compare with":                {direct(func(c *DirectProjector) { c.Against = "unopened" }), store.ErrNotFound, ""},
		"another session's round is not found":     {direct(func(c *DirectProjector) { c.Round = "elsewhere" }), store.ErrNotFound, ""},
		"nor is it to compare with either":         {direct(func(c *DirectProjector) { c.Against = "elsewhere" }), store.ErrNotFound, ""},
		"a round compared with itself is refused":  {direct(func(c *DirectProjector) { c.Round, c.Against = "open", "open" }), store.ErrInvalid, "against"},
		"an unknown session is not found":          {direct(func(c *DirectProjector) { c.Session = "s9" }), store.ErrNotFound, ""},
		"an unknown projector is not found":        {direct(func(c *DirectProjector) { c.Projector = "p9" }), store.ErrNotFound, ""},
	} {
		t.Run(name, func(t *testing.T) {
			contents := sampleContents()
			contents.Sessions = append(contents.Sessions, store.Session{ID: "s2", Position: 1})
			for id, state := range map[string]store.RoundState{"closed": store.RoundClosed, "open": store.RoundOpen, "unopened": store.RoundUnopened, "elsewhere": store.RoundClosed} {
				in := "s1"
				if id == "elsewhere" {
					in = "s2"
				}
				contents.Rounds = append(contents.Rounds, store.Round{ID: id, Session: in, State: state})
			}
			state := newState(contents)
			_, err := at(morning, state, moderator, situation.command)
			var refusal *store.Error
			if !errors.Is(err, situation.refusal) || errors.As(err, &refusal) && refusal.Field != situation.field {
				t.Fatalf("got %v, want %v about %q", err, situation.refusal, situation.field)
			}
			is, asked := state.projector("p1"), situation.command
			if err == nil && (is.Scene != asked.Scene || is.Round != asked.Round || is.Against != asked.Against || is.Step != asked.Step || is.Theme != asked.Theme) {
				t.Errorf("the projector is %+v", is)
			}
		})
	}
}

func TestAProjectorKeepsItsThemeUnlessToldOtherwise(t *testing.T) {
	state := table()
	made, err := at(morning, state, moderator, PairProjector{Secret: "hash-p2", Session: "s1"})
	if err != nil {
		t.Fatal(err)
	}
	id := made.Result.(ProjectorMade).Projector
	if view, _ := viewProjector(Projector, state.projector(id)); view != (ProjectorView{ID: id, Session: "s1", Scene: "auto", Step: -1, Theme: "dark"}) {
		t.Errorf("a new projector is shown as %+v", view)
	}
	at(morning, state, moderator, DirectProjector{Projector: id, Session: "s1", Scene: "wall", Theme: "bright"})
	at(morning, state, moderator, DirectProjector{Projector: id, Session: "s1", Scene: "vote"})
	if view, _ := viewProjector(Projector, state.projector(id)); view != (ProjectorView{ID: id, Session: "s1", Scene: "vote", Theme: "bright"}) {
		t.Errorf("it is shown as %+v", view)
	}
}

// Of what the spotlight is on, screens are told a number. Who may not see the idea learns no more.
func TestTheSpotlightTellsNoText(t *testing.T) {
	r := openRoom(t, sampleContents())
	r.must(moderator, &AddIdea{Session: "s1", Kind: store.Proposal, Text: "Im Licht"})
	wall := r.connect(Actor{Projector, "p1"}, Hello{})
	wall.sees("Snapshot", `"s":"s1"`)
	r.must(moderator, Spotlight{Session: "s1", Spot: Spot{Idea: 1}})
	wall.sees("SessionsShown", `"spotlight":{"idea":1}`)
	r.must(moderator, ModerateIdea{Idea: 1, State: store.Hidden})
	wall.sees(`"gone":[1]`)
	late := r.connect(Actor{Projector, "p1"}, Hello{})
	late.sees(`"spotlight":{"idea":1}`)
	late.sees("Snapshot", `"s":"s1"`)
	late.neverSaw("Im Licht")
	r.must(moderator, Spotlight{Session: "s1"})
	wall.sees("SessionsShown", `"n":2`)
	if r.hub.Sessions()[0].Spotlight != (store.Spotlight{}) {
		t.Error("the spotlight is still on")
	}
}

// A preview is told what a projector is told, may ask nothing, and goes with its moderator.
func TestAPreviewShowsWhatProjectorsShow(t *testing.T) {
	r := openRoom(t, sampleContents())
	own, other := r.connect(Preview(moderator), Hello{}), r.connect(Preview(Actor{Console, "m2"}), Hello{})
	for _, preview := range []*page{own, other} {
		preview.sees("Snapshot", `"s":"s1"`)
	}
	r.must(moderator, SetPhase{Session: "s1", Phase: "collect", Settings: store.PhaseSettings{ReleaseFirst: true}})
	r.must(r.join("ada"), &SubmitIdea{Session: "s1", Kind: store.Proposal, Text: "Noch zu prüfen", Receipt: receipt})
	r.must(moderator, &AddIdea{Session: "s1", Kind: store.Proposal, Text: "Für alle"})
	for _, preview := range []*page{own, other} {
		preview.sees("Snapshot", `"s":""`, `"projectors"`)
		preview.sees("IdeasShown", "Für alle")
		preview.neverSaw("Noch zu prüfen")
		preview.neverSaw("moderators")
	}
	for name := range commands {
		if _, err := Parse(Preview(moderator).Face, name, []byte(`{}`)); !errors.Is(err, store.ErrForbidden) {
			t.Errorf("a preview asks %s: %v", name, err)
		}
	}
	r.must(moderator, DismissProjector{"p1", true})
	r.must(moderator, Revoke{"m2", true})
	other.sees("close 4003")
	r.must(moderator, &AddIdea{Session: "s1", Kind: store.Proposal, Text: "Geht weiter"})
	own.sees("IdeasShown", "Geht weiter")
	own.neverSaw("close 4")
}
