//go:build linux || darwin || freebsd

package main

import (
	"math"
	"syscall"
)

// freeShare tells how much of a folder's file system is free for us; NaN when it cannot say.
func freeShare(folder string) func() float64 {
	return func() float64 {
		var disk syscall.Statfs_t
		if err := syscall.Statfs(folder, &disk); err != nil {
			return math.NaN()
		}
		free := float64(disk.Bavail)
		return free / (float64(disk.Blocks) - float64(disk.Bfree) + free)
	}
}
