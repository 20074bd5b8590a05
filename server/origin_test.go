package server

import (
	"net"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// foreign are origins that look like ours and are not, for a server at this address.
func foreign(own string) map[string]string {
	host := strings.TrimPrefix(own, "http://")
	return map[string]string{
		"none":           "",
		"null":           "null",
		"another site":   "https://evil.example",
		"our suffix":     "http://evil" + host,
		"our prefix":     own + ".evil.example",
		"another scheme": "https://" + host,
		"another port":   own + "0",
		"a path behind":  own + "/",
		"other capitals": strings.ToUpper(own),
		"two at once":    own + ", " + own,
	}
}

var parameter = regexp.MustCompile(`:\w+`)

func TestWhateverChangesSomethingNeedsOurOrigin(t *testing.T) {
	c := open(t)
	b := c.staff()
	event := c.newEvent(b)
	mutating := 0
	for _, route := range c.app.GetRoutes(true) {
		switch route.Method {
		case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodConnect, http.MethodTrace:
			continue
		}
		if strings.HasSuffix(route.Path, "/*") {
			continue // answers not_found to everything
		}
		mutating++
		url := strings.ReplaceAll(route.Path, ":code", event["code"].(string))
		url = strings.ReplaceAll(url, ":event", event["id"].(string))
		url = parameter.ReplaceAllString(url, "x")
		for name, origin := range foreign(c.url) {
			b.origin = origin
			if got := b.send(route.Method, url, `{}`); got.StatusCode != 403 || got.code() != "forbidden" {
				t.Errorf("%s %s from %s: %d %s", route.Method, url, name, got.StatusCode, got.body)
			}
		}
		if route.Method == http.MethodDelete {
			continue // it would work
		}
		b.origin = c.url
		if got := b.send(route.Method, url, `{"x":1}`); got.StatusCode == 403 && got.code() == "forbidden" {
			t.Errorf("%s %s from ourselves: %d %s", route.Method, url, got.StatusCode, got.body)
		}
	}
	if mutating < 20 {
		t.Errorf("only %d routes that change something were found", mutating)
	}
}

func TestSocketsNeedOurOrigin(t *testing.T) {
	c := open(t)
	event := c.newEvent(c.staff())
	phone, _ := c.phone(event["code"].(string), secretOf("a"))
	upgrade := []string{
		"Connection", "Upgrade", "Upgrade", "websocket", "Sec-WebSocket-Version", "13",
		"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==",
	}
	paths := []string{"/e/" + event["code"].(string) + "/socket", "/console/" + event["id"].(string) + "/socket", "/projector/socket"}
	for _, path := range paths {
		for name, origin := range foreign(c.url) {
			headers := slices.Clone(upgrade)
			if origin != "" {
				headers = append(headers, "Origin", origin)
			}
			if got := phone.send("GET", path, "", headers...); got.StatusCode != 403 {
				t.Errorf("%s from %s: %d", path, name, got.StatusCode)
			}
		}
	}
	if got := c.dial(paths[0], phone, append(upgrade, "Origin", c.url)); got != "HTTP/1.1 101" {
		t.Errorf("a joined phone from our origin: %s", got)
	}
	if got := c.dial(paths[1], phone, append(upgrade, "Origin", c.url)); got != "HTTP/1.1 401" {
		t.Errorf("a phone at the console's socket: %s", got)
	}
}

// dial sends an upgrade and returns the beginning of the status line.
func (c *city) dial(path string, b *browser, headers []string) string {
	c.t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(c.url, "http://"))
	if err != nil {
		c.t.Fatal(err)
	}
	defer conn.Close()
	request, _ := http.NewRequest("GET", c.url+path, nil)
	for _, cookie := range b.client.Jar.Cookies(request.URL) {
		request.AddCookie(cookie)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	request.Write(conn)
	status := make([]byte, len("HTTP/1.1 101"))
	conn.SetReadDeadline(time.Now().Add(5 * time.Second))
	conn.Read(status)
	return string(status)
}

func TestOriginsOfAListener(t *testing.T) {
	interfaces := func() ([]net.Addr, error) {
		return []net.Addr{
			&net.IPNet{IP: net.ParseIP("192.168.0.7"), Mask: net.CIDRMask(24, 32)},
			&net.IPNet{IP: net.ParseIP("fd00::7"), Mask: net.CIDRMask(64, 128)},
		}, nil
	}
	for name, situation := range map[string]struct {
		listen  string
		tls     bool
		base    string
		allowed []string
		refused []string
	}{
		"every interface": {"0.0.0.0:8080", false, "",
			[]string{"http://192.168.0.7:8080", "http://[fd00::7]:8080", "http://localhost:8080", "http://127.0.0.1:8080"},
			[]string{"https://192.168.0.7:8080", "http://192.168.0.8:8080", "http://192.168.0.7"}},
		"one address only": {"192.168.0.7:8080", false, "",
			[]string{"http://192.168.0.7:8080"}, []string{"http://localhost:8080", "http://[fd00::7]:8080"}},
		"the scheme's own port is not written": {"0.0.0.0:443", true, "",
			[]string{"https://192.168.0.7", "https://[fd00::7]"}, []string{"https://192.168.0.7:443", "http://192.168.0.7"}},
		"behind a proxy": {"127.0.0.1:8080", false, "https://ideen.example.org",
			[]string{"https://ideen.example.org", "http://127.0.0.1:8080", "http://localhost:8080"},
			[]string{"http://ideen.example.org", "https://evil.ideen.example.org", "https://ideen.example.org:443"}},
	} {
		t.Run(name, func(t *testing.T) {
			listen, err := net.ResolveTCPAddr("tcp", situation.listen)
			if err != nil {
				t.Fatal(err)
			}
			o := newOrigins(listen, situation.tls, situation.base)
			o.addresses = interfaces
			for _, origin := range situation.allowed {
				if !o.allowed(origin) {
					t.Errorf("%s is refused", origin)
				}
			}
			for _, origin := range situation.refused {
				if o.allowed(origin) {
					t.Errorf("%s is allowed", origin)
				}
			}
		})
	}
}

func TestALaptopMayChangeItsNetwork(t *testing.T) {
	address := "192.168.0.7"
	o := newOrigins(&net.TCPAddr{IP: net.IPv4zero, Port: 8080}, false, "")
	o.addresses = func() ([]net.Addr, error) { return []net.Addr{&net.IPNet{IP: net.ParseIP(address)}}, nil }
	if !o.allowed("http://192.168.0.7:8080") {
		t.Error("the first address is refused")
	}
	address = "10.0.0.3"
	o.read = o.read.Add(-rereadAfter)
	if !o.allowed("http://10.0.0.3:8080") {
		t.Error("the new address is refused")
	}
	if o.allowed("http://192.168.0.7:8080") {
		t.Error("the old address is still allowed")
	}
}

func TestBaseURLIsSchemeAndHost(t *testing.T) {
	for base, want := range map[string]string{
		"":                           "",
		"https://Ideen.example.org/": "https://ideen.example.org",
		"http://rathaus:8080":        "http://rathaus:8080",
	} {
		if got, err := cleanBaseURL(base); err != nil || got != want {
			t.Errorf("%q: %q, %v", base, got, err)
		}
	}
	for _, base := range []string{"ideen.example.org", "ftp://x", "https://x/pfad", "https://x?y", "https://a:b@x", "https://"} {
		if _, err := cleanBaseURL(base); err == nil {
			t.Errorf("%q is accepted", base)
		}
	}
}
