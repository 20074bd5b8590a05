package main

import (
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

func TestMetricsHaveAListenerOfTheirOwnThatEndsWithTheServer(t *testing.T) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	free.Close()
	_, _, base, stop := serving(t, filepath.Join(t.TempDir(), "data"), "--metrics", address)
	response, err := http.Get("http://" + address + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(response.Body)
	response.Body.Close()
	for _, want := range []string{"\nmasswerk_events_running 0\n", "\nmasswerk_disk_free_ratio "} {
		if !strings.Contains(string(body), want) {
			t.Errorf("no %q in\n%s", want, body)
		}
	}
	for url, status := range map[string]int{base + "/metrics": 404, "http://" + address + "/": 404, "http://" + address + "/healthz": 404} {
		response, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != status {
			t.Errorf("%s: %d", url, response.StatusCode)
		}
	}
	if output, err := masswerk(t, "--data", t.TempDir(), "--listen", "127.0.0.1:0", "--metrics", address).CombinedOutput(); exitStatus(err) != failed || !strings.Contains(string(output), "with --metrics") {
		t.Errorf("a second one: %v %s", err, output)
	}
	if status := stop(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	if conn, err := net.Dial("tcp", address); err == nil {
		conn.Close()
		t.Error("metrics outlive the server")
	}
}
