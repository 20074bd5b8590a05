package export

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"masswerk/store"
)

// CSV returns ideas and topic fields as one table for spreadsheets, in the event's language: UTF-8
// with a byte order mark, semicolons and CRLF, as German Excel reads it. Every closed round has
// columns of its own. No cell can begin a formula.
func CSV(record Record) ([]byte, error) {
	table := tableOf(describe(record), record.Contents.Event.Language)
	var out bytes.Buffer
	out.WriteString("\ufeff")
	writer := csv.NewWriter(&out)
	writer.Comma, writer.UseCRLF = ';', true
	for _, row := range table {
		for i, cell := range row {
			row[i] = harmless(cell)
		}
		if err := writer.Write(row); err != nil {
			return nil, fmt.Errorf("write CSV: %w", err)
		}
	}
	writer.Flush()
	return out.Bytes(), writer.Error()
}

// harmless puts an apostrophe before a cell that a spreadsheet could take for a formula, also
// when spaces, a byte order mark or other invisible characters come first. A number below zero is
// none.
func harmless(cell string) string {
	if belowZero.MatchString(cell) {
		return cell
	}
	for _, r := range cell {
		switch {
		case strings.ContainsRune("=+-@\t\r＝＋－＠", r):
			return "'" + cell
		case unicode.IsSpace(r), unicode.In(r, unicode.Cf, unicode.Cc):
			continue
		}
		break
	}
	return cell
}

var belowZero = regexp.MustCompile(`^-[0-9]+$`)

func tableOf(d document, language string) [][]string {
	words := wordsOf[language]
	if words == nil {
		words = wordsOf["de"]
	}
	var closed []round
	for _, one := range d.Rounds {
		if one.State == store.RoundClosed {
			closed = append(closed, one)
		}
	}
	table := [][]string{words.head(closed)}
	candidates, outcomes, comments := takenUp(d), map[int]outcome{}, shownComments(d)
	for _, one := range d.Outcomes {
		outcomes[one.Idea] = one
	}
	for _, one := range d.Ideas {
		row := []string{
			strconv.Itoa(one.Number), words[string(one.Kind)], one.Text, d.Sessions[one.Session-1].Title,
			d.fieldTitle(one.Field), words[string(one.State)], one.Reason, number(one.MergedInto),
			strconv.Itoa(one.Support), words.yes(one.OnBehalf), words.yes(one.Nominated),
			words.yes(one.Redacted), words.yes(one.Pinned), number(one.Table),
		}
		for _, kind := range store.ReactionKinds {
			row = append(row, number(one.Reactions[kind]))
		}
		row = append(row, comments[one.Number])
		for _, vote := range closed {
			row = append(row, words.cells(vote, func(it item) bool { return it.Idea == one.Number })...)
		}
		outcome := outcomes[one.Number]
		row = append(row, candidateName(candidates.ideas[one.Number]), words[string(outcome.Kind)], outcome.Reason, words.yes(outcome.Published))
		table = append(table, row)
	}
	for i, one := range d.Fields {
		if one.Removed {
			continue
		}
		row := []string{"", words["field"], one.Title, "", d.fieldTitle(one.JoinedInto), "", "", "", "", "", words.yes(one.Nominated)}
		row = append(row, make([]string, len(words.base())-len(row))...)
		for _, vote := range closed {
			row = append(row, words.cells(vote, func(it item) bool { return it.Field == i+1 })...)
		}
		table = append(table, append(row, candidateName(candidates.fields[i+1]), "", "", ""))
	}
	return table
}

// shownComments joins the comments on each idea, a line each, by its number.
func shownComments(d document) map[int]string {
	joined := map[int]string{}
	for _, one := range d.Comments {
		if one.State != store.Shown {
			continue
		}
		if joined[one.Idea] != "" {
			joined[one.Idea] += "\n"
		}
		joined[one.Idea] += one.Text
	}
	return joined
}

func (d document) fieldTitle(place int) string {
	if place == 0 {
		return ""
	}
	return d.Fields[place-1].Title
}

// taken says by number and place in which candidate something was taken up.
type taken struct{ ideas, fields map[int]int }

func takenUp(d document) taken {
	all := taken{map[int]int{}, map[int]int{}}
	for _, one := range d.Candidates {
		for _, from := range one.Sources {
			if from.Field != 0 {
				all.fields[from.Field] = one.Number
			} else {
				all.ideas[from.Idea] = one.Number
			}
		}
	}
	return all
}

func candidateName(number int) string {
	if number == 0 {
		return ""
	}
	return "V" + strconv.Itoa(number)
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
