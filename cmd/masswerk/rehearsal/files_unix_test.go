//go:build unix

package rehearsal

import (
	"strings"
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
