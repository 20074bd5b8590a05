package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"masswerk/store"
)

// FuzzParseJSON reads any document. One that is taken is written as a document that is taken
// again and means the same.
func FuzzParseJSON(f *testing.F) {
	content, err := JSON(sample())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(content)
	f.Fuzz(func(t *testing.T, data []byte) {
		contents, err := ParseJSON(data)
		if err != nil {
			var refusal *store.Error
			if !errors.As(err, &refusal) || refusal.Kind != store.Invalid {
				t.Errorf("refused with %v", err)
			}
			return
		}
		written := rewritten(t, contents)
		again, err := ParseJSON(written)
		if err != nil {
			t.Fatalf("what was written is refused: %v\n%s", err, written)
		}
		if second := rewritten(t, again); !bytes.Equal(written, second) {
			t.Errorf("written again,\n%s\nbecame\n%s", written, second)
		}
		if bytes.Contains(written, []byte(`\u0000`)) || !utf8.Valid(written) {
			t.Errorf("a text that cannot be kept is taken: %q", written)
		}
		if _, err := CSV(Record{Contents: contents, Ballots: contents.Ballots}); err != nil {
			t.Errorf("it cannot be written as a table: %v", err)
		}
	})
}

// rewritten exports contents, with the ballots in a fixed order.
func rewritten(t *testing.T, contents store.Contents) []byte {
	t.Helper()
	data, err := JSON(Record{Contents: contents, Ballots: contents.Ballots})
	if err != nil {
		t.Fatal(err)
	}
	var d document
	if err := json.Unmarshal(data, &d); err != nil {
		t.Fatal(err)
	}
	for _, one := range d.Rounds { // ballots stand in random order
		slices.SortFunc(one.Ballots, func(a, b ballot) int { return strings.Compare(fmt.Sprint(a.Points), fmt.Sprint(b.Points)) })
		for i := range one.Ballots {
			one.Ballots[i].Ballot = i + 1
		}
	}
	data, err = json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// FuzzCSV writes any text as an idea's and a topic field's. Another reader gets it back, with an
// apostrophe at most, and no cell could be taken for a formula.
func FuzzCSV(f *testing.F) {
	f.Fuzz(func(t *testing.T, words string) {
		if !text(words, 0, store.MaxIdeaLength) || !utf8.ValidString(words) {
			return // nobody can submit it
		}
		record := sample()
		record.Contents.Ideas[0].Text, record.Contents.Fields[0].Title = words, words
		table, err := CSV(record)
		if err != nil {
			t.Fatal(err)
		}
		reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(table, []byte("\ufeff"))))
		reader.Comma = ';'
		rows, err := reader.ReadAll() // refuses rows of another length
		if err != nil {
			t.Fatalf("%q breaks the table: %v", words, err)
		}
		if cell := rows[1][2]; cell != words && cell != "'"+words {
			t.Errorf("%q became %q", words, cell)
		}
		for _, row := range rows {
			for _, cell := range row {
				seen := strings.TrimLeft(cell, " \n\u00a0\u2000\u200b\ufeff\u2003\u3000")
				if belowZero.MatchString(cell) {
					continue
				}
				if seen != "" && strings.ContainsRune("=+-@\t\r＝＋－＠", []rune(seen)[0]) {
					t.Errorf("the cell %q may be a formula", cell)
				}
			}
		}
	})
}
