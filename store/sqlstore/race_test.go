//go:build race

package sqlstore

// underRace: the detector makes everything some ten times as slow, so tests that fill or time much
// do less of it. The figures themselves are those of a run without it.
const underRace = true
