package server

import (
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"masswerk/store"
)

// guard refuses what another site makes a browser send: whatever changes something, and every
// socket, must come from one of our own origins, exactly. A missing Origin is refused as well.
func (s *Server) guard(c *fiber.Ctx) error {
	switch c.Method() {
	case fiber.MethodGet, fiber.MethodHead, fiber.MethodOptions:
		if c.Get(fiber.HeaderUpgrade) == "" {
			return c.Next()
		}
	}
	if !s.origins.allowed(c.Get(fiber.HeaderOrigin)) {
		return store.ErrForbidden
	}
	return c.Next()
}

// fromOurPage refuses an event stream that another site's page asks for. Browsers name no origin
// when our own page asks.
func (s *Server) fromOurPage(c *fiber.Ctx) error {
	if origin := c.Get(fiber.HeaderOrigin); origin != "" && !s.origins.allowed(origin) {
		return store.ErrForbidden
	}
	if site := c.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" {
		return store.ErrForbidden
	}
	return nil
}

// origins knows the addresses under which this server may be opened: the public one, and those
// of the listener. A laptop may change its network while it serves, so the interfaces are read
// again, at most every few seconds, before an origin is refused.
type origins struct {
	fixed     []string
	scheme    string
	listen    *net.TCPAddr
	addresses func() ([]net.Addr, error)

	mu   sync.Mutex
	own  []string
	read time.Time
}

const rereadAfter = 5 * time.Second

func newOrigins(listen net.Addr, tls bool, baseURL string) *origins {
	o := &origins{scheme: "http", addresses: net.InterfaceAddrs}
	if tls {
		o.scheme = "https"
	}
	if baseURL != "" {
		o.fixed = append(o.fixed, baseURL)
	}
	o.listen, _ = listen.(*net.TCPAddr)
	return o
}

func (o *origins) allowed(origin string) bool {
	if origin == "" {
		return false
	}
	if slices.Contains(o.fixed, origin) {
		return true
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if slices.Contains(o.own, origin) {
		return true
	}
	if time.Since(o.read) < rereadAfter {
		return false
	}
	o.own, o.read = o.listening(), time.Now()
	return slices.Contains(o.own, origin)
}

// all returns every origin of this server.
func (o *origins) all() []string {
	return append(slices.Clone(o.fixed), o.listening()...)
}

func (o *origins) listening() []string {
	if o.listen == nil {
		return nil
	}
	hosts := []string{o.listen.IP.String()}
	if o.listen.IP.IsUnspecified() || len(o.listen.IP) == 0 {
		hosts = []string{"localhost", "127.0.0.1", "::1"}
		addresses, _ := o.addresses()
		for _, address := range addresses {
			if network, ok := address.(*net.IPNet); ok {
				hosts = append(hosts, network.IP.String())
			}
		}
	} else if o.listen.IP.IsLoopback() {
		hosts = append(hosts, "localhost")
	}
	var origins []string
	for _, host := range hosts {
		origins = append(origins, originOf(o.scheme, host, o.listen.Port))
	}
	return origins
}

// originOf writes an origin as browsers do: without the scheme's own port, IPv6 in brackets.
func originOf(scheme, host string, port int) string {
	if scheme == "http" && port == 80 || scheme == "https" && port == 443 {
		if strings.Contains(host, ":") {
			host = "[" + host + "]"
		}
		return scheme + "://" + host
	}
	return scheme + "://" + net.JoinHostPort(host, strconv.Itoa(port))
}
