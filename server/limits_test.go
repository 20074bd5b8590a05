package server

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
)

func TestBudget(t *testing.T) {
	time_ := &clock{now: time.Unix(0, 0)}
	b := newBudget(time_.Now, 3, 10*time.Second)
	for i := range 3 {
		if wait := b.take("a"); wait != 0 {
			t.Fatalf("failure %d has to wait %s", i, wait)
		}
	}
	if wait := b.take("a"); wait != 10*time.Second {
		t.Errorf("the fourth waits %s", wait)
	}
	if wait := b.take("b"); wait != 0 {
		t.Error("another key has to wait")
	}
	b.giveBack("a")
	if wait := b.take("a"); wait != 0 {
		t.Error("what was given back cannot be taken again")
	}
	time_.advance(10 * time.Second)
	if wait := b.take("a"); wait != 0 {
		t.Error("time does not heal")
	}
	if wait := b.take("a"); wait == 0 {
		t.Error("time heals too much")
	}
	time_.advance(time.Hour)
	for i := range 4 {
		if wait := b.take("a"); (wait > 0) != (i == 3) {
			t.Errorf("after a rest, failure %d waits %s", i, wait)
		}
	}
}

func TestBudgetKeepsLittle(t *testing.T) {
	time_ := &clock{now: time.Unix(0, 0)}
	b := newBudget(time_.Now, 1, time.Second)
	b.atMost = 100
	for i := range 1000 {
		b.take(fmt.Sprint(i))
	}
	if len(b.spent) > 100 {
		t.Errorf("%d keys are kept", len(b.spent))
	}
	time_.advance(time.Minute)
	b.take("x")
	if len(b.spent) != 1 {
		t.Errorf("%d keys are kept although their time is over", len(b.spent))
	}
}

func TestNetworkBelievesOnlyTrustedProxies(t *testing.T) {
	for name, situation := range map[string]struct {
		proxies   string
		forwarded string
		want      string
	}{
		"a header from anybody means nothing":           {"", "203.0.113.9", "127.0.0.0/24"},
		"a trusted proxy's word counts":                 {"127.0.0.1/32", "203.0.113.9", "203.0.113.0/24"},
		"what came before the proxy is not believed":    {"127.0.0.1/32", "6.6.6.6, 203.0.113.9", "203.0.113.0/24"},
		"two trusted proxies lead one hop further":      {"127.0.0.0/8", "203.0.113.9, 127.0.0.2", "203.0.113.0/24"},
		"nonsense is not believed":                      {"127.0.0.1/32", "203.0.113.9, evil", "127.0.0.0/24"},
		"IPv6 networks are told apart by their /56":     {"127.0.0.1/32", "2001:db8:1:2ff::1", "2001:db8:1:200::/56"},
		"mapped IPv4 is IPv4":                           {"127.0.0.1/32", "::ffff:203.0.113.9", "203.0.113.0/24"},
		"no header behind a proxy: the proxy's network": {"127.0.0.1/32", "", "127.0.0.0/24"},
	} {
		t.Run(name, func(t *testing.T) {
			c := open(t, func(config *Config) {
				if situation.proxies != "" {
					config.Proxies = []netip.Prefix{netip.MustParsePrefix(situation.proxies)}
				}
			})
			b := c.probe(func(ctx *fiber.Ctx) error { return ctx.SendString(c.network(ctx)) })
			if got := string(b.send("GET", "/probe/x", "", "X-Forwarded-For", situation.forwarded).body); got != situation.want {
				t.Errorf("network %q, want %q", got, situation.want)
			}
		})
	}
}
