//! A pool joins its worker while it still has the sender: fields are dropped after `drop` has returned, so the
//! worker's channel is open, and the worker waits.
//!
//! From: the Rust book, section 21.3, <https://doc.rust-lang.org/book/ch21-03-graceful-shutdown-and-cleanup.html>
//! (it takes the sender out first)
//! Fails: deadlock

use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};

struct Pool {
    worker: Option<JoinHandle<u32>>,
    jobs: Sender<u32>,
}

impl Drop for Pool {
    fn drop(&mut self) {
        if let Some(worker) = self.worker.take() {
            worker.join().unwrap();
        }
    }
}

pub fn main() {
    let (jobs, receiver) = mpsc::channel();
    let worker = thread::spawn(move || {
        let mut sum = 0;
        while let Ok(job) = receiver.recv() {
            sum += job;
        }
        sum
    });
    let pool = Pool { worker: Some(worker), jobs };
    pool.jobs.send(1).unwrap();
}
