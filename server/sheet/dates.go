package sheet

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"masswerk/store"
)

// Notes say how a cell was interpreted. The screens have words for them.
const (
	noteApproximate = "approximate" // "ca." was left out
	noteSpan        = "span"        // of a quarter, month or year the first or last day
	noteRounded     = "rounded"
	noteShare       = "share"    // 0.75 for 75 %
	noteOpen        = "open"     // "laufend": no end
	noteThousand    = "thousand" // by the heading or the cell
	noteYear        = "year"     // of an amount without one: the measure's first
	noteDefault     = "default"  // the table does not say
)

// span is a time that somebody named: a day, or a stretch with its first and last.
type span struct {
	first, last string
	bound       string // "from": only its first counts, "until": only its last, "open": goes on
}

func (s span) exact() bool { return s.first == s.last }

var (
	dayMonthYear = regexp.MustCompile(`^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})$`)
	isoDay       = regexp.MustCompile(`^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$`)
	slashDay     = regexp.MustCompile(`^(\d{1,2})/(\d{1,2})/(\d{4})$`)
	namedDay     = regexp.MustCompile(`^(\d{1,2})\.? ([a-z]+)\.? (\d{4}|\d{2})$`)
	monthYear    = regexp.MustCompile(`^(\d{1,2})\s?[./-]\s?(\d{4})$`)
	isoMonth     = regexp.MustCompile(`^(\d{4})-(\d{2})$`)
	namedMonth   = regexp.MustCompile(`^([a-z]+)\.?[ /]?'?(\d{4}|\d{2})$`)
	quarter      = regexp.MustCompile(`^(?:q\s?([1-4])|([1-4])\.?\s?q|([1-4])\. ?quartal|quartal ([1-4])|(i|ii|iii|iv)\.? ?quartal|(\d{4})[-/ ]?q([1-4]))[ ./-]*(\d{4}|\d{2})?$`)
	half         = regexp.MustCompile(`^(?:h\s?([12])|([12])\.?\s?(?:hj|halbjahr|h)|(\d{4})[-/ ]?h([12]))[ ./-]*(\d{4}|\d{2})?$`)
	week         = regexp.MustCompile(`^kw ?(\d{1,2})[ ./-]+(\d{4})$`)
	onlyYear     = regexp.MustCompile(`^(?:jahr )?(\d{4})$`)
	partOfYear   = regexp.MustCompile(`^(anfang|mitte|ende|jahresende|jahresanfang|fruehjahr|fruehling|sommer|herbst|beginn)(?: des jahres| von)? (\d{4})$`)
	winter       = regexp.MustCompile(`^winter (\d{4}) ?/ ?(\d{4}|\d{2})$`)
	yearPair     = regexp.MustCompile(`^(\d{4}) ?/ ?(\d{4}|\d{2})$`)
	between      = regexp.MustCompile(`\s+[-–—]\s+|\s*[–—]\s*|\s+bis\s+|\s+to\s+|\s+until\s+`)
	yearHyphen   = regexp.MustCompile(`^(\d{4})-(\d{4})$`)
	openEnd      = regexp.MustCompile(`^(?:fort)?laufend$|^dauerhaft$|^unbefristet$|^daueraufgabe$|^fortlaufende aufgabe$|^ongoing$|^kontinuierlich$`)
	roughly      = regexp.MustCompile(`^(?:ca\.?|circa|etwa|ungefaehr|voraussichtlich|vsl\.?|vrs\.?|geplant:?|gepl\.|rd\.?|rund|knapp|about)\s+`)
)

var months = map[string]int{
	"januar": 1, "jan": 1, "jaenner": 1, "january": 1, "februar": 2, "feb": 2, "februrary": 2, "february": 2, "maerz": 3, "mrz": 3, "maer": 3, "mar": 3, "march": 3,
	"april": 4, "apr": 4, "mai": 5, "may": 5, "juni": 6, "jun": 6, "june": 6, "juli": 7, "jul": 7, "july": 7, "august": 8, "aug": 8,
	"september": 9, "sep": 9, "sept": 9, "oktober": 10, "okt": 10, "oct": 10, "october": 10, "november": 11, "nov": 11, "dezember": 12, "dez": 12, "dec": 12, "december": 12,
}

var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss")

// readSpan reads a time as people write it.
func readSpan(text string) (found span, rough, ok bool) {
	text = umlauts.Replace(strings.ToLower(strings.TrimSpace(joinedLines(text))))
	text = strings.TrimSuffix(strings.TrimSpace(text), ".")
	if rest := roughly.ReplaceAllString(text, ""); rest != text {
		text, rough = rest, true
	}
	if openEnd.MatchString(text) {
		return span{bound: "open"}, rough, true
	}
	for _, bound := range []struct{ word, means string }{
		{"bis spaetestens ", "until"}, {"bis zum ", "until"}, {"bis ", "until"}, {"spaetestens ", "until"}, {"until ", "until"}, {"by ", "until"},
		{"ab dem ", "from"}, {"ab ", "from"}, {"seit ", "from"}, {"seit dem ", "from"}, {"from ", "from"}, {"since ", "from"},
	} {
		if rest, cut := strings.CutPrefix(text, bound.word); cut && !between.MatchString(rest) {
			found, ok = named(rest)
			found.bound = bound.means
			return found, rough, ok
		}
	}
	if rest, cut := strings.CutSuffix(text, " ff"); cut {
		found, ok = named(rest)
		found.bound = "from"
		return found, rough, ok
	}
	if found, ok := named(text); ok {
		return found, rough, true
	}
	text = strings.TrimPrefix(strings.TrimPrefix(text, "von "), "from ")
	ends := between.Split(text, -1)
	if pair := yearHyphen.FindStringSubmatch(text); pair != nil {
		ends = pair[1:]
	} else if pair := yearPair.FindStringSubmatch(text); pair != nil {
		ends = []string{pair[1], fullYear(pair[2])}
	}
	if len(ends) != 2 {
		return span{}, rough, false
	}
	last, ok2 := named(strings.TrimSpace(ends[1]))
	first, ok1 := named(strings.TrimSpace(ends[0]))
	if !ok1 && ok2 && len(ends[1]) > 4 { // "Q1 – Q3/2025", "Januar bis März 2025"
		first, ok1 = named(strings.TrimSpace(strings.TrimSuffix(ends[0], ".")) + " " + last.first[:4])
	}
	if ok1 && openEnd.MatchString(strings.TrimSpace(ends[1])) {
		return span{first: first.first, last: first.last, bound: "from"}, rough, true
	}
	if !ok1 || !ok2 || first.first > last.last {
		return span{}, rough, false
	}
	return span{first: first.first, last: last.last, bound: "both"}, rough, true
}

// named reads one day, week, month, season, quarter, half or whole year.
func named(text string) (span, bool) {
	if m := dayMonthYear.FindStringSubmatch(text); m != nil {
		return days(m[3], m[2], m[1])
	}
	if m := isoDay.FindStringSubmatch(text); m != nil {
		return days(m[1], m[2], m[3])
	}
	if m := slashDay.FindStringSubmatch(text); m != nil {
		return days(m[3], m[2], m[1])
	}
	if m := namedDay.FindStringSubmatch(text); m != nil && months[m[2]] > 0 {
		return days(m[3], strconv.Itoa(months[m[2]]), m[1])
	}
	if m := monthYear.FindStringSubmatch(text); m != nil {
		return stretch(m[2], number(m[1]), 1)
	}
	if m := isoMonth.FindStringSubmatch(text); m != nil {
		return stretch(m[1], number(m[2]), 1)
	}
	if m := namedMonth.FindStringSubmatch(text); m != nil && months[m[1]] > 0 {
		return stretch(m[2], months[m[1]], 1)
	}
	if m := quarter.FindStringSubmatch(text); m != nil {
		which := number(m[1] + m[2] + m[3] + m[4] + m[7])
		if which == 0 {
			which = map[string]int{"i": 1, "ii": 2, "iii": 3, "iv": 4}[m[5]]
		}
		return stretch(m[6]+m[8], 3*which-2, 3)
	}
	if m := half.FindStringSubmatch(text); m != nil {
		return stretch(m[3]+m[5], 6*number(m[1]+m[2]+m[4])-5, 6)
	}
	if m := week.FindStringSubmatch(text); m != nil {
		return ofWeek(number(m[2]), number(m[1]))
	}
	if m := onlyYear.FindStringSubmatch(text); m != nil {
		return stretch(m[1], 1, 12)
	}
	if m := partOfYear.FindStringSubmatch(text); m != nil {
		begin, length := 1, 3
		switch m[1] {
		case "mitte":
			return midYear(m[2])
		case "ende", "jahresende":
			begin = 10
		case "fruehjahr", "fruehling":
			begin = 3
		case "sommer":
			begin = 6
		case "herbst":
			begin = 9
		}
		return stretch(m[2], begin, length)
	}
	if m := winter.FindStringSubmatch(text); m != nil && number(fullYear(m[2])) == number(m[1])+1 {
		return stretch(m[1], 12, 3)
	}
	return span{}, false
}

func number(digits string) int {
	value, _ := strconv.Atoi(digits)
	return value
}

// fullYear takes two digits for a year of this century.
func fullYear(year string) string {
	if len(year) == 2 {
		return "20" + year
	}
	return year
}

func days(year, month, day string) (span, bool) {
	at, err := time.Parse("2006-1-2", fullYear(year)+"-"+strings.TrimLeft(month, "0")+"-"+strings.TrimLeft(day, "0"))
	text := at.Format(time.DateOnly)
	return span{first: text, last: text}, err == nil && plausible(at)
}

// stretch is so many months from one on.
func stretch(year string, month, length int) (span, bool) {
	if month < 1 || month > 12 {
		return span{}, false
	}
	first := time.Date(number(fullYear(year)), time.Month(month), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, length, -1)
	return span{first: first.Format(time.DateOnly), last: last.Format(time.DateOnly)}, plausible(first)
}

// midYear ends with June and begins with July.
func midYear(year string) (span, bool) {
	return span{first: year + "-07-01", last: year + "-06-30"}, plausible(time.Date(number(year), 6, 30, 0, 0, 0, 0, time.UTC))
}

func ofWeek(year, week int) (span, bool) {
	if week < 1 || week > 53 {
		return span{}, false
	}
	fourth := time.Date(year, 1, 4, 0, 0, 0, 0, time.UTC) // always in the first week
	monday := fourth.AddDate(0, 0, -(int(fourth.Weekday())+6)%7+7*(week-1))
	return span{first: monday.Format(time.DateOnly), last: monday.AddDate(0, 0, 6).Format(time.DateOnly)}, plausible(monday)
}

// plausible keeps a typing error from becoming a date.
func plausible(at time.Time) bool { return at.Year() >= 1990 && at.Year() < 2100 }

// readDay reads one end of a time. Codes say what was expected instead.
func readDay(from cell, end bool) (day, note, code string) {
	if from.date != "" {
		return from.date, "", ""
	}
	found, rough, ok := readSpan(from.text)
	switch {
	case !ok:
		return "", "", "date"
	case found.bound == "open" && end:
		return "", noteOpen, ""
	case found.bound == "open", found.bound == "both", found.bound == "until" && !end, found.bound == "from" && end:
		return "", "", "one_date" // it names the other end, or both
	}
	day = found.first
	if end {
		day = found.last
	}
	switch {
	case rough:
		note = noteApproximate
	case !found.exact():
		note = noteSpan
	}
	return day, note, ""
}

// readDates reads a stretch of time from one cell.
func readDates(from cell) (dates store.Dates, note, code string) {
	if from.date != "" {
		return store.Dates{}, "", "range"
	}
	found, rough, ok := readSpan(from.text)
	switch {
	case !ok:
		return dates, "", "range"
	case found.bound == "open":
		return dates, noteOpen, ""
	case found.bound == "from":
		dates.Start = found.first
	case found.bound == "until":
		dates.End = found.last
	case found.exact():
		return dates, "", "range" // one day is no stretch
	default:
		dates.Start, dates.End = found.first, found.last
	}
	if rough {
		return dates, noteApproximate, ""
	}
	return dates, noteSpan, ""
}
