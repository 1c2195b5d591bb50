//! A worker that selects between jobs and the end takes the end although jobs are left: `select!` picks any of
//! those that are ready.
//!
//! From: the documentation of `select!`: "a random one among them is selected",
//! <https://docs.rs/crossbeam/latest/crossbeam/channel/macro.select.html>
//! Fails: assertion
//! Not under shuttle: it has nothing of Crossbeam's.
//! Not under loom: it has nothing of Crossbeam's.

use std::thread;

use crossbeam::channel::unbounded;
use crossbeam::select;

pub fn main() {
    let (jobs, to_do) = unbounded();
    let (end, ended) = unbounded::<()>();
    let worker = thread::spawn(move || {
        let mut done = 0;
        loop {
            select! {
                recv(to_do) -> job => if job.is_ok() { done += 1 },
                recv(ended) -> _ => return done,
            }
        }
    });
    jobs.send(1).unwrap();
    end.send(()).unwrap();
    assert_eq!(worker.join().unwrap(), 1);
}
