// Three workers, two channels of ten places: stuck from 24 jobs on, and how to fix it.
//
// The Rust program beside it is ../src/worker_pool.rs.
package main

import (
	"fmt"
	"sync"
	"time"
)

const (
	workers = 3
	places  = 10
)

func worker(jobs <-chan int, results chan<- int, group *sync.WaitGroup) {
	defer group.Done()
	for job := range jobs {
		results <- job * job
	}
}

// start returns the two channels of a running pool; results is closed when all workers are done.
func start() (chan int, chan int) {
	jobs, results := make(chan int, places), make(chan int, places)
	var group sync.WaitGroup
	for w := 0; w < workers; w++ {
		group.Add(1)
		go worker(jobs, results, &group)
	}
	go func() {
		group.Wait()
		close(results)
	}()
	return jobs, results
}

func sum(results <-chan int) int {
	total := 0
	for result := range results {
		total += result
	}
	return total
}

func allSentFirst(count int) {
	jobs, results := start()
	for job := 1; job <= count; {
		select {
		case jobs <- job:
			job++
		case <-time.After(50 * time.Millisecond):
			sent, queued, unread := job-1, len(jobs), len(results)
			if sent == workers+2*places && queued == places && unread == places {
				held := sent - queued - unread
				fmt.Printf("%d jobs, all sent first: stuck after %d of them,\n", count, sent)
				fmt.Printf("  %d queued, %d with workers, %d results unread\n", queued, held, unread)
				// The channels can be dropped, but the workers would wait forever: read them out.
				close(jobs)
				sum(results)
				return
			}
		}
	}
	close(jobs)
	fmt.Printf("%d jobs, all sent first: the squares add up to %d\n", count, sum(results))
}

func fedByAGoroutine(count int) {
	jobs, results := start()
	go func() {
		for job := 1; job <= count; job++ {
			jobs <- job
		}
		close(jobs)
	}()
	fmt.Printf("%d jobs, fed by a thread: the squares add up to %d\n", count, sum(results))
}

func main() {
	allSentFirst(5)
	allSentFirst(24)
	fedByAGoroutine(24)
}
