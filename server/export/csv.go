package export

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"masswerk/store"
)

// CSV returns ideas and topic fields as one table for spreadsheets, in the event's language: UTF-8
// with a byte order mark, semicolons and CRLF, as German Excel reads it. Every closed round has
// two columns of its own. No cell can begin a formula.
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
// when spaces, a byte order mark or other invisible characters come first.
func harmless(cell string) string {
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
	candidates, outcomes := takenUp(d), map[int]outcome{}
	for _, one := range d.Outcomes {
		outcomes[one.Idea] = one
	}
	for _, one := range d.Ideas {
		row := []string{
			strconv.Itoa(one.Number), words[string(one.Kind)], one.Text, d.Sessions[one.Session-1].Title,
			d.fieldTitle(one.Field), words[string(one.State)], one.Reason, number(one.MergedInto),
			strconv.Itoa(one.Support), words.yes(one.OnBehalf), words.yes(one.Nominated),
		}
		for _, vote := range closed {
			row = append(row, vote.cells(func(it item) bool { return it.Idea == one.Number })...)
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
		for _, vote := range closed {
			row = append(row, vote.cells(func(it item) bool { return it.Field == i+1 })...)
		}
		table = append(table, append(row, candidateName(candidates.fields[i+1]), "", "", ""))
	}
	return table
}

// cells returns points and voters of the item that is meant; both empty when it was no item.
func (r round) cells(is func(item) bool) []string {
	for _, one := range r.Items {
		if is(one) && r.Tally != nil {
			sum := r.Tally.Items[one.Item]
			return []string{strconv.Itoa(sum.Points), strconv.Itoa(sum.Voters)}
		}
	}
	return []string{"", ""}
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

// words are a table's heads and values in one language.
type words map[string]string

func (w words) yes(is bool) string {
	if is {
		return w["yes"]
	}
	return ""
}

func (w words) head(rounds []round) []string {
	head := strings.Split(w["head"], "|")
	for _, one := range rounds {
		head = append(head, fmt.Sprintf(w["points"], one.Number), fmt.Sprintf(w["voters"], one.Number))
	}
	return append(head, strings.Split(w["tail"], "|")...)
}

var wordsOf = map[string]words{
	"de": {
		"head":   "Nr.|Art|Text|Sitzung|Themenfeld|Status|Grund|Zusammengeführt mit|Unterstützung|Für andere eingegeben|Vorgemerkt",
		"points": "Abstimmung %d: Punkte", "voters": "Abstimmung %d: Geräte",
		"tail": "Maßnahmenvorschlag|Ergebnis|Begründung|Veröffentlicht",
		"yes":  "ja", "field": "Themenfeld", "idea": "Idee", "expectation": "Erwartung",
		"held": "wartet auf Freigabe", "shown": "sichtbar", "returned": "zurückgegeben", "hidden": "ausgeblendet", "withdrawn": "zurückgezogen",
		"promoted": "als Maßnahmenvorschlag übernommen", "goal": "in Ziel oder Leitlinie aufgenommen", "parked": "zurückgestellt",
		"in_progress": "wird bereits umgesetzt", "not_competent": "nicht in unserer Zuständigkeit", "declined": "abgelehnt",
	},
	"en": {
		"head":   "No.|Kind|Text|Session|Topic field|State|Reason|Merged into|Support|Entered for someone|Nominated",
		"points": "Vote %d: points", "voters": "Vote %d: devices",
		"tail": "Candidate measure|Outcome|Explanation|Published",
		"yes":  "yes", "field": "Topic field", "idea": "Idea", "expectation": "Expectation",
		"held": "waits for release", "shown": "shown", "returned": "returned", "hidden": "hidden", "withdrawn": "withdrawn",
		"promoted": "taken up as candidate measure", "goal": "taken into a goal or guideline", "parked": "parked",
		"in_progress": "already under way", "not_competent": "not ours to decide", "declined": "declined",
	},
}
