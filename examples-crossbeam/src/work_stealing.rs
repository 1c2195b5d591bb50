//! Workers with a queue each that steal from each other: what Rayon does underneath.
//!
//! Both articles praise Rayon's work stealing. Rayon builds it from `crossbeam::deque`, as this
//! listing does. A worker cuts a large job in two, goes on with one half, and leaves the other half
//! in its own queue, where an idle worker may steal it. Larger numbers take longer to test, so
//! fixed equal shares would leave some workers idle.
//!
//! Run: `cargo run -p examples-crossbeam -- work_stealing`
//! Paste: `cargo add anyhow crossbeam`

use std::io;
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::Barrier;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::thread;

use anyhow::Context;
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
    /// How many jobs it took from other workers. It may have cut them into several pieces.
    pub stolen: usize,
}

/// Cuts `range` into pieces, calls `work` once for each, and returns what each worker did. The
/// first worker is the caller. Which worker does which piece is not fixed.
///
/// # Errors
/// If the system can't start the other workers. Then no work is done.
///
/// # Panics
/// If `workers` is 0. If `work` panics, this panics in the same way after all workers have ended.
pub fn divide_and_steal(
    range: Job,
    workers: usize,
    work: impl Fn(Job) -> u64 + Sync,
) -> io::Result<Vec<Share>> {
    // The workers end when it is 0. "All queues are empty" is not enough: a worker may be about to
    // cut a job in two. Relaxed, because the results travel through `join`.
    let unclaimed = AtomicU64::new(range.end.saturating_sub(range.start));
    let own = Worker::new_lifo();
    let queues: Vec<Worker<Job>> = (1..workers).map(|_| Worker::new_lifo()).collect();
    let stealers: Vec<_> = [&own].into_iter().chain(&queues).map(Worker::stealer).collect();

    let run = |own: &Worker<Job>| {
        let mut share = Share::default();
        while unclaimed.load(Relaxed) > 0 {
            // Its own newest job is the smallest. A stolen job is the oldest, so the largest.
            let mut piece = if let Some(job) = own.pop() {
                job
            } else if let Some(job) = steal(&stealers) {
                share.stolen += 1;
                job
            } else {
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
    assert!(workers > 0, "the caller is the first worker");
    thread::scope(|s| {
        let run = &run;
        let start = |queue| thread::Builder::new().spawn_scoped(s, move || run(&queue));
        let others: io::Result<Vec<_>> = queues.into_iter().map(start).collect();
        let others = others.inspect_err(|_| unclaimed.store(0, Relaxed))?;
        own.push(range); // Only now: either all workers take part, or none.
        let mut shares = vec![run(&own)];
        for other in others {
            shares.push(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        Ok(shares)
    })
}

/// Takes a job from the first queue that has one, or returns `None` if all are empty.
fn steal(queues: &[Stealer<Job>]) -> Option<Job> {
    loop {
        match queues.iter().map(Stealer::steal).collect() {
            Steal::Success(job) => return Some(job),
            Steal::Empty => return None,
            Steal::Retry => {} // Another thread was faster. The queue may still have a job.
        }
    }
}

/// Returns how many primes there are in the range, by trial division.
pub fn count_primes(range: Job) -> u64 {
    let is_prime =
        |n: &u64| *n > 1 && (2..).take_while(|d| *d <= n / d).all(|d| !n.is_multiple_of(d));
    range.filter(is_prime).count() as u64
}

pub fn main() -> anyhow::Result<()> {
    const WORKERS: usize = 3;
    // The first three pieces wait for each other, so each worker has one of them. Only the caller
    // has a job of its own: the others have stolen.
    let started = AtomicUsize::new(0);
    let all_at_work = Barrier::new(WORKERS);
    let shares = divide_and_steal(0..20_000, WORKERS, |piece| {
        if started.fetch_add(1, Relaxed) < WORKERS {
            all_at_work.wait();
        }
        count_primes(piece)
    })
    .with_context(|| format!("can't start {WORKERS} workers"))?;

    let pieces: usize = shares.iter().map(|share| share.pieces.len()).sum();
    let primes: u64 = shares.iter().map(|share| share.sum).sum();
    let thieves = shares[1..].iter().filter(|share| share.stolen > 0).count();
    println!("{} workers did {pieces} pieces and found {primes} primes", shares.len());
    println!("one thread alone finds {}", count_primes(0..20_000));
    println!("workers that began with an empty queue and stole: {thieves}");
    Ok(())
}
