package main

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
)

var leaksCheck = check{
	name: "leaks", what: "hidden results, and how few voted, told to nobody by any channel", run: tryLeaks,
	mutants: []mutant{
		{"pulses tell how a hidden round stands", "server/live/roundview.go", "\tif r.Hidden {\n", "\tif r.Hidden && r.Number == 0 {\n"},
		{"pulses tell projectors alone", "server/live/pulse.go", "\tview := &RoundPulse{ID: open.ID, Tally: standing}\n",
			"\tview := &RoundPulse{ID: open.ID, Tally: standing}\n\tif to == Projector {\n\t\ttally := open.count.Clone()\n\t\tview.Tally = &TallyView{Voters: tally.Voters, Items: tally.Items}\n\t}\n"},
		{"snapshots have the count", "server/live/view.go", "return viewRound(to.face, one.Round, one.items)",
			"seen, visible := viewRound(to.face, one.Round, one.items)\n\t\t\tseen.Tally = &TallyView{Items: one.count.Clone().Items}\n\t\t\treturn seen, visible"},
		{"an answer tells how often minds were changed", "server/live/rounds.go", "\tif r.Hidden {\n", "\tif r.Hidden && r.Number == 0 {\n"},
		{"the own view has another's ballot", "server/live/view.go", "\t\tif ballot := one.ballots[participant]; ballot != nil {\n", "\t\tfor _, ballot := range one.ballots {\n"},
		{"phones are told once the round is closed", "server/live/roundview.go", " && (to != Phone || one.ResultsOpen)", ""},
		{"helpers see rounds", "server/live/roundview.go", "to != Phone && to != Projector && to != Console || one.State", "to == \"\" || one.State"},
		{"the preview is a console", "server/live/directing.go", "return Actor{Projector, preview + by.ID}", "return Actor{Console, preview + by.ID}"},
		{"an export has what is set in open rounds", "server/export/document.go", "\t\t\td.Rounds = append(d.Rounds, describeRound(one, at, record.Ballots))\n",
			"\t\t\td.Rounds = append(d.Rounds, describeRound(one, at, record.Ballots))\n\t\t\tif one.State == store.RoundOpen {\n\t\t\t\td.Rounds[len(d.Rounds)-1].Ballots = shuffled(one.ID, contents.Ballots)\n\t\t\t}\n"},
		{"an export has the ballots of few", "server/export/rounds.go", "\t\tif !described.Tally.Few {\n", "\t\tif described.Tally != nil {\n"},
		{"few are broken down", "store/result.go", "\treturn r.Tally.WithoutCounts(), ranks\n", "\treturn *r.Tally, ranks\n"},
		{"few are broken down while they vote", "server/live/roundview.go", "\t\ttally := r.count.WithoutCounts()\n", "\t\ttally := r.count.Clone()\n"},
		{"a secret round of few has sums", "store/result.go", "\tcase r.Secrecy == Secret:\n", "\tcase r.Secrecy == \"\":\n"},
		{"any number may vote in secret", "server/live/voting.go", "len(state.devices) < store.MinSecret", "len(state.devices) < 1"},
		{"metrics count by vote", "server/live/deciding.go", "h.meter.answered(one.actor.Face, nameOf(one.command), one.err)", "h.meter.answered(one.actor.Face, nameOf(one.command)+fmt.Sprint(one.command), one.err)"},
		{"the log names commands", "server/live/deciding.go", "\tdecision, err := one.command.Decide(", "\th.config.Log.Info(\"asked\", \"command\", nameOf(one.command))\n\tdecision, err := one.command.Decide("},
	},
}

// stage is how far a round has come.
type stage int

const (
	whileOpen  stage = iota
	onceClosed       // consoles and projectors may know the result
	onceShown        // and so may phones
	takenAway        // phones are told no longer
	never
)

var stageNames = [...]string{"while the round is open", "once it is closed", "once the results are shown", "once they are taken away"}

// situation is a round that is played twice.
type situation struct {
	method, secrecy string
	hidden          bool
	ballots         [2][]string // of the phones; the first and the last are the same both times
	paper           [2]string   // a ballot on paper; empty: none
	few             bool        // the sums are the same as well, where there are any
}

func (s situation) String() string {
	kind := "hidden"
	if s.few {
		kind = "of few"
	}
	return fmt.Sprintf("%s, %s, %s", s.method, s.secrecy, kind)
}

// hiddenVotes and fewVotes are ballots by method, for twins. Those of few have the same sums.
var (
	hiddenVotes = map[string][2][]string{
		"dots":    {{"1:2", "1:3 2:1", "1:4", "1:1 2:5", "3:1"}, {"1:2", "3:5", "2:1 3:4", "3:2", "3:1"}},
		"approve": {{"1:1", "1:1 2:1", "1:1", "1:1 3:1", "3:1"}, {"1:1", "2:1", "2:1 3:1", "2:1", "3:1"}},
		"yesno":   {{"1:1", "1:1 2:2", "1:1", "1:2 3:1", "3:1"}, {"1:1", "2:1", "2:1 3:2", "2:3", "3:1"}},
		"scale":   {{"1:11", "1:55 2:15", "1:51", "1:45", "3:33"}, {"1:11", "2:51", "2:51 3:12", "2:4", "3:33"}},
		"ranking": {{"1:1 2:2 3:3", "1:1 2:2", "1:1", "1:1 3:2", "3:1"}, {"1:1 2:2 3:3", "2:1", "2:1 3:2", "2:1", "3:1"}},
	}
	hiddenPaper = map[string][2]string{
		"dots": {"1:5", "2:4"}, "approve": {"1:1", "2:1"}, "yesno": {"1:2", "2:2"}, "scale": {"1:54", "2:45"}, "ranking": {"1:1", "2:1"},
	}
	fewVotes = map[string][2][]string{
		"dots":    {{"2:2", "1:3", "1:3", "3:1"}, {"2:2", "1:5", "1:1", "3:1"}},
		"approve": {{"1:1", "1:1 2:1", "3:1", "2:1"}, {"1:1", "1:1 3:1", "2:1", "2:1"}},
		"yesno":   {{"2:3", "1:1", "1:2", "3:1"}, {"2:3", "1:3", "1:3", "3:1"}},
		"scale":   {{"2:22", "1:11", "1:55", "3:44"}, {"2:22", "1:33", "1:33", "3:44"}},
		"ranking": {{"1:1", "1:1 2:2 3:3", "1:3 2:2 3:1", "1:1"}, {"1:1", "1:2 2:1 3:3", "1:2 2:3 3:1", "1:1"}},
	}
)

// situations returns all there are, or of each method one in secret, one that is not, and as many of
// few voters.
func situations(all bool) (chosen []situation) {
	modes := []string{"open", "pseudonymous", "secret"}
	for i, method := range slices.Sorted(maps.Keys(hiddenVotes)) {
		for at, secrecy := range modes {
			if all || secrecy == "secret" || at == i%2 {
				chosen = append(chosen, situation{method: method, secrecy: secrecy, hidden: true, ballots: hiddenVotes[method], paper: hiddenPaper[method]})
			}
			if !all && at == i%2 {
				continue
			}
			few := situation{method: method, secrecy: secrecy, hidden: secrecy == "secret", ballots: fewVotes[method], few: true}
			if secrecy == "secret" { // tells nothing but how many
				few.ballots = hiddenVotes[method]
				few.ballots[0], few.ballots[1] = few.ballots[0][:4], few.ballots[1][:4]
				few.ballots[1] = append(few.ballots[1][:3:3], few.ballots[0][3])
			}
			chosen = append(chosen, few)
		}
	}
	return chosen
}

// tryLeaks plays each round twice, alike but for the votes. Whoever may not know them must be told
// the same both times, to the letter; and whoever may know is told something else.
func tryLeaks(ctx context.Context, t *trial) {
	h, e, leave, ok := t.open(ctx)
	if !ok {
		return
	}
	defer leave()
	t.tooFewForSecret(ctx, e)
	before := len(h.said.all())
	all := situations(t.long)
	var mu sync.Mutex
	compared := 0
	inParallel(6, len(all), func(i int) error {
		if t.red() {
			return nil
		}
		count := t.twins(ctx, h, all[i])
		mu.Lock()
		defer mu.Unlock()
		compared += count
		return nil
	})
	t.failed("metrics", t.harmlessMetrics(ctx, h))
	for said := range strings.Lines(h.said.all()[before:]) {
		if !strings.Contains(said, "storing needs attention") { // of the machine that this runs on
			t.fault("the log says something while people vote: %s", said)
		}
	}
	t.note("%d rounds of every method and secrecy, hidden or of few, played twice with other votes: %d accounts alike, to the letter", len(all), compared)
}

// twins plays a situation twice at the same time, and returns how many accounts were compared.
func (t *trial) twins(ctx context.Context, h *house, s situation) (compared int) {
	var halls [2]*hall
	var told [2]map[string]string
	both := func(doing string, do func(i int) error) bool {
		var errs [2]error
		var doings sync.WaitGroup
		for i := range halls {
			doings.Add(1)
			go func() { defer doings.Done(); errs[i] = do(i) }()
		}
		doings.Wait()
		return !t.failed(s.String()+": "+doing, errs[0]) && !t.failed(s.String()+": "+doing, errs[1])
	}
	defer func() {
		for _, one := range halls {
			if one != nil {
				one.leave()
			}
		}
	}()
	if !both("prepare", func(i int) (err error) {
		halls[i], err = h.newHall(ctx)
		return err
	}) {
		return 0
	}
	steps := []func(i int) error{
		func(i int) error { return halls[i].vote(ctx, s, i) },
		func(i int) error { return halls[i].close(ctx) },
		func(i int) error { return halls[i].show(ctx, true) },
		func(i int) error { return halls[i].show(ctx, false) },
	}
	if s.few { // nothing is ever told that could be taken away
		steps = steps[:takenAway]
	}
	for at, step := range steps {
		if !both(stageNames[at], step) || !both("listen", func(i int) (err error) {
			told[i], err = halls[i].listen(ctx, s.hidden)
			return err
		}) {
			return compared
		}
		compared += len(told[0])
		t.compare(s, stage(at), halls[0], told)
	}
	return compared
}

// compare holds what was told in two halls against each other.
func (t *trial) compare(s situation, at stage, in *hall, told [2]map[string]string) {
	for _, one := range in.ears {
		a, there := told[0][one.name]
		b := told[1][one.name]
		may := at >= one.learns && !s.few
		if one.forgets && at == takenAway {
			may = false
		}
		switch {
		case !there:
		case a != b && !may:
			t.fault("%v: %s tells the votes %s: %s", s, one.name, stageNames[at], differ(a, b))
		case a == b && may:
			t.fault("%v: %s does not tell the result %s", s, one.name, stageNames[at])
		}
	}
	for i := range told {
		if a, b := told[i]["a projector that comes"], told[i]["a preview that comes"]; a != b {
			t.fault("%v: the preview is not what projectors show: %s", s, differ(a, b))
		}
	}
}

// tooFewForSecret lets four devices in, and wants a secret vote refused.
func (t *trial) tooFewForSecret(ctx context.Context, e *event) {
	for range 4 {
		_, err := e.join(ctx)
		t.failed("join", err)
	}
	desk, err := e.desk(ctx)
	if t.failed("console", err) {
		return
	}
	defer desk.leave()
	t.failed("idea", desk.must(ctx, "AddIdea", object{"session": e.session, "kind": "idea", "text": "Eine Idee"}, nil))
	got, err := desk.ask(ctx, "OpenRound", object{"session": e.session, "method": "yesno", "subject": "ideas", "secrecy": "secret"})
	if err != nil || got.Code != "too_few_for_secret" {
		t.fault("a secret vote of four is answered %q %v", got.Code, err)
	}
}

var (
	harmlessFigures = regexp.MustCompile(`^(go_[a-z_]+|masswerk_(commands_total|commands_waiting|commit_commands|commit_seconds|commit_failures_total|events_running|screens|screens_dropped_total|ring_lag_updates|ring_missed_total|snapshots_sent_total|disk_free_ratio|wal_bytes|alarm)(_bucket|_sum|_count)?)$`)
	harmlessLabels  = regexp.MustCompile(`^(|(le="[0-9.e+Inf-]+"|quantile="[0-9.]+"|version="[a-z0-9.]+"|(face|command|code)="[A-Za-z_0-9]*",?)+)$`)
	namedCommand    = regexp.MustCompile(`command="[A-Za-z]*[^A-Za-z"]`)
)

// harmlessMetrics refuses figures that nobody has looked at, and labels that could say more than
// how much was done.
func (t *trial) harmlessMetrics(ctx context.Context, h *house) error {
	elsewhere := house{origin: "http://" + h.metrics}
	got, err := elsewhere.call(ctx, client, "GET", "/metrics", "", "", nil)
	if err != nil {
		return err
	}
	count := 0
	for line := range strings.Lines(string(got.body)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		count++
		figure, _, _ := strings.Cut(line, " ")
		name, labels, _ := strings.Cut(figure, "{")
		if labels = strings.TrimSuffix(labels, "}"); !harmlessFigures.MatchString(name) || !harmlessLabels.MatchString(labels) || namedCommand.MatchString(labels) {
			t.fault("the metrics tell %s", figure)
		}
	}
	if count == 0 {
		return fmt.Errorf("there are none: %d", got.status)
	}
	return nil
}
