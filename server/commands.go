package server

import (
	"time"

	"github.com/gofiber/fiber/v2"
)

// answerWithin is how long a command may wait for its answer. A commit takes no longer.
const answerWithin = 30 * time.Second

// command handles POST commands beside an event stream: one message, answered as a socket would.
// A refusal by the event is an answer like any other.
func (s *Server) command(who seatOf) fiber.Handler {
	return func(c *fiber.Ctx) error {
		hub, actor, err := who(c)
		if err != nil {
			return err
		}
		if len(c.BodyRaw()) > maxMessage {
			return fiber.ErrRequestEntityTooLarge
		}
		ctx, cancel := withTimeout(c, answerWithin)
		defer cancel()
		answer, err := hub.Answer(ctx, actor, c.BodyRaw())
		if err != nil {
			return err
		}
		c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
		return c.Send(answer)
	}
}
