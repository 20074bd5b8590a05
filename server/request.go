package server

import (
	"context"
	"errors"
	"reflect"
	"regexp"
	"slices"
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
	_, field, _ := strings.Cut(strings.ReplaceAll(wrong[0].Namespace(), embedded+".", ""), ".")
	if wrong[0].Tag() == "max" && wrong[0].Kind() == reflect.String {
		return store.ErrTextTooLong.About(field)
	}
	return store.ErrInvalid.About(field)
}

// embedded stands for a struct within another one, whose fields JSON has beside the other's.
const embedded = "~"

// checks knows our own tags beside those of the library: filled (not only spaces), line (one
// line of text), secret (32 random bytes, base64url),
// measure_state, period (of a status report).
var checks = func() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(field reflect.StructField) string {
		if field.Anonymous {
			return embedded
		}
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		return name
	})
	for tag, holds := range map[string]func(string) bool{
		"filled": func(text string) bool { return strings.TrimSpace(text) != "" },
		"line":   func(text string) bool { return !strings.ContainsFunc(text, breaksLine) },
		"secret": regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`).MatchString,
		"period": regexp.MustCompile(`^20[0-9]{2}(-(H[12]|Q[1-4]))?$`).MatchString,
		"measure_state": func(state string) bool {
			return slices.Contains(store.MeasureStates(), store.MeasureState(state))
		},
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
