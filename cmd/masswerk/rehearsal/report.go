package rehearsal

import (
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
)

// Report is what a rehearsal found out. Acked and Refused count commands, each once.
type Report struct {
	Phones      int            `json:"phones"`
	Acked       int            `json:"acked"`
	Refused     int            `json:"refused"`
	RefusedBy   map[string]int `json:"refused_by_code,omitempty"`
	Lost        int            `json:"lost"`
	Duplicated  int            `json:"duplicated"`
	Unknown     int            `json:"unknown"` // commands that were never answered
	Gaps        int            `json:"gaps"`    // breaches of the protocol, on any screen
	Behind      int            `json:"behind"`  // phones that did not show what they should
	AckMS       *Quantiles     `json:"ack_ms"`
	ProjectorMS *Quantiles     `json:"projector_ms"`
	JoinMS      *Quantiles     `json:"join_ms"`
	Joins       int            `json:"joins"`
	Ideas       int            `json:"ideas"`
	Supports    int            `json:"supports"`
	Votes       int            `json:"votes"`
	Reconnects  int            `json:"reconnects"`
	SocketsLost int            `json:"sockets_lost"` // that broke, other than by a storm
	Resent      int            `json:"resent"`
	Seconds     float64        `json:"seconds"`
	Faults      []string       `json:"faults,omitempty"` // the first few, by number

	BallotsPerS       float64    `json:"ballots_per_s"`       // votes confirmed a second, while they were given
	BallotProjectorMS *Quantiles `json:"ballot_projector_ms"` // of each vote in an open round, as the next two
	BallotPhoneMS     *Quantiles `json:"ballot_phone_ms"`     // on each of the phones
	EveryPhoneMS      *Quantiles `json:"every_phone_ms"`      // on the last of them
	RSSPerPhone       *float64   `json:"rss_kib_per_phone"`   // of a server of the rehearsal's own
	Storm             *Storm     `json:"storm"`
	LogTally          *LogTally  `json:"log_tally"` // of a log of votes
}

// Quantiles are milliseconds from the moment something was due. Where nothing could be measured,
// as on a projector that shows no ideas yet, there are none.
type Quantiles struct {
	P50 float64 `json:"p50"`
	P95 float64 `json:"p95"`
	P99 float64 `json:"p99"`
}

const faultsTold = 10

// report closes the ledger.
func (l *ledger) report(before, after document) *Report {
	l.mu.Lock()
	defer l.mu.Unlock()
	found := compare(l, before, after)
	r := &Report{
		Acked: l.acked, RefusedBy: l.refused, Lost: found.lost, Duplicated: found.duplicated,
		Unknown: l.asked - l.settled, Gaps: len(l.gaps), Behind: l.behind,
		AckMS: quantiles(l.acks), JoinMS: quantiles(l.joins), Joins: len(l.joins),
		Supports: l.supports, Votes: l.votes, Reconnects: l.reconnects, Resent: l.resent,
		SocketsLost: l.broken, RSSPerPhone: l.perPhone, Storm: l.storm,
	}
	if took := l.lastVote.Sub(l.voteBegan).Seconds(); l.votes > 0 && took > 0 {
		r.BallotsPerS = math.Round(float64(l.votes)/took*10) / 10
	}
	for _, count := range l.refused {
		r.Refused += count
	}
	var projected []time.Duration
	unseen := 0
	for _, one := range l.contributions {
		if one.number == 0 {
			continue
		}
		r.Ideas++
		if at, ok := l.projected[one.number]; ok {
			projected = append(projected, at.Sub(one.due))
		} else {
			unseen++
		}
	}
	if l.projecting {
		r.ProjectorMS = quantiles(projected)
		if unseen > 0 {
			found.faults = append(found.faults, fmt.Sprintf("%d ideas never on the projector", unseen))
			r.Behind++
		}
	}
	r.Faults = append(found.faults, l.gaps...)
	r.Faults = r.Faults[:min(len(r.Faults), faultsTold)]
	return r
}

func quantiles(all []time.Duration) *Quantiles {
	times := map[time.Duration]int{}
	for _, one := range all {
		times[one]++
	}
	return weighed(times)
}

// weighed returns the quantiles of durations that occurred so many times.
func weighed(times map[time.Duration]int) *Quantiles {
	if len(times) == 0 {
		return nil
	}
	total := 0
	for _, count := range times {
		total += count
	}
	sorted := slices.Sorted(maps.Keys(times))
	at := func(part float64) float64 {
		rank := int(math.Ceil(part * float64(total)))
		i := 0
		for rank -= times[sorted[0]]; rank > 0; rank -= times[sorted[i]] {
			i++
		}
		return math.Round(float64(sorted[i])/float64(time.Millisecond)*10) / 10
	}
	return &Quantiles{at(0.50), at(0.95), at(0.99)}
}

// Clean reports whether all that was confirmed is there, once, and every screen could follow.
func (r *Report) Clean() bool {
	return r.Lost == 0 && r.Duplicated == 0 && r.Gaps == 0 && r.Behind == 0 && r.Unknown == 0 &&
		(r.LogTally == nil || r.LogTally.Differ == 0)
}

// words of the table and the progress bar.
var words = map[string]map[string]string{
	"de": {
		"title": "Probe mit %d Handys in %s Sekunden", "joins": "Beigetreten", "ideas": "Beiträge", "supports": "Unterstützungen",
		"votes": "Stimmabgaben", "acked": "Befehle bestätigt", "refused": "abgelehnt", "unknown": "ohne Antwort",
		"resent": "erneut gesendet", "reconnects": "Neu verbunden", "lost": "Verloren", "duplicated": "Doppelt",
		"sockets_lost": "Verbindungen abgerissen", "ballots_per_s": "Stimmabgaben je Sekunde", "rss_per_phone": "KiB Arbeitsspeicher je Handy",
		"log_tally": "Ergebnis der Datei: %d Ideen, %d Ja, %d Nein, %d Enthaltungen; anders gezählt: %d",
		"storm":     "Verbindungssturm", "all_back": "Sekunden, bis alle zurück waren", "bytes_ratio": "empfangen, in Schnappschüssen",
		"ballot_projector_ms": "Stimme bis auf dem Beamer", "ballot_phone_ms": "Stimme bis auf einem Handy", "every_phone_ms": "Stimme bis auf jedem Handy",
		"gaps": "Verstöße gegen das Protokoll", "behind": "Bildschirme mit altem Stand", "ms": "Millisekunden",
		"join_ms": "bis beigetreten", "ack_ms": "bis bestätigt", "projector_ms": "bis auf dem Beamer",
		"clean": "Alles Bestätigte ist genau einmal da.", "faulty": "Das stimmt nicht:",
		"gather": "Beitreten", "collect": "Sammeln", "cluster": "Ordnen", "vote": "Abstimmen", "results": "Ergebnis", "examine": "Prüfen",
	},
	"en": {
		"title": "Rehearsal with %d phones in %s seconds", "joins": "Joined", "ideas": "Ideas", "supports": "Supports",
		"votes": "Votes set", "acked": "Commands confirmed", "refused": "refused", "unknown": "never answered",
		"resent": "sent again", "reconnects": "Reconnected", "lost": "Lost", "duplicated": "Duplicated",
		"sockets_lost": "Sockets lost", "ballots_per_s": "Votes a second", "rss_per_phone": "KiB of memory per phone",
		"log_tally": "The file's own tally: %d ideas, %d yes, %d no, %d abstentions; counted otherwise: %d",
		"storm":     "Storm", "all_back": "Seconds until all were back", "bytes_ratio": "received, in snapshots",
		"ballot_projector_ms": "vote until on the projector", "ballot_phone_ms": "vote until on a phone", "every_phone_ms": "vote until on every phone",
		"gaps": "Breaches of the protocol", "behind": "Screens left behind", "ms": "Milliseconds",
		"join_ms": "until joined", "ack_ms": "until confirmed", "projector_ms": "until on the projector",
		"clean": "All that was confirmed is there exactly once.", "faulty": "This is wrong:",
		"gather": "Joining", "collect": "Collecting", "cluster": "Sorting", "vote": "Voting", "results": "Results", "examine": "Examining",
	},
}

// Language is that of a person's terminal: German where its settings say so, else English.
func Language(environment func(string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := environment(name); value != "" {
			if strings.HasPrefix(value, "de") {
				return "de"
			}
			break
		}
	}
	return "en"
}

// Table writes the report for people.
func (r *Report) Table(to io.Writer, language string) {
	word := words[language]
	decimal := func(value float64, places int) string {
		text := fmt.Sprintf("%.*f", places, value)
		if language == "de" {
			text = strings.Replace(text, ".", ",", 1)
		}
		return text
	}
	number := func(value float64) string { return decimal(value, 1) }
	fmt.Fprintf(to, word["title"]+"\n\n", r.Phones, number(r.Seconds))
	line := func(name string, value int) { fmt.Fprintf(to, "  %-32s%9d\n", name, value) }
	fraction := func(name string, value float64, places int) {
		fmt.Fprintf(to, "  %-32s%9s\n", name, decimal(value, places))
	}
	line(word["joins"], r.Joins)
	line(word["ideas"], r.Ideas)
	line(word["supports"], r.Supports)
	line(word["votes"], r.Votes)
	line(word["acked"], r.Acked)
	line(word["refused"], r.Refused)
	for _, code := range slices.Sorted(maps.Keys(r.RefusedBy)) {
		line("  "+code, r.RefusedBy[code])
	}
	line(word["unknown"], r.Unknown)
	line(word["resent"], r.Resent)
	line(word["reconnects"], r.Reconnects)
	line(word["sockets_lost"], r.SocketsLost)
	line(word["lost"], r.Lost)
	line(word["duplicated"], r.Duplicated)
	line(word["gaps"], r.Gaps)
	line(word["behind"], r.Behind)
	fraction(word["ballots_per_s"], r.BallotsPerS, 1)
	if r.RSSPerPhone != nil {
		fraction(word["rss_per_phone"], *r.RSSPerPhone, 1)
	}
	if r.Storm != nil {
		fraction(word["all_back"], r.Storm.AllBackS, 2)
		fraction(word["bytes_ratio"], r.Storm.BytesRatio, 2)
	}
	fmt.Fprintf(to, "\n  %-32s%9s%9s%9s\n", word["ms"], "p50", "p95", "p99")
	times := func(name string, q *Quantiles) {
		if q == nil {
			fmt.Fprintf(to, "  %-32s%9s%9s%9s\n", name, "–", "–", "–")
			return
		}
		fmt.Fprintf(to, "  %-32s%9s%9s%9s\n", name, number(q.P50), number(q.P95), number(q.P99))
	}
	times(word["join_ms"], r.JoinMS)
	times(word["ack_ms"], r.AckMS)
	times(word["projector_ms"], r.ProjectorMS)
	if r.EveryPhoneMS != nil {
		times(word["ballot_projector_ms"], r.BallotProjectorMS)
		times(word["ballot_phone_ms"], r.BallotPhoneMS)
		times(word["every_phone_ms"], r.EveryPhoneMS)
	}
	if t := r.LogTally; t != nil {
		fmt.Fprintf(to, "\n  "+word["log_tally"]+"\n", t.Ideas, t.Yes, t.No, t.Abstain, t.Differ)
	}
	if r.Clean() {
		fmt.Fprintf(to, "\n%s\n", word["clean"])
		return
	}
	fmt.Fprintf(to, "\n%s %s\n", word["faulty"], strings.Join(r.Faults, "; "))
}
