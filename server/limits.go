package server

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"masswerk/store"
)

// A budget limits failures: each key may fail burst times at once and once more every interval.
// Keys are known by an HMAC under a key that lives in memory only, so no address and no login
// name can be read from it; old ones make room for new ones.
type budget struct {
	now   func() time.Time
	burst int
	every time.Duration
	key   [32]byte

	mu     sync.Mutex
	spent  map[[sha256.Size]byte]time.Time // when the key will be back at its full burst
	atMost int
}

func newBudget(now func() time.Time, burst int, every time.Duration) *budget {
	b := &budget{now: now, burst: burst, every: every, spent: map[[sha256.Size]byte]time.Time{}, atMost: 10_000}
	rand.Read(b.key[:])
	return b
}

// take spends one of the key's failures, or returns how long to wait for the next.
func (b *budget) take(key string) (wait time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now, sealed := b.now(), b.seal(key)
	full := b.spent[sealed]
	if full.Before(now) {
		full = now
	}
	if wait := full.Add(b.every).Sub(now) - time.Duration(b.burst)*b.every; wait > 0 {
		return wait
	}
	if len(b.spent) >= b.atMost {
		b.makeRoom(now)
	}
	b.spent[sealed] = full.Add(b.every)
	return 0
}

// giveBack returns what was taken for something that did not fail.
func (b *budget) giveBack(key string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	sealed := b.seal(key)
	if full, ok := b.spent[sealed]; ok {
		b.spent[sealed] = full.Add(-b.every)
	}
}

// makeRoom drops keys that are back at their full burst, or any one.
func (b *budget) makeRoom(now time.Time) {
	for key, full := range b.spent {
		if full.Before(now) {
			delete(b.spent, key)
		}
	}
	for key := range b.spent {
		if len(b.spent) < b.atMost {
			return
		}
		delete(b.spent, key)
	}
}

func (b *budget) seal(key string) (sealed [sha256.Size]byte) {
	mac := hmac.New(sha256.New, b.key[:])
	mac.Write([]byte(key))
	mac.Sum(sealed[:0])
	return sealed
}

// tooMany is the refusal that says when to come back.
func tooMany(wait time.Duration) error {
	refused := *store.ErrTooMany
	refused.Retry = wait.Round(time.Second) + time.Second
	return &refused
}

// network names where a request comes from, coarsely (/24 or /56): a key for budgets, never kept
// or logged. Forwarded addresses count only as far as trusted proxies vouch for them.
func (s *Server) network(c *fiber.Ctx) string {
	address := remote(c)
	hops := strings.Split(c.Get(fiber.HeaderXForwardedFor), ",")
	for len(hops) > 0 && s.trusted(address) {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[len(hops)-1]))
		if err != nil {
			break
		}
		address, hops = hop.Unmap(), hops[:len(hops)-1]
	}
	bits := 56
	if address.Is4() {
		bits = 24
	}
	prefix, _ := address.Prefix(bits)
	return prefix.String()
}

// remote is the address at the other end of the connection.
func remote(c *fiber.Ctx) netip.Addr {
	address, _ := netip.AddrFromSlice(c.Context().RemoteIP())
	return address.Unmap()
}

func (s *Server) trusted(address netip.Addr) bool {
	for _, prefix := range s.Proxies {
		if prefix.Contains(address) {
			return true
		}
	}
	return false
}
