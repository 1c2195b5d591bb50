//! `submit` looks whether the queue is open, then pushes. In between, `close` takes what is left: the job is
//! neither run nor refused.
//!
//! From: Tu and others, Understanding Real-World Concurrency Bugs in Go, ASPLOS 2019 (a check of a closed channel, and
//! an operation after it)
//! Fails: assertion

use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::{Arc, Mutex};
use std::thread;

struct Queue {
    closed: AtomicBool,
    jobs: Mutex<Vec<u32>>,
}

/// Returns whether the job is taken.
fn submit(queue: &Queue, job: u32) -> bool {
    if queue.closed.load(SeqCst) {
        return false;
    }
    queue.jobs.lock().unwrap().push(job);
    true
}

/// Returns the jobs that are left.
fn close(queue: &Queue) -> Vec<u32> {
    queue.closed.store(true, SeqCst);
    std::mem::take(&mut queue.jobs.lock().unwrap())
}

pub fn main() {
    let queue = Arc::new(Queue { closed: AtomicBool::new(false), jobs: Mutex::new(Vec::new()) });
    let theirs = Arc::clone(&queue);
    let other = thread::spawn(move || submit(&theirs, 1));
    let left = close(&queue);
    let is_taken = other.join().unwrap();
    assert_eq!(left.len(), usize::from(is_taken));
}
