// Package server answers the faces over HTTP: pages and assets, joining and pairing, signing in,
// what staff does at leisure, and the sockets through which screens follow a running event. It
// checks shape, origin and right, and asks the event's hub or the store for the rest: no SQL and
// no rule of a running event stands here.
//
// Reading order: routes lists every URL; request and errors are the way in and the way out.
package server

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"masswerk/server/live"
	"masswerk/store"
)

// Store is what the server needs remembered beside the running events.
type Store interface {
	store.Events
	store.Accounts
	store.Measures
	store.Outcomes
	store.Inbox
	store.Structure
	store.Assessments
	store.Statuses
	store.SavedViews
	store.Receipts
	store.Templates
	// Ballots returns the ballots of a round.
	Ballots(ctx context.Context, round string) ([]store.Ballot, error)
	// DeletionByCode returns the deletion record of the event that had this join code, or
	// store.ErrUnknownCode.
	DeletionByCode(ctx context.Context, code string) (store.Deletion, error)
	// ModeratorsOf returns an account's entries to consoles that are not revoked.
	ModeratorsOf(ctx context.Context, account string) ([]store.Moderator, error)
	// Columns returns every column that is stored, by table.
	Columns(ctx context.Context) ([]store.Column, error)
}

// Config is what a server is made of.
type Config struct {
	Store   Store
	Hubs    *live.Hubs
	Files   fs.FS                    // the front end: static.Files
	Address func(code string) string // the join address that people type and scan
	BaseURL string                   // the public address behind a proxy; empty: the listener's own
	Listen  net.Addr                 // where the server listens, to know its own origins
	TLS     bool                     // the listener speaks TLS
	Proxies []netip.Prefix           // whose X-Forwarded-For and -Proto are believed
	Setup   string                   // secret of the one-time set-up link; empty: there is none
	OIDC    OIDC                     // where staff may sign in beside the local accounts
	Now     func() time.Time
	Log     *slog.Logger
	Fatal   func(error) // called when the disk cannot be trusted any more; does not return
}

// Server is the application.
type Server struct {
	Config
	app      *fiber.App
	origins  *origins
	assets   *assets
	pairings *pairings
	trials   trials
	stopping atomic.Bool
	listener atomic.Pointer[net.Listener]

	setupMu     sync.Mutex
	wrongCodes  *budget // wrong join codes, per network
	wrongPairs  *budget // wrong pairing codes, per moderator
	newPairings *budget // pairing codes asked for, per network
	wrongLinks  *budget // wrong links to status forms, per network
	edits       *budget // entries in the audit log about one measure, per account
	logins      *loginBudgets

	wrongPasswordLinks *budget // per network
	oidcTries          *budget // sign-ins begun, per network
	wrongAnswers       *budget // answers from the OIDC provider that prove nothing, per network
	provider           *provider
	attempts           *attempts

	hashing chan struct{} // slots for argon2id, which takes 64 MB each
	sheets  sync.Mutex    // one spreadsheet is read or written at a time
	effort  *argon2id.Params
	nobody  func() string // a hash that no password matches, to compare with when a login is unknown
}

// Limits of a request. An idea has at most 10,000 characters; only an import is longer.
const (
	maxBody   = 64 << 10
	maxImport = 64 << 20
	maxHeader = 6 << 10 // every socket holds a buffer of this size
)

// New returns the application, ready to serve.
func New(config Config) (*Server, error) {
	assets, err := loadAssets(config.Files)
	if err != nil {
		return nil, fmt.Errorf("load assets: %w", err)
	}
	if config.BaseURL, err = cleanBaseURL(config.BaseURL); err != nil {
		return nil, err
	}
	s := &Server{
		Config:      config,
		assets:      assets,
		origins:     newOrigins(config.Listen, config.TLS, config.BaseURL),
		pairings:    newPairings(config.Now),
		wrongCodes:  newBudget(config.Now, 60, time.Second),
		wrongPairs:  newBudget(config.Now, 20, 10*time.Second),
		newPairings: newBudget(config.Now, 60, 5*time.Second),
		wrongLinks:  newBudget(config.Now, 60, time.Second),
		edits:       newBudget(config.Now, 1, 10*time.Minute),
		logins:      newLoginBudgets(config.Now),

		wrongPasswordLinks: newBudget(config.Now, 60, 5*time.Second),
		oidcTries:          newBudget(config.Now, 300, time.Second),
		wrongAnswers:       newBudget(config.Now, 60, 5*time.Second),
		provider:           &provider{OIDC: config.OIDC, now: time.Now},
		attempts:           newAttempts(config.Now),

		hashing: make(chan struct{}, 2),
		effort:  argon2id.DefaultParams,
	}
	s.nobody = sync.OnceValue(s.nobodysPassword)
	s.app = fiber.New(fiber.Config{
		Immutable:             true, // request values outlive their request in the hubs
		CaseSensitive:         true,
		DisableStartupMessage: true,
		BodyLimit:             maxBody,
		ReadBufferSize:        maxHeader,
		ReadTimeout:           10 * time.Second,
		WriteTimeout:          30 * time.Second,
		IdleTimeout:           75 * time.Second,
		ErrorHandler:          s.refuse,
	})
	s.app.Server().HeaderReceived = s.allowImport
	s.app.Server().KeepHijackedConns = true // sockets outlive their request, and close themselves
	s.routes()
	return s, nil
}

// Serve answers requests until Stop, also if that came first.
func (s *Server) Serve(listener net.Listener) error {
	s.listener.Store(&listener)
	if s.stopping.Load() {
		return listener.Close()
	}
	if err := s.app.Listener(listener); err != nil && !s.stopping.Load() {
		return err
	}
	return nil
}

// Stop ends serving: not ready at once, running events settled and their screens told to come
// back, then the rest.
func (s *Server) Stop(ctx context.Context) error {
	s.stopping.Store(true)
	if err := s.Hubs.Stop(ctx); err != nil {
		s.Log.Warn("running events did not settle in time", "error", err)
	}
	err := s.app.ShutdownWithContext(ctx)
	if listener := s.listener.Load(); listener != nil {
		(*listener).Close() // the application does not know it yet if it only just began to serve
	}
	return err
}

// largeBodies are the routes that take a file, with their right.
var largeBodies = map[string]right{
	"/staff/api/import":                leadEvents,
	"/staff/api/measures/import":       editPlan,
	"/staff/api/measures/import/apply": editPlan,
}

// allowImport lets those who may import send a file, which is larger and slower than anything else.
// It runs before the body is read, so nobody else can make the server hold one.
func (s *Server) allowImport(header *fasthttp.RequestHeader) fasthttp.RequestConfig {
	path, _, _ := strings.Cut(string(header.RequestURI()), "?")
	if path == "/status/form.xlsx" {
		return s.allowStatusSheet(header)
	}
	needed, large := largeBodies[path]
	if !large || string(header.Method()) != fiber.MethodPost {
		return fasthttp.RequestConfig{}
	}
	account, _, err := s.accountOf(context.Background(), string(header.Cookie(staffCookie)))
	if err != nil || !has(account, needed) {
		return fasthttp.RequestConfig{}
	}
	return fasthttp.RequestConfig{MaxRequestBodySize: maxImport, ReadTimeout: 2 * time.Minute}
}

// cleanBaseURL returns scheme and host of the public address, without a trailing slash.
func cleanBaseURL(base string) (string, error) {
	if base == "" {
		return "", nil
	}
	parsed, err := url.Parse(base)
	if err != nil || parsed.Scheme != "http" && parsed.Scheme != "https" || parsed.Host == "" ||
		strings.Trim(parsed.Path, "/") != "" || parsed.RawQuery != "" || parsed.User != nil {
		return "", fmt.Errorf("base URL %q: want https://name, without a path", base)
	}
	return strings.ToLower(parsed.Scheme + "://" + parsed.Host), nil
}
