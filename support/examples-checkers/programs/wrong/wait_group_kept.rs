//! A clone of the wait group lives in the list of jobs, which outlives the wait.
//!
//! From: the documentation of `WaitGroup::wait`,
//! <https://docs.rs/crossbeam/latest/crossbeam/sync/struct.WaitGroup.html#method.wait>
//! Fails: deadlock
//! Not under shuttle: it has nothing of Crossbeam's.
//! Not under loom: it has nothing of Crossbeam's.

use std::thread;

use crossbeam::sync::WaitGroup;

pub fn main() {
    let group = WaitGroup::new();
    let jobs = [1, 2].map(|job| (job, group.clone()));
    for (_job, group) in &jobs {
        let group = group.clone();
        thread::spawn(move || drop(group));
    }
    group.wait();
    drop(jobs);
}
