package sheet

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

var (
	figure    = regexp.MustCompile(`^([+-]?)(\d{1,3}(?:[. ']\d{3})+|\d+)(?:,(\d+|-+|–))?$`)
	pointed   = regexp.MustCompile(`^[+-]?\d+\.\d{1,2}$|^[+-]?\d+\.\d{4,}$|^[+-]?0\.\d+$`)
	english   = regexp.MustCompile(`^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$`)
	unitAfter = regexp.MustCompile(`(?i)\s*(mio\.?|mill\.?|million(?:en)?|mrd\.?|t|tsd\.?|tausend|k)?\s*(€|eur|euro|teur|t€|k€)?\s*(?:p\.\s?a\.|/\s?jahr|pro jahr|jährlich)?$`)
	about     = regexp.MustCompile(`(?i)^(?:ca\.?|circa|etwa|ungefähr|rd\.?|rund|knapp|geschätzt|gesch\.|voraussichtlich|vsl\.?|~|about)\s*`)
)

// readFigure reads a number as Germans write it; a single point before three digits parts
// thousands, before others it is a decimal point.
func readFigure(text string) (float64, bool) {
	text = strings.TrimSpace(text)
	if english.MatchString(text) && (strings.Contains(text, ".") || strings.Count(text, ",") > 1) {
		value, err := strconv.ParseFloat(strings.ReplaceAll(text, ",", ""), 64)
		return value, err == nil
	}
	if pointed.MatchString(text) {
		value, err := strconv.ParseFloat(text, 64)
		return value, err == nil
	}
	m := figure.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	whole := strings.NewReplacer(".", "", " ", "", "'", "").Replace(m[2])
	decimals := strings.Trim(m[3], "-–")
	value, err := strconv.ParseFloat(m[1]+whole+"."+decimals+"0", 64)
	return value, err == nil
}

// readNumber reads a number from a cell.
func readNumber(from cell) (value float64, note, code string) {
	if from.numeric {
		return from.number, "", ""
	}
	text := about.ReplaceAllString(from.text, "")
	if text != from.text {
		note = noteApproximate
	}
	value, ok := readFigure(text)
	if !ok {
		return 0, "", "number"
	}
	return value, note, ""
}

// readCount reads a whole number that is not below zero.
func readCount(from cell) (count int, note, code string) {
	value, note, code := readNumber(from)
	switch {
	case code != "":
		return 0, "", "count"
	case value < 0 || value > 1e9:
		return 0, "", "count"
	case value != math.Trunc(value):
		return int(math.Round(value)), noteRounded, ""
	}
	return int(value), note, ""
}

// readMoney reads an amount in whole euros. Without a unit of its own it is in the heading's.
func readMoney(from cell, factor float64) (amount int64, note, code string) {
	value := from.number
	if !from.numeric {
		text := strings.TrimSpace(joinedLines(from.text))
		if text != about.ReplaceAllString(text, "") {
			text, note = about.ReplaceAllString(text, ""), noteApproximate
		}
		text = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(text, "EUR"), "€"))
		unit := unitAfter.FindStringSubmatch(text)
		own := strings.ToLower(strings.TrimRight(unit[1], "."))
		switch currency := strings.ToLower(unit[2]); {
		case own == "mio" || own == "mill" || strings.HasPrefix(own, "million"):
			factor = 1e6
		case own == "mrd":
			factor = 1e9
		case own == "t", own == "tsd", own == "tausend", own == "k", currency == "teur", currency == "t€", currency == "k€":
			factor = 1e3
		case currency != "":
			factor = 1
		}
		var ok bool
		if value, ok = readFigure(strings.TrimSpace(strings.TrimSuffix(text, unit[0]))); !ok {
			return 0, "", "amount"
		}
	}
	exact := value * factor
	amount = int64(math.Round(exact))
	switch {
	case exact < 0 || exact > 1e12 || math.IsNaN(exact):
		return 0, "", "amount"
	case note != "":
	case math.Abs(exact-float64(amount)) > 1e-6:
		note = noteRounded
	case factor != 1:
		note = noteThousand
	}
	return amount, note, ""
}

// readPercent reads how far something got. Shares are told from percentages by the whole column:
// one fraction below 1 makes all its plain numbers shares.
func readPercent(from cell, shares bool) (percent int, note, code string) {
	value := from.number
	switch {
	case from.numeric && from.percent:
		value *= 100
	case from.numeric && shares:
		value, note = value*100, noteShare
	case !from.numeric:
		text := about.ReplaceAllString(strings.TrimSpace(from.text), "")
		if text != strings.TrimSpace(from.text) {
			note = noteApproximate
		}
		bare := strings.TrimSpace(strings.NewReplacer("%", "", "Prozent", "", "v. H.", "", "v.H.", "").Replace(text))
		var ok bool
		if value, ok = readFigure(bare); !ok {
			return 0, "", "percent"
		}
		if bare == text && shares && value <= 1 {
			value, note = value*100, noteShare
		}
	}
	percent = int(math.Round(value))
	if percent < 0 || percent > 100 {
		return 0, "", "percent"
	}
	if note == "" && math.Abs(value-float64(percent)) > 1e-6 {
		note = noteRounded
	}
	return percent, note, ""
}

// sharesIn reports whether a column's numbers are shares of 1.
func sharesIn(cells []cell) bool {
	fraction := false
	for _, one := range cells {
		value := one.number
		if !one.numeric {
			if strings.Contains(one.text, "%") {
				continue
			}
			var ok bool
			if value, ok = readFigure(one.text); !ok {
				continue
			}
		}
		if one.percent {
			continue
		}
		if value > 1 {
			return false
		}
		fraction = fraction || value > 0 && value < 1
	}
	return fraction
}
