package rehearsal

import (
	"context"
	"crypto/tls"
	"fmt"
	"math"
	"net"
	"sync/atomic"
	"time"
)

// Storm is what became of cutting every phone's socket at once.
type Storm struct {
	AllBackS   float64 `json:"all_back_s"`  // from the first cut until the last phone had everything again
	BytesRatio float64 `json:"bytes_ratio"` // received, in compressed snapshots for each phone
}

const stormWithin = 2 * time.Minute

// storm cuts the phones off, as a dead access point does, and lets them come back all at once
// knowing nothing.
func (p *play) storm(ctx context.Context) error {
	if !p.Storm {
		return nil
	}
	back := func() int { return int(p.done.Load()) }
	before, received := back(), p.received.Load()
	began := time.Now()
	for _, one := range p.phones {
		one.screen.cut()
	}
	err := await(ctx, stormWithin, func() bool {
		p.Watch(Blackout, back()-before, p.Phones)
		return back()-before == p.Phones
	})
	if err != nil {
		return fmt.Errorf("%d of %d phones came back after their sockets were cut: %w", back()-before, p.Phones, err)
	}
	bytes := float64(p.received.Load() - received)
	snapshots := float64(p.snapshots.bytes()) * float64(p.Phones)
	took := time.Unix(0, p.lastHere.Load()).Sub(began).Seconds()
	p.ledger.write(func(l *ledger) {
		l.storm = &Storm{AllBackS: math.Round(took*1000) / 1000, BytesRatio: math.Round(bytes/snapshots*1000) / 1000}
	})
	return nil
}

// wire counts what comes in over a connection.
type wire struct {
	*net.TCPConn
	received *atomic.Int64
}

func (w *wire) Read(into []byte) (int, error) {
	n, err := w.TCPConn.Read(into)
	w.received.Add(int64(n))
	return n, err
}

// dialWire connects a socket.
func (s *stage) dialWire(ctx context.Context, network, address string) (net.Conn, error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return &wire{conn.(*net.TCPConn), &s.received}, nil
}

// sever ends a connection without a word to the other side but the reset.
func sever(conn net.Conn) {
	if secure, ok := conn.(*tls.Conn); ok {
		conn = secure.NetConn()
	}
	if bare, ok := conn.(*wire); ok {
		bare.SetLinger(0)
	}
	conn.Close()
}
