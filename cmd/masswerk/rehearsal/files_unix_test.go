//go:build unix

package rehearsal

import (
	"strings"
	"syscall"
	"testing"
)

func TestTooFewFilesAreTold(t *testing.T) {
	if err := EnoughFiles(1); err != nil {
		t.Error(err)
	}
	if err := EnoughFiles(1 << 30); err == nil || !strings.Contains(err.Error(), "ulimit -n 1073742024") {
		t.Errorf("a thousand million phones: %v", err)
	}
}

func TestFilesAreRaisedWhereTheyMay(t *testing.T) {
	var before, after syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &before); err != nil {
		t.Fatal(err)
	}
	low := before
	low.Cur = 500
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &low); err != nil {
		t.Fatal(err)
	}
	defer syscall.Setrlimit(syscall.RLIMIT_NOFILE, &before)
	if err := EnoughFiles(400); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &after); err != nil || after.Cur < 600 {
		t.Errorf("400 phones may open %d files, want 600: %v", after.Cur, err)
	}
}
