package server

import (
	"fmt"
	"strings"

	"github.com/gofiber/fiber/v2"
	"rsc.io/qr"

	"masswerk/store"
)

// quietZone is the light border, in modules, that readers need around a code.
const quietZone = 4

// writeQR returns a QR code as an SVG image: one path with a run of dark modules at a time, on
// white also where the page is dark.
func writeQR(text string, level qr.Level) ([]byte, error) {
	code, err := qr.Encode(text, level)
	if err != nil {
		return nil, fmt.Errorf("encode QR code: %w", err)
	}
	var path strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			start := x
			for x < code.Size && code.Black(x, y) {
				x++
			}
			if run := x - start; run > 0 {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", start+quietZone, y+quietZone, run, run)
			}
		}
	}
	side := code.Size + 2*quietZone
	return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges">`+
		`<path fill="#fff" d="M0 0h%dv%dH0z"/><path fill="#000" d="%s"/></svg>`, side, side, side, side, path.String()), nil
}

// joinQR handles GET /e/:code/qr.svg: the join address, for walls and paper.
func (s *Server) joinQR(c *fiber.Ctx) error {
	event, err := s.eventByCode(c)
	if err != nil {
		return err
	}
	return sendQR(c, s.Address(event.JoinCode), qr.Q)
}

// linkQR handles POST /e/:code/qr: a participant's own idea link, which only the phone knows. It
// is kept nowhere.
func (s *Server) linkQR(c *fiber.Ctx) error {
	type request struct {
		Text string `json:"text" validate:"required,line,max=400"`
	}
	if _, _, err := s.participant(c); err != nil {
		return err
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	if !s.ownAddress(body.Text) {
		return store.ErrInvalid.About("text")
	}
	return sendQR(c, body.Text, qr.M)
}

// consoleQRs handles POST /console/:event/qr: codes for what a moderator prints, such as
// participation codes and table tents. They are kept nowhere.
func (s *Server) consoleQRs(c *fiber.Ctx) error {
	type request struct {
		Texts []string `json:"texts" validate:"required,min=1,max=50,dive,line,max=200"`
	}
	if _, _, err := s.moderator(c); err != nil {
		return err
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	codes := make([]string, len(body.Texts))
	for i, text := range body.Texts {
		if !s.ownAddress(text) {
			return store.ErrInvalid.About("texts")
		}
		image, err := writeQR(text, qr.M)
		if err != nil {
			return err
		}
		codes[i] = string(image)
	}
	return c.JSON(fiber.Map{"codes": codes})
}

// ownAddress reports whether a text leads to this server.
func (s *Server) ownAddress(text string) bool {
	for _, origin := range s.origins.all() {
		if strings.HasPrefix(text, origin+"/") {
			return true
		}
	}
	return false
}

func sendQR(c *fiber.Ctx, text string, level qr.Level) error {
	image, err := writeQR(text, level)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, mediaTypes[".svg"])
	return c.Send(image)
}
