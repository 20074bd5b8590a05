package rehearsal

import (
	"bytes"
	"cmp"
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
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
// tabs. It may also have columns for kind, topic field and how many agree.
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
	content = bytes.TrimPrefix(content, []byte("\ufeff"))
	reader := csv.NewReader(bytes.NewReader(content))
	reader.Comma, reader.FieldsPerRecord, reader.LazyQuotes = separator(content), -1, true
	rows, err := reader.ReadAll()
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, errors.New("the file is empty")
	}
	column := func(names ...string) int {
		for _, name := range names {
			at := slices.IndexFunc(rows[0], func(head string) bool { return strings.EqualFold(strings.TrimSpace(head), name) })
			if at >= 0 {
				return at
			}
		}
		return -1
	}
	text, kind := column("text", "title"), column("kind")
	field, weight := column("field", "topic", "topics"), column("support", "agrees", "votes")
	if text < 0 {
		return nil, errors.New(`no column is called "text" or "title"`)
	}
	var ideas []Idea
	for _, row := range rows[1:] {
		cell := func(at int) string {
			if at < 0 || at >= len(row) {
				return ""
			}
			return strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(row[at], "\ufffd"), "\r\n", "\n"))
		}
		one := Idea{Kind: cmp.Or(cell(kind), "idea"), Text: cell(text)}
		if one.Text == "" || len(one.Text) > longest {
			continue
		}
		one.Field, _, _ = strings.Cut(cell(field), "|") // the first of several
		one.Weight, _ = strconv.ParseFloat(cell(weight), 64)
		ideas = append(ideas, one)
	}
	if len(ideas) == 0 {
		return nil, errors.New("no line holds a contribution")
	}
	return ideas, nil
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
