package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
)

func TestGoTestsAreCountedAsGoReportsThem(t *testing.T) {
	const stream = `{"Action":"start","Package":"masswerk/store"}
{"Action":"run","Package":"masswerk/store","Test":"TestCode"}
{"Action":"output","Package":"masswerk/store","Test":"TestCode","Output":"=== RUN   TestCode\n"}
{"Action":"output","Package":"masswerk/store","Test":"TestCode","Output":"quiet\n"}
{"Action":"pass","Package":"masswerk/store","Test":"TestCode"}
{"Action":"run","Package":"masswerk/store","Test":"TestPostgres"}
{"Action":"output","Package":"masswerk/store","Test":"TestPostgres","Output":"    TEST_POSTGRES_URL is not set\n"}
{"Action":"skip","Package":"masswerk/store","Test":"TestPostgres"}
{"Action":"output","Package":"masswerk/store","Output":"PASS\n"}
{"Action":"output","Package":"masswerk/store","Output":"ok  \tmasswerk/store\t0.1s\n"}
{"Action":"pass","Package":"masswerk/store"}
# masswerk/server
{"Action":"run","Package":"masswerk/server","Test":"TestWrong"}
{"Action":"output","Package":"masswerk/server","Test":"TestWrong","Output":"    want 1\n"}
{"Action":"fail","Package":"masswerk/server","Test":"TestWrong"}
{"Action":"run","Package":"masswerk/server","Test":"TestCutOff"}
{"Action":"output","Package":"masswerk/server","Test":"TestCutOff","Output":"panic: gone\n"}
{"Action":"output","Package":"masswerk/server","Output":"FAIL\tmasswerk/server\t0.2s\n"}
{"Action":"fail","Package":"masswerk/server"}
`
	var out bytes.Buffer
	if got, want := countGo(strings.NewReader(stream), &out).String(), "1 passed, 2 failed, 1 skipped"; got != want {
		t.Errorf("counted %q, want %q", got, want)
	}
	for _, shown := range []string{"ok  \tmasswerk/store\t0.1s\n", "TEST_POSTGRES_URL is not set", "want 1", "panic: gone", "# masswerk/server", "FAIL\tmasswerk/server"} {
		if !strings.Contains(out.String(), shown) {
			t.Errorf("%q is not shown", shown)
		}
	}
	for _, kept := range []string{"quiet", "=== RUN", "PASS"} {
		if strings.Contains(out.String(), kept) {
			t.Errorf("%q is shown", kept)
		}
	}
}

func TestNodeTestsAreCountedByTheirClosingLines(t *testing.T) {
	count := &nodeCount{}
	count.Write([]byte("✔ a vote on fail 3 items\nℹ tests 8\nℹ pass 4\nℹ fail 1\nℹ cance"))
	count.Write([]byte("lled 1\nℹ skipped 2\nℹ todo 0\n"))
	if got, want := count.tests(), (tests{passed: 4, failed: 2, skipped: 2}); got != want {
		t.Errorf("counted %v, want %v", got, want)
	}
}

func TestFaultchecksAreCountedByTheirLines(t *testing.T) {
	got := countFaultchecks("kill      green  70.1 s  killed: 100 kills\nfull      RED     2.0 s  the disk is full: green with envy\nsomething else\n")
	if want := (tests{passed: 1, failed: 1}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestVerdict(t *testing.T) {
	broken := errors.New("exit status 1")
	for name, situation := range map[string]struct {
		counted tests
		err     error
		ok      bool
	}{
		"tests that pass are fine":                      {tests{passed: 1, skipped: 3}, nil, true},
		"a failed test fails, whatever the exit status": {tests{passed: 5, failed: 1}, nil, false},
		"no test at all fails":                          {tests{}, nil, false},
		"only skipped tests fail":                       {tests{skipped: 2}, nil, false},
		"a broken program fails":                        {tests{passed: 1}, broken, false},
	} {
		if err := situation.counted.verdict(situation.err); (err == nil) != situation.ok {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestCheckStopsAtTheFirstFailure(t *testing.T) {
	var ran []string
	as := func(name string, quick bool, err error) step {
		return step{name, quick, func(context.Context) (tests, error) {
			ran = append(ran, name)
			return tests{passed: 1}, err
		}}
	}
	all := []step{as("first", true, nil), as("slow", false, nil), as("second", true, errors.New("broken")), as("third", true, nil)}
	for name, situation := range map[string]struct {
		quick bool
		want  []string
	}{
		"all of it": {false, []string{"first", "slow", "second"}},
		"quick":     {true, []string{"first", "second"}},
	} {
		ran = nil
		if check(t.Context(), all, situation.quick) {
			t.Errorf("%s: a failing step was taken as success", name)
		}
		if !slices.Equal(ran, situation.want) {
			t.Errorf("%s: ran %v, want %v", name, ran, situation.want)
		}
	}
}

func TestInstalledAs(t *testing.T) {
	wanted := lock{
		"node_modules/axe-core":        {Version: "4.1.0", Integrity: "sha512-a"},
		"node_modules/@esbuild/linux":  {Version: "1.0.0", Integrity: "sha512-b", Optional: true},
		"node_modules/@esbuild/darwin": {Version: "1.0.0", Integrity: "sha512-c", Optional: true},
	}
	for name, situation := range map[string]struct {
		found lock
		want  bool
	}{
		"the same, without other machines' packages": {lock{
			"node_modules/axe-core":       {Version: "4.1.0", Integrity: "sha512-a"},
			"node_modules/@esbuild/linux": {Version: "1.0.0", Integrity: "sha512-b"},
		}, true},
		"another version": {lock{"node_modules/axe-core": {Version: "4.2.0", Integrity: "sha512-a"}}, false},
		"other content":   {lock{"node_modules/axe-core": {Version: "4.1.0", Integrity: "sha512-z"}}, false},
		"one is missing":  {lock{"node_modules/@esbuild/linux": {Version: "1.0.0", Integrity: "sha512-b"}}, false},
		"one too many": {lock{
			"node_modules/axe-core": {Version: "4.1.0", Integrity: "sha512-a"},
			"node_modules/left":     {Version: "1.0.0"},
		}, false},
	} {
		if got := wanted.installedAs(situation.found); got != situation.want {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

func TestLayoutRules(t *testing.T) {
	got := strays([]string{"README.md", ".ci/run", "cmd/check/main.go", "docs/a.md", "docs/b.md", "notes.txt"})
	if want := []string{"docs", "notes.txt"}; !slices.Equal(got, want) {
		t.Errorf("strays: got %v, want %v", got, want)
	}
	named := lock{
		"node_modules/a": {Resolved: "https://registry.example/a.tgz"},
		"node_modules/b": {},
	}.hosts()
	if want := []string{"node_modules/a"}; !slices.Equal(named, want) {
		t.Errorf("hosts: got %v, want %v", named, want)
	}
	pictures := localPictures("![Phone](.screenshots/phone.png) ![x](https://a.example/b.png)\n<img alt=\"a\" src=\"./.screenshots/wall.png\" width=4> ![again](.screenshots/phone.png \"t\")")
	if want := []string{".screenshots/phone.png", ".screenshots/wall.png"}; !slices.Equal(pictures, want) {
		t.Errorf("pictures: got %v, want %v", pictures, want)
	}
}

func TestBrowserTestsAreToldWhereTheirProgramsAre(t *testing.T) {
	t.Chdir("../..")
	product := &product{}
	defer product.remove()
	env, err := product.build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, variable := range []string{"MASSWERK_BIN", "SIGNIN_BIN"} {
		at := slices.IndexFunc(env, func(one string) bool { return strings.HasPrefix(one, variable+"=") })
		if at < 0 {
			t.Errorf("%s is not told", variable)
			continue
		}
		if found, err := os.Stat(strings.TrimPrefix(env[at], variable+"=")); err != nil || found.Mode()&0o100 == 0 {
			t.Errorf("%s: %v", env[at], err)
		}
	}
	if again, err := product.build(t.Context()); err != nil || len(again) != len(env) {
		t.Errorf("again: %v, %v", again, err)
	}
	product.remove()
	if _, err := os.Stat(product.dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("left behind: %v", err)
	}
}

func TestAFileThatFailsIsRunOnceMore(t *testing.T) {
	runs := map[string]int{}
	counted, err := eachTwice(io.Discard, []string{"sound", "shaky", "broken"}, func(file string) (tests, error) {
		runs[file]++
		if file == "broken" || file == "shaky" && runs[file] == 1 {
			return tests{failed: 1}, errors.New(file)
		}
		return tests{passed: 1}, nil
	})
	if err == nil || err.Error() != "broken" || counted != (tests{passed: 2, failed: 1}) {
		t.Errorf("got %v, %v", counted, err)
	}
	if runs["sound"] != 1 || runs["shaky"] != 2 || runs["broken"] != 2 {
		t.Errorf("ran %v", runs)
	}
}
