package server

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/gofiber/fiber/v2"

	"masswerk/server/live"
	"masswerk/store"
	"masswerk/store/sqlstore"
)

// clock is a time that tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// city is the whole application on a real database file and a real port.
type city struct {
	*Server
	t      *testing.T
	db     *sqlstore.Store
	folder string // of the database
	clock  *clock
	url    string
	logs   *bytes.Buffer
}

const setupLink = "the-secret-of-the-set-up-link-0123456789abc"

// frontEnd stands in for the pages, which have tests of their own.
func frontEnd() fstest.MapFS {
	files := fstest.MapFS{
		"shared/text.js":      {Data: []byte("export const text = 1\n" + strings.Repeat("// words\n", 200))},
		"shared/session.js":   {Data: []byte("/** @typedef {import('./types.js').State} State */\nimport { text } from './text.js'\nexport default text\n")},
		"shared/types.js":     {Data: []byte("export {}\n")},
		"shared/words.de.js":  {Data: []byte("export default {}\n")},
		"vendor/preact.js":    {Data: []byte("export const h=1\n")},
		"vendor/fira.woff2":   {Data: bytes.Repeat([]byte("font"), 100)},
		"styles/tokens.css":   {Data: []byte(strings.Repeat(":root { --field-0: #123456 }\n", 50))},
		"phone/view.js":       {Data: []byte("import{h}from\"../vendor/preact.js\";\nexport { default as s } from '../shared/session.js'\nimport('../shared/words.de.js')\n")},
		"vendor/kern/LICENSE": {Data: []byte("EUPL-1.2")},
	}
	for _, face := range faces {
		files[face+"/index.html"] = &fstest.MapFile{Data: []byte("<!doctype html>\n<html><head>\n<!-- preload -->\n" +
			`<link rel="stylesheet" href="/assets/{{build}}/styles/tokens.css">` + "\n" +
			`<script type="module" src="/assets/{{build}}/` + face + `/main.js"></script>` + "\n</head><body></body></html>\n")}
		files[face+"/main.js"] = &fstest.MapFile{Data: []byte("import {\n  h,\n} from '../vendor/preact.js'\nexport const face = '" + face + "'\n")}
	}
	files["phone/main.js"].Data = []byte("import '../shared/session.js'\nimport * as view from './view.js'\n")
	return files
}

// open starts a city. Changes may set what a deployment would.
func open(t *testing.T, changes ...func(*Config)) *city {
	t.Helper()
	ctx := context.Background()
	folder := t.TempDir()
	db := openDatabase(t, folder)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	time := &clock{now: time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)}
	logs := &bytes.Buffer{}
	base := "http://" + listener.Addr().String()
	config := Config{
		Store: db, Files: frontEnd(), Listen: listener.Addr(), Setup: setupLink, Now: time.Now,
		Log:     slog.New(slog.NewTextHandler(&locked{w: logs}, nil)),
		Address: func(code string) string { return base + "/e/" + code },
		Fatal:   func(err error) { t.Errorf("fatal: %v", err) },
	}
	config.Hubs = live.New(live.Config{Events: db, Boxes: db, Now: time.Now, Log: config.Log, Address: config.Address, Fatal: config.Fatal})
	for _, change := range changes {
		change(&config)
	}
	s, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	s.effort = &argon2id.Params{Memory: 8, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}
	served := make(chan error, 1)
	go func() { served <- s.Serve(listener) }()
	t.Cleanup(func() {
		stopping, cancel := context.WithTimeout(ctx, 30e9)
		defer cancel()
		if err := s.Stop(stopping); err != nil {
			t.Errorf("stop: %v", err)
		}
		if err := <-served; err != nil {
			t.Errorf("serve: %v", err)
		}
		if err := db.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return &city{Server: s, t: t, db: db, folder: folder, clock: time, url: base, logs: logs}
}

type locked struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

// browser keeps cookies as a browser does.
type browser struct {
	t      *testing.T
	client *http.Client
	base   string
	origin string
}

func (c *city) browser() *browser {
	jar, _ := cookiejar.New(nil)
	client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return &browser{t: c.t, client: client, base: c.url, origin: c.url}
}

// answer is a response with its body read.
type answer struct {
	*http.Response
	body []byte
}

// json returns the body as an object.
func (a answer) json() map[string]any {
	var object map[string]any
	json.Unmarshal(a.body, &object)
	return object
}

func (a answer) code() any { return a.json()["code"] }

func (b *browser) send(method, path, body string, headers ...string) answer {
	b.t.Helper()
	request, err := http.NewRequest(method, b.base+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	if method != http.MethodGet {
		request.Header.Set("Origin", b.origin)
		request.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := b.client.Do(request)
	if err != nil {
		b.t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{response, content}
}

func (b *browser) get(path string) answer { b.t.Helper(); return b.send("GET", path, "") }

// announce says how long a body is to be, sends nothing of it, and returns the status: what is too
// long is refused before it is read.
func (b *browser) announce(path string, length int) (status int) {
	b.t.Helper()
	request, err := http.NewRequest("POST", b.base+path, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	request.Header.Set("Origin", b.origin)
	for _, cookie := range b.client.Jar.Cookies(request.URL) {
		request.AddCookie(cookie)
	}
	conn, err := net.Dial("tcp", request.URL.Host)
	if err != nil {
		b.t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(10 * time.Second))
	fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n", path, request.URL.Host, length)
	request.Header.Write(conn)
	fmt.Fprint(conn, "\r\n")
	response, err := http.ReadResponse(bufio.NewReader(conn), request)
	if err != nil {
		b.t.Fatal(err)
	}
	response.Body.Close()
	return response.StatusCode
}

func (b *browser) post(path, body string) answer { b.t.Helper(); return b.send("POST", path, body) }

// want fails the test unless the answer has the status.
func (a answer) want(t *testing.T, status int) answer {
	t.Helper()
	if a.StatusCode != status {
		t.Fatalf("%s %s: status %d, want %d: %s", a.Request.Method, a.Request.URL.Path, a.StatusCode, status, a.body)
	}
	return a
}

// refused fails the test unless the answer is this refusal.
func (a answer) refused(t *testing.T, status int, code string) answer {
	t.Helper()
	if a.StatusCode != status || a.code() != code {
		t.Fatalf("%s %s: %d %s, want %d %s", a.Request.Method, a.Request.URL.Path, a.StatusCode, a.body, status, code)
	}
	return a
}

// cookie returns a cookie the answer sets.
func (a answer) cookie(t *testing.T, name string) *http.Cookie {
	t.Helper()
	for _, cookie := range a.Cookies() {
		if cookie.Name == name {
			return cookie
		}
	}
	t.Fatalf("no cookie %s in %v", name, a.Cookies())
	return nil
}

const password = "ein langes Kennwort"

// staff returns a browser that set the house up.
func (c *city) staff() *browser {
	c.t.Helper()
	b := c.browser()
	b.post("/staff/api/setup", `{"secret":"`+setupLink+`","name":"Ada Beispiel","login":"ada","password":"`+password+`"}`).want(c.t, 200)
	return b
}

// newEvent creates a workshop and returns it.
func (c *city) newEvent(staff *browser) map[string]any {
	c.t.Helper()
	return staff.post("/staff/api/events", `{"template":"workshop","title":"Zukunft im Rathaus","format":"workshop",
		"language":"de","address":"sie","held_on":"2026-11-30","delete_on":"2027-01-31","publication":"internal",
		"sessions":[{"title":"Bürgerservice","prompt":"Was hilft?"},{"title":"Arbeitsplatz","prompt":""}]}`).want(c.t, 201).json()
}

// phone joins an event and returns the browser and who it is.
func (c *city) phone(code, secret string) (*browser, live.Actor) {
	c.t.Helper()
	b := c.browser()
	joined := b.post("/e/"+code+"/join", `{"secret":"`+secret+`"}`).want(c.t, 200)
	hub := c.hub(code)
	actor, ok := hub.Who(live.Phone, store.HashSecret(joined.cookie(c.t, deviceCookie).Value))
	if !ok {
		c.t.Fatal("the cookie is not known to the hub")
	}
	return b, actor
}

func (c *city) hub(code string) *live.Hub {
	c.t.Helper()
	event, err := c.db.EventByCode(context.Background(), code)
	if err != nil {
		c.t.Fatal(err)
	}
	hub, err := c.Hubs.Hub(context.Background(), event.ID)
	if err != nil {
		c.t.Fatal(err)
	}
	return hub
}

// do asks a hub and returns the result.
func (c *city) do(hub *live.Hub, actor live.Actor, command live.Command) map[string]any {
	c.t.Helper()
	result, err := hub.Do(context.Background(), actor, command)
	if err != nil {
		c.t.Fatalf("%T: %v", command, err)
	}
	var object map[string]any
	json.Unmarshal(result, &object)
	return object
}

func secretOf(letter string) string { return strings.Repeat(letter, 43) }

func TestHealthAndReadiness(t *testing.T) {
	c := open(t)
	b := c.browser()
	b.get("/healthz").want(t, 200)
	b.get("/readyz").want(t, 200)
	c.stopping.Store(true)
	b.get("/readyz").want(t, 503)
	b.get("/healthz").want(t, 200)
	b.get("/nothing").refused(t, 404, "not_found")
}

// probe serves a handler with the server's own settings and middleware-free.
func (c *city) probe(handler fiber.Handler) *browser {
	app := fiber.New(c.app.Config())
	app.Get("/probe/:value", handler)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		c.t.Fatal(err)
	}
	served := make(chan struct{})
	go func() { defer close(served); app.Listener(listener) }()
	c.t.Cleanup(func() { app.Shutdown(); <-served })
	b := c.browser()
	b.base = "http://" + listener.Addr().String()
	return b
}

// The values of a request must be the hubs' to keep: Fiber reuses the memory they came in unless
// it is told not to.
func TestRequestValuesOutliveTheirRequest(t *testing.T) {
	c := open(t)
	var mu sync.Mutex
	var kept []string
	b := c.probe(func(c *fiber.Ctx) error {
		mu.Lock()
		defer mu.Unlock()
		kept = append(kept, c.Params("value"), c.Get("X-Canary"), c.Cookies("canary"), c.Query("q"))
		return nil
	})
	letters := "ABCDEFGH"
	for _, letter := range letters {
		text := strings.Repeat(string(letter), 8)
		b.send("GET", "/probe/"+text+"?q="+text, "", "X-Canary", text, "Cookie", "canary="+text)
	}
	for i, value := range kept {
		if want := strings.Repeat(letters[i/4:i/4+1], 8); value != want {
			t.Errorf("value %d became %q after later requests, want %q", i, value, want)
		}
	}
	if len(kept) != 4*len(letters) {
		t.Errorf("kept %d values", len(kept))
	}
}

func TestHeaderAndBodyAreBounded(t *testing.T) {
	c := open(t)
	b := c.browser()
	if status := b.send("GET", "/healthz", "", "X-Long", strings.Repeat("x", 9<<10)).StatusCode; status != 431 {
		t.Errorf("9 KB of headers: %d", status)
	}
	for _, path := range []string{"/staff/api/login", "/staff/api/import"} {
		if status := b.announce(path, 65<<10); status != 413 {
			t.Errorf("65 KB for %s: %d", path, status)
		}
	}
	// An import may be larger, for those who may import.
	c.staff().post("/staff/api/import", strings.Repeat(" ", 65<<10)).refused(t, 400, "invalid")
}
