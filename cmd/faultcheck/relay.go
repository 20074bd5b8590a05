package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"math/rand/v2"
	"net"
	"sync/atomic"
	"time"
)

// relay stands between screens and the server. What happens to a connection, it draws from its
// seed, the screen, and the how-manieth of that screen it is: a seed repeated repeats its faults.
type relay struct {
	seed   uint64
	server string
	calm   atomic.Bool  // from now on everything passes as it comes
	open   atomic.Int64 // connections whose bytes may still reach the server late
	counts [len(endings)]atomic.Int64
}

// ending is how a connection comes to its end.
type ending int

const (
	stays    ending = iota // it does not, before the screen leaves
	cutUp                  // at some byte towards the server, which may lie in the upgrade
	cutDown                // at some byte towards the screen
	unheard                // after some commands have passed, before anything comes back
	delivers               // some commands are kept, and reach the server when the screen is back already
)

var endings = [...]string{"stayed", "cut on the way up", "cut on the way down", "cut before the answer", "delivered late"}

// fate is all that a relay does to one connection.
type fate struct {
	ending    ending
	at        int           // byte, or command, at which it ends
	hold      time.Duration // a piece may be held so long at most
	twiceUp   float64       // share of the client's frames that go out twice
	twiceDown float64       // share of the server's
	late      time.Duration
	up, down  *rand.Rand
}

func (r *relay) fate(screen, nth uint64) fate {
	dice := rand.New(rand.NewPCG(r.seed, screen<<32|nth))
	f := fate{ending: ending(dice.IntN(len(endings))), up: rand.New(rand.NewPCG(r.seed, dice.Uint64())), down: rand.New(rand.NewPCG(r.seed, dice.Uint64()))}
	switch f.ending {
	case cutUp:
		f.at = dice.IntN(1500)
	case cutDown:
		f.at = dice.IntN(4000)
	case unheard, delivers:
		f.at = 1 + dice.IntN(4)
	}
	f.hold = time.Duration(dice.IntN(12)) * time.Millisecond
	f.late = time.Duration(20+dice.IntN(150)) * time.Millisecond
	if dice.IntN(2) == 0 {
		f.twiceUp = dice.Float64() / 2
	}
	if dice.IntN(2) == 0 {
		f.twiceDown = dice.Float64() / 2
	}
	return f
}

// via is the way of one screen.
func (r *relay) via(screen uint64) way {
	var tries atomic.Uint64
	return func(ctx context.Context) (net.Conn, error) {
		server, err := (&net.Dialer{}).DialContext(ctx, "tcp", r.server)
		if err != nil {
			return nil, err
		}
		near, far := net.Pipe()
		p := &passage{relay: r, fate: r.fate(screen, tries.Add(1)), client: far, server: server}
		r.counts[p.ending].Add(1)
		r.open.Add(1)
		go p.carryUp()
		go p.carryDown()
		return relayed{near, p.twiceDown > 0}, nil
	}
}

// relayed is the screen's end of a connection through a relay.
type relayed struct {
	net.Conn
	twice bool
}

func (c relayed) repeats() bool { return c.twice }

// heal lets everything pass, and waits until nothing held back can reach the server any more.
func (r *relay) heal(ctx context.Context, screens int64) bool {
	r.calm.Store(true)
	return eventually(ctx, 5*time.Second, func() bool { return r.open.Load() <= screens })
}

// passage is one connection through a relay.
type passage struct {
	*relay
	fate
	client, server net.Conn
	deaf           atomic.Bool // nothing passes down any more
}

func (p *passage) cut() {
	p.client.Close()
	p.server.Close()
}

// carryUp passes the request and then frame by frame.
func (p *passage) carryUp() {
	defer p.open.Add(-1)
	defer p.cut()
	from := bufio.NewReaderSize(p.client, 20<<10)
	commands, passed := 0, 0
	for {
		piece, isFrame, err := nextPiece(from, passed == 0)
		if err != nil {
			return
		}
		p.pause(p.up)
		times := 1
		isCommand := isFrame && piece[0]&0x0f == 1
		if isCommand {
			if commands++; p.up.Float64() < p.twiceUp && !p.calm.Load() {
				times = 2
			}
		}
		if !p.calm.Load() {
			switch {
			case p.ending == cutUp && passed+len(piece) > p.at:
				p.server.Write(piece[:max(0, p.at-passed)])
				return
			case p.ending == unheard && commands == p.at && isCommand:
				p.deaf.Store(true)
				p.server.Write(piece)
				time.Sleep(time.Duration(p.up.IntN(15)) * time.Millisecond)
				return
			case p.ending == delivers && commands == p.at && isCommand:
				p.deliverLate(piece, from)
				return
			}
		}
		for range times {
			if _, err := p.server.Write(piece); err != nil {
				return
			}
		}
		passed += len(piece)
	}
}

// deliverLate takes what else the screen sends for a moment, cuts it off, and hands all to the
// server when the screen has most likely come back and gone on.
func (p *passage) deliverLate(piece []byte, from *bufio.Reader) {
	p.deaf.Store(true)
	p.client.SetReadDeadline(time.Now().Add(time.Duration(1+p.up.IntN(20)) * time.Millisecond))
	for {
		next, _, err := nextPiece(from, false)
		if err != nil {
			break
		}
		piece = append(piece, next...)
	}
	p.client.Close()
	time.Sleep(p.late)
	p.server.Write(piece)
	time.Sleep(20 * time.Millisecond) // the server reads it
}

// carryDown passes the response and then frame by frame.
func (p *passage) carryDown() {
	from := bufio.NewReaderSize(p.server, 64<<10)
	passed := 0
	for {
		piece, isFrame, err := nextPiece(from, passed == 0)
		if err != nil {
			p.client.Close()
			return
		}
		p.pause(p.down)
		if p.deaf.Load() {
			io.Copy(io.Discard, from)
			return
		}
		if p.ending == cutDown && passed+len(piece) > p.at && !p.calm.Load() {
			p.client.Write(piece[:max(0, p.at-passed)])
			p.cut()
			return
		}
		times := 1
		if isFrame && piece[0]&0x0f <= 2 && p.down.Float64() < p.twiceDown && !p.calm.Load() {
			times = 2
		}
		for range times {
			if _, err := p.client.Write(piece); err != nil {
				io.Copy(io.Discard, from) // the way up closes it
				return
			}
		}
		passed += len(piece)
	}
}

func (p *passage) pause(dice *rand.Rand) {
	held := dice.Int64N(int64(p.hold) + 1)
	if dice.IntN(3) == 0 && !p.calm.Load() {
		time.Sleep(time.Duration(held))
	}
}

// nextPiece reads a head, or a frame with its header and its mask if there is one. What follows a
// response that refuses the upgrade is no frame: its connection ends with the head.
func nextPiece(from *bufio.Reader, head bool) (piece []byte, isFrame bool, err error) {
	if head {
		for !bytes.HasSuffix(piece, []byte("\r\n\r\n")) {
			one, err := from.ReadByte()
			if err != nil {
				return nil, false, err
			}
			piece = append(piece, one)
		}
		return piece, false, nil
	}
	piece = make([]byte, 2, 64)
	if _, err = io.ReadFull(from, piece); err != nil {
		return nil, false, err
	}
	size, more := uint64(piece[1]&0x7f), 0
	switch size {
	case 126:
		more = 2
	case 127:
		more = 8
	}
	if more > 0 {
		extended := make([]byte, 8)
		if _, err = io.ReadFull(from, extended[8-more:]); err != nil {
			return nil, false, err
		}
		piece, size = append(piece, extended[8-more:]...), binary.BigEndian.Uint64(extended)
	}
	if piece[1]&0x80 != 0 {
		size += 4
	}
	at := len(piece)
	piece = append(piece, make([]byte, size)...)
	_, err = io.ReadFull(from, piece[at:])
	return piece, true, err
}
