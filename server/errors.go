package server

import (
	"errors"
	"fmt"
	"runtime/debug"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"masswerk/store"
)

var statuses = map[store.Kind]int{
	store.Invalid:         fiber.StatusBadRequest,
	store.Unauthenticated: fiber.StatusUnauthorized,
	store.Forbidden:       fiber.StatusForbidden,
	store.NotFound:        fiber.StatusNotFound,
	store.Conflict:        fiber.StatusConflict,
	store.TooMany:         fiber.StatusTooManyRequests,
	store.Unavailable:     fiber.StatusServiceUnavailable,
}

// refusal is how an error looks on the wire, over HTTP.
type refusal struct {
	Code    string `json:"code"`
	Field   string `json:"field,omitempty"`
	RetryMS int64  `json:"retry_ms,omitempty"`
}

// refuse answers every error. Foreseen ones travel with their code; the rest are logged once,
// with the route but nothing of the request, and answered as internal.
func (s *Server) refuse(c *fiber.Ctx, err error) error {
	var sync *store.SyncError
	if errors.As(err, &sync) {
		s.Fatal(err)
	}
	var http *fiber.Error
	if errors.As(err, &http) {
		code := store.ErrInvalid.Code
		if http.Code == fiber.StatusNotFound || http.Code == fiber.StatusMethodNotAllowed {
			code = store.ErrNotFound.Code
		}
		return c.Status(http.Code).JSON(refusal{Code: code})
	}
	foreseen := store.ErrInternal
	if !errors.As(err, &foreseen) {
		s.Log.Error("request failed", "method", c.Method(), "route", c.Route().Path, "error", err)
	}
	c.Status(statuses[foreseen.Kind])
	if foreseen.Is(store.ErrInternal) {
		c.Status(fiber.StatusInternalServerError)
	}
	if foreseen.Retry > 0 {
		c.Set(fiber.HeaderRetryAfter, strconv.Itoa(max(1, int(foreseen.Retry.Seconds()))))
	}
	return c.JSON(refusal{foreseen.Code, foreseen.Field, foreseen.Retry.Milliseconds()})
}

// recovered turns a panic into an error, so that it costs one request and not the process.
func (s *Server) recovered(c *fiber.Ctx) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
		}
	}()
	return c.Next()
}

func (s *Server) unknown(*fiber.Ctx) error {
	return store.ErrNotFound
}
