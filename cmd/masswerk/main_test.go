package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestProcess is no test: it is the command itself, when masswerk starts it.
func TestProcess(t *testing.T) {
	if args := os.Getenv("TEST_MASSWERK"); args != "" {
		os.Args = append([]string{"masswerk"}, strings.Split(args, "\n")...)
		main()
		os.Exit(0)
	}
}

// masswerk returns the command as a process of its own.
func masswerk(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	t.Cleanup(cancel)
	command := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestProcess$")
	command.Env = append(os.Environ(), "TEST_MASSWERK="+strings.Join(args, "\n"))
	return command
}

func exitStatus(err error) int {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode()
	}
	if err != nil {
		return -1
	}
	return 0
}

// serving starts a server and returns its process, its set-up link (if any) and its address.
func serving(t *testing.T, data string, args ...string) (process *exec.Cmd, link, base string, stop func() int) {
	t.Helper()
	process = masswerk(t, append([]string{"--data", data, "--listen", "127.0.0.1:0"}, args...)...)
	output, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	process.Stderr = &log
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(output)
	for lines.Scan() && base == "" {
		if fields := strings.Fields(lines.Text()); len(fields) == 2 && fields[0] == "Phones" {
			base = fields[1]
		}
	}
	greeted := make(chan string, 1)
	go func() {
		found := ""
		for lines.Scan() {
			if text := strings.TrimSpace(lines.Text()); strings.Contains(text, "/staff/setup#") {
				found = text
				greeted <- found
			}
		}
		if found == "" {
			greeted <- ""
		}
		io.Copy(io.Discard, output)
	}()
	if base == "" {
		process.Process.Kill()
		process.Wait()
		t.Fatalf("it does not serve: %s", &log)
	}
	stop = func() int {
		process.Process.Signal(syscall.SIGTERM)
		status := exitStatus(process.Wait())
		if strings.Contains(log.String(), "ERROR") {
			t.Errorf("log: %s", &log)
		}
		return status
	}
	select {
	case link = <-greeted:
	case <-time.After(time.Second):
	}
	return process, link, base, stop
}

func TestServeSetsUpOnceAndStopsInOrder(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	_, link, base, stop := serving(t, data)
	secret, ok := strings.CutPrefix(link, base+"/staff/setup#")
	if !ok || len(secret) != 43 {
		t.Fatalf("set-up link %q", link)
	}
	jar, _ := cookiejar.New(nil)
	client := &http.Client{Jar: jar, Timeout: 10 * time.Second}
	request, _ := http.NewRequest("POST", base+"/staff/api/setup", strings.NewReader(
		`{"secret":"`+secret+`","name":"Ada","login":"ada","password":"ein langes Kennwort"}`))
	request.Header.Set("Origin", base)
	response, err := client.Do(request)
	if err != nil || response.StatusCode != 200 {
		t.Fatalf("set up: %v %v", response, err)
	}
	if response, err := client.Get(base + "/readyz"); err != nil || response.StatusCode != 200 {
		t.Errorf("ready: %v %v", response, err)
	}
	if mode, err := os.Stat(data); err != nil || mode.Mode().Perm() != 0o700 {
		t.Errorf("the data folder is %v, %v", mode.Mode(), err)
	}

	// A second server keeps off the database, a backup does not mind, a restore does.
	if output, err := masswerk(t, "--data", data, "--listen", "127.0.0.1:0").CombinedOutput(); exitStatus(err) != failed || !strings.Contains(string(output), "another masswerk") {
		t.Errorf("second server: %v %s", err, output)
	}
	backup := filepath.Join(t.TempDir(), "backup.db")
	if output, err := masswerk(t, "--data", data, "backup", backup).CombinedOutput(); err != nil {
		t.Errorf("backup: %v %s", err, output)
	}
	if output, err := masswerk(t, "--data", data, "backup", backup).CombinedOutput(); exitStatus(err) != failed {
		t.Errorf("a backup over a backup: %v %s", err, output)
	}
	if output, err := masswerk(t, "--data", data, "restore", backup).CombinedOutput(); exitStatus(err) != failed {
		t.Errorf("restore below a running server: %v %s", err, output)
	}
	begin := time.Now()
	if status := stop(); status != 0 || time.Since(begin) > 10*time.Second {
		t.Errorf("exit status %d after %s", status, time.Since(begin))
	}

	// The account came along to another host, so there is no set-up link any more.
	elsewhere := filepath.Join(t.TempDir(), "elsewhere")
	if output, err := masswerk(t, "--data", elsewhere, "restore", backup, "--erasures-from", filepath.Join(data, "masswerk.db")).CombinedOutput(); err != nil {
		t.Fatalf("restore: %v %s", err, output)
	}
	_, link, base, stop = serving(t, elsewhere)
	if link != "" {
		t.Errorf("set-up link %q although there is an account", link)
	}
	response, err = http.Get(base + "/staff/api/me")
	if err != nil {
		t.Fatal(err)
	}
	var me map[string]any
	json.NewDecoder(response.Body).Decode(&me)
	response.Body.Close()
	if me["setup"] != false {
		t.Errorf("me: %v", me)
	}
	if status := stop(); status != 0 {
		t.Errorf("exit status %d", status)
	}
}

func TestOperatorsAreToldInOneSentence(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("not a database, but long enough to look like something"), 0o600); err != nil {
		t.Fatal(err)
	}
	broken := t.TempDir()
	if err := os.WriteFile(filepath.Join(broken, "masswerk.db"), bytes.Repeat([]byte("no database "), 500), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, situation := range map[string]struct {
		args []string
		says string
	}{
		"the port is taken":        {[]string{"--data", t.TempDir(), "--listen", taken.Addr().String()}, "is in use by another program"},
		"the folder is a file":     {[]string{"--data", file, "--listen", "127.0.0.1:0"}, "cannot be opened"},
		"the database is none":     {[]string{"--data", broken, "--listen", "127.0.0.1:0"}, "cannot be opened"},
		"half a certificate":       {[]string{"--data", t.TempDir(), "--tls-cert", file}, "belong together"},
		"no certificate":           {[]string{"--data", t.TempDir(), "--tls-cert", file, "--tls-key", file}, "certificate cannot be used"},
		"a base URL with a path":   {[]string{"--data", t.TempDir(), "--listen", "127.0.0.1:0", "--base-url", "https://x/y"}, "without a path"},
		"a proxy that is none":     {[]string{"--data", t.TempDir(), "--trusted-proxy", "proxy"}, "neither an address nor a network"},
		"nothing to back up":       {[]string{"--data", t.TempDir(), "backup", filepath.Join(t.TempDir(), "b")}, "there is no database"},
		"a backup that is no file": {[]string{"--data", t.TempDir(), "restore", file}, "restore"},
	} {
		output, err := masswerk(t, situation.args...).CombinedOutput()
		text := strings.TrimSpace(string(output))
		if exitStatus(err) != failed || !strings.HasPrefix(text, "masswerk: ") || !strings.Contains(text, situation.says) || strings.Count(text, "\n") > 0 {
			t.Errorf("%s: %v\n%s", name, err, text)
		}
	}
}

func TestFlagsComeFromTheEnvironmentToo(t *testing.T) {
	help, err := masswerk(t, "serve", "--help").CombinedOutput()
	if err != nil {
		t.Fatalf("%v %s", err, help)
	}
	for _, want := range []string{"MASSWERK_LISTEN", "MASSWERK_BASE_URL", "MASSWERK_TLS_CERT", "MASSWERK_TRUSTED_PROXY", "MASSWERK_DATA", "--log-format"} {
		if !strings.Contains(string(help), want) {
			t.Errorf("help does not name %s:\n%s", want, help)
		}
	}
	if output, err := masswerk(t, "version").CombinedOutput(); err != nil || !strings.HasPrefix(string(output), "masswerk ") {
		t.Errorf("version: %v %s", err, output)
	}
}

func TestWhatAPhoneCanReach(t *testing.T) {
	better := func(ip, name, otherIP, otherName string) {
		t.Helper()
		if rankOf(net.ParseIP(ip), name) <= rankOf(net.ParseIP(otherIP), otherName) {
			t.Errorf("%s on %s should come before %s on %s", ip, name, otherIP, otherName)
		}
	}
	better("192.168.0.7", "wlan0", "203.0.113.7", "eth0")
	better("203.0.113.7", "eth0", "172.17.0.1", "docker0")
	better("172.17.0.1", "docker0", "127.0.0.1", "lo")
	for ip, name := range map[string]string{"fd00::7": "eth0", "169.254.1.1": "eth0", "127.0.0.1": "lo"} {
		if rank := rankOf(net.ParseIP(ip), name); rank != 0 {
			t.Errorf("%s has rank %d", ip, rank)
		}
	}
	for want, listen := range map[string]struct {
		address *net.TCPAddr
		tls     bool
	}{
		"http://192.168.0.7:8080": {&net.TCPAddr{IP: net.ParseIP("192.168.0.7"), Port: 8080}, false},
		"http://192.168.0.7":      {&net.TCPAddr{IP: net.ParseIP("192.168.0.7"), Port: 80}, false},
		"https://192.168.0.7":     {&net.TCPAddr{IP: net.ParseIP("192.168.0.7"), Port: 443}, true},
		"https://[fd00::7]":       {&net.TCPAddr{IP: net.ParseIP("fd00::7"), Port: 443}, true},
		"http://[fd00::7]:443":    {&net.TCPAddr{IP: net.ParseIP("fd00::7"), Port: 443}, false},
	} {
		if got := reachable(listen.address, listen.tls); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	if host := bestHost(); net.ParseIP(host) == nil {
		t.Errorf("best host %q", host)
	}
}

func TestTheTerminalsCodeIsSquareAndFramed(t *testing.T) {
	lines := strings.Split(strings.TrimRight(blocks("http://192.168.0.7:8080/staff/setup#x"), "\n"), "\n")
	width := len([]rune(lines[0])) - 2
	if strings.Trim(lines[0], " █") != "" || len(lines) != (width+1)/2 {
		t.Errorf("%d lines of %d", len(lines), width)
	}
	for _, line := range lines {
		if row := []rune(line)[2:]; len(row) != width || string(row[:2]) != string(row[len(row)-2:]) {
			t.Errorf("line %q has no light margin", line)
		}
	}
}
