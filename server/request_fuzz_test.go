package server

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"masswerk/server/live"
)

// probed is the application without a network below it: a request goes straight to the handlers.
type probed struct {
	*Server
	handle  fasthttp.RequestHandler
	cookies string // of staff, a moderator and a phone at once
	event   string
	code    string
	said    *bytes.Buffer // log
}

const probedAt = "http://127.0.0.1:8080"

func newProbed(tb testing.TB) *probed {
	tb.Helper()
	ctx := context.Background()
	db := openDatabase(tb, tb.TempDir())
	p := &probed{said: &bytes.Buffer{}}
	time := &clock{now: time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)}
	config := Config{
		Store: db, Files: frontEnd(), Listen: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}, Setup: setupLink, Now: time.Now,
		Log:     slog.New(slog.NewTextHandler(&locked{w: p.said}, nil)),
		Address: func(code string) string { return probedAt + "/e/" + code },
		Fatal:   func(err error) { tb.Errorf("fatal: %v", err) },
	}
	config.Hubs = live.New(live.Config{Events: db, Boxes: db, Now: time.Now, Log: config.Log, Address: config.Address, Fatal: config.Fatal})
	server, err := New(config)
	if err != nil {
		tb.Fatal(err)
	}
	p.Server = server
	p.effort = &argon2id.Params{Memory: 8, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}
	p.handle = p.app.Handler()
	tb.Cleanup(func() {
		p.Hubs.Stop(ctx)
		db.Close()
	})
	p.settle(tb)
	return p
}

// settle makes an account, an event, an invitation and a phone.
func (p *probed) settle(tb testing.TB) {
	tb.Helper()
	var made struct {
		ID   string `json:"id"`
		Code string `json:"code"`
	}
	for _, step := range []struct{ method, path, body string }{
		{"POST", "/staff/api/setup", seedOf(tb, "FuzzRequest", "POST-setup")[1]},
		{"POST", "/staff/api/events", seedOf(tb, "FuzzRequest", "POST-events")[1]},
		{"POST", "/staff/api/events/EVENT/console", ""},
		{"POST", "/e/CODE/join", seedOf(tb, "FuzzRequest", "POST-join")[1]},
	} {
		answer := p.ask(step.method, p.here(step.path), step.body)
		if answer.StatusCode() >= 300 {
			tb.Fatalf("%s: %d %s", step.path, answer.StatusCode(), answer.Body())
		}
		if strings.HasSuffix(step.path, "/events") {
			if err := json.Unmarshal(answer.Body(), &made); err != nil {
				tb.Fatal(err)
			}
			p.event, p.code = made.ID, made.Code
		}
		for _, cookie := range answer.Header.Cookies() {
			set, _, _ := strings.Cut(string(cookie), ";")
			p.cookies += set + "; "
		}
	}
}

// here fills the event and its code into a path.
func (p *probed) here(path string) string {
	return strings.NewReplacer("EVENT", p.event, "CODE", p.code, ":event", p.event, ":code", p.code).Replace(path)
}

func (p *probed) ask(method, path, body string, headers ...string) *fasthttp.Response {
	var request fasthttp.Request
	request.Header.SetMethod(method)
	request.SetRequestURI(path)
	request.Header.SetHost("127.0.0.1:8080")
	request.Header.Set("Origin", probedAt)
	request.Header.Set("Cookie", p.cookies)
	request.SetBodyString(body)
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	var context fasthttp.RequestCtx
	context.Init(&request, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 50000}, nil)
	p.handle(&context)
	return &context.Response
}

// changing lists the routes that change something, as "POST /e/:code/join".
func (p *probed) changing() (routes []string) {
	for _, route := range p.app.GetRoutes(true) {
		if slices.Contains([]string{"POST", "PUT", "PATCH", "DELETE"}, route.Method) && !strings.HasSuffix(route.Path, "*") {
			routes = append(routes, route.Method+" "+route.Path)
		}
	}
	return routes
}

// FuzzRequest sends any body to any route that changes something, as somebody who may do
// everything. It ends in success or in a refusal with a code, never in what nobody foresaw.
func FuzzRequest(f *testing.F) {
	p := newProbed(f)
	f.Fuzz(func(t *testing.T, route, body string) {
		if !slices.Contains(p.changing(), route) {
			return // there is no such route
		}
		method, path, _ := strings.Cut(route, " ")
		if method == "DELETE" || strings.HasSuffix(path, "/logout") {
			path = strings.NewReplacer(":event", "none", "logout", "login").Replace(path) // the others are still to come
		}
		p.foreseen(t, route, p.ask(method, p.here(strings.ReplaceAll(path, ":candidate", "none")), body))
	})
}

// foreseen fails the test unless an answer is a success or a refusal that says why.
func (p *probed) foreseen(t *testing.T, what string, answer *fasthttp.Response) {
	t.Helper()
	status := answer.StatusCode()
	if said := p.said.String(); strings.Contains(said, "request failed") || strings.Contains(said, "panic") || status == fiber.StatusInternalServerError {
		p.said.Reset()
		t.Fatalf("%s: %d %s: %s", what, status, answer.Body(), said)
	}
	var refused refusal
	if status >= 400 && strings.HasPrefix(string(answer.Header.ContentType()), "text/html") {
		if !refusingPage.Match(answer.Body()) {
			t.Errorf("%s: %d, and the page does not say why: %s", what, status, answer.Body())
		}
		return
	}
	if status >= 400 && (json.Unmarshal(answer.Body(), &refused) != nil || refused.Code == "") {
		t.Errorf("%s: %d without a code: %s", what, status, answer.Body())
	}
}

// refusingPage is a page that says why there is nothing else to see, or asks for a read code.
var refusingPage = regexp.MustCompile(`<body data-refused="[a-z_]+">|name="code"`)

// FuzzPath asks for any address, with any cookie, forwarded addresses and host. Nothing is found
// that is not ours to show: a page, a file of the front end or JSON; nobody is let in; and no
// header of the answer is broken up.
func FuzzPath(f *testing.F) {
	p := newProbed(f)
	p.cookies = ""
	shown := map[string]bool{}
	for _, one := range p.assets.files {
		shown[string(one.plain)] = true
	}
	for _, one := range p.assets.pages {
		shown[string(one.plain)] = true
	}
	f.Fuzz(func(t *testing.T, path, cookie, forwarded, host string) {
		path = strings.ReplaceAll(p.here(path), "BUILD", p.assets.build)
		if !strings.HasPrefix(path, "/") || strings.ContainsAny(path+cookie+forwarded+host, "\r\n") {
			return // no request line or header
		}
		answer := p.ask("GET", path, "", "Cookie", cookie, "X-Forwarded-For", forwarded, "X-Forwarded-Proto", forwarded, "Host", host)
		p.foreseen(t, path, answer)
		kind := string(answer.Header.ContentType())
		if strings.HasPrefix(path, "/check/events") {
			return // taken off the application: nothing is answered here
		}
		if answer.StatusCode() == 200 && !strings.HasPrefix(kind, "application/json") && kind != "image/svg+xml" && !shown[string(answer.Body())] {
			t.Errorf("%s shows %.200q", path, answer.Body())
		}
		if answer.StatusCode() == 200 && strings.HasPrefix(kind, "application/json") && !everybodys(string(answer.Body())) {
			t.Errorf("%s lets %q in: %.200s", path, cookie, answer.Body())
		}
		policy := string(answer.Header.Peek("Content-Security-Policy"))
		_, behind, _ := strings.Cut(policy, "connect-src 'self'")
		named, _, _ := strings.Cut(behind, ";")
		if policy != "" && (strings.Count(policy, ";") != 10 || named != "" && (named != " ws://"+host+" wss://"+host || strings.ContainsAny(host, " ;,'*/"))) {
			t.Errorf("the host %q makes the policy %q", host, policy)
		}
		leads := string(answer.Header.Peek("Location"))
		if answer.StatusCode() == fiber.StatusFound && !strings.HasPrefix(leads, "/e/") && !strings.HasPrefix(leads, "/staff?refused=") {
			t.Errorf("%s leads to %s", path, leads)
		}
	})
}

// everybodys reports whether JSON is what the server tells anybody.
func everybodys(said string) bool {
	return slices.ContainsFunc([]string{`{"status":"`, `{"paired":false}`, `{"account":null,`, `{"code":"`, `{"masswerk":"`}, func(begin string) bool {
		return strings.HasPrefix(said, begin)
	})
}

// Neither a new route may be forgotten: each that changes something has a seed whose body is
// understood, and begins the fuzzing there.
func TestEveryChangingRouteHasASeed(t *testing.T) {
	p := newProbed(t)
	seeds := map[string]string{}
	files, err := filepath.Glob(filepath.Join("testdata", "fuzz", "FuzzRequest", "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no seeds: %v", err)
	}
	for _, file := range files {
		seed := seedOf(t, "FuzzRequest", filepath.Base(file))
		if !strings.HasPrefix(filepath.Base(file), "bad-") {
			seeds[seed[0]] = seed[1]
		}
	}
	for _, route := range p.changing() {
		body, sown := seeds[route]
		if !sown {
			t.Errorf("%s has no seed", route)
			continue
		}
		method, path, _ := strings.Cut(route, " ")
		answer := p.ask(method, p.here(strings.NewReplacer(":candidate", "none", "logout", "login").Replace(path)), body)
		if answer.StatusCode() == fiber.StatusBadRequest && !strings.HasSuffix(path, "logout") {
			t.Errorf("%s refuses its seed: %s", route, answer.Body())
		}
	}
}

// seedOf reads the texts of a seed.
func seedOf(tb testing.TB, target, name string) (texts []string) {
	tb.Helper()
	file, err := os.Open(filepath.Join("testdata", "fuzz", target, name))
	if err != nil {
		tb.Fatal(err)
	}
	defer file.Close()
	content, err := io.ReadAll(file)
	if err != nil {
		tb.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(content)), "\n")[1:] {
		text, err := strconv.Unquote(strings.TrimSuffix(strings.TrimPrefix(line, "string("), ")"))
		if err != nil {
			tb.Fatalf("%s: %v", name, err)
		}
		texts = append(texts, text)
	}
	return texts
}
