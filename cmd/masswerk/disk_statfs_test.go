//go:build linux || darwin || freebsd

package main

import (
	"math"
	"path/filepath"
	"testing"
)

func TestTheFreeShareOfTheDisk(t *testing.T) {
	share := freeShare(t.TempDir())
	if free := share(); !(free >= 0 && free <= 1) {
		t.Errorf("free: %v", free)
	}
	if free := freeShare(filepath.Join(t.TempDir(), "missing"))(); !math.IsNaN(free) {
		t.Errorf("of a missing folder: %v", free)
	}
}
