//! Workers with a queue each that steal from each other: what Rayon does underneath.
//!
//! Both articles praise Rayon's work stealing. Rayon builds it from `crossbeam::deque`, as this
//! listing does. A worker cuts a large job in two, goes on with one half, and leaves the other half
//! in its own queue, where an idle worker may steal it. Larger numbers take longer to test, so
//! fixed equal shares would leave some workers idle.
//!
//! Run: `cargo run -p examples-crossbeam -- work_stealing`
//! Paste: `cargo add crossbeam`

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::{iter, thread};

use crossbeam::deque::{Steal, Stealer, Worker};

type Job = Range<u64>;

const LARGEST_PIECE: u64 = 500;

/// What one worker did.
#[derive(Debug, Default)]
pub struct Share {
    /// The sum of the results of its pieces.
    pub sum: u64,
    /// The pieces it worked on.
    pub pieces: Vec<Job>,
}

/// Cuts `range` into pieces, calls `work` once for each, and returns what each worker did. The
/// first worker is the caller. Which worker does which piece is not fixed.
pub fn divide_and_steal(
    range: Job,
    workers: usize,
    work: impl Fn(Job) -> u64 + Sync,
) -> Vec<Share> {
    // The workers end when it is 0. "All queues are empty" is not enough: a worker may be about to
    // cut a job in two. Relaxed, because the results travel through `join`.
    let unclaimed = AtomicU64::new(range.end.saturating_sub(range.start));
    let own = Worker::new_lifo();
    own.push(range);
    let queues: Vec<Worker<Job>> = (1..workers).map(|_| Worker::new_lifo()).collect();
    let stealers: Vec<_> = iter::once(&own).chain(&queues).map(Worker::stealer).collect();
    // Takes from the first queue that has a job. `Retry`: another thread was faster, and the queue
    // may still have one.
    let steal = || iter::repeat_with(|| stealers.iter().map(Stealer::steal).collect::<Steal<_>>());
    let steal = || steal().find(|answer| !answer.is_retry()).and_then(Steal::success);

    let run = |own: &Worker<Job>| {
        let mut share = Share::default();
        while unclaimed.load(Relaxed) > 0 {
            // Its own newest job is the smallest. A stolen job is the oldest, so the largest.
            let Some(mut piece) = own.pop().or_else(steal) else {
                thread::yield_now(); // Rayon's idle workers go to sleep instead.
                continue;
            };
            while piece.end - piece.start > LARGEST_PIECE {
                let middle = piece.start + (piece.end - piece.start) / 2;
                own.push(middle..piece.end);
                piece.end = middle;
            }
            // Before the work: if it panics, the other workers don't wait for this piece.
            unclaimed.fetch_sub(piece.end - piece.start, Relaxed);
            share.sum += work(piece.clone());
            share.pieces.push(piece);
        }
        share
    };
    thread::scope(|s| {
        let run = &run;
        // A worker that the system can't start is not missed: the others steal its share.
        let start = |queue| thread::Builder::new().spawn_scoped(s, move || run(&queue)).ok();
        let others: Vec<_> = queues.into_iter().filter_map(start).collect();
        let mut shares = vec![run(&own)];
        shares.extend(others.into_iter().map(|other| other.join().expect("no piece panicked")));
        shares
    })
}

/// Returns how many primes there are in the range, by trial division.
pub fn count_primes(range: Job) -> u64 {
    let is_prime =
        |n: &u64| *n > 1 && (2..).take_while(|d| *d <= n / d).all(|d| !n.is_multiple_of(d));
    range.filter(is_prime).count() as u64
}

pub fn main() {
    let shares = divide_and_steal(0..20_000, 3, count_primes);
    let pieces: usize = shares.iter().map(|share| share.pieces.len()).sum();
    let primes: u64 = shares.iter().map(|share| share.sum).sum();
    println!(
        "{pieces} pieces, {primes} primes; one thread alone finds {}",
        count_primes(0..20_000)
    );
}
