//! A stack by index whose head carries a number that grows with each change: what was ABA fails and is tried again.
//!
//! From: Herlihy and Shavit, The Art of Multiprocessor Programming, section 10.6 (stamped references)

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::thread;

const NONE: usize = 9;

/// The head is a slot plus 10 times the number of changes.
struct Stack {
    head: AtomicUsize,
    next: [AtomicUsize; 3],
}

fn set_head(stack: &Stack, old: usize, slot: usize) -> bool {
    stack.head.compare_exchange(old, (old / 10 + 1) * 10 + slot, SeqCst, SeqCst).is_ok()
}

fn pop(stack: &Stack) -> usize {
    loop {
        let old = stack.head.load(SeqCst);
        let top = old % 10;
        if top == NONE || set_head(stack, old, stack.next[top].load(SeqCst)) {
            return top;
        }
    }
}

fn push(stack: &Stack, slot: usize) {
    loop {
        let old = stack.head.load(SeqCst);
        stack.next[slot].store(old % 10, SeqCst);
        if set_head(stack, old, slot) {
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
