package rehearsal

import (
	"slices"
	"strings"
	"testing"
	"time"
)

const voteLog = `second,voter,idea,vote
47,a,n-1,1
82,b,n-2,-1
60,b,n-1,1
90,c,n-2,1
95,c,n-3,1
99,b,n-1,0
120,d,n-3,1
130,e,n-1,-1
647,c,n-2,1
`

// votedIdeas has an idea that nobody voted on.
const votedIdeas = `id;text
n-0;Niemand stimmt ab
n-1;Mehr Bänke im Park
n-2;Längere Öffnungszeiten
n-3;Ein Terminal im Foyer
`

func parseLog(t *testing.T) ([]LoggedVote, []Idea) {
	t.Helper()
	votes, err := parseVotes([]byte(voteLog))
	if err != nil {
		t.Fatal(err)
	}
	ideas, err := parseIdeas([]byte(votedIdeas))
	if err != nil {
		t.Fatal(err)
	}
	return votes, ideas
}

func TestParseVotes(t *testing.T) {
	votes, ideas := parseLog(t)
	if len(votes) != 9 || votes[1] != (LoggedVote{60, "b", "n-1", yes}) || votes[2] != (LoggedVote{82, "b", "n-2", no}) {
		t.Errorf("votes are not in order of time: %v", votes)
	}
	if voters := Voters(votes); !slices.Equal(voters, []string{"a", "b", "c", "d", "e"}) {
		t.Errorf("voters %v", voters)
	}
	if found, err := VotedOn(ideas, votes); err != nil || len(found) != 3 || found[0].ID != "n-1" {
		t.Errorf("voted on %v, %v", found, err)
	}
	if _, err := VotedOn(ideas[:2], votes); err == nil {
		t.Error("an idea is missing, and nobody says so")
	}
	config := Config{Replay: votes, Speed: 60}
	if due := config.replayed(votes[1]); due.Round(time.Millisecond) != 217*time.Millisecond {
		t.Errorf("13 seconds of the log pass in %s at 60 times the speed", due)
	}
	if whole := config.replayTime(); whole != 10*time.Second {
		t.Errorf("600 seconds of the log pass in %s at 60 times the speed", whole)
	}
	for name, file := range map[string]string{
		"nothing":      "",
		"no voter":     "second,idea,vote\n1,n-1,1\n",
		"only heading": "second,voter,idea,vote\n",
		"no such vote": "second,voter,idea,vote\n1,a,n-1,2\n",
		"no number":    "second,voter,idea,vote\nfrüh,a,n-1,1\n",
	} {
		if votes, err := parseVotes([]byte(file)); err == nil {
			t.Errorf("%s was read: %v", name, votes)
		}
	}
}

// A log of votes is replayed before everybody's eyes, then all phones are cut off: the tally is
// that of the log, everybody comes back, and no socket broke of itself.
func TestReplayAndStorm(t *testing.T) {
	house := openHouse(t)
	config := house.config(t)
	var err error
	config.Replay, config.Ideas = parseLog(t)
	if config.Ideas, err = VotedOn(config.Ideas, config.Replay); err != nil {
		t.Fatal(err)
	}
	config.Phones, config.PerPhone, config.Speed = 30, 0, 1000 // 25 look on
	config.Open, config.Storm, config.Resident = true, true, house.Resident
	report, err := Play(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	if !report.Clean() || report.Votes != 9 || report.Ideas != 3 || report.SocketsLost != 0 || report.Reconnects != 0 {
		t.Errorf("%+v", *report)
	}
	if report.EveryPhoneMS == nil || report.BallotProjectorMS == nil || report.EveryPhoneMS.P99 < report.BallotPhoneMS.P50 || report.BallotsPerS == 0 {
		t.Errorf("no votes were seen being counted: %+v", *report)
	}
	if report.Storm == nil || report.Storm.AllBackS <= 0 || report.Storm.BytesRatio < 1 {
		t.Errorf("storm %+v", report.Storm)
	}
	if house.Resident() > 0 && report.RSSPerPhone == nil {
		t.Error("nobody looked at the server's memory")
	}
	if want := (LogTally{Ideas: 3, Yes: 4, No: 2, Abstain: 1}); report.LogTally == nil || *report.LogTally != want {
		t.Errorf("the tally is not that of the log: %+v, want %+v", report.LogTally, want)
	}
	m := asModerator(t, config)
	after, err := m.export(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string][]int{}
	for item, one := range after.Rounds[0].Tally.Items {
		counts[after.Ideas[item-1].Text] = one.Counts
	}
	if len(counts) != 3 {
		t.Errorf("the export tells %v", counts)
	}
}

// A server that counts one vote otherwise than the log is found out.
func TestAWrongTallyIsNoticed(t *testing.T) {
	votes, ideas := parseLog(t)
	p := &play{Config: Config{Replay: votes}, stage: &stage{ledger: newLedger()}}
	round := exportedRound{Tally: &tally{Items: map[int]count{
		1: {Counts: []int{1, 1, 1}}, 2: {Counts: []int{1, 1, 0}}, 3: {Counts: []int{2, 0, 0}},
	}}}
	for i, one := range ideas[1:] {
		p.ledger.contributions = append(p.ledger.contributions, &contribution{Idea: one, number: 10 + i})
		round.Items = append(round.Items, struct {
			Item int `json:"item"`
			Idea int `json:"idea"`
		}{i + 1, 10 + i})
	}
	if told := p.compareLog(round); told.Differ != 0 {
		t.Fatalf("the log's own tally differs: %+v", told)
	}
	round.Tally.Items[2] = count{Counts: []int{2, 0, 0}}
	if told := p.compareLog(round); told.Differ != 1 {
		t.Errorf("a wrong count was not noticed: %+v", told)
	}
	report := Report{LogTally: &LogTally{Differ: 1}}
	if report.Clean() {
		t.Error("a report with a wrong tally is clean")
	}
}

// asModerator opens the console once more.
func asModerator(t *testing.T, config Config) *moderator {
	t.Helper()
	stage := newStage(t.Context(), config.Origin)
	t.Cleanup(stage.close)
	cookie, err := stage.call(t.Context(), "POST", "/console/"+config.Event+"/enter", "", map[string]string{"secret": config.Secret}, nil)
	if err != nil {
		t.Fatal(err)
	}
	m, err := enterConsole(t.Context(), stage, config.Event, cookie)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestTooFewPhonesForALog(t *testing.T) {
	votes, _ := parseLog(t)
	_, err := Play(t.Context(), Config{Phones: 2, Replay: votes})
	if err == nil || !strings.Contains(err.Error(), "5 people") {
		t.Errorf("two phones for five voters: %v", err)
	}
}
