package server

import (
	"bytes"
	"compress/gzip"
	"io"
	"regexp"
	"strings"
	"testing"
)

func TestPagesCarryTheirBuildAndImportGraph(t *testing.T) {
	c := open(t)
	page := string(c.browser().get("/").want(t, 200).body)
	if strings.Contains(page, "{{build}}") || strings.Contains(page, "<!-- preload -->") {
		t.Errorf("the page is not filled in:\n%s", page)
	}
	base := "/assets/" + c.assets.build + "/"
	want := []string{"phone/main.js", "shared/session.js", "shared/text.js", "phone/view.js", "vendor/preact.js"}
	var got []string
	for _, link := range regexp.MustCompile(`<link rel="modulepreload" href="([^"]+)">`).FindAllStringSubmatch(page, -1) {
		got = append(got, strings.TrimPrefix(link[1], base))
		c.browser().get(link[1]).want(t, 200)
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("preloaded %v, want %v: no types, no import() on demand, each once", got, want)
	}
	if !strings.Contains(page, `src="`+base+`phone/main.js"`) {
		t.Error("the script does not point to the build")
	}
}

func TestEveryFaceHasItsPage(t *testing.T) {
	c := open(t)
	b := c.browser()
	for path, face := range map[string]string{
		"/": "phone", "/e/ACDEFGHJ": "phone", "/e/ACDEFGHJ/ideas": "phone", "/console/some-event": "console",
		"/p": "projector", "/projector": "projector", "/staff": "staff", "/staff/events/x/print": "staff", "/staff/setup": "staff",
	} {
		got := b.get(path).want(t, 200)
		if !bytes.Contains(got.body, []byte("/"+face+"/main.js")) {
			t.Errorf("%s is not the page of %s", path, face)
		}
		if got.Header.Get("Cache-Control") != "no-cache" || !strings.HasPrefix(got.Header.Get("Content-Type"), "text/html") {
			t.Errorf("%s: %v", path, got.Header)
		}
	}
	b.get("/staff/api/nothing").refused(t, 404, "not_found")
}

func TestAssetsAreKeptForGoodAndComeCompressed(t *testing.T) {
	c := open(t)
	b := c.browser()
	base := "/assets/" + c.assets.build + "/"
	plain := b.send("GET", base+"shared/text.js", "", "Accept-Encoding", "identity").want(t, 200)
	if plain.Header.Get("Cache-Control") != "public, max-age=31536000, immutable" || plain.Header.Get("Vary") != "Accept-Encoding" {
		t.Errorf("headers: %v", plain.Header)
	}
	if kind := plain.Header.Get("Content-Type"); kind != "text/javascript; charset=utf-8" {
		t.Errorf("kind %s", kind)
	}
	for _, refused := range []string{"", "gzip;q=0", "br"} {
		if got := b.send("GET", base+"shared/text.js", "", "Accept-Encoding", refused); got.Header.Get("Content-Encoding") != "" {
			t.Errorf("compressed for whom accepts %q", refused)
		}
	}
	zipped := b.send("GET", base+"shared/text.js", "", "Accept-Encoding", "br, gzip").want(t, 200)
	if zipped.Header.Get("Content-Encoding") != "gzip" || len(zipped.body) >= len(plain.body) {
		t.Fatalf("not compressed: %v, %d bytes", zipped.Header, len(zipped.body))
	}
	reader, err := gzip.NewReader(bytes.NewReader(zipped.body))
	if err != nil {
		t.Fatal(err)
	}
	if unzipped, _ := io.ReadAll(reader); !bytes.Equal(unzipped, plain.body) {
		t.Error("compressed and plain differ")
	}
	if font := b.send("GET", base+"vendor/fira.woff2", "", "Accept-Encoding", "gzip").want(t, 200); font.Header.Get("Content-Encoding") != "" {
		t.Error("a font is compressed already")
	}
	if len(b.send("HEAD", base+"shared/text.js", "", "Accept-Encoding", "identity").want(t, 200).body) != 0 {
		t.Error("HEAD has a body")
	}
}

func TestNothingButKnownNamesIsServed(t *testing.T) {
	c := open(t)
	base := "/assets/" + c.assets.build + "/"
	for _, path := range []string{
		"/assets/0123456789abcdef/shared/text.js", base, base + "phone/index.html", base + "vendor/kern/LICENSE", base + "shared",
		base + "../server.go", base + "..%2fserver.go", base + "%2e%2e/server.go", base + "..%252fserver.go", base + `..\server.go`,
		base + "shared/text.js%00", base + "shared/..%2f..%2fgo.mod", "/masswerk.db", "/.git/HEAD", "/.masswerk/masswerk.db",
		"/e/..%2f..%2fetc/passwd", "//etc/passwd",
	} {
		got := c.browser().get(path)
		if got.StatusCode != 404 {
			t.Errorf("%s: %d %.60s", path, got.StatusCode, got.body)
		}
	}
}

func TestBuildChangesWithAnyFile(t *testing.T) {
	files := frontEnd()
	before, err := loadAssets(files)
	if err != nil {
		t.Fatal(err)
	}
	files["shared/words.de.js"].Data = []byte("export default { a: 'b' }\n")
	after, err := loadAssets(files)
	if err != nil {
		t.Fatal(err)
	}
	if before.build == after.build {
		t.Error("browsers would keep the old file")
	}
	delete(files, "console/index.html")
	if _, err := loadAssets(files); err == nil || !strings.Contains(err.Error(), "console/index.html") {
		t.Errorf("a missing page: %v", err)
	}
}

func TestHeaders(t *testing.T) {
	c := open(t)
	b := c.browser()
	page := b.get("/").want(t, 200).Header
	policy := page.Get("Content-Security-Policy")
	host := strings.TrimPrefix(c.url, "http://")
	for _, want := range []string{
		"default-src 'self'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "object-src 'none'", "base-uri 'none'",
		"frame-ancestors 'none'", "connect-src 'self' ws://" + host + " wss://" + host,
	} {
		if !strings.Contains(policy+";", want+";") {
			t.Errorf("policy lacks %q: %s", want, policy)
		}
	}
	if strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") {
		t.Errorf("policy is loose: %s", policy)
	}
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin", "Server": "",
	} {
		if got := page.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	for path, want := range map[string]string{
		"/console/any-event/preview": "frame-ancestors 'self'", "/console/any-event": "frame-ancestors 'none'", "/console/preview": "frame-ancestors 'none'",
		"/console/any-event/preview/me": "frame-ancestors 'none'", "/projector": "frame-ancestors 'none'", "/p": "frame-ancestors 'none'",
	} {
		if policy := b.get(path).Header.Get("Content-Security-Policy"); !strings.HasSuffix(policy, want) {
			t.Errorf("%s: %s, want %s", path, policy, want)
		}
	}
	if caching := b.get("/staff/api/me").Header.Get("Cache-Control"); caching != "no-store" {
		t.Errorf("answers are cached: %s", caching)
	}
	for host, want := range map[string]string{
		"ideen.example.org": " ws://ideen.example.org wss://ideen.example.org",
		"[fd00::7]:8080":    " ws://[fd00::7]:8080 wss://[fd00::7]:8080",
		"x; script-src *":   "", "": "", "a b": "",
	} {
		if got := sockets(host); got != want {
			t.Errorf("host %q gives %q", host, got)
		}
	}
}
