package main

import (
	"fmt"
	"io"
	"strings"

	"rsc.io/qr"
)

// greet tells the person at the terminal where to go: phones to the address and, as long as the
// house is not set up, staff to the one-time link.
func greet(terminal io.Writer, base, secret string) {
	fmt.Fprintf(terminal, "\nMaßwerk is running.\n\n  Phones     %s\n  Staff      %s/staff\n  Projector  %s/p\n\n", base, base, base)
	if secret == "" {
		return
	}
	link := base + "/staff/setup#" + secret
	fmt.Fprintf(terminal, "Set it up with this link. It works once, and until the server is stopped.\n\n  %s\n\n%s\n", link, blocks(link))
}

// blocks draws a QR code with half blocks, light on dark as most terminals are.
func blocks(text string) string {
	code, err := qr.Encode(text, qr.L)
	if err != nil {
		return ""
	}
	const margin = 2
	light := func(x, y int) bool { return !code.Black(x, y) }
	var drawn strings.Builder
	for y := -margin; y < code.Size+margin; y += 2 {
		drawn.WriteString("  ")
		for x := -margin; x < code.Size+margin; x++ {
			below := y+1 < code.Size+margin && light(x, y+1)
			switch {
			case light(x, y) && below:
				drawn.WriteRune('█')
			case light(x, y):
				drawn.WriteRune('▀')
			case below:
				drawn.WriteRune('▄')
			default:
				drawn.WriteRune(' ')
			}
		}
		drawn.WriteByte('\n')
	}
	return drawn.String()
}
