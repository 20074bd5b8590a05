package server

import (
	"context"
	"io"
	"math"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	fastws "github.com/fasthttp/websocket"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"masswerk/server/live"
	"masswerk/store"
)

// scrape reads the metrics from a listener of their own, as Prometheus does.
func (c *city) scrape() string {
	c.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		c.t.Fatal(err)
	}
	server := MetricsServer(c.Hubs)
	defer server.Close()
	go server.Serve(listener)
	response, err := http.Get("http://" + listener.Addr().String() + "/metrics")
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != 200 || !strings.HasPrefix(response.Header.Get("Content-Type"), "text/plain; version=0.0.4") {
		c.t.Fatalf("scrape: %v %v", response, err)
	}
	return string(body)
}

func wantLines(t *testing.T, metrics string, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if !strings.Contains(metrics, "\n"+line+"\n") {
			t.Errorf("no line %q", line)
		}
	}
	if t.Failed() {
		t.Log(metrics)
	}
}

func TestOperatorsSeeWhatHappensAndNothingOfAnybody(t *testing.T) {
	h := openHall(t)
	ada, adasPhone := h.join("a")
	_, bensPhone := h.join("b")
	submit := func(text string) map[string]any {
		return adasPhone.ask("SubmitIdea", object{"session": h.session, "kind": "idea", "text": text, "receipt": secretOf("R")})
	}
	submit("GEHEIM Dienstrad")
	submit("GEHEIM Homeoffice")
	submit(" ")
	bensPhone.ask("SubmitHoax", object{"text": "GEHEIM"})
	bensPhone.ask("CloseRound", object{"round": "GEHEIM"})
	session := h.firstSession()
	h.enter("vote", session)
	round := h.console.must("OpenRound", object{"session": h.session, "subject": "ideas", "budget": 5, "cap": 3, "hidden": true})["round"].(string)
	adasPhone.must("SetVote", object{"round": round, "item": 1, "points": 3, "counter": 1})
	bensPhone.must("SetVote", object{"round": round, "item": 1, "points": 2, "counter": 1})
	_, rude := h.join("r")
	rude.conn.WriteMessage(fastws.TextMessage, []byte("hello"))
	rude.closed()

	var metrics string
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		metrics = h.scrape() // the rude phone leaves in its own time
		if strings.Contains(metrics, `masswerk_screens{face="phone"} 2`) || time.Now().After(deadline) {
			break
		}
	}
	wantLines(t, metrics,
		`masswerk_commands_total{code="ok",command="Join",face="phone"} 3`,
		`masswerk_commands_total{code="ok",command="SubmitIdea",face="phone"} 2`,
		`masswerk_commands_total{code="text_empty",command="SubmitIdea",face="phone"} 1`,
		`masswerk_commands_total{code="unknown_type",command="unknown",face="phone"} 1`,
		`masswerk_commands_total{code="forbidden",command="CloseRound",face="phone"} 1`,
		`masswerk_commands_total{code="ok",command="SetVote",face="phone"} 2`,
		`masswerk_commands_total{code="ok",command="OpenRound",face="console"} 1`,
		`masswerk_commands_waiting 0`,
		`masswerk_events_running 1`,
		`masswerk_screens{face="phone"} 2`,
		`masswerk_screens{face="console"} 1`,
		`masswerk_screens{face="projector"} 0`,
		`masswerk_screens_dropped_total{code="1007",face="phone"} 1`,
		`masswerk_snapshots_sent_total{face="phone"} 6`,
		`masswerk_snapshots_sent_total{face="console"} 2`,
		`masswerk_ring_missed_total{face="phone"} 0`,
		`masswerk_alarm{code="disk"} 0`,
		`masswerk_alarm{code="log"} 0`,
		`masswerk_alarm{code="slow"} 0`,
		`# TYPE masswerk_commit_seconds histogram`,
	)
	if strings.Contains(metrics, "masswerk_disk_free_ratio") || strings.Contains(metrics, "masswerk_commit_failures_total{") {
		t.Errorf("nobody looked at the disk, and nothing failed:\n%s", metrics)
	}
	for _, counted := range []string{"masswerk_commit_seconds_count", "masswerk_commit_commands_count", `masswerk_ring_lag_updates_count{face="phone"}`} {
		if !regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(counted) + ` [1-9][0-9]*$`).MatchString(metrics) {
			t.Errorf("%s is missing or zero", counted)
		}
	}

	// Whatever is there has one of these shapes, and no label says who, which or what.
	shape := regexp.MustCompile(`^(# (HELP|TYPE) (masswerk|go)_[a-z_]+ .+|(masswerk|go)_[a-z_]+(\{((face|command|code|le|quantile|version)="[A-Za-z0-9_.+\-]+",?)+\})? [0-9.e+\-]+)$`)
	for _, line := range strings.Split(strings.TrimSpace(metrics), "\n") {
		if !shape.MatchString(line) {
			t.Errorf("line %q", line)
		}
	}
	contents, err := h.db.Load(context.Background(), h.event)
	if err != nil {
		t.Fatal(err)
	}
	secrets := []string{h.event, h.code, h.session, round, secretOf("a"), secretOf("R"), "GEHEIM", "SubmitHoax", "127.0.0.1", session.Title}
	for _, one := range contents.Participants {
		secrets = append(secrets, one.ID, one.Device)
	}
	for _, one := range contents.Moderators {
		secrets = append(secrets, one.ID, one.Secret)
	}
	request, _ := http.NewRequest("GET", h.url+"/e/"+h.code, nil)
	for _, cookie := range ada.client.Jar.Cookies(request.URL) {
		secrets = append(secrets, cookie.Value, store.HashSecret(cookie.Value))
	}
	if len(secrets) < 10+2*3+2+2 {
		t.Errorf("only %d things to look for", len(secrets))
	}
	for _, secret := range secrets {
		if secret == "" || strings.Contains(metrics, secret) {
			t.Errorf("the metrics tell %q", secret)
		}
	}
	if h.logs.Len() > 0 && strings.Contains(h.logs.String(), "127.0.0.1") {
		t.Errorf("an address in the log: %s", h.logs)
	}
}

func TestMetricsAreNotServedToPhones(t *testing.T) {
	c := open(t)
	c.browser().get("/metrics").want(t, 404)
}

func TestMetricsFollowTheTextFormat(t *testing.T) {
	text := written(t, live.Reading{
		Commits:  live.Histogram{Bounds: []int64{int64(time.Millisecond), int64(time.Second)}, Counts: []uint64{2, 1, 1}, Sum: int64(2500 * time.Millisecond)},
		Failures: map[live.Counted]uint64{{Code: "storage_full"}: 3},
		Lag:      map[live.Face]live.Histogram{live.Phone: {Bounds: []int64{1}, Counts: []uint64{4, 0}, Sum: 4}},
		DiskFree: 0.25, DiskAlarm: true, LogBytes: 70_000_000, LogAlarm: true,
	})
	wantLines(t, text,
		`masswerk_commit_seconds_bucket{le="0.001"} 2`,
		`masswerk_commit_seconds_bucket{le="1"} 3`,
		`masswerk_commit_seconds_bucket{le="+Inf"} 4`,
		`masswerk_commit_seconds_sum 2.5`,
		`masswerk_commit_seconds_count 4`,
		`masswerk_commit_failures_total{code="storage_full"} 3`,
		`masswerk_ring_lag_updates_bucket{face="phone",le="+Inf"} 4`,
		`masswerk_ring_lag_updates_count{face="phone"} 4`,
		`masswerk_disk_free_ratio 0.25`,
		`masswerk_wal_bytes 7e+07`,
		`masswerk_alarm{code="disk"} 1`,
		`masswerk_alarm{code="log"} 1`,
	)
	if strings.Contains(written(t, live.Reading{DiskFree: math.NaN()}), "masswerk_disk_free_ratio") {
		t.Error("a share of the disk that nobody knows")
	}
}

// written returns a reading as Prometheus gets it.
func written(t *testing.T, reading live.Reading) string {
	t.Helper()
	registry := prometheus.NewRegistry()
	registry.MustRegister(reader{func() live.Reading { return reading }})
	recorder := httptest.NewRecorder()
	promhttp.HandlerFor(registry, promhttp.HandlerOpts{}).ServeHTTP(recorder, httptest.NewRequest("GET", "/metrics", nil))
	return recorder.Body.String()
}
