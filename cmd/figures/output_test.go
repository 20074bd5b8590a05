package main

import (
	"strings"
	"testing"
)

// printed is what the generator prints, with every phase that is used.
const printed = `== target=masswerk n=3000
setup: wall=1.20s gen-cpu=0.30s srv-cpu=0.80s srv-rss=52.1MiB
connect (50 at a time):
  sockets=3000 failed=0 ready=3000 dialed in 0.61s, all ready in 0.62s, quiet after 0.75s; time to full state: n=3000 p50=4.10 p95=9.00 p99=12.50 max=30.11 ms; received 9000 msgs 14.2 MiB
  wall=1.15s gen-cpu=0.50s srv-cpu=0.60s srv-rss=110.0MiB
votes (open loop, 2000/s asked, 64 lanes, 3000 sockets): acked 8000 in 4.01s = 1995/s, errors 0 <nil>
  ack:      n=8000 p50=1.40 p95=3.10 p99=7.70 max=22.00 ms
  delivery: n=24000000 p50=70.00 p95=120.00 p99=138.50 max=190.00 ms (each socket; 100.00 % of expected)
  socket 0: n=8000 p50=60.00 p95=110.00 p99=117.44 max=140.00 ms
  last of all: n=8000 p50=80.00 p95=130.00 p99=150.25 max=190.00 ms
  5600000 deliveries/s; received 123000 frames 180.5 MiB, drained in 4.28s, sockets lost 0
  wall=4.28s gen-cpu=2.00s srv-cpu=3.10s srv-rss=121.4MiB
  srv: 0.1 CPU s per million deliveries, 25.2 per million frames received, 0.388 CPU ms per request
idle: wall=4.00s gen-cpu=0.01s srv-cpu=0.05s srv-rss=120.5MiB
storm (every socket lost at once, all dial at once):
  sockets=3000 failed=0 ready=3000 dialed in 0.40s, all ready in 0.43s, quiet after 0.50s; time to full state: n=3000 p50=200.00 p95=300.00 p99=400.00 max=420.00 ms; received 9000 msgs 21.3 MiB
  wall=0.90s gen-cpu=0.70s srv-cpu=0.80s srv-rss=130.0MiB
`

func TestWhatTheGeneratorPrintsIsRead(t *testing.T) {
	found, err := parse(printed)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]phase{
		"connect": {sockets: 3000, ready: 3000, allReady: 0.62, mebibytes: 14.2, resident: 110},
		"votes": {
			acked: 8000, perSecond: 1995, lastError: "<nil>", deliveriesPerS: 5_600_000, mebibytes: 180.5, resident: 121.4,
			delivery: spread{24_000_000, 70, 120, 138.5}, first: spread{8000, 60, 110, 117.44}, last: spread{8000, 80, 130, 150.25},
		},
		"idle":  {resident: 120.5},
		"storm": {sockets: 3000, ready: 3000, allReady: 0.43, mebibytes: 21.3, resident: 130},
	} {
		if got, err := found.phase(name); err != nil || got != want {
			t.Errorf("%s:\n got %+v, %v\nwant %+v", name, got, err, want)
		}
	}
	votes := found["votes"]
	if missing := votes.missing(3000); missing != 0 {
		t.Errorf("%v deliveries missing of all", missing)
	}
	votes.delivery.count--
	votes.lost++
	if missing := votes.missing(3000); missing != 2 {
		t.Errorf("a delivery and a socket less: %v missing", missing)
	}
}

func TestAMeasurementThatFailedIsNone(t *testing.T) {
	for name, change := range map[string][2]string{
		"a socket that was refused":        {"failed=0", "failed=1"},
		"a phone without everything":       {"ready=3000", "ready=2999"},
		"a request that failed":            {"errors 0 <nil>", "errors 1 timeout"},
		"a line that is printed otherwise": {"acked 8000 in", "acknowledged 8000 within"},
		"a time that is printed otherwise": {"last of all: n=", "last of all: N="},
		"a phase that was left out":        {"\nvotes (", "\nballots ("},
	} {
		found, err := parse(strings.Replace(printed, change[0], change[1], 1))
		if err == nil {
			_, err = found.phase("votes")
		}
		if err == nil {
			t.Errorf("%s is taken for a measurement", name)
		}
	}
}

func TestBenchmarksAreRead(t *testing.T) {
	const printed = `goos: linux
BenchmarkNewIdea/with-50-2         	     100	     38200 ns/op
BenchmarkNewIdea/with-50-2         	     100	     40990.5 ns/op	  12 B/op
PASS
`
	if got := costs(printed); len(got) != 2 || got[0] != 38200 || got[1] != 40990.5 {
		t.Errorf("got %v", got)
	}
}
