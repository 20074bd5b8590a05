package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"sync/atomic"
	"time"
)

// network is how phones reach a server in a building: each through a gate that treats web sockets
// as its kind does, from an address of its own. isolated says that no phone reaches anything else.
type network struct {
	isolated bool
	host     string // where the gates stand
	dial     func(ctx context.Context, phone int, address string) (net.Conn, error)
	close    func()
}

// loopback stands in where there are no network namespaces.
func loopback() *network {
	return &network{host: "127.0.0.1", close: func() {}, dial: func(ctx context.Context, _ int, address string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "tcp", address)
	}}
}

// treatment is what a gate does to web sockets.
type treatment int

const (
	passes   treatment = iota
	refuses            // answers that the request was bad
	swallows           // never answers
	mutes              // lets the upgrade pass and then nothing
)

var treatments = [...]string{"passes", "refuses", "swallows", "mutes"}

// gate is a proxy of a building. It cuts connections that say nothing, and busy ones at some byte.
type gate struct {
	treatment
	server   string
	idle     atomic.Int64 // a connection may say nothing so many nanoseconds
	busy     atomic.Int64 // and at most about twice so many bytes; 0: as many as it likes
	listener net.Listener
	upgrades atomic.Int64
	cuts     atomic.Int64
}

func openGate(at *network, server string, what treatment) (*gate, error) {
	listener, err := net.Listen("tcp", net.JoinHostPort(at.host, "0"))
	if err != nil {
		return nil, err
	}
	g := &gate{treatment: what, server: server, listener: listener}
	g.idle.Store(int64(time.Minute))
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go g.pass(conn)
		}
	}()
	return g, nil
}

// pass brings one connection to the server. All requests of a connection are treated as its first.
func (g *gate) pass(client net.Conn) {
	defer client.Close()
	from := bufio.NewReader(client)
	client.SetReadDeadline(time.Now().Add(10 * time.Second))
	head, _, err := nextPiece(from, true)
	if err != nil {
		return
	}
	upgrade := bytes.Contains(bytes.ToLower(head), []byte("upgrade: websocket"))
	if upgrade {
		g.upgrades.Add(1)
	}
	switch {
	case upgrade && g.treatment == refuses:
		io.WriteString(client, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
		return
	case upgrade && g.treatment == swallows:
		io.Copy(io.Discard, from)
		return
	}
	server, err := net.Dial("tcp", g.server)
	if err != nil {
		return
	}
	defer server.Close()
	if _, err := server.Write(head); err != nil {
		return
	}
	back := bufio.NewReader(server)
	if upgrade && g.treatment == mutes {
		if head, _, err = nextPiece(back, true); err != nil {
			return
		}
		client.Write(head)
		go io.Copy(io.Discard, back)
		io.Copy(io.Discard, from)
		return
	}
	left := new(atomic.Int64) // bytes in both directions
	if busy := g.busy.Load(); busy > 0 {
		left.Store(busy/2 + rand.Int64N(2*busy))
	} else {
		left.Store(1 << 60)
	}
	heard := new(atomic.Int64)
	heard.Store(time.Now().UnixNano())
	go func() {
		defer client.Close()
		g.carry(client, back, server, left, heard)
	}()
	defer server.Close()
	g.carry(server, from, client, left, heard)
}

// carry copies until one side ends, or the connection has been silent or spoken for too long.
func (g *gate) carry(to io.Writer, from io.Reader, source net.Conn, left, heard *atomic.Int64) {
	buffer := make([]byte, 4<<10)
	for {
		source.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
		n, err := from.Read(buffer)
		if n > 0 {
			heard.Store(time.Now().UnixNano())
			if over := left.Add(-int64(n)); over < 0 && g.busy.Load() > 0 {
				to.Write(buffer[:max(0, n+int(over))])
				g.cuts.Add(1)
				return
			}
			if _, err := to.Write(buffer[:n]); err != nil {
				return
			}
		}
		if timeout, ok := err.(net.Error); ok && timeout.Timeout() {
			if time.Now().UnixNano()-heard.Load() > g.idle.Load() {
				g.cuts.Add(1)
				return
			}
			continue
		}
		if err != nil {
			return
		}
	}
}

func (g *gate) close() { g.listener.Close() }

// via is the way of a phone through the gate.
func (g *gate) via(at *network, phone int) way {
	return func(ctx context.Context) (net.Conn, error) {
		return at.dial(ctx, phone, g.listener.Addr().String())
	}
}

// reaches reports whether a phone gets a connection to an address.
func (n *network) reaches(ctx context.Context, phone int, address string) bool {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	conn, err := n.dial(ctx, phone, strings.TrimPrefix(address, "http://"))
	if err == nil {
		conn.Close()
	}
	return err == nil
}
