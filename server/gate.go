package server

import (
	"errors"
	"net"
	"sync"
	"time"
)

// filesBeside is how many open files are kept for the database and its backups when every other one
// is somebody's connection.
const (
	filesBeside = 100
	manyFiles   = 1 << 20
)

// Gate bounds a listener to so many connections that the process never runs out of open files:
// the application takes that for the listener's end, and the database could not open its own. Who
// comes when all places are taken waits in the system's queue until somebody goes.
func Gate(listener net.Listener) net.Listener {
	files := openFiles()
	return newGate(listener, max(files-filesBeside, files/2))
}

type gate struct {
	net.Listener
	places chan struct{} // one in it for each connection
	closed chan struct{}
	once   sync.Once
}

func newGate(listener net.Listener, places int) *gate {
	return &gate{Listener: listener, places: make(chan struct{}, places), closed: make(chan struct{})}
}

// Accept waits for a place and for somebody who takes it. It tries again when accepting fails for
// the time being.
func (g *gate) Accept() (net.Conn, error) {
	select {
	case g.places <- struct{}{}:
	case <-g.closed:
		return nil, net.ErrClosed
	}
	for {
		conn, err := g.Listener.Accept()
		if err == nil {
			return &admitted{Conn: conn, leave: sync.OnceFunc(func() { <-g.places })}, nil
		}
		if errors.Is(err, net.ErrClosed) {
			<-g.places
			return nil, err
		}
		select {
		case <-time.After(acceptAgain):
		case <-g.closed:
		}
	}
}

const acceptAgain = 100 * time.Millisecond

// Close also ends an Accept that waits for a place.
func (g *gate) Close() error {
	g.once.Do(func() { close(g.closed) })
	return g.Listener.Close()
}

// admitted is a connection that gives its place back when it is closed.
type admitted struct {
	net.Conn
	leave func()
}

func (a *admitted) Close() error {
	defer a.leave()
	return a.Conn.Close()
}

// NetConn is the connection below.
func (a *admitted) NetConn() net.Conn { return a.Conn }
