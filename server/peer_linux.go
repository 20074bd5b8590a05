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
	socket := socketOf(conn)
	if socket == nil {
		return
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return
	}
	raw.Control(func(fd uintptr) {
		syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, tcpUserTimeout, int(silentFor.Milliseconds()))
	})
}
