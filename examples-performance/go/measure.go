// What the claims about goroutines are measured with. It prints lines of a name and a number.
//
//	measure pool JOBS                  article A's worker pool: 3 workers, 2 channels of 10
//	measure memory JOBS BOUND BYTES    jobs that hold a buffer until BOUND of them do
//	measure compute COUNT STEPS        COUNT goroutines that compute
//	measure wait COUNT MILLISECONDS    COUNT goroutines that sleep
package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

func main() {
	number := func(index int) int {
		value, err := strconv.Atoi(os.Args[index])
		if err != nil {
			panic(err)
		}
		return value
	}
	switch os.Args[1] {
	case "pool":
		timed(func() uint64 { return pool(number(2)) })
	case "memory":
		before := status("VmRSS:")
		memory(number(2), number(3), number(4))
		fmt.Println("resident", (status("VmHWM:")-before)*1024)
	case "compute":
		steps := number(3)
		timed(func() uint64 {
			return spawn(number(2), func(job int) uint64 { return compute(uint64(job), steps) })
		})
	case "wait":
		pause := time.Duration(number(3)) * time.Millisecond
		timed(func() uint64 {
			return spawn(number(2), func(job int) uint64 { time.Sleep(pause); return uint64(job) })
		})
	}
}

// timed runs a job once to warm up, and then as often as the clock needs. It prints the mean time and
// processor time of a run, and what all runs have cost the process.
func timed(job func() uint64) {
	sum := job()
	cpuBefore, before, runs := cpuTime(), time.Now(), 0
	for runs == 0 || time.Since(before) < 20*time.Millisecond {
		if job() != sum {
			panic("another sum")
		}
		runs++
	}
	took := time.Since(before)
	cpu := cpuTime() - cpuBefore
	fmt.Println("ns", took.Nanoseconds()/int64(runs))
	fmt.Println("cpu", cpu.Nanoseconds()/int64(runs))
	fmt.Println("sum", sum)
	// Go keeps its threads, so those that are there now are all that there were.
	fmt.Println("threads", status("Threads:"))
	fmt.Println("resident", status("VmHWM:")*1024)
}

func worker(jobs <-chan int, results chan<- uint64, wg *sync.WaitGroup) {
	defer wg.Done()
	for job := range jobs {
		results <- uint64(job) * uint64(job)
	}
}

func pool(count int) uint64 {
	jobs := make(chan int, 10)
	results := make(chan uint64, 10)
	var wg sync.WaitGroup
	for w := 1; w <= 3; w++ {
		wg.Add(1)
		go worker(jobs, results, &wg)
	}
	go func() {
		for j := 1; j <= count; j++ {
			jobs <- j
		}
		close(jobs)
	}()
	go func() {
		wg.Wait()
		close(results)
	}()
	sum := uint64(0)
	for result := range results {
		sum += result
	}
	return sum
}

// memory runs jobs with at most bound at once. Each holds a buffer until bound of them do.
func memory(jobs, bound, bytes int) {
	permits := make(chan struct{}, bound)
	var all sync.WaitGroup
	crowd := &barrier{size: bound, open: make(chan struct{})}
	for i := 0; i < jobs; i++ {
		permits <- struct{}{}
		all.Add(1)
		go func() {
			buffer := make([]byte, bytes)
			for i := range buffer {
				buffer[i] = 1
			}
			crowd.wait()
			buffer[0]++
			<-permits
			all.Done()
		}()
	}
	all.Wait()
}

type barrier struct {
	lock sync.Mutex
	size int
	here int
	open chan struct{}
}

func (b *barrier) wait() {
	b.lock.Lock()
	b.here++
	open := b.open
	if b.here == b.size {
		b.here, b.open = 0, make(chan struct{})
		close(open)
	}
	b.lock.Unlock()
	<-open
}

// spawn starts a goroutine for each job and adds up what they return.
func spawn(count int, job func(int) uint64) uint64 {
	results := make([]uint64, count)
	var wg sync.WaitGroup
	wg.Add(count)
	for i := 0; i < count; i++ {
		go func(i int) {
			defer wg.Done()
			results[i] = job(i)
		}(i)
	}
	wg.Wait()
	sum := uint64(0)
	for _, result := range results {
		sum += result
	}
	return sum
}

// compute is the same as compute in src/harness/measure.rs.
func compute(seed uint64, steps int) uint64 {
	x := seed + 1
	for i := 0; i < steps; i++ {
		x ^= x >> 29
		x *= 0x9E3779B97F4A7C15
	}
	return x
}

// status reads a number from /proc/self/status; 0 where there is none.
func status(name string) int64 {
	text, _ := os.ReadFile("/proc/self/status")
	for _, line := range strings.Split(string(text), "\n") {
		if strings.HasPrefix(line, name) {
			value, _ := strconv.ParseInt(strings.Fields(line)[1], 10, 64)
			return value
		}
	}
	return 0
}

// cpuTime is the processor time of all threads, from the scheduler; 0 where there is no /proc. The
// scheduler brings the number up to date when a thread goes to sleep.
func cpuTime() time.Duration {
	time.Sleep(time.Millisecond)
	threads, _ := os.ReadDir("/proc/self/task")
	sum := int64(0)
	for _, thread := range threads {
		text, _ := os.ReadFile("/proc/self/task/" + thread.Name() + "/schedstat")
		if fields := strings.Fields(string(text)); len(fields) > 0 {
			value, _ := strconv.ParseInt(fields[0], 10, 64)
			sum += value
		}
	}
	return time.Duration(sum)
}
