package live

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"masswerk/store"
)

// fakeBoxes keeps ballots in memory and fails as it is told.
type fakeBoxes struct {
	mu      sync.Mutex
	turnout map[string]map[string]bool // by round
	ballots map[string][]store.Ballot
	groups  []int // how many were cast together
	fail    error
	done    bool // although it fails
}

func newBoxes() *fakeBoxes {
	return &fakeBoxes{turnout: map[string]map[string]bool{}, ballots: map[string][]store.Ballot{}}
}

func (f *fakeBoxes) Cast(_ context.Context, round string, ballots []store.Ballot) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fail != nil && !f.done {
		return f.fail
	}
	if f.turnout[round] == nil {
		f.turnout[round] = map[string]bool{}
	}
	f.groups = append(f.groups, len(ballots))
	for _, one := range ballots {
		if !f.turnout[round][one.Participant] {
			f.turnout[round][one.Participant] = true
			f.ballots[round] = append(f.ballots[round], store.Ballot{ID: store.NewID(), Round: round, Points: one.Points})
		}
	}
	return f.fail
}

func (f *fakeBoxes) Boxed(_ context.Context, round string) ([]store.Ballot, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.ballots[round]), f.fail
}

func (f *fakeBoxes) RemoveBox(_ context.Context, round string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.turnout, round)
	delete(f.ballots, round)
	return nil
}

// turnedOut is what loading an event reads of the open ones among the rounds.
func (f *fakeBoxes) turnedOut(rounds []store.Round) (all []store.Turnout) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, one := range rounds {
		for participant := range f.turnout[one.ID] {
			if one.State == store.RoundOpen {
				all = append(all, store.Turnout{Round: one.ID, Participant: participant})
			}
		}
	}
	return all
}

func (f *fakeBoxes) failing(err error, done bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fail, f.done = err, done
}

func (f *fakeBoxes) holds(round string) (ballots int, groups []int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.ballots[round]), slices.Clone(f.groups)
}

// secretRoom is a room in which a secret round by yes and no is open.
func secretRoom(t *testing.T) (r *room, boxes *fakeBoxes, round string) {
	t.Helper()
	boxes = newBoxes()
	r = enterRoom(t, &fakeEvents{contents: votingContents(), boxes: boxes})
	var made RoundMade
	json.Unmarshal(r.must(moderator, secret(store.YesNo)), &made)
	return r, boxes, made.Round
}

func quickly(t *testing.T) {
	usual := castWithin
	castWithin = 30 * time.Millisecond
	t.Cleanup(func() { castWithin = usual })
}

// castAll lets participants cast at the same time, and returns what they were answered.
func (r *room) castAll(round string, who ...string) []string {
	answers := make([]string, len(who))
	var waiting sync.WaitGroup
	for i, name := range who {
		waiting.Go(func() {
			result, err := r.do(Actor{Phone, name}, CastBallot{Round: round, Points: map[int]int{1: store.Yes}})
			if answers[i] = string(result); err != nil {
				answers[i] = code(err)
			}
		})
	}
	waiting.Wait()
	return answers
}

func all(answers []string, want string) bool {
	return !slices.ContainsFunc(answers, func(answer string) bool { return answer != want })
}

func TestFiveBallotsAreCastTogetherAndOneDoesNotWaitLong(t *testing.T) {
	r, boxes, round := secretRoom(t)
	began := time.Now()
	if answers := r.castAll(round, voters[:5]...); !all(answers, "{}") {
		t.Fatal(answers)
	}
	if took := time.Since(began); took > castWithin/2 {
		t.Errorf("five waited %v", took)
	}
	if answers := r.castAll(round, "fee"); !all(answers, "{}") {
		t.Fatal(answers)
	}
	if took := time.Since(began); took < castWithin || took > 2*castWithin {
		t.Errorf("one alone was answered after %v", took)
	}
	ballots, groups := boxes.holds(round)
	if ballots != 6 || !slices.Equal(groups, []int{5, 1}) {
		t.Fatalf("%d ballots, cast as %v", ballots, groups)
	}
}

func TestARepeatIsCountedOnceAndAnsweredTheSame(t *testing.T) {
	r, boxes, round := secretRoom(t)
	quickly(t)
	phone := r.connect(Actor{Phone, "ada"}, Hello{}).settled()
	ballot := map[string]any{"round": round, "points": map[string]int{"1": 1}}
	other := map[string]any{"round": round, "points": map[string]int{"2": 2}}
	for i, content := range []any{ballot, ballot, other} { // all wait together
		phone.send(fmt.Sprintf("%016d", i), "CastBallot", content)
	}
	for i := range 3 {
		if got := phone.sees(fmt.Sprintf(`"re":"%016d"`, i)); !strings.Contains(got, `"result":{}`) {
			t.Fatal(got)
		}
	}
	phone.sees(`"Mine"`, `"votes":{"`+round+`":{"cast":true}}`)
	if got := r.answer(Actor{Phone, "ada"}, "aaaaaaaaaaaaaaaa", "CastBallot", other); got != `{"re":"aaaaaaaaaaaaaaaa","result":{}}` {
		t.Fatal(got)
	}
	again := r.connect(Actor{Phone, "ada"}, Hello{})
	again.sees(`"Mine"`, `"cast":true`)
	r.must(moderator, CloseRound{round})
	if answers := r.castAll(round, "ada"); !all(answers, "{}") {
		t.Fatalf("a repeat after close: %v", answers)
	}
	if answers := r.castAll(round, "ben"); !all(answers, "round_closed") {
		t.Fatalf("too late: %v", answers)
	}
	r.hub.inLoop(func() {})
	if ballots, _ := boxes.holds(round); ballots != 0 {
		t.Fatal("the box outlived its round")
	}
	if tally := r.hub.state.rounds[round].Tally; tally.Voters != 1 || tally.Items[1].Points != 1 {
		t.Fatalf("%+v", tally)
	}
}

func TestClosingTakesTheBallotsThatStillWait(t *testing.T) {
	r, boxes, round := secretRoom(t)
	done := make(chan []string)
	go func() { done <- r.castAll(round, voters[:3]...) }()
	for waiting := 0; waiting < 3; time.Sleep(time.Millisecond) {
		r.hub.inLoop(func() { waiting = len(r.hub.casting[round]) })
	}
	r.must(moderator, CloseRound{round})
	if answers := <-done; !all(answers, "{}") {
		t.Fatal(answers)
	}
	if tally := r.hub.state.rounds[round].Tally; tally.Voters != 3 || tally.Items[1].Points != 3 {
		t.Fatalf("%+v", tally)
	}
	if _, groups := boxes.holds(round); !slices.Equal(groups, []int{3}) {
		t.Fatalf("cast as %v", groups)
	}
}

// Ballots and the end of their round may be decided in one batch, and that batch may fail.
func TestABatchWithBallotsAndTheEndOfTheirRound(t *testing.T) {
	for name, fail := range map[string]error{"stored at once": nil, "stored one by one": errors.New("constraint"), "not stored": store.ErrStorage} {
		t.Run(name, func(t *testing.T) {
			r, _, round := secretRoom(t)
			failed := false
			r.events.mu.Lock()
			r.events.fail = func(facts []store.Fact) error {
				if failed || len(facts) == 0 {
					return nil
				}
				failed = true
				return fail
			}
			r.events.mu.Unlock()
			var asked []request
			for _, name := range voters[:3] {
				asked = append(asked, request{actor: Actor{Phone, name}, command: CastBallot{Round: round, Points: map[int]int{1: store.Yes}}, reply: make(chan reply, 5)})
			}
			asked = append(asked, request{actor: moderator, command: CloseRound{round}, reply: make(chan reply, 5)})
			r.hub.inLoop(func() { r.hub.settle(asked) })
			want := ""
			if errors.Is(fail, store.ErrStorage) {
				want = "storage"
			}
			for i, one := range asked {
				if len(one.reply) != 1 {
					t.Fatalf("%d answers to command %d", len(one.reply), i)
				}
				if answer := <-one.reply; code(answer.err) != want {
					t.Fatalf("command %d: %v", i, answer.err)
				}
			}
			if want != "" {
				time.Sleep(probePace)
				if answers := r.castAll(round, voters[:3]...); !all(answers, "{}") {
					t.Fatalf("sent again: %v", answers)
				}
				r.must(moderator, CloseRound{round})
			}
			if tally := r.hub.state.rounds[round].Tally; tally.Voters != 3 || tally.Items[1].Points != 3 {
				t.Fatalf("%+v", tally)
			}
		})
	}
}

func TestABoxThatFailsIsARefusalOfStoring(t *testing.T) {
	for name, done := range map[string]bool{"nothing was cast": false, "it was cast all the same": true} {
		t.Run(name, func(t *testing.T) {
			r, boxes, round := secretRoom(t)
			quickly(t)
			boxes.failing(errors.New("disk on fire"), done)
			phone := r.connect(Actor{Phone, "ada"}, Hello{}).settled()
			if answers := r.castAll(round, voters...); !all(answers, "storage") {
				t.Fatal(answers)
			}
			if _, err := r.do(moderator, CloseRound{round}); code(err) != "storage" {
				t.Fatalf("closed without its ballots: %v", err)
			}
			phone.neverSaw(`"cast":true`)
			r.must(Actor{Phone, "ada"}, &SubmitIdea{Session: "s1", Kind: store.Proposal, Text: "Alles andere geht", Receipt: receipt})
			boxes.failing(nil, false)
			if answers := r.castAll(round, voters...); !all(answers, "{}") {
				t.Fatal(answers)
			}
			phone.sees("Mine", `"cast":true`)
			r.must(moderator, CloseRound{round})
			if tally := r.hub.state.rounds[round].Tally; tally.Voters != 6 {
				t.Fatalf("%+v", tally)
			}
		})
	}
}

type panickingBoxes struct{ *fakeBoxes }

func (panickingBoxes) Cast(context.Context, string, []store.Ballot) error { panic("box") }

func TestABoxThatPanicsIsARefusalOfStoring(t *testing.T) {
	r, boxes, round := secretRoom(t)
	quickly(t)
	r.hub.inLoop(func() { r.hub.config.Boxes = panickingBoxes{boxes} })
	if answers := r.castAll(round, voters[:2]...); !all(answers, "storage") {
		t.Fatal(answers)
	}
	r.must(Actor{Phone, ""}, Join{Device: "device-new"})
}

func TestABoxThatIsNotSyncedIsFatal(t *testing.T) {
	for name, close := range map[string]bool{"while it is cast": false, "while the round is closed": true} {
		t.Run(name, func(t *testing.T) {
			r, boxes, round := secretRoom(t)
			boxes.failing(&store.SyncError{Err: errors.New("fsync")}, false)
			if close {
				if _, err := r.do(moderator, CloseRound{round}); err == nil {
					t.Fatal("closed")
				}
			} else if answers := r.castAll(round, voters...); slices.Contains(answers, "{}") {
				t.Fatalf("acknowledged: %v", answers)
			}
			select {
			case <-r.fatal:
			case <-time.After(5 * time.Second):
				t.Fatal("the process was not ended")
			}
			<-r.hub.done
		})
	}
}

func TestBallotsOutliveAReloadAndTheHub(t *testing.T) {
	r, boxes, round := secretRoom(t)
	done := make(chan []string)
	go func() { done <- r.castAll(round, "ada", "ben") }()
	for waiting := 0; waiting < 2; time.Sleep(time.Millisecond) {
		r.hub.inLoop(func() { waiting = len(r.hub.casting[round]) })
	}
	if _, err := r.do(moderator, panicking{}); code(err) != "internal" { // the state is loaded again
		t.Fatal(err)
	}
	stopped := make(chan error)
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		stopped <- r.hubs.Stop(ctx)
	}()
	if answers := <-done; !all(answers, "{}") {
		t.Fatalf("at the stop: %v", answers)
	}
	if err := <-stopped; err != nil {
		t.Fatal(err)
	}
	later := enterRoom(t, &fakeEvents{contents: r.events.contents, facts: r.events.facts, boxes: boxes})
	if one := later.hub.state.rounds[round]; one.voters() != 2 {
		t.Fatalf("%d have voted", one.voters())
	}
	if answers := later.castAll(round, "ada"); !all(answers, "{}") {
		t.Fatal(answers)
	}
	later.must(moderator, CloseRound{round})
	if tally := later.hub.state.rounds[round].Tally; tally.Voters != 2 {
		t.Fatalf("%+v", tally)
	}
}

func TestABoxThatWasLeftIsRemovedAtTheStart(t *testing.T) {
	r, boxes, round := secretRoom(t)
	quickly(t)
	r.castAll(round, voters...)
	r.must(moderator, CloseRound{round})
	r.hub.inLoop(func() {}) // who closes a round is answered before its box is gone
	boxes.Cast(context.Background(), round, []store.Ballot{{Participant: "ada", Points: map[int]int{1: 1}}})
	if err := r.hubs.Stop(context.Background()); err != nil {
		t.Fatal(err)
	}
	enterRoom(t, &fakeEvents{contents: r.events.contents, facts: r.events.facts, boxes: boxes})
	if ballots, _ := boxes.holds(round); ballots != 0 {
		t.Fatal("it is still there")
	}
}
