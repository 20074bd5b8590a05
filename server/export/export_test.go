package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"masswerk/store"
)

func TestNothingInAnExportLeadsToAPerson(t *testing.T) {
	record := sample()
	table, err := CSV(record)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"JSON": exported(t, record), "CSV": table} {
		for _, secret := range []string{
			"participant-", "device-", "moderator-", "projector-", "secret-", "Kollegin", "ballot-", "command-", "idea-", "session-",
			"key-of", "a2V5", "ACDEFGHJ", "counter", "left in memory", "left too", "left in a comment", "17960328", "T10:",
			"ticket", "hash-of", "comment-", "77", "spotlight", "timer",
		} {
			if bytes.Contains(content, []byte(secret)) {
				t.Errorf("%s holds %q", name, secret)
			}
		}
	}
}

func TestTheOrderOfBallotsSaysNothing(t *testing.T) {
	record := sample()
	before := exported(t, record)
	slices.Reverse(record.Ballots)
	for i := range record.Ballots {
		record.Ballots[i].ID = fmt.Sprint("other-", i)
	}
	if after := exported(t, record); !bytes.Equal(before, after) {
		t.Error("the export depends on the order or the ids of stored ballots")
	}
}

func TestTalliesCanBeRecomputed(t *testing.T) {
	var d document
	if err := json.Unmarshal(exported(t, sample()), &d); err != nil {
		t.Fatal(err)
	}
	if d.Participants != 6 || d.Ideas[0].Support != 2 || d.Ideas[0].Reactions[store.Agrees] != 2 || len(d.Rounds) != 5 {
		t.Errorf("people %d, support %d, reactions %v, rounds %d", d.Participants, d.Ideas[0].Support, d.Ideas[0].Reactions, len(d.Rounds))
	}
	told := 0
	for _, one := range d.Rounds {
		if one.Tally.Few {
			continue
		}
		told++
		plan := store.Round{RoundPlan: store.RoundPlan{Method: one.Method, Cap: one.Cap, Criteria: one.Criteria}, Items: items}
		var ballots []store.Ballot
		for _, cast := range one.Ballots {
			ballots = append(ballots, store.Ballot{Points: cast.Points})
		}
		counted := plan.Count(ballots)
		plan.Tally = &counted
		if counted.Voters != one.Tally.Voters || !reflect.DeepEqual(counted.Items, one.Tally.Items) || !reflect.DeepEqual(plan.Results(), one.Tally.Results) {
			t.Errorf("round %d: counted %+v, written %+v", one.Number, counted, one.Tally)
		}
	}
	if told != 3 {
		t.Errorf("%d rounds have ballots", told)
	}
}

func TestFewVotesAreNotBrokenDown(t *testing.T) {
	record := sample()
	var d document
	if err := json.Unmarshal(exported(t, record), &d); err != nil {
		t.Fatal(err)
	}
	few, secret := d.Rounds[1], d.Rounds[4]
	if want := (map[int]store.ItemTally{1: {Points: 2, Voters: 1}}); !few.Tally.Few || !reflect.DeepEqual(few.Tally.Items, want) || few.Ballots != nil || len(few.Tally.Results) != 0 {
		t.Errorf("of one voter: %+v, ballots %v", few.Tally, few.Ballots)
	}
	if !secret.Tally.Few || secret.Tally.Voters != 1 || len(secret.Tally.Items) != 0 || secret.Ballots != nil || len(secret.Tally.Results) != 0 {
		t.Errorf("of one secret voter: %+v, ballots %v", secret.Tally, secret.Ballots)
	}
	table := cells(t, record)
	for head, want := range map[string]string{
		"Abstimmung 6: Punkte": "", "Abstimmung 6: Geräte": "", "Abstimmung 6: Rang": "", "Abstimmung 3: Rang": "",
	} {
		if got, ok := table[head]; !ok || got != want {
			t.Errorf("%s is %q, %v", head, got, ok)
		}
	}
	// Four of six on paper: neither they nor the two others can be told apart.
	for i := range record.Ballots[:3] {
		record.Ballots[i].Paper = true
	}
	if bytes.Contains(exported(t, record), []byte(`"paper": true`)) {
		t.Error("few ballots on paper are marked")
	}
	for i := range 10 {
		record.Ballots = append(record.Ballots, store.Ballot{ID: fmt.Sprint("more-", i), Round: "round-1", Points: map[int]int{1: 1 + i%2}, Paper: i > 3})
	}
	count(&record.Contents.Rounds[0], record.Ballots)
	if marked := bytes.Count(exported(t, record), []byte(`"paper": true`)); marked != 10 {
		t.Errorf("%d ballots on paper are marked", marked)
	}
}

func TestAnOpenRoundIsMarkedAndLeftOut(t *testing.T) {
	record := sample()
	record.Contents.Rounds[0].State, record.Contents.Rounds[0].Tally = store.RoundOpen, nil
	content := exported(t, record)
	var d document
	json.Unmarshal(content, &d)
	if d.Rounds[0].State != store.RoundOpen || d.Rounds[0].Tally != nil || d.Rounds[0].Ballots != nil {
		t.Errorf("an open round shows %+v", d.Rounds[0])
	}
	contents, err := ParseJSON(content)
	if err != nil || len(contents.Rounds) != 4 || contents.Rounds[0].Number != 3 {
		t.Errorf("imported %+v, %v", contents.Rounds, err)
	}
}
