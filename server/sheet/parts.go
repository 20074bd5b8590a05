package sheet

import (
	"slices"
	"strings"

	"masswerk/store"
)

// Parts that are no part of the profile.
const (
	partNumber = "number"
	partState  = "state"
	partReason = "date_reason" // of dates that the table moves
)

// displayOnly marks columns of ours that are not read again.
const displayOnly = "nur Anzeige"

type profile = store.Profile

// parts are all that a column may hold, in the order of our own table.
var parts = []part{
	{partNumber, "Nummer", 10, words("Nummer", "Nr", "Nr.", "lfd. Nr.", "Maßnahmennummer", "Maßnahmen-Nr.", "Maßnahme Nr.", "Kennung", "ID", "Kürzel", "number", "no"), nil,
		func(n *names, m store.Measure) content { return textContent(n.plan.House.NumberOf(m)) }},
	{"title", "Titel", 40, words("Titel", "Maßnahme", "Maßnahmentitel", "Bezeichnung", "Bezeichnung der Maßnahme", "Name der Maßnahme", "Maßnahmenbezeichnung", "Projektname", "Vorhaben",
		"title", "measure", "name"), readTitle, func(_ *names, m store.Measure) content { return textContent(m.Profile.Title) }},
	{partState, "Status", 20, words("Status", "Stand", "Umsetzungsstand", "Bearbeitungsstand", "Projektstatus", "Phase", "Sachstand Status", "state"), nil,
		func(n *names, m store.Measure) content { return textContent(n.states().write(string(m.State))) }},
	nodePart("field", "Themenfeld", store.NodeField, func(p *profile) *string { return &p.Field }, "Handlungsfeld", "Themenbereich", "Themengebiet", "Unterthema", "Feld", "Bereich", "topic field", "topic"),
	nodesPart("areas", "Handlungsschwerpunkte", store.NodeArea, func(p *profile) *[]string { return &p.Areas }, "Handlungsschwerpunkt", "Strategischer Handlungsschwerpunkt", "Schwerpunkt", "Schwerpunkte", "action areas"),
	nodesPart("goals", "Ziele und Teilziele", store.NodeGoal, func(p *profile) *[]string { return &p.Goals }, "Zielbezug", "Strategisches Ziel", "Strategische Ziele", "Beitrag zu Ziel", "Teilziel", "goals"),
	wordPart("kind", "Art", func(*names) vocabulary { return kindsOfMeasure }, func(p *profile) *string { return &p.Kind }, "Maßnahmenart", "Art der Maßnahme", "Maßnahmentyp", "Typ", "kind"),
	textPart("summary", "Kurzbeschreibung", 60, func(p *profile) *string { return &p.Summary }, "Beschreibung", "Inhalt", "Erläuterung", "Beschreibung der Maßnahme", "Was wird getan", "Maßnahmenbeschreibung", "Kurzinfo", "summary", "description"),
	textPart("effect", "Erwartete Wirkung", 44, func(p *profile) *string { return &p.Effect }, "Wirkung", "Nutzen", "Mehrwert", "Ergebnis", "Zielsetzung", "Ziel der Maßnahme", "Erwarteter Nutzen", "effect", "benefit"),
	textPart("situation", "Ausgangslage", 44, func(p *profile) *string { return &p.Situation }, "Ausgangslage / Bedarf", "Bedarf", "Anlass", "Problem", "Ist-Situation", "Hintergrund", "situation"),
	nodesPart("requirements", "Rechtliche Vorgaben", store.NodeRequirement, func(p *profile) *[]string { return &p.Requirements }, "Rechtliche Vorgabe", "Vorgaben", "Anforderungen", "requirements"),
	textPart("legal_basis", "Rechtsgrundlage", 30, func(p *profile) *string { return &p.LegalBasis }, "Rechtsgrundlagen", "Gesetzliche Grundlage", "Rechtliche Grundlage", "Gesetzliche Pflicht", "Norm", "legal basis"),
	nodePart("lead", "Federführung", store.NodeUnit, func(p *profile) *string { return &p.Lead }, "Federführend", "Federführender Fachbereich", "Federführendes Amt", "Federf.", "FF", "Verantwortlich", "Verantwortung",
		"Zuständig", "Zuständigkeit", "Zuständiger Fachbereich", "Fachbereich", "Organisationseinheit", "Amt", "Dienststelle", "lead", "lead unit", "owner"),
	textPart("lead_function", "Funktion der Federführung", 26, func(p *profile) *string { return &p.LeadFunction }, "Funktion", "Ansprechstelle", "Projektleitung", "Leitung", "lead function"),
	nodePart("group", "Arbeitsgruppe", store.NodeGroup, func(p *profile) *string { return &p.Group }, "AG", "Projektgruppe", "Arbeitskreis", "working group"),
	nodesPart("involved", "Beteiligte Bereiche", store.NodeUnit, func(p *profile) *[]string { return &p.Involved }, "Beteiligte", "Beteiligung", "Mitwirkung", "Mitwirkende", "Beteiligte Fachbereiche", "Beteiligte Ämter", "Beteiligte intern", "involved"),
	textPart("external", "Externe Beteiligte", 30, func(p *profile) *string { return &p.External }, "Beteiligte extern", "Externe Partner", "Partner", "Kooperationspartner", "external"),
	textPart("audience", "Zielgruppe", 30, func(p *profile) *string { return &p.Audience }, "Zielgruppen", "Adressaten", "Für wen", "audience"),
	countPart("affected", "Betroffene Beschäftigte", func(p *profile) *int { return &p.Affected }, "Anzahl Beschäftigte", "Betroffene Mitarbeitende", "Anzahl Mitarbeitende", "Beschäftigte", "affected"),
	dayPart("baseline.start", "Beginn laut Beschluss", false, func(p *profile) *string { return &p.Baseline.Start }, "Beginn (ursprünglich)", "Beginn ursprünglich", "Plan-Beginn", "Start Plan", "Beginn Soll", "baseline start"),
	dayPart("baseline.end", "Ende laut Beschluss", true, func(p *profile) *string { return &p.Baseline.End }, "Ende (ursprünglich)", "Ende ursprünglich", "Plan-Ende", "Ende Plan", "Ende Soll", "Ursprünglicher Termin", "baseline end"),
	dayPart("current.start", "Beginn", false, func(p *profile) *string { return &p.Current.Start }, "Start", "Anfang", "Startdatum", "Startzeitpunkt", "Beginn (aktuell)", "Umsetzungsbeginn", "Zeitraum von", "Laufzeit von", "Zeitraum Beginn", "von", "start", "begin"),
	dayPart("current.end", "Ende", true, func(p *profile) *string { return &p.Current.End }, "Ende (aktuell)", "Endtermin", "Enddatum", "Fertigstellung", "Frist", "Termin", "Abschluss", "Umsetzung bis", "Zieltermin", "Fällig", "Zeitraum bis", "Laufzeit bis",
		"Zeitraum Ende", "bis", "end", "due"),
	datesPart("current", func(p *profile) *store.Dates { return &p.Current }, "Zeitraum", "Laufzeit", "Umsetzungszeitraum", "Zeitplan", "Zeitrahmen", "Realisierungszeitraum", "Umsetzung", "Zeithorizont", "period"),
	datesPart("baseline", func(p *profile) *store.Dates { return &p.Baseline }, "Ursprünglicher Zeitraum", "Zeitraum laut Beschluss", "Planzeitraum"),
	{partReason, "Grund der Terminänderung", 30, words("Grund der Terminänderung", "Grund der Verschiebung", "Begründung Terminverschiebung", "Terminänderung", "reason of new dates"), nil,
		func(*names, store.Measure) content { return content{} }},
	listPart("milestones", "Meilensteine", 3, func(p *profile) *[]store.Milestone { return &p.Milestones }, readMilestone, writeMilestone, "Meilenstein", "Umsetzungsschritte", "Schritte", "Nächste Schritte", "Arbeitsschritte", "milestones"),
	listPart("projects", "Projekte", 6, func(p *profile) *[]store.Project { return &p.Projects }, readProject, writeProject, "Projekt", "Teilprojekte", "projects"),
	listPart("indicators", "Indikatoren", 6, func(p *profile) *[]store.Indicator { return &p.Indicators }, readIndicator, writeIndicator, "Indikator", "Kennzahlen", "Kennzahl", "Messgrößen", "Messbare Indikatoren", "Erfolgskriterien", "indicators"),
	listPart("costs", "Kosten im Einzelnen", 5, func(p *profile) *[]store.Cost { return &p.Costs }, readCost, writeCost, "Kostenaufstellung", "costs in detail"),
	moneyPart("costs.once", "once", 0, "Kosten", "Kosten einmalig", "Einmalige Kosten", "Investitionskosten", "Investition", "Budget", "Gesamtkosten", "Kostenschätzung", "Finanzbedarf", "Mittelbedarf", "costs"),
	moneyPart("costs.running", "running", 0, "Kosten laufend", "Laufende Kosten", "Folgekosten", "Jährliche Kosten", "Kosten pro Jahr", "Kosten p. a.", "lfd.", "lfd. p. a.", "laufend p. a.", "Kosten laufend p. a.", "Betriebskosten", "running costs"),
	fundingPart(),
	textPart("funding_note", "Hinweise zur Finanzierung", 30, func(p *profile) *string { return &p.FundingNote }, "Finanzierung Erläuterung", "Haushaltsstelle", "Produkt", "Deckung", "funding note"),
	{"effort.fte", "Personalaufwand (VZÄ)", 12, words("Personalaufwand (VZÄ)", "VZÄ", "Stellen", "Stellenbedarf", "Personalbedarf", "Stellenanteile", "FTE"), readFTE,
		func(_ *names, m store.Measure) content { return numberContent(m.Profile.Effort.FTE) }},
	countPart("effort.days", "Personalaufwand (Tage)", func(p *profile) *int { return &p.Effort.Days }, "Personentage", "Arbeitstage", "PT", "Aufwand in Tagen", "days"),
	textPart("effort.note", "Hinweise zum Personalaufwand", 30, func(p *profile) *string { return &p.Effort.Note }, "Personalaufwand", "Personelle Ressourcen", "effort note"),
	wordPart("priority", "Priorität", (*names).priorities, func(p *profile) *string { return &p.Priority }, "Prio", "Prio.", "Dringlichkeit", "Priorisierung", "priority"),
	textPart("priority_why", "Begründung der Priorität", 30, func(p *profile) *string { return &p.PriorityWhy }, "Begründung Priorität", "Begründung Prio"),
	idsPart("depends_on", "Abhängig von", func(in context, text string) ([]string, *Fault) { return in.findMeasures(text) }, func(p *profile) *[]string { return &p.DependsOn }, "Abhängigkeiten", "Abhängigkeit", "Voraussetzung", "Setzt voraus", "Synergien", "depends on"),
	listPart("risks", "Risiken", 2, func(p *profile) *[]store.Risk { return &p.Risks }, readRisk, writeRisk, "Risiko", "Hemmnisse", "Hindernisse", "risks"),
	obligationPart("staff_council", "Personalrat", "Beteiligung Personalrat", "PR-Beteiligung", "Mitbestimmung"),
	obligationPart("data_protection", "Datenschutz", "DSB", "DSFA", "Datenschutzbeauftragte", "Beteiligung Datenschutz"),
	obligationPart("severely_disabled", "Schwerbehindertenvertretung", "SBV"),
	obligationPart("equal_opportunities", "Gleichstellung", "Gleichstellungsstelle", "Gleichstellungsbeauftragte"),
	obligationPart("it_security", "IT-Sicherheit", "Informationssicherheit", "ISB"),
	obligationPart("procurement", "Vergabe", "Vergabeverfahren", "Ausschreibung", "Beschaffung"),
	answerPart("accessibility", "Barrierefreiheit berücksichtigt", func(p *profile) (*string, *string) { return &p.Accessibility.Answer, &p.Accessibility.Why }, true, "Barrierefreiheit", "barrierefrei", "accessibility"),
	answerPart("analogue", "Analoge Alternative geprüft", func(p *profile) (*string, *string) { return &p.Analogue.Answer, &p.Analogue.Why }, true, "Analoge Alternative", "Analoger Zugang", "analogue"),
	{"progress", "Fortschritt (%)", 12, words("Fortschritt (%)", "Fortschritt", "Fertigstellungsgrad", "Umsetzungsgrad", "Realisierungsgrad", "Erfüllungsgrad", "% erledigt", "Prozent", "progress"), readProgress,
		func(_ *names, m store.Measure) content { return numberContent(float64(m.Profile.Progress)) }},
	lightPart("time", "Ampel Termine", func(p *profile) *string { return &p.Lights.Time }, "Ampel Zeit", "Ampel Zeitplan"),
	lightPart("result", "Ampel Ergebnis", func(p *profile) *string { return &p.Lights.Result }, "Ampel Inhalt", "Ampel Qualität"),
	lightPart("budget", "Ampel Budget", func(p *profile) *string { return &p.Lights.Budget }, "Ampel Kosten", "Ampel Finanzen"),
	textPart("at_risk", "Gefährdet, weil", 30, func(p *profile) *string { return &p.AtRisk }, "Gefährdung", "at risk"),
	textPart("paused", "Pausiert, weil", 30, func(p *profile) *string { return &p.Paused }, "Ruht, weil", "paused"),
	gatePart("competent", "Prüfung: zuständig", func(p *profile) *store.GateAnswer { return &p.Gate.Competent }),
	gatePart("lawful", "Prüfung: rechtlich möglich", func(p *profile) *store.GateAnswer { return &p.Gate.Lawful }),
	gatePart("new", "Prüfung: noch nicht umgesetzt", func(p *profile) *store.GateAnswer { return &p.Gate.New }),
}

// partNamed returns a part by its name, also one year's costs.
func partNamed(name string) (part, bool) {
	for _, one := range parts {
		if one.name == name {
			return one, true
		}
	}
	if rest, ok := strings.CutPrefix(name, "costs."); ok {
		kind, year, _ := strings.Cut(rest, ".")
		if _, known := costKinds.read(kind); known && inYear.MatchString(year) && len(year) == 4 {
			return moneyPart(name, kind, number(year)), true
		}
	}
	return part{}, false
}

// PartNames returns what a column may be taken for, in order.
func PartNames() []string {
	all := make([]string, len(parts))
	for i, one := range parts {
		all[i] = one.name
	}
	return all
}

func obligationPart(kind, title string, others ...string) part {
	return part{"obligations." + kind, title, 26, words(title, others...),
		func(_ context, from cell) reading {
			read, fault := readObligation(kind, from.text)
			if fault != nil {
				return reading{fault: fault}
			}
			return reading{shown: writeObligation(read), set: func(p *profile) {
				p.Obligations = slices.Clone(p.Obligations)
				if at := slices.IndexFunc(p.Obligations, func(one store.Obligation) bool { return one.Kind == kind }); at >= 0 {
					p.Obligations[at] = read
				} else {
					p.Obligations = append(p.Obligations, read)
				}
			}}
		},
		func(_ *names, m store.Measure) content {
			for _, one := range m.Profile.Obligations {
				if one.Kind == kind {
					return textContent(writeObligation(one))
				}
			}
			return content{}
		},
	}
}

func lightPart(of, title string, light func(*profile) *string, others ...string) part {
	return wordPart("lights."+of, title, func(*names) vocabulary { return lights }, light, others...)
}

func gatePart(of, title string, answer func(*profile) *store.GateAnswer) part {
	return answerPart("gate."+of, title, func(p *profile) (*string, *string) { one := answer(p); return &one.Answer, &one.Why }, false)
}

func fundingPart() part {
	return part{"funding", "Finanzierung", 24, words("Finanzierung", "Finanzierungsart", "Mittelherkunft", "funding"),
		func(_ context, from cell) reading {
			var found, unknown []string
			for _, word := range strings.FieldsFunc(from.text, func(r rune) bool { return strings.ContainsRune("\n;,/+", r) }) {
				if value, ok := fundings.read(unbulleted(word)); ok {
					found = append(found, value)
				} else {
					unknown = append(unknown, strings.TrimSpace(word))
				}
			}
			read := reading{}
			if len(unknown) > 0 {
				read.fault = &Fault{Code: "word", Said: strings.Join(unknown, "; "), Known: fundings.known()}
			}
			if found = once(found); len(found) > 0 {
				read.shown, read.set = writeFunding(found), func(p *profile) { p.Funding = found }
			}
			return read
		},
		func(_ *names, m store.Measure) content { return textContent(writeFunding(m.Profile.Funding)) },
	}
}

func writeFunding(funding []string) string {
	said := make([]string, 0, len(funding))
	for _, one := range funding {
		said = append(said, fundings.write(one))
	}
	return strings.Join(said, "\n")
}

func once(all []string) (each []string) {
	seen := map[string]bool{}
	for _, one := range all {
		if !seen[one] {
			each = append(each, one)
		}
		seen[one] = true
	}
	return each
}

func readFTE(_ context, from cell) reading {
	value, note, code := readNumber(from)
	if code != "" || value < 0 || value > 1e6 {
		return faulty("number")
	}
	return reading{shown: value, note: note, set: func(p *profile) { p.Effort.FTE = value }}
}

func readProgress(in context, from cell) reading {
	percent, note, code := readPercent(from, in.shares)
	if code != "" {
		return faulty(code)
	}
	return reading{shown: percent, note: note, set: func(p *profile) { p.Progress = percent }}
}
