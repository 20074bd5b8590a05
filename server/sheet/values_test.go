package sheet

import (
	"testing"

	"masswerk/store"
)

func TestDaysAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]struct{ start, end string }{ // code with an exclamation mark
		"31.12.2025":          {"2025-12-31", "2025-12-31"},
		"1.1.25":              {"2025-01-01", "2025-01-01"},
		"2025-07-01":          {"2025-07-01", "2025-07-01"},
		"15. März 2025":       {"2025-03-15", "2025-03-15"},
		"Q3/2024":             {"2024-07-01", "2024-09-30"},
		"Q3 2024":             {"2024-07-01", "2024-09-30"},
		"2024-Q3":             {"2024-07-01", "2024-09-30"},
		"3. Quartal 2024":     {"2024-07-01", "2024-09-30"},
		"III. Quartal 2024":   {"2024-07-01", "2024-09-30"},
		"IV/2024":             {"!date", "!date"},
		"2. Halbjahr 2026":    {"2026-07-01", "2026-12-31"},
		"H1 2026":             {"2026-01-01", "2026-06-30"},
		"12/2025":             {"2025-12-01", "2025-12-31"},
		"02.2024":             {"2024-02-01", "2024-02-29"},
		"Dezember 2025":       {"2025-12-01", "2025-12-31"},
		"Dez. 25":             {"2025-12-01", "2025-12-31"},
		"2025":                {"2025-01-01", "2025-12-31"},
		"Herbst 2024":         {"2024-09-01", "2024-11-30"},
		"Winter 2024":         {"!date", "!date"}, // which of the two
		"Winter 2024/25":      {"2024-12-01", "2025-02-28"},
		"Ende 2025":           {"2025-10-01", "2025-12-31"},
		"Mitte 2025":          {"2025-07-01", "2025-06-30"},
		"bis Ende 2025":       {"!one_date", "2025-12-31"},
		"bis zum 31.12.2025":  {"!one_date", "2025-12-31"},
		"ab 2024":             {"2024-01-01", "!one_date"},
		"seit 01/2024":        {"2024-01-01", "!one_date"},
		"ca. Q1/2026":         {"2026-01-01", "2026-03-31"},
		"KW 1/2026":           {"2025-12-29", "2026-01-04"},
		"laufend":             {"!one_date", ""},
		"2024–2026":           {"!one_date", "!one_date"},
		"31.02.2025":          {"!date", "!date"},
		"31.12.1025":          {"!date", "!date"},
		"Q5/2024":             {"!date", "!date"},
		"13/2024":             {"!date", "!date"},
		"nach Haushaltslage":  {"!date", "!date"},
		"Januar bis März 202": {"!date", "!date"},
	} {
		for end, wanted := range map[bool]string{false: want.start, true: want.end} {
			day, _, code := readDay(cell{text: text}, end)
			if code != "" {
				day = "!" + code
			}
			if day != wanted {
				t.Errorf("%q (end %v) is %q, want %q", text, end, day, wanted)
			}
		}
	}
}

func TestStretchesAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]store.Dates{
		"2024–2026":                 {Start: "2024-01-01", End: "2026-12-31"},
		"2024-2026":                 {Start: "2024-01-01", End: "2026-12-31"},
		"2024 - 2026":               {Start: "2024-01-01", End: "2026-12-31"},
		"2024 bis 2026":             {Start: "2024-01-01", End: "2026-12-31"},
		"2024/2025":                 {Start: "2024-01-01", End: "2025-12-31"},
		"2024/25":                   {Start: "2024-01-01", End: "2025-12-31"},
		"01/2024 bis 12/2026":       {Start: "2024-01-01", End: "2026-12-31"},
		"Q1/2024 – Q3/2025":         {Start: "2024-01-01", End: "2025-09-30"},
		"Q1 – Q3/2025":              {Start: "2025-01-01", End: "2025-09-30"},
		"Januar bis März 2025":      {Start: "2025-01-01", End: "2025-03-31"},
		"01.04.2024 - 31.12.2025":   {Start: "2024-04-01", End: "2025-12-31"},
		"von 2024 bis 2026":         {Start: "2024-01-01", End: "2026-12-31"},
		"ab 2024":                   {Start: "2024-01-01"},
		"2024 ff.":                  {Start: "2024-01-01"},
		"2024 – laufend":            {Start: "2024-01-01"},
		"bis 2025":                  {End: "2025-12-31"},
		"2025":                      {Start: "2025-01-01", End: "2025-12-31"},
		"1. Halbjahr 2025":          {Start: "2025-01-01", End: "2025-06-30"},
		"Q3/2024\nbis\nQ2/2025":     {Start: "2024-07-01", End: "2025-06-30"},
		"voraussichtlich 2025–2027": {Start: "2025-01-01", End: "2027-12-31"},
	} {
		dates, _, code := readDates(cell{text: text})
		if code != "" || dates != want {
			t.Errorf("%q is %v %q, want %v", text, dates, code, want)
		}
	}
	for _, text := range []string{"2026–2024", "31.12.2025", "demnächst", "2024–2025–2026", ""} {
		if dates, _, code := readDates(cell{text: text}); code != "range" {
			t.Errorf("%q is %v, want a refusal", text, dates)
		}
	}
}

func TestAmountsAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]int64{
		"1,2 Mio. €":         1_200_000,
		"1,25 Mio EUR":       1_250_000,
		"2 Millionen Euro":   2_000_000,
		"350 T€":             350_000,
		"350 TEUR":           350_000,
		"350 Tsd. Euro":      350_000,
		"1.250.000,00 EUR":   1_250_000,
		"1.250.000,- €":      1_250_000,
		"1 250 000 €":        1_250_000,
		"ca. 50.000":         50_000,
		"rd. 50.000 €":       50_000,
		"€ 12.500":           12_500,
		"12.500,49 €":        12_500,
		"80000":              80_000,
		"0,5 Mio. €":         500_000,
		"45.000 € p.a.":      45_000,
		"45.000 Euro/Jahr":   45_000,
		"1,250,000.00":       1_250_000,
		"geschätzt 20.000 €": 20_000,
	} {
		amount, _, code := readMoney(cell{text: text}, 1)
		if code != "" || amount != want {
			t.Errorf("%q is %d %q, want %d", text, amount, code, want)
		}
	}
	for _, text := range []string{"100.000 – 150.000 €", "nach Bedarf", "-5.000 €", "1.2.3", "12 %", "€"} {
		if amount, _, code := readMoney(cell{text: text}, 1); code != "amount" {
			t.Errorf("%q is %d, want a refusal", text, amount)
		}
	}
	if amount, note, _ := readMoney(cell{text: "350"}, factorOf("Kosten in T€")); amount != 350_000 || note != noteThousand {
		t.Errorf("350 below thousands is %d (%s)", amount, note)
	}
	if amount, _, _ := readMoney(cell{text: "350.000 €"}, factorOf("Kosten in T€")); amount != 350_000 {
		t.Errorf("350.000 € below thousands is %d", amount)
	}
	if amount, _, _ := readMoney(cell{text: "1,2", numeric: true, number: 1.2}, factorOf("Budget [Mio. €]")); amount != 1_200_000 {
		t.Errorf("1,2 below millions is %d", amount)
	}
}

func TestPercentAsPeopleWriteIt(t *testing.T) {
	for name, one := range map[string]struct {
		cell   cell
		shares bool
		want   int
		code   string
	}{
		"text":                                 {cell{text: "75 %"}, false, 75, ""},
		"approximate text":                     {cell{text: "ca. 75%"}, false, 75, ""},
		"a number shown as percentage":         {cell{text: "75 %", numeric: true, percent: true, number: 0.75}, false, 75, ""},
		"a share among shares":                 {cell{text: "0,75", numeric: true, number: 0.75}, true, 75, ""},
		"one among shares is all":              {cell{text: "1", numeric: true, number: 1}, true, 100, ""},
		"one among percentages is a hundredth": {cell{text: "1", numeric: true, number: 1}, false, 1, ""},
		"points":                               {cell{text: "75", numeric: true, number: 75}, false, 75, ""},
		"a share as text":                      {cell{text: "0,75"}, true, 75, ""},
		"more than all":                        {cell{text: "120 %"}, false, 0, "percent"},
		"words":                                {cell{text: "fast fertig"}, false, 0, "percent"},
	} {
		if percent, _, code := readPercent(one.cell, one.shares); percent != one.want || code != one.code {
			t.Errorf("%s: %d %q, want %d %q", name, percent, code, one.want, one.code)
		}
	}
}
