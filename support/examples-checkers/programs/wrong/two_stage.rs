//! A writer sets a first value under one lock, then a second one under another. A reader sees the first without
//! the second.
//!
//! From: SCTBench, twostage_bad, <https://github.com/mc-imperial/sctbench>
//! Fails: assertion

use std::sync::{Arc, Mutex};
use std::thread;

struct Stages {
    first: Mutex<u32>,
    second: Mutex<u32>,
}

fn write(stages: &Stages) {
    *stages.first.lock().unwrap() = 1;
    let first = *stages.first.lock().unwrap();
    *stages.second.lock().unwrap() = first + 1;
}

fn check(stages: &Stages) {
    let first = *stages.first.lock().unwrap();
    if first == 0 {
        return;
    }
    let second = *stages.second.lock().unwrap();
    assert_eq!(second, first + 1);
}

pub fn main() {
    let stages = Arc::new(Stages { first: Mutex::new(0), second: Mutex::new(0) });
    let theirs = Arc::clone(&stages);
    let writer = thread::spawn(move || write(&theirs));
    check(&stages);
    writer.join().unwrap();
}
