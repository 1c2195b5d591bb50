//! `ArrayQueue` and `SegQueue`: shared queues without locks, where no thread ever sleeps.
//!
//! Two of article A's “lock-free structures”. Unlike those of a channel, `push` and `pop` return at once,
//! full or empty, and a queue can't be closed: `None` says "nothing now", not "nothing more".
//!
//! Run: `cargo run -p examples-crossbeam -- queues`
//! Paste: `cargo add crossbeam`

use std::{iter, thread};

use crossbeam::queue::{ArrayQueue, SegQueue};

/// Returns the newest `places` of the readings, the oldest of them first. An `ArrayQueue` has at least
/// one place.
pub fn newest(readings: &[i32], places: usize) -> Vec<i32> {
    let queue = ArrayQueue::new(places);
    for reading in readings {
        let _oldest = queue.force_push(*reading); // When the queue is full, the oldest leaves.
    }
    queue.into_iter().collect()
}

/// Empties the queue with `workers` threads. Returns what each of them took, in that order. Call it
/// when all pushes are done: a worker ends as soon as it finds the queue empty.
pub fn drain(jobs: &SegQueue<u32>, workers: usize) -> Vec<Vec<u32>> {
    thread::scope(|s| {
        let take = || iter::from_fn(|| jobs.pop()).collect();
        let workers: Vec<_> = (0..workers).map(|_| s.spawn(take)).collect();
        workers.into_iter().map(|worker| worker.join().expect("`pop` does not panic")).collect()
    })
}

pub fn main() {
    // Bounded: takes all its memory here, once.
    let latest = ArrayQueue::new(3);
    for reading in [18, 19, 21, 24] {
        match latest.push(reading) {
            Ok(()) => println!("push({reading}): taken"),
            Err(reading) => println!("push({reading}): full, here is your {reading} back"),
        }
    }
    println!("force_push(24): taken, and {:?} had to leave", latest.force_push(24));
    println!("the newest two of 18, 19, 21, 24: {:?}", newest(&[18, 19, 21, 24], 2));

    // Unbounded: takes memory in segments, as needed.
    let jobs = SegQueue::new();
    thread::scope(|s| {
        for first in [0, 250, 500, 750] {
            let jobs = &jobs; // enough for every thread: `push` and `pop` take `&self`
            s.spawn(move || (first..first + 250).for_each(|job| jobs.push(job)));
        }
    }); // The scope has joined the producers: from here on, empty means done.
    let mut done = drain(&jobs, 4).concat();
    let taken = done.len();
    done.sort_unstable();
    done.dedup();
    println!("{taken} jobs taken by 4 workers, {} different ones", done.len());
}
