package sheet

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"masswerk/store"
)

// part is a part of a measure that a column may hold: how it is called, read and written.
type part struct {
	name  string // of the profile's part; below it what stands in a column of its own: "current.start"
	title string // of our own column
	width float64
	words []string // what others call it, folded
	read  func(in context, from cell) reading
	write func(n *names, m store.Measure) content
}

// context is what reading a cell needs to know beside it.
type context struct {
	*names
	factor float64 // of amounts, by the heading
	shares bool    // the column's numbers are shares of 1
	year   int     // the measure begins in; 0: not known
}

// reading is what a cell says.
type reading struct {
	shown any    // for people; nil: nothing
	note  string // how it was interpreted; empty: as it stands
	fault *Fault
	set   func(*store.Profile)
}

// content is what a cell is written as.
type content struct {
	text  string
	day   string   // of a date
	value *float64 // of a number
}

func textContent(text string) content { return content{text: text} }

func dayContent(day string) content { return content{text: germanDay(day), day: day} }

func numberContent(value float64) content {
	if value == 0 {
		return content{}
	}
	return content{text: germanNumber(value), value: &value}
}

func faulty(code string, known ...string) reading {
	return reading{fault: &Fault{Code: code, Known: known}}
}

func words(title string, others ...string) []string {
	all := []string{fold(title)}
	for _, one := range others {
		all = append(all, fold(one))
	}
	return all
}

// textPart is a text in Markdown.
func textPart(name, title string, width float64, of func(*store.Profile) *string, others ...string) part {
	return part{name, title, width, words(title, others...),
		func(_ context, from cell) reading {
			if utf8.RuneCountInString(from.text) > store.MaxProfileText {
				return faulty("too_long")
			}
			return reading{shown: from.text, set: func(p *store.Profile) { *of(p) = from.text }}
		},
		func(_ *names, m store.Measure) content { return textContent(*of(&m.Profile)) },
	}
}

// readTitle shortens a title that is too long, and says so.
func readTitle(_ context, from cell) reading {
	title := strings.Join(strings.FieldsFunc(joinedLines(from.text), func(r rune) bool { return unicode.IsControl(r) || r == ' ' }), " ")
	note := ""
	if utf8.RuneCountInString(title) > store.MaxMeasureTitle {
		title, note = string([]rune(title)[:store.MaxMeasureTitle-1])+"…", "shortened"
	}
	return reading{shown: title, note: note, set: func(p *store.Profile) { p.Title = title }}
}

// wordPart is one of a few values.
func wordPart(name, title string, vocabulary func(*names) vocabulary, of func(*store.Profile) *string, others ...string) part {
	return part{name, title, 14, words(title, others...),
		func(in context, from cell) reading {
			all := vocabulary(in.names)
			value, ok := all.read(from.text)
			if !ok {
				return faulty("word", all.known()...)
			}
			return reading{shown: all.write(value), set: func(p *store.Profile) { *of(p) = value }}
		},
		func(n *names, m store.Measure) content {
			if *of(&m.Profile) == "" {
				return content{}
			}
			return textContent(vocabulary(n).write(*of(&m.Profile)))
		},
	}
}

// nodePart names one part of the structure, nodesPart several.
func nodePart(name, title string, kind store.NodeKind, of func(*store.Profile) *string, others ...string) part {
	return part{name, title, 28, words(title, others...),
		func(in context, from cell) reading {
			id, fault := in.find(kind, joinedLines(from.text))
			if fault != nil {
				return reading{fault: fault}
			}
			return reading{shown: in.labels[id], set: func(p *store.Profile) { *of(p) = id }}
		},
		func(n *names, m store.Measure) content { return textContent(n.labels[*of(&m.Profile)]) },
	}
}

func nodesPart(name, title string, kind store.NodeKind, of func(*store.Profile) *[]string, others ...string) part {
	find := func(in context, text string) ([]string, *Fault) { return in.findAll(kind, text) }
	return idsPart(name, title, find, of, others...)
}

// idsPart names several things. Those that are known are taken although others are not.
func idsPart(name, title string, find func(context, string) ([]string, *Fault), of func(*store.Profile) *[]string, others ...string) part {
	return part{name, title, 32, words(title, others...),
		func(in context, from cell) reading {
			ids, fault := find(in, from.text)
			if len(ids) == 0 {
				return reading{fault: fault}
			}
			return reading{shown: in.list(ids), fault: fault, set: func(p *store.Profile) { *of(p) = ids }}
		},
		func(n *names, m store.Measure) content { return textContent(n.list(*of(&m.Profile))) },
	}
}

// dayPart is one end of a time.
func dayPart(name, title string, end bool, of func(*store.Profile) *string, others ...string) part {
	return part{name, title, 14, words(title, others...),
		func(_ context, from cell) reading {
			day, note, code := readDay(from, end)
			if code != "" {
				return faulty(code)
			}
			if day == "" {
				return reading{note: note}
			}
			return reading{shown: day, note: note, set: func(p *store.Profile) { *of(p) = day }}
		},
		func(_ *names, m store.Measure) content { return dayContent(*of(&m.Profile)) },
	}
}

// datesPart is both ends in one cell. Our own tables have a column for each.
func datesPart(name string, of func(*store.Profile) *store.Dates, others ...string) part {
	return part{name: name, words: words(others[0], others[1:]...),
		read: func(_ context, from cell) reading {
			dates, note, code := readDates(from)
			if code != "" {
				return faulty(code)
			}
			return reading{shown: dates, note: note, set: func(p *store.Profile) {
				if dates.Start != "" {
					of(p).Start = dates.Start
				}
				if dates.End != "" {
					of(p).End = dates.End
				}
			}}
		},
	}
}

func countPart(name, title string, of func(*store.Profile) *int, others ...string) part {
	return part{name, title, 12, words(title, others...),
		func(_ context, from cell) reading {
			count, note, code := readCount(from)
			if code != "" {
				return faulty(code)
			}
			return reading{shown: count, note: note, set: func(p *store.Profile) { *of(p) = count }}
		},
		func(_ *names, m store.Measure) content { return numberContent(float64(*of(&m.Profile))) },
	}
}

func answerPart(name, title string, of func(*store.Profile) (answer, why *string), partly bool, others ...string) part {
	return part{name, title, 28, words(title, others...),
		func(_ context, from cell) reading {
			answer, why, ok := readAnswer(from.text)
			if !ok || answer == "partly" && !partly {
				known := answers.known()
				if !partly {
					known = slices.DeleteFunc(known, func(word string) bool { return word == answers.write("partly") })
				}
				return faulty("answer", known...)
			}
			return reading{shown: writeAnswer(answer, why), set: func(p *store.Profile) {
				a, w := of(p)
				*a, *w = answer, why
			}}
		},
		func(_ *names, m store.Measure) content {
			answer, why := of(&m.Profile)
			return textContent(writeAnswer(*answer, *why))
		},
	}
}

// listPart is a list with an item in each line.
func listPart[T any](name, title string, count int, of func(*store.Profile) *[]T, read func([]string, bool) (T, string), write func(T) string, others ...string) part {
	written := func(items []T) string {
		lines := make([]string, 0, len(items))
		for _, one := range items {
			lines = append(lines, write(one))
		}
		return strings.Join(lines, "\n")
	}
	return part{name, title, 44, words(title, others...),
		func(_ context, from cell) reading {
			items, fault := readLines(from.text, count, read)
			if fault == nil && len(items) > store.MaxProfileRows {
				fault = &Fault{Code: "too_many_lines"}
			}
			if fault != nil {
				return reading{fault: fault}
			}
			return reading{shown: written(items), set: func(p *store.Profile) { *of(p) = items }}
		},
		func(_ *names, m store.Measure) content { return textContent(written(*of(&m.Profile))) },
	}
}

// moneyPart is the costs of one kind, all together or of one year.
func moneyPart(name, kind string, year int, others ...string) part {
	return part{name: name, words: append([]string{}, words(name, others...)[1:]...),
		read: func(in context, from cell) reading {
			amount, note, code := readMoney(from, in.factor)
			if code != "" {
				return faulty(code)
			}
			in.year, in.factor = max(in.year, 0), 1
			when := year
			if when == 0 {
				when = in.year
				if note == "" && when != 0 {
					note = noteYear
				}
			}
			certainty := ""
			if note == noteApproximate {
				certainty = "estimate"
			}
			return reading{shown: amount, note: note, set: func(p *store.Profile) { p.Costs = costing(p.Costs, kind, when, year != 0, amount, certainty) }}
		},
	}
}

// costing returns the costs with an amount in place of those of the same kind and year or, when the
// table names no year, of the same kind.
func costing(costs []store.Cost, kind string, year int, exact bool, amount int64, certainty string) []store.Cost {
	var others, same []store.Cost
	sum := int64(0)
	for _, one := range costs {
		if one.Kind == kind && (!exact || one.Year == year) {
			same = append(same, one)
			sum += one.Amount
		} else {
			others = append(others, one)
		}
	}
	switch {
	case sum == amount && (len(same) > 0 || amount == 0):
		return costs
	case len(same) == 1:
		same[0].Amount = amount
		return slices.Concat(others, same)
	case amount == 0:
		return others
	}
	return append(slices.Clone(others), store.Cost{Kind: kind, Year: year, Amount: amount, Certainty: certainty})
}
