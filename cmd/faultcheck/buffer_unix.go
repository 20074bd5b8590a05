//go:build unix

package main

import "syscall"

// bufferedBy lets a connection receive only so much before it is read; 0 leaves it to the system.
func bufferedBy(size int) func(network, address string, conn syscall.RawConn) error {
	return func(_, _ string, conn syscall.RawConn) error {
		if size == 0 {
			return nil
		}
		var err error
		if outer := conn.Control(func(fd uintptr) {
			err = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, size)
		}); outer != nil {
			return outer
		}
		return err
	}
}
