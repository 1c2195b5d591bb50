// One message through a channel without a buffer: sender and receiver meet.
//
// The Rust program beside it is ../src/ping.rs.
package main

import "fmt"

func main() {
	messages := make(chan string)

	early := "too early"
	select {
	case messages <- early:
	default:
		fmt.Printf("nobody takes %q\n", early)
	}

	go func() {
		messages <- "ping"
	}()
	fmt.Println(<-messages)
}
