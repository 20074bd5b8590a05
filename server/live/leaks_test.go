package live

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"masswerk/store"
)

// What must not be told of a round cannot be listed: it is whatever depends on how people voted.
// So the same vote is held twice with other choices, and all that anybody could see, or find in
// the rows, must be the same.

// choices are two ways to vote by each method, of the same people.
var choices = map[store.Method][2][]map[int]int{
	store.Dots:    {{{1: 3, 2: 1}, {1: 3}, {2: 2}, {3: 1}}, {{3: 3, 2: 1}, {2: 3}, {3: 2}, {1: 1}}},
	store.Approve: {{{1: 1, 2: 1}, {1: 1}, {2: 1}, {3: 1}}, {{3: 1, 2: 1}, {2: 1}, {3: 1}, {1: 1}}},
	store.YesNo:   {{{1: store.Yes, 2: store.No}, {1: store.Yes}, {2: store.Yes}, {3: store.Abstain}}, {{1: store.No, 2: store.Yes}, {2: store.No}, {3: store.No}, {1: store.Yes}}},
	store.Scale:   {{{1: 15, 2: 51}, {1: 24}, {2: 33}, {3: 44}}, {{3: 51, 2: 12}, {2: 42}, {1: 11}, {2: 55}}},
	store.Ranking: {{{1: 1, 2: 2}, {1: 1}, {2: 1}, {3: 1}}, {{3: 1, 2: 2}, {2: 1}, {3: 1}, {1: 1}}},
}

// heldVote is what came of a vote until it was closed.
type heldVote struct {
	screens map[string][]string // what each screen was told, by whose it is
	rows    []string            // what was committed
}

// hold lets four people vote in a room full of screens, old and new ones. The others on paper
// have voted as before.
func hold(t *testing.T, opened OpenRound, ballots []map[int]int) heldVote {
	t.Helper()
	r := enterRoom(t, &fakeEvents{contents: votingContents(), boxes: newBoxes()})
	pages := map[string][]*page{}
	watch := func() {
		for _, actor := range []Actor{moderator, helper, {Projector, "p1"}, {Phone, "fee"}} {
			pages[string(actor.Face)] = append(pages[string(actor.Face)], r.connect(actor, Hello{Zip: true}).settled())
		}
		for _, name := range voters[:len(ballots)] {
			pages[name] = append(pages[name], r.connect(Actor{Phone, name}, Hello{}).settled())
		}
	}
	watch()
	for _, all := range pages {
		all[0].sees(`"Pulse"`)
	}
	var made RoundMade
	json.Unmarshal(r.must(moderator, opened), &made)
	r.must(moderator, EnterPaper{Round: made.Round, Ballots: []map[int]int{{1: 1}}})
	time.Sleep(snapshotPace + tallyPace) // nobody gets one from before
	for i, ballot := range ballots {
		phone, name := pages[voters[i]][0], voters[i]
		for counter, vote := range votes(opened, made.Round, ballot) {
			id := fmt.Sprintf("%016d", 100*i+counter)
			phone.send(id, nameOf(vote), vote)
			if opened.Secrecy != store.Secret {
				phone.sees(`"re":"`+id+`"`, `"result"`)
			}
		}
		pages[name] = append(pages[name], r.connect(Actor{Phone, name}, Hello{}).settled())
	}
	if opened.Secrecy == store.Secret { // they were gathered
		for _, name := range voters[:len(ballots)] {
			pages[name][0].sees(`"result":{}`)
			pages[name][0].sees(`"cast":true`)
		}
	}
	pages[string(Console)][0].sees(`"Pulse"`, fmt.Sprintf(`"voters":%d`, len(ballots)+1))
	pages[string(Projector)][0].sees(`"Pulse"`, fmt.Sprintf(`"voters":%d`, len(ballots)+1))
	watch()
	time.Sleep(2 * tallyPace)
	held := heldVote{screens: map[string][]string{}}
	for whose, all := range pages {
		for _, one := range all {
			held.screens[whose] = append(held.screens[whose], one.all()...)
		}
		held.screens[whose] = alike(held.screens[whose])
	}
	r.events.mu.Lock()
	defer r.events.mu.Unlock()
	for _, fact := range r.events.facts {
		if _, isVote := fact.(store.VoteSet); !isVote || opened.Secrecy == store.Secret {
			held.rows = append(held.rows, fmt.Sprintf("%T %s", fact, encode(fact)))
		}
	}
	for _, accepted := range r.events.contents.Accepted {
		held.rows = append(held.rows, fmt.Sprintf("%+v", accepted))
	}
	held.rows = alike(held.rows)
	return held
}

// votes are the commands by which a ballot is given.
func votes(opened OpenRound, round string, ballot map[int]int) (commands []Command) {
	items := slices.Sorted(maps.Keys(ballot))
	switch {
	case opened.Secrecy == store.Secret:
		return []Command{CastBallot{Round: round, Points: ballot}}
	case opened.Method == store.Ranking:
		slices.SortFunc(items, func(a, b int) int { return ballot[a] - ballot[b] })
		return []Command{SetOrder{Round: round, Items: items, Counter: 1}}
	}
	for i, item := range items {
		commands = append(commands, SetVote{Round: round, Item: item, Points: ballot[item], Counter: int64(i + 1)})
	}
	return commands
}

var (
	anyID     = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|"epoch":"[0-9a-f]{8}"|[0-9a-f]{64}`)
	anyTime   = regexp.MustCompile(`"(now|at)":\d+`)
	anyPulse  = regexp.MustCompile(`"here":\d+|"voters":\d+`) // a pulse may be left out
	noVersion = []string{"id", "time", "here or voters"}
)

// alike returns the lines with what differs by chance made the same, each once.
func alike(lines []string) []string {
	for i, line := range lines {
		for k, chance := range []*regexp.Regexp{anyID, anyTime, anyPulse} {
			line = chance.ReplaceAllString(line, noVersion[k])
		}
		lines[i] = line
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

func differences(t *testing.T, where string, a, b []string) {
	t.Helper()
	for _, line := range a {
		if _, found := slices.BinarySearch(b, line); !found {
			t.Errorf("%s: told of one vote only: %.300s", where, line)
		}
	}
}

func TestNobodyCanTellHowAHiddenVoteStands(t *testing.T) {
	quickly(t)
	for _, method := range store.Methods {
		for _, secrecy := range []store.Secrecy{store.OpenVote, store.Pseudonymous, store.Secret} {
			if secrecy == store.OpenVote && method != store.Dots {
				continue // until it is closed, it is told as a pseudonymous one
			}
			t.Run(fmt.Sprint(method, " ", secrecy), func(t *testing.T) {
				t.Parallel()
				opened := by(method)
				opened.Secrecy, opened.Hidden = secrecy, true
				one, other := hold(t, opened, choices[method][0]), hold(t, opened, choices[method][1])
				for whose := range one.screens {
					// In a round that is not secret a phone is told its own votes.
					if slices.Contains(voters, whose) && secrecy != store.Secret {
						continue
					}
					differences(t, whose, one.screens[whose], other.screens[whose])
					differences(t, whose, other.screens[whose], one.screens[whose])
				}
				differences(t, "rows", one.rows, other.rows)
				differences(t, "rows", other.rows, one.rows)
				for whose, told := range one.screens {
					for _, frame := range told {
						for _, never := range []string{`"tally"`, `"results":`, `"counts"`, `"rev"`} {
							if strings.Contains(frame, never) {
								t.Errorf("%s was told %s: %.300s", whose, never, frame)
							}
						}
						if slices.Contains(voters, whose) && secrecy == store.Secret && strings.Contains(frame, `"points"`) {
							t.Errorf("%s was told how they voted: %.300s", whose, frame)
						}
					}
				}
			})
		}
	}
}

// The test above is worth nothing if it cannot tell: of a vote that is not hidden it does.
func TestHowAVoteStandsThatIsNotHiddenCanBeTold(t *testing.T) {
	opened := by(store.Dots)
	one, other := hold(t, opened, choices[store.Dots][0]), hold(t, opened, choices[store.Dots][1])
	for _, whose := range []Face{Phone, Projector, Console} {
		if slices.Equal(one.screens[string(whose)], other.screens[string(whose)]) {
			t.Errorf("%s was told the same", whose)
		}
	}
	if !slices.Equal(one.screens[string(Helper)], other.screens[string(Helper)]) {
		t.Error("a helper was told how the vote stands")
	}
}

// Of a secret round nothing that is stored or told names a person and a choice, also at its end.
func TestPersonAndChoiceAreNeverTogether(t *testing.T) {
	r, _, round := secretRoom(t)
	quickly(t)
	console, phone := r.connect(moderator, Hello{}).settled(), r.connect(Actor{Phone, "ada"}, Hello{}).settled()
	if answers := r.castAll(round, voters...); !all(answers, "{}") {
		t.Fatal(answers)
	}
	r.must(moderator, CloseRound{round})
	r.must(moderator, ShowResults{Round: round, On: true})
	phone.sees("RoundsShown", `"points":6`)
	console.sees("RoundsShown", `"points":6`)
	r.events.mu.Lock()
	defer r.events.mu.Unlock()
	rows := slices.Collect(maps.Values(map[string]string{"accepted": fmt.Sprintf("%+v", r.events.contents.Accepted)}))
	for _, fact := range r.events.facts {
		rows = append(rows, string(encode(fact)))
		if ended, ok := fact.(store.RoundEnded); ok && len(ended.Ballots) != len(voters) {
			t.Errorf("%d ballots", len(ended.Ballots))
		}
		if _, ok := fact.(store.VoteSet); ok {
			t.Error("a vote was committed")
		}
	}
	for _, line := range append(append(rows, console.all()...), phone.all()...) {
		for _, name := range voters {
			if strings.Contains(line, `"`+name+`"`) && strings.Contains(strings.ToLower(line), `"points":`) {
				t.Errorf("%s: %.300s", name, line)
			}
		}
		if strings.Contains(line, "CastBallot") {
			t.Errorf("who voted when: %.300s", line)
		}
	}
}

// A result of fewer than five is not broken down, while the round is open or once it is closed,
// and of a secret one nothing but their number is told.
func TestAFewVotersAreNotBrokenDown(t *testing.T) {
	for _, secrecy := range []store.Secrecy{store.OpenVote, store.Pseudonymous, store.Secret} {
		t.Run(string(secrecy), func(t *testing.T) {
			r := enterRoom(t, &fakeEvents{contents: votingContents(), boxes: newBoxes()})
			quickly(t)
			opened := by(store.Scale)
			opened.Secrecy = secrecy
			var made RoundMade
			json.Unmarshal(r.must(moderator, opened), &made)
			screens := r.everybody(Actor{Phone, "fee"}, Hello{})
			for _, name := range voters[:4] {
				for _, vote := range votes(opened, made.Round, map[int]int{1: 35}) {
					r.must(Actor{Phone, name}, vote)
				}
			}
			if secrecy != store.Secret { // is not hidden
				screens[Phone].sees(`"Pulse"`, `"tally":{"voters":4`, `"few":true`)
			}
			r.must(moderator, CloseRound(made))
			r.must(moderator, ShowResults{Round: made.Round, On: true})
			for _, face := range []Face{Phone, Projector, Console} {
				told := screens[face].sees("RoundsShown", `"state":"closed"`, `"tally":{"voters":4`, `"few":true`, `"results_open":true`)
				if named := strings.Contains(told, `"points"`); named != (secrecy != store.Secret) {
					t.Errorf("%s: %s", face, told)
				}
				if secrecy == store.Secret && strings.Contains(told, `"rank"`) {
					t.Errorf("%s: %s", face, told)
				}
				for _, never := range []string{`"counts"`, `"criteria":[{"voters"`, `"verdict"`, `"mean":3`, `"mean":1`, `"spread":1`} {
					screens[face].neverSaw(never)
				}
			}
			screens[Helper].neverSaw(made.Round)
		})
	}
}

// Phones are told a result when the moderator shows it, and from when it is taken away again on
// no longer.
func TestPhonesAreToldAResultWhileItIsShown(t *testing.T) {
	r, _, round := secretRoom(t)
	quickly(t)
	r.castAll(round, voters...)
	screens := r.everybody(Actor{Phone, "fee"}, Hello{})
	r.must(moderator, CloseRound{round})
	screens[Console].sees("RoundsShown", `"results":[`)
	screens[Projector].sees("RoundsShown", `"results":[`)
	screens[Phone].sees("RoundsShown", `"state":"closed"`)
	late := r.connect(Actor{Phone, "emil"}, Hello{}).settled()
	for _, phone := range []*page{screens[Phone], late} {
		phone.neverSaw(`"tally"`)
	}
	r.must(moderator, ShowResults{Round: round, On: true})
	late.sees("RoundsShown", `"verdict":"consensus"`)
	r.must(moderator, ShowResults{Round: round})
	again := r.connect(Actor{Phone, "emil"}, Hello{Event: Position{r.hub.epoch, 0}, At: Position{r.hub.epoch, 1}})
	again.sees("Snapshot", `"s":"s1"`)
	again.neverSaw(`"tally"`)
}
