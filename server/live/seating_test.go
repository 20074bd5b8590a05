package live

import (
	"errors"
	"strings"
	"testing"

	"masswerk/store"
)

func TestSeating(t *testing.T) {
	ada := Actor{Phone, "ada"}
	tables := func(tables, step int, plenary string) SetSeating {
		return SetSeating{Seating: store.Seating{Tables: tables, Step: step, Plenary: plenary}}
	}
	for name, situation := range map[string]struct {
		before  []Command // by the moderator
		by      Actor
		command Command
		refusal error
		field   string
	}{
		"tables are set":                    {nil, moderator, tables(8, 0, ""), nil, ""},
		"as many as there may be":           {nil, moderator, tables(200, 0, ""), nil, ""},
		"one more is refused":               {nil, moderator, tables(201, 0, ""), store.ErrInvalid, "tables"},
		"fewer than none are refused":       {nil, moderator, tables(-1, 0, ""), store.ErrInvalid, "tables"},
		"a step back behind the beginning":  {nil, moderator, tables(8, -1, ""), store.ErrInvalid, "step"},
		"a step beyond all patience":        {nil, moderator, tables(8, 10_001, ""), store.ErrInvalid, "step"},
		"all look at one session":           {nil, moderator, tables(8, 0, "s1"), nil, ""},
		"but not at one that is not there":  {nil, moderator, tables(8, 0, "s9"), store.ErrNotFound, ""},
		"somebody sits down":                {[]Command{tables(8, 0, "")}, ada, SitDown{8}, nil, ""},
		"somebody stands up":                {[]Command{tables(8, 0, "")}, ada, SitDown{0}, nil, ""},
		"a table that is not there":         {[]Command{tables(8, 0, "")}, ada, SitDown{9}, store.ErrInvalid, "table"},
		"a table below all":                 {[]Command{tables(8, 0, "")}, ada, SitDown{-1}, store.ErrInvalid, "table"},
		"nobody sits where there are none":  {nil, ada, SitDown{1}, store.ErrInvalid, "table"},
		"an unknown admission is refused":   {nil, moderator, SetAdmission{Admission: "later"}, store.ErrInvalid, "admission"},
		"fewer heads than none are refused": {nil, moderator, CountHeads{Heads: -1}, store.ErrInvalid, "heads"},
		"more heads than a stadium's":       {nil, moderator, CountHeads{Heads: 100_001}, store.ErrInvalid, "heads"},
		"a spotlight on two things":         {nil, moderator, Spotlight{Session: "s1", Spot: Spot{1, "f1"}}, store.ErrInvalid, "field"},
		"a spotlight on a hidden idea":      {nil, moderator, Spotlight{Session: "s1", Spot: Spot{Idea: 4}}, store.ErrForbidden, ""},
		"a spotlight on a withdrawn idea":   {nil, moderator, Spotlight{Session: "s1", Spot: Spot{Idea: 5}}, store.ErrForbidden, ""},
		"a spotlight on an unknown idea":    {nil, moderator, Spotlight{Session: "s1", Spot: Spot{Idea: 9}}, store.ErrNotFound, ""},
		"a spotlight on an unknown field":   {nil, moderator, Spotlight{Session: "s1", Spot: Spot{Field: "f9"}}, store.ErrNotFound, ""},
		"a spotlight on a removed field":    {[]Command{RemoveField{"f1"}}, moderator, Spotlight{Session: "s1", Spot: Spot{Field: "f1"}}, store.ErrNotFound, ""},
		"a spotlight in an unknown session": {nil, moderator, Spotlight{Session: "s9", Spot: Spot{Field: "f1"}}, store.ErrNotFound, ""},
		"a spotlight on another session's":  {nil, moderator, Spotlight{Session: "s2", Spot: Spot{Idea: 1}}, store.ErrNotFound, ""},
	} {
		t.Run(name, func(t *testing.T) {
			state := table()
			state.sessions = append(state.sessions, &session{Session: store.Session{ID: "s2", Position: 1}})
			for _, command := range situation.before {
				if _, err := at(morning, state, moderator, command); err != nil {
					t.Fatal(err)
				}
			}
			_, err := at(morning, state, situation.by, situation.command)
			var refusal *store.Error
			if !errors.Is(err, situation.refusal) || errors.As(err, &refusal) && refusal.Field != situation.field {
				t.Fatalf("got %v, want %v about %q", err, situation.refusal, situation.field)
			}
		})
	}
}

func TestIdeasAndPhonesKnowTheirTable(t *testing.T) {
	r := openRoom(t, sampleContents())
	ada, ben := r.join("ada"), r.join("ben")
	phone, other := r.connect(ada, Hello{}), r.connect(ben, Hello{})
	for _, page := range []*page{phone, other} {
		page.sees("Snapshot", `"s":"s1"`)
	}
	r.must(moderator, SetSeating{Seating: store.Seating{Tables: 8, Plenary: "s1"}})
	other.sees("EventShown", `"seating":{"tables":8,"step":0,"plenary":"s1"}`)
	r.must(ada, SitDown{7})
	r.must(ada, SitDown{7})
	phone.sees("Mine", `"table":7`)
	r.must(ada, &SubmitIdea{Session: "s1", Kind: store.Proposal, Text: "Vom Fenster", Receipt: receipt})
	other.sees("IdeasShown", "Vom Fenster", `"table":7`)

	r.must(moderator, SetSeating{Seating: store.Seating{Tables: 6}})
	r.must(ada, &SubmitIdea{Session: "s1", Kind: store.Proposal, Text: "Von nirgends", Receipt: receipt})
	if frame := other.sees("IdeasShown", "Von nirgends"); strings.Contains(frame, "table") {
		t.Errorf("a table that is gone: %s", frame)
	}
	if mine := string(encode(r.mineOf(ada))); strings.Contains(mine, `"table"`) {
		t.Errorf("sits at a table that is gone: %s", mine)
	}
	r.must(moderator, SetSeating{Seating: store.Seating{Tables: 8}})
	if mine := r.mineOf(ada); mine.Table != 7 {
		t.Errorf("the seat was not kept: %+v", mine)
	}
	phone.sees("Mine", `"table":7`, "Von nirgends")
	for _, frame := range other.all() {
		if strings.Contains(frame, `"Mine"`) && strings.Contains(frame, `"table"`) {
			t.Errorf("another phone was told where ada sits: %s", frame)
		}
	}
	r.must(moderator, SetSeating{})
	r.must(moderator, Welcome{Text: "Ohne Tische"})
	if frame := other.sees("EventShown", "Ohne Tische"); strings.Contains(frame, "seating") {
		t.Errorf("tables are still told: %s", frame)
	}
}

func (r *room) mineOf(by Actor) (mine MineView) {
	r.hub.inLoop(func() { mine = viewMine(r.hub.state, by.ID) })
	return mine
}

// Whatever staff change of an event, what moderators set while it runs stays.
func TestEditingAnEventKeepsWhatModeratorsSet(t *testing.T) {
	state := table()
	edited := state.event
	at(morning, state, moderator, SetSeating{Seating: store.Seating{Tables: 8}})
	at(morning, state, moderator, CountHeads{Heads: 42})
	state.event.Cards = []store.CardRange{{From: 1, To: 50}}
	edited.Title = "Neu"
	if _, err := at(morning, state, Actor{Staff, "account"}, EditEvent{edited}); err != nil {
		t.Fatal(err)
	}
	if is := state.event; is.Title != "Neu" || is.Seating.Tables != 8 || is.Heads != 42 || len(is.Cards) != 1 {
		t.Errorf("the event is %+v", is)
	}
}

func TestHeadsAreToldToConsolesOnly(t *testing.T) {
	r := openRoom(t, sampleContents())
	phone, console, wall := r.connect(r.join("ada"), Hello{}), r.connect(moderator, Hello{}), r.connect(Actor{Projector, "p1"}, Hello{})
	for _, page := range []*page{phone, console, wall} {
		page.sees("Snapshot", `"s":"s1"`)
	}
	r.must(moderator, CountHeads{Heads: 42})
	console.sees("EventShown", `"heads":42`)
	r.must(moderator, Welcome{Text: "Guten Tag"})
	for _, page := range []*page{phone, wall} {
		page.sees("EventShown", "Guten Tag")
		page.neverSaw("heads")
	}
}
