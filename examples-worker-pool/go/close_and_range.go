// The end of a channel: somebody has to close it, once, and not too early.
//
// The Rust program beside it is ../src/close_and_range.rs. What has no equivalent in Rust goes to stderr.
package main

import (
	"fmt"
	"os"
	"sync"
)

func main() {
	orders := make(chan string, 3)
	for _, order := range []string{"tea", "bread", "milk"} {
		orders <- order
	}
	close(orders)
	fmt.Printf("%d orders wait in the closed channel\n", len(orders))
	for order := range orders {
		fmt.Printf("order: %s\n", order)
	}
	_, ok := <-orders
	fmt.Printf("one more? %t\n", ok)

	fmt.Printf("two producers sent %d in all\n", sumOfTwoProducers())

	// The compiler lets both pass.
	report(func() { orders <- "sugar" })
	report(func() { close(orders) })
}

// Neither producer may close the channel: the other may still be sending. So a third goroutine
// waits for both.
func sumOfTwoProducers() int {
	numbers := make(chan int, 10)
	var producers sync.WaitGroup
	for _, first := range []int{1, 101} {
		producers.Add(1)
		go func(first int) {
			defer producers.Done()
			for number := first; number < first+100; number++ {
				numbers <- number
			}
		}(first)
	}
	go func() {
		producers.Wait()
		close(numbers)
	}()
	total := 0
	for number := range numbers {
		total += number
	}
	return total
}

// report runs what panics, and says how.
func report(f func()) {
	defer func() { fmt.Fprintln(os.Stderr, "panic:", recover()) }()
	f()
}
