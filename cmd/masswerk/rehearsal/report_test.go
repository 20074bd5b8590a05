package rehearsal

import (
	"encoding/json"
	"testing"
	"time"
)

// What others read from the report keeps its names, and says null for what was not measured.
func TestTheReportForMachines(t *testing.T) {
	l := newLedger()
	l.broken = 2
	l.votes, l.voteBegan, l.lastVote = 30, time.Unix(100, 0), time.Unix(103, 0)
	measured := l.report(document{}, document{})
	memory := 21.5
	measured.RSSPerPhone, measured.Storm = &memory, &Storm{AllBackS: 0.25, BytesRatio: 1.05}
	measured.EveryPhoneMS = &Quantiles{P50: 1, P95: 2, P99: 3}

	for name, situation := range map[string]struct {
		report *Report
		want   map[string]string
	}{
		"measured": {measured, map[string]string{
			"storm": `{"all_back_s":0.25,"bytes_ratio":1.05}`, "rss_kib_per_phone": "21.5", "ballots_per_s": "10",
			"every_phone_ms": `{"p50":1,"p95":2,"p99":3}`, "sockets_lost": "2",
		}},
		"not measured": {newLedger().report(document{}, document{}), map[string]string{
			"storm": "null", "rss_kib_per_phone": "null", "ballots_per_s": "0", "every_phone_ms": "null", "sockets_lost": "0",
		}},
	} {
		encoded, err := json.Marshal(situation.report)
		if err != nil {
			t.Fatal(err)
		}
		var told map[string]json.RawMessage
		if err := json.Unmarshal(encoded, &told); err != nil {
			t.Fatal(err)
		}
		for key, want := range situation.want {
			if string(told[key]) != want {
				t.Errorf("%s: %s is %s, want %s", name, key, told[key], want)
			}
		}
	}
}
