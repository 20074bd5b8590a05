package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestTheDemonstrationIsOpenToEveryRole starts it as people do and looks at every list.
func TestTheDemonstrationIsOpenToEveryRole(t *testing.T) {
	began := time.Now()
	temporary := t.TempDir()
	process := masswerk(t, "demo", "--listen", "127.0.0.1:0")
	process.Env = append(process.Env, "TMPDIR="+temporary)
	output, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	process.Stderr = &log
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	defer process.Process.Kill()
	guide, err := untilStatusForm(output)
	if err != nil {
		t.Fatalf("it did not start: %v\n%s", err, log.Bytes())
	}
	t.Logf("ready after %v", time.Since(began))
	base := regexp.MustCompile(`Staff +(http://[^ ]+)/staff`).FindStringSubmatch(guide)[1]
	password := strings.TrimSpace(regexp.MustCompile(`always\n\n +(\S+)\n`).FindStringSubmatch(guide)[1])

	for login, closed := range map[string]string{
		"verwaltung": "", "redaktion": "audit accounts", "freigabe": "audit accounts", "bewertung": "audit accounts",
		"federfuehrung": "events inbox waiting audit accounts templates", "personalrat": "accounts",
	} {
		jar, _ := cookiejar.New(nil)
		client := &http.Client{Jar: jar, Timeout: 10 * time.Second}
		signIn, err := http.NewRequest("POST", base+"/staff/api/login", strings.NewReader(`{"login":"`+login+`","password":"`+password+`"}`))
		if err != nil {
			t.Fatal(err)
		}
		signIn.Header.Set("Origin", base)
		if a, err := client.Do(signIn); err != nil || a.StatusCode != 200 {
			t.Fatalf("%s cannot sign in: %v %v", login, a, err)
		}
		for list := range strings.SplitSeq("events inbox waiting structure measures assessments portfolio status views audit accounts house catalogues templates", " ") {
			want := 200
			if strings.Contains(" "+closed+" ", " "+list+" ") {
				want = 403
			}
			a, err := client.Get(base + "/staff/api/" + list)
			if err != nil {
				t.Fatal(err)
			}
			content, _ := io.ReadAll(a.Body)
			a.Body.Close()
			if a.StatusCode != want {
				t.Errorf("%s asks for %s: %d, want %d", login, list, a.StatusCode, want)
			}
			if list == "measures" && login == "redaktion" {
				var told struct{ Measures []struct{ Number int } }
				if err := json.Unmarshal(content, &told); err != nil || len(told.Measures) != 24 {
					t.Errorf("%d measures (%v)", len(told.Measures), err)
				}
			}
		}
	}
	page, err := http.Get(base + "/e/HAFENTAG/outcomes")
	if err != nil || page.StatusCode != 200 {
		t.Fatalf("what became of it: %v %v", page, err)
	}
	content, _ := io.ReadAll(page.Body)
	page.Body.Close()
	if !bytes.Contains(content, []byte("Notebook")) {
		t.Error("what became of it tells no contribution")
	}
	if link := regexp.MustCompile(`/ideas#([A-Za-z0-9_-]{43})\n`).FindStringSubmatch(guide); link == nil {
		t.Error("there is no Ideen-Link")
	} else {
		ask, _ := http.NewRequest("POST", base+"/e/HAFENTAG/receipt", strings.NewReader(`{"secret":"`+link[1]+`"}`))
		ask.Header.Set("Origin", base)
		found, err := http.DefaultClient.Do(ask)
		if err != nil || found.StatusCode != 200 {
			t.Fatalf("the Ideen-Link: %v %v", found, err)
		}
		journey, _ := io.ReadAll(found.Body)
		found.Body.Close()
		if !bytes.Contains(journey, []byte(`"measure":"M01"`)) || !bytes.Contains(journey, []byte(`"running"`)) {
			t.Errorf("the Ideen-Link tells %s", journey)
		}
	}
	if err := process.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if status := exitStatus(process.Wait()); status != 0 {
		t.Errorf("ended with %d\n%s", status, log.Bytes())
	}
	if left, err := os.ReadDir(temporary); err != nil || len(left) != 0 {
		t.Errorf("it left %v behind (%v)", left, err)
	}
}

// untilStatusForm reads what the demonstration says up to its last address.
func untilStatusForm(output io.Reader) (string, error) {
	var said strings.Builder
	lines := bufio.NewScanner(output)
	for lines.Scan() {
		said.WriteString(lines.Text() + "\n")
		if strings.Contains(lines.Text(), "Status form") {
			return said.String(), nil
		}
	}
	return said.String(), io.ErrUnexpectedEOF
}

func TestTheDemonstrationTouchesNoOtherData(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "masswerk.db"), []byte("somebody's"), 0o600); err != nil {
		t.Fatal(err)
	}
	output, err := masswerk(t, "demo", "--data", folder, "--listen", "127.0.0.1:0").CombinedOutput()
	if err == nil || !bytes.Contains(output, []byte("is not empty")) {
		t.Errorf("it started: %s", output)
	}
	if content, _ := os.ReadFile(filepath.Join(folder, "masswerk.db")); string(content) != "somebody's" {
		t.Errorf("it overwrote the database: %q", content)
	}
}
