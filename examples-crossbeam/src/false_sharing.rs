//! False sharing: two threads with a counter each, timed in one cache line and in two.
//!
//! Not in the articles. A processor moves memory in lines, of 64 bytes on most. Two cores that write to one
//! line take it from each other at every write, even if neither needs what the other writes.
//!
//! Run: `cargo run -p examples-crossbeam -- false_sharing`
//! Paste: `cargo add crossbeam`

use std::sync::Barrier;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam::utils::CachePadded;

/// Counts to `count` in both counters at once, one of them on a thread of its own. Returns the time that the
/// slower one takes.
pub fn count_to(count: u64, [one, other]: [&AtomicU64; 2]) -> Duration {
    let start = Barrier::new(2);
    let time = |counter: &AtomicU64| {
        start.wait();
        let begin = Instant::now();
        for _ in 0..count {
            counter.fetch_add(1, Ordering::Relaxed);
        }
        begin.elapsed()
    };
    thread::scope(|s| {
        let thread = s.spawn(|| time(one));
        time(other).max(thread.join().expect("counting does not panic"))
    })
}

/// Returns how many bytes lie between the beginnings of two counters.
pub fn bytes_apart([one, other]: [&AtomicU64; 2]) -> usize {
    (one.as_ptr() as usize).abs_diff(other.as_ptr() as usize)
}

pub fn main() {
    // Both in one line: the padding is around the pair.
    let neighbors = CachePadded::new([AtomicU64::new(0), AtomicU64::new(0)]);
    // New: padding around each, so no other value is in its line.
    let padded = [0, 0].map(|zero| CachePadded::new(AtomicU64::new(zero)));
    let pairs = [neighbors.each_ref(), padded.each_ref().map(|counter| &**counter)];

    let mut times = [vec![], vec![]];
    for _ in 0..25 {
        for (times, pair) in times.iter_mut().zip(pairs) {
            times.push(count_to(100_000, pair)); // They take turns: a busy moment meets both.
        }
    }
    for (times, pair) in times.iter_mut().zip(pairs) {
        times.sort_unstable();
        // Not the shortest: in that turn, the two threads may have had one core after the other.
        println!(
            "{:3} bytes apart: {:4} µs",
            bytes_apart(pair),
            times[times.len() / 2].as_micros()
        );
    }
}
