package server

import "net"

// abandon lets what waits for a peer that does not read go with the connection. Otherwise the system
// keeps megabytes for it, and goes on trying.
func abandon(conn net.Conn) {
	if socket := socketOf(conn); socket != nil {
		socket.SetLinger(0)
	}
}

// socketOf finds the socket below what wraps it, or nil.
func socketOf(conn net.Conn) *net.TCPConn {
	for {
		switch wrapped := conn.(type) {
		case *net.TCPConn:
			return wrapped
		case interface{ NetConn() net.Conn }: // TLS, a gate
			conn = wrapped.NetConn()
		case interface{ UnsafeConn() net.Conn }: // hijacked from fasthttp
			conn = wrapped.UnsafeConn()
		case *eventWire:
			conn = wrapped.Conn
		default:
			return nil
		}
	}
}
