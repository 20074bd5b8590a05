package server

import (
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"masswerk/server/live"
	"masswerk/store"
)

// FuzzPosition reads any text as EPOCH.N. What is a position writes itself back as one.
func FuzzPosition(f *testing.F) {
	f.Fuzz(func(t *testing.T, text string) {
		read := position(text)
		if read == (live.Position{}) {
			return
		}
		if again := position(read.Epoch + "." + strconv.FormatInt(read.N, 10)); again != read {
			t.Errorf("%q is read as %v, and then as %v", text, read, again)
		}
		if strings.Contains(read.Epoch, ".") || !strings.HasPrefix(text, read.Epoch+".") {
			t.Errorf("%q has the epoch %q", text, read.Epoch)
		}
	})
}

// FuzzOrigin compares what is let through with a second opinion: what a browser would have to be
// showing. Every other text is refused.
func FuzzOrigin(f *testing.F) {
	own := newOrigins(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}, false, "https://ideen.example.org")
	f.Fuzz(func(t *testing.T, origin string) {
		allowed := own.allowed(origin)
		parsed, err := url.Parse(origin)
		ours := err == nil && parsed.Scheme+"://"+parsed.Host == origin &&
			(parsed.Scheme == "https" && parsed.Host == "ideen.example.org" ||
				parsed.Scheme == "http" && parsed.Port() == "8080" && (parsed.Hostname() == "127.0.0.1" || parsed.Hostname() == "localhost"))
		if allowed != ours {
			t.Errorf("%q: %v, want %v", origin, allowed, ours)
		}
	})
}

// FuzzNetwork reads any X-Forwarded-For. Nobody escapes a budget: without a trusted proxy the
// header means nothing, and behind one all that a client writes before the proxy's own word does.
func FuzzNetwork(f *testing.F) {
	near := netip.MustParseAddr("127.0.0.1")
	app := fiber.New()
	f.Fuzz(func(t *testing.T, written string, last []byte) {
		if strings.ContainsAny(written, "\r\n") {
			return // no header
		}
		read := func(s *Server, forwarded string) string {
			var context fasthttp.RequestCtx
			context.Init(&fasthttp.Request{}, &net.TCPAddr{IP: near.AsSlice(), Port: 50000}, nil)
			context.Request.Header.Set(fiber.HeaderXForwardedFor, forwarded)
			c := app.AcquireCtx(&context)
			defer app.ReleaseCtx(c)
			return s.network(c)
		}
		if got := read(&Server{}, written); got != "127.0.0.0/24" {
			t.Errorf("without a proxy %q leads to %s", written, got)
		}
		behind := &Server{Config: Config{Proxies: []netip.Prefix{netip.PrefixFrom(near, 32)}}}
		if got := read(behind, written); netip.MustParsePrefix(got).Masked().String() != got {
			t.Errorf("%q leads to %s, which is no network", written, got)
		}
		address, ok := netip.AddrFromSlice(last)
		if !ok || address.Unmap() == near {
			return
		}
		if plain, got := read(behind, address.String()), read(behind, written+","+address.String()); got != plain {
			t.Errorf("%q before %s leads to %s", written, address, got)
		}
	})
}

// FuzzCode cleans any typed code. One that is clean stays so, or its address would lead on for ever,
// and no code that could stand in a database gets lost by the way it is typed.
func FuzzCode(f *testing.F) {
	f.Fuzz(func(t *testing.T, typed string) {
		clean := store.CleanCode(typed)
		if again := store.CleanCode(clean); again != clean && strings.Trim(clean, store.CodeAlphabet) == "" {
			t.Errorf("%q becomes %q and then %q", typed, clean, again)
		}
		if strings.Trim(typed, store.CodeAlphabet) != "" {
			return
		}
		for _, way := range []string{strings.ToLower(typed), " " + typed + " ", strings.Join(strings.Split(typed, ""), "-")} {
			if clean := store.CleanCode(way); clean != typed {
				t.Errorf("%q becomes %q", way, clean)
			}
		}
	})
}

// FuzzBaseURL cleans any public address. What is taken is an origin, or the server's own origin
// could never be compared with it.
func FuzzBaseURL(f *testing.F) {
	f.Fuzz(func(t *testing.T, base string) {
		clean, err := cleanBaseURL(base)
		if err != nil || clean == "" {
			return
		}
		if again, err := cleanBaseURL(clean); err != nil || again != clean {
			t.Errorf("%q becomes %q and then %q: %v", base, clean, again, err)
		}
		parsed, err := url.Parse(clean)
		if err != nil || parsed.Host == "" || parsed.Scheme+"://"+parsed.Host != clean || strings.ToLower(clean) != clean {
			t.Errorf("%q is taken as %q", base, clean)
		}
	})
}
