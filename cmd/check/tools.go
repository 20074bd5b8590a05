package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// minNode is the oldest Node.js the front end's tools run on.
const minNode = 20

// installTools sees to what the checks need: Debian packages and the front end's dev tools.
func installTools(ctx context.Context, quick bool) error {
	if err := nodeIsNewEnough(ctx); err != nil {
		return err
	}
	if !quick {
		if err := installPackages(ctx, missingPackages(ctx)); err != nil {
			return err
		}
	}
	return installModules(ctx)
}

func nodeIsNewEnough(ctx context.Context) error {
	version, err := output(ctx, ".", "node", "--version")
	if err != nil {
		return fmt.Errorf("needs Node.js %d or newer, with npm: %w", minNode, err)
	}
	major, _, _ := strings.Cut(strings.TrimPrefix(version, "v"), ".")
	if n, err := strconv.Atoi(major); err != nil || n < minNode {
		return fmt.Errorf("needs Node.js %d or newer, found %s", minNode, strings.TrimSpace(version))
	}
	return nil
}

// missingPackages returns the Debian packages to install: a browser for its tests, a C compiler
// with headers for Go's race detector, and what faultcheck breaks disks and networks with.
func missingPackages(ctx context.Context) []string {
	var missing []string
	for _, one := range [][2]string{{"chromium", "chromium"}, {"strace", "strace"}, {"ip", "iproute2"}} {
		if _, err := exec.LookPath(one[0]); err != nil {
			missing = append(missing, one[1])
		}
	}
	compiler, err := output(ctx, ".", "go", "env", "CC")
	if err == nil {
		probe := exec.CommandContext(ctx, strings.TrimSpace(compiler), "-E", "-include", "stdlib.h", "-x", "c", os.DevNull)
		err = probe.Run()
	}
	if err != nil {
		missing = append(missing, "gcc", "libc6-dev")
	}
	return missing
}

// installPackages installs as root on Debian; anybody else is told what to run.
func installPackages(ctx context.Context, missing []string) error {
	if len(missing) == 0 {
		return nil
	}
	install := append([]string{"install", "-y", "--no-install-recommends"}, missing...)
	if _, err := exec.LookPath("apt-get"); err != nil || os.Geteuid() != 0 {
		return fmt.Errorf("missing: %s. On Debian run as root:\n   apt-get update && apt-get %s",
			strings.Join(missing, ", "), strings.Join(install, " "))
	}
	quiet := task{env: []string{"DEBIAN_FRONTEND=noninteractive"}, out: io.Discard}
	if err := run(ctx, quiet, "apt-get", "update"); err != nil {
		return err
	}
	return run(ctx, quiet, "apt-get", install...)
}

// installModules runs npm ci unless what lies in node_modules is what the lock file says.
func installModules(ctx context.Context) error {
	wanted, err := readLock(filepath.Join(frontEnd, "package-lock.json"))
	if err != nil {
		return err
	}
	found, err := readLock(filepath.Join(frontEnd, "node_modules", ".package-lock.json"))
	if err == nil && wanted.installedAs(found) {
		return nil
	}
	if err := run(ctx, task{dir: frontEnd}, "npm", "ci", "--no-fund", "--no-audit"); err != nil {
		return fmt.Errorf("cannot install the front end's tools, run: cd %s && npm ci\n%w", frontEnd, err)
	}
	return nil
}

// lock is what npm writes down about installed packages, by their folder.
type lock map[string]locked

type locked struct {
	Version   string
	Integrity string
	Resolved  string
	Optional  bool
}

func readLock(path string) (lock, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var file struct{ Packages lock }
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	delete(file.Packages, "") // the project itself
	if len(file.Packages) == 0 {
		return nil, fmt.Errorf("%s names no packages", path)
	}
	return file.Packages, nil
}

// installedAs reports whether found holds all that l asks for, and nothing else. Packages for
// other machines are optional and may be missing.
func (l lock) installedAs(found lock) bool {
	for folder, want := range l {
		have, ok := found[folder]
		if !ok && want.Optional {
			continue
		}
		if !ok || have.Version != want.Version || have.Integrity != want.Integrity {
			return false
		}
	}
	for folder := range found {
		if _, ok := l[folder]; !ok {
			return false
		}
	}
	return true
}

// hosts returns the packages that would be fetched from a named address, instead of from the
// registry of whoever installs them.
func (l lock) hosts() []string {
	var named []string
	for _, folder := range slices.Sorted(maps.Keys(l)) {
		if strings.Contains(l[folder].Resolved, "://") {
			named = append(named, folder)
		}
	}
	return named
}
