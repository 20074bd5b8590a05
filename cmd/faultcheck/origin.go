package main

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"regexp"
	"strings"
)

// route finds what changes something, in the list of all URLs: of all faces, and of staff's interface.
var route = regexp.MustCompile(`(?i)(app\.|\{)(post|put|patch|del|delete)(?:\(|, )"([^"]+)"`)

// parameter is a part of a route's path that says what it is about.
var parameter = regexp.MustCompile(`:[a-z]+`)

const (
	routesFile   = "server/routes.go"
	routesAtLess = 60 // fewer mean that the expression no longer fits the file
)

var originCheck = check{
	name: "origin", what: "requests that other sites make browsers send", run: tryOrigin,
	mutants: []mutant{
		{"any origin will do", "server/origin.go", "if !s.origins.allowed(c.Get(fiber.HeaderOrigin)) {", "if false {"},
		{"a missing origin will do", "server/origin.go", "if origin == \"\" {\n\t\treturn false", "if origin == \"\" {\n\t\treturn true"},
		{"any page may follow events", "server/origin.go", `origin != "" && !s.origins.allowed(origin) {`, `origin != "" && !s.origins.allowed(origin) && false {`},
		{"another site's page may follow events", "server/origin.go", `site != "" && site != "same-origin" {`, `site != "" && site != "same-origin" && false {`},
		{"an origin that only begins right will do", "server/origin.go",
			"if slices.Contains(o.own, origin) {", "if slices.ContainsFunc(o.own, func(own string) bool { return strings.HasPrefix(origin, own) }) {"},
	},
}

// tryOrigin asks every socket, every event stream and everything that changes something as other
// sites would.
func tryOrigin(ctx context.Context, t *trial) {
	h, e, leave, ok := t.open(ctx)
	if !ok {
		return
	}
	defer leave()
	source, err := os.ReadFile(routesFile)
	if t.failed("routes", err) {
		return
	}
	phone, err := e.join(ctx)
	if t.failed("join", err) {
		return
	}
	before, err := e.export(ctx)
	if t.failed("export", err) {
		return
	}
	host := strings.TrimPrefix(h.origin, "http://")
	name, port, _ := strings.Cut(host, ":")
	foreign := map[string]string{
		"foreign": "https://evil.example", "missing": "", "null": "null", "suffix": h.origin + ".evil.example",
		"prefix": "http://evil-" + host, "other port": "http://" + name + ":1" + port[1:], "other scheme": "https://" + host,
		"user": "http://" + name + "@evil.example:" + port, "path": h.origin + "/", "capitals": strings.ToUpper(h.origin), "two": h.origin + " " + h.origin,
	}
	if foreign["other port"] == h.origin {
		foreign["other port"] = "http://" + name + ":9"
	}
	paths := strings.NewReplacer(":event", e.id, ":code", e.code)
	cookies := strings.Join([]string{phone, e.console, h.staff}, "; ")
	routes := route.FindAllStringSubmatch(string(source), -1)
	if len(routes) < routesAtLess {
		t.fault("%s lists only %d routes that change something", routesFile, len(routes))
	}
	asked := 0
	faces := []string{"/e/" + e.code, "/console/" + e.id, "/projector", "/check"}
	for kind, origin := range foreign {
		for _, found := range routes {
			path := parameter.ReplaceAllString(paths.Replace(found[3]), "none")
			if found[1] == "{" {
				path = "/staff/api" + path
			}
			method := strings.ToUpper(found[2])
			if method == "DEL" {
				method = http.MethodDelete
			}
			got, err := h.call(ctx, client, method, path, origin, cookies, object{})
			if t.failed(method+" "+found[3], err) {
				return
			}
			asked++
			if got.status != http.StatusForbidden || got.code != "forbidden" {
				t.fault("%s %s from a %s origin: %d", method, found[3], kind, got.status)
			}
		}
		for _, path := range faces {
			asked += 2
			if status, err := handshake(ctx, h, path+"/socket", origin, cookies); err != nil || status != http.StatusForbidden {
				t.fault("socket below %.4s from a %s origin: %d %v", path, kind, status, err)
			}
			if origin == "" {
				continue // our own pages name none when they ask for events
			}
			if status, err := eventsFor(ctx, h, path, "Origin", origin, cookies); err != nil || status != http.StatusForbidden {
				t.fault("events below %.4s from a %s origin: %d %v", path, kind, status, err)
			}
		}
	}
	for _, site := range []string{"cross-site", "same-site", "none"} {
		for _, path := range faces {
			asked++
			if status, err := eventsFor(ctx, h, path, "Sec-Fetch-Site", site, cookies); err != nil || status != http.StatusForbidden {
				t.fault("events below %.4s, %s: %d %v", path, site, status, err)
			}
		}
	}
	for name, value := range map[string]string{"Origin": h.origin, "Sec-Fetch-Site": "same-origin"} {
		if status, err := eventsFor(ctx, h, faces[0], name, value, cookies); err != nil || status != http.StatusOK {
			t.fault("events for our own page, by %s: %d %v", name, status, err)
		}
	}
	if status, err := handshake(ctx, h, "/e/"+e.code+"/socket", h.origin, cookies); err != nil || status != http.StatusSwitchingProtocols {
		t.fault("a socket from our own page: %d %v", status, err)
	}
	after, err := e.export(ctx)
	if t.failed("export", err) {
		return
	}
	was, _ := json.Marshal(before)
	is, _ := json.Marshal(after)
	if string(was) != string(is) {
		t.fault("something changed")
	}
	t.note("%d requests, all refused", asked)
}

// handshake asks for a socket and returns the answer's status.
func handshake(ctx context.Context, h *house, path, origin, cookies string) (int, error) {
	return statusOf(ctx, h, path, map[string]string{
		"Cookie": cookies, "Origin": origin, "Connection": "Upgrade", "Upgrade": "websocket",
		"Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
	})
}

// eventsFor asks for a face's event stream with one header that tells who asks.
func eventsFor(ctx context.Context, h *house, face, header, value, cookies string) (int, error) {
	return statusOf(ctx, h, face+"/events?nonce=0123456789abcdef", map[string]string{"Cookie": cookies, header: value})
}

// statusOf asks for something and closes the connection once its answer began.
func statusOf(ctx context.Context, h *house, path string, headers map[string]string) (int, error) {
	request, err := http.NewRequestWithContext(ctx, "GET", h.origin+path, nil)
	if err != nil {
		return 0, err
	}
	for name, value := range headers {
		if value != "" {
			request.Header.Set(name, value)
		}
	}
	response, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	response.Body.Close()
	return response.StatusCode, nil
}
