package sqlstore

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"
)

// A text is erased in three steps. In its table it is overwritten with zeros (secure_delete). The
// log file still holds pages as they were before, so a checkpoint truncates it. And SQLite must
// not have left another copy: when it shifts rows within a page, or moves some to a new page, old
// bytes may stay behind in the gap. Therefore rows of wording and trace are appended and never grow or
// move, and both wording and open_ballot are deleted from by clearing them as a whole.

const (
	eraseEvery = 10 * time.Second // at most one checkpoint for erasures in this time
	eraseRetry = time.Second      // when a reader was in the way
	copyEvery  = time.Hour        // copies from before an upgrade are looked at
)

// erasing knows how many erasures were asked for and how many are off the disk.
type erasing struct {
	wanted, done atomic.Int64
	asked        chan struct{}
	stop         context.CancelFunc
	stopped      chan struct{}
}

// ask wants what was erased until now off the disk.
func (e *erasing) ask() {
	e.wanted.Add(1)
	e.wake()
}

// finish notes how far a checkpoint got; one that began earlier may end later.
func (e *erasing) finish(wanted int64) {
	for done := e.done.Load(); done < wanted && !e.done.CompareAndSwap(done, wanted); {
		done = e.done.Load()
	}
}

func (e *erasing) wake() {
	select {
	case e.asked <- struct{}{}:
	default: // awake already
	}
}

// ErasurePending reports whether erased text may still be on disk.
func (s *Store) ErasurePending() bool { return s.erasing.done.Load() < s.erasing.wanted.Load() }

// EraseNow takes what was erased off the disk. It waits for readers until ctx ends.
func (s *Store) EraseNow(ctx context.Context) error {
	for {
		done, err := s.erase(ctx)
		if done || err != nil {
			return err
		}
		select {
		case <-time.After(50 * time.Millisecond):
		case <-ctx.Done():
			return fmt.Errorf("erase: another program keeps reading the database; end it: %w", ctx.Err())
		}
	}
}

func (s *Store) erase(ctx context.Context) (bool, error) {
	wanted := s.erasing.wanted.Load()
	done, err := s.checkpoint(ctx)
	if done && err == nil {
		s.erasing.finish(wanted)
	}
	return done, err
}

// startErasing begins the work behind ErasurePending: erasures share checkpoints.
func (s *Store) startErasing() {
	ctx, stop := context.WithCancel(context.Background())
	s.erasing.stop, s.erasing.stopped = stop, make(chan struct{})
	s.erasing.asked = make(chan struct{}, 1)
	go func() {
		defer close(s.erasing.stopped)
		copies := time.NewTicker(copyEvery)
		defer copies.Stop()
		for {
			select {
			case <-s.erasing.asked:
			case now := <-copies.C:
				forgetOldCopies(s.path, now) // tried again next time
				continue
			case <-ctx.Done():
				return
			}
			pause := eraseEvery
			if done, err := s.erase(ctx); !done || err != nil {
				s.erasing.wake()
				pause = eraseRetry
			}
			select {
			case <-time.After(pause):
			case <-ctx.Done():
				return
			}
		}
	}()
}

// stopErasing ends the work, and completes what is pending if that is soon done.
func (s *Store) stopErasing() {
	if s.erasing.stop == nil {
		return
	}
	s.erasing.stop()
	<-s.erasing.stopped
	s.erasing.stop = nil
	if s.ErasurePending() {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		s.EraseNow(ctx) // the next start truncates the log before anything else
	}
}
