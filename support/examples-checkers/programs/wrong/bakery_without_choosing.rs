//! Lamport's bakery without the flag that says "I am drawing a number": the other thread sees no number yet, and
//! enters; then both have number 1.
//!
//! From: Lamport, A New Solution of Dijkstra's Concurrent Programming Problem, CACM 17(8), 1974
//! Fails: assertion

use std::hint;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::thread;

struct Bakery {
    numbers: [AtomicUsize; 2],
    inside: AtomicUsize,
}

fn enter(bakery: &Bakery, me: usize) {
    let number = 1 + bakery.numbers[1 - me].load(SeqCst);
    bakery.numbers[me].store(number, SeqCst);
    loop {
        let other = bakery.numbers[1 - me].load(SeqCst);
        if other == 0 || (number, me) < (other, 1 - me) {
            break;
        }
        hint::spin_loop();
    }
    assert_eq!(bakery.inside.fetch_add(1, SeqCst), 0, "two are inside");
    bakery.inside.fetch_sub(1, SeqCst);
    bakery.numbers[me].store(0, SeqCst);
}

pub fn main() {
    let numbers = [AtomicUsize::new(0), AtomicUsize::new(0)];
    let bakery = Arc::new(Bakery { numbers, inside: AtomicUsize::new(0) });
    let theirs = Arc::clone(&bakery);
    let other = thread::spawn(move || enter(&theirs, 1));
    enter(&bakery, 0);
    other.join().unwrap();
}
