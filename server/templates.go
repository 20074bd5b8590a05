package server

import (
	"embed"
	"fmt"
	"path"
	"strings"

	"masswerk/server/live"
	"masswerk/store"
)

// Templates are what a new event starts with. Those that come with the program stand in the folder
// templates, a file each, in the order in which they are offered: whoever edits a file or adds one
// needs no code.
//
//go:embed templates/*.json
var templateFiles embed.FS

// template is a file of the folder.
type template struct {
	Name     said         `json:"name"`
	About    said         `json:"about"`  // one line to choose by
	Format   store.Format `json:"format"` // workshop when it says none
	Tables   int          `json:"tables"` // that go round the sessions; 0: nobody sits at any
	Sessions []struct {
		Title  said   `json:"title"`
		Prompt said   `json:"prompt"`
		Phases []step `json:"phases"`
	} `json:"sessions"`
}

// step is a phase of a template.
type step struct {
	Kind        store.PhaseKind     `json:"kind"`
	Title       said                `json:"title"` // without one: the kind's own name
	Minutes     int                 `json:"minutes"`
	End         store.PhaseEnd      `json:"end"`
	Scene       string              `json:"scene"`
	Settings    store.PhaseSettings `json:"settings"`
	Instruction said                `json:"instruction"`
	Vote        *vote               `json:"vote"`
}

// vote is a store.RoundPlan with its words in every language.
type vote struct {
	Title      said          `json:"title"`
	Method     store.Method  `json:"method"`
	Subject    store.Subject `json:"subject"`
	Secrecy    store.Secrecy `json:"secrecy"`
	Budget     int           `json:"budget"`
	Cap        int           `json:"cap"`
	Hidden     bool          `json:"hidden"`
	ExcludeOwn bool          `json:"exclude_own"`
	Criteria   []struct {
		Name said `json:"name"`
		Low  said `json:"low"`
		High said `json:"high"`
		Less bool `json:"less"`
	} `json:"criteria"`
}

// said is a text by voice: "sie" and "du", or "de" where they are the same, and "en".
type said map[string]string

// voices are the ways in which an event may speak.
var voices = []string{"sie", "du", "en"}

func (s said) in(voice string) string {
	if text, ok := s[voice]; ok {
		return text
	}
	return s["de"]
}

func voiceOf(event store.Event) string {
	if event.Language != "de" {
		return event.Language
	}
	return event.Address
}

// offered are the templates of the folder: their names in order, and what is in them.
var offered, templates = func() (names []string, all map[string]template) {
	entries, err := templateFiles.ReadDir("templates")
	if err != nil {
		panic(err)
	}
	all = map[string]template{}
	for _, entry := range entries {
		content, err := templateFiles.ReadFile(path.Join("templates", entry.Name()))
		if err != nil {
			panic(err)
		}
		var one template
		if err := live.Decode(content, &one); err != nil {
			panic(fmt.Sprintf("template %s: %v", entry.Name(), err))
		}
		_, name, _ := strings.Cut(strings.TrimSuffix(entry.Name(), ".json"), "-")
		names, all[name] = append(names, name), one
	}
	return names, all
}()

// sessionsIn writes the template down as an agenda.
func (t template) sessionsIn(voice string) (sessions []store.Session) {
	for _, from := range t.Sessions {
		one := store.Session{Title: from.Title.in(voice), Prompt: from.Prompt.in(voice)}
		for _, step := range from.Phases {
			one.Phases = append(one.Phases, step.in(voice))
		}
		sessions = append(sessions, one)
	}
	return sessions
}

func (s step) in(voice string) store.Phase {
	plan := store.PhasePlan{
		Kind: s.Kind, Title: s.Title.in(voice), Instruction: s.Instruction.in(voice),
		Seconds: s.Minutes * 60, End: s.End, Scene: s.Scene,
	}
	if s.Vote != nil {
		plan.Vote = s.Vote.in(voice)
	}
	return store.Phase{PhasePlan: plan, PhaseSettings: s.Settings}
}

func (v vote) in(voice string) *store.RoundPlan {
	plan := store.RoundPlan{
		Title: v.Title.in(voice), Method: v.Method, Subject: v.Subject, Secrecy: v.Secrecy,
		Budget: v.Budget, Cap: v.Cap, Hidden: v.Hidden, ExcludeOwn: v.ExcludeOwn,
	}
	for _, one := range v.Criteria {
		plan.Criteria = append(plan.Criteria, store.Criterion{
			Name: one.Name.in(voice), Low: one.Low.in(voice), High: one.High.in(voice), Less: one.Less,
		})
	}
	return &plan
}

// minutes is how long an agenda takes, 0 when it does not say. Sessions that tables go round are
// held at the same time, others one after another.
func minutes(sessions []store.Session, tables int) int {
	total := 0
	for _, one := range sessions {
		seconds := 0
		for _, phase := range one.Phases {
			seconds += phase.Seconds
		}
		if tables > 0 {
			total = max(total, seconds)
		} else {
			total += seconds
		}
	}
	return (total + 59) / 60
}
