package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"unsafe"

	"golang.org/x/sys/unix"
)

// The sieve lets one system call of a server fail, counted over all its threads: strace counts for
// each thread alone, so its Nth call is another one in every run. The kernel asks us before each
// call that is watched (seccomp user notification).

// watchedCalls are all by which SQLite changes files.
var watchedCalls = map[uintptr]string{
	unix.SYS_PWRITE64: "pwrite64", unix.SYS_FDATASYNC: "fdatasync", unix.SYS_FSYNC: "fsync",
	unix.SYS_FTRUNCATE: "ftruncate", unix.SYS_UNLINKAT: "unlinkat",
}

const sieveVariable = "FAULTCHECK_SIEVE" // set for the process that becomes the server behind the sieve

func init() {
	if runtime.GOARCH == "amd64" { // elsewhere there is unlinkat alone
		watchedCalls[87] = "unlink"
	}
	if os.Getenv(sieveVariable) != "" {
		fmt.Fprintln(os.Stderr, "faultcheck: sieve:", becomeServer())
		os.Exit(1)
	}
}

// becomeServer puts a filter before this thread, hands its listener over, and becomes the program
// that the arguments name.
func becomeServer() error {
	runtime.LockOSThread()
	filter := []unix.SockFilter{{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: 0}} // number of the call
	for number := range watchedCalls {
		filter = append(filter,
			unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, Jf: 1, K: uint32(number)},
			unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_USER_NOTIF})
	}
	filter = append(filter, unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW})
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	listener, _, failed := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_NEW_LISTENER, uintptr(unsafe.Pointer(&program)))
	if failed != 0 {
		return failed
	}
	if err := unix.Sendmsg(3, []byte{0}, unix.UnixRights(int(listener)), nil, 0); err != nil {
		return err
	}
	unix.Close(3)
	unix.Close(int(listener))
	environment := slices.DeleteFunc(os.Environ(), func(one string) bool { return strings.HasPrefix(one, sieveVariable) })
	return unix.Exec(os.Args[1], os.Args[1:], environment)
}

// call is a watched call that a server made.
type call struct{ name, file string }

// sieve stands before one server.
type sieve struct {
	refuse string // name of the call that fails
	turn   int    // which of them; 0: none

	mu     sync.Mutex
	passed []call
	counts map[string]int
	hit    *call
	before []call // what came before hit
}

// behind lets the house start behind a sieve.
func (h *house) behind(s *sieve) error {
	s.counts = map[string]int{}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	h.prepare = func(process *exec.Cmd) {
		pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
		if err != nil {
			process.Err = err
			return
		}
		theirs := os.NewFile(uintptr(pair[1]), "sieve")
		process.Args = append([]string{self}, process.Args...)
		process.Args[1] = process.Path
		process.Path = self
		process.Env = append(process.Env, sieveVariable+"=1")
		process.ExtraFiles = []*os.File{theirs}
		go s.stand(pair[0], theirs)
	}
	return nil
}

// stand waits for the listener and answers until the server is gone.
func (s *sieve) stand(ours int, theirs *os.File) {
	defer unix.Close(ours)
	rights := make([]byte, unix.CmsgSpace(4))
	_, n, _, _, err := unix.Recvmsg(ours, make([]byte, 1), rights, unix.MSG_CMSG_CLOEXEC)
	theirs.Close()
	if err != nil {
		return
	}
	messages, err := unix.ParseSocketControlMessage(rights[:n])
	if err != nil || len(messages) == 0 {
		return
	}
	handles, err := unix.ParseUnixRights(&messages[0])
	if err != nil || len(handles) == 0 {
		return
	}
	listener := handles[0]
	defer unix.Close(listener)
	for {
		ready := []unix.PollFd{{Fd: int32(listener), Events: unix.POLLIN}}
		if _, err := unix.Poll(ready, -1); err != nil && !errors.Is(err, unix.EINTR) {
			return
		}
		if ready[0].Revents&unix.POLLHUP != 0 {
			return
		}
		if ready[0].Revents&unix.POLLIN != 0 {
			s.answer(listener)
		}
	}
}

// notification and response are struct seccomp_notif and struct seccomp_notif_resp.
type notification struct {
	id          uint64
	pid, flags  uint32
	number      int32
	arch        uint32
	instruction uint64
	arguments   [6]uint64
}

type response struct {
	id    uint64
	value int64
	err   int32
	flags uint32
}

const (
	receive = 0xc0502100 // SECCOMP_IOCTL_NOTIF_RECV
	send    = 0xc0182101 // SECCOMP_IOCTL_NOTIF_SEND
)

func (s *sieve) answer(listener int) {
	var asked notification
	if _, _, failed := unix.Syscall(unix.SYS_IOCTL, uintptr(listener), receive, uintptr(unsafe.Pointer(&asked))); failed != 0 {
		return // it was killed meanwhile
	}
	one := call{name: watchedCalls[uintptr(asked.number)]}
	if !strings.HasPrefix(one.name, "unlink") {
		file, _ := os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", asked.pid, asked.arguments[0]))
		one.file = filepath.Base(file)
	}
	said := response{id: asked.id, flags: unix.SECCOMP_USER_NOTIF_FLAG_CONTINUE}
	if s.fails(one) {
		said = response{id: asked.id, err: -int32(unix.EIO)}
	}
	unix.Syscall(unix.SYS_IOCTL, uintptr(listener), send, uintptr(unsafe.Pointer(&said)))
}

func (s *sieve) fails(one call) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counts[one.name]++
	if one.name == s.refuse && s.counts[one.name] == s.turn {
		s.hit, s.before = &one, slices.Clone(s.passed)
		return true
	}
	s.passed = append(s.passed, one)
	return false
}

// seen tells which call failed, if any, what came before it, and how many there were.
func (s *sieve) seen() (hit *call, before []call, counts map[string]int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.hit, s.before, maps.Clone(s.counts)
}

func (s *sieve) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.passed)
}
