package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"time"
)

const (
	maxMessage      = 16 << 10
	closedWithin    = time.Second // of an attack
	closedAtLast    = 5 * time.Second
	closedByTheLine = 0 // no close frame was seen

	fin, rsv1, rsv2, rsv3              = 0x80, 0x40, 0x20, 0x10
	more, text, binaryFrame            = 0x0, 0x1, 0x2
	closing, ping, pong                = 0x8, 0x9, 0xa
	maskedFrame                        = 0x80
	normal, protocolError, unsupported = 1000, 1002, 1003
	badData, policy, tooBig            = 1007, 1008, 1009
)

// attack is what is sent on a socket of its own, and the close codes that may follow.
type attack struct {
	name  string
	send  func(io.Writer)
	codes []int
}

// frameAttacks breaks the framing of RFC 6455, and bends it. floods is how many control frames
// come at once.
func frameAttacks(floods int) []attack {
	return []attack{
		{"a message of 16 KiB and 1", sending(frameOf(fin|text, spaces(maxMessage+1))), []int{tooBig}},
		{"a message of 10 MB", func(w io.Writer) {
			w.Write([]byte{fin | text, maskedFrame | 127, 0, 0, 0, 0, 0x00, 0xa0, 0, 0, 0, 0, 0, 0})
			w.Write(spaces(10 << 20))
		}, []int{tooBig}},
		{"a length below zero", sending([]byte{fin | text, maskedFrame | 127, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0}), []int{tooBig, protocolError, normal}},
		{"10,000 fragments of a byte", sending(fragments(10_000)), []int{badData}},
		{"fragments of more than 16 KiB in all", sending(fragments(maxMessage + 1)), []int{tooBig}},
		{"a message inside an unfinished one", sending(frameOf(text, []byte("{")), frameOf(fin|text, []byte("{}"))), []int{protocolError}},
		{"the end of a message that never began", sending(frameOf(fin|more, []byte("{}"))), []int{protocolError}},
		{"an unmasked frame", sending([]byte{fin | text, 2, '{', '}'}), []int{protocolError}},
		{"an unmasked ping", sending([]byte{fin | ping, 0}), []int{protocolError}},
		{"reserved bit 1", sending(frameOf(fin|rsv1|text, []byte("{}"))), []int{protocolError}},
		{"reserved bit 2", sending(frameOf(fin|rsv2|text, []byte("{}"))), []int{protocolError}},
		{"reserved bit 3 of a ping", sending(frameOf(fin|rsv3|ping, nil)), []int{protocolError}},
		{"reserved opcode 3", sending(frameOf(fin|0x3, nil)), []int{protocolError}},
		{"reserved opcode 7", sending(frameOf(fin|0x7, []byte("{}"))), []int{protocolError}},
		{"reserved opcode 11", sending(frameOf(fin|0xb, nil)), []int{protocolError}},
		{"reserved opcode 15", sending(frameOf(fin|0xf, nil)), []int{protocolError}},
		{"a binary frame", sending(frameOf(fin|binaryFrame, []byte("{}"))), []int{unsupported}},
		{"a ping of 126 bytes", sending(frameOf(fin|ping, spaces(126))), []int{protocolError}},
		{"a ping in fragments", sending(frameOf(ping, []byte("p"))), []int{protocolError}},
		{"pings between fragments, and no end", func(w io.Writer) {
			w.Write(frameOf(text, []byte(" ")))
			for range 100 {
				w.Write(append(frameOf(fin|ping, nil), frameOf(more, []byte(" "))...))
			}
		}, []int{policy}},
		{"a flood of pings", flood(ping, floods), []int{policy}},
		{"a flood of pongs", flood(pong, floods), []int{policy}},
		{"a close frame of one byte", sending(frameOf(fin|closing, []byte{3})), []int{normal, protocolError}},
		{"close code 999", sending(closingWith(999, "")), []int{protocolError}},
		{"close code 1005", sending(closingWith(1005, "")), []int{protocolError}},
		{"a close reason that is no UTF-8", sending(closingWith(1000, "\xff\xfe")), []int{protocolError}},
		{"a close frame of 126 bytes", sending(frameOf(fin|closing, spaces(126))), []int{protocolError}},
		{"a close frame in fragments", sending(frameOf(closing, []byte{3, 232})), []int{protocolError}},
		{"noise", sending(bytes.Repeat([]byte("\x8f\xff\x00noise"), 1000)), []int{protocolError, normal, tooBig}},
	}
}

// wellFramed bends the framing as it may be bent: the socket stays, and answers.
var wellFramed = map[string]func(message []byte) []byte{
	"in fragments of a byte": func(message []byte) []byte {
		made := frameOf(text, message[:1])
		for _, one := range message[1:] {
			made = append(made, frameOf(more, []byte{one})...)
		}
		return append(made, frameOf(fin|more, nil)...)
	},
	"with a ping inside": func(message []byte) []byte {
		made := append(frameOf(text, message[:5]), frameOf(fin|ping, []byte("p"))...)
		return append(made, frameOf(fin|more, message[5:])...)
	},
	"in empty fragments": func(message []byte) []byte {
		made := append(frameOf(text, nil), bytes.Repeat(frameOf(more, nil), 1000)...)
		return append(made, frameOf(fin|more, message)...)
	},
	"with a length in eight bytes": func(message []byte) []byte {
		made := binary.BigEndian.AppendUint64([]byte{fin | text, maskedFrame | 127}, uint64(len(message)))
		return append(append(made, 0, 0, 0, 0), message...)
	},
}

func spaces(count int) []byte { return bytes.Repeat([]byte(" "), count) }

func sending(frames ...[]byte) func(io.Writer) {
	return func(w io.Writer) { w.Write(bytes.Join(frames, nil)) }
}

// flood sends so many control frames as fast as they are taken.
func flood(opcode byte, count int) func(io.Writer) {
	return func(w io.Writer) {
		some := bytes.Repeat(frameOf(fin|opcode, spaces(125)), 100)
		for range count / 100 {
			if _, err := w.Write(some); err != nil {
				return
			}
		}
	}
}

func closingWith(code uint16, reason string) []byte {
	return frameOf(fin|closing, append(binary.BigEndian.AppendUint16(nil, code), reason...))
}

// frameOf makes a frame as a client must: masked, here with zeros.
func frameOf(head byte, payload []byte) []byte {
	made := []byte{head}
	switch size := len(payload); {
	case size < 126:
		made = append(made, maskedFrame|byte(size))
	default:
		made = binary.BigEndian.AppendUint16(append(made, maskedFrame|126), uint16(size))
	}
	return append(append(made, 0, 0, 0, 0), payload...)
}

// fragments makes one message of so many frames with a byte each.
func fragments(count int) []byte {
	made := frameOf(text, []byte(" "))
	for range count - 2 {
		made = append(made, frameOf(more, []byte(" "))...)
	}
	return append(made, frameOf(fin|more, []byte(" "))...)
}

// strike opens a socket, attacks, and returns the code it is closed with and how long that took.
func strike(ctx context.Context, h *house, path, cookie string, send func(io.Writer)) (code int, took time.Duration, err error) {
	conn, err := dial(ctx, h, 0)
	if err != nil {
		return 0, 0, err
	}
	defer conn.Close()
	if err := upgrade(conn, h, path, cookie); err != nil {
		return 0, 0, err
	}
	began := time.Now()
	conn.SetDeadline(began.Add(closedAtLast))
	ended := make(chan struct{})
	go func() { defer close(ended); send(conn) }()
	defer func() { conn.Close(); <-ended }()
	code, err = closeCode(conn)
	return code, time.Since(began), err
}

// closeCode reads frames until one closes the socket.
func closeCode(conn io.Reader) (int, error) {
	reader := bufio.NewReader(conn)
	for {
		opcode, payload, err := nextFrame(reader)
		if timeout, ok := err.(net.Error); ok && timeout.Timeout() {
			return 0, fmt.Errorf("the socket is still open after %v", closedAtLast)
		}
		if err != nil {
			return closedByTheLine, nil
		}
		if opcode == closing && len(payload) >= 2 {
			return int(binary.BigEndian.Uint16(payload)), nil
		}
	}
}

// nextFrame reads one frame of the server's.
func nextFrame(reader *bufio.Reader) (opcode byte, payload []byte, err error) {
	var head [10]byte
	if _, err := io.ReadFull(reader, head[:2]); err != nil {
		return 0, nil, err
	}
	size := uint64(head[1])
	switch size {
	case 126:
		_, err = io.ReadFull(reader, head[2:4])
		size = uint64(binary.BigEndian.Uint16(head[2:]))
	case 127:
		_, err = io.ReadFull(reader, head[2:10])
		size = binary.BigEndian.Uint64(head[2:])
	}
	if err != nil {
		return 0, nil, err
	}
	payload = make([]byte, min(size, 64<<20))
	_, err = io.ReadFull(reader, payload)
	return head[0] & 0xf, payload, err
}

// answered reports whether an answer to a command comes before the connection's deadline.
func answered(conn io.Reader, id string) bool {
	reader := bufio.NewReader(conn)
	for {
		opcode, payload, err := nextFrame(reader)
		if err != nil || opcode == closing {
			return false
		}
		if opcode == text && bytes.Contains(payload, []byte(`"re":"`+id+`"`)) {
			return true
		}
	}
}
