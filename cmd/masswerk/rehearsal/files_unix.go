//go:build unix

package rehearsal

import (
	"fmt"
	"syscall"
)

// filesBeside is how many files are open beside the phones' sockets, at most.
const filesBeside = 200

// EnoughFiles lets this process, and servers that it starts, hold as many open files as so many
// phones need. It reports an error where the system does not allow it.
func EnoughFiles(phones int) error {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return nil // it will be seen
	}
	needed := phones + filesBeside
	if uint64(limit.Cur) >= uint64(needed) && uint64(limit.Max) >= uint64(needed) { // Go has raised the first as far as it may
		return nil
	}
	raised := limit
	setAtLeast(&raised.Cur, needed)
	setAtLeast(&raised.Max, needed) // only the administrator may
	if syscall.Setrlimit(syscall.RLIMIT_NOFILE, &raised) == nil {
		return nil
	}
	return fmt.Errorf("%d phones need %d open files, and a process may have %d here: raise it with ulimit -n %d, as the administrator if need be", phones, needed, limit.Max, needed)
}

// setAtLeast raises a limit, whose type differs between systems.
func setAtLeast[T int64 | uint64](limit *T, needed int) {
	*limit = max(*limit, T(needed))
}
