package live

import "time"

// clock is a hub's time: what Config.Now said when the hub was loaded, and how long ago that is by
// a clock that nobody sets. A jump of the machine's clock moves no deadline.
type clock struct {
	loaded time.Time
	began  time.Duration
	uptime func() time.Duration
	rate   float64
}

func (c Config) clock() clock {
	started := clock{loaded: c.Now(), uptime: c.Uptime, rate: c.Rate}
	if started.uptime == nil {
		started.uptime = uptime
	}
	if started.rate == 0 {
		started.rate = 1
	}
	started.began = started.uptime()
	return started
}

var processStarted = time.Now()

func uptime() time.Duration { return time.Since(processStarted) }

func (c clock) now() time.Time {
	return c.loaded.Add(time.Duration(float64(c.uptime()-c.began) * c.rate))
}

// until returns how long to wait for a deadline, in milliseconds UTC.
func (c clock) until(deadline int64) time.Duration {
	left := time.UnixMilli(deadline).Sub(c.now())
	return max(0, time.Duration(float64(left)/c.rate))
}

// reading is what the clock tells screens, which have only their own to go on by in between.
type reading struct {
	Now  int64   `json:"now"`            // milliseconds UTC
	Rate float64 `json:"rate,omitempty"` // how fast it runs, when not as clocks do
}

func (c clock) read() reading {
	told := reading{Now: c.now().UnixMilli()}
	if c.rate != 1 {
		told.Rate = c.rate
	}
	return told
}
