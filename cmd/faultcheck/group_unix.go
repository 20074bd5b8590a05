//go:build unix

package main

import (
	"os/exec"
	"syscall"
)

// asGroup lets whatever a program started end with it.
func asGroup(process *exec.Cmd) {
	process.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	process.Cancel = func() error { return syscall.Kill(-process.Process.Pid, syscall.SIGKILL) }
}
