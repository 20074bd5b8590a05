package server

import (
	"regexp"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
)

// headers tells browsers what pages may do: load from here, nothing inline, and be framed by
// nobody. The console's preview alone may stand in a frame of our own.
func (s *Server) headers(c *fiber.Ctx) error {
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	if strings.HasPrefix(c.Path(), "/assets/") {
		return c.Next() // what a page may do is said with the page
	}
	frame, legacy := "'none'", "DENY"
	if framed(c.Path()) {
		frame, legacy = "'self'", "SAMEORIGIN"
	}
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'self'; script-src 'self'; style-src 'self'; "+
		"img-src 'self' data:; font-src 'self'; connect-src 'self'"+sockets(c.Get(fiber.HeaderHost))+"; "+
		"object-src 'none'; base-uri 'none'; form-action 'self'; frame-src 'self'; frame-ancestors "+frame)
	c.Set(fiber.HeaderXFrameOptions, legacy)
	c.Set(fiber.HeaderReferrerPolicy, "same-origin")
	c.Set(fiber.HeaderPermissionsPolicy, "camera=(), microphone=(), geolocation=()")
	c.Set(fiber.HeaderCacheControl, "no-store")
	if s.secure(c) {
		c.Set("Cross-Origin-Opener-Policy", "same-origin")
	}
	return c.Next()
}

// framed reports whether a path is a preview's page: /console/EVENT/preview, and nothing below it.
func framed(path string) bool {
	event, ok := strings.CutPrefix(path, "/console/")
	event, is := strings.CutSuffix(event, "/preview")
	return ok && is && event != "" && !strings.Contains(event, "/")
}

var plainHost = regexp.MustCompile(`^[A-Za-z0-9.\-]+(:[0-9]+)?$|^\[[0-9A-Fa-f:]+\](:[0-9]+)?$`)

// sockets names our own sockets for browsers that do not count them to 'self'.
func sockets(host string) string {
	if !plainHost.MatchString(host) {
		return ""
	}
	return " ws://" + host + " wss://" + host
}

// secure reports whether the browser reached us by TLS.
func (s *Server) secure(c *fiber.Ctx) bool {
	if s.TLS || c.Context().IsTLS() || strings.HasPrefix(s.BaseURL, "https://") {
		return true
	}
	forwarded, _, _ := strings.Cut(c.Get(fiber.HeaderXForwardedProto), ",")
	return strings.TrimSpace(forwarded) == "https" && s.trusted(remote(c))
}

// The names of our cookies. Each lives on its face's path only, so one laptop may show several.
const (
	deviceCookie    = "masswerk_device"
	consoleCookie   = "masswerk_console"
	projectorCookie = "masswerk_projector"
	staffCookie     = "masswerk_staff"
)

// keep gives the browser a secret for one face. No page can read it.
func (s *Server) keep(c *fiber.Ctx, name, path, value string, lifetime time.Duration) {
	c.Cookie(&fiber.Cookie{
		Name: name, Value: value, Path: path, MaxAge: int(lifetime.Seconds()),
		HTTPOnly: true, SameSite: fiber.CookieSameSiteLaxMode, Secure: s.secure(c),
	})
}

// forget takes the secret away again.
func (s *Server) forget(c *fiber.Ctx, name, path string) {
	c.Cookie(&fiber.Cookie{
		Name: name, Path: path, Expires: time.Unix(0, 0),
		HTTPOnly: true, SameSite: fiber.CookieSameSiteLaxMode, Secure: s.secure(c),
	})
}

// untilDeleted is how long a cookie for an event is of use.
func (s *Server) untilDeleted(deleteOn string) time.Duration {
	day, err := time.Parse(time.DateOnly, deleteOn)
	if err != nil {
		return 0
	}
	return max(time.Hour, day.Sub(s.Now()))
}
