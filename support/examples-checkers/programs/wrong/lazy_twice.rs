//! Two threads find that a value is missing, and both make it. Each returns its own.
//!
//! From: Goetz and others, Java Concurrency in Practice, listing 2.3, "LazyInitRace"
//! Fails: assertion

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::thread;

struct Lazy {
    number: AtomicUsize,
    next: AtomicUsize,
}

fn get(lazy: &Lazy) -> usize {
    if lazy.number.load(SeqCst) == 0 {
        let new = lazy.next.fetch_add(1, SeqCst);
        lazy.number.store(new, SeqCst);
        return new;
    }
    lazy.number.load(SeqCst)
}

pub fn main() {
    let lazy = Arc::new(Lazy { number: AtomicUsize::new(0), next: AtomicUsize::new(1) });
    let theirs = Arc::clone(&lazy);
    let other = thread::spawn(move || get(&theirs));
    let mine = get(&lazy);
    assert_eq!(other.join().unwrap(), mine);
}
