// Package static carries the pages people see: four faces, a unit's status form, the check of a
// network, what they share, their styles and the few third-party files. The tests and tools beside
// them are not embedded.
package static

import "embed"

// Files holds every folder that is served, under the folder's own name.
//
//go:embed check console phone projector shared staff status styles vendor
var Files embed.FS
