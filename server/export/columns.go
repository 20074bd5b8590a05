package export

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"masswerk/store"
)

// What a table's columns are called and, for every closed round, what stands in them.

// base are the heads before the rounds'.
func (w words) base() []string { return strings.Split(w["head"], "|") }

func (w words) head(rounds []round) []string {
	head := w.base()
	for _, one := range rounds {
		for _, column := range w.columns(one) {
			head = append(head, fmt.Sprintf(w["vote"], one.Number)+": "+column)
		}
	}
	return append(head, strings.Split(w["tail"], "|")...)
}

// columns are a round's, by its method.
func (w words) columns(of round) []string {
	columns := strings.Split(w["round"], "|")
	switch of.Method {
	case store.YesNo:
		columns = append(columns, strings.Split(w["answers"], "|")...)
	case store.Scale:
		for _, criterion := range of.Criteria {
			columns = append(columns, criterion.Name+w["mean"], criterion.Name+w["spread"])
		}
	}
	return columns
}

// cells returns what a round's columns say of the item that is meant: nothing when it was none,
// and little when few voted.
func (w words) cells(of round, is func(item) bool) []string {
	cells := make([]string, 4, 10)
	at := slices.IndexFunc(of.Items, is)
	if at < 0 || of.Tally == nil {
		return append(cells, make([]string, len(w.columns(of))-len(cells))...)
	}
	meant := of.Items[at].Item
	sum, result := of.Tally.Items[meant], store.ItemResult{}
	for _, one := range of.Tally.Results {
		if one.Item == meant {
			result = one
		}
	}
	if !of.Tally.Few || of.Secrecy != store.Secret {
		cells[0], cells[1] = strconv.Itoa(sum.Points), strconv.Itoa(sum.Voters)
	}
	cells[2], cells[3] = number(result.Rank), w[string(result.Verdict)]
	switch of.Method {
	case store.YesNo:
		for answer := range 3 {
			cells = append(cells, given(of, sum.Counts, answer))
		}
	case store.Scale:
		for i := range of.Criteria {
			if i < len(result.Criteria) && result.Criteria[i].Voters > 0 {
				cells = append(cells, w.decimal(result.Criteria[i].Mean), w.decimal(result.Criteria[i].Spread))
			} else {
				cells = append(cells, "", "")
			}
		}
	}
	return cells
}

// given is how many gave an answer; an item that nobody answered has no counts.
func given(in round, counts []int, answer int) string {
	if in.Tally.Few {
		return ""
	}
	if answer < len(counts) {
		return strconv.Itoa(counts[answer])
	}
	return "0"
}

// decimal writes a number as the language's spreadsheets read it.
func (w words) decimal(value float64) string {
	return strings.Replace(strconv.FormatFloat(value, 'f', 2, 64), ".", w["point"], 1)
}

// words are a table's heads and values in one language.
type words map[string]string

func (w words) yes(is bool) string {
	if is {
		return w["yes"]
	}
	return ""
}

var wordsOf = map[string]words{
	"de": {
		"head": "Nr.|Art|Text|Sitzung|Themenfeld|Status|Grund|Zusammengeführt mit|Unterstützung|Für andere eingegeben|Vorgemerkt|" +
			"Name entfernt|Angeheftet|Tisch|Zustimmung|Fragen|Bedenken|Kommentare",
		"vote": "Abstimmung %d", "round": "Punkte|Geräte|Rang|Einschätzung", "answers": "Ja|Nein|Enthaltung",
		"mean": " (Mittelwert)", "spread": " (Streuung)", "point": ",", "consensus": "einig", "contested": "umstritten",
		"tail": "Maßnahmenvorschlag|Ergebnis|Begründung|Veröffentlicht",
		"yes":  "ja", "field": "Themenfeld", "idea": "Idee", "expectation": "Erwartung",
		"held": "wartet auf Freigabe", "shown": "sichtbar", "returned": "zurückgegeben", "hidden": "ausgeblendet", "withdrawn": "zurückgezogen",
		"promoted": "als Maßnahmenvorschlag übernommen", "goal": "in Ziel oder Leitlinie aufgenommen", "parked": "zurückgestellt",
		"in_progress": "wird bereits umgesetzt", "not_competent": "nicht in unserer Zuständigkeit", "declined": "abgelehnt",
		"joined": "geht mit einem anderen Beitrag weiter",
	},
	"en": {
		"head": "No.|Kind|Text|Session|Topic field|State|Reason|Merged into|Support|Entered for someone|Nominated|" +
			"Name removed|Pinned|Table|Agreement|Questions|Concerns|Comments",
		"vote": "Vote %d", "round": "points|devices|rank|verdict", "answers": "yes|no|abstain",
		"mean": " (mean)", "spread": " (spread)", "point": ".", "consensus": "consensus", "contested": "contested",
		"tail": "Candidate measure|Outcome|Explanation|Published",
		"yes":  "yes", "field": "Topic field", "idea": "Idea", "expectation": "Expectation",
		"held": "waits for release", "shown": "shown", "returned": "returned", "hidden": "hidden", "withdrawn": "withdrawn",
		"promoted": "taken up as candidate measure", "goal": "taken into a goal or guideline", "parked": "parked",
		"in_progress": "already under way", "not_competent": "not ours to decide", "declined": "declined",
		"joined": "goes on with another contribution",
	},
}
