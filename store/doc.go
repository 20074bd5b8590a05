// Package store names what Maßwerk remembers: the nouns of participation, the facts that change
// them, the refusals a person may meet, and small contracts that say how they are kept. It
// imports nothing but the standard library; package sqlstore keeps the contracts in SQL.
//
// The way of an idea is the order to read in: event, session, participant, idea, topicfield,
// round, candidate, outcome.
package store

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// NewID returns a random UUID (version 4) as text. It tells nothing about when it was made.
func NewID() string {
	var b [16]byte
	rand.Read(b[:])
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// HashSecret returns the form in which a secret (device token, invitation, login) is stored:
// SHA-256 in hexadecimal. Secrets are random with at least 128 bits, so no salt is needed.
func HashSecret(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
