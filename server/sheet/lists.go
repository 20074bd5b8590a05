package sheet

import (
	"regexp"
	"strconv"
	"strings"

	"masswerk/store"
)

// A list stands in one cell, an item in a line, its fields parted by upright strokes. A line without
// a stroke is what people write by hand: mostly a title.

var (
	escaping   = strings.NewReplacer(`\`, `\\`, "\n", `\n`, "|", `\|`)
	unescaping = strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\|`, "|")
)

// line writes an item's fields.
func line(fields ...string) string {
	for i, field := range fields {
		fields[i] = escaping.Replace(field)
	}
	return strings.TrimRight(fields[0]+" | "+strings.Join(fields[1:], " | "), " ")
}

// fieldsOf returns an item's fields, as many as asked for; strict is false for a line that people
// wrote by hand.
func fieldsOf(text string, count int) (fields []string, strict bool) {
	var one strings.Builder
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 < len(text):
			one.WriteString(text[i : i+2])
			i++
		case text[i] == '|':
			fields = append(fields, one.String())
			one.Reset()
			strict = true
		default:
			one.WriteByte(text[i])
		}
	}
	fields = append(fields, one.String())
	if !strict {
		fields[0] = unbulleted(fields[0])
	}
	for i := range fields {
		fields[i] = strings.TrimSpace(unescaping.Replace(strings.TrimSpace(fields[i])))
	}
	for len(fields) < count {
		fields = append(fields, "")
	}
	return fields, strict
}

// readLines reads every item of a cell; what is wrong with one is said with its line.
func readLines[T any](text string, count int, read func(fields []string, strict bool) (T, string)) (items []T, f *Fault) {
	for one := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(one) == "" {
			continue
		}
		fields, strict := fieldsOf(one, count)
		item, code := read(fields, strict)
		if code == "" && len(fields) > count {
			code = "fields"
		}
		if code != "" {
			return nil, &Fault{Code: code, Said: strings.TrimSpace(one)}
		}
		items = append(items, item)
	}
	return items, nil
}

// dayOr reads a day of a list, which may be left out.
func dayOr(text string, end bool, code *string) string {
	if text == "" {
		return ""
	}
	day, _, wrong := readDay(cell{text: text}, end)
	if wrong != "" {
		*code = wrong
	}
	return day
}

// figureOr reads a number of a list, which may be left out.
func figureOr(text string, code *string) *float64 {
	if text == "" {
		return nil
	}
	value, ok := readFigure(text)
	if !ok {
		*code = "number"
	}
	return &value
}

func writeFigure(value *float64) string {
	if value == nil {
		return ""
	}
	return germanNumber(*value)
}

var (
	dateAfter  = regexp.MustCompile(`^(.*\S)\s*(?:\(\s*([^()]+?)\s*\)|[:,–-]\s+([^:,–]+?)|\s(bis [^:,–]+?))\s*$`)
	dateBefore = regexp.MustCompile(`^([^:–]{2,24}?)\s*(?::|\s–|\s-)\s+(.*\S)$`)
)

func readMilestone(fields []string, strict bool) (one store.Milestone, code string) {
	if strict {
		one = store.Milestone{Title: fields[0], Due: dayOr(fields[1], true, &code), Done: dayOr(strings.TrimPrefix(fields[2], "erreicht "), true, &code)}
		return one, code
	}
	one.Title = fields[0]
	for _, found := range [][]string{dateAfter.FindStringSubmatch(one.Title), dateBefore.FindStringSubmatch(one.Title)} {
		switch len(found) {
		case 5:
			if due, _, wrong := readDay(cell{text: found[2] + found[3] + strings.TrimPrefix(found[4], "bis ")}, true); wrong == "" && due != "" {
				return store.Milestone{Title: found[1], Due: due}, ""
			}
		case 3:
			if due, _, wrong := readDay(cell{text: found[1]}, true); wrong == "" && due != "" {
				return store.Milestone{Title: found[2], Due: due}, ""
			}
		}
	}
	return one, ""
}

func writeMilestone(one store.Milestone) string {
	done := germanDay(one.Done)
	if done != "" {
		done = "erreicht " + done
	}
	return line(one.Title, germanDay(one.Due), done)
}

func readProject(fields []string, strict bool) (one store.Project, code string) {
	if !strict {
		return store.Project{Title: fields[0]}, ""
	}
	one = store.Project{Number: fields[0], Title: fields[1], Lead: fields[2], Phase: fields[3]}
	one.Start, one.End = dayOr(fields[4], false, &code), dayOr(fields[5], true, &code)
	return one, code
}

func writeProject(one store.Project) string {
	return line(one.Number, one.Title, one.Lead, one.Phase, germanDay(one.Start), germanDay(one.End))
}

func readIndicator(fields []string, strict bool) (one store.Indicator, code string) {
	if !strict {
		return store.Indicator{Title: fields[0]}, ""
	}
	one = store.Indicator{Title: fields[0], Unit: fields[1], Baseline: figureOr(fields[2], &code), Target: figureOr(fields[3], &code), Due: dayOr(fields[4], true, &code)}
	for said := range strings.SplitSeq(fields[5], ";") {
		on, value, ok := strings.Cut(said, "=")
		if strings.TrimSpace(said) == "" {
			continue
		}
		actual := store.Actual{On: dayOr(strings.TrimSpace(on), true, &code)}
		if reached := figureOr(strings.TrimSpace(value), &code); ok && reached != nil && actual.On != "" {
			actual.Value = *reached
		} else {
			code = "number"
		}
		one.Actuals = append(one.Actuals, actual)
	}
	return one, code
}

func writeIndicator(one store.Indicator) string {
	return line(one.Title, one.Unit, writeFigure(one.Baseline), writeFigure(one.Target), germanDay(one.Due), writeActuals(one.Actuals))
}

func writeActuals(actuals []store.Actual) string {
	var said []string
	for _, one := range actuals {
		said = append(said, germanDay(one.On)+" = "+germanNumber(one.Value))
	}
	return strings.Join(said, "; ")
}

func readCost(fields []string, _ bool) (one store.Cost, code string) {
	var ok, sure bool
	one.Kind, ok = costKinds.read(fields[1])
	one.Certainty, sure = certainties.read(fields[3])
	if year, err := strconv.Atoi(fields[0]); err == nil {
		one.Year = year
	} else if fields[0] != "" && fields[0] != "ohne Jahr" {
		ok = false
	}
	one.Note = fields[4]
	if !ok || fields[3] != "" && !sure {
		return one, "cost"
	}
	one.Amount, _, code = readMoney(cell{text: fields[2]}, 1)
	return one, code
}

func writeCost(one store.Cost) string {
	year := "ohne Jahr"
	if one.Year != 0 {
		year = strconv.Itoa(one.Year)
	}
	return line(year, costKinds.write(one.Kind), strconv.FormatInt(one.Amount, 10), certainties.write(one.Certainty), one.Note)
}

func readRisk(fields []string, _ bool) (store.Risk, string) {
	return store.Risk{Title: fields[0], Answer: fields[1]}, ""
}

func writeRisk(one store.Risk) string { return line(one.Title, one.Answer) }

var onDay = regexp.MustCompile(`^(.*?)\s*(?:\(|\bam\b|\bvom\b|,)?\s*(\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4})\)?\s*(.*)$`)

// readObligation reads "zugestimmt | 12.03.2025 | Az. 10 | Hinweis", or "beantragt am 12.03.2025".
func readObligation(kind, text string) (one store.Obligation, f *Fault) {
	fields, strict := fieldsOf(joinedLines(text), 4)
	one = store.Obligation{Kind: kind}
	code := ""
	if strict {
		one.On, one.File, one.Note = dayOr(fields[1], true, &code), fields[2], fields[3]
	} else if found := onDay.FindStringSubmatch(fields[0]); found != nil {
		fields[0], one.On, one.Note = found[1], dayOr(found[2], true, &code), strings.Trim(found[3], " ,;.()")
	}
	var ok bool
	if one.State, ok = obligationStates.read(fields[0]); !ok {
		return one, &Fault{Code: "obligation", Known: obligationStates.known()}
	}
	if code != "" {
		return one, &Fault{Code: code}
	}
	return one, nil
}

func writeObligation(one store.Obligation) string {
	if one.State == "" && one.On == "" && one.File == "" && one.Note == "" {
		return ""
	}
	if one.On == "" && one.File == "" && one.Note == "" {
		return obligationStates.write(one.State)
	}
	return line(obligationStates.write(one.State), germanDay(one.On), one.File, one.Note)
}
