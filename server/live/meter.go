package live

import (
	"maps"
	"math"
	"sync/atomic"
	"time"

	"masswerk/store"
)

// What operators may know of all running events together: how much was asked and answered, how
// storing goes, and how far screens are behind. Nothing here belongs to one event, round or
// person. Counting takes atomics only, and allocates nothing once a counter is known.

const (
	slowCommit   = 500 * time.Millisecond
	recentFor    = time.Minute
	scarce       = 0.1 // of the disk free
	healthPace   = time.Second
	diskPace     = 10 * time.Second
	codeAccepted = "ok"
	unknown      = "unknown"
)

// Alarms that consoles show: storing is refused or the disk nearly full; the log grows because
// another program keeps reading the database; storing takes long.
const (
	AlarmDisk = "disk"
	AlarmLog  = "log"
	AlarmSlow = "slow"
)

// meter counts for all hubs.
type meter struct {
	commands counters
	failures counters // commits that failed
	dropped  counters // screens that were ended because they could not or may not go on
	batches  histogram
	commits  histogram // nanoseconds
	faces    map[Face]*faceMeter

	free   atomic.Uint64 // share of the disk as float64 bits; NaN: nobody knows
	health atomic.Pointer[store.Health]
	next   atomic.Uint64
	recent [64]struct{ at, took atomic.Int64 } // the latest commits: Unix milliseconds, nanoseconds
}

// faceMeter counts for the streams of one face.
type faceMeter struct {
	lag       histogram     // updates that a screen had not seen when it wrote
	missed    atomic.Uint64 // times that a screen could not go on by frames
	snapshots atomic.Uint64
}

func newMeter() *meter {
	m := &meter{
		batches: newHistogram(1, 2, 5, 10, 20, 50, 100, 200, 500, batchSize),
		commits: newHistogram(millis(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)...),
		faces:   map[Face]*faceMeter{},
	}
	for _, face := range faces {
		m.faces[face] = &faceMeter{lag: newHistogram(1, 2, 4, 8, 16, 32, 64, 128, 256, ringFrames)}
	}
	m.free.Store(math.Float64bits(math.NaN()))
	m.health.Store(&store.Health{})
	return m
}

func millis(bounds ...int64) []int64 {
	for i := range bounds {
		bounds[i] *= int64(time.Millisecond)
	}
	return bounds
}

// answered counts a command by what it was told.
func (m *meter) answered(face Face, command string, err error) {
	code := codeAccepted
	if err != nil {
		code = asRefusal(err).Code
	}
	m.commands.add(Counted{Face: face, Command: command, Code: code})
}

// committed counts an attempt to store what commands brought about; a probe has none.
func (m *meter) committed(commands int, began time.Time, err error) {
	took := time.Since(began)
	slot := &m.recent[(m.next.Add(1)-1)%uint64(len(m.recent))]
	slot.at.Store(began.Add(took).UnixMilli())
	slot.took.Store(int64(took))
	m.commits.observe(int64(took))
	switch {
	case err != nil:
		m.failures.add(Counted{Code: asRefusal(err).Code})
	case commands > 0:
		m.batches.observe(int64(commands))
	}
}

// slow reports whether 5 % of the recent commits, and more than a single one, took too long.
func (m *meter) slow(now time.Time) bool {
	all, long := 0, 0
	since := now.Add(-recentFor).UnixMilli()
	for i := range m.recent {
		if m.recent[i].at.Load() < since {
			continue
		}
		all++
		if m.recent[i].took.Load() > int64(slowCommit) {
			long++
		}
	}
	return long > 1 && long*20 > all
}

func (m *meter) diskFree() float64 { return math.Float64frombits(m.free.Load()) }

// diskAlarm reports whether storing is refused, as far as no hub has to try, or space is scarce.
func (m *meter) diskAlarm() bool { return m.health.Load().Fault != nil || m.diskFree() < scarce }

func (m *meter) logAlarm() bool { return m.health.Load().LogBytes > store.LogAlarm }

// alarm returns what consoles should know now; refused says that storing is.
func (m *meter) alarm(refused bool, now time.Time) string {
	switch {
	case refused || m.diskAlarm():
		return AlarmDisk
	case m.logAlarm():
		return AlarmLog
	case m.slow(now):
		return AlarmSlow
	}
	return ""
}

// Counted is what a counter counts, as far as each label applies.
type Counted struct {
	Face    Face
	Command string
	Code    string // "ok", of a refusal, or that a socket was closed with
}

// counters are made when first needed. Readers of the map take no lock: it is replaced, not
// changed.
type counters struct {
	known atomic.Pointer[map[Counted]*atomic.Uint64]
}

func (c *counters) add(what Counted) {
	for {
		known := c.known.Load()
		if known != nil {
			if counter := (*known)[what]; counter != nil {
				counter.Add(1)
				return
			}
		}
		grown := map[Counted]*atomic.Uint64{what: new(atomic.Uint64)}
		if known != nil {
			maps.Copy(grown, *known)
		}
		c.known.CompareAndSwap(known, &grown)
	}
}

func (c *counters) read() map[Counted]uint64 {
	counts := map[Counted]uint64{}
	if known := c.known.Load(); known != nil {
		for what, counter := range *known {
			counts[what] = counter.Load()
		}
	}
	return counts
}

// histogram counts values by upper bounds; the last count is of those above all.
type histogram struct {
	bounds []int64
	counts []atomic.Uint64
	sum    atomic.Int64
}

func newHistogram(bounds ...int64) histogram {
	return histogram{bounds: bounds, counts: make([]atomic.Uint64, len(bounds)+1)}
}

func (h *histogram) observe(value int64) {
	i := 0
	for i < len(h.bounds) && value > h.bounds[i] {
		i++
	}
	h.counts[i].Add(1)
	h.sum.Add(value)
}

func (h *histogram) read() Histogram {
	values := Histogram{Bounds: h.bounds, Counts: make([]uint64, len(h.counts)), Sum: h.sum.Load()}
	for i := range h.counts {
		values.Counts[i] = h.counts[i].Load()
	}
	return values
}

// Histogram is how many values were at most each bound and above the one before; the last count
// is of those above all bounds.
type Histogram struct {
	Bounds []int64
	Counts []uint64
	Sum    int64
}

// Reading is everything that was counted, and how things stand.
type Reading struct {
	Events    int // running
	Waiting   int // commands, of all events
	Commands  map[Counted]uint64
	Batches   Histogram // commands per commit
	Commits   Histogram // nanoseconds
	Failures  map[Counted]uint64
	Screens   map[Face]int
	Dropped   map[Counted]uint64
	Lag       map[Face]Histogram
	Missed    map[Face]uint64
	Snapshots map[Face]uint64
	DiskFree  float64 // share; NaN: unknown
	LogBytes  int64   // of the database's log file
	DiskAlarm bool
	LogAlarm  bool
	SlowAlarm bool
}

// Read tells operators how the running events do.
func (hs *Hubs) Read() Reading {
	m := hs.meter
	r := Reading{
		Commands: m.commands.read(), Batches: m.batches.read(), Commits: m.commits.read(),
		Failures: m.failures.read(), Screens: map[Face]int{}, Dropped: m.dropped.read(),
		Lag: map[Face]Histogram{}, Missed: map[Face]uint64{}, Snapshots: map[Face]uint64{},
		DiskFree: m.diskFree(), LogBytes: m.health.Load().LogBytes,
		DiskAlarm: m.diskAlarm(), LogAlarm: m.logAlarm(), SlowAlarm: m.slow(time.Now()),
	}
	for face, one := range m.faces {
		r.Screens[face] = 0
		r.Lag[face], r.Missed[face], r.Snapshots[face] = one.lag.read(), one.missed.Load(), one.snapshots.Load()
	}
	for _, hub := range hs.hubs() {
		if hub.hasEnded() {
			continue
		}
		r.Events++
		r.Waiting += len(hub.intake)
		r.DiskAlarm = r.DiskAlarm || hub.refusing.Load()
		for _, screen := range hub.allScreens() {
			r.Screens[screen.actor.Face]++
		}
	}
	return r
}

func (hs *Hubs) lookAtDisk() {
	if hs.config.Disk != nil {
		hs.meter.free.Store(math.Float64bits(hs.config.Disk()))
	}
}

func (hs *Hubs) lookAtHealth() {
	if hs.config.Health != nil {
		health := hs.config.Health()
		hs.meter.health.Store(&health)
	}
}

// watch looks after the disk and the database's files until done, and lets consoles know when an
// alarm comes or goes that no command of theirs brings about.
func (hs *Hubs) watch(done <-chan struct{}) {
	disk, health := time.NewTicker(diskPace), time.NewTicker(healthPace)
	defer disk.Stop()
	defer health.Stop()
	told := ""
	for {
		if alarm := hs.meter.alarm(false, time.Now()); alarm != told {
			told = alarm
			if alarm != "" {
				now := hs.meter.health.Load()
				hs.config.Log.Warn("storing needs attention", "alarm", alarm, "free", hs.meter.diskFree(), "log_bytes", now.LogBytes, "fault", now.Fault)
			}
			for _, hub := range hs.hubs() {
				hub.presenceChanged()
			}
		}
		select {
		case <-disk.C:
			hs.lookAtDisk()
		case <-health.C:
			hs.lookAtHealth()
		case <-done:
			return
		}
	}
}
