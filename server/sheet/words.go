package sheet

import (
	"regexp"
	"slices"
	"strings"

	"masswerk/store"
)

// vocabulary is what a value may be called; the first word is the one that is written.
type vocabulary []struct {
	value string
	words []string
}

func (v vocabulary) write(value string) string {
	for _, one := range v {
		if one.value == value && len(one.words) > 0 {
			return one.words[0]
		}
	}
	return value
}

func (v vocabulary) read(text string) (value string, ok bool) {
	folded := fold(text)
	for _, one := range v {
		for _, word := range one.words {
			if folded == fold(word) {
				return one.value, true
			}
		}
	}
	return "", false
}

func (v vocabulary) known() []string {
	words := make([]string, 0, len(v))
	for _, one := range v {
		words = append(words, v.write(one.value))
	}
	return words
}

var (
	kindsOfMeasure = vocabulary{
		{"digital", []string{"digital", "technisch", "IT", "IT-Maßnahme"}},
		{"organisational", []string{"organisatorisch", "Organisation", "organisational", "analog", "nicht digital"}},
	}
	lights = vocabulary{
		{"green", []string{"grün", "green", "im Plan", "planmäßig"}},
		{"yellow", []string{"gelb", "yellow", "orange", "amber"}},
		{"red", []string{"rot", "red"}},
	}
	answers = vocabulary{
		{"yes", []string{"ja", "yes", "j", "x", "erfüllt"}},
		{"no", []string{"nein", "no", "n", "nicht erfüllt"}},
		{"partly", []string{"teilweise", "zum Teil", "partly", "tlw."}},
		{"", []string{"offen", "open"}},
	}
	fundings = vocabulary{
		{"own", []string{"Eigenmittel", "eigene Mittel", "Haushalt", "Haushaltsmittel", "eigener Haushalt", "own"}},
		{"third_party", []string{"Drittmittel", "third party"}},
		{"grant", []string{"Fördermittel", "Förderung", "Förderprogramm", "Zuwendung", "grant"}},
		{"provided", []string{"bereitgestellte Mittel", "bereitgestellt", "Sachmittel gestellt", "provided"}},
	}
	certainties = vocabulary{
		{"", []string{"offen"}},
		{"estimate", []string{"geschätzt", "Schätzung", "estimate"}},
		{"calculated", []string{"berechnet", "kalkuliert", "calculated"}},
		{"contract", []string{"vertraglich", "Vertrag", "contract"}},
	}
	costKinds = vocabulary{
		{"once", []string{"einmalig", "investiv", "once"}},
		{"running", []string{"laufend", "jährlich", "konsumtiv", "running"}},
	}
	obligationStates = vocabulary{
		{"", []string{"offen", "open"}},
		{"not_required", []string{"nicht erforderlich", "entfällt", "nicht nötig", "nicht notwendig", "not required"}},
		{"informed", []string{"informiert", "in Kenntnis gesetzt", "informed"}},
		{"applied", []string{"beantragt", "Zustimmung beantragt", "angefragt", "applied"}},
		{"granted", []string{"zugestimmt", "erteilt", "Zustimmung erteilt", "genehmigt", "freigegeben", "abgeschlossen", "granted"}},
		{"refused", []string{"abgelehnt", "verweigert", "Zustimmung verweigert", "refused"}},
	}
	stateWords = vocabulary{
		{string(store.MeasureCandidate), []string{"Maßnahmenvorschlag", "Vorschlag", "Idee", "vorgeschlagen", "candidate"}},
		{string(store.MeasureInWork), []string{"Steckbrief in Arbeit", "in Arbeit", "in Bearbeitung", "in Erarbeitung", "in work"}},
		{string(store.MeasureAssessed), []string{"bewertet", "assessed"}},
		{string(store.MeasureProposed), []string{"für den Plan vorgeschlagen", "zur Beschlussfassung", "proposed"}},
		{string(store.MeasureAdopted), []string{"beschlossen", "adopted"}},
		{string(store.MeasurePlanned), []string{"geplant", "in Planung", "in Vorbereitung", "vorbereitet", "planned"}},
		{string(store.MeasureRunning), []string{"in Umsetzung", "läuft", "laufend", "begonnen", "gestartet", "in Durchführung", "wird umgesetzt", "aktiv", "running"}},
		{string(store.MeasureDone), []string{"abgeschlossen", "erledigt", "umgesetzt", "fertig", "beendet", "done"}},
		{string(store.MeasureStopped), []string{"gestoppt", "abgebrochen", "eingestellt", "entfallen", "entfällt", "stopped"}},
		{string(store.MeasureMerged), []string{"zusammengeführt", "merged"}},
		{string(store.MeasureCarriedOver), []string{"fortgeschrieben", "übertragen", "carried over"}},
	}
)

// states are the city's own words before ours.
func (n *names) states() vocabulary {
	all := vocabulary{}
	for _, one := range stateWords {
		if own := n.plan.House.StateNames[store.MeasureState(one.value)]; own != "" {
			one.words = append([]string{own}, one.words...)
		}
		all = append(all, one)
	}
	// Where the city's word is ours for something else, the city's counts.
	for i, one := range all {
		if own := n.plan.House.StateNames[store.MeasureState(one.value)]; own != "" {
			for j := range all {
				if j != i {
					all[j].words = slices.DeleteFunc(slices.Clone(all[j].words), func(word string) bool {
						return fold(word) == fold(own) && word != n.plan.House.StateNames[store.MeasureState(all[j].value)]
					})
				}
			}
		}
	}
	return all
}

// priorities are the house's scale; with three steps, by place too.
func (n *names) priorities() vocabulary {
	scale := n.plan.House.Priorities
	if len(scale) == 0 {
		scale = store.DefaultPriorities()
	}
	all := vocabulary{}
	for i, one := range scale {
		words := []string{one.Title, one.Key}
		if len(scale) == 3 {
			words = append(words, [][]string{
				{"hoch", "high", "sehr hoch", "1", "A", "Prio 1", "Priorität 1"},
				{"mittel", "medium", "2", "B", "Prio 2", "Priorität 2"},
				{"niedrig", "low", "gering", "3", "C", "Prio 3", "Priorität 3"},
			}[i]...)
		}
		all = append(all, struct {
			value string
			words []string
		}{one.Key, words})
	}
	return all
}

var leadingWord = regexp.MustCompile(`^\s*([\p{L}.]+(?: Teil)?)\s*(?:[:;,.–(-]+\s*|\s*$)`)

// readAnswer reads "ja", or "nein: weil …".
func readAnswer(text string) (answer, why string, ok bool) {
	head := leadingWord.FindString(text)
	word := strings.TrimRight(strings.TrimSpace(head), ":;,.–(- ")
	answer, ok = answers.read(word)
	if !ok {
		return "", "", false
	}
	why = strings.TrimSpace(text[len(head):])
	if strings.HasSuffix(strings.TrimSpace(head), "(") {
		why = strings.TrimSuffix(why, ")")
	}
	return answer, why, true
}

func writeAnswer(answer, why string) string {
	switch {
	case answer == "" && why == "":
		return ""
	case why == "":
		return answers.write(answer)
	}
	return answers.write(answer) + ": " + why
}
