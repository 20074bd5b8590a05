package rehearsal

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"time"
)

// LoggedVote is one line of a log of votes: what a person once thought of an idea.
type LoggedVote struct {
	Second float64 // since the beginning of the log
	Voter  string
	Idea   string // its id in the file of ideas
	Choice int    // yes, no or abstain
}

// choiceOf is a vote of the log as a yes/no vote says it.
var choiceOf = map[int]int{1: yes, -1: no, 0: abstain}

// ReadVotes reads a CSV file with the columns second, voter, idea and vote: 1 agrees, 0 passes, -1
// disagrees. It returns the votes in order of time.
func ReadVotes(path string) ([]LoggedVote, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	votes, err := parseVotes(content)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return votes, nil
}

func parseVotes(content []byte) ([]LoggedVote, error) {
	log, err := readTable(content)
	if err != nil {
		return nil, err
	}
	second, voter, idea, vote := log.column("second"), log.column("voter"), log.column("idea"), log.column("vote")
	if second < 0 || voter < 0 || idea < 0 || vote < 0 {
		return nil, errors.New("the columns must be second, voter, idea and vote")
	}
	var votes []LoggedVote
	for i, row := range log.rows {
		one := LoggedVote{Voter: cell(row, voter), Idea: cell(row, idea)}
		choice, err := strconv.Atoi(cell(row, vote))
		if err == nil {
			one.Second, err = finite(cell(row, second))
		}
		one.Choice = choiceOf[choice]
		if err != nil || one.Voter == "" || one.Idea == "" || one.Choice == 0 {
			return nil, fmt.Errorf("vote %d cannot be read", i+1)
		}
		votes = append(votes, one)
	}
	if len(votes) == 0 {
		return nil, errors.New("no line holds a vote")
	}
	slices.SortStableFunc(votes, func(a, b LoggedVote) int { return cmp.Compare(a.Second, b.Second) })
	return votes, nil
}

// Voters lists who voted, in the order of their first votes.
func Voters(votes []LoggedVote) []string {
	var all []string
	known := map[string]bool{}
	for _, one := range votes {
		if !known[one.Voter] {
			known[one.Voter] = true
			all = append(all, one.Voter)
		}
	}
	return all
}

// VotedOn returns the ideas that votes are about. All of them must be there.
func VotedOn(ideas []Idea, votes []LoggedVote) ([]Idea, error) {
	wanted := map[string]bool{}
	for _, one := range votes {
		wanted[one.Idea] = true
	}
	var found []Idea
	for _, one := range ideas {
		if wanted[one.ID] {
			delete(wanted, one.ID)
			found = append(found, one)
		}
	}
	for id := range wanted {
		return nil, fmt.Errorf("the file of ideas has no column id with %s, which was voted on", id)
	}
	return found, nil
}

// replay returns what phones did according to the log, one phone for each voter, and when.
func (p *play) replay(round roundView) ([]cue, pace) {
	itemOf := map[int]int{}
	for _, item := range round.Items {
		for _, number := range item.Ideas {
			itemOf[number] = item.Item
		}
	}
	items := map[string]int{}
	for _, one := range p.ledger.arrived() {
		items[one.ID] = itemOf[one.number]
	}
	phones := map[string]*phone{}
	for i, voter := range Voters(p.Replay) {
		phones[voter] = p.phones[i]
	}
	var cues []cue
	var due []time.Duration
	for _, one := range p.Replay {
		item := items[one.Idea]
		if item == 0 {
			continue // the server did not take the idea, and said so
		}
		cues = append(cues, phones[one.Voter].vote(round.ID, item, one.Choice))
		due = append(due, p.replayed(one))
	}
	return cues, func(i int) time.Duration { return due[i] }
}

// replayed is when a vote of the log is due.
func (c Config) replayed(one LoggedVote) time.Duration {
	return time.Duration((one.Second - c.Replay[0].Second) / c.Speed * float64(time.Second))
}

// replayTime is how long the votes of the log take.
func (c Config) replayTime() time.Duration {
	if len(c.Replay) == 0 {
		return 0
	}
	return c.replayed(c.Replay[len(c.Replay)-1])
}

// logged is how often an idea was agreed with, disagreed with and passed over, by id, if each
// person's last vote on it counts. It is reckoned from the log alone.
func logged(votes []LoggedVote) map[string][3]int {
	type stand struct{ voter, idea string }
	last := map[stand]int{}
	for _, one := range votes {
		last[stand{one.Voter, one.Idea}] = one.Choice
	}
	sums := map[string][3]int{}
	for at, choice := range last {
		sum := sums[at.idea]
		sum[choice-1]++
		sums[at.idea] = sum
	}
	return sums
}

// LogTally says whether the server counted what the log of votes itself yields.
type LogTally struct {
	Ideas   int `json:"ideas"`
	Yes     int `json:"yes"`
	No      int `json:"no"`
	Abstain int `json:"abstain"`
	Differ  int `json:"differ"` // ideas whose yes, no or abstentions are not those of the log
}

// compareLog holds the tally of the closed round against the log's own.
func (p *play) compareLog(round exportedRound) LogTally {
	sums := logged(p.Replay)
	items := map[int]int{} // by number of the idea
	for _, one := range round.Items {
		items[one.Idea] = one.Item
	}
	told := LogTally{Ideas: len(sums)}
	numbers := map[string]int{}
	for _, one := range p.ledger.arrived() {
		numbers[one.ID] = one.number
	}
	for id, sum := range sums {
		told.Yes, told.No, told.Abstain = told.Yes+sum[0], told.No+sum[1], told.Abstain+sum[2]
		var counts []int
		if round.Tally != nil {
			counts = round.Tally.Items[items[numbers[id]]].Counts
		}
		if !slices.Equal(counts, sum[:]) {
			told.Differ++
		}
	}
	return told
}
