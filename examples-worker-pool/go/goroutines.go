// Five goroutines start and end; main waits for them, because sleeping is not waiting for them.
//
// The Rust program beside it is ../src/goroutines.rs.
package main

import (
	"fmt"
	"sync"
	"time"
)

// worker waits until the gate is closed, or for a twentieth of a second if there is no gate.
func worker(id int, gate <-chan struct{}) {
	fmt.Printf("worker %d starts\n", id)
	if gate != nil {
		<-gate
	} else {
		time.Sleep(50 * time.Millisecond)
	}
	fmt.Printf("worker %d is done\n", id)
}

func main() {
	gate := make(chan struct{})
	fifthDone := make(chan struct{})
	var group sync.WaitGroup
	for id := 1; id <= 5; id++ {
		id := id // before Go 1.22 all turns of the loop share one id
		group.Add(1) // Since Go 1.25, group.Go(f) does this, and Done. This form runs with every Go.
		go func() {
			defer group.Done()
			if id == 5 {
				worker(id, gate)
				close(fifthDone)
			} else {
				worker(id, nil)
			}
		}()
	}

	time.Sleep(200 * time.Millisecond)
	done := false
	select {
	case <-fifthDone:
		done = true
	default:
	}
	fmt.Printf("main has slept; is worker 5 done? %t\n", done)
	close(gate)

	group.Wait()
	fmt.Println("all five are joined")
}
