package sheet

import (
	"fmt"
	"strconv"

	"github.com/xuri/excelize/v2"

	"masswerk/store"
)

// Status is what a unit is asked for, and what it has said so far.
type Status struct {
	Request  store.StatusRequest
	Unit     string // as people call it
	House    store.House
	Measures []store.Measure // whole
	Reports  []store.StatusReport
	Today    string
}

// The sheets of a status workbook. The last column of each names what its row is about, and is
// hidden.
const (
	statusSheet     = "Sachstand"
	milestonesSheet = "Meilensteine"
)

var (
	statusTitles = []string{
		"Nummer", "Maßnahme", "Stichtag", "Fortschritt (%)", "Ampel Termine", "Ampel Ergebnis", "Ampel Budget", "Beginn", "Ende", "Grund der Terminänderung",
		"Erfolge im Zeitraum", "Ausblick", "Hindernisse", "Highlight", "Abgeben (ja)", "Kennung",
	}
	statusIndicatorTitles = []string{"Nummer", "Maßnahme", "Indikator", "Einheit", "Zielwert", "Istwert", "Kennung"}
	statusMilestoneTitles = []string{"Nummer", "Maßnahme", "Meilenstein", "Fällig", "Erreicht am", "Kennung"}
)

// reportOf returns what was said of a measure so far or, where nothing was, how it stands.
func (s Status) reportOf(m store.Measure) store.StatusReport {
	for _, report := range s.Reports {
		if report.Measure == m.ID {
			return report
		}
	}
	return store.StatusReport{Measure: m.ID, On: s.Today, Progress: m.Profile.Progress, Lights: m.Profile.Lights, Current: m.Profile.Current}
}

// WriteStatus writes a unit's form as a workbook, to be filled in and read again.
func WriteStatus(s Status) ([]byte, error) {
	w := newWriting()
	defer w.file.Close()
	w.sheet(statusSheet, 3, 3, titled4(statusTitles...))
	w.keep(func() error {
		return w.file.SetCellStr(statusSheet, "A1", fitting("Sachstand "+s.Request.Period+" · "+s.Unit))
	})
	w.keep(func() error {
		return w.file.SetCellStr(statusSheet, "A2", "Bitte bis "+germanDay(s.Request.Due)+" ausfüllen. Was in der Spalte „Abgeben“ kein Ja hat, wird als Entwurf gespeichert.")
	})
	for _, m := range s.Measures {
		report, progress := s.reportOf(m), 0.0
		progress = float64(report.Progress)
		submit := ""
		if report.State == "submitted" {
			submit = "ja"
		}
		w.row([]content{
			textContent(s.House.NumberOf(m)), textContent(m.Profile.Title), dayContent(report.On), given(&progress),
			light(report.Lights.Time), light(report.Lights.Result), light(report.Lights.Budget), dayContent(report.Current.Start), dayContent(report.Current.End),
			textContent(report.DateReason), textContent(report.Achievements), textContent(report.Outlook), textContent(report.Obstacles), textContent(report.Highlight),
			textContent(submit), textContent(m.ID + " " + strconv.FormatInt(report.Version, 10)),
		})
	}
	w.choices(4, max(4, w.at), "E", "G", "grün", "gelb", "rot")
	w.choices(4, max(4, w.at), "O", "O", "ja", "nein")
	w.hide("P")
	w.sheet(indicatorsSheet, 2, 3, titled4(statusIndicatorTitles...))
	w.keep(func() error {
		return w.file.SetCellStr(indicatorsSheet, "A1", "Istwerte zum Stichtag. Was leer bleibt, wird nicht berichtet.")
	})
	for _, m := range s.Measures {
		report := s.reportOf(m)
		for _, one := range m.Profile.Indicators {
			actual := content{}
			if value, said := report.Actuals[one.ID]; said {
				actual = given(&value)
			}
			w.row([]content{textContent(s.House.NumberOf(m)), textContent(m.Profile.Title), textContent(one.Title), textContent(one.Unit), given(one.Target), actual, textContent(m.ID + " " + one.ID)})
		}
	}
	w.hide("G")
	w.sheet(milestonesSheet, 2, 3, titled4(statusMilestoneTitles...))
	w.keep(func() error {
		return w.file.SetCellStr(milestonesSheet, "A1", "Erreichte Meilensteine. Was leer bleibt, wird nicht berichtet.")
	})
	for _, m := range s.Measures {
		report := s.reportOf(m)
		for _, one := range m.Profile.Milestones {
			reached := report.Reached[one.ID]
			if reached == "" {
				reached = one.Done
			}
			w.row([]content{textContent(s.House.NumberOf(m)), textContent(m.Profile.Title), textContent(one.Title), dayContent(one.Due), dayContent(reached), textContent(m.ID + " " + one.ID)})
		}
	}
	w.hide("F")
	return w.bytes()
}

func light(value string) content {
	if value == "" {
		return content{}
	}
	return textContent(lights.write(value))
}

// choices lets cells be filled in from a list.
func (w *writing) choices(first, last int, from, to string, words ...string) {
	list := excelize.NewDataValidation(true)
	list.Sqref = fmt.Sprintf("%s%d:%s%d", from, first, to, last)
	w.keep(func() error { return list.SetDropList(words) })
	w.keep(func() error { return w.file.AddDataValidation(w.name, list) })
}

func (w *writing) hide(column string) {
	w.keep(func() error { return w.file.SetColVisible(w.name, column, false) })
}
