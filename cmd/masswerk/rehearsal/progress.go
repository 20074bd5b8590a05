package rehearsal

import (
	"fmt"
	"io"
	"strings"
)

// Bar returns a Watch that draws a progress bar on a terminal: one line, drawn over and over.
func Bar(to io.Writer, language string) func(step Step, done, total int) {
	const width = 30
	var drawn string
	return func(step Step, done, total int) {
		filled := width
		if total > 0 {
			filled = width * done / total
		}
		line := fmt.Sprintf("%-12s %s%s %d/%d", words[language][string(step)],
			strings.Repeat("█", filled), strings.Repeat("░", width-filled), done, total)
		if line == drawn {
			return
		}
		drawn = line
		fmt.Fprintf(to, "\r\x1b[K%s", line)
		if step == Examine && done == total {
			fmt.Fprint(to, "\r\x1b[K")
		}
	}
}
