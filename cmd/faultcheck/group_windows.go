package main

import "os/exec"

// asGroup ends the program alone.
func asGroup(process *exec.Cmd) {
	process.Cancel = func() error { return process.Process.Kill() }
}
