package pages

import (
	"fmt"
	"strings"
	"time"
)

// Words speaks to readers in an event's language, and by du where it does.
type Words struct{ Language, Address string }

// Say returns a text. One that is missing shows its key, which a test looks for.
func (w Words) Say(key string) string {
	words := german
	if w.Language == "en" {
		words = english
	}
	if w.Address == "du" {
		if text, ok := words[key+"~du"]; ok {
			return text
		}
	}
	if text, ok := words[key]; ok {
		return text
	}
	return key
}

// Count returns a text with a number in it.
func (w Words) Count(key string, count int) string {
	if count == 1 {
		return w.Say(key + ".one")
	}
	return strings.Replace(w.Say(key), "{count}", w.number(count), 1)
}

// number writes "1.000", or "1,000".
func (w Words) number(count int) string {
	text := fmt.Sprint(count)
	if count < 1000 {
		return text
	}
	point := "."
	if w.Language == "en" {
		point = ","
	}
	return w.number(count/1000) + point + text[len(text)-3:]
}

// Quote puts a text into the language's quotation marks.
func (w Words) Quote(text string) string {
	if w.Language == "en" {
		return "“" + text + "”"
	}
	return "„" + text + "“"
}

// Day writes a day out: "30. November 2026". What is no day is returned as it is.
func (w Words) Day(iso string) string {
	day, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	if w.Language == "en" {
		return day.Format("2 January 2006")
	}
	return fmt.Sprintf("%d. %s %d", day.Day(), months[day.Month()-1], day.Year())
}

var months = strings.Fields("Januar Februar März April Mai Juni Juli August September Oktober November Dezember")

var german = map[string]string{
	"title":       "Was aus unseren Beiträgen wurde",
	"heading":     "Was aus unseren {count} Beiträgen wurde",
	"heading.one": "Was aus unserem einen Beitrag wurde",
	"skip":        "Zu den Beiträgen springen",

	"level.internal":  "Diese Seite ist für den Kreis innerhalb der Verwaltung.",
	"level.committee": "Diese Seite ist für die Verwaltung und die Ausschüsse des Rates.",
	"level.public":    "Diese Seite ist öffentlich.",
	"deleted":         "Die Veranstaltung ist gelöscht, wie angekündigt. Geblieben ist, was aus den Beiträgen wurde.",

	"find":         "Einen Beitrag finden",
	"find.number":  "Nummer des Beitrags",
	"find.go":      "Finden",
	"find.own":     "Ihre eigenen Beiträge mit ihrem Text zeigt Ihr Ideen-Link.",
	"find.own~du":  "Deine eigenen Beiträge mit ihrem Text zeigt dein Ideen-Link.",
	"find.none":    "Unter dieser Nummer steht hier kein Beitrag. Zurückgezogene Beiträge werden gezählt, aber nicht aufgeführt.",
	"overview":     "Überblick",
	"withdrew":     "{count} davon wurden zurückgezogen und stehen nicht hier.",
	"withdrew.one": "Einer davon wurde zurückgezogen und steht nicht hier.",
	"all":          "Alle Beiträge nach Nummer",
	"one":          "Gefundener Beitrag",
	"back":         "Alle Beiträge zeigen",
	"empty":        "Hier erscheint jeder Beitrag mit dem, was daraus wurde, sobald es Beiträge gibt.",
	"foot":         "Texte stehen hier nur, wenn sie dafür freigegeben wurden. Diese Seite nennt keine Personen.",

	"kind.idea":        "Idee",
	"kind.expectation": "Erwartung",

	"outcome.promoted":      "Als Maßnahmenvorschlag übernommen",
	"outcome.joined":        "Geht mit einem anderen Beitrag weiter",
	"outcome.goal":          "In ein Ziel oder eine Leitlinie aufgenommen",
	"outcome.parked":        "Zurückgestellt",
	"outcome.in_progress":   "Wird bereits umgesetzt",
	"outcome.not_competent": "Liegt nicht in unserer Zuständigkeit",
	"outcome.declined":      "Nicht übernommen",
	"outcome.open":          "Noch ohne Ergebnis",

	"row.number":     "Beitrag",
	"row.summary":    "Zusammenfassung der Verwaltung",
	"row.unreleased": "Der Text ist nicht freigegeben.",
	"row.whose":      "Zuständig:",
	"row.node":       "Aufgenommen in:",
	"row.review":     "Wird wieder angesehen am",
	"row.link":       "Mehr dazu:",
	"row.joined":     "Geht weiter mit",
	"row.from":       "aus",

	"state.candidate":    "Maßnahmenvorschlag",
	"state.in_work":      "Steckbrief in Arbeit",
	"state.assessed":     "Bewertet",
	"state.proposed":     "Für den Plan vorgeschlagen",
	"state.adopted":      "Beschlossen",
	"state.planned":      "Geplant",
	"state.running":      "In Umsetzung",
	"state.done":         "Abgeschlossen",
	"state.stopped":      "Gestoppt",
	"state.merged":       "In einer anderen Maßnahme aufgegangen",
	"state.carried_over": "In den nächsten Plan übernommen",

	"enter.why":      "Diese Seite ist noch nicht öffentlich. Wer sie lesen darf, hat einen Lesecode.",
	"enter.code":     "Lesecode",
	"enter.go":       "Seite öffnen",
	"enter.wrong":    "Dieser Lesecode passt nicht. Bitte prüfen Sie die zwölf Zeichen.",
	"enter.wrong~du": "Dieser Lesecode passt nicht. Bitte prüfe die zwölf Zeichen.",
	"enter.own":      "Was aus Ihren eigenen Ideen wurde, zeigt auch Ihr Ideen-Link.",
	"enter.own~du":   "Was aus deinen eigenen Ideen wurde, zeigt auch dein Ideen-Link.",

	"error.unknown_code": "Zu diesem Code gibt es keine Veranstaltung. Bitte prüfen Sie die Adresse.",
	"error.too_many":     "Von hier aus wurden zu viele falsche Codes eingegeben. Bitte versuchen Sie es in einer Minute noch einmal.",
}

var english = map[string]string{
	"title":       "What became of our contributions",
	"heading":     "What became of our {count} contributions",
	"heading.one": "What became of our one contribution",
	"skip":        "Go to the contributions",

	"level.internal":  "This page is for readers within the administration.",
	"level.committee": "This page is for the administration and the council's committees.",
	"level.public":    "This page is public.",
	"deleted":         "The event has been deleted, as announced. What became of the contributions remains.",

	"find":         "Find a contribution",
	"find.number":  "Number of the contribution",
	"find.go":      "Find",
	"find.own":     "Your own contributions with their text are shown by your idea link.",
	"find.none":    "There is no contribution with this number here. Withdrawn contributions are counted, but not listed.",
	"overview":     "Overview",
	"withdrew":     "{count} of them were withdrawn and are not listed.",
	"withdrew.one": "One of them was withdrawn and is not listed.",
	"all":          "All contributions by number",
	"one":          "The contribution",
	"back":         "Show all contributions",
	"empty":        "Every contribution will appear here with what became of it, once there are any.",
	"foot":         "Texts stand here only where they were released. This page names nobody.",

	"kind.idea":        "Idea",
	"kind.expectation": "Expectation",

	"outcome.promoted":      "Taken up as candidate measure",
	"outcome.joined":        "Goes on with another contribution",
	"outcome.goal":          "Taken into a goal or guideline",
	"outcome.parked":        "Put on hold",
	"outcome.in_progress":   "Already under way",
	"outcome.not_competent": "Not within our competence",
	"outcome.declined":      "Not taken up",
	"outcome.open":          "No outcome yet",

	"row.number":     "Contribution",
	"row.summary":    "Summary by the administration",
	"row.unreleased": "The text has not been released.",
	"row.whose":      "Competent:",
	"row.node":       "Taken into:",
	"row.review":     "To be looked at again on",
	"row.link":       "More:",
	"row.joined":     "Goes on with",
	"row.from":       "of",

	"state.candidate":    "Candidate measure",
	"state.in_work":      "Profile in work",
	"state.assessed":     "Assessed",
	"state.proposed":     "Proposed for the plan",
	"state.adopted":      "Adopted",
	"state.planned":      "Planned",
	"state.running":      "Running",
	"state.done":         "Done",
	"state.stopped":      "Stopped",
	"state.merged":       "Merged into another measure",
	"state.carried_over": "Carried over into the next plan",

	"enter.why":   "This page is not public yet. Those who may read it have a reading code.",
	"enter.code":  "Reading code",
	"enter.go":    "Open the page",
	"enter.wrong": "This reading code does not fit. Please check its twelve symbols.",
	"enter.own":   "What became of your own ideas is shown by your idea link, too.",

	"error.unknown_code": "There is no event with this code. Please check the address.",
	"error.too_many":     "Too many wrong codes came from here. Please try again in a minute.",
}
