package server

import (
	"net"
	"syscall"
)

// tcpUserTimeout is TCP_USER_TIMEOUT of linux/tcp.h, which package syscall does not name.
const tcpUserTimeout = 18

// noticeDeath lets writes to a peer fail that has confirmed nothing for as long as a silent screen
// may be. Otherwise the kernel goes on trying for a quarter of an hour.
func noticeDeath(conn net.Conn) {
	raw := rawOf(conn)
	if raw == nil {
		return
	}
	raw.Control(func(fd uintptr) {
		syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, tcpUserTimeout, int(silentFor.Milliseconds()))
	})
}

// rawOf finds the socket below what wraps it, or nil.
func rawOf(conn net.Conn) syscall.RawConn {
	for {
		switch wrapped := conn.(type) {
		case interface{ NetConn() net.Conn }: // of TLS
			conn = wrapped.NetConn()
		case syscall.Conn:
			raw, err := wrapped.SyscallConn()
			if err != nil {
				return nil
			}
			return raw
		default:
			return nil
		}
	}
}
