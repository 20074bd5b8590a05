//go:build !race

package pages

const underRace = false
