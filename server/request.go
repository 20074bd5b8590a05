package server

import (
	"context"
	"errors"
	"reflect"
	"regexp"
	"strings"
	"time"
	"unicode"

	"github.com/go-playground/validator/v10"
	"github.com/gofiber/fiber/v2"

	"masswerk/server/live"
	"masswerk/store"
)

// read decodes the body into a request and validates it. Unknown and duplicate fields, invalid
// UTF-8, NUL and anything after the object are refused, with the field where it is known. The
// body is taken as it came: a compressed one is no JSON.
func read[T any](c *fiber.Ctx) (T, error) {
	var request T
	if err := live.Decode(c.BodyRaw(), &request); err != nil {
		return request, err
	}
	return request, validate(request)
}

func validate(request any) error {
	err := checks.Struct(request)
	var wrong validator.ValidationErrors
	if !errors.As(err, &wrong) {
		return err
	}
	_, field, _ := strings.Cut(wrong[0].Namespace(), ".")
	if wrong[0].Tag() == "max" && wrong[0].Kind() == reflect.String {
		return store.ErrTextTooLong.About(field)
	}
	return store.ErrInvalid.About(field)
}

// checks knows our own tags beside those of the library: filled (not only spaces), line (one
// line of text), secret (32 random bytes, base64url).
var checks = func() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(field reflect.StructField) string {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		return name
	})
	for tag, holds := range map[string]func(string) bool{
		"filled": func(text string) bool { return strings.TrimSpace(text) != "" },
		"line":   func(text string) bool { return !strings.ContainsFunc(text, breaksLine) },
		"secret": regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`).MatchString,
	} {
		if err := v.RegisterValidation(tag, func(f validator.FieldLevel) bool { return holds(f.Field().String()) }); err != nil {
			panic(err)
		}
	}
	return v
}()

// breaksLine finds control characters and those that turn the writing direction around.
func breaksLine(r rune) bool {
	return unicode.IsControl(r) || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

func withTimeout(c *fiber.Ctx, limit time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(c.UserContext(), limit)
}
