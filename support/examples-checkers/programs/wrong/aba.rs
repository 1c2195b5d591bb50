//! A stack of slots whose head is an index. While one thread pops, another pops two slots and pushes the first
//! back: the head is the same, but what comes after it is not. The second slot is taken twice.
//!
//! From: Herlihy and Shavit, The Art of Multiprocessor Programming, section 10.6; SCTBench, stack_bad
//! Fails: assertion

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::thread;

const NONE: usize = 9;

/// Slot 0 is on top, then 1, then 2.
struct Stack {
    head: AtomicUsize,
    next: [AtomicUsize; 3],
}

fn pop(stack: &Stack) -> usize {
    loop {
        let top = stack.head.load(SeqCst);
        if top == NONE {
            return NONE;
        }
        let next = stack.next[top].load(SeqCst);
        if stack.head.compare_exchange(top, next, SeqCst, SeqCst).is_ok() {
            return top;
        }
    }
}

fn push(stack: &Stack, slot: usize) {
    loop {
        let top = stack.head.load(SeqCst);
        stack.next[slot].store(top, SeqCst);
        if stack.head.compare_exchange(top, slot, SeqCst, SeqCst).is_ok() {
            return;
        }
    }
}

pub fn main() {
    let next = [AtomicUsize::new(1), AtomicUsize::new(2), AtomicUsize::new(NONE)];
    let stack = Arc::new(Stack { head: AtomicUsize::new(0), next });
    let theirs = Arc::clone(&stack);
    let other = thread::spawn(move || pop(&theirs));
    let (first, second) = (pop(&stack), pop(&stack));
    push(&stack, first);
    let theirs = other.join().unwrap();
    let last = pop(&stack);
    assert!(second != theirs && second != last, "slot {second} is taken twice");
}
