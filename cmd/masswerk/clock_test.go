package main

import (
	"math"
	"strings"
	"testing"
	"time"
)

func TestTheClockRunsAsFastAsItIsTold(t *testing.T) {
	now, err := clock(1000)
	if err != nil {
		t.Fatal(err)
	}
	began, first := time.Now(), now()
	time.Sleep(20 * time.Millisecond)
	passed, told := time.Since(began), now().Sub(first)
	if told < 20*time.Second || told > 1000*(passed+50*time.Millisecond) {
		t.Errorf("%s passed in %s", told, passed)
	}
	if off := time.Until(first); off.Abs() > time.Minute {
		t.Errorf("it begins %s off", off)
	}
	for _, rate := range []float64{0, -1, 1001, math.NaN(), math.Inf(1)} {
		if _, err := clock(rate); err == nil {
			t.Errorf("a rate of %v is taken", rate)
		}
	}
}

// The flag is for those who read how to rehearse, not for everybody who asks for help.
func TestTheClockRateIsHidden(t *testing.T) {
	help, err := masswerk(t, "serve", "--help").CombinedOutput()
	if err != nil || strings.Contains(string(help), "clock-rate") {
		t.Errorf("%v %s", err, help)
	}
	said, err := masswerk(t, "--data", t.TempDir(), "--listen", "127.0.0.1:0", "--clock-rate", "0").CombinedOutput()
	if exitStatus(err) != failed || !strings.Contains(string(said), "--clock-rate 0: want 0.01 to 1000") {
		t.Errorf("%v %s", err, said)
	}
}
