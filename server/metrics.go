package server

import (
	"io"
	"log"
	"math"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"masswerk/server/live"
)

// MetricsServer answers GET /metrics for Prometheus, for a listener of its own. All figures are
// sums over everything that runs: no label names an event, a round or a person.
func MetricsServer(hubs *live.Hubs) *http.Server {
	registry := prometheus.NewRegistry()
	registry.MustRegister(reader{hubs.Read}, collectors.NewGoCollector())
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	return &http.Server{
		Handler: mux, ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second,
		MaxHeaderBytes: maxHeader,
		ErrorLog:       log.New(io.Discard, "", 0), // it would name addresses
	}
}

// reader turns what hubs count into metrics when it is asked.
type reader struct{ read func() live.Reading }

func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("masswerk_"+name, help, labels, nil)
}

var (
	commandsTotal   = describe("commands_total", "Commands answered, by who asked and with which code; ok is accepted.", "face", "command", "code")
	commandsWaiting = describe("commands_waiting", "Commands that wait to be decided.")
	commitCommands  = describe("commit_commands", "Commands settled by one commit.")
	commitSeconds   = describe("commit_seconds", "Time that a commit took, also one that failed.")
	commitFailures  = describe("commit_failures_total", "Commits that failed, by code.", "code")
	eventsRunning   = describe("events_running", "Events that are in memory.")
	screens         = describe("screens", "Connected screens.", "face")
	screensDropped  = describe("screens_dropped_total", "Screens that were ended for what they did, by close code; 4008 did not read what it was sent.", "face", "code")
	ringLag         = describe("ring_lag_updates", "Updates that a screen had not seen when it was written to.", "face")
	ringMissed      = describe("ring_missed_total", "Times that a screen could not go on by updates and needed a snapshot.", "face")
	snapshotsSent   = describe("snapshots_sent_total", "Snapshots sent.", "face")
	diskFree        = describe("disk_free_ratio", "Free share of the data folder's file system.")
	walBytes        = describe("wal_bytes", "Size of the database's log file; it grows as long as another program keeps reading.")
	alarm           = describe("alarm", "1 while consoles are told that storing is refused or short (disk), that the log grows (log), or that storing takes long (slow).", "code")
)

// Describe leaves the metrics unchecked: which labels there are shows when they are counted.
func (reader) Describe(chan<- *prometheus.Desc) {}

// Collect reads once and sends everything.
func (r reader) Collect(to chan<- prometheus.Metric) {
	now := r.read()
	gauge := func(what *prometheus.Desc, value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(what, prometheus.GaugeValue, value, labels...)
	}
	count := func(what *prometheus.Desc, value uint64, labels ...string) {
		to <- prometheus.MustNewConstMetric(what, prometheus.CounterValue, float64(value), labels...)
	}
	for what, value := range now.Commands {
		count(commandsTotal, value, string(what.Face), what.Command, what.Code)
	}
	gauge(commandsWaiting, float64(now.Waiting))
	to <- histogram(commitCommands, now.Batches, 1)
	to <- histogram(commitSeconds, now.Commits, float64(time.Second))
	for what, value := range now.Failures {
		count(commitFailures, value, what.Code)
	}
	gauge(eventsRunning, float64(now.Events))
	for face, value := range now.Screens {
		gauge(screens, float64(value), string(face))
	}
	for what, value := range now.Dropped {
		count(screensDropped, value, string(what.Face), what.Code)
	}
	for face, lag := range now.Lag {
		to <- histogram(ringLag, lag, 1, string(face))
	}
	for face, value := range now.Missed {
		count(ringMissed, value, string(face))
	}
	for face, value := range now.Snapshots {
		count(snapshotsSent, value, string(face))
	}
	if !math.IsNaN(now.DiskFree) {
		gauge(diskFree, now.DiskFree)
	}
	gauge(walBytes, float64(now.LogBytes))
	gauge(alarm, truth(now.DiskAlarm), live.AlarmDisk)
	gauge(alarm, truth(now.LogAlarm), live.AlarmLog)
	gauge(alarm, truth(now.SlowAlarm), live.AlarmSlow)
}

// histogram adds the counts up, in units of the given size.
func histogram(what *prometheus.Desc, h live.Histogram, unit float64, labels ...string) prometheus.Metric {
	total, buckets := uint64(0), map[float64]uint64{}
	for i, count := range h.Counts {
		total += count
		if i < len(h.Bounds) {
			buckets[float64(h.Bounds[i])/unit] = total
		}
	}
	return prometheus.MustNewConstHistogram(what, total, float64(h.Sum)/unit, buckets, labels...)
}

func truth(is bool) float64 {
	if is {
		return 1
	}
	return 0
}
