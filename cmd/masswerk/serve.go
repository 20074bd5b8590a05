package main

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"time"

	"masswerk/server"
	"masswerk/server/live"
	"masswerk/static"
	"masswerk/store/sqlstore"
)

const (
	stopWithin = 8 * time.Second
	tidyEvery  = time.Hour
	wakeEvery  = time.Minute
)

type serveCommand struct {
	Listen       string    `help:"Address and port to listen on." default:":8080"`
	BaseURL      string    `help:"Public address when a proxy stands in front, for example https://ideen.example.org." placeholder:"URL"`
	TLSCert      string    `help:"Certificate file (PEM) to serve HTTPS with." type:"path" placeholder:"FILE"`
	TLSKey       string    `help:"Key file (PEM) of the certificate." type:"path" placeholder:"FILE"`
	TrustedProxy []string  `help:"Address or network of a proxy whose X-Forwarded headers are believed; may be repeated." placeholder:"CIDR"`
	Metrics      string    `help:"Address and port for Prometheus to read /metrics from, best a loopback one such as 127.0.0.1:9100; off by default." placeholder:"ADDR"`
	ClockRate    float64   `help:"How many times as fast the server's clock runs from its start on, to rehearse an agenda." default:"1" hidden:""`
	OIDC         oidcFlags `embed:"" prefix:"oidc-"`
	LogFormat    string    `help:"How to log: ${enum}." enum:"text,json" default:"text"`

	greeted func(terminal io.Writer, base string) // told more after the greeting; nil: nothing
}

// Run serves until it is told to stop.
func (s *serveCommand) Run(c *cli) error {
	ctx, done := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer done()
	return s.serve(ctx, c, os.Stdout, os.Stderr)
}

func (s *serveCommand) serve(ctx context.Context, c *cli, terminal, log io.Writer) error {
	logger := s.logger(log)
	now, err := clock(s.ClockRate)
	if err != nil {
		return err
	}
	proxies, err := parseProxies(s.TrustedProxy)
	if err != nil {
		return err
	}
	signIn, err := s.OIDC.settings()
	if err != nil {
		return err
	}
	listener, err := s.listen()
	if err != nil {
		return err
	}
	defer listener.Close()
	var watched net.Listener
	if s.Metrics != "" {
		if watched, err = bind(s.Metrics, "--metrics"); err != nil {
			return err
		}
		defer watched.Close()
	}
	db, err := open(ctx, c)
	if err != nil {
		return err
	}
	defer db.Close()

	secret, err := setupSecret(ctx, db)
	if err != nil {
		return err
	}
	base := strings.TrimRight(s.BaseURL, "/")
	if base == "" {
		base = reachable(listener.Addr().(*net.TCPAddr), s.TLSCert != "")
	}
	address := func(code string) string { return base + "/e/" + code }
	fatal := func(err error) {
		logger.Error("the disk did not take what was confirmed", "error", err)
		os.Exit(diskUntrusted)
	}
	hubs := live.New(live.Config{
		Events: db, Boxes: db, Now: now, Rate: s.ClockRate, Log: logger, Address: address, Fatal: fatal,
		Disk: freeShare(c.Data), Health: db.Health,
	})
	web, err := server.New(server.Config{
		Store: db, Hubs: hubs, Files: static.Files, Address: address, BaseURL: s.BaseURL,
		Listen: listener.Addr(), TLS: s.TLSCert != "", Proxies: proxies, Setup: secret, OIDC: signIn,
		Now: now, Log: logger, Fatal: fatal,
	})
	if err != nil {
		return err
	}

	if s.ClockRate != 1 {
		logger.Warn("the clock does not run as clocks do: for rehearsals only", "rate", s.ClockRate)
	}
	stopKeeping := keepHouse(ctx, web, time.Duration(float64(wakeEvery)/s.ClockRate))
	defer stopKeeping()

	served := make(chan error, 1)
	go func() { served <- web.Serve(listener) }()
	if watched != nil {
		metrics := server.MetricsServer(hubs)
		go func() {
			if err := metrics.Serve(watched); !errors.Is(err, http.ErrServerClosed) {
				logger.Error("metrics are served no longer", "error", err)
			}
		}()
		defer metrics.Close()
	}
	greet(terminal, base, secret)
	if s.greeted != nil {
		s.greeted(terminal, base)
	}

	select {
	case err := <-served:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	logger.Info("stopping")
	stopping, cancel := context.WithTimeout(context.Background(), stopWithin)
	defer cancel()
	if err := web.Stop(stopping); err != nil {
		logger.Warn("some connections were cut", "error", err)
	}
	return nil
}

// keepHouse tidies and wakes events until the function that it returns is called.
func keepHouse(ctx context.Context, web *server.Server, wakeEvery time.Duration) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var keeping sync.WaitGroup
	for _, one := range []struct {
		every time.Duration
		keep  func(context.Context, <-chan time.Time)
	}{{tidyEvery, web.TidyAt}, {wakeEvery, web.WakeAt}} {
		keeping.Go(func() {
			tick := time.NewTicker(one.every)
			defer tick.Stop()
			one.keep(ctx, tick.C)
		})
	}
	return func() { cancel(); keeping.Wait() }
}

// clock returns the time, which goes so many times as fast from now on.
func clock(rate float64) (now func() time.Time, err error) {
	if !(rate >= slowest && rate <= fastest) {
		return nil, fmt.Errorf("--clock-rate %v: want %v to %v", rate, slowest, fastest)
	}
	if rate == 1 {
		return time.Now, nil // also when somebody sets the machine's clock
	}
	started := time.Now()
	return func() time.Time {
		passed := time.Since(started)
		return started.Add(time.Duration(float64(passed) * rate))
	}, nil
}

// Beyond these a clock is of no use for rehearsing.
const (
	slowest = 0.01
	fastest = 1000
)

func (s *serveCommand) logger(to io.Writer) *slog.Logger {
	if s.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(to, nil))
	}
	return slog.New(slog.NewTextHandler(to, nil))
}

// listen opens the port, with TLS when there is a certificate.
func (s *serveCommand) listen() (net.Listener, error) {
	if (s.TLSCert == "") != (s.TLSKey == "") {
		return nil, errors.New("--tls-cert and --tls-key belong together")
	}
	var config *tls.Config
	if s.TLSCert != "" {
		certificate, err := tls.LoadX509KeyPair(s.TLSCert, s.TLSKey)
		if err != nil {
			return nil, fmt.Errorf("the certificate cannot be used: %w", err)
		}
		config = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	}
	listener, err := bind(s.Listen, "--listen")
	if err != nil {
		return nil, err
	}
	listener = server.Gate(listener)
	if config != nil {
		return tls.NewListener(listener, config), nil
	}
	return listener, nil
}

// bind opens a port that a flag names.
func bind(address, flag string) (net.Listener, error) {
	listener, err := net.Listen("tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("%s is in use by another program; choose another port with %s", address, flag)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w", address, err)
	}
	return listener, nil
}

// open opens the database, made when missing.
func open(ctx context.Context, c *cli) (*sqlstore.Store, error) {
	err := os.MkdirAll(c.Data, 0o700)
	if err == nil {
		var db *sqlstore.Store
		if db, err = sqlstore.Open(ctx, c.database()); err == nil {
			return db, nil
		}
	}
	var about *fs.PathError
	if errors.As(err, &about) && (errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)) {
		return nil, fmt.Errorf("%s cannot be written (%w): let the account that runs masswerk write there, or name another folder with --data", about.Path, about.Err)
	}
	return nil, fmt.Errorf("the database in %s cannot be opened: %w", c.Data, err)
}

// setupSecret makes a new one-time secret at every start, as long as there is no account.
func setupSecret(ctx context.Context, db *sqlstore.Store) (string, error) {
	accounts, err := db.CountAccounts(ctx)
	if err != nil || accounts > 0 {
		return "", err
	}
	secret := make([]byte, 32)
	rand.Read(secret)
	return base64.RawURLEncoding.EncodeToString(secret), nil
}

func parseProxies(list []string) ([]netip.Prefix, error) {
	var proxies []netip.Prefix
	for _, text := range list {
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			var address netip.Addr
			if address, err = netip.ParseAddr(text); err != nil {
				return nil, fmt.Errorf("--trusted-proxy %s is neither an address nor a network", text)
			}
			prefix = netip.PrefixFrom(address, address.BitLen())
		}
		proxies = append(proxies, prefix.Masked())
	}
	return proxies, nil
}
