package server

import (
	"errors"
	"net"
	"syscall"
	"testing"
	"time"
)

// scripted is a listener that fails as it is told before it accepts.
type scripted struct {
	net.Listener
	fails []error
}

func (s *scripted) Accept() (net.Conn, error) {
	if len(s.fails) > 0 {
		err := s.fails[0]
		s.fails = s.fails[1:]
		return nil, err
	}
	return s.Listener.Accept()
}

func localListener(t *testing.T) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	return listener
}

func TestTheGateLetsInAsManyAsThereArePlaces(t *testing.T) {
	g := newGate(localListener(t), 2)
	came := make(chan net.Conn)
	go func() {
		for {
			conn, err := g.Accept()
			if err != nil {
				close(came)
				return
			}
			came <- conn
		}
	}()
	for range 3 {
		conn, err := net.Dial("tcp", g.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
	}
	first, second := <-came, <-came
	defer second.Close()
	select {
	case <-came:
		t.Fatal("a third is let in")
	case <-time.After(50 * time.Millisecond):
	}
	first.Close()
	first.Close() // gives its place back once
	third := <-came
	defer third.Close()
	g.Close()
	if _, open := <-came; open {
		t.Error("somebody is let in after the end")
	}
}

func TestTheGateOutlivesWhatPasses(t *testing.T) {
	busy := &net.OpError{Op: "accept", Err: syscall.EMFILE}
	g := newGate(&scripted{localListener(t), []error{busy, busy}}, 1)
	conn, err := net.Dial("tcp", g.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	let, err := g.Accept()
	if err != nil {
		t.Fatal(err)
	}
	let.Close()
	g.Listener.(*scripted).fails = []error{net.ErrClosed}
	if _, err := g.Accept(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("the end is %v", err)
	}
}
