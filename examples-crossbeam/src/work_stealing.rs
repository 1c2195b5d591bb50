//! Workers with a queue each, who steal from each other: what Rayon does underneath.
//!
//! Both articles praise Rayon's work stealing; `crossbeam::deque` is what Rayon builds it from.
//! A job that is too large is cut in two: the worker goes on with one half and leaves the other in
//! its own queue, where an idle worker may steal it. Primes get dearer as the numbers grow, so
//! equal shares, fixed beforehand, would leave some workers idle.
//!
//! Run: `cargo run -p examples-crossbeam -- work_stealing`
//! Paste: `cargo add crossbeam`

use std::iter;
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::Barrier;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::thread::{self, ScopedJoinHandle};

use crossbeam::deque::{Injector, Steal, Stealer, Worker};
use crossbeam::utils::Backoff;

type Job = Range<u64>;

const LARGEST_PIECE: u64 = 500;

/// Where a worker got a job from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Source {
    /// Its own queue.
    Own,
    /// The queue into which the caller puts the first job.
    Injector,
    /// The queue of another worker.
    Stolen,
}

/// What one worker did.
#[derive(Debug, Default)]
pub struct Share {
    /// The sum of what `work` gave for its pieces.
    pub sum: u64,
    /// The pieces it worked on.
    pub pieces: Vec<Job>,
    /// Where its jobs came from, the first one first. A job may be cut into several pieces.
    pub sources: Vec<Source>,
}

/// Takes a worker's own newest job: the smallest, which it has just cut off. Only when it has none
/// does it look elsewhere, and there takes the oldest: the largest, so that it need not come again
/// soon.
fn find(
    own: &Worker<Job>,
    injector: &Injector<Job>,
    all: &[Stealer<Job>],
) -> Option<(Job, Source)> {
    if let Some(job) = own.pop() {
        return Some((job, Source::Own));
    }
    loop {
        let mut again = false;
        // Its own stealer is among `all`: that queue is empty, as only its owner pushes into it.
        let stolen = all.iter().map(|other| (other.steal(), Source::Stolen));
        for (steal, source) in iter::once((injector.steal(), Source::Injector)).chain(stolen) {
            match steal {
                Steal::Success(job) => return Some((job, source)),
                Steal::Retry => again = true, // Another thread was at it: this is not "empty".
                Steal::Empty => {}
            }
        }
        if !again {
            return None;
        }
    }
}

/// Counts a piece as done when dropped, and so also when `work` panics on it: otherwise the other
/// workers would wait for it for ever.
struct Done<'a>(&'a AtomicU64, u64);

impl Drop for Done<'_> {
    fn drop(&mut self) {
        // Relaxed: this only says when to stop. The results travel through `join`.
        self.0.fetch_sub(self.1, Relaxed);
    }
}

/// Cuts `range` into pieces, calls `work` once for each of them, and gives what each worker did.
/// Which worker does which piece, and when, is not fixed.
///
/// # Panics
/// If `workers` is 0; and if `work` panics, with its panic, when all workers have ended.
pub fn divide_and_steal(
    range: Job,
    workers: usize,
    work: impl Fn(Job) -> u64 + Sync,
) -> Vec<Share> {
    assert!(workers > 0, "somebody has to work");
    // Not "all queues are empty": a worker may hold a job that it is about to cut.
    let unfinished = AtomicU64::new(range.end.saturating_sub(range.start));
    let injector = Injector::new();
    injector.push(range);
    let queues: Vec<Worker<Job>> = (0..workers).map(|_| Worker::new_lifo()).collect();
    let stealers: Vec<_> = queues.iter().map(Worker::stealer).collect();

    let run = |own: Worker<Job>| {
        let mut share = Share::default();
        let backoff = Backoff::new();
        while unfinished.load(Relaxed) > 0 {
            let Some((mut piece, source)) = find(&own, &injector, &stealers) else {
                backoff.snooze(); // Spins a little, then yields. Rayon's workers go to sleep.
                continue;
            };
            backoff.reset();
            share.sources.push(source);
            while piece.end - piece.start > LARGEST_PIECE {
                let middle = piece.start + (piece.end - piece.start) / 2;
                own.push(middle..piece.end);
                piece.end = middle;
            }
            let _done = Done(&unfinished, piece.end - piece.start);
            share.sum += work(piece.clone());
            share.pieces.push(piece);
        }
        share
    };
    thread::scope(|s| {
        let run = &run;
        // `move`: a queue has one owner, the only one to push into it. All others have stealers.
        let workers: Vec<_> = queues.into_iter().map(|own| s.spawn(move || run(own))).collect();
        let end = |worker: ScopedJoinHandle<_>| worker.join().unwrap_or_else(|p| resume_unwind(p));
        workers.into_iter().map(end).collect()
    })
}

/// How many primes there are in the range, by trial division.
pub fn count_primes(range: Job) -> u64 {
    let is_prime =
        |n: &u64| *n > 1 && (2..).take_while(|d| *d <= n / d).all(|d| !n.is_multiple_of(d));
    range.filter(is_prime).count() as u64
}

pub fn main() {
    const WORKERS: usize = 3;
    // The first three pieces wait for each other, so three workers must have one; but only one
    // worker can have got the first job from the injector. The others are certain to have stolen.
    let started = AtomicUsize::new(0);
    let all_at_work = Barrier::new(WORKERS);
    let shares = divide_and_steal(0..20_000, WORKERS, |piece| {
        if started.fetch_add(1, Relaxed) < WORKERS {
            all_at_work.wait();
        }
        count_primes(piece)
    });

    let from =
        |source| shares.iter().filter(|share| share.sources.first() == Some(&source)).count();
    let pieces: usize = shares.iter().map(|share| share.pieces.len()).sum();
    let primes: u64 = shares.iter().map(|share| share.sum).sum();
    println!("{} workers did {pieces} pieces and found {primes} primes", shares.len());
    println!("one thread alone finds {}", count_primes(0..20_000));
    println!("workers whose first job came from the injector: {}", from(Source::Injector));
    println!("workers whose first job was stolen: {}", from(Source::Stolen));
}
