package rehearsal

import (
	"bytes"
	"cmp"
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
)

// Idea is one line of a file of contributions.
type Idea struct {
	Kind   string // "idea" or "expectation"
	Text   string
	Field  string  // topic field it may belong to
	Weight float64 // how much others like it; 0: not known
	ID     string  // what a log of votes calls it
}

// longest is what surely fits into one message, in bytes.
const longest = 8 << 10

//go:embed example.csv
var example []byte

// Example returns the contributions of a workshop about the digital workplace of a city's
// administration, made up for this purpose.
func Example() []Idea {
	ideas, err := parseIdeas(example)
	if err != nil {
		panic("rehearsal: example: " + err.Error())
	}
	return ideas
}

// ReadIdeas reads a CSV file with a column "text" or "title", separated by commas, semicolons or
// tabs. It may also have columns for kind, topic field, how many agree, and id.
func ReadIdeas(path string) ([]Idea, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	ideas, err := parseIdeas(content)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return ideas, nil
}

func parseIdeas(content []byte) ([]Idea, error) {
	file, err := readTable(content)
	if err != nil {
		return nil, err
	}
	text, kind, id := file.column("text", "title"), file.column("kind"), file.column("id")
	field, weight := file.column("field", "topic", "topics"), file.column("support", "agrees", "votes")
	if text < 0 {
		return nil, errors.New(`no column is called "text" or "title"`)
	}
	var ideas []Idea
	for _, row := range file.rows {
		one := Idea{Kind: cmp.Or(cell(row, kind), "idea"), Text: cell(row, text), ID: cell(row, id)}
		if one.Text == "" || len(one.Text) > longest {
			continue
		}
		one.Field, _, _ = strings.Cut(cell(row, field), "|") // the first of several
		one.Weight, _ = finite(cell(row, weight))
		ideas = append(ideas, one)
	}
	if len(ideas) == 0 {
		return nil, errors.New("no line holds a contribution")
	}
	return ideas, nil
}

// table is a file of columns with names.
type table struct {
	heading []string
	rows    [][]string
}

func readTable(content []byte) (table, error) {
	content = bytes.TrimPrefix(content, []byte("\ufeff"))
	reader := csv.NewReader(bytes.NewReader(content))
	reader.Comma, reader.FieldsPerRecord, reader.LazyQuotes = separator(content), -1, true
	rows, err := reader.ReadAll()
	if err != nil {
		return table{}, err
	}
	if len(rows) == 0 {
		return table{}, errors.New("the file is empty")
	}
	return table{rows[0], rows[1:]}, nil
}

// column finds the column that has one of the names, the first name first; -1: there is none.
func (t table) column(names ...string) int {
	for _, name := range names {
		at := slices.IndexFunc(t.heading, func(head string) bool { return strings.EqualFold(strings.TrimSpace(head), name) })
		if at >= 0 {
			return at
		}
	}
	return -1
}

// cell returns what a row says in a column, or nothing.
func cell(row []string, at int) string {
	if at < 0 || at >= len(row) {
		return ""
	}
	return strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(row[at], "\ufffd"), "\r\n", "\n"))
}

// finite reads a number that one can reckon with.
func finite(text string) (float64, error) {
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(value) || math.IsInf(value, 0) {
		return 0, fmt.Errorf("%q is no number", text)
	}
	return value, nil
}

// separator is what the heading is separated by most often.
func separator(content []byte) rune {
	heading, _, _ := bytes.Cut(content, []byte("\n"))
	best, most := ',', 0
	for _, candidate := range ",;\t" {
		if found := bytes.Count(heading, []byte(string(candidate))); found > most {
			best, most = candidate, found
		}
	}
	return best
}

// urn draws ideas by how much people like them. Where nobody said so, chance does: a few are
// liked by many, as in every workshop.
type urn struct{ sums []float64 }

func newUrn(chance *rand.Rand, ideas []*contribution) urn {
	var u urn
	sum := 0.0
	for _, rank := range chance.Perm(len(ideas)) {
		weight := ideas[len(u.sums)].Weight
		if weight <= 0 {
			weight = 1 / float64(rank+3)
		}
		sum += weight
		u.sums = append(u.sums, sum)
	}
	return u
}

// draw returns the index of an idea.
func (u urn) draw(chance *rand.Rand) int {
	at, _ := slices.BinarySearch(u.sums, chance.Float64()*u.sums[len(u.sums)-1])
	return at
}
