//! Four threads count together: with a mutex, a read-write lock, an atomic, and wrongly.
//!
//! Article B, "Safety guarantees": locks and atomics prevent data races, but that a step of several
//! operations stays in one piece is up to you. The last of the four ways compiles and counts nothing.
//!
//! Run: `cargo run -p examples-threads -- shared_counter`
//! Paste: nothing to add, std alone

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, RwLock};
use std::thread;

const THREADS: usize = 4;
const ROUNDS: u64 = 1_000;

/// Counts behind a lock, and returns the total.
pub fn with_mutex() -> u64 {
    // `Arc`: it is unknown which thread ends last, and the last owner frees the counter.
    let count = Arc::new(Mutex::new(0));
    let shared = Arc::clone(&count);
    // One guard for read, add and write. `lock` returns an error if a thread has panicked while it
    // held the guard (the lock is then poisoned, see `poison`); an addition this small can't panic.
    in_threads(move || *shared.lock().expect("no holder panics") += 1);
    *count.lock().expect("no holder panics")
}

/// Counts behind a lock that any number of readers, or one writer, may hold. Returns the total.
pub fn with_rwlock() -> u64 {
    let count = Arc::new(RwLock::new(0));
    let shared = Arc::clone(&count);
    // Not `let old = *shared.read()…; *shared.write()… = old + 1`: another thread may count between
    // the two guards, and its step would be lost.
    in_threads(move || *shared.write().expect("no holder panics") += 1);
    *count.read().expect("no holder panics")
}

/// Counts without a lock, and returns the total: the processor adds in one indivisible step.
pub fn with_atomic() -> u64 {
    let count = Arc::new(AtomicU64::new(0));
    let shared = Arc::clone(&count);
    // `Relaxed`: no other data depends on this number, and `join` makes all steps visible.
    in_threads(move || {
        shared.fetch_add(1, Ordering::Relaxed);
    });
    count.load(Ordering::Relaxed)
}

/// Runs `step` in each thread, `ROUNDS` times, and waits for all threads.
fn in_threads(step: impl Fn() + Clone + Send + 'static) {
    let start = |_| {
        let step = step.clone(); // Clones the `Arc` in it: one more owner of the counter.
        thread::spawn(move || (0..ROUNDS).for_each(|_| step()))
    };
    let handles: Vec<_> = (0..THREADS).map(start).collect();
    handles.into_iter().for_each(|handle| handle.join().expect("no thread panics"));
}

/// Counts without sharing, which is wrong. Returns what each thread has counted, and the total.
pub fn with_copies() -> (Vec<u64>, u64) {
    let mut count = 0;
    let mut handles = Vec::new();
    for _ in 0..THREADS {
        // Without `move` this does not compile, and the compiler's advice is `move`. But a `u64` is
        // `Copy`: each thread moves a copy in, and counts that.
        handles.push(thread::spawn(move || {
            for _ in 0..ROUNDS {
                count += 1;
            }
            count // Without this use of the copy, the compiler warns: see refused/counted_copy.rs.
        }));
    }
    let copies = handles.into_iter().map(|handle| handle.join().expect("no thread panics"));
    (copies.collect(), count)
}

pub fn main() {
    println!("{THREADS} threads count to {ROUNDS} each");
    println!("Arc<Mutex<u64>>:  {}", with_mutex());
    println!("Arc<RwLock<u64>>: {}", with_rwlock());
    println!("Arc<AtomicU64>:   {}", with_atomic());
    let (copies, total) = with_copies();
    println!("a moved u64:      {total}, while the threads' copies say {copies:?}");
}
