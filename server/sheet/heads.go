package sheet

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"
)

// Column is a column of a table with the part of a measure that it is taken for.
type Column struct {
	At         int     `json:"at"` // from 0
	Name       string  `json:"name"`
	Title      string  `json:"title"`
	Part       string  `json:"part"` // empty: not read
	Confidence float64 `json:"confidence"`

	factor float64 // of amounts: "T€" in the heading
}

// head is where a table's headings stand and what they say.
type head struct {
	first, last int // rows
	titles      []string
	lowest      []string // the last line of each: what stands above a group says less
}

const (
	headWithin   = 40  // rows in which headings are looked for
	headLines    = 3   // rows that one heading may take
	sure         = 0.6 // confidence below which a column is left alone
	longestTitle = 90
)

// findHead returns the rows that name most parts.
func findHead(t table, known scores) (head, bool) {
	best, most := head{}, 0.0
	for first := range min(len(t), headWithin) {
		for last := first; last < min(len(t), first+headLines); last++ {
			if !titled(t[last]) {
				break
			}
			one := headAt(t, first, last)
			score := 0.0
			for _, column := range mapColumns(one, known) {
				if column.Part != "" {
					score += column.Confidence
				}
			}
			// Rows that add nothing are no part of it.
			if score -= 0.3 * float64(last-first); score > most+0.01 {
				best, most = one, score
			}
		}
	}
	if most < 1.2 {
		return best, false
	}
	first := best.first
	for first > 0 && best.last-first+1 < headLines && goesOn(t[first-1], t[first], first) {
		first--
	}
	return headAt(t, first, best.last), true
}

// goesOn reports whether headings begin in the row above: a cell reaches down from there, or one
// stands over several columns and names what they share.
func goesOn(above, row []cell, first int) bool {
	down := func(one cell) bool { return one.top > 0 && one.top <= first }
	group := func(one cell) bool { return one.wide && one.text != "" }
	return titled(above) && !bannerOf(above) && (slices.ContainsFunc(row, down) || slices.ContainsFunc(above, group))
}

// titled reports whether a row may be of headings: short texts, and of numbers none but years.
func titled(row []cell) bool {
	for _, one := range row {
		year := one.numeric && one.number == math.Trunc(one.number) && one.number > 1990 && one.number < 2100
		if len(one.text) > longestTitle || one.date != "" || one.numeric && !year {
			return false
		}
	}
	return true
}

// headAt reads the headings of some rows. What stands above a group of columns comes first.
func headAt(t table, first, last int) head {
	found := head{first, last, make([]string, t.width()), make([]string, t.width())}
	for c := range found.titles {
		var lines []string
		for r := first; r <= last; r++ {
			text := joinedLines(t.at(r, c).text)
			if text != "" && !slices.Contains(lines, text) && !bannerOf(t[r]) {
				lines = append(lines, text)
			}
		}
		found.titles[c] = strings.Join(lines, " ")
		if len(lines) > 0 {
			found.lowest[c] = lines[len(lines)-1]
		}
	}
	return found
}

// bannerOf reports whether a row says one thing only, across all its columns.
func bannerOf(row []cell) bool {
	said := ""
	for _, one := range row {
		if one.text == "" {
			continue
		}
		if said != "" && one.text != said {
			return false
		}
		said = one.text
	}
	return len(row) > 2 && said != ""
}

var inBrackets = regexp.MustCompile(`[(\[][^)\]]*[)\]]`)

// scores remembers how much headings resemble parts: rows are looked at several times.
type scores map[[2]string]map[string]float64

func (s scores) of(title, lowest string) map[string]float64 {
	if found, ok := s[[2]string{title, lowest}]; ok {
		return found
	}
	whole, short, last := fold(title), fold(inBrackets.ReplaceAllString(title, " ")), fold(lowest)
	found := map[string]float64{}
	for _, part := range parts {
		best := 0.0
		for _, word := range part.words {
			best = max(best, alike(whole, word), alike(short, word), 0.98*alike(last, word))
		}
		if best >= sure {
			found[part.name] = best
		}
	}
	s[[2]string{title, lowest}] = found
	return found
}

// mapColumns takes each column for the part that its heading resembles most, each part once.
func mapColumns(of head, known scores) []Column {
	type guess struct {
		at    int
		part  string
		score float64
	}
	var guesses []guess
	columns := make([]Column, len(of.titles))
	for at, title := range of.titles {
		columns[at] = Column{At: at, Name: columnName(at), Title: title, factor: factorOf(title)}
		if strings.Contains(title, displayOnly) {
			continue
		}
		if part, score := yearlyCost(fold(title)); part != "" {
			guesses = append(guesses, guess{at, part, score})
			continue
		}
		for part, score := range known.of(title, of.lowest[at]) {
			guesses = append(guesses, guess{at, part, score})
		}
	}
	slices.SortStableFunc(guesses, func(a, b guess) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.at, b.at), cmp.Compare(a.part, b.part))
	})
	taken := map[string]bool{}
	for _, one := range guesses {
		if columns[one.at].Part == "" && !taken[one.part] {
			columns[one.at].Part, columns[one.at].Confidence = one.part, math.Round(one.score*100)/100
			taken[one.part] = true
		}
	}
	return columns
}

var (
	inYear  = regexp.MustCompile(`\b(20[0-9]{2})\b`)
	ofMoney = regexp.MustCompile(`kosten|ausgaben|aufwendungen|mittel|budget|investition|haushalt|euro|eur\b|cost|ansatz|planung`)
	again   = regexp.MustCompile(`laufend|jaehrlich|folgekosten|konsumtiv|betrieb|running`)
)

// yearlyCost takes a column of one year for that year's costs.
func yearlyCost(title string) (part string, confidence float64) {
	years := inYear.FindAllString(title, -1)
	if len(years) != 1 {
		return "", 0
	}
	kind := "once"
	if again.MatchString(title) {
		kind = "running"
	}
	switch {
	case title == years[0]:
		return "costs." + kind + "." + years[0], 0.7
	case ofMoney.MatchString(title):
		return "costs." + kind + "." + years[0], 0.9
	}
	return "", 0
}

var (
	inThousands = regexp.MustCompile(`(?i)T\s?€|TEUR|T\s?Euro|Tsd|Tausend|k€|in T\b`)
	inMillions  = regexp.MustCompile(`(?i)Mio|Million|Mill\.`)
)

// factorOf returns what amounts below a heading are meant to be multiplied by.
func factorOf(title string) float64 {
	switch {
	case inMillions.MatchString(title):
		return 1e6
	case inThousands.MatchString(title):
		return 1e3
	}
	return 1
}
