package server

import (
	"context"
	"encoding/json"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"

	"masswerk/store"
)

// login is a real OIDC provider on loopback, with two people in it.
type login struct {
	*storage.Storage
	t      *testing.T
	url    string
	mu     sync.Mutex
	groups map[string][]string // by subject
	inInfo bool                // groups are told by the user info, not by the ID token
	nonce  string              // another one for the next token; empty: the right one
	ended  bool                // it answers no more
	swap   func(string) string // what becomes of the next ID tokens; nil: nothing
}

// SetUserinfoFromRequest says what the ID token does.
func (l *login) SetUserinfoFromRequest(ctx context.Context, info *oidc.UserInfo, request op.IDTokenRequest, scopes []string) error {
	if err := l.Storage.SetUserinfoFromRequest(ctx, info, request, scopes); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.inInfo {
		info.AppendClaims("groups", l.groups[request.GetSubject()])
	}
	return nil
}

// SetUserinfoFromToken says what the user info does.
func (l *login) SetUserinfoFromToken(ctx context.Context, info *oidc.UserInfo, token, subject, origin string) error {
	if err := l.Storage.SetUserinfoFromToken(ctx, info, token, subject, origin); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.inInfo {
		info.AppendClaims("groups", l.groups[subject])
	}
	return nil
}

// CreateAuthRequest may answer with a nonce that nobody asked for.
func (l *login) CreateAuthRequest(ctx context.Context, request *oidc.AuthRequest, user string) (op.AuthRequest, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.nonce != "" {
		request.Nonce = l.nonce
	}
	return l.Storage.CreateAuthRequest(ctx, request, user)
}

// people are the provider's, by subject.
const people = `{
	"s1": {"ID": "s1", "Username": "redaktion@example.org", "Password": "am anderen Ort", "FirstName": "Redaktion", "LastName": "CIIO", "PreferredLanguage": "de"},
	"s2": {"ID": "s2", "Username": "ada", "Password": "am anderen Ort", "FirstName": "Leitung", "LastName": "FB 10", "PreferredLanguage": "de"}
}`

// openWithOIDC starts a city beside a provider that knows it.
func openWithOIDC(t *testing.T, changes ...func(*Config)) (*city, *login) {
	t.Helper()
	log.SetOutput(io.Discard)
	t.Cleanup(func() { log.SetOutput(os.Stderr) })
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "people.json")
	if err := os.WriteFile(file, []byte(people), 0o600); err != nil {
		t.Fatal(err)
	}
	users, err := storage.StoreFromFile(file)
	if err != nil {
		t.Fatal(err)
	}
	provider := &login{t: t, url: "http://" + listener.Addr().String(), groups: map[string][]string{}}
	with := func(config *Config) {
		config.OIDC = OIDC{
			Issuer: provider.url, ClientID: "masswerk", Secret: "geheim", GroupsClaim: "groups", Name: "Dienstkonto",
			Roles: GroupRoles{
				"masswerk-redaktion": {store.Editor, store.Assessor}, "masswerk-lesen": {store.Reader},
				"masswerk-leitung": {store.LeadUnit}, "masswerk-verwaltung": {store.Administration},
			},
		}
	}
	c := open(t, append([]func(*Config){with}, changes...)...)
	client := storage.WebClient("masswerk", "geheim", c.url+oidcPath+"/callback")
	provider.Storage = storage.NewStorageWithClients(users, map[string]*storage.Client{
		"masswerk": client, "anderer": storage.WebClient("anderer", "geheim", c.url+oidcPath+"/callback"),
	})
	router := exampleop.SetupServer(provider.url, provider, nil, false)
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		provider.mu.Lock()
		ended, swap := provider.ended, provider.swap
		provider.mu.Unlock()
		if ended {
			panic(http.ErrAbortHandler)
		}
		if swap == nil || r.URL.Path != "/oauth/token" {
			router.ServeHTTP(w, r)
			return
		}
		right := httptest.NewRecorder()
		router.ServeHTTP(right, r)
		var tokens map[string]any
		json.Unmarshal(right.Body.Bytes(), &tokens)
		tokens["id_token"] = swap(tokens["id_token"].(string))
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(tokens)
	})}
	go server.Serve(listener)
	t.Cleanup(func() { server.Close() })
	return c, provider
}

func (l *login) set(change func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change()
}

// location is where an answer sends the browser.
func (a answer) location(t *testing.T) string {
	t.Helper()
	if a.StatusCode != http.StatusFound {
		t.Fatalf("%s %s: %d %s", a.Request.Method, a.Request.URL.Path, a.StatusCode, a.body)
	}
	return a.Header.Get("Location")
}

// begin presses the button, and returns where the browser is sent.
func (b *browser) begin(query string) string {
	b.t.Helper()
	return b.get("/staff/api/oidc" + query).location(b.t)
}

// prove signs somebody in at the provider, and returns the way back with code and state.
func (l *login) prove(b *browser, address, who string) string {
	l.t.Helper()
	at := *b
	at.base = ""
	form := at.get(address).location(l.t) // the provider's own form
	query, err := url.Parse(form)
	if err != nil {
		l.t.Fatal(err)
	}
	body := url.Values{"id": {query.Query().Get("authRequestID")}, "username": {who}, "password": {"am anderen Ort"}}.Encode()
	proven := at.send("POST", l.url+"/login/username", body, "Content-Type", "application/x-www-form-urlencoded").location(l.t)
	if strings.HasPrefix(proven, "/") {
		proven = l.url + proven
	}
	return at.get(proven).location(l.t)
}

// path leaves out the server's own address.
func (c *city) path(address string) string { return strings.TrimPrefix(address, c.url) }

// signInAt goes the whole way, and returns where it ends.
func (c *city) signInAt(l *login, b *browser, who, query string) string {
	c.t.Helper()
	return b.get(c.path(l.prove(b, b.begin(query), who))).location(c.t)
}

const editorThere = "redaktion@example.org"

// tokenFor returns an ID token that the provider made for another server of the house.
func (l *login) tokenFor(b *browser, server, callback, nonce string) string {
	l.t.Helper()
	asked := url.Values{
		"client_id": {server}, "redirect_uri": {callback}, "response_type": {"code"}, "scope": {"openid profile"}, "state": {"x"}, "nonce": {nonce},
	}
	back, err := url.Parse(l.prove(b, l.url+"/auth?"+asked.Encode(), editorThere))
	if err != nil {
		l.t.Fatal(err)
	}
	form := url.Values{"grant_type": {"authorization_code"}, "code": {back.Query().Get("code")}, "redirect_uri": {callback}}
	request, _ := http.NewRequest("POST", l.url+"/oauth/token", strings.NewReader(form.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.SetBasicAuth(server, "geheim")
	response, err := b.client.Do(request)
	if err != nil {
		l.t.Fatal(err)
	}
	defer response.Body.Close()
	var tokens map[string]any
	json.NewDecoder(response.Body).Decode(&tokens)
	token, ok := tokens["id_token"].(string)
	if !ok {
		l.t.Fatalf("no token: %v", tokens)
	}
	return token
}
