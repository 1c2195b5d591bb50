//! A stack by index whose `push` sets the head with a plain store: what another thread has pushed meanwhile is
//! lost.
//!
//! From: Treiber, Systems Programming: Coping with Parallelism, IBM RJ 5118, 1986 (with the compare-and-swap left
//! out)
//! Fails: assertion

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::thread;

const NONE: usize = 9;

struct Stack {
    head: AtomicUsize,
    next: [AtomicUsize; 2],
}

fn push(stack: &Stack, slot: usize) {
    let top = stack.head.load(SeqCst);
    stack.next[slot].store(top, SeqCst);
    stack.head.store(slot, SeqCst);
}

fn length(stack: &Stack) -> usize {
    let mut length = 0;
    let mut slot = stack.head.load(SeqCst);
    while slot != NONE {
        length += 1;
        slot = stack.next[slot].load(SeqCst);
    }
    length
}

pub fn main() {
    let next = [AtomicUsize::new(NONE), AtomicUsize::new(NONE)];
    let stack = Arc::new(Stack { head: AtomicUsize::new(NONE), next });
    let theirs = Arc::clone(&stack);
    let other = thread::spawn(move || push(&theirs, 0));
    push(&stack, 1);
    other.join().unwrap();
    assert_eq!(length(&stack), 2);
}
