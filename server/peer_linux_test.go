package server

import (
	"crypto/tls"
	"net"
	"syscall"
	"testing"
)

func TestAPeerThatConfirmsNothingIsGivenUp(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	peer, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer peer.Close()
	conn, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	noticeDeath(tls.Server(conn, &tls.Config{}))
	raw, _ := conn.(*net.TCPConn).SyscallConn()
	raw.Control(func(fd uintptr) {
		if millis, err := syscall.GetsockoptInt(int(fd), syscall.IPPROTO_TCP, tcpUserTimeout); err != nil || int64(millis) != silentFor.Milliseconds() {
			t.Errorf("given up after %d ms, %v", millis, err)
		}
	})
	ours, theirs := net.Pipe()
	defer theirs.Close()
	noticeDeath(ours) // nothing to set, and no harm
}
