package sheet

import (
	"strings"
	"unicode"
)

// fold makes texts comparable that people write in many ways: lower case, umlauts spelled out,
// no punctuation, single spaces. What a line break cut in two is one word again.
func fold(text string) string {
	text = joinedLines(text)
	var folded strings.Builder
	space := false
	for _, r := range strings.ToLower(text) {
		spelled, ok := spelling[r]
		switch {
		case ok:
		case unicode.IsLetter(r), unicode.IsDigit(r):
			spelled = string(r)
		default:
			space = true
			continue
		}
		if space && folded.Len() > 0 {
			folded.WriteByte(' ')
		}
		space = false
		folded.WriteString(spelled)
	}
	return folded.String()
}

var spelling = map[rune]string{
	'ä': "ae", 'ö': "oe", 'ü': "ue", 'ß': "ss", 'é': "e", 'è': "e", 'ê': "e", 'á': "a", 'à': "a", 'ç': "c", '€': "euro", '%': "prozent", '&': "und",
}

// joinedLines puts the halves of a hyphenated word together, and other lines side by side.
func joinedLines(text string) string {
	lines := strings.Split(text, "\n")
	joined := lines[0]
	for _, line := range lines[1:] {
		line = strings.TrimSpace(line)
		first := firstRune(line)
		switch head := strings.TrimRight(joined, " "); {
		case strings.HasSuffix(head, "-") && unicode.IsLower(first):
			joined = strings.TrimSuffix(head, "-") + line
		case strings.HasSuffix(head, "-"):
			joined = head + line
		default:
			joined = head + " " + line
		}
	}
	return joined
}

func firstRune(text string) rune {
	for _, r := range text {
		return r
	}
	return 0
}

// alike tells from 0 to 1 how much a heading says what a known one says: the same, the known one
// among other words, or nearly the same letters.
func alike(heading, known string) float64 {
	switch {
	case heading == "" || known == "":
		return 0
	case heading == known:
		return 1
	case amongWords(heading, known):
		return 0.7 + 0.25*float64(len(known))/float64(len(heading))
	}
	longer := max(len(heading), len(known))
	if 4*min(len(heading), len(known)) < 3*longer {
		return 0
	}
	if likeness := 1 - float64(distance(heading, known))/float64(longer); len(known) > 4 && likeness >= 0.75 {
		return 0.9 * likeness
	}
	return 0
}

// amongWords reports whether a heading has the known words in it, as whole words.
func amongWords(heading, known string) bool {
	if len(known) >= len(heading) {
		return false
	}
	for from := 0; ; {
		at := strings.Index(heading[from:], known)
		if at < 0 {
			return false
		}
		at += from
		end := at + len(known)
		if (at == 0 || heading[at-1] == ' ') && (end == len(heading) || heading[end] == ' ') {
			return true
		}
		from = at + 1
	}
}

// distance is how many letters have to be put in, left out or changed (Levenshtein).
func distance(a, b string) int {
	before := make([]int, len(b)+1)
	for j := range before {
		before[j] = j
	}
	now := make([]int, len(b)+1)
	for i := range len(a) {
		now[0] = i + 1
		for j := range len(b) {
			change := before[j]
			if a[i] != b[j] {
				change++
			}
			now[j+1] = min(change, before[j+1]+1, now[j]+1)
		}
		before, now = now, before
	}
	return before[len(b)]
}
