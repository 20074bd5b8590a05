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
	Agree  bool   // else the person disagreed or passed
}

// replayBudget is the most points that a round may give: people who agree with more ideas are
// refused the rest.
const replayBudget = 99

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
		if err != nil || one.Voter == "" || one.Idea == "" || choice < -1 || choice > 1 {
			return nil, fmt.Errorf("vote %d cannot be read", i+1)
		}
		one.Agree = choice == 1
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

// replay returns what phones did according to the log, one phone for each voter, and when. Who
// agrees gives the idea its point; who does not takes it back, or leaves it at none.
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
		points := 0
		if one.Agree {
			points = 1
		}
		cues = append(cues, phones[one.Voter].vote(round.ID, item, points))
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
