package live

import (
	"encoding/binary"
	"encoding/json"
)

// Frames are kept as they go over the wire: unmasked WebSocket frames (RFC 6455 §5.2), so that
// an update is encoded and framed once, however many screens it is for.
const (
	textFrame   = 0x81
	binaryFrame = 0x82
	closeFrame  = 0x88
	pingFrame   = 0x89
	pongFrame   = 0x8a
)

// appendFrame appends a frame with the payload.
func appendFrame(to []byte, opcode byte, payload []byte) []byte {
	to = append(to, opcode)
	switch size := len(payload); {
	case size < 126:
		to = append(to, byte(size))
	case size < 1<<16:
		to = binary.BigEndian.AppendUint16(append(to, 126), uint16(size))
	default:
		to = binary.BigEndian.AppendUint64(append(to, 127), uint64(size))
	}
	return append(to, payload...)
}

// message frames what a screen is told.
func message(told any) []byte {
	return appendFrame(nil, textFrame, encode(told))
}

func encode(told any) []byte {
	data, err := json.Marshal(told)
	if err != nil {
		panic("live: cannot encode what screens are told: " + err.Error())
	}
	return data
}

// What screens are told, as the README's protocol page has it.
type (
	update struct {
		Stream string `json:"s"`
		N      int64  `json:"n"`
		Type   string `json:"type"`
		Data   any    `json:"data"`
	}
	changed struct {
		Shown []any `json:"shown"`
		Gone  []any `json:"gone,omitempty"`
	}
	snapshotMessage struct {
		Stream string `json:"s"`
		Type   string `json:"type"`
		Epoch  string `json:"epoch"`
		N      int64  `json:"n"`
		Data   any    `json:"data"`
	}
	stateMessage struct {
		Stream *string `json:"s,omitempty"`
		Type   string  `json:"type"`
		Data   any     `json:"data"`
	}
	heartbeat struct {
		Type string            `json:"type"`
		At   map[string][2]any `json:"at"`
		reading
	}
	clockMessage struct {
		Type string `json:"type"`
		reading
	}
	answerMessage struct {
		Re     string          `json:"re"`
		Result json.RawMessage `json:"result,omitempty"`
		Undo   *undoMessage    `json:"undo,omitempty"`
		Code   string          `json:"code,omitempty"`
		Field  string          `json:"field,omitempty"`
		Retry  int64           `json:"retry_ms,omitempty"`
	}
	undoMessage struct {
		Type string  `json:"type"`
		Data Command `json:"data"`
	}
)
