//! A worker looks at the cancellation flag, then writes. After `cancel` has returned, it still writes.
//!
//! From: Goetz and others, Java Concurrency in Practice, section 7.1, "Task cancellation"
//! Fails: assertion

use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::thread;

struct Job {
    cancelled: AtomicBool,
    written: AtomicUsize,
}

fn work(job: &Job) {
    for _ in 0..2 {
        if job.cancelled.load(SeqCst) {
            return;
        }
        job.written.fetch_add(1, SeqCst);
    }
}

pub fn main() {
    let job = Arc::new(Job { cancelled: AtomicBool::new(false), written: AtomicUsize::new(0) });
    let theirs = Arc::clone(&job);
    let worker = thread::spawn(move || work(&theirs));
    job.cancelled.store(true, SeqCst);
    let written = job.written.load(SeqCst);
    worker.join().unwrap();
    assert_eq!(job.written.load(SeqCst), written, "written after the end");
}
