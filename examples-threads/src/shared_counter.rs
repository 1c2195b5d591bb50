//! Four threads count together: behind a mutex, behind a read-write lock, in an atomic, and wrongly.
//!
//! Article B, "Safety guarantees": locks and atomics prevent data races, but a step made of several
//! operations is still yours to keep whole. The last of the four ways compiles and counts nothing.
//!
//! Run: `cargo run -p examples-threads -- shared_counter`
//! Paste: nothing to add, std alone

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, RwLock};
use std::thread;

const THREADS: usize = 4;
const ROUNDS: u64 = 1_000;

pub fn main() {
    println!("{THREADS} threads count to {ROUNDS} each");
    println!("Arc<Mutex<u64>>:  {}", with_mutex());
    println!("Arc<RwLock<u64>>: {}", with_rwlock());
    println!("Arc<AtomicU64>:   {}", with_atomic());
    let (copies, original) = with_copies();
    println!("a moved u64:      {original}, while the threads' copies say {copies:?}");
}

/// The total of all threads' counting.
pub fn with_mutex() -> u64 {
    // `Arc` because no thread can tell which of them ends last and should free the counter.
    let count = Arc::new(Mutex::new(0));
    in_threads(|| {
        let count = Arc::clone(&count);
        // Read, add and write under one guard. The lock can't be poisoned: for that, a thread would
        // have to panic while it holds it.
        move || *count.lock().expect("no holder panics") += 1
    });
    *count.lock().expect("no holder panics")
}

/// The same, behind a lock that any number of readers, or one writer, may hold.
pub fn with_rwlock() -> u64 {
    let count = Arc::new(RwLock::new(0));
    in_threads(|| {
        let count = Arc::clone(&count);
        // Not `let old = *count.read()…; *count.write()… = old + 1`: between the two guards another
        // thread may count, and its step would be lost.
        move || *count.write().expect("no holder panics") += 1
    });
    *count.read().expect("no holder panics")
}

/// The same, without a lock: the processor adds in one indivisible step.
pub fn with_atomic() -> u64 {
    let count = Arc::new(AtomicU64::new(0));
    in_threads(|| {
        let count = Arc::clone(&count);
        // `Relaxed` is enough: nothing else is read or written on the strength of this number, and
        // `join` makes all of it visible to the thread that joins.
        move || {
            count.fetch_add(1, Ordering::Relaxed);
        }
    });
    count.load(Ordering::Relaxed)
}

/// Starts the threads, each with a counting step of its own, and waits for all of them.
fn in_threads<Step: FnMut() + Send + 'static>(new_step: impl Fn() -> Step) {
    let handles: Vec<_> = (0..THREADS)
        .map(|_| {
            let mut step = new_step();
            thread::spawn(move || (0..ROUNDS).for_each(|_| step()))
        })
        .collect();
    handles.into_iter().for_each(|handle| handle.join().expect("no thread panics"));
}

/// Without `Arc`. Borrowing the counter does not compile (the threads may outlive it), and the
/// compiler's advice is `move`. But a `u64` is `Copy`: each thread moves a *copy* in and counts
/// that. Gives what each copy came to, and the original.
pub fn with_copies() -> (Vec<u64>, u64) {
    let mut count = 0;
    let handles: Vec<_> = (0..THREADS)
        .map(|_| {
            thread::spawn(move || {
                for _ in 0..ROUNDS {
                    count += 1;
                }
                count // Without this use of the copy the compiler warns; see the gallery.
            })
        })
        .collect();
    let copies = handles.into_iter().map(|handle| handle.join().expect("no thread panics"));
    (copies.collect(), count)
}
