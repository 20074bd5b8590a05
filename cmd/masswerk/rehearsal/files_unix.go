//go:build unix

package rehearsal

import (
	"fmt"
	"syscall"
)

// filesBeside is how many files are open beside the phones' sockets, at most.
const filesBeside = 200

// EnoughFiles reports an error when so many phones need more open files than a process may have
// here. The limit is that of the rehearsal, and of a server of its own.
func EnoughFiles(phones int) error {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return nil // it will be seen
	}
	needed := phones + filesBeside
	if uint64(limit.Cur) >= uint64(needed) { // Go has raised it as far as it may
		return nil
	}
	return fmt.Errorf("%d phones need %d open files, and a process may have %d here: raise it with ulimit -n %d", phones, needed, limit.Cur, needed)
}
