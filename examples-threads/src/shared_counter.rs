//! Four threads count together: with a mutex, a read-write lock, an atomic, and wrongly.
//!
//! Article B, "Safety guarantees": locks and atomics prevent data races, but that a step of several
//! operations stays in one piece is up to you. The last of the four ways compiles and counts nothing.
//!
//! Run: `cargo run -p examples-threads -- shared_counter`
//! Paste: nothing to add, std alone

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, RwLock};
use std::thread;

const THREADS: usize = 4;
const ROUNDS: u64 = 1_000;

/// Counts behind a lock, and returns the total.
pub fn with_mutex() -> u64 {
    let count = Mutex::new(0);
    // One guard for read, add and write. `lock` returns an error if a thread has panicked while it
    // held the guard (see `poison`); an addition this small can't panic.
    in_threads(|| *count.lock().expect("no holder panics") += 1);
    count.into_inner().expect("no holder panicked")
}

/// Counts behind a lock that any number of readers, or one writer, may hold. Returns the total.
pub fn with_rwlock() -> u64 {
    let count = RwLock::new(0);
    // Not `let old = *count.read()…; *count.write()… = old + 1`: another thread may count between
    // the two guards, and its step would be lost.
    in_threads(|| *count.write().expect("no holder panics") += 1);
    count.into_inner().expect("no holder panicked")
}

/// Counts without a lock, and returns the total: the processor adds in one indivisible step.
pub fn with_atomic() -> u64 {
    let count = AtomicU64::new(0);
    // `Relaxed`: no other data depends on this number, and the end of the scope makes all steps visible.
    in_threads(|| _ = count.fetch_add(1, Ordering::Relaxed));
    count.into_inner()
}

/// Runs `step` in each thread, `ROUNDS` times, and waits for all threads.
fn in_threads(step: impl Fn() + Sync) {
    thread::scope(|s| {
        for _ in 0..THREADS {
            s.spawn(|| (0..ROUNDS).for_each(|_| step()));
        }
    });
}

/// Counts without sharing, which is wrong. Returns what each thread has counted, and the total.
pub fn with_copies() -> (Vec<u64>, u64) {
    let mut count = 0;
    let mut threads = Vec::new();
    for _ in 0..THREADS {
        // Without `move` this does not compile, and the compiler's advice is `move`. But a `u64` is
        // `Copy`: each thread moves a copy in, and counts that.
        threads.push(thread::spawn(move || {
            (0..ROUNDS).for_each(|_| count += 1);
            count // Without this use of the copy, the compiler warns: see refused/counted_copy.rs.
        }));
    }
    let copies = threads.into_iter().map(|thread| thread.join().expect("it only counts"));
    (copies.collect(), count)
}

pub fn main() {
    println!("{THREADS} threads count to {ROUNDS} each");
    println!("Mutex<u64>:  {}", with_mutex());
    println!("RwLock<u64>: {}", with_rwlock());
    println!("AtomicU64:   {}", with_atomic());
    let (copies, total) = with_copies();
    println!("a moved u64: {total}, while the threads' copies say {copies:?}");
}
